"""What Thornshire was told from 2010 to 2025, what it did each time, and a letter that waits to be confirmed."""

from __future__ import annotations

from datetime import date, datetime

from goldenthread.access.public import User
from goldenthread.config.demo.inspections_words import ANSWERS, CHANGES, INSPECTIONS, LETTER, RECURRING, SAID
from goldenthread.quality.public.findings import answer_finding, close_finding, enter_finding, reopen_finding
from goldenthread.quality.public.inspections import InspectionSaid, link_findings, read_document, record_inspection


def tell_inspections(*, by: User, now: datetime) -> int:
    """Records the history, links what recurs, and has one letter read; returns how many findings there are."""
    today = now.date()
    findings: dict[str, int] = {}
    for visit in INSPECTIONS:
        if visit.ended_on > today:
            continue
        key = record_inspection(
            said=InspectionSaid(
                visit.regime,
                "Thornshire",
                visit.started_on,
                visit.ended_on,
                subject=visit.subject,
                inspectors=visit.inspectors,
                judgements=visit.judgements,
            ),
            by=by,
            at=now,
        )
        for said in SAID[visit.name]:
            findings[f"{visit.name}:{said.about}"] = enter_finding(
                source="inspection",
                about=f"inspection:{key}",
                words=said.words,
                polarity=said.polarity,
                themes=None,
                found_on=visit.ended_on,
                by=by,
                at=now,
            )
    for title, parts in RECURRING:
        known = [findings[part] for part in parts if part in findings]
        for part in known[1:]:
            link_findings(finding=part, other=known[0], title=title, by=by, at=now)
    _answer(findings, today, by, now)
    read_document(data=LETTER.encode(), file_name="Thornshire focused visit letter.txt", by=by, at=now)
    return len(findings)


def _answer(findings: dict[str, int], today: date, by: User, now: datetime) -> None:
    for name, done_on, words, measure, figures in ANSWERS:
        if name in findings and done_on <= today:
            answer_finding(
                finding=findings[name],
                words=words,
                done_on=done_on,
                measure=measure,
                measure_words=figures,
                by=by,
                at=now,
            )
    for name, to, on, because in CHANGES:
        if name not in findings or on > today:
            continue
        if to == "closed":
            close_finding(finding=findings[name], because=because, on=on, by=by, at=now)
        else:
            reopen_finding(finding=findings[name], because=because, on=on, by=None, at=now)
