"""Enquiries and moves here, and what a conference has to know: policy on visits, and who may be sent its letters."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, Case, When
from django.utils import timezone

from goldenthread.access.public import User, acts_of, those_who_may, visible
from goldenthread.casework.models import (
    Deadline,
    Enquiry,
    LocalAllowance,
    Meeting,
    Outcome,
    Plan,
    Progress,
    TransferIn,
)
from goldenthread.casework.queries.child import of_child
from goldenthread.casework.queries.child_card import Relative, relatives
from goldenthread.casework.queries.deadlines import Standing, standing
from goldenthread.casework.queries.meetings import CONFERENCES, Shown, called, in_hands, kind_words
from goldenthread.kernel.clock import Allowance, Unit
from goldenthread.people.public import Person, warnings_for
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.workflows import ENQUIRY
from goldenthread.ui.words import join_names

CLOSED_TO = {"contact_restricted", "no_contact"}
"""Warnings that keep a person from letters about a child until somebody has checked."""

ENQUIRY_ACTS = ("enquiry.conclude", "enquiry.return", "enquiry.authorise", "enquiry.stop")


@dataclass(frozen=True, slots=True)
class EnquiryShown:
    """A section 47 enquiry. `may` are the acts open to the reader now; `strategy_at` when the discussion that began it
    was held; `deadlines` its clocks, with those met."""

    key: int
    child: int
    name: str
    state: str
    state_words: str
    started_on: date
    joint: bool | None
    strategy: int | None
    strategy_at: datetime | None
    conference: int | None
    conference_at: datetime | None
    conference_held: bool
    worker: str
    outcome: str
    outcome_words: str
    findings: str
    rationale: str
    concluded_on: date | None
    concluded_by: str
    concluded_by_key: int | None
    authorised_at: datetime | None
    authorised_by: str
    authorised_words: str
    returned_because: str
    conference_target_on: date | None
    loaded: bool
    deadlines: tuple[Standing, ...]
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting about a child, for a list. `decision` is in words."""

    key: int
    kind: str
    kind_words: str
    state: str
    at: datetime | None
    decision: str
    category: str
    because: str


@dataclass(frozen=True, slots=True)
class EnquiryLine:
    """An enquiry, for a list."""

    key: int
    started_on: date
    state_words: str
    outcome_words: str
    open: bool


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A move here from another council, for a list."""

    notified_on: date
    from_authority: str
    category: str
    plan_began_there_on: date | None
    words: str
    conference_held: bool


@dataclass(frozen=True, slots=True)
class Protection:
    """Everything of a child that is child protection: meetings latest first, enquiries, moves here, what may be done.

    `due` are the kinds of conference for which one is due and none arranged; `plan_since` when the child protection
    plan that runs began.
    """

    meetings: tuple[MeetingLine, ...]
    enquiries: tuple[EnquiryLine, ...]
    moves: tuple[MoveLine, ...]
    due: tuple[str, ...]
    plan_since: date | None
    plan_category: str
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to whom a letter may go. `ref` names the line ("part:4", "person:9"); `caution` says, in a sentence, why
    somebody must check first; empty when nothing speaks against it."""

    ref: str
    name: str
    what: str
    caution: str


def visits_by_policy(on: date) -> int:
    """How many working days policy allows between visits under a child protection plan on a day. One query."""
    clock = "cp_visit"
    ours = LocalAllowance.in_force(LocalAllowance.objects.by_clock([clock]).get(clock, ()), on)
    allowance = Allowance(ours.limit, Unit(ours.unit)) if ours else CLOCKS[clock].allowance
    per = {Unit.WORKING_DAYS: 1.0, Unit.WEEKS: 5.0, Unit.DAYS: 5 / 7, Unit.MONTHS: 21.0}
    return max(1, int(allowance.limit * per.get(allowance.unit, 1.0)))


def child_of_enquiry(enquiry: int) -> int | None:
    """The child whom an enquiry is about; None when there is no such enquiry."""
    return Enquiry.objects.filter(pk=enquiry).values_list("child", flat=True).first()


