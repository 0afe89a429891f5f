"""What a writer may have overlooked, from the words she wrote. Transparent rules: each says which words caused it.

A hint is a question, never an answer: nothing is ticked from it, and it can be waved away. A word that is denied
("no marks", "did not hit") causes nothing. No rule weighs or scores a family.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: any of these words asks this question, unless the contact already answers it (`answered_by` is a concern
    that is ticked)."""

    id: str
    question: str
    words: tuple[str, ...]
    answered_by: str = ""
    part: str = "worries"
    # Some words mean what they say only when denied: "nobody has seen him".
    denial_counts: bool = False


@dataclass(frozen=True, slots=True)
class Hint:
    """A question to the writer, with the words that caused it. `part` is where it is answered."""

    id: str
    question: str
    quoted: tuple[str, ...]
    part: str


_HURT = r"(?:grabbed|slapped|punched|kicked|hit|pushed|choked|strangled|dragged|threatened)"

RULES = (
    Rule(
        "who_sees",
        "Who will see the child, and when?",
        (
            r"(nobody|no one|no-one|noone) (has |have )?(seen|saw|sees) \w+",
            r"(has|have|had)(n[’']t| not) (been )?seen \w+",
            r"\w+ (has|have) not been seen",
        ),
        part="what_happened",
        denial_counts=True,
    ),
    Rule(
        "domestic_abuse",
        "Is this domestic abuse? If so, tick it in part 3 and say who caused harm.",
        (
            rf"{_HURT} (?:mum|mummy|dad|her|him|his \w+|the \w+)(?:[’']s \w+)?",
            r"threw (a|the|his|her|plates?|things?)(?: \w+)?",
            r"kicked off",
            r"(reads|checks|took|takes) her phone",
            r"(won[’']t|doesn[’']t|does not|will not) let (her|mum) \w+",
            r"(shouting|screaming) (at|and) \w+",
            r"(controls|controlling) \w+",
        ),
        answered_by="domestic_abuse",
    ),
    Rule(
        "physical_harm",
        "Is this physical harm to a child? If so, tick it in part 3, and ask when and where a doctor could look.",
        (
            r"bruis(?:e|es|ed|ing)(?: \w+ \w+ \w+)?",
            r"(burn|scald|bite|belt|finger) marks?",
            r"fractur(?:e|es|ed)",
            r"black eye",
        ),
        answered_by="physical_harm",
    ),
    Rule(
        "neglect",
        "Is this neglect? If so, tick it in part 3.",
        (
            r"without (?:a coat|any food|food|shoes|heating|breakfast)",
            r"(hungry|starving)",
            r"(home|left) alone",
            r"(dirty|filthy) (?:clothes|house|home|nappy|nappies)",
            r"missed (?:\w+ )?appointments?",
        ),
        answered_by="neglect",
    ),
    Rule(
        "sexual_harm",
        "Is this sexual harm? If so, tick it in part 3. Do not ask the child about it again.",
        (r"touched (?:her|him|me|them) (?:down|there|private\w*)\w*", r"indecent \w+", r"sexual\w* \w+"),
        answered_by="sexual_harm",
    ),
    Rule(
        "missing",
        "Has the child gone missing? If so, tick it in part 3.",
        (r"(?:gone|went|goes|reported) missing", r"ran away", r"(?:out|away) all night", r"not come home"),
        answered_by="missing",
    ),
    Rule(
        "parent_substances",
        "Is drink or are drugs part of this? If so, tick it in part 3.",
        (r"(?:drunk|drinking heavily|smelt of alcohol|smelled of alcohol)", r"(?:cocaine|heroin|crack|cannabis)"),
        answered_by="parent_substances",
    ),
    Rule(
        "unborn",
        "Is a baby expected? If so, add the unborn child in part 2.",
        (r"(?:is|was) (?!not )(?:\w+ )?pregnant", r"(?:weeks|months) pregnant"),
        answered_by="unborn",
        part="who",
    ),
)

_DENIED = re.compile(
    r"\b(?:no|not|never|n[’']t|without|denies|denied|deny|didn[’']t|hasn[’']t|haven[’']t|wasn[’']t)\b[^.;!?\n]{0,25}$",
    re.IGNORECASE,
)
MOST_QUOTED = 3
LONGEST_READ = 60_000


def hints(text: str, *, concerns: Collection[str] = (), waved_away: Collection[str] = ()) -> tuple[Hint, ...]:
    """What to ask of this text, in the order of the rules."""
    text = text[:LONGEST_READ]
    found = []
    for rule in RULES:
        if rule.id in waved_away or (rule.answered_by and rule.answered_by in concerns):
            continue
        quoted = tuple(dict.fromkeys(_quotes(rule, text)))[:MOST_QUOTED]
        if quoted:
            found.append(Hint(rule.id, rule.question, quoted, rule.part))
    return tuple(found)


def _quotes(rule: Rule, text: str) -> list[str]:
    places: dict[int, str] = {}
    for words in rule.words:
        for match in re.finditer(rf"\b(?:{words})\b", text, re.IGNORECASE):
            denied = _DENIED.search(text[max(0, match.start() - 40) : match.start()])
            if rule.denial_counts or not denied or match[0].lower().startswith("without"):
                places[match.start()] = match[0]
    return [places[at] for at in sorted(places)]


BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}
