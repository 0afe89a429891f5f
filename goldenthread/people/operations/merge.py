"""Two records found to be one person: merged without losing anything, and parted again exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Max, Q

from goldenthread.access.public import User, record
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Merge, Person, Relationship
from goldenthread.people.models.merge import COMPARED, stands, table_words, tables_about_people
from goldenthread.ui.cleaning import UNKEPT

# Rows that cannot stand beside the kept record's own stay with the folded one and are shown through the kept: an
# address for days on which the kept record has another, a family or a contact that holds both, a relationship that
# the two had with each other and that has ended, somebody's unfinished note, a name that both set aside. The
# database's own constraints say which rows these are.
_MAY_STAY = {
    "one_home_at_a_time",
    "once_in_a_family",
    "once_in_a_contact",
    "related_to_somebody_else",
    "one_own_draft_of_a_form",
    "name_set_aside_once",
}
_SETTLE_FIRST = {
    "one_open_referral": "Both records have an open referral. Close one of them, or give its information to the other "
    "case, and then merge.",
}
LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Unmerged:
    """What was restored, and what was added to the kept record since the merge and stays with it: (words, count).
    `changed_since` are columns that were recorded anew after the merge and were therefore left as they are."""

    kept: int
    folded: int
    stayed: tuple[tuple[str, int], ...]
    changed_since: tuple[str, ...]


def _reason(words: str) -> str:
    words = UNKEPT.sub("", words).strip()
    if not words:
        raise Refused("Say how you know.", "reason")
    if len(words) > LONGEST_REASON:
        raise Refused(f"Use {LONGEST_REASON:,} characters or fewer.", "reason")
    return words


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _read(column: str, value: Any) -> Any:
    return Person._meta.get_field(column).to_python(value) if value is not None else None


def _both(kept: int, folded: int) -> tuple[Person, Person]:
    """Both records, locked in order of key so that two merges at once wait for each other and do not deadlock."""
    held = {
        person.pk: person for person in Person.objects.select_for_update().filter(pk__in=(kept, folded)).order_by("pk")
    }
    if len(held) != 2:
        raise Refused("Choose two records of one person.")
    return held[kept], held[folded]


@transaction.atomic
def merge(*, kept: int, folded: int, choices: Mapping[str, str], reason: str, by: User, at: datetime) -> int:
    """Folds one record into another; returns the key of the merge.

    `choices` says for a column whose value stands: "kept" or "folded" (by default the kept record's, unless it has
    none). Every row that names the folded person, in every table, then names the kept one; what cannot stand beside a
    row of the kept record stays and is shown through it. Refused in words: the same record twice, one that is merged
    already, two people related to each other, two open referrals. Raises `NotAllowed` too: the right is asked for both.
    """
    decision = Person.objects.require(by, "person.merge", kept, at=at)
    Person.objects.require(by, "person.merge", folded, at=at)
    reason = _reason(reason)
    if kept == folded:
        raise Refused("Choose two different records.")
    one, other = _both(kept, folded)
    if one.merged_into_id or other.merged_into_id:
        raise Refused("One of these records has been merged already. Open the one that was kept.")
    if Relationship.objects.filter(Q(person=one, other=other) | Q(person=other, other=one), ends_on=None).exists():
        raise Refused(
            "These two are recorded as related to each other, so they may be two people. "
            "End that relationship first if it was a mistake."
        )
    moved: dict[str, Any] = {"rows": [], "stayed": [], "kept": {}, "folded": {}, "newest": {}}
    for model, field in tables_about_people():
        _move_rows(model, field, one.pk, other.pk, moved)
    _join_values(one, other, choices, moved)
    other.merged_into = one
    for person in (other, one):
        person.version += 1
        person.changed_at = at
    # The folded record gives up its number before the kept one takes it.
    other.save()
    one.save()
    row = Merge.objects.create(kept=one, folded=other, reason=reason, moved=moved, merged_by=by, merged_at=at)
    count = sum(len(entry["keys"]) for entry in moved["rows"])
    for person in (one, other):
        _enter("person.merge", person.pk, decision.right, by, at, row.pk, {"rows": count})
    return row.pk


def _join_values(one: Person, other: Person, choices: Mapping[str, str], moved: dict[str, Any]) -> None:
    for column in COMPARED:
        if stands(one, other, column, choices.get(column, "")) == "folded":
            before, after = getattr(one, column), getattr(other, column)
            moved["kept"][column] = [_plain(before), _plain(after)]
            setattr(one, column, after)
            if column == "la_child_id":  # no two records may have it
                moved["folded"][column] = [_plain(after), None]
                other.la_child_id = None


def _move_rows(model: type[models.Model], field: str, kept: int, folded: int, moved: dict[str, Any]) -> None:
    rows = model._base_manager
    label = model._meta.label
    moved["newest"].setdefault(label, rows.aggregate(newest=Max("pk"))["newest"] or 0)
    keys = list(rows.filter(**{field: folded}).order_by("pk").values_list("pk", flat=True))
    if not keys:
        return
    if _point(rows.filter(pk__in=keys), field, kept) is None:
        moved["rows"].append({"table": label, "field": field, "keys": keys})
        return
    # At least one of them cannot stand beside a row of the kept record: which, the database says one by one.
    went, stayed = [], []
    for key in keys:
        constraint = _point(rows.filter(pk=key), field, kept)
        if constraint is None:
            went.append(key)
        elif constraint in _MAY_STAY:
            stayed.append(key)
        else:
            raise Refused(
                _SETTLE_FIRST.get(
                    constraint,
                    f"Both records have {table_words(model)} that cannot stand side by side. End one of them first.",
                )
            )
    for name, found in (("rows", went), ("stayed", stayed)):
        if found:
            moved[name].append({"table": label, "field": field, "keys": found})


def _point(rows: models.QuerySet, field: str, person: int) -> str | None:
    """Makes rows name a person. Returns the constraint that forbids it, having changed nothing, or None."""
    try:
        with transaction.atomic():
            rows.update(**{field: person})
    except IntegrityError as clash:
        return str(getattr(getattr(clash.__cause__, "diag", None), "constraint_name", "") or "unknown")
    return None


@transaction.atomic
def unmerge(*, merge: int, reason: str, by: User, at: datetime) -> Unmerged:
    """Parts two records that were merged by mistake, each as it was; returns what stayed with the kept one.

    Rows that were moved go back. Rows added since stay with the kept record and are counted, so that a person can
    look through them. A value recorded anew since the merge stays as recorded. Refused when a later merge has to be
    undone first.
    """
    row = Merge.objects.select_for_update().filter(pk=merge).first()
    if row is None:
        raise Refused("There is no such merge.")
    decision = Person.objects.require(by, "person.unmerge", row.kept_id, at=at)
    Person.objects.require(by, "person.unmerge", row.folded_id, at=at)
    reason = _reason(reason)
    if row.undone_at is not None:
        raise Refused("This merge has been undone already.")
    kept, folded = _both(row.kept_id, row.folded_id)
    _later_first(row, kept)
    added = _added_since(row)
    for entry in row.moved["rows"]:
        model = apps.get_model(entry["table"])
        back = model._base_manager.filter(pk__in=entry["keys"], **{entry["field"]: kept.pk})
        if _point(back, entry["field"], folded.pk) is not None:
            raise Refused(
                f"Some {table_words(model)} were changed since the merge so that they cannot go back as they were. "
                "Change them first."
            )
    since = []
    for column, (before, after) in row.moved["kept"].items():
        if _plain(getattr(kept, column)) == after:
            setattr(kept, column, _read(column, before))
        else:
            since.append(column)
    for column, (before, _) in row.moved["folded"].items():
        if column not in since:
            setattr(folded, column, _read(column, before))
    folded.merged_into = None
    for person in (kept, folded):
        person.version += 1
        person.changed_at = at
        person.save()
    row.undone_by, row.undone_at, row.undone_reason = by, at, reason
    row.save(update_fields=["undone_by", "undone_at", "undone_reason"])
    for person in (kept, folded):
        _enter("person.unmerge", person.pk, decision.right, by, at, row.pk, {"stayed": sum(added.values())})
    return Unmerged(kept.pk, folded.pk, tuple(sorted(added.items())), tuple(since))


def _later_first(row: Merge, kept: Person) -> None:
    if kept.merged_into_id:
        raise Refused("The record that was kept has since been merged into another. Undo that merge first.")
    later = Merge.objects.filter(kept=kept, undone_at=None, pk__gt=row.pk)
    columns = set(row.moved["kept"])
    if any(columns & set(moved["kept"]) for moved in later.values_list("moved", flat=True)):
        raise Refused(
            "Another record was merged into this one later and changed the same facts. Undo that merge first."
        )


def _added_since(row: Merge) -> dict[str, int]:
    """How many rows about the kept record are newer than the merge, by the words for their table."""
    elsewhere = {
        (entry["table"], key)
        for moved in Merge.objects.filter(kept=row.kept_id, undone_at=None, pk__gt=row.pk).values_list(
            "moved", flat=True
        )
        for entry in moved["rows"]
        for key in entry["keys"]
    }
    found: dict[str, int] = {}
    for model, field in tables_about_people():
        newest = row.moved["newest"].get(model._meta.label, 0)
        keys = model._base_manager.filter(**{field: row.kept_id}, pk__gt=newest).values_list("pk", flat=True)
        count = sum((model._meta.label, key) not in elsewhere for key in keys)
        if count:
            words = table_words(model)
            found[words] = found.get(words, 0) + count
    return found


def _enter(act: str, person: int, right: str, by: User, at: datetime, row: int, detail: dict[str, Any]) -> None:
    record(act=act, by=by, at=at, child=person, subject=f"merge:{row}", right=right, detail=detail)
