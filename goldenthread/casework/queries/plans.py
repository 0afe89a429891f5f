"""A child's plan as it stands: concerns, outcomes, actions, evidence, progress, and where each thread breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from goldenthread.access.public import User, among, visible
from goldenthread.casework.models import (
    AssessmentChild,
    Concern,
    Deadline,
    Evidence,
    HistoryAnswered,
    MeetingChild,
    Outcome,
    OwnDraftSection,
    Plan,
    PlanAction,
    PlanChange,
    Progress,
)
from goldenthread.casework.queries.child import of_child
from goldenthread.casework.queries.deadlines import Standing, standing
from goldenthread.casework.queries.own_drafts import Own
from goldenthread.casework.queries.plan_parts import stamp
from goldenthread.casework.queries.plan_shapes import (
    ENDED_WITH,
    ActionShown,
    Changed,
    LeftOpen,
    OutcomeShown,
    PlanLine,
    PlanShown,
    ReviewHeld,
    Shows,
    Stood,
    Thread,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.thread import ActionStands, OutcomeStands, Strand, verdict

MOST_CHANGES = 60
REVIEWING = ("core_group", "cin_meeting", "cin_review", "review_conference", "initial_conference")
"""Meetings that look at a plan, or that began it."""


def plans_of(child: int) -> tuple[PlanLine, ...]:
    """The child's plans, the latest first. One query."""
    rows = Plan.objects.filter(of_child("child", child)).select_related("child").order_by("-started_on", "-pk")
    return tuple(_line(row) for row in rows)


def current_plan(child: int) -> int | None:
    """The key of the child's plan, or None. One query."""
    rows = Plan.objects.filter(of_child("child", child), ended_on=None, loaded=False)
    return rows.values_list("pk", flat=True).first()


def left_open(child: int) -> LeftOpen | None:
    """What the child's last plan left open when it ended; None when a plan runs, or nothing was left. One query."""
    not_achieved = Q(outcomes__ended_because=ENDED_WITH) & ~Q(outcomes__progress="achieved")
    last = (
        Plan.objects.filter(of_child("child", child), loaded=False)
        .annotate(open=Count("outcomes", filter=not_achieved))
        .order_by("-started_on", "-pk")
        .first()
    )
    if last is None or last.ended_on is None or not last.open:
        return None
    return LeftOpen(last.pk, SETS["plan_kind"].label(last.kind), last.ended_on, last.open)


def family_plans(
    children: Iterable[int], *, reader: User, at: datetime, act: str = "child.read"
) -> tuple[PlanLine, ...]:
    """The running plans of these children whose records the reader may open, or on whom she may do `act`. One query."""
    rows = Plan.objects.filter(visible(reader, act, child="child", at=at), child__in=children, ended_on=None)
    return tuple(_line(row) for row in rows.select_related("child").order_by("child__born_on", "pk"))


def plan_shown(plan: int, *, on: date) -> PlanShown | None:
    """A plan with everything in it; None when there is none. Five queries, whatever its size."""
    return plans_shown([plan], on=on).get(plan)


def plans_shown(keys: Collection[int], *, on: date) -> dict[int, PlanShown]:
    """Plans with everything in them, by key. Five queries, however many they are."""
    return _shown(list(_with_reviews(Plan.objects.filter(pk__in=keys)).order_by("pk")), on)


@dataclass(frozen=True, slots=True)
class HeldHere:
    """A review that was held or arranged and may be this plan's: of a brother or sister, or planned ahead."""

    meeting: int
    kind: str
    at: datetime | None
    held: bool


@dataclass(frozen=True, slots=True)
class ChildPlans:
    """A child's plans in lines, the latest first; the one that is shown; what the reader may do (of `ASKED`).

    `joins` are the meetings that a review may belong to, where they were asked for.
    """

    lines: tuple[PlanLine, ...]
    plan: PlanShown | None
    may: frozenset[str]
    joins: tuple[HeldHere, ...] = ()


ASKED = ("plan.write", "meeting.hold", "decision.record")
_YES_OR_NO = BooleanField()


