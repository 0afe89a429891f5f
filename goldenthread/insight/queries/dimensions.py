"""What a figure is broken down by: for each dimension the SQL of its key, of its label, and what must be joined.

Age is that of the day on which the row counts, in the bands of the children in need census. Ethnicity goes by the
census's main groups. Where nothing was recorded the label says so: it is never left out of a figure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from goldenthread.insight.queries.engine import literal
from goldenthread.rulebook.codes.census import ETHNICITY, PRIMARY_NEED, REFERRAL_SOURCE, SEX

NOT_RECORDED = "Not recorded"
UNKNOWN = frozenset({NOT_RECORDED, "Not known", "No team", "No service", "No worker"})
# The bands of age, then of a worker's time here, each in its order.
BANDS = (
    *("Not yet born", "Under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over"),
    *("Under 6 months", "6 to 12 months", "1 to 2 years", "2 years and over"),
)


@dataclass(frozen=True, slots=True)
class Dimension:
    """`key` is stable and may be used in an address; `label` is for people; `joins` names what both stand on."""

    key: str
    label: str
    joins: tuple[str, ...] = ()

    @property
    def named(self) -> bool:
        """Whether the label says another thing than the key."""
        return self.label != self.key


def _cases(column: str, words: Mapping[str, str]) -> str:
    whens = " ".join(f"WHEN {literal(code)} THEN {literal(label)}" for code, label in words.items())
    return f"CASE {column} {whens} ELSE {literal(NOT_RECORDED)} END"


def _same(sql: str, *joins: str) -> Dimension:
    return Dimension(sql, sql, joins)


_AGE = """CASE
    WHEN gt_children.child IS NULL THEN 'Not recorded'
    WHEN gt_children.born_on IS NULL AND gt_children.expected_on IS NOT NULL THEN 'Not yet born'
    WHEN gt_children.born_on IS NULL THEN 'Not recorded'
    WHEN gt_children.born_on > measured.event_on THEN 'Not yet born'
    WHEN age_on(gt_children.born_on, measured.event_on) < 1 THEN 'Under 1'
    WHEN age_on(gt_children.born_on, measured.event_on) < 5 THEN '1 to 4'
    WHEN age_on(gt_children.born_on, measured.event_on) < 10 THEN '5 to 9'
    WHEN age_on(gt_children.born_on, measured.event_on) < 16 THEN '10 to 15'
    ELSE '16 and over' END"""
_TENURE = """CASE
    WHEN measured.worker IS NULL THEN 'No worker'
    WHEN gt_workers.first_case_on IS NULL THEN 'Not recorded'
    WHEN date_diff('day', gt_workers.first_case_on, CAST(measured.event_on AS DATE)) < 183 THEN 'Under 6 months'
    WHEN date_diff('day', gt_workers.first_case_on, CAST(measured.event_on AS DATE)) < 366 THEN '6 to 12 months'
    WHEN date_diff('day', gt_workers.first_case_on, CAST(measured.event_on AS DATE)) < 731 THEN '1 to 2 years'
    ELSE '2 years and over' END"""

DIMENSION_SQL: dict[str, Dimension] = {
    "team": Dimension("coalesce(measured.team, '')", "coalesce(gt_teams.name, 'No team')", ("gt_teams",)),
    "service": _same("coalesce(nullif(gt_teams.service, ''), 'No service')", "gt_teams"),
    "worker": Dimension(
        "coalesce(measured.worker, '')", "coalesce(workers.prof_professional_name, 'No worker')", ("workers",)
    ),
    "age": _same(_AGE, "gt_children"),
    "sex": _same(_cases("gt_children.sex", {item.code: item.label for item in SEX.items}), "gt_children"),
    "ethnicity": _same(
        _cases("gt_children.ethnicity", {item.code: item.group for item in ETHNICITY.items}), "gt_children"
    ),
    "disability": _same(
        "CASE WHEN gt_children.disabled IS NULL THEN 'Not recorded' WHEN gt_children.disabled THEN 'Disabled'"
        " ELSE 'Not disabled' END",
        "gt_children",
    ),
    "area": _same("coalesce(gt_children.area, 'Not recorded')", "gt_children"),
    "need": Dimension(
        "coalesce(nullif(referrals.cine_cin_primary_need_code, ''), '')",
        _cases("referrals.cine_cin_primary_need_code", {item.code: item.label for item in PRIMARY_NEED.items}),
        ("referrals",),
    ),
    "source": _same(
        _cases("referrals.cine_referral_source_code", {item.code: item.group for item in REFERRAL_SOURCE.items}),
        "referrals",
    ),
    "tenure": _same(_TENURE, "gt_workers"),
}

JOINS = {
    "gt_teams": "LEFT JOIN gt_teams ON gt_teams.team = measured.team",
    "workers": "LEFT JOIN ssd_professionals AS workers ON workers.prof_professional_id = measured.worker",
    "gt_children": "LEFT JOIN gt_children ON gt_children.child = measured.child",
    "referrals": "LEFT JOIN ssd_cin_episodes AS referrals ON referrals.cine_referral_id = measured.referral",
    "gt_workers": "LEFT JOIN gt_workers ON gt_workers.worker = measured.worker",
}


def joins_for(dimensions: Collection[str]) -> str:
    """What a query joins to know these dimensions."""
    needed = {name for dimension in dimensions for name in DIMENSION_SQL[dimension].joins}
    return "\n".join(JOINS[name] for name in JOINS if name in needed)
