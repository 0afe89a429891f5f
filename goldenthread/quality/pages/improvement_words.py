"""Improvement plans in words: what the templates show of a plan, its measures and its actions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import User, acts_of
from goldenthread.casework.pages.typed import key_of
from goldenthread.quality.public.improvement import (
    FindingShown,
    ImprovementActionShown,
    ImprovementLine,
    ImprovementShown,
    MeasureShown,
    in_words,
    number,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.improving import MILESTONE, State
from goldenthread.ui import words
from goldenthread.ui.pictures.improvement import Point, against_trajectory

TONES = {
    State.SLIPPED: "red",
    State.NO_MEASURE: "red",
    State.OVERDUE: "orange",
    State.BEHIND: "orange",
    State.ON_TRACK: "",
    State.HOLDING: "turquoise",
    State.READY: "green",
    State.CLOSED: "green",
}
ACTION_WORDS = {
    "open": "To do",
    "late": "Overdue",
    "done": "Done, not checked",
    "shown": "Done, and shown",
    "not_shown": "Not shown",
    "dropped": "Taken out",
}
ACTION_MARKS = {
    "open": "to_come",
    "late": "over",
    "done": "dot",
    "shown": "done",
    "not_shown": "miss",
    "dropped": "dot",
}
SOURCES = {
    "inspection": "Inspection",
    "audit": "Audit",
    "complaint": "Complaint",
    "supervision": "Supervision",
    "learning_review": "Learning review",
    "observation": "Practice observation",
}
SHORT = 90  # characters of a finding in a list


def measure(found: MeasureShown, on: date, acts: Collection[str] = ()) -> dict[str, Any]:
    """A measure for the templates. The way down to its records is there for whoever has the act that opens them."""
    latest = found.latest
    standing = found.standing
    if found.kind == MILESTONE:
        promise = f"To be there by {words.day(found.by_on)}"
    else:
        promise = (
            f"From {number(found.baseline, found.unit)} on {words.day(found.baseline_on)} to "
            f"{number(found.target, found.unit)} by {words.day(found.by_on)}"
        )
    mark, stands = "to_come", "Not measured since it began"
    if latest is not None:
        if standing.at_target:
            mark, stands = "done", "Reached" if found.kind == MILESTONE else "At its target"
        elif standing.behind:
            mark, stands = "over", "Behind its trajectory"
        else:
            mark, stands = "dot", "On its trajectory"
        if standing.stale:
            mark, stands = "over", "Last measured too long ago"
    return {
        "key": found.key,
        "title": found.title,
        "kind": found.kind,
        "kind_words": found.kind_words,
        "team": found.team,
        "promise": promise,
        "baseline_how": found.baseline_how,
        "now": in_words(found.kind, found.unit, latest) if latest else "",
        "as_of": words.day(latest.as_of) if latest else "",
        "how": latest.how if latest else "",
        "mark": mark,
        "stands": stands,
        "expected": ""
        if standing.expected is None or found.kind == MILESTONE
        else number(standing.expected, found.unit),
        "counted": found.counted,
        "page": reverse("improvement_measure", args=[found.key]),
        "records": found.url if found.opened_by in acts else "",
        "picture": picture(found, on) if found.kind != MILESTONE and found.values else "",
        "dropped": words.day(found.dropped_on) if found.dropped_on else "",
        "dropped_because": found.dropped_because,
    }


def picture(found: MeasureShown, on: date) -> Any:
    """The values of a measure beside the straight line from its start to its target."""
    return against_trajectory(
        title=found.title,
        start=Point(found.baseline_on, found.baseline),
        target=Point(found.by_on, found.target),
        values=[Point(one.as_of, one.value) for one in reversed(found.values) if one.as_of > found.baseline_on],
        unit=found.unit,
        today=on,
        key=f"measure-{found.key}",
    )


def action(found: ImprovementActionShown, on: date) -> dict[str, Any]:
    """An action for the templates."""
    state = found.state(on)
    return {
        "key": found.key,
        "what": found.what,
        "owner": found.owner,
        "due": words.day(found.due_on),
        "shown_by": found.shown_by,
        "state": state,
        "state_words": ACTION_WORDS[state],
        "mark": ACTION_MARKS[state],
        "done": words.day(found.done_on) if found.done_on else "",
        "done_words": found.done_words,
        "done_by": found.done_by,
        "evidence": found.evidence_title,
        "evidence_key": found.evidence,
        "check_words": found.check_words,
        "checked_by": found.checked_by,
        "checked": words.day(found.checked_at) if found.checked_at else "",
        "dropped_because": found.dropped_because,
        "lacks": [{"sentence": lack.sentence, "words": lack.words} for lack in found.lacks],
        "url": reverse("improvement_action", args=[found.key]),
    }


def finding_choice(found: FindingShown) -> dict[str, Any]:
    """A finding as something to choose."""
    return {
        "key": str(found.key),
        "words": found.words,
        "said": f"“{found.words}”" if found.words else "About a child, so its words are left out here.",
        "where": f"{source_of(found)}, {words.day(found.found_on)}",
        "status": found.status,
    }


def source_of(found: FindingShown) -> str:
    """“Inspection”."""
    sets = SETS.get("finding_source")
    return sets.label(found.source) if sets and found.source in sets else SOURCES.get(found.source, found.source)


def line(found: ImprovementLine) -> dict[str, Any]:
    """A plan in a line, for the list."""
    verdict, first = found.verdict, found.measure
    latest = first.latest if first else None
    return {
        "key": found.key,
        "url": reverse("improvement_plan", args=[found.key]),
        "title": found.title,
        "owner": found.owner,
        "by": words.day(found.by_on),
        "state": found.state,
        "status": verdict.words,
        "tone": TONES[verdict.state],
        "why": verdict.because[0] if verdict.because else "",
        "findings": words.plural(found.findings, "finding"),
        "since": words.day(found.oldest_on) if found.oldest_on else "",
        "measure": first.title if first else "",
        "now": in_words(first.kind, first.unit, latest) if first and latest else "",
        "target": "" if first is None or first.kind == MILESTONE else number(first.target, first.unit),
        "open_actions": found.open_actions,
        "reopened": words.day(found.reopened_at) if found.reopened_at and found.state == "open" else "",
    }


def plan(found: ImprovementShown, reader: User, now: datetime) -> dict[str, Any]:
    """A plan, whole, for its page."""
    on = timezone.localdate(now)
    verdict = found.verdict
    actions = [action(one, on) for one in found.actions]
    acts = acts_of(reader)
    return {
        "p": found,
        "status": verdict.words,
        "tone": TONES[verdict.state],
        "because": verdict.because,
        "in_the_way": verdict.in_the_way,
        "by": words.day(found.by_on),
        "hold": f"{words.plural(found.periods, found.period)}",
        "findings": [
            finding_choice(one) | {"url": _finding_url(one, reader), "children": one.children} for one in found.findings
        ],
        "measures": [measure(one, on, acts) for one in found.measures],
        "dropped": [measure(one, on) for one in found.dropped],
        "actions": [one for one in actions if one["state"] != "dropped"],
        "taken_out": [one for one in actions if one["state"] == "dropped"],
        "retests": found.retests,
        "papers": [
            {"url": reverse("board_paper", args=[one.key]), "on": words.day(one.meeting_on), "signed": one.signed_by}
            for one in found.papers
        ]
        if "improvement.read" in acts
        else [],
        "lacking": [{"sentence": lack.sentence, "words": lack.words} for lack in found.lacks],
        "now": now,
    }


def _finding_url(found: FindingShown, reader: User) -> str:
    """Where a finding is read in its report, for those who may."""
    return reverse("finding", args=[found.key]) if "findings.read" in acts_of(reader) else ""


def keys_of(typed: Iterable[str]) -> tuple[int, ...]:
    """Keys that were chosen. What is no key is nought, which nothing has, so that it is refused and not left out."""
    return tuple(key_of(one) or 0 for one in typed)
