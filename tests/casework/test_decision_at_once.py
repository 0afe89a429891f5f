"""Two people at the same moment: one decides, the other is told who did; one clock, one referral."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from goldenthread.casework.models import Deadline, Decision, Referral
from goldenthread.casework.operations import deadlines, decisions, referrals
from goldenthread.kernel.refusal import Refused
from tests.building.front_door import THURSDAY, manager, said, waiting_contact
from tests.building.people import a_child

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act returned, or the refusal it met, all begun at the same moment on connections of their own."""
    together = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            together.wait(timeout=10)
            return act()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_managers_decide_at_once_and_the_second_is_told_who_did():
    contact = waiting_contact([a_child()])
    ruth, anita = manager("Ruth Ellison"), manager("Anita Rao")
    answers = at_once(
        lambda: decisions.decide(contact=contact.pk, said=said(contact), by=ruth, at=THURSDAY),
        lambda: decisions.decide(contact=contact.pk, said=said(contact), by=anita, at=THURSDAY),
    )
    (refused,) = [answer for answer in answers if isinstance(answer, Refused)]
    made = Decision.objects.get(contact=contact)
    assert f"{made.decided_by.name} decided this today, 2:41pm" in str(refused)
    assert Referral.objects.count() == 1


def test_one_child_in_two_contacts_is_referred_once():
    child = a_child()
    first, second = waiting_contact([child]), waiting_contact([child])
    by = manager()
    answers = at_once(
        lambda: decisions.decide(contact=first.pk, said=said(first), by=by, at=THURSDAY),
        lambda: decisions.decide(contact=second.pk, said=said(second), by=by, at=THURSDAY),
    )
    assert not [answer for answer in answers if isinstance(answer, Refused)]
    assert Referral.objects.filter(child=child).count() == 1
    assert sorted(len(answer.referrals) for answer in answers) == [0, 1]


def test_a_referral_received_twice_at_once_is_one():
    child, by = a_child(), manager()
    at_once(
        *[lambda: referrals.receive_referral(child=child, source="6", by=by, at=THURSDAY)] * 3,
    )
    assert Referral.objects.filter(child=child).count() == 1


def test_a_clock_started_twice_at_once_runs_once():
    contact = waiting_contact([a_child()])
    at_once(*[lambda: deadlines.start("contact_mash_checks", contact=contact, at=THURSDAY)] * 3)
    assert Deadline.objects.filter(contact=contact, clock="contact_mash_checks").count() == 1
