"""What workers carry, what would change if children moved, and what is recorded of the workforce."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from goldenthread.access.public import NotAllowed, tie
from goldenthread.casework.public.supervision import without_worker
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Supervision, WorkerRecord
from goldenthread.quality.public.caseloads import if_moved, loads, weigh_case
from goldenthread.quality.public.workforce import (
    WorkerSaid,
    end_vacancy,
    record_training,
    record_vacancy,
    record_worker,
    workforce,
)
from tests.build import child_at, person_who_signs_in, sealed
from tests.building.supervision import AGREED, supervision_at

pytestmark = pytest.mark.django_db
TODAY = AGREED.date()


def said(**changed):
    whole = {
        "role": "case_holder",
        "fte": Decimal("1.00"),
        "started_on": TODAY - timedelta(days=400),
        "registration": "SW12345",
        "registered_until": TODAY + timedelta(days=200),
    }
    return WorkerSaid(**(whole | changed))


def wrong(caught) -> dict[str, str]:
    return dict(caught.value.problems)


def test_a_load_counts_allocated_and_co_working_children_and_weighs_each():
    made = supervision_at("due")
    other = child_at("allocated")
    tie(child=other.child, kind="co_working", user=made.worker, starts_on=TODAY)
    weigh_case(child=made.child, complexity="more", travel="near", because="Four agencies.", by=made.manager, at=AGREED)
    (load,) = loads(reader=made.manager, on=TODAY, at=AGREED, worker=made.worker.pk)
    assert (load.allocated, load.co_working, load.over) == (1, 1, False)
    weights = {one.how: one.weight for one in load.cases}
    assert weights["allocated"] == Decimal("0.94")
    assert weights["co_working"] == Decimal("0.38")


def test_a_sealed_child_is_in_no_load_of_a_reader_she_is_sealed_from():
    made = supervision_at("due")
    sealed(made.child)
    (load,) = loads(reader=made.manager, on=TODAY, at=AGREED, worker=made.worker.pk)
    assert load.cases == ()


def test_trying_a_move_changes_nothing_and_gives_each_child_to_whoever_has_most_room():
    made = supervision_at("due")
    idle = person_who_signs_in("social_worker", team=made.placed.team)
    before = loads(reader=made.manager, on=TODAY, at=AGREED)
    moved = {one.before.worker: one.after for one in if_moved(before, children=[made.child], to=[idle.pk])}
    assert moved[made.worker.pk].allocated == 0
    assert moved[idle.pk].allocated == 1
    assert loads(reader=made.manager, on=TODAY, at=AGREED) == before
    assert if_moved(before, children=[made.child], to=[made.worker.pk]) == ()


def test_a_weight_that_is_more_than_usual_needs_a_reason():
    made = supervision_at("due")
    with pytest.raises(Refused) as caught:
        weigh_case(child=made.child, complexity="most", travel="near", because="", by=made.manager, at=AGREED)
    assert set(wrong(caught)) == {"because"}
    with pytest.raises(NotAllowed):
        weigh_case(child=made.child, complexity="usual", travel="near", because="", by=made.worker, at=AGREED)


def test_children_without_a_worker_are_named_with_the_working_days_they_wait():
    waits = child_at("with_team")
    manager = person_who_signs_in("team_manager", team=waits.team)
    (row,) = [one for one in without_worker(reader=manager, at=AGREED + timedelta(days=7)) if one.child == waits.child]
    assert row.days == 5


def test_a_post_is_recorded_by_the_manager_of_the_team_and_its_flags_open_the_rows():
    made = supervision_at("due")
    ends = TODAY + timedelta(days=30)
    record_worker(
        worker=made.worker.pk,
        said=said(registered_until=ends, induction_from=TODAY, induction_ends_on=TODAY + timedelta(days=365)),
        by=made.manager,
        at=AGREED,
    )
    record_training(
        worker=made.worker.pk,
        what="Working with fathers",
        done_on=TODAY - timedelta(days=700),
        again_by=TODAY + timedelta(days=5),
        by=made.manager,
        at=AGREED,
    )
    found = workforce(reader=made.manager, on=TODAY, at=AGREED)
    (row,) = [one for one in found.posts if one.worker == made.worker.pk]
    assert set(row.flags) == {"newly_qualified", "registration", "training"}
    assert row.room == Decimal("16.2")
    stranger = person_who_signs_in("team_manager", team="Safeguarding south")
    with pytest.raises(NotAllowed):
        record_worker(worker=made.worker.pk, said=said(), by=stranger, at=AGREED)


def test_agency_notice_runs_four_weeks_and_leaving_ends_supervision():
    made = supervision_at("due")
    asked = {"worker": made.worker.pk, "by": made.manager, "at": AGREED}
    with pytest.raises(Refused) as caught:
        record_worker(said=said(notice_on=TODAY), **asked)
    assert set(wrong(caught)) == {"notice_on"}
    record_worker(said=said(agency="Weir Social Work", notice_on=TODAY), **asked)
    assert WorkerRecord.objects.get(worker=made.worker).notice_ends_on == TODAY + timedelta(days=28)
    record_worker(said=said(agency="Weir Social Work", left_on=TODAY, left_because="contract_ended"), **asked)
    assert not Supervision.objects.filter(worker=made.worker, state="due").exists()


def test_the_ratios_are_made_of_the_rows():
    made = supervision_at("due")
    record_worker(worker=made.worker.pk, said=said(), by=made.manager, at=AGREED)
    agency = person_who_signs_in("social_worker", team=made.placed.team)
    record_worker(worker=agency.pk, said=said(agency="Weir Social Work"), by=made.manager, at=AGREED)
    vacancy = record_vacancy(
        team=made.placed.team.pk,
        role="case_holder",
        fte=Decimal("0.5"),
        vacant_from=TODAY - timedelta(days=9),
        by=made.manager,
        at=AGREED,
    )
    figures = {one.key: one.figure for one in workforce(reader=made.manager, on=TODAY, at=AGREED).ratios}
    assert figures == {"vacancy": "33.3%", "agency": "50.0%", "turnover": "0.0%", "caseload": "0.5", "absence": None}
    end_vacancy(vacancy=vacancy, ended_on=TODAY, words="Grace Obi begins.", by=made.manager, at=AGREED)
    assert workforce(reader=made.manager, on=TODAY, at=AGREED).vacant == ()


def test_a_workers_record_is_for_the_worker_and_her_managers_alone(client):
    made = supervision_at("due")
    director = person_who_signs_in("director")
    answers = {}
    for who in (made.manager, director, person_who_signs_in("team_manager", team="Safeguarding south")):
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        answers[who.role, who.team_id] = client.get(reverse("worker_record", args=[made.worker.pk])).status_code
    assert answers[made.manager.role, made.manager.team_id] == 200
    assert sorted(answers.values()) == [200, 403, 403]
