"""Where the cases of many children stand, for whoever supervises or weighs the work: six queries, however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import DateField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils import timezone

from goldenthread.access.public import Tie, User, visible
from goldenthread.casework.models import (
    AgreementChild,
    AssessmentChild,
    Contact,
    Deadline,
    Enquiry,
    LocalAllowance,
    MeetingChild,
    Note,
    Plan,
    Progress,
    Referral,
    VisitChild,
)
from goldenthread.casework.queries.child import STATUS
from goldenthread.casework.queries.deadlines import KEPT_APART
from goldenthread.casework.queries.unallocated import waiting_referrals
from goldenthread.casework.queries.work_words import WHAT, called
from goldenthread.kernel.clock import LONDON, Allowance
from goldenthread.people.public import Person
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.clocks import CLOCKS, due
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.drift import DriftFacts

LOOKED_BACK = timedelta(days=200)  # as far as visits are read


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened: the day, and what it is called. `opens` is the kind of page where it is read
    ("visit", "meeting", "note", "contact", "assessment", "enquiry", "agreement"), `key` its key there."""

    on: date
    words: str
    opens: str
    key: int


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs for the child, what it asks for, and its day."""

    clock: str
    words: str
    due_on: date


@dataclass(frozen=True, slots=True)
class OutcomeStands:
    """How an outcome of the plan stood when it was last asked: `code` of "plan_progress", the day, and what it was the
    time before ("" for never)."""

    words: str
    code: str
    on: date
    before: str


@dataclass(slots=True)
class CaseNow:
    """Where one child's case stands. `status` is a key of the rulebook's intervals and weights: enquiry,
    child_protection, assessment, child_in_need or other; "" when no case is open. `since` is when the case opened, and
    `referral` the one it is open by."""

    child: int
    name: str
    born_on: date | None
    status: str = ""
    since: date | None = None
    referral: int | None = None
    plan: str = ""
    plan_from: date | None = None
    happened: list[Happening] = field(default_factory=list)
    running: list[Running] = field(default_factory=list)
    outcomes: list[OutcomeStands] = field(default_factory=list)
    reviews: dict[str, list[tuple[str, date]]] = field(default_factory=dict)
    visits: list[tuple[date, bool, bool | None]] = field(default_factory=list)
    workers: list[date] = field(default_factory=list)

    def drift_facts(
        self,
        *,
        directions: tuple[tuple[str, date, str], ...] = (),
        supervised_on: date | None = None,
        supervise_by: date | None = None,
    ) -> DriftFacts:
        """The same as the drift rules read it; supervision adds what only it knows."""
        return DriftFacts(
            due=tuple((one.clock, one.due_on) for one in self.running),
            plan=self.plan,
            plan_from=self.plan_from,
            outcomes=tuple((words, tuple(some)) for words, some in self.reviews.items()),
            visits=tuple(self.visits),
            workers=tuple(self.workers),
            directions=directions,
            supervised_on=supervised_on,
            supervise_by=supervise_by,
        )


def cases_now(
    children: Collection[int],
    *,
    on: date,
    since: Mapping[int, date] | None = None,
    people: Mapping[int, tuple[str, date | None]] | None = None,
) -> dict[int, CaseNow]:
    """Where each of these children's cases stands on a day, by child. `since` is for each the day after which what
    happened is listed; a child without one has it from four weeks ago. `people` saves a query where the caller has
    names and dates of birth already. Whoever asks has decided who may read them."""
    wanted = list(children)
    if people is None:
        rows = Person.objects.filter(pk__in=wanted).values_list(
            "pk", "given_names", "family_name", "la_child_id", "born_on"
        )
        people = {key: (called(given, family, number or ""), born_on) for key, given, family, number, born_on in rows}
    found = {child: CaseNow(child, *people[child]) for child in wanted if child in people}
    wanted = list(found)
    _statuses(found, wanted)
    _running(found, wanted)
    _progress(found, wanted)
    after = {child: (since or {}).get(child) or on - timedelta(days=28) for child in found}
    _visits(found, wanted, on, after)
    _workers(found, wanted)
    _happened(found, wanted, after)
    for one in found.values():
        one.happened.sort(key=lambda row: (row.on, row.words), reverse=True)
    return found


_ORDER = ("enquiry", "child_protection", "assessment", "child_in_need", "other")


def statuses(children: Collection[int]) -> dict[int, tuple[str, date]]:
    """The status by which a case is weighed, and since when the case is open, of each child with an open case. One
    query."""
    found: dict[int, CaseNow] = {child: CaseNow(child, "", None) for child in children}
    _statuses(found, list(found))
    return {key: (one.status, one.since) for key, one in found.items() if one.status and one.since}


def _statuses(found: Mapping[int, CaseNow], wanted: list[int]) -> None:
    def rows(model: QuerySet[Any], what: str, code: str, began: str) -> QuerySet[Any]:
        label = F(code) if code else Value("", output_field=TextField())
        return (
            model.filter(child__in=wanted)
            .annotate(what=Value(what, output_field=TextField()), code=label, began=F(began))
            .values_list("what", "child", "code", "began", "pk")
            .order_by()
        )

    asked = rows(Referral.objects.filter(closed_on=None, loaded=False), "other", "", "received_on").union(
        rows(Plan.objects.filter(ended_on=None, loaded=False), "plan", "kind", "started_on"),
        rows(
            Enquiry.objects.filter(authorised_at=None, loaded=False).exclude(state="stopped"),
            "enquiry",
            "",
            "started_on",
        ),
        rows(
            AssessmentChild.objects.filter(
                taken_out_at=None, assessment__authorised_at=None, assessment__loaded=False
            ).exclude(assessment__state="stopped"),
            "assessment",
            "",
            "assessment__started_on",
        ),
        all=True,
    )
    has: dict[int, set[str]] = defaultdict(set)
    for what, child, code, began, key in asked:
        one = found[child]
        if what == "plan":
            one.plan, one.plan_from = code, began
            has[child].add("child_protection" if code == "child_protection" else "child_in_need")
        else:
            has[child].add(what)
        if what == "other":
            one.since, one.referral = began, key
    for child, some in has.items():
        if "other" in some:
            found[child].status = next(status for status in _ORDER if status in some)


def _running(found: Mapping[int, CaseNow], wanted: list[int]) -> None:
    rows = (
        Deadline.objects.filter(met_at=None, void_at=None)
        .exclude(clock__in=KEPT_APART)
        .annotate(whose=Coalesce("child", "referral__child"))
        .filter(whose__in=wanted)
        .order_by("due_on", "pk")
        .values_list("whose", "clock", "due_on")
    )
    for child, clock, due_on in rows:
        known = CLOCKS.get(clock)
        words = WHAT.get(clock, known.name if known else clock)
        found[child].running.append(Running(clock, words, due_on))


def _progress(found: Mapping[int, CaseNow], wanted: list[int]) -> None:
    rows = (
        Progress.objects.filter(outcome__plan__child__in=wanted, outcome__plan__ended_on=None, outcome__ended_on=None)
        .exclude(meeting=None)
        .order_by("-said_on", "-pk")
        .values_list("outcome__plan__child", "outcome__words", "code", "said_on")
    )
    for child, words, code, said_on in rows:
        found[child].reviews.setdefault(words, []).append((code, said_on))
    for one in found.values():
        for words, said in one.reviews.items():
            before = said[1][0] if len(said) > 1 else ""
            one.outcomes.append(OutcomeStands(words, said[0][0], said[0][1], before))


def _visits(found: Mapping[int, CaseNow], wanted: list[int], on: date, after: Mapping[int, date]) -> None:
    begin = datetime.combine(on - LOOKED_BACK, time(), LONDON)
    rows = (
        VisitChild.objects.filter(child__in=wanted, visit__happened_at__gte=begin)
        .order_by("-visit__happened_at", "-pk")
        .values_list("child", "visit", "visit__happened_at", "seen", "alone")
    )
    for child, visit, happened_at, seen, alone in rows:
        day = timezone.localdate(happened_at)
        one = found[child]
        one.visits.append((day, seen, alone))
        if after[child] < day <= on:
            words = "Visit: seen alone" if seen and alone else "Visit: seen" if seen else "Visit: not seen"
            one.happened.append(Happening(day, words, "visit", visit))


def _workers(found: Mapping[int, CaseNow], wanted: list[int]) -> None:
    rows = Tie.objects.filter(child__in=wanted, kind="allocated").order_by("-starts_on", "-pk")
    for child, starts_on in rows.values_list("child", "starts_on"):
        found[child].workers.append(starts_on)


def _happened(found: Mapping[int, CaseNow], wanted: list[int], after: Mapping[int, date]) -> None:
    first = min(after.values(), default=None)
    if first is None:
        return
    begin = datetime.combine(first, time(), LONDON)

    def rows(asked: QuerySet[Any], what: str, child: str, code: str, when: Any, key: str) -> QuerySet[Any]:
        return (
            asked.filter(**{f"{child}__in": wanted})
            .annotate(
                what=Value(what, output_field=TextField()),
                whose=F(child),
                code=F(code) if code else Value("", output_field=TextField()),
                day=Cast(when, DateField()),
                thing=F(key),
            )
            .values_list("what", "whose", "code", "day", "thing")
            .order_by()
        )

    asked = rows(
        MeetingChild.objects.filter(meeting__state="held", meeting__held_at__gte=begin),
        "meeting",
        "child",
        "meeting__kind",
        TruncDate("meeting__held_at", tzinfo=LONDON),
        "meeting",
    ).union(
        rows(
            Note.objects.filter(happened_at__gte=begin),
            "note",
            "child",
            "kind",
            TruncDate("happened_at", tzinfo=LONDON),
            "pk",
        ),
        rows(
            Contact.objects.filter(received_at__gte=begin, people__part="child", people__taken_out_at=None),
            "contact",
            "people__person",
            "",
            TruncDate("received_at", tzinfo=LONDON),
            "pk",
        ),
        rows(
            AssessmentChild.objects.filter(assessment__authorised_at__gte=begin, taken_out_at=None),
            "assessment",
            "child",
            "assessment__kind",
            TruncDate("assessment__authorised_at", tzinfo=LONDON),
            "assessment",
        ),
        rows(Enquiry.objects.filter(started_on__gte=first), "enquiry", "child", "", F("started_on"), "pk"),
        rows(
            AgreementChild.objects.filter(agreement__approved_at__gte=begin),
            "agreement",
            "child",
            "",
            TruncDate("agreement__approved_at", tzinfo=LONDON),
            "agreement",
        ),
        all=True,
    )
    for what, child, code, day, key in asked:
        if day is not None and day > after[child]:
            found[child].happened.append(Happening(day, _called(what, code), what, key))


def _called(what: str, code: str) -> str:
    match what:
        case "meeting":
            return SETS["meeting_kind"].label(code)
        case "note":
            return f"Note: {SETS['note_kind'].label(code).lower()}" if "note_kind" in SETS else "Note"
        case "contact":
            return "New contact about the child"
        case "assessment":
            return f"{SETS['assessment_kind'].label(code)} authorised"
        case "enquiry":
            return "Section 47 enquiry began"
        case _:
            return "Written agreement approved"


def falls_due(clock: str, *, from_on: date) -> date:
    """The day a clock that starts on a day falls due, by the council's own allowance of that day or else by the book's:
    for what is about no child, and is kept elsewhere. Raises `KeyError`."""
    ours = LocalAllowance.in_force(LocalAllowance.objects.by_clock([clock]).get(clock, ()), from_on)
    at = datetime.combine(from_on, time(12), LONDON)
    if ours is None:
        return due(clock, at).due_on
    return due(clock, at, allowance=Allowance.read(f"{ours.limit} {ours.unit}")).due_on


@dataclass(frozen=True, slots=True)
class WithoutWorker:
    """A child with an open case and no worker: with which team, if any, since when, and for how many working days."""

    child: int
    name: str
    team: int | None
    team_name: str
    state: str
    since: date
    days: int


def without_worker(*, reader: User, at: datetime, team: int | None = None) -> tuple[WithoutWorker, ...]:
    """The children with an open case and no worker whom the reader may open, the longest waiting first. One query."""
    rows = waiting_referrals().filter(visible(reader, "child.read", child="child", at=at))
    if team is not None:
        rows = rows.filter(team=team)
    today = timezone.localdate(at)
    found = []
    for row in rows.select_related("child", "team"):
        since = timezone.localdate(row.decided_at or row.received_at)
        found.append(
            WithoutWorker(
                child=row.child_id,
                name=called(row.child.given_names, row.child.family_name, row.child.la_child_id or ""),
                team=row.team_id,
                team_name=row.team.name if row.team else "",
                state=STATUS[row.state],
                since=since,
                days=WORKING_DAYS.between(since, today),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.days, one.name)))
