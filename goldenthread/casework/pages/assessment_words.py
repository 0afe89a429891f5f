"""How an assessment is laid out and said: its list of parts, its forms, its history, its challenges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zlib import crc32

from django.urls import reverse

from goldenthread.casework.pages.contact_words import in_words, laid_out, reasons
from goldenthread.casework.public.assessment import (
    AssessmentWritten,
    Challenged,
    Member,
    Past,
    Quiet,
)
from goldenthread.kernel.form import Section
from goldenthread.rulebook.account_testing import ways_to_test
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms import as_asked
from goldenthread.rulebook.forms.assessment import (
    MOST_NUMBERED,
    PARTS,
    WHOSE,
    Part,
    Whose,
    part_holding,
    section_of,
)
from goldenthread.ui import words
from goldenthread.ui.forms import SectionForm, form_for

Json = dict[str, Any]

ANSWERED = {"live": "Still live", "resolved": "Resolved", "not_relevant": "Not relevant"}
STATE_TONES = {"writing": "grey", "with_manager": "", "returned": "yellow", "authorised": "green", "stopped": "grey"}


def prefix_of(key: str) -> str:
    """What the fields of a section begin with, because many sections ask the same: "health-12"."""
    return key.replace(":", "-")


def section_form(key: str, answers: Mapping[str, Any], posted: Any = None) -> SectionForm:
    """The form of a section, half an answer allowed; `posted` is what was typed when it comes back."""
    section, _ = section_of(key)
    made = form_for(section)
    if posted is not None:
        return made(posted, draft=True, prefix=prefix_of(key))
    return made(initial=dict(answers), draft=True, prefix=prefix_of(key))


# --- parts


def parts_of(written: AssessmentWritten) -> list[tuple[str, Part, int | None]]:
    """Every part this assessment has, in order: (address, part, whose)."""
    found: list[tuple[str, Part, int | None]] = []
    of_child = [part for part in PARTS if part.whose is Whose.CHILD]
    for part in PARTS:
        if part.whose is Whose.FAMILY:
            found.append((part.key, part, None))
        elif part.whose is Whose.PARENT:
            found += [(f"{part.key}:{one.key}", part, one.key) for one in written.parents]
    for child in written.children:
        found += [(f"{part.key}:{child.child}", part, child.child) for part in of_child]
    return found


def title_of(part: Part, written: AssessmentWritten, of: int | None) -> str:
    return part.title.format(name=written.called(of))


def question_of(part: Part, written: AssessmentWritten, of: int | None) -> str:
    return part.question.format(name=written.called(of))


def section_keys(part: Part, written: AssessmentWritten, of: int | None) -> list[str]:
    """The sections of a part that have a form now; of numbered ones, those written and one more."""
    keys = []
    for name in part.sections:
        whose = WHOSE[name]
        if whose is Whose.FAMILY:
            keys.append(name)
        elif whose in (Whose.CHILD, Whose.PARENT):
            keys.append(f"{name}:{of}")
        elif whose is Whose.PERSON:
            keys += [f"{name}:{one.key}" for one in written.family if one.name and _to_account_for(one)]
        else:
            numbers = written.numbers(name)
            last = max(numbers, default=0)
            keys += [f"{name}:{number}" for number in numbers]
            if last < MOST_NUMBERED:
                keys.append(f"{name}:{last + 1}")
    return keys


def _to_account_for(one: Member) -> bool:
    return one.died_on is None and one.kind != "child"


def state_of(address: str, part: Part, written: AssessmentWritten, gaps: Iterable[Any]) -> tuple[str, str]:
    """How far a part is, in words, and the tone of its tag."""
    mine = [gap for gap in gaps if gap.part == address or (gap.part and ":" in gap.part and _within(gap.part, address))]
    begun = any(_within(key, address) for key in written.sections)
    if part.key == "history":
        waiting = sum(one.to_answer for one in written.history)
        asked = sum(one.asked and one.open_to for one in written.history)
        if waiting:
            return f"{waiting} of {asked} to answer", "yellow"
        begun = begun or asked > 0
    if mine:
        return (
            (words.plural(len(mine), "answer needed", "answers needed"), "yellow") if begun else ("Not started", "grey")
        )
    return ("Written", "green") if begun else ("Not started", "grey")


def _within(key: str, address: str) -> bool:
    """Whether a section is asked on the part of this address."""
    try:
        return part_holding(key) == address or (":" not in address and part_holding(key).partition(":")[0] == address)
    except StopIteration:
        return False


def label_of(key: str, written: AssessmentWritten) -> str:
    """What to call a section in a sentence: "Skye: health", "What the parents say, 2", "Why now"."""
    section, of = section_of(key)
    whose = WHOSE[section.key]
    if whose is Whose.NUMBERED:
        said = written.answers(key)
        named = said.get("about") or said.get("name")
        return f"{section.title} {of}" + (f": {named}" if named else "")
    if whose is Whose.FAMILY:
        return section.title
    if whose is Whose.PERSON:
        return f"Spoken with {written.called(of)}"
    return f"{written.called(of)}: {section.title[:1].lower()}{section.title[1:]}"


def heading_of(key: str, written: AssessmentWritten) -> str:
    """The heading over a section on its page; nothing where the page has one section."""
    section, of = section_of(key)
    match WHOSE[section.key]:
        case Whose.NUMBERED:
            said = written.answers(key)
            named = said.get("about") or said.get("name")
            if named:
                return f"{of}. {named}"
            return "Something they have told us" if section.key == "account" else "Somebody we hold no record of"
        case Whose.PERSON:
            return person_line(next(one for one in written.family if one.key == of), written)
        case _:
            return section.title


def person_line(one: Member, written: AssessmentWritten) -> str:
    """ "Carly Ashdown, mother of Skye and Noah"."""
    by_word: dict[str, list[str]] = {}
    for child, what in one.to.items():
        if not child and one.parent:
            continue  # that a parent is the other parent's partner is nothing new
        by_word.setdefault(what, []).append(written.called(child) if child else "")
    told = [
        f"{what[:1].lower()}{what[1:]}" + (f" of {words.join_names(names)}" if any(names) else "")
        for what, names in by_word.items()
    ]
    if not told:
        told = ["lives at the same address"]
    if one.ended:
        told.append("no longer, by the record")
    return f"{one.name}, {', '.join(told)}"


# --- the form of a section


def part_form(
    key: str,
    written: AssessmentWritten,
    now: datetime,
    *,
    form: SectionForm | None = None,
    hints: Sequence[Quiet] = (),
    earlier: Mapping[str, Any] | None = None,
    flags: Sequence[Challenged] = (),
) -> Json:
    """A section as its form: what is typed, its version, a clash that waits, its hints, and the same section before."""
    section, of = section_of(key)
    made = form or section_form(key, written.answers(key))
    clash = next((one for one in written.clashes if one.key == key), None)
    saved = written.sections.get(key)
    asked = {one["question"].key: one for one in made.asked()}
    return {
        "key": key,
        "id": prefix_of(key),
        "name": section.key,
        "label": label_of(key, written),
        "heading": heading_of(key, written),
        "hint": section.hint,
        "action": reverse("assessment_section", args=[written.assessment, key]),
        "hints_url": reverse("assessment_hints", args=[written.assessment, key]),
        "version": written.version(key),
        "saved": f"{saved.saved_by}, {words.moment(saved.saved_at, now)}" if saved else "",
        "groups": laid_out(made),
        "asked": asked,
        "triple": section.key == "account",
        "ways": ways_to_test(asked["about"]["value"] or "", asked["says"]["value"] or "")
        if section.key == "account"
        else (),
        "new": WHOSE[section.key] is Whose.NUMBERED and key not in written.sections,
        "why": reasons(section),
        "open": made.is_bound,
        "hints": hints,
        "factors": factor_groups(made) if section.key == "factors" else [],
        "earlier": [(label, text) for label, text in answers_in_words(section, earlier or {}) if text],
        "flags": [{"number": one.number, "by": one.made_by.split(" ")[0]} for one in flags],
        "clash": clash
        and {
            "by": clash.written_by,
            "at": words.moment(clash.written_at, now),
            "url": reverse("assessment_clash", args=[written.assessment, clash.clash]),
        },
    }


def factor_groups(form: SectionForm) -> list[Json]:
    """The 42 factors by group, those about the child and those about an adult apart."""
    found = []
    asked = {one["question"].key: one for one in form.asked()}
    for name in ("own", "family"):
        one = asked[name]
        groups: dict[str, list[Json]] = {}
        for place, choice in enumerate(one["choices"], 1):
            code = SETS["assessment_factors"].get(choice["value"])
            groups.setdefault(code.group, []).append(
                {**choice, "id": one["id"] if place == 1 else f"{one['id']}-{place}", "name": one["name"]}
            )
        ticked = sum(choice["picked"] for choice in one["choices"])
        found.append(
            {
                "id": one["id"],
                "label": one["question"].label,
                "error": one["error"],
                "ticked": ticked,
                "groups": [{"label": label, "choices": choices} for label, choices in groups.items()],
            }
        )
    return found


def answers_in_words(section: Section, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each question with its answer in words."""
    return [(question.label, in_words(question, answers.get(question.key))) for question in section.every_question()]


