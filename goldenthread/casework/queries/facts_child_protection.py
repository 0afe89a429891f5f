"""Enquiries and conferences as the practice standards read them, many at once in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.utils import timezone

from goldenthread.casework.models import Deadline, Enquiry, MeetingAction, MeetingChild, MeetingPart, PlanAction, Visit
from goldenthread.casework.queries.meetings import called
from goldenthread.rulebook.standards.facts import ActionFacts, AgencyFacts, ConferenceFacts, EnquiryFacts, SeenFacts
from goldenthread.ui.words import day

DUE_BY = {
    "initial_conference": ("icpc",),
    "transfer_in_conference": ("icpc_transfer_in",),
    "review_conference": ("rcpc_first", "rcpc_subsequent"),
}

A_DAY = 7 / 5  # days of the calendar for each working day


def enquiry_facts(keys: Collection[int], *, on: date) -> dict[int, EnquiryFacts]:
    """The facts of enquiries by key, as they stood at the end of a day. Five queries."""
    rows = list(
        Enquiry.objects.filter(pk__in=keys, started_on__lte=on).select_related("child", "strategy").order_by("pk")
    )
    strategies = [row.strategy_id for row in rows if row.strategy_id]
    parts: dict[int, list[MeetingPart]] = defaultdict(list)
    for part in MeetingPart.objects.filter(meeting__in=strategies).order_by("pk"):
        parts[part.meeting_id].append(part)
    actions: dict[int, list[MeetingAction]] = defaultdict(list)
    for action in MeetingAction.objects.filter(meeting__in=strategies).order_by("due_on", "pk"):
        actions[action.meeting_id].append(action)
    due = _due(("icpc",), [row.child_id for row in rows])
    seen: dict[int, list[Visit]] = defaultdict(list)
    through = Visit.children.rel.related_model
    visits = through.objects.filter(visit__enquiry__in=[row.pk for row in rows]).select_related("visit", "child")
    for one in visits.order_by("visit__happened_at", "pk"):
        seen[one.visit.enquiry_id].append(one)
    found = {}
    for row in rows:
        meeting = row.strategy
        strategy_on = timezone.localdate(meeting.held_at) if meeting and meeting.held_at else None
        found[row.pk] = EnquiryFacts(
            strategy_on=strategy_on,
            agencies=tuple(dict.fromkeys(one.agency for one in parts[row.strategy_id] if one.attended and one.agency)),
            absent_because=meeting.not_quorate_because if meeting else "",
            strategy_decision=meeting.decision if meeting else "",
            strategy_reasons=meeting.rationale if meeting else "",
            actions=tuple(_action(one, on) for one in actions[row.strategy_id]),
            seen=tuple(_seen(one) for one in seen[row.pk] if one.child_id == row.child_id),
            outcome=row.outcome if row.concluded_on and row.concluded_on <= on else "",
            outcome_because=row.rationale,
            concluded_on=row.concluded_on if row.concluded_on and row.concluded_on <= on else None,
            conference_due_on=row.conference_target_on or due.get((row.child_id, strategy_on)),
            conference_on=row.conference_on if row.conference_on and row.conference_on <= on else None,
        )
    return found


def conference_facts(keys: Collection[int], *, on: date) -> dict[int, ConferenceFacts]:
    """The facts of conferences about one child each, by the key of the child's line (`MeetingChild`). Five queries."""
    rows = list(
        MeetingChild.objects.filter(pk__in=keys, meeting__kind__in=DUE_BY, meeting__state="held")
        .select_related("meeting", "child", "plan")
        .order_by("pk")
    )
    meetings = {row.meeting_id for row in rows}
    parts: dict[int, list[MeetingPart]] = defaultdict(list)
    for part in MeetingPart.objects.filter(meeting__in=meetings).exclude(agency="family").order_by("pk"):
        parts[part.meeting_id].append(part)
    clocks = [clock for names in DUE_BY.values() for clock in names]
    met = Deadline.objects.filter(clock__in=clocks, child__in={row.child_id for row in rows}, void_at=None)
    due = {
        (child, clock, met_at): due_on
        for child, clock, met_at, due_on in met.values_list("child", "clock", "met_at", "due_on")
    }
    plans = {}
    planned = MeetingChild.plan.field.related_model.objects.filter(conference__in=meetings)
    for plan in planned:
        plans[plan.conference_id, plan.child_id] = plan
    outline: dict[int, list[PlanAction]] = defaultdict(list)
    began = {plan.pk: plan.started_on for plan in plans.values()}
    its = PlanAction.objects.filter(outcome__plan__in=began).select_related("outcome")
    for action in its.order_by("position", "pk"):
        if action.added_on == began[action.outcome.plan_id]:
            outline[action.outcome.plan_id].append(action)
    found = {}
    for row in rows:
        meeting = row.meeting
        plan = plans.get((row.meeting_id, row.child_id)) or row.plan
        days = [due[row.child_id, clock, meeting.held_at] for clock in DUE_BY[meeting.kind]
                if (row.child_id, clock, meeting.held_at) in due]  # fmt: skip
        found[row.pk] = ConferenceFacts(
            kind=meeting.kind.removesuffix("_conference"),
            held_on=timezone.localdate(meeting.held_at) if meeting.held_at else None,
            due_on=min(days, default=None),
            agencies=tuple(_agency(part) for part in parts[row.meeting_id]),
            child_view=row.views,
            family_view=row.family_view,
            decision=row.decision,
            category=row.category,
            reasons=row.reasons,
            measured_change=meeting.measured_change,
            outline=tuple(_plan_action(one, on) for one in outline[plan.pk]) if plan else (),
            contingency=plan.contingency if plan else meeting.contingency_weighed,
            visits_every_days=round(plan.visit_every * A_DAY) if plan and plan.visit_every else None,
            next_on=meeting.next_on,
        )
    return found


def _due(clocks: Collection[str], children: Collection[int]) -> dict[tuple[int, date], date]:
    rows = Deadline.objects.filter(clock__in=clocks, child__in=children, void_at=None)
    return {
        (child, timezone.localdate(started_at)): due_on
        for child, started_at, due_on in rows.values_list("child", "started_at", "due_on")
    }


def _action(one: MeetingAction, on: date) -> ActionFacts:
    return ActionFacts(
        text=one.what,
        owner=one.owner_name,
        owner_is_person=one.owner_id is not None or None,
        due=day(one.due_on),
        due_on=one.due_on,
        done_on=one.done_on if one.done_on and one.done_on <= on else None,
        done_evidence=one.done_words,
    )


def _plan_action(one: PlanAction, on: date) -> ActionFacts:
    return ActionFacts(
        text=one.what,
        owner=one.owner_name,
        owner_is_person=one.owner_id is not None or one.person_id is not None or None,
        due=one.due_words or day(one.due_on),
        due_on=one.due_on,
        done_on=one.done_on if one.done_on and one.done_on <= on else None,
        done_evidence=one.done_words,
    )


def _agency(part: MeetingPart) -> AgencyFacts:
    return AgencyFacts(
        called=part.name,
        attended=part.attended,
        report_shared_on=part.report_shared_on,
        report_sent=True if part.report_shared_on else None,
        view=part.view,
        because=part.view,
        dissents=part.dissents,
    )


def _seen(one: object) -> SeenFacts:
    return SeenFacts(
        called=called(one.child),
        on=timezone.localdate(one.visit.happened_at),
        seen=one.seen,
        alone=one.alone,
        not_alone_because=one.not_alone_because,
        bedroom_seen=one.bedroom_seen,
        where=one.visit.place,
        words=one.words,
        shown=one.showed,
    )
