"""Two people at one assessment at the same moment: one acts, and the other is told who did what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from goldenthread.casework.models import Assessment, AssessmentChild, Concern, Deadline, StandardAnswered
from goldenthread.casework.public.assessment import (
    ChallengeSaid,
    assessment_written,
    authorise_assessment,
    checklist,
    return_assessment,
    send_assessment,
    start_assessment,
)
from goldenthread.kernel.refusal import Refused
from tests.build import assessment_at, child_at, person_who_signs_in
from tests.building.front_door import THURSDAY
from tests.casework.test_decision_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)


def test_two_managers_sign_at_once():
    held = assessment_at("with_manager")
    ruth = person_who_signs_in("team_manager", name="Ruth Ellison", team=held.manager.team)
    written = assessment_written(held.assessment, reader=ruth, at=held.at + HOUR)
    unmet = [line for line in checklist(written, on=held.at.date()) if line.met is False]
    words = {(line.child, line.standard): "We talked it through." for line in unmet}

    def sign(by):
        about = {"assessment": held.assessment, "words": "I read it and agree.", "checklist_words": words}
        return lambda: authorise_assessment(by=by, at=held.at + 2 * HOUR, **about)

    answers = at_once(sign(ruth), sign(held.manager))
    (refused,) = [answer for answer in answers if isinstance(answer, Refused)]
    signed = Assessment.objects.select_related("authorised_by").get()
    assert f"{signed.authorised_by.name} authorised this assessment" in str(refused)
    assert Deadline.objects.filter(clock="assessment_shared").count() == 1
    assert Concern.objects.filter(factor="16A").count() == 1
    standards = StandardAnswered.objects.values_list("standard", flat=True)
    assert len(standards) == len(set(standards))


def test_one_manager_signs_while_another_sends_it_back():
    held = assessment_at("with_manager")
    ruth = person_who_signs_in("team_manager", name="Ruth Ellison", team=held.manager.team)
    answers = at_once(
        lambda: return_assessment(
            assessment=held.assessment, challenges=[ChallengeSaid("Who says so?")], by=ruth, at=held.at + 2 * HOUR
        ),
        lambda: return_assessment(
            assessment=held.assessment, challenges=[ChallengeSaid("And when?")], by=held.manager, at=held.at + 2 * HOUR
        ),
    )
    (refused,) = [answer for answer in answers if isinstance(answer, Refused)]
    assert "sent it back" in str(refused)
    assert Assessment.objects.get().challenges.count() == 1


def test_sent_twice_at_once_it_is_sent_once():
    held = assessment_at("writing")
    act = {"assessment": held.assessment, "by": held.worker, "at": held.at + HOUR}
    answers = at_once(lambda: send_assessment(**act), lambda: send_assessment(**act))
    assert sum(isinstance(answer, Refused) for answer in answers) == 1


def test_a_child_is_put_in_one_assessment_by_two_at_once():
    placed = child_at("allocated")
    act = {
        "children": [placed.child],
        "kind": "single",
        "review_points": [date(2026, 12, 4)],
        "by": placed.worker,
        "at": THURSDAY + HOUR,
    }
    answers = at_once(lambda: start_assessment(**act), lambda: start_assessment(**act))
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert AssessmentChild.objects.filter(child=placed.child).count() == 1
