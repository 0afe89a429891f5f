"""How a row of Annex A answers: the ways of reading a column that more than one question goes by.

Each function that is given a list and its columns gives the function that answers for a row of it. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from goldenthread.kernel.clock import add_months
from goldenthread.returns.queries.annex_lists import AnnexRow
from goldenthread.rulebook.annex import PLACES, code_of
from goldenthread.rulebook.annex.lists import without_letter
from goldenthread.rulebook.calendar import WORKING_DAYS

NOT_RECORDED, NOT_POSSIBLE, EARLIER = "Not recorded", "Not possible", "Began before these six months"
AGES = ("Not yet born", "Under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over", NOT_RECORDED)
"""The bands that measures go by."""


class Ground(NamedTuple):
    """What an answer rests on beside its row. `earlier` says by the `id` of a row of list 3 how many referrals the
    child had had before it, in the 12 months that the list counts."""

    on: date
    since: date
    earlier: dict[int, int]


class Answer(NamedTuple):
    """What a row answers. `days` is how long it took, in the unit of its question, where it is over."""

    words: str
    days: int | None = None


def day_in(number: int, column: str) -> Callable[[AnnexRow], date | None]:
    """The day in a column of a list."""
    place = PLACES[number][column]

    def day(row: AnnexRow) -> date | None:
        value = row.cells[place]
        return value if isinstance(value, date) else None

    return day


def text_in(number: int, column: str) -> Callable[[AnnexRow], str]:
    """The words in a column of a list, empty for none."""
    place = PLACES[number][column]

    def text(row: AnnexRow) -> str:
        value = row.cells[place]
        return value if isinstance(value, str) else ""

    return text


def whole_in(number: int, column: str) -> Callable[[AnnexRow], int | None]:
    """The number in a column of a list."""
    place = PLACES[number][column]

    def whole(row: AnnexRow) -> int | None:
        value = row.cells[place]
        return value if isinstance(value, int) else None

    return whole


type Bands = tuple[tuple[int, str], ...]
"""The most days of each band, in order, and its words."""


def band(days: int, bands: Bands, beyond: str) -> str:
    """The words of the first band that holds so many days, or those for beyond them all."""
    for most, words in bands:
        if days <= most:
            return words
    return beyond


def took(
    began: date | None,
    ended: date | None,
    ground: Ground,
    *,
    bands: Bands,
    beyond: str,
    limit: int,
    still: tuple[str, str],
) -> Answer:
    """How many working days something took, in bands. `still` is said of what is not over: within the `limit`, and
    beyond it."""
    if began is None:
        return Answer(NOT_RECORDED)
    days = WORKING_DAYS.between(began, ended or ground.on)
    if days < 0:
        return Answer(NOT_POSSIBLE)
    return Answer(band(days, bands, beyond), days) if ended is not None else Answer(still[days > limit])


def age_band(number: int) -> Callable[[AnnexRow, Ground], Answer]:
    """The band of the child's age on the day of the lists."""
    born, years = day_in(number, "Date of Birth"), whole_in(number, "Age of Child (Years)")

    def answer(row: AnnexRow, ground: Ground) -> Answer:
        age, day = years(row), born(row)
        if age is None:
            return Answer("Not yet born" if day is not None and day > ground.on else NOT_RECORDED)
        return Answer(band(age, ((0, "Under 1"), (4, "1 to 4"), (9, "5 to 9"), (15, "10 to 15")), "16 and over"))

    return answer


def entry(number: int, column: str, words: dict[str, str] | None = None) -> Callable[[AnnexRow, Ground], Answer]:
    """The entry of a pick list without the letter before it, or what `words` make of its code."""
    text = text_in(number, column)

    @lru_cache(maxsize=256)
    def read(entry: str) -> Answer:
        found = without_letter(entry) if words is None else words.get(code_of(entry), "")
        return Answer(found or NOT_RECORDED)

    return lambda row, ground: read(text(row))


def after_colon(number: int, column: str) -> Callable[[AnnexRow, Ground], Answer]:
    """What an entry says after its code, so that entries that say the same are one answer."""
    text = text_in(number, column)
    return lambda row, ground: Answer(text(row).partition(": ")[2] or NOT_RECORDED)


def month_of(number: int, column: str) -> Callable[[AnnexRow, Ground], Answer]:
    """The month of a day, as 2026-03."""
    day = day_in(number, column)

    def answer(row: AnnexRow, ground: Ground) -> Answer:
        on = day(row)
        if on is None:
            return Answer(NOT_RECORDED)
        return Answer(f"{on.year}-{on.month:02}" if on >= ground.since else EARLIER)

    return answer


LASTED: Bands = ((91, "3 months or less"), (182, "3 to 6 months"), (364, "6 to 12 months"), (729, "1 to 2 years"))
LASTED_LONGER = "more than 2 years"
_LASTINGS = (*(words for _, words in LASTED), LASTED_LONGER)
OPEN_FOR = tuple(f"Open for {words}" for words in _LASTINGS)
ENDED_AFTER = tuple(f"Ended after {words}" for words in _LASTINGS)
LENGTHS = (*OPEN_FOR, *ENDED_AFTER, NOT_POSSIBLE, NOT_RECORDED)


def lasted(number: int, start: str, end: str) -> Callable[[AnnexRow, Ground], Answer]:
    """How many days something has been open for, or ended after."""
    began_on, ended_on = day_in(number, start), day_in(number, end)

    def answer(row: AnnexRow, ground: Ground) -> Answer:
        began, ended = began_on(row), ended_on(row)
        if began is None:
            return Answer(NOT_RECORDED)
        took = ((ended or ground.on) - began).days
        if took < 0:
            return Answer(NOT_POSSIBLE)
        words = band(took, LASTED, LASTED_LONGER)
        return Answer(f"Ended after {words}", took) if ended else Answer(f"Open for {words}")

    return answer


def since_last(
    number: int, last: str, end: str, near: int, far: int, ended: str
) -> tuple[tuple[str, ...], Callable[[AnnexRow, Ground], Answer]]:
    """How many working days ago something last was, of those that have not ended: the answers, and the answer."""
    last_on, ended_on = day_in(number, last), day_in(number, end)
    words = (f"In the last {near} working days", f"{near + 1} to {far} working days ago", "Longer ago", NOT_RECORDED)

    def answer(row: AnnexRow, ground: Ground) -> Answer:
        if ended_on(row) is not None:
            return Answer(ended)
        day = last_on(row)
        if day is None:
            return Answer(NOT_RECORDED)
        ago = WORKING_DAYS.between(day, ground.on)
        return Answer(band(ago, ((near, words[0]), (far, words[1])), words[2]))

    return (*words, ended), answer


LEFT_CARE = "Left care"
left_care = day_in(8, "Date Ceased to be Looked After")


def within(column: str, months: int) -> tuple[tuple[str, ...], Callable[[AnnexRow, Ground], Answer]]:
    """Whether something of a child in care was in so many months before the day."""
    last_on, words = day_in(8, column), (f"In the last {months} months", "Longer ago", NOT_RECORDED)

    def answer(row: AnnexRow, ground: Ground) -> Answer:
        if left_care(row) is not None:
            return Answer(LEFT_CARE)
        day = last_on(row)
        return Answer(words[2] if day is None else words[0] if add_months(day, months) >= ground.on else words[1])

    return (*words, LEFT_CARE), answer
