"""Allocation: referrals given to a team, then to a worker, with what is asked of her."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import Team, User, decide, record, require, tie, untie
from goldenthread.casework.models import Allocation, Referral
from goldenthread.casework.operations import deadlines
from goldenthread.casework.operations.oversight_workers import note_change
from goldenthread.casework.operations.referrals import FRONT_DOOR_CLOCKS, step
from goldenthread.casework.queries.oversight_transfers import waiting_transfer
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.words import moment

LONGEST = 20_000  # characters


@transaction.atomic
def allocate_team(
    *,
    referrals: Collection[int],
    team: int,
    instructions: str = "",
    reason: str = "",
    reason_words: str = "",
    by: User,
    at: datetime,
    based_on: Mapping[int, int] | None = None,
) -> tuple[int, ...]:
    """Gives referrals, brothers and sisters together, to a team; returns the allocations' keys.

    The team's people may then open the record. An earlier worker's allocation ends, for a `reason` of "worker_change".
    `based_on` says for each referral which allocation she knows of, 0 for none; None when nobody looked at a page.
    Raises `NotAllowed`; `Refused`, also without a reason where a child loses a worker, and when somebody gave one of
    them away since.
    """
    to = Team.objects.filter(pk=team, closed_on=None).first()
    if to is None:
        raise Refused("Choose a team", "team")
    _short_enough(instructions)
    made, today = [], timezone.localdate(at)
    for one in _locked(referrals):
        right = require(by, "referral.allocate_team", one.child_id, at=at)
        if one.team_id == to.pk and one.worker_id is None and one.state == "with_team":
            raise Refused(_given_already(one, to.name, at))
        _nobody_was_first(one, to.name, based_on, at)
        if one.team_id != to.pk and waiting_transfer(one.child_id):
            # It could then neither be completed nor taken back by the team that proposed it.
            raise Refused("A transfer of this child waits. Complete it or take it back first", "team")
        if one.worker_id is not None:
            _note_change(one, None, reason, reason_words, by, at, field="team_reason")
        one.state, one.team, one.worker = step(one, "referral.allocate_team"), to, None
        one.save(update_fields=["state", "team", "worker"])
        untie(child=one.child_id, kind="allocated", ends_on=today)
        untie(child=one.child_id, kind="team", ends_on=today)
        tie(child=one.child_id, kind="team", team=to, starts_on=today)
        made.append(_allocate(one, to, None, instructions, by, at))
        deadlines.hand_over(referral=one, team=to, owner=None, but=FRONT_DOOR_CLOCKS)
        _record("referral.allocate_team", one, right.right, by, at, {"team": to.pk, "allocation": made[-1]})
    return tuple(made)


@transaction.atomic
def allocate_worker(
    *,
    referrals: Collection[int],
    worker: int,
    instructions: str,
    reason: str = "",
    reason_words: str = "",
    by: User,
    at: datetime,
    based_on: Mapping[int, int] | None = None,
) -> tuple[int, ...]:
    """Gives referrals that are with a team to one of its workers, with instructions; returns the allocations' keys.

    She may open the records from now, and finds them in My work as new to her. `reason` says why the worker changes,
    where there was one; `based_on` as for a team. Raises `NotAllowed`; `Refused` without instructions or that reason,
    for somebody of another team, for somebody whom a restriction keeps from a child's record, and when somebody gave
    one of them away since.
    """
    to = User.objects.filter(pk=worker, is_active=True, team__isnull=False).select_related("team").first()
    problems = []
    if to is None:
        problems.append(("worker", "Choose a worker"))
    if says_nothing(instructions):
        problems.append(("instructions", "Write what you ask of the worker, and by when"))
    if problems:
        raise Refused(problems=tuple(problems))
    assert to is not None
    _short_enough(instructions)
    made, today = [], timezone.localdate(at)
    for one in _locked(referrals):
        right = require(by, "referral.allocate_worker", one.child_id, at=at)
        if one.team_id != to.team_id:
            _nobody_was_first(one, to.name, based_on, at)
            raise Refused(f"{to.name} is not in the team that has this referral. Give it to that team first", "worker")
        if one.worker_id == to.pk:
            raise Refused(_given_already(one, to.name, at), "worker")
        _nobody_was_first(one, to.name, based_on, at)
        if one.worker_id is not None:
            _note_change(one, to, reason, reason_words, by, at, field="reason")
        one.state, one.worker = step(one, "referral.allocate_worker"), to
        one.save(update_fields=["state", "worker"])
        untie(child=one.child_id, kind="allocated", ends_on=today)
        tie(child=one.child_id, kind="allocated", user=to, starts_on=today)
        if not decide(to, "child.read", one.child_id, at=at).allowed:
            raise Refused(f"A restriction keeps {to.name} from this record. Choose somebody else", "worker")
        made.append(_allocate(one, to.team, to, instructions, by, at))
        deadlines.hand_over(referral=one, team=to.team, owner=to, but=FRONT_DOOR_CLOCKS)
        deadlines.meet("assessment_allocated", referral=one, at=at)
        _record("referral.allocate_worker", one, right.right, by, at, {"worker": to.pk, "allocation": made[-1]})
    return tuple(made)


@transaction.atomic
def read_instructions(*, allocation: int, by: User, at: datetime) -> None:
    """Records "I have read this" from the worker, or the colleague who covers for her. Said twice, it stands once.

    Raises `NotAllowed`, `Refused`.
    """
    found = Allocation.objects.select_for_update(of=("self",)).select_related("referral").filter(pk=allocation).first()
    if found is None:
        raise Refused("There is no such allocation.")
    right = require(by, "allocation.read", found.referral.child_id, at=at)
    today = timezone.localdate(at)
    covers = by.covers.filter(absent=found.worker_id, period__contains=today).exists()
    if found.worker_id != by.pk and not covers:
        raise Refused("These instructions are for somebody else.")
    if found.read_at is None:
        found.read_at = at
        found.save(update_fields=["read_at"])
        _record("allocation.read", found.referral, right.right, by, at, {"allocation": found.pk})


def move_to(referral: Referral, to: User, *, instructions: str, by: User, at: datetime) -> int:
    """Gives a referral to a worker of another team in one step; returns the allocation's key.

    Runs inside the act that completes a transfer, which has decided the right, locked the referral, and writes why the
    worker changed and the ledger. Raises `Refused` where the referral is with nobody yet, or closed.
    """
    assert to.team is not None
    today = timezone.localdate(at)
    referral.state = step(referral, "referral.allocate_team")
    referral.state = step(referral, "referral.allocate_worker")
    referral.team, referral.worker = to.team, to
    referral.save(update_fields=["state", "team", "worker"])
    untie(child=referral.child_id, kind="allocated", ends_on=today)
    untie(child=referral.child_id, kind="team", ends_on=today)
    tie(child=referral.child_id, kind="team", team=to.team, starts_on=today)
    tie(child=referral.child_id, kind="allocated", user=to, starts_on=today)
    made = _allocate(referral, to.team, to, instructions, by, at)
    deadlines.hand_over(referral=referral, team=to.team, owner=to, but=FRONT_DOOR_CLOCKS)
    deadlines.meet("assessment_allocated", referral=referral, at=at)
    return made


def _note_change(
    referral: Referral, came: User | None, reason: str, words: str, by: User, at: datetime, *, field: str
) -> None:
    """Keeps why the child's worker changes. Raises `Refused` at the box where no reason stands."""
    assert referral.worker_id is not None
    note_change(
        child=referral.child_id,
        went=referral.worker_id,
        came=came.pk if came else None,
        changed_on=timezone.localdate(at),
        reason=reason,
        words=words,
        by=by,
        at=at,
        field=field,
    )


