"""A part of a plan in a few words, what of it can be changed, and the stamp of how it stands."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Model

from goldenthread.casework.models import Concern, Outcome, Plan, PlanAction
from goldenthread.ui.words import day

SHOWN: dict[str, tuple[str, ...]] = {
    "Plan": ("contingency", "contingency_by"),
    "Concern": ("title", "saw", "saw_source", "saw_on", "need", "factor"),
    "Outcome": (
        "words",
        "baseline",
        "target",
        "how_we_know",
        "unit",
        "baseline_value",
        "target_value",
        "by_on",
        "contingency",
        "contingency_by",
        "family_words",
    ),
    "PlanAction": ("what", "owner_name", "owner_id", "person_id", "due_on", "due_words", "family_words"),
}
"""The columns of each part that its form shows."""

_ABOUT = {Concern: "concern", Outcome: "outcome", PlanAction: "action"}


def stamp(row: Model) -> str:
    """A mark of a part as it stands: another when anything that its form shows has changed."""
    told = [_plain(getattr(row, name)) for name in SHOWN[type(row).__name__]]
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:16]


def about(row: Model) -> str:
    """How the history and the ledger name a part: “outcome:4”; the plan itself is “plan”."""
    return "plan" if isinstance(row, Plan) else f"{_ABOUT[type(row)]}:{row.pk}"


def in_words(row: Any) -> str:
    """A part in a line."""
    if isinstance(row, Plan):
        return row.contingency + (f", by {day(row.contingency_by)}" if row.contingency_by else "")
    if isinstance(row, Concern):
        return f"{row.title}. {row.need}".strip()
    if isinstance(row, PlanAction):
        by_when = f", by {day(row.due_on)}" if row.due_on else f", {row.due_words}" if row.due_words else ""
        return f"{row.what} ({row.owner_name or 'nobody named'}{by_when})"
    return row.words + from_to(row.baseline, row.target, row.by_on)


def from_to(baseline: str, target: str, by_on: Any) -> str:
    """“: from 7 days in 10 to 9 days in 10 by 18 December 2026”, as far as it is known."""
    pieces = [
        f"from {_lower(baseline)}" if baseline else "",
        f"to {_lower(target)}" if target else "",
        f"by {day(by_on)}" if by_on else "",
    ]
    said = " ".join(piece for piece in pieces if piece)
    return f": {said}" if said else ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _plain(value: Any) -> str:
    return "" if value is None else value.normalize().to_eng_string() if hasattr(value, "normalize") else str(value)
