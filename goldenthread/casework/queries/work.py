"""My work: what is late, what is due and when, what is new, what was left unfinished, and whose work is covered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Max, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce

from goldenthread.access.public import Colleague, User, acts_of, covers_for, kept, visible, visible_about
from goldenthread.casework.models import (
    Allocation,
    Contact,
    ContactPerson,
    Deadline,
    DecisionAction,
    MeetingAction,
    PlanAction,
    SecondLook,
)
from goldenthread.casework.queries.deadlines import KEPT_APART, MARKS, falls, left_of, worked_out
from goldenthread.casework.queries.own_drafts import Unfinished, unfinished
from goldenthread.casework.queries.tray_rows import children_in_words
from goldenthread.casework.queries.waiting import Waits, to_sign, waiting_for
from goldenthread.casework.queries.work_children import MyChild, my_children
from goldenthread.casework.queries.work_elsewhere import asked_elsewhere
from goldenthread.casework.queries.work_words import WHAT, called
from goldenthread.kernel.clock import Allowance, TimeLeft, TimeState, london_date
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.ui.words import age, join_names

AHEAD = 5  # working days that are shown one by one


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to do: what, why by then, how the date is worked out. `kind` is deadline, action, look, plan (an action
    of a plan), meeting (an action that a strategy discussion asked for) or the source of what another package asks.
    `about` names the thing that a clock of the child is about ("meeting:12"), where it is about one. `page` and `label`
    are set for what another package asks: the address where it is done, with `key`, and what is pressed."""

    kind: str
    key: int
    clock: str
    what: str
    why: str
    how: tuple[str, ...]
    child: int | None
    contact: int | None
    referral: int | None
    about: str = ""
    page: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """What is due for the same children on the same day. `title` names them; `child` is set when there is one."""

    title: str
    note: str
    child: int | None
    due_on: date
    left: TimeLeft
    mark: str
    falls: str
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A cell of the strip: `day` is None for what is overdue."""

    day: date | None
    count: int
    oldest: str = ""


@dataclass(frozen=True, slots=True)
class NewToYou:
    """An allocation whose instructions she has not said she has read."""

    allocations: tuple[int, ...]
    title: str
    children: tuple[int, ...]
    referral: int
    instructions: str
    allocated_by: str
    allocated_at: datetime
    source: str
    received_on: date


@dataclass(frozen=True, slots=True)
class Draft:
    """A contact she has begun and not sent; `returned_because` when a manager gave it back."""

    contact: int
    title: str
    saved_at: datetime
    returned_because: str


@dataclass(frozen=True, slots=True)
class Covered:
    """A colleague whose work is hers today: how much of it is overdue, due today and due within five working days."""

    key: int
    name: str
    overdue: int
    today: int
    soon: int


@dataclass(frozen=True, slots=True)
class Work:
    """Everything on the page; `later` counts what is due after the next five working days. `to_sign` waits for her
    decision, `back` came back to her or was asked of her."""

    overdue: tuple[Item, ...]
    today: tuple[Item, ...]
    soon: tuple[Item, ...]
    week: tuple[WeekDay, ...]
    later: int
    new: tuple[NewToYou, ...]
    drafts: tuple[Draft, ...]
    unfinished: tuple[Unfinished, ...]
    covered: tuple[Covered, ...]
    children: tuple[MyChild, ...]
    to_sign: tuple[Waits, ...] = ()
    back: tuple[Waits, ...] = ()


@dataclass(slots=True)
class _Due:
    """A thing on its way into an item, with what it is sorted and gathered by."""

    thing: Thing
    due_on: date
    due_at: datetime | None
    left: TimeLeft
    family: str
    people: list[tuple[int, str, str]] = field(default_factory=list)  # (child, name, age)


def my_work(
    user: User,
    *,
    at: datetime,
    of: User | None = None,
    by_child: bool = False,
    covering: Sequence[Colleague] | None = None,
) -> Work:
    """Her work, or with `of` that of a colleague whom she covers for; by date, or by child.

    `covering` are those whom she covers for today, where the page has asked for them already. Whose work she may see is
    decided by the page. What a restriction keeps from her is left out, and so are a colleague's complaints: of those
    quality tells whoever may read them. The number of queries does not depend on the
    number of rows.
    """
    whose = of or user
    today = london_date(at)
    horizon = WORKING_DAYS.add(today, AHEAD)
    running = _running(whose=whose.pk, reader=user, at=at)
    if of is not None:
        running = [row for row in running if row.clock not in KEPT_APART]
    near = [row for row in running if row.due_on <= horizon]
    due = [
        *_deadlines(near, at),
        *_actions(whose, user, at, horizon),
        *_thread_actions(whose, user, at, horizon),
        *_looks(whose, user, at),
        *_elsewhere(whose, user, at, horizon),
    ]
    items = _items(due, by_child)
    late = [item for item in items if item.left.state is TimeState.OVERDUE]
    rest = [item for item in items if item.left.state is not TimeState.OVERDUE]
    due_today = tuple(item for item in rest if item.due_on <= today)
    soon = tuple(item for item in rest if item.due_on > today)
    return Work(
        overdue=tuple(late),
        today=due_today,
        soon=soon,
        week=_week(late, due_today, soon, today),
        later=len(running) - len(near),
        new=_new_to(whose, user, at),
        drafts=_drafts(whose, user, at),
        unfinished=unfinished(user, at=at) if of is None else (),
        covered=_covered(covers_for(user, today) if covering is None else covering, at, horizon) if of is None else (),
        children=my_children(whose, reader=user, at=at, running=running),
        to_sign=to_sign(whose.team_id, but=whose.pk, reader=user, at=at)
        if whose.team_id and "assessment.authorise" in acts_of(whose)
        else (),
        back=waiting_for(whose, reader=user, at=at),
    )


def _week(late: list[Item], due_today: tuple[Item, ...], soon: tuple[Item, ...], today: date) -> tuple[WeekDay, ...]:
    """What is overdue, today, and the next five working days. A weekend's count stands with the Monday after it."""
    oldest = max((item.left.words.removesuffix(" late") for item in late[:1]), default="")
    cells = [WeekDay(None, len(late), oldest), WeekDay(today, len(due_today))]
    before = today
    for n in range(1, AHEAD + 1):
        day = WORKING_DAYS.add(today, n)
        cells.append(WeekDay(day, sum(before < item.due_on <= day for item in soon)))
        before = day
    return tuple(cells)


