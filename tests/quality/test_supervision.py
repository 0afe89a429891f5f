"""Supervision from what was agreed to the next session: who may, what is asked, what falls due, what comes back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.access.models import LedgerEntry
from goldenthread.access.public import NotAllowed, tie
from goldenthread.casework.models import Deadline
from goldenthread.casework.public import my_work
from goldenthread.casework.public.supervision import cases_now
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Person
from goldenthread.quality.models import ChildDiscussed, Direction, StandardResult, Supervision
from goldenthread.quality.public.caseloads import loads
from goldenthread.quality.public.standards import run_for
from goldenthread.quality.public.supervision import (
    FollowSaid,
    agenda,
    agree_supervision,
    answer_direction,
    begin_supervision,
    discussed_of,
    finish_supervision,
    how_kept,
    keep_discussed,
    miss_supervision,
    missed_sessions,
    personal_of,
    record_discussed,
    supervised,
    supervision_things,
    write_personal,
)
from goldenthread.quality.queries.asked import asked_by_quality
from tests.build import child_at, person_who_signs_in, sealed
from tests.building.supervision import AGREED, child_said, supervision_at

pytestmark = pytest.mark.django_db
TODAY = AGREED.date()
NEXT = AGREED + timedelta(days=29)


def wrong(caught) -> dict[str, str]:
    return dict(caught.value.problems)


# --- what is agreed, and what falls due


def test_a_session_falls_due_by_the_clock_of_what_was_agreed():
    made = supervision_at("due")
    row = Supervision.objects.get(pk=made.supervision)
    assert (row.state, row.counted_from, row.due_on) == ("due", TODAY, date(2026, 12, 17))
    agree_supervision(
        worker=made.worker.pk,
        supervisor=made.manager.pk,
        frequency="fortnightly",
        review_on=TODAY + timedelta(days=90),
        by=made.manager,
        at=AGREED,
    )
    row.refresh_from_db()
    assert row.due_on == date(2026, 12, 3)


def test_supervision_is_agreed_by_those_who_manage_the_worker_and_by_nobody_else():
    made = supervision_at("due")
    asked = {"worker": made.worker.pk, "frequency": "monthly", "review_on": TODAY + timedelta(days=90), "at": AGREED}
    other = person_who_signs_in("team_manager", team="Safeguarding south")
    with pytest.raises(NotAllowed):
        agree_supervision(supervisor=other.pk, by=other, **asked)
    with pytest.raises(NotAllowed):
        agree_supervision(supervisor=made.worker.pk, by=made.worker, **asked)
    with pytest.raises(Refused) as caught:
        agree_supervision(supervisor=other.pk, by=made.manager, **asked)
    assert "manages neither" in wrong(caught)["supervisor"]


def test_held_or_missed_the_next_one_falls_due_and_both_are_counted_for_the_team():
    made = supervision_at("held")
    coming = Supervision.objects.get(pk=made.next)
    assert coming.counted_from == TODAY
    with pytest.raises(Refused, match="not missed yet"):
        miss_supervision(supervision=made.next, because="crisis", by=made.manager, at=AGREED)
    late = AGREED + timedelta(days=40)
    miss_supervision(supervision=made.next, because="supervisor_away", by=made.manager, at=late)
    after = Supervision.objects.get(pk=made.next)
    assert after.counted_from == late.date()
    (kept,) = [one for one in how_kept(on=late.date()) if one.team == made.worker.team_id]
    assert (kept.in_time, kept.late, kept.missed, kept.waiting) == (1, 0, 1, 0)
    (row,) = supervised(made.manager, on=late.date())
    assert (row.last_on, row.missed, row.due_on) == (TODAY, 1, after.due_on)


def test_a_year_back_is_the_same_day_whatever_the_month():
    made = supervision_at("due")
    Supervision.objects.filter(pk=made.supervision).update(due_on=date(2026, 12, 30))
    assert [one.key for one in missed_sessions(on=date(2027, 12, 30))] == [made.supervision]
    assert missed_sessions(on=date(2027, 12, 31)) == ()
    assert [sum(one.waiting for one in how_kept(on=date(2027, 12, day))) for day in (30, 31)] == [1, 0]


def test_a_session_with_words_begun_and_not_recorded_is_not_ended_over_them():
    made = supervision_at("running")
    keep_discussed(
        supervision=made.supervision,
        child=made.child,
        typed={"reflection": "Why did nobody"},
        based_on=0,
        by=made.manager,
        at=AGREED,
    )
    with pytest.raises(Refused, match="You began to write about"):
        finish_supervision(supervision=made.supervision, held_on=TODAY, by=made.manager, at=AGREED)


# --- what is typed, and what is recorded


def test_what_is_typed_is_kept_and_another_window_is_told():
    made = supervision_at("running")
    asked = {"supervision": made.supervision, "child": made.child, "by": made.manager, "at": AGREED}
    assert keep_discussed(typed={"reflection": "One"}, based_on=0, **asked) == 1
    assert keep_discussed(typed={"reflection": "One two"}, based_on=1, **asked) == 2
    with pytest.raises(Refused, match="another window"):
        keep_discussed(typed={"reflection": "Three"}, based_on=1, **asked)
    assert ChildDiscussed.objects.get().typed == {"reflection": "One two"}


def test_a_record_needs_the_child_reflection_challenge_and_direction():
    made = supervision_at("running")
    empty = child_said(made.worker.pk, AGREED, texts={"reflection": "Noted."}, directions=())
    with pytest.raises(Refused) as caught:
        record_discussed(supervision=made.supervision, child=made.child, said=empty, by=made.manager, at=AGREED)
    assert set(wrong(caught)) == {"child_view", "reflection", "challenge", "no_direction_because"}


def test_a_direction_has_an_owner_who_works_with_the_child_and_a_day_to_come():
    made = supervision_at("running")
    stranger = person_who_signs_in("social_worker", team="Safeguarding south")
    said = child_said(stranger.pk, AGREED - timedelta(days=30))
    with pytest.raises(Refused) as caught:
        record_discussed(supervision=made.supervision, child=made.child, said=said, by=made.manager, at=AGREED)
    assert set(wrong(caught)) == {"direction-1-owner", "direction-1-due"}


def test_recording_meets_the_childs_clock_and_starts_it_again():
    made = supervision_at("recorded")
    clock = Deadline.objects.get(child=made.child, clock="case_supervision_child")
    assert (clock.met_at, clock.due_on) == (None, date(2026, 12, 19))
    entry = LedgerEntry.objects.filter(act="supervision.discuss", child=made.child).get()
    assert entry.detail["directions"] == 1


def test_only_a_manager_of_the_childs_team_records_and_never_about_a_sealed_child():
    made = supervision_at("running")
    asked = {"supervision": made.supervision, "child": made.child, "said": child_said(made.worker.pk, AGREED)}
    with pytest.raises(NotAllowed):
        record_discussed(by=made.worker, at=AGREED, **asked)
    sealed(made.child)
    with pytest.raises(NotAllowed):
        record_discussed(by=made.manager, at=AGREED, **asked)
    found = agenda(made.supervision, reader=made.manager, on=TODAY, at=AGREED)
    assert found is not None
    assert found.children == ()


# --- directions


def test_a_direction_is_in_the_owners_work_until_she_answers_and_comes_back_to_the_next_session():
    made = supervision_at("held")
    week = AGREED + timedelta(days=3)
    things = [thing for item in my_work(made.worker, at=week).soon for thing in item.things]
    assert [one.what for one in things if one.kind == "direction"] == ["Visit unannounced after six in the evening"]
    with pytest.raises(Refused, match="somebody else’s"):
        answer_direction(direction=made.direction, answer="done", words="I went", by=made.manager, at=week)
    answer_direction(
        direction=made.direction,
        answer="done",
        words="Went on Friday at seven; he was in bed.",
        by=made.worker,
        at=week,
    )
    things = [thing for item in my_work(made.worker, at=week).soon for thing in item.things]
    assert not [one for one in things if one.kind == "direction"]
    begin_supervision(supervision=made.next, by=made.manager, at=NEXT)
    found = agenda(made.next, reader=made.manager, on=NEXT.date(), at=NEXT)
    assert found is not None
    assert found.children[0].directions[0].answer_words.startswith("Went on Friday")


def test_an_earlier_direction_is_closed_or_goes_on_with_a_new_day_and_a_reason():
    made = supervision_at("held")
    said = {"answer": "not_done", "words": "Nobody was in."}
    answer_direction(direction=made.direction, **said, by=made.worker, at=AGREED + timedelta(days=3))
    begin_supervision(supervision=made.next, by=made.manager, at=NEXT)
    asked = {"supervision": made.next, "child": made.child, "by": made.manager, "at": NEXT}
    with pytest.raises(Refused) as caught:
        record_discussed(said=child_said(made.worker.pk, NEXT), **asked)
    assert set(wrong(caught)) == {f"outcome-{made.direction}"}
    again = NEXT.date() + timedelta(days=7)
    first = made.direction
    said = child_said(
        made.worker.pk,
        NEXT,
        followed={first: FollowSaid("not_done", "The car was off the road twice.", again)},
        directions=(),
    )
    record_discussed(said=said, **asked)
    row = Direction.objects.get(pk=first)
    assert (row.closed_on, row.due_on, row.answer, row.answer_words) == (None, again, "", "")
    latest, _ = discussed_of(made.child)
    assert [(one.outcome, one.due_on) for one in latest.followed] == [("Not done yet", again)]
    assert latest.drift[0][0] == "A direction is more than 5 days past its day and not done."


def test_a_direction_left_past_its_day_drifts_on_the_agenda():
    made = supervision_at("held")
    late = AGREED + timedelta(days=20)
    found = agenda(made.next, reader=made.manager, on=late.date(), at=late)
    assert found is not None
    assert [one.rule.id for one in found.children[0].drift] == ["direction_left"]


# --- the personal part


def test_the_personal_part_is_kept_by_the_two_alone():
    made = supervision_at("running")
    write_personal(supervision=made.supervision, boxes={"wellbeing": "Tired."}, by=made.manager, at=AGREED)
    write_personal(supervision=made.supervision, boxes={"wellbeing": "Tired, better."}, by=made.worker, at=AGREED)
    assert personal_of(made.supervision).boxes["wellbeing"] == "Tired, better."
    other = person_who_signs_in("service_manager", team=made.placed.team)
    with pytest.raises(NotAllowed):
        write_personal(supervision=made.supervision, boxes={"wellbeing": "x"}, by=other, at=AGREED)
    assert not LedgerEntry.objects.filter(act="supervision.personal").exclude(child=None).exists()


# --- days and names


def test_what_is_recorded_after_midnight_in_summer_is_of_the_new_day():
    half_past_midnight = datetime(2027, 6, 1, 23, 30, tzinfo=UTC)
    made = supervision_at("recorded", at=half_past_midnight)
    on = date(2027, 6, 2)
    (said,) = discussed_of(made.child)
    assert (said.held_on, said.directions[0].asked_on) == (on, on)
    (thing,) = supervision_things([made.child], on=on)
    assert thing.facts.held_on == on


def test_a_child_without_a_name_is_called_by_her_number_and_is_no_unborn_baby():
    made = supervision_at("recorded")
    Person.objects.filter(pk=made.child).update(given_names="", family_name="", la_child_id="TH-0077")
    (one,) = agenda(made.supervision, reader=made.manager, on=TODAY, at=AGREED).children
    asked = asked_by_quality(whose=made.worker.pk, reader=made.worker, at=AGREED, until=TODAY + timedelta(days=20))
    (load,) = loads(reader=made.manager, on=TODAY, at=AGREED, worker=made.worker.pk)
    names = [one.name, one.directions[0].name, asked[0].name, load.cases[0].name, cases_now([made.child], on=TODAY)]
    names[-1] = names[-1][made.child].name
    assert names == ["Child TH-0077"] * 5


# --- standards, and what it costs


def test_the_practice_standards_read_what_supervision_recorded():
    made = supervision_at("held")
    run_for([made.child], on=TODAY)
    found = dict(StandardResult.objects.filter(about=f"supervision:{made.supervision}").values_list("standard", "met"))
    assert found["supervision.challenge"] is True
    assert found["supervision.direction"] is True


def test_the_number_of_queries_does_not_grow_with_the_children():
    made = supervision_at("held")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            agenda(made.next, reader=made.manager, on=TODAY, at=timezone.now())
        return len(asked)

    few = queries()
    for _ in range(3):
        more = child_at("allocated")
        tie(child=more.child, kind="allocated", user=made.worker, starts_on=TODAY)
    assert queries() == few <= 12
