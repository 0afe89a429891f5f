"""Improvement, judged from its evidence: how a measure stands, how a plan stands, and what still stops it closing.

Nothing here is typed by anybody. A measure has a start, a target and a day; between them the trajectory is the straight
line. It holds in a period when the last value in that period is at its target or beyond it. It has slipped when the
last value misses the target by more than chance explains, or when two periods in a row miss it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.kernel.standard import Because
from goldenthread.rulebook.beyond_chance import interval
from goldenthread.rulebook.text import actions, outcomes

PERIODS = {"month": "month", "quarter": "quarter"}
MILESTONE = "milestone"
OLD = 2  # periods without a value after which a measure says nothing about now


class State(StrEnum):
    """How a plan stands. The words are in `STATES`."""

    NO_MEASURE = "no_measure"
    OVERDUE = "overdue"
    BEHIND = "behind"
    ON_TRACK = "on_track"
    HOLDING = "holding"
    READY = "ready"
    CLOSED = "closed"
    SLIPPED = "slipped"


STATES = {
    State.NO_MEASURE: "No measure",
    State.OVERDUE: "Actions overdue",
    State.BEHIND: "Behind",
    State.ON_TRACK: "On track",
    State.HOLDING: "Holding",
    State.READY: "Ready to close",
    State.CLOSED: "Closed and held",
    State.SLIPPED: "Slipped after closing",
}
WORST_FIRST = (
    State.SLIPPED,
    State.NO_MEASURE,
    State.OVERDUE,
    State.BEHIND,
    State.ON_TRACK,
    State.HOLDING,
    State.READY,
    State.CLOSED,
)


@dataclass(frozen=True, slots=True)
class Value:
    """What a measure came to as of a day; `met` of `asked` where it is a share, in per cent."""

    as_of: date
    value: float
    met: int | None = None
    asked: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of a plan: from `baseline` on a day to `target` by a day. `kind` "milestone" is reached or is not."""

    title: str
    kind: str
    baseline: float
    baseline_on: date
    target: float
    by_on: date
    higher: bool = True
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """An action as far as it counts: `checked` is True where another than the owner found that the evidence shows it,
    False where it did not, None where nobody has looked."""

    what: str
    due_on: date
    done_on: date | None = None
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class Retest:
    """A new sample: `met` of `asked`, where at least `needed` had to be met, said beforehand."""

    held_on: date
    met: int
    asked: int
    needed: int

    @property
    def passed(self) -> bool:
        """Whether enough were met."""
        return self.met >= self.needed


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides how a plan stands. `periods` is how many it must hold for; `closed` whether it is closed."""

    period: str
    periods: int
    needs_retest: bool
    closed: bool
    measures: tuple[Measure, ...] = ()
    actions: tuple[Action, ...] = ()
    retests: tuple[Retest, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a measure stands: what it should be by now, whether it is there, and for how many periods it has held."""

    latest: Value | None
    expected: float | None
    at_target: bool
    behind: bool
    held: int
    slipped: bool
    stale: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a plan stands, in a word and in sentences; `in_the_way` is what still stops it closing."""

    state: State
    words: str
    because: tuple[str, ...]
    in_the_way: tuple[str, ...]
    held: int


def period_of(day: date, period: str) -> int:
    """The number of the month or the quarter that a day is in: one more than that of the one before."""
    month = day.year * 12 + day.month - 1
    return month // 3 if period == "quarter" else month


def expected(measure: Measure, on: date) -> float:
    """Where the trajectory is on a day: on the straight line from the start to the target; a milestone steps."""
    if measure.kind == MILESTONE:
        return measure.target if on >= measure.by_on else measure.baseline
    length = (measure.by_on - measure.baseline_on).days
    gone = min(max((on - measure.baseline_on).days / length if length > 0 else 1.0, 0.0), 1.0)
    return measure.baseline + (measure.target - measure.baseline) * gone


def reaches(measure: Measure, value: float, mark: float) -> bool:
    """Whether a value is at a mark or on the better side of it."""
    return value >= mark if measure.higher else value <= mark


def misses_beyond_chance(measure: Measure, value: Value) -> bool:
    """Whether a value misses the target by more than chance explains. A value that is no share has no chance in it."""
    if reaches(measure, value.value, measure.target):
        return False
    if value.met is None or not value.asked:
        return True
    likely = interval(value.met, value.asked)
    return 100 * likely.high < measure.target if measure.higher else 100 * likely.low > measure.target


def last_of_periods(values: Iterable[Value], period: str) -> list[tuple[int, Value]]:
    """The last value of each period that has one, oldest first."""
    found: dict[int, Value] = {}
    for one in sorted(values, key=lambda value: value.as_of):
        found[period_of(one.as_of, period)] = one
    return sorted(found.items())


def stands(measure: Measure, *, period: str, periods: int, on: date) -> Standing:
    """How a measure stands on a day. Values after the day, and those of the start itself, say nothing about it."""
    values = [one for one in measure.values if measure.baseline_on < one.as_of <= on]
    if not values:
        due = reaches(measure, measure.baseline, expected(measure, on))
        return Standing(
            None, expected(measure, on), at_target=False, behind=not due, held=0, slipped=False, stale=False
        )
    by_period = last_of_periods(values, period)
    latest = by_period[-1][1]
    at_target = reaches(measure, latest.value, measure.target)
    if measure.kind == MILESTONE:
        held = periods if at_target else 0
    else:
        held = 0
        wanted = by_period[-1][0]
        for number, one in reversed(by_period):
            if number != wanted or not reaches(measure, one.value, measure.target):
                break
            held, wanted = held + 1, number - 1
    missed_twice = len(by_period) > 1 and all(
        not reaches(measure, one.value, measure.target) for _, one in by_period[-2:]
    )
    mark = expected(measure, latest.as_of)
    return Standing(
        latest=latest,
        expected=mark,
        at_target=at_target,
        behind=not reaches(measure, latest.value, mark) and not at_target,
        held=held,
        slipped=misses_beyond_chance(measure, latest) or missed_twice,
        stale=measure.kind != MILESTONE and period_of(on, period) - by_period[-1][0] > OLD,
    )


def judge(facts: Facts, *, on: date) -> Verdict:
    """How a plan stands on a day, and why."""
    measured = [(one, stands(one, period=facts.period, periods=facts.periods, on=on)) for one in facts.measures]
    held = min((how.held for _, how in measured), default=0)
    way = tuple(_in_the_way(facts, measured, on))
    if facts.closed:
        slipped = tuple(_slips(one, how) for one, how in measured if how.slipped)
        if slipped:
            return _verdict(State.SLIPPED, slipped, (), held)
        return _verdict(State.CLOSED, tuple(_said(one, how, facts) for one, how in measured), (), held)
    because = [_said(one, how, facts) for one, how in measured]
    late = [one for one in facts.actions if one.done_on is None and one.due_on < on]
    if late:
        first = min(one.due_on for one in late)
        because.insert(0, f"{_counted(len(late), 'action')} overdue, the first since {_day(first)}")
    if not measured:
        return _verdict(State.NO_MEASURE, ("Nothing measures whether this plan works.", *because), way, held)
    if late:
        return _verdict(State.OVERDUE, tuple(because), way, held)
    if not way:
        return _verdict(State.READY, tuple(because), way, held)
    if any(how.behind or how.stale for _, how in measured):
        return _verdict(State.BEHIND, tuple(because), way, held)
    if held:
        return _verdict(State.HOLDING, tuple(because), way, held, f"Held {held} of {facts.periods} {facts.period}s")
    return _verdict(State.ON_TRACK, tuple(because), way, held)


def _verdict(state: State, because: tuple[str, ...], way: tuple[str, ...], held: int, words: str = "") -> Verdict:
    return Verdict(state, words or STATES[state], because, way, held)


def _in_the_way(facts: Facts, measured: Sequence[tuple[Measure, Standing]], on: date) -> Iterable[str]:
    """What stops a plan closing, a sentence each."""
    if not facts.actions:
        yield "The plan has no action"
    open_ones = [one for one in facts.actions if one.done_on is None]
    if open_ones:
        yield f"{_counted(len(open_ones), 'action')} not done yet"
    unseen = [one for one in facts.actions if one.done_on is not None and one.checked is None]
    if unseen:
        yield f"The evidence of {_counted(len(unseen), 'action')} has not been checked by another than the owner"
    not_shown = [one for one in facts.actions if one.done_on is not None and one.checked is False]
    if not_shown:
        yield f"The evidence of {_counted(len(not_shown), 'action')} was checked, and does not show it"
    if facts.needs_retest:
        yield from _retest(facts)
    if not measured:
        yield "Nothing measures whether the plan works"
    for one, how in measured:
        if how.latest is None:
            yield f"“{one.title}” has not been measured since it began"
        elif how.stale:
            yield f"“{one.title}” was last measured on {_day(how.latest.as_of)}: measure it again"
        elif how.held < facts.periods:
            periods = _counted(facts.periods, facts.period)
            yield f"“{one.title}” has held its target for {how.held} of {periods}"


def _retest(facts: Facts) -> Iterable[str]:
    done = [one.done_on for one in facts.actions if one.done_on is not None]
    after = max(done, default=None)
    counted = [one for one in facts.retests if after is None or one.held_on >= after]
    if not counted:
        yield "No re-test has been held since the last action was done" if facts.retests else "No re-test has been held"
        return
    last = max(counted, key=lambda one: one.held_on)
    if not last.passed:
        yield f"The last re-test did not pass: {last.met} of {last.asked}, where {last.needed} were needed"


def _said(measure: Measure, how: Standing, facts: Facts) -> str:
    if how.latest is None:
        return f"“{measure.title}” has not been measured since it began on {_day(measure.baseline_on)}"
    if measure.kind == MILESTONE:
        return f"“{measure.title}” {'is reached' if how.at_target else 'is not reached yet'}"
    if how.at_target:
        return f"“{measure.title}” has held its target for {_counted(how.held, facts.period)}"
    if how.stale:
        return f"“{measure.title}” was last measured on {_day(how.latest.as_of)}"
    if facts.closed:
        return f"“{measure.title}” missed its target as of {_day(how.latest.as_of)}, by no more than chance explains"
    where = "behind" if how.behind else "on"
    return f"“{measure.title}” is {where} its trajectory to the target by {_day(measure.by_on)}"


def _slips(measure: Measure, how: Standing) -> str:
    assert how.latest is not None
    more = "by more than chance explains" if misses_beyond_chance(measure, how.latest) else "for two periods in a row"
    return f"“{measure.title}” missed its target {more}, as of {_day(how.latest.as_of)}"


def _counted(count: int, one: str) -> str:
    return f"{count} {one if count == 1 else one + 's'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


# --- the plan standards, on the words of an improvement plan

LACKS_AIM = "Say what will be different for children, not what a service will do"
LACKS_NUMBER = "Say how anybody would know: from how much, to how much, by when"
SEVERAL = "Make it one action each: this one holds several"
LOOSE = "Say what one could see somebody do"
OPEN_ENDED = "Say when: this leaves it open"
NOBODY = "Name one person who answers for it"


@dataclass(frozen=True, slots=True)
class Lack:
    """What a plan standard finds wanting, with the words that set it off."""

    sentence: str
    words: str


def aim_lacks(aim: str, *, by_on: date | None = None) -> tuple[Lack, ...]:
    """What the aim of a plan lacks, by the standards that outcomes of children's plans are held to."""
    found = []
    service = outcomes.service_not_change(aim)
    if service is not None:
        found.append(_lack(LACKS_AIM, service))
    number = outcomes.unmeasured(aim)
    if number is not None:
        found.append(_lack(LACKS_NUMBER, number))
    return tuple(found)


