"""Which list a sheet is, and which column a header means, however a council's own report spells them.

Everything that is not spelt as the list spells it is a guess, and is said. A guess is never made where two columns
would do: then the header is left out, and that is said too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.fuzz import token_sort_ratio

from goldenthread.rulebook.annex.lists import LISTS, AnnexList

ALIKE = 82  # of a hundred: less alike is another column
APART = 6  # by how much the best must be better than the next
MOST_COLUMNS_READ = 200

# Spellings seen in councils' files, by the column they mean.
_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "Child Unique ID": (
        "child id",
        "unique id",
        "child identifier",
        "la child id",
        "local authority child id",
        "person id",
        "client id",
        "system id",
        "pid",
        "id",
    ),
    "Gender": ("sex", "gender of child", "child gender"),
    "Ethnicity": ("ethnic origin", "ethnic group", "ethnic code", "child ethnicity"),
    "Date of Birth": ("dob", "birth date", "child date of birth", "child dob", "d o b"),
    "Age of Child (Years)": ("age", "age years", "child age", "age of child"),
    "Does the Child have a Disability": (
        "disability",
        "disabled",
        "has disability",
        "child disability",
        "disability y n",
    ),
    "Allocated Team": ("team", "team name", "current team", "allocated team name"),
    "Allocated Worker": (
        "worker",
        "allocated social worker",
        "social worker",
        "case worker",
        "keyworker",
        "allocated worker name",
    ),
    "Date of Contact": ("contact date", "date contact received"),
    "Contact Source": ("source of contact", "source"),
    "Date of referral": ("referral date", "date referral received", "referral received date"),
    "Referral Source": ("source of referral", "source"),
    "Referral NFA?": ("nfa", "referral nfa y n", "referral no further action", "no further action"),
    "Number of Referrals in Last 12 Months": ("referrals in last 12 months", "no of referrals in last 12 months"),
    "Continuous Assessment Start Date": ("assessment start date", "assessment start", "start date of assessment"),
    "Continuous Assessment Date of Authorisation": (
        "assessment authorised date",
        "assessment authorisation date",
        "assessment end date",
        "date assessment authorised",
        "date of authorisation",
    ),
    "Child Seen During Continuous Assessment": ("child seen", "child seen during assessment"),
    "Strategy discussion initiating Section 47 Enquiry Start Date": (
        "strategy discussion date",
        "s47 start date",
        "section 47 start date",
        "section 47 enquiry start date",
    ),
    "Date of Initial Child Protection Conference": ("icpc date", "date of icpc", "initial conference date"),
    "Was an Initial Child Protection Conference deemed unnecessary?": (
        "icpc not required",
        "icpc deemed unnecessary",
        "was an icpc deemed unnecessary",
    ),
    "Did the Initial Child Protection Conference Result in a Child Protection Plan": (
        "icpc resulted in cpp",
        "did the icpc result in a cpp",
        "did the icpc result in a child protection plan",
    ),
    "Number of Section 47 Enquiries in the last 12 months": ("number of s47s in the last 12 months",),
    "CIN Start Date": ("cin plan start date", "child in need start date", "start date"),
    "CIN Closure Date": ("cin end date", "child in need closure date", "closure date", "end date"),
    "Primary Need Code": ("primary need", "need code", "category of need"),
    "Reason for Closure": ("closure reason", "cin closure reason", "reason for cin closure"),
    "Case Status": ("status",),
    "Date Child Was Last Seen": ("last seen", "date last seen", "child last seen"),
    "Child Protection Plan Start Date": ("cpp start date", "cp plan start date", "cp start date"),
    "Child Protection Plan End Date": ("cpp end date", "cp plan end date", "cp end date"),
    "Date of the Last Statutory Visit": ("last statutory visit", "date of last cp visit", "last visit date"),
    "Was the Child Seen Alone?": ("seen alone", "child seen alone"),
    "Date of latest review conference": ("latest review conference", "last rcpc date", "latest rcpc date"),
    "Number of Previous Child Protection Plans": ("previous cp plans", "number of previous cpps", "previous cpp"),
    "Initial Category of Abuse": ("initial category", "category of abuse at start"),
    "Latest Category of Abuse": ("latest category", "current category of abuse"),
}

# Words that turn one column into another: a header that has one the column lacks, or lacks one it has, is not it.
_TELLING = frozenset(
    {"start", "end", "closure", "ceased", "completion", "authorisation", "birth", "contact", "referral", "initial"}
    | {"latest", "last", "first", "source", "team", "worker", "missing", "absent", "offered", "accept", "review"}
    | {"visit", "seen", "alone", "reason", "category", "status", "number", "order", "placed", "decision", "matched"}
    | {"health", "dental", "iro", "pathway", "advisor", "legal", "placement"}
)
_SAME = {"started": "start", "ended": "end", "closed": "closure", "dob": "birth", "authorised": "authorisation"}
_WORDS = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=5_000)
def plain(text: str) -> str:
    """A header as it is compared: its words, in small letters."""
    return " ".join(_WORDS.findall(text.lower().replace("’", "").replace("'", "")))


@lru_cache(maxsize=5_000)
def _telling(text: str) -> frozenset[str]:
    return frozenset(_SAME.get(word, word) for word in text.split()) & _TELLING


@dataclass(frozen=True, slots=True)
class Match:
    """A header that is a column. `why` is empty where it is spelt as the list spells it."""

    place: int
    column: str
    said: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """A sheet's headers: those that are columns of the list, those that are none, and the columns it lacks."""

    columns: tuple[Match, ...]
    unread: tuple[str, ...]
    lacking: tuple[str, ...]


