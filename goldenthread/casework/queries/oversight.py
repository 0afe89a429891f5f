"""Who has worked with a child, how many, and why each changed: social workers and reviewing officers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from goldenthread.access.public import User
from goldenthread.casework.models import Allocation, MeetingChild, WorkerChange
from goldenthread.casework.queries.child_keys import of_child
from goldenthread.casework.queries.meetings import CONFERENCES
from goldenthread.kernel.clock import london_date
from goldenthread.rulebook.codes import SETS

BEGAN_AGAIN = "The child was referred again"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who worked with the child in one role ("worker" or "reviewing") without a break: from and until when.

    `until` is None while it lasts. `reason_words` says why she followed the one before her, `words` more of it, as
    `said_by` said. `unexplained` is true where she followed somebody and nobody has said why.
    """

    role: str
    user: int
    name: str
    team: str
    since: date
    until: date | None
    spell: int = 0
    reason: str = ""
    reason_words: str = ""
    words: str = ""
    said_by: str = ""
    unexplained: bool = False
    followed: int | None = None
    followed_name: str = ""


@dataclass(frozen=True, slots=True)
class WorkersOf:
    """A child's workers and reviewing officers, first to latest."""

    workers: tuple[Holder, ...]
    reviewing: tuple[Holder, ...]

    @property
    def how_many_workers(self) -> int:
        """How many different social workers."""
        return len({one.user for one in self.workers})

    @property
    def how_many_reviewing(self) -> int:
        """How many different reviewing officers or conference chairs."""
        return len({one.user for one in self.reviewing})

    @property
    def unexplained(self) -> tuple[Holder, ...]:
        """The changes of which nobody has said why."""
        return tuple(one for one in (*self.workers, *self.reviewing) if one.unexplained)


def workers_of(child: int) -> WorkersOf:
    """Everybody who has been the child's social worker, and everybody who has chaired or reviewed for the child.

    A worker counts from an allocation to its end, or to the end of the referral; a reviewing officer from the first
    conference she held to the first held by somebody else. Three queries.
    """
    changes = list(
        WorkerChange.objects.filter(of_child("child", child)).select_related("said_by").order_by("changed_on", "pk")
    )
    return WorkersOf(
        workers=_explained(_allocated(child), [one for one in changes if one.role == "worker"]),
        reviewing=_explained(_chaired(child), [one for one in changes if one.role == "reviewing"]),
    )


def _allocated(child: int) -> list[Holder]:
    rows = (
        Allocation.objects.filter(of_child("referral__child", child), worker__isnull=False)
        .order_by("allocated_at", "pk")
        .values_list(
            "referral",
            "worker",
            "worker__name",
            "team__name",
            "allocated_at",
            "ended_at",
            "referral__closed_on",
        )
    )
    found: list[Holder] = []
    for referral, worker, name, team, since, ended, closed_on in rows:
        until = london_date(ended) if ended else closed_on
        last = found[-1] if found else None
        if last is not None and (last.user, last.spell) == (worker, referral):
            found[-1] = replace(last, until=until, team=team)
        else:
            found.append(Holder("worker", worker, name, team, london_date(since), until, spell=referral))
    return found


def _chaired(child: int) -> list[Holder]:
    rows = (
        MeetingChild.objects.filter(
            of_child("child", child),
            meeting__state="held",
            meeting__kind__in=CONFERENCES,
            meeting__chair__isnull=False,
            meeting__held_at__isnull=False,
        )
        .order_by("meeting__held_at", "pk")
        .values_list("meeting__chair", "meeting__chair__name", "meeting__held_at")
    )
    found: list[Holder] = []
    for chair, name, held_at in rows:
        on = london_date(held_at)
        if found and found[-1].user == chair:
            continue
        if found:
            found[-1] = replace(found[-1], until=on)
        found.append(Holder("reviewing", chair, name, "", on, None))
    return found


def _explained(holders: Sequence[Holder], changes: Sequence[WorkerChange]) -> tuple[Holder, ...]:
    """Each holder with why she followed the one before; a change to nobody yet explains whoever came next."""
    reasons = SETS["worker_change"]
    found: list[Holder] = []
    for before, one in zip((None, *holders), holders, strict=False):
        if before is None:
            found.append(one)
            continue
        if before.spell != one.spell:
            found.append(replace(one, reason_words=BEGAN_AGAIN))
            continue
        named = replace(one, followed=before.user, followed_name=before.name)
        why = _why(
            [change for change in changes if before.since <= change.changed_on <= one.since], before.user, one.user
        )
        if why is None:
            found.append(replace(named, unexplained=True))
            continue
        label = reasons.label(why.reason)
        found.append(replace(named, reason=why.reason, reason_words=label, words=why.words, said_by=why.said_by.name))
    return tuple(found)


def _why(changes: Sequence[WorkerChange], went: int, came: int) -> WorkerChange | None:
    """Why one followed the other, of changes first to latest: also through somebody who was named between them and
    never began, where the first of the reasons counts. None where nobody has said."""
    passed: dict[int | None, WorkerChange | None] = {went: None}
    found = None
    for change in changes:
        if change.went_id not in passed:
            continue
        first = passed[change.went_id] or change
        if change.came_id in (came, None):
            found = first
        else:
            passed.setdefault(change.came_id, first)
    return found


def chairs_before(children: Collection[int], *, came: User | None) -> dict[int, int]:
    """Who chaired the last conference held of each child, where that was somebody else than `came` and nobody has said
    yet why `came` follows her. Empty where nobody comes. Two queries."""
    if came is None:
        return {}
    rows = MeetingChild.objects.filter(
        child__in=children,
        meeting__state="held",
        meeting__kind__in=CONFERENCES,
        meeting__chair__isnull=False,
        meeting__held_at__isnull=False,
    ).order_by("meeting__held_at", "pk")
    last = {
        child: (chair, london_date(held_at))
        for child, chair, held_at in rows.values_list("child", "meeting__chair", "meeting__held_at")
    }
    told = list(WorkerChange.objects.filter(child__in=last, role="reviewing").order_by("changed_on", "pk"))
    return {
        child: chair
        for child, (chair, since) in last.items()
        if chair != came.pk
        and _why([one for one in told if one.child_id == child and one.changed_on >= since], chair, came.pk) is None
    }


def chair_to_follow(children: Collection[int]) -> str:
    """The name of whoever chaired the last conference held of any of these children; empty where nobody did."""
    rows = MeetingChild.objects.filter(
        child__in=children, meeting__state="held", meeting__kind__in=CONFERENCES, meeting__chair__isnull=False
    ).order_by("-meeting__held_at", "-pk")
    return rows.values_list("meeting__chair__name", flat=True).first() or ""
