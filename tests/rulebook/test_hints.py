"""Hints come from words that are there, quote them, and keep quiet about what was denied."""

from __future__ import annotations

import pytest

from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.hints import RULES, hints


def asked(text: str, **given) -> dict[str, tuple[str, ...]]:
    return {hint.id: hint.quoted for hint in hints(text, **given)}


@pytest.mark.parametrize(
    ("text", "rule", "quoted"),
    [
        ("He said Lee grabbed Mum’s arm and threw a plate.", "domestic_abuse", ("grabbed Mum’s arm", "threw a plate")),
        ("Lee kicked off again.", "domestic_abuse", ("kicked off",)),
        ("He reads her phone.", "domestic_abuse", ("reads her phone",)),
        ("Noah is two and nobody has seen him.", "who_sees", ("nobody has seen him",)),
        ("He came without a coat.", "neglect", ("without a coat",)),
        ("There are bruises on her arm.", "physical_harm", ("bruises on her arm",)),
        ("She has gone missing.", "missing", ("gone missing",)),
        ("Mum is pregnant.", "unborn", ("is pregnant",)),
    ],
)
def test_words_ask_their_question(text, rule, quoted):
    assert asked(text)[rule] == quoted


@pytest.mark.parametrize(
    "text",
    [
        "There are no bruises on her arm.",
        "Lee did not hit her.",
        "She denies that he grabbed her.",
        "She has never gone missing.",
        "Mum isn’t sure. She is not pregnant.",
        "The grabber was in the garage.",
        "",
    ],
)
def test_what_was_denied_or_only_sounds_alike_asks_nothing(text):
    assert asked(text) == {}


def test_a_denial_ends_with_its_sentence():
    assert "domestic_abuse" in asked("She did not ring. Lee hit her.")


def test_a_worry_that_is_ticked_or_waved_away_asks_nothing_more():
    text = "Lee hit her and nobody has seen Noah."
    assert set(asked(text, concerns=["domestic_abuse"])) == {"who_sees"}
    assert set(asked(text, waved_away=["who_sees", "domestic_abuse"])) == set()


def test_at_most_three_quotations_and_none_twice():
    (quoted,) = asked("Lee hit her. Lee hit her. He slapped her. He pushed her. He kicked her.").values()
    assert quoted == ("hit her", "slapped her", "pushed her")


def test_every_rule_is_answered_by_a_worry_that_exists():
    assert {rule.answered_by for rule in RULES if rule.answered_by} <= set(SETS["concerns"].codes)
    assert len({rule.id for rule in RULES}) == len(RULES)
