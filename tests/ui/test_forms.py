"""A section of questions becomes a form that refuses what cannot be right, in words, and loses nothing."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from goldenthread.kernel.form import Choice, Kind, Question, Section
from goldenthread.ui.forms import SectionForm, error_summary, form_for, render

SECTION = Section(
    "part",
    "A part",
    (
        Question("name", "Name", required=True, longest=60, why="To ring back."),
        Question("story", "What happened?", Kind.LONG_TEXT, longest=200),
        Question("on", "Seen on", Kind.DATE),
        Question("at", "Rang at", Kind.MOMENT),
        Question("count", "How many", Kind.NUMBER),
        Question(
            "agreed",
            "Agreed?",
            Kind.YES_NO,
            choices=(Choice("no", "No", follow_ups=(Question("why_not", "Why not?", Kind.LONG_TEXT, required=True),)),),
        ),
        Question("one", "One of", Kind.ONE_OF, choices=(Choice("a", "A"), Choice("b", "B"))),
        Question("some", "Some of", Kind.SOME_OF, choices=(Choice("a", "A"), Choice("b", "B"), Choice("c", "C"))),
    ),
)


def answered(draft: bool = False, **given: str | list[str]) -> SectionForm:
    posted = QueryDict(mutable=True)
    for key, value in (dict[str, str | list[str]](name="Ann") | given).items():
        posted.setlist(key.replace("__", "-"), value if isinstance(value, list) else [value])
    return form_for(SECTION)(posted, draft=draft)


def said(form: SectionForm) -> str:
    assert not form.is_valid()
    return " ".join(problem["text"] for problem in form.problems())


def test_right_answers_come_out_as_values() -> None:
    form = answered(
        name="  Ann   Lee ",
        story="One\r\ntwo",
        on__day="3",
        on__month="March",
        on__year="2026",
        at__day="3",
        at__month="7",
        at__year="2026",
        at__time="2.41pm",
        count="1,200",
        agreed="yes",
        one="b",
        some=["c", "a"],
    )
    assert form.is_valid(), form.errors
    london = datetime(2026, 7, 3, 14, 41, tzinfo=ZoneInfo("Europe/London"))
    assert form.cleaned_data == {
        "name": "Ann Lee",
        "story": "One\ntwo",
        "on": date(2026, 3, 3),
        "at": london,
        "count": 1200,
        "agreed": True,
        "one": "b",
        "some": ["a", "c"],
    }
    assert form.answers()["on"] == "2026-03-03"


def test_answers_can_be_shown_again() -> None:
    first = answered(on="2026-03-03", at="2026-07-03T14:41:00+01:00", agreed="no", why_not="Two\nlines", some=["b"])
    assert first.is_valid(), first.errors
    again = str(render(form_for(SECTION)(initial=first.answers())))
    for shown in ('name="on-day" type="text" value="3"', 'value="2:41pm"', ">Two\nlines</textarea>"):
        assert shown in " ".join(again.split(" ")), shown
    assert again.count(" checked") == 2


@pytest.mark.parametrize("bad", ["a\x00b", "Ann\u202eeel", "Ann\u2067x", "a\x1bb", "a\ud800b"])
def test_hidden_characters_in_one_line_are_refused_in_a_sentence(bad: str) -> None:
    words = said(answered(name=bad))
    assert words.startswith("‘Name’ contains")
    assert "type" in words
    assert bad not in words


def test_harmless_marks_are_taken_out_of_a_name() -> None:
    form = answered(name="\ufeffAnn\u200b \u200fLee")
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Ann Lee"


def test_a_narrative_keeps_its_lines_and_loses_what_cannot_be_seen() -> None:
    form = answered(story="One\x0b\r\n\r\ntwo \u202eeerht")
    assert form.is_valid()
    assert form.cleaned_data["story"] == "One\n\ntwo eerht"
    assert "null character" in said(answered(story="One\x00"))


def test_two_megabytes_are_refused_with_the_limit_and_shown_again() -> None:
    form = answered(story="x" * 2_000_000)
    assert "must be 200 characters or fewer. It has 2,000,000." in said(form)
    assert "x" * 2_000_000 in render(form)


@pytest.mark.parametrize(
    ("day", "month", "year", "words"),
    [
        ("1", "2", "1066", "Year must be between 1900 and 2100"),
        ("1", "2", "2999", "Year must be between 1900 and 2100"),
        ("1", "2", "26", "Year must have 4 numbers"),
        ("31", "2", "2026", "must be a real date"),
        ("", "2", "2026", "must include a day"),
        ("1", "", "", "must include a month and year"),
        ("one", "2", "2026", "must be a real date"),
        ("1", "j", "2026", "must be a real date"),
    ],
)
def test_dates_that_cannot_be_are_refused_in_words(day: str, month: str, year: str, words: str) -> None:
    form = answered(on__day=day, on__month=month, on__year=year)
    assert words in said(form)
    assert f'value="{year}"' in render(form) or not year
    assert 'href="#on-' in error_summary(form)


@pytest.mark.parametrize("time", ["25:00", "3", "noonish", "13pm", "2:75pm"])
def test_times_that_cannot_be_are_refused(time: str) -> None:
    assert "real time" in said(answered(at__day="1", at__month="2", at__year="2026", at__time=time))


def test_a_follow_up_is_asked_only_of_the_choice_that_has_it() -> None:
    assert said(answered(agreed="no")) == "Enter an answer to ‘Why not’"
    form = answered(agreed="yes", why_not="left behind")
    assert form.is_valid()
    assert "why_not" not in form.cleaned_data


def test_choices_from_elsewhere_are_refused() -> None:
    assert "Choose one of the answers" in said(answered(one="zzz"))
    assert "Choose from the answers" in said(answered(some=["a", "zzz"]))


def test_a_draft_requires_nothing_and_keeps_what_it_cannot_understand() -> None:
    form = answered(draft=True, name="", on__day="40", on__month="x", on__year="", story="half")
    assert form.kept() == {"story": "half", "on": {"day": "40", "month": "x", "year": ""}}
    again = str(render(form_for(SECTION)(initial=form.kept())))
    assert 'value="40"' in again


def test_the_markup_is_labelled_and_linked_and_escaped() -> None:
    form = answered(name="", story="<script>alert(1)</script>")
    html = str(render(form))
    assert 'aria-describedby="name-error"' in html
    assert "Why we ask" in html
    assert "<script>" not in html
    assert 'href="#name"' in error_summary(form)
    assert error_summary(answered()) == ""


def test_typed_lines_are_not_indented_by_the_markup_around_them() -> None:
    html = str(render(answered(agreed="no", why_not="First\nsecond\n  third")))
    assert ">First\nsecond\n  third</textarea>" in html


def test_a_question_asked_twice_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="twice"):
        form_for(Section("x", "X", (Question("a", "A"), Question("a", "B"))))
