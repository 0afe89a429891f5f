"""An assessment with everything written in it: for the pages that write, send and sign it, and for reading it after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from goldenthread.access.public import User, among, kept
from goldenthread.casework.models import (
    Assessment,
    AssessmentChild,
    AssessmentClash,
    AssessmentSection,
    AssessmentWriter,
    Challenge,
    Deadline,
    HistoryAnswered,
    ReviewPoint,
    StandardAnswered,
    VisitChild,
)
from goldenthread.casework.queries.assessment_family import Member, family_of
from goldenthread.casework.queries.assessment_history import Answer, Past, family_history
from goldenthread.casework.queries.deadlines import Standing, standing
from goldenthread.rulebook.assessing import AssessedChild, Gap, gaps
from goldenthread.rulebook.assessing import Written as AsWritten
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.assessment import VARIANTS

LATELY = timedelta(minutes=2)
"""Somebody who looked in within this time is writing here too."""


@dataclass(frozen=True, slots=True)
class SavedSection:
    answers: Mapping[str, Any]
    version: int
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Assessed:
    """A child in the assessment. `line` is the key of the child's place in it, `short` what a sentence calls the child.

    `set_aside` are prompts answered "not a concern": factor code to the reason. One taken out keeps every word written;
    `taken_out_because` says why.
    """

    child: int
    line: int
    name: str
    short: str
    sex: str
    born_on: date | None
    expected_on: date | None
    ethnicity: str
    ethnicity_not_known_because: str
    referral: int | None
    factors: tuple[str, ...]
    set_aside: Mapping[str, str]
    outcome: str
    outcome_words: str
    taken_out_at: datetime | None
    taken_out_because: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A child on a visit for this assessment, or one tried: when, where, alone or not, and the child's own words."""

    child: int
    at: datetime
    place: str
    seen: bool
    alone: bool | None
    not_alone_because: str
    bedroom_seen: bool | None
    words: str
    showed: str
    by: str
    failed_because: str


@dataclass(frozen=True, slots=True)
class Challenged:
    """A manager's challenge and the author's answer. `accepted` is None while the manager has not said."""

    number: int
    section: str
    words: str
    made_by: str
    made_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
    accepted: bool | None


@dataclass(frozen=True, slots=True)
class Point:
    """A review point: when it is due, and what was said when it was held."""

    key: int
    due_on: date
    held_on: date | None
    words: str
    set_by: str
    held_by: str


@dataclass(frozen=True, slots=True)
class OpenClash:
    """Words that wait beside a section until somebody has merged the two."""

    clash: int
    key: str
    answers: Mapping[str, Any]
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """A line of the checklist as the manager answered it at sign-off."""

    child: int
    standard: str
    met: bool | None
    because: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class AssessmentWritten:
    """An assessment. `previous` is the one before it of any of these children; `due` the clock it must be done by."""

    assessment: int
    kind: str
    state: str
    form_version: int
    started_on: date
    started_at: datetime
    team: int | None
    author: int | None
    author_name: str
    previous: int | None
    sent_at: datetime | None
    sent_by: str
    sent_by_key: int | None
    authorised_at: datetime | None
    authorised_by: str
    authorised_words: str
    shared_on: date | None
    shared_how: str
    stopped_because: str
    loaded: bool
    everyone: tuple[Assessed, ...]
    sections: Mapping[str, SavedSection]
    clashes: tuple[OpenClash, ...]
    answered: Mapping[str, Answer]
    points: tuple[Point, ...]
    challenges: tuple[Challenged, ...]
    seen: tuple[Seen, ...]
    due: Standing | None
    family: tuple[Member, ...] = field(default=())
    history: tuple[Past, ...] = field(default=())

    @property
    def title(self) -> str:
        """ "Child and family assessment": what its kind is called."""
        return SETS["assessment_kind"].label(self.kind)

    @property
    def children(self) -> tuple[Assessed, ...]:
        """The children who are in it now."""
        return tuple(one for one in self.everyone if one.taken_out_at is None)

    @property
    def parents(self) -> tuple[Member, ...]:
        """Parents whose care is assessed: those alive, by kin or by parental responsibility, whose record is open."""
        return tuple(one for one in self.family if one.parent and one.name and one.died_on is None)

    @property
    def writable(self) -> bool:
        return self.state in ("writing", "returned")

    def answers(self, key: str) -> Mapping[str, Any]:
        return self.sections[key].answers if key in self.sections else {}

    def version(self, key: str) -> int:
        """The version that the next save of a section is built on."""
        return self.sections[key].version if key in self.sections else 0

    def called(self, person: int | None) -> str:
        """What a sentence calls a child or a relative in it."""
        for one in self.everyone:
            if one.child == person:
                return one.short
        return next((one.short for one in self.family if one.key == person and one.short), "somebody")

    def numbers(self, name: str) -> tuple[int, ...]:
        """The numbers that are written of a numbered section: of "account", (1, 2)."""
        found = (key.partition(":") for key in self.sections)
        return tuple(sorted(int(number) for kind, _, number in found if kind == name))

    def to_do(self) -> tuple[Gap, ...]:
        """What must be there before it is sent: the rule that sending asks."""
        return gaps(
            AsWritten(
                answers={key: one.answers for key, one in self.sections.items()},
                children=tuple(AssessedChild(one.child, one.short, one.factors, one.outcome) for one in self.children),
                unanswered=sum(one.to_answer for one in self.history),
                challenges=tuple(one.number for one in self.challenges if not one.answer),
                clashes=tuple(dict.fromkeys(clash.key for clash in self.clashes)),
            )
        )


