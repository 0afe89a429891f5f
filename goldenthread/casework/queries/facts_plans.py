"""Plans and their reviews as the practice standards read them, many at once in a constant number of queries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from goldenthread.casework.models import Deadline, MeetingChild, MeetingPart, Outcome, Plan, PlanChange, Progress
from goldenthread.casework.queries.plan_shapes import ActionShown, OutcomeShown, PlanShown, Thread
from goldenthread.casework.queries.plans import plans_shown
from goldenthread.people.public import Person
from goldenthread.rulebook.standards import Finding, Standard, examine
from goldenthread.rulebook.standards.facts import (
    ActionFacts,
    NeedFacts,
    OutcomeFacts,
    PlanFacts,
    ProgressFacts,
    ReviewFacts,
)

REVIEW_KINDS = {
    "core_group": "core_group",
    "cin_meeting": "child_in_need_review",
    "cin_review": "child_in_need_review",
    "review_conference": "review_conference",
}
_CLOCKS = {
    "core_group": ("core_group_first", "core_group_subsequent"),
    "cin_meeting": ("cin_plan_meeting",),
    "cin_review": ("cin_review",),
    "review_conference": ("rcpc_first", "rcpc_subsequent"),
}


def plan_facts(keys: Collection[int], *, on: date) -> dict[int, PlanFacts]:
    """The facts of plans by key, on a day. Nine queries, however many they are."""
    return _plans_facts(plans_shown(keys, on=on), on)


def _plans_facts(shown: Mapping[int, PlanShown], on: date) -> dict[int, PlanFacts]:
    children = {plan.child for plan in shown.values()}
    names = {row.pk: _names(row) for row in Person.objects.filter(pk__in=children)}
    beside = _texts_beside(shown.values())
    looks: dict[int, date] = {}
    for child, due_on in (
        Deadline.objects.filter(
            child__in=children, clock__in=[c for some in _CLOCKS.values() for c in some], met_at=None, void_at=None
        )
        .order_by("-due_on")
        .values_list("child", "due_on")
    ):
        looks[child] = due_on
    return {
        key: _plan(plan, names.get(plan.child, ()), on, looks.get(plan.child), *beside[key])
        for key, plan in shown.items()
    }


def plan_parts_facts(
    keys: Collection[int], *, on: date
) -> Iterator[tuple[int, str, PlanFacts | OutcomeFacts | ActionFacts]]:
    """Plans, and every outcome and action that goes on in them, each with the plan it is of and its own name
    ("outcome:4"). Ten queries, however many they are."""
    shown = plans_shown(keys, on=on)
    for key, facts in _plans_facts(shown, on).items():
        yield key, f"plan:{key}", facts
        outcomes = [one for one in shown[key].outcomes if one.ended_on is None]
        for outcome, its in zip(outcomes, facts.outcomes, strict=True):
            yield key, f"outcome:{outcome.key}", its
            actions = [one for one in outcome.actions if one.dropped_on is None]
            for action, found in zip(actions, its.actions, strict=True):
                yield key, f"action:{action.key}", found


def plan_findings(
    plan: PlanShown, *, on: date, child_names: tuple[str, ...] = ()
) -> tuple[tuple[Standard[Any], Finding, str], ...]:
    """What the standards find of a plan, its outcomes and its actions, from what is shown, each with the place of the
    plan's page that it is about ("outcome-4"; empty for the plan as a whole). No query."""
    facts = _plan(plan, child_names, on, None, (), ())
    found = [(standard, finding, _place(plan, finding)) for standard, finding in examine(facts)]
    for one in plan.outcomes:
        if one.ended_on is not None:
            continue
        outcome = _outcome(one, child_names, on)
        found += [(standard, finding, f"outcome-{one.key}") for standard, finding in examine(outcome)]
        shown = [action for action in one.actions if action.dropped_on is None]
        for key, action in zip((action.key for action in shown), outcome.actions, strict=True):
            found += [(standard, finding, f"action-{key}") for standard, finding in examine(action)]
    return tuple(found)


def _place(plan: PlanShown, finding: Finding) -> str:
    """Where on the plan's page the need is that decided, when one did."""
    needs = [thread for thread in plan.threads if thread.concern is not None and thread.need.strip()]
    for because in finding.because:
        at = re.match(r"needs\[(\d+)\]", because.where)
        if at and int(at[1]) < len(needs):
            return needs[int(at[1])].anchor
        if because.where.startswith("contingency"):
            return "contingency"
    return ""


