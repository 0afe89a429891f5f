"""The headings of reports and letters: under which a list of items stands, and which end one."""

from __future__ import annotations

import re
from re import Pattern


def _heading(*words: str) -> Pattern[str]:
    return re.compile(rf"^(?:\d{{1,2}}[.)]\s*)?(?:{'|'.join(words)})\s*[:.?]?\d?$", re.IGNORECASE)


_PRACTICE = r"(?: in this area of (?:social work )?practice)?"
IMPROVE = _heading(
    rf"what (?:needs?|do(?:es)? .{{3,60}} need) to (?:improve|be improved|do(?: to improve)?){_PRACTICE}",
    rf"(?:key )?areas? (?:for|requiring|of) (?:further )?(?:improvement|development|consideration){_PRACTICE}",
    r"areas for (?:further )?(?:consideration|development) (?:and|or) (?:development|improvement|consideration)",
    r"(?:key |main |our )?recommendations?(?: for (?:the )?(?:local authority|council|consideration))?",
    r"(?:the )?(?:following )?areas? where (?:practice|improvement)s? (?:is|are|needs?) .{3,40}",
)
PRIORITY = _heading(
    r"(?:priority and immediate|immediate and priority) actions?",
    r"areas? (?:for|of|requiring) (?:immediate )?priority (?:and immediate )?action",
    r"areas? for (?:priority|immediate) action",
    r"priority actions?",
)
STRENGTH = _heading(
    r"(?:key |main |areas? of )?strengths?(?: and good practice)?",
    r"(?:the )?(?:local authority|council|partnership)[’']s strengths",
    r"the (?:local authority|council) has the following strengths(?: and .{3,40})?",
    r"what (?:is|are|works?|the .{3,40} does?) (?:working )?well",
)
AFTER = re.compile(
    r"^(?:the (?:experiences? and progress|impact of leaders|quality of (?:help|care|social work practice) )"
    r"|(?:headline|main|inspection|key|summary of(?: key)?) findings|findings(?: and evaluation)?|next steps|"
    r"progress since|summary for children|information about|what the inspection judgements"
    r"|the inspection judgement|inspection judgement|record of main findings|"
    r"(?:practice|case) study|yours (?:sincerely|faithfully)|executive summary|contents$|about this inspection|"
    r"the local authority$|satisfactory practice|evidence base|"
    r"this letter|background|conclusions?$|the (?:local )?safeguarding children board|"
    r"key strengths and weaknesses|areas? covered by|section \d)",
    re.IGNORECASE,
)
BOARD_LIST = _heading(r"what does the (?:LSCB|(?:local )?safeguarding (?:children )?board) need to (?:improve|do)")
BOARD = re.compile(
    r"^(?:section \d:? ?the effectiveness of the local safeguarding.{0,20}"
    r"|(?:the )?(?:local safeguarding children board|LSCB)(?: \(LSCB\))?(?: (?:is|requires?) .{4,30})?)$",
    re.IGNORECASE,
)
PARTS = re.compile(
    r"^(?:leadership|quality of (?:provision|practice)|outcomes for|overall effectiveness|capacity (?:to|for) improve)",
    re.IGNORECASE,
)
"""Parts of a report whose names also stand over some of the items of a list."""


def is_heading(words: str) -> bool:
    """Whether the words are a heading that ends a list."""
    return bool(AFTER.match(words) or begins_list(words) or BOARD_LIST.match(words))


def begins_list(words: str) -> bool:
    """Whether the words are the heading of a list of items."""
    return bool(IMPROVE.match(words) or PRIORITY.match(words) or STRENGTH.match(words))
