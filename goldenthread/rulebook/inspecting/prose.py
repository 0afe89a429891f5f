"""Findings in running text: a sentence is told by its own words to be a strength, progress, or something to improve.

The rules are words, so that a person can see why; each finding is confirmed by a person all the same. In a story, what
the council says of itself, what was found in an earlier year, and what surrounds the story are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goldenthread.rulebook.inspecting.headings import is_heading
from goldenthread.rulebook.inspecting.lines import BULLET, NUMBER, Line
from goldenthread.rulebook.inspecting.proposal import ReadFinding
from goldenthread.rulebook.inspecting.themes import themes_of

_NEGATIVE = re.compile(
    r"\bnot\b(?! only| just| least)|\bn[o’']t\b|too (?:many|much|variable|slow|few|often|long|weak|early|late|high)"
    r"|insufficien|\black(?:s|ed|ing)?\b|absence of|inconsisten|\bweak|\bpoor|\bdelay|\bdrift\b|\blimited\b|variab"
    r"|\bvar(?:ies|ied)\b|shortfall|ineffective|\bfail(?:s|ed|ures?)\b|over-?relian|relied too|over-? ?use of"
    r"|descriptive rather|could be (?:better|more)|needs? to (?:improve|be improved|be reviewed)"
    r"|should (?:be|ensure|improve)"
    r"|(?:requires?|required|points?|areas?) (?:for )?(?:further )?improvement|recommend|negative impact|unresolved"
    r"|deteriorat|declin|undermin|\bgaps?\b|missed opportunit|unsatisfactory|\binadequate\b(?! in\b)|little improvement"
    r"|changes? (?:in|of) social worker|great deal of work|remains? (?:a concern|too)|could progress|rarely"
    r"|unhappiness|unwilling|inappropriate"
    r"|underdevelop|unclear|under-?resourced",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"(?:did not (?:find|see|identify)|found no|no) (?:any )?(?:evidence|child(?:ren)?|areas? for priority)"
    r"|(?:identified|understands?|knows?)\b[^.]{0,30}\bareas? for improvement"
    r"|[“\"‘]requires improvement[”\"’](?: rating)?",
    re.IGNORECASE,
)
_PROGRESS = re.compile(
    r"\bimprov(?:ed|es|ing|ements?)\b(?! (?:plan|board))|\b(?:signs? of |made |making |some |good |steady )progress\b"
    r"|strengthened|positive change|more promising|transformed|better (?:compliance|than|multi)|have been filled"
    r"|renewed sense|shifting from|more collaborative|helped fix|direction of travel",
    re.IGNORECASE,
)
_STRENGTH = re.compile(
    r"\bgood\b|\bstrong\b|\beffectively?\b|\bwell\b|\bpositive(?:ly)?\b|\bskilled\b|\bcommitted\b|\bappropriately?\b"
    r"|\bpromptly?\b|\brobust\b|\bthorough(?:ly)?\b|knowledgeabl|right (?:level|help)|feel (?:valued|safe)|decisive"
    r"|understand the challenges|clear sense|satisfactor|flourish|\btimely\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"child|social work|plan|famil|manager|leader|staff|supervis|assess|referral|practice|service"
    r"|case|care|oversight|consent|decision|record",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"\b(?:cllr|councillor|spokes\w+|director|chief executive|lead member|portfolio holder|council leader"
    r"|leader of|minister"
    r"|\bms\b|\bmr\b|\bmrs\b)\b.{0,90}?\b(?:said|says|told|added|claimed|commented|highlighted)\b"
    r"|\bcouncil (?:has )?(?:said|told|claimed|added)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:wrote|found|rated|graded|rating|said)\b[^.]{0,30}\blast year\b|\bthen they found\b"
    r"|\bearlier (?:report|visit)\b|\bprevious (?:\w+ )?(?:monitoring )?visit found\b|\blast year’s\b",
    re.IGNORECASE,
)
_NAMED_SPEAKER = re.compile(r"[A-Z][a-z]+ [A-Z][\w’-]+(?:, [^.“\"]{3,80},)? (?:said|added|commented): ?[“\"]")
_RATING = re.compile(r"\brating\b[^.]{0,60}\b(?:not changed|unchanged|stays|remains)\b", re.IGNORECASE)
_CLUTTER = re.compile(
    r"^(?:watch more|visit .* now|read more|hide ad|advert|sign up|subscribe|follow us|share|click here|most read"
    r"|related|comments?|cookies?|privacy|contact us|tel\b|and live on|image|photo|copyright|©|all rights|get the)"
    r"|https?://|www\.|\b(?:freeview|newsletter|cookie)\b|\b[A-Z]{1,2}\d{1,2} ?\d[A-Z]{2}\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r".+?(?:(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)[.!?][”’\"')]*(?=\s+[A-Z“‘\"'(]|\s*$)|$)", re.DOTALL
)
_QUOTED = re.compile(r"[“\"]([^“”\"]{25,300})[”\"]")
SHORTEST, LONGEST = 40, 900  # characters of a sentence


@dataclass(frozen=True, slots=True)
class _Paragraph:
    words: str
    places: tuple[int, ...]


def polarity_of(sentence: str) -> str | None:
    """strength, progress or area_for_improvement, by the words of the sentence; None where it judges nothing."""
    said = _HARMLESS.sub(" ", sentence)
    harmless = said != sentence
    yielding = re.match(
        r"^(?:However, )?(?:although|while|whilst|despite)\b[^,]*,\s*(.+)$", said, re.IGNORECASE | re.DOTALL
    )
    if yielding and not _NEGATIVE.search(yielding[1]):
        said = yielding[1]
    if _NEGATIVE.search(said):
        return "area_for_improvement"
    if _PROGRESS.search(said):
        return "progress"
    if harmless or _STRENGTH.search(said):
        return "strength"
    return None


def findings_in(lines: Sequence[Line], *, story: bool) -> Iterator[ReadFinding]:
    """The sentences that judge, in order. In a `story`, without what others than the inspectors say."""
    going_on = False
    for paragraph in _paragraphs(lines):
        words = paragraph.words
        if story:
            if _CLUTTER.search(words) or not re.search(r"[.!?:;][”’\"')]*$|^[^.]{60,}$", words) or _twice(words):
                continue
            spoken = bool(_SPEAKER.search(words) or _NAMED_SPEAKER.search(words))
            if spoken or (going_on and words[:1] in '“"'):
                going_on = words.count("“") > words.count("”") or (words[:1] in '“"' and words[-1:] not in '”"')
                continue
            going_on = False
        for begun in _SENTENCE.finditer(words):
            sentence = begun[0].strip()
            at = begun.start() + begun[0].index(sentence) if sentence else 0
            if story and (_RATING.search(sentence) or _EARLIER.search(sentence) or _SPEAKER.search(sentence)):
                continue
            yield from _findings(paragraph, sentence, at)


def _findings(paragraph: _Paragraph, sentence: str, at: int) -> Iterator[ReadFinding]:
    if not SHORTEST <= len(sentence) <= LONGEST or not _ABOUT.search(sentence) or sentence.endswith(":"):
        return
    polarity = polarity_of(sentence)
    if polarity is None:
        return
    quoted = list(_QUOTED.finditer(sentence))
    if (
        polarity == "area_for_improvement"
        and len(quoted) > 1
        and re.search(r"(?:seen as|identified as|named as)", sentence)
    ):
        for one in quoted:
            yield _finding(paragraph, one[1], at + one.start(1), polarity)
        return
    yield _finding(paragraph, sentence, at, polarity)


def _finding(paragraph: _Paragraph, words: str, at: int, polarity: str) -> ReadFinding:
    start, end = paragraph.places[at], paragraph.places[at + len(words) - 1] + 1
    return ReadFinding(words, polarity, themes_of(words), start, end)


def _paragraphs(lines: Sequence[Line]) -> Iterator[_Paragraph]:
    """Runs of lines that belong together, each letter knowing its place in the text."""
    unwrapped = any(len(line.words) > 220 for line in lines)
    held: list[Line] = []
    for line in lines:
        marked = BULLET.match(line.words) or NUMBER.match(line.words)
        apart = line.after_blank and not (held and held[-1].before_break)
        if held and (unwrapped or apart or marked or is_heading(line.words)):
            yield _paragraph(held)
            held = []
        if is_heading(line.words) and not unwrapped:
            continue
        held.append(line)
    if held:
        yield _paragraph(held)


def _paragraph(lines: Sequence[Line]) -> _Paragraph:
    words: list[str] = []
    places: list[int] = []
    for at, line in enumerate(lines):
        bare = line.words
        if at == 0:
            bare = NUMBER.sub("", BULLET.sub("", bare, count=1), count=1)
        if words:
            words.append(" ")
            places.append(places[-1])
        first = line.end - len(bare)
        words.extend(" " if letter.isspace() else letter for letter in bare)
        places.extend(range(first, line.end))
    return _Paragraph("".join(words), tuple(places))


def _twice(words: str) -> bool:
    half = len(words) // 2
    return len(words) > 8 and words[:half] == words[-half:] and abs(len(words) - 2 * half) < 2
