"""What inspectors write of assessments, each with a test that fails when its guard is taken away.

Every test has two halves: the guard at work, and the same case with the guard switched off, where it must not hold.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from goldenthread.casework.operations import assessment_signing
from goldenthread.casework.public.assessment import (
    answer_history,
    assessment_facts,
    assessment_written,
    authorise_assessment,
    checklist,
    return_assessment,
    send_assessment,
    start_assessment,
)
from goldenthread.casework.queries import assessment_standards
from goldenthread.casework.queries.facts_assessment import lines_of
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.standard import NOT_ASKED
from tests.building.assessment import ACCOUNT, ANALYSIS, assessment_at, sign, write_whole
from tests.building.child import a_long_record
from tests.building.front_door import THURSDAY

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
TODAY = date(2026, 11, 19)


def unmet(held) -> dict[str, tuple[str, ...]]:
    """The standards that the checklist finds not met, with the words that decided."""
    written = assessment_written(held.assessment, reader=held.manager, at=held.at + 2 * HOUR)
    return {line.standard: line.because for line in checklist(written, on=TODAY) if line.met is False}


@pytest.fixture
def without(monkeypatch):
    """Switches a standard off: it asks nothing any more."""

    def switch_off(standard: str) -> None:
        left = tuple(
            replace(one, decide=lambda facts: NOT_ASKED) if one.id == standard else one
            for one in assessment_standards.standards()
        )
        monkeypatch.setattr(assessment_standards, "standards", lambda: left)

    return switch_off


def test_risks_in_the_text_but_not_named(without):
    """Sexual abuse seen in the text and not among the risks: the manager cannot sign past it unseen."""
    said = ANALYSIS | {
        "means": "She told her teacher that her uncle touched her private parts. This means she is not safe."
    }
    held = assessment_at("with_manager", analysis=said, factors={"own": ["16A"]})
    found = unmet(held)
    assert any("touched" in words for words in found["assessment.risk_named"])
    with pytest.raises(Refused, match="Every risk that my text speaks of"):
        authorise_assessment(
            assessment=held.assessment,
            words="I read it all and agree.",
            checklist_words={
                (held.child, standard): "We talked it through."
                for standard in found
                if standard != "assessment.risk_named"
            },
            by=held.manager,
            at=held.at + 2 * HOUR,
        )
    without("assessment.risk_named")
    assert "assessment.risk_named" not in unmet(held)


def test_a_risk_that_was_denied_is_not_asked_for():
    said = ANALYSIS | {"means": "There is no evidence of sexual abuse. This means she is safe at home with her mother."}
    held = assessment_at("with_manager", analysis=said, factors={"own": ["16A"]})
    assert not any("sexual" in words for words in unmet(held).get("assessment.risk_named", ()))


def test_what_parents_say_is_not_tested(without):
    held = assessment_at("with_manager", **{"account:1": dict(ACCOUNT) | {"tested": "", "think": ""}})
    assert any("stopped" in words for words in unmet(held)["assessment.account_tested"])
    without("assessment.account_tested")
    assert "assessment.account_tested" not in unmet(held)


def test_history_is_not_weighed(monkeypatch):
    """Every earlier concern is answered before the assessment goes to the manager."""
    record = a_long_record(notes=9)
    key = start_assessment(
        children=[record.child], kind="single", review_points=[date(2026, 12, 3)], by=record.worker, at=THURSDAY + HOUR
    )
    write_whole(key, record.child, by=record.worker, at=THURSDAY + HOUR)
    from goldenthread.casework.models import HistoryAnswered

    HistoryAnswered.objects.filter(pk=HistoryAnswered.objects.first().pk).delete()
    with pytest.raises(Refused, match="one earlier concern means now"):
        send_assessment(assessment=key, by=record.worker, at=THURSDAY + 2 * HOUR)
    monkeypatch.setattr(assessment_signing.AssessmentWritten, "to_do", lambda self: ())
    send_assessment(assessment=key, by=record.worker, at=THURSDAY + 2 * HOUR)


def test_history_that_is_live_fell_out_of_the_plan():
    """What is still live is the start of a thread of the child's, for the plan to answer."""
    from goldenthread.casework.models import Concern

    record = a_long_record(notes=9)
    key = start_assessment(
        children=[record.child], kind="single", review_points=[date(2026, 12, 3)], by=record.worker, at=THURSDAY + HOUR
    )
    written = assessment_written(key, reader=record.worker, at=THURSDAY + HOUR)
    piece = written.history[0].about
    about = {"assessment": key, "about": [piece], "by": record.worker, "at": THURSDAY + HOUR}
    answer_history(answer="live", because="", children=[record.child], **about)
    assert Concern.objects.filter(child=record.child, came_from=f"history:{piece}", closed_on=None).exists()
    answer_history(answer="not_relevant", because="It was about a cousin of hers.", children=[record.child], **about)
    assert not Concern.objects.filter(child=record.child, came_from=f"history:{piece}", closed_on=None).exists()


