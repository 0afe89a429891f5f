"""Reading a children in need census file as a stream: one child at a time, memory flat, nothing believed.

No entity is resolved, nothing is fetched, and a file that declares its own document type is refused before any of it
is read: the census has none, and every attack by XML begins with one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from goldenthread.kernel.clock import london_date
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.census import LONGEST_VALUE, REPEATED, RULES, Breach, Record, read_date, year_starts_on
from goldenthread.rulebook.census import Path as Place

MOST_REFERRALS = 1_000  # of one child; more is no census, and would be held in memory at once
FIRST_CENSUS = date(2009, 3, 31)

_SAFELY = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


class NotACensus(Refused):
    """The file is not a children in need census, or stops being one: nothing of it is loaded. One sentence."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the file says of itself. `ends_on` is its reference date: nothing in it can have happened later."""

    year: int
    ends_on: date
    authority: str
    line: int = 1  # of the reference date

    @property
    def starts_on(self) -> date:
        """The first day of the census year."""
        return year_starts_on(self.ends_on)


@dataclass(frozen=True, slots=True)
class ReadChild:
    """One `Child` element: its record, the line it begins on, and what of its form is wrong already."""

    record: Record
    line: int
    breaches: list[Breach]
    element: Any

    def line_of(self, path: Place) -> int:
        """The line of what the path leads to, or of the nearest thing above it that is there."""
        here = self.element
        steps = list(path)
        while steps:
            tag = steps.pop(0)
            n = steps.pop(0) if steps and isinstance(steps[0], int) else 0
            found = next(islice(here.iterchildren(tag), n, None), None)
            if found is None:
                break
            here = found
        return here.sourceline or self.line


class CensusFile:
    """A census file that is being read. `header` is known once the file is open; `sha256` when it has been read
    through; `position` is how many bytes have been read of `size`.

    Raises `NotACensus` when opened on anything else, and while reading when the file breaks off.
    """

    def __init__(self, path: Path, *, at: datetime) -> None:
        self.size = path.stat().st_size
        self._file = path.open("rb")
        try:
            _refuse_the_wrong_sort(self._file)
            self._source = _Hashed(self._file)
            self._events = etree.iterparse(
                self._source,  # type: ignore[arg-type]  # lxml asks for read alone
                events=("end",),
                tag=("Header", "Child", "CINdetails"),
                **_SAFELY,
            )
            self.header = self._read_header(london_date(at))
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> CensusFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def position(self) -> int:
        return self._source.count

    @property
    def sha256(self) -> str:
        return self._source.digest.hexdigest()

    def children(self) -> Iterator[ReadChild]:
        """Every child of the file, in order. Each is forgotten when the next is asked for."""
        try:
            yield from self._children()
        except etree.XMLSyntaxError as broken:
            raise _broken(broken) from None

    def _children(self) -> Iterator[ReadChild]:
        referrals = 0
        for _, element in self._events:
            if element.tag == "CINdetails":
                referrals += 1
                if referrals > MOST_REFERRALS:
                    raise NotACensus(
                        f"A child on line {element.sourceline} has more referrals than any child can have."
                    )
                continue
            referrals = 0
            parent = element.getparent()
            if element.tag != "Child" or parent is None or parent.tag != "Children":
                continue
            breaches: list[Breach] = []
            record = _record_of(element, (), breaches)
            yield ReadChild(record if isinstance(record, dict) else {}, element.sourceline or 0, breaches, element)
            element.clear()
            # What was read before it goes too, or the tree would grow with the file.
            while element.getprevious() is not None:
                del parent[0]

    def _read_header(self, today: date) -> Header:
        try:
            for _, element in self._events:
                if element.tag == "Header":
                    return _header_of(element, today)
                break
        except etree.XMLSyntaxError as broken:
            raise _broken(broken) from None
        raise NotACensus("The file has no header before its children, so nobody can say which census it is.")


def _broken(broken: etree.XMLSyntaxError) -> NotACensus:
    return NotACensus(f"The file stops being XML at line {broken.lineno or 1}, so nothing was loaded.")