LONGEST_QUOTED = 60
"""Characters of the writer's own words that a hint quotes back; more would only repeat the box above it."""


def hint_rows(written: AssessmentWritten, key: str, found: Iterable[Quiet]) -> list[Json]:
    """Hints as a page shows them, each with what may be done about it."""
    rows = []
    many = len(written.children) > 1
    for turn, one in enumerate(found, 1):
        id = f"hint-{prefix_of(key)}-{turn}"
        rows.append(
            {
                "id": id,
                "mark": f"{crc32(id.encode()):08x}",  # short: a token holds little beside itself
                "factor": one.factor,
                "label": f"{one.label[:1].lower()}{one.label[1:]}",
                "words": one.words if one.factor else tuple(text for text in one.words if len(text) <= LONGEST_QUOTED),
                "hint": one.hint,
                "sentence": one.sentence,
                "noes": one.read_as_no,
                "children": [{"child": child, "name": written.called(child) if many else ""} for child in one.children],
            }
        )
    return rows


# --- history


def past_row(one: Past, now: datetime) -> Json:
    """A piece of history, with what was said of it."""
    answer = one.answered
    url = {
        "contact": lambda: reverse("contact", args=[one.key]),
        "referral": lambda: reverse("referral", args=[one.key]),
        "assessment": lambda: reverse("assessment", args=[one.key]),
        "note": lambda: f"{reverse('child_notes', args=[one.child])}?on={one.on.isoformat()}#note-{one.key}",
    }.get(one.kind)
    return {
        "about": one.about,
        "id": f"past-{one.about.replace(':', '-')}",
        "on": words.day(one.on),
        "year": one.on.year,
        "title": one.title,
        "words": one.words,
        "outcome": one.outcome,
        "people": words.join_names(one.people),
        "url": url() if url and one.open_to and (one.kind != "note" or one.child) else "",
        "asked": one.asked,
        "open": one.open_to,
        "waits": one.to_answer,
        "answer": ANSWERED.get(answer.answer, "") if answer else "",
        "live": bool(answer and answer.answer == "live"),
        "because": answer.because if answer else "",
        "in_analysis": bool(answer and answer.in_analysis),
        "by": f"{answer.by}, {words.moment(answer.at, now)}" if answer else "",
    }