def test_the_child_was_not_seen_alone_and_not_heard(without):
    held = assessment_at("with_manager")
    assert {"assessment.child_seen_alone", "assessment.child_quoted"} <= set(unmet(held))
    without("assessment.child_quoted")
    assert "assessment.child_quoted" not in unmet(held)


def test_fathers_partners_and_the_household_are_left_out(without):
    held = assessment_at("with_manager")
    assert "Carly Carter" in unmet(held)["assessment.household_accounted"]
    without("assessment.household_accounted")
    assert "assessment.household_accounted" not in unmet(held)
    spoken = assessment_at(
        "with_manager",
        **{"other:1": {"name": "Lee", "who": "Mother’s partner", "spoken": True, "says": "He works away."}},
    )
    assert "Lee" not in unmet(spoken).get("assessment.household_accounted", ())


def test_it_describes_and_does_not_say_what_it_means(without):
    held = assessment_at(
        "with_manager", analysis=ANALYSIS | {"means": "She went out. She cooked. School rang on Monday."}
    )
    assert "assessment.says_what_it_means" in unmet(held)
    without("assessment.says_what_it_means")
    assert "assessment.says_what_it_means" not in unmet(held)


def test_strengths_are_ignored(without):
    """An assessment that names no strength at all is not signed without a word on that."""
    held = assessment_at("with_manager")
    found = unmet(held)
    assert "assessment.strengths_evidenced" in found
    with pytest.raises(Refused, match="strengths, each with what shows it"):
        authorise_assessment(
            assessment=held.assessment,
            words="I read it all and agree.",
            checklist_words={
                (held.child, standard): "We talked it through."
                for standard in found
                if standard != "assessment.strengths_evidenced"
            },
            by=held.manager,
            at=held.at + 2 * HOUR,
        )
    without("assessment.strengths_evidenced")
    assert "assessment.strengths_evidenced" not in unmet(held)


def test_strengths_that_nothing_shows(without):
    held = assessment_at("with_manager", housing={"strengths": "A loving home"})
    assert "A loving home" in unmet(held)["assessment.strengths_evidenced"]
    without("assessment.strengths_evidenced")
    assert "assessment.strengths_evidenced" not in unmet(held)


def test_the_author_signs_her_own_work(monkeypatch):
    held = assessment_at("with_manager")
    from goldenthread.casework.models import Assessment

    Assessment.objects.update(author=held.manager)
    with pytest.raises(Refused, match="You wrote this assessment"):
        sign(held, at=held.at + 2 * HOUR)
    monkeypatch.setattr(assessment_signing, "_another", lambda *_: None)
    sign(held, at=held.at + 2 * HOUR)


def test_a_challenge_that_nobody_answers(monkeypatch):
    held = assessment_at("returned")
    with pytest.raises(Refused, match="Answer challenge 1"):
        send_assessment(assessment=held.assessment, by=held.worker, at=held.at + 3 * HOUR)
    monkeypatch.setattr(assessment_signing.AssessmentWritten, "to_do", lambda self: ())
    send_assessment(assessment=held.assessment, by=held.worker, at=held.at + 3 * HOUR)
    with pytest.raises(Refused):
        return_assessment(assessment=held.assessment, challenges=[], by=held.manager, at=held.at + 4 * HOUR)


def test_a_childs_analysis_is_copied_from_the_last_time(without):
    held = assessment_at("authorised")
    later = THURSDAY + timedelta(days=70)
    key = start_assessment(
        children=[held.child], kind="single", review_points=[date(2027, 2, 12)], by=held.worker, at=later
    )
    longer = {**ANALYSIS, "means": f"{ANALYSIS['means']} {ANALYSIS['unchanged']}"}
    write_whole(key, held.child, by=held.worker, at=later, analysis=longer)
    facts = assessment_facts(list(lines_of(key).values()), on=date(2027, 2, 1))
    assert next(iter(facts.values())).earlier_analysis == ANALYSIS["means"]


def test_facts_are_read_in_as_many_queries_whatever_their_number(django_assert_num_queries):
    first = [assessment_at("authorised") for _ in range(2)]
    keys = [line for one in first for line in lines_of(one.assessment).values()]
    assessment_facts(keys[:1], on=TODAY)
    with django_assert_num_queries(3):
        assert len(assessment_facts(keys[:1], on=TODAY)) == 1
    with django_assert_num_queries(3):
        found = assessment_facts([*keys, 10**9], on=TODAY)
    assert set(found) == set(keys)
    one = found[keys[0]]
    assert one.analysis == ANALYSIS["means"] and one.factors == ("11A", "16A", "1B") and one.concluded
    assert one.accounts[0].tested == ACCOUNT["tested"] and one.due_on is not None
