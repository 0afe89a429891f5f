"""Sharing agreements as this authority recorded them, and as the others in the region say theirs.

Rows of another authority are opened only by an agreement of both: one that this authority recorded, and that the other
says too, under the same reference, with both named, for that measure, on that day. One side's word opens nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goldenthread.access.public import require
from goldenthread.insight.models import SharingAgreement
from goldenthread.insight.queries.engine import periods_sql
from goldenthread.insight.queries.figures import Scope, Span
from goldenthread.insight.queries.region import ask_of, region_measure
from goldenthread.insight.queries.root import dataset_of, own_authority, told_by
from goldenthread.kernel.clock import london_date
from goldenthread.kernel.refusal import Refused


class NoAgreement(Refused):
    """No sharing agreement of both authorities opens these rows."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """A sharing agreement. `lawful_basis` is a code of that set; `stopped_by` is empty while nobody stopped it."""

    key: int
    reference: str
    purpose: str
    lawful_basis: str
    law: str
    authorities: tuple[str, ...]
    measures: tuple[str, ...]
    starts_on: date
    ends_on: date
    recorded_by: str
    recorded_at: datetime
    stopped_by: str
    stopped_at: datetime | None
    stopped_reason: str

    def runs(self, on: date) -> bool:
        """Whether it holds on a day."""
        return self.starts_on <= on <= self.ends_on and self.stopped_at is None


@dataclass(frozen=True, slots=True)
class SharedRow:
    """A row of another authority: its own number for the child, the day, and how it counts. Nobody is named."""

    child: str
    event_on: date
    in_denominator: float
    in_numerator: float


@dataclass(frozen=True, slots=True)
class SharedRows:
    """The rows from the one asked for, under the agreement that opens them, and how many there are in all."""

    agreement: Agreement
    rows: tuple[SharedRow, ...]
    all_rows: int


def agreements(*, scope: Scope) -> tuple[Agreement, ...]:
    """Every agreement that was recorded here, the one that ends last first. Raises `NotAllowed`."""
    if scope.by is not None:
        require(scope.by, "region.read", at=scope.at)
    found = SharingAgreement.objects.select_related("recorded_by", "stopped_by").order_by("-ends_on", "-pk")
    return tuple(_read(one) for one in found)


def agreement_with(authority: str, *, measure: str, on: date) -> Agreement:
    """The agreement of both authorities that opens a measure's rows on a day. Raises `NoAgreement`, `NoRegion`."""
    found = SharingAgreement.objects.filter(
        starts_on__lte=on,
        ends_on__gte=on,
        stopped_at=None,
        authorities__contains=[authority, own_authority()],
        measures__contains=[measure],
    )
    ours = [_read(one) for one in found.select_related("recorded_by", "stopped_by").order_by("-ends_on", "-pk")]
    if not ours:
        raise NoAgreement("No sharing agreement that runs today names this authority and this measure.")
    theirs = (told_by(authority, "agreements") or {}).get("agreements")
    for one in ours:
        if any(_says_the_same(said, one, authority, measure, on) for said in _listed(theirs)):
            return one
    raise NoAgreement(
        "The agreement is recorded here, and the other authority’s dataset does not say that it agreed. "
        "Rows open once both have recorded it under the same reference."
    )


def shared_rows(measure: str, authority: str, *, at: datetime, span: Span, first: int, many: int) -> SharedRows:
    """The rows of another authority behind a figure, under an agreement. Whoever opens them is asked for her right, and
    the reading is recorded, by `open_shared_rows`.

    Raises:
        NoAgreement, NoRegion, NoDataset, UnknownMeasure: in words for people.
    """
    one = region_measure(measure)
    agreed = agreement_with(authority, measure=measure, on=london_date(at))
    found = ask_of(
        dataset_of(authority),
        f"""WITH {periods_sql([(span.starts_on, span.ends_on)])}
SELECT CAST(child AS VARCHAR) AS child, CAST(event_on AS DATE) AS event_on, in_denominator, in_numerator, about
FROM (
{one.sql}
) AS given
ORDER BY 2, 5, 1""",  # noqa: S608 -- a measure that comes with the product
    )
    rows = tuple(
        SharedRow(child or "", day, float(bottom or 0), float(top or 0))
        for child, day, bottom, top, _ in found[first : first + many]
    )
    return SharedRows(agreed, rows, len(found))


def _listed(theirs: Any) -> list[dict[str, Any]]:
    """What another authority's list holds: it was written elsewhere, and may be no list."""
    return [said for said in theirs if isinstance(said, dict)] if isinstance(theirs, list) else []


def _says_the_same(said: dict[str, Any], ours: Agreement, authority: str, measure: str, on: date) -> bool:
    try:
        if not isinstance(said["authorities"], list) or not isinstance(said["measures"], list):
            return False  # in words, a part of another name would be found
        return (
            said["reference"] == ours.reference
            and {authority, own_authority()} <= set(said["authorities"])
            and measure in said["measures"]
            and date.fromisoformat(said["starts_on"]) <= on <= date.fromisoformat(said["ends_on"])
        )
    except (KeyError, TypeError, ValueError):
        return False


def _read(one: SharingAgreement) -> Agreement:
    return Agreement(
        one.pk,
        one.reference,
        one.purpose,
        one.lawful_basis,
        one.law,
        tuple(one.authorities),
        tuple(one.measures),
        one.starts_on,
        one.ends_on,
        one.recorded_by.name,
        one.recorded_at,
        one.stopped_by.name if one.stopped_by else "",
        one.stopped_at,
        one.stopped_reason,
    )
