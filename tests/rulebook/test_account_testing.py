"""Ways of testing an account: which lists stand beside which words."""

from __future__ import annotations

import re

import pytest

from goldenthread.rulebook.account_testing import ANY, MOST_THEMES, THEMES, ways_to_test


@pytest.mark.parametrize(
    ("says", "theme"),
    [
        ("“I’ve stopped drinking. Haven’t touched a can since April.”", "drink_and_drugs"),
        ("“Lee has moved out. He hasn’t been near the house.”", "staying_away"),
        ("“He fell off the trampoline, that is where the bruises are from.”", "injury"),
        ("“There is always food in, and they sleep in their own beds.”", "home"),
        ("“She has never missed a dentist appointment.”", "school_and_health"),
        ("“Nan minds them when I work.”", "who_looks_after"),
        ("“She got the phone from her dad for her birthday.”", "out_of_sight"),
        ("“My tablets work, I am coping now.”", "mood"),
        ("“We argue, but he has never hit me.”", "between_adults"),
    ],
)
def test_an_account_is_given_the_ways_that_fit_it(says: str, theme: str) -> None:
    found = ways_to_test(says)
    assert theme in [one.id for one in found]
    assert found[-1] is ANY and len(found) <= MOST_THEMES + 1


def test_an_account_of_nothing_named_gets_what_suits_any() -> None:
    assert ways_to_test("", "“It is not like that.”") == (ANY,)


def test_each_list_is_short_and_in_whole_sentences() -> None:
    for theme in (*THEMES, ANY):
        assert 4 <= len(theme.ways) <= 5, theme.id
        for way in theme.ways:
            assert re.match(r"[A-Z].*[.?]$", way), way
            assert len(way) <= 110, way
    assert len({theme.id for theme in THEMES}) == len(THEMES)
    ways = [way for theme in (*THEMES, ANY) for way in theme.ways]
    assert len(set(ways)) == len(ways)
