"""Numbers, days and evidence in plain words: what makes a sentence something one can check."""

# ruff: noqa: E501, ISC004 -- patterns are read as they stand

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

_NUMBER = (
    r"\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|"
    r"thirty|forty|fifty|sixty|ninety|hundred|zero|half|both|nil"
)
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?|weekends?|weekdays?|school days?|school nights?"
_SPELL = r"minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|wks?|fortnights?|months?|mths?|terms?|mornings?|evenings?"


class Kind(StrEnum):
    """What a piece of text gives to check."""

    COUNT = "count"
    SHARE = "share"
    RATE = "rate"
    LENGTH = "length"
    DATE = "date"
    WEEKDAY = "weekday"
    CLOCK = "clock"
    START = "start"
    EVIDENCE = "evidence"
    NEVER = "never"


_PATTERNS: Mapping[Kind, re.Pattern[str]] = {
    Kind.SHARE: re.compile(
        rf"\b(?:{_NUMBER})(?: \w+){{0,2}} (?:(?:out )?of|in)(?: (?:every|each|the|all))? (?:{_NUMBER})\b"
        rf"|\d+(?:\.\d+)? ?(?:%|per ?cent)|\b\d+/\d+\b(?!/)|\b(?:all|any) (?:{_NUMBER}) (?:{_SPELL}|lessons|school)",
        re.IGNORECASE,
    ),
    Kind.RATE: re.compile(
        rf"\b(?:{_NUMBER}|once|twice|at least|every|each|most) (?:\w+ ){{0,3}}?(?:times?|{_SPELL}|{_WEEKDAY}|visit|playtime|"
        rf"meal|lesson|appointment|time)\b"
        rf"|\b(?:once|twice|times?|{_NUMBER}) (?:a|per|each|every|in an?) (?:{_SPELL}|visit)\b|\b(?:a|per) (?:{_SPELL})\b"
        r"|\b(?:daily|nightly|weekly|fortnightly|monthly|every other)\b"
        rf"|\bevery (?:\w+ )?(?:{_SPELL}|{_WEEKDAY})\b",
        re.IGNORECASE,
    ),
    Kind.LENGTH: re.compile(
        rf"\b(?:for|within|in|over|of) (?:the |at least |about |up to |next |first |last )*(?:a |an )?(?:{_NUMBER})?"
        rf" ?(?:full |consecutive |working |school )?(?:{_SPELL})\b|\b(?:{_NUMBER}) (?:consecutive |full |school )?(?:{_SPELL})\b"
        r"|\b(?:running|in a row|consecutive)\b",
        re.IGNORECASE,
    ),
    Kind.DATE: re.compile(
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTH})\b|\b(?:{_MONTH})(?: \d{{4}}| \d{{1,2}}(?:st|nd|rd|th)?)\b"
        rf"|\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b|\b(?:by|end of|until|before|in|from|since) "
        rf"(?:the end of |mid |early |late )?(?:january|february|march|april|june|july|august|september|october|november|"
        rf"december|may(?= ?(?:\d|$|[.,;)])))\b"
        r"|\bhalf[- ]?terms?\b|\bend of (?:the )?(?:\w+ )?(?:term|month|week|year)\b|\b(?:summer|spring|autumn) term\b"
        r"|\b(?:today|tonight|tomorrow|this (?:morning|afternoon|evening|week)|christmas|easter)\b"
        rf"|\bwithin (?:{_NUMBER}|a) (?:working |school )?(?:{_SPELL})\b|\bby (?:the age of )?\d+ months\b",
        re.IGNORECASE,
    ),
    Kind.WEEKDAY: re.compile(rf"\b(?:{_WEEKDAY})\b", re.IGNORECASE),
    Kind.CLOCK: re.compile(
        r"\b\d{1,2}(?:[.:]\d{2})? ?(?:am|pm)\b|\b\d{1,2}[.:]\d{2}\b(?![./]\d)|\b(?:at|by|from|before|after|until|for) "
        r"(?:[1-9]|1[0-2])(?= |[.,;)]|$)(?! (?:\w+ )?(?:nights|days|weeks|months|times|of|out|"
        r"january|february|march|april|may|june|july|august|september|october|november|december))"
        r"|\b(?:bedtime|teatime|lunchtime|mealtimes?|breakfast|after school|before school|after lunch|midday|noon)\b",
        re.IGNORECASE,
    ),
    Kind.START: re.compile(
        r"\b(?:now|at present|currently|presently|at the (?:start|beginning|moment)|to begin with|baseline|today|still)\b"
        r"|\b(?:up|down|rises?|falls?|goes|gone|grown|increased?|reduced?|cut) from\b|\bfrom (?:about |around |only )?"
        rf"(?:{_NUMBER}|none|never|once|twice|\d)"
        r"|\b(?:it|she|he|they|there|mum|dad|this|spring|who|which|january|february|march|last \w+)"
        r"(?: \w+)? (?:was|were|had|has been|have been|used to)\b|\b(?:was|were) (?:\w+ )?(?:\d|left|sent|raw|up|at|on|kept)"
        r"|\bhas (?:only )?(?:missed|seen|had|been|never)\b|\b(?:none|nobody|neither|no one) (?:has|have|had|could|did|was)\b"
        rf"|\b(?:in|on|since|last|between|before|until) (?:early |late |the |\d{{1,2}} )?(?:{_MONTH}|term|spring|summer|autumn|"
        r"winter|year|month|week|half term)\b.{0,40}\b(?:was|were|had|said|could|hit|cried|came|did|missed|on)\b"
        r"|\b(?:said|slept|hid|cried|came|stood|gave up|gave it up|missed|lived|shared|wet)\b.{0,60}"
        rf"\b(?:in|on|since|last|at first|every|then|before) ?(?:{_MONTH}|\d)?|\bwhen \w+ began\b|\(was\b|\bwas \d",
        re.IGNORECASE,
    ),
    Kind.EVIDENCE: re.compile(
        r"\b(?:charts?|diary|diaries|registers?|logs?|logged|tally|records?|recorded|calendar|scales?|centiles?|readings?|"
        r"counts?|counted|counting|tests?|tested|tests clean|weighed|measured|plotted|checked|checks|photos?|photographs?|"
        r"receipts?|reports?|bookings|timetable|monitor|map|maps|list|ticks?|ticked|observed|observations?|confirm(?:s|ed)|"
        r"evidenced|shown by|shows? it|score[sd]?|rates?|questionnaire|sdq|notes|letter|book|signed|doses left)\b"
        r"|\b(?:as )?(?:seen|kept|reported|told|noted|witnessed) (?:by|in|on|at)\b|\b(?:i|we) (?:have seen|will see|see|saw)\b"
        r"|\b(?:looks?|sees?|asks?) (?:at each|on each|on unannounced)\b|\bunannounced\b|\btells? (?:us|me|[A-Z]\w+|(?:his|her) "
        r"(?:teacher|nan|carer|mum|dad))\b|\bcan (?:name|tell|say|show)\b|\b(?:texts|rings) \w+ each\b|\bwhen asked\b"
        r"|\bby (?:mum|dad|nan)(?:'s|’s)\b|\bby \w+[’']s (?:\w+ )?(?:chart|count|diary|list)",
        re.IGNORECASE,
    ),
    Kind.NEVER: re.compile(
        r"\b(?:never|none|zero|no (?:new|further|more|unexplained|missing|calls?|nights?|police|one|accidents?)|not called|"
        r"always|every|all|without|gone)\b",
        re.IGNORECASE,
    ),
    Kind.COUNT: re.compile(rf"\b(?:{_NUMBER}|once|twice|£\d+)\b", re.IGNORECASE),
}


def kinds(text: str) -> dict[Kind, re.Match[str]]:
    """What a text gives to check, each kind with its first place."""
    return {kind: match for kind in Kind if (match := _PATTERNS[kind].search(text)) is not None}


def places(kind: Kind, text: str) -> Iterator[re.Match[str]]:
    """Every place of one kind."""
    return _PATTERNS[kind].finditer(text)
