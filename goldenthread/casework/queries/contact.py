"""A contact as it is being written, and as it was sent and decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch

from goldenthread.access.public import User
from goldenthread.casework.models import (
    Contact,
    ContactPerson,
    ContactSection,
    Decision,
    ScreeningCheck,
    SecondLook,
    SectionClash,
)
from goldenthread.people.public import KnownPerson, known_people
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms import FORMS
from goldenthread.rulebook.forms.contact import NOT_KNOWN

LATELY = timedelta(minutes=10)  # somebody who has saved within this is "writing here too"


@dataclass(frozen=True, slots=True)
class SavedSection:
    answers: Mapping[str, Any]
    version: int
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody named in the contact. `known` is the person it was matched to, None until somebody has said who.

    `ask_ethnicity_again` says that it was not known last time, so that it is asked again now.
    """

    line: int
    part: str
    part_words: str
    name: str
    given_names: str
    family_name: str
    born_on: date | None
    expected_on: date | None
    relationship: str
    said_to_harm: bool
    person: int | None
    known: KnownPerson | None
    ethnicity: str
    ethnicity_words: str
    ethnicity_not_known_because: str
    ask_ethnicity_again: bool
    said: str
    said_to: str


@dataclass(frozen=True, slots=True)
class Check:
    """What was asked of an agency, and what it answered. Times are instants; `answered_at` None while it waits."""

    check: int
    agency: str
    question: str
    asked_by: str
    asked_at: datetime
    answer: str
    nothing_known: bool
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenClash:
    clash: int
    key: str
    answers: Mapping[str, Any]
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class ContactToWrite:
    contact: int
    reference: str
    state: str
    form_version: int
    received_at: datetime
    started_by: str
    sent_at: datetime | None
    returned_because: str
    sections: Mapping[str, SavedSection]
    people: tuple[Line, ...]
    checks: tuple[Check, ...]
    clashes: tuple[OpenClash, ...]

    def version(self, key: str) -> int:
        """The version that the next save of a section is built on."""
        return self.sections[key].version if key in self.sections else 0

    def answers(self, key: str) -> Mapping[str, Any]:
        return self.sections[key].answers if key in self.sections else {}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked, and the answer in words."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class DecisionShown:
    outcome: str
    outcome_words: str
    why_this: str
    why_now: str
    rejected: str
    risk: str
    risk_by_child: tuple[tuple[str, str], ...]
    feedback: str
    decided_by: str
    decided_at: datetime
    actions: tuple[tuple[str, str, date, datetime | None], ...]


@dataclass(frozen=True, slots=True)
class SecondLookShown:
    reasons: tuple[str, ...]
    question: str
    asked_by: str
    asked_of: str
    asked_at: datetime
    agrees: bool | None
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ContactPage:
    """A contact as it is read after: by section, every question that was answered, as it was asked then."""

    contact: ContactToWrite
    family_name: str
    summary: str
    priority: str
    level_of_need: str
    outcome: str
    parts: tuple[tuple[str, tuple[Asked, ...]], ...]
    decisions: tuple[DecisionShown, ...]
    second_looks: tuple[SecondLookShown, ...]


@dataclass(frozen=True, slots=True)
class Presence:
    """Who else is in the contact, and the version of each section with who saved it last."""

    people: tuple[str, ...]
    sections: Mapping[str, SavedSection]


def contact_to_write(contact: int) -> ContactToWrite | None:
    """The contact with everything written in it; None when there is none. Six queries."""
    held = Contact.objects.select_related("written_by").filter(pk=contact).first()
    if held is None:
        return None
    return _written(held)


def _written(held: Contact) -> ContactToWrite:
    lines = list(ContactPerson.objects.filter(contact=held, taken_out_at=None).order_by("pk"))
    known = known_people([line.person_id for line in lines if line.person_id])
    last_time = _ethnicity_before(held, list(known))
    checks = ScreeningCheck.objects.filter(contact=held).select_related("agency", "asked_by").order_by("asked_at", "pk")
    clashes = SectionClash.objects.filter(contact=held, settled_at=None).select_related("written_by").order_by("pk")
    return ContactToWrite(
        contact=held.pk,
        reference=held.reference,
        state=held.state,
        form_version=held.form_version,
        received_at=held.received_at,
        started_by=held.written_by.name if held.written_by else "",
        sent_at=held.sent_at,
        returned_because=held.returned_because,
        sections=_sections(held.pk),
        people=tuple(_line(line, known, last_time) for line in lines),
        checks=tuple(
            Check(
                c.pk,
                c.agency.name,
                c.question,
                c.asked_by.name,
                c.asked_at,
                c.answer,
                c.nothing_known,
                c.answered_by,
                c.answered_at,
            )
            for c in checks
        ),
        clashes=tuple(OpenClash(c.pk, c.key, c.answers, c.written_by.name, c.written_at) for c in clashes),
    )


