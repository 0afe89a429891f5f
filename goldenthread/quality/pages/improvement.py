"""Improvement plans: all of them with the worst first, and one whole, from an inspector's sentence to the records."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of, those_who_may
from goldenthread.casework.pages.typed import key_of, typed_day, typed_number
from goldenthread.quality.pages import improvement_words as say
from goldenthread.quality.public.improvement import (
    PlanSaid,
    change_improvement,
    close_improvement,
    count_again,
    findings_to_answer,
    improvement_lines,
    improvement_shown,
    is_improvement,
    reopen_improvement,
    start_improvement,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.improving import PERIODS

MOST_FINDINGS = 60  # findings to choose from on the page of a plan; the register holds them all


class Improvement(Page):
    """Every improvement plan, the worst first, with what each promised and what its evidence shows."""

    act = "improvement.read"
    template = "quality/improvement_list.html"

    def show(self) -> dict[str, Any]:
        lines = [say.line(one) for one in improvement_lines(at=self.now)]
        return {
            "open": [line for line in lines if line["state"] == "open"],
            "closed": [line for line in lines if line["state"] == "closed"],
            "may_start": "improvement.start" in acts_of(self.request.user),
            "today": timezone.localdate(self.now),
        }


class StartImprovement(Page):
    """From what was found to what will be different for children, who answers for it, and by when."""

    act = "improvement.start"
    template = "quality/improvement_form.html"

    def show(self) -> dict[str, Any]:
        values = _values(self)
        if self.request.method == "GET":
            values = {"findings": self.request.GET.getlist("finding"), "periods": "3", "period": "month"}
            values |= {"needs_retest": "yes", "kind": "improvement"}
        return form(self, values) | {"plan": None}

    def perform(self) -> str:
        made = start_improvement(said=said_of(self.request.POST), by=self.request.user, at=self.now)
        messages.success(self.request, "The plan is begun. Now say what measures it, and what will be done.")
        return reverse("improvement_plan", args=[made])


class ImprovementPlanPage(Page):
    """One plan: how it stands and why, what was found, what measures it, what is done, and what stops it closing."""

    act = "improvement.read"
    template = "quality/improvement_plan.html"

    def find(self, *, improvement_id: int) -> None:
        if not is_improvement(improvement_id):
            raise Http404("No such plan")

    def show(self, *, improvement_id: int) -> dict[str, Any]:
        found = improvement_shown(improvement_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404("No such plan")
        return say.plan(found, self.request.user, self.now) | {
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "failed": self.act,
        }


class CountAgain(ImprovementPlanPage):
    """A person does not wait for tonight's count."""

    act = "improvement.record"

    def perform(self, *, improvement_id: int) -> str:
        if count_again(plan=improvement_id, by=self.request.user, at=self.now):
            messages.success(self.request, "Counted again. A measure has slipped, so the plan is open again.")
        else:
            messages.success(self.request, "Counted again from the records as they are now.")
        return reverse("improvement_plan", args=[improvement_id])


class ChangeImprovement(ImprovementPlanPage):
    """The plan's aim, owner, day and findings are put right."""

    act = "improvement.write"
    template = "quality/improvement_form.html"

    def show(self, *, improvement_id: int) -> dict[str, Any]:
        found = improvement_shown(improvement_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404("No such plan")
        values = _values(self)
        if self.request.method == "GET":
            values = {
                "title": found.title,
                "aim": found.aim,
                "kind": found.kind,
                "owner": str(found.owner_key),
                "by_on": found.by_on.isoformat(),
                "period": found.period,
                "periods": str(found.periods),
                "needs_retest": "yes" if found.needs_retest else "no",
                "findings": [str(one.key) for one in found.findings],
            }
        also = [one.key for one in found.findings]
        return form(self, values, also=also) | {"plan": {"key": found.key, "title": found.title}}

    def perform(self, *, improvement_id: int) -> str:
        said = said_of(self.request.POST)
        change_improvement(plan=improvement_id, said=said, by=self.request.user, at=self.now)
        messages.success(self.request, "The plan is changed.")
        return reverse("improvement_plan", args=[improvement_id])


class CloseImprovement(ImprovementPlanPage):
    """A person closes a plan that its evidence allows to close."""

    act = "improvement.close"

    def perform(self, *, improvement_id: int) -> str:
        words = self.request.POST.get("words", "")
        close_improvement(plan=improvement_id, words=words, by=self.request.user, at=self.now)
        messages.success(
            self.request, "The plan is closed. Golden Thread watches its measures, and reopens it on a slip."
        )
        return reverse("improvement_plan", args=[improvement_id])


class ReopenImprovement(ImprovementPlanPage):
    """A person reopens a plan, with the reason."""

    act = "improvement.reopen"

    def perform(self, *, improvement_id: int) -> str:
        because = self.request.POST.get("because", "")
        reopen_improvement(plan=improvement_id, because=because, by=self.request.user, at=self.now)
        messages.success(self.request, "The plan is open again.")
        return reverse("improvement_plan", args=[improvement_id])


def _values(page: Page) -> dict[str, Any]:
    return dict(page.request.POST.items()) | {"findings": page.request.POST.getlist("findings")}


def form(page: Page, values: dict[str, Any], *, also: list[int] | None = None) -> dict[str, Any]:
    """What the form of a plan asks, with what was typed."""
    asked = [key for one in values.get("findings", []) if (key := key_of(one)) is not None]
    offered = findings_to_answer(reader=page.request.user, also=[*(also or []), *asked])
    chosen = [one for one in offered if one.key in asked]
    others = [one for one in offered if one.key not in asked][:MOST_FINDINGS]
    return {
        "values": values,
        "wrong": {field: sentence for field, sentence in page.problems if field},
        "findings": [say.finding_choice(one) for one in (*chosen, *others)],
        "owners": [
            (one.key, f"{one.name}, {one.job_title or one.role_name}") for one in those_who_may("improvement.record")
        ],
        "kinds": [(one.value, one.label) for one in SETS["improvement_kind"].choices()],
        "period_choices": [(key, f"{label}s".capitalize()) for key, label in PERIODS.items()],
    }


def said_of(typed: Any) -> PlanSaid:
    """What was typed, as the operation takes it. Raises `Refused` for a day or a number that is none."""
    by_on = typed_day(typed, "by_on", what="the day it is to be done by", needed=True)
    assert by_on is not None
    return PlanSaid(
        title=typed.get("title", ""),
        aim=typed.get("aim", ""),
        owner=key_of(typed.get("owner")),
        by_on=by_on,
        findings=say.keys_of(typed.getlist("findings")),
        kind=typed.get("kind", ""),
        period=typed.get("period", ""),
        periods=typed_number(typed, "periods", what="for how long it must hold"),
        needs_retest=typed.get("needs_retest", "yes") != "no",
    )
