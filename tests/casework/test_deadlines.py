"""Deadlines are facts: started, due, met; worked out again when the rules change; counted as of any day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.access.models import LedgerEntry
from goldenthread.casework.models import Deadline, LocalAllowance
from goldenthread.casework.operations import deadlines
from goldenthread.casework.operations.allowances import end_allowance, set_allowance
from goldenthread.casework.queries.deadline_rows import deadlines_behind
from goldenthread.casework.queries.deadlines import deadline_counts, deadlines_of
from goldenthread.kernel.clock import TimeState
from goldenthread.kernel.refusal import Refused
from tests.building.access import an_administrator, person_who_signs_in, sealed
from tests.building.front_door import LONDON, THURSDAY, WEDNESDAY, waiting_contact
from tests.building.people import a_child

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def a_contact(**values):
    """A contact without clocks of its own."""
    contact = waiting_contact(**values)
    Deadline.objects.filter(contact=contact).delete()
    return contact


def allowed(clock: str, limit: int, unit: str, starts_on: date, **values) -> LocalAllowance:
    set_allowance(
        clock=clock, limit=limit, unit=unit, starts_on=starts_on, by=an_administrator(), at=THURSDAY, **values
    )
    return LocalAllowance.objects.get(clock=clock, starts_on=starts_on)


# --- started, met, taken back, handed over


def test_a_clock_falls_due_by_the_rulebook_and_keeps_what_was_allowed():
    made = deadlines.start("contact_decision", contact=a_contact(), at=at("2026-12-24T10:00"))
    assert (made.due_on, made.due_at) == (date(2026, 12, 29), None)  # over Christmas and the Boxing Day substitute
    assert (made.allowance, made.allowance_from) == ("1 working_days", "rulebook")


def test_a_clock_in_hours_falls_due_at_a_moment():
    made = deadlines.start("contact_priority_red", contact=a_contact(), at=at("2026-11-19T11:20"))
    assert made.due_at == at("2026-11-19T15:20")


def test_the_councils_own_allowance_of_that_day_is_used_and_kept():
    allowed("contact_priority_red", 2, "hours", date(2026, 11, 1))
    before = deadlines.start("contact_priority_red", contact=a_contact(), at=at("2026-10-30T09:00"))
    after = deadlines.start("contact_priority_red", contact=a_contact(), at=at("2026-11-02T09:00"))
    assert (before.allowance, before.allowance_from) == ("4 hours", "rulebook")
    assert (after.allowance, after.allowance_from, after.due_at) == ("2 hours", "local", at("2026-11-02T11:00"))


def test_an_event_told_twice_starts_one_clock():
    contact = a_contact()
    first = deadlines.start("contact_decision", contact=contact, at=WEDNESDAY)
    again = deadlines.start("contact_decision", contact=contact.pk, at=THURSDAY)
    assert again == first
    assert again.started_at == WEDNESDAY


def test_the_database_itself_refuses_a_second_running_clock():
    contact = a_contact()
    made = deadlines.start("contact_decision", contact=contact, at=WEDNESDAY)
    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_a_clock_that_was_met_may_start_again():
    contact = a_contact()
    deadlines.start("contact_mash_checks", contact=contact, at=WEDNESDAY)
    deadlines.meet("contact_mash_checks", contact=contact, at=THURSDAY)
    deadlines.start("contact_mash_checks", contact=contact, at=THURSDAY)
    assert Deadline.objects.filter(contact=contact, clock="contact_mash_checks").count() == 2


def test_meeting_twice_keeps_the_first_moment():
    contact = a_contact()
    deadlines.start("contact_decision", contact=contact, at=WEDNESDAY)
    assert deadlines.meet("contact_decision", contact=contact, at=THURSDAY) == 1
    assert deadlines.meet("contact_decision", contact=contact, at=THURSDAY + timedelta(days=1)) == 0
    assert Deadline.objects.get(contact=contact).met_at == THURSDAY


def test_taking_back_needs_a_reason_and_counts_nowhere():
    contact = a_contact()
    deadlines.start("contact_decision", contact=contact, at=WEDNESDAY)
    with pytest.raises(ValueError, match="for a reason"):
        deadlines.void("contact_decision", " ", contact=contact, at=THURSDAY)
    deadlines.void("contact_decision", "Recorded twice", contact=contact, at=THURSDAY)
    assert deadline_counts(date(2026, 11, 19))["contact_decision"].running == 0
    assert deadline_counts(date(2026, 11, 18))["contact_decision"].running == 1


@pytest.mark.parametrize("act", [deadlines.start, deadlines.meet])
def test_a_deadline_is_of_something(act):
    with pytest.raises(ValueError, match="say which"):
        act("contact_decision", at=THURSDAY)


def test_a_clock_that_the_rulebook_lacks_is_an_error():
    with pytest.raises(KeyError):
        deadlines.start("never_declared", contact=a_contact(), at=THURSDAY)


# --- the council's own allowances


def test_looser_than_the_rulebook_needs_a_written_reason():
    with pytest.raises(Refused, match="write down the reason for being looser") as refused:
        allowed("referral_decision", 2, "working_days", date(2026, 11, 1))
    assert [field for field, _ in refused.value.problems] == ["reason"]
    kept = allowed("referral_decision", 2, "working_days", date(2026, 11, 1), reason="Agreed by the partnership.")
    assert kept.reason == "Agreed by the partnership."


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("clock", {"clock": "nothing"}),
        ("unit", {"unit": "fortnights"}),
        ("limit", {"limit": 0}),
        ("limit", {"limit": 99_999}),
        ("starts_on", {"starts_on": date(1066, 10, 14)}),
    ],
)
def test_an_allowance_that_cannot_be_meant_is_refused(field, values):
    whole = {"clock": "contact_decision", "limit": 1, "unit": "working_days", "starts_on": date(2026, 11, 1)} | values
    with pytest.raises(Refused) as refused:
        set_allowance(**whole, by=an_administrator(), at=THURSDAY)
    assert field in {name for name, _ in refused.value.problems}


def test_an_allowance_from_an_earlier_day_moves_deadlines_and_the_ledger_keeps_what_was():
    contact = a_contact()
    moved = deadlines.start("contact_decision", contact=contact, at=at("2026-11-10T09:00"))
    stays = deadlines.start("contact_decision", contact=a_contact(), at=at("2026-11-02T09:00"))
    allowed("contact_decision", 4, "hours", date(2026, 11, 9))
    moved.refresh_from_db()
    stays.refresh_from_db()
    assert moved.due_at == at("2026-11-10T13:00")
    assert stays.allowance == "1 working_days"
    told = LedgerEntry.objects.get(act="deadline.replay").detail["deadlines"]
    assert told == {
        str(moved.pk): {
            "was": ["2026-11-11", "", "1 working_days", "rulebook"],
            "now": ["2026-11-10", "2026-11-10T13:00:00+00:00", "4 hours", "local"],
        }
    }


def test_ending_an_allowance_goes_back_to_the_rulebook():
    allowance = allowed("contact_decision", 4, "hours", date(2026, 11, 1))
    made = deadlines.start("contact_decision", contact=a_contact(), at=at("2026-11-10T09:00"))
    end_allowance(allowance=allowance.pk, ends_on=date(2026, 11, 5), by=an_administrator(), at=THURSDAY)
    made.refresh_from_db()
    assert (made.due_on, made.due_at, made.allowance_from) == (date(2026, 11, 11), None, "rulebook")


def test_replaying_twice_changes_nothing_the_second_time():
    made = deadlines.start("contact_decision", contact=a_contact(), at=WEDNESDAY)
    Deadline.objects.filter(pk=made.pk).update(due_on=date(2026, 12, 1))
    first = deadlines.replay(by=None, at=THURSDAY)
    second = deadlines.replay(by=None, at=THURSDAY)
    assert (first.moved, second.moved) == ({"contact_decision": 1}, {})


# --- in words


def test_a_deadline_says_its_rule_its_source_and_its_sum():
    contact = a_contact()
    deadlines.start("contact_decision", contact=contact, at=at("2026-12-24T10:00"))
    (one,) = deadlines_of(contact=contact.pk, at=at("2026-12-24T11:00"))
    assert one.why == "Within 1 working day of the contact arriving (council policy)"
    assert one.words == "1 working day left"
    assert one.how == (
        "It started on Thursday 24 December 2026 at 10am.",
        "1 working day is counted, from the next working day on.",
        (
            "Not counted: Christmas Day, 25 December 2026, Saturday 26 December 2026, Sunday 27 December 2026, "
            "Boxing Day (substitute day), 28 December 2026."
        ),
        "That makes it due at the end of Tuesday 29 December 2026.",
    )


def test_what_is_late_stands_first_and_what_is_done_last():
    contact = a_contact()
    deadlines.start("contact_mash_checks", contact=contact, at=WEDNESDAY)
    deadlines.start("contact_priority_red", contact=contact, at=WEDNESDAY)
    deadlines.start("contact_decision", contact=contact, at=WEDNESDAY)
    deadlines.meet("contact_mash_checks", contact=contact, at=WEDNESDAY)
    found = deadlines_of(contact=contact.pk, at=THURSDAY)
    assert [one.state for one in found] == [TimeState.OVERDUE, TimeState.TODAY, TimeState.DONE]
    assert found[1].words == "2 hours 19 minutes left"


# --- counted


def test_counts_are_as_they_stood_at_the_end_of_that_day():
    contact = a_contact()
    deadlines.start("contact_decision", contact=contact, at=at("2026-11-18T15:10"))  # due on the 19th
    deadlines.meet("contact_decision", contact=contact, at=at("2026-11-23T09:00"))

    def counted(day: int) -> dict[str, int]:
        found = asdict(deadline_counts(date(2026, 11, day))["contact_decision"])
        return {name: number for name, number in found.items() if number}

    assert counted(17) == {}
    assert counted(18) == {"running": 1, "due_in_5_working_days": 1}
    assert counted(19) == {"running": 1, "due_in_5_working_days": 1}
    assert counted(20) == {"running": 1, "overdue": 1}
    assert counted(22) == {"running": 1, "overdue": 1}
    assert counted(23) == {"met_late": 1}


def test_a_clock_in_hours_is_late_within_its_day():
    contact = a_contact()
    deadlines.start("contact_priority_red", contact=contact, at=at("2026-11-19T11:20"))
    morning = deadline_counts(date(2026, 11, 19), at=at("2026-11-19T12:00"))["contact_priority_red"]
    evening = deadline_counts(date(2026, 11, 19))["contact_priority_red"]
    assert (morning.overdue, evening.overdue) == (0, 1)
    deadlines.meet("contact_priority_red", contact=contact, at=at("2026-11-19T15:20"))
    assert deadline_counts(date(2026, 11, 19))["contact_priority_red"].met == 1


def test_every_recorded_clock_is_counted_in_one_query():
    for _ in range(3):
        deadlines.start("contact_decision", contact=a_contact(children=[a_child()]), at=WEDNESDAY)
    with CaptureQueriesContext(connection) as queries:
        found = deadline_counts(date(2026, 11, 19))
    assert len(queries) == 1
    assert found["contact_decision"].running == 3
    assert found["single_assessment"].running == 0


def test_the_deadlines_behind_a_clock_are_those_of_children_whom_the_reader_may_open():
    director = person_who_signs_in("director")
    overdue, late, in_time, running, closed = (a_child() for _ in range(5))
    for child, due_on, met in (
        (overdue, date(2026, 11, 16), None),
        (late, date(2026, 11, 10), at("2026-11-12T09:00")),
        (in_time, date(2026, 11, 11), at("2026-11-11T23:30")),
        (running, date(2026, 11, 30), None),
        (closed, date(2026, 11, 2), None),
    ):
        Deadline.objects.create(
            clock="single_assessment",
            child_id=child,
            started_at=at("2026-09-01T09:00"),
            due_on=due_on,
            met_at=met,
            allowance="45 working_days",
        )
    sealed(closed)
    now = at("2026-11-19T10:00")
    missed = deadlines_behind("single_assessment", late=True, reader=director, at=now)
    assert [(one.child, one.words) for one in missed] == [
        (overdue, "3 working days late"),
        (late, "done 2 working days late"),
    ]
    kept = deadlines_behind("single_assessment", late=False, reader=director, at=now)
    assert [one.child for one in kept] == [in_time]
    assert not deadlines_behind("visit_cp", late=True, reader=director, at=now)
