"""A child's page: who she is now, what can be found, her journey, what is due, her family, what happened lately."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.casework.pages import child_journey as journey
from goldenthread.casework.pages import child_words as say
from goldenthread.casework.public import Card, child_address, child_card, child_record, child_relatives, child_warnings
from goldenthread.ui import words
from goldenthread.ui.addresses import reverse

_RECENT = 6


class ChildPage(Page):
    """What every page about one child has: who she is at the head, her warnings, and the parts of her record."""

    act = "child.read"
    part = ""

    def child(self, *, child_id: int, **_: Any) -> int:
        return child_id

    def show(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        self.card = self._card(child_id)
        self.today = timezone.localdate(self.now)
        self.family = child_relatives(child_id, reader=self.request.user, at=self.now)
        warnings = child_warnings(child_id, self.family, on=self.today)
        return {
            "card": self.card,
            "line": say.age_line(self.card, self.today),
            "tags": self._tags(),
            "find": {
                "action": reverse("child_search", args=[child_id]),
                "label": f"Search everything about {self.card.short}",
                "hint": "Looks inside notes and contacts, and at what was said",
                "value": "",
            },
            "alerts": say.alerts(warnings, child_id, self.today),
            "parts_of_record": self._parts(),
            "offers": self._offers(),
            "today": self.today,
        } | self.show_part(child_id=child_id, **address)

    def show_part(self, **address: Any) -> dict[str, Any]:
        """The context of this part of the record. `self.card`, `self.family` and `self.today` are known."""
        return {}

    def _card(self, child_id: int) -> Card:
        card = child_card(child_id, reader=self.request.user, at=self.now)
        if card is None:
            raise Http404("No such child")
        return card

    def _tags(self) -> list[dict[str, str]]:
        card = self.card
        until = card.emergency_until if self.decision.right == "emergency access" else None
        tags = [
            ("Died " + words.day(card.died_on), "grey") if card.died_on else None,
            ("Not yet born", "purple") if card.expected_on and not card.born_on else None,
            (card.status, "") if card.status else ("No open case", "grey"),
            ("Restricted record", "red") if card.restricted else None,
            (f"Emergency access until {words.clock_time(until)}", "yellow") if until else None,
        ]
        return [{"text": tag[0], "tone": tag[1]} for tag in tags if tag]

    def _parts(self) -> list[dict[str, Any]]:
        """The parts there are: a kind of thing she has none of is not named."""
        card = self.card
        named = [
            ("child", "Summary", True),
            ("child_chronology", "Chronology", True),
            ("child_assessments", "Assessments", True),
            ("child_notes", "Notes", bool(card.notes)),
            ("child_visits", "Visits", self.part == "child_visits" or "note.record" in card.may),
            ("child_protection", "Child protection", bool(card.status)),
            ("child_plan", "Plan", bool(card.status)),
            ("child_agreements", "Agreements", self.part == "child_agreements" or "note.record" in card.may),
            (
                "child_oversight",
                "Oversight",
                (bool(card.status) or card.deadlines) and "oversight.read_child" in acts_of(self.request.user),
            ),
            ("family", "Family", True),
            ("child_deadlines", "Deadlines", card.deadlines or self.part == "child_deadlines"),
            (
                "child_supervision",
                "Supervision",
                bool(card.status) and "supervision.read_child" in acts_of(self.request.user),
            ),
            ("child_standards", "Standards", True),
            ("child_loaded", "What files told", card.loaded),
            ("child_looked", "Who has looked", "child.see_ledger" in card.may),
        ]
        return [
            {
                "label": label,
                "url": family_address(card.key) if name == "family" else reverse(name, args=[card.key]),
                "current": name == self.part,
            }
            for name, label, shown in named
            if shown or name == self.part
        ]

    def _offers(self) -> list[dict[str, str]]:
        """What may be started or recorded from here, for those who may."""
        card, acts = self.card, acts_of(self.request.user)
        offers = [
            ("visit.record" in acts and bool(card.status), "Record a visit", reverse("visit_new", args=[card.key])),
            ("note.record" in card.may, "Record a note", reverse("note_new", args=[card.key])),
            ("contact.start" in acts, "Record a new contact", "/contacts/new/"),
            (
                "agreement.write" in acts and bool(card.status),
                "Write an agreement",
                reverse("agreement_new", args=[card.key]),
            ),
            (
                "decision.record" in acts and bool(card.status),
                "Record a management decision",
                reverse("decision_new", args=[card.key]),
            ),
            (
                "transfer.propose" in acts and bool(card.status),
                "Propose a transfer",
                reverse("transfer_new", args=[card.key]),
            ),
            (
                "dispute.raise" in acts and bool(card.status),
                "Raise a dispute",
                reverse("dispute_new", args=[card.key]),
            ),
            (
                "closure.propose" in acts and bool(card.status),
                "Propose to close",
                reverse("closure_new", args=[card.key]),
            ),
            (
                "feedback.code" in acts and bool(card.status),
                "Give a code for feedback",
                reverse("feedback_code_new", args=[card.key]),
            ),
            ("complaint.record" in acts, "Record a complaint", reverse("complaint_new", args=[card.key])),
            ("person.record" in card.may, "Change what we hold", f"/people/{card.key}/"),
            ("record.seal" in card.may, "Restrict this record", reverse("restrict", args=[card.key])),
        ]
        return [{"label": label, "url": url} for shown, label, url in offers if shown]


def family_address(child: int) -> str:
    """The page of `people` that draws the family."""
    return f"/people/{child}/family/"


class ChildSummary(ChildPage):
    """Who she is now, and one press to anything."""

    template = "casework/child.html"
    part = "child"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        record = child_record(child_id, self.card.notes, reader=self.request.user, at=self.now)
        may = "deadline.authorise" in acts_of(self.request.user)
        return {
            "record": record,
            "now": say.facts_now(self.card, record, self.today),
            "may_see_address": "child.read_address" in self.card.may,
            "found": [say.found_row(found, child_id, self.today) for found in record.found],
            "picture": journey.picture(self.card, record, self.today),
            "journey_words": journey.in_short(self.card, record, self.today),
            "journey_list": journey.in_words(record, self.today),
            "due": [say.due_row(one, may_authorise=may) for one in record.running],
            "recent": [say.event_row(event, child_id) for event in record.events[:_RECENT]],
            "more": max(len(record.events) - _RECENT, 0),
            "family_rows": [say.relative_row(one, self.today) for one in self.family],
            "family_url": family_address(child_id),
        }


class ChildAddress(ChildPage):
    """A confidential address, asked for by a press, which the ledger keeps."""

    act = "child.read_address"
    template = "casework/child_address.html"

    def dispatch(self, request: HttpRequest, *args: Any, **address: Any) -> HttpResponse:
        if request.method != "POST":  # looking needs a press: following a link shows nothing
            return HttpResponseRedirect(reverse("child", args=[address["child_id"]]))
        return super().dispatch(request, *args, **address)

    def _post(self, **address: Any) -> HttpResponse:
        return self._page(200, **address)

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        return {"homes": child_address(child_id, on=self.today)}
