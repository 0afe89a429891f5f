"""What somebody has typed of a form about a child and not recorded yet: read by her alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Model, QuerySet

from goldenthread.access.public import User, kept, visible
from goldenthread.casework.models import OwnDraft

MOST = 20


@dataclass(frozen=True, slots=True)
class OtherWords:
    """What she typed in another window at the same time, key of the clash first."""

    clash: int
    answers: Mapping[str, Any]
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Own:
    """Her draft as it stands at `version`, saved at `saved_at`; version 0 and no answers when she has none."""

    answers: Mapping[str, Any]
    version: int
    saved_at: datetime | None
    others: tuple[OtherWords, ...] = ()


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A draft of hers: of which form, about which child, and when it was last saved."""

    form: str
    child: int
    name: str
    saved_at: datetime


def own_draft(form: str, child: int, writer: User) -> Own:
    """Her draft of a form about a child. Three queries."""
    draft = OwnDraft.objects.filter(form=form, child=child, written_by=writer).first()
    stands = draft.sections.first() if draft else None
    if draft is None or stands is None:
        return Own({}, 0, None)
    clashes = draft.clashes.filter(settled_at=None).order_by("written_at")
    others = tuple(OtherWords(one.pk, one.answers, one.written_at) for one in clashes)
    return Own(stands.answers, stands.version, stands.saved_at, others)


def unfinished(writer: User, *, at: datetime) -> tuple[Unfinished, ...]:
    """Her drafts about children whose records are still open to her, latest first. One query."""
    rows = _unfinished(writer=writer, at=at)
    return tuple(Unfinished(row.form, row.child_id, _called(row.child), row.saved_at) for row in rows)


@kept
def _unfinished(*, writer: User, at: datetime) -> QuerySet[OwnDraft]:
    return (
        OwnDraft.objects.filter(visible(writer, "child.read", child="child", at=at), written_by=writer)
        .filter(sections__isnull=False)
        .annotate(saved_at=F("sections__saved_at"))
        .select_related("child")
        .order_by("-saved_at")[:MOST]
    )


def _called(child: Model) -> str:
    name = f"{child.given_names} {child.family_name}".strip()
    return name or (f"child {child.la_child_id}" if child.la_child_id else "an unborn baby")
