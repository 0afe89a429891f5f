"""How a plan is put: its threads as places with their words, for the picture, the table and the plan itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from goldenthread.casework.public.plans import (
    ActionShown,
    Changed,
    OutcomeShown,
    PlanShown,
    ReviewHeld,
    Thread,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.standards import Finding, Standard
from goldenthread.rulebook.text.actions import unowned
from goldenthread.rulebook.thread import State, Station
from goldenthread.ui import pictures
from goldenthread.ui.words import day, day_short, join_names, number, plural

_PLACES = tuple(Station)
LABELS = {
    Station.SAW: "What we saw",
    Station.NEED: "Need or risk",
    Station.OUTCOME: "Outcome for {child}",
    Station.ACTIONS: "Who does what, by when",
    Station.EVIDENCE: "What shows it",
    Station.PROGRESS: "Progress",
}


def plan_state(plan: PlanShown) -> dict[str, str] | None:
    """The tag beside the plan's name."""
    if plan.ended_on:
        return {"text": f"Ended {day(plan.ended_on)}", "tone": "grey"}
    return {"text": "Outline, until its first review", "tone": "yellow"} if plan.state == "outline" else None


def standing(plan: PlanShown) -> dict[str, Any]:
    """How many threads are broken, weak and whole, each with where it is on the page."""

    def links(state: State) -> list[dict[str, str]]:
        return [{"title": thread.title, "anchor": thread.anchor} for thread in plan.counted(state)]

    whole = len(plan.counted(State.HOLDS)) + len(plan.counted(State.FINISHED))
    return {
        "all": plural(len(plan.threads), "concern"),
        "broken": links(State.BROKEN),
        "weak": links(State.WEAK),
        "whole": whole,
        "broken_words": _threads_are(len(plan.counted(State.BROKEN)), "broken"),
        "weak_words": _threads_are(len(plan.counted(State.WEAK)), "weak"),
        "whole_words": "1 holds" if whole == 1 else f"{number(whole)} hold" if whole else "none holds",
    }


def _threads_are(count: int, how: str) -> str:
    return f"1 thread is {how}" if count == 1 else f"{number(count)} threads are {how}"


def verdict_line(thread: Thread) -> dict[str, Any]:
    """“Broken: 48 days with nothing to show whether it works”, with its mark."""
    found = thread.verdict
    label = {State.BROKEN: "Broken", State.WEAK: "Weak", State.HOLDS: "Holds", State.FINISHED: "Holds, and finished"}
    words = label[found.state]
    if found.state is State.BROKEN and found.words.startswith("for "):
        words = f"Broken {found.words}"
    elif found.state in (State.BROKEN, State.WEAK):
        words = f"{words}: {found.words}"
    return {"state": found.state.value, "mark": pictures.glyph(found.state.value, 15), "words": words}


# --- the picture


def strand(thread: Thread, plan: PlanShown, today: date) -> dict[str, Any]:
    """One thread of the picture: its places from what we saw to progress, as far as it goes."""
    broken = {gap.at for gap in thread.verdict.gaps if gap.state is State.BROKEN}
    weak = {gap.at for gap in thread.verdict.gaps if gap.state is State.WEAK}
    going = [one for one in thread.outcomes if one.ended_on is None or plan.ended_on]
    if not thread.need.strip():
        places = [_saw(thread, today, before_break=True), _gone(thread, plan, Station.NEED, 5)]
    elif not going:
        places = [
            _saw(thread, today),
            _place(Station.NEED, [_text(thread.need)], before_break=True),
            _gone(thread, plan, Station.OUTCOME, 4),
        ]
    else:
        places = [
            _saw(thread, today),
            _place(Station.NEED, [_text(thread.need)], dotted=Station.OUTCOME in weak),
            _outcomes(going, weak, broken, plan),
            _actions(going, weak, broken, plan, today),
            _evidence(going, broken, plan, today),
            _progress(going, weak | broken, today),
        ]
    return {
        "anchor": thread.anchor,
        "title": thread.title,
        "verdict": verdict_line(thread),
        "places": places,
    }


def _place(at: Station, pieces: Sequence[dict[str, Any]], **marks: Any) -> dict[str, Any]:
    missing, weak = marks.get("missing", False), marks.get("weak", False)
    return {
        "label": LABELS[at],
        "node": pictures.node("missing" if missing else "weak" if weak else "whole"),
        "pieces": pieces,
        "fray": pictures.fray() if marks.get("before_break") else "",
        "classes": " ".join(
            name
            for name, on in (
                ("gt-st--missing", missing),
                ("gt-st--to-weak", marks.get("dotted")),
                ("gt-st--gone", marks.get("gone")),
                ("gt-st--to-break", marks.get("before_break")),
                (f"gt-st--span{marks.get('span')}", marks.get("span")),
                ("gt-st--end", at is Station.PROGRESS or marks.get("span")),
            )
            if on
        ),
    }