def outcome_facts(keys: Collection[int], *, on: date) -> dict[int, OutcomeFacts]:
    """The facts of outcomes by key, on a day. Six queries, however many they are."""
    plans = set(Outcome.objects.filter(pk__in=keys).values_list("plan", flat=True))
    shown = plans_shown(plans, on=on)
    wanted = set(keys)
    return {one.key: _outcome(one, (), on) for plan in shown.values() for one in plan.outcomes if one.key in wanted}


def review_facts(keys: Collection[int], *, on: date) -> dict[int, ReviewFacts]:
    """The facts of reviews by the key of the child's line (`MeetingChild`). Five queries, however many they are."""
    rows = list(
        MeetingChild.objects.filter(
            pk__in=keys, meeting__kind__in=REVIEW_KINDS, meeting__state="held", plan__isnull=False
        )
        .select_related("meeting")
        .order_by("pk")
    )
    meetings, plans = {row.meeting_id for row in rows}, {row.plan_id for row in rows}
    came: dict[int, list[str]] = defaultdict(list)
    for meeting, agency in MeetingPart.objects.filter(meeting__in=meetings, attended=True).values_list(
        "meeting", "agency"
    ):
        came[meeting].append(agency)
    said: dict[int, list[Progress]] = defaultdict(list)
    for one in Progress.objects.filter(outcome__plan__in=plans).select_related("outcome__concern").order_by("said_on"):
        said[one.outcome.plan_id].append(one)
    changes: dict[tuple[int, int], list[PlanChange]] = defaultdict(list)
    for line in PlanChange.objects.filter(plan__in=plans, meeting__isnull=False):
        changes[line.plan_id, line.meeting_id].append(line)
    due: dict[tuple[int, str], list[tuple[date, date]]] = defaultdict(list)
    for child, clock, met_at, due_on in Deadline.objects.filter(
        child__in={row.child_id for row in rows}, met_at__isnull=False, void_at=None
    ).values_list("child", "clock", "met_at", "due_on"):
        due[child, clock].append((timezone.localdate(met_at), due_on))
    return {
        row.pk: _review(row, said[row.plan_id], changes[row.plan_id, row.meeting_id], came[row.meeting_id], due)
        for row in rows
        if row.meeting.held_at and timezone.localdate(row.meeting.held_at) <= on
    }


def _plan(
    plan: PlanShown,
    child_names: tuple[str, ...],
    on: date,
    next_on: date | None,
    sibling_texts: tuple[str, ...],
    earlier_texts: tuple[str, ...],
) -> PlanFacts:
    named = [thread for thread in plan.threads if thread.concern is not None]
    stray = [thread for thread in plan.threads if thread.concern is None]
    history = [thread for thread in plan.threads if thread.begins == "history"]
    return PlanFacts(
        kind=plan.kind,
        needs=tuple(_need(thread) for thread in named if thread.need.strip()),
        outcomes=tuple(_outcome(one, child_names, on) for one in plan.outcomes if one.ended_on is None),
        factors=tuple(thread.factor for thread in plan.threads if thread.factor),
        live_history=tuple(thread.title for thread in history),
        history_in_needs=tuple(thread.title for thread in history if thread not in stray and thread.need.strip()),
        contingency=plan.contingency,
        contingency_by=plan.contingency_by.isoformat() if plan.contingency_by else "",
        family_text=_family_text(plan),
        shared_on=plan.shared_on,
        child_names=child_names,
        sibling_texts=sibling_texts,
        earlier_texts=earlier_texts,
        started_on=plan.started_on,
        next_review_on=next_on,
        as_of=on,
    )


def _need(thread: Thread) -> NeedFacts:
    return NeedFacts(
        text=thread.need,
        evidence=thread.saw,
        factors=(thread.factor,) if thread.factor else (),
        from_history=thread.begins == "history",
        outcomes=sum(one.ended_on is None for one in thread.outcomes),
    )


def _outcome(one: OutcomeShown, child_names: tuple[str, ...], on: date) -> OutcomeFacts:
    return OutcomeFacts(
        text=one.words,
        baseline=one.baseline,
        target=one.target,
        measure=one.how_we_know,
        by=one.by_on.isoformat() if one.by_on else "",
        by_on=one.by_on,
        child_names=child_names,
        actions=tuple(_action(action) for action in one.actions if action.dropped_on is None),
        progress=one.progress,
        started_on=one.added_on,
        last_evidence_on=one.evidence[0].on if one.evidence else None,
        ended_on=one.ended_on,
        as_of=on,
    )


