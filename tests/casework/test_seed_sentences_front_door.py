"""What inspectors wrote of contacts and of decisions; each with the guard that stands in its way, and each shown to be
true again once that guard is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from goldenthread.casework.models import ContactPerson, Decision
from goldenthread.casework.operations import decisions, referrals
from goldenthread.casework.operations.contact import send
from goldenthread.casework.operations.decisions import decide
from goldenthread.casework.queries.facts_front_door import contact_facts
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook import screening, standards
from goldenthread.rulebook.standards import examine
from tests.build import a_child
from tests.building.contact import contact_at
from tests.building.front_door import THURSDAY, manager, said, waiting_contact

pytestmark = pytest.mark.django_db


def without_its_guard(check: Callable[[], None]) -> None:
    """The check fails once its guard is gone."""
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        check()


def test_managers_decide_without_rationale(monkeypatch: pytest.MonkeyPatch) -> None:
    contact = waiting_contact([a_child()])

    def check() -> None:
        with pytest.raises(Refused, match="“Agreed” or “noted” alone is no reason"):
            decide(contact=contact.pk, said=said(contact, why_this="Agreed."), by=manager(), at=THURSDAY)
        assert not Decision.objects.exists()

    check()
    # It is asked of the contact's decision, and again of the response to the referral that comes of it.
    monkeypatch.setattr(decisions, "says_nothing", lambda *_: False)
    check()
    monkeypatch.setattr(referrals, "says_nothing", lambda *_: False)
    without_its_guard(check)


def test_managers_decide_late_and_nobody_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    contact = waiting_contact([a_child()])
    late = THURSDAY + timedelta(days=6)
    decide(contact=contact.pk, said=said(contact), by=manager(), at=late)
    line = ContactPerson.objects.get(contact=contact, part="child").pk

    def check() -> None:
        facts = contact_facts([line], on=late.date())[line]
        found = {standard.id: finding for standard, finding in examine(facts)}["front_door.decided_in_time"]
        assert found.met is False
        assert {one.where for one in found.because} >= {"decided_at"}

    check()
    unguarded = tuple(one for one in standards.READING[_facts()] if one.id != "front_door.decided_in_time")
    monkeypatch.setitem(standards.READING, _facts(), unguarded)
    with pytest.raises(KeyError):
        check()


def _facts() -> Any:
    return standards.STANDARDS["front_door.decided_in_time"].reads


def test_ethnicity_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    written = contact_at("writing", without="ethnicity")

    def check() -> None:
        with pytest.raises(Refused, match="ethnicity, or say why it is not known"):
            send(contact=written.contact, by=written.writer, at=THURSDAY)

    check()
    monkeypatch.setattr(screening, "_ethnicity", lambda _: [])
    without_its_guard(check)
