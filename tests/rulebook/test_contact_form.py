"""The contact's form as data: each question says why it is asked, and every column it feeds exists in a code set."""

from __future__ import annotations

import pytest

from goldenthread.kernel.form import Kind
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms import FORMS, as_asked
from goldenthread.rulebook.forms.contact import CHILD_ETHNICITY, CHILD_SAID, COLUMNS, section_of

FORM = FORMS["contact"]
QUESTIONS = [q for s in (*FORM.sections, CHILD_SAID, CHILD_ETHNICITY) for q in s.every_question()]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.key)
def test_every_question_says_why_it_is_asked(question):
    assert question.why.endswith(".")


def test_no_key_is_asked_twice():
    keys = [q.key for q in QUESTIONS]
    assert len(keys) == len(set(keys))


def test_the_narrative_is_first_and_largest():
    first = FORM.sections[0].questions[0]
    assert first.key == "narrative"
    assert first.rows == max(q.rows for q in QUESTIONS)


def test_nothing_is_required_while_it_is_written():
    assert not any(q.required for q in QUESTIONS)


def test_every_column_is_an_answer():
    assert set(COLUMNS) <= {q.key for q in QUESTIONS}


def test_consent_is_separate_facts_and_never_one_tick():
    asked = {q.key for q in FORM.section("family_knows").questions}
    assert asked >= {
        *("sharing_basis", "parents_informed", "agreement_to_checks", "agreement_to_service", "objection"),
        *("child_view", "responsibility", "agreement_form", "consent_rationale"),
    }
    assert all(q.kind is not Kind.YES_NO for q in FORM.section("family_knows").questions)


def test_levels_of_need_are_the_council_s_own():
    question = next(q for q in QUESTIONS if q.key == "level_of_need")
    assert [c.value for c in question.choices] == [c.value for c in SETS["levels_of_need"].choices()]


@pytest.mark.parametrize("key", ["", "ethnicity", "said", "said:", "said:a", "said:-1", "who:3", "nothing"])
def test_a_part_that_is_not_there(key):
    with pytest.raises(KeyError):
        section_of(key)


def test_parts_about_one_child():
    assert section_of("said:12") == (CHILD_SAID, 12)
    assert section_of("ethnicity:7") == (CHILD_ETHNICITY, 7)


def test_a_form_is_shown_as_it_was_asked():
    assert as_asked("contact", 1) is FORM
    with pytest.raises(KeyError):
        as_asked("contact", 99)
