"""What people say of a measure: words and their signing, a confirmed step, an action, events that may explain it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of, teams, those_who_may
from goldenthread.casework.pages.typed import typed_day
from goldenthread.insight.analysis.commentary import PARTS, SURE, Clause, gaps, month_words
from goldenthread.insight.analysis.points import month_after
from goldenthread.insight.pages.analysis import MeasurePage
from goldenthread.insight.pages.analysis_shown import SURE_WORDS, clause_rows
from goldenthread.insight.public.analysis import (
    Told,
    commentary_of,
    confirm_step,
    drafted,
    events,
    record_event,
    record_measure_action,
    sign_commentary,
    steps,
    write_commentary,
)
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.ui import words

MOST_CLAUSES = 60
HINTS = {
    "what_changed": "By how much, which way, against what.",
    "why": "A tested cause, or that it is not known and what is done to find out.",
    "so_what": "What it means for children, with how many.",
    "what_we_will_do": "What, who, by when, and the figure that is expected.",
    "last_time": "What we said last month and whether it worked.",
}


class WordsPage(MeasurePage):
    """A page that changes what is said of a measure for a month."""

    def needed(self) -> Told:
        """Everything told, or `Refused` with why it cannot be."""
        found = self.told()
        if found is None:
            raise Refused(self.wrong or "The measure cannot be worked out now.")
        return found

    def frame(self) -> dict[str, Any]:
        """What every such page shows."""
        month = self.month()
        return {
            "m": self.measure,
            "wrong_words": self.wrong,
            "month": month_words(month) if month else "",
            "month_key": f"{month:%Y-%m}" if month else "",
            "back": self.at("measure"),
            "values": dict(self.request.POST.items()),
            "wrong": {field: sentence for field, sentence in self.problems if field},
        }


class WriteCommentary(WordsPage):
    """The sentences, each in a box with how sure it is; a box more for each part. Emptied ones are left out."""

    act = "commentary.write"
    template = "insight/commentary.html"

    def show(self, *, measure: str) -> dict[str, Any]:
        context = self.frame()
        found = self.told()
        if found is None:
            return context | {"wrong_words": self.wrong, "parts_": []}
        kept = commentary_of(found)
        clauses = kept.clauses if kept else drafted(found)
        typed = self.request.POST if self.request.method == "POST" else {}
        rows = []
        for key, name in PARTS.items():
            rows.append(
                {
                    "key": key,
                    "name": name,
                    "hint": HINTS[key],
                    "clauses": [
                        {
                            "at": at,
                            "words": typed.get(f"words-{at}", one.words),
                            "sure": typed.get(f"sure-{at}", one.sure),
                            "rests_on": ", ".join(said for said, _ in one.rests_on),
                        }
                        for at, one in enumerate(clauses)
                        if one.part == key
                    ],
                    "new": typed.get(f"new-{key}", ""),
                    "new_sure": typed.get(f"new-sure-{key}", "likely"),
                }
            )
        return context | {
            "parts_": rows,
            "sure": [(key, SURE_WORDS[key]) for key in SURE],
            "count": len(clauses),
            "signed": kept.signed_by if kept else "",
            "gaps": [sentence for _, sentence in gaps(clauses)],
        }

    def perform(self, *, measure: str) -> str:
        found = self.needed()
        if self.request.POST.get("again"):
            made: tuple[Clause, ...] = drafted(found)
        else:
            kept = commentary_of(found)
            made = tuple(self._typed(kept.clauses if kept else drafted(found)))
        write_commentary(measure=self.measure.id, month=found.month, clauses=made, by=self.request.user, at=self.now)
        messages.success(self.request, "The words are kept. They are not signed yet.")
        return self.at("measure") + "#words"

    def _typed(self, clauses: tuple[Clause, ...]) -> list[Clause]:
        typed = self.request.POST
        if typed.get("count") != str(len(clauses)):
            raise Refused("The figures were worked out again while you wrote. Read them, and put your words in again.")
        made = []
        for part in PARTS:
            for at, one in enumerate(clauses):
                if one.part != part:
                    continue
                said = " ".join(typed.get(f"words-{at}", "").split())
                sure = typed.get(f"sure-{at}", one.sure)
                if sure not in SURE:
                    raise Refused("Choose how sure you are of each sentence", f"sure-{at}")
                if said:
                    edited = one.edited or said != " ".join(one.words.split()) or sure != one.sure
                    made.append(replace(one, words=said, sure=sure, edited=edited))
            new = typed.get(f"new-{part}", "").strip()
            sure = typed.get(f"new-sure-{part}", "")
            if new:
                if sure not in SURE:
                    raise Refused("Choose how sure you are of each sentence", f"new-sure-{part}")
                made.append(Clause(part, new, sure, (), True))
        if len(made) > MOST_CLAUSES:
            raise Refused(f"Commentary has {MOST_CLAUSES} sentences at most.")
        return made


class SignCommentary(WordsPage):
    """The words once more, and the button that signs them."""

    act = "commentary.sign"
    template = "insight/commentary_sign.html"

    def show(self, *, measure: str) -> dict[str, Any]:
        context = self.frame()
        found = self.told()
        kept = commentary_of(found) if found else None
        return context | {
            "kept": kept,
            "signed": kept.signed_by if kept else "",
            "clauses": clause_rows(kept.clauses, {}, PARTS) if kept else [],
            "gaps": [sentence for _, sentence in gaps(kept.clauses)] if kept else [],
            "words_url": self.at("commentary") if "commentary.write" in acts_of(self.request.user) else "",
        }

    def perform(self, *, measure: str) -> str:
        found = self.needed()
        sign_commentary(measure=self.measure.id, month=found.month, by=self.request.user, at=self.now)
        messages.success(self.request, "Signed. These words are now kept as they are.")
        return self.at("measure") + "#words"


class ConfirmStep(WordsPage):
    """A month from which the limits are worked out anew, with the reason."""

    act = "measure_step.confirm"
    template = "insight/measure_step.html"

    def show(self, *, measure: str) -> dict[str, Any]:
        context = self.frame()
        found = self.told()
        months = [one.month for one in found.chart.points] if found else []
        return context | {
            "months": [(f"{one:%Y-%m}", month_words(one)) for one in reversed(months)],
            "earlier": steps([self.measure.id])[self.measure.id],
        }

    def perform(self, *, measure: str) -> str:
        found = self.needed()
        typed = self.request.POST.get("from", "")
        months = {f"{one.month:%Y-%m}": one.month for one in found.chart.points}
        if typed not in months:
            raise Refused("Choose the month from which the work is different", "from")
        confirm_step(
            measure=self.measure.id,
            month=months[typed],
            reason=self.request.POST.get("reason", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The step is confirmed. The old limits stay for the old months.")
        return self.at("measure") + "#is-it-real"


class RecordAction(WordsPage):
    """What will be done, by whom, by when, and the figure that is expected."""

    act = "measure_action.record"
    template = "insight/measure_action.html"

    def show(self, *, measure: str) -> dict[str, Any]:
        context = self.frame()
        month = self.month()
        return context | {
            "owners": [(one.key, one.name) for one in those_who_may("team.read") if one.is_active],
            "judged": [(f"{one:%Y-%m}", month_words(one)) for one in (month_after(month, at) for at in range(1, 13))]
            if month
            else [],
            "unit": "%" if self.measure.unit == "%" else "",
        }

    def perform(self, *, measure: str) -> str:
        month = self.month()
        if month is None:
            raise Refused(self.wrong)
        typed = self.request.POST
        due_on = typed_day(typed, "due_on", what="the day it is done by", needed=True)
        assert due_on is not None
        record_measure_action(
            measure=self.measure.id,
            month=month,
            words=typed.get("words", ""),
            owner=_key(typed.get("owner", ""), "owner", "Choose who does it"),
            due_on=due_on,
            expected=_figure(typed.get("expected", "")),
            judged_on=_month(typed.get("judged_on", "")),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The action is recorded. The figure will show whether it worked.")
        return self.at("measure") + "#actions"


class KnownEvents(Page):
    """Events that may explain a figure, and a form to record one more."""

    act = "measures.read"
    template = "insight/known_events.html"

    def show(self) -> dict[str, Any]:
        kinds = SETS["known_event"]
        return {
            "events": [
                {
                    "on": words.day(one.on),
                    "words": one.words,
                    "kind": kinds.label(one.kind),
                    "team": one.team or "Everybody",
                    "by": one.recorded_by,
                }
                for one in events()
            ],
            "may": "known_event.record" in acts_of(self.request.user),
            "kinds": [(one.code, one.label) for one in kinds.items],
            "teams": [(one.key, one.name) for one in teams()],
            "values": dict(self.request.POST.items()),
            "wrong": {field: sentence for field, sentence in self.problems if field},
        }


class RecordEvent(KnownEvents):
    """One more event."""

    act = "known_event.record"

    def perform(self) -> str:
        typed = self.request.POST
        happened_on = typed_day(typed, "happened_on", what="the day it happened", needed=True)
        assert happened_on is not None
        team = typed.get("team", "")
        record_event(
            happened_on=happened_on,
            kind=typed.get("kind", ""),
            words=typed.get("words", ""),
            team=_key(team, "team", "Choose a team, or everybody") if team else None,
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The event is recorded, and is tested against each figure.")
        return reverse("known_events")


def _key(typed: str, field: str, sentence: str) -> int:
    if not (typed.isascii() and typed.isdigit()) or len(typed) > 18:
        raise Refused(sentence, field)
    return int(typed)


def _figure(typed: str) -> Decimal:
    text = typed.strip().removesuffix("%").replace(",", "").strip()
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise Refused("Enter the figure that you expect, like 80 or 80.5", "expected") from None
    if not found.is_finite() or abs(found) > 10_000_000:
        raise Refused("Enter the figure that you expect, like 80 or 80.5", "expected")
    return round(found, 1)


def _month(typed: str) -> date:
    try:
        return date.fromisoformat(f"{typed[:7]}-01")
    except ValueError:
        raise Refused("Choose the month whose figure will show it", "judged_on") from None
