"""An outcome of a plan, read: whose change it is, and how anybody would know."""

# ruff: noqa: E501, ISC004 -- patterns are read as they stand

from __future__ import annotations

import re
from datetime import date

from goldenthread.kernel.standard import Because
from goldenthread.rulebook.text.actions import due_is_firm
from goldenthread.rulebook.text.measures import Kind, kinds

# Something done with or by a service, where a change for the child should stand.
_GOING = (
    r"attend\w*|complet\w+|engag\w+|access\w*|undertak\w+|participat\w+|commit\w*|co-?operat\w*|compl(?:y|ies|iance)|"
    r"go(?:es)? to|accept\w*|take (?:part|up)|finish\w*"
)
_HELP = (
    r"cours\w+|programmes?|sessions?|appointments?|services?|work|professionals?|agenc\w+|plan|groups?|meetings?|support|"
    r"counselling|therapy|treatment|assessments?|agreement|testing|tests|classes|probation|camhs|workers?|team|gp|rehab|"
    r"clinics?|conferences?|visits"
)
_SERVICE = re.compile(
    r"\b(?:"
    + "|".join(
        (
            rf"(?:{_GOING}) (?:\S+ ){{0,7}}?(?:{_HELP})",
            r"work(?:s|ing)? (?:\w+ ){0,2}with (?:\w+ ){0,3}(?:worker|professionals?|services?|agenc\w+|us|school|camhs|team)",
            r"(?:cours\w+|sessions?|counselling|referral|programme|assessment|plan) (?:\S+ ){0,6}?"
            r"(?:attended|completed|made|submitted|done)",
            r"complet\w+ of (?:\w+ ){0,4}(?:cours\w+|programme|assessment|work|sessions)",
            r"referral to",
            r"(?:be |been )?referred to",
            r"(?:package|support|help|services?|provision|mentor|respite) (?:\w+ ){0,3}(?:in place|put in place|allocated|arranged|provided|identified)",
            r"(?:social worker|family support worker|worker|mentor|key ?worker|health visitor|school|core group|"
            r"professionals|agencies) (?:to|will|is to|are to|to be) \w+",
            r"support (?:from|by|for) [^.;]{0,40}(?:in place|provided)",
            r"in receipt of (?:services|support)",
            r"(?:made|be) subject (?:of|to)",
            r"(?:weeks?|sessions?|months?) of (?:\w+ ){0,2}(?:counselling|therapy|support|work|treatment)",
            r"compliance with",
            r"(?:counselling|therapy|mentoring|respite|tuition|advocacy|nursery|childcare|provision|work|mentor) (?:\w+ ){0,2}"
            r"(?:in place|begun|started|provided|offered|completed|accessed)",
            r"(?:core groups?|meetings?|reviews?|conferences?|visits|sessions?|appointments?) (?:\w+ ){0,3}"
            r"(?:take place|takes place|held|happen|happens|occur|convened|booked|attended)",
            r"(?:application|referral|assessment|form|report)s? (?:\w+ ){0,3}(?:submitted|completed|made|sent|in place|progressed|accepted)",
            r"(?:attend\w*|complet\w+|engag\w+) (?:\w+ ){0,4}(?:parenting|anger management|antenatal|ante-natal|relationship) \w+",
            r"^[A-Z]\w+ (?:will|to) visit(?: \w+){0,3} (?:weekly|fortnightly|monthly|every \w+(?: weeks?)?)",
        )
    )
    + r")\b",
    re.IGNORECASE,
)
# What only an adult is to do or be, with nothing said of the child.
_ADULT_ONLY = re.compile(
    r"^\s*(?:for |to ensure (?:that )?)?(?:the )?(?:both )?(?:mum|dad|mother|father|parents?|carers?|mum and dad|[A-Z]\w+)"
    r"(?: (?:and|&) (?:mum|dad|mother|father|[A-Z]\w+))? +(?:to|will|must|should|are to|is to)? ?(?:be able to )?"
    r"(?:improve|address|work|engage|cooperate|co-operate|comply|understand|demonstrate|attend|acknowledge|recogni[sz]e|prioriti[sz]e|develop|gain|learn|follow|access|accept|seek|take responsibility|show|reduce|refrain|stop|abstain|remain|maintain|implement|have a (?:better|greater) understanding|"
    r"be honest)\b",
    re.IGNORECASE,
)
_ADULT = re.compile(r"\b(?:mum|dad|mother|father|parents?|carers?)\b", re.IGNORECASE)
_LEARNING = re.compile(
    r"\battend\w*\b[^.;]{0,25}\b(?:school|nursery|college|lessons?|class(?:es)?|pre-?school|club|clubs|playgroup|football|"
    r"swimming|brownies|scouts|education)\b|\b(?:school|nursery|college) attendance\b|\battendance\b",
    re.IGNORECASE,
)
_CHILD_TOO = re.compile(
    r"\b(?:so that|so|which means|and) (?:\w+ ){0,3}(?:no longer|is|are|can|has|have|sleeps|eats)\b", re.IGNORECASE
)

