"""Ties, restrictions and emergencies: what gives a right, what takes it, and who is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from goldenthread.access.models import EmergencyAccess, LedgerEntry, Notice, Seal, Tie, User
from goldenthread.access.operations.people_who_sign_in import end_access
from goldenthread.access.operations.rights import open_in_emergency, seal, tie, unseal, untie
from goldenthread.access.public import NotAllowed, decide, record, require, visible, who_has_looked
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Person
from goldenthread.rulebook.rights import Role
from tests.build import a_team, an_administrator, opened_in_emergency, person_who_signs_in, sealed, tied
from tests.building.people import a_child

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 3)


def reads(user: User, child: int, at: datetime = NOW) -> bool:
    allowed = decide(user, "child.read", child, at=at).allowed
    assert Person.objects.filter(visible(user, "child.read", at=at), pk=child).exists() is allowed
    return allowed


# --- ties


def test_a_tie_gives_a_right_from_its_first_day_until_its_end() -> None:
    child, worker = a_child(), person_who_signs_in()
    tie(child=child, kind="allocated", user=worker, starts_on=TODAY)
    assert not reads(worker, child, NOW - timedelta(days=1))
    assert reads(worker, child)
    assert untie(child=child, kind="allocated", user=worker, ends_on=TODAY + timedelta(days=2)) == 1
    assert reads(worker, child, NOW + timedelta(days=1))
    assert not reads(worker, child, NOW + timedelta(days=2))


def test_tying_twice_is_one_tie() -> None:
    child, worker = a_child(), person_who_signs_in()
    first = tie(child=child, kind="allocated", user=worker, starts_on=TODAY)
    assert tie(child=child, kind="allocated", user=worker.pk, starts_on=TODAY + timedelta(days=1)) == first
    assert Tie.objects.count() == 1


def test_a_tie_that_never_began_goes() -> None:
    child, worker = a_child(), person_who_signs_in()
    tie(child=child, kind="allocated", user=worker, starts_on=TODAY + timedelta(days=3))
    assert untie(child=child, kind="allocated", ends_on=TODAY) == 1
    assert not Tie.objects.exists()


@pytest.mark.parametrize(
    ("kind", "to"), [("team", "user"), ("allocated", "team"), ("allocated", ""), ("loves", "user")]
)
def test_a_tie_that_does_not_fit_is_refused(kind: str, to: str) -> None:
    whom = {"user": person_who_signs_in()} if to == "user" else {"team": a_team()} if to == "team" else {}
    with pytest.raises(ValueError, match="tie|loves"):
        tie(child=a_child(), kind=kind, starts_on=TODAY, **whom)


def test_a_worker_without_a_team_has_no_team_s_children() -> None:
    child = a_child()
    tied(child, to=a_team("East"))
    assert not reads(person_who_signs_in(), child)
    assert reads(person_who_signs_in(team="East"), child)


# --- restrictions


def test_the_owner_of_a_restriction_must_be_able_to_lift_it() -> None:
    manager = person_who_signs_in(Role.TEAM_MANAGER)
    with pytest.raises(Refused) as refused:
        seal(child=a_child(), kind="conflict", reason="short", owner=manager, by=manager, at=NOW)
    assert {field for field, _ in refused.value.problems} == {"owner", "reason", "user"}
    assert not Seal.objects.exists()


def test_an_owner_kept_out_by_another_restriction_may_still_lift_her_own() -> None:
    child, owner = a_child(), person_who_signs_in(Role.SERVICE_MANAGER)
    hers = sealed(child, owner=owner)
    Seal.objects.create(
        child_id=child,
        kind="conflict",
        user=owner,
        reason="Her niece.",
        owner=person_who_signs_in(Role.DIRECTOR),
        set_by=owner,
        set_at=NOW,
    )
    with pytest.raises(NotAllowed):
        require(owner, "record.unseal", child)
    unseal(seal=hers, by=owner, at=NOW)
    with pytest.raises(Refused, match="already"):
        unseal(seal=hers, by=owner, at=NOW)


def test_a_manager_kept_out_lifts_nothing() -> None:
    child = a_child()
    key = sealed(child)
    with pytest.raises(NotAllowed):
        unseal(seal=key, by=person_who_signs_in(Role.SERVICE_MANAGER), at=NOW)
    with pytest.raises(NotAllowed):
        unseal(seal=key, by=person_who_signs_in(Role.TEAM_MANAGER), at=NOW)


def test_access_does_not_end_while_restrictions_would_lose_their_owner() -> None:
    owner, child = person_who_signs_in(Role.SERVICE_MANAGER), a_child()
    sealed(child, owner=owner)
    unfit = [None, owner.pk, person_who_signs_in(Role.TEAM_MANAGER).pk, 0]
    for taker in unfit:
        with pytest.raises(Refused):
            end_access(user=owner.pk, seals_to=taker, by=an_administrator(), at=NOW)
    director = person_who_signs_in(Role.DIRECTOR)
    end_access(user=owner.pk, seals_to=director.pk, by=an_administrator(), at=NOW)
    assert Seal.objects.get().owner == director
    assert not reads(owner, child)


def test_a_partner_without_a_last_day_cannot_be_stored() -> None:
    with pytest.raises(IntegrityError, match="partner_access_has_an_end"), transaction.atomic():
        User.objects.create_user("pat@example.org", name="Pat", role=Role.PARTNER)


# --- emergencies


def told_of(emergency: int) -> set[User]:
    told = LedgerEntry.objects.get(subject=f"emergency:{emergency}").detail["told"]
    assert set(told) == set(Notice.objects.filter(kind="emergency").values_list("to", flat=True))
    return set(User.objects.filter(pk__in=told))


def test_the_allocated_worker_and_the_owner_of_the_restriction_are_told() -> None:
    child, worker, owner = a_child(), person_who_signs_in(), person_who_signs_in(Role.SERVICE_MANAGER)
    tied(child, to=worker)
    tied(child, to=a_team("East"))
    person_who_signs_in(Role.TEAM_MANAGER, team="East")
    sealed(child, owner=owner)
    assert told_of(opened_in_emergency(child, by=person_who_signs_in())) == {worker, owner}


def test_without_a_worker_the_team_s_manager_is_told() -> None:
    child = a_child()
    tied(child, to=a_team("East"))
    manager = person_who_signs_in(Role.TEAM_MANAGER, team="East")
    assert told_of(opened_in_emergency(child, by=person_who_signs_in())) == {manager}


def test_when_nobody_works_with_the_child_somebody_is_told_all_the_same() -> None:
    manager = person_who_signs_in(Role.TEAM_MANAGER, team="West")
    director = person_who_signs_in(Role.DIRECTOR)
    assert told_of(opened_in_emergency(a_child(), by=person_who_signs_in(team="West"))) == {manager}
    Notice.objects.all().delete()
    assert told_of(opened_in_emergency(a_child(), by=person_who_signs_in())) == {director}


def test_emergency_access_ends_after_four_hours() -> None:
    child, worker = a_child(), person_who_signs_in()
    opened_in_emergency(child, by=worker, at=NOW)
    assert reads(worker, child, NOW + timedelta(hours=3, minutes=59))
    assert not reads(worker, child, NOW + timedelta(hours=4))
    assert not decide(worker, "person.record", child, at=NOW).allowed


def test_emergency_access_goes_with_the_role() -> None:
    child, worker = a_child(), person_who_signs_in()
    opened_in_emergency(child, by=worker, at=NOW)
    worker.role = Role.ADMINISTRATOR
    worker.save()
    assert not reads(worker, child, NOW)


def test_opening_again_while_it_runs_is_one_emergency() -> None:
    child, worker = a_child(), person_who_signs_in()
    assert opened_in_emergency(child, by=worker, at=NOW) == opened_in_emergency(child, by=worker, at=NOW)
    assert EmergencyAccess.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "because I must", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "a b c d"])
def test_a_thin_reason_opens_nothing(reason: str) -> None:
    with pytest.raises(Refused, match="why you need it now"):
        open_in_emergency(child=a_child(), reason=reason, by=person_who_signs_in(), at=NOW)
    assert not EmergencyAccess.objects.exists()


def test_no_emergency_where_it_is_not_needed_or_not_possible() -> None:
    child, reason = a_child(), "Police rang: the child is alone there."
    with pytest.raises(Refused, match="already"):
        open_in_emergency(child=child, reason=reason, by=person_who_signs_in(Role.FRONT_DOOR_WORKER), at=NOW)
    with pytest.raises(Refused, match="no such record"):
        open_in_emergency(child=0, reason=reason, by=person_who_signs_in(), at=NOW)
    for role in (Role.ADMINISTRATOR, Role.ANALYST, Role.PARTNER, Role.ELECTED_MEMBER, Role.AUDITOR, Role.DIRECTOR):
        with pytest.raises(NotAllowed):
            open_in_emergency(child=child, reason=reason, by=person_who_signs_in(role), at=NOW)
    worker = person_who_signs_in()
    sealed(child, kind="conflict", user=worker)
    with pytest.raises(Refused, match="stays closed"):
        open_in_emergency(child=child, reason=reason, by=worker, at=NOW)


# --- who has looked


def test_looks_are_one_line_a_person_and_day_of_london() -> None:
    child, worker = a_child(), person_who_signs_in(name="Imran Shah")
    late = datetime(2026, 7, 1, 22, 50, tzinfo=UTC)  # 11:50pm in London
    for minutes in (0, 5, 15):
        record(
            act="child.read", by=worker, at=late + timedelta(minutes=minutes), child=child, right="social_worker:team"
        )
    record(act="note.record", by=worker, at=late, child=child, right="social_worker:allocated")
    record(act="child.read", by=worker, at=late, child=child + 1)
    record(act="record.load", by=None, at=late, child=child, right="command")
    first, *rest = [look for look in who_has_looked(child) if look.name == "Imran Shah"]
    assert (first.on, first.times, first.acts) == (date(2026, 7, 2), 1, ("Read a child's record",))
    assert [(look.on, look.times) for look in rest] == [(date(2026, 7, 1), 3)]
    assert rest[0].acts == ("Read a child's record", "Record a note")
    assert rest[0].role == "social worker"
    assert "their team" in rest[0].right
    assert {"Imran Shah", "Golden Thread"} <= {look.name for look in who_has_looked(child, since=late)}
    assert who_has_looked(child, since=timezone.now() + timedelta(days=9999)) == []
