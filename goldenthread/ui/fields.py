"""The fields that a question becomes. Each refuses what cannot be right in a sentence that names the question."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from goldenthread.kernel.form import Kind, Question
from goldenthread.ui import cleaning, words

EARLIEST_YEAR = 1900
LATEST_YEAR = 2100
LONGEST_LINE = 500
LONGEST_NUMBER = 9

Parts = dict[str, str]


def named(question: Question) -> str:
    """The question as an error message names it: “‘Who told us’”."""
    return f"‘{question.label.rstrip('?:. ')}’"


class QuestionField(forms.Field):
    """One question's field. `question` is what it was made from."""

    def __init__(self, question: Question) -> None:
        super().__init__(required=question.required, label=question.label, help_text=question.hint)
        self.question = question
        self.widget = self.make_widget()
        self.error_messages["required"] = self.missing()

    def make_widget(self) -> forms.Widget:
        """How the raw answer is taken from what was posted."""
        return forms.TextInput()

    def missing(self) -> str:
        """What to say when nothing was answered."""
        return f"Enter an answer to {named(self.question)}"

    def refuse(self, sentence: str, part: str = "") -> ValidationError:
        """An error; `part` is the box of several that the error's link goes to."""
        return ValidationError(sentence, code=part or "invalid")


class WrittenField(QuestionField):
    """One line of words, or many."""

    def clean(self, value: Any) -> str:
        text = "" if value is None else str(value)
        most = self.question.longest
        long = self.question.kind is Kind.LONG_TEXT
        if not long:
            most = min(most, LONGEST_LINE)
        if len(text) > most + text.count("\r\n"):
            raise self.refuse(
                f"{named(self.question)} must be {words.number(most)} characters or fewer."
                f" It has {words.number(len(text))}. Nothing has been lost: shorten it here."
            )
        try:
            text = cleaning.many_lines(text) if long else cleaning.one_line(text)
        except cleaning.Unclean as wrong:
            raise self.refuse(f"{named(self.question)} {wrong}") from None
        self.validate(text)
        return text


class NumberField(QuestionField):
    """A whole number, not below nought."""

    def clean(self, value: Any) -> int | None:
        text = "" if value is None else re.sub(r"[,\s]", "", str(value))
        self.validate(text)
        if not text:
            return None
        if not re.fullmatch(rf"[0-9]{{1,{LONGEST_NUMBER}}}", text):
            raise self.refuse(f"{named(self.question)} must be a whole number, like 12")
        return int(text)


class PartsWidget(forms.Widget):
    """Takes a date, and a time where one is asked for, from boxes of their own or from one ISO value."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self.names = names

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if any(f"{name}-{part}" in data for part in self.names):
            return {part: str(data.get(f"{name}-{part}") or "") for part in self.names}
        return data.get(name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}-{part}" in data for part in self.names)


def parts_of(value: Any) -> Parts:
    """What to show in the boxes for a date, an instant, an ISO value, or what was typed."""
    if not value:
        return {}
    if isinstance(value, dict):
        return {str(key): str(text)[:40] for key, text in value.items()}
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
        except ValueError:
            return {"day": value[:40]}
    parts: Parts = {}
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        parts["time"] = words.clock_time(local)
        value = local.date()
    return {"day": str(value.day), "month": str(value.month), "year": str(value.year)} | parts


class DateField(QuestionField):
    """A day, between 1900 and 2100: in three boxes, or ISO in one."""

    part_names: tuple[str, ...] = ("day", "month", "year")

    def make_widget(self) -> forms.Widget:
        return PartsWidget(self.part_names)

    def missing(self) -> str:
        return f"Enter a date for {named(self.question)}"

    def clean(self, value: Any) -> date | datetime | None:
        parts = {name: text.strip() for name, text in parts_of(value).items()}
        if not any(parts.values()):
            if self.required:
                raise self.refuse(self.missing(), "day")
            return None
        return self.whole(parts)

    def whole(self, parts: Parts) -> date | datetime:
        """The answer from its boxes."""
        return self.on(parts)

    def on(self, parts: Parts) -> date:
        """The date from its three boxes; a month may be written as a word."""
        name = named(self.question)
        lacking = [part for part in ("day", "month", "year") if not parts.get(part)]
        if lacking:
            raise self.refuse(f"{name} must include a {words.join_names(lacking)}", lacking[0])
        month = _month(parts["month"])
        if month is None or not _digits(parts["day"], 2) or not _digits(parts["year"], 6):
            raise self.refuse(f"{name} must be a real date, like 27 3 2026", "day")
        if len(parts["year"]) < 4 and int(parts["year"]) < 100:
            raise self.refuse(f"Year must have 4 numbers in {name}, like 2026", "year")
        year = int(parts["year"])
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise self.refuse(f"Year must be between {EARLIEST_YEAR} and {LATEST_YEAR} in {name}", "year")
        try:
            return date(min(max(year, MINYEAR), MAXYEAR), month, int(parts["day"]))
        except ValueError:
            raise self.refuse(f"{name} must be a real date, like 27 3 2026", "day") from None


class MomentField(DateField):
    """A day and a time of day, on the council's own clock."""

    part_names = ("day", "month", "year", "time")

    def missing(self) -> str:
        return f"Enter a date and time for {named(self.question)}"

    def whole(self, parts: Parts) -> datetime:
        on = self.on(parts)
        if not parts.get("time"):
            raise self.refuse(f"{named(self.question)} must include a time, like 2:41pm", "time")
        at = _time(parts["time"])
        if at is None:
            raise self.refuse(f"{named(self.question)} must have a real time, like 2:41pm or 14:41", "time")
        return timezone.make_aware(datetime.combine(on, at))


