"""Learning cycles: nothing closes on a promise, and chance is not change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Audit, Finding, LearningAction, LearningCycle
from goldenthread.quality.operations.audit import draw_sample
from goldenthread.quality.operations.audit_learning import (
    check_action,
    close_cycle,
    finish_action,
    open_cycle,
    plan_retest,
    read_retest,
    set_action,
)
from goldenthread.quality.public.findings import close_finding
from goldenthread.quality.public.improvement import PlanSaid, improvement_shown, start_improvement
from goldenthread.quality.queries.audit_cycles import cycle_shown
from goldenthread.quality.queries.audit_results import agreement_on, auditors_graded_again, tools_graded_twice
from goldenthread.rulebook.rights import Role
from tests.build import person_who_signs_in, sealed
from tests.building.audit import FRIDAY, Rounded, cycle_at, graded, round_at, round_said

pytestmark = pytest.mark.django_db
LATER = FRIDAY + timedelta(days=40)
WHAT = "Every account has a named way to test it."


def retested(cycle: int, made: Rounded, met: int) -> bool:
    """Draws the same six again, grades them, and counts: `met` of six are met."""
    said = round_said(
        made.auditors,
        LATER,
        title="Re-test",
        question="tested",
        wanted=6,
        seed="2701",
        not_audited_months=0,
        cycle=cycle,
    )
    key = plan_retest(cycle=cycle, said=said, by=made.lead, at=LATER)
    draw_sample(round=key, by=made.lead, at=LATER)
    for place, audit in enumerate(Audit.objects.filter(round=key).order_by("place")):
        graded(audit.pk, "met" if place < met else "not_met", at=LATER)
    return read_retest(cycle=cycle, by=made.lead, at=LATER)


def test_what_was_found_is_counted_and_enters_the_register_with_its_children():
    cycle, made, _ = cycle_at("found", results={0: "met", 1: "met"})
    found = LearningCycle.objects.get(pk=cycle)
    assert (found.passed, found.of, found.state) == (2, 6, "found")
    finding = Finding.objects.get(pk=found.finding)
    assert (finding.source, finding.about, finding.status) == ("audit", f"audit:{made.round}", "open")
    failing = set(Audit.objects.filter(round=made.round, overall="not_met").values_list("child", flat=True))
    assert set(finding.children.values_list("child", flat=True)) == failing


def test_a_cycle_waits_until_the_whole_sample_is_graded():
    made = round_at("drawn", children=2, question="tested")
    graded(made.audits[0], "not_met")
    with pytest.raises(Refused, match="Of this sample 1 audit is not graded yet"):
        open_cycle(round=made.round, question="tested", title="Tested", words="Nobody tests.", by=made.lead, at=FRIDAY)


def test_an_action_is_done_by_its_owner_on_evidence_that_somebody_else_checks():
    cycle, made, owner = cycle_at("action_set")
    action = LearningAction.objects.get(cycle=cycle)
    with pytest.raises(Refused, match="Its owner says"):
        finish_action(action=action.pk, evidence="22 read.", by=made.lead, at=LATER)
    with pytest.raises(Refused, match="what shows that it is done"):
        finish_action(action=action.pk, evidence="noted", by=owner, at=LATER)
    finish_action(action=action.pk, evidence="22 sign-offs read, 19 named a test.", by=owner, at=LATER)
    with pytest.raises(Refused, match="your own action"):
        check_action(action=action.pk, holds=True, words="I read them all.", by=owner, at=LATER)
    check_action(action=action.pk, holds=False, words="Only 3 of 10 name a test.", by=made.lead, at=LATER)
    assert LearningCycle.objects.get(pk=cycle).state == "action_set"
    finish_action(action=action.pk, evidence="30 read after the workshop, 28 named a test.", by=owner, at=LATER)
    check_action(action=action.pk, holds=True, words="9 of the 10 I read.", by=made.lead, at=LATER)
    assert LearningCycle.objects.get(pk=cycle).state == "evidence_checked"


def test_it_closes_only_when_a_new_sample_is_beyond_chance_and_then_the_finding_closes():
    cycle, made, _ = cycle_at("evidence_checked")
    with pytest.raises(Refused, match="now “evidence checked”"):
        close_cycle(cycle=cycle, words="It is better now.", by=made.lead, at=LATER)
    assert retested(cycle, made, 6) is True
    shown = cycle_shown(cycle, reader=made.lead)
    assert (shown.samples[-1].passed, shown.samples[-1].needed, shown.samples[-1].beyond_chance) == (6, 5, True)
    close_cycle(cycle=cycle, words="Every account is tested now; sign-off asks for it.", by=made.lead, at=LATER)
    found = LearningCycle.objects.get(pk=cycle)
    assert (found.state, Finding.objects.get(pk=found.finding).status) == ("closed", "closed")


def test_a_finding_that_was_closed_already_does_not_keep_the_cycle_open():
    cycle, made, _ = cycle_at("evidence_checked")
    finding = LearningCycle.objects.get(pk=cycle).finding
    close_finding(finding=finding, because="The plan’s measure held.", on=LATER.date(), by=made.lead, at=LATER)
    assert retested(cycle, made, 6) is True
    close_cycle(cycle=cycle, words="Every account is tested now; sign-off asks for it.", by=made.lead, at=LATER)
    assert LearningCycle.objects.get(pk=cycle).state == "closed"
    assert [one.because for one in Finding.objects.get(pk=finding).changes.all()] == ["The plan’s measure held."]


def test_the_new_sample_re_tests_the_improvement_plan_that_answers_the_finding():
    cycle, made, _ = cycle_at("evidence_checked")
    finding = LearningCycle.objects.get(pk=cycle).finding
    plan = start_improvement(
        said=PlanSaid(
            title="Accounts are tested",
            aim="Half of the accounts that parents give are tested by the end of the year, up from none.",
            owner=made.lead.pk,
            by_on=(LATER + timedelta(days=90)).date(),
            findings=[finding],
        ),
        by=made.lead,
        at=FRIDAY,
    )
    assert retested(cycle, made, 4) is False
    (shown,) = improvement_shown(plan, reader=made.lead, at=LATER).retests
    assert (shown.met, shown.asked, shown.needed, shown.passed, shown.cycle) == (4, 6, 5, False, cycle)
    in_the_way = improvement_shown(plan, reader=made.lead, at=LATER).verdict.in_the_way
    assert "The last re-test did not pass: 4 of 6, where 5 were needed" in in_the_way


def test_the_words_of_a_cycle_are_kept_back_as_the_register_keeps_them():
    cycle, made, _ = cycle_at("found", results={0: "met"})
    assert cycle_shown(cycle, reader=made.lead).words.startswith("What parents explain")
    sealed(Audit.objects.filter(round=made.round, overall="not_met").values_list("child", flat=True)[0])
    shown = cycle_shown(cycle, reader=made.lead)
    assert (shown.words, shown.kept_back) == ("", True)


def test_better_by_chance_alone_is_not_closed_and_another_action_begins_again():
    cycle, made, _ = cycle_at("evidence_checked", results={0: "met"})
    assert retested(cycle, made, 4) is False
    with pytest.raises(Refused, match="does not differ from the one before by more than chance"):
        close_cycle(cycle=cycle, words="It is better now.", by=made.lead, at=LATER)
    set_action(cycle=cycle, what=WHAT, owner=made.auditors[0].pk, due_on=LATER.date(), by=made.lead, at=LATER)
    assert LearningCycle.objects.get(pk=cycle).state == "action_set"


def test_a_sample_too_small_to_show_anything_is_refused_beforehand():
    cycle, made, _ = cycle_at("evidence_checked", results={0: "met", 1: "met"})
    said = round_said(made.auditors, LATER, question="tested", wanted=2, cycle=cycle)
    with pytest.raises(Refused, match="Even if all 2 passed, it could be chance after 2 of 6"):
        plan_retest(cycle=cycle, said=said, by=made.lead, at=LATER)


def test_the_page_says_beforehand_how_many_must_pass():
    cycle, made, _ = cycle_at("evidence_checked")
    said = round_said(made.auditors, LATER, question="tested", wanted=6, cycle=cycle)
    plan_retest(cycle=cycle, said=said, by=made.lead, at=LATER)
    sample = cycle_shown(cycle, reader=made.lead).samples[-1]
    assert (sample.passed, sample.needed, sample.waiting) == (None, 5, 6)


def test_agreement_is_counted_and_nobody_is_judged_on_few():
    made = round_at("drawn", children=4, second_percent=100)
    for place, audit in enumerate(made.audits):
        graded(audit, "good")
        graded(audit, "good" if place else "requires_improvement", part="second")
    agreed = agreement_on("assessment")
    assert (agreed.agreement.pairs, agreed.agreement.same, agreed.agreement.kappa) == (4, 3, None)
    assert agreement_on("assessment", "tested").agreement.pairs == 4
    assert tools_graded_twice() == (("assessment", "Assessment audit", 4),)
    hers = auditors_graded_again()
    assert {(one.pairs, one.enough) for one in hers} == {(2, False)}
    assert sum(one.lowered for one in hers) == 1


def test_an_owner_is_somebody_who_may_say_that_it_is_done():
    cycle, made, _ = cycle_at("found")
    with pytest.raises(Refused, match="one person who answers for it"):
        worker = person_who_signs_in(Role.SOCIAL_WORKER)
        set_action(cycle=cycle, what=WHAT, owner=worker.pk, due_on=LATER.date(), by=made.lead, at=FRIDAY)
    with pytest.raises(Refused, match="has passed"):
        set_action(cycle=cycle, what=WHAT, owner=made.auditors[0].pk, due_on=FRIDAY.date(), by=made.lead, at=LATER)
