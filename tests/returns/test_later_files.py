"""A later file closes a case that was allocated here, or corrects the day of a referral."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from goldenthread.access.public import Team, User, decide
from goldenthread.casework.public import allocate_team, allocate_worker
from goldenthread.returns.public import Loaded, load_cin_census
from goldenthread.rulebook.rights import Role
from tests.build import person_who_signs_in
from tests.returns.census import HEADER, a_census, a_child, a_referral

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LATER = AT + timedelta(days=2)
CLOSED = {"CINclosureDate": "2025-12-01", "ReasonForClosure": "RC7"}
ASSESSED = {"AssessmentActualStartDate": "2025-09-24", "AssessmentAuthorisationDate": "2025-11-03"}


@pytest.fixture(autouse=True)
def as_application(db: None) -> None:
    """All here runs in the role that serves the pages."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE goldenthread_app")


def model(name: str) -> Any:
    return apps.get_model(name)


def load(path: Path, *children: str, at: datetime = AT, header: str = HEADER, by: Any = None) -> Loaded:
    return load_cin_census(a_census(path, *children, header=header), by=by, at=at)


def referrals(council_id: str = "A1") -> list[Any]:
    return list(model("casework.Referral").objects.filter(child__la_child_id=council_id).order_by("received_on"))


def allocated(referral: Any) -> tuple[User, User]:
    """Gives a loaded referral to a team and a worker; returns the worker and her manager."""
    manager = person_who_signs_in(Role.TEAM_MANAGER, team="Harbour")
    service = person_who_signs_in(Role.SERVICE_MANAGER, team="Harbour")
    worker = person_who_signs_in(Role.SOCIAL_WORKER, team="Harbour")
    team = Team.objects.get(name="Harbour").pk
    allocate_team(referrals=[referral.pk], team=team, by=service, at=AT)
    allocate_worker(
        referrals=[referral.pk], worker=worker.pk, instructions="See her this week and tell me.", by=manager, at=AT
    )
    return worker, manager


def notices(person: User) -> list[Any]:
    return list(model("access.Notice").objects.filter(to=person, kind="case_closed"))


# --- a case that was allocated here


def test_a_case_allocated_here_ends_when_a_file_closes_it(tmp_path: Path) -> None:
    load(tmp_path, a_child("A1"))
    (referral,) = referrals()
    worker, _ = allocated(referral)
    assert decide(worker, "child.read", referral.child_id, at=LATER).allowed
    analyst = person_who_signs_in(Role.ANALYST)
    loaded = load(tmp_path, a_child("A1", a_referral(**CLOSED)), at=LATER, by=analyst)
    assert loaded.updated == 1
    (referral,) = referrals()
    assert (referral.state, referral.closed_on, referral.closure_reason) == ("closed", date(2025, 12, 1), "RC7")
    assert {one.ended_at is not None for one in model("casework.Allocation").objects.all()} == {True}
    ties = model("access.Tie").objects.filter(child_id=referral.child_id)
    assert ties.count() == 2 and not ties.filter(ends_on=None).exists()
    (assessment,) = model("casework.Deadline").objects.filter(referral=referral, clock="single_assessment")
    assert (assessment.met_at, assessment.void_at, assessment.void_because) == (None, LATER, "The case closed.")
    (notice,) = notices(worker)
    assert notice.words == (
        "The case of A1 closed on 1 December 2025, says the CIN census 2026. The allocation has ended."
    )
    assert (notice.child_id, notice.sent_by_id, notice.sent_at) == (referral.child_id, analyst.pk, LATER)
    entries = model("access.LedgerEntry").objects.filter(subject=f"referral:{referral.pk}", act="record.load")
    assert [(one.child, one.actor, one.detail["closed"]) for one in entries] == [(referral.child_id, analyst.pk, True)]
    # And once only.
    load(tmp_path, a_child("A1", a_referral(**CLOSED, PrimaryNeedCode="N2")), at=LATER)
    assert len(notices(worker)) == 1


def test_a_deadline_that_the_file_says_was_met_is_met(tmp_path: Path) -> None:
    load(tmp_path, a_child("A1"))
    (referral,) = referrals()
    worker, _ = allocated(referral)
    load(tmp_path, a_child("A1", a_referral(Assessments=ASSESSED, **CLOSED)), at=LATER)
    (assessment,) = model("casework.Deadline").objects.filter(referral=referral, clock="single_assessment")
    assert (assessment.met_at.date(), assessment.void_at) == (date(2025, 11, 3), None)
    assert assessment.owner_id == worker.pk


def test_without_a_worker_the_managers_of_the_team_are_told(tmp_path: Path) -> None:
    load(tmp_path, a_child("A1"))
    (referral,) = referrals()
    manager = person_who_signs_in(Role.TEAM_MANAGER, team="Harbour")
    service = person_who_signs_in(Role.SERVICE_MANAGER, team="Harbour")
    allocate_team(referrals=[referral.pk], team=Team.objects.get(name="Harbour").pk, by=service, at=AT)
    load(tmp_path, a_child("A1", a_referral(**CLOSED)), at=LATER)
    assert len(notices(manager)) == 1
    assert not model("access.Tie").objects.filter(child_id=referral.child_id, ends_on=None).exists()