def _sections(contact: int) -> dict[str, SavedSection]:
    rows = ContactSection.objects.filter(contact=contact).select_related("saved_by")
    return {row.key: SavedSection(row.answers, row.version, row.saved_by.name, row.saved_at) for row in rows}


def _ethnicity_before(held: Contact, people: list[int]) -> dict[int, str]:
    """What was answered about each person's ethnicity at the contact before this one."""
    rows = ContactPerson.objects.filter(person__in=people, contact__received_at__lt=held.received_at).exclude(
        ethnicity=""
    )
    return dict(rows.order_by("contact__received_at").values_list("person", "ethnicity"))


def _line(line: ContactPerson, known: Mapping[int, KnownPerson], last_time: Mapping[int, str]) -> Line:
    who = known.get(line.person_id) if line.person_id else None
    name = f"{line.given_names} {line.family_name}".strip()
    before = last_time.get(line.person_id, "") if line.person_id else ""
    return Line(
        line=line.pk,
        part=line.part,
        part_words=SETS["part_in_contact"].label(line.part),
        name=name or (who.name if who else "Unborn baby" if line.expected_on else "Name not known"),
        given_names=line.given_names,
        family_name=line.family_name,
        born_on=line.born_on or (who.born_on if who else None),
        expected_on=line.expected_on or (who.expected_on if who else None),
        relationship=line.relationship,
        said_to_harm=line.said_to_harm,
        person=line.person_id,
        known=who,
        ethnicity=line.ethnicity,
        ethnicity_words=SETS["ethnicity"].label(line.ethnicity) if line.ethnicity else "",
        ethnicity_not_known_because=line.ethnicity_not_known_because,
        ask_ethnicity_again=bool(before) and before in NOT_KNOWN,
        said=line.said,
        said_to=line.said_to,
    )


def contact_page(contact: int) -> ContactPage | None:
    """The contact as it is read after; None when there is none."""
    held = (
        Contact.objects.select_related("written_by")
        .prefetch_related(
            Prefetch(
                "decisions",
                Decision.objects.select_related("decided_by").prefetch_related("actions__owner").order_by("decided_at"),
            ),
            Prefetch("second_looks", SecondLook.objects.select_related("asked_by", "asked_of").order_by("asked_at")),
        )
        .filter(pk=contact)
        .first()
    )
    if held is None:
        return None
    written = _written(held)
    names = {line.person: line.name for line in written.people if line.person}
    names |= {line.line: line.name for line in written.people}
    return ContactPage(
        contact=written,
        family_name=held.family_name,
        summary=held.summary,
        priority=held.priority,
        level_of_need=SETS["levels_of_need"].label(held.level_of_need) if held.level_of_need else "",
        outcome=SETS["contact_outcomes"].label(held.outcome) if held.outcome else "",
        parts=tuple(as_asked(held.form_version, written.sections)),
        decisions=tuple(
            DecisionShown(
                d.outcome,
                SETS["contact_outcomes"].label(d.outcome),
                d.why_this,
                d.why_now,
                d.rejected,
                d.risk,
                tuple((names.get(one["person"], "A child"), one["words"]) for one in d.risk_by_child),
                d.feedback,
                d.decided_by.name,
                d.decided_at,
                tuple((a.what, a.owner.name, a.due_on, a.done_at) for a in d.actions.all()),
            )
            for d in held.decisions.all()
        ),
        second_looks=tuple(
            SecondLookShown(
                tuple(s.reasons),
                s.question,
                s.asked_by.name,
                s.asked_of.name,
                s.asked_at,
                s.agrees,
                s.answer,
                s.answered_at,
            )
            for s in held.second_looks.all()
        ),
    )


def as_asked(version: int, sections: Mapping[str, SavedSection]) -> list[tuple[str, tuple[Asked, ...]]]:
    """Each section's title with the questions that were answered, in the words of the version they were asked in."""
    parts = []
    for section in FORMS["contact"].sections:
        answers = sections[section.key].answers if section.key in sections else {}
        asked = tuple(
            Asked(question.label, in_words(question, answers[question.key]))
            for question in section.every_question()
            if answers.get(question.key) not in (None, "", [])
        )
        if asked:
            parts.append((section.title, asked))
    return parts


def in_words(question: Any, answer: Any) -> str:
    """An answer in words: codes become their labels."""
    labels = {choice.value: choice.label for choice in question.choices}
    if isinstance(answer, list):
        return ", ".join(labels.get(str(one), str(one)) for one in answer)
    if isinstance(answer, bool):
        return "Yes" if answer else "No"
    return labels.get(str(answer), str(answer))


def presence(contact: int, *, but: User, at: datetime) -> Presence:
    """Who else has saved a part of the contact in the last ten minutes, and how its parts stand. One query."""
    sections = _sections(contact)
    here = dict.fromkeys(
        section.saved_by
        for section in sections.values()
        if section.saved_at > at - LATELY and section.saved_by != but.name
    )
    return Presence(tuple(here), sections)
