"""The assessment: one for the children of a family together, in parts that each save by themselves.

What concerns the whole family is written once. Each parent's care, and each child's needs, words and analysis, are
sections of their own, keyed by the person: "health:12" is the health of the child with key 12. Each thing a parent has
said, and each person nobody has a record of, is a numbered section: "account:2". `PARTS` are the pages in their order.

Source: the Framework for the Assessment of Children in Need and their Families (2000), its three sides and their
dimensions, as Working Together to Safeguard Children keeps them; the pairs of an account (what a parent says, what else
is known, what was done to test it) answer what inspectors find again and again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from goldenthread.kernel.form import Choice, Form, Kind, Question, Section
from goldenthread.rulebook.codes import SETS

LONGEST_STORY = 60_000
LONGEST_PASSAGE = 20_000
LONGEST_REASON = 2_000
MOST_NUMBERED = 30
"""How many accounts, and how many people without a record, one assessment holds."""


class Whose(StrEnum):
    """Of whom a section or part is: of the family once, of each child, of each parent, of each person, or numbered."""

    FAMILY = "family"
    CHILD = "child"
    PARENT = "parent"
    PERSON = "person"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class Part:
    """A page of the assessment. `question` is its heading and `title` its line in the list; both may name {name}.

    `side` gathers parts in the list. `sections` are the sections asked on it, in order.
    """

    key: str
    whose: Whose
    title: str
    question: str
    side: str
    sections: tuple[str, ...]


def _dimension(key: str, title: str, hint: str, *, of_whom: str) -> Section:
    """A dimension of the framework: evidence, strengths and worries, kept apart."""
    return Section(
        key,
        title,
        (
            Question(
                "evidence",
                "What we have seen and been told, and by whom",
                Kind.LONG_TEXT,
                rows=4,
                longest=LONGEST_PASSAGE,
                why="What stands on nobody’s word but our own can’t be weighed. Read by the manager and the family.",
            ),
            Question(
                "strengths",
                f"What goes well for {of_whom}, and what shows it",
                Kind.LONG_TEXT,
                rows=3,
                longest=LONGEST_PASSAGE,
                why="A plan is built on strengths. One that nothing shows does not make a child safer.",
            ),
            Question(
                "worries",
                f"What worries us for {of_whom}",
                Kind.LONG_TEXT,
                rows=3,
                longest=LONGEST_PASSAGE,
                why="Becomes a need or a risk in the analysis, and is answered in the plan.",
            ),
        ),
        hint=hint,
    )


WHY_NOW = Section(
    "why_now",
    "Why now",
    (
        Question(
            "why",
            "What brought us here, and why now?",
            Kind.LONG_TEXT,
            rows=6,
            longest=LONGEST_STORY,
            hint="What was said, by whom, and what had already been tried.",
            why="Says what the assessment has to find out. Read by everybody who reads it.",
        ),
        Question(
            "family_wants",
            "What does the family say it wants?",
            Kind.LONG_TEXT,
            rows=3,
            longest=LONGEST_PASSAGE,
            why="Help that a family asked for is help it uses.",
        ),
        Question(
            "find_out",
            "What do we need to find out?",
            Kind.LONG_TEXT,
            rows=3,
            longest=LONGEST_PASSAGE,
            why="Keeps the assessment to what matters for these children.",
        ),
    ),
)

_SPOKEN = (
    Question(
        "spoken",
        "Have we spoken with this person?",
        Kind.YES_NO,
        choices=(
            Choice(
                "yes",
                "Yes",
                follow_ups=(
                    Question(
                        "says",
                        "What this person says, knows and could offer",
                        Kind.LONG_TEXT,
                        rows=3,
                        longest=LONGEST_PASSAGE,
                        why="Fathers, partners and relatives often hold what nobody else does, for harm or for help.",
                    ),
                ),
            ),
            Choice(
                "no",
                "No",
                follow_ups=(
                    Question(
                        "why_not",
                        "Why not, and what is missing without it?",
                        Kind.LONG_TEXT,
                        rows=2,
                        longest=LONGEST_REASON,
                        why="A person left out for no reason is a gap in what we know.",
                    ),
                ),
            ),
        ),
        why="Everybody at home or close to the children is accounted for, or it is said why not.",
    ),
)

PERSON = Section("person", "Somebody in the family", _SPOKEN)

OTHER = Section(
    "other",
    "Somebody we hold no record of",
    (
        Question("name", "Name", longest=120, why="So that two people are not taken for one."),
        Question(
            "who",
            "Who is this to the children?",
            longest=120,
            hint="Like: mother’s partner, lives there most nights",
            why="Tells the reader what this person may bring, for harm or for help.",
        ),
        *_SPOKEN,
    ),
)

PEOPLE = Section(
    "people",
    "The household",
    (
        Question(
            "household",
            "Who sleeps where, and who comes and goes?",
            Kind.LONG_TEXT,
            rows=4,
            longest=LONGEST_PASSAGE,
            why="Shows who is really there, and where each child sleeps.",
        ),
    ),
)

HISTORY = Section(
    "history",
    "What the history means now",
    (
        Question(
            "pattern",
            "Put together, what does the history tell us about these children’s lives?",
            Kind.LONG_TEXT,
            rows=6,
            longest=LONGEST_STORY,
            hint="What comes back again and again? What worked before, and what did not last?",
            why="Incidents read one at a time hide harm that builds up.",
        ),
    ),
)

ACCOUNT = Section(
    "account",
    "Something we were told",
    (
        Question("about", "What it is about", longest=120, hint="Like: the phone", why="Names it for the reader."),
        Question("who", "Who says it", longest=120, why="Whose account it is."),
        Question(
            "says",
            "What they say",
            Kind.LONG_TEXT,
            rows=3,
            longest=LONGEST_PASSAGE,
            why="In their own words, with the day.",
        ),
        Question(
            "known",
            "What else we know",
            Kind.LONG_TEXT,
            rows=3,
            longest=LONGEST_PASSAGE,
            why="What others saw or recorded about the same thing, and when.",
        ),
        Question(
            "tested",
            "What we did to test it",
            Kind.LONG_TEXT,
            rows=3,
            longest=LONGEST_PASSAGE,
            why="Taking too much on a parent’s word is what inspectors find most often.",
        ),
        Question(
            "think", "So we think", longest=500, why="Whether it stands, in one line. The analysis is built on it."
        ),
    ),
)

HOME = (
    _dimension(
        "functioning",
        "Family history and how the family works",
        "Who decides, who cares, how people argue and make up, illness, loss, and the parents’ own childhoods.",
        of_whom="the children",
    ),
    _dimension("wider_family", "Wider family", "Who is close, who helps, who is kept away.", of_whom="the children"),
    _dimension("housing", "Housing", "Space, warmth, safety, how long they may stay.", of_whom="the children"),
    _dimension("employment", "Work", "Who works, when, and who looks after the children then.", of_whom="the children"),
    _dimension("income", "Money", "What comes in, what is owed, what the children go without.", of_whom="the children"),
    _dimension(
        "social", "Friends and neighbours", "Who the family knows, and whom they can ask.", of_whom="the children"
    ),
    _dimension(
        "community",
        "Services near by",
        "School, doctor, health visitor, faith, clubs: what is there and what they use.",
        of_whom="the children",
    ),
)

PARENTING = (
    _dimension(
        "basic_care", "Basic care", "Food, warmth, clothes, cleanliness, doctors and dentists.", of_whom="the children"
    ),
    _dimension(
        "safety", "Keeping them safe", "From harm at home, from other people, and outside.", of_whom="the children"
    ),
    _dimension(
        "warmth",
        "Emotional warmth",
        "How love is shown, and what happens when a child is upset.",
        of_whom="the children",
    ),
    _dimension("stimulation", "Play and learning", "Talk, play, school, praise.", of_whom="the children"),
    _dimension(
        "guidance", "Guidance and limits", "What is expected, and what happens when it is not done.", of_whom="them"
    ),
    _dimension("stability", "Stability", "Who is there every day, and what stays the same.", of_whom="the children"),
)

NEEDS = (
    _dimension(
        "health", "Health", "Growth, illness, teeth, sleep, disability, check-ups kept or missed.", of_whom="this child"
    ),
    _dimension(
        "education", "Learning", "School or nursery: attendance, progress, friends there.", of_whom="this child"
    ),
    _dimension(
        "feelings", "Feelings and behaviour", "How the child feels, and how that is shown.", of_whom="this child"
    ),
    _dimension(
        "identity",
        "Identity",
        "Ethnicity, language, faith, disability, sexuality, and how the child sees himself or herself.",
        of_whom="this child",
    ),
    _dimension(
        "relationships", "Family and friends", "Whom the child loves, trusts, misses or fears.", of_whom="this child"
    ),
    _dimension(
        "presentation", "How the child appears to others", "Clothes, cleanliness, manner.", of_whom="this child"
    ),
    _dimension(
        "self_care", "Looking after oneself", "What the child does alone, and should not have to.", of_whom="them"
    ),
)

VOICE = Section(
    "voice",
    "The child’s view",
    (
        Question(
            "view",
            "What does the child want to happen, and what would make life better?",
            Kind.LONG_TEXT,
            rows=4,
            longest=LONGEST_PASSAGE,
            hint="In the child’s words where there are any. For a baby, what the child shows.",
            why="The child’s view shapes what is decided, or it is said why it could not.",
        ),
        Question(
            "how_asked",
            "How did we find out?",
            Kind.LONG_TEXT,
            rows=2,
            longest=LONGEST_REASON,
            hint="Where, with what help: an interpreter, pictures, signs, somebody the child trusts.",
            why="Shows how near the words are to the child’s own.",
        ),
        Question(
            "a_day",
            "What is a day like for this child?",
            Kind.LONG_TEXT,
            rows=4,
            longest=LONGEST_PASSAGE,
            why="Daily life says what a list of incidents can’t.",
        ),
    ),
)

ANALYSIS = Section(
    "analysis",
    "Analysis",
    (
        Question(
            "means",
            "What does all this mean for this child?",
            Kind.LONG_TEXT,
            rows=8,
            longest=LONGEST_STORY,
            hint="Not what happened, but what it does to the child: the harm, the needs, and what protects.",
            why="What is decided rests on this. Each child’s is written for that child alone.",
        ),
        Question(
            "unchanged",
            "What is likely if nothing changes?",
            Kind.LONG_TEXT,
            rows=4,
            longest=LONGEST_PASSAGE,
            hint="What would this child’s week look like in three months?",
            why="Says how much it matters, and how soon.",
        ),
        Question(
            "confidence",
            "How sure are we?",
            Kind.ONE_OF,
            choices=SETS["confidence"].choices(),
            why="The manager weighs what is not known as well.",
        ),
        Question(
            "confidence_because",
            "Why, and what do we not know?",
            Kind.LONG_TEXT,
            rows=2,
            longest=LONGEST_REASON,
            why="What is missing is looked for, not forgotten.",
        ),
    ),
)


def _factors(*, own: bool) -> tuple[Choice, ...]:
    """The factors about the child, or those about an adult, in the order of the census. The letters B and C are an
    adult's, but for private fostering and for abuse, where they say of which sort it is."""
    return tuple(
        Choice(one.code, one.label)
        for one in SETS["assessment_factors"].items
        if one.offered and own == (one.code[-1] not in "BC" or one.code[:-1] in ("8", "18", "19"))
    )