@kept
def _running(*, whose: int, reader: User, at: datetime) -> QuerySet:
    """Her deadlines that run and that the reader may see, soonest first; `about_child` is the child, named by itself
    or by the referral."""
    named = ContactPerson.objects.filter(contact=OuterRef("contact"), person__isnull=False, taken_out_at=None)
    names = {
        name: Coalesce(f"child__{column}", f"referral__child__{column}")
        for name, column in (("given", "given_names"), ("family", "family_name"), ("number", "la_child_id"))
    }
    return (
        Deadline.objects.filter(owner=whose, met_at=None, void_at=None)
        .annotate(about_child=Coalesce("child", "referral__child"))
        .filter(Q(about_child=None) | visible(reader, "child.read", child="about_child", at=at))
        .filter(Q(contact=None) | visible_about(reader, "contact.read", named, at=at))
        .annotate(
            **names,
            born_on=Coalesce("child__born_on", "referral__child__born_on"),
            came_with=F("referral__contact"),
            contact_family=F("contact__family_name"),
        )
        .order_by("due_on", "pk")
        .values_list(
            *("pk", "clock", "started_at", "due_on", "due_at", "allowance", "allowance_from", "contact", "referral"),
            "authorised_reason",
            "about",
            *("about_child", "given", "family", "number", "born_on", "came_with", "contact_family"),
            named=True,
        )
    )


def _deadlines(rows: list[Any], at: datetime) -> list[_Due]:
    names = children_in_words([row.contact for row in rows if row.contact and not row.about_child], at)
    found = []
    for row in rows:
        clock = CLOCKS.get(row.clock)
        allowance = Allowance.read(row.allowance)
        ours = allowance if row.allowance_from == "local" else None
        thing = Thing(
            kind="deadline",
            key=row.pk,
            clock=row.clock,
            what=WHAT.get(row.clock, clock.name if clock else row.clock),
            why=(f"{clock.why_with(ours)}." if clock else "")
            + (f" Lateness authorised: “{row.authorised_reason}”." if row.authorised_reason else ""),
            how=worked_out(row.started_at, row.due_on, row.due_at, allowance),
            child=row.about_child,
            contact=row.contact or row.came_with,
            referral=row.referral,
            about=row.about,
        )
        one = _Due(thing, row.due_on, row.due_at, left_of(row.due_on, row.due_at, at), "")
        if row.about_child:
            one.people.append((row.about_child, called(row.given, row.family, row.number), age(row.born_on, at)))
        elif row.contact:
            one.family = _family(row.contact_family, names.get(row.contact, ""))
        found.append(one)
    return found