def show_enquiry(enquiry: int, *, reader: User, at: datetime) -> EnquiryShown | None:
    """One enquiry; None when there is none."""
    row = (
        Enquiry.objects.select_related("child", "strategy", "conference", "worker", "concluded_by", "authorised_by")
        .filter(pk=enquiry)
        .first()
    )
    if row is None:
        return None
    clocks = Deadline.objects.filter(
        clock__in=("s47_child_seen", "s47_outcome", "icpc"), child=row.child_id, void_at=None
    ).select_related("owner", "team", "authorised_by")
    if row.strategy and row.strategy.held_at:
        clocks = clocks.filter(started_at=row.strategy.held_at)
    open_now = ENQUIRY.acts_from(row.state) if row.state in ENQUIRY.states else ()
    may = _may(reader, [act for act in open_now if act in acts_of(reader)], row.child_id, at)
    outcomes = SETS["s47_outcome"]
    return EnquiryShown(
        key=row.pk,
        child=row.child_id,
        name=called(row.child),
        state=row.state,
        state_words=ENQUIRY.states.get(row.state, row.state),
        started_on=row.started_on,
        joint=row.joint,
        strategy=row.strategy_id,
        strategy_at=row.strategy.held_at if row.strategy else None,
        conference=row.conference_id,
        conference_at=(row.conference.held_at or row.conference.planned_at) if row.conference else None,
        conference_held=row.conference is not None and row.conference.state == "held",
        worker=row.worker.name if row.worker else "",
        outcome=row.outcome,
        outcome_words=outcomes.label(row.outcome) if row.outcome in outcomes.codes else row.outcome,
        findings=row.findings,
        rationale=row.rationale,
        concluded_on=row.concluded_on,
        concluded_by=row.concluded_by.name if row.concluded_by else "",
        concluded_by_key=row.concluded_by_id,
        authorised_at=row.authorised_at,
        authorised_by=row.authorised_by.name if row.authorised_by else "",
        authorised_words=row.authorised_words,
        returned_because=row.returned_because,
        conference_target_on=row.conference_target_on,
        loaded=row.loaded,
        deadlines=tuple(sorted((standing(one, at) for one in clocks), key=lambda one: one.due_on)),
        may=may,
    )


def protection_of(child: int, *, reader: User, at: datetime) -> Protection:
    """A child's strategy discussions, enquiries and conferences. A meeting that is also about a child whose record is
    closed to the reader is left out. Constant number of queries."""
    rows = (
        Meeting.objects.filter(
            of_child("children__child", child), kind__in=(*CONFERENCES, "strategy"), children__isnull=False
        )
        .order_by("-planned_at", "-pk")
        .values_list(
            "pk", "kind", "state", "held_at", "planned_at", "decision", "stood_down_because",
            "children__decision", "children__category",
        )
    )  # fmt: skip
    open_to = _open_meetings([row[0] for row in rows], reader, at)
    meetings = tuple(_line(row) for row in rows if row[0] in open_to)
    enquiries = Enquiry.objects.filter(of_child("child", child)).order_by("-started_on", "-pk")
    moves = TransferIn.objects.filter(of_child("child", child)).select_related("conference").order_by("-notified_on")
    plan = Plan.objects.filter(of_child("child", child), kind="child_protection", ended_on=None, loaded=False).first()
    planned = any(one.state == "planned" and one.kind in CONFERENCES for one in meetings)
    due = () if planned else tuple(_due(enquiries, moves, plan))
    may = _may(reader, ("meeting.arrange", "meeting.hold", "transfer_in.record"), child, at)
    outcomes, categories = SETS["s47_outcome"], SETS["abuse_category"]
    return Protection(
        meetings=meetings,
        enquiries=tuple(
            EnquiryLine(
                one.pk,
                one.started_on,
                ENQUIRY.states.get(one.state, one.state),
                outcomes.label(one.outcome) if one.outcome in outcomes.codes else "",
                one.state in ("running", "with_manager"),
            )
            for one in enquiries
        ),
        moves=tuple(
            MoveLine(
                one.notified_on,
                one.from_authority,
                categories.label(one.category) if one.category in categories.codes else "",
                one.plan_began_there_on,
                one.words,
                one.conference is not None and one.conference.state == "held",
            )
            for one in moves
        ),
        due=due,
        plan_since=plan.started_on if plan else None,
        plan_category=categories.label(plan.category) if plan and plan.category in categories.codes else "",
        may=may,
    )


def _may(reader: User, acts: Collection[str], child: int, at: datetime) -> frozenset[str]:
    """Those of the acts that the reader may perform on the child. One query."""
    asked = {
        f"may_{n}": Case(When(visible(reader, act, at=at), then=True), default=False, output_field=BooleanField())
        for n, act in enumerate(acts)
    }
    found = Person.objects.filter(pk=child).annotate(**asked).values_list(*asked).first() or ()
    return frozenset(act for act, may in zip(acts, found, strict=False) if may)


