"""Allegations, as those who are named on them read them. To everybody else there are none.

Every query here begins from the reader's name on the allegation. Nothing outside this module reads the tables: no
count, no search, no list of a child's record or of a worker's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Exists, F, Q, QuerySet, When

from goldenthread.access.public import User, acts_of, decide
from goldenthread.casework.public.supervision import Asked
from goldenthread.kernel.clock import TimeState, time_left
from goldenthread.quality.models import Allegation, AllegationReader
from goldenthread.quality.queries.asking import Asks, Row, as_rows
from goldenthread.quality.queries.audit import called
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.office import OFFICE_HOURS
from goldenthread.rulebook.workflows import ALLEGATION

CLOCK = "lado_referral"


@dataclass(frozen=True, slots=True)
class AllegationLine:
    """An allegation in the list of somebody who is named on it."""

    key: int
    about: str
    job: str
    setting: str
    known_at: datetime
    state: str
    state_words: str
    due_on: date
    due_words: str
    mark: str
    next_review_on: date | None
    outcome: str


@dataclass(frozen=True, slots=True)
class ReaderShown:
    """Somebody who may read it, or could."""

    key: int
    name: str
    because: str
    named_by: str
    named_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class EntryShown:
    """A meeting, a review, or what was done."""

    kind: str
    label: str
    on: date
    words: str
    people: str
    by: str


@dataclass(frozen=True, slots=True)
class ReferralShown:
    """Whether a body was told."""

    to: str
    made_on: date | None
    because: str
    by: str


@dataclass(frozen=True, slots=True)
class AllegationShown:
    """An allegation, whole. `children` are (key, name) of those whose record the reader may open, `others` how many she
    may not; `may` are the acts open to her now."""

    line: AllegationLine
    employer: str
    source: str
    words: str
    criteria: tuple[str, ...]
    child_words: str
    children: tuple[tuple[int, str], ...]
    others: int
    officer: str
    consulted_at: datetime | None
    advice: str
    threshold: str
    threshold_because: str
    outcome_because: str
    told_words: str
    concluded_on: date | None
    concluded_by: str
    reported_by: str
    reported_at: datetime
    readers: tuple[ReaderShown, ...]
    entries: tuple[EntryShown, ...]
    referrals: tuple[ReferralShown, ...]
    why_due: str
    may: frozenset[str]


def named_on(reader: User) -> Q:
    """The allegations that she may read, as a condition: she is named, it is not about her, and her role allows it."""
    if "allegation.read" not in acts_of(reader):
        return Q(pk__in=[])
    hers = AllegationReader.objects.filter(user=reader, ended_at=None).values("allegation")
    return Q(pk__in=hers) & (Q(about=None) | ~Q(about=reader))


def is_named(reader: User, allegation: int) -> bool:
    return Allegation.objects.filter(named_on(reader), pk=allegation).exists()


def allegations_of(reader: User, *, at: datetime) -> tuple[AllegationLine, ...]:
    """The allegations on which she is named: those that wait first, then by the latest. One query."""
    rows = sorted(
        _rows(reader).order_by("-known_at", "-pk"),
        key=lambda one: ("reported", "open", "concluded").index(one.state),
    )
    return tuple(_line(one, at) for one in rows)


def allegation_shown(allegation: int, *, reader: User, at: datetime) -> AllegationShown | None:
    """One allegation; None where there is none for her. Some ten queries."""
    row = _rows(reader).select_related("officer", "concluded_by", "reported_by").filter(pk=allegation).first()
    if row is None:
        return None
    children = [one.child for one in row.children.select_related("child").order_by("pk")]
    open_to = [one for one in children if decide(reader, "child.read", one.pk, at=at).allowed]
    readers = row.readers.select_related("user", "named_by").order_by("ended_at", "pk")
    return AllegationShown(
        line=_line(row, at),
        employer=row.employer,
        source=SETS["allegation_source"].label(row.source),
        words=row.words,
        criteria=tuple(SETS["allegation_criterion"].label(code) for code in row.criteria),
        child_words=row.child_words,
        children=tuple((one.pk, called(one)) for one in open_to),
        others=len(children) - len(open_to),
        officer=row.officer.name,
        consulted_at=row.consulted_at,
        advice=row.advice,
        threshold=SETS["allegation_threshold"].label(row.threshold) if row.threshold else "",
        threshold_because=row.threshold_because,
        outcome_because=row.outcome_because,
        told_words=row.told_words,
        concluded_on=row.concluded_on,
        concluded_by=row.concluded_by.name if row.concluded_by else "",
        reported_by=row.reported_by.name,
        reported_at=row.reported_at,
        readers=tuple(
            ReaderShown(one.pk, one.user.name, one.because, one.named_by.name, one.named_at, one.ended_at)
            for one in readers
        ),
        entries=tuple(
            EntryShown(
                one.kind,
                SETS["allegation_entry"].label(one.kind),
                one.on,
                one.words,
                one.people,
                one.recorded_by.name,
            )
            for one in row.entries.select_related("recorded_by").order_by("on", "pk")
        ),
        referrals=tuple(
            ReferralShown(SETS["allegation_referral"].label(one.to), one.made_on, one.because, one.recorded_by.name)
            for one in row.referrals.select_related("recorded_by").order_by("pk")
        ),
        why_due=CLOCKS[CLOCK].why,
        may=frozenset(set(ALLEGATION.acts_from(row.state)) & acts_of(reader)),
    )


def _to_do(*, whose: int, reader: User, own: bool, at: datetime, until: date) -> QuerySet:
    """Told to nobody but herself: not to whoever covers for her, nor to her manager."""
    due_on = Case(When(state="reported", then=F("due_on")), default=F("next_review_on"))
    named = _rows(reader).filter(officer=whose).exclude(state="concluded")
    rows = named.annotate(day=due_on).filter(day__lte=until)
    rows = rows if own else rows.none()
    return as_rows("allegation", rows, words="state", due_on="day")


def _told(row: Row) -> Asked:
    assert row.due_on
    waits = row.words == "reported"
    return Asked(
        source=row.kind,
        key=row.key,
        what="Record the designated officer’s advice" if waits else "Review how it goes on",
        why=f"{CLOCKS[CLOCK].why}." if waits else "The day you set.",
        due_on=row.due_on,
        page="allegation",
        label="Open it",
        title="An allegation that names you",
    )


ASKS = (
    Asks(
        "allegation",
        lambda whose: Exists(Allegation.objects.filter(officer=whose).exclude(state="concluded")),
        _to_do,
        _told,
    ),
)
"""What waits for somebody on the allegations that name her."""


def _rows(reader: User) -> QuerySet[Allegation]:
    return Allegation.objects.filter(named_on(reader)).select_related("about")


def _line(row: Allegation, at: datetime) -> AllegationLine:
    left = time_left(row.due_on, None, at, WORKING_DAYS, OFFICE_HOURS, row.consulted_at)
    mark = {TimeState.DONE: "done", TimeState.DONE_LATE: "late", TimeState.OVERDUE: "over"}.get(left.state, "to_come")
    return AllegationLine(
        key=row.pk,
        about=row.about.name if row.about else row.about_name,
        job=row.job,
        setting=SETS["allegation_setting"].label(row.setting),
        known_at=row.known_at,
        state=row.state,
        state_words=ALLEGATION.states[row.state],
        due_on=row.due_on,
        due_words=left.words,
        mark=mark,
        next_review_on=row.next_review_on,
        outcome=SETS["allegation_outcome"].label(row.outcome) if row.outcome else "",
    )