def action_lacks(what: str, owner: str = "", *, due_on: date | None = None) -> tuple[Lack, ...]:
    """What an action lacks, by the standards that actions of children's plans are held to."""
    checks = (
        (LOOSE, actions.loose(what)),
        (SEVERAL, actions.several(what)),
        (OPEN_ENDED, actions.open_ended(what)),
        (NOBODY, actions.unowned(what, owner) if owner else None),
    )
    return tuple(_lack(sentence, because) for sentence, because in checks if because is not None)


def _lack(sentence: str, because: Because) -> Lack:
    return Lack(sentence, because.words)


# --- worked examples, which the tests run

_BASE = date(2026, 3, 31)


def _shares(*rows: tuple[date, int, int]) -> tuple[Value, ...]:
    return tuple(Value(on, 100 * met / asked, met, asked) for on, met, asked in rows)


def _plans(*rows: tuple[date, int, int]) -> Measure:
    return Measure(
        "Each outcome can be measured", "standard", 33.0, _BASE, 75.0, date(2026, 9, 30), values=_shares(*rows)
    )


_CHECKED = Action("Add hints to the plan form", date(2026, 5, 31), date(2026, 5, 20), checked=True)
_PASSED = Retest(date(2026, 9, 15), met=32, asked=40, needed=24)
_WELL = ((date(2026, 7, 31), 90, 115), (date(2026, 8, 31), 95, 120), (date(2026, 9, 30), 99, 125))