def match_headers(wanted: AnnexList, headers: Sequence[str]) -> Matched:
    """Pairs the headers of a sheet with the columns of a list, each once at most."""
    said = [str(header or "").strip() for header in headers[:MOST_COLUMNS_READ]]
    left = {place: plain(text) for place, text in enumerate(said) if plain(text)}
    free = {column.name: plain(column.name) for column in wanted.columns}
    found: list[Match] = []

    def take(place: int, column: str, why: str) -> None:
        found.append(Match(place, column, said[place], why))
        del left[place]
        del free[column]

    for place, text in list(left.items()):
        exact = next((name for name, words in free.items() if words == text), None)
        if exact is not None:
            take(place, exact, "" if said[place] == exact else "The same words, written otherwise.")
    for place, text in list(left.items()):
        known = next((name for name in free if text in _SPELLINGS.get(name, ())), None)
        if known is not None:
            take(place, known, "A spelling that councils use.")
    scored = sorted(
        (
            (token_sort_ratio(text, words), place, name)
            for place, text in left.items()
            for name, words in free.items()
            if _telling(text) == _telling(words)
        ),
        reverse=True,
    )
    for score, place, name in scored:
        if score < ALIKE:
            break
        if place in left and name in free:
            rivals = [s for s, p, n in scored if (p == place) != (n == name) and p in left and n in free]
            if not rivals or score - max(rivals) >= APART:
                take(place, name, f"Alike in {score:.0f} letters of 100, and no other column is.")
    found.sort(key=lambda one: one.place)
    return Matched(tuple(found), tuple(said[place] for place in left), tuple(free))


_NUMBER = re.compile(r"\b(?:list|sheet|annex a)?[ _-]*0*(\d{1,2})\b")
_TITLES = {plain(one.title): one.number for one in LISTS.values()}
_TITLE_WORDS = {
    "contacts": 1,
    "early help": 2,
    "referrals": 3,
    "assessments": 4,
    "s47": 5,
    "section 47": 5,
    "icpc": 5,
    "children in need": 6,
    "cin": 6,
    "child protection": 7,
    "cpp": 7,
    "children in care": 8,
    "looked after": 8,
    "cla": 8,
    "lac": 8,
    "leaving care": 9,
    "care leavers": 9,
    "adoption": 10,
    "adopters": 11,
}


def list_named(sheet: str) -> tuple[int, str] | None:
    """The number of the list that a sheet's name says it is, and why where the name is not the list's own."""
    text = plain(sheet.replace("_", " "))
    exact = re.fullmatch(r"list 0*(\d{1,2})", text)
    if exact and int(exact.group(1)) in LISTS:
        number = int(exact.group(1))
        return number, "" if sheet == LISTS[number].sheet else "The sheet is named for that list."
    if text in _TITLES:
        return _TITLES[text], "The sheet has that list’s title."
    numbered = _NUMBER.search(text)
    if numbered and int(numbered.group(1)) in LISTS and ("list" in text or text.isdigit()):
        return int(numbered.group(1)), "The sheet’s name has that number."
    for words, number in _TITLE_WORDS.items():
        if re.search(rf"\b{words}\b", text):
            return number, f"The sheet’s name says “{words}”."
    return None


def list_like(headers: Sequence[str]) -> int | None:
    """The list whose columns these headers are, for a sheet whose name says nothing; None where no list fits well, or
    two fit as well."""
    scores = sorted(
        ((len(match_headers(one, headers).columns) / len(one.columns), number) for number, one in LISTS.items()),
        reverse=True,
    )
    (best, number), (second, _) = scores[:2]
    return number if best >= 0.6 and best - second >= 0.05 else None
