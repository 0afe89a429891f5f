"""Workspaces and the evidence library as pages see them: plain values, with what has run out said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from goldenthread.access.public import User, entries, visible
from goldenthread.kernel.clock import late_from
from goldenthread.people.public import Person
from goldenthread.quality.models import EvidenceItem, EvidenceVersion, InspectionWorkspace
from goldenthread.quality.queries.audit import called
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import Role

SOON = 30  # days: a document that expires within these is named


@dataclass(frozen=True, slots=True)
class ChosenChild:
    """A child chosen for an inspection, as far as the reader may know: `name` is empty where the record is closed."""

    key: int
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Workspace:
    """What inspectors may read, and until when. `state` is to_come, open, closed or ended."""

    key: int
    name: str
    state: str
    opens_on: date
    closes_on: date
    opened_by: str
    opened_at: datetime
    ended_by: str
    ended_at: datetime | None
    ended_because: str
    inspectors: tuple[tuple[int, str], ...]
    children: tuple[ChosenChild, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a document, latest first in its list. `size` in bytes."""

    key: int
    number: int
    file_name: str
    sort: str
    size: int
    sha256: str
    changed: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the evidence library. `state` is current, soon (within a month), expired or withdrawn."""

    key: int
    title: str
    kind: str
    kind_words: str
    says: str
    owner: str
    expires_on: date
    shared: bool
    state: str
    withdrawn_by: str
    withdrawn_at: datetime | None
    withdrawn_because: str
    versions: tuple[Version, ...]


def stands_open(on: date) -> Q:
    """The workspaces that are open on a day."""
    return Q(opens_on__lte=on, closes_on__gte=on, ended_at=None)


def workspaces(*, reader: User, at: datetime, key: int | None = None) -> tuple[Workspace, ...]:
    """Every workspace, latest first, or the one of a key; for an inspector, of those that are open to her now. Five
    queries."""
    on = timezone.localdate(at)
    rows = InspectionWorkspace.objects.select_related("opened_by", "ended_by").order_by("-opens_on", "-pk")
    if reader.role == Role.INSPECTOR:
        rows = rows.filter(stands_open(on), inspectors__user=reader)
    if key is not None:
        rows = rows.filter(pk=key)
    rows = rows.prefetch_related("inspectors__user", "children__child")
    open_to = set(
        Person.objects.filter(visible(reader, "child.read", at=at), workspaces__workspace__in=rows).values_list(
            "pk", flat=True
        )
    )
    return tuple(_workspace(row, open_to, on) for row in rows)


def workspace(key: int, *, reader: User, at: datetime) -> Workspace | None:
    """One workspace; None where there is none for the reader."""
    return next(iter(workspaces(reader=reader, at=at, key=key)), None)


def is_workspace(key: int) -> bool:
    """Whether there is such a workspace."""
    return InspectionWorkspace.objects.filter(pk=key).exists()


def looks_in(found: Workspace, *, reader: User, at: datetime, most: int) -> tuple[tuple[datetime, str, str, str], ...]:
    """What the inspectors of a workspace did, latest first: when, who, what, and the child's name as far as the reader
    may know it. Taken from the ledger, from the day the workspace opened to its end."""
    names = {one.key: one.name or "A child whose record is closed to you" for one in found.children}
    # `until` is not included: what was done in the very moment it ended belongs to it.
    until = late_from(found.closes_on, None)
    if found.ended_at is not None:
        until = min(until, found.ended_at + timedelta.resolution)
    rows = []
    for inspector, name in found.inspectors:
        for one in entries(actor=inspector, since=found.opened_at, until=until, limit=most):
            about = names.get(one.child, "Another child") if one.child else ""
            rows.append((one.at, name, one.label, about))
    return tuple(sorted(rows, key=lambda row: row[0], reverse=True)[:most])


def inspectors_to_choose() -> tuple[tuple[int, str, date | None], ...]:
    """The inspectors who may sign in: key, name and the last day of access. One query."""
    rows = User.objects.filter(role=Role.INSPECTOR, is_active=True).order_by("name", "pk")
    return tuple(rows.values_list("pk", "name", "access_until"))


def documents(*, reader: User, at: datetime, withdrawn: bool = False, key: int | None = None) -> tuple[Document, ...]:
    """The evidence library by title, what has expired first, or of it the document of a key; inspectors see what is
    shared with them. Two queries."""
    on = timezone.localdate(at)
    rows = EvidenceItem.objects.select_related("owner", "withdrawn_by").order_by("title", "pk")
    if not withdrawn:
        rows = rows.filter(withdrawn_at=None)
    if reader.role == Role.INSPECTOR:
        rows = rows.filter(shared=True, withdrawn_at=None)
    if key is not None:
        rows = rows.filter(pk=key)
    rows = rows.prefetch_related("versions__added_by")
    order = ("expired", "soon", "current", "withdrawn")
    return tuple(sorted((_document(row, on) for row in rows), key=lambda one: order.index(one.state)))


def document(key: int, *, reader: User, at: datetime) -> Document | None:
    """One document, withdrawn or not; None where there is none for the reader."""
    return next(iter(documents(reader=reader, at=at, withdrawn=True, key=key)), None)


def evidence_to_choose(*, at: datetime) -> tuple[tuple[int, str], ...]:
    """The documents that may be relied on now: key and title. One query."""
    rows = EvidenceItem.objects.filter(withdrawn_at=None, expires_on__gte=timezone.localdate(at))
    return tuple(rows.order_by("title", "pk").values_list("pk", "title"))


def file_of(version: int, *, reader: User, at: datetime) -> tuple[str, str, Path] | None:
    """A version's own name, its sort and where it lies; None where there is none for the reader."""
    row = EvidenceVersion.objects.filter(pk=version).first()
    if row is None or document(row.item_id, reader=reader, at=at) is None:
        return None
    return row.file_name, row.sort, Path(settings.HOME) / "evidence" / row.stored_as


