"""Visits to a child: what each showed, how far apart they were, and recording one to several children at once."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import decide, require_about
from goldenthread.casework.pages.autosave import KeepsTyping
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.child_record import pages, which_page
from goldenthread.casework.pages.typed import as_typed, typed_moment, typed_yes_no
from goldenthread.casework.public import own_draft
from goldenthread.casework.public.visits import (
    EvidenceSaid,
    FamilyChild,
    PersonSaid,
    SeenSaid,
    children_of_visit,
    children_with,
    delete_typed,
    keep_typed,
    record_visit,
    show_visit,
    to_visit,
    visits_of,
)
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.ui import words

SEEN = (("alone", "Seen alone"), ("together", "Seen, not alone"), ("not_seen", "Not seen"))
PURPOSE_OF_PLAN = {
    "child_protection": "child_protection",
    "child_in_need": "child_in_need",
    "family_help": "family_help",
}


class ChildVisits(ChildPage):
    """The visits, latest first; how far apart they were; when the next is due."""

    template = "casework/visits_list.html"
    part = "child_visits"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        page = which_page(self.request.GET.get("page", ""))
        found = visits_of(child_id, reader=self.request.user, page=page, at=self.now)
        here = reverse("child_visits", args=[child_id])
        may = decide(self.request.user, "visit.record", child_id, at=self.now).allowed
        return {
            "v": found,
            "new_url": reverse("visit_new", args=[child_id]) if may else "",
            "intervals": [
                [
                    words.day(one.started_on),
                    words.day(one.due_on),
                    words.day(one.met_on) if one.met_on else "Not yet",
                    str(one.days),
                    "Late" if one.late else ("In time" if one.met_on else "Running"),
                ]
                for one in found.intervals
            ],
            "pages": pages(here, {}, first=found.first, shown=len(found.visits), total=found.total, each=30),
        }


class VisitPage(Page):
    """One visit: what for, who was seen, alone or not, what each said, what has changed and what it shows of the plan.

    A seal on any child of the visit closes it; the reading enters the ledger of each.
    """

    act = "child.read"
    template = "casework/visits_one.html"

    def authorise(self, *, visit_id: int) -> None:
        self.keys = children_of_visit(visit_id)
        self.decision = require_about(self.request.user, self.act, self.keys, at=self.now)

    def find(self, *, visit_id: int) -> None:
        if not self.keys:
            raise Http404("No such visit")

    def child(self, *, visit_id: int) -> int | None:
        return self.keys[0] if self.keys else None

    def saw(self, children: Iterable[int], *, subject: str = "") -> None:
        super().saw(children, subject=subject or f"visit:{self.kwargs['visit_id']}")

    def show(self, *, visit_id: int) -> dict[str, Any]:
        found = show_visit(visit_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404("No such visit")
        self.saw(self.keys[1:])
        return {
            "one": found,
            "family": words.join_names(one.name for one in found.children),
            "home_url": reverse("child_visits", args=[self.keys[0]]),
            "now": self.now,
        }


class NewVisit(KeepsTyping, ChildPage):
    """One visit to the children of a family: who was seen, alone or not, what each said, what it shows of the plan.

    It keeps itself as it is typed. A visit at which nobody was seen is recorded too, and moves no day.
    """

    act = "visit.record"
    template = "casework/visits_new.html"
    part = "child_visits"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        family = self._family(child_id)
        about = to_visit([one.key for one in family])
        draft = own_draft("visit", child_id, self.request.user)
        values = dict(self.request.POST.items()) if self.request.method == "POST" else dict(draft.answers)
        values.setdefault("happened_at", timezone.localdate(self.now).isoformat())
        purpose = next((PURPOSE_OF_PLAN[kind] for kind in about.plan_kinds if kind in PURPOSE_OF_PLAN), "")
        if not purpose and about.enquiry:
            purpose = "enquiry"
        values.setdefault("purpose", purpose or ("assessment" if about.assessment else ""))
        names = {one.key: one.short for one in family}
        return {
            "children": family,
            "seen": SEEN,
            "outcomes": [
                {
                    "key": one.key,
                    "who": names.get(one.child, ""),
                    "words": one.words,
                    "target": one.target,
                    "unit": one.unit,
                }
                for one in about.outcomes
            ],
            "several": len(family) > 1,
            "purposes": [(one.value, one.label) for one in SETS["visit_purpose"].choices()],
            "progress": [(one.value, one.label) for one in SETS["plan_progress"].choices()],
            "values": values,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "saved": words.clock_time(draft.saved_at) if draft.saved_at else "",
            "drafted": draft.version > 0,
            "back_url": reverse("child_visits", args=[child_id]),
        }

    def perform(self, *, child_id: int, **address: Any) -> str:
        typed = self.request.POST
        family = self._family(child_id)
        happened_at = typed_moment(typed, "happened_at", what="of the visit")
        about = to_visit([one.key for one in family])
        children = self._children(typed, family)
        seen = any(one.seen for one in children)
        record_visit(
            children=children,
            happened_at=happened_at,
            purpose=typed.get("purpose", ""),
            aim=typed.get("aim", ""),
            announced=typed_yes_no(typed, "announced"),
            place=typed.get("place", ""),
            failed_because="" if seen else typed.get("failed_because", ""),
            what_happened=typed.get("what_happened", ""),
            what_changed=typed.get("what_changed", ""),
            what_next=typed.get("what_next", ""),
            people=self._people(typed.get("people", "")),
            assessment=about.assessment,
            enquiry=about.enquiry,
            significant=typed.get("significant") == "yes",
            significant_because=typed.get("significant_because", ""),
            evidence=self._evidence(typed, about),
            by=self.request.user,
            at=self.now,
        )
        delete_typed(form="visit", child=child_id, by=self.request.user, at=self.now)
        if seen:
            messages.success(self.request, "The visit is recorded.")
        else:
            messages.success(
                self.request,
                "The visit is recorded. No child was seen, so the day by which they must be seen has not moved.",
            )
        return reverse("child_visits", args=[child_id])

    def _family(self, child_id: int) -> tuple[FamilyChild, ...]:
        return children_with(child_id, "visit.record", reader=self.request.user, at=self.now)

    def _children(self, typed: Any, family: tuple[FamilyChild, ...]) -> list[SeenSaid]:
        """The children whom the form says something of; none were visited of whom it says nothing."""
        found = []
        for one in family:
            answer = typed.get(f"seen-{one.key}", "")
            if answer not in {code for code, _ in SEEN}:
                continue
            found.append(
                SeenSaid(
                    one.key,
                    seen=answer != "not_seen",
                    alone=None if answer == "not_seen" else answer == "alone",
                    not_alone_because=typed.get(f"not_alone_because-{one.key}", "") if answer == "together" else "",
                    bedroom_seen=typed_yes_no(typed, f"bedroom-{one.key}"),
                    words=typed.get(f"words-{one.key}", ""),
                    showed=typed.get(f"showed-{one.key}", ""),
                )
            )
        if not found:
            raise Refused("Say of each child you visited, or tried to, whether you saw them", f"seen-{family[0].key}")
        return found

    def _people(self, text: str) -> list[PersonSaid]:
        """One person a line: the name, and after a colon what she said."""
        found = []
        for line in text.splitlines()[:40]:
            name, _, said = line.partition(":")
            if name.strip():
                found.append(PersonSaid(name.strip(), spoken_to=bool(said.strip()), words=said.strip()))
        return found

    def _evidence(self, typed: Any, about: Any) -> list[EvidenceSaid]:
        found = []
        for one in about.outcomes:
            shows, progress = typed.get(f"evidence-{one.key}", ""), typed.get(f"progress-{one.key}", "")
            if not shows.strip() and not progress:
                continue
            number = typed.get(f"value-{one.key}", "").strip()
            try:
                value = Decimal(number) if number else None
            except InvalidOperation:
                raise Refused("Enter a number", f"value-{one.key}") from None
            if value is not None and not (value.is_finite() and abs(value) < 10_000_000):
                raise Refused("Enter a number", f"value-{one.key}")
            found.append(EvidenceSaid(one.key, shows, value, progress))
        return found

    def keep(self, *, child_id: int) -> int:
        typed = as_typed(self.request.POST)
        return keep_typed(form="visit", child=child_id, typed=typed, by=self.request.user, at=self.now)


class VisitDraft(NewVisit):
    """What she had typed is deleted."""

    def _page(self, status: int, **address: Any) -> HttpResponse:
        for _, sentence in self.problems:
            messages.error(self.request, sentence)
        return HttpResponseRedirect(reverse("visit_new", args=[address["child_id"]]))

    def perform(self, *, child_id: int, **address: Any) -> str:
        delete_typed(form="visit", child=child_id, by=self.request.user, at=self.now)
        messages.success(self.request, "Your draft is deleted.")
        return reverse("child_visits", args=[child_id])