@kept
def _open_actions(*, whose: int, reader: User, at: datetime, horizon: date) -> QuerySet:
    named = ContactPerson.objects.filter(contact=OuterRef("decision__contact"), person__isnull=False, taken_out_at=None)
    return (
        DecisionAction.objects.filter(owner=whose, done_at=None, due_on__lte=horizon)
        .filter(Q(decision__contact=None) | visible_about(reader, "action.finish", named, at=at))
        .filter(Q(decision__child=None) | visible(reader, "child.read", child="decision__child", at=at))
        # Somebody may answer for an action on a contact that is not hers to read: it is shown, the family is not.
        .annotate(
            open_to_her=ExpressionWrapper(visible_about(reader, "contact.read", named, at=at), BooleanField()),
            contact=F("decision__contact"),
            referral=F("decision__referral"),
            reference=F("decision__contact__reference"),
            family=F("decision__contact__family_name"),
            decided_by=F("decision__decided_by__name"),
            child=F("decision__child"),
            given=F("decision__child__given_names"),
            surname=F("decision__child__family_name"),
            number=F("decision__child__la_child_id"),
            born_on=F("decision__child__born_on"),
        )
        .order_by("due_on", "pk")
        .values_list(
            *("pk", "what", "due_on", "open_to_her", "contact", "referral", "reference", "family", "decided_by"),
            *("child", "given", "surname", "number", "born_on"),
            named=True,
        )
    )


def _actions(whose: User, reader: User, at: datetime, horizon: date) -> list[_Due]:
    rows = _open_actions(whose=whose.pk, reader=reader, at=at, horizon=horizon)
    names = children_in_words([row.contact for row in rows if row.contact], at)
    found = []
    for row in rows:
        thing = Thing(
            kind="action",
            key=row.pk,
            clock="",
            what=row.what,
            why=f"Asked of you in a decision by {row.decided_by}."
            if row.child
            else f"Set by {row.decided_by} when the contact was decided.",
            how=(),
            child=row.child,
            contact=row.contact if row.open_to_her else None,
            referral=row.referral,
        )
        family = ""
        if row.contact:
            hidden = f"Contact {row.reference}"
            family = _family(row.family, names.get(row.contact, "")) if row.open_to_her else hidden
        one = _Due(thing, row.due_on, None, left_of(row.due_on, None, at), family)
        if row.child:
            one.people.append((row.child, called(row.given, row.surname, row.number), age(row.born_on, at)))
        found.append(one)
    return found


@kept
def _open_thread_actions(*, whose: int, reader: User, at: datetime, horizon: date) -> QuerySet:
    """Her actions in plans that run, and those that a strategy discussion asked of her, a row for each child."""
    columns = ("kind", "pk", "what", "due_on", "child_key", "given", "family", "number", "born_on", "thing")

    def named(rows: QuerySet, kind: str, child: str, thing: str) -> QuerySet:
        return (
            rows.filter(visible(reader, "child.read", child=child, at=at))
            .annotate(
                kind=Value(kind, output_field=TextField()),
                child_key=F(child),
                given=F(f"{child}__given_names"),
                family=F(f"{child}__family_name"),
                number=F(f"{child}__la_child_id"),
                born_on=F(f"{child}__born_on"),
                thing=F(thing),
            )
            .values_list(*columns)
            .order_by()
        )

    planned = PlanAction.objects.filter(
        owner=whose, done_on=None, dropped_on=None, due_on__lte=horizon, outcome__plan__ended_on=None
    )
    asked = MeetingAction.objects.filter(owner=whose, done_on=None, due_on__lte=horizon)
    return named(planned, "plan", "outcome__plan__child", "outcome").union(
        named(asked, "meeting", "meeting__children__child", "meeting"), all=True
    )


