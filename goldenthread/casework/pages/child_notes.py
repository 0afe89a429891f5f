"""A child's notes, and recording one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone

from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.child_record import pages, which_page
from goldenthread.casework.public import child_notes, record_note
from goldenthread.kernel.form import Choice, Kind, Question, Section
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.ui import words
from goldenthread.ui.forms import SectionForm, error_summary, form_for, render

NOTE = Section(
    "note",
    "Note",
    (
        Question("kind", "What kind of note is it?", Kind.ONE_OF, choices=SETS["note_kind"].choices(), required=True),
        Question("happened_at", "When did it happen?", Kind.MOMENT, required=True),
        Question(
            "words",
            "What happened?",
            Kind.LONG_TEXT,
            hint="In the order it happened. Write as if the child and the family will read it, because they may.",
            required=True,
            longest=100_000,
            rows=12,
        ),
        Question(
            "significant",
            "Does it belong in the chronology?",
            Kind.YES_NO,
            hint="The chronology is for what changed something for the child, good or bad.",
            choices=(
                Choice(
                    "yes",
                    "Yes",
                    follow_ups=(
                        Question(
                            "meaning",
                            "What does it mean for the child?",
                            Kind.LONG_TEXT,
                            required=True,
                            longest=500,
                            rows=2,
                        ),
                    ),
                ),
            ),
        ),
    ),
)


class ChildNotes(ChildPage):
    """The notes, latest first, whole; of one kind when asked."""

    template = "casework/child_notes.html"
    part = "child_notes"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        asked = self.request.GET
        kind = asked.get("kind", "")
        kind = kind if kind in SETS["note_kind"] else ""
        kinds = [(one.kind, one.count) for one in self.card.notes]
        total = sum(count for code, count in kinds if kind in ("", code))
        chosen = child_notes(
            child_id, total=total, kind=kind, page=which_page(asked.get("page", "")), on=_day(asked.get("on", ""))
        )
        here = reverse("child_notes", args=[child_id])
        choices = [{"label": f"All {words.number(sum(n for _, n in kinds))}", "url": here, "current": not kind}]
        choices += [
            {
                "label": f"{SETS['note_kind'].label(code)} {words.number(count)}",
                "url": f"{here}?kind={code}",
                "current": code == kind,
            }
            for code, count in kinds
        ]
        days: set[date] = set()
        rows = []
        for note in chosen.notes:
            on = timezone.localdate(note.happened_at)
            rows.append({"note": note, "anchor": "" if on in days else f"on-{on.isoformat()}"})
            days.add(on)
        return {
            "rows": rows,
            "total": chosen.total,
            "choices": choices if len(kinds) > 1 else [],
            "may_record": "note.record" in self.card.may,
            "new_url": reverse("note_new", args=[child_id]),
            "pages": pages(
                here,
                {"kind": kind} if kind else {},
                first=chosen.first,
                shown=len(rows),
                total=chosen.total,
                each=50,
            ),
        }


class NewNote(ChildPage):
    """A note is recorded: what kind, when, what happened, and what it meant when it belongs in the chronology."""

    act = "note.record"
    template = "casework/child_note_new.html"
    part = "child_notes"

    def _form(self) -> SectionForm:
        if self.request.method == "POST":
            return form_for(NOTE)(self.request.POST)
        today = timezone.localdate(self.now)  # most notes are of the day; the time is never guessed
        return form_for(NOTE)(
            initial={"happened_at": {"day": str(today.day), "month": str(today.month), "year": str(today.year)}}
        )

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        form = self._form()
        own = form.is_bound and not form.is_valid()
        told = () if own else self.problems
        return {
            "form": render(form),
            "summary": error_summary(
                form, extra=[{"text": text, "href": f"#{field}" if field else ""} for field, text in told]
            ),
            "back_url": reverse("child_notes", args=[child_id])
            if self.card.notes
            else reverse("child", args=[child_id]),
        }

    def perform(self, *, child_id: int, **address: Any) -> str:
        form = self._form()
        if not form.is_valid():
            raise Refused(problems=tuple((problem["href"].lstrip("#"), problem["text"]) for problem in form.problems()))
        answers = form.cleaned_data
        note = record_note(
            child=child_id,
            kind=answers["kind"],
            happened_at=answers["happened_at"],
            words=answers["words"],
            significant=bool(answers.get("significant")),
            meaning=answers.get("meaning") or "",
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The note is recorded.")
        on = timezone.localdate(answers["happened_at"]).isoformat()
        return f"{reverse('child_notes', args=[child_id])}?on={on}#note-{note}"


def _day(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None
