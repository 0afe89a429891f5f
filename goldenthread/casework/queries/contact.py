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
    ContactWriter,
    Decision,
    ScreeningCheck,
    SecondLook,
    SectionClash,
)
from goldenthread.casework.models.front_door import DRAFT
from goldenthread.casework.queries.known import Known
from goldenthread.people.public import KnownPerson, known_people
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms import as_asked as form_as_asked
from goldenthread.rulebook.forms.contact import NOT_KNOWN
from goldenthread.rulebook.hints import Hint, hints
from goldenthread.rulebook.screening import Gap, Named, Written, gaps

LATELY = timedelta(minutes=2)  # somebody whose page has asked within this is "writing here too"


@dataclass(frozen=True, slots=True)
class SavedSection:
    answers: Mapping[str, Any]
    version: int
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody named in the contact. `known` is the person it was matched to, None until somebody has said who.

    `matched_by`, `matched_at` and `matched_on` say who said so, when, and on what grounds; `not_sure` that somebody
    looked and could not say. `ask_ethnicity_again` says that ethnicity was not known last time. The child's words are
    a part of their own ("said:12"), and so is ethnicity ("ethnicity:12").
    """

    line: int
    part: str
    part_words: str
    name: str
    given_names: str
    family_name: str
    born_on: date | None
    said_born_on: date | None
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
    seen_since: str
    matched_by: str
    matched_at: datetime | None
    matched_on: str
    not_sure: bool


@dataclass(frozen=True, slots=True)
class Check:
    """What was asked of an agency, and what it answered. Times are instants; `answered_at` None while it waits."""

    check: int
    agency_key: int
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
    """Words that wait beside a part until somebody has merged the two."""

    clash: int
    key: str
    answers: Mapping[str, Any]
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class ContactToWrite:
    """A contact with everything written in it. `sections` is by key; people who were taken out are left out."""

    contact: int
    reference: str
    state: str
    form_version: int
    family_name: str
    summary: str
    received_at: datetime
    concerns: tuple[str, ...]
    domestic_abuse: bool
    priority: str
    team: int | None
    written_by: int | None
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
    lines = list(
        ContactPerson.objects.filter(contact=held, taken_out_at=None).select_related("matched_by").order_by("pk")
    )
    known = known_people([line.person_id for line in lines if line.person_id])
    last_time = _ethnicity_before(held, list(known))
    checks = ScreeningCheck.objects.filter(contact=held).select_related("agency", "asked_by").order_by("asked_at", "pk")
    clashes = SectionClash.objects.filter(contact=held, settled_at=None).exclude(key__startswith=DRAFT)
    clashes = clashes.select_related("written_by").order_by("pk")
    return ContactToWrite(
        contact=held.pk,
        reference=held.reference,
        state=held.state,
        form_version=held.form_version,
        family_name=held.family_name,
        summary=held.summary,
        received_at=held.received_at,
        concerns=tuple(held.concerns),
        domestic_abuse=held.domestic_abuse,
        priority=held.priority,
        team=held.team_id,
        written_by=held.written_by_id,
        started_by=held.written_by.name if held.written_by else "",
        sent_at=held.sent_at,
        returned_because=held.returned_because,
        sections=_sections(held.pk),
        people=tuple(_line(line, known, last_time) for line in lines),
        checks=tuple(
            Check(
                c.pk,
                c.agency_id,
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
    rows = ContactSection.objects.filter(contact=contact).exclude(key__startswith=DRAFT).select_related("saved_by")
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
        said_born_on=line.born_on,
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
        seen_since=line.seen_since,
        matched_by=line.matched_by.name if line.matched_by else "",
        matched_at=line.matched_at,
        matched_on=line.matched_on,
        not_sure=line.person_id is None and line.matched_at is not None,
    )


def still_to_do(contact: ContactToWrite, known: Known, *, received_on: date) -> tuple[Gap, ...]:
    """What must be said before the contact can be sent, in the order of the page: the rule that `send` asks. No
    query. `received_on` is the day it reached us, on the council's own calendar."""
    return gaps(
        Written(
            received_on=received_on,
            answers={key: section.answers for key, section in contact.sections.items()},
            people=tuple(
                Named(
                    line=one.line,
                    part=one.part,
                    name=one.name,
                    born_on=one.said_born_on,
                    expected_on=one.expected_on,
                    matched=one.person is not None or one.not_sure,
                    ethnicity=one.ethnicity,
                    ethnicity_not_known_because=one.ethnicity_not_known_because,
                    said_to_harm=one.said_to_harm,
                )
                for one in contact.people
            ),
            unweighed=known.unweighed,
            clashes=tuple(dict.fromkeys(clash.key for clash in contact.clashes)),
        )
    )


def hints_for(contact: ContactToWrite, known: Known) -> tuple[Hint, ...]:
    """Questions raised by the writer's own words (`rulebook.hints`), without those that were waved away. No query."""
    written = [contact.answers("what_happened"), contact.answers("worries"), contact.answers("who")]
    text = "\n\n".join(value for answers in written for value in answers.values() if isinstance(value, str))
    waved = {about.removeprefix("hint:") for about in known.waved_away if about.startswith("hint:")}
    return hints(text, concerns=contact.concerns, waved_away=waved)


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
    for section in form_as_asked("contact", version).sections:
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
    """Who else has the contact open to write in, and how its parts stand. Two queries."""
    here = ContactWriter.objects.filter(contact=contact, seen_at__gt=at - LATELY).exclude(user=but)
    return Presence(tuple(here.order_by("user__name").values_list("user__name", flat=True)), _sections(contact))
