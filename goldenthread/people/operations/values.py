"""What may stand in each column of a person: every value is checked and put in its stored form here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS

EARLIEST = date(1900, 1, 1)
LONGEST_PREGNANCY = timedelta(days=305)  # ten months: an expected date further off is a slip of the pen

# The letter that begins a pupil number is worked out from the twelve characters after it (Department for Education,
# guide to unique pupil numbers): the sum of each times its place from 2, by what is left over 23.
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]")


def has_hidden_characters(text: str) -> bool:
    """Whether a text holds control characters or marks that change the direction of reading, which could make a name
    look like another. Joiners that some scripts need are allowed."""
    return any(
        unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn")
        or (unicodedata.category(letter) == "Cf" and letter not in "\u200c\u200d")
        for letter in text
    )


def nhs_number_holds(number: str) -> bool:
    """Whether ten digits end in their own check digit (NHS Data Dictionary, modulus 11)."""
    if not re.fullmatch(r"[0-9]{10}", number):
        return False
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(number[:9])) % 11
    return check != 10 and int(number[9]) == check % 11


def upn_holds(upn: str) -> bool:
    """Whether a unique pupil number has its shape and the right first letter. A temporary one ends in a letter,
    which counts by its place in the same list of letters."""
    if not _UPN.fullmatch(upn):
        return False
    values = [int(digit) for digit in upn[1:12]]
    values.append(int(upn[12]) if upn[12].isdigit() else _UPN_LETTERS.index(upn[12]))
    return _UPN_LETTERS[sum(value * place for place, value in enumerate(values, 2)) % 23] == upn[0]


def _label(column: str) -> str:
    return SETS["identity_fact"].label(column)


def _text(longest: int) -> Callable[[str, Any, date], str]:
    def check(column: str, value: Any, today: date) -> str:
        text = unicodedata.normalize("NFC", str(value or "")).strip()
        if has_hidden_characters(text):
            raise Refused(
                f"{_label(column)} has a character that cannot be seen, such as one that turns the text round. "
                "Type it again instead of pasting it.",
                column,
            )
        if len(text) > longest:
            raise Refused(f"{_label(column)} must be {longest} characters or fewer.", column)
        return text

    return check


def _code(set_id: str) -> Callable[[str, Any, date], str]:
    def check(column: str, value: Any, today: date) -> str:
        code = str(value or "").strip()
        if code and code not in SETS[set_id]:
            raise Refused(f"Choose {_label(column).lower()} from the list.", column)
        return code

    return check


def _codes(set_id: str) -> Callable[[str, Any, date], list[str]]:
    def check(column: str, value: Any, today: date) -> list[str]:
        found = [str(code) for code in (value or []) if code]
        if any(code not in SETS[set_id] for code in found):
            raise Refused(f"Choose {_label(column).lower()} from the list.", column)
        if "NONE" in found and len(found) > 1:
            raise Refused("Choose either “No disability” or the disabilities, not both.", column)
        return list(dict.fromkeys(found))

    return check


def _day(column: str, value: Any, today: date) -> date | None:
    if value in (None, ""):
        return None
    if not isinstance(value, date):
        raise Refused(f"{_label(column)} must be a real date.", column)
    if value < EARLIEST:
        raise Refused(f"{_label(column)} must be in 1900 or later.", column)
    if column == "expected_on":
        if value > today + LONGEST_PREGNANCY:
            raise Refused("Expected date of birth must be within the next 10 months.", column)
    elif value > today:
        raise Refused(f"{_label(column)} must be today or in the past.", column)
    return value


def _nhs_number(column: str, value: Any, today: date) -> str:
    number = re.sub(r"[\s-]", "", str(value or ""))
    if number and not nhs_number_holds(number):
        raise Refused("That is not an NHS number: its last digit does not fit the others. Check each digit.", column)
    return number


def _pupil_number(column: str, value: Any, today: date) -> str:
    upn = re.sub(r"\s", "", str(value or "")).upper()
    if upn and not upn_holds(upn):
        raise Refused(
            "That is not a unique pupil number: it is a letter and 12 characters, and the letter must fit them.",
            column,
        )
    return upn


def _council_id(column: str, value: Any, today: date) -> str | None:
    return _text(32)(column, value, today) or None


_CHECKS: Mapping[str, Callable[[str, Any, date], Any]] = {
    "given_names": _text(120),
    "family_name": _text(120),
    "born_on": _day,
    "expected_on": _day,
    "birth_certainty": _code("birth_certainty"),
    "died_on": _day,
    "sex": _code("sex"),
    "gender": _text(40),
    "pronouns": _text(40),
    "ethnicity": _code("ethnicity"),
    "ethnicity_in_own_words": _text(120),
    "ethnicity_not_known_because": _text(200),
    "language": _code("language"),
    "interpreter": _text(60),
    "religion": _code("religion"),
    "disabilities": _codes("disability"),
    "immigration_status": _code("immigration_status"),
    "nhs_number": _nhs_number,
    "nhs_number_source": _code("information_source"),
    "nhs_number_trace": _code("nhs_trace"),
    "upn": _pupil_number,
    "former_upn": _pupil_number,
    "upn_unknown": _code("upn_unknown"),
    "la_child_id": _council_id,
    "job_title": _text(120),
}

COLUMNS = tuple(_CHECKS)


def checked(values: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """The values in their stored form. Raises `Refused` with every problem at once, and `KeyError` for a column that
    a person does not have."""
    clean, problems = {}, []
    for column, value in values.items():
        try:
            clean[column] = _CHECKS[column](column, value, today)
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise Refused(problems=tuple(problems))
    return clean


def must_agree(whole: Mapping[str, Any]) -> None:
    """Raises `Refused` when a person's values contradict each other. `whole` holds every column as it would stand."""
    if whole.get("born_on") and whole.get("died_on") and whole["died_on"] < whole["born_on"]:
        raise Refused("Date of death must be on or after the date of birth.", "died_on")
    if whole.get("upn") and whole.get("upn_unknown"):
        raise Refused("Give a unique pupil number or the reason there is none, not both.", "upn_unknown")
    if whole.get("nhs_number_trace") == "traced" and not whole.get("nhs_number"):
        raise Refused("Enter the NHS number that was checked.", "nhs_number")


def as_kept(value: Any) -> Any:
    """A value as the recording keeps it: text, or a list of texts."""
    if isinstance(value, date):
        return value.isoformat()
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else ("" if value is None else str(value))