EXAMPLES: tuple[tuple[str, Facts, date, State], ...] = (
    ("Nothing measures it", Facts("month", 3, True, False), date(2026, 6, 1), State.NO_MEASURE),
    (
        "An action is past its day",
        Facts("month", 3, True, False, (_plans(),), (Action("Add hints", date(2026, 5, 31)),)),
        date(2026, 6, 1),
        State.OVERDUE,
    ),
    (
        "Half way there half way through",
        Facts("month", 3, True, False, (_plans((date(2026, 6, 30), 55, 100)),), (_CHECKED,)),
        date(2026, 7, 1),
        State.ON_TRACK,
    ),
    (
        "Where it began half way through",
        Facts("month", 3, True, False, (_plans((date(2026, 6, 30), 33, 100)),), (_CHECKED,)),
        date(2026, 7, 1),
        State.BEHIND,
    ),
    (
        "At its target for one month of three",
        Facts("month", 3, True, False, (_plans(_WELL[0]),), (_CHECKED,)),
        date(2026, 8, 1),
        State.HOLDING,
    ),
    (
        "At its target for three months, evidence checked, re-test passed",
        Facts("month", 3, True, False, (_plans(*_WELL),), (_CHECKED,), (_PASSED,)),
        date(2026, 10, 1),
        State.READY,
    ),
    (
        "The same without a re-test",
        Facts("month", 3, True, False, (_plans(*_WELL),), (_CHECKED,)),
        date(2026, 10, 1),
        State.HOLDING,
    ),
    (
        "Closed, and one weak month that chance explains",
        Facts("month", 3, True, True, (_plans(*_WELL, (date(2026, 10, 31), 88, 120)),), (_CHECKED,), (_PASSED,)),
        date(2026, 11, 1),
        State.CLOSED,
    ),
    (
        "Closed, and a month that chance does not explain",
        Facts("month", 3, True, True, (_plans(*_WELL, (date(2026, 10, 31), 60, 120)),), (_CHECKED,), (_PASSED,)),
        date(2026, 11, 1),
        State.SLIPPED,
    ),
    (
        "Closed, and two weak months in a row",
        Facts(
            "month",
            3,
            True,
            True,
            (_plans(*_WELL, (date(2026, 10, 31), 88, 120), (date(2026, 11, 30), 87, 120)),),
            (_CHECKED,),
            (_PASSED,),
        ),
        date(2026, 12, 1),
        State.SLIPPED,
    ),
)
"""Each: what it is an example of, the facts, the day asked about, and how the plan stands."""