def assessment_written(
    assessment: int, *, reader: User, at: datetime, with_history: bool = True
) -> AssessmentWritten | None:
    """The assessment with everything written in it, its family and the family's history; None when there is none.

    Six queries, whatever is in it and however long the history; one fewer where the history is not asked for.
    """
    rows = _whole(assessment=assessment)
    if not rows:
        return None
    held = rows[0]
    children = [row["child"] for row in held.child_rows]
    family = family_of(children, reader=reader, at=at)
    answered = {
        row["about"]: Answer(row["answer"], row["because"], row["in_analysis"], row["by"], _at(row["answered_at"]))
        for row in held.answered_rows
    }
    history = (
        ()
        if not with_history
        else family_history(
            [*children, *(one.key for one in family if one.related)],
            answered,
            reader=reader,
            before=held.started_at,
            but={
                "assessment": [assessment],
                "referral": [row["referral"] for row in held.child_rows if row["referral"]],
                "contact": [row["contact"] for row in held.child_rows if row["contact"]],
            },
            at=at,
        )
    )
    return _read(held, at, family, history, answered)


@kept
def _whole(*, assessment: int) -> QuerySet[Assessment]:
    mine = {"assessment": OuterRef("pk")}
    visits = VisitChild.objects.filter(visit__assessment=OuterRef("pk")).order_by("visit__happened_at", "pk")
    return (
        Assessment.objects.filter(pk=assessment)
        .select_related("author", "sent_by", "authorised_by")
        .annotate(
            child_rows=_rows(
                AssessmentChild.objects.filter(**mine).order_by("child__born_on", "pk"),
                *("id", "child", "referral", "factors", "set_aside", "outcome", "outcome_words"),
                *("taken_out_at", "taken_out_because"),
                contact="referral__contact",
                given="child__given_names",
                family="child__family_name",
                number="child__la_child_id",
                sex="child__sex",
                born_on="child__born_on",
                expected_on="child__expected_on",
                ethnicity="child__ethnicity",
                ethnicity_why="child__ethnicity_not_known_because",
            ),
            section_rows=_rows(
                AssessmentSection.objects.filter(**mine).order_by("pk"),
                *("key", "answers", "version", "saved_at"),
                by="saved_by__name",
            ),
            clash_rows=_rows(
                AssessmentClash.objects.filter(**mine, settled_at=None).order_by("pk"),
                *("id", "key", "answers", "written_at"),
                by="written_by__name",
            ),
            answered_rows=_rows(
                HistoryAnswered.objects.filter(**mine).order_by("pk"),
                *("about", "answer", "because", "in_analysis", "answered_at"),
                by="answered_by__name",
            ),
            point_rows=_rows(
                ReviewPoint.objects.filter(**mine).order_by("due_on", "pk"),
                *("id", "due_on", "held_on", "words"),
                set="set_by__name",
                held="held_by__name",
            ),
            challenge_rows=_rows(
                Challenge.objects.filter(**mine).order_by("number"),
                *("number", "section", "words", "made_at", "answer", "answered_at", "accepted"),
                by="made_by__name",
                answerer="answered_by__name",
            ),
            visit_rows=_rows(
                visits,
                *("child", "seen", "alone", "not_alone_because", "bedroom_seen", "words", "showed"),
                at="visit__happened_at",
                place="visit__place",
                failed="visit__failed_because",
                by="visit__visited_by__name",
            ),
        )
    )


