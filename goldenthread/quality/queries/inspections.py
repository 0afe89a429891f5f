"""Inspections as they are read: the register, one of them, and a document with what it proposes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from goldenthread.quality.models import Finding, Inspection, Reading
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.inspecting.regimes import REGIMES

AROUND = 300  # characters of the document shown before and after a finding


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """An inspection in the register. `overall` is its one grade, where it has one; `improving` how many of its
    findings ask for something, `open` how many of those are open."""

    key: int
    regime: str
    label: str
    short: str
    authority: str
    started_on: date
    ended_on: date | None
    published_on: date | None
    inspectors: str
    subject: str
    judgements: tuple[tuple[str, str], ...]
    overall: str
    findings: int
    improving: int
    open: int
    readings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingReading:
    """A document with findings that nobody has decided yet."""

    key: int
    file_name: str
    read_by: str
    read_at: datetime
    left: int
    of: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed finding beside its place in the document: `before` and `after` are the text around it."""

    key: int
    position: int
    words: str
    polarity: str
    polarity_label: str
    themes: tuple[str, ...]
    theme_labels: tuple[str, ...]
    framework_tag: str
    before: str
    in_text: str
    after: str
    decision: str
    decided_by: str
    decided_at: datetime | None
    finding: int | None


@dataclass(frozen=True, slots=True)
class ShownReading:
    """A document as it was read. `near` are inspections of the register that it may be of, (key, words)."""

    key: int
    file_name: str
    kind: str
    said: tuple[str, ...]
    regime: str
    authority: str
    started_on: str
    ended_on: str
    published_on: str
    inspectors: str
    judgements: tuple[tuple[str, str], ...]
    read_by: str
    read_at: datetime
    inspection: int | None
    inspection_words: str
    near: tuple[tuple[int, str], ...]
    lines: tuple[Proposed, ...]
    left: int
    decided: int


def inspections() -> tuple[InspectionRow, ...]:
    """Every inspection, visit and review, the latest first. Three queries."""
    return _rows(Inspection.objects.order_by("-started_on", "-pk"))


def show_inspection(inspection: int) -> InspectionRow | None:
    """One inspection; None when there is none."""
    return next(iter(_rows(Inspection.objects.filter(pk=inspection))), None)


def readings_that_wait() -> tuple[WaitingReading, ...]:
    """Documents of which something is still to be decided, the latest first. One query."""
    rows = (
        Reading.objects.annotate(of=Count("lines"), left=Count("lines", filter=Q(lines__decision="")))
        .filter(Q(left__gt=0) | Q(inspection=None))
        .select_related("read_by")
        .order_by("-read_at")
    )
    return tuple(WaitingReading(row.pk, row.file_name, row.read_by.name, row.read_at, row.left, row.of) for row in rows)


def reading_exists(reading: int) -> bool:
    return Reading.objects.filter(pk=reading).exists()


def document_text(reading: int) -> tuple[str, str] | None:
    """The name and the text of a document; None when there is none."""
    return Reading.objects.filter(pk=reading).values_list("file_name", "text").first()


def show_reading(reading: int) -> ShownReading:
    """A document with its proposal and what was decided. Three queries."""
    row = Reading.objects.select_related("read_by", "inspection").get(pk=reading)
    told = row.proposed
    lines = tuple(
        Proposed(
            key=one.pk,
            position=one.position,
            words=one.words,
            polarity=one.polarity,
            polarity_label=SETS["finding_polarity"].label(one.polarity),
            themes=tuple(one.themes),
            theme_labels=tuple(SETS["finding_theme"].label(theme) for theme in one.themes),
            framework_tag=one.framework_tag,
            before=_tail(row.text[max(0, one.start - AROUND) : one.start]),
            in_text=row.text[one.start : one.end],
            after=_head(row.text[one.end : one.end + AROUND]),
            decision=one.decision,
            decided_by=one.decided_by.name if one.decided_by else "",
            decided_at=one.decided_at,
            finding=one.finding_id,
        )
        for one in row.lines.select_related("decided_by").order_by("position")
    )
    judged = tuple((one["area"], one["grade"]) for one in told.get("judgements", []))
    return ShownReading(
        key=row.pk,
        file_name=row.file_name,
        kind=row.kind,
        said=tuple(row.said),
        regime=told.get("regime") or "",
        authority=told.get("authority") or "",
        started_on=told.get("inspection_start") or "",
        ended_on=told.get("inspection_end") or "",
        published_on=told.get("published") or "",
        inspectors=", ".join(told.get("inspectors", [])),
        judgements=judged,
        read_by=row.read_by.name,
        read_at=row.read_at,
        inspection=row.inspection_id,
        inspection_words=_words(row.inspection) if row.inspection else "",
        near=tuple((one.pk, _words(one)) for one in Inspection.objects.order_by("-started_on")[:60]),
        lines=lines,
        left=sum(not one.decision for one in lines),
        decided=sum(bool(one.decision) for one in lines),
    )


def _rows(found: Iterable[Inspection]) -> tuple[InspectionRow, ...]:
    held = list(found)
    counted = {
        row["about"]: row
        for row in Finding.objects.filter(about__in=[f"inspection:{one.pk}" for one in held])
        .values("about")
        .annotate(
            all=Count("pk"),
            improving=Count("pk", filter=Q(polarity__in=("area_for_improvement", "priority_action"))),
            open=Count("pk", filter=~Q(status="closed")),
        )
    }
    documents: dict[int, tuple[int, ...]] = {}
    for of, key in Reading.objects.filter(inspection__in=held).order_by("pk").values_list("inspection", "pk"):
        documents[of] = (*documents.get(of, ()), key)
    nothing = {"all": 0, "improving": 0, "open": 0}
    return tuple(_row(one, counted.get(f"inspection:{one.pk}", nothing), documents.get(one.pk, ())) for one in held)


def _row(one: Inspection, counted: dict[str, int], documents: tuple[int, ...]) -> InspectionRow:
    judged = tuple((row["area"], row["grade"]) for row in one.judgements)
    return InspectionRow(
        key=one.pk,
        regime=one.regime,
        label=REGIMES[one.regime].label,
        short=REGIMES[one.regime].short,
        authority=one.authority,
        started_on=one.started_on,
        ended_on=one.ended_on,
        published_on=one.published_on,
        inspectors=one.inspectors,
        subject=one.subject,
        judgements=judged,
        overall=next((grade for area, grade in judged if "overall" in area.casefold()), ""),
        findings=counted["all"],
        improving=counted["improving"],
        open=counted["open"],
        readings=documents,
    )


def _words(one: Inspection) -> str:
    about = f", {one.subject}" if one.subject else ""
    return f"{REGIMES[one.regime].short}{about}, {one.started_on:%B %Y}, {one.authority}"


def _tail(words: str) -> str:
    """The last whole lines before a place."""
    return "\n".join(words.splitlines()[-4:])


def _head(words: str) -> str:
    return "\n".join(words.splitlines()[:4])