def _action(action: ActionShown) -> ActionFacts:
    return ActionFacts(
        text=action.what,
        owner=action.owner,
        owner_is_person=action.named,
        due=action.due_words,
        due_on=action.due_on,
        done_on=action.done_on,
        done_evidence=action.done_words,
    )


def _family_text(plan: PlanShown) -> str:
    """What the family's copy says, as one text: its own plain words where there are some."""
    own: Mapping[str, str] = plan.family_words.get("en", {}).get("words", {})
    texts = [own.get("why", ""), own.get("contingency", "") or plan.contingency]
    for one in plan.outcomes:
        if one.ended_on is None:
            texts.append(one.family_words or own.get(f"outcome:{one.key}", "") or one.words)
            texts += [a.family_words or own.get(f"action:{a.key}", "") or a.what for a in one.actions if a.open]
    return " ".join(text if text.rstrip()[-1:] in ".!?" else f"{text}." for text in texts if text.strip())


def _texts_beside(plans: Iterable[PlanShown]) -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each plan the texts of brothers' and sisters' plans from the same assessment, and of the child's earlier
    plans, but not of the one that it goes on from. Two queries."""
    plans = list(plans)
    assessments = {plan.assessment for plan in plans if plan.assessment}
    rows = Plan.objects.filter(Q(assessment__in=assessments) | Q(child__in={plan.child for plan in plans}))
    lines = list(rows.values_list("pk", "child", "assessment", "started_on", "ended_on"))
    texts: dict[int, list[str]] = defaultdict(list)
    for key, words in (
        Outcome.objects.filter(plan__in=[line[0] for line in lines]).order_by("position").values_list("plan", "words")
    ):
        texts[key].append(words)
    found = {}
    for plan in plans:
        siblings = tuple(
            ". ".join(texts[key])
            for key, child, assessment, _, ended in lines
            if assessment and assessment == plan.assessment and child != plan.child and ended is None
        )
        earlier = tuple(
            ". ".join(texts[key])
            for key, child, _, started, _ in lines
            if child == plan.child and key not in (plan.key, plan.steps_from) and started < plan.started_on
        )
        found[plan.key] = siblings, earlier
    return found


def _review(
    row: Any,
    said: list[Progress],
    changes: list[PlanChange],
    came: list[str],
    due: Mapping[tuple[int, str], list[tuple[date, date]]],
) -> ReviewFacts:
    meeting = row.meeting
    held_on = timezone.localdate(meeting.held_at)
    here = [one for one in said if one.meeting_id == meeting.pk]
    touched = {line.about for line in changes}
    outcomes = []
    for one in here:
        before = [other for other in said if other.outcome_id == one.outcome_id and other.said_on < one.said_on]
        outcomes.append(
            ProgressFacts(
                title=one.outcome.concern.title,
                progress=one.code,
                since=before[-1].code if before else "",
                evidence=one.words,
                changed=f"outcome:{one.outcome_id}" in touched,
                unchanged_because=row.unchanged_because,
            )
        )
    earlier = [one for one in said if one.said_on < held_on]
    last_on = earlier[-1].said_on if earlier else None
    days = [
        due_on for clock in _CLOCKS[meeting.kind] for met_on, due_on in due.get((row.child_id, clock), ())
        if met_on == held_on
    ]  # fmt: skip
    return ReviewFacts(
        kind=REVIEW_KINDS[meeting.kind],
        held_on=held_on,
        due_on=min(days, default=None),
        outcomes=tuple(outcomes),
        changes=sum(not line.part.endswith(": progress") for line in changes),
        unchanged_because=row.unchanged_because,
        record=" ".join(one.words for one in here),
        earlier_record=" ".join(one.words for one in earlier if one.said_on == last_on),
        attended=tuple(dict.fromkeys(agency for agency in came if agency)),
        child_view=row.views,
        family_view=row.family_view,
        contingency_weighed=meeting.contingency_weighed,
        next_on=meeting.next_on,
    )


def _names(person: Any) -> tuple[str, ...]:
    return tuple(name for name in (person.given_names.split(" ")[0], person.given_names) if name)