def child_plans(
    child: int, *, asked: int | None, reader: User, at: datetime, joins: Collection[str] = ()
) -> ChildPlans | None:
    """The child's plans, and whole the one `asked` for, else the one that runs, else the last. None when `asked` is not
    the child's. Five queries. `joins` are the kinds of meeting that a review recorded now may be."""
    rows = _with_reviews(Plan.objects.filter(of_child("child", child)))
    for act in ASKED:
        may = Case(When(visible(reader, act, child="child", at=at), then=True), default=False, output_field=_YES_OR_NO)
        rows = rows.annotate(**{f"may_{act.replace('.', '_')}": may})
    if joins:
        rows = rows.annotate(waiting=_waiting(joins))
    found = list(rows.order_by("-started_on", "-pk"))
    running = next((row for row in found if row.ended_on is None), None)
    one = next((row for row in found if row.pk == asked), None) if asked else running or next(iter(found), None)
    if asked and one is None:
        return None
    if one is None:
        return ChildPlans((), None, frozenset())
    return ChildPlans(
        lines=tuple(_line(row) for row in found),
        plan=_shown([one], timezone.localdate(at))[one.pk],
        may=frozenset(act for act in ASKED if getattr(one, f"may_{act.replace('.', '_')}")),
        joins=tuple(_held_here(row) for row in one.waiting) if joins else (),
    )


