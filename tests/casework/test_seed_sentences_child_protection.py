"""Sentences that inspections write about strategy discussions, enquiries and conferences, each made hard to earn.

Every test shows the guard at work, and that it would fail with the guard switched off.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from goldenthread.casework.models import Deadline, Meeting
from goldenthread.casework.operations import child_protection, conferences, meeting_letters
from goldenthread.casework.operations.child_protection import record_strategy
from goldenthread.casework.operations.conferences import arrange_conference, hold_conference
from goldenthread.casework.operations.meeting_letters import issue
from goldenthread.casework.operations.meetings import ActionSaid, stand_down
from goldenthread.casework.queries import conference_calendar
from goldenthread.kernel.refusal import Refused
from tests.build import an_adult
from tests.building.child_protection import (
    AFTER,
    AUTHORISED,
    DISCUSSED,
    SUSPECTED,
    Protected,
    conference_at,
    conference_said,
    enquiry_at,
    protected_at,
    strategy_said,
    three_agencies,
)
from tests.building.front_door import LONDON

pytestmark = pytest.mark.django_db


def discuss(made: Protected, **changed: object) -> int:
    return record_strategy(
        children=[made.child],
        suspected_at=SUSPECTED,
        why_called="A bruise.",
        said=strategy_said(**changed),
        by=made.manager,
        at=DISCUSSED + timedelta(hours=1),
    )


def test_strategy_discussions_without_health(monkeypatch: pytest.MonkeyPatch) -> None:
    made = protected_at("strategy_due")
    two = [part for part in three_agencies() if part.agency != "health"]
    with pytest.raises(Refused, match="without health"):
        discuss(made, parts=two)
    monkeypatch.setattr(child_protection, "QUORUM", ())
    assert Meeting.objects.get(pk=discuss(made, parts=two)).quorate  # with the guard off nobody is missed


def test_actions_owned_by_all_professionals(monkeypatch: pytest.MonkeyPatch) -> None:
    made = protected_at("strategy_due")
    actions = [ActionSaid("Keep him safe", date(2026, 11, 23), owner_name="All professionals")]
    with pytest.raises(Refused, match="Name one person"):
        discuss(made, actions=actions)
    monkeypatch.setattr("goldenthread.casework.operations.meetings.shared", lambda owner: False)
    assert discuss(made, actions=actions)


def test_conferences_counted_from_a_later_discussion(monkeypatch: pytest.MonkeyPatch) -> None:
    def later(made: Protected) -> date:
        at = DISCUSSED + timedelta(days=7)
        record_strategy(
            children=[made.child],
            suspected_at=at,
            why_called="Another mark.",
            said=strategy_said(held_at=at, actions=[ActionSaid("See him", date(2026, 11, 30), owner_name="Priya")]),
            by=made.manager,
            at=at + timedelta(hours=1),
        )
        return Deadline.objects.get(clock="icpc", child=made.child, void_at=None, met_at=None).due_on

    made, other = enquiry_at("running"), enquiry_at("running")
    assert later(made) == date(2026, 12, 11)

    def move_it(child: int, *_: object) -> None:
        Deadline.objects.filter(clock="icpc", child=child).update(due_on=date(2026, 12, 18))

    monkeypatch.setattr(child_protection, "_begin", move_it)
    assert later(other) == date(2026, 12, 18)


def test_conferences_that_are_late_and_nobody_knew(monkeypatch: pytest.MonkeyPatch) -> None:
    made = enquiry_at("authorised")

    def troubles() -> tuple[str, ...]:
        found = conference_calendar.conference_calendar(first=date(2026, 12, 1), reader=made.manager, at=AUTHORISED)
        return tuple(sentence for one in found.entries for sentence in one.troubles)

    assert troubles() == ("Nothing is arranged, and 7 working days are left.",)
    monkeypatch.setattr(conference_calendar, "NOTICE", 0)
    assert troubles() == ()


def test_decisions_without_the_childs_views(monkeypatch: pytest.MonkeyPatch) -> None:
    made = conference_at("planned")
    silent = conference_said(made, views="", views_brought_how="")
    with pytest.raises(Refused, match="Write what Noah Carter thinks and wants"):
        hold_conference(meeting=made.conference, said=silent, by=made.chair, at=AFTER)
    monkeypatch.setattr(conferences, "_of_child", lambda *_: [])
    assert hold_conference(meeting=made.conference, said=silent, by=made.chair, at=AFTER)


def test_conferences_loosen_how_often_a_child_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    made = conference_at("planned")
    loose = conference_said(made, visit_every=20)
    with pytest.raises(Refused, match="more often, never less"):
        hold_conference(meeting=made.conference, said=loose, by=made.chair, at=AFTER)
    monkeypatch.setattr(conferences, "visits_by_policy", lambda on: 60)
    assert hold_conference(meeting=made.conference, said=loose, by=made.chair, at=AFTER)


def test_families_that_have_no_report_before_the_conference() -> None:
    made = conference_at("planned")
    report = Deadline.objects.get(clock="conf_report_parent_initial", child=made.child)
    assert (report.met_at, report.due_on) == (None, date(2026, 12, 7))
    hold_conference(meeting=made.conference, said=conference_said(made), by=made.chair, at=AFTER)
    report.refresh_from_db()
    assert report.met_at is None and report.void_at is None  # it stays open until somebody shares it
    said = conference_at("planned")
    told = conference_said(said)
    shared = [replace(part, report_shared_on=date(2026, 12, 7)) for part in told.parts]
    hold_conference(meeting=said.conference, said=replace(told, parts=shared), by=said.chair, at=AFTER)
    assert Deadline.objects.get(clock="conf_report_parent_initial", child=said.child).met_at is not None


def test_letters_to_somebody_who_must_not_have_them(monkeypatch: pytest.MonkeyPatch) -> None:
    made = conference_at("held")
    stranger = an_adult("Lee", "Barlow", by=made.placed.writer, at=AFTER)
    Meeting.objects.get(pk=made.conference).parts.filter(agency="family").update(person=stranger, name="Lee Barlow")
    letter = {
        "meeting": made.conference,
        "what": "decision",
        "issued_on": date(2026, 12, 10),
        "to": [f"person:{stranger}"],
        "by": made.chair,
        "at": AFTER + timedelta(days=1),
    }
    with pytest.raises(Refused, match="Lee Barlow is not on record as related to Noah Carter"):
        issue(**letter)
    known = meeting_letters.recipients
    monkeypatch.setattr(
        meeting_letters, "recipients", lambda *args, **more: [replace(one, caution="") for one in known(*args, **more)]
    )
    issue(**letter)
    assert Meeting.objects.get(pk=made.conference).decision_issued_to == "Lee Barlow"


def test_conferences_stood_down_start_their_time_again() -> None:
    made = conference_at("planned")
    due = Deadline.objects.get(clock="icpc", child=made.child).due_on
    stand_down(meeting=made.conference, because="The paediatrician is ill.", by=made.chair, at=AUTHORISED)
    arrange_conference(
        kind="initial_conference",
        children=[made.child],
        planned_at=datetime(2026, 12, 16, 10, 0, tzinfo=LONDON),
        by=made.manager,
        at=AUTHORISED + timedelta(days=1),
    )
    (deadline,) = Deadline.objects.filter(clock="icpc", child=made.child, void_at=None)
    assert deadline.due_on == due == date(2026, 12, 11)
