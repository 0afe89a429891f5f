"""Reading the cells of Annex A as councils really fill them: codes without their letters, days in many spellings.

Pure. Each reader returns what a cell means and, where that is a guess, why. What cannot be read raises `Unreadable`
with a sentence that says what was looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from goldenthread.rulebook.annex.headers import plain
from goldenthread.rulebook.annex.lists import CODES, LISTS, code_of, without_letter

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)
_SERIALS = (7_000, 73_000)  # days of a spreadsheet from 1919 to 2099
_SERIAL_ZERO = date(1899, 12, 30)

_SLASHED = re.compile(r"^(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})(?:[ T].*)?$")
_ISO = re.compile(r"^(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ T].*)?$")
_WORDED = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[ \-]+([A-Za-z]{3,9})[ \-,]+(\d{4}|\d{2})$")
_MONTHS = {
    month: n
    for n, month in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_EMPTY = frozenset({"", "n/a", "na", "none", "null", "-", "not applicable", "#n/a", "nan"})

# What councils write for an entry, by pick list, beside its words and its code.
_SYNONYMS: Mapping[str, Mapping[str, str]] = {
    "gender": {
        "m": "M", "boy": "M", "1": "M", "f": "F", "girl": "F", "2": "F", "u": "U", "unknown": "U", "0": "U",
        "9": "U", "not known": "U", "not stated": "U", "unborn": "U", "indeterminate": "N", "other": "N",
    },
    "yes_no": {"y": "Y", "true": "Y", "1": "Y", "n": "N", "false": "N", "0": "N"},
    "yes_no_unknown": {
        "y": "Y", "true": "Y", "1": "Y", "n": "N", "false": "N", "0": "N", "u": "U", "not known": "U",
        "not recorded": "U",
    },
    "ethnicity": {"not known": "NOBT", "not obtained": "NOBT", "refused": "REFU"},
    "abuse": {
        "neg": "NEG", "phy": "PHY", "sab": "SAB", "emo": "EMO", "mul": "MUL", "multiple": "MUL", "physical": "PHY",
        "sexual": "SAB", "emotional": "EMO", "not recommended": "MUL", "multiple not recommended": "MUL",
    },
    "activity": {
        # The codes before apprenticeships were told apart.
        "f3": "F5", "f3 full time in training or employment": "F5", "p3": "P5",
        "p3 part time in training or employment": "P5",
    },
    "status": {
        "looked after": "care", "lac": "care", "cla": "care", "child in care": "care", "cp": "protection",
        "cpp": "protection", "child protection": "protection", "cin": "need", "child in need": "need",
        "cin plan": "need", "assessment": "assessment", "closed": "closed",
    },
}  # fmt: skip


class Unreadable(ValueError):
    """A cell that is not what its column asks for; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell means. `why` says on what a guess rests; it is empty where nothing was guessed."""

    value: str | int | date | None
    why: str = ""


NOTHING = Read(None)


def is_empty(cell: object) -> bool:
    """Whether a cell says nothing."""
    return cell is None or (isinstance(cell, str) and cell.strip().lower() in _EMPTY)


def as_text(cell: object) -> str:
    """A cell as one line of words that can be printed: a whole number without a point, spaces as single spaces."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    text = " ".join(str(cell).replace("\u00a0", " ").split())
    # What cannot be printed cannot be kept either.
    text = text if text.isprintable() else "".join(letter for letter in text if letter.isprintable())
    # An apostrophe that keeps a program from running the text is no part of it.
    return text[1:] if text.startswith(("'=", "'+", "'-", "'@")) else text


@lru_cache(maxsize=20_000)
def read_code(codes: str, text: str) -> Read:
    """A cell of a pick list, as our code for its entry. Raises `Unreadable`."""
    entries = CODES[codes]
    for code, entry in entries.items():
        if text == entry:
            return Read(code)
    bare = without_letter(text)
    by_words = {plain(without_letter(entry)): code for code, entry in entries.items()}
    if (code := by_words.get(plain(bare))) is not None:
        return Read(code, "The words of the entry, without its letter.")
    if codes not in ("gender", "yes_no", "yes_no_unknown", "abuse", "status"):
        said = code_of(bare.upper() if len(bare) <= 7 else bare)
        if said in entries:
            return Read(said, "The code of the entry, with other words or another letter.")
    if (code := _SYNONYMS.get(codes, {}).get(plain(bare))) is not None and code in entries:
        return Read(code, "A way councils write that entry.")
    alike = [code for words, code in by_words.items() if words.startswith(plain(bare)) and len(plain(bare)) > 3]
    if len(alike) == 1:
        return Read(alike[0], "The entry that begins so.")
    raise Unreadable("This is not an entry of the list’s pick list.")


