"""Which children of a family an assessment may be started for together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from goldenthread.access.public import User, among, kept
from goldenthread.casework.models import AssessmentChild, Referral
from goldenthread.casework.queries.assessment_family import family_of
from goldenthread.people.public import known_people, readable


@dataclass(frozen=True, slots=True)
class Startable:
    """A child of the family with an open case. `running` is the assessment the child is in already, 0 for none;
    `referred_with` says that the referral came by the same contact."""

    child: int
    name: str
    born_on: date | None
    received_on: date
    worker: str
    running: int
    referred_with: bool


def startable_with(child: int, *, reader: User, at: datetime) -> tuple[Startable, ...]:
    """The child first, then brothers and sisters with an open case on whom the reader may start an assessment, and
    children referred by the same contact. Seven queries."""
    siblings = [one.key for one in family_of([child], reader=reader, at=at) if one.part == "sibling" and one.name]
    together = [row.child_id for row in _together(child=child)]
    keys = list(dict.fromkeys([child, *siblings, *together]))
    may = readable(reader, keys, at=at, act="assessment.start")
    wanted = [key for key in keys if key in may]
    cases = {row.child_id: row for row in _open(children=wanted)}
    inside = {row.child_id: row.assessment_id for row in _running(children=wanted)}
    people = known_people(cases)
    return tuple(
        Startable(
            child=key,
            name=people[key].name,
            born_on=people[key].born_on,
            received_on=cases[key].received_on,
            worker=cases[key].worker.name if cases[key].worker else "",
            running=inside.get(key, 0),
            referred_with=key in together,
        )
        for key in wanted
        if key in cases and key in people
    )


def in_a_running_assessment(children: Collection[int]) -> dict[int, int]:
    """Of these children, those who are being assessed, with the assessment. One query."""
    return {row.child_id: row.assessment_id for row in _running(children=list(children))}


@kept
def _together(*, child: int) -> QuerySet[Referral]:
    mine = Referral.objects.filter(child=child, closed_on=None).exclude(contact=None)
    return Referral.objects.filter(contact__in=mine.values("contact"), closed_on=None).exclude(child=child)


@kept
def _open(*, children: list[int]) -> QuerySet[Referral]:
    rows = Referral.objects.filter(among("child", children), closed_on=None).exclude(decided_at=None, loaded=False)
    return rows.select_related("worker").order_by("received_on")


@kept
def _running(*, children: list[int]) -> QuerySet[AssessmentChild]:
    rows = AssessmentChild.objects.filter(among("child", children), taken_out_at=None, assessment__loaded=False)
    return rows.exclude(assessment__state__in=("authorised", "stopped"))
