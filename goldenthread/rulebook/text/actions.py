"""An action of a plan, read: what is to be done, by whom, by when.

A loose verb ("support", "monitor") is no fault where the sentence goes on to say what will be done: "Support Mum to
phone the GP on Monday 3 March and write the date in the book". It is one where nothing else does.
"""

# ruff: noqa: E501, ISC004 -- patterns are read as they stand

from __future__ import annotations

import re
from datetime import date

from goldenthread.kernel.standard import Because
from goldenthread.rulebook.text.measures import Kind, kinds
from goldenthread.rulebook.text.words import Sentence, listed, sentences

LOOSE = listed(
    """
    engage engages engaging address addressed addresses addressing monitor monitored monitoring support supporting
    supported continue continued continuing ensure ensuring ensures improve improved improving improvement promote
    promoting encourage encouraged encouraging liaise liaison explore explored exploring consider considered offer
    offered offering provide provided providing raise raised raising reduce reduced reducing prioritise
    prioritising prioritize understand understanding develop developed developing manage managed managing maintain
    maintained maintaining assist assisted assisting help helped helping cooperate co-operate comply adhere
    demonstrate access accessed accessing attend attended attending attends undertake undertaken undertaking build
    building strengthen facilitate facilitated assess reassess protect protecting refrain stop learn seek receive
    discuss discussed minimise tackle work works working safeguard enable enhance increase sustain commit accept
    recognise acknowledge remain be keep look keeping review reviewed reviewing contribute coordinate oversee
    participate implement establish empower consult identify track avoid abstain use do make take have get give
    complete need needs nurture respond advise guide educate stabilise resolve progress follow coordinate signpost
    link behave parent care meet consistently ongoing
    """
)

