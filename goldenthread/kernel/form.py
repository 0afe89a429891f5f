"""A form as data: sections of questions, versioned, with the reason each question is asked.

The rulebook declares forms in these words; `ui` builds the fields that a browser shows. An answered form is stored
with the form's id and version, so that it is shown for ever as it was asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What sort of answer a question takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    MOMENT = "moment"
    NUMBER = "number"
    YES_NO = "yes_no"
    ONE_OF = "one_of"
    SOME_OF = "some_of"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be picked; `follow_ups` are asked when it is."""

    value: str
    label: str
    hint: str = ""
    follow_ups: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    `why` says in a sentence what the answer is used for and who reads it; `item` is the return item it feeds, if any.
    `longest` is a limit in characters for written answers.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    longest: int = 20_000
    rows: int = 5
    why: str = ""
    item: str = ""
    autocomplete: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form that saves by itself."""

    key: str
    title: str
    questions: tuple[Question, ...]
    hint: str = ""

    def every_question(self) -> Iterator[Question]:
        """Each question of the section, and after each the follow-ups of its choices."""
        for question in self.questions:
            yield question
            for choice in question.choices:
                yield from choice.follow_ups


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form. `version` rises whenever a question changes its meaning; old answers keep theirs."""

    id: str
    version: int
    title: str
    sections: tuple[Section, ...] = field(default=())
    valid_from: date = date.min

    def section(self, key: str) -> Section:
        """The section with this key; `KeyError` when the form has none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)
