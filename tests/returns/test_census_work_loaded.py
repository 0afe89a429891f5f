"""What a census tells of assessments, enquiries, conferences and plans: loaded, known again, corrected."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from goldenthread.access.public import take_keys
from goldenthread.casework.operations import bulk
from goldenthread.casework.operations.deadlines import Starting, replay
from goldenthread.returns.public import Loaded, load_again, load_cin_census
from tests.returns.census import HEADER, a_census, a_child, a_referral

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ASSESSMENT = {
    "AssessmentActualStartDate": "2025-09-24",
    "AssessmentInternalReviewDate": "2025-10-08",
    "AssessmentAuthorisationDate": "2025-11-03",
    "FactorsIdentifiedAtAssessment": {"AssessmentFactors": ["1B", "3B", "4B"]},
}
ENQUIRY = {
    "S47ActualStartDate": "2025-11-10",
    "InitialCPCtarget": "2025-12-01",
    "DateOfInitialCPC": "2025-11-28",
    "ICPCnotRequired": "false",
}
PROTECTION = {
    "CPPstartDate": "2025-11-28",
    "InitialCategoryOfAbuse": "NEG",
    "LatestCategoryOfAbuse": "EMO",
    "NumberOfPreviousCPP": "1",
    "Reviews": {"CPPreviewDate": ["2026-02-20"]},
}


@pytest.fixture(autouse=True)
def as_application(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE goldenthread_app")


def model(name: str) -> Any:
    return apps.get_model("casework", name)


def load(file: Path, at: datetime = AT) -> Loaded:
    return load_cin_census(file, by=None, at=at)


def with_a_plan(path: Path, **values: Any) -> Path:
    modules = {"Assessments": ASSESSMENT, "Section47": ENQUIRY, "ChildProtectionPlans": PROTECTION} | values
    return a_census(path, a_child("A1", a_referral(**modules)))


def clocks(*names: str) -> list[tuple[str, date, bool, bool]]:
    """Clock, day it started, whether it was met and whether it was taken back."""
    return [
        (one.clock, one.started_at.date(), one.met_at is not None, one.void_at is not None)
        for one in model("Deadline").objects.filter(clock__in=names).order_by("clock", "started_at", "pk")
    ]


def all_of_it() -> dict[str, list[str]]:
    names = ("Assessment", "AssessmentChild", "ReviewPoint", "Enquiry", "Meeting", "MeetingChild", "Plan", "Deadline")
    return {name: sorted(map(str, model(name).objects.values_list())) for name in names}


def test_all_that_was_done_on_a_referral(tmp_path: Path) -> None:
    loaded = load(with_a_plan(tmp_path))
    counts = {name: loaded.as_dict()[name] for name in ("assessments", "enquiries", "conferences", "plans", "visits")}
    assert counts == {"assessments": 1, "enquiries": 1, "conferences": 2, "plans": 1, "visits": 0}
    assessment = model("Assessment").objects.get()
    assert (assessment.kind, assessment.state, assessment.loaded) == ("single", "authorised", True)
    assert (assessment.started_on, assessment.authorised_at.date()) == (date(2025, 9, 24), date(2025, 11, 3))
    assert assessment.children.get().factors == ["1B", "3B", "4B"]
    assert assessment.review_points.get().due_on == date(2025, 10, 8)
    enquiry = model("Enquiry").objects.get()
    assert (enquiry.state, enquiry.outcome, enquiry.conference_on) == ("authorised", "CONFERENCE", date(2025, 11, 28))
    plan = model("Plan").objects.get()
    assert (plan.kind, plan.state, plan.first_category, plan.category) == ("child_protection", "current", "NEG", "EMO")
    assert (plan.number_of_previous, plan.conference, plan.ended_on) == (1, enquiry.conference, None)
    held = [
        (one.meeting.kind, one.meeting.held_at.date(), one.decision, one.category, one.plan_id)
        for one in model("MeetingChild").objects.order_by("meeting__held_at")
    ]
    assert held == [
        ("initial_conference", date(2025, 11, 28), "plan", "NEG", None),
        ("review_conference", date(2026, 2, 20), "plan_continues", "EMO", plan.pk),
    ]


def test_the_clocks_of_a_plan_that_runs(tmp_path: Path) -> None:
    load(with_a_plan(tmp_path))
    assert clocks("single_assessment", "icpc", "rcpc_first", "rcpc_subsequent") == [
        ("icpc", date(2025, 11, 10), True, False),
        ("rcpc_first", date(2025, 11, 28), True, False),
        ("rcpc_subsequent", date(2026, 2, 20), False, False),
        ("single_assessment", date(2025, 9, 22), True, False),
    ]
    # The census tells no visits and no core groups: they count from the day of loading.
    assert clocks("cp_visit", "core_group_subsequent") == [
        ("core_group_subsequent", AT.date(), False, False),
        ("cp_visit", AT.date(), False, False),
    ]


def test_an_assessment_that_runs_has_its_review_point(tmp_path: Path) -> None:
    running = {name: value for name, value in ASSESSMENT.items() if name != "AssessmentAuthorisationDate"}
    load(a_census(tmp_path, a_child("A1", a_referral(Assessments=running))))
    assert model("Assessment").objects.get().state == "writing"
    assert clocks("assessment_review_point") == [("assessment_review_point", date(2025, 9, 24), False, False)]
    (about,) = model("Deadline").objects.filter(clock="assessment_review_point").values_list("about", flat=True)
    assert about == f"assessment:{model('Assessment').objects.get().pk}"


def test_the_same_file_changes_nothing(tmp_path: Path) -> None:
    load(with_a_plan(tmp_path))
    before = all_of_it()
    again = load(with_a_plan(tmp_path), at=datetime(2026, 11, 25, 9, tzinfo=UTC))
    assert (again.unchanged, again.updated, again.assessments, again.plans) == (1, 0, 1, 1)
    assert all_of_it() == before


def test_a_later_file_ends_a_plan_and_corrects_factors(tmp_path: Path) -> None:
    load(with_a_plan(tmp_path))
    factors = ASSESSMENT | {"FactorsIdentifiedAtAssessment": {"AssessmentFactors": ["3B"]}}
    ended = PROTECTION | {"CPPendDate": "2026-03-20", "Reviews": {"CPPreviewDate": ["2026-02-20", "2026-03-20"]}}
    assert load(with_a_plan(tmp_path, Assessments=factors, ChildProtectionPlans=ended)).updated == 1
    assert model("AssessmentChild").objects.get().factors == ["3B"]
    plan = model("Plan").objects.get()
    assert (plan.state, plan.ended_on) == ("ended", date(2026, 3, 20))
    assert list(model("MeetingChild").objects.order_by("meeting__held_at").values_list("decision", flat=True)) == [
        "plan",
        "plan_continues",
        "plan_ends",
    ]
    assert clocks("cp_visit", "core_group_subsequent") == [
        ("core_group_subsequent", AT.date(), False, True),
        ("cp_visit", AT.date(), False, True),
    ]


def test_a_corrected_day_is_a_correction(tmp_path: Path) -> None:
    load(with_a_plan(tmp_path))
    load(with_a_plan(tmp_path, Assessments=ASSESSMENT | {"AssessmentActualStartDate": "2025-09-25"}))
    assert model("Assessment").objects.get().started_on == date(2025, 9, 25)


def test_what_was_put_right_here_stands_until_the_census_says_something_new(tmp_path: Path) -> None:
    load(with_a_plan(tmp_path))
    model("Plan").objects.update(category="SAB")
    load(with_a_plan(tmp_path, ChildProtectionPlans=PROTECTION | {"NumberOfPreviousCPP": "2"}))
    plan = model("Plan").objects.get()
    assert (plan.category, plan.number_of_previous) == ("SAB", 2)


def test_what_ran_ends_with_the_case(tmp_path: Path) -> None:
    running = {"AssessmentActualStartDate": "2025-09-24"}
    plan = {"CINPlanStartDate": "2025-10-01"}
    load(a_census(tmp_path, a_child("A1", a_referral(Assessments=running, CINPlanDates=plan))))
    assert model("Plan").objects.get().state == "current"
    closed = {"CINclosureDate": "2026-01-15", "ReasonForClosure": "RC7"}
    load(a_census(tmp_path, a_child("A1", a_referral(Assessments=running, CINPlanDates=plan, **closed))))
    assert model("Assessment").objects.get().state == "stopped"
    found = model("Plan").objects.get()
    assert (found.state, found.ended_on, found.end_words) == ("ended", date(2026, 1, 15), "The case closed.")
    assert not model("Deadline").objects.filter(met_at=None, void_at=None).exists()


def test_an_older_year_fills_gaps_and_changes_nothing(tmp_path: Path) -> None:
    load(with_a_plan(tmp_path))
    older = HEADER.replace("2026", "2025")
    earlier = a_referral(
        CINreferralDate="2024-05-07",
        CINclosureDate="2024-09-02",
        ReasonForClosure="RC7",
        CINPlanDates={"CINPlanStartDate": "2024-06-03", "CINPlanEndDate": "2024-09-02"},
    )
    load(a_census(tmp_path, a_child("A1", earlier), header=older))
    assert list(model("Plan").objects.order_by("started_on").values_list("kind", "state")) == [
        ("child_in_need", "ended"),
        ("child_protection", "current"),
    ]


def test_records_kept_from_an_earlier_release_are_filled(tmp_path: Path) -> None:
    load(with_a_plan(tmp_path))
    with_all = all_of_it()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("DELETE FROM casework_deadline WHERE clock IN ('cp_visit', 'core_group_subsequent')")
        for name in ("meetingchild", "plan", "enquiry", "meeting", "reviewpoint", "assessmentchild", "assessment"):
            cursor.execute(f"DELETE FROM casework_{name}")
        cursor.execute("SET LOCAL ROLE goldenthread_app")
    filled = load_again(by=None, at=AT)
    assert (filled.children, filled.assessments, filled.plans, filled.conferences) == (1, 1, 1, 2)
    assert {name: len(rows) for name, rows in all_of_it().items()} == {
        name: len(rows) for name, rows in with_all.items()
    }
    stands = all_of_it()
    again = load_again(by=None, at=AT)
    assert (again.children, again.assessments, again.plans, again.deadlines) == (1, 0, 0, 0)
    assert all_of_it() == stands


def test_deadlines_worked_out_again_are_as_they_were_loaded(tmp_path: Path) -> None:
    load(with_a_plan(tmp_path))
    assert replay(by=None, at=AT).moved == {}


def test_assessments_of_earlier_guidance_go_through_the_door_and_replay(tmp_path: Path) -> None:
    load(a_census(tmp_path, a_child("A1")))
    referral = model("Referral").objects.get()
    first, second = take_keys(bulk.AssessmentRow, 2)
    began = datetime(2012, 5, 14, 11, tzinfo=UTC)
    finished = datetime(2012, 5, 29, 11, tzinfo=UTC)
    of = {"child": referral.child_id, "referral": referral.pk}
    bulk.load_casework(
        [
            bulk.AssessmentRow(
                id=key,
                kind=kind,
                state="authorised",
                started_on=at.date(),
                started_at=at,
                authorised_at=finished,
                loaded=True,
            )
            for key, kind, at in ((first, "initial", began), (second, "core", began))
        ],
        [
            Starting("initial_assessment_2010", began, met_at=finished, about=f"assessment:{first}", **of),
            Starting("core_assessment", began, met_at=finished, about=f"assessment:{second}", **of),
        ],
    )
    due = dict(model("Deadline").objects.filter(about__gt="").values_list("clock", "due_on"))
    assert due == {"initial_assessment_2010": date(2012, 5, 28), "core_assessment": date(2012, 7, 4)}
    assert replay(by=None, at=AT).moved == {}
