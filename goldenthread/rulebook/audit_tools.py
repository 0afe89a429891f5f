"""Audit tools: what an auditor is asked to grade, and what of the record answers it.

Versioned: an old audit is shown for ever as it was asked; a change of meaning is a new version, and the old one stays.

A council writes its own beside these. Domains and questions of the case audit come from the audit tools and quality
frameworks that councils publish (among them Southwark 2018, Knowsley 2018 to 2024, Bolton 2021, Kirklees and
Lincolnshire), in our words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Domain:
    """A part of practice. `areas` are the areas of practice standards that speak to it, `kinds` the kinds of entry in a
    chronology, and `voice` says whether the child's own words do."""

    key: str
    title: str
    areas: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    voice: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is graded, with what to look for."""

    key: str
    domain: str
    label: str
    look_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tool:
    """What is graded, in order. `key` and `version` name it for ever."""

    key: str
    version: int
    title: str
    items: tuple[Item, ...]

    def item(self, key: str) -> Item:
        """The item with this key; raises `KeyError` when the tool has none."""
        for item in self.items:
            if item.key == key:
                return item
        raise KeyError(key)


DOMAINS: Mapping[str, Domain] = {
    one.key: one
    for one in (
        Domain("record", "The record", (), ("note", "contact")),
        Domain("voice", "The child’s voice", ("visits",), ("visit",), voice=True),
        Domain("front_door", "The front door", ("front_door",), ("contact", "decision", "referral")),
        Domain("assessment", "Assessment", ("assessment",), ("assessment",), voice=True),
        Domain("protection", "Protection", ("child_protection",), ("meeting", "enquiry")),
        Domain("plan", "The plan", ("plans", "reviews"), ("plan", "plan_ended", "meeting")),
        Domain("direct_work", "Direct work", ("visits",), ("visit",), voice=True),
        Domain("oversight", "Management oversight", ("supervision",), ("decision", "closed")),
        Domain("partners", "Partners", ("child_protection", "reviews"), ("meeting",)),
        Domain("permanence", "Permanence and care", ("plans",), ("plan", "meeting")),
        Domain("equality", "Identity", ("assessment",), ("assessment",), voice=True),
        Domain("impact", "Impact", ("plans", "reviews"), ("plan_ended", "closed", "visit"), voice=True),
    )
}

CASE = Tool(
    "case",
    1,
    "Case audit",
    (
        Item(
            "record",
            "record",
            "Is the record complete, and does it tell the child’s story?",
            (
                "Basic details: ethnicity, relationships and parental responsibility",
                "A summary and a chronology that are current, and used",
                "Somebody who does not know the child could follow it",
            ),
        ),
        Item(
            "voice",
            "voice",
            "Is the child heard, and does it change anything?",
            (
                "Seen, and seen alone, as often as the plan asks",
                "Views and daily life shape what is decided",
                "An advocate was offered",
                "The child was spoken with in the way that suits the child",
            ),
        ),
        Item(
            "front_door",
            "front_door",
            "Was the first response right?",
            (
                "The right threshold",
                "History was weighed",
                "Whether the family agreed, and why it was done without, is written",
                "A manager decided in time",
            ),
        ),
        Item(
            "assessment",
            "assessment",
            "Does the assessment understand this child?",
            (
                "The child, the parents’ capacity, the family and what is around it",
                "Past history is used, and strengths are seen",
                "What parents explain is tested against evidence",
                "Fathers, partners and others at home are in it",
                "It says what it means for the child, and was in time and shared",
            ),
        ),
        Item(
            "protection",
            "protection",
            "Was the child protected in time?",
            (
                "The strategy discussion was in time and the right agencies were there",
                "The section 47 enquiry was thorough",
                "The conference was in time and reports were shared",
                "The decision was right",
            ),
        ),
        Item(
            "plan",
            "plan",
            "Does the plan work?",
            (
                "Specific and measurable, each action with an owner and a date",
                "It says what happens if nothing changes",
                "Core groups and reviews move it on, and drift is seen",
            ),
        ),
        Item(
            "direct_work",
            "direct_work",
            "Did visits and direct work make a difference?",
            ("Visits have a purpose", "The right tools were used", "What changed is written"),
        ),
        Item(
            "oversight",
            "oversight",
            "Did managers see, challenge and direct?",
            (
                "Decisions are written with the reason",
                "Supervision is regular, reflects and challenges",
                "Directions were followed",
                "It was escalated where it had to be",
            ),
        ),
        Item(
            "partners",
            "partners",
            "Did the right agencies share, come and act?",
            ("The right agencies were asked", "They came", "They did what they said"),
        ),
        Item(
            "permanence",
            "permanence",
            "If the child is in care, is there a settled home to grow up in?",
            (
                "A plan for permanence by the second review",
                "Health, education and feelings are looked after",
                "The right home, and the right time with family",
                "Life story work",
            ),
        ),
        Item(
            "equality",
            "equality",
            "Is the child’s identity understood and used?",
            ("Culture, faith, language, disability and what matters to the child",),
        ),
        Item(
            "impact",
            "impact",
            "Is the child safer or better off, and what shows it?",
            ("What is different in the last 6 months", "Evidence, not activity"),
        ),
    ),
)

ASSESSMENT = Tool(
    "assessment",
    1,
    "Assessment audit",
    (
        Item(
            "covers", "assessment", "Does it cover the child, the parents’ capacity, the family and what is around it?"
        ),
        Item("history", "assessment", "Was past history used?"),
        Item("strengths", "assessment", "Are the parents’ strengths recognised, and shown?"),
        Item("tested", "assessment", "Were the parents’ explanations tested against evidence?"),
        Item("adults", "assessment", "Are fathers, partners and everybody at home in it?"),
        Item("analysis", "assessment", "Does it say what it means for the child, and not only describe?"),
        Item("heard", "voice", "Do the child’s own words shape what it says?"),
        Item("identity", "equality", "Is the child’s identity understood and used?"),
        Item("in_time", "assessment", "Was it in time, and shared with the family?"),
    ),
)

PROTECTION = Tool(
    "protection",
    1,
    "Strategy discussions and enquiries",
    (
        Item("strategy_in_time", "protection", "Was the strategy discussion held in time?"),
        Item("strategy_quorate", "protection", "Were the police, health and the right others part of it?"),
        Item("strategy_actions", "protection", "Does it say who does what by when, and what to do if it fails?"),
        Item("enquiry_thorough", "protection", "Was the section 47 enquiry thorough?"),
        Item("enquiry_child_seen", "voice", "Was the child seen and heard in the enquiry?"),
        Item("decision", "protection", "Was the decision right, and does it say why?"),
    ),
)

PLANS = Tool(
    "plans",
    1,
    "Plans and reviews",
    (
        Item("specific", "plan", "Would anybody know whether this plan is working?"),
        Item("owned", "plan", "Has each action one owner and a date?"),
        Item("contingency", "plan", "Does it say what happens if nothing changes, and by when?"),
        Item("moved_on", "plan", "Did core groups and reviews move it on?"),
        Item("drift", "oversight", "Was drift seen, and answered?"),
        Item("childs_plan", "voice", "Would the child say that it is the child’s own plan?"),
    ),
)

TOOLS: Mapping[tuple[str, int], Tool] = {(one.key, one.version): one for one in (CASE, ASSESSMENT, PROTECTION, PLANS)}
"""Every version of every tool that comes with the product."""

MOST_ITEMS = 60
LONGEST_LABEL = 200


class NotATool(ValueError):
    """The text is no tool. The message is a sentence for the page."""


def read_tool(key: str, version: int, title: str, text: str) -> Tool:
    """A council's own tool from its text: a line that ends with a colon names a domain, every other line is a question
    of it. A domain that is called as one of ours is shown the same evidence. Raises `NotATool`."""
    by_title = {one.title.lower(): one.key for one in DOMAINS.values()}
    items: list[Item] = []
    domain = ""
    for line in (" ".join(one.split()) for one in text.splitlines()):
        if not line:
            continue
        if len(line) > LONGEST_LABEL:
            raise NotATool(f"A line can be {LONGEST_LABEL} characters long at most: “{line[:60]}…”")
        if line.endswith(":"):
            name = line.rstrip(": ")
            domain = by_title.get(name.lower(), name)
        else:
            items.append(Item(f"q{len(items) + 1}", domain or "Questions", line))
    if not items:
        raise NotATool("Write at least one question, on a line of its own")
    if len(items) > MOST_ITEMS:
        raise NotATool(f"A tool can have {MOST_ITEMS} questions at most. This has {len(items)}")
    return Tool(key, version, title, tuple(items))


def as_text(tool: Tool) -> str:
    """A tool as the text that `read_tool` reads."""
    lines: list[str] = []
    domain = None
    for item in tool.items:
        if item.domain != domain:
            domain = item.domain
            lines.append(f"{domain_title(domain)}:")
        lines.append(item.label)
    return "\n".join(lines)


def domain_title(domain: str) -> str:
    """What a domain is called; one of a council's own stands as it was written."""
    return DOMAINS[domain].title if domain in DOMAINS else domain
