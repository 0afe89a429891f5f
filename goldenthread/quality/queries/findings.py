"""The findings register as it is read: all of it by filter, and one finding with what was said and done about it.

Where a finding names a child who is closed to the reader, its words are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from goldenthread.access.public import User, acts_of, sealed, visible
from goldenthread.people.public import Person
from goldenthread.quality.models import (
    Finding,
    FindingAnswer,
    FindingChild,
    Inspection,
    NotTheSame,
    ReadingLine,
    RecurrencePart,
)
from goldenthread.quality.queries.audit import called
from goldenthread.quality.queries.complaint_rights import may_read
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.inspecting.recurring import Said, suggestions
from goldenthread.rulebook.inspecting.regimes import REGIMES

SHOWN = 50  # rows on a page


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding in a list. `place` says where it was said ("Focused visit"); `words` is empty when `kept_back`."""

    key: int
    words: str
    polarity: str
    polarity_label: str
    source: str
    place: str
    about: str
    found_on: date
    status: str
    status_label: str
    themes: tuple[str, ...]
    recurrence: int | None = None
    kept_back: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """A page of the register: `total` of all that fit the filter, `open` of them still open."""

    rows: tuple[FindingRow, ...]
    total: int
    open: int
    page: int
    pages: int
    by_theme: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """It was closed or reopened. `by` is empty where a measure reopened it."""

    to: str
    on: date
    because: str
    by: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was done about it, and what the measure did after."""

    key: int
    done_on: date
    words: str
    measure: str
    measure_label: str
    measure_words: str
    by: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """A finding that may say the same, with what suggests it."""

    row: FindingRow
    percent: int
    shared: tuple[str, ...]
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One finding, whole. `reading` and `start` lead to its place in the document; `children` are (key, name) of those
    the reader may open, `others` how many she may not; of a complaint that she may not read neither is told. Of a
    finding that is kept back no change and no answer is told: their words say what the finding says."""

    row: FindingRow
    framework_tag: str
    entered_by: str
    entered_at: datetime
    inspection: int | None
    reading: int | None
    start: int | None
    end: int | None
    changes: tuple[Change, ...]
    answers: tuple[Answer, ...]
    recurrence_title: str
    linked_by: str
    linked_at: datetime | None
    because: tuple[str, ...]
    children: tuple[tuple[int, str], ...]
    others: int
    suggested: tuple[Suggested, ...]
    may: frozenset[str]