def _open_meetings(meetings: Collection[int], reader: User, at: datetime) -> set[int]:
    """Those of the meetings all of whose children are open to the reader. Two queries."""
    through = Meeting.children.rel.related_model
    rows = through.objects.filter(meeting__in=meetings)
    readable = set(rows.filter(visible(reader, "child.read", child="child", at=at)).values_list("pk", flat=True))
    closed = {meeting for key, meeting in rows.values_list("pk", "meeting") if key not in readable}
    return set(meetings) - closed


def _line(row: tuple) -> MeetingLine:
    key, kind, state, held_at, planned_at, decision, stood_down, of_child_, category = row
    sets = SETS["strategy_decision"] if kind == "strategy" else SETS["conference_decision"]
    code = decision if kind == "strategy" else of_child_
    categories = SETS["abuse_category"]
    return MeetingLine(
        key,
        kind,
        kind_words(kind),
        state,
        held_at or planned_at,
        sets.label(code) if code in sets.codes else "",
        categories.label(category) if category in categories.codes else "",
        stood_down,
    )


def _due(enquiries: Iterable[Enquiry], moves: Iterable[TransferIn], plan: Plan | None) -> Iterable[str]:
    waiting = ("running", "with_manager", "authorised")
    if any(
        one.state in waiting and one.conference_on is None and not one.conference_not_required and not one.loaded
        for one in enquiries
    ):
        yield "initial_conference"
    if any(one.conference is None for one in moves):
        yield "transfer_in_conference"
    if plan is not None:
        yield "review_conference"


def children_for(kind: str, child: int, *, reader: User, at: datetime) -> tuple[tuple[int, str], ...]:
    """The child and those related children whom a meeting of this kind can be about as well, as (key, name). Only those
    for whom the reader may arrange one."""
    near = [one.key for one in relatives(child, reader=reader, at=at) if one.kind == "child"]
    may = visible(reader, "meeting.arrange", at=at)
    names = {one.pk: called(one) for one in Person.objects.filter(may, pk__in=[child, *near])}
    keys = [key for key in (child, *near) if key in names]
    if kind == "initial_conference":
        able = set(
            Enquiry.objects.filter(child__in=keys, conference_on=None, conference_not_required=False, loaded=False)
            .exclude(state="stopped")
            .values_list("child", flat=True)
        )
    elif kind == "transfer_in_conference":
        able = set(TransferIn.objects.filter(child__in=keys, conference=None).values_list("child", flat=True))
    elif kind == "review_conference":
        able = set(
            Plan.objects.filter(child__in=keys, kind="child_protection", ended_on=None).values_list("child", flat=True)
        )
    else:
        able = set(keys)
    return tuple((key, names[key]) for key in keys if key in able or key == child)


def asked_usually(
    children: Collection[int], *, reader: User, at: datetime
) -> tuple[tuple[str, str, str, int | None], ...]:
    """Whom a meeting of these children usually asks: (name, agency, role, person). The worker, then the parents."""
    found: list[tuple[str, str, str, int | None]] = []
    for worker, name in dict.fromkeys((one.worker, one.worker_name) for one in in_hands(children).values()):
        if worker is not None:
            found.append((name, "social_care", "Social worker", None))
    seen: set[int] = set()
    for child in children:
        for one in relatives(child, reader=reader, at=at):
            if one.key not in seen and one.page and one.what in ("Mother", "Father", "Parent"):
                seen.add(one.key)
                found.append((one.name, "family", one.what, one.key))
    return tuple(found)


def who_signs_in(names: Collection[str]) -> dict[str, int]:
    """The key of each of these names that is exactly one active person's, by the name as it was given. One query."""
    wanted = {" ".join(name.casefold().split()): name for name in names if name.strip()}
    found: dict[str, list[int]] = {}
    for key, name in User.objects.filter(is_active=True).values_list("pk", "name"):
        bare = " ".join(name.casefold().split())
        if bare in wanted:
            found.setdefault(wanted[bare], []).append(key)
    return {name: keys[0] for name, keys in found.items() if len(keys) == 1}


