"""The front door's trays: overdue first, red in time above other lateness, families together, nothing scanned twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.access.public import arrange_cover
from goldenthread.casework.operations import decisions
from goldenthread.casework.queries.trays import Filters, new_since, open_tray
from tests.building.access import person_who_signs_in, sealed
from tests.building.front_door import LONDON, THURSDAY, WEDNESDAY, child_at, manager, said, waiting_contact, writer
from tests.building.people import a_child, an_adult

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 11, 17, 16, 10, tzinfo=LONDON)


def tray(name: str = "to_decide", *, by=None, at=THURSDAY, **values):
    return open_tray(name, by=by or manager(), at=at, **values)


def rows(found) -> list:
    return [row for _, _, some in found.groups for row in some]


def titles(found) -> list[str]:
    return [row.title for row in rows(found)]


def a_contact(family_name: str, *, received_at=WEDNESDAY, priority: str = "amber", **values):
    return waiting_contact(
        [a_child(family_name=family_name)],
        family_name=family_name,
        received_at=received_at,
        priority=priority,
        **values,
    )


def test_overdue_stands_first_but_red_in_time_above_overdue_amber():
    a_contact("Tomorrow", received_at=THURSDAY)
    a_contact("Today")
    a_contact("Late", received_at=TUESDAY)
    a_contact("Red", received_at=THURSDAY - timedelta(hours=3), priority="red")
    a_contact("Late red", received_at=WEDNESDAY, priority="red")
    found = tray()
    assert titles(found) == ["Late red", "Red", "Late", "Today", "Tomorrow"]
    assert [(words, late) for words, late, _ in found.groups] == [
        ("1 red and overdue", True),
        ("1 red", False),
        ("1 overdue", True),
        ("1 due today", False),
        ("1 due on the next working day", False),
    ]


def test_the_least_time_left_comes_first_by_priority_then_newest_when_asked():
    a_contact("Green", priority="green", received_at=TUESDAY)
    a_contact("Amber")
    a_contact("Red", priority="red", received_at=THURSDAY - timedelta(hours=1))
    assert titles(tray(sort="priority")) == ["Red", "Amber", "Green"]
    assert titles(tray(sort="newest")) == ["Red", "Amber", "Green"]
    assert titles(tray(sort="time")) == ["Red", "Green", "Amber"]


def test_a_row_says_time_left_the_contact_number_and_who_is_waited_for():
    child = a_child("Callum")
    for received in (datetime(2026, 2, 12, 9, tzinfo=LONDON), datetime(2026, 8, 27, 9, tzinfo=LONDON)):
        waiting_contact([child], received_at=received, state="decided", outcome="NFA", decided_at=received)
    waiting_contact([child], by=writer("Daniel Okafor"))
    (row,) = rows(tray())
    assert row.names == "Callum, 11"
    assert row.left.words == "2 hours 19 minutes left"
    assert row.falls == "by the end of today"
    facts = {fact.text: fact.mark for fact in row.facts}
    assert facts["3rd contact in 12 months"] == "repeat"
    assert facts["Domestic abuse: 3 in 24 months"] == "strong"
    assert "Thornbridge Primary School, yesterday, 3:10pm. Written by Daniel Okafor." in row.source


def test_two_contacts_about_one_family_are_one_block():
    stacey = an_adult("Stacey")
    waiting_contact([a_child("Noah")], parents=[stacey], received_at=TUESDAY)
    waiting_contact([a_child("Ellie")], parents=[stacey])
    a_contact("Other")
    found = tray()
    assert (found.total, found.families) == (3, 2)
    first = rows(found)[0]
    assert len(first.also) == 1
    assert found.summary == "3 contacts about 2 families. 1 overdue and 2 due today."


def test_filters_narrow_and_their_counts_are_of_the_whole_tray():
    a_contact("Police", source="6", priority="red", domestic_abuse=False, concerns=("missing",))
    a_contact("School", source="2A")
    found = tray(filters=Filters(source=("Police and justice",)))
    assert titles(found) == ["Police"]
    assert (found.total, found.in_all) == (1, 2)
    counts = {facet.value: facet.count for facet in found.facets["priority"]}
    assert counts == {"red": 1, "amber": 1, "green": 0}
    assert titles(tray(filters=Filters(priority=("amber",)))) == ["School"]
    assert titles(tray(filters=Filters(concerns=("missing",)))) == ["Police"]
    assert titles(tray(filters=Filters(checks=("not_asked",), source=("Education",)))) == ["School"]


def test_what_needs_care_can_be_asked_for():
    placed = child_at("allocated")
    waiting_contact([placed.child], family_name="Open", received_at=THURSDAY, domestic_abuse=False)
    a_contact("Unexplained", agreement_to_checks="dispensed_with", domestic_abuse=False)
    a_contact("Plain", domestic_abuse=False)
    at = THURSDAY + timedelta(minutes=5)
    assert titles(tray(at=at, filters=Filters(needs=("open",)))) == ["Open"]
    assert titles(tray(at=at, filters=Filters(needs=("agreement",)))) == ["Unexplained"]
    assert "Open" not in titles(tray(at=at, filters=Filters(needs=("second_look",))))
    (open_row,) = rows(tray(at=at, filters=Filters(needs=("open",))))
    assert "Already open to Priya Nair: not a new referral" in {fact.text for fact in open_row.facts}


def test_a_restricted_contact_is_counted_and_named_to_nobody_it_is_closed_to():
    child = a_child("Secret", "Hidden")
    waiting_contact([child], family_name="Hidden", summary="Secret words")
    sealed(child)
    (row,) = rows(tray())
    assert row.restricted
    assert "Hidden" not in repr(row)
    assert "Secret" not in repr(row)


def test_every_tray_counts_its_own():
    a_contact("Waits")
    a_contact("Written", state="writing")
    done = a_contact("Done")
    decisions.decide(contact=done.pk, said=said(done, "ADVICE"), by=manager(), at=THURSDAY)
    child_at("with_team")
    counts = tray().counts
    assert counts == {
        "to_decide": 1,
        "being_written": 1,
        "waiting_for_checks": 0,
        "decided_today": 2,
        "covering": 0,
        "to_allocate": 1,
    }
    assert titles(tray("being_written")) == ["Written"]
    assert sorted(titles(tray("decided_today"))) == ["Carter", "Done"]


def test_what_waits_for_a_worker_says_with_whom_and_how_long():
    child_at("with_team")
    found = tray("to_allocate", at=THURSDAY + timedelta(days=4))
    ((words, _, (row,)),) = found.groups
    assert words == "1 with Assessment north, waiting for a worker"
    assert row.names == "Noah, 11"
    assert "Waiting 2 working days" in {fact.text for fact in row.facts}
    assert row.left.words == "1 working day late"


def test_a_colleagues_contacts_are_mine_while_i_cover():
    mina, ruth = writer("Mina Shah"), writer("Ruth Ellison")
    a_contact("Hers", state="writing", by=mina)
    a_contact("Not hers", state="writing")
    today = THURSDAY.date()
    arrange_cover(absent=mina, covering=ruth, first_on=today, last_on=today, reason="Leave", by=manager(), at=THURSDAY)
    found = tray("covering", by=ruth)
    assert (found.covering, titles(found)) == ("Mina Shah", ["Hers"])


def test_new_arrivals_are_counted_since_the_page_was_opened():
    a_contact("Before", received_at=TUESDAY)
    by = manager()
    assert new_since("to_decide", WEDNESDAY, by=by, at=THURSDAY) == 0
    a_contact("After", received_at=THURSDAY)
    assert new_since("to_decide", WEDNESDAY, by=by, at=THURSDAY) == 1


def test_pages_hold_so_many_families_and_an_impossible_page_is_the_last():
    for n in range(27):
        a_contact(f"Family {n}")
    assert len(rows(tray(page=1))) == 25
    found = tray(page=99)
    assert (found.page, found.pages, len(rows(found))) == (2, 2, 2)


def test_the_number_of_queries_does_not_grow_with_the_rows():
    by = manager()

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            tray(by=by)
        return len(seen)

    a_contact("One")
    few = queries()
    for n in range(12):
        a_contact(f"Family {n}")
    assert queries() == few
    assert few <= 12


def test_the_writer_sees_that_another_must_decide():
    ruth = manager("Ruth Ellison")
    a_contact("Bright", by=ruth)
    (row,) = rows(tray(by=ruth))
    assert row.mine


def test_a_contact_waiting_for_a_second_look_stays_in_the_tray_and_says_whose():
    contact, anita = a_contact("Reilly"), person_who_signs_in("service_manager", name="Anita Rao")
    decisions.ask_second_look(contact=contact.pk, of=anita.pk, question="Is it enough?", by=manager(), at=THURSDAY)
    (row,) = rows(tray())
    assert row.looks == "Anita Rao"
