"""Inspections: the register, a document read, and its findings confirmed one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.casework.pages.typed import key_of, typed_day
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.public.findings import findings_of
from goldenthread.quality.public.inspections import (
    InspectionSaid,
    LineSaid,
    confirm_inspection,
    decide_lines,
    document_text,
    inspections,
    read_document,
    reading_exists,
    readings_that_wait,
    record_inspection,
    show_inspection,
    show_reading,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.inspecting.extracting import LARGEST
from goldenthread.ui import words

MOST_GRADES = 30


class Inspections(Page):
    """Every inspection, visit and peer review, and the documents that wait to be confirmed."""

    act = "findings.read"
    template = "quality/inspections_list.html"

    def show(self) -> dict[str, Any]:
        may = acts_of(self.request.user)
        return {
            "now": self.now,
            "rows": inspections(),
            "waiting": readings_that_wait() if "inspection.confirm" in may else (),
            "may": may,
        }


class InspectionPage(Page):
    """One inspection: its grades, and each finding in its words with how it stands."""

    act = "findings.read"
    template = "quality/inspections_one.html"

    def find(self, *, inspection_id: int) -> None:
        if show_inspection(inspection_id) is None:
            raise Http404("No such inspection")

    def show(self, *, inspection_id: int) -> dict[str, Any]:
        return {
            "one": show_inspection(inspection_id),
            "findings": findings_of(f"inspection:{inspection_id}", reader=self.request.user),
        }


class ReadDocument(Page):
    """Choose a report, a letter or a web page, and have it read."""

    act = "inspection.read_report"
    template = "quality/inspections_read.html"

    def show(self) -> dict[str, Any]:
        return {"waiting": readings_that_wait(), "wrong": wrong(self.problems)}

    def perform(self) -> str:
        given = self.request.FILES.get("file")
        if given is None:
            raise Refused("Choose a report or a letter", "file")
        if given.size > LARGEST:
            raise Refused("The file is larger than 30 MB. Send only the report, without pictures.", "file")
        name = "".join(letter for letter in given.name or "" if letter.isprintable())[:200]
        made = read_document(data=given.read(), file_name=name, by=self.request.user, at=self.now)
        return reverse("reading", args=[made])


class RecordInspection(Page):
    """An inspection of which no document is at hand."""

    act = "inspection.record"
    template = "quality/inspections_record.html"

    def show(self) -> dict[str, Any]:
        return form_words(self.request.POST, self.problems)

    def perform(self) -> str:
        made = record_inspection(said=said_of(self.request.POST), by=self.request.user, at=self.now)
        messages.success(self.request, "The inspection is in the register.")
        return reverse("inspection", args=[made])


class ReadingPage(Page):
    """A document beside what was read in it: which inspection it is, then each finding confirmed or refused."""

    act = "inspection.confirm"
    template = "quality/inspections_reading.html"

    def find(self, *, reading_id: int) -> None:
        if not reading_exists(reading_id):
            raise Http404("No such document")

    def show(self, *, reading_id: int) -> dict[str, Any]:
        shown = show_reading(reading_id)
        typed = self.request.POST if self.request.method == "POST" else {}
        values = {
            "regime": shown.regime,
            "authority": shown.authority,
            "started_on": shown.started_on,
            "ended_on": shown.ended_on,
            "published_on": shown.published_on,
            "inspectors": shown.inspectors,
        }
        for place, (area, grade) in enumerate(shown.judgements):
            values |= {f"area-{place}": area, f"grade-{place}": grade}
        return form_words(typed, self.problems, first=values) | {
            "now": self.now,
            "reading": shown,
            "grades": len(shown.judgements),
            "decisions": [("confirmed", "Confirm"), ("changed", "Change"), ("refused", "Refuse")],
        }

    def perform(self, *, reading_id: int) -> str:
        typed = self.request.POST
        said = {}
        for line in show_reading(reading_id).lines:
            decision = typed.get(f"decision-{line.key}", "")
            if decision and not line.decision:
                theme = typed.get(f"theme-{line.key}", "")
                said[line.key] = LineSaid(
                    decision,
                    typed.get(f"words-{line.key}", ""),
                    typed.get(f"polarity-{line.key}", ""),
                    # A theme that is left as it was keeps the others that were read beside it.
                    line.themes if not theme or theme in line.themes else (theme,),
                )
        count = decide_lines(reading=reading_id, said=said, by=self.request.user, at=self.now)
        messages.success(self.request, f"{words.number(count)} decided. What you confirmed is in the register.")
        return reverse("reading", args=[reading_id])


class ConfirmInspection(ReadingPage):
    """Says which inspection the document is of: one in the register, or a new one as it was read."""

    def perform(self, *, reading_id: int) -> str:
        typed = self.request.POST
        chosen = typed.get("inspection", "")
        key = key_of(chosen)
        if chosen and key is None:
            raise Refused("Choose an inspection from the list", "inspection")
        said = said_of(typed) if key is None else InspectionSaid("", "", None)
        confirm_inspection(reading=reading_id, said=said, inspection=key, by=self.request.user, at=self.now)
        messages.success(self.request, "The inspection is in the register. Now its findings.")
        return reverse("reading", args=[reading_id])


class DocumentText(Page):
    """The whole text of a document, with one finding marked where the address asks for it."""

    act = "findings.read"
    template = "quality/inspections_text.html"

    def find(self, *, reading_id: int) -> None:
        if not reading_exists(reading_id):
            raise Http404("No such document")

    def show(self, *, reading_id: int) -> dict[str, Any]:
        found = document_text(reading_id)
        assert found is not None
        name, text = found
        start, end = (self._place(one, len(text)) for one in ("start", "end"))
        if start is None or end is None or start >= end:
            start = end = 0
        return {
            "name": name,
            "before": text[:start].lstrip(),
            "marked": text[start:end],
            "after": text[end:],
            "reading_id": reading_id,
        }

    def _place(self, name: str, longest: int) -> int | None:
        asked = self.request.GET.get(name, "")
        known = asked.isascii() and asked.isdigit() and len(asked) < 9
        return min(int(asked), longest) if known else None


def said_of(typed: Mapping[str, str]) -> InspectionSaid:
    """The boxes of the inspection's form as they were typed."""
    grades = []
    for place in range(MOST_GRADES):
        area, grade = typed.get(f"area-{place}", "").strip(), typed.get(f"grade-{place}", "").strip()
        if area and grade:
            grades.append((area, grade))
    return InspectionSaid(
        regime=typed.get("regime", ""),
        authority=typed.get("authority", ""),
        started_on=typed_day(typed, "started_on", what="the day it began"),
        ended_on=typed_day(typed, "ended_on", what="the day it ended"),
        published_on=typed_day(typed, "published_on", what="the day it was published"),
        inspectors=typed.get("inspectors", ""),
        subject=typed.get("subject", ""),
        judgements=tuple(grades),
        another=typed.get("another") == "yes",
    )


def form_words(
    typed: Mapping[str, str], problems: tuple[tuple[str, str], ...], *, first: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What the form of an inspection needs: what was typed, else what was read."""
    return {
        "values": dict(first or {}) | dict(typed.items()),
        "wrong": wrong(problems),
        "regimes": [(one.code, one.label) for one in SETS["inspection_regime"].items],
        "polarities": [(one.code, one.label) for one in SETS["finding_polarity"].items],
        "themes": [(one.code, one.label) for one in SETS["finding_theme"].items],
    }


def wrong(problems: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Each sentence at its box."""
    return {field: sentence for field, sentence in problems if field}
