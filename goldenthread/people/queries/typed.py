"""What somebody typed in the one search box, taken apart: numbers, dates, an address, and words of a name.

Pure. Nothing is refused: what cannot be read as anything else is read as a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from anyascii import anyascii

from goldenthread.people.models.spelling import address_as_compared, words

EARLIEST_YEAR = 1900
LONGEST_TYPED = 300
MOST_NAMES = 8  # words of a name: further ones say nothing more

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_NUMERIC_DATE = re.compile(r"\b(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4}|\d{2})\b")
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_WORD_DATE = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH})\.?,?\s+(\d{{4}}|\d{{2}})\b", re.I)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.I)
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\s+(\d{{4}})\b", re.I)
_YEAR = re.compile(r"(?<![\w-])(1\d{3}|2\d{3})(?![\w-])")
_NHS = re.compile(r"(?<![\w/-])(\d{3})[ \-]?(\d{3})[ \-]?(\d{4})(?![\w/-])")
_UPN = re.compile(r"\b([A-HJ-NP-RT-Z]\s?\d{11}[0-9A-HJ-NP-RT-Z])\b", re.I)
_PHONE = re.compile(r"(?<!\w)((?:\+44\s?|0)\d[\d ]{8,12}\d)(?!\w)")
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.I)
_STREET_TYPES = (
    "street|st|road|rd|avenue|ave|lane|ln|close|cl|drive|dr|way|court|ct|gardens|gdns|grove|gr|terrace|place|pl|crescent"
    "|cres|hill|park|view|square|row|mews|walk|green|rise|house|flats|estate|parade"
)
# Words that end a street's name and are hardly ever somebody's surname: with these no number is needed.
_STREETS_ALONE = "street|road|avenue|ave|rd|crescent|terrace|gardens|drive|mews|parade"
_NUMBERED = re.compile(
    r"(?:\b(?:flat|apartment|unit|room)\s+\w{1,4}[ ,]+)?\b\d{1,4}[a-z]?[ ,]+(?:[a-z'’]+[ ]+){0,3}?(?:"
    + _STREET_TYPES
    + r")\b",
    re.I,
)
_STREET = re.compile(r"(?:\b[a-z'’]+ )?\b[a-z'’]{3,} (?:" + _STREETS_ALONE + r")\b", re.I)
_WITH_DIGIT = re.compile(r"(?<!\S)(\S*\d\S*)(?!\S)")
_NOT_NAMES = frozenset(
    ["dob", "born", "nhs", "upn", "tel", "phone", "postcode", "mr", "mrs", "ms", "miss", "dr", "master", "aged"]
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, in parts. `names` are words as compared, in the order typed; `given` and `family` are filled
    when it was said which is which. `ids` are words that may be the council's child number. `problem` is a sentence
    for a date that cannot be one."""

    names: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    born_on: date | None = None
    born_month: tuple[int, int] | None = None
    born_year: int | None = None
    nhs_number: str = ""
    upn: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    ids: tuple[str, ...] = ()
    problem: str = ""

    @property
    def anything(self) -> bool:
        """Whether there is something to look for."""
        return bool(
            self.names
            or self.born_on
            or self.nhs_number
            or self.upn
            or self.phone
            or self.email
            or self.address
            or self.postcode
            or self.ids
        )


def _full_year(text: str) -> int:
    """Two figures are read as a year of this century up to 2029, otherwise of the last."""
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 30 else 1900)


def _real(day: int, month: int, year: int) -> date | None:
    """The day, or the day and month the other way round when only that is a date."""
    for one, other in ((day, month), (month, day)):
        try:
            found = date(year, other, one)
        except ValueError:
            continue
        if found.year >= EARLIEST_YEAR:
            return found
    return None


class _Text:
    """The text still to be read."""

    def __init__(self, text: str) -> None:
        self.rest = text

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.search(self.rest)
        if found:
            self.rest = f"{self.rest[: found.start()]} , {self.rest[found.end() :]}"
        return found


def read(text: str) -> Typed:
    """Takes apart what was typed. Only the first 300 characters are read."""
    left = _Text(anyascii_digits(text[:LONGEST_TYPED]))
    email = left.take(_EMAIL)
    upn = left.take(_UPN)
    born_on, month, year, problem = _date(left)
    nhs = left.take(_NHS)
    phone = left.take(_PHONE) if not nhs or not nhs.group().startswith("0") else None
    postcode = left.take(_POSTCODE)
    address = left.take(_NUMBERED) or left.take(_STREET)
    if not (born_on or month):
        alone = left.take(_YEAR)
        if alone and EARLIEST_YEAR <= int(alone.group()) <= 2100:
            year = int(alone.group())
        elif alone:
            problem = f"{alone.group()} is not a year that somebody known to us was born in."
    ids = tuple(token for token in (match.group(1).strip(",.;") for match in _WITH_DIGIT.finditer(left.rest)) if token)
    names = [word for word in words(_WITH_DIGIT.sub(" ", left.rest)) if word not in _NOT_NAMES]
    before, comma, after = left.rest.partition(",")
    family = given = ()
    if comma and len(words(before)) == 1 and words(after) and not (email or upn or born_on or nhs or address):
        family, given = tuple(words(before)), tuple(words(_WITH_DIGIT.sub(" ", after)))
    return Typed(
        names=tuple(names[:MOST_NAMES]),
        given=given,
        family=family,
        born_on=born_on,
        born_month=month,
        born_year=year,
        nhs_number="".join(nhs.groups()) if nhs else "",
        upn=re.sub(r"\s", "", upn.group()).upper() if upn else "",
        phone=_digits(phone.group()) if phone else "",
        email=email.group().lower() if email else "",
        address=address_as_compared(address.group()) if address else "",
        postcode="".join(postcode.groups()).lower() if postcode else "",
        ids=ids,
        problem=problem,
    )


def anyascii_digits(text: str) -> str:
    """The text with digits and marks of other scripts in ours; letters are left for `spelling.words`."""
    return "".join(anyascii(letter) if not letter.isalpha() and not letter.isascii() else letter for letter in text)


def _digits(text: str) -> str:
    """A telephone number as it is compared: its last ten digits."""
    return re.sub(r"\D", "", text)[-10:]


def _date(left: _Text) -> tuple[date | None, tuple[int, int] | None, int | None, str]:
    for pattern, order in (
        (_ISO_DATE, (3, 2, 1)),
        (_NUMERIC_DATE, (1, 2, 3)),
        (_WORD_DATE, (1, 2, 3)),
        (_MONTH_FIRST, (2, 1, 3)),
    ):
        found = left.take(pattern)
        if found:
            day, month, year = (found.group(place) for place in order)
            number = _MONTHS.get(month.lower()) or int(month)
            whole = _full_year(year)
            born = _real(int(day), number, whole)
            if born:
                return born, None, whole, ""
            kept = whole if EARLIEST_YEAR <= whole <= 2100 else None
            return (
                None,
                None,
                kept,
                f"{found.group().strip()} is not a date somebody could be born on, so it was left out.",
            )
    found = left.take(_MONTH_YEAR)
    if found and EARLIEST_YEAR <= int(found.group(2)) <= 2100:
        year = int(found.group(2))
        return None, (_MONTHS[found.group(1).lower()], year), year, ""
    return None, None, None, ""
