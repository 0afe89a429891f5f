"""The actions of an improvement plan: added, done, checked by somebody else; and the re-tests."""

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
from goldenthread.quality.pages.improvement import ImprovementPlanPage
from goldenthread.quality.public.improvement import (
    ActionSaid,
    RetestSaid,
    add_improvement_action,
    change_improvement_action,
    check_improvement_action,
    drop_improvement_action,
    finish_improvement_action,
    improvement_shown,
    plan_of_action,
    record_retest,
)
from goldenthread.quality.public.readiness import evidence_to_choose


class AddAction(ImprovementPlanPage):
    """One thing to do, by one person, by a day, and what will show that it was done."""

    act = "improvement.write"
    template = "quality/improvement_action_form.html"

    def show(self, *, improvement_id: int) -> dict[str, Any]:
        found = improvement_shown(improvement_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404("No such plan")
        return {
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "plan": {"key": found.key, "title": found.title},
            "owners": owners(),
            "heading": "Add an action",
        }

    def perform(self, *, improvement_id: int) -> str:
        said = said_of(self.request.POST)
        add_improvement_action(plan=improvement_id, said=said, by=self.request.user, at=self.now)
        messages.success(self.request, "The action is in the plan, and its owner is told.")
        return reverse("improvement_plan", args=[improvement_id]) + "#actions"


class ActionPage(Page):
    """One action: what was promised, what was done, what shows it, and who else looked."""

    act = "improvement.read"
    template = "quality/improvement_action.html"

    def find(self, *, improvement_action_id: int) -> None:
        if plan_of_action(improvement_action_id) is None:
            raise Http404("No such action")

    def show(self, *, improvement_action_id: int) -> dict[str, Any]:
        key = plan_of_action(improvement_action_id)
        plan = improvement_shown(key, reader=self.request.user, at=self.now) if key is not None else None
        found = next((one for one in plan.actions if one.key == improvement_action_id), None) if plan else None
        if plan is None or found is None:
            raise Http404("No such action")
        reader, acts = self.request.user, acts_of(self.request.user)
        open_here = plan.state == "open" and found.dropped_on is None
        checks = "improvement.check" in acts and open_here and found.done_on is not None
        hers = reader.pk in (found.owner_key, found.done_by_key, plan.owner_key)
        return {
            "plan": {"key": plan.key, "title": plan.title, "owner": plan.owner},
            "a": say.action(found, timezone.localdate(self.now)),
            "may_finish": "improvement.record" in acts and open_here and found.check != "shown",
            "may_check": checks and not hers,
            "hers": checks and hers,
            "may_write": "improvement.write" in acts and open_here and found.done_on is None,
            "may_drop": "improvement.write" in acts and open_here,
            "documents": evidence_to_choose(at=self.now),
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "failed": self.act if self.problems else "",
            "today": timezone.localdate(self.now).isoformat(),
            "owners": owners(),
            "heading": "Change the action",
        }


class ChangeAction(ActionPage):
    """An action that is not done is put right."""

    act = "improvement.write"
    template = "quality/improvement_action_form.html"

    def show(self, *, improvement_action_id: int) -> dict[str, Any]:
        context = super().show(improvement_action_id=improvement_action_id)
        if self.request.method == "GET":
            key = plan_of_action(improvement_action_id)
            plan = improvement_shown(key, reader=self.request.user, at=self.now) if key is not None else None
            for one in plan.actions if plan else ():
                if one.key == improvement_action_id:
                    context["values"] = {
                        "what": one.what,
                        "owner": str(one.owner_key),
                        "due_on": one.due_on.isoformat(),
                        "shown_by": one.shown_by,
                    }
        return context

    def perform(self, *, improvement_action_id: int) -> str:
        said = said_of(self.request.POST)
        change_improvement_action(action=improvement_action_id, said=said, by=self.request.user, at=self.now)
        messages.success(self.request, "The action is changed.")
        return reverse("improvement_action", args=[improvement_action_id])


class FinishAction(ActionPage):
    """Somebody says that it is done, and what shows it."""

    act = "improvement.record"

    def perform(self, *, improvement_action_id: int) -> str:
        typed = self.request.POST
        done_on = typed_day(typed, "done_on", what="the day it was done", needed=True)
        assert done_on is not None
        finish_improvement_action(
            action=improvement_action_id,
            done_on=done_on,
            words=typed.get("words", ""),
            evidence=chosen_document(typed),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "Recorded as done. Somebody else checks the evidence now.")
        return reverse("improvement_action", args=[improvement_action_id])


class CheckAction(ActionPage):
    """Somebody who did not do it says whether the evidence shows it."""

    act = "improvement.check"

    def perform(self, *, improvement_action_id: int) -> str:
        typed = self.request.POST
        check_improvement_action(
            action=improvement_action_id,
            outcome=typed.get("outcome", ""),
            words=typed.get("check_words", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "Your check is recorded.")
        return reverse("improvement_action", args=[improvement_action_id])


class DropAction(ActionPage):
    """An action is taken out of the plan, with the reason."""

    act = "improvement.write"

    def perform(self, *, improvement_action_id: int) -> str:
        because = self.request.POST.get("because", "")
        drop_improvement_action(action=improvement_action_id, because=because, by=self.request.user, at=self.now)
        messages.success(self.request, "The action is taken out of the plan.")
        plan = plan_of_action(improvement_action_id)
        return reverse("improvement_plan", args=[plan]) + "#actions"


class RecordRetest(ImprovementPlanPage):
    """A new sample, looked at by somebody who does not own the plan."""

    act = "improvement.record"
    template = "quality/improvement_retest.html"

    def show(self, *, improvement_id: int) -> dict[str, Any]:
        return super().show(improvement_id=improvement_id)

    def perform(self, *, improvement_id: int) -> str:
        typed = self.request.POST
        held_on = typed_day(typed, "held_on", what="the day of the re-test", needed=True)
        assert held_on is not None
        said = RetestSaid(
            held_on=held_on,
            words=typed.get("words", ""),
            met=typed_number(typed, "met", what="how many met it"),
            asked=typed_number(typed, "asked", what="how many were looked at"),
            needed=typed_number(typed, "needed", what="how many had to meet it"),
        )
        record_retest(plan=improvement_id, said=said, by=self.request.user, at=self.now)
        messages.success(self.request, "The re-test is recorded.")
        return reverse("improvement_plan", args=[improvement_id]) + "#retests"


def owners() -> list[tuple[int, str]]:
    """Whom an action may be given to."""
    return [(one.key, f"{one.name}, {one.job_title or one.role_name}") for one in those_who_may("improvement.record")]


def said_of(typed: Any) -> ActionSaid:
    """What was typed, as the operation takes it. Raises `Refused` for a day that is none."""
    due_on = typed_day(typed, "due_on", what="the day by which it is done", needed=True)
    assert due_on is not None
    owner = key_of(typed.get("owner"))
    return ActionSaid(typed.get("what", ""), owner, due_on, typed.get("shown_by", ""))


def chosen_document(typed: Any) -> int | None:
    """The key of a document of the evidence library that was chosen: nought for what is none."""
    given = typed.get("evidence", "")
    return (key_of(given) or 0) if given else None