FACTORS = Section(
    "factors",
    "What is a concern now",
    (
        Question(
            "own",
            "About this child",
            Kind.SOME_OF,
            choices=_factors(own=True),
            why="Counted in the children in need census. What is a concern now, not what was once.",
            item="AssessmentFactors",
        ),
        Question(
            "family",
            "About a parent, or somebody else at home",
            Kind.SOME_OF,
            choices=_factors(own=False),
            why="The same, for the adults: a parent’s difficulty is not the child’s.",
            item="AssessmentFactors",
        ),
    ),
)

OUTCOME = Section(
    "outcome",
    "What should follow",
    (
        Question(
            "outcome",
            "What should follow for this child?",
            Kind.ONE_OF,
            choices=SETS["assessment_outcome"].choices(),
            why="Your view, which the manager authorises. A child in need plan starts its own clock.",
        ),
        Question(
            "outcome_words",
            "Why this, and what it must change",
            Kind.LONG_TEXT,
            rows=3,
            longest=LONGEST_PASSAGE,
            why="The first words of the plan.",
        ),
    ),
)

SINGLE = (WHY_NOW, PEOPLE, PERSON, OTHER, HISTORY, ACCOUNT)
ASSESSMENT = Form(
    id="assessment",
    version=1,
    title="Assessment",
    sections=(*SINGLE, *HOME, *PARENTING, *NEEDS, VOICE, ANALYSIS, FACTORS, OUTCOME),
)


