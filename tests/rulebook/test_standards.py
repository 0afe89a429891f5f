"""The practice standards: each proves itself on its own examples."""

from __future__ import annotations

import dataclasses

import pytest

from goldenthread.rulebook.standards import AREAS, READING, STANDARDS, THEMES, Finding, examine, facts

EVERY = list(STANDARDS.values())
PASSING = [(one, at, given) for one in EVERY for at, given in enumerate(one.passing)]
FAILING = [(one, at, given) for one in EVERY for at, given in enumerate(one.failing)]


def named(cases: list) -> list[str]:
    return [f"{standard.id}-{at}" for standard, at, _ in cases]


@pytest.mark.parametrize(("standard", "at", "given"), PASSING, ids=named(PASSING))
def test_a_passing_example_meets_it(standard, at, given):
    assert standard.decide(given).met is True


@pytest.mark.parametrize(("standard", "at", "given"), FAILING, ids=named(FAILING))
def test_a_failing_example_does_not_and_says_why(standard, at, given):
    found = standard.decide(given)
    assert found.met is False
    assert found.because and all(because.words and because.where for because in found.because)


@pytest.mark.parametrize("standard", EVERY, ids=list(STANDARDS))
def test_it_says_what_a_reader_needs(standard):
    assert standard.passing and standard.failing
    assert standard.sentence.endswith(".") and standard.why.endswith(".")
    assert standard.hint.endswith((".", "?"))
    assert all(isinstance(given, standard.reads) for given in (*standard.passing, *standard.failing))
    assert standard.area in AREAS
    assert THEMES[standard.theme.id] is standard.theme


def test_there_are_more_than_forty_and_each_theme_is_answered():
    assert len(STANDARDS) >= 40
    assert {one.theme.id for one in EVERY} == set(THEMES)
    assert {one.area for one in EVERY} == set(AREAS)


def test_a_place_in_a_text_is_that_of_the_words():
    """Offsets point at the words they quote, so that a page can mark them."""
    seen = 0
    for standard, _, given in FAILING:
        for because in standard.decide(given).because:
            where = because.where if hasattr(given, because.where) else "text"
            text = getattr(given, where, None)
            if because.start is not None and isinstance(text, str):
                assert text[because.start : because.end] == because.words, standard.id
                seen += 1
    assert seen > 10


def test_every_class_of_facts_is_read_or_is_a_part_of_one_that_is():
    written = {
        thing
        for thing in vars(facts).values()
        if isinstance(thing, type) and dataclasses.is_dataclass(thing) and thing.__module__ == facts.__name__
    }
    parts = {
        other
        for kind in written
        for field in dataclasses.fields(kind)
        for other in written
        if other.__name__ in str(field.type)
    }
    assert written == set(READING) | parts


@pytest.mark.parametrize("kind", READING, ids=[kind.__name__ for kind in READING])
def test_facts_that_say_nothing_raise_nothing(kind):
    needed = {field.name: "" for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING}
    for standard, found in examine(kind(**needed)):
        assert isinstance(found, Finding), standard.id


def test_what_comes_later_is_not_asked_of_a_draft():
    given = facts.AssessmentFacts(started_on=None)
    writing = {standard.id for standard, _ in examine(given, writing=True)}
    whole = {standard.id for standard, _ in examine(given)}
    assert writing < whole
    assert "assessment.in_time" in whole - writing
