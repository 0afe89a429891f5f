"""Sending an assessment, and the manager's page: the text, the checklist beside it, challenges, and the signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from goldenthread.casework.pages import assessment_words as say
from goldenthread.casework.pages.assessment import OneAssessment, ShowAssessment, exchange_of
from goldenthread.casework.pages.checklists import as_checklist
from goldenthread.casework.pages.typed import key_of, keys_of
from goldenthread.casework.public.assessment import (
    ChallengeSaid,
    Line,
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
ALL = "all"
"""Stands for every child in the name of a box that answers a line once for all of them."""


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

    def instead(self) -> str:
        return "" if self.written.state == "with_manager" else reverse("assessment", args=[self.written.assessment])

    def show(self, *, assessment_id: int) -> dict[str, Any]:
        written = self.written
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
            "checklists": self._checklists(lines),
            "own": own,
            "sent_stamp": written.sent_at.isoformat() if written.sent_at else "",
            "words": posted.get("words", ""),
            "words_error": self._error("words"),
            "rows": self._rows(),
            "sections": say.sections_to_challenge(written),
            "accepted": set(posted.getlist("accepted")) if "accepted" in posted else None,
            "return_url": reverse("assessment_return", args=[assessment_id]),
            "sign_url": reverse("assessment_sign", args=[assessment_id]),
            "problem_list": self._problem_list(lines),
        }

    def _checklists(self, lines: Sequence[Line]) -> list[dict[str, Any]]:
        """The checklist of each child; what is found alike of every child is asked once, first."""
        written = self.written
        shared = _found_alike(lines, len(written.children))
        lists = [("All of them", ALL, [line for line in lines if line.standard in shared])] if shared else []
        lists += [
            (
                one.short,
                str(one.child),
                [line for line in lines if line.child == one.child and line.standard not in shared],
            )
            for one in written.children
        ]
        return [self._checklist(name, key, some) for name, key, some in lists if some]

    def _checklist(self, name: str, key: str, lines: Sequence[Line]) -> dict[str, Any]:
        def answer(line: Line) -> dict[str, Any]:
            field = f"line-{key}-{line.standard}"
            error = self._error(field, f"line-{line.child}-{line.standard}")
            return {"field": field, "words": self.request.POST.get(field, ""), "error": error}

        return as_checklist(name, lines, answer)

    def _error(self, *fields: str) -> str:
        return next((text for named, text in self.problems if named in fields), "")

    def _problem_list(self, lines: Sequence[Line]) -> list[dict[str, str]]:
        """What is wrong, each with its box; of what is found alike of every child, once."""
        shared = _found_alike(lines, len(self.written.children))
        found: dict[str, str] = {}
        for field, text in self.problems:
            start, _, rest = field.partition("-")
            child, _, standard = rest.partition("-")
            alike = start == "line" and standard in shared
            words = text.removeprefix(f"{self.written.called(int(child))}: ").capitalize() if alike else text
            found.setdefault(f"line-{ALL}-{standard}" if alike else field or text, words)
        return [{"text": text, "href": f"#{field}" if field != text else ""} for field, text in found.items()]

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
        answers: dict[tuple[int, str], str] = {}
        children = [one.child for one in self.load(assessment_id).children]
        for name, value in self.request.POST.items():
            if name.startswith("line-"):
                child, _, standard = name.removeprefix("line-").partition("-")
                if child == ALL:
                    answers |= {(one, standard): value for one in children}
                elif (key := key_of(child)) is not None:
                    answers[key, standard] = value
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
        accepted = keys_of(self.request.POST.getlist("accepted"))
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


def _found_alike(lines: Sequence[Line], children: int) -> frozenset[str]:
    """The standards that found the same, for the same reasons, of every one of several children."""
    if children < 2:
        return frozenset()
    found: dict[tuple[str, bool | None, tuple[str, ...]], int] = {}
    for line in lines:
        found[line.standard, line.met, line.because] = found.get((line.standard, line.met, line.because), 0) + 1
    return frozenset(standard for (standard, _, _), count in found.items() if count == children)


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