# --- challenges


def challenge_rows(
    written: AssessmentWritten, now: datetime, before: Mapping[str, Mapping[str, Any]], *, may_answer: bool
) -> list[Json]:
    """The exchange: each challenge, its answer, and how the words it was about have changed since."""
    rows = []
    for one in written.challenges:
        state = (
            "Answered, and accepted"
            if one.accepted
            else "Answered; not accepted"
            if one.accepted is False
            else f"Answered; {one.made_by.split(' ')[0]} to accept"
            if one.answer
            else "To answer"
        )
        late = one.answered_at is not None and written.sent_at is not None and one.answered_at <= written.sent_at
        rows.append(
            {
                "number": one.number,
                "by": one.made_by,
                "at": words.moment(one.made_at, now),
                "words": one.words,
                "about": label_of(one.section, written) if one.section else "",
                "about_url": _part_url(written, one.section) if one.section and written.writable else "",
                "state": state,
                "done": bool(one.answer),
                "answer": one.answer,
                "answered_by": one.answered_by,
                "answered_at": words.moment(one.answered_at, now) if one.answered_at else "",
                "may_answer": may_answer and one.accepted is None and not (one.answer and late),
                "changed": changed_words(one.section, before.get(one.section), written.answers(one.section))
                if one.section
                else [],
            }
        )
    return rows


def _part_url(written: AssessmentWritten, section: str) -> str:
    return f"{reverse('assessment_part', args=[written.assessment, part_holding(section)])}#form-{prefix_of(section)}"


MOST_CHANGED = 600
"""Characters of a change that the exchange shows on each side."""


