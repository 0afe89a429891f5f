"""A social worker opens a record that is shut to her in an emergency: for a reason, for four hours, in sight of all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from goldenthread.access.models import EmergencyAccess
from goldenthread.access.public import NotAllowed, decide, entries, open_in_emergency, unread_notices
from goldenthread.kernel.refusal import Refused
from tests.building.access import person_who_signs_in, sealed, tied
from tests.building.browsing import sign_in
from tests.building.people import a_child

WHY = "Police rang at 1am: a child is alone in the house and I need the carer's number."


@pytest.mark.django_db(transaction=True)
def test_a_restricted_record_opens_for_a_reason_and_its_owner_is_told(site, page, phone_page, axe, fits_its_width):
    # given a child whose record the team has restricted
    child = a_child("Amara", "Lowe")
    owner = person_who_signs_in("service_manager", name="Ruth Adeyemi")
    sealed(child, owner=owner)
    stranger = person_who_signs_in("social_worker", name="Kieran Bell")
    sign_in(page, site, stranger)

    # when a social worker who has nothing to do with the child opens it
    page.goto(f"/children/{child}/")

    # then she is told that it is restricted, not whose it is, and is asked why she needs it
    page.get_by_role("heading", name="Open this record in an emergency").wait_for()
    assert "This record is restricted" in page.inner_text("main")
    assert "Lowe" not in page.content()
    axe(page)
    page.get_by_role("button", name="Open the record now").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert not EmergencyAccess.objects.exists()

    # and when she says why
    page.get_by_label("Why do you need this record now?").fill(WHY)
    page.get_by_role("button", name="Open the record now").click()

    # then it opens, and says until when
    page.get_by_role("heading", name="Amara Lowe", level=1).wait_for()
    assert page.url.endswith(f"/children/{child}/")
    assert "Emergency access until" in page.inner_text(".gt-id")
    assert page.get_by_text("Record a note").count() == 0
    axe(page)
    fits_its_width(page)

    # and the owner has been told, in her own words
    (told,) = (notice for notice in unread_notices(owner) if notice.kind == "emergency")
    assert "Kieran Bell opened a record in an emergency" in told.words
    assert "Police rang at 1am" in told.words

    # and the list of who has looked says so, for good
    rights = [entry.right for entry in entries(child=child, act="child.read") if entry.name == "Kieran Bell"]
    assert rights[0] == "emergency access"
    sign_in(phone_page, site, owner)
    phone_page.goto(f"/children/{child}/looked/")
    row = phone_page.locator(".gt-chron li", has_text="Emergency access").inner_text()
    assert "Kieran Bell" in row
    axe(phone_page)
    fits_its_width(phone_page)


@pytest.mark.django_db
def test_after_four_hours_the_record_is_shut_again():
    child, opened_at = a_child(), timezone.now()
    sealed(child)
    stranger = person_who_signs_in("social_worker")

    open_in_emergency(child=child, reason=WHY, by=stranger, at=opened_at)

    almost, after = opened_at + timedelta(hours=3, minutes=59), opened_at + timedelta(hours=4)
    assert decide(stranger, "child.read", child, at=almost).right == "emergency access"
    shut = decide(stranger, "child.read", child, at=after)
    assert not shut.allowed
    assert shut.emergency, "she may ask again, and is asked why again"


@pytest.mark.django_db
def test_in_an_emergency_a_record_is_read_and_never_written():
    child, now = a_child(), timezone.now()
    stranger = person_who_signs_in("social_worker")
    open_in_emergency(child=child, reason=WHY, by=stranger, at=now)
    for act in ("note.record", "person.record", "child.see_ledger", "record.seal"):
        assert not decide(stranger, act, child, at=now).allowed, act


@pytest.mark.django_db(transaction=True)
def test_a_conflict_of_interest_never_opens(site, page, axe):
    # given a worker with a conflict of interest, even one who works with the child
    child = a_child("Amara", "Lowe")
    worker = person_who_signs_in("social_worker", name="Kieran Bell")
    tied(child, to=worker)
    sealed(child, kind="conflict", user=worker)
    sign_in(page, site, worker)

    # when she opens the record
    answer = page.goto(f"/children/{child}/")

    # then it is refused, and no emergency is offered
    assert answer.status == 403
    assert "Lowe" not in page.content()
    assert page.get_by_role("link", name="emergency").count() == 0
    axe(page)

    # and going to the emergency page by its address opens nothing
    page.goto(f"/children/{child}/emergency/")
    assert "This record stays closed, even in an emergency" in page.inner_text("main")
    assert page.get_by_role("button", name="Open the record now").count() == 0
    with pytest.raises(Refused):
        open_in_emergency(child=child, reason=WHY, by=worker, at=timezone.now())
    assert not EmergencyAccess.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["analyst", "elected_member", "administrator", "director", "partner"])
def test_a_role_that_does_not_work_with_children_cannot_break_the_glass(role):
    child = a_child()
    with pytest.raises(NotAllowed):
        open_in_emergency(child=child, reason=WHY, by=person_who_signs_in(role), at=timezone.now())
