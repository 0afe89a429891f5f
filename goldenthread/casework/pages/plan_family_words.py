"""The plan in the family's words: what each page and paper of it says, from the plan and the words kept for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goldenthread.casework.public.plans import ActionShown, OutcomeShown, PlanShown
from goldenthread.rulebook.safe_copy import without_private
from goldenthread.rulebook.text.reading import reading_age
from goldenthread.ui.words import day_short, join_names

RIGHT_TO_LEFT = ("ar", "fa", "ku", "ur")
ALWAYS_THERE = ("Childline 0800 1111, free", "In danger now 999")
WORDS = {
    "achieved": "Done",
    "better": "Getting better",
    "same": "The same",
    "worse": "Getting worse",
    "not_started": "Not started yet",
}
LABELS = {
    "page": "Page",
    "why": "Why we have a plan",
    "hopes": "What we want for {name}",
    "start": "At the start",
    "now": "Now",
    "want": "We want",
    "each": "What each of us will do",
    "done": "Done",
    "todo": "To do",
    "wrong": "If things go wrong",
    "ring": "Who to ring",
    "next": "When we meet next",
}


@dataclass(frozen=True, slots=True)
class Hope:
    """An outcome as the family reads it."""

    key: int
    title: str
    start: str
    now: str
    want: str
    progress: str
    word: str


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing that somebody does, and when."""

    key: int
    what: str
    when: str
    done: bool


@dataclass(slots=True)
class Doer:
    """Somebody with things to do. `what` is who that is to the child."""

    name: str
    what: str
    person: int | None = None
    todo: list[ToDo] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Copy:
    """A whole copy. `age` is the reading age by formula, None when there is too little text or it is not English."""

    title: str
    intro: str
    why: tuple[str, ...]
    quote: str
    quote_by: str
    hopes_title: str
    hopes: tuple[Hope, ...]
    people: tuple[Doer, ...]
    contingency: tuple[str, ...]
    ring: tuple[str, ...]
    next: str
    wrong: str
    language: str
    labels: Mapping[str, str]
    age: int | None
    left_out: int

    @property
    def rtl(self) -> bool:
        """Whether it is written from right to left."""
        return self.language in RIGHT_TO_LEFT


def family_copy(
    plan: PlanShown,
    name: str,
    today: date,
    *,
    relations: Mapping[int, str],
    language: str = "en",
    without: int | None = None,
    without_name: str = "",
    secrets: Sequence[str] = (),
) -> Copy:
    """The copy for the whole family, or, with `without`, for somebody from whom the child must be safe.

    Words kept for a part stand in place of the plan's own; a part without a translation is said in English.
    """
    kept: Mapping[str, str] = plan.family_words.get(language, {}).get("words", {})
    plain: Mapping[str, str] = plan.family_words.get("en", {}).get("words", {})
    counted = 0

    def say(key: str, otherwise: str) -> str:
        nonlocal counted
        text = kept.get(key) or plain.get(key) or otherwise
        if without is None:
            return text
        safe = without_private(text, secrets)
        counted += safe != text
        return safe

    outcomes = [one for one in plan.outcomes if one.ended_on is None]
    worries = [thread.title for thread in plan.threads if thread.concern is not None and thread.need.strip()]
    otherwise = f"We are worried about {join_names([_lower(one) for one in worries])}." if worries else ""
    last = plan.reviews[0] if plan.reviews else None
    met = f" We met on {day_short(last.held_on, today)}." if last else ""
    made = say("intro", f"This is our plan for {name}.{met} It says what needs to get better, who helps, and by when.")
    hopes = tuple(hope for one in outcomes if (hope := _hope(one, say, today)).title)
    people = _people(outcomes, say, relations, name, today)
    if without is not None:
        people = [one for one in people if one.person == without or one.name == without_name]
    next_on = last.next_on if last and last.next_on else None
    next_words = f"{day_short(next_on, today)}" if next_on else "We will agree the day together."
    if without is not None and next_on:
        next_words = "We will tell you when."
    why = tuple(line for line in say("why", otherwise).splitlines() if line.strip())
    contingency = tuple(line for line in say("contingency", plan.contingency).splitlines() if line.strip())
    ring = tuple(line for line in say("ring", plan.worker).splitlines() if line.strip())
    quote = last.views.strip() if last and without is None else ""
    labels = {key: kept.get(f"label:{key}") or text for key, text in LABELS.items()}
    whole = [made, *why, *(h.title for h in hopes), *(f"{h.start}. {h.want}" for h in hopes), *contingency]
    whole += [f"{one.what} {one.when}" for doer in people for one in doer.todo]
    return Copy(
        title=say("title", f"Our plan for {name}") or f"Our plan for {name}",
        intro=made,
        why=why,
        quote=quote if len(quote) <= 240 else "",
        quote_by=f"{name}, {day_short(last.held_on, today)}" if last and quote else "",
        hopes_title=labels["hopes"].replace("{name}", name),
        hopes=hopes,
        people=tuple(people),
        contingency=contingency,
        ring=(*ring, *ALWAYS_THERE),
        next=next_words,
        wrong=say(
            "wrong", f"If you think this plan is wrong, tell {plan.worker or 'us'}. We will write down what you say."
        ),
        language=language,
        labels=labels,
        age=reading_age(" ".join(_stopped(text) for text in whole)) if language == "en" else None,
        left_out=counted,
    )