# What one could see somebody do.
FIRM = listed(
    """
    ring phone telephone text email write send book booked register registered buy fit put bring collect pick drop
    walk weigh weighed measure measured plot count tick chart read sign fill apply order pay show see meet ask
    tell replace change pack wash clear throw lock unlock examine test blow draw log record invite teach repeat go
    sleep hand carry answer choose find decide move interview observe photograph copy print translate refer
    referred upload stay play cook feed bath brush dress drive deliver post fetch sit swap remove install mend
    repair cut paint hoover empty sort bid enrol join speak talk listen practise agree share plan check pass hold
    watch teach type scan visit note leave wait wake set open close complete run open draft chase convene arrange
    schedule request obtain submit file serve notify inform sleep remind rearrange attend_with hang fix lay
    breathe prepare return update cancel report stand offer_slot
    inspect confirm accompany purchase supply screen vaccinate immunise allocate issue lend bathe transport escort
    introduce photocopy dispose bag label swab prescribe dispense deduct transfer withdraw unpack decorate declutter
    pour tip vacuum launder rehome board chaperone interpret demonstrate_to list draft log collate circulate compile quiz taste
    """
)
# Where these words would pass for something firm, and say nothing.
_HOLLOW = re.compile(
    r"\b(?:"
    + "|".join(
        (
            r"(?:share|sharing|exchange|pass on) (?:any |relevant |all |appropriate )*(?:information|concerns|info|updates?)",
            r"report(?:ing)? (?:any |all |further |new )*(?:concerns?|issues?|worries|changes|incidents)",
            r"meet(?:s|ing)? (?:\w+[’']?s? ){0,3}(?:needs?|milestones|expectations)",
            r"(?:needs?|milestones) (?:to be |are |being )*(?:being )?met",
            r"keep(?:ing)? (?:to )?(?:all |the |her |his |their |any )*(?:\w+ )?appointments",
            r"keep(?:ing)? (?:the |\w+ )?(?:children|child|situation|family|everyone)? ?(?:safe|under review|updated|informed)",
            r"keep(?:ing)? in (?:regular |close |good )?(?:contact|touch)",
            r"keep(?:ing)? safe work",
            r"keep an eye(?: on)?",
            r"keep (?:up|on|going)",
            r"take(?:s|n)? (?:on board|responsibility|account|advice|part|steps|ownership|appropriate action|action)",
            r"(?:complete|do|undertake|carry out|be done|completing) (?:some |a |the |\w+ ){0,3}(?:direct |safety )?work(?!book|sheet)",
            r"wishes and feelings",
            r"home visits? to be",
            r"(?:be )?(?:open|honest)(?:ly)? and (?:open|honest)",
            r"be honest",
            r"direct work",
            r"talk about feelings",
            r"plan accordingly",
            r"update (?:the )?plan(?: accordingly)?",
            r"work together",
            r"update (?:the )?professionals",
            r"make (?:positive|sure|changes|progress|better)[^.,;]{0,20}",
            r"positive change\w*",
            r"put (?:\w+ ){0,3}(?:needs|first|above|before)\b[^.,;]{0,20}",
            r"set (?:\w+ ){0,2}(?:boundaries|example|routines?)",
            r"change (?:his|her|their) (?:behaviou?r|ways|lifestyle)",
            r"show (?:\w+ )?(?:commitment|insight|empathy|understanding|warmth|interest)",
            r"agree (?:to )?(?:a )?(?:way forward|work|engage|next steps)",
            r"check in(?: with)?",
            r"listen to advice",
            r"play an? (?:active|positive) (?:part|role)",
            r"hold \w+ to account",
            r"stand by",
            r"run smoothly",
            r"go (?:well|forward)",
            r"report (?:to|back)(?=[.,;]|$)",
            r"plan to (?:reduce|improve)",
            r"return to normal",
            r"leave (?:him|her) alone",
            r"record keeping",
            r"see (?:an? )?improvements?",
            r"see (?:how|if)",
            r"check on",
            r"note any",
            r"listen to",
            r"speak to (?:professionals|someone|agencies)",
            r"follow (?:the )?(?:plan|advice|guidance)",
            r"complete (?:the )?(?:plan|sessions)",
            r"arrange support",
            r"test the water",
            r"inform (?:professionals|agencies)",
            r"find (?:ways|support|strategies)",
            r"request support",
            r"obtain support",
            r"prepare for",
        )
    )
    + r")\b",
    re.IGNORECASE,
)
# These leave open whether or when anything is done, whatever stands beside them.
_OPEN_ENDED = re.compile(
    r"\b(?:as and when(?: \w+){0,4}|as (?:appropriate|necessary|required|needed)|when (?:appropriate|necessary|required)|"
    r"where (?:possible|appropriate|necessary)|if (?:appropriate|possible)|in a timely (?:manner|way)|at all times|"
    r"on an? (?:ongoing|regular) basis|ongoing|regularly|as soon as possible|asap|accordingly|generally)\b",
    re.IGNORECASE,
)
_NOUN_BEFORE = listed(
    """
    the a an his her their this that any of her every each first next phone your my no school risk safety home
    """
)

_VAGUE_DUE = re.compile(
    r"^(?:n/?a|none|tbc|tba|t\.b\.c\.?|-|\?+|as soon as .*|asap.*|a\.s\.a\.p\.?|.*\bongoing\b.*|.*\bcontinu\w*\b.*|"
    r"throughout.*|as (?:and when|required|needed|necessary|appropriate).*|when .*|where .*|if .*|.*\bregular(?:ly)?\b.*|"
    r"always|at all times|immediate(?:ly)?|urgent(?:ly)?|soon|in due course|next (?:review|core group|meeting|visit|"
    r"conference).*|at (?:the )?(?:next )?(?:review|core group|meeting|visit|conference).*|by (?:the )?(?:next )?"
    r"(?:review|core group|conference|rcpc|meeting)\.?|review|core group|(?:end|duration|life) of (?:the )?plan|"
    r"for the duration.*|daily|weekly|fortnightly|monthly|open|to be (?:agreed|confirmed|decided).*|.*\bif possible\b.*|"
    r"long term|short term|medium term|until (?:further notice|resolved|no longer needed)|until .*\bachieved\b.*)$",
    re.IGNORECASE,
)