def _workspace(row: InspectionWorkspace, open_to: set[int], on: date) -> Workspace:
    state = "ended" if row.ended_at else "closed" if row.closes_on < on else "to_come" if row.opens_on > on else "open"
    return Workspace(
        key=row.pk,
        name=row.name,
        state=state,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        opened_by=row.opened_by.name,
        opened_at=row.opened_at,
        ended_by=row.ended_by.name if row.ended_by else "",
        ended_at=row.ended_at,
        ended_because=row.ended_because,
        inspectors=tuple((one.user_id, one.user.name) for one in row.inspectors.all()),
        children=tuple(
            ChosenChild(one.child_id, called(one.child) if one.child_id in open_to else "", one.why)
            for one in sorted(row.children.all(), key=lambda one: one.pk)
        ),
    )


def _document(row: EvidenceItem, on: date) -> Document:
    left = (row.expires_on - on).days
    state = "withdrawn" if row.withdrawn_at else "expired" if left < 0 else "soon" if left <= SOON else "current"
    return Document(
        key=row.pk,
        title=row.title,
        kind=row.kind,
        kind_words=SETS["evidence_kind"].label(row.kind),
        says=row.says,
        owner=row.owner.name,
        expires_on=row.expires_on,
        shared=row.shared,
        state=state,
        withdrawn_by=row.withdrawn_by.name if row.withdrawn_by else "",
        withdrawn_at=row.withdrawn_at,
        withdrawn_because=row.withdrawn_because,
        versions=tuple(
            Version(
                one.pk,
                one.number,
                one.file_name,
                one.sort,
                one.size,
                one.sha256,
                one.changed,
                one.added_by.name,
                one.added_at,
            )
            for one in sorted(row.versions.all(), key=lambda one: -one.number)
        ),
    )
