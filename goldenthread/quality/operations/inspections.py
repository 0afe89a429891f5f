"""Inspections: recorded, and the findings of their documents confirmed one by one by a person.

A document is read into a proposal and kept with its text. Nothing that was read is a finding until somebody has said
which inspection it is, and has confirmed or changed that sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import User, record, require
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Inspection, Reading, ReadingLine
from goldenthread.quality.operations.findings import FIRST_DAY, enter_finding
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.inspecting.extracting import Unreadable, text_of
from goldenthread.rulebook.inspecting.reading import read
from goldenthread.rulebook.inspecting.regimes import REGIMES
from goldenthread.rulebook.inspecting.themes import THEMES
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import UNKEPT
from goldenthread.ui.words import day

LONGEST_TEXT = 3_000_000  # characters of a document that is kept
DECISIONS = ("confirmed", "changed", "refused")


@dataclass(frozen=True, slots=True)
class InspectionSaid:
    """An inspection as a person says it was. `judgements` are (area, grade). `another` says that it is a second one,
    where one of the same kind on the same days is in the register."""

    regime: str
    authority: str
    started_on: date | None
    ended_on: date | None = None
    published_on: date | None = None
    inspectors: str = ""
    subject: str = ""
    judgements: Sequence[tuple[str, str]] = ()
    another: bool = False


@dataclass(frozen=True, slots=True)
class LineSaid:
    """What a person says of one proposed finding. `words`, `polarity` and `themes` count where it is changed."""

    decision: str
    words: str = ""
    polarity: str = ""
    themes: tuple[str, ...] = ()


@transaction.atomic
def record_inspection(*, said: InspectionSaid, by: User, at: datetime) -> int:
    """Records an inspection, visit or review without a document; returns its key. Raises `NotAllowed`, `Refused`."""
    right = require(by, "inspection.record", at=at).right
    made = _made(said, by, at)
    record(act="inspection.record", by=by, at=at, subject=f"inspection:{made.pk}", right=right, detail=_detail(made))
    return made.pk


@transaction.atomic
def read_document(*, data: bytes, file_name: str, by: User, at: datetime) -> int:
    """Reads a document and keeps its text with what it proposes; returns the reading's key.

    Raises `NotAllowed`; `Refused` for a file that cannot be read, with the reason, and for one that was read before.
    """
    right = require(by, "inspection.read_report", at=at).right
    try:
        text = UNKEPT.sub("", text_of(data))
    except Unreadable as reason:
        raise Refused(str(reason), "file") from reason
    if len(text) > LONGEST_TEXT:
        raise Refused("The document has more than 3 million characters. Send only the report.", "file")
    digest = sha256(text.encode()).hexdigest()
    before = Reading.objects.filter(digest=digest).select_related("read_by").first()
    if before is not None:
        raise Refused(
            f"{before.read_by.name} had this document read on {day(before.read_at)}. It is in the list below.", "file"
        )
    proposal = read(text)
    if not any(letter.isalpha() for letter in text):
        raise Refused("There is no text in this file. Type the findings in instead.", "file")
    told = proposal.as_object()
    made = Reading.objects.create(
        file_name=UNKEPT.sub("", file_name)[:200] or "Document",
        digest=digest,
        kind=proposal.kind,
        text=text,
        proposed={key: told[key] for key in told if key not in ("findings", "for_others", "said", "kind")},
        said=list(proposal.said),
        read_by=by,
        read_at=at,
    )
    ReadingLine.objects.bulk_create(
        ReadingLine(
            reading=made,
            position=position,
            start=one.start,
            end=one.end,
            words=one.words,
            polarity=one.polarity,
            themes=list(one.themes),
            framework_tag=one.tag[:200],
        )
        for position, one in enumerate(proposal.findings, 1)
    )
    detail: dict[str, object] = {"kind": proposal.kind, "findings": len(proposal.findings)}
    record(act="inspection.read_report", by=by, at=at, subject=f"reading:{made.pk}", right=right, detail=detail)
    return made.pk


@transaction.atomic
def confirm_inspection(*, reading: int, said: InspectionSaid, inspection: int | None, by: User, at: datetime) -> int:
    """Says which inspection a document is of: one of the register, or a new one. Returns the inspection's key.

    Raises `NotAllowed`; `Refused` where it has been said already.
    """
    right = require(by, "inspection.confirm", at=at).right
    found = _reading(reading)
    if found.inspection_id is not None:
        raise Refused("Somebody has said already which inspection this is.")
    if inspection is not None:
        of = Inspection.objects.filter(pk=inspection).first()
        if of is None:
            raise Refused("Choose an inspection from the list", "inspection")
    else:
        of = _made(said, by, at)
    found.inspection = of
    found.save(update_fields=["inspection"])
    detail = _detail(of) | {"inspection": of.pk}
    record(act="inspection.confirm", by=by, at=at, subject=f"reading:{reading}", right=right, detail=detail)
    return of.pk


@transaction.atomic
def decide_lines(*, reading: int, said: Mapping[int, LineSaid], by: User, at: datetime) -> int:
    """Confirms, changes or refuses findings that were read, by the keys of their lines; returns how many were decided.

    What is confirmed enters the register. A line that was decided before keeps its decision. Raises `NotAllowed`,
    `Refused` before it is said which inspection it is.
    """
    right = require(by, "inspection.confirm", at=at).right
    found = _reading(reading)
    if found.inspection is None:
        raise Refused("First say which inspection this is.")
    lines = ReadingLine.objects.select_for_update().filter(reading=found, pk__in=said, decision="").order_by("position")
    problems = [problem for line in lines for problem in _line_problems(line.pk, said[line.pk])]
    if problems:
        raise Refused(problems=tuple(problems))
    if not lines:
        raise Refused("Choose what to do with at least one finding.")
    for line in lines:
        _decide(line, said[line.pk], found, by, at)
    detail: dict[str, object] = {"lines": [line.position for line in lines]}
    record(act="inspection.confirm", by=by, at=at, subject=f"reading:{reading}", right=right, detail=detail)
    return len(lines)


def _decide(line: ReadingLine, said: LineSaid, reading: Reading, by: User, at: datetime) -> None:
    of = reading.inspection
    assert of is not None
    line.decision, line.decided_by, line.decided_at = said.decision, by, at
    if said.decision != "refused":
        changed = said.decision == "changed"
        line.finding_id = enter_finding(
            source="inspection",
            about=f"inspection:{of.pk}",
            words=said.words if changed else line.words,
            polarity=said.polarity if changed else line.polarity,
            themes=said.themes if changed else line.themes,
            found_on=of.ended_on or of.started_on,
            framework_tag=line.framework_tag,
            start=line.start,
            end=line.end,
            by=by,
            at=at,
        )
    line.save(update_fields=["decision", "decided_by", "decided_at", "finding"])


def _line_problems(key: int, said: LineSaid) -> list[tuple[str, str]]:
    if said.decision not in DECISIONS:
        return [(f"decision-{key}", "Choose confirm, change or refuse")]
    if said.decision != "changed":
        return []
    found = []
    if says_nothing(said.words):
        found.append((f"words-{key}", "Enter the words of the finding, as the document has them"))
    if said.polarity not in SETS["finding_polarity"]:
        found.append((f"polarity-{key}", "Choose what kind of finding it is"))
    if any(theme not in THEMES for theme in said.themes):
        found.append((f"theme-{key}", "Choose a theme from the list"))
    return found


def _made(said: InspectionSaid, by: User, at: datetime) -> Inspection:
    problems = _problems(said, at)
    if problems:
        raise Refused(problems=tuple(problems))
    assert said.started_on is not None
    authority, subject, inspectors = (_line(one) for one in (said.authority, said.subject, said.inspectors))
    twin = Inspection.objects.filter(regime=said.regime, authority__iexact=authority, started_on=said.started_on)
    if not said.another and twin.exists():
        raise Refused(
            f"The register has one of this kind that began on {day(said.started_on)}. Choose it, or say that this is "
            "another on the same day.",
            "another",
        )
    return Inspection.objects.create(
        regime=said.regime,
        authority=authority,
        started_on=said.started_on,
        ended_on=said.ended_on,
        published_on=said.published_on,
        inspectors=inspectors,
        subject=subject,
        judgements=[{"area": _line(area), "grade": _line(grade)} for area, grade in said.judgements],
        recorded_by=by,
        recorded_at=at,
    )


def _problems(said: InspectionSaid, at: datetime) -> list[tuple[str, str]]:
    found = []
    today = timezone.localdate(at)
    if said.regime not in REGIMES:
        found.append(("regime", "Choose what kind of inspection or review it was"))
    if says_nothing(said.authority):
        found.append(("authority", "Enter the council that was inspected"))
    if said.started_on is None:
        found.append(("started_on", "Enter the day it began"))
    for field, label, limit in (("authority", "name", 120), ("subject", "subject", 200), ("inspectors", "names", 300)):
        if len(getattr(said, field)) > limit:
            found.append((field, f"Shorten the {label} to {limit} characters"))
    for field in ("started_on", "ended_on", "published_on"):
        on = getattr(said, field)
        if on is not None and not FIRST_DAY <= on <= today:
            found.append((field, f"{day(on)} has not come yet" if on > today else "Enter a day after 1 January 1990"))
    if said.started_on and said.ended_on and said.ended_on < said.started_on:
        found.append(("ended_on", "It cannot end before it began"))
    if said.started_on and said.published_on and said.published_on < said.started_on:
        found.append(("published_on", "It cannot be published before the inspection began"))
    for place, (area, grade) in enumerate(said.judgements):
        if len(area) > 200 or len(grade) > 60 or not grade.strip():
            found.append((f"grade-{place}", "Enter the grade in a few words, or take the line out"))
    return found


def _reading(reading: int) -> Reading:
    found = Reading.objects.select_for_update(of=("self",)).select_related("inspection").filter(pk=reading).first()
    if found is None:
        raise Refused("There is no such document.")
    return found


def _line(words: str) -> str:
    return " ".join(UNKEPT.sub("", words).split())


def _detail(of: Inspection) -> dict[str, Any]:
    return {"regime": of.regime, "started_on": of.started_on.isoformat()}