def _allocate(referral: Referral, team: Team, worker: User | None, instructions: str, by: User, at: datetime) -> int:
    Allocation.objects.filter(referral=referral, ended_at=None).update(ended_at=at)
    return Allocation.objects.create(
        referral=referral,
        team=team,
        worker=worker,
        instructions=instructions.strip(),
        allocated_by=by,
        allocated_at=at,
    ).pk


def _nobody_was_first(referral: Referral, to: str, based_on: Mapping[int, int] | None, at: datetime) -> None:
    """Raises `Refused` when another allocation stands than the one the page showed: she says first that she knows."""
    if based_on is None:
        return
    last = Allocation.objects.filter(referral=referral).select_related(
        "allocated_by", "team", "worker", "referral__child"
    )
    stands = last.order_by("-allocated_at", "-pk").first()
    if stands is None or stands.pk == based_on.get(referral.pk, 0):
        return
    given_to = f"{stands.worker.name} of {stands.team.name}" if stands.worker else stands.team.name
    child = stands.referral.child.given_names or "this child"
    raise Refused(
        f"{stands.allocated_by.name} gave {child} to {given_to} {moment(stands.allocated_at, at)}, after you opened "
        f"this page. If {to} should still have it, say that you know this, and press again",
        "known",
    )


def _given_already(referral: Referral, to: str, at: datetime) -> str:
    """Two managers may press at once: the second is told who was first."""
    last = Allocation.objects.filter(referral=referral, ended_at=None).select_related("allocated_by").first()
    if last is None or last.allocated_by is None:
        return f"{to} has this already."
    return f"{to} has this already: {last.allocated_by.name} allocated it {moment(last.allocated_at, at)}."


def _locked(referrals: Collection[int]) -> list[Referral]:
    """In order of their keys, so that two managers who allocate the same family wait for one another, not forever."""
    found = list(Referral.objects.select_for_update().filter(pk__in=referrals).order_by("pk"))
    if not found or len(found) != len(set(referrals)):
        raise Refused("Choose the children to allocate", "referrals")
    return found


def _short_enough(instructions: str) -> None:
    if len(instructions) > LONGEST:
        raise Refused(f"Instructions can be {LONGEST:,} characters long at most", "instructions")


def _record(act: str, referral: Referral, right: str, by: User, at: datetime, detail: dict[str, object]) -> None:
    record(
        act=act, by=by, at=at, child=referral.child_id, subject=f"referral:{referral.pk}", right=right, detail=detail
    )
