"""The rules that no child breaks alone: what is wrong with a census file as a whole.

Memory is flat: of a pupil number that was seen, eight bytes of its hash are kept, in a table of numbers. Two different
numbers share a hash once in ten thousand million files of a whole authority; then one child is told of wrongly, and
nothing is left out.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import date

from goldenthread.rulebook.census.rules import RULES
from goldenthread.rulebook.census.values import (
    Breach,
    Path,
    Record,
    disabilities_of,
    read_date,
    sex_of,
    year_starts_on,
)

MOST_WITHOUT_SEX = 50  # one child of so many may have no sex recorded: 2 of every 100
FEWEST_DISABILITIES = 8
_EIGHT_BYTES = 2**64 - 1
_UPN_AT: Path = ("ChildIdentifiers", "UPN")


class Seen:
    """Texts that were seen, by a hash of eight bytes each: twenty-two bytes a text at most, and none of it readable."""

    __slots__ = ("_count", "_slots")

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 * 1024))
        self._count = 0

    def again(self, text: str) -> bool:
        """Whether the text was seen before; from now on it was."""
        key = hash(text) & _EIGHT_BYTES or 1  # nought marks an empty slot
        if not _put(self._slots, key):
            return True
        self._count += 1
        if self._count * 4 > len(self._slots) * 3:
            larger = array("Q", bytes(16 * len(self._slots)))
            for one in self._slots:
                if one:
                    _put(larger, one)
            self._slots = larger
        return False


def _put(slots: array[int], key: int) -> bool:
    """Puts a hash in the first free slot from its own on; False when it is there already."""
    mask = len(slots) - 1
    n = key & mask
    while slots[n]:
        if slots[n] == key:
            return False
        n = (n + 1) & mask
    slots[n] = key
    return True


class WholeFile:
    """Counts over the children of one file, handed in one by one."""

    def __init__(self, ends_on: date) -> None:
        self.ends_on, self.starts_on = ends_on, year_starts_on(ends_on)
        self._children, self._pupils = Seen(), Seen()
        self.born = self.without_sex = self.plans = self.conferences = 0
        self.disabilities: set[str] = set()
        self.most_disabilities = 0

    def child(self, record: Record) -> Iterator[Breach]:
        """Counts a checked child in; what is wrong with her because of those before her. A child who was in the file
        already is not counted again."""
        ids = record["ChildIdentifiers"]
        if self._children.again(ids["LAchildID"]):
            return
        upn = ids.get("UPN")
        if upn and self._pupils.again(upn.upper()):
            yield Breach(RULES["1520"], _UPN_AT, upn, ())
        if ids.get("PersonBirthDate"):
            self.born += 1
            self.without_sex += sex_of(ids) == "U"
        disabilities = set(disabilities_of(record.get("ChildCharacteristics") or {})) - {"NONE"}
        if disabilities:
            self.disabilities |= disabilities
            self.most_disabilities = max(self.most_disabilities, len(disabilities))
        for referral in record["CINdetails"]:
            if "ChildProtectionPlans" in referral or "Section47" in referral or "DateOfInitialCPC" in referral:
                self._conferences_of(referral)

    def _conferences_of(self, referral: Record) -> None:
        self.plans += sum(
            self._this_year(one.get("CPPstartDate")) for one in referral.get("ChildProtectionPlans", ()) if one
        )
        self.conferences += self._this_year(referral.get("DateOfInitialCPC"))
        self.conferences += sum(
            self._this_year(one.get("DateOfInitialCPC")) for one in referral.get("Section47", ()) if one
        )

    def _this_year(self, text: str | None) -> bool:
        day = read_date(text) if text else None
        return day is not None and self.starts_on <= day <= self.ends_on

    def end(self) -> Iterator[tuple[str, str]]:
        """Once all children are counted in: each rule that the file breaks, and the element it is about."""
        if (self.ends_on.month, self.ends_on.day) != (3, 31):
            yield "100", "ReferenceDate"
        if self.plans > self.conferences:
            yield "2883", "CPPstartDate"
        if self.without_sex * MOST_WITHOUT_SEX > self.born:
            yield "2886Q", "Sex"
        if self.born and len(self.disabilities) < FEWEST_DISABILITIES:
            yield "2887Q", "Disability"
        if self.most_disabilities == 1:
            yield "2888Q", "Disability"
