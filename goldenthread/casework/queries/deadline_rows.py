"""The deadlines behind a figure of one clock, of children whose record the reader may open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import DateField, ExpressionWrapper, F, Q
from django.db.models.functions import Coalesce, TruncDate

from goldenthread.access.public import User, visible
from goldenthread.casework.models import Deadline
from goldenthread.casework.queries.deadlines import falls, left_of
from goldenthread.casework.queries.work_words import called
from goldenthread.kernel.clock import LONDON, london_date
from goldenthread.people.public import Person

SHOWN = 200  # rows on a page


@dataclass(frozen=True, slots=True)
class Behind:
    """One deadline of a child: when it fell due, and how it stands in words ("2 working days late", "done in time")."""

    child: int
    name: str
    due_on: date
    falls: str
    words: str


def deadlines_behind(clock: str, *, late: bool, reader: User, at: datetime) -> tuple[Behind, ...]:
    """The deadlines of a clock that are overdue or were met late, or (`late` false) were met in time, the latest due
    first; at most `SHOWN`. Those of a contact that is nobody's record yet are left out. Two queries."""
    was_late = (
        Q(met_at=None, due_at=None, due_on__lt=london_date(at))
        | Q(met_at=None, due_at__lt=at)
        | Q(met_at__gt=F("due_at"))
        | Q(due_at=None, met_day__gt=F("due_on"))
    )
    rows = (
        Deadline.objects.filter(clock=clock, void_at=None)
        .annotate(of=Coalesce("child", "referral__child"))
        .annotate(met_day=ExpressionWrapper(TruncDate("met_at", tzinfo=LONDON), output_field=DateField()))
        .filter(was_late if late else Q(met_at__isnull=False) & ~was_late)
    )
    open_to = Person.objects.filter(visible(reader, "child.read", at=at))
    found = list(rows.filter(of__in=open_to).order_by("-due_on", "pk")[:SHOWN])
    names = {
        key: called(given, family, number)
        for key, given, family, number in Person.objects.filter(pk__in={row.of for row in found}).values_list(
            "pk", "given_names", "family_name", "la_child_id"
        )
    }
    return tuple(
        Behind(
            row.of,
            names[row.of],
            row.due_on,
            falls(row.due_on, row.due_at),
            left_of(row.due_on, row.due_at, at, met_at=row.met_at).words,
        )
        for row in found
    )