def _text(words: str, *, strong: str = "", source: str = "", **more: Any) -> dict[str, Any]:
    return {"words": words, "strong": strong, "source": source} | more


def _saw(thread: Thread, today: date, *, before_break: bool = False) -> dict[str, Any]:
    when = day_short(thread.saw_on, today) if thread.saw_on else ""
    source = ", ".join(piece for piece in (thread.saw_source, when) if piece)
    return _place(Station.SAW, [_text(thread.saw or "Nobody wrote down what was seen", source=source)],
                  before_break=before_break)  # fmt: skip


def _gone(thread: Thread, plan: PlanShown, at: Station, span: int) -> dict[str, Any]:
    acts = []
    if at is Station.NEED:
        words = "No need or risk follows from it."
        rest = {
            "history": "The assessment says it is still live. The plan does not mention it.",
            "factor": "It is ticked in the assessment. The plan does not mention it.",
        }.get(thread.begins, "Nobody has said what it means for the child.")
        if thread.concern is None:
            asked = urlencode({"from": thread.came_from, "title": thread.title})
            acts = [
                {"label": "Add it to the plan", "url": f"{reverse('plan_concern_new', args=[plan.child])}?{asked}"},
                {"label": "say why not", "url": f"{reverse('plan_leave_out', args=[plan.child])}?{asked}"},
            ]
        else:
            acts = [{"label": "Say what it means", "url": reverse("plan_concern", args=[plan.child, thread.concern])}]
    else:
        words = "No outcome, no action."
        since = f" The need was written on {day(thread.raised_on)}." if thread.raised_on else ""
        rest = f"{since.strip()} Nothing in the plan answers it.".strip()
        acts = [
            {"label": "Write an outcome", "url": reverse("plan_outcome_new", args=[plan.child, thread.concern])},
        ]
    if plan.ended_on:
        acts = []
    label = LABELS[at]
    place = _place(at, [{"gap": words, "words": rest, "acts": acts}], missing=True, span=span)
    return place | {"label": f"{label} and all that follows"}


def _outcomes(
    going: Sequence[OutcomeShown], weak: set[Station], broken: set[Station], plan: PlanShown
) -> dict[str, Any]:
    pieces = []
    for one in going:
        bad = not (one.baseline.strip() and one.target.strip() and one.how_we_know.strip())
        acts = (
            [{"label": "Say how we will know", "url": reverse("plan_outcome", args=[plan.child, one.key])}]
            if bad and not plan.ended_on
            else []
        )
        measure = one.measure
        strong = f"{measure[:1].upper()}{measure[1:]}" if measure else "No starting point, no target"
        pieces.append(_text(one.words, strong=strong, acts=acts))
    return _place(
        Station.OUTCOME,
        pieces,
        weak=Station.OUTCOME in weak,
        dotted=Station.OUTCOME in weak or Station.ACTIONS in weak,
        before_break=Station.ACTIONS in broken,
    )


def _actions(
    going: Sequence[OutcomeShown], weak: set[Station], broken: set[Station], plan: PlanShown, today: date
) -> dict[str, Any]:
    pieces = []
    for outcome in going:
        shown = [action for action in outcome.actions if action.dropped_on is None]
        for action in shown:
            pieces.append(_action_piece(action, plan, today))
        if not shown:
            acts = [{"label": "Add an action", "url": reverse("plan_action_new", args=[plan.child, outcome.key])}]
            pieces.append({"gap": "Nobody does anything.", "words": "", "acts": [] if plan.ended_on else acts})
    gone = Station.ACTIONS in broken
    return _place(
        Station.ACTIONS,
        pieces,
        weak=Station.ACTIONS in weak,
        missing=gone,
        dotted=Station.ACTIONS in weak,
        before_break=Station.EVIDENCE in broken and not gone,
    )


def _action_piece(action: ActionShown, plan: PlanShown, today: date) -> dict[str, Any]:
    nobody = unowned(action.what, action.owner, action.named) is not None
    owner = f"“{action.owner}”" if nobody and action.owner else action.owner or "Nobody named"
    acts = []
    if action.open and nobody and not plan.ended_on:
        acts = [{"label": "Name one person", "url": reverse("plan_action", args=[plan.child, action.key])}]
    return _text(action.what, strong=owner, after=f", {when_of(action, today)}", acts=acts)


def when_of(action: ActionShown, today: date) -> str:
    """“done 22 July”, “was due 30 October”, “by 18 December”."""
    if action.done_on:
        return f"done {day_short(action.done_on, today)}"
    if action.due_on is None:
        return action.due_words or "no day"
    return f"{'was due' if action.due_on < today else 'by'} {day_short(action.due_on, today)}"


