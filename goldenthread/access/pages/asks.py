"""A page that asks some questions and hands the answers to one operation."""

from __future__ import annotations

from typing import Any, ClassVar

from goldenthread.kernel.form import Choice, Section
from goldenthread.kernel.refusal import Refused
from goldenthread.ui.forms import SectionForm, error_summary, form_for, render


class Asks:
    """Mixed into a `Page`. Subclasses write `section`, `heading` and `act_on`, and `already` where there are answers.

    `act_on(answers, …)` calls the operation and returns the address to go to. What it refuses is shown beside the
    question it is about, with everything that was typed.
    """

    template: ClassVar[str] = "access/asks.html"
    heading: ClassVar[str]
    button: ClassVar[str] = "Save"
    button_kind: ClassVar[str] = ""
    back: ClassVar[tuple[str, str]] = ("Your account", "your_account")
    intro: ClassVar[str] = ""
    request: Any
    problems: tuple[tuple[str, str], ...]

    def section(self, **address: Any) -> Section:
        raise KeyError("This page asks nothing")

    def already(self, **address: Any) -> dict[str, Any]:
        return {}

    def act_on(self, answers: dict[str, Any], **address: Any) -> str:
        raise Refused("This page only shows. It has nothing to send.")

    def show(self, **address: Any) -> dict[str, Any]:
        form = self._form(**address)
        if form.is_bound:
            form.is_valid()
            for field, sentence in self.problems:
                if field not in form.errors:
                    form.add_error(field if field in form.fields else None, sentence)
        return {
            "heading": self.heading,
            "intro": self.intro,
            "button": self.button,
            "button_kind": self.button_kind,
            "back": self.back,
            "summary": error_summary(form),
            "questions": render(form),
        }

    def perform(self, **address: Any) -> str:
        form = self._form(**address)
        if not form.is_valid():
            raise Refused(problems=tuple((key, str(words[0])) for key, words in form.errors.items()))
        return self.act_on(form.cleaned_data, **address)

    def _form(self, **address: Any) -> SectionForm:
        # Many of these sections hold the people of today, so their forms are made afresh and never kept.
        made = form_for.__wrapped__(self._section_of(**address))
        if self.request.method == "POST":
            return made(self.request.POST)
        return made(initial=self.already(**address))

    def _section_of(self, **address: Any) -> Section:
        if not hasattr(self, "_section"):
            self._section = self.section(**address)
        return self._section


def choices_of(people: list[Any]) -> tuple[Choice, ...]:
    """People who sign in, or teams, as choices by their keys."""
    return tuple(
        Choice(str(one.key), f"{one.name}, {one.role_name}" if hasattr(one, "role_name") else one.name)
        for one in people
    )
