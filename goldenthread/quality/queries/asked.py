"""What quality asks of somebody, for My work: one look says of which kinds there is any, and only those are read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import compress

from django.db.models import Exists, Q, QuerySet

from goldenthread.access.public import User, kept
from goldenthread.casework.public.supervision import Asked
from goldenthread.quality.models import (
    Allegation,
    ComplaintAction,
    ComplaintStage,
    Direction,
    Feedback,
    Observation,
    ObservationStep,
    Supervision,
)
from goldenthread.quality.queries.allegations import allegation_work
from goldenthread.quality.queries.complaints import complaint_work
from goldenthread.quality.queries.feedback import asked_by_feedback
from goldenthread.quality.queries.observation_results import asked_by_observations
from goldenthread.quality.queries.supervision_facts import asked_of

_ASKING = (asked_of, asked_by_observations, asked_by_feedback, complaint_work, allegation_work)


def asked_by_quality(*, whose: int, reader: User, at: datetime, until: date) -> Iterable[Asked]:
    """Everything that quality asks of somebody up to a day, as far as the reader may see it. One query where there is
    nothing, and those of each kind that there is."""
    ((*some,),) = _some(whose=whose, own=whose == reader.pk)
    return [one for asking in compress(_ASKING, some) for one in asking(whose=whose, reader=reader, at=at, until=until)]


@kept
def _some(*, whose: int, own: bool) -> QuerySet:
    """Of each kind in the order of `_ASKING`, whether anything of hers stands open on any day. No right is asked: each
    kind asks its own when it is read. Her own complaints to answer stand among her deadlines."""
    looked_into = Q(investigator=whose, reported_on=None)
    complaints = looked_into if own else looked_into | Q(owner=whose, answered_on=None)
    return User.objects.filter(pk=whose).values_list(
        Exists(Direction.objects.filter(owner=whose, closed_on=None, answer=""))
        | Exists(Supervision.objects.filter(supervisor=whose, state__in=("due", "running"))),
        Exists(ObservationStep.objects.filter(owner=whose, done_at=None))
        | Exists(
            Observation.objects.filter(Q(worker=whose) | Q(observer=whose), state__in=("sent", "answered")),
        ),
        Exists(Feedback.objects.filter(child=None, told=whose, state__in=("not_safe", "given"))),
        Exists(ComplaintAction.objects.filter(owner=whose, done_at=None))
        | Exists(ComplaintStage.objects.filter(complaints)),
        Exists(Allegation.objects.filter(officer=whose).exclude(state="concluded")),
    )
