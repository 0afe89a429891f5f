"""The rules of keeping, and what a decision is."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.kernel.clock import Verification
from goldenthread.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of keeping. `words` says for how long and from when; `source` on whose authority."""

    id: str
    words: str
    source: str
    verified: Verification = Verification.UNVERIFIED


RULES = Registry(
    (
        Rule(
            "child",
            "With the child’s record. If the child was ever looked after: until the 75th birthday, or 15 years after "
            "death when the child died before 18. Otherwise: until the 35th birthday.",
            "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 50; 35 years is local",
        ),
        Rule(
            "contact",
            "With the record of each child in it. If nothing followed and no child in it has another record: 6 years "
            "after the decision.",
            "Local",
        ),
        Rule(
            "ledger",
            "As long as the record of the child that it speaks of, and at least 6 years. Never changed.",
            "Local; UK GDPR, articles 5 and 32",
        ),
        Rule("staff", "6 years after the person leaves, and as long as a kept record names them.", "Local"),
        Rule(
            "allegation",
            "Until the person it is about reaches pension age, or for 10 years from the allegation if that is longer. "
            "One shown to be malicious or false is taken off the person’s own file.",
            "Keeping Children Safe in Education; Working Together",
        ),
        Rule("notice", "1 year after it is read. What it speaks of is on the record itself.", "Local"),
        Rule(
            "token",
            "7 days after its use or its end. It is a working trace, and what it led to is on the record.",
            "Our own",
        ),
        Rule("reference", "While it is in use, and as long as a kept record names it.", "Our own"),
        Rule("load", "With the records of the children in it, so that every loaded value can be traced.", "Local"),
    )
)


@dataclass(frozen=True, slots=True)
class Retention:
    """The decision for some fields of one table. `model` is its label, such as "people.Person"."""

    model: str
    rule: str
    reason: str
    fields: tuple[str, ...]


class Undecided(LookupError):
    """No decision names this field."""


def keep(model: str, rule: str, reason: str, fields: str) -> Retention:
    return Retention(model, rule, reason, tuple(fields.split()))


WHO = "Who recorded it, when and from what source is part of the record"