def _evidence(going: Sequence[OutcomeShown], broken: set[Station], plan: PlanShown, today: date) -> dict[str, Any]:
    pieces = []
    gone = Station.EVIDENCE in broken
    for outcome in going:
        url = reverse("plan_evidence_new", args=[plan.child, outcome.key])
        acts = [] if plan.ended_on else [{"label": "Say what shows it", "url": url}]
        if outcome.evidence:
            last = outcome.evidence[0]
            source = f"{last.source}, {day_short(last.on, today)}"
            if gone and outcome.progress != "achieved":
                since = f"Nothing since {day_short(last.on, today)}."
                pieces.append({"gap": since, "words": "", "acts": acts})
            else:
                pieces.append(_text(last.words, source=source))
        elif outcome.progress != "achieved":
            since = f"Nothing since {day_short(outcome.added_on, today)}." if gone else "Nothing yet."
            pieces.append({"gap": since, "words": "", "acts": acts})
    return _place(Station.EVIDENCE, pieces, missing=gone, gone=gone)


def _progress(going: Sequence[OutcomeShown], bad: set[Station], today: date) -> dict[str, Any]:
    pieces = []
    unsure = bool(bad & {Station.OUTCOME, Station.EVIDENCE, Station.PROGRESS, Station.ACTIONS})
    for one in going:
        said = one.progresses[0] if one.progresses else None
        rest = []
        if said is not None and len(one.progresses) > 1 and one.progresses[1].code != said.code:
            was = SETS["plan_progress"].label(one.progresses[1].code).lower()
            rest.append(f"Was “{was}” until {day_short(said.on, today)}")
        elif one.progress_on:
            rest.append(day_short(one.progress_on, today))
        if one.progress in ("better", "achieved") and Station.OUTCOME in bad:
            rest.append("but nobody can say when it is met")
        pieces.append(
            {
                "mark": pictures.glyph(one.progress),
                "strong": one.progress_words,
                "words": "",
                "source": ". ".join(rest),
                "line": _line(one),
            }
        )
    return _place(Station.PROGRESS, pieces, weak=unsure)


def _line(one: OutcomeShown) -> Any:
    values = (one.baseline_value, one.latest_value, one.target_value)
    if None in values:
        return ""
    start, now, target = (f"{value.normalize():f}" for value in values if value is not None)
    words = f"From {start} to {now} now; target {target} {one.unit}".rstrip()
    assert one.baseline_value is not None and one.latest_value is not None and one.target_value is not None
    drawn = pictures.measure_line(one.baseline_value, one.latest_value, one.target_value, words)
    return {"drawn": drawn, "words": f"{start} → {now}, target {target} {one.unit}".rstrip()}


# --- the same as a table


def table_row(thread: Thread, today: date) -> list[str]:
    """The thread as a line of the table."""
    going = [one for one in thread.outcomes if one.ended_on is None]
    actions = [
        f"{action.owner or 'Nobody named'}: {action.what}, {when_of(action, today)}"
        for one in going
        for action in one.actions
        if action.dropped_on is None
    ]
    shows = [f"{e.words} ({e.source}, {day(e.on)})" for one in going for e in one.evidence[:1]]
    source = ", ".join(piece for piece in (thread.saw_source, day(thread.saw_on) if thread.saw_on else "") if piece)
    return [
        thread.title,
        (f"{thread.saw} ({source})" if source else thread.saw) or "None",
        thread.need or "None",
        "; ".join(one.words + (f": {one.measure}" if one.measure else "") for one in going) or "None",
        "; ".join(actions) or "None",
        "; ".join(shows) or "None",
        "; ".join(one.progress_words for one in going) or "None",
        verdict_line(thread)["words"],
    ]


# --- what the last review changed, and what the plan feeds


def last_review(plan: PlanShown, last: ReviewHeld, changes: Sequence[Changed], today: date) -> dict[str, Any]:
    """What the last review changed, what it confirmed, what it did not talk about, and when the next one is."""
    spoken = {one.key for one in plan.outcomes for said in one.progresses if said.meeting == last.meeting}
    moved = {line.about for line in changes}
    silent, same = [], []
    for thread in plan.threads:
        keys = {one.key for one in thread.outcomes}
        if thread.raised_on and thread.raised_on > last.held_on:
            continue
        if not keys & spoken and not all(one.progress == "achieved" for one in thread.outcomes if one.ended_on is None):
            silent.append(thread.title)
        elif keys and keys & spoken and not any(_touches(thread, what) for what in moved):
            same.append(thread.title)
    return {
        "kind": SETS["meeting_kind"].label(last.kind),
        "held_on": day(last.held_on),
        "rows": [[line.part, line.before or None, line.after, line.because or None] for line in reversed(changes)],
        "silent": join_names(silent),
        "same": join_names(same),
        "unchanged_because": last.unchanged_because,
        "next_on": day(last.next_on) if last.next_on else "",
    }


