"""The plan that the family reads: as a page, as a tagged PDF, in their language, and without what must stay private."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import slugify

from goldenthread.casework.pages import plan_family_words as say
from goldenthread.casework.pages.plan_drafts import KeepsPlanForm
from goldenthread.casework.pages.plans import PlanPage, day_or_none
from goldenthread.casework.public.plans import LANGUAGES, keep_family_words
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.safe_copy import LEFT_OUT
from goldenthread.ui import pictures
from goldenthread.ui.papers import Unprintable, tagged_pdf
from goldenthread.ui.words import day

PAPER = Path(__file__).resolve().parents[1] / "papers" / "family_plan.typ"


class FamilyPlan(PlanPage):
    """Two pages in plain words and large type, with each person's own to-do."""

    template = "casework/plan_family.html"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        copy = self.copy()
        here = reverse("plan_family", args=[child_id])
        kept = {code: entry for code, entry in self.plan.family_words.items() if code != "en"} if self.plan else {}
        translations = [
            {
                "code": code,
                "name": LANGUAGES.get(code, code),
                "by": entry.get("supplied_by", ""),
                "checked": f"{entry['checked_by']}, {_day(entry['checked_on'])}" if entry.get("checked_on") else "",
            }
            for code, entry in kept.items()
        ]
        return {
            "plan": self.plan,
            "copy": copy,
            "marks": {name: pictures.glyph(name, 18) for name in say.WORDS},
            "box": {True: pictures.glyph("ticked", 24), False: pictures.glyph("todo", 24)},
            "here": here,
            "pdf": reverse("plan_family_pdf", args=[child_id]) + self.asked(),
            "translations": translations,
            "language": copy.language,
            "shown_in": next((one for one in translations if one["code"] == copy.language), None),
            "readers": self.readers(),
            "without": self.without,
            "without_name": self.without_name,
            "left_out": LEFT_OUT,
            "council": settings.COUNCIL,
        }

    def copy(self) -> say.Copy:
        """The copy that was asked for, by whose it is and its language."""
        if self.plan is None:
            raise Http404("No plan")
        asked = self.request.GET
        language = asked.get("language", "en")
        if language != "en" and language not in self.plan.family_words:
            raise Http404("No such translation")
        self.without, self.without_name = self._without(asked.get("without", ""))
        homes = [line for home in self.card.homes for line in home.lines.split(",")]
        return say.family_copy(
            self.plan,
            self.card.short,
            self.today,
            relations={one.key: one.what for one in self.family},
            language=language,
            without=self.without,
            without_name=self.without_name,
            secrets=[line.strip() for line in homes],
        )

    def readers(self) -> list[tuple[str, str]]:
        """Those for whom a copy may have to leave things out: the adults of the family, and others who do things."""
        found = {f"p{one.key}": one.name for one in self.family if one.kind != "child" and one.page}
        owners = {action.owner for one in self.plan.outcomes for action in one.actions} if self.plan else set()
        names = set(found.values())
        return [*found.items(), *((f"n{name}", name) for name in sorted(owners) if name and name not in names)]

    def _without(self, asked: str) -> tuple[int | None, str]:
        if not asked:
            return None, ""
        name = dict(self.readers()).get(asked)
        if name is None:
            raise Http404("Nobody of that name")
        return (int(asked[1:]) if asked.startswith("p") else 0), name

    def asked(self) -> str:
        """The question of this address, to be carried to the paper."""
        query = self.request.GET.urlencode()
        return f"?{query}" if query else ""


class FamilyPlanPaper(FamilyPlan):
    """The same as a PDF with tags, a title and its language."""

    def _page(self, status: int, **address: Any) -> HttpResponse:
        child = self.child(**address)
        self.saw([child] if child else [], subject="family plan")
        shown = self.show(**address)
        try:
            made = tagged_pdf(PAPER, say.as_values(shown["copy"], shown["council"]))
        except Unprintable as missed:
            sentence = (
                f"This server has no letters for “{missed.letters}”, so there is no PDF. Print this page instead."
            )
            messages.error(self.request, sentence)
            return HttpResponseRedirect(reverse("plan_family", args=[child]) + self.asked())
        answer = HttpResponse(made, content_type="application/pdf")
        name = slugify(shown["copy"].title) or "our-plan"
        answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
        return answer


class FamilyWords(KeepsPlanForm, PlanPage):
    """The plan's words for the family: plain words, or a translation with who supplied it and who checked it."""

    act = "plan.write"
    template = "casework/plan_family_words.html"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        if self.plan is None or self.plan.ended_on:
            raise Http404("No plan runs")
        language = self._language()
        entry = self.plan.family_words.get(language, {})
        words = entry.get("words", {})
        standing = {f"words_{key}": text for key, text in words.items()} | {
            name: entry.get(name, "") for name in ("supplied_by", "checked_by", "checked_on")
        }
        return self.begun(standing, child_id=child_id) | {
            "wrong": self.wrong(),
            "language": language,
            "language_name": "plain English" if language == "en" else LANGUAGES[language],
            "languages": sorted(LANGUAGES.items(), key=lambda one: one[1]),
            "rtl": language in say.RIGHT_TO_LEFT,
            "parts_to_word": say.parts_to_word(self.plan, self.card.short, self.today),
            "back": reverse("plan_family", args=[child_id]),
            "here": reverse("plan_family_words", args=[child_id]),
        }

    def form_id(self, **address: Any) -> str:
        return f"plan_words:{self._language()}"

    def _language(self) -> str:
        asked = self.request.POST.get("language") or self.request.GET.get("language") or "en"
        return asked if asked in LANGUAGES else "en"

    def perform(self, *, child_id: int, **address: Any) -> str:
        typed = self.request.POST
        language = typed.get("language", "en")
        if language != "en" and language not in LANGUAGES:
            raise Refused("Choose a language", "language")
        keep_family_words(
            plan=self.running(child_id).key,
            language=language,
            words={name.removeprefix("words_"): text for name, text in typed.items() if name.startswith("words_")},
            supplied_by=typed.get("supplied_by", ""),
            checked_by=typed.get("checked_by", ""),
            checked_on=day_or_none(typed, "checked_on"),
            by=self.request.user,
            at=self.now,
        )
        self.throw_away(child_id=child_id)
        messages.success(self.request, "The family’s words are kept.")
        here = reverse("plan_family", args=[child_id])
        return here if language == "en" else f"{here}?language={language}"


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
