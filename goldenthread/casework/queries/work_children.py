"""The children allocated to somebody, as My work lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from goldenthread.access.public import User, kept, visible
from goldenthread.casework.models import Plan, Referral
from goldenthread.casework.queries.deadlines import MARKS, left_of
from goldenthread.casework.queries.work_words import WHAT, called
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.rulebook.codes import SETS
from goldenthread.ui.words import age


@dataclass(frozen=True, slots=True)
class MyChild:
    """A child allocated to her, with what is due next."""

    child: int
    title: str
    status: str
    since: date
    next_due: str
    next_mark: str


@kept
def _cases(*, whose: int, reader: User, at: datetime) -> QuerySet:
    plans = Plan.objects.filter(child=OuterRef("child"), ended_on=None).order_by("-started_on", "-pk")
    return (
        Referral.objects.filter(worker=whose, closed_on=None)
        .filter(visible(reader, "child.read", child="child", at=at))
        .annotate(
            given=F("child__given_names"),
            family=F("child__family_name"),
            number=F("child__la_child_id"),
            born_on=F("child__born_on"),
            plan=Subquery(plans.values("kind")[:1]),
            planned_on=Subquery(plans.values("started_on")[:1]),
        )
        .values_list("child", "received_on", "given", "family", "number", "born_on", "plan", "planned_on", named=True)
    )


def my_children(whose: User, *, reader: User, at: datetime, running: Iterable[Any]) -> tuple[MyChild, ...]:
    """The children allocated to somebody, whose next date comes first first; `running` are her deadlines, soonest
    first. One query."""
    due: dict[int, Any] = {}
    for one in running:
        due.setdefault(one.about_child, one)
    found = []
    for row in _cases(whose=whose.pk, reader=reader, at=at):
        child, name, years = row.child, called(row.given, row.family, row.number), age(row.born_on, at)
        deadline = due.get(child)
        left = left_of(deadline.due_on, deadline.due_at, at) if deadline else None
        what = WHAT.get(deadline.clock, CLOCKS[deadline.clock].name) if deadline else ""
        found.append(
            (
                deadline.due_on if deadline else date.max,
                MyChild(
                    child=child,
                    title=f"{name}, {years}" if years else name,
                    status=SETS["plan_kind"].label(row.plan) if row.plan else "Referral",
                    since=row.planned_on or row.received_on,
                    next_due=f"{what}, {left.words}" if left else "",
                    next_mark=MARKS[left.state] if left else "",
                ),
            )
        )
    return tuple(one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].title)))
