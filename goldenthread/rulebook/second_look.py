"""When somebody else must look before "no further action" may be signed: a rule anybody can read, and no score.

Three facts ask for it, each by itself: a third contact in twelve months, a repeat contact about domestic abuse, and
other agencies asked without agreement and without a reason. Source: inspection findings on repeat contacts closed one
at a time, and the council's own standard.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goldenthread.kernel.clock import add_months

CONTACTS = 3  # in this many months
CONTACT_MONTHS = 12
ABUSE_MONTHS = 24

SAYS_NOTHING = frozenset(
    (
        "agreed",
        "agree",
        "noted",
        "agreed and noted",
        "noted and agreed",
        "ok",
        "okay",
        "yes",
        "no",
        "none",
        "n/a",
        "approved",
        "confirmed",
        "as above",
        "see above",
        "see contact",
        "see notes",
        "nfa",
        "no further action",
    )
)
"""Words that stand where a reason should and give none."""


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What the rule looks at. Earlier contacts are those about the same child or parent, by their days."""

    received_on: date
    earlier_on: tuple[date, ...] = ()
    domestic_abuse: bool = False
    earlier_abuse_on: tuple[date, ...] = ()
    checks_without_agreement: bool = False
    why_without_agreement: str = ""


def reasons(facts: ContactFacts) -> tuple[str, ...]:
    """Why a second look is asked for, a sentence each; empty when none is."""
    found = []
    year = _since(facts.earlier_on, facts.received_on, CONTACT_MONTHS)
    if len(year) + 1 >= CONTACTS:
        days = _days((*year, facts.received_on))
        found.append(f"It is the {_ordinal(len(year) + 1)} contact in {CONTACT_MONTHS} months ({days}).")
    abuse = _since(facts.earlier_abuse_on, facts.received_on, ABUSE_MONTHS)
    if facts.domestic_abuse and abuse:
        found.append(
            f"It is a repeat contact about domestic abuse: {len(abuse) + 1} in {ABUSE_MONTHS} months "
            f"({_days((*abuse, facts.received_on))})."
        )
    if facts.checks_without_agreement and says_nothing(facts.why_without_agreement):
        found.append("Other agencies were asked without a parent’s agreement, and no reason is written down.")
    return tuple(found)


def says_nothing(words: str) -> bool:
    """Whether words that should be a reason are none: blank, or only “agreed”, “noted”, “as above” and the like."""
    bare = " ".join(words.casefold().split()).strip(" .,;:!?-–—*\"'“”‘’")
    return len(bare) < 2 or bare in SAYS_NOTHING


def _since(days: tuple[date, ...], received_on: date, months: int) -> tuple[date, ...]:
    first = add_months(received_on, -months)
    return tuple(sorted(day for day in days if first < day <= received_on))


def _ordinal(n: int) -> str:
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def _days(days: tuple[date, ...], most: int = 5) -> str:
    """“12 February 2026, 27 August 2026 and 18 November 2026”, the latest of them when there are many."""
    told = [f"{day.day} {day:%B %Y}" for day in days[-most:]]
    before = f"{len(days) - most} before, then " if len(days) > most else ""
    return before + (f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else told[0])
