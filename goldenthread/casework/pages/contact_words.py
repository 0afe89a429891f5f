"""How the parts of a contact are laid out and said: rows of questions, people, checks, and what is already known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from goldenthread.casework.public import ContactCheck, ContactLine, ContactToWrite, Known
from goldenthread.kernel.clock import add_months
from goldenthread.kernel.form import Kind, Question, Section
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.contact import NOT_KNOWN, section_of
from goldenthread.rulebook.screening import Gap
from goldenthread.ui import pictures, words
from goldenthread.ui.addresses import reverse
from goldenthread.ui.forms import MOST_RADIOS, SectionForm, form_for

NAV = {
    "what_happened": "What happened",
    "who": "Who",
    "worries": "Worries",
    "ethnicity": "Ethnicity",
    "family_knows": "What the family knows",
    "history": "History",
    "send": "Ask others, send",
}
"""The parts of the page, in order, as the line at its head calls them."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Questions that stand together: a heading, and rows of one or two. `closed` folds them away until asked for;
    `story` shows them at the size for reading; `two` sets their choices in two columns."""

    heading: str
    keys: tuple[tuple[str, ...], ...]
    closed: bool = False
    story: bool = False
    two: bool = False


_LAYOUT: Mapping[str, tuple[Rows, ...]] = {
    "what_happened": (
        Rows("", (("narrative",),), story=True),
        Rows(
            "Who told us",
            (("referrer_name", "referrer_role"), ("referrer_agency", "referrer_phone"), ("referrer_email", "source")),
        ),
        Rows("", (("how_known",),), two=True),
        Rows("When and how it reached us", (("received",), ("how_received",)), closed=True),
    ),
    "worries": (
        Rows("", (("concerns",),), two=True),
        Rows("", (("safe_now",), ("priority", "level_of_need"))),
    ),
    "person": (
        Rows("", (("part",),), two=True),
        Rows("", (("given_names", "family_name"), ("born_on", "expected_on"), ("relationship",), ("said_to_harm",))),
    ),
    "ethnicity": (Rows("", (("ethnicity", "ethnicity_not_known_because"),)),),
    "history": (Rows("", (("history_means",),), story=True),),
}


def prefix_of(key: str) -> str | None:
    """What the fields of a part about one child begin with, because each child asks the same: "said-12"."""
    return key.replace(":", "-") if ":" in key else None


def section_form(key: str, answers: Mapping[str, Any], posted: Any = None) -> SectionForm:
    """The form of a part, half an answer allowed; `posted` is what was typed when it comes back."""
    section, _ = section_of(key)
    made = form_for(section)
    if posted is not None:
        return made(posted, draft=True, prefix=prefix_of(key))
    return made(initial=dict(answers), draft=True, prefix=prefix_of(key))


def laid_out(form: SectionForm) -> list[dict[str, Any]]:
    """The form's questions in their rows; one that no layout names comes last, alone."""
    asked = {one["question"].key: _quiet(one) for one in form.asked()}
    groups = []
    for group in _LAYOUT.get(form.section.key, ()):
        rows = [[asked.pop(key) for key in row if key in asked] for row in group.keys]
        groups.append(_group(group, [row for row in rows if row], form))
    if asked:
        groups.append(_group(Rows("", ()), [[one] for one in asked.values()], form))
    return [group for group in groups if group["rows"]]


def _group(group: Rows, rows: list[list[dict[str, Any]]], form: SectionForm) -> dict[str, Any]:
    closed: bool | str = group.closed
    if closed and (answered := next((words_of(form, one["question"].key) for row in rows for one in row), "")):
        closed = answered
    return {
        "heading": group.heading,
        "rows": rows,
        "closed": closed,
        "story": group.story,
        "two": group.two,
        "wrong": any(one["error"] for row in rows for one in row),
    }


def _quiet(asked: dict[str, Any]) -> dict[str, Any]:
    """A question without its reason: the reasons of a part stand together at its foot."""
    choices = [
        choice | {"follow_ups": [_quiet(under) for under in choice["follow_ups"]]}
        for choice in asked.get("choices", ())
    ]
    quiet = asked | {"quiet": True} | ({"choices": choices} if choices else {})
    # A long list of one-line answers is shorter to read when it drops down.
    if asked["kind"] == "one_of" and len(choices) > MOST_RADIOS and not any(one["follow_ups"] for one in choices):
        quiet["drop_down"] = True
    return quiet