def _thread_actions(whose: User, reader: User, at: datetime, horizon: date) -> list[_Due]:
    rows = _open_thread_actions(whose=whose.pk, reader=reader, at=at, horizon=horizon)
    found: dict[tuple[str, int], _Due] = {}
    for kind, key, what, due_on, child, given, family, number, born_on, thing in rows:
        why = "Yours in the plan." if kind == "plan" else "Asked of you by the strategy discussion."
        one = found.get((kind, key))
        if one is None:
            made = Thing(kind, key, "", what, why, (), child, None, None, about=f"{kind}:{thing}")
            one = found[kind, key] = _Due(made, due_on, None, left_of(due_on, None, at), "")
        one.people.append((child, called(given, family, number), age(born_on, at)))
    return list(found.values())


def _elsewhere(whose: User, reader: User, at: datetime, horizon: date) -> list[_Due]:
    found = []
    for one in asked_elsewhere(whose=whose.pk, reader=reader, at=at, until=horizon):
        thing = Thing(
            one.source, one.key, "", one.what, one.why, (), one.child, None, None, page=one.page, label=one.label
        )
        due = _Due(thing, one.due_on, None, left_of(one.due_on, None, at), "" if one.child else one.title)
        if one.child:
            due.people.append((one.child, one.name, age(one.born_on, at)))
        found.append(due)
    return found


@kept
def _open_looks(*, whose: int, reader: User, at: datetime) -> QuerySet:
    named = ContactPerson.objects.filter(contact=OuterRef("contact"), person__isnull=False, taken_out_at=None)
    return (
        SecondLook.objects.filter(asked_of=whose, answered_at=None, contact__state="second_look")
        .filter(visible_about(reader, "contact.read", named, at=at))
        .annotate(family=F("contact__family_name"), asker=F("asked_by__name"))
        .values_list("pk", "contact", "asked_at", "question", "family", "asker", named=True)
    )


def _looks(whose: User, reader: User, at: datetime) -> list[_Due]:
    """Second looks asked of her, due when the contact's decision is."""
    rows = _open_looks(whose=whose.pk, reader=reader, at=at)
    if not rows:
        return []
    keys = [row.contact for row in rows]
    names = children_in_words(keys, at)
    due = {
        one.contact_id: one
        for one in Deadline.objects.filter(contact__in=keys, clock="contact_decision", void_at=None, met_at=None)
    }
    found = []
    for row in rows:
        deadline = due.get(row.contact)
        due_on, due_at = (deadline.due_on, deadline.due_at) if deadline else (london_date(row.asked_at), None)
        thing = Thing(
            kind="look",
            key=row.pk,
            clock="",
            what="Give a second look",
            why=f"{row.asker} asks: “{row.question}”",
            how=(),
            child=None,
            contact=row.contact,
            referral=None,
        )
        family = _family(row.family, names.get(row.contact, ""))
        found.append(_Due(thing, due_on, due_at, left_of(due_on, due_at, at), family))
    return found


def _items(due: Iterable[_Due], by_child: bool) -> list[Item]:
    """Brothers and sisters with the same thing due are one line; the things of one line are named under it once."""
    together: dict[tuple[object, ...], _Due] = {}
    for one in due:
        thing = one.thing
        key: tuple[object, ...] = (thing.kind, thing.key)
        if thing.kind == "deadline" and one.people and (thing.contact or thing.about):
            key = (thing.clock, thing.about or thing.contact, one.due_on, one.due_at)
        if key in together:
            together[key].people += one.people
        else:
            together[key] = one
    lines: dict[tuple[object, ...], list[_Due]] = defaultdict(list)
    for one in together.values():
        whose = tuple(sorted(child for child, _, _ in one.people)) or (one.family, one.thing.contact)
        lines[(one.due_on, one.left.state is TimeState.OVERDUE, whose)].append(one)
    items = [_item(line) for line in lines.values()]
    if by_child:
        return sorted(items, key=lambda item: (item.title.casefold(), item.left.sort))
    return sorted(items, key=lambda item: (item.left.sort, item.title.casefold()))


