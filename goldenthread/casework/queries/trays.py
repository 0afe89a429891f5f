"""The front door's trays: what waits, for whom, how long; filtered, sorted, families together.

Only what is open is read, so that a hundred thousand decided contacts cost nothing. The number of queries does not
depend on the number of rows. What a person may not see is shown as restricted, without names: a contact that waits for
a decision must not vanish from the count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value

from goldenthread.access.public import Fixed, User, among, covers_for, kept, visible_about
from goldenthread.casework.models import Contact, ContactPerson, Deadline, Referral, ScreeningCheck, SecondLook
from goldenthread.casework.models.earlier import EarlierContact, earlier_contacts
from goldenthread.casework.queries.deadlines import MARKS, falls_shortly, left_of
from goldenthread.casework.queries.tray_rows import PAGE, Facet, Fact, Row, Tray, children_in_words
from goldenthread.casework.queries.unallocated import to_allocate, waiting_referrals
from goldenthread.kernel.clock import LONDON, TimeLeft, TimeState, add_months, late_from, london_date
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import ContactFacts, reasons, says_nothing
from goldenthread.ui.words import join_names, moment, ordinal, plural

TRAYS = {
    "to_decide": "To decide",
    "being_written": "Being written",
    "waiting_for_checks": "Waiting for checks",
    "to_allocate": "To allocate",
    "decided_today": "Decided today",
    "covering": "Covering",
}
SORTS = {"time": "Time left", "priority": "Priority", "newest": "Newest"}
NEEDS = {
    "second_look": "Second look",
    "repeat_abuse": "Repeat domestic abuse",
    "repeat_contact": "Repeat contact",
    "open": "Already open to us",
    "agreement": "Agreement not explained",
}
CHECKS = {"back": "All back", "waiting": "Some waiting", "not_asked": "Not asked"}
SUGGESTED = {
    "NFA": "no further action",
    "ADVICE": "information and advice",
    "EH": "early help",
    "REF_S17": "a referral",
    "REF_S47": "a strategy discussion",
    "OPEN_CASE": "passing it to the worker of the open case",
    "TRANSFER": "passing it to another council",
}
"""What the writer suggests, short enough for a list."""
PRIORITY_ORDER = {"red": 0, "amber": 1, "green": 2, "": 3}
FRONT_DOOR_CLOCKS = ("contact_decision", "contact_priority_red")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the tray is narrowed to. Empty means all; several values of one kind are "any of these"."""

    priority: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    written_by: int | None = None
    area: str = ""


@dataclass(slots=True)
class _Light:
    """What filtering and sorting need to know of a contact, for every row of the tray."""

    values: dict[str, Any]
    left: TimeLeft | None = None
    due: Any = None  # when it started, is due and was met
    people: tuple[int, ...] = ()
    children: tuple[int, ...] = ()
    earlier: tuple[EarlierContact, ...] = ()
    needs: frozenset[str] = frozenset()
    checks: str = "not_asked"
    worker: str = ""
    restricted: bool = False

    @property
    def red(self) -> bool:
        return self.values["priority"] == "red"