def reasons(section: Section) -> list[tuple[str, str]]:
    """Why each question of a part is asked."""
    return [(question.label, question.why) for question in section.every_question() if question.why]


def words_of(form: SectionForm, key: str) -> str:
    """An instant that a form holds, in words; empty when it holds none."""
    value = form.initial.get(key)
    try:
        return words.moment(datetime.fromisoformat(value)) if isinstance(value, str) else ""
    except ValueError:
        return ""


def label_of(key: str, written: ContactToWrite) -> str:
    """What to call a part: "What happened", "Callum, in the child’s own words"."""
    section, line = section_of(key)
    name = next((one.name for one in written.people if one.line == line), "")
    return f"{name}: {section.title[:1].lower()}{section.title[1:]}" if name else section.title


# --- people


def person_said(one: ContactLine, today: date) -> str:
    """What was said of somebody: "11, born 22 January 2015, partner, said to have caused harm"."""
    told = []
    if one.born_on:
        told.append(f"{words.age(one.born_on, today)}, born {words.day(one.born_on)}")
    elif one.expected_on:
        told.append(f"expected {words.day(one.expected_on)}")
    elif one.part == "child":
        told.append("date of birth not known")
    if one.relationship or one.part != "child":
        told.append((one.relationship or one.part_words).lower())
    if one.said_to_harm:
        told.append("said to have caused harm")
    return ", ".join(told)


def person_row(one: ContactLine, contact: int, reader: str, today: date) -> dict[str, Any]:
    """A line of the contact as part 2 shows it."""
    settled = "matched" if one.person else "not_sure" if one.not_sure else "unsettled"
    new = one.matched_on.startswith("Not in our records")
    who = "You" if one.matched_by == reader else one.matched_by
    what = "child" if one.part == "child" else "person"
    address = {"contact_id": contact, "line": one.line}
    return {
        "id": f"person-{one.line}",
        "line": one.line,
        "name": one.name,
        "said": person_said(one, today),
        "state": settled,
        "words": f"Added to our records as a new {what}." if new else f"Same {what} as in our records.",
        "why": "" if new else one.matched_on,
        "source": f"{who} {'added' if new else 'confirmed'} it at {words.moment(one.matched_at, today)}"
        if one.matched_at and who
        else "",
        "record_url": record_address(one),
        "match_url": reverse("contact_match", kwargs=address),
        "change_url": reverse("contact_person", kwargs=address),
        "undo_url": reverse("contact_undo", kwargs=address) if settled != "unsettled" else "",
        "out_url": reverse("contact_take_out", kwargs=address),
        "may_be_unsure": True,
    }


def child_said(one: ContactLine) -> str:
    """Who heard a child's words, and who has seen the child since."""
    told = one.said_to
    if told.startswith(("A ", "An ", "The ")):  # “to a teacher”, but “to Miss Abara”
        told = told[:1].lower() + told[1:]
    return ", ".join(part for part in (one.name, f"to {told}" if told else "", one.seen_since) if part)


# --- checks


def check_cells(check: ContactCheck, now: datetime) -> list[str]:
    """A row of the table of checks."""
    answered = words.moment(check.answered_at, now) if check.answered_at else f"Waiting {took(check, now)}"
    answer = "Nothing known. " * check.nothing_known + check.answer
    return [check.agency, words.moment(check.asked_at, now), answered, answer.strip()]