def _item(line: list[_Due]) -> Item:
    first = min(line, key=lambda one: one.left.sort)
    people = list(dict.fromkeys(first.people))
    title = join_names(_one_surname([name for _, name, _ in people])) or first.family or "Not yet named"
    return Item(
        title=title,
        note=join_names(years for _, _, years in people if years),
        child=people[0][0] if len(people) == 1 else None,
        due_on=first.due_on,
        left=first.left,
        mark=MARKS[first.left.state],
        falls=falls(first.due_on, first.due_at),
        things=tuple(one.thing for one in line),
    )


def _one_surname(names: list[str]) -> list[str]:
    """“Reuben and Esme Clarke”: a family name that all share is said once, at the end."""
    ends = {name.rpartition(" ")[2] for name in names}
    if len(names) < 2 or len(ends) > 1 or any(" " not in name for name in names):
        return names
    return [*(name.rpartition(" ")[0] for name in names[:-1]), names[-1]]


def _family(family: str, names: str) -> str:
    family = family or "Not yet named"
    return f"{family}: {names}" if names else family


@kept
def _unread_allocations(*, whose: int, reader: User, at: datetime) -> QuerySet:
    return (
        Allocation.objects.filter(worker=whose, ended_at=None, read_at=None)
        .filter(visible(reader, "child.read", child="referral__child", at=at))
        .annotate(
            child=F("referral__child"),
            given=F("referral__child__given_names"),
            family=F("referral__child__family_name"),
            number=F("referral__child__la_child_id"),
            born_on=F("referral__child__born_on"),
            contact=F("referral__contact"),
            source=F("referral__source"),
            received_on=F("referral__received_on"),
            allocator=F("allocated_by__name"),
        )
        .order_by("-allocated_at", "pk")
        .values_list(
            *("pk", "referral", "instructions", "allocated_at", "child", "given", "family", "number", "born_on"),
            *("contact", "source", "received_on", "allocator"),
            named=True,
        )
    )


def _new_to(whose: User, reader: User, at: datetime) -> tuple[NewToYou, ...]:
    together: dict[tuple[object, ...], list[Any]] = {}
    for row in _unread_allocations(whose=whose.pk, reader=reader, at=at):
        together.setdefault((row.contact or -row.referral, row.allocated_at, row.instructions), []).append(row)
    found = []
    for some in together.values():
        first = some[0]
        names = join_names(_one_surname([called(row.given, row.family, row.number) for row in some]))
        years = join_names(years for row in some if (years := age(row.born_on, at)))
        found.append(
            NewToYou(
                allocations=tuple(row.pk for row in some),
                title=f"{names}, {years}" if years else names,
                children=tuple(row.child for row in some),
                referral=first.referral,
                instructions=first.instructions,
                allocated_by=first.allocator,
                allocated_at=first.allocated_at,
                source=first.source,
                received_on=first.received_on,
            )
        )
    return tuple(found)


@kept
def _being_written(*, whose: int, reader: User, at: datetime) -> QuerySet[Contact]:
    named = ContactPerson.objects.filter(contact=OuterRef("pk"), person__isnull=False, taken_out_at=None)
    return (
        Contact.objects.filter(written_by=whose, state="writing")
        .filter(visible_about(reader, "contact.read", named, at=at))
        .annotate(saved_at=Max("sections__saved_at"))
        .order_by("-started_at")[:20]
    )


def _drafts(whose: User, reader: User, at: datetime) -> tuple[Draft, ...]:
    return tuple(
        Draft(row.pk, row.family_name or "Not yet named", row.saved_at or row.started_at, row.returned_because)
        for row in _being_written(whose=whose.pk, reader=reader, at=at)
    )


def _covered(people: Sequence[Colleague], at: datetime, horizon: date) -> tuple[Covered, ...]:
    if not people:
        return ()
    today = london_date(at)
    found: dict[int, list[int]] = {one.key: [0, 0, 0] for one in people}
    rows = Deadline.objects.filter(owner__in=list(found), met_at=None, void_at=None, due_on__lte=horizon)
    rows = rows.exclude(clock__in=KEPT_APART)
    for owner, due_on, due_at in rows.values_list("owner", "due_on", "due_at"):
        late = left_of(due_on, due_at, at).state is TimeState.OVERDUE
        found[owner][0 if late else 1 if due_on <= today else 2] += 1
    return tuple(Covered(one.key, one.name, *found[one.key]) for one in people)
