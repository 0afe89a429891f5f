"""Two people press at the same moment, on connections of their own: one effect, and the second is told."""

from __future__ import annotations

import pytest

from goldenthread.access.models import LedgerEntry
from goldenthread.casework.models import Allocation
from goldenthread.casework.operations.allocations import allocate_team, allocate_worker
from goldenthread.casework.operations.contact import send
from goldenthread.kernel.refusal import Refused
from tests.building.access import a_team, person_who_signs_in
from tests.building.contact import a_writer, contact_at
from tests.building.front_door import THURSDAY, child_at, manager
from tests.casework.test_decision_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_managers_give_one_child_to_one_team_at_once():
    placed, team = child_at("to_allocate"), a_team("Assessment north", kind="assessment")
    ruth, anita = manager("Ruth Ellison"), manager("Anita Rao")
    answers = at_once(
        *(
            lambda by=by: allocate_team(referrals=[placed.referral], team=team.pk, by=by, at=THURSDAY)
            for by in (ruth, anita)
        )
    )
    (refused,) = [answer for answer in answers if isinstance(answer, Refused)]
    first = Allocation.objects.get(referral=placed.referral).allocated_by
    assert str(refused) == f"Assessment north has this already: {first.name} allocated it today, 2:41pm."


def test_two_managers_give_one_child_to_one_worker_at_once():
    placed = child_at("with_team")
    worker = person_who_signs_in("social_worker", name="Priya Nair", team=placed.team)
    by = person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)
    words = {"worker": worker.pk, "instructions": "See every child by Tuesday.", "at": THURSDAY}
    answers = at_once(
        lambda: allocate_worker(referrals=[placed.referral], by=by, **words),
        lambda: allocate_worker(referrals=[placed.referral], by=placed.manager, **words),
    )
    (refused,) = [answer for answer in answers if isinstance(answer, Refused)]
    assert "Priya Nair has this already" in str(refused)
    assert Allocation.objects.filter(referral=placed.referral, worker=worker).count() == 1


def test_a_contact_sent_twice_at_once_is_sent_once():
    written = contact_at("writing")
    leah = a_writer("Leah Osei")
    answers = at_once(
        *(lambda by=by: send(contact=written.contact, by=by, at=THURSDAY) for by in (written.writer, leah))
    )
    sent = LedgerEntry.objects.filter(act="contact.send", subject=f"contact:{written.contact}")
    assert sent.values("actor").distinct().count() == 1
    assert all(answer is None or "sent for a decision" in str(answer) for answer in answers)
