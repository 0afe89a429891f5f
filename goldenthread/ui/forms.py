"""Builds the form a browser shows from the words of a rulebook's section. It validates; it stores nothing.

    Asked = form_for(section)
    form = Asked(request.POST)            # or Asked(request.POST, draft=True): nothing is required in a draft
    if form.is_valid():
        operation(answers=form.answers())

In a template: `{{ error_summary(form) }}` at the head of the page and `{{ form_fields(form) }}` where the questions go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.template import loader
from django.utils.safestring import SafeString, mark_safe

from goldenthread.kernel.form import Choice, Kind, Question, Section
from goldenthread.ui import cleaning
from goldenthread.ui.fields import FIELDS, LONGEST_LINE, DateField, QuestionField, parts_of

# More choices than this, with nothing to say about each, are easier to find in a list that drops down.
MOST_RADIOS = 12


class SectionForm(forms.Form):
    """A section's form. Made by `form_for`; `section` is what it was made from.

    `draft`: nothing is required, so that half an answer can be kept. `initial` takes values as `answers` gives them.
    """

    section: ClassVar[Section]

    def __init__(self, *args: Any, draft: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        self.draft = draft
        # Asked only when their choice is picked, so the form itself says whether they were left out.
        self._revealed_by = {
            follow_up.key: (question, choice)
            for question in self.section.questions
            for choice in question.choices
            for follow_up in choice.follow_ups
        }
        for key, field in self.fields.items():
            if draft or key in self._revealed_by:
                field.required = False

    def clean(self) -> dict[str, Any]:
        """Follow-ups of a choice that was not picked are dropped; those of one that was are asked for."""
        cleaned = dict(self.cleaned_data)
        for key, (question, choice) in self._revealed_by.items():
            field = self.fields[key]
            if not _picked(question, cleaned.get(question.key), choice):
                cleaned.pop(key, None)
                if key in self.errors:
                    del self.errors[key]
            elif self._still_needed(key, field, cleaned) and isinstance(field, QuestionField):
                self.add_error(key, field.refuse(field.missing()))
                cleaned.pop(key, None)
        return cleaned

    def _still_needed(self, key: str, field: forms.Field, cleaned: Mapping[str, Any]) -> bool:
        asked = not self.draft and isinstance(field, QuestionField) and field.question.required
        return asked and key not in self.errors and cleaned.get(key) in (None, "", [])

    def kept(self) -> dict[str, Any]:
        """What a draft keeps: `answers`, and as it was typed whatever could not be understood, so nothing is lost.

        Over-long words and words that cannot be stored are left out; the page still holds them and says why.
        """
        self.is_valid()
        kept = self.answers()
        for key in self.errors:
            if key not in self.fields:
                continue
            typed = self[key].data
            if isinstance(typed, dict):
                kept[key] = {name: str(text)[:40].replace("\x00", "") for name, text in typed.items()}
            elif isinstance(typed, str) and len(typed) <= LONGEST_LINE and not cleaning.UNKEPT.search(typed):
                kept[key] = typed
        return kept

    def answers(self) -> dict[str, Any]:
        """The cleaned answers as JSON can hold them: dates and instants in ISO form, nothing for nothing."""
        return {
            key: value.isoformat() if isinstance(value, date | datetime) else value
            for key, value in self.cleaned_data.items()
            if value not in (None, "", [])
        }

    def asked(self) -> list[dict[str, Any]]:
        """Each question as the templates draw it, with its answer, its error and its follow-ups."""
        return [self._asked(question) for question in self.section.questions]

    def problems(self) -> list[dict[str, str]]:
        """Each error in the order of the questions: its words and the address of the box it is about."""
        found = [{"text": str(words), "href": ""} for words in self.non_field_errors()]
        for question in self.section.every_question():
            for error in self.errors.as_data().get(question.key, []):
                box = self._box(question)
                if isinstance(self.fields[question.key], DateField):
                    box = f"{box}-{error.code if error.code in DateField.part_names + ('time',) else 'day'}"
                found += [{"text": str(words), "href": f"#{box}"} for words in error.messages]
        return found

    def _box(self, question: Question) -> str:
        return f"{self.add_prefix(question.key)}"

    def _asked(self, question: Question) -> dict[str, Any]:
        bound = self[question.key]
        value = bound.value()
        error = next(iter(bound.errors), "")
        wrong_parts = {found.code for found in self.errors.as_data().get(question.key, [])} if self.is_bound else set()
        described: dict[str, Any] = {
            "question": question,
            "kind": question.kind.value,
            "id": self._box(question),
            "name": bound.html_name,
            "error": str(error),
            "required": question.required,
        }
        if question.kind in (Kind.DATE, Kind.MOMENT):
            names = ("day", "month", "year", "time")
            known = wrong_parts & set(names)
            described["boxes"] = parts_of(value)
            described["wrong"] = {name: bool(error) and (not known or name in known) for name in names}
        elif question.kind is Kind.YES_NO:
            chosen = {True: "yes", False: "no", "true": "yes", "false": "no"}.get(value, value)
            described["choices"] = self._choices(question, _yes_no(question), [chosen])
        elif question.kind in (Kind.ONE_OF, Kind.SOME_OF):
            picked = [value] if isinstance(value, str) else list(value or [])
            described["choices"] = self._choices(question, question.choices, picked)
            plain = all(not choice.follow_ups and not choice.hint for choice in question.choices)
            described["drop_down"] = question.kind is Kind.ONE_OF and plain and len(question.choices) > MOST_RADIOS
        else:
            described["value"] = "" if value is None else str(value)
        return described

    def _choices(self, question: Question, choices: Iterable[Choice], picked: list[Any]) -> list[dict[str, Any]]:
        return [
            {
                "value": choice.value,
                "label": choice.label,
                "hint": choice.hint,
                "picked": choice.value in picked,
                "follow_ups": [self._asked(follow_up) for follow_up in choice.follow_ups],
            }
            for choice in choices
        ]


def _yes_no(question: Question) -> tuple[Choice, ...]:
    """Yes and no, with the follow-ups that the question gives to either."""
    given = {choice.value: choice for choice in question.choices}
    return tuple(given.get(value, Choice(value, label)) for value, label in (("yes", "Yes"), ("no", "No")))


def _picked(question: Question, answer: Any, choice: Choice) -> bool:
    if question.kind is Kind.YES_NO:
        return answer is not None and choice.value == ("yes" if answer else "no")
    return choice.value in answer if isinstance(answer, list) else answer == choice.value


@cache
def form_for(section: Section) -> type[SectionForm]:
    """The form of a section. The same section gives the same class."""
    fields: dict[str, Any] = {}
    for question in section.every_question():
        if question.key in fields:
            raise ValueError(f"The section {section.key} asks {question.key} twice")
        fields[question.key] = FIELDS[question.kind](question)
    return type("SectionForm", (SectionForm,), fields | {"section": section, "__module__": __name__})


def render(form: SectionForm, *, dense: bool = False) -> SafeString:
    """Every question of the form, in GOV.UK's markup. `dense` keeps labels and boxes at 16px."""
    drawn = loader.get_template("ui/form_fields.html").render({"asked": form.asked(), "dense": dense})
    return mark_safe(drawn)  # noqa: S308  # the template escaped it


def error_summary(*given: forms.BaseForm, extra: Iterable[Mapping[str, str]] = ()) -> SafeString:
    """What is wrong in any of these forms, each with a link to its box; nothing when all is well.

    `extra` adds problems that belong to no field: `{"text": …, "href": …}`.
    """
    problems = list(extra)
    for form in given:
        if isinstance(form, SectionForm):
            problems += form.problems() if form.is_bound else []
        elif form.is_bound:
            for key, errors in form.errors.items():
                href = "" if key == "__all__" else f"#{form[key].id_for_label}"
                problems += [{"text": str(words), "href": href} for words in errors]
    if not problems:
        return SafeString("")
    drawn = loader.get_template("ui/error_summary.html").render({"problems": problems})
    return mark_safe(drawn)  # noqa: S308  # the template escaped it