def _rows(rows: QuerySet, *columns: str, **named: str) -> ArraySubquery:
    return ArraySubquery(rows.values(row=JSONObject(**{column: column for column in columns}, **named)))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _maybe_at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _maybe_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _read(
    held: Any, at: datetime, family: tuple[Member, ...], history: tuple[Past, ...], answered: Mapping[str, Answer]
) -> AssessmentWritten:
    everyone = tuple(_child(row) for row in held.child_rows)
    return AssessmentWritten(
        assessment=held.pk,
        kind=held.kind,
        state=held.state,
        form_version=held.form_version,
        started_on=held.started_on,
        started_at=held.started_at,
        team=held.team_id,
        author=held.author_id,
        author_name=held.author.name if held.author else "",
        previous=held.previous_id,
        sent_at=held.sent_at,
        sent_by=held.sent_by.name if held.sent_by else "",
        sent_by_key=held.sent_by_id,
        authorised_at=held.authorised_at,
        authorised_by=held.authorised_by.name if held.authorised_by else "",
        authorised_words=held.authorised_words,
        shared_on=held.shared_on,
        shared_how=held.shared_how,
        stopped_because=held.stopped_because,
        loaded=held.loaded,
        everyone=everyone,
        sections={
            row["key"]: SavedSection(row["answers"], row["version"], row["by"], _at(row["saved_at"]))
            for row in held.section_rows
        },
        clashes=tuple(
            OpenClash(row["id"], row["key"], row["answers"], row["by"], _at(row["written_at"]))
            for row in held.clash_rows
        ),
        answered=answered,
        points=tuple(
            Point(
                row["id"],
                date.fromisoformat(row["due_on"]),
                _maybe_day(row["held_on"]),
                row["words"],
                row["set"] or "",
                row["held"] or "",
            )
            for row in held.point_rows
        ),
        challenges=tuple(
            Challenged(
                row["number"],
                row["section"],
                row["words"],
                row["by"],
                _at(row["made_at"]),
                row["answer"],
                row["answerer"] or "",
                _maybe_at(row["answered_at"]),
                row["accepted"],
            )
            for row in held.challenge_rows
        ),
        seen=tuple(
            Seen(
                row["child"],
                _at(row["at"]),
                row["place"],
                row["seen"],
                row["alone"],
                row["not_alone_because"],
                row["bedroom_seen"],
                row["words"],
                row["showed"],
                row["by"] or "",
                row["failed"],
            )
            for row in held.visit_rows
        ),
        due=_due_of(held.pk, everyone, at),
        family=family,
        history=history,
    )


def _child(row: Mapping[str, Any]) -> Assessed:
    name = f"{row['given']} {row['family']}".strip()
    born_on = _maybe_day(row["born_on"])
    unborn = born_on is None and row["expected_on"] is not None
    number = row["number"] or ""
    return Assessed(
        child=row["child"],
        line=row["id"],
        name=name or (f"Child {number}" if number else "Unborn baby" if unborn else "Name not known"),
        short=row["given"].split(" ")[0] or ("the baby" if unborn else "this child"),
        sex=row["sex"],
        born_on=born_on,
        expected_on=_maybe_day(row["expected_on"]),
        ethnicity=row["ethnicity"],
        ethnicity_not_known_because=row["ethnicity_why"],
        referral=row["referral"],
        factors=tuple(row["factors"] or ()),
        set_aside={one["factor"]: one["because"] for one in row["set_aside"]},
        outcome=row["outcome"],
        outcome_words=row["outcome_words"],
        taken_out_at=_maybe_at(row["taken_out_at"]),
        taken_out_because=row["taken_out_because"],
    )


