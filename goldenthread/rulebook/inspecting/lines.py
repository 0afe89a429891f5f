"""A document as lines that know their place, without what stands on every page: numbers, headers, footers, notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from goldenthread.rulebook.inspecting.headings import PARTS, is_heading

BULLET = re.compile(
    r"^(?:[◼■▪•●○◦❑❖➢►‣⁃∙·\uf000-\uf0ff*]|[–—-](?=\s)|o(?=\s+[A-Za-z])"
    r"|(?:\((?:[a-z]|[ivx]{2,4})\)|[a-z]\)|[ivx]{2,4}[.)])(?=\s))\s*"
)
NUMBER = re.compile(r"^(\d{1,3})[.)]\s*(?=\S|$)")
GRADE = r"(?:requires? improvement(?: to be good)?|outstanding|inadequate|adequate|good)"
_PAGE_NUMBER = re.compile(r"^(?:page\s*)?[–-]?\s*\d{1,3}\s*[–-]?(?:\s*of\s*\d{1,3})?$", re.IGNORECASE)
_RUNNING = re.compile(
    r"^(?:(?:re-?)?inspection|focused visit|monitoring visit|joint (?:targeted )?(?:area )?inspection)"
    r" (?:of|to) .{3,110}?(?:services|board|arrangements|protection)\)?(?:\s*\([^)]*\))?\s*\d{0,3}$",
    re.IGNORECASE,
)
_DAYS_AND_PAGE = re.compile(
    r"^\(?\d{1,2}(?: \w{3,9})?(?: \d{4})? ?(?:to|and|[–-]) ?\d{1,2} \w{3,9} \d{4}\)?\s*\d{1,3}$", re.IGNORECASE
)
_NOTE = re.compile(r"^(\d{1,2}) ?(?=[A-Z‘“’'(]|as of|https?:)[^.]")
_PAGED = re.compile(r"^(?:(\d{1,3})\s+\S.*\D|.*\D\s+(\d{1,3}))$")
HARD = re.compile("[\u00a0\u2007\u202f\u2009]")
_MARKED_HEADING = re.compile(r"^(?:#{1,6}\s+(.*?)(?:\s+#+)?|\*\*([^*]+)\*\*:?)$")
_LINK = re.compile(r"^https?://\S+")
_ITEM_OR_GRADE = re.compile(rf"^(?:\d{{1,3}}[.)].*|{GRADE}\W*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `words` without the blanks around it, `start` and `end` its place in the text."""

    words: str
    start: int
    end: int
    after_blank: bool = False
    new_page: bool = False
    before_break: bool = False


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of a document that say something, in order, without page furniture and foot notes."""
    rows = _rows(text)
    furniture = _furniture(rows)
    kept = [row for at, row in enumerate(rows) if at not in furniture]
    return tuple(_marked(kept, rows, furniture))


def joined(words: Sequence[str]) -> str:
    """Lines as one run of words. A word that was parted at its own hyphen keeps it."""
    whole = ""
    for one in words:
        one = re.sub(r"\s+", " ", one).strip()
        parted = len(whole) > 1 and whole.endswith("-") and whole[-2].isalpha() and one[:1].isalpha()
        whole += one if parted or not whole else f" {one}"
    return whole.strip()


def _rows(text: str) -> list[Line]:
    found, at, blanks, page = [], 0, 0, True
    before: list[int] = []
    for raw in text.splitlines(keepends=True):
        # A hard space is a space to whoever reads; one for one, so that each letter keeps its place.
        raw = HARD.sub(" ", raw)
        words = raw.strip(" \t\r\n\f\x0b\x1c\x1d\x1e\x85\u2028\u2029\u200b\ufeff")
        marked = _MARKED_HEADING.match(words)
        words = (marked[1] or marked[2]) if marked else words
        if words:
            start = at + raw.index(words)
            found.append(Line(words, start, start + len(words), blanks > 0, page))
            before.append(blanks)
            blanks, page = 0, False
        else:
            blanks += 1
        if "\f" in raw:
            page = True
        at += len(raw)
    return _spaced_singly(found, before)


def _spaced_singly(rows: list[Line], before: list[int]) -> list[Line]:
    """The rows of a text set with a blank line between any two lines: there one blank says nothing, and more do."""
    spaced = sum(one > 0 for one in before[1:])
    if len(rows) < 30 or spaced < 0.9 * len(rows) or max(len(row.words) for row in rows) > 160:
        return rows
    # Paragraphs that are each one short line look alike, but they begin anew: a wrapped line often begins small.
    if sum(row.words[:1].islower() for row in rows) < 0.25 * len(rows):
        return rows
    return [replace(row, after_blank=blanks > 1) for row, blanks in zip(rows, before, strict=True)]


def _key(words: str) -> str:
    """The words without the page number at their start or end."""
    return re.sub(r"^\d{1,3}\s+|\s*\d{1,3}$", "", words).strip().casefold()


def _furniture(rows: list[Line]) -> set[int]:
    numbers = {at for at, row in enumerate(rows) if _PAGE_NUMBER.match(row.words)}
    marked = {
        at
        for at, row in enumerate(rows)
        if at > 6 and (_DAYS_AND_PAGE.match(row.words) or (row.after_blank and _RUNNING.match(row.words)))
    }
    counted = Counter(_key(row.words) for row in rows)
    repeated = set()
    for at, row in enumerate(rows):
        times = counted[_key(row.words)]
        if is_heading(_key(row.words)) or PARTS.match(row.words):
            continue
        if times < 3 or not 8 <= len(row.words) <= 140 or BULLET.match(row.words) or _ITEM_OR_GRADE.match(row.words):
            continue
        beside = row.after_blank or row.new_page or at - 1 in numbers or at + 1 in numbers
        if beside and (times >= 4 or row.words[-1:].isdigit() or at - 1 in numbers or at + 1 in numbers):
            repeated.add(at)
    repeated |= _counted_on(rows)
    links = {at for at, row in enumerate(rows) if at == 0 and _LINK.match(row.words)}
    away = numbers | marked | repeated | links
    return away | _notes(rows, away)


def _counted_on(rows: list[Line]) -> set[int]:
    """Lines that are the same but for a page number that rises: they stand on every page, wherever the page ends."""
    found: dict[str, list[tuple[int, int]]] = {}
    for at, row in enumerate(rows):
        number = _PAGED.match(row.words)
        if number and len(row.words) <= 140 and not (BULLET.match(row.words) or _ITEM_OR_GRADE.match(row.words)):
            found.setdefault(_key(row.words), []).append((at, int(number[1] or number[2])))
    return {
        at
        for key, places in found.items()
        if len(key) >= 8 and len(places) >= 3 and all(one[1] < two[1] for one, two in pairwise(places))
        for at, _ in places
    }


def _notes(rows: list[Line], away: set[int]) -> set[int]:
    """Foot notes: from a line that begins with a bare number which some word before it carries, to the page's end."""
    found: set[int] = set()
    carried: set[str] = set()
    at = 0
    while at < len(rows):
        words = rows[at].words
        begins = _NOTE.match(words) if at not in away else None
        if begins and begins[1] in carried:
            last = at
            while last + 1 < len(rows) and last - at < 12:
                after = rows[last + 1]
                if last + 1 in away or after.new_page or (after.after_blank and not _NOTE.match(after.words)):
                    break
                last += 1
            # A note stands at the foot: a page mark follows it, or the document ends.
            if last + 1 >= len(rows) or last + 1 in away or rows[last + 1].new_page or rows[last + 1].after_blank:
                found |= set(range(at, last + 1))
                at = last + 1
                continue
        carried |= set(re.findall(r"[^\s\d](\d{1,2})(?=\s|$|[.,;:)])", words))
        at += 1
    return found


def _marked(kept: list[Line], rows: list[Line], furniture: set[int]) -> list[Line]:
    """The lines that stay, each saying whether a page ended after it."""
    broken = {rows[at - 1].start for at in furniture if at and at - 1 not in furniture}
    return [Line(one.words, one.start, one.end, one.after_blank, one.new_page, one.start in broken) for one in kept]