class YesNoField(QuestionField):
    """Yes, no, or not answered (`None`)."""

    def missing(self) -> str:
        return f"Choose yes or no for {named(self.question)}"

    def clean(self, value: Any) -> bool | None:
        answer = {"yes": True, "no": False, "true": True, "false": False, "": None, "none": None}
        text = "" if value is None else str(value).strip().lower()
        if text not in answer:
            raise self.refuse(self.missing())
        self.validate(text)
        return answer[text]


class ChoiceField(QuestionField):
    """One of the question's choices."""

    def missing(self) -> str:
        return f"Choose an answer to {named(self.question)}"

    def clean(self, value: Any) -> str:
        text = "" if value is None else str(value)
        self.validate(text)
        if text and text not in {choice.value for choice in self.question.choices}:
            raise self.refuse(f"Choose one of the answers to {named(self.question)}")
        return text


class SeveralField(QuestionField):
    """Any of the question's choices, in the question's own order."""

    def make_widget(self) -> forms.Widget:
        return forms.SelectMultiple()

    def missing(self) -> str:
        return f"Choose at least one answer to {named(self.question)}"

    def clean(self, value: Any) -> list[str]:
        given = [value] if isinstance(value, str) and value else list(value or [])
        picked = {str(one) for one in given}
        self.validate(sorted(picked))
        known = [choice.value for choice in self.question.choices]
        if picked - set(known):
            raise self.refuse(f"Choose from the answers to {named(self.question)}")
        return [one for one in known if one in picked]


FIELDS: dict[Kind, type[QuestionField]] = {
    Kind.TEXT: WrittenField,
    Kind.LONG_TEXT: WrittenField,
    Kind.DATE: DateField,
    Kind.MOMENT: MomentField,
    Kind.NUMBER: NumberField,
    Kind.YES_NO: YesNoField,
    Kind.ONE_OF: ChoiceField,
    Kind.SOME_OF: SeveralField,
}


def _digits(text: str, most: int) -> bool:
    return bool(re.fullmatch(rf"[0-9]{{1,{most}}}", text))


def _month(text: str) -> int | None:
    if _digits(text, 2):
        return int(text)
    lowered = text.lower().rstrip(".")
    found = [place for place, month in enumerate(words.MONTHS, 1) if month.lower().startswith(lowered)]
    return found[0] if len(lowered) >= 3 and len(found) == 1 else None


def _time(text: str) -> time | None:
    lowered = re.sub(r"[\s.]", lambda found: ":" if found[0] == "." else "", text.lower())
    if lowered in ("midday", "noon"):
        return time(12)
    if lowered == "midnight":
        return time(0)
    found = re.fullmatch(r"([0-9]{1,2}):?([0-9]{2})?(?::[0-9]{2})?(am|pm)?", lowered)
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif found[2] is None:
        return None  # “3” alone could be either half of the day
    return time(hour, minute) if hour < 24 and minute < 60 else None
