"""My work: what is late, what is due and when, what is new, what was left unfinished, and whose work is covered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, TruncDate

from goldenthread.access.public import Colleague, User, acts_of, alike, covers_for, kept, visible, visible_about
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
    asked = [_Asked(*row) for row in _asked(whose=whose.pk, reader=user, at=at, horizon=horizon)]
    contacts = {row.contact for row in near if row.contact and not row.about_child}
    names = children_in_words(contacts | {row.contact for row in asked if row.contact}, at)
    due = [
        *_deadlines(near, names, at),
        *_asked_of_her(asked, names, at),
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


def _deadlines(rows: list[Any], names: Mapping[int, str], at: datetime) -> list[_Due]:
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


class _Asked(NamedTuple):
    """Something that was asked of her by name: an action of a decision (`action`), a second look at a contact (`look`),
    an action of a plan that runs (`plan`) or of a strategy discussion (`meeting`), a row for each child."""

    kind: str
    key: int
    what: str
    due_on: date
    due_at: datetime | None
    who: str | None
    contact: int | None
    reference: str | None
    contact_family: str | None
    open_to_her: bool | None
    referral: int | None
    child: int | None
    given: str | None
    family: str | None
    number: str | None
    born_on: date | None
    thing: int | None


@kept
def _asked(*, whose: int, reader: User, at: datetime, horizon: date) -> QuerySet:
    """All of them, in one query."""

    def child(column: str) -> dict[str, str]:
        names = {"given": "given_names", "family": "family_name", "number": "la_child_id", "born_on": "born_on"}
        return {"child": column} | {name: f"{column}__{of}" for name, of in names.items()}

    def of_contact(column: str) -> QuerySet[ContactPerson]:
        return ContactPerson.objects.filter(contact=OuterRef(column), person__isnull=False, taken_out_at=None)

    in_decision = of_contact("decision__contact")
    actions = (
        DecisionAction.objects.filter(owner=whose, done_at=None, due_on__lte=horizon)
        .filter(Q(decision__contact=None) | visible_about(reader, "action.finish", in_decision, at=at))
        .filter(Q(decision__child=None) | visible(reader, "child.read", child="decision__child", at=at))
        # Somebody may answer for an action on a contact that is not hers to read: it is shown, the family is not.
        .annotate(may=ExpressionWrapper(visible_about(reader, "contact.read", in_decision, at=at), BooleanField()))
    )
    # Due when the contact's decision is.
    decided = Deadline.objects.filter(
        contact=OuterRef("contact"), clock="contact_decision", void_at=None, met_at=None
    ).order_by("pk")
    looks = (
        SecondLook.objects.filter(asked_of=whose, answered_at=None, contact__state="second_look")
        .filter(visible_about(reader, "contact.read", of_contact("contact"), at=at))
        .annotate(
            decision_on=Coalesce(Subquery(decided.values("due_on")[:1]), TruncDate("asked_at")),
            decision_at=Subquery(decided.values("due_at")[:1]),
        )
    )
    planned = PlanAction.objects.filter(
        owner=whose, done_on=None, dropped_on=None, due_on__lte=horizon, outcome__plan__ended_on=None
    ).filter(visible(reader, "child.read", child="outcome__plan__child", at=at))
    strategy = MeetingAction.objects.filter(owner=whose, done_on=None, due_on__lte=horizon).filter(
        visible(reader, "child.read", child="meeting__children__child", at=at)
    )
    return alike(
        actions,
        _Asked,
        kind=Value("action"),
        key="pk",
        what="what",
        due_on="due_on",
        who="decision__decided_by__name",
        contact="decision__contact",
        reference="decision__contact__reference",
        contact_family="decision__contact__family_name",
        open_to_her="may",
        referral="decision__referral",
        **child("decision__child"),
    ).union(
        alike(
            looks,
            _Asked,
            kind=Value("look"),
            key="pk",
            what="question",
            due_on="decision_on",
            due_at="decision_at",
            who="asked_by__name",
            contact="contact",
            contact_family="contact__family_name",
        ),
        alike(
            planned,
            _Asked,
            kind=Value("plan"),
            key="pk",
            what="what",
            due_on="due_on",
            thing="outcome",
            **child("outcome__plan__child"),
        ),
        alike(
            strategy,
            _Asked,
            kind=Value("meeting"),
            key="pk",
            what="what",
            due_on="due_on",
            thing="meeting",
            **child("meeting__children__child"),
        ),
        all=True,
    )


def _asked_of_her(rows: Iterable[_Asked], names: Mapping[int, str], at: datetime) -> list[_Due]:
    found: dict[tuple[str, int], _Due] = {}
    for row in sorted(rows, key=lambda row: (row.due_on, row.kind, row.key, row.child or 0)):
        one = found.get((row.kind, row.key))
        if one is None:
            one = found[row.kind, row.key] = _due(row, names, at)
        if row.child:
            one.people.append(
                (row.child, called(row.given or "", row.family or "", row.number or ""), age(row.born_on, at))
            )
    return list(found.values())


def _due(row: _Asked, names: Mapping[int, str], at: datetime) -> _Due:
    what, contact, family = row.what, row.contact, ""
    if row.kind == "plan":
        why = "Yours in the plan."
    elif row.kind == "meeting":
        why = "Asked of you by the strategy discussion."
    elif row.kind == "look":
        what, why = "Give a second look", f"{row.who} asks: “{row.what}”"
        family = _family(row.contact_family or "", names.get(row.contact or 0, ""))
    else:
        why = (
            f"Asked of you in a decision by {row.who}."
            if row.child
            else f"Set by {row.who} when the contact was decided."
        )
        contact = row.contact if row.open_to_her else None
        if row.contact:
            hidden = f"Contact {row.reference}"
            family = _family(row.contact_family or "", names.get(row.contact, "")) if row.open_to_her else hidden
    about = f"{row.kind}:{row.thing}" if row.thing else ""
    thing = Thing(row.kind, row.key, "", what, why, (), row.child, contact, row.referral, about=about)
    return _Due(thing, row.due_on, row.due_at, left_of(row.due_on, row.due_at, at), family)


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
