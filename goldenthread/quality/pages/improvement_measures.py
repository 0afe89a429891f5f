"""What measures an improvement plan: chosen, and its values with their days and how each was got."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of, teams
from goldenthread.casework.pages.typed import key_of, typed_day, typed_number
from goldenthread.quality.pages import improvement_words as say
from goldenthread.quality.pages.improvement import ImprovementPlanPage
from goldenthread.quality.pages.improvement_actions import chosen_document
from goldenthread.quality.public.improvement import (
    MeasureSaid,
    ValueSaid,
    add_measure,
    drop_measure,
    improvement_shown,
    in_words,
    number,
    plan_of_measure,
    record_value,
    sources,
)
from goldenthread.quality.public.readiness import evidence_to_choose
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.improving import MILESTONE
from goldenthread.ui import words

UNITS = {"%": "%", "days": "days", "children": "children", "number": ""}


class ChooseMeasure(ImprovementPlanPage):
    """What sort of thing is to show that the plan works: asked first, so that the rest fits it."""

    act = "improvement.write"
    template = "quality/improvement_measure_kinds.html"

    def show(self, *, improvement_id: int) -> dict[str, Any]:
        found = improvement_shown(improvement_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404("No such plan")
        return {
            "plan": {"key": found.key, "title": found.title},
            "kinds": [
                {
                    "url": reverse("improvement_measure_add", args=[found.key, one.code]),
                    "label": one.label,
                    "hint": one.hint,
                }
                for one in SETS["improvement_measure"].items
                if _offered(one.code)
            ],
        }


class AddMeasure(ImprovementPlanPage):
    """What is to show that the plan works: from how much, to how much, by when."""

    act = "improvement.write"
    template = "quality/improvement_measure_form.html"

    def find(self, *, improvement_id: int, measure_kind: str) -> None:
        super().find(improvement_id=improvement_id)
        if not _offered(measure_kind):
            raise Http404("No such kind of measure")

    def show(self, *, improvement_id: int, measure_kind: str) -> dict[str, Any]:
        found = improvement_shown(improvement_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404("No such plan")
        source = sources().get(measure_kind)
        values = dict(self.request.POST.items()) if self.request.method == "POST" else {}
        values = {"by_on": found.by_on.isoformat(), "unit": "%", "higher": "yes"} | values
        return {
            "plan": {"key": found.key, "title": found.title},
            "kind_label": SETS["improvement_measure"].label(measure_kind),
            "choices": source.choices() if source else (),
            "counted": source is not None,
            "milestone": measure_kind == MILESTONE,
            "teams": [(one.key, one.name) for one in teams()] if source and source.teams else [],
            "values": values,
            "wrong": {field: sentence for field, sentence in self.problems if field},
        }

    def perform(self, *, improvement_id: int, measure_kind: str) -> str:
        typed = self.request.POST
        team = typed.get("team", "")
        said = MeasureSaid(
            kind=measure_kind,
            of=typed.get("of", ""),
            title=typed.get("title", ""),
            unit=UNITS.get(typed.get("unit", "%"), "%"),
            team=(key_of(team) or 0) if team else None,
            baseline=typed.get("baseline", ""),
            baseline_on=typed_day(typed, "baseline_on", what="the day on which it stood there"),
            baseline_how=typed.get("baseline_how", ""),
            target=typed.get("target", ""),
            by_on=typed_day(typed, "by_on", what="the day by which it reaches its target"),
            higher=typed.get("higher", "yes") != "no",
        )
        add_measure(plan=improvement_id, said=said, by=self.request.user, at=self.now)
        messages.success(self.request, "The measure is in the plan.")
        return reverse("improvement_plan", args=[improvement_id]) + "#measures"


class MeasurePage(Page):
    """One measure of a plan: its values, each with its day and how it was got, and the way down to the records."""

    act = "improvement.read"
    template = "quality/improvement_measure.html"

    def find(self, *, improvement_measure_id: int) -> None:
        if plan_of_measure(improvement_measure_id) is None:
            raise Http404("No such measure")

    def show(self, *, improvement_measure_id: int) -> dict[str, Any]:
        key = plan_of_measure(improvement_measure_id)
        plan = improvement_shown(key, reader=self.request.user, at=self.now) if key is not None else None
        every = (*plan.measures, *plan.dropped) if plan else ()
        found = next((one for one in every if one.key == improvement_measure_id), None)
        if plan is None or found is None:
            raise Http404("No such measure")
        acts, today = acts_of(self.request.user), timezone.localdate(self.now)
        return {
            "plan": {"key": plan.key, "title": plan.title},
            "m": say.measure(found, today, acts),
            "rows": [
                [
                    words.day(one.as_of),
                    in_words(found.kind, found.unit, one),
                    one.how,
                    one.by or "Counted by Golden Thread",
                ]
                for one in found.values
            ],
            "start": [
                words.day(found.baseline_on),
                "Not there yet" if found.kind == MILESTONE else number(found.baseline, found.unit),
                f"The start. {found.baseline_how}",
                "",
            ],
            "milestone": found.kind == MILESTONE,
            "share": found.unit == "%",
            "may_record": "improvement.record" in acts and found.dropped_on is None,
            "may_drop": "improvement.write" in acts and plan.state == "open" and found.dropped_on is None,
            "documents": evidence_to_choose(at=self.now),
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "failed": self.act if self.problems else "",
            "today": today.isoformat(),
        }


class RecordValue(MeasurePage):
    """What the measure came to as of a day, and how it was got."""

    act = "improvement.record"

    def perform(self, *, improvement_measure_id: int) -> str:
        typed = self.request.POST
        as_of = typed_day(typed, "as_of", what="the day it is as of", needed=True)
        assert as_of is not None
        said = ValueSaid(
            as_of=as_of,
            value=typed.get("value", ""),
            met=typed_number(typed, "met", what="how many met it"),
            asked=typed_number(typed, "asked", what="how many were asked"),
            how=typed.get("how", ""),
            evidence=chosen_document(typed),
        )
        record_value(measure=improvement_measure_id, said=said, by=self.request.user, at=self.now)
        messages.success(self.request, "The value is recorded.")
        return reverse("improvement_measure", args=[improvement_measure_id])


class DropMeasure(MeasurePage):
    """A measure is taken out of the plan, with the reason."""

    act = "improvement.write"

    def perform(self, *, improvement_measure_id: int) -> str:
        because = self.request.POST.get("because", "")
        drop_measure(measure=improvement_measure_id, because=because, by=self.request.user, at=self.now)
        messages.success(self.request, "The measure is taken out of the plan.")
        return reverse("improvement_plan", args=[plan_of_measure(improvement_measure_id)]) + "#measures"


def _offered(kind: str) -> bool:
    return kind in sources() or kind in (MILESTONE, "other")
