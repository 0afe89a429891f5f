"""Transfers of a child's work between teams: what was asked before it moved, and who holds the child all the while."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from goldenthread.access.public import User, acts_of, decide_about, visible
from goldenthread.casework.models import Deadline, Referral, Transfer, TransferChild
from goldenthread.casework.queries.child_keys import of_child
from goldenthread.casework.queries.deadlines import left_of
from goldenthread.casework.queries.meetings import called
from goldenthread.casework.queries.oversight_teams import teams_of
from goldenthread.kernel.clock import TimeState, london_date
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.workflows import TRANSFER

CLOCK = "transfer_accept"
OPEN = ("proposed", "met", "returned", "accepted")
"""The states in which a transfer waits for somebody."""
GIVING = frozenset(("transfer.change", "transfer.withdraw", "transfer.meet"))
RECEIVING = frozenset(("transfer.return", "transfer.accept", "transfer.complete", "transfer.meet"))


@dataclass(frozen=True, slots=True)
class Held:
    """A child of a transfer, and who holds the child now: the worker, or the team while nobody is named."""

    child: int
    name: str
    worker: str
    team: str

    @property
    def by_whom(self) -> str:
        """Who holds the child, in words."""
        return f"{self.worker} of {self.team}" if self.worker else f"{self.team}, which has named no worker"


@dataclass(frozen=True, slots=True)
class Checked:
    """A line of the checklist as it was asked and answered."""

    key: str
    asked: str
    answer: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownTransfer:
    """A transfer, whole. `may` holds the acts open to the reader in its present state; `due_on` is when it must be
    accepted, `late` whether that has passed unanswered."""

    key: int
    state: str
    state_words: str
    children: tuple[Held, ...]
    from_team: int
    from_name: str
    to_team: int
    to_name: str
    route: str
    route_words: str
    why: str
    risks: str
    strengths: str
    child_wants: str
    next_days: str
    checklist: tuple[Checked, ...]
    proposed_by: str
    proposed_at: datetime
    met_on: date | None
    met_with: str
    appropriate: bool | None
    appropriate_words: str
    cannot_wait: str
    unassessed: str
    tells_family: str
    moves_on: date | None
    met_recorded_by: str
    returned_because: str
    returned_by: str
    returned_at: datetime | None
    accepted_by: str
    accepted_at: datetime | None
    accepted_words: str
    to_worker: str
    completed_by: str
    completed_at: datetime | None
    withdrawn_because: str
    due_on: date | None
    due_words: str
    late: bool
    mine: bool
    may: frozenset[str]

    @property
    def holds(self) -> tuple[str, ...]:
        """Who holds each child while it waits, a sentence each, and who was given the child when it was completed: who
        holds the child today may be somebody else by then."""
        if self.state == "completed":
            given = f"was given to {self.to_worker} of {self.to_name} when the transfer was completed"
            return tuple(f"{one.name} {given}." for one in self.children)
        if self.state == "withdrawn":
            return tuple(f"{one.by_whom} holds {one.name}: the work did not move." for one in self.children)
        until = f"until {self.to_name} names a worker and the transfer is completed"
        return tuple(f"{one.by_whom} holds {one.name} {until}." for one in self.children)


def children_of_transfer(transfer: int) -> tuple[int, ...]:
    """The children whose work moves together."""
    return tuple(TransferChild.objects.filter(transfer=transfer).order_by("child").values_list("child", flat=True))


def waiting_transfer(child: int) -> tuple[str, date] | None:
    """The team to which a transfer of this child's work waits to go, and the day it was proposed; None without one.
    One query."""
    lines = TransferChild.objects.filter(of_child("child", child), transfer__state__in=OPEN)
    found = lines.order_by("pk").values_list("transfer__to_team__name", "transfer__proposed_at").first()
    return (found[0], london_date(found[1])) if found else None


def show_transfer(transfer: int, *, reader: User, at: datetime) -> ShownTransfer | None:
    """One transfer; None when there is none. Seven queries."""
    found = _shown(Transfer.objects.filter(pk=transfer), reader, at)
    return found[0] if found else None


def transfers_of(child: int, *, reader: User, at: datetime) -> tuple[ShownTransfer, ...]:
    """The transfers of a child's work, latest first; those that are also about a child whose record is shut to the
    reader are left out. Without the acts that are open."""
    keys = TransferChild.objects.filter(of_child("child", child)).values("transfer")
    shut = TransferChild.objects.filter(transfer__in=keys).exclude(visible(reader, "child.read", child="child", at=at))
    rows = Transfer.objects.filter(pk__in=keys).exclude(pk__in=shut.values("transfer"))
    return tuple(_shown(rows, reader, at, acts=False))


def open_transfers(teams: Sequence[int], *, reader: User, at: datetime) -> tuple[ShownTransfer, ...]:
    """The transfers that wait, to or from these teams, the longest first; none with a child shut to the reader."""
    shut = TransferChild.objects.filter(transfer__state__in=OPEN).exclude(
        visible(reader, "child.read", child="child", at=at)
    )
    rows = Transfer.objects.filter(state__in=OPEN).exclude(pk__in=shut.values("transfer"))
    mine = rows.filter(to_team__in=teams) | rows.filter(from_team__in=teams)
    return tuple(sorted(_shown(mine, reader, at, acts=False), key=lambda one: one.proposed_at))


def _shown(rows: object, reader: User, at: datetime, *, acts: bool = True) -> list[ShownTransfer]:
    people = ("proposed_by", "met_recorded_by", "returned_by", "accepted_by", "to_worker", "completed_by")
    found = list(rows.select_related("from_team", "to_team", *people).order_by("-proposed_at", "-pk"))  # type: ignore[attr-defined] -- a query set of transfers
    children: dict[int, list[TransferChild]] = {}
    lines = TransferChild.objects.filter(transfer__in=found)
    for line in lines.select_related("child", "referral__worker", "referral__team").order_by("child__born_on", "child"):
        children.setdefault(line.transfer_id, []).append(line)
    due = {
        one.about: one
        for one in Deadline.objects.filter(
            clock=CLOCK, about__in=[f"transfer:{row.pk}" for row in found], void_at=None
        ).order_by("pk")
    }
    return [_one(row, children.get(row.pk, []), due.get(f"transfer:{row.pk}"), reader, at, acts) for row in found]


def _one(
    row: Transfer, lines: list[TransferChild], due: Deadline | None, reader: User, at: datetime, acts: bool
) -> ShownTransfer:
    left = left_of(due.due_on, due.due_at, at, met_at=due.met_at) if due else None

    def name(person: User | None) -> str:
        return person.name if person else ""

    return ShownTransfer(
        key=row.pk,
        state=row.state,
        state_words=TRANSFER.states[row.state],
        children=tuple(_held(one) for one in lines),
        from_team=row.from_team_id,
        from_name=row.from_team.name,
        to_team=row.to_team_id,
        to_name=row.to_team.name,
        route=row.route,
        route_words=SETS["transfer_route"].label(row.route),
        why=row.why,
        risks=row.risks,
        strengths=row.strengths,
        child_wants=row.child_wants,
        next_days=row.next_days,
        checklist=tuple(Checked(**line) for line in row.checklist),
        proposed_by=row.proposed_by.name,
        proposed_at=row.proposed_at,
        met_on=row.met_on,
        met_with=row.met_with,
        appropriate=row.appropriate,
        appropriate_words=row.appropriate_words,
        cannot_wait=row.cannot_wait,
        unassessed=row.unassessed,
        tells_family=row.tells_family,
        moves_on=row.moves_on,
        met_recorded_by=name(row.met_recorded_by),
        returned_because=row.returned_because,
        returned_by=name(row.returned_by),
        returned_at=row.returned_at,
        accepted_by=name(row.accepted_by),
        accepted_at=row.accepted_at,
        accepted_words=row.accepted_words,
        to_worker=name(row.to_worker),
        completed_by=name(row.completed_by),
        completed_at=row.completed_at,
        withdrawn_because=row.withdrawn_because,
        due_on=due.due_on if due else None,
        due_words=left.words if left else "",
        late=left is not None and left.state is TimeState.OVERDUE,
        mine=row.proposed_by_id == reader.pk,
        may=_may(row, [one.child_id for one in lines], reader, at) if acts else frozenset(),
    )


def _held(line: TransferChild) -> Held:
    referral: Referral = line.referral
    worker = referral.worker.name if referral.worker else ""
    return Held(line.child_id, called(line.child), worker, referral.team.name if referral.team else "No team")


def _may(row: Transfer, children: list[int], reader: User, at: datetime) -> frozenset[str]:
    teams = teams_of(reader, london_date(at))
    hers = set(GIVING) if row.from_team_id in teams else set()
    hers |= RECEIVING if row.to_team_id in teams else set()
    steps = set(TRANSFER.acts_from(row.state)) & acts_of(reader) & hers
    return frozenset(act for act in steps if decide_about(reader, act, children, at=at).allowed)