def findings_page(
    *,
    reader: User,
    theme: str = "",
    status: str = "",
    source: str = "",
    polarity: str = "",
    about: str = "",
    page: int = 1,
) -> Register:
    """The findings that fit, the latest first. Seven queries whatever the rows."""
    found = Finding.objects.all()
    if theme:
        found = found.filter(themes__contains=[theme])
    if status:
        found = found.exclude(status="closed") if status == "open" else found.filter(status=status)
    if source:
        found = found.filter(source=source)
    if polarity:
        found = found.filter(polarity=polarity)
    if about:
        found = found.filter(about=about)
    counted = found.aggregate(total=Count("pk"), open=Count("pk", filter=~Q(status="closed")))
    pages = max(1, -(-counted["total"] // SHOWN))
    page = min(max(1, page), pages)
    rows = found.order_by("-found_on", "-pk")[(page - 1) * SHOWN : page * SHOWN]
    return Register(_rows(rows, reader), counted["total"], counted["open"], page, pages, _by_theme(found))


def findings_of(about: str, *, reader: User) -> tuple[FindingRow, ...]:
    """What one inspection, audit or complaint found, in the order it was entered."""
    return _rows(Finding.objects.filter(about=about).order_by("start", "pk"), reader)


def finding_exists(finding: int) -> bool:
    return Finding.objects.filter(pk=finding).exists()


def show_finding(finding: int, *, reader: User, at: datetime) -> ShownFinding:
    """One finding with what was said before and after, what was done, and what it may be a repeat of."""
    read_in = ReadingLine.objects.filter(finding=OuterRef("pk")).values("reading")[:1]
    found = Finding.objects.select_related("entered_by").annotate(read_in=Subquery(read_in)).get(pk=finding)
    (row,) = _rows([found], reader)
    part = (
        RecurrencePart.objects.filter(finding=finding, taken_out_at=None)
        .select_related("recurrence", "linked_by")
        .first()
    )
    named = Person.objects.filter(pk__in=FindingChild.objects.filter(finding=finding).values("child"))
    complaint = _key(found.about, "complaint")
    if complaint is not None and not may_read(reader, complaint, at=at).allowed:
        named = named.none()
    may_open = ExpressionWrapper(visible(reader, "child.read", at=at), output_field=BooleanField())
    children = list(named.annotate(may_open=may_open).order_by("pk"))
    open_to = [one for one in children if one.may_open]
    acts = acts_of(reader)
    return ShownFinding(
        row=row,
        framework_tag=found.framework_tag,
        entered_by=found.entered_by.name,
        entered_at=found.entered_at,
        inspection=_key(found.about, "inspection"),
        reading=found.read_in,
        start=found.start,
        end=found.end,
        changes=() if row.kept_back else _changes(found),
        answers=() if row.kept_back else answers_of([finding]).get(finding, ()),
        recurrence_title=part.recurrence.title if part else "",
        linked_by=part.linked_by.name if part else "",
        linked_at=part.linked_at if part else None,
        because=tuple(part.because) if part else (),
        children=tuple((one.pk, called(one)) for one in open_to),
        others=len(children) - len(open_to),
        suggested=_suggested(found, part, reader) if not row.kept_back and "finding.link" in acts else (),
        may=frozenset(act for act in acts if act.startswith("finding.")),
    )


def _changes(found: Finding) -> tuple[Change, ...]:
    return tuple(
        Change(one.to, one.on, one.because, one.by.name if one.by else "")
        for one in found.changes.select_related("by").order_by("on", "pk")
    )


def answers_of(findings: Iterable[int]) -> dict[int, tuple[Answer, ...]]:
    """What was done about each finding, in the order of its days."""
    made: dict[int, tuple[Answer, ...]] = {}
    rows = FindingAnswer.objects.filter(finding__in=findings).select_related("recorded_by").order_by("done_on", "pk")
    for one in rows:
        answer = Answer(
            one.pk,
            one.done_on,
            one.words,
            one.measure,
            SETS["measure_after"].label(one.measure),
            one.measure_words,
            one.recorded_by.name,
        )
        made[one.finding_id] = (*made.get(one.finding_id, ()), answer)
    return made


def finding_rows(findings: Iterable[Finding], *, reader: User) -> tuple[FindingRow, ...]:
    """Findings as rows, with the words of sealed children's left out. Three queries."""
    return _rows(findings, reader)


def _suggested(found: Finding, part: RecurrencePart | None, reader: User) -> tuple[Suggested, ...]:
    # Only what is on another day, and asks for something: a finding of the same report is not said again.
    others = Finding.objects.exclude(polarity="strength").exclude(found_on=found.found_on)
    others = others.exclude(pk__in=NotTheSame.objects.filter(earlier=found).values("later"))
    others = others.exclude(pk__in=NotTheSame.objects.filter(later=found).values("earlier"))
    if part is not None:
        linked = RecurrencePart.objects.filter(recurrence=part.recurrence_id, taken_out_at=None)
        others = others.exclude(pk__in=linked.values("finding"))
    among = list(others)
    ranked = suggestions(_said(found), [_said(one) for one in among])
    by_key = {one.pk: one for one in among}
    rows = {row.key: row for row in _rows([by_key[one.key] for one in ranked], reader)}
    return tuple(
        Suggested(
            rows[one.key],
            min(100, round(100 * one.score)),
            one.shared,
            tuple(SETS["finding_theme"].label(theme) for theme in one.themes),
        )
        for one in ranked
        if not rows[one.key].kept_back
    )


def _said(one: Finding) -> Said:
    return Said(one.pk, one.words, tuple(one.themes))


def _rows(findings: Iterable[Finding], reader: User) -> tuple[FindingRow, ...]:
    held = list(findings)
    keys = [one.pk for one in held]
    closed = set(
        FindingChild.objects.filter(
            finding__in=keys, child__in=Person.objects.filter(sealed(reader, "pk")).values("pk")
        ).values_list("finding", flat=True)
    )
    about = {_key(one.about, "inspection") for one in held} - {None}
    inspections = {row.pk: row for row in Inspection.objects.filter(pk__in=about)}
    recurs = dict(
        RecurrencePart.objects.filter(finding__in=keys, taken_out_at=None).values_list("finding", "recurrence")
    )
    return tuple(_row(one, one.pk in closed, inspections, recurs.get(one.pk)) for one in held)


def _row(one: Finding, kept_back: bool, inspections: dict[int, Inspection], recurrence: int | None) -> FindingRow:
    inspection = inspections.get(_key(one.about, "inspection") or 0)
    return FindingRow(
        key=one.pk,
        words="" if kept_back else one.words,
        polarity=one.polarity,
        polarity_label=SETS["finding_polarity"].label(one.polarity),
        source=one.source,
        place=REGIMES[inspection.regime].short if inspection else _place(one),
        about=one.about,
        found_on=one.found_on,
        status=one.status,
        status_label="" if one.polarity in ("strength", "progress") else SETS["finding_status"].label(one.status),
        themes=tuple(SETS["finding_theme"].label(theme) for theme in one.themes),
        recurrence=recurrence,
        kept_back=kept_back,
    )


def _place(one: Finding) -> str:
    """Where it was found; with the name that somebody typed for it, where we hold no such thing."""
    label = SETS["finding_source"].label(one.source)
    return f"{label} ({one.about})" if one.about and ":" not in one.about else label


def _by_theme(found: QuerySet[Finding]) -> tuple[tuple[str, str, int], ...]:
    counted: dict[str, int] = {}
    for themes in found.values_list("themes", flat=True):
        for theme in themes:
            counted[theme] = counted.get(theme, 0) + 1
    ranked = sorted(counted, key=lambda theme: (-counted[theme], theme))
    return tuple((theme, SETS["finding_theme"].label(theme), counted[theme]) for theme in ranked)


def _key(about: str, kind: str) -> int | None:
    named, _, key = about.partition(":")
    return int(key) if named == kind and key.isascii() and key.isdigit() else None
