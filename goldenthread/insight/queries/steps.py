"""At which step of the process rows were missed, where a measure tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from goldenthread.insight.queries.dataset import dataset
from goldenthread.insight.queries.dimensions import DIMENSION_SQL, joins_for
from goldenthread.insight.queries.engine import ask, literal, periods_sql
from goldenthread.insight.queries.figures import Span, measure_of

NOT_SAID = "Not said"


def missed_at(
    measure: str, *, spans: Sequence[Span], where: Sequence[tuple[str, str]] = ()
) -> tuple[Mapping[str, int], ...]:
    """For each period, how many rows were missed at each step, in the order of the measure's steps; nothing for a
    measure that tells of none. Raises as `figure` does."""
    one = measure_of(measure)
    if not one.steps:
        return tuple({} for _ in spans)
    given = tuple((span.starts_on, span.ends_on) for span in spans)
    return _missed(dataset().key, one.mark, measure, given, tuple(where))


@lru_cache(maxsize=500)
def _missed(
    key: str, mark: str, measure: str, spans: tuple[tuple[date, date], ...], where: tuple[tuple[str, str], ...]
) -> tuple[dict[str, int], ...]:
    one = measure_of(measure)
    narrowed = "".join(f" AND ({DIMENSION_SQL[way].key}) = {literal(value)}" for way, value in where)
    sql = f"""WITH {periods_sql(spans)},
measured AS (
    SELECT period, CAST(child AS VARCHAR) AS child, event_on, CAST(team AS VARCHAR) AS team,
        CAST(worker AS VARCHAR) AS worker, CAST(referral AS VARCHAR) AS referral, step
    FROM (
{one.sql}
    ) AS given
    WHERE in_denominator > 0 AND in_numerator = 0
)
SELECT CAST(period AS DATE), step, count(*) FROM measured
{joins_for({way for way, _ in where})}
WHERE true{narrowed}
GROUP BY ALL ORDER BY ALL"""  # noqa: S608 -- a measure's own SQL, and our own words for its dimensions
    _, rows = ask(dataset(), sql)
    found: dict[date, dict[str, int]] = {}
    for period, step, count in rows:
        name = step if step in one.steps else NOT_SAID
        within = found.setdefault(period, {})
        within[name] = within.get(name, 0) + count
    order = (*one.steps, NOT_SAID)
    return tuple(
        {name: some[name] for name in order if name in some} for some in (found.get(first, {}) for first, _ in spans)
    )