def _keys(sections: tuple[Section, ...]) -> tuple[str, ...]:
    return tuple(section.key for section in sections)


PARTS: tuple[Part, ...] = (
    Part("why_now", Whose.FAMILY, "Why now", "Why are we assessing now?", "The family", ("why_now",)),
    Part(
        "people",
        Whose.FAMILY,
        "Who is in the family",
        "Who is in this family, and whom have we spoken with?",
        "The family",
        ("people", "person", "other"),
    ),
    Part(
        "history",
        Whose.FAMILY,
        "History",
        "What has happened before, and what does it mean now?",
        "The family",
        ("history",),
    ),
    Part(
        "accounts",
        Whose.FAMILY,
        "What the parents say",
        "What do the parents say, and does it stand?",
        "The family",
        ("account",),
    ),
    Part(
        "home",
        Whose.FAMILY,
        "Family and surroundings",
        "What is life like around the family?",
        "The family",
        _keys(HOME),
    ),
    Part(
        "parenting",
        Whose.PARENT,
        "{name} as a parent",
        "How does {name} look after the children?",
        "The parents",
        _keys(PARENTING),
    ),
    Part(
        "voice",
        Whose.CHILD,
        "{name}: seen and heard",
        "What does {name} say, and who has seen {name}?",
        "{name}",
        ("voice",),
    ),
    Part(
        "needs",
        Whose.CHILD,
        "{name}: needs",
        "What does {name} need to grow up well?",
        "{name}",
        _keys(NEEDS),
    ),
    Part(
        "analysis",
        Whose.CHILD,
        "{name}: analysis",
        "What does it mean for {name}?",
        "{name}",
        ("analysis", "factors", "outcome"),
    ),
)

