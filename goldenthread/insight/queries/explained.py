"""Why a figure differs from that of the period before: what the rates inside groups did, and what their mix did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from goldenthread.insight.analysis.decomposition import decompose
from goldenthread.insight.queries.figures import Figure, Group, Scope, Span, measure_of, series_of, whole_cases
from goldenthread.insight.queries.measures import Measure


@dataclass(frozen=True, slots=True)
class PartOfChange:
    """One group's part of a change, in the unit of the measure. `chance`: how often chance alone would move its own
    rate so far, from 0 to 1."""

    key: str
    label: str
    rate: float
    mix: float
    chance: float


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure, that of the period of the same length before it, and the parts of the change by one dimension. The
    parts add up to the change; there are none where nothing was counted, or for a measure that is no share of cases."""

    measure: Measure
    now: Figure
    before: Figure
    by: str
    parts: tuple[PartOfChange, ...]

    @property
    def change(self) -> float | None:
        """From before to now, in the unit of the measure."""
        if self.now.value is None or self.before.value is None:
            return None
        return self.now.value - self.before.value


def explained(measure: str, *, scope: Scope, span: Span, by: str = "team") -> Explained:
    """Take a change apart. Raises as `figure` does."""
    one = measure_of(measure)
    length = span.ends_on - span.starts_on
    earlier = Span(span.starts_on - length - timedelta(days=1), span.starts_on - timedelta(days=1))
    by = by if by in one.breakdowns else one.breakdowns[0]
    before, now = series_of(measure, scope=scope, spans=(earlier, span), by=by).figures
    if one.unit != "%" or not before.denominator or not now.denominator:
        return Explained(one, now, before, by, ())
    if not whole_cases((before, now)):
        return Explained(one, now, before, by, ())
    then, since = ({group.key: _counts(group) for group in figure.groups} for figure in (before, now))
    labels = {group.key: group.label for figure in (before, now) for group in figure.groups}
    parts = tuple(
        PartOfChange(part.key, labels[part.key], one.per * part.rate, one.per * part.mix, part.chance)
        for part in decompose(by, then, since).groups
    )
    return Explained(one, now, before, by, parts)


def _counts(group: Group) -> tuple[int, int]:
    return round(group.numerator), round(group.denominator or 0)
