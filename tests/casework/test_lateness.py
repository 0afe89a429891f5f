"""Lateness that a manager authorises: her reason stands beside the dates, which stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.access.models import LedgerEntry
from goldenthread.access.public import NotAllowed, arrange_cover
from goldenthread.casework.models import Deadline
from goldenthread.casework.public import authorise_lateness, deadlines_of, lateness
from goldenthread.kernel.refusal import Refused
from tests.building.access import a_team, person_who_signs_in, sealed
from tests.building.front_door import THURSDAY, child_at, waiting_contact
from tests.building.people import a_child

pytestmark = pytest.mark.django_db
LATE = THURSDAY + timedelta(days=100)
WHY = "The hospital could not see Noah before Friday. He is with his grandmother."


@pytest.fixture
def placed():
    return child_at("allocated")


@pytest.fixture
def manager(placed):
    return person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)


def assessment(placed) -> Deadline:
    return Deadline.objects.get(referral=placed.referral, clock="single_assessment")


def test_the_reason_stands_beside_the_dates_and_in_the_ledger(placed, manager):
    before = assessment(placed)
    authorise_lateness(deadline=before.pk, reason=WHY, by=manager, at=LATE)

    after = assessment(placed)
    assert (after.started_at, after.due_on, after.met_at) == (before.started_at, before.due_on, None)
    (shown,) = (one for one in deadlines_of(referral=placed.referral, at=LATE) if one.key == after.pk)
    assert shown.late
    assert shown.accepted.startswith("Lateness authorised by Helen Marsh, ")
    assert WHY in shown.accepted
    entry = LedgerEntry.objects.get(act="deadline.authorise")
    assert (entry.child, entry.subject, entry.actor) == (placed.child, f"deadline:{after.pk}", manager.pk)


def test_nothing_is_authorised_before_it_is_late(placed, manager):
    with pytest.raises(Refused, match="not late"):
        authorise_lateness(deadline=assessment(placed).pk, reason=WHY, by=manager, at=THURSDAY)


def test_what_was_done_late_may_be_authorised_and_what_was_in_time_not(placed, manager):
    Deadline.objects.filter(pk=assessment(placed).pk).update(met_at=THURSDAY)
    with pytest.raises(Refused, match="not late"):
        authorise_lateness(deadline=assessment(placed).pk, reason=WHY, by=manager, at=LATE)
    Deadline.objects.filter(pk=assessment(placed).pk).update(met_at=LATE)
    authorise_lateness(deadline=assessment(placed).pk, reason=WHY, by=manager, at=LATE + timedelta(days=1))


@pytest.mark.parametrize("reason", ["", "Agreed", "x" * 301])
def test_a_reason_says_something_and_is_never_cut(placed, manager, reason):
    with pytest.raises(Refused) as refused:
        authorise_lateness(deadline=assessment(placed).pk, reason=reason, by=manager, at=LATE)
    assert [field for field, _ in refused.value.problems] == ["reason"]


def test_the_second_manager_is_told_who_was_first(placed, manager):
    authorise_lateness(deadline=assessment(placed).pk, reason=WHY, by=manager, at=LATE)
    with pytest.raises(Refused, match="Helen Marsh authorised this already"):
        authorise_lateness(deadline=assessment(placed).pk, reason=WHY, by=manager, at=LATE)


def test_only_the_team_and_its_service_authorise(placed, manager):
    key = assessment(placed).pk
    other = person_who_signs_in("team_manager", team=a_team("Elsewhere"))
    with pytest.raises(Refused, match=f"This is with {placed.team.name}"):
        authorise_lateness(deadline=key, reason=WHY, by=other, at=LATE)
    with pytest.raises(NotAllowed):
        authorise_lateness(deadline=key, reason=WHY, by=placed.worker, at=LATE)
    arrange_cover(
        absent=manager, covering=other, first_on=LATE.date(), last_on=LATE.date(), reason="Leave", by=manager, at=LATE
    )
    authorise_lateness(deadline=key, reason=WHY, by=other, at=LATE)


def test_nobody_authorises_her_own_lateness(placed, manager):
    Deadline.objects.filter(pk=assessment(placed).pk).update(owner=manager)
    with pytest.raises(Refused, match="yours to do"):
        authorise_lateness(deadline=assessment(placed).pk, reason=WHY, by=manager, at=LATE)


def test_a_seal_on_anybody_in_the_contact_closes_it():
    contact = waiting_contact([a_child("Callum"), a_child("Ella")])
    key = Deadline.objects.get(contact=contact, clock="contact_decision").pk
    manager = person_who_signs_in("team_manager", team=contact.team)
    shown = lateness(key, at=LATE)
    assert shown is not None
    assert len(shown.people) == 2
    sealed(shown.people[0])
    with pytest.raises(NotAllowed):
        authorise_lateness(deadline=key, reason=WHY, by=manager, at=LATE)


def test_the_page_takes_the_reason_and_the_lists_show_it(placed, manager):
    Deadline.objects.filter(pk=assessment(placed).pk).update(due_on=THURSDAY.date())
    page = Client()
    page.force_login(manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("authorise_lateness", args=[assessment(placed).pk])
    team = reverse("team", args=[placed.team.pk])
    assert address in page.get(reverse("child_deadlines", args=[placed.child])).content.decode()
    assert address in page.get(team).content.decode()

    short = page.post(address, {"reason": "Late."})
    assert short.status_code == 422
    assert "Late." in short.content.decode()
    assert page.post(address, {"reason": WHY}).url == reverse("referral", args=[placed.referral])
    for shown in (team, reverse("child", args=[placed.child]), reverse("referral", args=[placed.referral])):
        said = page.get(shown).content.decode()
        assert WHY in said
        assert address not in said