WHOSE: dict[str, Whose] = (
    dict.fromkeys(("why_now", "people", "history", *_keys(HOME)), Whose.FAMILY)
    | dict.fromkeys(("person",), Whose.PERSON)
    | dict.fromkeys(("other", "account"), Whose.NUMBERED)
    | dict.fromkeys(_keys(PARENTING), Whose.PARENT)
    | dict.fromkeys((*_keys(NEEDS), "voice", "analysis", "factors", "outcome"), Whose.CHILD)
)
"""Of whom each section is."""

DIMENSIONS: frozenset[str] = frozenset(_keys((*HOME, *PARENTING, *NEEDS)))
"""Sections that hold evidence, strengths and worries."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A kind of assessment that is written here: what a sentence calls it, and the clock it must be done by."""

    kind: str
    title: str
    clock: str


VARIANTS: dict[str, Variant] = {
    "single": Variant("single", "child and family assessment", "single_assessment"),
    "family_help": Variant("family_help", "Family Help assessment", "family_help_assessment"),
}


def section_of(key: str) -> tuple[Section, int | None]:
    """The section that a key names, and the person or number after its colon.

    Raises `KeyError` for a key that the form does not have.
    """
    name, colon, of = key.partition(":")
    section = ASSESSMENT.section(name)
    if bool(colon) != (WHOSE[name] is not Whose.FAMILY):
        raise KeyError(key)
    if not colon:
        return section, None
    if not of.isdecimal() or len(of) > 12 or not int(of):
        raise KeyError(key)
    if WHOSE[name] is Whose.NUMBERED and int(of) > MOST_NUMBERED:
        raise KeyError(key)
    return section, int(of)


def part_of(key: str) -> tuple[Part, int | None]:
    """The part that an address names ("needs:12"), and whose it is. Raises `KeyError` for one that is not asked."""
    name, colon, of = key.partition(":")
    part = next((one for one in PARTS if one.key == name), None)
    if part is None or bool(colon) != (part.whose is not Whose.FAMILY):
        raise KeyError(key)
    if colon and (not of.isdecimal() or len(of) > 12):
        raise KeyError(key)
    return part, int(of) if colon else None


def part_holding(section: str) -> str:
    """The part on which a section is asked: "needs:12" for "health:12"."""
    name, _, of = section.partition(":")
    part = next(one for one in PARTS if name in one.sections)
    return part.key if part.whose is Whose.FAMILY else f"{part.key}:{of}"
