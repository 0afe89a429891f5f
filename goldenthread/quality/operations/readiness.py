"""The inspectors' workspace: opened for named inspectors, with chosen children, until a day; ended early with a reason.

The right itself is the tie between each inspector and each child, which ends by itself. Everything an inspector opens
is in the ledger, as everything is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import (
    LedgerRow,
    User,
    decide,
    notify,
    record,
    record_many,
    require,
    tie,
    untie,
    visible,
)
from goldenthread.casework.public.audit import candidates
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import Person
from goldenthread.quality.models import InspectionWorkspace, WorkspaceChild, WorkspaceInspector
from goldenthread.quality.operations.improvement import LONGEST_LINE
from goldenthread.quality.queries.readiness import stands_open
from goldenthread.rulebook import sampling
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import kept_line, kept_words
from goldenthread.ui.words import day

LONGEST_OPEN = 92  # days: an inspection with what follows it
MOST_CHILDREN = 60
LONGEST_SEED = 20
INSPECTION = "inspection"


@dataclass(frozen=True, slots=True)
class WorkspaceSaid:
    """What inspectors may read. `children` gives for each child why it was chosen; `closes_on` is the last day."""

    name: str
    inspectors: Collection[int]
    children: Mapping[int, str]
    opens_on: date
    closes_on: date


@transaction.atomic
def open_workspace(*, said: WorkspaceSaid, by: User, at: datetime) -> int:
    """Opens a workspace and returns its key; each inspector is told. Each child gets a line in the ledger.

    A child whose record is closed to the person who opens it cannot be chosen by her. Raises `NotAllowed`, `Refused`.
    """
    right = require(by, "workspace.open", at=at).right
    today = timezone.localdate(at)
    problems: list[tuple[str, str]] = []
    if says_nothing(said.name):
        problems.append(("name", "Give the workspace a name, such as the inspection and its month"))
    if said.opens_on < today:
        problems.append(("opens_on", "It cannot open in the past"))
    if said.closes_on < said.opens_on:
        problems.append(("closes_on", "The last day must not be before the first"))
    elif (said.closes_on - said.opens_on).days > LONGEST_OPEN:
        problems.append(("closes_on", f"A workspace is open for {LONGEST_OPEN} days at most. Open another later"))
    inspectors = list(User.objects.filter(pk__in=set(said.inspectors), role=Role.INSPECTOR, is_active=True))
    if not inspectors or len(inspectors) != len(set(said.inspectors)):
        problems.append(("inspectors", "Choose the inspectors. An administrator adds them, with a last day"))
    if problems:
        raise Refused(problems=tuple(problems))
    made = InspectionWorkspace.objects.create(
        name=kept_line(said.name, "name", LONGEST_LINE),
        opens_on=said.opens_on,
        closes_on=said.closes_on,
        opened_by=by,
        opened_at=at,
    )
    WorkspaceInspector.objects.bulk_create(WorkspaceInspector(workspace=made, user=one) for one in inspectors)
    detail: dict[str, object] = {"inspectors": sorted(one.pk for one in inspectors)}
    record(act="workspace.open", by=by, at=at, subject=_subject(made), right=right, detail=detail)
    _choose(made, said.children, right, by, at)
    for one in inspectors:
        notify(
            to=one,
            kind="workspace",
            words=f"The workspace “{made.name}” is open to you until {day(made.closes_on)}.",
            link="/inspection/",
            by=by,
            at=at,
        )
    return made.pk


@transaction.atomic
def choose_children(*, workspace: int, children: Mapping[int, str], by: User, at: datetime) -> None:
    """Chooses more children for a workspace that is open. Raises `NotAllowed`, `Refused`."""
    right = require(by, "workspace.open", at=at).right
    found = _locked(workspace, at)
    if not children:
        raise Refused("Choose a child", "child")
    _choose(found, children, right, by, at)


@transaction.atomic
def draw_children(*, workspace: int, among: str, wanted: int, seed: str, by: User, at: datetime) -> int:
    """Chooses `wanted` children for a workspace at random, as an audit draws its sample: in the order of the seed,
    among the children of a status today ("audit_among") who are not chosen yet and whose record is open to her.
    Returns how many there were. Why each was chosen says how it was drawn, so that anybody may draw again.

    Raises `NotAllowed`; `Refused` also where there are too few children.
    """
    right = require(by, "workspace.open", at=at).right
    found = _locked(workspace, at)
    seed, today = kept_line(seed, "seed", LONGEST_SEED), timezone.localdate(at)
    problems = []
    if among not in SETS["audit_among"].codes:
        problems.append(("among", "Choose whom the sample is drawn from"))
    if says_nothing(seed):
        problems.append(("seed", "Give a seed, such as the month: with it anybody draws the same children"))
    if not 1 <= wanted <= MOST_CHILDREN:
        problems.append(("wanted", f"Draw from 1 to {MOST_CHILDREN} children"))
    if problems:
        raise Refused(problems=tuple(problems))
    held = set(found.children.values_list("child", flat=True))
    frame = {one.child for one in candidates(among, on=today)} - held
    frame &= set(Person.objects.filter(visible(by, "child.read", at=at), pk__in=frame).values_list("pk", flat=True))
    try:
        drawn = sampling.draw(seed, frame, wanted)
    except sampling.TooFew as few:
        raise Refused(f"{few}", "wanted") from None
    group = SETS["audit_among"].label(among)
    why = f"Drawn at random from {len(frame)} on {day(today)}, seed {seed}: {group[:1].lower()}{group[1:]}"
    _choose(found, dict.fromkeys(drawn, why), right, by, at)
    detail: dict[str, object] = {"among": among, "seed": seed, "drawn": drawn, "drawn_from": len(frame)}
    record(act="workspace.open", by=by, at=at, subject=_subject(found), right=right, detail=detail)
    return len(frame)


@transaction.atomic
def end_workspace(*, workspace: int, because: str, by: User, at: datetime) -> None:
    """Ends a workspace at once: its inspectors read nothing from then on that another workspace does not open to them.

    Raises `NotAllowed`, `Refused`.
    """
    right = require(by, "workspace.end", at=at).right
    found = _locked(workspace, at)
    if says_nothing(because):
        raise Refused("Say why it ends early", "because")
    found.ended_by, found.ended_at, found.ended_because = by, at, kept_words(because, "because")
    found.save(update_fields=["ended_by", "ended_at", "ended_because"])
    today = timezone.localdate(at)
    children = list(found.children.values_list("child", flat=True))
    inspectors = list(found.inspectors.values_list("user", flat=True))
    for child in children:
        for inspector in inspectors:
            untie(child=child, kind=INSPECTION, user=inspector, ends_on=today)
    for other in _others(inspectors, at):
        _tie(other, [key for key in other.children.values_list("child", flat=True) if key in children], at)
    record(act="workspace.end", by=by, at=at, subject=_subject(found), right=right)
    record_many([LedgerRow("workspace.end", child, _subject(found)) for child in children], by=by, at=at, right=right)


def _choose(found: InspectionWorkspace, children: Mapping[int, str], right: str, by: User, at: datetime) -> None:
    held = set(found.children.values_list("child", flat=True))
    new = {key: why for key, why in children.items() if key not in held}
    if len(held) + len(new) > MOST_CHILDREN:
        raise Refused(f"Choose {MOST_CHILDREN} children at most for one workspace", "child")
    on_record = set(Person.objects.filter(pk__in=new, kind="child", merged_into=None).values_list("pk", flat=True))
    problems = []
    for key, why in new.items():
        if key not in on_record or not decide(by, "child.read", key, at=at).allowed:
            problems.append(("child", f"There is no child of the number {key} whom you may choose"))
        elif says_nothing(why):
            problems.append(("why", "Say why each child was chosen"))
    if problems:
        raise Refused(problems=tuple(dict.fromkeys(problems)))
    WorkspaceChild.objects.bulk_create(
        WorkspaceChild(workspace=found, child_id=key, why=kept_line(why, "why", 300), chosen_by=by, chosen_at=at)
        for key, why in sorted(new.items())
    )
    _tie(found, list(new), at)
    record_many([LedgerRow("workspace.open", key, _subject(found)) for key in new], by=by, at=at, right=right)


def _tie(found: InspectionWorkspace, children: Collection[int], at: datetime) -> None:
    starts_on = max(found.opens_on, timezone.localdate(at))
    for inspector in found.inspectors.values_list("user", flat=True):
        for child in children:
            ends_on = found.closes_on + timedelta(days=1)
            tie(child=child, kind=INSPECTION, user=inspector, starts_on=starts_on, ends_on=ends_on)


def _others(inspectors: Collection[int], at: datetime) -> list[InspectionWorkspace]:
    rows = InspectionWorkspace.objects.filter(stands_open(timezone.localdate(at)), inspectors__user__in=inspectors)
    return list(rows.distinct())


def _locked(workspace: int, at: datetime) -> InspectionWorkspace:
    found = InspectionWorkspace.objects.select_for_update(of=("self",)).filter(pk=workspace).first()
    if found is None:
        raise Refused("There is no such workspace.")
    if found.ended_at is not None:
        raise Refused(f"This workspace ended on {day(found.ended_at)}.")
    if found.closes_on < timezone.localdate(at):
        raise Refused(f"This workspace closed on {day(found.closes_on)}.")
    return found


def _subject(found: InspectionWorkspace) -> str:
    return f"workspace:{found.pk}"
