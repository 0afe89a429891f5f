"""A review of the plan on one page: who came, how each outcome stands, what changes, and when the plan is seen next.

The page keeps itself as it is typed, for its writer alone. Recording it changes the plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import require
from goldenthread.casework.pages import plan_words as say
from goldenthread.casework.pages.autosave import KeepsTyping
from goldenthread.casework.pages.plan_drafts import KeepsPlanForm
from goldenthread.casework.pages.plans import PlanPage, a_day, day_or_none, number_or_none
from goldenthread.casework.pages.typed import key_of, keys_of
from goldenthread.casework.public.child_protection import PartSaid
from goldenthread.casework.public.plans import (
    REVIEWS,
    ActionReviewed,
    ActionSaid,
    OutcomeReviewed,
    OutcomeShown,
    PlanShown,
    ReviewSaid,
    Thread,
    family_plans,
    hold_review,
    issue_record,
    keep_review,
    moved_since,
    review_draft,
    throw_review_away,
)
from goldenthread.kernel.clock import LONDON
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.thread import State
from goldenthread.ui.words import clock_time, day, moment

CAME = 6  # lines for those who came, to begin with
MOST_CAME = 20
NEW_ACTIONS = 2  # lines for new actions of each outcome
ACTION_WAYS = [
    ("goes_on", "Goes on"),
    ("done", "Done"),
    ("moved", "New day"),
    ("dropped", "Not needed any more"),
]


class ReviewPage(KeepsTyping, PlanPage):
    """Record a review: one page for the whole plan."""

    act = "plan.review"
    template = "casework/plan_review.html"
    joins = True

    def keep(self, **address: Any) -> int:
        typed = self.request.POST
        plan = key_of(typed.get("plan")) or 0
        return keep_review(plan=plan, answers=_typed(typed), by=self.request.user, at=self.now)

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        if self.plan is not None and "meeting.hold" not in self.plans.may:
            require(self.request.user, "meeting.hold", child_id, at=self.now)
        draft = review_draft(child_id, self.request.user)
        plan = self.plan
        values: Mapping[str, Any] = self.request.POST if self.request.method == "POST" else draft.answers
        if plan is None or (plan.ended_on and not values):
            raise Http404("No plan runs")
        kinds = REVIEWS.get(plan.kind, ())
        if not values:
            values = {
                "kind": kinds[0] if plan.state == "outline" or len(kinds) == 1 else kinds[-1],
                "held_on": self.today.isoformat(),
                "based_on": str(plan.version),
            }
        wrong = self.wrong()
        last = plan.reviews[0] if plan.reviews else None
        moved = moved_since(plan, last.held_on) if last else ()
        others = [one.key for one in self.family if one.kind == "child" and one.page]
        siblings = family_plans(others, reader=self.request.user, at=self.now, act="meeting.arrange") if others else ()
        came = [n for n in range(1, MOST_CAME + 1) if values.get(f"part_{n}_name")]
        return {
            "plan": plan,
            "values": values,
            "wrong": wrong,
            "based_on": self._based_on(plan, draft.answers),
            "saved": clock_time(draft.saved_at) if draft.saved_at else "",
            "drafted": bool(draft.answers),
            "kinds": [(kind, SETS["meeting_kind"].label(kind)) for kind in kinds],
            "joins": [
                (one.meeting, f"{SETS['meeting_kind'].label(one.kind)}, {moment(one.at, self.now)}")
                for one in self.plans.joins
                if one.kind in kinds
            ],
            "siblings": siblings,
            "last": last,
            "moved": [one.in_words for one in moved],
            "agencies": [(code.code, code.label) for code in SETS["took_part"].items],
            "came": range(1, min(max(CAME, len(came) + 2), MOST_CAME) + 1),
            "walk": [
                _outcome(thread, one, last.held_on if last else plan.started_on, self.today)
                for thread, one in plan.to_walk
            ],
            "ways": ACTION_WAYS,
            "progress": [(code.code, code.label) for code in SETS["plan_progress"].items],
            "new_lines": range(1, NEW_ACTIONS + 1),
            "broken": [(one.title, say.verdict_line(one)) for one in plan.counted(State.BROKEN)],
            "left_over": _left_over(values, {one.key for _, one in plan.to_walk}),
            "back": reverse("child_plan", args=[child_id]),
        }

    def _based_on(self, plan: PlanShown, draft: Mapping[str, str]) -> str:
        """The version that the review is built on. After a refusal for what changed, what stands now is on the page."""
        if self.request.method == "POST":
            return str(plan.version)
        return str(draft.get("based_on") or plan.version)

    def perform(self, *, child_id: int, **address: Any) -> str:
        typed = self.request.POST
        plan = key_of(typed.get("plan")) or 0
        keep_review(plan=plan, answers=_typed(typed), by=self.request.user, at=self.now)
        problems: list[tuple[str, str]] = []
        outcomes = _read(typed, problems)
        held_at = _held_at(typed, problems, self.now)
        next_on = _caught(problems, day_or_none, typed, "next_on")
        if problems or held_at is None:
            raise Refused(problems=tuple(problems))
        hold_review(
            plan=plan,
            kind=typed.get("kind", ""),
            held_at=held_at,
            parts=_parts(typed),
            said=ReviewSaid(
                outcomes=outcomes,
                views=typed.get("views", ""),
                views_brought_how=typed.get("views_brought_how", ""),
                family_view=typed.get("family_view", ""),
                attended=bool(typed.get("child_came")),
                new_risk=typed.get("new_risk", ""),
                contingency_weighed=typed.get("contingency_weighed", ""),
                unchanged_because=typed.get("unchanged_because", ""),
                next_on=next_on,
            ),
            based_on=key_of(typed.get("based_on")) or 0,
            place=typed.get("place", ""),
            meeting=key_of(typed.get("meeting")),
            siblings=keys_of(typed.getlist("siblings")),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The review is recorded, and the plan is changed with it.")
        return reverse("plan_thread", args=[child_id])


class ReviewDraftAway(ReviewPage):
    """Her draft of the review is thrown away."""

    def _page(self, status: int, **address: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("plan_review", args=[address["child_id"]]))

    def perform(self, *, child_id: int, **address: Any) -> str:
        throw_review_away(plan=key_of(self.request.POST.get("plan")) or 0, by=self.request.user, at=self.now)
        messages.success(self.request, "Your draft is deleted.")
        return reverse("child_plan", args=[child_id])


class IssueRecord(KeepsPlanForm, PlanPage):
    """The record of a core group or review went out."""

    act = "meeting.issue"
    template = "casework/plan_form.html"

    def form_id(self, *, meeting_id: int, **address: Any) -> str:
        return f"plan_record:{meeting_id}"

    def show_part(self, *, child_id: int, meeting_id: int, **address: Any) -> dict[str, Any]:
        held = next((one for one in self.plan.reviews if one.meeting == meeting_id), None) if self.plan else None
        if held is None:
            raise Http404("No such review")
        standing = {"issued_on": self.today.isoformat()}
        return self.begun(standing, child_id=child_id, meeting_id=meeting_id) | {
            "wrong": self.wrong(),
            "title": f"Who has the record of {day(held.held_on)}?",
            "button": "Record that it went out",
            "back": reverse("child_plan", args=[child_id]),
            "fields": [
                {"kind": "date", "name": "issued_on", "label": "When did it go out?"},
                {"kind": "area", "name": "to", "label": "To whom?", "rows": 2},
            ],
        }

    def perform(self, *, child_id: int, meeting_id: int, **address: Any) -> str:
        typed = self.request.POST
        issue_record(
            meeting=meeting_id,
            issued_on=a_day(typed, "issued_on"),
            to=typed.get("to", ""),
            by=self.request.user,
            at=self.now,
        )
        self.throw_away(child_id=child_id, meeting_id=meeting_id)
        messages.success(self.request, "Recorded.")
        return reverse("child_plan", args=[child_id])


def _left_over(values: Mapping[str, str], walked: set[int]) -> list[tuple[str, str]]:
    """What was typed about outcomes that the page does not walk any more: their titles and every word."""
    found = []
    for name in values:
        key = name.removeprefix("o").removesuffix("_title")
        outcome = key_of(key) if name.startswith("o") and name.endswith("_title") else None
        if outcome is not None and outcome not in walked:
            actions = [f"a{action}_words" for action in values.get(f"o{key}_actions", "").split()]
            new = [f"n{key}_{n}_{part}" for n in range(1, NEW_ACTIONS + 1) for part in ("what", "owner")]
            words = [values.get(one, "") for one in (f"o{key}_words", *actions, *new)]
            said = values.get(f"o{key}_progress", "")
            label = SETS["plan_progress"].label(said) if said else ""
            typed = "\n".join(word for word in (label, *words) if word.strip())
            if typed:
                found.append((values[name], typed))
    return found


def _outcome(thread: Thread, one: OutcomeShown, since: Any, today: Any) -> dict[str, Any]:
    """One outcome as the walk shows it: last time, what shows it since, its actions."""
    last = one.progresses[0] if one.progresses else None
    return {
        "thread": thread,
        "one": one,
        "measure": f"{one.measure[:1].upper()}{one.measure[1:]}",
        "last": f"{SETS['plan_progress'].label(last.code)}, {day(last.on)}" if last else "Nobody has said yet",
        "last_words": last.words if last else "",
        "since": [shown for shown in one.evidence if shown.on >= since][:4],
        "actions": [{"action": action, "when": say.when_of(action, today)} for action in one.actions if action.open],
    }


# --- what was typed


def _typed(typed: Any) -> dict[str, str]:
    ours = ("csrfmiddlewaretoken", "once")
    return {name: str(words) for name, words in typed.items() if name not in ours and str(words).strip()}


def _read(typed: Mapping[str, str], problems: list[tuple[str, str]]) -> list[OutcomeReviewed]:
    """Each outcome that the form asked about."""
    found = []
    for name in typed:
        key = name.removeprefix("o").removesuffix("_asked")
        outcome = key_of(key) if name.startswith("o") and name.endswith("_asked") else None
        if outcome is None:
            continue
        actions = [
            ActionReviewed(
                action=action,
                what=typed.get(f"a{action}_what") or "goes_on",
                due_on=_caught(problems, day_or_none, typed, f"a{action}_due_on"),
                words=typed.get(f"a{action}_words", ""),
            )
            for action in keys_of(typed.get(f"o{key}_actions", "").split())
        ]
        new = [
            ActionSaid(
                what=typed.get(f"n{key}_{n}_what", ""),
                owner_name=typed.get(f"n{key}_{n}_owner", ""),
                due_on=_caught(problems, day_or_none, typed, f"n{key}_{n}_due_on"),
            )
            for n in range(1, NEW_ACTIONS + 1)
            if typed.get(f"n{key}_{n}_what", "").strip() or typed.get(f"n{key}_{n}_owner", "").strip()
        ]
        found.append(
            OutcomeReviewed(
                outcome=outcome,
                progress=typed.get(f"o{key}_progress", ""),
                words=typed.get(f"o{key}_words", ""),
                value=_caught(problems, number_or_none, typed, f"o{key}_value"),
                actions=actions,
                new_actions=new,
            )
        )
    return found


def _held_at(typed: Mapping[str, str], problems: list[tuple[str, str]], now: datetime) -> datetime | None:
    """When it was held: noon of the day, or now when that is sooner, where nobody gave the time."""
    on = _caught(problems, day_or_none, typed, "held_on")
    if on is None:
        if not any(field == "held_on" for field, _ in problems):
            problems.append(("held_on", "Say on which day it was held"))
        return None
    text = typed.get("held_time", "").strip()
    if not text:
        noon = datetime.combine(on, time(12), LONDON)
        return min(noon, now) if on == timezone.localdate(now) else noon
    try:
        clock = time.fromisoformat(text)
    except ValueError:
        problems.append(("held_time", "Give the time, such as 14:30"))
        return None
    return datetime.combine(on, clock.replace(tzinfo=None), LONDON)


def _parts(typed: Mapping[str, str]) -> list[PartSaid]:
    known = SETS["took_part"]
    return [
        PartSaid(
            name=typed.get(f"part_{n}_name", ""),
            agency=typed.get(f"part_{n}_agency", "") if typed.get(f"part_{n}_agency", "") in known else "",
            attended=typed.get(f"part_{n}_came", "yes") == "yes",
            absent_because=typed.get(f"part_{n}_absent", ""),
        )
        for n in range(1, MOST_CAME + 1)
        if typed.get(f"part_{n}_name", "").strip()
    ]


def _caught(problems: list[tuple[str, str]], read: Any, typed: Mapping[str, str], name: str) -> Any:
    """What `read` finds in a field; what is wrong with it goes to `problems`."""
    try:
        return read(typed, name)
    except Refused as refused:
        problems.extend(refused.problems)
        return None
