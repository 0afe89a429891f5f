"""How many children live in the area, for rates per 10,000."""

from __future__ import annotations

import os

from django.db import connection

from goldenthread.insight.queries.comparators import authority_named, published

# England, 31 March 2024: children in need for each 10,000 children (Department for Education).
USUAL_RATE = 332.9


def children_in_area(council: str, *, fictional: bool) -> tuple[int | None, str]:
    """Children from 0 to 17 who live in the council's area, and where the number comes from.

    The council's own setting `GOLDENTHREAD_CHILDREN_IN_AREA` wins; else the latest mid-year estimate of an authority of
    that name; for the fictional council a number at which as many children are in need as in England. None if unknown.
    """
    named = os.environ.get("GOLDENTHREAD_CHILDREN_IN_AREA", "")
    if named.isdecimal() and int(named):
        return int(named), "The council's own setting"
    if found := published("population", authority_named(council)):
        latest = max(found, key=lambda one: one.year)
        return int(latest.value), f"{latest.source}, {latest.year}"
    if not fictional:
        return None, "Not known: set GOLDENTHREAD_CHILDREN_IN_AREA"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT child_id) FROM casework_referral WHERE closed_on IS NULL")
        (in_need,) = cursor.fetchone()
    made_up = max(round(in_need / USUAL_RATE * 100) * 100, 1_000)
    return made_up, "Made up for a fictional council, so that as many children are in need as in England"
