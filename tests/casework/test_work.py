"""My work: what is late, today and next, with reasons; what is new; whose work is covered; and the totals."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import NotAllowed, arrange_cover
from goldenthread.casework.models import DecisionAction
from goldenthread.casework.operations import decisions
from goldenthread.casework.operations.allocations import allocate_team, allocate_worker, read_instructions
from goldenthread.casework.operations.decisions import Action
from goldenthread.casework.queries.teams import share, suppressed, totals
from goldenthread.casework.queries.work import my_work
from goldenthread.kernel.refusal import Refused
from tests.building.access import a_team, person_who_signs_in, sealed
from tests.building.front_door import THURSDAY, child_at, manager, said, waiting_contact, writer
from tests.building.people import a_child

pytestmark = pytest.mark.django_db


def an_action(owner, due_on: date, what: str = "Ring the nursery") -> DecisionAction:
    contact = waiting_contact([a_child()])
    decided = decisions.decide(
        contact=contact.pk,
        said=said(contact, "ADVICE", actions=[Action(what, owner.pk, due_on)]),
        by=manager(),
        at=THURSDAY,
    )
    return DecisionAction.objects.get(decision=decided.decision)


def test_a_new_child_is_first_seen_with_its_instructions():
    placed = child_at("allocated")
    (new,) = my_work(placed.worker, at=THURSDAY).new
    assert new.title == "Noah Carter, 11"
    assert new.instructions.startswith("See every child by Tuesday")
    assert new.allocated_by == "Helen Marsh"
    read_instructions(allocation=placed.allocation, by=placed.worker, at=THURSDAY)
    work = my_work(placed.worker, at=THURSDAY)
    assert work.new == ()
    assert [child.title for child in work.children] == ["Noah Carter, 11"]
    assert work.children[0].next_due == "Finish the assessment, 44 working days left"


def test_what_is_due_falls_into_late_today_soon_and_later():
    who = writer()
    for days in (0, 1, 4, 30):
        an_action(who, THURSDAY.date() + timedelta(days=days), f"In {days} days")
    work = my_work(who, at=THURSDAY + timedelta(days=1))
    whats = [[thing.what for item in items for thing in item.things] for items in (work.overdue, work.today, work.soon)]
    assert whats == [["In 0 days"], ["In 1 days"], ["In 4 days"]]
    assert work.overdue[0].left.words == "1 working day late"


def test_the_strip_has_seven_cells_and_counts_what_the_lists_show():
    who = writer()
    for days in (0, 1, 1, 4):
        an_action(who, THURSDAY.date() + timedelta(days=days))
    week = my_work(who, at=THURSDAY + timedelta(days=1)).week
    assert [cell.day for cell in week[:3]] == [None, date(2026, 11, 20), date(2026, 11, 23)]
    assert [cell.count for cell in week] == [1, 2, 1, 0, 0, 0, 0]
    assert week[0].oldest == "1 working day"


def test_brothers_and_sisters_are_one_line():
    contact = waiting_contact([a_child("Reuben", "Clarke"), a_child("Esme", "Clarke")])
    decider = manager()
    made = decisions.decide(contact=contact.pk, said=said(contact), by=decider, at=THURSDAY).referrals
    worker = person_who_signs_in("social_worker", team=a_team("Assessment"))
    allocate_team(referrals=made, team=worker.team_id, by=decider, at=THURSDAY)
    allocate_worker(referrals=made, worker=worker.pk, instructions="See both.", by=decider, at=THURSDAY)
    in_january = THURSDAY.replace(year=2027, month=1, day=21)
    work = my_work(worker, at=in_january)
    (item,) = work.soon
    assert (item.title, item.note) == ("Reuben and Esme Clarke", "11 and 11")
    assert [thing.what for thing in item.things] == ["Finish the assessment"]
    assert item.things[0].why == "Within 45 working days of the referral arriving (statutory guidance)."
    assert item.things[0].how[-1] == "That makes it due at the end of Monday 25 January 2027."
    assert len(my_work(worker, at=THURSDAY).new) == 1


def test_a_second_look_asked_of_her_is_due_when_the_contact_is():
    anita = person_who_signs_in("service_manager", name="Anita Rao")
    contact = waiting_contact([a_child()])
    decisions.ask_second_look(contact=contact.pk, of=anita.pk, question="Is it enough?", by=manager(), at=THURSDAY)
    (item,) = my_work(anita, at=THURSDAY).today
    assert item.things[0].what == "Give a second look"
    assert "Is it enough?" in item.things[0].why


def test_a_contact_that_was_returned_is_a_draft_with_what_is_missing():
    who = writer()
    contact = waiting_contact([a_child()], by=who)
    decisions.return_to_writer(contact=contact.pk, because="Who saw Noah last?", by=manager(), at=THURSDAY)
    (draft,) = my_work(who, at=THURSDAY).drafts
    assert (draft.contact, draft.returned_because) == (contact.pk, "Who saw Noah last?")


def test_what_a_restriction_keeps_from_her_is_left_out():
    placed = child_at("allocated")
    sealed(placed.child, kind="conflict", user=placed.worker)
    work = my_work(placed.worker, at=THURSDAY)
    assert (work.new, work.children, work.later) == ((), (), 0)


def test_a_colleagues_work_is_seen_while_covering():
    priya, tom = child_at("allocated").worker, person_who_signs_in("social_worker", name="Tom Ashby")
    action = an_action(priya, THURSDAY.date())
    today = THURSDAY.date()
    with pytest.raises(NotAllowed):
        decisions.finish_action(action=action.pk, words="Rang.", by=person_who_signs_in("auditor"), at=THURSDAY)
    arrange_cover(absent=priya, covering=tom, first_on=today, last_on=today, by=manager(), at=THURSDAY)
    (covered,) = my_work(tom, at=THURSDAY).covered
    assert covered.name == "Priya Nair"
    (item,) = my_work(tom, at=THURSDAY, of=priya).today
    assert item.things[0].what == "Ring the nursery"
    assert item.title.startswith("Contact 26-")  # the family is not his to read, nor hers
    decisions.finish_action(action=action.pk, words="The nursery saw Noah today.", by=tom, at=THURSDAY)
    action.refresh_from_db()
    assert action.done_words == "The nursery saw Noah today."
    assert my_work(priya, at=THURSDAY).today == ()


def test_an_action_is_finished_by_its_owner_with_what_came_of_it():
    who = writer()
    action = an_action(who, THURSDAY.date())
    with pytest.raises(Refused, match="somebody else"):
        decisions.finish_action(action=action.pk, words="Rang.", by=writer(), at=THURSDAY)
    with pytest.raises(Refused, match="what came of it"):
        decisions.finish_action(action=action.pk, words=" ", by=who, at=THURSDAY)


def test_by_child_the_same_items_stand_in_order_of_name():
    who = writer()
    an_action(who, THURSDAY.date() + timedelta(days=1))
    an_action(who, THURSDAY.date())
    by_child = my_work(who, at=THURSDAY, by_child=True)
    assert len(by_child.today) + len(by_child.soon) == 2


def test_the_number_of_queries_does_not_grow_with_the_rows():
    who = writer()
    an_action(who, THURSDAY.date())

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            my_work(who, at=THURSDAY)
        return len(seen)

    few = queries()
    for days in range(4):
        an_action(who, THURSDAY.date() + timedelta(days=days))
    assert queries() == few
    assert few <= 13


def test_totals_count_what_happened_by_month():
    child_at("with_team")
    found = totals(at=THURSDAY)
    assert (found.open_cases, found.waiting_for_worker) == (1, 1)
    this_month = found.months[-1]
    assert (this_month.starts_on, this_month.contacts, this_month.referrals) == (date(2026, 11, 1), 1, 1)
    assert (this_month.decided_in_time, this_month.decided_late) == (1, 0)
    assert len(found.months) == 12


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5"), (1284, "1,284")]
)
def test_small_counts_are_not_told(count, words):
    assert suppressed(count) == words


@pytest.mark.parametrize(
    ("part", "whole", "told"), [(3, 60, ""), (57, 60, ""), (30, 60, "50%"), (0, 60, "0%"), (60, 60, "100%"), (0, 0, "")]
)
def test_a_share_that_would_tell_a_small_count_is_left_out(part, whole, told):
    assert share(part, whole, hide_small=True) == told


def test_what_was_typed_of_an_action_comes_back_when_it_is_refused():
    who = writer()
    action = an_action(who, timezone.localdate(timezone.now()))
    page = Client()
    page.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    words = "The nursery saw Noah. " * 30
    told = page.post(reverse("finish_action", args=[action.pk]), {"words": words})
    assert told.status_code == 422
    assert "500 characters long at most. This has 659" in told.content.decode()
    assert words.strip() in told.content.decode()
    action.refresh_from_db()
    assert action.done_at is None
