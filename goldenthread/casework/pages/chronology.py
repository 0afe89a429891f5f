"""The chronology of a child or a family, chosen by kind, weight and date; and as a paper for court."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import decide
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.child_record import pages, which_page
from goldenthread.casework.pages.child_words import note_address
from goldenthread.casework.pages.chronology_paper import as_document, as_values
from goldenthread.casework.pages.typed import typed_day
from goldenthread.casework.public.chronology import (
    KINDS,
    Chosen,
    Entry,
    about_others,
    chronology,
    whole_chronology,
)
from goldenthread.casework.public.visits import brothers_and_sisters, children_with
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.ui import words
from goldenthread.ui.papers import Unprintable, tagged_pdf

PAPER = Path(__file__).parent.parent / "papers" / "chronology.typ"
PAPERS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
OPENS = {
    "management": "management_decision",
    "contact": "contact",
    "referral": "referral",
    "assessment": "assessment",
    "enquiry": "enquiry",
    "meeting": "meeting",
    "visit": "visit",
    "agreement": "agreement",
    "closed": "referral",
}


class ChronologyPage(ChildPage):
    """What both the page and the paper need: whose chronology, and what of it."""

    part = "child_chronology"

    def chosen(self) -> Chosen:
        """What the address asks for; a day that is none is left out, and said."""
        asked = self.request.GET
        kind = asked.get("kind", "")
        known = kind in KINDS or (kind.startswith("note:") and kind[5:] in SETS["note_kind"].codes)
        days = {}
        for name, what in (("since", "the first day"), ("until", "the last day")):
            try:
                days[name] = typed_day(asked, name, what=what)
            except Refused as refused:
                self.problems += refused.problems
        return Chosen(kind=kind if known else "", everything=asked.get("show") == "everything", **days)

    def whose(self, child_id: int) -> tuple[int, ...]:
        """The child alone, or with the brothers and sisters whose records are open to the reader."""
        if self.request.GET.get("who") != "family":
            return (child_id,)
        return (child_id, *brothers_and_sisters(child_id, self.act, reader=self.request.user, at=self.now))


class ChildChronology(ChronologyPage):
    """What happened, latest first: the significant things, or everything, or one kind; from a day to a day."""

    template = "casework/child_chronology.html"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        chosen = self.chosen()
        whose = self.whose(child_id)
        if len(whose) > 1:
            self.saw(whose[1:])
        asked_page = which_page(self.request.GET.get("page", ""))
        found = chronology(whose, chosen=chosen, reader=self.request.user, page=asked_page, at=self.now)
        here = reverse("child_chronology", args=[child_id])
        asked = _asked(self)
        kept = {name: self.request.GET[name] for name in ("who", "since", "until", "kind", "show") if name in asked}
        return {
            "rows": [entry_row(one, child_id, found.names, several=len(whose) > 1) for one in found.entries],
            "total": found.total,
            "left_out": found.left_out,
            "choices": _choices(found, chosen, here, kept),
            "whose": [
                {"label": self.card.short, "url": _with(here, kept, who=""), "current": len(whose) == 1},
                {
                    "label": "The family",
                    "url": _with(here, kept, who="family"),
                    "current": self.request.GET.get("who") == "family",
                },
            ],
            "values": {name: self.request.GET.get(name, "") for name in ("since", "until")},
            "hidden": {name: text for name, text in kept.items() if name not in ("since", "until")},
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "problems": self.problems,
            "pages": pages(here, kept, first=found.first, shown=len(found.entries), total=found.total, each=50),
            "papers": [
                {"label": label, "url": _with(reverse("chronology_paper", args=[child_id, form]), kept)}
                for form, label in (("pdf", "PDF"), ("docx", "Word"))
            ]
            if decide(self.request.user, "chronology.export", child_id, at=self.now).allowed
            else [],
        }


class ChronologyPaper(ChronologyPage):
    """The chronology as a paper for court. That it was made, by whom and of what, is in the ledger."""

    act = "chronology.export"
    template = "casework/child_chronology.html"

    def find(self, *, form: str, **address: Any) -> None:
        if form not in PAPERS:
            raise Http404("There is no such paper")

    def _page(self, status: int, *, child_id: int, form: str, **address: Any) -> HttpResponse:
        self.card = self._card(child_id)
        whose = self.whose(child_id)
        chosen = self.chosen()
        found = whole_chronology(whose, chosen=chosen, reader=self.request.user, at=self.now)
        if about_others(found.entries, whose):
            messages.error(
                self.request,
                "Something in this chronology is about another family, so no paper was made. Tell the administrator.",
            )
            return HttpResponseRedirect(reverse("child_chronology", args=[child_id]))
        what = "everything" if chosen.everything else chosen.kind or "significant"
        self.saw(whose, subject=f"chronology:{form}:{what}:{found.total}")
        people = children_with(child_id, "child.read", reader=self.request.user, at=self.now)
        born = {one.key: one.born_on for one in people}
        values = as_values(
            found,
            chosen,
            children=[(found.names.get(key, ""), born.get(key)) for key in whose],
            made_by=self.request.user.name,
            made_at=self.now,
            council=settings.COUNCIL or "Golden Thread",
        )
        if form == "pdf":
            try:
                body = tagged_pdf(PAPER, values)
            except Unprintable as reason:
                messages.error(self.request, f"{reason} Take the Word document instead.")
                return HttpResponseRedirect(reverse("child_chronology", args=[child_id]))
        else:
            held = BytesIO()
            as_document(values).save(held)
            body = held.getvalue()
        answer = HttpResponse(body, content_type=PAPERS[form])
        name = f"chronology-{self.card.reference.replace(' ', '-')}-{timezone.localdate(self.now).isoformat()}.{form}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def entry_row(entry: Entry, child: int, names: Any, *, several: bool) -> dict[str, Any]:
    """An entry as the list draws it, with the page that has it whole."""
    url = ""
    if entry.opens and entry.kind in OPENS:
        url = reverse(OPENS[entry.kind], args=[entry.subject])
    elif entry.kind == "note":
        url = note_address(entry.children[0], entry.subject, entry.on)
    who = words.join_names(names[key] for key in entry.children if key in names) if several else ""
    lead = "What followed" if entry.kind == "contact" else "What it meant"
    impact = f"{lead}: {entry.impact.rstrip('.')}." if entry.impact else ""
    source = entry.source if entry.kind == "contact" else f"{entry.source}." if entry.source else ""
    return {
        "when": words.day(entry.on),
        "on": entry.on.isoformat(),
        "title": entry.title,
        "url": url,
        "text": entry.words,
        "who": who,
        "source": " ".join(part for part in (impact, source) if part),
        "state": "dot",
    }


def _asked(page: ChronologyPage) -> set[str]:
    return {name for name, text in page.request.GET.items() if text}


def _with(address: str, kept: dict[str, str], **changed: str) -> str:
    asked = {name: text for name, text in (kept | changed).items() if text}
    return f"{address}?{urlencode(asked)}" if asked else address


def _choices(found: Any, chosen: Chosen, here: str, kept: dict[str, str]) -> list[dict[str, Any]]:
    """Significant, everything, and each kind there is, with how many."""
    plain = {name: text for name, text in kept.items() if name not in ("kind", "show")}
    rows = [
        (
            f"Significant {words.number(found.significant)}",
            _with(here, plain),
            not chosen.kind and not chosen.everything,
        ),
        (
            f"Everything {words.number(found.every)}",
            _with(here, plain, show="everything"),
            chosen.everything and not chosen.kind,
        ),
    ]
    order = list(KINDS)
    for group, count in sorted(found.groups.items(), key=lambda one: (order.index(one[0].split(":")[0]), one[0])):
        label = SETS["note_kind"].label(group[5:]) if group.startswith("note:") else KINDS[group]
        name = f"Note: {label[:1].lower()}{label[1:]}" if group.startswith("note:") else label
        rows.append((f"{name} {words.number(count)}", _with(here, plain, kind=group), chosen.kind == group))
    return [{"label": label, "url": url, "current": current} for label, url, current in rows]
