"""Measures as what improvement plans are measured by: a share in per cent, of the last whole month."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from goldenthread.insight.queries.dataset import NoDataset, dataset
from goldenthread.insight.queries.figures import Scope, Span, catalogue, figure
from goldenthread.quality.public.improvement import Figure, Source


def _shares() -> tuple[tuple[str, str], ...]:
    """Measures that are a share and whose records are kept, by title."""
    known = [one for one in catalogue().measures.values() if one.unit == "%" and not one.waits_for]
    return tuple((one.id, one.title) for one in sorted(known, key=lambda one: one.title))


def _last_month(of: str, team: int | None, at: datetime) -> Figure | None:
    """The figure of the last whole month that the dataset holds; None when there is no dataset or nothing to count."""
    try:
        built_on = timezone.localdate(dataset().built_at)
    except NoDataset:
        return None
    last = min(built_on, timezone.localdate(at)).replace(day=1) - timedelta(days=1)
    where = {"team": str(team)} if team else {}
    found = figure(of, scope=Scope(None, at, where), span=Span(last.replace(day=1), last))
    if found.value is None or not found.denominator:
        return None
    how = f"Worked out by the measure for {last:%B %Y}, from the dataset of {built_on.day} {built_on:%B %Y}"
    return Figure(last, found.value, how, round(found.numerator), round(found.denominator))


def _url(of: str, team: int | None) -> str:
    return reverse("measure", args=[of])


def _higher(of: str) -> bool:
    return catalogue().measures[of].polarity != "low"


MEASURES = Source(_shares, _last_month, _url, "measures.read", higher=_higher, teams=True)