def took(check: ContactCheck, now: datetime) -> str:
    """How long an agency took to answer, or has taken so far: "15 minutes", "3 hours", "2 days"."""
    minutes = int(((check.answered_at or now) - check.asked_at) / timedelta(minutes=1))
    if minutes < 60:
        return words.plural(max(minutes, 0), "minute")
    if minutes < 48 * 60:
        return words.plural(minutes // 60, "hour")
    return words.plural(minutes // (24 * 60), "day")


# --- what is still to do


def states_of(written: ContactToWrite, to_do: Iterable[Gap]) -> dict[str, str]:
    """How far each part is, in words."""
    left = [gap.section for gap in to_do]
    begun = {key.partition(":")[0] for key in written.sections}
    states = {}
    for key in NAV:
        count = left.count(key)
        if not count:
            states[key] = "Done" if key in begun or key in ("ethnicity",) and written.people else ""
        elif key not in begun and key not in ("who", "ethnicity", "send"):
            states[key] = "Not started"
        else:
            states[key] = f"{words.plural(count, 'answer')} needed"
    return states


# --- what is already known


def known_panel(
    known: Known, contact: int, *, writing: bool, now: datetime, parts: Mapping[int, str] = MappingProxyType({})
) -> dict[str, Any]:
    """The panel beside the contact. `writing` offers to read each piece or to set it aside; `parts` is what each
    person is in this contact, in words."""
    today = timezone.localdate(now)
    partners = {name: days for name, days in known.abuse.by_partner.items() if days}
    warnings = len(known.warnings)
    pieces = [_piece(piece, now) for piece in known.pieces]
    bar = [words.plural(warnings, "warning") if warnings else "", f"{len(pieces)} earlier" if pieces else ""]
    return {
        "at": now,
        "matched": [person.name for person in known.people.values()],
        "warnings": [
            {
                "title": f"{warning.title}.",
                "text": _of_whom(warning, known),
                "source": f"{warning.recorded_by}, {words.day(warning.recorded_at)}. "
                f"Review by {words.day(warning.review_on)}.",
            }
            for warning in known.warnings
        ],
        "open_cases": [
            {"name": case.name, "whom": case.worker or case.team, "url": reverse("referral", args=[case.referral])}
            for case in known.open_cases
        ],
        "counts": _counts(known),
        "strip": _strip(partners, today) if partners else "",
        "strip_words": "; ".join(
            f"{name or 'Nobody named'}: {words.join_names(words.day(day) for day in days)}"
            for name, days in partners.items()
        ),
        "pieces": pieces,
        "people": [
            {
                "name": person.name,
                "url": reverse("child" if person.kind == "child" else "person", args=[person.person]),
                "words": _who_words(person, today, parts.get(person.person, "")),
            }
            for person in known.people.values()
        ],
        "unknown": list(known.not_known),
        "may_weigh": writing,
        "weigh_url": reverse("contact_weigh", args=[contact]),
        "bar": words.join_names(bar) or "Nothing known yet",
    }


def _of_whom(warning: Any, known: Known) -> str:
    person = known.people.get(warning.person)
    return f"{person.name}: {warning.words}" if person else warning.words


def _counts(known: Known) -> list[dict[str, Any]]:
    if not known.people:
        return []
    rows = [{"number": known.contacts_in_12_months, "words": "contacts in 12 months, with this one"}]
    if known.abuse.in_24_months:
        partners = words.plural(known.abuse.partners, "person said to harm", "people said to harm")
        rows.append(
            {
                "number": known.abuse.in_24_months,
                "words": f"domestic abuse contacts in 24 months, {known.abuse.in_12_months} of them in 12: {partners}",
            }
        )
    if rows[0]["number"] == 1:
        rows[0]["words"] = "contact in 12 months: this one"
    return rows


def _strip(partners: Mapping[str, Sequence[date]], today: date) -> SafeString:
    """Domestic-abuse contacts over 24 months, a row for each person said to cause harm."""
    return pictures.strip(
        title="Domestic abuse contacts over 24 months",
        description="; ".join(
            f"{name or 'Nobody named'}: {words.join_names(words.day(day) for day in days)}"
            for name, days in partners.items()
        ),
        rows=[
            pictures.Row(
                label=name or "Nobody named",
                events=tuple(pictures.Event(day, state="square") for day in days),
            )
            for name, days in partners.items()
        ],
        starts_on=add_months(today, -24),
        ends_on=today,
        window_from=add_months(today, -12),
        before_label="before",
        window_label="last 12 months",
        key="abuse",
    )


def _who_words(person: Any, today: date, part: str = "") -> str:
    told = [part] if part else []
    if person.born_on:
        told.append(words.age(person.born_on, today))
    if person.died_on:
        told.append(f"died {words.day(person.died_on)}")
    return f", {', '.join(told)}" if told else ""


def _piece(piece: Any, now: datetime) -> dict[str, Any]:
    read = f"{piece.read_by} read this {words.moment(piece.read_at, now)}" if piece.read_at else ""
    return {
        "id": f"piece-{piece.about.replace(':', '-')}",
        "about": piece.about,
        "on": piece.on,
        "title": piece.title[:1].lower() + piece.title[1:],
        "people": piece.people,
        "words": piece.words,
        "outcome": piece.outcome.rstrip("."),
        "by": piece.decided_by,
        "read": read,
        "set_aside": piece.set_aside_because,
        "means": piece.means,
        "ask": words.join_names(piece.ask) if not piece.open_to else "",
        "set_aside_by": piece.read_by,
    }


def parts_in(written: ContactToWrite) -> dict[int, str]:
    """What each person with a record is in this contact: the relationship that was told, else the part."""
    return {
        one.person: (one.relationship or SETS["part_in_contact"].label(one.part)).lower()
        for one in written.people
        if one.person is not None and one.part != "child"
    }


def weighed_words(known: Known) -> str:
    """How much of the history has been opened."""
    if not known.pieces:
        return "Nothing earlier is on record about the people found so far."
    read = len(known.pieces) - known.unweighed
    many = words.plural(len(known.pieces), "earlier piece of work", "earlier pieces of work")
    return f"{read} of {many} read or set aside."


def priority_words(code: str) -> str:
    return SETS["priority"].label(code) if code else ""


# --- answers in words


def in_words(question: Question, answer: Any) -> str:
    """An answer as somebody would say it."""
    if answer in (None, "", [], {}):
        return ""
    labels = {choice.value: choice.label for choice in question.choices}
    if isinstance(answer, list):
        return ", ".join(labels.get(str(one), str(one)) for one in answer)
    if isinstance(answer, dict):
        return " ".join(str(part) for part in answer.values() if part)
    if isinstance(answer, bool):
        return "Yes" if answer else "No"
    if question.kind in (Kind.MOMENT, Kind.DATE):
        try:
            at = datetime.fromisoformat(str(answer))
        except ValueError:
            return str(answer)
        return words.moment(at) if question.kind is Kind.MOMENT else words.day(at)
    return labels.get(str(answer), str(answer))


def answer_of(asked: Any) -> dict[str, Any]:
    """A question as it was asked, with its answer; a long one is shown as a story."""
    answer = asked.answer
    try:
        if len(answer) > 15 and answer[4] == "-":
            answer = words.moment(datetime.fromisoformat(answer))
    except ValueError:
        answer = asked.answer
    return {"question": asked.question, "answer": answer, "long": len(answer) > 120 or "\n" in answer}


def record_address(one: ContactLine) -> str:
    """The page of the person a line was matched to."""
    return reverse("child" if one.part == "child" else "person", args=[one.person]) if one.person else ""


def ethnicity_held(one: ContactLine, fact: Any = None) -> str:
    """What our record says of a child's ethnicity, in words; with `fact`, also from what source and when."""
    code = one.known.ethnicity if one.known else ""
    if not code or code in NOT_KNOWN:
        return ""
    held = SETS["ethnicity"].label(code)
    if fact is None or fact.recorded_at is None:
        return held
    told = [part for part in (fact.source, words.day(fact.recorded_at)) if part]
    return f"{held} ({', '.join(told)})"


def hint_row(hint: Any) -> dict[str, Any]:
    """A question raised by the writer's own words, and where it is answered."""
    return {
        "id": hint.id,
        "question": hint.question,
        "quoted": hint.quoted,
        "url": f"#part-{hint.part}",
        "part": NAV.get(hint.part, ""),
    }


def not_mentioned_row(one: Any) -> dict[str, Any]:
    """Somebody close to the children whom the caller did not mention."""
    responsible = " and has parental responsibility" if one.responsibility else ""
    what = f"{one.what[:1].lower()}{one.what[1:]}"
    return {
        "about": f"relative:{one.person}",
        "name": one.name,
        "words": f"{one.name} is {words.join_names(one.children)}’s {what}{responsible}. Nobody mentioned this person.",
    }
