"""Learning cycles: the finding, its actions and who checked them, and the samples that show whether it changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of, those_who_may
from goldenthread.casework.pages.typed import typed_day
from goldenthread.quality.pages.audit import PlanAudit, round_said
from goldenthread.quality.pages.audit_one import person_typed
from goldenthread.quality.public.audit import (
    check_action,
    close_cycle,
    cycle_of_action,
    cycle_shown,
    finish_action,
    plan_retest,
    read_retest,
    set_action,
)
from goldenthread.ui.pictures.scale import interval_line


class CyclePage(Page):
    """A learning cycle from what was found to what a new sample shows."""

    act = "audit.programme"
    template = "quality/cycle.html"

    def cycle(self, **address: int) -> int:
        return address["cycle_id"]

    def find(self, **address: Any) -> None:
        self.found = cycle_shown(self.cycle(**address), reader=self.request.user)
        if self.found is None:
            raise Http404("No such learning cycle")

    def show(self, **address: Any) -> dict[str, Any]:
        line = next((one.needed / one.of for one in self.found.samples if one.passed is None and one.needed), None)
        return {
            "c": self.found,
            "samples": [
                {
                    "one": one,
                    "picture": interval_line(
                        (one.interval.low, one.interval.share, one.interval.high) if one.interval else None, mark=line
                    ),
                }
                for one in self.found.samples
            ],
            "owners": [(one.key, f"{one.name}, {one.role_name}") for one in those_who_may("cycle.finish")],
            "may": self.found.may,
            "all_acts": acts_of(self.request.user),
            "me": self.request.user.pk,
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "failed": self.act,
            "failed_action": address.get("learning_action_id"),
            "now": self.now,
        }

    def back(self) -> str:
        return reverse("cycle", args=[self.found.key])


class SetAction(CyclePage):
    """One person is asked to do something by a day."""

    act = "cycle.act"

    def perform(self, *, cycle_id: int) -> str:
        typed = self.request.POST
        due_on = typed_day(typed, "due_on", what="the day it is to be done by", needed=True)
        assert due_on is not None
        set_action(
            cycle=cycle_id,
            what=typed.get("what", ""),
            owner=person_typed(typed, "owner"),
            due_on=due_on,
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The action is set.")
        return self.back()


class FinishAction(CyclePage):
    """The owner says that it is done, and what shows it."""

    act = "cycle.finish"

    def cycle(self, **address: int) -> int:
        found = cycle_of_action(address["learning_action_id"])
        if found is None:
            raise Http404("No such action")
        return found

    def perform(self, *, learning_action_id: int) -> str:
        evidence = self.request.POST.get(f"evidence-{learning_action_id}", "")
        finish_action(action=learning_action_id, evidence=evidence, by=self.request.user, at=self.now)
        messages.success(self.request, "The action is done. Somebody else checks the evidence.")
        return self.back()


class CheckAction(FinishAction):
    """Somebody who does not own the action looks at its evidence."""

    act = "cycle.verify"

    def perform(self, *, learning_action_id: int) -> str:
        holds = self.request.POST.get("holds") != "no"
        said = self.request.POST.get(f"checked-{learning_action_id}", "")
        check_action(action=learning_action_id, holds=holds, words=said, by=self.request.user, at=self.now)
        messages.success(self.request, "The evidence holds." if holds else "The evidence went back to the owner.")
        return self.back()


class PlanRetest(PlanAudit):
    """The new sample is planned as the first was drawn, with its own seed."""

    act = "cycle.retest"

    def find(self, **address: Any) -> None:
        self.found = cycle_shown(address["cycle_id"], reader=self.request.user)
        if self.found is None:
            raise Http404("No such learning cycle")

    def show(self, **address: Any) -> dict[str, Any]:
        return super().show(**address) | {"cycle": self.found}

    def begins_with(self, **address: Any) -> dict[str, Any]:
        found = self.found
        return {
            "title": f"{found.title}: re-test"[:120],
            "month": f"{timezone.localdate(self.now):%Y-%m}",
            "wanted": str(found.samples[-1].wanted),
            "not_audited_months": "12",
            "second_percent": "15",
            "how": found.how,
            "tier": found.tier,
            "among": found.among,
            "tool": f"{found.tool}:{found.tool_version}:{found.question}",
            "team": str(found.team or ""),
        }

    def perform(self, *, cycle_id: int) -> str:
        said = round_said(self.request.POST, cycle=cycle_id)
        made = plan_retest(cycle=cycle_id, said=said, by=self.request.user, at=self.now)
        messages.success(self.request, "The new sample is planned. Draw it when you are ready.")
        return reverse("audit_round", args=[made])


class ReadRetest(CyclePage):
    """The new sample is counted."""

    act = "cycle.retest"

    def perform(self, *, cycle_id: int) -> str:
        better = read_retest(cycle=cycle_id, by=self.request.user, at=self.now)
        shows = "The change is beyond chance." if better else "No change beyond chance. It stays open."
        messages.success(self.request, shows)
        return self.back()


class CloseCycle(CyclePage):
    """It changed, a new sample shows it, and the cycle closes with its finding."""

    act = "cycle.close"

    def perform(self, *, cycle_id: int) -> str:
        close_cycle(cycle=cycle_id, words=self.request.POST.get("closed_words", ""), by=self.request.user, at=self.now)
        messages.success(self.request, "The cycle is closed, and the finding with it.")
        return self.back()
