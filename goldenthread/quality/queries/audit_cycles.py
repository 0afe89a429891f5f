"""A learning cycle as its page shows it: each step with its day and person, the actions, and every sample."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from goldenthread.access.public import User, acts_of
from goldenthread.quality.models import Finding, LearningAction, LearningCycle
from goldenthread.quality.queries.audit_results import Count, count_of, last_sample
from goldenthread.quality.queries.audit_tools import tool_of
from goldenthread.quality.queries.findings import finding_rows
from goldenthread.rulebook.beyond_chance import Interval, fewest_beyond_chance, interval
from goldenthread.rulebook.workflows import LEARNING_CYCLE


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the cycle: `state` is done, now or to_come."""

    label: str
    state: str
    on: datetime | None
    who: str


@dataclass(frozen=True, slots=True)
class ActionShown:
    """An action with its evidence and who checked it. `hers` says that the reader owns it."""

    key: int
    what: str
    owner: str
    due_on: date
    set_by: str
    set_at: datetime
    evidence: str
    done_at: datetime | None
    returned_because: str
    checked_words: str
    checked_by: str
    checked_at: datetime | None
    hers: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample: what it found, or, while it is under way, the fewest that would be beyond chance (`needed`; None where
    even all of them would not be)."""

    round: int
    title: str
    month: date
    seed: str
    wanted: int
    passed: int | None
    of: int
    interval: Interval | None
    needed: int | None
    beyond_chance: bool | None
    waiting: int


@dataclass(frozen=True, slots=True)
class CycleShown:
    """A learning cycle with the acts open to the reader. `words` is empty when `kept_back`: it is about a child whose
    record is closed to her."""

    key: int
    title: str
    words: str
    kept_back: bool
    question: str
    label: str
    tool: str
    tool_version: int
    among: str
    how: str
    tier: str
    team: int | None
    state: str
    state_words: str
    finding: int | None
    steps: tuple[Step, ...]
    actions: tuple[ActionShown, ...]
    samples: tuple[Sample, ...]
    under_way: int | None
    closed_words: str
    closed_by: str
    closed_at: datetime | None
    may: frozenset[str]


def cycle_of_action(action: int) -> int | None:
    """The cycle that an action belongs to; None when there is none."""
    return LearningAction.objects.filter(pk=action).values_list("cycle", flat=True).first()


def cycle_shown(cycle: int, *, reader: User) -> CycleShown | None:
    """A learning cycle; None when there is none. Some fifteen queries."""
    row = LearningCycle.objects.select_related("round", "opened_by", "closed_by").filter(pk=cycle).first()
    if row is None:
        return None
    tool = tool_of(row.round.tool, row.round.tool_version)
    actions = tuple(
        ActionShown(
            one.pk,
            one.what,
            one.owner.name,
            one.due_on,
            one.set_by.name,
            one.set_at,
            one.evidence,
            one.done_at,
            one.returned_because,
            one.checked_words,
            one.checked_by.name if one.checked_by else "",
            one.checked_at,
            one.owner_id == reader.pk,
        )
        for one in row.actions.select_related("owner", "set_by", "checked_by").order_by("pk")
    )
    samples, under_way = _samples(row)
    found = finding_rows(Finding.objects.filter(pk=row.finding), reader=reader)
    kept_back = any(one.kept_back for one in found)
    may = set(LEARNING_CYCLE.acts_from(row.state)) & acts_of(reader)
    if samples[-1].beyond_chance is not True:
        may -= {"cycle.close"}
    return CycleShown(
        key=row.pk,
        title=row.title,
        words="" if kept_back else row.words,
        kept_back=kept_back,
        question=row.question,
        label=tool.item(row.question).label,
        tool=tool.key,
        tool_version=tool.version,
        among=row.round.among,
        how=row.round.how,
        tier=row.round.tier,
        team=row.round.team_id,
        state=row.state,
        state_words=LEARNING_CYCLE.states[row.state],
        finding=row.finding,
        steps=_steps(row, actions, samples),
        actions=actions,
        samples=samples,
        under_way=under_way,
        closed_words=row.closed_words,
        closed_by=row.closed_by.name if row.closed_by else "",
        closed_at=row.closed_at,
        may=frozenset(may),
    )


def _samples(row: LearningCycle) -> tuple[tuple[Sample, ...], int | None]:
    found = row.round
    made = [
        Sample(
            found.pk,
            found.title,
            found.month,
            found.seed,
            found.wanted,
            row.passed,
            row.of,
            interval(row.passed, row.of),
            None,
            None,
            0,
        )
    ]
    done = {one.round_id: one for one in row.samples.all()}
    under_way = None
    for one in row.retests.order_by("pk"):
        came = done.get(one.pk)
        if came is not None:
            made.append(
                Sample(
                    one.pk,
                    one.title,
                    one.month,
                    one.seed,
                    one.wanted,
                    came.passed,
                    came.of,
                    interval(came.passed, came.of),
                    came.needed,
                    came.beyond_chance,
                    0,
                )
            )
            continue
        under_way = one.pk
        before: Count = last_sample(row)
        counted = count_of(one.pk, row.question)
        needed = fewest_beyond_chance(before.passed, before.of, one.wanted)
        waiting = one.wanted if one.state == "planned" else counted.waiting if counted else 0
        made.append(
            Sample(one.pk, one.title, one.month, one.seed, one.wanted, None, one.wanted, None, needed, None, waiting)
        )
    return tuple(made), under_way


def _steps(row: LearningCycle, actions: tuple[ActionShown, ...], samples: tuple[Sample, ...]) -> tuple[Step, ...]:
    """The six steps with the day and the person of the latest turn of each."""
    order = list(LEARNING_CYCLE.states)
    here = order.index(row.state)
    last = actions[-1] if actions else None
    told: dict[str, tuple[datetime | None, str]] = {
        "found": (row.opened_at, row.opened_by.name),
        "action_set": (last.set_at, last.set_by) if last else (None, ""),
        "action_done": (last.done_at, last.owner) if last else (None, ""),
        "evidence_checked": (last.checked_at, last.checked_by) if last else (None, ""),
        "impact_retested": (None, samples[-1].title if len(samples) > 1 else ""),
        "closed": (row.closed_at, row.closed_by.name if row.closed_by else ""),
    }
    made = []
    for place, state in enumerate(order):
        standing = "done" if place <= here else "now" if place == here + 1 else "to_come"
        on, who = told[state] if place <= here + 1 else (None, "")
        made.append(Step(LEARNING_CYCLE.states[state], standing, on if place <= here else None, who))
    return tuple(made)