def test_a_tie_that_another_open_case_needs_stays(tmp_path: Path) -> None:
    load(tmp_path, a_child("A1"))
    (referral,) = referrals()
    worker, _ = allocated(referral)
    other = model("casework.Referral").objects.create(
        child_id=referral.child_id,
        state="with_worker",
        received_at=AT,
        received_on=AT.date(),
        source="6",
        team_id=worker.team_id,
        worker=worker,
    )
    load(tmp_path, a_child("A1", a_referral(**CLOSED)), at=LATER)
    assert model("access.Tie").objects.filter(child_id=referral.child_id, ends_on=None).count() == 2
    other.refresh_from_db()
    assert other.closed_on is None
    assert notices(worker)[0].link.endswith(f"/{referral.child_id}/")


def test_nobody_is_told_of_a_case_that_was_never_allocated_here(tmp_path: Path) -> None:
    load(tmp_path, a_child("A1"))
    load(tmp_path, a_child("A1", a_referral(**CLOSED)), at=LATER)
    assert not model("access.Notice").objects.exists()
    assert model("casework.Deadline").objects.get(clock="single_assessment").void_because == "The case closed."


def test_what_the_file_starts_anew_belongs_to_the_worker(tmp_path: Path) -> None:
    load(tmp_path, a_child("A1"))
    (referral,) = referrals()
    worker, _ = allocated(referral)
    enquiry = {"S47ActualStartDate": "2026-03-10", "ICPCnotRequired": "false"}
    load(tmp_path, a_child("A1", a_referral(Section47=enquiry)), at=LATER)
    deadline = model("casework.Deadline").objects.get(clock="icpc", void_at=None)
    assert (deadline.owner_id, deadline.team_id) == (worker.pk, worker.team_id)


# --- a corrected day


def test_a_corrected_day_is_the_same_referral(tmp_path: Path) -> None:
    load(tmp_path, a_child("A1"))
    (before,) = referrals()
    worker, _ = allocated(before)
    loaded = load(tmp_path, a_child("A1", a_referral(CINreferralDate="2025-09-24")), at=LATER)
    assert (loaded.updated, loaded.referrals) == (1, 1)
    (after,) = referrals()
    assert (after.pk, after.received_on, after.received_at.date()) == (before.pk, date(2025, 9, 24), date(2025, 9, 24))
    assert (after.state, after.worker_id) == ("with_worker", worker.pk)
    old, new = model("casework.Deadline").objects.filter(clock="single_assessment").order_by("started_at")
    assert (old.void_because, old.started_at.date()) == ("No longer in the CIN census 2026 file", date(2025, 9, 22))
    assert (new.void_at, new.started_at.date(), new.owner_id) == (None, date(2025, 9, 24), worker.pk)
    again = load(tmp_path, a_child("A1", a_referral(CINreferralDate="2025-09-24")), at=LATER)
    assert (again.updated, again.unchanged) == (0, 1)


def test_re_referrals_follow_a_corrected_day(tmp_path: Path) -> None:
    first = {"CINreferralDate": "2024-10-01", "CINclosureDate": "2025-05-02", "ReasonForClosure": "RC7"}
    load(tmp_path, a_child("A1", a_referral(**first), a_referral()))
    assert [one.is_rereferral for one in referrals()] == [False, True]
    load(tmp_path, a_child("A1", a_referral(**first | {"CINreferralDate": "2024-09-02"}), a_referral()))
    one, two = referrals()
    assert one.received_on == date(2024, 9, 2)
    assert (two.is_rereferral, two.previous_id) == (False, None)


OTHERS: dict[str, list[str]] = {
    "another source": [a_referral(CINreferralDate="2025-09-24", ReferralSource="2A")],
    "another need": [a_referral(CINreferralDate="2025-09-24", PrimaryNeedCode="N4")],
    "before it, and closed by then": [a_referral(CINreferralDate="2025-05-06", CINclosureDate="2025-06-02")],
    "two to choose from": [
        a_referral(CINreferralDate="2025-09-24"),
        a_referral(CINreferralDate="2025-07-24", CINclosureDate="2025-09-23"),
    ],
    "it is told still": [a_referral(CINreferralDate="2025-09-24"), a_referral(**CLOSED)],
}


@pytest.mark.parametrize("name", OTHERS)
def test_where_it_is_not_certain_it_is_another_referral(tmp_path: Path, name: str) -> None:
    load(tmp_path, a_child("A1"))
    loaded = load(tmp_path, a_child("A1", *OTHERS[name]))
    assert len(referrals()) == 1 + loaded.referrals - (name == "it is told still")
    assert date(2025, 9, 22) in [one.received_on for one in referrals()]


def test_between_two_years_it_is_another_referral(tmp_path: Path) -> None:
    was = a_referral(CINreferralDate="2025-02-03")
    load(tmp_path, a_child("A1", was), header=HEADER.replace("2026", "2025"))
    load(tmp_path, a_child("A1", a_referral(CINreferralDate="2025-02-04")))
    assert [one.received_on.day for one in referrals()] == [3, 4]


def test_a_referral_recorded_here_keeps_its_day(tmp_path: Path) -> None:
    load(tmp_path, a_child("A1"))
    model("casework.Referral").objects.update(loaded=False)
    load(tmp_path, a_child("A1", a_referral(CINreferralDate="2025-09-24")))
    assert [one.received_on.day for one in referrals()] == [22, 24]
