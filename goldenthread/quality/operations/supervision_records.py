"""What supervision records about a child: kept while it is typed, recorded whole, its directions given, answered and
followed up. Recording meets the clock of the child's supervision and starts it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import Tie, User, decide, find_user, record, require
from goldenthread.casework.public.supervision import cases_now, meet_clock, start_clock
from goldenthread.kernel.clock import Allowance
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import ChildDiscussed, Direction, DirectionFollowed, Supervision
from goldenthread.quality.operations.supervision import LONGEST, LONGEST_LINE, locked, not_allowed, tell
from goldenthread.quality.queries.supervision_records import last_discussed
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.drift import drift_of
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.supervision import ABOUT_A_CHILD, CHILD_CLOCK, INTERVALS
from goldenthread.ui.cleaning import UNKEPT, kept_words
from goldenthread.ui.words import day

MOST_BOXES = 200
LONGEST_NAME = 60
FURTHEST = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class DirectionSaid:
    """A direction as it was given. `box` is where it was typed, for what is wrong with it."""

    what: str
    owner: int | None
    due_on: date | None
    box: str = "direction-1"


@dataclass(frozen=True, slots=True)
class FollowSaid:
    """What became of an earlier direction: `outcome` of "direction_answer", in what words, and the new day where it
    goes on."""

    outcome: str
    words: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class ChildSaid:
    """What was said about a child. `texts` by question; `followed` by the key of each earlier direction."""

    texts: Mapping[str, str]
    directions: Sequence[DirectionSaid] = ()
    followed: Mapping[int, FollowSaid] = field(default_factory=dict)
    no_direction_because: str = ""


@transaction.atomic
def keep_discussed(
    *, supervision: int, child: int, typed: Mapping[str, str], based_on: int, by: User, at: datetime
) -> int:
    """Keeps what is typed about a child, and returns the version it stands at. Raises `NotAllowed`; `Refused` where
    somebody wrote since the page was opened, or what was typed cannot be kept."""
    require(by, "supervision.discuss", child, at=at)
    found = _running(supervision, child, by, at)
    long = [name for name, words in typed.items() if len(words) > LONGEST]
    if long:
        raise Refused(f"An answer can be {LONGEST:,} characters long at most. It has {len(typed[long[0]]):,}", long[0])
    kept = {
        name[:LONGEST_NAME]: UNKEPT.sub("", words) for name, words in list(typed.items())[:MOST_BOXES] if words.strip()
    }
    row = ChildDiscussed.objects.select_for_update().filter(supervision=found, child=child).first()
    if row is None:
        if not kept:
            return 0
        row = ChildDiscussed.objects.create(
            supervision=found, child_id=child, typed=kept, version=1, saved_by=by, saved_at=at
        )
        return row.version
    if row.recorded_at is not None:
        raise Refused("This was recorded meanwhile. Open the page again to read it.")
    if row.typed == kept:
        return row.version
    if based_on != row.version:
        who = "You have" if row.saved_by_id == by.pk else "Somebody else has"
        raise Refused(f"{who} written here in another window. Copy your words, then open this page again.")
    if not kept:
        row.delete()
        return 0
    row.typed, row.version, row.saved_by, row.saved_at = kept, row.version + 1, by, at
    row.save(update_fields=["typed", "version", "saved_by", "saved_at"])
    return row.version


@transaction.atomic
def record_discussed(*, supervision: int, child: int, said: ChildSaid, by: User, at: datetime) -> int:
    """Records what supervision said about a child, and returns its key. Directions go to their owners; each earlier
    direction is followed up; what drifts that day is kept with it.

    Raises `NotAllowed`; `Refused` for what is missing: the child, the reflection, the challenge, what became of an
    earlier direction, and a direction or the reason why there is none.
    """
    right = require(by, "supervision.discuss", child, at=at).right
    found = _running(supervision, child, by, at)
    row = ChildDiscussed.objects.select_for_update().filter(supervision=found, child=child).first()
    if row is not None and row.recorded_at is not None:
        raise Refused("What supervision said about this child is recorded already.")
    earlier = list(Direction.objects.select_for_update().filter(child=child, closed_on=None).order_by("due_on", "pk"))
    today = timezone.localdate(at)
    problems = _problems(said, earlier, child, at)
    if problems:
        raise Refused(problems=tuple(problems))
    if row is None:
        row = ChildDiscussed(supervision=found, child_id=child)
    for one in ABOUT_A_CHILD:
        setattr(row, one.name, kept_words(said.texts.get(one.name, ""), one.name))
    row.no_direction_because = kept_words(said.no_direction_because, "no_direction_because", LONGEST_LINE)
    row.due_on, row.drift, row.typed = _drift(child, earlier, today)
    row.version += 1
    row.saved_by = row.recorded_by = by
    row.saved_at = row.recorded_at = at
    row.save()
    _follow(row, earlier, said.followed, by, at)
    _direct(row, said.directions, by, at)
    _clock(child, found, at)
    record(
        act="supervision.discuss",
        by=by,
        at=at,
        child=child,
        right=right,
        subject=f"supervision:{found.pk}",
        detail={"directions": len(_given(said)), "drift": [one["rule"] for one in row.drift]},
    )
    return row.pk


@transaction.atomic
def answer_direction(*, direction: int, answer: str, words: str, by: User, at: datetime) -> None:
    """Says what became of a direction: done on what evidence, not done and why, or no longer right and why. By its
    owner, or the colleague who covers for her. Answered twice, the later answer stands and the earlier is kept.

    Raises `NotAllowed`, `Refused`.
    """
    found = (
        Direction.objects.select_for_update(of=("self",))
        .select_related("discussed__supervision__supervisor")
        .filter(pk=direction)
        .first()
    )
    if found is None:
        raise Refused("There is no such direction.")
    right = require(by, "direction.answer", found.child_id, at=at).right
    today = timezone.localdate(at)
    if found.owner_id != by.pk and not by.covers.filter(absent=found.owner_id, period__contains=today).exists():
        raise Refused("This direction is somebody else’s to answer.")
    if found.closed_on is not None:
        raise Refused(f"A supervision looked at this on {day(found.closed_on)}, and closed it.")
    if answer not in SETS["direction_answer"].codes:
        raise Refused("Choose what became of it", "answer")
    if says_nothing(words):
        asks = "Say what was done, and what shows it" if answer == "done" else "Say why"
        raise Refused(asks, "words")
    found.answer, found.answer_words = answer, kept_words(words, "words")
    found.answered_on, found.answered_by = today, by
    found.save(update_fields=["answer", "answer_words", "answered_on", "answered_by"])
    record(
        act="direction.answer",
        by=by,
        at=at,
        child=found.child_id,
        right=right,
        subject=f"direction:{found.pk}",
        detail={"answer": answer},
    )
    supervisor = found.discussed.supervision.supervisor
    tell(supervisor, "A direction you gave was answered.", "direction", found.pk, found.child_id, by, at)


def _running(supervision: int, child: int, by: User, at: datetime) -> Supervision:
    found = locked(supervision, by)
    if found.state != "running":
        raise Refused("Begin this supervision first." if found.state == "due" else "This supervision is over.")
    on = timezone.localdate(at)
    hers = Tie.objects.holding(on).filter(user=found.worker_id, child=child, kind__in=("allocated", "co_working"))
    if not hers.exists():
        raise not_allowed("This child is not with the worker whom you supervise.")
    return found


def _given(said: ChildSaid) -> list[DirectionSaid]:
    return [one for one in said.directions if one.what.strip() or one.owner or one.due_on]


def _problems(said: ChildSaid, earlier: Sequence[Direction], child: int, at: datetime) -> list[tuple[str, str]]:
    problems, today = [], timezone.localdate(at)
    for one in earlier:
        follow = said.followed.get(one.pk, FollowSaid(""))
        if follow.outcome not in SETS["direction_answer"].codes:
            problems.append((f"outcome-{one.pk}", f"Say what became of “{one.what[:60]}”"))
        elif says_nothing(follow.words) and not (follow.outcome == "done" and one.answer == "done"):
            asks = "Say what shows that it is done" if follow.outcome == "done" else "Say why"
            problems.append((f"words-{one.pk}", asks))
        elif follow.outcome == "not_done" and not (follow.due_on and today <= follow.due_on <= today + FURTHEST):
            problems.append((f"again-{one.pk}", "Say by what day it is done now, within six months"))
    for ask in ABOUT_A_CHILD:
        if ask.needed and says_nothing(said.texts.get(ask.name, "")):
            problems.append((ask.name, f"Answer ‘{ask.label}’"))
    given = _given(said)
    for one in given:
        if says_nothing(one.what) or len(one.what.split()) < 3:
            problems.append((f"{one.box}-what", "Say exactly what is to be done"))
        owner = find_user(key=one.owner) if one.owner else None
        if owner is None or not owner.is_active:
            problems.append((f"{one.box}-owner", "Say who does it"))
        elif not decide(owner, "direction.answer", child, at=at).allowed:
            problems.append(
                (f"{one.box}-owner", f"{owner.name} does not work with this child. Choose somebody who does")
            )
        if one.due_on is None:
            problems.append((f"{one.box}-due", "Say by what day"))
        elif not today <= one.due_on <= today + FURTHEST:
            problems.append((f"{one.box}-due", "The day is from today to six months ahead"))
    goes_on = any(follow.outcome == "not_done" for follow in said.followed.values())
    if not given and not goes_on and says_nothing(said.no_direction_because):
        problems.append(("no_direction_because", "Give a direction, or say why none is needed"))
    return problems


def _drift(
    child: int, earlier: Sequence[Direction], today: date
) -> tuple[date | None, list[dict[str, str]], dict[str, str]]:
    """The day by which the child had to be talked about, what drifts today, and the boxes emptied."""
    last = last_discussed([child])
    case = cases_now([child], on=today, since=last)[child]
    due_on = next((one.due_on for one in case.running if one.clock == CHILD_CLOCK), None)
    facts = case.drift_facts(
        directions=tuple((one.what, one.due_on, one.answer) for one in earlier),
        supervised_on=last.get(child),
        supervise_by=due_on,
    )
    found = drift_of(facts, on=today)
    return due_on, [{"rule": one.rule.id, "since": one.since.isoformat(), "words": one.because} for one in found], {}


def _follow(
    row: ChildDiscussed, earlier: Sequence[Direction], followed: Mapping[int, FollowSaid], by: User, at: datetime
) -> None:
    today = timezone.localdate(at)
    for one in earlier:
        said = followed[one.pk]
        goes_on = said.outcome == "not_done"
        DirectionFollowed.objects.create(
            direction=one,
            discussed=row,
            outcome=said.outcome,
            words=kept_words(said.words, f"words-{one.pk}"),
            due_on=said.due_on if goes_on else None,
            said_by=by,
            said_at=at,
        )
        if goes_on:
            assert said.due_on is not None
            # Asked again: what was answered before is in its history, and the new day needs a new answer.
            one.due_on, one.answer, one.answer_words = said.due_on, "", ""
            one.answered_on, one.answered_by = None, None
        else:
            one.closed_on, one.closed_as = today, said.outcome
        one.save()


def _direct(row: ChildDiscussed, given: Sequence[DirectionSaid], by: User, at: datetime) -> None:
    for position, one in enumerate(one for one in given if one.what.strip()):
        assert one.due_on is not None
        assert one.owner is not None
        made = Direction.objects.create(
            discussed=row,
            child_id=row.child_id,
            what=kept_words(one.what, f"{one.box}-what", LONGEST_LINE * 2),
            owner_id=one.owner,
            due_on=one.due_on,
            position=position,
        )
        tell(made.owner, "A direction from supervision is yours.", "direction", made.pk, row.child_id, by, at)


def _clock(child: int, found: Supervision, at: datetime) -> None:
    meet_clock(CHILD_CLOCK, child=child, at=at)
    case = cases_now([child], on=timezone.localdate(at))[child]
    interval = INTERVALS.get(case.status)
    days = interval.working_days if interval else None
    start_clock(
        CHILD_CLOCK,
        child=child,
        referral=case.referral,
        team=found.worker.team_id,
        at=at,
        sooner=Allowance.read(f"{days} working_days") if days else None,
    )
