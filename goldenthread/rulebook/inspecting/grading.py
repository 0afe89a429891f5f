"""The judgements of a report: each area with its grade, in the words of the report."""

from __future__ import annotations

import re
from collections.abc import Sequence

from goldenthread.rulebook.inspecting.lines import GRADE, Line, joined
from goldenthread.rulebook.inspecting.proposal import Judgement

_TABLE = re.compile(r"^judge?ments?(?:\s+grades?)?$", re.IGNORECASE)
_AREA = (
    r"the (?:overall )?(?:impact|experiences?|quality|effectiveness)\b"
    r"(?:(?!\b(?:the impact of|the experiences?)\b).){5,140}?"
    r"|overall effectiveness"
)
_ROW = re.compile(rf"({_AREA})[:\s]+({GRADE})(?=\s|$|[.,;])", re.IGNORECASE)
_COLON = re.compile(rf"^(the (?:impact of leaders|experiences? and progress).{{5,140}}?):\s*({GRADE})\b", re.IGNORECASE)
_NUMBERED = re.compile(
    rf"(?<![\d.])\d(?:\.\d)?\.?\s+(children who need help and protection|"
    rf"children looked after and achieving permanence|adoption performance|"
    rf"(?:the )?experiences and progress of care leavers|leadership, management and governance)\s+({GRADE})",
    re.IGNORECASE,
)
_OVERALL = re.compile(
    rf"(?:overall judge?ment (?:is|that)(?: that)?(?: children[’']s services)?|children[’']s services in [^.]{{3,60}}?)"
    rf"\s+(?:(?:is|are)\s+)?({GRADE})",
    re.IGNORECASE,
)
_BOARD = re.compile(
    rf"(?:the (?:effectiveness of the )?)?local safeguarding children board(?: \(LSCB\))?\s+(?:is\s+)?({GRADE})",
    re.IGNORECASE,
)
_RECORD = re.compile(r"^record of main findings\W*$", re.IGNORECASE)
_SERVICE = re.compile(
    r"^(?:safeguarding services|services for looked after children"
    r"|(?:safeguarding )?outcomes for (?:looked after )?children and young people)$",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"^(.*?)\s*\b(outstanding|good|adequate|inadequate)(?:\s*\(?grade \d\)?)?$", re.IGNORECASE)


def judgements_of(lines: Sequence[Line]) -> tuple[Judgement, ...]:
    """What was graded, in the order of the report. Reports of before 2013 end with a table of their own."""
    for read in (_from_table, _from_numbers, _from_record, _from_headings):
        found = read(lines)
        if found:
            return tuple(found)
    return ()


def _from_table(lines: Sequence[Line]) -> list[Judgement]:
    start = next((at for at, line in enumerate(lines[:80]) if _TABLE.match(_unruled(line.words))), None)
    if start is None:
        return []
    window = joined([_unruled(line.words) for line in lines[start + 1 : start + 26]])
    found, at = [], 0
    while row := _ROW.match(window, at):
        found.append(Judgement(_sentence(row[1]), _sentence(row[2])))
        at = row.end()
        while at < len(window) and window[at] in " .,;":
            at += 1
    return found


def _unruled(words: str) -> str:
    """A row of a table without the bars that a plain-text copy draws between its cells."""
    return " ".join(re.sub(r"\|[\s:|-]*", " ", words).split())


def _from_numbers(lines: Sequence[Line]) -> list[Judgement]:
    top = joined([line.words for line in lines[:60]])
    rows = {_sentence(row[1]): _sentence(row[2]) for row in reversed(list(_NUMBERED.finditer(top)))}
    if not rows:
        return []
    found = [Judgement(area, rows[area]) for area in reversed(rows)]
    overall = _OVERALL.search(top)
    if overall:
        found.insert(0, Judgement("Overall effectiveness", _sentence(overall[1])))
    whole = joined([line.words for line in lines])
    board = _BOARD.search(whole)
    if board:
        found.append(Judgement("Local Safeguarding Children Board", _sentence(board[1])))
    return found


def _from_record(lines: Sequence[Line]) -> list[Judgement]:
    starts = [at for at, line in enumerate(lines) if _RECORD.match(line.words)]
    if not starts:
        return []
    found, held = [], []
    for line in lines[starts[-1] + 1 : starts[-1] + 60]:
        ends = _LAST_WORD.match(line.words)
        if ends is None:
            held.append(line.words)
            continue
        words = [one for one in (*held, ends[1]) if one]
        while len(words) > 1 and _SERVICE.match(words[0]):
            words.pop(0)
        area = joined(words)
        if area and len(area) < 140:
            found.append(Judgement(_sentence(area), _sentence(ends[2])))
        held = []
    return found


def _from_headings(lines: Sequence[Line]) -> list[Judgement]:
    found = []
    for at, _line in enumerate(lines):
        row = _COLON.match(joined([one.words for one in lines[at : at + 2]]))
        if row and _line.words.casefold().startswith("the "):
            found.append(Judgement(_sentence(row[1]), _sentence(row[2])))
    return found


def _sentence(words: str) -> str:
    """The words on one line, beginning with a capital letter; a grade in the form it has in a table."""
    words = " ".join(words.split())
    if re.fullmatch(GRADE, words, re.IGNORECASE):
        words = re.sub(r"^require\b", "requires", words.casefold())
    return words[:1].upper() + words[1:]