_VAGUE = re.compile(
    r"\b(?:improv\w+|better|safe(?:ly|r|ty)?|well|happy|happier|healthy|good enough|needs?(?: \w+){0,3} met|met|stable|secure|"
    r"settled|calmer|consistent(?:ly)?|consistantly|appropriate|positive|thrive|potential|milestones|reduc\w+|increas\w+|"
    r"promot\w+|understanding|manage[ds]?|sustained|resilien\w+|confidence|self[- ]esteem|boundaries|protected|free from|"
    r"addressed|supported|raised|maintain\w*|develop\w*|good|age[- ]appropriate|ensure|safeguarded|not exposed)\b",
    re.IGNORECASE,
)


def service_not_change(text: str, child_names: tuple[str, ...] = ()) -> Because | None:
    """The words that name a service, or what an adult is to attend, in the place of a change for the child."""
    match = _SERVICE.search(text)
    if match and not _LEARNING.search(match[0]) and not _change_beside(text, match, child_names):
        return Because(match[0], "text", match.start(), match.end())
    adult = _ADULT_ONLY.match(text)
    if adult and _ADULT.search(adult[0]) and not _change_beside(text, adult, child_names):
        return Because(adult[0].strip(), "text", adult.start(), adult.end())
    return None


def _change_beside(text: str, match: re.Match[str], child_names: tuple[str, ...]) -> bool:
    """Whether the same outcome also says what changes for the child: "… so Skye no longer cooks Noah’s tea"."""
    rest = text[match.end() :]
    if _CHILD_TOO.search(rest):
        return True
    around = text[: match.start()] + rest
    found = kinds(around)
    says_start = Kind.START in found and (Kind.SHARE in found or Kind.RATE in found)
    names_child = any(name and name in around for name in child_names)
    return says_start and (names_child or not _ADULT.search(text[: match.start()]))


def unmeasured(text: str, baseline: str = "", target: str = "", measure: str = "") -> Because | None:
    """The words that stand where a number, a starting point or evidence should; `None` where two of these are there.

    The parts that a form asks for by themselves (where it starts, where it should get to, how we will know) count.
    """
    found = kinds(f"{text}\n{target}")
    number = found.keys() & {Kind.COUNT, Kind.RATE, Kind.SHARE, Kind.LENGTH, Kind.NEVER}
    strong = (
        Kind.SHARE in found
        or (Kind.RATE in found and Kind.COUNT in found)
        or (Kind.LENGTH in found and found.keys() & {Kind.NEVER, Kind.RATE})
    )
    start = Kind.START in found or bool(baseline.strip())
    evidence = Kind.EVIDENCE in found or bool(measure.strip())
    # "Has three new shirts and a coat that fit": a thing one can look at, with no loose word beside it.
    owned = Kind.COUNT in found and re.search(r"\b(?:has|have|owns?|can)\b", text) and not _VAGUE.search(text)
    if strong or owned or (bool(number) + start + evidence) >= 2:
        return None
    match = _VAGUE.search(text)
    if match:
        return Because(match[0], "text", match.start(), match.end())
    return Because(text.strip(), "text", 0, len(text))


def undated(text: str, by: str, by_on: date | None) -> Because | None:
    """What stands where the day should by which an outcome is to be reached; a spell or a rate in the text is enough."""
    if by_on is not None or due_is_firm(by):
        return None
    if by.strip():
        return Because(by.strip(), "by", 0, len(by.strip()))
    found = kinds(text)
    if found.keys() & {Kind.DATE, Kind.LENGTH, Kind.RATE, Kind.WEEKDAY, Kind.SHARE}:
        return None
    return Because("no date", "by_on")
