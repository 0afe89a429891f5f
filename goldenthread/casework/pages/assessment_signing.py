"""Sending an assessment, and the manager's page: the text, the checklist beside it, challenges, and the signature."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from goldenthread.casework.pages import assessment_words as say
from goldenthread.casework.pages.assessment import OneAssessment, ShowAssessment, exchange_of
from goldenthread.casework.public.assessment import (
    ChallengeSaid,
    authorise_assessment,
    checklist,
    return_assessment,
    send_assessment,
)
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS

ROOM_FOR = 3
"""Challenges that the page has room for at first; a page that comes back has room for one more than were written."""
MOST_CHALLENGES = 12


class SendAssessment(ShowAssessment):
    """Sends it to the manager. What is missing is listed at the head of the page, each with a way to its place."""

    act = "assessment.send"

    def _page(self, status: int, **address: Any) -> HttpResponse:
        if self.request.method != "POST":
            return HttpResponseRedirect(reverse("assessment", args=[address["assessment_id"]]))
        return super()._page(status, **address)

    def perform(self, *, assessment_id: int) -> str:
        send_assessment(assessment=assessment_id, by=self.request.user, at=self.now)
        messages.success(self.request, "Sent to the manager. You can still read it here.")
        return reverse("assessment", args=[assessment_id])


class SignAssessment(OneAssessment):
    """The manager's page: everything written on the left, each child's checklist beside it; then she authorises."""

    act = "assessment.authorise"
    template = "casework/assessment_sign.html"

    def _page(self, status: int, **address: Any) -> HttpResponse:
        response = super()._page(status, **address)
        if self.written.state != "with_manager" and status == 200:
            return HttpResponseRedirect(reverse("assessment", args=[address["assessment_id"]]))
        return response

    def show(self, *, assessment_id: int) -> dict[str, Any]:
        written = self.written
        if written.state != "with_manager" and not self.problems:
            return {}
        lines = checklist(written, on=timezone.localdate(self.now)) if written.state == "with_manager" else ()
        posted = self.request.POST
        own = self.request.user.pk in (written.author, written.sent_by_key)
        return self.head() | {
            "parts_read": say.read_parts(written),
            "history": [say.past_row(one, self.now) for one in written.history],
            "seen": {one.child: say.seen_rows(written, one.child) for one in written.everyone},
            "spoken": {
                one.child: [seen for seen in written.seen if seen.child == one.child and (seen.words or seen.showed)]
                for one in written.everyone
            },
            "exchange": exchange_of(written, self.now, may_answer=False),
            "conclusions": [
                {
                    "name": one.short,
                    "factors": [SETS["assessment_factors"].label(code) for code in one.factors],
                    "set_aside": [(SETS["assessment_factors"].label(code), why) for code, why in one.set_aside.items()],
                    "outcome": SETS["assessment_outcome"].label(one.outcome) if one.outcome else "Not said",
                    "words": one.outcome_words,
                }
                for one in written.children
            ],
            "checklists": [
                {
                    "name": child.short,
                    "met": sum(line.met is True for line in lines if line.child == child.child),
                    "unmet": [
                        {
                            "field": f"line-{line.child}-{line.standard}",
                            "sentence": line.sentence,
                            "why": line.why,
                            "hint": line.hint,
                            "because": line.because,
                            "words": posted.get(f"line-{line.child}-{line.standard}", ""),
                            "error": self._error(f"line-{line.child}-{line.standard}"),
                        }
                        for line in lines
                        if line.child == child.child and line.met is False
                    ],
                    "fine": [
                        {"sentence": line.sentence, "because": line.because}
                        for line in lines
                        if line.child == child.child and line.met
                    ],
                }
                for child in written.children
            ],
            "own": own,
            "sent_stamp": written.sent_at.isoformat() if written.sent_at else "",
            "words": posted.get("words", ""),
            "words_error": self._error("words"),
            "rows": self._rows(),
            "sections": say.sections_to_challenge(written),
            "accepted": set(posted.getlist("accepted")) if "accepted" in posted else None,
            "return_url": reverse("assessment_return", args=[assessment_id]),
            "sign_url": reverse("assessment_sign", args=[assessment_id]),
            "problem_list": [{"text": text, "href": f"#{field}" if field else ""} for field, text in self.problems],
        }

    def _error(self, field: str) -> str:
        return next((text for named, text in self.problems if named == field), "")

    def _rows(self) -> list[dict[str, Any]]:
        said = list(_challenges(self.request.POST))
        room = min(max(ROOM_FOR, len([one for one in said if one.words]) + 1), MOST_CHALLENGES)
        rows = []
        for turn in range(1, room + 1):
            one = said[turn - 1] if turn <= len(said) else ChallengeSaid("")
            rows.append(
                {
                    "number": turn,
                    "id": f"challenge-{turn}",
                    "words": one.words,
                    "section": one.section,
                    "error": self._error(f"challenge-{turn}") or self._error(f"challenge-{turn}-section"),
                }
            )
        return rows

    def perform(self, *, assessment_id: int) -> str:
        answers = {}
        for name, value in self.request.POST.items():
            if name.startswith("line-"):
                child, _, standard = name.removeprefix("line-").partition("-")
                if child.isdecimal() and len(child) < 19:
                    answers[int(child), standard] = value
        authorise_assessment(
            assessment=assessment_id,
            words=self.request.POST.get("words", ""),
            checklist_words=answers,
            sent_at=_stamp(self.request.POST.get("sent", "")),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The assessment is authorised. Its author is told to share it with the family.")
        return reverse("assessment", args=[assessment_id])


class ReturnAssessment(SignAssessment):
    """Sends it back with challenges, each about a part of the text."""

    act = "assessment.return"

    def _page(self, status: int, **address: Any) -> HttpResponse:
        if self.request.method != "POST":
            return HttpResponseRedirect(reverse("assessment_sign", args=[address["assessment_id"]]))
        return super()._page(status, **address)

    def perform(self, *, assessment_id: int) -> str:
        said = list(_challenges(self.request.POST))
        accepted = [int(one) for one in self.request.POST.getlist("accepted") if one.isdecimal() and len(one) < 5]
        return_assessment(
            assessment=assessment_id,
            challenges=said,
            accepted=accepted,
            sent_at=_stamp(self.request.POST.get("sent", "")),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "Sent back. The author is told, and answers each challenge.")
        return reverse("assessment", args=[assessment_id])


def _challenges(posted: Any) -> Iterator[ChallengeSaid]:
    for turn in range(1, MOST_CHALLENGES + 1):
        words = posted.get(f"challenge-{turn}", "")
        section = posted.get(f"challenge-{turn}-section", "")
        if words or section:
            yield ChallengeSaid(words, section)


def _stamp(text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refused("This page is not whole any more. Open it again; what you typed is below.") from None
    return found if timezone.is_aware(found) else None