def open_tray(
    tray: str, *, by: User, at: datetime, filters: Filters | None = None, sort: str = "time", page: int = 1
) -> Tray:
    """One page of a tray, as `by` may see it at `at`. An unknown tray or sort is the first."""
    tray = tray if tray in TRAYS else "to_decide"
    filters = filters or Filters()
    covered = covers_for(by, london_date(at))
    counts = tray_counts(by=by, at=at, covered=[one.key for one in covered])
    names = join_names(one.name for one in covered)
    if tray == "to_allocate":
        return to_allocate(by, at, page, counts, names)
    light = _light(tray, by, at, [one.key for one in covered])
    passed = [one for one in light if _passes(one, filters)]
    passed.sort(key=_order(sort, at))
    families = _families(passed)
    pages = max(1, -(-len(families) // PAGE))
    page = min(max(page, 1), pages)
    shown = families[(page - 1) * PAGE : page * PAGE]
    rows = _rows([one for family in shown for one in family], by, at)
    blocks = [_block([rows[one.values["id"]] for one in family]) for family in shown]
    return Tray(
        tray=tray,
        groups=_grouped(blocks, sort, tray),
        counts=counts,
        covering=names,
        facets=_facets(light),
        writers=tuple(sorted({(o.values["written_by"], o.values["writer"]) for o in light if o.values["written_by"]})),
        areas=tuple(sorted({one.values["area"] for one in light if one.values["area"]})),
        in_all=len(light),
        total=len(passed),
        families=len(families),
        page=page,
        pages=pages,
        summary=_summary(passed, families, tray),
    )


def tray_counts(*, by: User, at: datetime, covered: Collection[int] = ()) -> dict[str, int]:
    """How many wait in each tray. Two queries."""
    counted = _contact_counts(at, covered)
    return counted | {"to_allocate": waiting_referrals().count()}


def new_since(tray: str, since: datetime, *, by: User, at: datetime) -> int:
    """How many came into a tray after a moment: what a page that is open says without moving its list."""
    if tray == "to_allocate":
        return waiting_referrals().filter(decided_at__gt=since).count()
    came = {"being_written": "started_at", "decided_today": "decided_at"}.get(tray, "sent_at")
    covered = [one.key for one in covers_for(by, london_date(at))] if tray == "covering" else []
    known = tray if tray in TRAYS else "to_decide"
    return _contacts_in(known, _midnight(at), covered).filter(**{f"{came}__gt": since}).count()


# --- which contacts a tray holds

_UNDECIDED = ("to_decide", "second_look")


def _unanswered() -> Exists:
    return Exists(ScreeningCheck.objects.filter(contact=OuterRef("pk"), answered_at=None))


def _contacts_in(tray: str, midnight: datetime, covered: Any) -> QuerySet[Contact]:
    """`midnight` is when today began, `covered` the keys of those covered for."""
    rows = Contact.objects.all()
    match tray:
        case "being_written":
            return rows.filter(state="writing")
        case "waiting_for_checks":
            return rows.filter(state__in=("writing", *_UNDECIDED)).filter(_unanswered())
        case "decided_today":
            return rows.filter(state="decided", decided_at__gte=midnight)
        case "covering":
            looks = SecondLook.objects.filter(among("asked_of", covered), contact=OuterRef("pk"), answered_at=None)
            return rows.filter(state__in=("writing", *_UNDECIDED)).filter(
                among("written_by", covered) | Q(Exists(looks))
            )
        case _:
            return rows.filter(state__in=_UNDECIDED)


def _contact_counts(at: datetime, covered: Collection[int]) -> dict[str, int]:
    """Every tray of contacts in one statement; each part reads its own index."""
    found = Counter(tray for (tray,) in _trays(midnight=_midnight(at), covered=list(covered) or None))
    return {name: found[name] for name in _OF_CONTACTS}


_OF_CONTACTS = ("to_decide", "being_written", "waiting_for_checks", "decided_today", "covering")


@kept
def _trays(*, midnight: datetime, covered: list[int] | None) -> QuerySet:
    """The tray of each contact that waits, a row a contact and tray."""
    parts = [
        _contacts_in(name, midnight, covered).order_by().values("pk").annotate(tray=_word(name)).values_list("tray")
        for name in _OF_CONTACTS
        if name != "covering" or covered is not None
    ]
    return parts[0].union(*parts[1:], all=True)


def _word(name: str) -> Any:
    return Value(name, output_field=CharField())


def _midnight(at: datetime) -> datetime:
    return datetime.combine(london_date(at), time(), LONDON)


# --- what filtering and sorting need, for the whole tray


@kept
def _waiting(*, tray: Fixed, by: User, at: datetime, midnight: datetime, covered: list[int]) -> QuerySet:
    named = ContactPerson.objects.filter(contact=OuterRef("pk"), person__isnull=False, taken_out_at=None)
    return (
        _contacts_in(tray, midnight, covered)
        .annotate(
            writer=F("written_by__name"),
            area=F("team__area"),
            open_to_her=visible_about(by, "contact.read", named, at=at),
            asked=Count("checks", distinct=True),
            answered=Count("checks", filter=Q(checks__answered_at__isnull=False), distinct=True),
        )
        .values(
            *(
                "id",
                "reference",
                "state",
                "received_at",
                "sent_at",
                "started_at",
                "decided_at",
                "family_name",
                "summary",
            ),
            *(
                "source",
                "concerns",
                "domestic_abuse",
                "priority",
                "agreement_to_checks",
                "consent_rationale",
                "outcome",
            ),
            *(
                "suggested_outcome",
                "referrer_agency",
                "written_by",
                "writer",
                "area",
                "open_to_her",
                "asked",
                "answered",
            ),
            *("feedback_sent_at", "returned_because"),
        )
    )


@kept
def _due(*, contacts: list[int]) -> QuerySet:
    rows = Deadline.objects.filter(among("contact", contacts), clock__in=FRONT_DOOR_CLOCKS, void_at=None)
    return rows.values_list("contact", "started_at", "due_on", "due_at", "met_at", "authorised_reason", named=True)


@kept
def _named(*, contacts: list[int]) -> QuerySet:
    rows = ContactPerson.objects.filter(
        among("contact", contacts), taken_out_at=None, person__isnull=False, part__in=("child", "parent")
    )
    return rows.values_list("contact", "part", "person", "person__merged_into")


@kept
def _workers(*, children: list[int]) -> QuerySet:
    return Referral.objects.filter(among("child", children), closed_on=None).values_list("child", "worker__name")


def _light(tray: str, by: User, at: datetime, covered: list[int]) -> list[_Light]:
    values = _waiting(tray=tray, by=by, at=at, midnight=_midnight(at), covered=covered)
    light = {row["id"]: _Light(row) for row in values}
    if not light:
        return []
    keys = list(light)
    for deadline in _due(contacts=keys):
        one = light[deadline.contact]
        if one.due is None or late_from(deadline.due_on, deadline.due_at) < late_from(one.due.due_on, one.due.due_at):
            one.due = deadline
    people, children = defaultdict(set), defaultdict(set)
    for contact, part, person, merged_into in _named(contacts=keys):
        people[contact].add(merged_into or person)
        if part == "child":
            children[contact].add(merged_into or person)
    workers = dict(_workers(children=list(set().union(*children.values()))))
    for key, earlier in earlier_contacts(keys).items():
        one = light[key]
        one.earlier, one.people = earlier, tuple(people[key])
        one.children = tuple(children[key])
        one.restricted = not one.values["open_to_her"]
        one.checks = _checks_state(one.values["asked"], one.values["answered"])
        opened = [child for child in one.children if child in workers]
        one.worker = next((workers[child] for child in opened if workers[child]), "")
        one.needs = _needs(one, bool(opened))
        if one.due is not None:
            one.left = left_of(one.due.due_on, one.due.due_at, at, met_at=one.due.met_at)
    return list(light.values())


def _checks_state(asked: int, answered: int) -> str:
    if not asked:
        return "not_asked"
    return "back" if answered == asked else "waiting"


def _needs(one: _Light, opened: bool) -> frozenset[str]:
    values = one.values
    received = london_date(values["received_at"])
    facts = ContactFacts(
        received_on=received,
        earlier_on=tuple(london_date(each.received_at) for each in one.earlier),
        domestic_abuse=values["domestic_abuse"],
        earlier_abuse_on=tuple(london_date(each.received_at) for each in one.earlier if each.domestic_abuse),
        checks_without_agreement=values["agreement_to_checks"] == "dispensed_with",
        why_without_agreement=values["consent_rationale"],
    )
    found = {
        "second_look": bool(reasons(facts)),
        "repeat_abuse": values["domestic_abuse"] and bool(facts.earlier_abuse_on),
        "repeat_contact": _in_12_months(one) > 1,
        "open": opened,
        "agreement": facts.checks_without_agreement and says_nothing(facts.why_without_agreement),
    }
    return frozenset(name for name, there in found.items() if there)


def _in_12_months(one: _Light) -> int:
    """Which contact this is in twelve months, itself counted."""
    since = add_months(london_date(one.values["received_at"]), -12)
    return 1 + sum(london_date(each.received_at) > since for each in one.earlier)


def _passes(one: _Light, filters: Filters) -> bool:
    values = one.values
    group = SETS["referral_source"].get(values["source"]).group if values["source"] in SETS["referral_source"] else ""
    return (
        (not filters.priority or values["priority"] in filters.priority)
        and (not filters.needs or bool(one.needs & set(filters.needs)))
        and (not filters.source or group in filters.source)
        and (not filters.concerns or bool(set(values["concerns"]) & set(filters.concerns)))
        and (not filters.checks or one.checks in filters.checks)
        and (filters.written_by is None or values["written_by"] == filters.written_by)
        and (not filters.area or values["area"] == filters.area)
    )


# --- order and families


def _order(sort: str, at: datetime) -> Callable[[_Light], tuple[Any, ...]]:
    def due(one: _Light) -> float:
        return one.left.sort[1] if one.left else float("inf")

    def newest(one: _Light) -> tuple[Any, ...]:
        return (-one.values["received_at"].timestamp(), one.values["id"])

    if sort == "newest":
        return newest
    if sort == "priority":
        return lambda one: (PRIORITY_ORDER.get(one.values["priority"], 3), due(one), one.values["id"])
    return lambda one: (_rank(one), due(one), one.values["id"])


def _rank(one: _Light) -> int:
    """Overdue first, but red that is still in time above anything else that is late: a child may be at risk now."""
    late = one.left is not None and one.left.state is TimeState.OVERDUE
    if one.red:
        return 0 if late else 1
    if late:
        return 2
    return 3 if one.left is not None and one.left.state is TimeState.TODAY else 4


def _families(light: Sequence[_Light]) -> list[list[_Light]]:
    """Contacts that share a child or parent stand together, where the most urgent of them stands."""
    leader: dict[int, int] = {}
    family_of_person: dict[int, int] = {}

    def find(number: int) -> int:
        while leader[number] != number:
            number = leader[number]
        return number

    for number, one in enumerate(light):
        leader[number] = number
        for person in () if one.restricted else one.people:
            other = family_of_person.setdefault(person, number)
            first, second = sorted((find(other), find(number)))
            leader[second] = first
    families: dict[int, list[_Light]] = {}
    for number, one in enumerate(light):
        families.setdefault(find(number), []).append(one)
    return list(families.values())


def _block(rows: list[Row]) -> Row:
    return replace(rows[0], also=tuple(rows[1:]))


def _grouped(blocks: Iterable[Row], sort: str, tray: str) -> tuple[tuple[str, bool, tuple[Row, ...]], ...]:
    """Headings with their rows: (words, late?, rows)."""
    found: dict[str, list[Row]] = {}
    for block in blocks:
        found.setdefault(block.group if sort == "time" and tray != "decided_today" else "", []).append(block)
    return tuple(
        (f"{len(rows)} {words}" if words else "", words.endswith("overdue"), tuple(rows))
        for words, rows in found.items()
    )


def _heading(one: _Light, at: datetime) -> str:
    if one.left is None:
        return "without a date"
    match _rank(one):
        case 0:
            return "red and overdue"
        case 1:
            return "red"
        case 2:
            return "overdue"
        case 3:
            return "due today"
    assert one.due is not None
    if WORKING_DAYS.between(london_date(at), one.due.due_on) == 1:
        return "due on the next working day"
    return "due later"


def _summary(passed: Sequence[_Light], families: Sequence[object], tray: str) -> str:
    counted = Counter(_rank(one) for one in passed if one.left is not None)
    words = []
    if tray != "decided_today":
        for ranks, word in (((0, 2), "overdue"), ((1,), "red in time"), ((3,), "due today"), ((4,), "due later")):
            count = sum(counted[rank] for rank in ranks)
            if count:
                words.append(f"{count} {word}")
    told = f"{plural(len(passed), 'contact')} about {plural(len(families), 'family', 'families')}."
    return f"{told} {join_names(words)}." if words else told


def _facets(light: Sequence[_Light]) -> dict[str, tuple[Facet, ...]]:
    sources = SETS["referral_source"]
    groups = Counter(sources.get(one.values["source"]).group for one in light if one.values["source"] in sources)
    priority = Counter(one.values["priority"] for one in light)
    needs = Counter(need for one in light for need in one.needs)
    concerns = Counter(code for one in light for code in one.values["concerns"])
    checks = Counter(one.checks for one in light)
    return {
        "priority": tuple(Facet(c, c.title(), priority[c]) for c in ("red", "amber", "green")),
        "needs": tuple(Facet(code, label, needs[code]) for code, label in NEEDS.items()),
        "source": tuple(Facet(group, group, groups[group]) for group in sources.groups() if groups[group]),
        "concerns": tuple(Facet(code, SETS["concerns"].label(code), n) for code, n in concerns.most_common(8)),
        "checks": tuple(Facet(code, label, checks[code]) for code, label in CHECKS.items()),
    }


# --- what a page shows, for its rows alone


def _rows(light: Sequence[_Light], by: User, at: datetime) -> dict[int, Row]:
    keys = [one.values["id"] for one in light]
    names = children_in_words(keys, at)
    checks = defaultdict(list)
    for check in _checks(contacts=keys):
        checks[check.contact].append(check)
    looks = dict(_looks(contacts=keys))
    return {one.values["id"]: _row(one, names, checks, looks, by, at) for one in light}


@kept
def _checks(*, contacts: list[int]) -> QuerySet:
    rows = ScreeningCheck.objects.filter(among("contact", contacts)).order_by("asked_at")
    return rows.annotate(agency_name=F("agency__name")).values_list(
        "contact", "agency_name", "asked_at", "answered_at", named=True
    )


@kept
def _looks(*, contacts: list[int]) -> QuerySet:
    rows = SecondLook.objects.filter(among("contact", contacts), answered_at=None)
    return rows.values_list("contact", "asked_of__name")


def _row(
    one: _Light,
    names: dict[int, str],
    checks: dict[int, list[Any]],
    looks: dict[int, str],
    by: User,
    at: datetime,
) -> Row:
    values = one.values
    key = values["id"]
    hidden = one.restricted
    title = "Restricted" if hidden else values["family_name"] or "Not yet named"
    return Row(
        key=key,
        referral=None,
        reference=values["reference"],
        state=values["state"],
        title=title,
        names="" if hidden else names.get(key, ""),
        story="Somebody whom the restriction lets in must open this." if hidden else values["summary"],
        priority=values["priority"],
        facts=() if hidden else _facts(one),
        source="" if hidden else _source(one, checks.get(key, []), at),
        left=one.left,
        mark=MARKS[one.left.state] if one.left else "dot",
        falls=falls_shortly(one.due.due_on, one.due.due_at, at) if one.due else "",
        share=_share(one.due, at) if one.due and one.left and one.left.state is TimeState.TODAY else None,
        group=_heading(one, at),
        mine=values["written_by"] == by.pk,
        looks=looks.get(key, ""),
        restricted=hidden,
    )


def _facts(one: _Light) -> tuple[Fact, ...]:
    values = one.values
    nth = _in_12_months(one)
    found = []
    if nth > 1:
        found.append(Fact(f"{ordinal(nth)} contact in 12 months", "repeat" if nth > 2 else "boxed"))
    else:
        found.append(Fact("1st contact in 12 months", "strong"))
    if "open" in one.needs:
        found.append(Fact(f"Already open{f' to {one.worker}' if one.worker else ''}: not a new referral", "strong"))
    abuse = sum(each.domestic_abuse for each in one.earlier) + 1 if values["domestic_abuse"] else 0
    if abuse > 1:
        found.append(Fact(f"Domestic abuse: {abuse} in 24 months", "strong"))
    concerns = [code for code in values["concerns"] if code != "domestic_abuse" or abuse < 2]
    found += [Fact(SETS["concerns"].label(code)) for code in concerns[:3]]
    if values["agreement_to_checks"] == "dispensed_with":
        reason = "no reason given" if "agreement" in one.needs else "reason given"
        found.append(Fact(f"Checks made without agreement: {reason}", "strong" if "agreement" in one.needs else ""))
    if values["suggested_outcome"]:
        suggested = SUGGESTED.get(values["suggested_outcome"], values["suggested_outcome"])
        found.append(Fact(f"{values['writer'] or 'The writer'} suggests {suggested}"))
    if values["returned_because"] and values["state"] == "writing":
        found.append(Fact("Returned to the writer", "strong"))
    if one.due is not None and one.due.authorised_reason:
        found.append(Fact("Lateness authorised", "strong"))
    if values["outcome"]:
        found.append(Fact(SETS["contact_outcomes"].label(values["outcome"]), "strong"))
    return tuple(found)


def _source(one: _Light, checks: Sequence[Any], at: datetime) -> str:
    values = one.values
    who = values["referrer_agency"] or SETS["referral_source"].label(values["source"]) or "Source not written yet"
    words = [f"{who}, {moment(values['received_at'], at)}."]
    if values["writer"]:
        words.append(f"Written by {values['writer']}.")
    back = [check.agency_name for check in checks if check.answered_at]
    out = [check for check in checks if not check.answered_at]
    if back:
        words.append(f"{join_names(back)} {'is' if len(back) == 1 else 'are'} back.")
    words += [f"{check.agency_name} waiting since {moment(check.asked_at, at)}." for check in out]
    if values["decided_at"]:
        words.append(f"Decided {moment(values['decided_at'], at)}.")
    return " ".join(words)


def _share(due: Any, at: datetime) -> float:
    end = late_from(due.due_on, due.due_at)
    whole = (end - due.started_at).total_seconds()
    return max(0.0, min(1.0, (end - at).total_seconds() / whole)) if whole > 0 else 0.0
