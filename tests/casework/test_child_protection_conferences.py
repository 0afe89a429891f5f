"""Conferences: arranged in time, held with every agency's view, and what each decision begins or ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from goldenthread.access.models import Notice, Tie
from goldenthread.casework.models import Concern, Deadline, Enquiry, Meeting, Plan, WorkerChange
from goldenthread.casework.operations.allowances import set_allowance
from goldenthread.casework.operations.child_protection import authorise_enquiry
from goldenthread.casework.operations.conference_rooms import save_room
from goldenthread.casework.operations.conferences import (
    arrange_conference,
    hold_conference,
    move_conference,
    share_report,
)
from goldenthread.casework.operations.meeting_letters import issue
from goldenthread.casework.operations.meetings import PartSaid, stand_down
from goldenthread.casework.queries.child_protection import change_since_last, recipients
from goldenthread.casework.queries.conference_calendar import conference_calendar
from goldenthread.casework.queries.facts_child_protection import conference_facts
from goldenthread.casework.queries.meetings import show_meeting
from goldenthread.casework.queries.oversight import workers_of
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import relate, warn
from tests.build import a_child, an_administrator, an_adult, person_who_signs_in, sealed
from tests.building.child_protection import (
    AFTER,
    AUTHORISED,
    CONFERRED,
    Protected,
    a_chair,
    a_room,
    conclude,
    conference_at,
    conference_said,
    enquiry_at,
)
from tests.building.front_door import LONDON

pytestmark = pytest.mark.django_db

SOON = AUTHORISED + timedelta(hours=1)


def running(clock: str, child: int) -> Deadline | None:
    return Deadline.objects.filter(clock=clock, child=child, met_at=None, void_at=None).first()


def sentences(refused: pytest.ExceptionInfo[Refused]) -> dict[str, str]:
    return dict(refused.value.problems)


def arrange(made: Protected, **changed: Any) -> int:
    call = {"kind": "initial_conference", "children": [made.child], "planned_at": CONFERRED, "by": made.manager}
    return arrange_conference(**(call | {"at": SOON} | changed))


def review_of(made: Protected, on: datetime = datetime(2027, 3, 3, 10, 0, tzinfo=LONDON)) -> Protected:

    meeting = arrange_conference(
        kind="review_conference",
        children=[made.child],
        planned_at=on,
        chair=made.chair.pk,
        parts=[PartSaid("Priya Nair", "social_care", "Social worker")],
        by=made.manager,
        at=AFTER + timedelta(days=1),
    )
    return replace(made, conference=meeting)


def review_said(made: Protected, decision: str, **changed: Any) -> Any:
    on = datetime(2027, 3, 3, 10, 0, tzinfo=LONDON)
    return conference_said(made, decision, held_at=on, measured_change="No new marks since December.", **changed)


# --- arranged


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (datetime(2026, 12, 5, 10, 0, tzinfo=LONDON), "Saturday 5 December 2026 is a Saturday"),
        (datetime(2026, 12, 25, 10, 0, tzinfo=LONDON), "is a bank holiday"),
        (datetime(2026, 11, 30, 10, 0, tzinfo=LONDON), "has passed"),
        (datetime(1066, 10, 14, 10, 0, tzinfo=LONDON), "has passed"),
        (datetime(2999, 1, 2, 10, 0, tzinfo=LONDON), "too far ahead"),
    ],
)
def test_days_on_which_no_conference_can_be_arranged(when: datetime, words: str) -> None:
    made = enquiry_at("authorised")
    with pytest.raises(Refused, match=words):
        arrange(made, planned_at=when)


def test_a_conference_needs_an_enquiry_a_move_or_a_plan() -> None:
    made = enquiry_at("running")
    conclude(made, "NFA")
    authorise_enquiry(enquiry=made.enquiry, words_of_manager="It was an accident.", by=made.manager, at=AUTHORISED)
    for kind, words in (
        ("initial_conference", "No section 47 enquiry is open"),
        ("transfer_in_conference", "No move of Noah Carter"),
        ("review_conference", "is not on a child protection plan"),
    ):
        with pytest.raises(Refused, match=words):
            arrange(made, kind=kind)


def test_a_conference_before_the_strategy_discussion_is_refused() -> None:
    made = conference_at("planned")
    with pytest.raises(Refused, match="before the strategy discussion that began the enquiry, on 20 November 2026"):
        move_conference(
            meeting=made.conference,
            planned_at=datetime(2026, 11, 19, 10, 0, tzinfo=LONDON),
            by=made.manager,
            at=datetime(2026, 11, 18, 10, 0, tzinfo=LONDON),
        )


def test_two_conferences_of_one_child_are_not_arranged() -> None:
    made = conference_at("planned")
    with pytest.raises(Refused, match="has a conference arranged already"):
        arrange(made, planned_at=CONFERRED + timedelta(days=1))


def test_the_report_is_due_two_working_days_before_and_moves_with_the_conference() -> None:
    made = conference_at("planned")
    report = running("conf_report_parent_initial", made.child)
    assert report is not None and report.due_on == date(2026, 12, 7)
    move_conference(
        meeting=made.conference,
        planned_at=CONFERRED + timedelta(days=1),
        chair=made.chair.pk,
        based_on=CONFERRED,
        by=made.manager,
        at=SOON,
    )
    report = running("conf_report_parent_initial", made.child)
    assert report is not None and report.due_on == date(2026, 12, 8)
    assert running("icpc", made.child).due_on == date(2026, 12, 11)


def test_a_shared_report_meets_its_clock() -> None:
    made = conference_at("planned")
    part = Meeting.objects.get(pk=made.conference).parts.get(agency="social_care")
    share_report(meeting=made.conference, part=part.pk, shared_on=date(2026, 12, 4), by=made.worker, at=AFTER)
    found = Deadline.objects.get(clock="conf_report_parent_initial", child=made.child, void_at=None)
    assert found.met_at is not None and timezone.localdate(found.met_at) == date(2026, 12, 4)
    with pytest.raises(Refused, match="recorded already"):
        share_report(meeting=made.conference, part=part.pk, shared_on=date(2026, 12, 5), by=made.worker, at=AFTER)


def test_the_second_who_moves_it_is_told() -> None:
    made = conference_at("planned")
    move_conference(
        meeting=made.conference, planned_at=CONFERRED + timedelta(hours=3), based_on=CONFERRED, by=made.manager, at=SOON
    )
    with pytest.raises(Refused, match="Somebody moved this to Wednesday 9 December 2026 at 1pm"):
        move_conference(
            meeting=made.conference,
            planned_at=CONFERRED + timedelta(hours=5),
            based_on=CONFERRED,
            by=made.manager,
            at=SOON,
        )


def test_a_room_and_a_chair_are_taken_once_unless_somebody_says_both_can_be() -> None:
    first, second = conference_at("planned"), enquiry_at("authorised")
    clash = {"room": first.room, "chair": first.chair.pk, "planned_at": CONFERRED + timedelta(minutes=90)}
    with pytest.raises(Refused) as refused:
        arrange(second, **clash)
    assert set(sentences(refused)) == {"room", "chair"}
    assert "Maria Obi is taken at 10am" in sentences(refused)["chair"]
    assert arrange(second, **clash, despite_clash=True)


def test_a_chair_is_a_conference_chair_who_may_see_the_child() -> None:
    made = enquiry_at("authorised")
    with pytest.raises(Refused, match="does not chair conferences"):
        arrange(made, chair=made.manager.pk)
    related = a_chair("Rita Carter")
    sealed(made.child, kind="conflict", user=related)
    with pytest.raises(Refused, match="may not see one of these records"):
        arrange(made, chair=related.pk)


def test_the_chair_is_tied_and_told_and_another_takes_her_place() -> None:
    made = conference_at("planned")
    tie = Tie.objects.get(child=made.child, kind="reviewing", user=made.chair)
    assert tie.ends_on is None
    assert Notice.objects.filter(to=made.chair, kind="meeting").exists()
    other = a_chair("Joan Pike")
    call = {"meeting": made.conference, "planned_at": CONFERRED, "chair": other.pk, "by": made.manager, "at": SOON}
    with pytest.raises(Refused) as refused:
        move_conference(**call)
    assert sentences(refused) == {"chair_reason": "Choose why the chair changes"}
    with pytest.raises(Refused) as refused:
        move_conference(**call, chair_reason="another")
    assert set(sentences(refused)) == {"chair_reason_words"}
    move_conference(**call, chair_reason="away", chair_reason_words="Off until March.")
    tie.refresh_from_db()
    assert tie.ends_on == timezone.localdate(SOON)
    assert Tie.objects.filter(child=made.child, kind="reviewing", user=other, ends_on=None).exists()


def test_why_the_chair_changed_is_said_as_she_changes_and_stands_on_the_childs_oversight() -> None:
    made = conference_at("held")
    other, third, later = a_chair("Joan Pike"), a_chair("Amy Lund"), AFTER + timedelta(days=1)
    review = {"kind": "review_conference", "planned_at": datetime(2027, 3, 3, 10, 0, tzinfo=LONDON), "at": later}
    with pytest.raises(Refused, match="Choose why the chair changes"):
        arrange(made, **review, chair=other.pk)
    meeting = arrange(made, **review, chair=other.pk, chair_reason="left", chair_reason_words="She moved to Leeds.")
    kept = WorkerChange.objects.get(child=made.child, role="reviewing")
    assert (kept.went_id, kept.came_id, kept.reason, kept.said_by) == (made.chair.pk, other.pk, "left", made.manager)
    # The same chair again asks nothing; another in her place does, and the child's Oversight tells why the first went.
    move_conference(meeting=meeting, planned_at=review["planned_at"], chair=other.pk, by=made.manager, at=later)
    move_conference(
        meeting=meeting,
        planned_at=review["planned_at"],
        chair=third.pk,
        chair_reason="workload",
        by=made.manager,
        at=later,
    )
    Meeting.objects.filter(pk=meeting).update(state="held", held_at=review["planned_at"])
    first, last = workers_of(made.child).reviewing
    assert (first.user, last.user, last.unexplained, last.reason) == (made.chair.pk, third.pk, False, "left")
    assert last.words == "She moved to Leeds."


def test_a_chair_who_follows_nobody_asks_for_no_reason() -> None:
    made = enquiry_at("authorised")
    meeting = arrange(made)
    move_conference(meeting=meeting, planned_at=CONFERRED, chair=a_chair().pk, by=made.manager, at=SOON)
    move_conference(meeting=meeting, planned_at=CONFERRED, chair=None, by=made.manager, at=SOON)
    assert not WorkerChange.objects.exists()


def test_a_conference_stood_down_keeps_its_due_day_and_the_next_follows_it() -> None:
    made = conference_at("planned")
    stand_down(meeting=made.conference, because="The paediatrician is ill; Noah is with Nan.", by=made.chair, at=SOON)
    assert running("icpc", made.child).due_on == date(2026, 12, 11)
    assert running("conf_report_parent_initial", made.child) is None
    again = arrange(made, planned_at=CONFERRED + timedelta(days=7))
    assert Meeting.objects.get(pk=again).instead_of_id == made.conference
    assert running("icpc", made.child).due_on == date(2026, 12, 11)


def test_it_is_not_stood_down_without_a_reason_or_twice() -> None:
    made = conference_at("planned")
    with pytest.raises(Refused, match="Say why it does not go on"):
        stand_down(meeting=made.conference, because="n/a", by=made.chair, at=SOON)
    stand_down(meeting=made.conference, because="The school is closed by snow.", by=made.chair, at=SOON)
    with pytest.raises(Refused, match="Maria Obi stood this meeting down 2 December 2026, 11am"):
        stand_down(meeting=made.conference, because="Snow again.", by=made.manager, at=SOON)


# --- held


def test_a_plan_begins_with_its_clocks() -> None:
    made = conference_at("held")
    plan = Plan.objects.get(pk=made.plan)
    assert (plan.kind, plan.category, plan.started_on, plan.conference_id) == (
        "child_protection",
        "PHY",
        date(2026, 12, 9),
        made.conference,
    )
    assert Deadline.objects.get(clock="icpc", child=made.child).met_at == CONFERRED
    due = {
        clock: running(clock, made.child).due_on
        for clock in ("core_group_first", "rcpc_first", "conf_decision_letter", "conf_minutes", "cp_visit")
    }
    assert due == {
        "core_group_first": date(2026, 12, 23),
        "rcpc_first": date(2027, 3, 9),
        "conf_decision_letter": date(2026, 12, 10),
        "conf_minutes": date(2027, 1, 11),
        "cp_visit": date(2026, 12, 23),
    }
    assert Enquiry.objects.get(pk=made.enquiry).conference_on == date(2026, 12, 9)
    assert list(Concern.objects.filter(child=made.child).values_list("title", flat=True)) == ["Lee hurts Noah"]


def test_no_plan_begins_nothing() -> None:
    made = conference_at("held", decision="no_plan", category="", outline=(), contingency="")
    assert not Plan.objects.exists()
    assert running("core_group_first", made.child) is None and running("rcpc_first", made.child) is None
    assert Deadline.objects.get(clock="icpc", child=made.child).met_at == CONFERRED


def test_a_conference_can_ask_for_more_visits_and_never_for_fewer() -> None:
    made = conference_at("planned")
    with pytest.raises(Refused) as refused:
        hold_conference(meeting=made.conference, said=conference_said(made, visit_every=11), by=made.chair, at=AFTER)
    assert "never less often" not in sentences(refused)
    assert "Policy is a visit every 10 working days" in sentences(refused)[f"visit_every_{made.child}"]
    hold_conference(meeting=made.conference, said=conference_said(made, visit_every=5), by=made.chair, at=AFTER)
    assert running("cp_visit", made.child).due_on == date(2026, 12, 16)


def test_policy_is_the_councils_own_when_it_has_one() -> None:
    made = conference_at("planned")
    set_allowance(
        clock="cp_visit", limit=5, unit="working_days", starts_on=date(2026, 12, 1), by=an_administrator(), at=SOON
    )
    with pytest.raises(Refused, match="every 5 working days"):
        hold_conference(meeting=made.conference, said=conference_said(made, visit_every=6), by=made.chair, at=AFTER)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"summary": ""}, "summary"),
        ({"reasons": "agreed"}, "reasons_{child}"),
        ({"views": ""}, "views_{child}"),
        ({"views_brought_how": ""}, "views_brought_how_{child}"),
        ({"family_view": ""}, "family_view_{child}"),
        ({"category": ""}, "category_{child}"),
        ({"category": "MUL"}, "category_{child}"),
        ({"decision": "plan_ends"}, "decision_{child}"),
        ({"outline": ()}, "outline_{child}_1_saw"),
        ({"contingency": ""}, "contingency_{child}"),
        ({"children": ()}, "decision_{child}"),
        ({"quorate": False}, "not_quorate_because"),
        ({"next_on": date(2027, 4, 1)}, "next_on"),
        ({"next_on": date(2026, 12, 1)}, "next_on"),
        ({"held_at": datetime(2026, 12, 6, 10, 0, tzinfo=LONDON)}, "held_at"),
        ({"held_at": datetime(2026, 11, 18, 10, 0, tzinfo=LONDON)}, "held_at"),
        ({"held_at": datetime(2999, 12, 6, 10, 0, tzinfo=LONDON)}, "held_at"),
    ],
)
def test_what_a_conference_must_say(changed: dict[str, Any], field: str) -> None:
    made = conference_at("planned")
    with pytest.raises(Refused) as refused:
        hold_conference(meeting=made.conference, said=conference_said(made, **changed), by=made.chair, at=AFTER)
    assert field.format(child=made.child) in sentences(refused)
    assert Meeting.objects.get(pk=made.conference).state == "planned" and not Plan.objects.exists()


@pytest.mark.parametrize("dissents", [True, False])
def test_each_agency_says_what_it_thinks_and_dissent_keeps_its_words(dissents: bool) -> None:

    made = conference_at("planned")
    said = conference_said(made)
    silent = [replace(part, view="") if part.agency == "police" else part for part in said.parts]
    with pytest.raises(Refused) as refused:
        hold_conference(meeting=made.conference, said=replace(said, parts=silent), by=made.chair, at=AFTER)
    assert list(sentences(refused)) == ["part_2_view"]
    if dissents:
        parts = [replace(part, dissents=True) if part.agency == "police" else part for part in said.parts]
        with pytest.raises(Refused, match="write down why, in their words"):
            hold_conference(meeting=made.conference, said=replace(said, parts=parts), by=made.chair, at=AFTER)
        parts = [replace(part, dissent="He should come into care." * part.dissents) for part in parts]
        hold_conference(meeting=made.conference, said=replace(said, parts=parts), by=made.chair, at=AFTER)
        police = Meeting.objects.get(pk=made.conference).parts.get(agency="police")
        assert (police.dissents, police.dissent) == (True, "He should come into care.")


def test_a_conference_is_not_recorded_before_its_enquiry_is_authorised() -> None:
    made = enquiry_at("with_manager")
    chair = a_chair()
    meeting = arrange(made, chair=chair.pk, parts=[PartSaid("Priya Nair", "social_care")])

    made = replace(made, conference=meeting, chair=chair)
    with pytest.raises(Refused, match="The enquiry about Noah Carter is not authorised yet"):
        hold_conference(meeting=meeting, said=conference_said(made), by=chair, at=AFTER)


def test_the_second_who_records_it_is_told_who_did() -> None:
    made = conference_at("held")
    with pytest.raises(Refused, match="Maria Obi recorded this meeting 9 December 2026, 3pm"):
        hold_conference(meeting=made.conference, said=conference_said(made), by=made.manager, at=AFTER)


def test_an_outcome_without_a_conference_is_not_authorised_while_one_is_arranged() -> None:
    made = enquiry_at("running")
    arrange(made)
    conclude(made, "NFA")
    with pytest.raises(Refused, match="A conference is arranged"):
        authorise_enquiry(enquiry=made.enquiry, words_of_manager="It was an accident.", by=made.manager, at=AUTHORISED)


# --- reviews


def test_a_plan_goes_on_with_a_new_category_and_the_next_review_in_six_months() -> None:
    made = review_of(conference_at("held"))
    after = datetime(2027, 3, 3, 15, 0, tzinfo=LONDON)
    hold_conference(
        meeting=made.conference, said=review_said(made, "plan_continues", category="EMO"), by=made.chair, at=after
    )
    plan = Plan.objects.get(pk=made.plan)
    assert (plan.category, plan.first_category) == ("EMO", "PHY")
    assert plan.changes.filter(part="Category").exists()
    assert running("rcpc_first", made.child) is None
    assert running("rcpc_subsequent", made.child).due_on == date(2027, 9, 3)
    assert Deadline.objects.get(clock="rcpc_first", child=made.child).met_at is not None


def test_a_review_says_what_changed_since_the_last() -> None:
    made = review_of(conference_at("held"))
    after = datetime(2027, 3, 3, 15, 0, tzinfo=LONDON)

    with pytest.raises(Refused) as refused:
        hold_conference(
            meeting=made.conference,
            said=replace(review_said(made, "plan_continues", category="PHY"), measured_change=""),
            by=made.chair,
            at=after,
        )
    assert list(sentences(refused)) == ["measured_change"]
    assert change_since_last(made.conference) == "Noah: Noah is not hurt by anybody. Not started."


def test_a_plan_that_ends_steps_down_and_its_clocks_end() -> None:
    made = review_of(conference_at("held"))
    after = datetime(2027, 3, 3, 15, 0, tzinfo=LONDON)
    said = review_said(made, "plan_ends", end_reason="stepped_down", step_down_to="child_in_need")
    hold_conference(meeting=made.conference, said=said, by=made.chair, at=after)
    plan = Plan.objects.get(pk=made.plan)
    assert (plan.end_reason, plan.ended_on) == ("stepped_down", date(2027, 3, 3))
    assert Plan.objects.filter(child=made.child, kind="child_in_need", ended_on=None).exists()
    for clock in ("rcpc_first", "rcpc_subsequent", "core_group_first", "cp_visit"):
        assert running(clock, made.child) is None


def test_the_chairs_tie_ends_when_no_plan_is_left_and_everything_went_out() -> None:
    made = review_of(conference_at("held"))
    after = datetime(2027, 3, 3, 15, 0, tzinfo=LONDON)
    said = review_said(made, "plan_ends", end_reason="needs_met")
    hold_conference(meeting=made.conference, said=said, by=made.chair, at=after)
    tie = Tie.objects.get(child=made.child, kind="reviewing", user=made.chair)
    part = Meeting.objects.get(pk=made.conference).parts.get()
    for what in ("decision", "record"):
        tie.refresh_from_db()
        assert tie.ends_on is None
        issue(
            meeting=made.conference,
            what=what,
            issued_on=date(2027, 3, 4),
            to=[f"part:{part.pk}"],
            by=made.chair,
            at=after + timedelta(days=1),
        )
    tie.refresh_from_db()
    assert tie.ends_on == date(2027, 3, 5)


def test_a_review_on_the_day_the_plan_began_is_refused() -> None:
    made = conference_at("held")
    with pytest.raises(Refused, match="It must be after the plan began, on 9 December 2026"):
        arrange_conference(
            kind="review_conference",
            children=[made.child],
            planned_at=CONFERRED + timedelta(hours=6),
            by=made.manager,
            at=AFTER,
        )


# --- letters


def test_a_letter_meets_its_clock_and_says_to_whom() -> None:
    made = conference_at("held")
    part = Meeting.objects.get(pk=made.conference).parts.get(agency="police")
    call = {"meeting": made.conference, "what": "decision", "by": made.chair, "at": AFTER + timedelta(days=1)}
    with pytest.raises(Refused) as refused:
        issue(**call, issued_on=date(2026, 12, 8), to=[])
    assert set(sentences(refused)) == {"issued_on", "to"}
    issue(**call, issued_on=date(2026, 12, 10), to=[f"part:{part.pk}"])
    found = Meeting.objects.get(pk=made.conference)
    assert (found.decision_issued_on, found.decision_issued_to) == (date(2026, 12, 10), "DS Imran Aziz")
    assert running("conf_decision_letter", made.child) is None and running("conf_minutes", made.child) is not None
    with pytest.raises(Refused, match="recorded already"):
        issue(**call, issued_on=date(2026, 12, 10), to=[f"part:{part.pk}"])


@pytest.mark.parametrize("who", ["unrelated", "no_contact", "by name"])
def test_a_recipient_who_may_not_have_it_asks_for_a_check(who: str) -> None:
    made = conference_at("held")
    words: dict[str, Any] = {"source": "A parent", "by": made.placed.writer, "at": AFTER}
    father = an_adult("Dean", "Reid", by=made.placed.writer, at=AFTER)
    meeting = Meeting.objects.get(pk=made.conference)
    if who != "unrelated":
        relate(person=father, kind="father", other=made.child, **words)
    if who == "no_contact":
        warn(
            person=father,
            kind="no_contact",
            words="Must not come near Noah.",
            disclosed=True,
            review_on=date(2027, 1, 1),
            expires_on=date(2027, 6, 1),
            **words,
        )
    if who == "unrelated":
        meeting.parts.filter(agency="family").update(person=father, name="Dean Reid")
    call = {
        "meeting": made.conference,
        "what": "decision",
        "issued_on": date(2026, 12, 10),
        "to": [] if who == "by name" else [f"person:{father}"],
        "others": "Aunt Jo" if who == "by name" else "",
        "by": made.chair,
        "at": AFTER + timedelta(days=1),
    }
    with pytest.raises(Refused) as refused:
        issue(**call)
    assert "Check before it goes" in sentences(refused)["checked"]
    issue(**call, checked=True)
    assert Meeting.objects.get(pk=made.conference).decision_issued_on is not None


def test_a_father_related_to_every_child_asks_for_nothing() -> None:
    made = conference_at("held")
    father = an_adult("Dean", "Reid", by=made.placed.writer, at=AFTER)
    relate(person=father, kind="father", other=made.child, source="A parent", by=made.placed.writer, at=AFTER)
    shown = show_meeting(made.conference, reader=made.chair, at=AFTER)
    found = {one.name: one for one in recipients(shown, reader=made.chair, at=AFTER)}
    assert (found["Dean Reid"].what, found["Dean Reid"].caution) == ("Father", "")
    assert "not on record as related" in found["Stacey Carter"].caution


# --- the calendar


def entries(reader: Any, at: datetime = SOON, **asked: Any) -> list[Any]:
    return list(conference_calendar(first=date(2026, 12, 1), reader=reader, at=at, **asked).entries)


def test_the_calendar_says_what_is_not_arranged_before_it_is_late() -> None:
    made = enquiry_at("authorised")
    (one,) = entries(made.manager)
    assert (one.due_on, one.meeting, one.late) == (date(2026, 12, 11), None, False)
    assert one.troubles == ("Nothing is arranged, and 7 working days are left.",)
    (late,) = entries(made.manager, at=datetime(2026, 12, 14, 9, 0, tzinfo=LONDON))
    assert late.late and late.troubles == ("Nothing is arranged, and it was due by 11 December 2026.",)


def test_the_calendar_says_what_is_arranged_too_late_without_a_chair_or_a_room() -> None:
    made = enquiry_at("authorised")
    arrange(made, planned_at=datetime(2026, 12, 15, 10, 0, tzinfo=LONDON))
    (one,) = entries(made.manager)
    assert one.late and one.troubles == (
        "It will be 2 working days late: due by 11 December, arranged for later.",
        "Nobody is asked to chair.",
        "It has no room.",
    )


def test_the_calendar_says_what_is_taken_twice_and_filters_by_chair() -> None:
    first, second = conference_at("planned"), enquiry_at("authorised")
    arrange(
        second, room=first.room, chair=first.chair.pk, planned_at=CONFERRED + timedelta(hours=1), despite_clash=True
    )
    found = entries(first.chair)
    assert len(found) == 2 and all(len(one.troubles) == 2 for one in found)
    assert "Maria Obi is also asked to chair another at 11am." in found[0].troubles
    assert entries(first.chair, chair=a_chair("Joan Pike").pk) == []
    assert len(entries(first.chair, chair=first.chair.pk)) == 2


def test_a_conference_that_is_in_time_has_no_trouble() -> None:
    made = conference_at("planned")
    (one,) = entries(made.chair)
    assert one.troubles == () and not one.late


def test_a_restricted_child_is_counted_and_not_named() -> None:
    made = conference_at("planned")
    sealed(made.child)
    (one,) = entries(person_who_signs_in("team_manager"))
    assert one.children == () and one.names == "1 child of a restricted record"


def test_the_calendar_takes_the_same_queries_for_one_or_many(django_assert_max_num_queries: Any) -> None:
    made = [conference_at("planned"), enquiry_at("authorised"), conference_at("held")][0]
    with django_assert_max_num_queries(8):
        assert len(entries(made.manager)) == 3


# --- what standards read


def test_facts_of_a_conference() -> None:
    made = conference_at("held", visit_every=5)
    line = Meeting.objects.get(pk=made.conference).children.get()
    with_facts = conference_facts([line.pk], on=date(2026, 12, 10))[line.pk]
    assert (with_facts.kind, with_facts.decision, with_facts.category) == ("initial", "plan", "PHY")
    assert (with_facts.held_on, with_facts.due_on) == (date(2026, 12, 9), date(2026, 12, 11))
    assert [one.called for one in with_facts.agencies] == ["Priya Nair", "DS Imran Aziz"]
    assert [one.text for one in with_facts.outline] == ["See Noah alone every week"]
    assert with_facts.visits_every_days == 7


def test_a_room_is_not_offered_once_it_is_given_up() -> None:

    room = a_room("Mill Room")
    save_room(room=room, name="Mill Room", closed_on=date(2026, 12, 1), by=an_administrator(), at=SOON)
    made = enquiry_at("authorised")
    with pytest.raises(Refused, match="Choose a room that is in use"):
        arrange(made, room=room)
    with pytest.raises(Refused, match="There is a room called mill room already"):
        save_room(name="mill room", by=an_administrator(), at=SOON)


def test_a_child_of_another_meeting_is_not_decided_for() -> None:
    made = conference_at("planned")
    other = a_child("Callum")
    with pytest.raises(Refused):
        hold_conference(meeting=made.conference, said=conference_said(made, child=other), by=made.chair, at=AFTER)