_MANY = re.compile(
    r"\b(?:all|everyone|everybody|anyone|both|professionals?|agencies|agency partners|practitioners|partners|parents|"
    r"carers|family|network|team around|core group(?: members)?|multi[- ]?agency|services|others|group|whole|staff|"
    r"grandparents|children|siblings|members|relevant)\b",
    re.IGNORECASE,
)
_ORGANISATIONS = listed(
    """
    school education health police camhs nursery housing probation social_care childrens_services
    children's_services childrens_social_care children's_social_care cafcass early_help local_authority mash
    gp_surgery surgery hospital womens_aid women's_aid youth_justice yot team social_work_team csc the_council
    council la college adult_services drug_service alcohol_service substance_misuse_service health_visiting tac
    taf legal education_welfare early_intervention family_help family_support mental_health_services perinatal nhs
    domestic_abuse_service
    """
)
_KIN = listed(
    """
    mum dad mother father nan nana grandma grandad gran grandfather grandmother stepdad stepmum
    """
)
_UNKNOWN = frozenset(
    ("", "-", "n/a", "na", "tbc", "tba", "?", "unknown", "none", "to be confirmed", "tbd", "not known")
)


def due_is_firm(due: str) -> bool:
    """Whether a due date as written names a day: not "ASAP", "ongoing" or "next review"."""
    due = due.strip()
    if not due or _VAGUE_DUE.match(due):
        return False
    found = kinds(due)
    return any(kind in found for kind in (Kind.DATE, Kind.WEEKDAY, Kind.LENGTH)) or bool(re.search(r"\d", due))


def undated(text: str, due: str, due_on: date | None) -> Because | None:
    """Why an action has no day: the words that stand where one should, or nothing at all."""
    if due_on is not None or due_is_firm(due):
        return None
    found = kinds(text)
    for kind in (Kind.DATE, Kind.WEEKDAY):
        if kind in found and not due.strip():
            return None
    if Kind.DATE in found and Kind.COUNT in found:
        return None
    if due.strip():
        return Because(due.strip(), "due", 0, len(due.strip()))
    return Because("no date", "due_on")


def unowned(text: str, owner: str, owner_is_person: bool | None = None) -> Because | None:
    """Why nobody in particular will do it: no owner, everybody, an organisation, or more than one."""
    if owner_is_person:
        return None
    bare = owner.strip().strip(".")
    if bare.lower() in _UNKNOWN:
        return None if _says_who(text) else Because(bare or "no owner", "owner")
    whole = Because(bare, "owner", 0, len(owner.strip()))
    if bare.lower().replace(" ", "_").removeprefix("the_") in _ORGANISATIONS:
        return whole
    named = re.search(r"\(([A-Z][\w'’-]+)|\b[A-Z][\w'’-]+ [A-Z][\w'’-]+|\b(?:Mr|Mrs|Ms|Miss|Dr|PC) [A-Z]", bare)
    many = _MANY.search(bare)
    everybody = re.search(r"\b(?:all|everyone|everybody|both|professionals|agencies)\b", bare, re.IGNORECASE)
    # "Family support worker", "Network lead" and "Ann Lee (family centre)" are one person all the same.
    if many and (everybody or not (named or _ROLE.search(bare))):
        return Because(many[0], "owner", owner.find(many[0]), owner.find(many[0]) + len(many[0]))
    if _more_than_one(bare):
        return whole
    return None


_ROLE = re.compile(
    r"\b(?:worker|manager|officer|lead|nurse|support|adviser|advisor|coordinator|practitioner|therapist|teacher|head|mentor|clinician|visitor)\b",
    re.IGNORECASE,
)


