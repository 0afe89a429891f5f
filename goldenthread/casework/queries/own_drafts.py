"""What somebody has typed of a form about a child and not recorded yet: read by her alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Model, Q, QuerySet

from goldenthread.access.public import User, kept, visible
from goldenthread.casework.models import OwnDraft, OwnDraftSection

MOST = 20
MOST_PARTS = 60  # drafts that are read to find the latest MOST; of a plan each part has its own
PLAN_FORMS = ("plan_start", "plan_end", "plan_share")


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


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What she has begun in one form of a child's plan: `form` as `operations.typed_drafts` names it."""

    form: str
    answers: Mapping[str, str]
    saved_at: datetime


def unfinished(writer: User, *, at: datetime) -> tuple[Unfinished, ...]:
    """Her drafts about children whose records are still open to her, latest first; several parts of one plan are one.
    One query."""
    found: dict[tuple[str, int], Unfinished] = {}
    for row in _unfinished(writer=writer, at=at):
        form = row.form.partition(":")[0]
        found.setdefault((form, row.child_id), Unfinished(form, row.child_id, _called(row.child), row.saved_at))
    return tuple(found.values())[:MOST]


def plan_drafts(child: int, writer: User) -> tuple[PlanDraft, ...]:
    """What she has begun in the forms of a child's plan, latest first: hers alone. One query."""
    of_plan = Q(draft__form__in=PLAN_FORMS) | Q(draft__form__startswith="plan_part:")
    of_plan |= Q(draft__form__startswith="plan_words:") | Q(draft__form__startswith="plan_record:")
    rows = OwnDraftSection.objects.filter(of_plan, draft__child=child, draft__written_by=writer)
    latest = rows.order_by("-saved_at").values_list("draft__form", "answers", "saved_at")
    return tuple(PlanDraft(*row) for row in latest[:MOST_PARTS])


@kept
def _unfinished(*, writer: User, at: datetime) -> QuerySet[OwnDraft]:
    return (
        OwnDraft.objects.filter(visible(writer, "child.read", child="child", at=at), written_by=writer)
        .filter(sections__isnull=False)
        .annotate(saved_at=F("sections__saved_at"))
        .select_related("child")
        .order_by("-saved_at")[:MOST_PARTS]
    )


def _called(child: Model) -> str:
    name = f"{child.given_names} {child.family_name}".strip()
    return name or (f"child {child.la_child_id}" if child.la_child_id else "an unborn baby")
