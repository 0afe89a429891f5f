"""A child's protection: what was discussed, enquired into and conferred on; enquiries; children who moved here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.casework.pages.checklists import as_checklist
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.child_words import due_row
from goldenthread.casework.pages.protection_forms import DraftedForm, GroupedForm, today
from goldenthread.casework.public.checklists import enquiry_checklist
from goldenthread.casework.public.child_protection import (
    EnquiryShown,
    authorise_enquiry,
    child_of_enquiry,
    conclude_enquiry,
    kind_words,
    protection_of,
    record_transfer_in,
    return_enquiry,
    show_enquiry,
    stop_enquiry,
)
from goldenthread.kernel.form import Kind, Question
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.child_protection import Group, enquiry_groups
from goldenthread.ui import words
from goldenthread.ui.cleaning import Unclean, many_lines


class ChildProtection(ChildPage):
    """Everything of a child that is child protection, latest first, and what may be done next."""

    template = "casework/child_protection.html"
    part = "child_protection"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        found = protection_of(child_id, reader=self.request.user, at=self.now)
        new = reverse("conference_new", args=[child_id])
        acts = []
        if "meeting.hold" in found.may:
            acts.append(("Record a strategy discussion", reverse("strategy_record", args=[child_id])))
        if "meeting.arrange" in found.may:
            acts.append(("Arrange a strategy discussion", reverse("strategy_arrange", args=[child_id])))
            acts += [(f"Arrange: {kind_words(kind).lower()}", f"{new}?kind={kind}") for kind in found.due]
        if "transfer_in.record" in found.may:
            acts.append(("Record a move here", reverse("transfer_in", args=[child_id])))
        return {
            "p": found,
            "acts": acts,
            "meetings": [
                {
                    "when": words.day_short(one.at, self.today) if one.at else "",
                    "title": one.kind_words,
                    "url": reverse("meeting", args=[one.key]),
                    "text": _of_meeting(one),
                    "state": {"held": "done", "planned": "to_come", "stood_down": "miss"}.get(one.state, ""),
                }
                for one in found.meetings
            ],
            "enquiries": [
                {
                    "when": words.day_short(one.started_on, self.today),
                    "title": "Section 47 enquiry",
                    "url": reverse("enquiry", args=[one.key]),
                    "text": ". ".join(part for part in (one.state_words, one.outcome_words) if part) + ".",
                    "state": "to_come" if one.open else "done",
                }
                for one in found.enquiries
            ],
        }


def _of_meeting(one: Any) -> str:
    if one.state == "stood_down":
        return f"Stood down: {one.because}"
    if one.state == "planned":
        return f"Arranged for {words.clock_time(one.at)}." if one.at else "Arranged."
    return ". ".join(part for part in (one.decision, one.category) if part) + "." if one.decision else ""


class AboutEnquiry(Page):
    """What every page of an enquiry knows: the child, and the enquiry as the reader may see it."""

    act = "child.read"

    def child(self, *, enquiry_id: int) -> int:
        child = child_of_enquiry(enquiry_id)
        if child is None:
            raise Http404
        return child

    def found(self, enquiry_id: int) -> EnquiryShown:
        """The enquiry."""
        found = show_enquiry(enquiry_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404
        return found


class EnquiryPage(AboutEnquiry):
    """One enquiry: its clocks, what it found, and the acts open now, each to those who may."""

    template = "casework/child_protection_enquiry.html"

    def show(self, *, enquiry_id: int) -> dict[str, Any]:
        found = self.found(enquiry_id)
        waits = found.state == "with_manager"
        lines = enquiry_checklist(enquiry_id, on=timezone.localdate(self.now)) if waits else ()
        return {
            "e": found,
            "checklists": [as_checklist("", lines)] if lines else [],
            "due": [due_row(one, may_authorise=False) for one in found.deadlines if one.met_at is None],
            "met": [one for one in found.deadlines if one.met_at is not None],
            "own": found.concluded_by_key == self.request.user.pk,
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "now": self.now,
        }

    def _typed(self, name: str) -> str:
        try:
            return many_lines(self.request.POST.get(name, ""))
        except Unclean as unclean:
            raise Refused(f"What you typed {unclean}", name) from None


class AuthoriseEnquiry(EnquiryPage):
    """A manager authorises the outcome."""

    act = "enquiry.authorise"

    def perform(self, *, enquiry_id: int) -> str:
        authorise_enquiry(
            enquiry=enquiry_id, words_of_manager=self._typed("words_of_manager"), by=self.request.user, at=self.now
        )
        found = self.found(enquiry_id)
        messages.success(self.request, f"Authorised: {found.outcome_words.lower()}.")
        return reverse("enquiry", args=[enquiry_id])


class ReturnEnquiry(EnquiryPage):
    """A manager sends an enquiry back with what must be looked at again."""

    act = "enquiry.return"

    def perform(self, *, enquiry_id: int) -> str:
        return_enquiry(enquiry=enquiry_id, because=self._typed("because"), by=self.request.user, at=self.now)
        messages.success(self.request, "Sent back, and the person who concluded it has been told.")
        return reverse("enquiry", args=[enquiry_id])


class StopEnquiry(EnquiryPage):
    """An enquiry that was begun in error is stopped."""

    act = "enquiry.stop"

    def perform(self, *, enquiry_id: int) -> str:
        stop_enquiry(enquiry=enquiry_id, because=self._typed("stopped_because"), by=self.request.user, at=self.now)
        messages.success(self.request, "Stopped. Its deadlines are taken back with your reason.")
        return reverse("enquiry", args=[enquiry_id])


class ConcludeEnquiry(DraftedForm, AboutEnquiry):
    """The worker writes what the enquiry found and its outcome, and sends it to the manager."""

    act = "enquiry.conclude"
    form_id = "enquiry"
    heading = "Conclude the enquiry"
    button = "Send to the manager"

    def about(self, *, enquiry_id: int) -> int:
        return self.child(enquiry_id=enquiry_id)

    def groups(self, **address: Any) -> tuple[Group, ...]:
        return enquiry_groups()

    def start(self, *, enquiry_id: int) -> dict[str, Any]:
        found = self.found(enquiry_id)
        return {
            "findings": found.findings,
            "rationale": found.rationale,
            "outcome": found.outcome,
            "concluded_on": today(self.now),
        }

    def around(self, *, enquiry_id: int) -> dict[str, Any]:
        found = self.found(enquiry_id)
        lead = [f"Sent back: {found.returned_because}"] if found.returned_because and found.state == "running" else []
        return {
            "caption": found.name,
            "back": {"label": "The enquiry", "url": reverse("enquiry", args=[enquiry_id])},
            "lead": lead,
        }

    def record(self, answers: Mapping[str, Any], *, enquiry_id: int) -> str:
        conclude_enquiry(
            enquiry=enquiry_id,
            outcome=answers["outcome"],
            findings=answers["findings"],
            rationale=answers["rationale"],
            concluded_on=answers["concluded_on"],
            not_seen_because=answers.get("not_seen_because") or "",
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "Sent to the manager, who authorises the outcome or sends it back.")
        return reverse("enquiry", args=[enquiry_id])


class TransferInPage(GroupedForm):
    """Record that a child on a plan elsewhere has moved here."""

    act = "transfer_in.record"
    heading = "Record a move here on a child protection plan"
    button = "Record the move"

    def child(self, *, child_id: int) -> int:
        return child_id

    def groups(self, **address: Any) -> tuple[Group, ...]:
        categories = SETS["abuse_category"].choices()
        return (
            (
                "move",
                "The move",
                (
                    Question("from_authority", "Which council did the child move from?", required=True),
                    Question(
                        "notified_on",
                        "On which day were we told?",
                        Kind.DATE,
                        hint="The conference must be held within 15 working days of it.",
                        required=True,
                    ),
                    Question("category", "Under which category was the plan there?", Kind.ONE_OF, choices=categories),
                    Question("plan_began_there_on", "When did the plan there begin?", Kind.DATE),
                    Question("said", "What were we told?", Kind.LONG_TEXT, rows=4),
                ),
            ),
        )

    def around(self, *, child_id: int) -> dict[str, Any]:
        return {
            "caption": "",
            "back": {"label": "The child’s record", "url": reverse("child", args=[child_id])},
        }

    def record(self, answers: Mapping[str, Any], *, child_id: int) -> str:
        record_transfer_in(
            child=child_id,
            notified_on=answers["notified_on"],
            from_authority=answers["from_authority"],
            category=answers.get("category") or "",
            plan_began_there_on=answers.get("plan_began_there_on"),
            said=answers.get("said") or "",
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "Recorded. A transfer-in conference is now due.")
        return f"{reverse('conference_new', args=[child_id])}?kind=transfer_in_conference"
