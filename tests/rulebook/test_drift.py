"""The drift rules say what their examples say, and nothing of a child with whom all is in order."""

from __future__ import annotations

from datetime import date

import pytest

from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.rulebook.drift import AGREEMENT, ASSESSING, REVIEWS, RULES, VISITS, DriftFacts, drift_of


@pytest.mark.parametrize(
    ("rule", "number"), [(rule.id, n) for rule in RULES.values() for n in range(len(rule.examples))]
)
def test_each_rule_says_what_its_examples_say(rule: str, number: int) -> None:
    example = RULES[rule].examples[number]
    found = RULES[rule].decide(example.facts, example.on)
    assert (found.since if found else None) == example.since


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_each_rule_has_an_example_of_both_kinds(rule) -> None:
    assert any(one.since for one in rule.examples)
    assert any(one.since is None for one in rule.examples)


def test_a_child_in_order_drifts_nowhere_and_rules_come_in_the_order_they_are_asked() -> None:
    on = date(2026, 11, 19)
    assert drift_of(DriftFacts(), on=on) == ()
    facts = DriftFacts(due=(("cin_visit", date(2026, 11, 2)), ("cin_review", date(2026, 11, 3))))
    assert [one.rule.id for one in drift_of(facts, on=on)] == ["visit_late", "review_late"]


def test_every_clock_that_a_rule_names_is_in_the_book() -> None:
    assert set(CLOCKS) >= {*VISITS, *REVIEWS, *ASSESSING, AGREEMENT}
