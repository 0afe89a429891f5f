"""A case tracking pack: one child's story for a reader from outside, from the same queries as the child's own pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from goldenthread.access.public import User
from goldenthread.casework.public import child_card, deadlines_of
from goldenthread.casework.public.chronology import Chosen, about_others, whole_chronology
from goldenthread.casework.public.plans import current_plan, plan_shown
from goldenthread.quality.queries.standards import standards_of_child
from goldenthread.ui.words import day, moment

MOST_LATE = 40


def case_pack(child: int, *, reader: User, at: datetime) -> dict[str, Any] | None:
    """The pack's plain values; None where there is no such child. Words that are closed to the reader are left out by
    the queries, as on the pages. With `stopped` something is in it that is about another family, and no paper may be
    made."""
    card = child_card(child, reader=reader, at=at)
    if card is None:
        return None
    on = timezone.localdate(at)
    told = whole_chronology((child,), chosen=Chosen(), reader=reader, at=at)
    key = current_plan(child)
    plan = plan_shown(key, on=on) if key is not None else None
    late = [one for one in deadlines_of(child=child, at=at) if one.late]
    unmet = [one for one in standards_of_child(child, reader=reader) if not one.met]
    return {
        "name": card.name,
        "stopped": bool(about_others(told.entries, (child,))),
        "born": day(card.born_on) if card.born_on else "a day not known",
        "status": card.status or "No open case",
        "made_at": moment(at),
        "made_by": reader.name,
        "plan": _plan(plan) if plan else None,
        "decisions": [_entry(one) for one in told.entries if one.kind in ("decision", "meeting", "closed")],
        "chronology": [_entry(one) for one in told.entries],
        "left_out": told.left_out,
        "late": [{"name": one.name, "words": one.words} for one in late[:MOST_LATE]],
        "standards": [{"words": one.sentence, "since": day(one.since), "area": one.area} for one in unmet],
    }


def _plan(plan: Any) -> dict[str, Any]:
    return {
        "kind": plan.kind_words,
        "since": day(plan.started_on),
        "threads": [
            {
                "title": thread.title,
                "need": thread.need,
                "outcomes": [
                    {
                        "words": outcome.words,
                        "measure": outcome.measure,
                        "progress": outcome.progress_words if outcome.progress else "Not reviewed yet",
                        "actions": [
                            {"what": action.what, "owner": action.owner, "due": _due(action.due_on, action.due_words)}
                            for action in outcome.actions
                            if action.open
                        ],
                    }
                    for outcome in thread.outcomes
                    if outcome.ended_on is None
                ],
            }
            for thread in plan.threads
        ],
    }


def _due(due_on: date | None, words: str) -> str:
    return day(due_on) if due_on else words or "no day"


def _entry(one: Any) -> dict[str, str]:
    words = one.words if one.opens else "These words are restricted."
    return {"on": day(one.on), "title": one.title, "words": words, "impact": one.impact, "source": one.source}