def changed_words(section: str, before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was struck out and what stands instead, question by question."""
    if before is None or before == now:
        return []
    found = []
    for question in section_of(section)[0].every_question():
        was, is_now = (in_words(question, one.get(question.key)) for one in (before, now))
        if was == is_now:
            continue
        gone, come = _sentences_lost(was, is_now), _sentences_lost(is_now, was)
        found.append((_short(gone), _short(come)))
    return found


def _sentences_lost(text: str, other: str) -> str:
    """The sentences of a text that the other lacks."""
    there = {one.strip() for one in _SENTENCE.findall(other)}
    return " ".join(one.strip() for one in _SENTENCE.findall(text) if one.strip() and one.strip() not in there)


_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*[”’\"')]*")


def _short(text: str) -> str:
    return text if len(text) <= MOST_CHANGED else f"{text[:MOST_CHANGED].rsplit(' ', 1)[0]}…"


def sections_to_challenge(written: AssessmentWritten) -> list[Json]:
    """What a challenge may be about: every section that is written, as people call it."""
    order = {address: place for place, (address, _, _) in enumerate(parts_of(written))}
    keys = [key for key in written.sections if _known(key)]
    keys.sort(key=lambda key: (order.get(part_holding(key), 99), key))
    return [{"value": key, "label": label_of(key, written)} for key in keys]


def _known(key: str) -> bool:
    try:
        section_of(key)
    except KeyError:
        return False
    return True


# --- reading it


def read_parts(written: AssessmentWritten) -> list[Json]:
    """Every part with what was written in it, in the words of the version it was asked in."""
    form = {section.key: section for section in as_asked("assessment", written.form_version).sections}
    found = []
    for address, part, of in _parts_with_everyone(written):
        sections = []
        for key in _written_keys(part, written, of):
            section = form.get(key.partition(":")[0])
            said = written.answers(key)
            if section is None or not said or section.key in ("factors", "outcome"):
                continue  # what was concluded stands at the head
            rows = [{"label": label, "text": text} for label, text in answers_in_words(section, said) if text]
            if rows:
                heading = (
                    "" if len(part.sections) == 1 and WHOSE[section.key] is Whose.FAMILY else heading_of(key, written)
                )
                sections.append(
                    {"key": key, "id": prefix_of(key), "heading": heading, "rows": rows, "name": section.key}
                )
        if sections or part.key in ("history", "voice"):
            found.append(
                {
                    "address": address,
                    "id": prefix_of(address),
                    "title": title_of(part, written, of),
                    "part": part.key,
                    "of": of,
                    "sections": sections,
                }
            )
    return found


def _parts_with_everyone(written: AssessmentWritten) -> list[tuple[str, Part, int | None]]:
    """Also the parts of a child who was taken out: her words are kept."""
    gone = [one for one in written.everyone if one.taken_out_at is not None]
    more = [
        (f"{part.key}:{child.child}", part, child.child)
        for child in gone
        for part in PARTS
        if part.whose is Whose.CHILD
    ]
    return parts_of(written) + more


def _written_keys(part: Part, written: AssessmentWritten, of: int | None) -> list[str]:
    keys = []
    for name in part.sections:
        whose = WHOSE[name]
        if whose is Whose.FAMILY:
            keys.append(name)
        elif whose in (Whose.CHILD, Whose.PARENT):
            keys.append(f"{name}:{of}")
        else:
            known = {one.key for one in written.family if one.name}
            numbers = [number for number in written.numbers(name) if whose is not Whose.PERSON or number in known]
            keys += [f"{name}:{number}" for number in numbers]
    return [key for key in keys if key in written.sections]


def checked_rows(written: AssessmentWritten, checked: Iterable[Any], sentence: Any) -> list[Json]:
    """The checklist as it was answered; what was said alike of several children stands once."""
    found: dict[tuple[str, bool | None, str], Json] = {}
    for one in checked:
        row = found.setdefault(
            (one.standard, one.met, one.words),
            {"names": [], "sentence": sentence(one.standard), "met": one.met, "words": one.words},
        )
        row["names"].append(written.called(one.child))
    return [row | {"names": words.join_names(row["names"])} for row in found.values()]


def seen_rows(written: AssessmentWritten, child: int) -> list[list[str]]:
    """When a child was seen for this assessment: the rows of a table."""
    rows = []
    for one in written.seen:
        if one.child != child:
            continue
        alone = (
            "Alone"
            if one.alone
            else f"Not alone. {one.not_alone_because}".strip()
            if one.alone is False
            else "Not said"
        )
        rows.append(
            [
                words.moment(one.at),
                "Seen" if one.seen else f"Not seen. {one.failed_because}".strip(),
                alone if one.seen else "",
                one.place,
                one.by,
            ]
        )
    return rows