def changes_of(plan: int, *, meeting: int | None = None) -> tuple[Changed, ...]:
    """The plan's history, the latest first; of one meeting when given. One query."""
    rows = PlanChange.objects.filter(plan=plan).select_related("changed_by")
    if meeting is not None:
        rows = rows.filter(meeting=meeting)
    return tuple(
        Changed(
            row.about,
            row.part,
            row.before,
            row.after,
            row.because,
            row.changed_by.name if row.changed_by else "",
            row.changed_at,
            row.meeting_id,
        )
        for row in rows.order_by("-changed_at", "-pk")[:MOST_CHANGES]
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """An outcome then and now, for a conference or review to start from. Values are None where nobody counted."""

    outcome: int
    title: str
    words: str
    was: str
    now: str
    value_was: Decimal | None
    value_now: Decimal | None
    unit: str

    @property
    def in_words(self) -> str:
        """“Being in school: better (was not started); 69 to 87 days in 100”."""
        labels = SETS["plan_progress"]
        said = f"{self.title}: {labels.label(self.now).lower()}"
        if self.was == self.now:
            said += ", as before"
        else:
            said += f" (was {labels.label(self.was).lower()})"
        if self.value_now is not None and self.value_was is not None and self.value_now != self.value_was:
            said += f"; {_number(self.value_was)} to {_number(self.value_now)} {self.unit}".rstrip()
        return said


def measured_change(plan: int, since: date) -> tuple[Moved, ...]:
    """What moved since a day: each outcome's progress and value then, and now. Five queries."""
    found = plan_shown(plan, on=since)
    return moved_since(found, since) if found is not None else ()


def moved_since(plan: PlanShown, since: date) -> tuple[Moved, ...]:
    """As `measured_change`, from a plan that is shown. No query."""
    return tuple(
        Moved(
            outcome=one.key,
            title=thread.title,
            words=one.words,
            was=next((said.code for said in one.progresses if said.on <= since), "not_started"),
            now=one.progress,
            value_was=next(
                (e.value for e in one.evidence if e.on <= since and e.value is not None), one.baseline_value
            ),
            value_now=one.latest_value,
            unit=one.unit,
        )
        for thread in plan.threads
        for one in thread.outcomes
        if one.ended_on is None or one.ended_on > since
    )


def review_draft(child: int, writer: User) -> Own:
    """What she has typed of a review of the child's plan and not recorded yet: hers alone. One query."""
    kept = OwnDraftSection.objects.filter(
        draft__form="plan_review", draft__child=child, draft__written_by=writer, key="review"
    ).first()
    return Own(kept.answers, kept.version, kept.saved_at) if kept else Own({}, 0, None)


# --- how the rows become threads


def _threads(
    plan: Plan, concerns: Sequence[Concern], outcomes: Sequence[OutcomeShown], said: Any, on: date
) -> tuple[Thread, ...]:
    by_concern: dict[int, list[OutcomeShown]] = defaultdict(list)
    for one in outcomes:
        by_concern[one.concern].append(one)
    ended = plan.ended_on is not None
    made = [
        _thread(row, tuple(by_concern[row.pk]), plan, on)
        for row in concerns
        if row.pk in by_concern or (row.closed_on is None and not ended)
    ]
    if not ended and said is not None:
        made += _missing(said, concerns, on)
    return tuple(sorted(made, key=lambda one: one.verdict.rank))


def _concerns(children: Collection[int]) -> dict[int, list[Concern]]:
    """The concerns of these children and of records merged into theirs, open or closed. One query."""
    found: dict[int, list[Concern]] = defaultdict(list)
    rows = Concern.objects.filter(Q(child__in=children) | Q(child__merged_into__in=children))
    for row in rows.annotate(whose=Coalesce("child__merged_into", "child")).order_by("position", "pk"):
        found[row.whose if row.whose in children else row.child_id].append(row)
    return found


def _outcomes(plans: Collection[int]) -> dict[int, list[OutcomeShown]]:
    """The outcomes of these plans, each with its evidence and progress as columns, and its actions. Two queries."""
    first = Coalesce(OuterRef(OuterRef("carried_from")), OuterRef(OuterRef("pk")))
    chain = Outcome.objects.filter(Q(pk=first) | Q(carried_from=first)).values("pk")
    of_it = among("outcome", ArraySubquery(chain))
    shown = Evidence.objects.filter(of_it).order_by("-happened_on", "-pk")
    stood = Progress.objects.filter(of_it).order_by("-said_on", "-pk")
    rows = list(
        Outcome.objects.filter(plan__in=plans)
        .annotate(
            shown=ArraySubquery(
                shown.values(
                    row=JSONObject(
                        on="happened_on",
                        words="words",
                        source="source",
                        value="value",
                        by=F("recorded_by__name"),
                        recorded="about",
                    )
                )
            ),
            stood=ArraySubquery(
                stood.values(
                    row=JSONObject(code="code", words="words", on="said_on", by=F("said_by__name"), meeting="meeting")
                )
            ),
        )
        .order_by("plan", "position", "pk")
    )
    actions: dict[int, list[PlanAction]] = defaultdict(list)
    for action in PlanAction.objects.filter(outcome__plan__in=plans).select_related("owner").order_by("position", "pk"):
        actions[action.outcome_id].append(action)
    found: dict[int, list[OutcomeShown]] = defaultdict(list)
    for row in rows:
        found[row.plan_id].append(_outcome(row, actions[row.pk]))
    return found


def _outcome(row: Any, actions: Iterable[PlanAction]) -> OutcomeShown:
    return OutcomeShown(
        key=row.pk,
        concern=row.concern_id,
        words=row.words,
        baseline=row.baseline,
        target=row.target,
        how_we_know=row.how_we_know,
        unit=row.unit,
        baseline_value=row.baseline_value,
        target_value=row.target_value,
        latest_value=row.latest_value,
        by_on=row.by_on,
        contingency=row.contingency,
        contingency_by=row.contingency_by,
        family_words=row.family_words,
        progress=row.progress,
        progress_on=row.progress_on,
        added_on=row.added_on,
        ended_on=row.ended_on,
        ended_because=row.ended_because,
        actions=tuple(_action(one) for one in actions),
        evidence=tuple(
            Shows(
                on=date.fromisoformat(one["on"]),
                words=one["words"],
                source=one["source"],
                value=None if one["value"] is None else Decimal(str(one["value"])),
                by=one["by"] or "",
                recorded=one["recorded"],
            )
            for one in row.shown
        ),
        progresses=tuple(
            Stood(one["code"], one["words"], date.fromisoformat(one["on"]), one["by"] or "", one["meeting"])
            for one in row.stood
        ),
        stamp=stamp(row),
    )


def _action(row: PlanAction) -> ActionShown:
    return ActionShown(
        key=row.pk,
        what=row.what,
        owner=row.owner_name or (row.owner.name if row.owner else ""),
        owner_key=row.owner_id,
        person=row.person_id,
        due_on=row.due_on,
        due_words=row.due_words,
        done_on=row.done_on,
        done_words=row.done_words,
        dropped_on=row.dropped_on,
        dropped_because=row.dropped_because,
        family_words=row.family_words,
        added_on=row.added_on,
        stamp=stamp(row),
    )


def _thread(row: Concern, outcomes: tuple[OutcomeShown, ...], plan: Plan, on: date) -> Thread:
    begins = "history" if row.came_from.startswith("history:") else "factor" if row.factor else ""
    going = tuple(one for one in outcomes if one.ended_on is None or plan.ended_on is not None)
    return Thread(
        concern=row.pk,
        title=row.title,
        saw=row.saw,
        saw_source=row.saw_source,
        saw_on=row.saw_on,
        need=row.need,
        factor=row.factor,
        came_from=row.came_from,
        begins=begins,
        raised_on=row.raised_on,
        outcomes=outcomes,
        verdict=verdict(_strand(row.need, begins, row.raised_on, going), on),
        stamp=stamp(row),
    )


def _strand(need: str, begins: str, raised_on: date | None, outcomes: Iterable[OutcomeShown]) -> Strand:
    return Strand(
        need=need,
        begins=begins,
        raised_on=raised_on,
        outcomes=tuple(
            OutcomeStands(
                baseline=one.baseline,
                target=one.target,
                how_we_know=one.how_we_know,
                by_on=one.by_on,
                added_on=one.added_on,
                actions=tuple(
                    ActionStands(action.what, action.owner, action.named, action.due_on, action.done_on)
                    for action in one.actions
                    if action.dropped_on is None
                ),
                evidence_on=one.evidence[0].on if one.evidence else None,
                progress=one.progress,
                progress_on=one.progress_on,
            )
            for one in outcomes
        ),
    )


def _assessed(children: Collection[int]) -> dict[int, AssessmentChild]:
    """The latest authorised assessment of each child: what was ticked, and what of history is still live. One query."""
    live = HistoryAnswered.objects.filter(assessment=OuterRef("assessment"), answer="live").order_by("pk")
    rows = (
        AssessmentChild.objects.filter(
            child__in=children, taken_out_at=None, assessment__authorised_at__isnull=False, assessment__loaded=False
        )
        .annotate(
            live=ArraySubquery(
                live.values(row=JSONObject(about="about", title="title", because="because", on="happened_on"))
            ),
            authorised_at=F("assessment__authorised_at"),
        )
        .order_by("assessment__authorised_at")
    )
    return {row.child_id: row for row in rows}


def _missing(said: Any, concerns: Sequence[Concern], on: date) -> list[Thread]:
    """What the last assessment says is there and the plan does not name."""
    named = {one.came_from for one in concerns} | {f"factor:{one.factor}" for one in concerns if one.factor}
    raised_on = timezone.localdate(said.authorised_at)
    labels = SETS["assessment_factors"]
    live = [(f"history:{one['about']}", "history", one["title"], one["because"], one["on"]) for one in said.live] + [
        (f"factor:{code}", "factor", labels.label(code), "", None) for code in said.factors
    ]
    return [
        Thread(
            concern=None,
            title=title,
            saw=because or title,
            saw_source="History, answered “still live”" if begins == "history" else "Ticked in the assessment",
            saw_on=date.fromisoformat(day) if day else raised_on,
            need="",
            factor=came_from.removeprefix("factor:") if begins == "factor" else "",
            came_from=came_from,
            begins=begins,
            raised_on=raised_on,
            outcomes=(),
            verdict=verdict(Strand(begins=begins, raised_on=raised_on), on),
        )
        for came_from, begins, title, because, day in live
        if came_from not in named
    ]


def _shown(rows: Sequence[Any], on: date) -> dict[int, PlanShown]:
    """The rows of `_with_reviews` with everything in them. Four queries."""
    children = {row.child_id for row in rows}
    concerns = _concerns(children)
    outcomes = _outcomes([row.pk for row in rows])
    said = _assessed({row.child_id for row in rows if row.ended_on is None})
    return {
        row.pk: PlanShown(
            key=row.pk,
            child=row.child_id,
            kind=row.kind,
            state=row.state,
            started_on=row.started_on,
            ended_on=row.ended_on,
            end_reason=SETS["plan_end"].label(row.end_reason) if row.end_reason else "",
            end_words=row.end_words,
            category=SETS["abuse_category"].label(row.category) if row.category else "",
            contingency=row.contingency,
            contingency_by=row.contingency_by,
            contingency_stamp=stamp(row),
            shared_on=row.shared_on,
            shared_how=row.shared_how,
            family_words=row.family_words,
            visit_every=row.visit_every,
            worker=row.worker.name if row.worker else "",
            version=row.version,
            steps_from=row.steps_from_id,
            assessment=row.assessment_id,
            threads=_threads(row, concerns[row.child_id], outcomes[row.pk], said.get(row.child_id), on),
            reviews=tuple(_review(one) for one in row.held),
        )
        for row in rows
    }


def _with_reviews(rows: QuerySet[Plan]) -> QuerySet[Plan]:
    """Plans, each with the meetings that looked at it, the latest first, as a column."""
    held = MeetingChild.objects.filter(
        plan=OuterRef("pk"), meeting__state="held", meeting__kind__in=REVIEWING, meeting__held_at__isnull=False
    ).order_by("-meeting__held_at", "-meeting")
    columns = JSONObject(
        meeting="meeting",
        kind="meeting__kind",
        held_at="meeting__held_at",
        next_on="meeting__next_on",
        issued_on="meeting__record_issued_on",
        unchanged="unchanged_because",
        views="views",
    )
    return rows.select_related("worker", "child").annotate(held=ArraySubquery(held.values(row=columns)))


def _review(row: dict[str, Any]) -> ReviewHeld:
    def on(name: str) -> date | None:
        return date.fromisoformat(row[name]) if row[name] else None

    return ReviewHeld(
        meeting=row["meeting"],
        kind=row["kind"],
        held_on=timezone.localdate(datetime.fromisoformat(row["held_at"])),
        next_on=on("next_on"),
        record_issued_on=on("issued_on"),
        unchanged_because=row["unchanged"],
        views=row["views"],
    )


def _waiting(kinds: Collection[str]) -> ArraySubquery:
    """Meetings about the plan's child that have not reviewed this plan: arranged, or held for a sibling."""
    reviewed = Progress.objects.filter(meeting=OuterRef("meeting"), outcome__plan=OuterRef(OuterRef("pk")))
    rows = (
        MeetingChild.objects.filter(
            child=OuterRef("child"),
            meeting__kind__in=kinds,
            meeting__loaded=False,
            meeting__state__in=("planned", "held"),
        )
        .filter(~Exists(reviewed))
        .order_by("-meeting__planned_at")
    )
    columns = JSONObject(
        meeting="meeting",
        kind="meeting__kind",
        at=Coalesce("meeting__held_at", "meeting__planned_at"),
        state="meeting__state",
    )
    return ArraySubquery(rows.values(row=columns)[:5])


def _held_here(row: dict[str, Any]) -> HeldHere:
    at = datetime.fromisoformat(row["at"]) if row["at"] else None
    return HeldHere(row["meeting"], row["kind"], at, row["state"] == "held")


def next_look(child: int, kind: str, *, at: datetime) -> Standing | None:
    """The deadline by which the plan is next looked at: core group, meeting or review; None when none runs."""
    clocks = {"child_protection": ("core_group_first", "core_group_subsequent")}
    rows = Deadline.objects.filter(
        child=child, clock__in=clocks.get(kind, ("cin_plan_meeting", "cin_review")), met_at=None, void_at=None
    )
    first = rows.select_related("owner", "team", "authorised_by").order_by("due_on").first()
    return standing(first, at) if first else None


def _line(row: Plan) -> PlanLine:
    name = f"{row.child.given_names} {row.child.family_name}".strip() or "Name not known"
    return PlanLine(
        key=row.pk,
        child=row.child_id,
        name=name,
        kind=SETS["plan_kind"].label(row.kind),
        state=row.state,
        started_on=row.started_on,
        ended_on=row.ended_on,
        end_reason=SETS["plan_end"].label(row.end_reason) if row.end_reason else "",
        category=SETS["abuse_category"].label(row.category) if row.category else "",
    )


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"