def as_values(copy: Copy, council: str) -> dict[str, Any]:
    """The copy as plain values, for the paper."""
    return {
        "title": copy.title,
        "council": council,
        "language": copy.language,
        "rtl": copy.rtl,
        "intro": copy.intro,
        "why": list(copy.why),
        "quote": copy.quote,
        "quote_by": copy.quote_by,
        "hopes_title": copy.hopes_title,
        "hopes": [
            {"title": one.title, "start": one.start, "now": one.now, "want": one.want, "word": one.word}
            for one in copy.hopes
        ],
        "people": [
            {
                "name": one.name,
                "what": one.what,
                "todo": [{"what": todo.what, "when": todo.when, "done": todo.done} for todo in one.todo],
            }
            for one in copy.people
        ],
        "contingency": list(copy.contingency),
        "ring": list(copy.ring),
        "next": copy.next,
        "wrong": copy.wrong,
        "labels": dict(copy.labels),
    }


def parts_to_word(plan: PlanShown, name: str, today: date) -> list[tuple[str, str, str]]:
    """Every part that may be put in other words: its key, what it is, and the plan's own words."""
    rows = [
        ("why", "Why we have a plan", ""),
        ("contingency", "If things go wrong", plan.contingency),
        ("ring", "Who to ring, a line for each", plan.worker),
    ]
    for one in plan.outcomes:
        if one.ended_on is None:
            rows.append((f"outcome:{one.key}", "What we want", one.family_words or one.words))
            rows += [
                (
                    f"action:{action.key}",
                    f"What {action.owner or 'somebody'} will do",
                    action.family_words or action.what,
                )
                for action in one.actions
                if action.dropped_on is None
            ]
    return rows


def _hope(one: OutcomeShown, say: Any, today: date) -> Hope:
    latest = one.evidence[0] if one.evidence else None
    by = f" by {day_short(one.by_on, today)}" if one.by_on else ""
    now = f"{latest.words}" if latest and len(latest.words) <= 80 else ""
    if one.latest_value is not None and one.unit:
        now = f"{one.latest_value.normalize():f} {one.unit}"
    return Hope(
        key=one.key,
        title=say(f"outcome:{one.key}", one.family_words or one.words),
        start=say(f"start:{one.key}", one.baseline) or "We did not ask",
        now="Done" if one.progress == "achieved" else say(f"now:{one.key}", now) or "We need to check",
        want=f"{say(f'want:{one.key}', one.target) or 'We will agree this when we meet'}{by if one.target else ''}",
        progress=one.progress,
        word=WORDS[one.progress],
    )


def _people(
    outcomes: Sequence[OutcomeShown], say: Any, relations: Mapping[int, str], name: str, today: date
) -> list[Doer]:
    """Each person's own to-do: the child first, then the family, then those who help."""
    found: dict[str, Doer] = {}
    for one in outcomes:
        for action in one.actions:
            if action.dropped_on is not None:
                continue
            owner = action.owner or "Nobody yet"
            key = f"person:{action.person}" if action.person else owner.casefold()
            doer = found.setdefault(key, Doer(owner, relations.get(action.person or 0, ""), action.person))
            what = say(f"action:{action.key}", action.family_words or action.what)
            if what:
                doer.todo.append(ToDo(action.key, what.rstrip("."), _when(action, today), action.done_on is not None))
    order = {True: 0, False: 1}
    people = [doer for doer in found.values() if doer.todo]
    return sorted(people, key=lambda one: (order[one.name.split(" ")[0] == name], order[one.person is not None]))


def _when(action: ActionShown, today: date) -> str:
    if action.due_words:
        return action.due_words
    return f"by {day_short(action.due_on, today)}" if action.due_on else ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _stopped(text: str) -> str:
    return text if text.rstrip()[-1:] in ("", ".", "!", "?") else f"{text}."
