"""Which children are known to live with domestic abuse, many at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q

from goldenthread.casework.models import AssessmentChild, ContactPerson
from goldenthread.rulebook.agreeing import DOMESTIC_ABUSE_FACTORS

LOOKS_BACK = timedelta(days=2 * 366)
"""How long ago a contact or an assessment still says that there is domestic abuse in the family."""


def abuse_by_child(children: Collection[int], *, on: date) -> frozenset[int]:
    """Those of these children about whom a contact or an assessment of the two years before a day says so, by the tick,
    the concern or the factors 3A to 3C. Two queries."""
    since = on - LOOKS_BACK
    named = ContactPerson.objects.filter(person__in=children, taken_out_at=None).filter(
        Q(contact__domestic_abuse=True) | Q(contact__concerns__contains=["domestic_abuse"]),
        contact__received_at__date__range=(since, on),
    )
    found = set(named.exclude(contact__state="writing").values_list("person", flat=True))
    assessed = AssessmentChild.objects.filter(
        child__in=children,
        taken_out_at=None,
        factors__overlap=list(DOMESTIC_ABUSE_FACTORS),
        assessment__started_on__range=(since, on),
    )
    found |= set(assessed.exclude(assessment__state="stopped").values_list("child", flat=True))
    return frozenset(found)
