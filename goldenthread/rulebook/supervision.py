"""How often a worker is supervised and a child is talked about, and what supervision asks.

The frequencies are local policy, after what councils publish; the clocks that reckon the days are in
`clocks.oversight`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WORKER_CLOCK: Mapping[str, str] = {"monthly": "supervision_worker", "fortnightly": "supervision_asye"}
"""The clock of each frequency of "supervision_frequency"."""

CHILD_CLOCK = "case_supervision_child"


@dataclass(frozen=True, slots=True)
class Interval:
    """How often a child of this status is talked about in supervision: at least every so many working days, or by the
    council's clock alone where `working_days` is None."""

    status: str
    words: str
    working_days: int | None
    why: str


INTERVALS: Mapping[str, Interval] = {
    one.status: one
    for one in (
        Interval("enquiry", "Section 47 enquiry", 10, "The enquiry ends within 15 working days"),
        Interval("child_protection", "Child protection plan", 20, "Every supervision, and at least every 4 weeks"),
        Interval("assessment", "Assessment", 20, "Twice before its 45 working days are over"),
        Interval("child_in_need", "Child in need plan", None, "At least every month"),
        Interval("other", "Open case", None, "At least every month"),
    )
}
"""By status, the tightest first: a child has the first that is true."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that supervision asks. `needed`: nothing is recorded without it."""

    name: str
    label: str
    hint: str = ""
    needed: bool = False
    rows: int = 3


ABOUT_A_CHILD: tuple[Ask, ...] = (
    Ask("happened", "What has happened since last time?", "Only what the list beside this does not say already."),
    Ask(
        "child_view",
        "The child: seen when, alone or not, and saying what?",
        "The child’s own words where there are any.",
        needed=True,
    ),
    Ask(
        "reflection",
        "What do we make of it?",
        "What else could explain it, and what might we not be seeing?",
        needed=True,
        rows=4,
    ),
    Ask(
        "challenge",
        "What was challenged?",
        "What is the evidence of change? What was a parent’s account tested against?",
        needed=True,
    ),
    Ask("risk", "Risks and strengths, with the history in mind"),
    Ask("decision", "What was decided, and why?", "Also a decision to change nothing."),
    Ask("escalate_if", "What would make us act sooner?", "What, by when, and who is told."),
)
"""What the record of a child asks (Nottinghamshire, Walsall, Gloucestershire, Rotherham and Trafford policies)."""

PERSONAL: tuple[Ask, ...] = (
    Ask("workload", "Workload"),
    Ask("wellbeing", "How the worker is"),
    Ask("performance", "How the work goes"),
    Ask("learning", "Learning, training and registration"),
    Ask("reflection", "What the two of us think about it"),
    Ask("carried_forward", "What we agreed, and take to the next time"),
)

MOST_DIRECTIONS = 4  # boxes on a page; more are given in a second look at the same child
ALERT_DAYS = 10  # working days ahead that an agenda calls "soon"
