"""How children move through: from contact to closure, how long each part takes, where they wait, who comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from goldenthread.insight.analysis.points import last_day, month_after
from goldenthread.insight.queries.dataset import dataset
from goldenthread.insight.queries.engine import ask, literal

STOPS = {
    "contact": (0, "Contact"),
    "referral": (1, "Referral"),
    "early_help": (1, "Early help"),
    "advice": (1, "Advice, or no further action"),
    "undecided": (1, "Not decided yet"),
    "assessed": (2, "Assessed"),
    "waiting_assessment": (2, "Assessment under way"),
    "not_assessed": (2, "Closed with no assessment"),
    "protection": (3, "Child protection plan"),
    "in_need": (3, "Child in need plan"),
    "no_plan": (3, "No plan"),
    "closed": (4, "Closed"),
    "open": (4, "Still open"),
}
"""Each stop: its column, and its name."""


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a part takes: for how many, the median of days, and the days within which nine in ten were done."""

    name: str
    children: int
    median: float | None
    nine_in_ten: float | None


@dataclass(frozen=True, slots=True)
class Moves:
    """A year's contacts, followed to today. Each child in each contact counts once."""

    starts_on: date
    ends_on: date
    counts: dict[str, int]
    streams: tuple[tuple[str, str, int], ...]
    waits: tuple[Wait, ...]
    waiting: tuple[tuple[str, int], ...]
    closed_before: int
    came_back: int


def moves(*, month: date) -> Moves:
    """The contacts of the year that ends with this month. Raises `NoDataset`."""
    return _moves(dataset().key, month)


@lru_cache(maxsize=20)
def _moves(key: str, month: date) -> Moves:
    held = dataset()
    last = last_day(month)
    first = month_after(month, -11)
    paths = f"""WITH came AS (
        SELECT c.row, c.child, c.outcome, CAST(c.received_at AS DATE) AS came_on,
            (SELECT min(r.cine_referral_id) FROM ssd_cin_episodes r
             WHERE r.cine_person_id = c.child
               AND CAST(r.cine_referral_date AS DATE) BETWEEN CAST(c.received_at AS DATE)
                   AND CAST(coalesce(c.decided_at, c.received_at) AS DATE) + 7) AS referral
        FROM gt_contacts c
        WHERE CAST(c.received_at AS DATE) BETWEEN {literal(first)} AND {literal(last)}
    ), path AS (
        SELECT came.*, CAST(r.cine_referral_date AS DATE) AS referred_on, CAST(r.cine_close_date AS DATE) AS closed_on,
            (SELECT min(CAST(a.authorised_at AS DATE)) FROM gt_assessments a WHERE a.referral = came.referral)
                AS assessed_on,
            (SELECT max(p.kind) FILTER (p.kind = 'child_protection') FROM gt_plans p WHERE p.referral = came.referral)
                AS protected,
            (SELECT min(p.started_on) FROM gt_plans p WHERE p.referral = came.referral) AS planned_on
        FROM came LEFT JOIN ssd_cin_episodes r ON r.cine_referral_id = came.referral
    ), stop AS (
        SELECT *,
            CASE WHEN referral IS NOT NULL THEN 'referral' WHEN outcome = 'EH' THEN 'early_help'
                WHEN outcome IS NULL OR outcome = '' OR outcome LIKE 'REF%' THEN 'undecided' ELSE 'advice' END AS first,
            CASE WHEN referral IS NULL THEN NULL WHEN assessed_on IS NOT NULL THEN 'assessed'
                WHEN closed_on IS NULL THEN 'waiting_assessment' ELSE 'not_assessed' END AS second,
            CASE WHEN assessed_on IS NULL THEN NULL WHEN protected IS NOT NULL THEN 'protection'
                WHEN planned_on IS NOT NULL THEN 'in_need' ELSE 'no_plan' END AS third,
            CASE WHEN assessed_on IS NULL THEN NULL WHEN closed_on IS NULL THEN 'open' ELSE 'closed' END AS fourth
        FROM path
    )"""  # noqa: S608 -- days alone are put in
    steps = "SELECT first, second, third, fourth, count(*) FROM stop GROUP BY ALL ORDER BY ALL"
    _, rows = ask(held, f"{paths} {steps}")
    streams: dict[tuple[str, str], int] = {}
    counts: dict[str, int] = {}
    for *stops, count in rows:
        route = ["contact", *(stop for stop in stops if stop)]
        for stop in route:
            counts[stop] = counts.get(stop, 0) + count
        for pair in zip(route, route[1:], strict=False):
            streams[pair] = streams.get(pair, 0) + count
    order = list(STOPS)
    _, times = ask(
        held,
        f"""{paths}, lasted AS (
            SELECT 1 AS part, date_diff('day', came_on, referred_on) AS days FROM stop WHERE referral IS NOT NULL
            UNION ALL SELECT 2, date_diff('day', referred_on, assessed_on) FROM stop WHERE assessed_on IS NOT NULL
            UNION ALL SELECT 3, date_diff('day', assessed_on, planned_on) FROM stop
                WHERE assessed_on IS NOT NULL AND planned_on >= assessed_on
            UNION ALL SELECT 4, date_diff('day', planned_on, closed_on) FROM stop
                WHERE planned_on IS NOT NULL AND closed_on IS NOT NULL)
        SELECT part, count(*), median(days), quantile_cont(days, 0.9) FROM lasted GROUP BY part ORDER BY part""",  # noqa: S608 -- days alone are put in
    )
    names = {
        1: "Contact to referral",
        2: "Referral to assessment authorised",
        3: "Assessment to plan",
        4: "Plan to closure",
    }
    _, back = ask(
        held,
        f"""SELECT count(*), count(*) FILTER (EXISTS (
                SELECT 1 FROM ssd_cin_episodes later
                WHERE later.cine_person_id = r.cine_person_id AND later.cine_referral_id <> r.cine_referral_id
                  AND CAST(later.cine_referral_date AS DATE) BETWEEN CAST(r.cine_close_date AS DATE)
                      AND CAST(r.cine_close_date AS DATE) + 365))
            FROM ssd_cin_episodes r
            WHERE CAST(r.cine_close_date AS DATE) BETWEEN {literal(first - timedelta(days=365))}
                AND {literal(last - timedelta(days=365))}""",  # noqa: S608 -- days alone are put in
    )
    return Moves(
        first,
        last,
        counts,
        tuple(
            (a, b, n)
            for (a, b), n in sorted(streams.items(), key=lambda one: (order.index(one[0][0]), order.index(one[0][1])))
        ),
        tuple(Wait(names[part], count, median, tenth) for part, count, median, tenth in times),
        tuple(
            (STOPS[stop][1], counts[stop]) for stop in ("undecided", "waiting_assessment", "open") if counts.get(stop)
        ),
        int(back[0][0]),
        int(back[0][1]),
    )
