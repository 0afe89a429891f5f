"""The findings register: by theme, source and status; one finding; and a finding that is typed in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.casework.pages.typed import typed_day
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.pages.inspections import wrong
from goldenthread.quality.public.findings import (
    ShownFinding,
    answer_finding,
    enter_finding,
    finding_exists,
    findings_page,
    show_finding,
)
from goldenthread.quality.public.improvement import plans_of_findings
from goldenthread.rulebook.codes import SETS
from goldenthread.ui import words

# Findings of other work are entered by that work itself, with its evidence.
TYPED_IN = ("learning_review", "observation", "complaint", "feedback")


class Findings(Page):
    """What was found by anybody who looked at our work."""

    act = "findings.read"
    template = "quality/findings_list.html"

    def show(self) -> dict[str, Any]:
        asked = self.request.GET
        chosen = {
            name: asked.get(name, "")
            for name, codes in (
                ("theme", SETS["finding_theme"]),
                ("source", SETS["finding_source"]),
                ("status", SETS["finding_status"]),
                ("polarity", SETS["finding_polarity"]),
            )
            if asked.get(name, "") in codes
        }
        number = asked.get("page", "1")
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
        found = findings_page(reader=self.request.user, page=page, **chosen)
        return {
            "found": found,
            "selects": [
                self._select("theme", "About", "Any theme", chosen),
                self._select("source", "From", "Any source", chosen),
                self._select("polarity", "Kind", "Any kind", chosen),
                self._select("status", "How it stands", "Open or closed", chosen),
            ],
            "on": bool(chosen),
            "previous": f"?{urlencode(chosen | {'page': found.page - 1})}" if found.page > 1 else "",
            "next": f"?{urlencode(chosen | {'page': found.page + 1})}" if found.page < found.pages else "",
            "may": acts_of(self.request.user),
        }

    def _select(self, name: str, label: str, any_words: str, chosen: dict[str, str]) -> dict[str, Any]:
        options = [{"value": "", "label": any_words}]
        for one in SETS[f"finding_{name}"].items:
            options.append({"value": one.code, "label": one.label, "selected": chosen.get(name) == one.code})
        return {"name": name, "label": label, "options": options}


class FindingPage(Page):
    """One finding: its words, where they stand, what was done, and what it may be a repeat of."""

    act = "findings.read"
    template = "quality/findings_one.html"

    def find(self, *, finding_id: int) -> None:
        if not finding_exists(finding_id):
            raise Http404("No such finding")

    def show(self, *, finding_id: int) -> dict[str, Any]:
        shown = show_finding(finding_id, reader=self.request.user, at=self.now)
        if shown.children:
            self.saw([key for key, _ in shown.children], subject=f"finding:{finding_id}")
        typed = dict(self.request.POST.items()) if self.request.method == "POST" else {}
        typed.setdefault("title", "")
        typed.setdefault("done_on", timezone.localdate(self.now).isoformat())
        return {
            "now": self.now,
            "f": shown,
            "chain": chain_of(shown),
            "plans": plans_of_findings([finding_id])[finding_id]
            if "improvement.read" in acts_of(self.request.user)
            else (),
            "may_plan": "improvement.start" in acts_of(self.request.user),
            "values": typed,
            "wrong": wrong(self.problems),
            "failed": self.act if self.problems else "",
            "measures": [(one.code, one.label) for one in SETS["measure_after"].items],
        }


class AnswerFinding(FindingPage):
    """Records what was done about a finding, and what the measure did after."""

    act = "finding.answer"

    def perform(self, *, finding_id: int) -> str:
        typed = self.request.POST
        done_on = typed_day(typed, "done_on", what="the day it was done", needed=True)
        assert done_on is not None
        answer_finding(
            finding=finding_id,
            words=typed.get("words", ""),
            done_on=done_on,
            measure=typed.get("measure", ""),
            measure_words=typed.get("measure_words", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "What was done is recorded.")
        return reverse("finding", args=[finding_id])


class EnterFinding(Page):
    """Types a finding in, from a local or national learning review or another document that is not read."""

    act = "finding.enter"
    template = "quality/findings_enter.html"

    def show(self) -> dict[str, Any]:
        values = dict(self.request.POST.items()) if self.request.method == "POST" else {}
        return {
            "values": values,
            "wrong": wrong(self.problems),
            "sources": [(code, SETS["finding_source"].label(code)) for code in TYPED_IN],
            "polarities": [(one.code, one.label) for one in SETS["finding_polarity"].items],
            "themes": [(one.code, one.label) for one in SETS["finding_theme"].items],
        }

    def perform(self) -> str:
        typed = self.request.POST
        source, theme = typed.get("source", ""), typed.get("theme", "")
        if source not in TYPED_IN:
            raise Refused("Choose where the finding came from", "source")
        if theme and theme not in SETS["finding_theme"]:
            raise Refused("Choose a theme from the list", "theme")
        found_on = typed_day(typed, "found_on", what="the day it was found or published", needed=True)
        assert found_on is not None
        made = enter_finding(
            source=source,
            # A colon would make it the key of something that we hold.
            about=typed.get("about", "").replace(":", " ").strip(),
            words=typed.get("words", ""),
            polarity=typed.get("polarity", ""),
            themes=[theme] if theme else None,
            found_on=found_on,
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The finding is in the register.")
        return reverse("finding", args=[made])


def chain_of(shown: ShownFinding) -> str:
    """How long it has stood, in words."""
    row = shown.row
    if row.polarity in ("strength", "progress"):
        return f"Said on {words.day(row.found_on)}"
    last = shown.changes[-1] if shown.changes else None
    if last is None:
        return f"{row.status_label} since {words.day(row.found_on)}"
    return f"{row.status_label} on {words.day(last.on)}"
