"""A child's notes, and recording one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from goldenthread.casework.pages.autosave import KeepsTyping, refuse_lost, sent_version
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.child_record import pages, which_page
from goldenthread.casework.pages.typed import key_of, keys_of
from goldenthread.casework.public import (
    Clash,
    child_notes,
    keep_own_draft,
    own_draft,
    record_note,
    settle_own_clash,
    throw_away,
)
from goldenthread.casework.public.visits import children_with
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.note import NOTE as FORM
from goldenthread.ui import words
from goldenthread.ui.forms import error_summary, form_for, render

NOTE = FORM.sections[0]


class ChildNotes(ChildPage):
    """The notes, latest first, whole; of one kind when asked."""

    template = "casework/child_notes.html"
    part = "child_notes"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        asked = self.request.GET
        kind = asked.get("kind", "")
        kind = kind if kind in SETS["note_kind"] else ""
        kinds = [(one.kind, one.count) for one in self.card.notes]
        chosen = child_notes(
            child_id,
            reader=self.request.user,
            at=self.now,
            kind=kind,
            page=which_page(asked.get("page", "")),
            on=_day(asked.get("on", "")),
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


class NewNote(KeepsTyping, ChildPage):
    """A note is recorded: what kind, when, what happened, and what it meant when it belongs in the chronology.

    It keeps itself as it is typed, for its writer alone, until it is recorded or thrown away.
    """

    act = "note.record"
    template = "casework/child_note_new.html"
    part = "child_notes"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        draft = own_draft("note", child_id, self.request.user)
        if self.request.method == "POST":
            form = form_for(NOTE)(self.request.POST, draft=self._later())
        else:
            form = form_for(NOTE)(initial=dict(draft.answers) or self._today())
        own = form.is_bound and not form.is_valid()
        told = () if own else self.problems
        return {
            "form": render(form),
            "summary": error_summary(
                form, extra=[{"text": text, "href": f"#{field}" if field else ""} for field, text in told]
            ),
            "version": self.request.POST.get("version", "") if form.is_bound else draft.version,
            "drafted": draft.version > 0,
            "saved": words.clock_time(draft.saved_at) if draft.saved_at else "",
            "others": [
                {
                    "clash": one.clash,
                    "words": one.answers.get("words", ""),
                    "at": words.moment(one.written_at, self.now),
                }
                for one in draft.others
            ],
            "family": self._family(child_id),
            "settle_url": reverse("note_draft", args=[child_id]),
            "back_url": reverse("child_notes" if self.card.notes else "child", args=[child_id]),
        }

    def perform(self, *, child_id: int, **address: Any) -> str:
        if self._later():
            self.keep(child_id=child_id)
            messages.success(self.request, "Your draft is kept. It is in My work, and here when you record a note.")
            return reverse("child", args=[child_id])
        form = form_for(NOTE)(self.request.POST)
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
            draft=self._version(),
            also_about=keys_of(self.request.POST.getlist("also")),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The note is recorded.")
        on = timezone.localdate(answers["happened_at"]).isoformat()
        return f"{reverse('child_notes', args=[child_id])}?on={on}#note-{note}"

    def _family(self, child_id: int) -> list[dict[str, Any]]:
        """The brothers and sisters the note may be about as well."""
        ticked = self.request.POST.getlist("also")
        found = children_with(child_id, "note.record", reader=self.request.user, at=self.now)
        return [
            {"key": one.key, "name": one.name, "ticked": str(one.key) in ticked} for one in found if one.key != child_id
        ]

    def clash_with(self, clash: Clash, *, child_id: int) -> tuple[str, str]:
        return super().clash_with(clash)[0], reverse("note_new", args=[child_id])

    def keep(self, *, child_id: int) -> Any:
        form = form_for(NOTE)(self.request.POST, draft=True)
        answers = form.kept()
        refuse_lost(form, answers)
        return keep_own_draft(
            form="note",
            child=child_id,
            answers=answers,
            based_on=self._version(),
            by=self.request.user,
            at=self.now,
        )

    def _later(self) -> bool:
        return bool(self.request.POST.get("later"))

    def _version(self) -> int:
        return sent_version(self.request.POST.get("version"))

    def _today(self) -> dict[str, Any]:
        """Most notes are of the day; the time is never guessed."""
        today = timezone.localdate(self.now)
        return {"happened_at": {"day": str(today.day), "month": str(today.month), "year": str(today.year)}}


class NoteDraft(NewNote):
    """What she had typed is thrown away; or the words from her other window are put with it, or thrown away."""

    def _page(self, status: int, **address: Any) -> HttpResponse:
        for _, sentence in self.problems:
            messages.error(self.request, sentence)
        return HttpResponseRedirect(reverse("note_new", args=[address["child_id"]]))

    def perform(self, *, child_id: int, **address: Any) -> str:
        typed = self.request.POST
        clash = key_of(typed.get("clash"))
        if clash is not None:
            settle_own_clash(clash=clash, add=bool(typed.get("add")), by=self.request.user, at=self.now)
            return reverse("note_new", args=[child_id])
        throw_away(form="note", child=child_id, by=self.request.user, at=self.now)
        messages.success(self.request, "Your draft is deleted.")
        return reverse("child", args=[child_id])


def _day(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None
