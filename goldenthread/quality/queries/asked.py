"""What quality asks of somebody, for My work: one look says of which kinds there is any, and only those are read."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from goldenthread.access.public import Fixed, User, kept
from goldenthread.casework.public.supervision import Asked
from goldenthread.quality.queries.allegations import ASKS as ALLEGATIONS
from goldenthread.quality.queries.asking import Row
from goldenthread.quality.queries.complaints import ASKS as COMPLAINTS
from goldenthread.quality.queries.feedback import ASKS as FEEDBACK
from goldenthread.quality.queries.observation_results import ASKS as OBSERVATIONS
from goldenthread.quality.queries.supervision_facts import ASKS as SUPERVISION

_ASKS = {one.kind: one for one in (*SUPERVISION, *OBSERVATIONS, *FEEDBACK, *COMPLAINTS, *ALLEGATIONS)}
_PLACES = {kind: place for place, kind in enumerate(_ASKS)}


def asked_by_quality(*, whose: int, reader: User, at: datetime, until: date) -> list[Asked]:
    """Everything that quality asks of somebody up to a day, as far as the reader may see it: kind by kind, the soonest
    first. One query where there is nothing, and one more where there is."""
    ((*some,),) = _some(whose=whose)
    kinds = " ".join(kind for kind, there in zip(_ASKS, some, strict=True) if there)
    if not kinds:
        return []
    found = _rows(whose=whose, reader=reader, own=whose == reader.pk, at=at, until=until, kinds=kinds)
    rows = [Row(*one) for one in found]
    told = [(_PLACES[row.kind], _ASKS[row.kind].told(row)) for row in rows]
    return [one for _, one in sorted(told, key=lambda one: (one[0], one[1].due_on, one[1].key)) if one.due_on <= until]


@kept
def _some(*, whose: int) -> QuerySet:
    """Of each kind, whether anything of hers stands open on any day. No right is asked: each kind asks its own when it
    is read."""
    return User.objects.filter(pk=whose).values_list(*(one.there(whose) for one in _ASKS.values()))


@kept
def _rows(*, whose: int, reader: User, own: bool, at: datetime, until: date, kinds: Fixed) -> QuerySet:
    first, *others = [
        _ASKS[kind].rows(whose=whose, reader=reader, own=own, at=at, until=until) for kind in kinds.split()
    ]
    return first.union(*others, all=True)