def read_whole(cell: object) -> Read:
    """A whole number. Raises `Unreadable`."""
    if isinstance(cell, bool):
        raise Unreadable("A whole number is asked for here.")
    if isinstance(cell, int):
        return Read(cell)
    if isinstance(cell, float) and abs(cell) < 1e6:
        return Read(int(cell)) if cell.is_integer() else Read(int(cell), "A number with a fraction, without it.")
    text = as_text(cell)
    if re.fullmatch(r"\d{1,6}", text, re.ASCII):
        return Read(int(text))
    raise Unreadable("A whole number is asked for here.")


@dataclass(frozen=True, slots=True)
class DayOrder:
    """Whether a column's written days begin with the day or the month, and what shows it. `first` is day, month, or
    empty where the column has both, so that a day that could be either cannot be read."""

    first: str = "day"
    why: str = ""


def order_of(cells: Iterable[object]) -> DayOrder | None:
    """The order of a column's written days, by those that can only be read one way; None where nothing shows it."""
    days = months = 0
    for cell in cells:
        found = _SLASHED.match(cell.strip()) if isinstance(cell, str) else None
        if found:
            one, two = int(found.group(1)), int(found.group(2))
            days += one > 12 >= two
            months += two > 12 >= one
    if days and months:
        return DayOrder("", f"{days} days of this column begin with the day and {months} with the month.")
    if months:
        return DayOrder("month", f"{months} days of this column can only begin with the month, as in American dates.")
    return DayOrder("day") if days else None


def read_date(cell: object, order: DayOrder) -> Read:
    """A day. Raises `Unreadable`, also for one that could be two days where the column does not show which."""
    if isinstance(cell, datetime):
        return _within(cell.date())
    if isinstance(cell, date):
        return _within(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if _SERIALS[0] <= cell <= _SERIALS[1]:
            return _within(_SERIAL_ZERO + timedelta(days=int(cell)), "A number that a spreadsheet keeps for a day.")
        raise Unreadable("A day is asked for here, as 03/04/2026.")
    text = as_text(cell)
    if found := _ISO.match(text):
        return _made(int(found.group(1)), int(found.group(2)), int(found.group(3)))
    if found := _WORDED.match(text):
        month = _MONTHS.get(found.group(2)[:3].lower())
        if month:
            return _made(_year(found.group(3)), month, int(found.group(1)), "A day with its month in letters.")
    if found := _SLASHED.match(text):
        one, two, year = int(found.group(1)), int(found.group(2)), _year(found.group(3))
        short = "A year of two figures." if len(found.group(3)) == 2 else ""
        if one > 12 or two > 12 or one == two:
            day, month = (two, one) if two > 12 else (one, two)
            return _made(year, month, day, short or (order.why if two > 12 else ""))
        if not order.first:
            raise Unreadable(f"This could be two days. {order.why}")
        if order.first == "month":
            return _made(year, one, two, order.why)
        return _made(year, two, one, short)
    raise Unreadable("A day is asked for here, as 03/04/2026.")


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 50 else 1900 + int(text)


def _made(year: int, month: int, day: int, why: str = "") -> Read:
    try:
        return _within(date(year, month, day), why)
    except ValueError as reason:
        if isinstance(reason, Unreadable):
            raise
        raise Unreadable("There is no such day.") from None


def _within(day: date, why: str = "") -> Read:
    if not EARLIEST <= day < LATEST:
        raise Unreadable("This day is too long ago or too far ahead.")
    return Read(day, why)


DATE_COLUMNS: Mapping[int, frozenset[str]] = {
    number: frozenset(column.name for column in one.columns if column.kind == "date") for number, one in LISTS.items()
}