def _due_of(assessment: int, everyone: tuple[Assessed, ...], at: datetime) -> Standing | None:
    """The clock that this assessment must be done by: its own, or the earliest of its children's referrals."""
    own = f"assessment:{assessment}"
    rows = _dues(about=own, referrals=[one.referral for one in everyone if one.referral and one.taken_out_at is None])
    chosen = [row for row in rows if row.about == own] or [row for row in rows if not row.about]
    return standing(chosen[0], at) if chosen else None


@kept
def _dues(*, about: str, referrals: list[int]) -> QuerySet[Deadline]:
    clocks = Q()
    for variant in VARIANTS.values():
        clocks |= Q(clock=variant.clock)
    rows = Deadline.objects.filter(clocks, Q(about=about) | among("referral", referrals), void_at=None)
    return rows.select_related("owner", "team", "authorised_by").order_by("due_on", "pk")


def checklist_answered(assessment: int) -> tuple[Checked, ...]:
    """The checklist as it was answered at sign-off. One query."""
    rows = StandardAnswered.objects.filter(about=f"assessment:{assessment}").order_by("child", "pk")
    return tuple(
        Checked(
            row.child_id, row.standard, row.met, tuple(one["words"] for one in row.because if one["words"]), row.words
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Presence:
    """Who else is in the assessment, and in which part; and the version of each section with who saved it last."""

    people: tuple[tuple[str, str], ...]
    sections: Mapping[str, SavedSection]


def presence_in(assessment: int, *, but: User, at: datetime) -> Presence:
    """Who else has the assessment open to write in, and how its sections stand. Two queries."""
    here = AssessmentWriter.objects.filter(assessment=assessment, seen_at__gt=at - LATELY).exclude(user=but)
    rows = AssessmentSection.objects.filter(assessment=assessment).select_related("saved_by")
    return Presence(
        tuple(here.order_by("user__name").values_list("user__name", "section")),
        {row.key: SavedSection(row.answers, row.version, row.saved_by.name, row.saved_at) for row in rows},
    )


def sections_of(assessment: int) -> dict[str, Mapping[str, Any]]:
    """What stands in each section of an assessment: to lay it beside another. One query."""
    return dict(AssessmentSection.objects.filter(assessment=assessment).values_list("key", "answers"))


def texts_at(assessment: int, sections: Mapping[str, datetime]) -> dict[str, Mapping[str, Any]]:
    """The answers of these sections as they stood at a moment each, from the history that the database keeps: for the
    words before and after a challenge. One query."""
    if not sections:
        return {}
    kept_rows = AssessmentSection.pgh_event_model.objects.filter(assessment=assessment, key__in=list(sections))
    found: dict[str, tuple[datetime, Mapping[str, Any]]] = {}
    for key, answers, saved_at in kept_rows.values_list("key", "answers", "saved_at"):
        if saved_at <= sections[key] and (key not in found or saved_at >= found[key][0]):
            found[key] = (saved_at, answers)
    return {key: answers for key, (_, answers) in found.items()}


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One of a child's assessments, as a list shows it."""

    assessment: int
    kind: str
    title: str
    state: str
    started_on: date
    authorised_at: datetime | None
    author: str
    children: tuple[str, ...]
    outcome: str
    loaded: bool


def assessments_of(child: int) -> tuple[AssessmentLine, ...]:
    """Every assessment of a child, latest first. One query."""
    return tuple(
        AssessmentLine(
            row.assessment_id,
            row.assessment.kind,
            SETS["assessment_kind"].label(row.assessment.kind),
            row.assessment.state,
            row.assessment.started_on,
            row.assessment.authorised_at,
            row.assessment.author.name if row.assessment.author else "",
            tuple(dict.fromkeys(name for name in row.named if name)),
            SETS["assessment_outcome"].label(row.outcome) if row.outcome else "",
            row.assessment.loaded,
        )
        for row in _of_child(child=child)
    )


@kept
def _of_child(*, child: int) -> QuerySet[AssessmentChild]:
    named = AssessmentChild.objects.filter(assessment=OuterRef("assessment")).order_by("pk")
    return (
        AssessmentChild.objects.filter(Q(child=child) | Q(child__merged_into=child))
        .select_related("assessment__author")
        .annotate(named=ArraySubquery(named.values("child__given_names")))
        .order_by("-assessment__started_on", "-assessment")
    )
