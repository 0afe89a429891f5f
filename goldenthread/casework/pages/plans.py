"""A child's plan: what stands in it, where its threads hold and break, its start, its end, and who has it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from goldenthread.access.public import decide
from goldenthread.casework.pages import plan_words as say
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.oversight_links import decision_begun_on
from goldenthread.casework.pages.plan_drafts import KeepsPlanForm, draft_row
from goldenthread.casework.pages.typed import key_of
from goldenthread.casework.public.plans import (
    REVIEWS,
    LeftOpen,
    PlanLine,
    changes_of,
    child_plans,
    delete_typed,
    end_plan,
    family_plans,
    left_open,
    next_look,
    plan_drafts,
    plan_findings,
    plans_of,
    share_plan,
    start_plan,
)
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.ui.words import day

EVERY_REVIEW = tuple(dict.fromkeys(kind for kinds in REVIEWS.values() for kind in kinds))


class PlanPage(ChildPage):
    """What every page about a child's plan has: the plan that runs, or the one that was asked for."""

    part = "child_plan"
    joins: ClassVar[bool] = False

    def show(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        found = child_plans(
            child_id,
            asked=key_of(self.request.GET.get("plan")),
            reader=self.request.user,
            at=self.now,
            joins=EVERY_REVIEW if self.joins else (),
        )
        if found is None:
            raise Http404("No such plan")
        self.plans, self.plan, self.lines = found, found.plan, found.lines
        return super().show(child_id=child_id, **address)

    def running(self, child_id: int) -> PlanLine:
        """The plan that runs; 404 when there is none."""
        for line in plans_of(child_id):
            if line.ended_on is None:
                return line
        raise Http404("No plan runs")

    def may(self, act: str, child_id: int) -> bool:
        """Whether the reader may do this for this child."""
        return decide(self.request.user, act, child_id, at=self.now).allowed

    def wrong(self) -> dict[str, str]:
        """{field: sentence} of what was refused."""
        return {field: sentence for field, sentence in self.problems if field}


class ChildPlan(PlanPage):
    """The plan itself: each concern, the outcome for the child, who does what, what shows it, how it goes."""

    template = "casework/plan.html"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        others = [one.key for one in self.family if one.kind == "child" and one.page]
        siblings = family_plans(others, reader=self.request.user, at=self.now) if others else ()
        # An earlier plan that was asked for, while another runs, shows nothing of what is begun in that one.
        earlier = self.plan is not None and self.plan.ended_on and any(one.ended_on is None for one in self.lines)
        begun = () if earlier else plan_drafts(child_id, self.request.user)
        begun = [draft_row(one, child_id, self.plan) for one in begun]
        if self.plan is None:
            return {
                "plan": None,
                "begun": begun,
                "siblings": siblings,
                "may_start": self.may("plan.start", child_id),
                "start_url": reverse("plan_start", args=[child_id]),
                "earlier": (),
            }
        running = self.plan.ended_on is None
        writes = running and "plan.write" in self.plans.may
        return {
            "plan": self.plan,
            "begun": begun,
            "may_write": writes,
            "decide_url": decision_begun_on(f"plan:{self.plan.key}", child_id)
            if "decision.record" in self.plans.may
            else "",
            "state": say.plan_state(self.plan),
            "standing": say.standing(self.plan),
            "look": next_look(self.plan.child, self.plan.kind, at=self.now) if running else None,
            "threads": [say.plan_block(thread, self.plan, self.today) for thread in self.plan.threads],
            "contingency": say.contingency(self.plan),
            "siblings": siblings,
            "earlier": [line for line in self.lines if line.key != self.plan.key],
            "reviews": [say.review_line(one) for one in self.plan.reviews],
        }


class ChildThread(PlanPage):
    """The thread of the plan as a picture and as a table, what the last review changed, and what the plan feeds."""

    template = "casework/plan_thread.html"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        if self.plan is None:
            raise Http404("No plan")
        last = self.plan.reviews[0] if self.plan.reviews else None
        changes = changes_of(self.plan.key, meeting=last.meeting) if last else ()
        rows = [say.strand(thread, self.plan, self.today) for thread in self.plan.threads]
        writes = self.plan.ended_on is None and "plan.write" in self.plans.may
        return {
            "plan": self.plan,
            "may_write": writes,
            "strands": rows,
            "standing": say.standing(self.plan),
            "table": [say.table_row(thread, self.today) for thread in self.plan.threads],
            "last": say.last_review(self.plan, last, changes, self.today) if last else None,
            "feeds": say.feeds(plan_findings(self.plan, on=self.today), self.plan.child),
            "look": next_look(self.plan.child, self.plan.kind, at=self.now) if self.plan.ended_on is None else None,
        }


class StartPlan(KeepsPlanForm, PlanPage):
    """Start a plan: what kind, from when, and for child protection its category."""

    act = "plan.start"
    template = "casework/plan_form.html"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        before = left_open(child_id)
        standing = {
            "started_on": self.today.isoformat(),
            "kind": "child_in_need",
            "steps_from": str(before.plan) if before else "",
        }
        return self.begun(standing, child_id=child_id) | {
            "wrong": self.wrong(),
            "title": f"Start a plan for {self.card.short}",
            "button": "Start the plan",
            "back": reverse("child_plan", args=[child_id]),
            "fields": [
                {
                    "kind": "radios",
                    "name": "kind",
                    "label": "What kind of plan is it?",
                    "options": [
                        (code.code, code.label) for code in SETS["plan_kind"].items if code.code != "child_protection"
                    ],
                },
                {"kind": "date", "name": "started_on", "label": "From which day?"},
                *([_go_on(before)] if before else []),
                {
                    "kind": "area",
                    "name": "contingency",
                    "label": "What will we do if the plan does not work?",
                    "rows": 3,
                },
                {"kind": "date", "name": "contingency_by", "label": "By when would we do that?"},
            ],
        }

    def perform(self, *, child_id: int, **address: Any) -> str:
        typed = self.request.POST
        kind = typed.get("kind", "")
        if kind == "child_protection":
            raise Refused("A child protection conference starts a child protection plan", "kind")
        start_plan(
            child=child_id,
            kind=kind,
            started_on=a_day(typed, "started_on"),
            steps_from=key_of(typed.get("steps_from")),
            contingency=typed.get("contingency", ""),
            contingency_by=day_or_none(typed, "contingency_by"),
            by=self.request.user,
            at=self.now,
        )
        self.throw_away(child_id=child_id)
        messages.success(self.request, "The plan is started. Now say what worries us, and what should be different.")
        return reverse("child_plan", args=[child_id])


def _go_on(before: LeftOpen) -> dict[str, Any]:
    left = "1 outcome" if before.outcomes == 1 else f"{before.outcomes} outcomes"
    ended = f"{before.kind.lower()}, ended on {day(before.ended_on)}"
    return {
        "kind": "radios",
        "name": "steps_from",
        "label": f"The last plan ({ended}) left {left} not achieved. Go on with them?",
        "options": [(str(before.plan), "Yes, put them in this plan"), ("", "No, start afresh")],
    }


class EndPlan(KeepsPlanForm, PlanPage):
    """End the plan: why, from when, what is different now, and what follows."""

    act = "plan.end"
    template = "casework/plan_form.html"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        line = self.running(child_id)
        lower = {"child_protection": ("child_in_need", "family_help"), "child_in_need": ("family_help",)}
        follows = lower.get(self.plan.kind if self.plan else "", ())
        reasons = [one for one in SETS["plan_end"].items if one.code != "stepped_up"]
        fields: list[dict[str, Any]] = [
            {
                "kind": "radios",
                "name": "reason",
                "label": "Why does it end?",
                "options": [(one.code, one.label) for one in reasons if follows or one.code != "stepped_down"],
            },
        ]
        if follows:
            fields.append(
                {
                    "kind": "choose",
                    "name": "step_down_to",
                    "label": "Which plan follows, if one does?",
                    "hint": "It begins with the same concerns and open outcomes",
                    "options": [(code, SETS["plan_kind"].label(code)) for code in follows],
                    "first": "None",
                }
            )
        fields += [
            {"kind": "date", "name": "ended_on", "label": "From which day?"},
            {"kind": "area", "name": "words", "label": "What is different for the child now?", "rows": 4},
        ]
        return self.begun({"ended_on": self.today.isoformat()}, child_id=child_id) | {
            "wrong": self.wrong(),
            "title": f"End {self.card.short}’s {line.kind.lower()}",
            "button": "End the plan",
            "back": reverse("child_plan", args=[child_id]),
            "fields": fields,
        }

    def perform(self, *, child_id: int, **address: Any) -> str:
        typed = self.request.POST
        follows = end_plan(
            plan=self.running(child_id).key,
            reason=typed.get("reason", ""),
            ended_on=a_day(typed, "ended_on"),
            words=typed.get("words", ""),
            step_down_to=typed.get("step_down_to", ""),
            by=self.request.user,
            at=self.now,
        )
        self.throw_away(child_id=child_id)
        messages.success(self.request, "The plan is ended." + (" The next one has begun." if follows else ""))
        return reverse("child_plan", args=[child_id])


class SharePlan(KeepsPlanForm, PlanPage):
    """Record that the family has the plan, since when and how."""

    act = "plan.share"
    template = "casework/plan_form.html"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        self.running(child_id)
        return self.begun({"shared_on": self.today.isoformat()}, child_id=child_id) | {
            "wrong": self.wrong(),
            "title": "Who has the plan?",
            "button": "Record that they have it",
            "back": reverse("plan_family", args=[child_id]),
            "fields": [
                {"kind": "date", "name": "shared_on", "label": "When did the family get it?"},
                {
                    "kind": "area",
                    "name": "how",
                    "label": "Who was given it, and how?",
                    "hint": "For example, “Jean read it aloud with Priya”",
                    "rows": 2,
                },
            ],
        }

    def perform(self, *, child_id: int, **address: Any) -> str:
        typed = self.request.POST
        share_plan(
            plan=self.running(child_id).key,
            shared_on=a_day(typed, "shared_on"),
            how=typed.get("how", ""),
            by=self.request.user,
            at=self.now,
        )
        self.throw_away(child_id=child_id)
        messages.success(self.request, "Recorded that the family has the plan.")
        return reverse("plan_family", args=[child_id])


class PlanDraftAway(PlanPage):
    """What she had typed in a form of the plan is deleted."""

    act = "plan.write"

    def _page(self, status: int, **address: Any) -> HttpResponse:
        for _, sentence in self.problems:
            messages.error(self.request, sentence)
        return HttpResponseRedirect(reverse("child_plan", args=[address["child_id"]]))

    def perform(self, *, child_id: int, **address: Any) -> str:
        delete_typed(form=self.request.POST.get("form", ""), child=child_id, by=self.request.user, at=self.now)
        messages.success(self.request, "Your draft is deleted.")
        return reverse("child_plan", args=[child_id])


# --- what was typed


def a_day(typed: Mapping[str, str], name: str, sentence: str = "Give the day") -> date:
    """The day typed in a field; raises `Refused` when it is none."""
    found = day_or_none(typed, name)
    if found is None:
        raise Refused(sentence, name)
    return found


def day_or_none(typed: Mapping[str, str], name: str) -> date | None:
    """The day typed in a field, or None when it is empty; raises `Refused` for what is no day."""
    text = typed.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("This must be a day, such as 3 March 2026", name) from None


def number_or_none(typed: Mapping[str, str], name: str) -> Decimal | None:
    """The number typed in a field, or None; raises `Refused` for what is no number, or too long to keep."""
    text = typed.get(name, "").strip().removesuffix("%").replace(",", "")
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Refused("Give a number, such as 87", name) from None
    if not value.is_finite() or abs(value) >= 10_000_000:
        raise Refused("This number is too large", name)
    return value.quantize(Decimal("0.01"))
