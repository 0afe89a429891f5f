"""The measures give what the Department for Education published, from the counts it published.

Each example of `data/worked_examples.json` is turned into rows of the dataset, a row for every ten children.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from goldenthread.insight.public.dataset import Dataset
from goldenthread.insight.public.measures import Span, figure
from goldenthread.rulebook.calendar import WORKING_DAYS
from tests.building.insight import ANYBODY, an_empty_dataset, with_rows

pytestmark = pytest.mark.django_db
EXAMPLES = json.loads((Path(__file__).parent / "data" / "worked_examples.json").read_text())["examples"]
YEAR = Span(date(2023, 4, 1), date(2024, 3, 31))
TO_SEPTEMBER = Span(date(2024, 10, 1), date(2025, 9, 30))
RECEIVED = date(2023, 6, 1)
TEN = 10

type Given = Mapping[str, Any]
type Rows = list[dict[str, Any]]


def after(day: date, working_days: int) -> datetime:
    return datetime.combine(WORKING_DAYS.add(day, working_days), datetime.min.time())


def banded(given: Given, last_of: Mapping[str, int], beyond: int) -> list[int]:
    """For each ten children the working days taken: the last of their band, and `beyond` for those in none."""
    days: list[int] = []
    for band, last in last_of.items():
        days += [last] * (given[band] // TEN)
    total = given.get("total", given.get("total_icpc")) // TEN
    return days + [beyond] * (total - len(days))


def assessments(given: Given) -> dict[str, Rows]:
    bands = {"same_day": 0, "1-10": 10, "11-20": 20, "21-30": 30, "31-40": 40, "41-45": 45}
    return {
        "gt_assessments": [
            {
                "row": str(n),
                "assessment": str(n),
                "child": str(n),
                "referred_on": RECEIVED,
                "started_on": RECEIVED,
                "authorised_at": after(RECEIVED, days),
            }
            for n, days in enumerate(banded(given, bands, 46))
        ]
    }


def conferences(given: Given) -> dict[str, Rows]:
    taken = banded(given, {"0-10": 10, "11-15": 15}, 16)
    return {
        "gt_enquiries": [{"enquiry": str(n), "child": str(n), "strategy_on": RECEIVED} for n in range(len(taken))],
        "ssd_initial_cp_conference": [
            {
                "icpc_icpc_id": str(n),
                "icpc_person_id": str(n),
                "icpc_s47_enquiry_id": str(n),
                "icpc_icpc_date": after(RECEIVED, days),
            }
            for n, days in enumerate(taken)
        ],
    }


def plans(many: int, started_on: date, **more: Any) -> Rows:
    return [
        {"plan": str(n), "child": str(n), "kind": "child_protection", "started_on": started_on, **more}
        for n in range(many)
    ]


def reviewed(given: Given) -> dict[str, Rows]:
    many, in_time = given["on_plan_3m_plus"] // TEN, given["reviewed_in_time"] // TEN
    return {
        "gt_plans": plans(many, date(2023, 11, 1)),
        "ssd_cp_reviews": [
            {"cppr_cp_review_id": str(n), "cppr_cp_plan_id": str(n), "cppr_cp_review_date": datetime(2024, 1, 20)}  # noqa: DTZ001 -- the dataset keeps local days
            for n in range(in_time)
        ],
    }


def referrals(given: Given) -> dict[str, Rows]:
    many, again = given["referrals"] // TEN, given["re_referrals"] // TEN
    now = [
        {"cine_referral_id": f"now{n}", "cine_person_id": str(n), "cine_referral_date": after(RECEIVED, 0)}
        for n in range(many)
    ]
    before = [
        {"cine_referral_id": f"was{n}", "cine_person_id": str(n), "cine_referral_date": after(date(2022, 9, 1), 0)}
        for n in range(again)
    ]
    return {"ssd_cin_episodes": now + before}


def repeated(given: Given) -> dict[str, Rows]:
    many, again = given["starts"] // TEN, given["subsequent"] // TEN
    first = plans(many - again, RECEIVED, number_of_previous=0)
    return {"gt_plans": first + plans(again, RECEIVED, number_of_previous=1)}


def long_open(given: Given) -> dict[str, Rows]:
    many, long = given["on_plan"] // TEN, given["2y_plus"] // TEN
    at = YEAR.ends_on
    return {"gt_plans": plans(many - long, at - timedelta(729)) + plans(long, at - timedelta(730))}


def long_ended(given: Given) -> dict[str, Rows]:
    many, long = given["ended"] // TEN, given["2y_plus"] // TEN
    short = plans(many - long, RECEIVED - timedelta(729), ended_on=RECEIVED)
    return {"gt_plans": short + plans(long, RECEIVED - timedelta(730), ended_on=RECEIVED)}


def post(fte: float, **more: Any) -> dict[str, Any]:
    return {"worker": "1", "fte": fte, "started_on": date(2020, 1, 1), "agency": False, **more}


def vacancies(given: Given) -> dict[str, Rows]:
    return {
        "gt_vacancies": [{"vacancy": "1", "fte": given["vacancy_fte"], "vacant_from": date(2025, 1, 1)}],
        "gt_workforce": [post(given["inpost_fte"])],
    }


def agency(given: Given) -> dict[str, Rows]:
    return {"gt_workforce": [post(given["inpost_fte"]), post(given["agency_fte"], worker="2", agency=True)]}


def leavers(given: Given) -> dict[str, Rows]:
    left = post(given["leavers_fte"], worker="2", left_on=date(2025, 5, 1))
    return {"gt_workforce": [post(given["inpost_fte"]), left]}


def caseload(given: Given) -> dict[str, Rows]:
    started = datetime(2025, 1, 1)  # noqa: DTZ001 -- the dataset keeps local days
    return {
        "gt_workforce": [post(given["case_holders_fte"] / TEN)],
        "gt_allocations": [
            {"row": str(n), "child": str(n), "referral": str(n), "worker": "1", "starts_at": started}
            for n in range(given["cases"] // TEN)
        ],
    }


def absence(given: Given) -> dict[str, Rows]:
    lost = {"row": "1", "worker": "1", "absent_on": date(2025, 2, 1), "days": given["days_lost"]}
    return {"gt_workforce": [post(given["inpost_fte"])], "gt_absence": [lost]}


AS_ROWS: dict[str, Callable[[Given], dict[str, Rows]]] = {
    "assessment_45wd": assessments,
    "icpc_15wd": conferences,
    "cpp_reviewed": reviewed,
    "rereferral_12m": referrals,
    "cpp_repeat": repeated,
    "cpp_2y_open": long_open,
    "cpp_2y_ended": long_ended,
    "wf_vacancy": vacancies,
    "wf_agency": agency,
    "wf_turnover": leavers,
    "wf_caseload": caseload,
    "wf_absence": absence,
}


@pytest.fixture
def held(settings, tmp_path: Path) -> Dataset:
    return an_empty_dataset(settings, tmp_path)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["kpi"])
def test_a_measure_gives_what_was_published(held: Dataset, example: dict[str, Any]) -> None:
    with_rows(held, **AS_ROWS[example["kpi"]](example["inputs"]))
    span = TO_SEPTEMBER if example["kpi"].startswith("wf_") else YEAR
    found = figure(example["kpi"], scope=ANYBODY, span=span)
    assert found.value == pytest.approx(example.get("expected_percent", example.get("expected")), abs=0.1)
