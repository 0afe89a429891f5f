"""Board papers: what the evidence of a plan says, laid out for people who decide; and what a person wrote beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from goldenthread.access.public import User, acts_of
from goldenthread.quality.models import BoardPaper
from goldenthread.quality.queries.improvement import (
    ImprovementShown,
    MeasureShown,
    ValueShown,
    improvement_shown,
    in_words,
    number,
)
from goldenthread.rulebook.improving import MILESTONE
from goldenthread.ui.words import day, plural

ABOUT_A_CHILD = "A finding about a child, whose words stay in the register"
WORDS = ("why", "so_what", "what_next", "last_time")


@dataclass(frozen=True, slots=True)
class PaperShown:
    """A board paper. `facts` are as they stood when it was signed, or as they stand now; `may` holds the acts open to
    the reader."""

    key: int
    plan: int
    title: str
    owner: str
    meeting_on: date
    why: str
    so_what: str
    what_next: str
    last_time: str
    facts: Mapping[str, Any]
    written_by: str
    written_at: datetime
    signed_by: str
    signed_at: datetime | None
    may: frozenset[str]


def paper_shown(paper: int, *, reader: User, at: datetime) -> PaperShown | None:
    """One board paper; None when there is none."""
    row = BoardPaper.objects.select_related("plan__owner", "written_by", "signed_by").filter(pk=paper).first()
    if row is None:
        return None
    facts = row.facts if row.signed_at else last_facts(row.plan_id, meeting_on=row.meeting_on, reader=reader, at=at)
    acts = frozenset() if row.signed_at else acts_of(reader) & {"board_paper.write", "board_paper.sign"}
    return PaperShown(
        key=row.pk,
        plan=row.plan_id,
        title=row.plan.title,
        owner=row.plan.owner.name,
        meeting_on=row.meeting_on,
        why=row.why,
        so_what=row.so_what,
        what_next=row.what_next,
        last_time=row.last_time,
        facts=facts,
        written_by=row.written_by.name,
        written_at=row.written_at,
        signed_by=row.signed_by.name if row.signed_by else "",
        signed_at=row.signed_at,
        may=frozenset(acts),
    )


def last_facts(plan: int, *, meeting_on: date, reader: User, at: datetime) -> dict[str, Any]:
    """What the evidence of a plan says now, since the paper before this meeting: what changed, compared with what, what
    was done and what it did, and what comes next. Every value has its day. Plain values, to be kept as they stand."""
    found = improvement_shown(plan, reader=reader, at=at)
    if found is None:
        return {}
    before = BoardPaper.objects.filter(plan=plan, meeting_on__lt=meeting_on).order_by("-meeting_on").first()
    since = before.meeting_on if before else None
    on = timezone.localdate(at)
    return {
        "as_of": day(on),
        "status": found.verdict.words,
        "because": list(found.verdict.because),
        "in_the_way": list(found.verdict.in_the_way),
        "aim": found.aim,
        # A paper goes to people who read about no child: what was said of one stays in the register.
        "findings": [
            {"words": one.words if not one.children else ABOUT_A_CHILD, "on": day(one.found_on)}
            for one in found.findings
        ],
        "since": day(since) if since else "",
        "measures": [_measure(one, since) for one in found.measures],
        "done": [_done(one, since) for one in found.actions if _is_new(one.done_on, since) and not one.dropped_on],
        "next": [
            {"what": one.what, "who": one.owner, "by": day(one.due_on), "late": one.due_on < on}
            for one in found.actions
            if one.done_on is None and one.dropped_on is None
        ],
        "retests": [
            f"{day(one.held_on)}: {one.met} of {one.asked}, where {one.needed} were needed. "
            + ("Passed." if one.passed else "Not passed.")
            for one in found.retests
        ],
        "promised": before.what_next if before else "",
        "history": _history(found),
    }


def _is_new(done_on: date | None, since: date | None) -> bool:
    return done_on is not None and (since is None or done_on >= since)


def _done(one: Any, since: date | None) -> dict[str, Any]:
    shown = {"shown": "Checked by another, and shown", "not_shown": "Checked by another, and not shown"}
    return {
        "what": one.what,
        "who": one.owner,
        "on": day(one.done_on),
        "shown": shown.get(one.check, "Not checked by another yet"),
    }


def _measure(one: MeasureShown, since: date | None) -> dict[str, Any]:
    latest = one.latest
    before = next((value for value in one.values if since is not None and value.as_of <= since), None)
    milestone = one.kind == MILESTONE
    return {
        "title": one.title,
        "now": in_words(one.kind, one.unit, latest) if latest else "Not measured since it began",
        "as_of": day(latest.as_of) if latest else "",
        "how": latest.how if latest else "",
        "start": "Not there" if milestone else f"{number(one.baseline, one.unit)} on {day(one.baseline_on)}",
        "before": f"{in_words(one.kind, one.unit, before)} as of {day(before.as_of)}" if before else "",
        "target": f"By {day(one.by_on)}" if milestone else f"{number(one.target, one.unit)} by {day(one.by_on)}",
        "should_be": "" if milestone or one.standing.expected is None else number(one.standing.expected, one.unit),
        "change": "" if milestone else _change(one, latest, before),
        "held": plural(one.standing.held, "period"),
    }


def _change(one: MeasureShown, latest: ValueShown | None, before: ValueShown | None) -> str:
    """“Up 12.4 points from the start, up 3.1 since last time”: counted, and no more than counted."""
    if latest is None:
        return ""
    points = " points" if one.unit == "%" else ""
    said = [_by(latest.value - one.baseline, points) + " from the start"]
    if before is not None:
        said.append(_by(latest.value - before.value, points).lower() + " since last time")
    return ", ".join(said)


def _by(change: float, points: str) -> str:
    if abs(change) < 0.05:
        return "No change"
    return f"{'Up' if change > 0 else 'Down'} {number(abs(change))}{points}"


def _history(found: ImprovementShown) -> list[str]:
    said = [f"Begun on {day(found.started_at)}"]
    if found.closed_at:
        said.append(f"Closed on {day(found.closed_at)}")
    if found.reopened_at:
        said.append(f"Open again since {day(found.reopened_at)}: {found.reopened_because}")
    return said
