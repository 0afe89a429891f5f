"""Allocation to a team, then to a worker with instructions; and what each may open afterwards."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import NotAllowed, arrange_cover, decide
from goldenthread.casework.models import Allocation, Deadline, Referral
from goldenthread.casework.operations import decisions
from goldenthread.casework.operations.allocations import allocate_team, allocate_worker, read_instructions
from goldenthread.casework.queries.referrals import team_loads, worker_loads
from goldenthread.casework.queries.teams import team_page
from goldenthread.kernel.refusal import Refused
from tests.building.access import a_team, person_who_signs_in, sealed
from tests.building.front_door import THURSDAY, child_at, manager, said, waiting_contact
from tests.building.people import a_child

pytestmark = pytest.mark.django_db


def may_read(user, child: int) -> bool:
    return decide(user, "child.read", child, at=THURSDAY).allowed


def give(placed, worker, instructions="See Noah by Tuesday.", by=None):
    return allocate_worker(
        referrals=[placed.referral], worker=worker.pk, instructions=instructions, by=by or manager(), at=THURSDAY
    )


def test_the_team_may_open_the_record_from_the_moment_it_has_it():
    placed = child_at("to_allocate")
    team = a_team("Assessment south")
    worker = person_who_signs_in("social_worker", team=team)
    assert not may_read(worker, placed.child)
    allocate_team(referrals=[placed.referral], team=team.pk, by=placed.manager, at=THURSDAY)
    assert may_read(worker, placed.child)


def test_a_worker_gets_the_work_its_deadlines_and_the_record():
    placed = child_at("with_team")
    worker = person_who_signs_in("social_worker", team=placed.team)
    give(placed, worker)
    one = Referral.objects.get(pk=placed.referral)
    assert (one.state, one.worker) == ("with_worker", worker)
    clocks = {d.clock: d for d in Deadline.objects.filter(referral=one)}
    assert clocks["single_assessment"].owner == worker
    assert clocks["assessment_allocated"].met_at == THURSDAY
    assert clocks["referral_ack"].owner == placed.writer  # that stays with the front door


@pytest.mark.parametrize("words", ["", "Agreed", "noted."])
def test_instructions_say_something(words):
    placed = child_at("with_team")
    worker = person_who_signs_in("social_worker", team=placed.team)
    with pytest.raises(Refused) as refused:
        give(placed, worker, words)
    assert [field for field, _ in refused.value.problems] == ["instructions"]


def test_a_worker_of_another_team_is_refused_by_name():
    placed = child_at("with_team")
    other = person_who_signs_in("social_worker", name="Tom Ashby", team=a_team("Elsewhere"))
    with pytest.raises(Refused, match="Tom Ashby is not in the team"):
        give(placed, other)


def test_somebody_kept_from_the_record_by_a_conflict_is_not_given_it():
    placed = child_at("with_team")
    worker = person_who_signs_in("social_worker", name="Tom Ashby", team=placed.team)
    sealed(placed.child, kind="conflict", user=worker)
    with pytest.raises(Refused, match="A restriction keeps Tom Ashby from this record"):
        give(placed, worker)
    assert Referral.objects.get(pk=placed.referral).worker is None


def test_a_new_worker_takes_the_place_of_the_old_one():
    placed = child_at("allocated")
    worker = person_who_signs_in("social_worker", team=a_team("Assessment east"))
    move = {"referrals": [placed.referral], "team": worker.team_id, "by": placed.manager, "at": THURSDAY}
    with pytest.raises(Refused) as refused:  # a child loses a worker for a reason
        allocate_team(**move)
    assert [field for field, _ in refused.value.problems] == ["team_reason"]
    allocate_team(**move, reason="moved_area")
    give(placed, worker)
    assert may_read(worker, placed.child)
    assert not may_read(placed.worker, placed.child)
    assert Allocation.objects.filter(referral=placed.referral, ended_at=None).get().worker == worker


def test_a_family_is_allocated_in_one_press():
    contact = waiting_contact([a_child("Callum"), a_child("Noah")])
    decider = manager()
    made = decisions.decide(contact=contact.pk, said=said(contact), by=decider, at=THURSDAY).referrals
    team = a_team("Assessment south")
    assert len(allocate_team(referrals=made, team=team.pk, by=decider, at=THURSDAY)) == 2
    worker = person_who_signs_in("social_worker", team=team)
    allocate_worker(referrals=made, worker=worker.pk, instructions="See both.", by=decider, at=THURSDAY)
    assert Referral.objects.filter(worker=worker).count() == 2


def test_all_children_or_none():
    placed = child_at("to_allocate")
    done = child_at("allocated")
    with pytest.raises(Refused):
        allocate_worker(
            referrals=[done.referral, placed.referral],
            worker=done.worker.pk,
            instructions="See both.",
            by=manager(),
            at=THURSDAY,
        )
    assert Referral.objects.get(pk=placed.referral).worker is None


def test_only_managers_allocate():
    placed = child_at("with_team")
    worker = person_who_signs_in("social_worker", team=placed.team)
    with pytest.raises(NotAllowed):
        give(placed, worker, by=worker)


def test_the_worker_says_she_has_read_the_instructions_and_it_stands_once():
    placed = child_at("allocated")
    read_instructions(allocation=placed.allocation, by=placed.worker, at=THURSDAY)
    assert Allocation.objects.get(pk=placed.allocation).read_at == THURSDAY
    read_instructions(allocation=placed.allocation, by=placed.worker, at=THURSDAY.replace(hour=16))
    assert Allocation.objects.get(pk=placed.allocation).read_at == THURSDAY


def test_nobody_else_says_it_for_her_but_a_colleague_who_covers():
    placed = child_at("allocated")
    colleague = person_who_signs_in("social_worker", team=placed.team)
    with pytest.raises(NotAllowed):
        read_instructions(allocation=placed.allocation, by=colleague, at=THURSDAY)
    arrange_cover(
        absent=placed.worker,
        covering=colleague,
        first_on=THURSDAY.date(),
        last_on=THURSDAY.date(),
        reason="Leave",
        by=person_who_signs_in("team_manager", team=placed.team),
        at=THURSDAY,
    )
    read_instructions(allocation=placed.allocation, by=colleague, at=THURSDAY)
    assert Allocation.objects.get(pk=placed.allocation).read_at == THURSDAY


def test_loads_are_shown_beside_the_names():
    placed = child_at("allocated")
    person_who_signs_in("social_worker", name="Tom Ashby", team=placed.team)
    loads = {load.name: load for load in worker_loads(placed.team.pk, at=THURSDAY)}
    assert (loads["Priya Nair"].children, loads["Priya Nair"].new_this_week) == (1, 1)
    assert loads["Tom Ashby"].children == 0
    team = next(one for one in team_loads() if one.team == placed.team.pk)
    assert (team.children, team.waiting) == (1, 0)


def test_the_teams_page_says_who_waits_and_how_long():
    placed = child_at("with_team")
    helen = person_who_signs_in("team_manager", team=placed.team)
    monday = THURSDAY.replace(day=23)
    page = team_page(placed.team, by=helen, at=monday)
    assert [(one.title, one.days) for one in page.waiting] == [("Noah Carter, 11", 2)]
    assert [one.what for one in page.late] == ["Assessment allocated to a qualified social worker"]


# --- two managers at once


def latest(referral: int) -> int:
    return Allocation.objects.filter(referral=referral).latest("allocated_at", "pk").pk


def test_the_second_manager_is_told_who_gave_it_to_whom_and_when():
    placed = child_at("to_allocate")
    south, east = a_team("Assessment south"), a_team("Assessment east")
    allocate_team(
        referrals=[placed.referral], team=south.pk, by=placed.manager, at=THURSDAY, based_on={placed.referral: 0}
    )
    second = person_who_signs_in("team_manager", name="Leah Brandt")
    change = {"referrals": [placed.referral], "team": east.pk, "by": second, "at": THURSDAY}

    with pytest.raises(Refused) as refused:
        allocate_team(**change, based_on={placed.referral: 0})
    ((field, sentence),) = refused.value.problems
    assert field == "known"
    assert f"{placed.manager.name} gave " in sentence
    assert "to Assessment south" in sentence
    assert Referral.objects.get(pk=placed.referral).team == south

    allocate_team(**change, based_on={placed.referral: latest(placed.referral)})
    assert Referral.objects.get(pk=placed.referral).team == east


def test_a_worker_given_meanwhile_is_not_replaced_unseen():
    placed = child_at("with_team")
    tom = person_who_signs_in("social_worker", name="Tom Ashby", team=placed.team)
    rosa = person_who_signs_in("social_worker", name="Rosa Lind", team=placed.team)
    seen = {placed.referral: latest(placed.referral)}
    words = {"referrals": [placed.referral], "instructions": "See Noah by Tuesday.", "by": manager(), "at": THURSDAY}
    allocate_worker(worker=tom.pk, **words, based_on=seen)
    with pytest.raises(Refused, match="gave .* to Tom Ashby of .*, after you opened this page"):
        allocate_worker(worker=rosa.pk, **words, based_on=seen)
    assert Referral.objects.get(pk=placed.referral).worker == tom


def test_the_page_asks_the_second_manager_to_say_that_she_knows():
    placed = child_at("to_allocate")
    south, east = a_team("Assessment south"), a_team("Assessment east")
    second = person_who_signs_in("team_manager", name="Leah Brandt")
    page = Client()
    page.force_login(second, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("allocate", args=[placed.referral])
    assert f'name="based_on" value="{placed.referral}:0"' in page.get(address).content.decode()
    allocate_team(referrals=[placed.referral], team=south.pk, by=placed.manager, at=timezone.now())

    typed = {"team": east.pk, "for_the_team": "A second look at his school.", "based_on": f"{placed.referral}:0"}
    told = page.post(address, typed)
    shown = told.content.decode()
    assert told.status_code == 422
    assert "A second look at his school." in shown
    known = f"{placed.referral}:{latest(placed.referral)}"
    assert f'name="known" type="checkbox" value="{known}"' in shown

    assert page.post(address, typed).status_code == 422
    assert page.post(address, typed | {"known": known}).status_code == 302
    assert Referral.objects.get(pk=placed.referral).team == east