def recipients(meeting: Shown, *, reader: User, at: datetime) -> tuple[Recipient, ...]:
    """Those asked to a meeting and the adults of each child's family, each with why a letter must not simply go.

    A person is checked against each child: one who is not related to every child, or whose contact with a child is
    restricted, asks for a check; so does a child's relative whom nobody asked.
    """
    near: dict[int, list[Relative]] = {
        one.child: list(relatives(one.child, reader=reader, at=at)) for one in meeting.children
    }
    family = {one.key: one for rows in near.values() for one in rows if one.page and one.kind != "child"}
    parts = {part.person: part for part in meeting.parts if part.person is not None}
    warned = warnings_for([*family, *(key for key in parts if key is not None)], on=timezone.localdate(at))
    found = []
    for part in meeting.parts:
        if part.agency != "family":
            found.append(Recipient(f"part:{part.key}", part.name, part.role or part.agency_name, ""))
        elif part.person is None:
            caution = f"{part.name} is not on record as related to {meeting.family}."
            found.append(Recipient(f"part:{part.key}", part.name, part.role or "Family", caution))
    for key in dict.fromkeys([*(key for key in parts if key is not None), *family]):
        relative = family.get(key)
        name = relative.name if relative else parts[key].name
        unrelated = [one.name for one in meeting.children if key not in {row.key for row in near[one.child]}]
        reasons = [f"{name} is not on record as related to {join_names(unrelated)}."] if unrelated else []
        reasons += [f"{name}: {one.title.lower()}." for one in warned.get(key, ()) if one.kind in CLOSED_TO]
        what = relative.what if relative else parts[key].role
        found.append(Recipient(f"person:{key}", name, what or "Family", " ".join(reasons)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Chairing:
    """Somebody who chairs conferences."""

    key: int
    name: str


def chairs() -> tuple[Chairing, ...]:
    """Those who chair conferences, by name. One query."""
    everybody = those_who_may("meeting.issue")
    return tuple(Chairing(one.key, one.name) for one in everybody if one.role == Role.CONFERENCE_CHAIR)


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A worry of an outline plan, what must be different, and (what, who, by which day) for it."""

    worry: str
    outcome: str
    actions: tuple[tuple[str, str, date | None], ...]


@dataclass(frozen=True, slots=True)
class LetterPlan:
    """The plan of which a decision letter speaks. `visit_every` is in working days, None for policy."""

    lines: tuple[OutlineLine, ...]
    visit_every: int | None
    contingency: str
    contingency_by: date | None


def plan_of_letter(meeting: int, child: int) -> LetterPlan | None:
    """The child protection plan that a conference began or let go on for a child; None where there is none. Three
    queries."""
    plan = Plan.objects.filter(meetings__meeting=meeting, meetings__child=child, kind="child_protection").first()
    if plan is None or (plan.ended_on is not None and plan.conference_id != meeting):
        return None
    outcomes = plan.outcomes.select_related("concern").prefetch_related("actions").order_by("position", "pk")
    return LetterPlan(
        tuple(
            OutlineLine(
                one.concern.title,
                one.words,
                tuple((act.what, act.owner_name, act.due_on) for act in one.actions.all() if act.dropped_on is None),
            )
            for one in outcomes
        ),
        plan.visit_every,
        plan.contingency,
        plan.contingency_by,
    )


def change_since_last(meeting: int) -> str:
    """What was measured on the plan of each child of a meeting since the conference before: a line an outcome.

    “Noah: is not hurt by anybody. Better; it was not started.” Empty when no plan has outcomes. Three queries.
    """
    row = Meeting.objects.select_related("follows").get(pk=meeting)
    since = timezone.localdate(row.follows.held_at) if row.follows and row.follows.held_at else None
    children = row.children.values("child")
    outcomes = list(
        Outcome.objects.filter(plan__child__in=children, plan__kind="child_protection", plan__ended_on=None)
        .filter(ended_on=None)
        .select_related("plan__child")
        .order_by("plan__child", "position", "pk")
    )
    before: dict[int, str] = {}
    if since is not None:
        earlier = Progress.objects.filter(outcome__in=outcomes, said_on__lte=since).order_by("said_on", "pk")
        before = dict(earlier.values_list("outcome", "code"))
    say = SETS["plan_progress"]
    lines = []
    for one in outcomes:
        was = before.get(one.pk, "not_started")
        words = f"{say.label(one.progress)}." if was == one.progress else (
            f"{say.label(one.progress)}; it was {say.label(was).lower()}."
        )  # fmt: skip
        then, now = one.baseline_value, one.latest_value
        counted = f" {then:g} to {now:g} {one.unit}." if then is not None and now is not None and then != now else ""
        name = one.plan.child.given_names or called(one.plan.child)
        lines.append(f"{name}: {one.words.rstrip('.')}. {words}{counted}")
    return "\n".join(lines)