def _touches(thread: Thread, about: str) -> bool:
    keys = {f"outcome:{one.key}" for one in thread.outcomes}
    keys |= {f"action:{action.key}" for one in thread.outcomes for action in one.actions}
    return about in keys or about == f"concern:{thread.concern}"


def feeds(found: Iterable[tuple[Standard[Any], Finding, str]], plan: int) -> dict[str, Any]:
    """The standards that this plan is read by, as a checklist: met or not, and the words or dates that decided, each
    leading to its place in the plan."""
    rows: dict[str, dict[str, Any]] = {}
    here = reverse("child_plan", args=[plan])
    for standard, finding, place in found:
        if finding.met is None:
            continue
        row = rows.setdefault(
            standard.id,
            {"sentence": standard.sentence, "why": standard.why, "hint": standard.hint, "met": True, "decided": {}},
        )
        if not finding.met:
            row["met"] = False
            address = f"{here}#{place}" if place else here
            row["decided"] |= {one.words: address for one in finding.because if one.words}
    for row in rows.values():
        row["because"] = [{"words": words, "url": url} for words, url in row["decided"].items()][:6]
    unmet = [row for row in rows.values() if not row["met"]]
    fine = [row for row in rows.values() if row["met"]]
    return {"name": "", "met": len(fine), "unmet": unmet, "fine": fine}


# --- the plan itself


def plan_block(thread: Thread, plan: PlanShown, today: date) -> dict[str, Any]:
    """A concern with its outcomes and actions, as the plan's page shows and changes them."""
    child = plan.child
    going = [one for one in thread.outcomes if one.ended_on is None or plan.ended_on]
    asked = urlencode({"from": thread.came_from, "title": thread.title})
    return {
        "thread": thread,
        "anchor": thread.anchor,
        "verdict": verdict_line(thread),
        "source": ", ".join(p for p in (thread.saw_source, day(thread.saw_on) if thread.saw_on else "") if p),
        "outcomes": [_outcome_block(one, child, today) for one in going],
        "ended": [one for one in thread.outcomes if one not in going],
        "add_url": f"{reverse('plan_concern_new', args=[child])}?{asked}" if thread.concern is None else "",
        "out_url": f"{reverse('plan_leave_out', args=[child])}?{asked}" if thread.concern is None else "",
        "change_url": reverse("plan_concern", args=[child, thread.concern]) if thread.concern else "",
        "outcome_url": reverse("plan_outcome_new", args=[child, thread.concern]) if thread.concern else "",
        "close_url": reverse("plan_concern_close", args=[child, thread.concern]) if thread.concern else "",
    }


def _outcome_block(one: OutcomeShown, child: int, today: date) -> dict[str, Any]:
    measure = one.measure
    return {
        "one": one,
        "measure": f"{measure[:1].upper()}{measure[1:]}" if measure else "",
        "mark": pictures.glyph(one.progress),
        "line": _line(one),
        "said": one.progresses[0] if one.progresses else None,
        "actions": [
            {
                "action": action,
                "when": when_of(action, today),
                "late": action.open and action.due_on is not None and action.due_on < today,
                "nobody": action.open and unowned(action.what, action.owner, action.named) is not None,
                "url": reverse("plan_action", args=[child, action.key]),
                "done_url": reverse("plan_action_done", args=[child, action.key]),
                "drop_url": reverse("plan_action_drop", args=[child, action.key]),
            }
            for action in one.actions
            if action.dropped_on is None
        ],
        "evidence": one.evidence[:3],
        "more": max(len(one.evidence) - 3, 0),
        "url": reverse("plan_outcome", args=[child, one.key]),
        "end_url": reverse("plan_outcome_end", args=[child, one.key]),
        "action_url": reverse("plan_action_new", args=[child, one.key]),
        "evidence_url": reverse("plan_evidence_new", args=[child, one.key]),
    }


def contingency(plan: PlanShown) -> dict[str, Any]:
    """What we will do if the plan does not work."""
    return {
        "words": plan.contingency,
        "by": day(plan.contingency_by) if plan.contingency_by else "",
        "url": reverse("plan_contingency", args=[plan.child]),
    }


def review_line(one: ReviewHeld) -> dict[str, Any]:
    """A review that was held, for the list beside the plan."""
    issued = f"Record sent {day(one.record_issued_on)}" if one.record_issued_on else ""
    return {
        "kind": SETS["meeting_kind"].label(one.kind),
        "on": day(one.held_on),
        "issued": issued,
        "issue_url": "" if issued or one.kind not in ("core_group", "cin_meeting", "cin_review") else one.meeting,
        "next": day(one.next_on) if one.next_on else "",
    }