class _Hashed:
    """A file that is hashed and counted as it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.digest, self.count = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        self.count += len(data)
        return data


def _refuse_the_wrong_sort(file: BinaryIO) -> None:
    """Looks at how the file begins, whatever its name says, and leaves it at its beginning."""
    start = file.read(4096)
    if not start.strip():
        raise NotACensus("The file is empty.")
    if start[:2] == b"PK":
        raise NotACensus("This is a zip file or a workbook. Unpack it, and load the XML file that is in it.")
    if start[:2] == b"\x1f\x8b":
        raise NotACensus("This file is compressed. Unpack it, and load the XML file that is in it.")
    if start[:5] == b"%PDF-":
        raise NotACensus("This is a PDF document, not a census file.")
    text = start.replace(b"\x00", b"")  # so that UTF-16 is read alike
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        text = text.removeprefix(mark)
    if not text.lstrip().startswith(b"<"):
        raise NotACensus("This is not an XML file: a children in need census begins with <Message>.")
    if text.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise NotACensus("This is a web page, not a census file.")
    file.seek(0)
    try:
        _, root = next(iter(etree.iterparse(file, events=("start",), **_SAFELY)))
    except (StopIteration, etree.XMLSyntaxError):
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise NotACensus(_DECLARES) from None
        raise NotACensus("This is not an XML file that can be read: it breaks off at its beginning.") from None
    docinfo = root.getroottree().docinfo
    if docinfo.doctype or docinfo.internalDTD is not None:
        raise NotACensus(_DECLARES)
    tag = etree.QName(root)
    if tag.localname != "Message" or tag.namespace:
        shown = "".join(letter for letter in tag.localname[:40] if letter.isalnum() or letter in "-_.")
        inside = " inside a namespace" if tag.namespace else ""
        raise NotACensus(
            f"This is XML, but not a children in need census: it begins with <{shown}>{inside}, not <Message>."
        )
    file.seek(0)


_DECLARES = "The file declares a document type of its own. The census has none, and such a file can do harm."


def _header_of(element: Any, today: date) -> Header:
    collection = (element.findtext("CollectionDetails/Collection") or "").strip()
    if collection and collection.upper() != "CIN":
        shown = "".join(letter for letter in collection[:20] if letter.isalnum())
        raise NotACensus(f"This is a census of another kind ({shown}), not of children in need.")
    written = (element.findtext("CollectionDetails/ReferenceDate") or "").strip()
    year = (element.findtext("CollectionDetails/Year") or "").strip()
    if not collection and not written and not year:
        raise NotACensus("The file’s header does not say that it is a children in need census.")
    ends_on = read_date(written) if written else None
    if written and ends_on is None:
        raise NotACensus("The reference date in the file’s header is not a date.")
    if ends_on is None:
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise NotACensus("The file’s header has no reference date and no year.")
        ends_on = date(int(year), 3, 31) if int(year) else None
    if ends_on is None or not FIRST_CENSUS <= ends_on <= today + timedelta(days=366):
        raise NotACensus("The reference date in the file’s header is not one that a census can have.")
    authority = (element.findtext("Source/LEA") or "").strip()
    named = element.find("CollectionDetails/ReferenceDate")
    line = (element if named is None else named).sourceline or 1
    return Header(ends_on.year, ends_on, authority[:3] if authority.isascii() and authority.isalnum() else "", line)


def _record_of(element: Any, at: Place, breaches: list[Breach]) -> Record | str:
    """What an element holds: its text, or {element: text or record}, with a list where one comes again."""
    if not len(element):
        text = element.text
        return text.strip() if text else ""
    record: Record = {}
    for child in element:
        tag = child.tag
        if len(child):
            n = len(record.get(tag, ())) if tag in REPEATED else 0
            value: Any = _record_of(child, (*at, tag, n), breaches)
        else:
            text = child.text
            value = text.strip() if text else ""
            if len(value) > LONGEST_VALUE:
                breaches.append(Breach(RULES["long"], (*at, tag), value, ()))
                value = value[:LONGEST_VALUE]
        if tag in REPEATED:
            record.setdefault(tag, []).append(value)
        elif tag in record:
            breaches.append(Breach(RULES["twice"], (*at, tag, 1), "", _owner(at)))
        else:
            record[tag] = value
    return record


def _owner(at: Place) -> Place:
    """The record that a place belongs to: the child, a referral, or one module of a referral."""
    if at[:1] != ("CINdetails",):
        return ()
    return at[:4] if len(at) >= 4 and at[2] in REPEATED else at[:2]