def _more_than_one(owner: str) -> bool:
    outside = re.sub(r"\([^)]*\)", "", owner)
    # "Drug and alcohol worker" is one person: what stands before a role belongs to it.
    if _ROLE.search(outside.split()[-1] if outside.split() else "") and len(_ROLE.findall(outside)) == 1:
        outside = re.sub(r"\s+(?:and|&)\s+", " ", outside)
    parts = [part.strip() for part in re.split(r"\s*(?:/|&|\+|;|\band\b)\s*", outside) if part.strip()]
    if len(parts) > 1:
        return True
    listed = [part.strip().lower() for part in outside.split(",") if part.strip()]
    known = [part for part in listed if part in _KIN or part.replace(" ", "_") in _ORGANISATIONS or part in _ROLES]
    return len(listed) > 1 and len(known) == len(listed) or len(listed) > 2


_ROLES = frozenset(
    (
        "social worker",
        "sw",
        "health visitor",
        "hv",
        "school nurse",
        "midwife",
        "gp",
        "fsw",
        "family support worker",
        "teacher",
        "iro",
        "dsl",
        "senco",
        "probation officer",
        "housing officer",
        "key worker",
    )
)


def _says_who(text: str) -> bool:
    """Whether the text itself names one who does it: "Priya Nair to visit …", "Mum will ring …"."""
    first = text.split()[0].lower() if text.strip() else ""
    if first in FIRM or first in LOOSE:
        return False
    return bool(
        re.match(
            r"\s*(?:the )?(?:(?:[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+)?(?: \([^)]*\))?|social worker|health visitor|"
            r"school nurse|family support worker|midwife|mum|dad|nan|sw|hv)(?:,? (?:\w+ ){0,2})?(?: to| will| must| is to)\b",
            text,
        )
    ) and not _MANY.match(text.strip())


def several(text: str) -> Because | None:
    """Where one action is really several: a list, or what two people are to do."""
    listed = list(re.finditer(r"(?:^|[\s;])(?:\d{1,2}[.)]|[•▪*-]|\([a-z0-9]\))\s", text))
    if len(listed) >= 2:
        return Because(text[listed[0].start() : listed[-1].end()].strip(), "text", listed[0].start(), listed[-1].end())
    owners = list(
        re.finditer(
            r"\b(mum|dad|mother|father|school|nursery|health visitor|social worker|gp|nan|parents|hv|sw|[A-Z][a-z]+)"
            r"\s+(?:to|will|must)\s+[a-z]+",
            text,
        )
    )
    if len({match[1].lower() for match in owners}) >= 3:
        return Because(text[owners[0].start() : owners[-1].end()], "text", owners[0].start(), owners[-1].end())
    parts = [part for part in re.split(r"[;,]|\band\b|\n", text) if part.strip()]
    begun = [part for part in parts if _begins_with_deed(part)]
    semicolons = text.count(";")
    if len(begun) >= 4 or (semicolons >= 2 and len(begun) >= 3):
        start = text.find(begun[0].strip())
        end = text.find(begun[-1].strip()) + len(begun[-1].strip())
        return Because(text[start:end], "text", start, end)
    return None


def _begins_with_deed(part: str) -> bool:
    words = [word.strip(".:'\"").lower() for word in part.split()]
    while words and (words[0] in ("to", "will", "then", "also", "must", "mum", "dad", "should") or not words[0]):
        words = words[1:]
    if len(words) >= 3 and words[1] in ("to", "will", "must"):
        words = words[2:]
    return bool(words) and (words[0] in FIRM or words[0] in LOOSE or words[0] == "get")


