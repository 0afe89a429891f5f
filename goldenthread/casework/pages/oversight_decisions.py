"""A management decision: recorded from anywhere on a child's record, kept as it is typed, and read afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import those_who_may
from goldenthread.casework.pages.autosave import KeepsTyping
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.child_words import place_of
from goldenthread.casework.pages.typed import as_typed, key_of, typed_day, typed_moment
from goldenthread.casework.public import own_draft
from goldenthread.casework.public.closure import keep_typed
from goldenthread.casework.public.oversight import (
    AskedAction,
    DecisionSaid,
    child_of_decision,
    decision_hints,
    record_management_decision,
    show_decision,
    thing_is_of,
)
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.ui import words

DRAFT = "management_decision"
ROWS, MOST_ROWS = 2, 12
THINGS = {
    "plan": "the plan",
    "assessment": "the assessment",
    "referral": "the referral",
    "enquiry": "the section 47 enquiry",
    "meeting": "the meeting",
    "agreement": "the written agreement",
    "closure": "the proposal to close",
    "transfer": "the transfer",
}
"""What a decision may be begun on, as it is called in a sentence."""


class RecordDecision(KeepsTyping, ChildPage):
    """What was decided, why, what was turned down, what it means for the child, and who does what by when."""

    act = "decision.record"
    template = "casework/oversight_decision_new.html"
    part = "child_oversight"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        posted = self.request.method == "POST"
        draft = own_draft(DRAFT, child_id, self.request.user)
        values = dict(self.request.POST.items()) if posted else dict(draft.answers)
        asked_on = self.request.GET.get("on", "")
        if not posted and thing_is_of(asked_on, child_id):
            values["about"] = asked_on
        values.setdefault("decided_at", self.today.isoformat())
        values.setdefault("decided_at-time", timezone.localtime(self.now).strftime("%H:%M"))
        asked = key_of(self.request.GET.get("rows")) or 0
        filled = [n for n in range(1, MOST_ROWS + 1) if any(values.get(name) for name in _boxes(n))]
        owners = those_who_may("action.finish")
        return {
            "values": values,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "saved": words.clock_time(draft.saved_at) if draft.saved_at else "",
            "kinds": [(one.value, one.label) for one in SETS["management_decision"].choices()],
            "owners": [(one.key, one.name) for one in owners],
            "rows": range(1, max(ROWS, asked, *filled, 0) + 1),
            "begun_on": THINGS.get(str(values.get("about", "")).partition(":")[0], ""),
            "hints": hints(child_id, values, {str(one.key): one.name for one in owners}, self.now),
            "hints_url": reverse("decision_hints", args=[child_id]),
        }

    def perform(self, *, child_id: int, **address: Any) -> str:
        typed = self.request.POST
        if typed.get("more"):
            self.keep(child_id=child_id)
            rows = sum(1 for n in range(1, MOST_ROWS + 1) if f"action_{n}_what" in typed) + 1
            return f"{reverse('decision_new', args=[child_id])}?rows={min(rows, MOST_ROWS)}#actions"
        said = said_of(typed, self.now)
        made = record_management_decision(child=child_id, said=said, by=self.request.user, at=self.now)
        messages.success(self.request, "The decision is recorded. What it asks for is in the work of each owner.")
        return reverse("management_decision", args=[made])

    def keep(self, *, child_id: int) -> int:
        typed = as_typed(self.request.POST)
        typed.pop("more", None)
        return keep_typed(form=DRAFT, child=child_id, typed=typed, by=self.request.user, at=self.now)


class DecisionHints(ChildPage):
    """The quiet hints about a decision as it is typed. Nothing is kept, and nothing is stopped."""

    act = "decision.record"
    template = "casework/oversight_hints.html"

    def _post(self, **address: Any) -> Any:
        return self._page(200, **address)

    def saw(self, *_: Any, **__: Any) -> None:
        """Shows nothing of a record, so no read is entered: the page that asks was."""

    def show(self, *, child_id: int, **_: Any) -> dict[str, Any]:
        owners = {str(one.key): one.name for one in those_who_may("action.finish")}
        return {"hints": hints(child_id, self.request.POST, owners, self.now)}


class DecisionPage(Page):
    """One management decision, whole, with what became of what it asked."""

    act = "oversight.read_child"
    template = "casework/oversight_decision.html"

    def child(self, *, decision_id: int) -> int:
        child = child_of_decision(decision_id)
        if child is None:
            raise Http404("No such decision")
        return child

    def show(self, *, decision_id: int) -> dict[str, Any]:
        found = show_decision(decision_id, at=self.now)
        if found is None:
            raise Http404("No such decision")
        return {"d": found, "now": self.now, "today": timezone.localdate(self.now), "on": begun_on(found)}


def begun_on(found: Any) -> dict[str, str] | None:
    """What the decision was begun on, and where that is read."""
    kind, _, key = found.about.partition(":")
    if kind not in THINGS:
        return None
    at = {"referral": "referral", "meeting": "meeting", "transfer": "transfer"}
    url = reverse(at[kind], args=[key]) if kind in at else place_of(kind, int(key), found.child)
    return {"label": THINGS[kind], "url": url}


def said_of(typed: Mapping[str, str], now: datetime) -> DecisionSaid:
    """What was typed, as the operation takes it. Raises `Refused` for a day or a time that is none."""
    decided_at = None
    if typed.get("decided_at") or typed.get("decided_at-time"):
        decided_at = typed_moment(typed, "decided_at", what="the decision was made")
        # The boxes hold minutes: the minute that is now running is now.
        decided_at = min(decided_at, now) if (decided_at - now).total_seconds() < 60 else decided_at
    return DecisionSaid(
        kind=typed.get("kind", ""),
        decided=typed.get("decided", ""),
        why=typed.get("why", ""),
        rejected=typed.get("rejected", ""),
        child_view=typed.get("child_view", ""),
        facts=typed.get("facts", ""),
        risk=typed.get("risk", ""),
        decided_at=decided_at,
        actions=[
            AskedAction(
                what=typed.get(f"action_{n}_what", ""),
                owner=key_of(typed.get(f"action_{n}_owner")),
                due_on=typed_day(typed, f"action_{n}_due_on", what="the day by which it is done"),
            )
            for n in range(1, MOST_ROWS + 1)
            if any(typed.get(name, "").strip() for name in _boxes(n))
        ],
        review_on=typed_day(typed, "review_on", what="the day on which you look again"),
        about=typed.get("about", ""),
    )


def hints(child: int, typed: Mapping[str, Any], owners: Mapping[str, str], now: datetime) -> list[dict[str, Any]]:
    """What the standards notice in what is typed: the question, and the words that caused it."""

    def said(name: str) -> str:
        return str(typed.get(name) or "")

    try:
        decided_at = typed_moment(typed, "decided_at", what="the decision was made")
    except Refused:
        decided_at = now
    actions = [
        (said(f"action_{n}_what"), owners.get(said(f"action_{n}_owner"), ""), _day(said(f"action_{n}_due_on")))
        for n in range(1, MOST_ROWS + 1)
        if said(f"action_{n}_what").strip()
    ]
    found = decision_hints(
        child,
        decided=said("decided"),
        why=said("why"),
        rejected=said("rejected"),
        facts=said("facts"),
        risk=said("risk"),
        child_view=said("child_view"),
        decided_at=min(decided_at, now),
        actions=actions,
        review_on=_day(said("review_on")),
        at=now,
    )
    return [{"hint": one.hint, "words": one.words, "sentence": one.sentence} for one in found]


def _boxes(n: int) -> tuple[str, str, str]:
    return f"action_{n}_what", f"action_{n}_owner", f"action_{n}_due_on"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
