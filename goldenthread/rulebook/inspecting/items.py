"""The items that a report lists: what needs to improve, what needs action first, and what is strong.

A list begins at its heading. Its items carry bullets, or numbers that run on, or nothing. It ends at the next heading,
at a number that does not follow, or where a bulleted list turns into running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goldenthread.rulebook.inspecting.headings import (
    BOARD,
    BOARD_LIST,
    IMPROVE,
    PARTS,
    PRIORITY,
    STRENGTH,
    begins_list,
    is_heading,
)
from goldenthread.rulebook.inspecting.lines import BULLET, NUMBER, Line, joined
from goldenthread.rulebook.inspecting.proposal import ReadFinding
from goldenthread.rulebook.inspecting.themes import themes_of

_INTRO = re.compile(
    r"(?:(?:take )?the following(?: \w+)?|the local authority (?:should|must)|this is what .{0,60}|:)[:.]?$",
    re.IGNORECASE,
)
_WHEN = re.compile(r"^(?:immediately|within (?:\w+) (?:weeks?|months?))\W*$", re.IGNORECASE)
_NONE = re.compile(
    r"(?:\bno|did not (?:find|identify) any|\bnot any|not identif\w+ any) (?:areas?|matters?|issues?|recommendations?)"
    r"(?: for| of| requiring| that)?|^none\W*$|^there (?:are|were) none",
    re.IGNORECASE,
)
_GLYPH = re.compile(r"^[◼■▪•●○❑❖➢►‣\uf000-\uf0ff]\s*")
_TAG = re.compile(r"\(([^()]*national framework[^()]*)\)", re.IGNORECASE)
_LOOSE_TAIL = re.compile(r"(?:[,;]| and| or| of| the| to| for| with| in| a| by| that| which)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """One list: `polarity` of its items, the items, and the line after its last."""

    polarity: str
    items: tuple[ReadFinding, ...]
    after: int


def lists_of(lines: Sequence[Line]) -> Iterator[Listed]:
    """Each list of the lines, in order."""
    at = 0
    while at < len(lines):
        polarity = _polarity(lines, at)
        if polarity is None:
            at += 1
            continue
        after, items = _items(lines, at + 1, polarity)
        if items:
            yield Listed(polarity, tuple(items), after)
        at = max(after, at + 1)


def board_begins(lines: Sequence[Line]) -> int:
    """The line at which a report turns to the safeguarding board; the number of lines when it does not."""
    for at, line in enumerate(lines):
        if BOARD_LIST.match(line.words) and not line.words[-1].isdigit():
            return at
        if at > 0.35 * len(lines) and BOARD.match(line.words):
            return at
    return len(lines)


def finding(lines: Sequence[Line], words: str, polarity: str) -> ReadFinding:
    """The lines as one finding."""
    tag = _TAG.search(words)
    return ReadFinding(
        words=words,
        polarity=polarity,
        themes=themes_of(words),
        start=lines[0].end - len(_bare(lines[0])) if _bare(lines[0]) else lines[0].start,
        end=lines[-1].end,
        tag=" ".join(tag[1].split()) if tag else "",
    )


def _polarity(lines: Sequence[Line], at: int) -> str | None:
    words = lines[at].words
    # The end of a sentence may stand on a line of its own: "recognises this as an | area for development."
    if BULLET.match(words) or not _stands_alone(lines, at):
        return None
    if PRIORITY.match(words):
        return "priority_action"
    if IMPROVE.match(words) or BOARD_LIST.match(words):
        return "area_for_improvement"
    if STRENGTH.match(words):
        return "strength"
    return None


def _items(lines: Sequence[Line], first: int, polarity: str) -> tuple[int, list[ReadFinding]]:
    """The items from this line on, and the line after the last of them."""
    at = first
    mode, intro_end = _mode(lines, at)
    if mode is None:
        return first, []
    at = intro_end
    if mode == "number":
        return _numbered(lines, at, polarity)
    if mode == "bullet":
        return _bulleted(lines, at, polarity)
    return _plain(lines, at, polarity)


def _mode(lines: Sequence[Line], at: int) -> tuple[str | None, int]:
    """How the items are marked, and the line at which they begin, past a sentence that only leads to them."""
    for ahead in range(at, min(at + 8, len(lines))):
        words = lines[ahead].words
        if BULLET.match(words):
            return "bullet", ahead
        number = NUMBER.match(words)
        if number:
            paragraph = joined([one.words for one in lines[ahead : ahead + 5]])
            if re.match(r"^\d{1,3}[.)]\s*In order to .{0,250}?(?:following actions?|should)\b", paragraph):
                past = ahead + 1
                while past < len(lines) and not BULLET.match(lines[past].words) and past - ahead < 8:
                    past += 1
                return "bullet", past
            return "number", ahead
        if is_heading(words):
            return (None, at) if ahead == at else ("plain", at)
    return "plain", at


def _bare(line: Line) -> str:
    """The words of a line without the bullet or number before them."""
    words = BULLET.sub("", line.words, count=1)
    return NUMBER.sub("", words, count=1) if words == line.words else words


def _numbered(lines: Sequence[Line], at: int, polarity: str) -> tuple[int, list[ReadFinding]]:
    made: list[ReadFinding] = []
    held: list[Line] = []
    last = None
    while at < len(lines):
        words = lines[at].words
        number = NUMBER.match(words)
        if number and (last is None or int(number[1]) == last + 1):
            _close(made, held, polarity)
            held, last = [lines[at]], int(number[1])
        elif not number and _ends_list(lines, at):
            if not (PARTS.match(words) and _is_subhead(lines, at)):
                break
        elif number and last is not None and int(number[1]) <= last and held and _ended(held[-1].words):
            break
        elif held and not (_ended(held[-1].words) and _is_subhead(lines, at)):
            held.append(lines[at])
        at += 1
    _close(made, held, polarity)
    return at, made


def _bulleted(lines: Sequence[Line], at: int, polarity: str) -> tuple[int, list[ReadFinding]]:
    made: list[ReadFinding] = []
    held: list[Line] = []
    usual = _usual_length(lines)
    unwrapped = any(len(line.words) > 220 for line in lines)
    while at < len(lines):
        words = lines[at].words
        if BULLET.match(words):
            _close(made, held, polarity)
            held = [lines[at]]
        elif _WHEN.match(words) or (held and (unwrapped or _ended(held[-1].words)) and _is_subhead(lines, at)):
            _close(made, held, polarity)
            held = []
        elif (
            _ends_list(lines, at)
            or NUMBER.match(words)
            or (unwrapped and held)
            or (held and _turns_to_text(held[-1], lines[at], usual))
            or (not held and made)
        ):
            break
        elif held:
            held.append(lines[at])
        at += 1
    _close(made, held, polarity)
    return at, made


def _plain(lines: Sequence[Line], at: int, polarity: str) -> tuple[int, list[ReadFinding]]:
    """Items without any mark: each is a paragraph, and the list ends at a heading or after twenty-five of them."""
    made: list[ReadFinding] = []
    held: list[Line] = []
    usual = _usual_length(lines)
    while at < len(lines) and len(made) < 25:
        words = lines[at].words
        if _ends_list(lines, at) or NUMBER.match(words):
            break
        ended = _ended(held[-1].words) if held else False
        # A mark may be lost and the full stop too: a line far short of the others, or a blank, still ends an item.
        short = bool(held) and len(held[-1].words) < 0.7 * usual and not _LOOSE_TAIL.search(held[-1].words)
        apart = lines[at].after_blank and not (held and (held[-1].before_break or _LOOSE_TAIL.search(held[-1].words)))
        if held and ((ended and (lines[at].after_blank or words[:1].isupper())) or short or apart):
            _close(made, held, polarity)
            held = []
        held.append(lines[at])
        at += 1
    _close(made, held, polarity)
    return at, made


def _ends_list(lines: Sequence[Line], at: int) -> bool:
    words = lines[at].words
    return (is_heading(words) or bool(PARTS.match(words))) and _stands_alone(lines, at)


def _close(made: list[ReadFinding], held: list[Line], polarity: str) -> None:
    if not held:
        return
    words = joined([_bare(held[0]), *(_GLYPH.sub("", one.words) for one in held[1:])])
    if len(words) > 8 and not _NONE.search(words[:160]) and not _INTRO.search(words):
        made.append(finding(held, words, polarity))


def _ended(words: str) -> bool:
    return bool(re.search(r"[.!?][’”\"')]*\d{0,2}$", words))


def _usual_length(lines: Sequence[Line]) -> float:
    lengths = sorted(len(line.words) for line in lines)
    return lengths[int(len(lengths) * 0.75)] if lengths else 80


def _turns_to_text(last: Line, line: Line, usual: float) -> bool:
    """Whether a line without a bullet begins running text rather than goes on with the item before it."""
    ended = _ended(last.words) or last.words.endswith(";")
    begins = bool(re.match(r"[A-Z‘“\"]", line.words))
    if ended and begins and (len(last.words) < 0.85 * usual or (line.after_blank and not last.before_break)):
        return True
    short = len(last.words) < 0.62 * usual and not _LOOSE_TAIL.search(last.words)
    return begins and line.after_blank and short and not last.before_break


def _stands_alone(lines: Sequence[Line], at: int) -> bool:
    """A heading begins a line of its own: what is before it has ended, or the line is not its going on."""
    if at == 0:
        return True
    before, line = lines[at - 1], lines[at]
    if _ended(before.words) or line.after_blank or line.new_page or before.before_break:
        return True
    return line.words[:1].isupper() and not _LOOSE_TAIL.search(before.words)


def _is_subhead(lines: Sequence[Line], at: int) -> bool:
    """A short line with no full stop between two items: it names what the items after it are about."""
    words = lines[at].words
    if begins_list(words) or _ended(words) or len(words) > 90 or not words[:1].isupper() or words.endswith((",", ";")):
        return False
    for ahead in range(at + 1, min(at + 4, len(lines))):
        after = lines[ahead].words
        if NUMBER.match(after) or BULLET.match(after) or is_heading(after):
            return True
        if _ended(after):
            return False
    return at + 1 >= len(lines)