def loose(text: str) -> Because | None:
    """The words that make an action too loose to be done or checked, if nothing else in it says what will be done."""
    left = open_ended(text)
    if left is not None:
        return left
    emptied = _HOLLOW.sub(lambda match: "_" * len(match[0]), text)
    lines = sentences(emptied.replace("_", " "))
    if any(_firm(line) for line in lines):
        return None
    found = kinds(text)
    sure = found.keys() & {Kind.CLOCK, Kind.DATE, Kind.WEEKDAY, Kind.SHARE}
    days = len(re.findall(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b", text, re.IGNORECASE))
    if (
        len(sure) >= 2
        or days >= 2
        or (sure and found.keys() & {Kind.COUNT, Kind.RATE, Kind.LENGTH})
        or _attends_one(text)
    ):
        return None
    hollow = _HOLLOW.search(text)
    if hollow:
        return Because(hollow[0], "text", hollow.start(), hollow.end())
    for line in sentences(text):
        for word in line.words:
            if word.plain in LOOSE:
                return Because(text[word.start : word.end], "text", word.start, word.end)
    return Because(text.strip(), "text", 0, len(text))


def open_ended(text: str) -> Because | None:
    """Words that leave open whether or when: "as and when", "where possible", "regularly"."""
    match = _OPEN_ENDED.search(text)
    return None if match is None else Because(match[0], "text", match.start(), match.end())


def _firm(line: Sentence) -> bool:
    """Whether a sentence says something one could see somebody do."""
    for at, word in enumerate(line.words):
        plain = word.plain
        if plain not in FIRM or word.start < 0:
            continue
        before = line.words[at - 1].plain if at else ""
        # "the plan", "her record", "of change": a thing, not a deed.
        if before in _NOUN_BEFORE or before.endswith("ing") and before not in ("showing", "stop"):
            continue
        follows = line.words[at + 1].plain if at + 1 < len(line.words) else ""
        if (
            plain
            in ("plan", "plans", "work", "play", "change", "contact", "report", "run", "stay", "check", "share", "set")
            and (not follows or follows in ("and", "in", "for", "with", "safe", "of", "up"))
            and plain not in ("check", "share", "stay")
        ):
            continue
        if plain == "stay" and follows in ("safe", "sober", "calm", "away", "clean", "engaged"):
            continue
        if plain in ("leave", "stand", "hold") and not follows:
            continue
        return True
    return any(_gets(line, at) for at in range(len(line.words)))


def _gets(line: Sentence, at: int) -> bool:
    """Whether an everyday verb has a thing of its own after it: "take Noah to the clinic", "have the children"."""
    plain = line.words[at].plain
    rest = [word for word in line.words[at + 1 : at + 9]]
    if plain in ("take", "get", "give", "have", "make", "do", "use", "keep", "stop", "review"):
        if plain == "do" and any(word.plain in ("visits", "test", "tests", "sheet", "check") for word in rest):
            return True
        if plain == "review" and any(word.capital for word in rest):
            return True
        if plain == "make" and any(word.plain in ("referral", "appointment", "chart", "list", "call") for word in rest):
            return True
        if plain == "use" and any(
            word.plain in ("padlock", "chart", "card", "alarm", "box", "app", "bag") for word in rest
        ):
            return True
        if plain in ("take", "get") and rest:
            loose_rest = {"better", "help", "support", "responsibility", "involved", "advice", "back", "used", "on"}
            return not {word.plain for word in rest} & loose_rest
        if plain in ("give", "have"):
            return any(word.capital or word.plain.isdigit() for word in rest) or any(
                word.plain in ("tea", "minutes", "children", "keys", "key") for word in rest
            )
        if plain == "keep":
            return any(
                word.plain in ("at", "in", "box", "cupboard", "phone", "diary", "chart", "note") for word in rest[2:]
            )
    return False


def _attends_one(text: str) -> bool:
    """Whether one particular appointment or place is meant, not attendance at large."""
    match = re.search(r"\b(?:attend|come to|go to)\b(.*)", text, re.IGNORECASE)
    return bool(match) and bool(re.search(r"\b(?:Dr|Mr|Mrs|Ms|Miss) [A-Z]|\bat [A-Z]\w+", match[1] if match else ""))
