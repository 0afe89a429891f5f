"""The regimes under which a council's children's services have been inspected or reviewed since 2009.

A regime says how its document is told, whether it gives grades, which areas it judges in which order, and the headings
under which its items stand. Source: the published frameworks, and the reports themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FOUR_POINTS = ("Outstanding", "Good", "Requires improvement to be good", "Inadequate")
FOUR_POINTS_2009 = ("Outstanding", "Good", "Adequate", "Inadequate")


@dataclass(frozen=True, slots=True)
class Regime:
    """`label` in a sentence, `short` beside a date. `years` in words. `grades` is empty where nothing is graded;
    `areas` are what is judged, in the order of the report; `overall` says whether it gives one grade for the whole."""

    key: str
    label: str
    short: str
    years: str
    form: str
    grades: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    overall: bool = False


REGIMES: Mapping[str, Regime] = {
    regime.key: regime
    for regime in (
        Regime(
            "unannounced_2009_12",
            "Annual unannounced inspection of contact, referral and assessment",
            "Unannounced inspection",
            "2009 to 2012",
            "letter",
        ),
        Regime(
            "lac_safeguarding_2009_13",
            "Inspection of safeguarding and looked after children’s services",
            "Safeguarding inspection",
            "2009 to 2013",
            "report",
            FOUR_POINTS_2009,
            ("Overall effectiveness", "Capacity for improvement"),
            overall=True,
        ),
        Regime(
            "sif_2013_17",
            "Single inspection of services for children in need of help, looked after and leaving care",
            "Single inspection",
            "2013 to 2018",
            "report",
            FOUR_POINTS,
            (
                "Overall effectiveness",
                "Children who need help and protection",
                "Children looked after and achieving permanence",
                "Adoption performance",
                "Experiences and progress of care leavers",
                "Leadership, management and governance",
                "Local Safeguarding Children Board",
            ),
            overall=True,
        ),
        Regime(
            "ilacs_2018_22",
            "Inspection of local authority children’s services, 2018 to 2022",
            "Inspection",
            "2018 to 2022",
            "report",
            FOUR_POINTS,
            (
                "The impact of leaders on social work practice with children and families",
                "The experiences and progress of children who need help and protection",
                "The experiences and progress of children in care and care leavers",
                "Overall effectiveness",
            ),
            overall=True,
        ),
        Regime(
            "ilacs_2023_mar2026",
            "Inspection of local authority children’s services, 2023 to March 2026",
            "Inspection",
            "2023 to March 2026",
            "report",
            FOUR_POINTS,
            (
                "The impact of leaders on social work practice with children and families",
                "The experiences and progress of children who need help and protection",
                "The experiences and progress of children in care",
                "The experiences and progress of care leavers",
                "Overall effectiveness",
            ),
            overall=True,
        ),
        Regime(
            "ilacs_apr2026_on",
            "Inspection of local authority children’s services, from April 2026",
            "Inspection",
            "from April 2026",
            "report",
            FOUR_POINTS,
            (
                "The impact of leaders on practice with children and families",
                "The experiences and progress of children who need help and protection",
                "The experiences and progress of children in care",
                "The experiences and progress of care leavers",
            ),
        ),
        Regime("focused_visit", "Focused visit", "Focused visit", "from 2018", "letter"),
        Regime("monitoring_visit", "Monitoring visit", "Monitoring visit", "from 2015", "letter"),
        Regime("jtai", "Joint targeted area inspection", "Joint inspection", "from 2016", "letter"),
        Regime("lga_peer", "Peer review", "Peer review", "any year", "letter"),
        Regime("other", "Another kind of review", "Review", "any year", "letter"),
    )
}
