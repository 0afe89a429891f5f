"""What recurs: a person says that two findings are the same thing, with her name and the day, and may take it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from goldenthread.access.public import User, record, require
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Finding, NotTheSame, Recurrence, RecurrencePart
from goldenthread.rulebook.inspecting.recurring import Said, suggestions
from goldenthread.ui.cleaning import UNKEPT

LONGEST_TITLE = 200


@transaction.atomic
def link_findings(*, finding: int, other: int, title: str, by: User, at: datetime) -> int:
    """Says that two findings are the same thing, and returns the key of what recurs.

    `title` names it in our own words, and is needed only where neither finding recurs yet. Raises `NotAllowed`,
    `Refused`.
    """
    right = require(by, "finding.link", at=at).right
    rows = {row.pk: row for row in Finding.objects.select_for_update().filter(pk__in=(finding, other)).order_by("pk")}
    if len(rows) < 2:
        raise Refused("Choose two findings of the register.")
    parts = {part.finding_id: part for part in RecurrencePart.objects.filter(finding__in=rows, taken_out_at=None)}
    if len(parts) == 2:
        first, second = (parts[key].recurrence_id for key in (finding, other))
        raise Refused(
            "They are linked already."
            if first == second
            else "Each of them is part of something that recurs. Take one of them out first."
        )
    if parts:
        (held,) = parts.values()
        recurrence = held.recurrence_id
    else:
        recurrence = _begun(title, by, at)
    because = _because(rows[finding], rows[other])
    for key in rows:
        if key not in parts:
            RecurrencePart.objects.create(
                recurrence_id=recurrence, finding_id=key, because=because, linked_by=by, linked_at=at
            )
    detail: dict[str, object] = {"findings": sorted(rows)}
    record(act="finding.link", by=by, at=at, subject=f"recurrence:{recurrence}", right=right, detail=detail)
    return recurrence


@transaction.atomic
def say_not_the_same(*, finding: int, other: int, by: User, at: datetime) -> None:
    """Says that a suggestion is wrong, so that it is not made again. Raises `NotAllowed`, `Refused`."""
    right = require(by, "finding.link", at=at).right
    keys = sorted({finding, other})
    if Finding.objects.filter(pk__in=keys).count() < 2:
        raise Refused("Choose two findings of the register.")
    NotTheSame.objects.get_or_create(earlier_id=keys[0], later_id=keys[1], defaults={"said_by": by, "said_at": at})
    detail: dict[str, object] = {"findings": keys, "same": False}
    record(act="finding.link", by=by, at=at, subject=f"finding:{finding}", right=right, detail=detail)


@transaction.atomic
def unlink_finding(*, finding: int, by: User, at: datetime) -> int:
    """Takes a finding out of what recurs, and returns the key of that. Raises `NotAllowed`, `Refused`."""
    right = require(by, "finding.unlink", at=at).right
    part = RecurrencePart.objects.select_for_update().filter(finding=finding, taken_out_at=None).first()
    if part is None:
        raise Refused("This finding is not part of anything that recurs.")
    part.taken_out_by, part.taken_out_at = by, at
    part.save(update_fields=["taken_out_by", "taken_out_at"])
    detail: dict[str, object] = {"finding": finding}
    record(act="finding.unlink", by=by, at=at, subject=f"recurrence:{part.recurrence_id}", right=right, detail=detail)
    return part.recurrence_id


def _begun(title: str, by: User, at: datetime) -> int:
    words = " ".join(UNKEPT.sub("", title).split())
    if len(words) < 8:
        raise Refused("Say in a sentence what keeps being said, such as ‘Plans are not specific’", "title")
    if len(words) > LONGEST_TITLE:
        raise Refused(f"Shorten it to {LONGEST_TITLE} characters", "title")
    return Recurrence.objects.create(title=words, made_by=by, made_at=at).pk


def _because(one: Finding, other: Finding) -> Sequence[str]:
    """The words that the two share, as the suggestion showed them."""
    said = [Said(row.pk, row.words, tuple(row.themes)) for row in (one, other)]
    found = suggestions(said[0], said[1:])
    return [word[:60] for word in found[0].shared] if found else []
