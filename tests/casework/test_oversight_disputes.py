"""A dispute: raised with a manager, answered in its time or not, taken further, ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goldenthread.access.models import Notice
from goldenthread.access.public import NotAllowed, entries
from goldenthread.casework.models import Deadline
from goldenthread.casework.public import my_work
from goldenthread.casework.public.oversight import (
    answer_dispute,
    disputes_of,
    open_disputes,
    raise_dispute,
    resolve_dispute,
    show_dispute,
    step_up_dispute,
)
from goldenthread.kernel.refusal import Refused
from tests.build import child_at, person_who_signs_in
from tests.building.oversight import DECIDED, dispute_at

pytestmark = pytest.mark.django_db
NEXT = DECIDED + timedelta(days=1)
LATE = DECIDED + timedelta(days=12)


def test_the_manager_who_was_asked_has_it_in_her_work_and_answers():
    made = dispute_at("raised")
    due = [thing for item in my_work(made.manager, at=NEXT).soon for thing in item.things]
    assert [(one.clock, one.about) for one in due] == [("dispute_answer", f"dispute:{made.dispute}")]
    with pytest.raises(Refused, match="Helen Marsh was asked"):
        answer_dispute(dispute=made.dispute, answer="I will see to it by Friday.", by=made.head, at=NEXT)
    answer_dispute(dispute=made.dispute, answer="Priya sees him on Thursday at four.", by=made.manager, at=NEXT)
    assert Deadline.objects.get(clock="dispute_answer").met_at == NEXT
    assert Notice.objects.filter(to=made.chair, kind="dispute").exists()
    assert [one.kind for one in my_work(made.chair, at=NEXT).back] == ["answered:dispute"]
    shown = show_dispute(made.dispute, reader=made.chair, at=NEXT)
    assert (shown.state, shown.waits_for, shown.late) == ("answered", "Margaret Osei", False)
    assert shown.may == {"dispute.step_up", "dispute.resolve"}


def test_it_goes_to_the_next_stage_when_the_answer_settles_nothing_or_does_not_come():
    made = dispute_at("raised")
    up = {"dispute": made.dispute, "words": "No answer came in five working days.", "by": made.chair}
    with pytest.raises(Refused, match="still has time"):
        step_up_dispute(**up, asked_of=made.head.pk, at=NEXT)
    assert show_dispute(made.dispute, reader=made.chair, at=LATE).late
    with pytest.raises(Refused, match="Choose who answers at this stage"):
        step_up_dispute(**up, asked_of=made.manager.pk, at=LATE)
    step_up_dispute(**up, asked_of=made.head.pk, at=LATE)
    stages = [(one.stage, one.asked_of) for one in show_dispute(made.dispute, reader=made.chair, at=LATE).stages]
    assert stages == [("team_manager", "Helen Marsh"), ("service_manager", "Anita Rao")]
    running = Deadline.objects.get(clock="dispute_answer", met_at=None, void_at=None)
    assert running.owner == made.head
    answer_dispute(dispute=made.dispute, answer="It is done by Friday.", by=made.head, at=LATE)
    director = person_who_signs_in("director", name="Catherine Booth")
    step_up_dispute(**up, asked_of=director.pk, at=LATE)
    answer_dispute(dispute=made.dispute, answer="I have decided otherwise.", by=director, at=LATE)
    with pytest.raises(Refused, match="last stage"):
        step_up_dispute(**up, asked_of=director.pk, at=LATE)


def test_it_ends_with_what_is_different_for_the_child():
    made = dispute_at("answered")
    with pytest.raises(Refused) as refused:
        resolve_dispute(dispute=made.dispute, outcome="", words="", by=made.chair, at=NEXT)
    assert [name for name, _ in refused.value.problems] == ["outcome", "outcome_words"]
    end = {"dispute": made.dispute, "outcome": "done", "words": "Seen on Thursday.", "at": NEXT}
    with pytest.raises(NotAllowed):
        resolve_dispute(**end, by=made.manager)
    resolve_dispute(**end, by=made.chair)
    assert Deadline.objects.get(clock="dispute_settled").met_at == NEXT
    assert disputes_of(made.child, reader=made.chair, at=NEXT)[0].outcome_words == "What was asked for is done"
    assert open_disputes((), reader=made.chair, at=NEXT) == ()
    acts = {one.act for one in entries(child=made.child)}
    assert {"dispute.raise", "dispute.answer", "dispute.resolve"} <= acts


def test_only_whoever_reviews_for_the_child_raises_one():
    placed = child_at("allocated")
    chair = person_who_signs_in("conference_chair")
    with pytest.raises(NotAllowed):
        raise_dispute(
            child=placed.child,
            about="drift",
            words="The plan has not moved.",
            tried="Rang twice.",
            wants="A meeting.",
            stage="team_manager",
            asked_of=1,
            by=chair,
            at=NEXT,
        )
