"""A contact as it is being written, and as it was sent and decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from goldenthread.access.public import User, kept
from goldenthread.casework.models import (
    Contact,
    ContactPerson,
    ContactSection,
    ContactWriter,
    Decision,
    DecisionAction,
    HistoryWeighed,
    ScreeningCheck,
    SecondLook,
    SectionClash,
)
from goldenthread.casework.models.front_door import DRAFT
from goldenthread.people.public import KnownPerson, known_people
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms import as_asked as form_as_asked
from goldenthread.rulebook.forms.contact import NOT_KNOWN

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
class Weighed:
    """That a piece of history was opened (`opened_at`), weighed in a sentence, or set aside for a reason; by whom."""

    by: str
    opened_at: datetime | None
    set_aside_because: str
    means: str = ""


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
    weighed: Mapping[str, Weighed]

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
    """The contact with everything written in it; None when there is none. Two queries, whatever is in it."""
    held = _whole(contact=contact)
    return _written(held[0]) if held else None


@kept
def _whole(*, contact: int) -> QuerySet[Contact]:
    """The contact with its parts, people, checks, clashes and what was weighed, read in the same statement."""
    mine = {"contact": OuterRef("pk")}
    before = (
        ContactPerson.objects.filter(
            person=OuterRef("person"), contact__received_at__lt=OuterRef("contact__received_at")
        )
        .exclude(ethnicity="")
        .order_by("-contact__received_at", "-pk")
    )
    lines = ContactPerson.objects.filter(**mine, taken_out_at=None).annotate(
        kept=Coalesce("person__merged_into", "person"),
        before=Subquery(before.values("ethnicity")[:1]),
        matcher=F("matched_by__name"),
    )
    sections = ContactSection.objects.filter(**mine).exclude(key__startswith=DRAFT)
    clashes = SectionClash.objects.filter(**mine, settled_at=None).exclude(key__startswith=DRAFT)
    return (
        Contact.objects.filter(pk=contact)
        .select_related("written_by")
        .annotate(
            section_rows=_rows(sections.order_by("pk"), "key", "answers", "version", "saved_at", by="saved_by__name"),
            line_rows=_rows(lines.order_by("pk"), "id", "kept", "before", "matcher", *_LINE),
            check_rows=_rows(
                ScreeningCheck.objects.filter(**mine).order_by("asked_at", "pk"),
                *("id", "question", "asked_at", "answer", "nothing_known", "answered_by", "answered_at"),
                agency_key="agency_id",
                agency="agency__name",
                asked="asked_by__name",
            ),
            clash_rows=_rows(clashes.order_by("pk"), "id", "key", "answers", "written_at", by="written_by__name"),
            weighed_rows=_rows(
                HistoryWeighed.objects.filter(**mine).order_by("pk"),
                *("about", "opened_at", "set_aside_because", "means"),
                by="weighed_by__name",
            ),
        )
    )


_LINE = (
    *("part", "given_names", "family_name", "born_on", "expected_on", "relationship", "said_to_harm", "ethnicity"),
    *("ethnicity_not_known_because", "seen_since", "said", "said_to", "matched_at", "matched_on"),
)


def _rows(rows: QuerySet, *columns: str, **named: str) -> ArraySubquery:
    return ArraySubquery(rows.values(row=JSONObject(**{column: column for column in columns}, **named)))


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _written(held: Any) -> ContactToWrite:
    known = known_people([row["kept"] for row in held.line_rows if row["kept"]])
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
        sections={row["key"]: _saved(row) for row in held.section_rows},
        people=tuple(_line(row, known) for row in held.line_rows),
        checks=tuple(
            Check(
                row["id"],
                row["agency_key"],
                row["agency"],
                row["question"],
                row["asked"],
                datetime.fromisoformat(row["asked_at"]),
                row["answer"],
                row["nothing_known"],
                row["answered_by"],
                _at(row["answered_at"]),
            )
            for row in held.check_rows
        ),
        clashes=tuple(
            OpenClash(row["id"], row["key"], row["answers"], row["by"], datetime.fromisoformat(row["written_at"]))
            for row in held.clash_rows
        ),
        weighed={
            row["about"]: Weighed(row["by"], _at(row["opened_at"]), row["set_aside_because"], row["means"])
            for row in held.weighed_rows
        },
    )


def _saved(row: Mapping[str, Any]) -> SavedSection:
    return SavedSection(row["answers"], row["version"], row["by"], datetime.fromisoformat(row["saved_at"]))


def _line(row: Mapping[str, Any], known: Mapping[int, KnownPerson]) -> Line:
    who = known.get(row["kept"])
    name = f"{row['given_names']} {row['family_name']}".strip()
    born_on, expected_on = _day(row["born_on"]), _day(row["expected_on"])
    return Line(
        line=row["id"],
        part=row["part"],
        part_words=SETS["part_in_contact"].label(row["part"]),
        name=name or (who.name if who else "Unborn baby" if expected_on else "Name not known"),
        given_names=row["given_names"],
        family_name=row["family_name"],
        born_on=born_on or (who.born_on if who else None),
        said_born_on=born_on,
        expected_on=expected_on or (who.expected_on if who else None),
        relationship=row["relationship"],
        said_to_harm=row["said_to_harm"],
        person=row["kept"],
        known=who,
        ethnicity=row["ethnicity"],
        ethnicity_words=SETS["ethnicity"].label(row["ethnicity"]) if row["ethnicity"] else "",
        ethnicity_not_known_because=row["ethnicity_not_known_because"],
        ask_ethnicity_again=row["before"] in NOT_KNOWN,
        said=row["said"],
        said_to=row["said_to"],
        seen_since=row["seen_since"],
        matched_by=row["matcher"] or "",
        matched_at=_at(row["matched_at"]),
        matched_on=row["matched_on"],
        not_sure=row["kept"] is None and row["matched_at"] is not None,
    )


def contact_page(contact: int) -> ContactPage | None:
    """The contact as it is read after; None when there is none."""
    rows = _whole(contact=contact)
    if not rows:
        return None
    held = rows[0]
    written = _written(held)
    actions = defaultdict(list)
    for one in _actions(contact=contact):
        actions[one.decision_id].append(one)
    by_line = {line.line: line.name for line in written.people}
    by_person = {line.person: line.name for line in written.people if line.person}
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
                tuple(
                    (by_line.get(one.get("contact_person")) or by_person.get(one["person"], "A child"), one["words"])
                    for one in d.risk_by_child
                ),
                d.feedback,
                d.decided_by.name,
                d.decided_at,
                tuple((a.what, a.owner.name, a.due_on, a.done_at) for a in actions[d.pk]),
            )
            for d in _decisions(contact=contact)
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
            for s in _looks(contact=contact)
        ),
    )


@kept
def _decisions(*, contact: int) -> QuerySet[Decision]:
    return Decision.objects.filter(contact=contact).select_related("decided_by").order_by("decided_at")


@kept
def _actions(*, contact: int) -> QuerySet[DecisionAction]:
    return DecisionAction.objects.filter(decision__contact=contact).select_related("owner")


@kept
def _looks(*, contact: int) -> QuerySet[SecondLook]:
    return SecondLook.objects.filter(contact=contact).select_related("asked_by", "asked_of").order_by("asked_at")


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
    rows = ContactSection.objects.filter(contact=contact).exclude(key__startswith=DRAFT).select_related("saved_by")
    return Presence(
        tuple(here.order_by("user__name").values_list("user__name", flat=True)),
        {row.key: SavedSection(row.answers, row.version, row.saved_by.name, row.saved_at) for row in rows},
    )
