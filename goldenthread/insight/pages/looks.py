"""The views of measures that people saved: opened, listed, removed."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.insight.analysis.commentary import month_words
from goldenthread.insight.public.closer import Asked, Look, look_for, remove_look
from goldenthread.insight.public.measures import DIMENSIONS
from goldenthread.ui import words


class LookPage(Page):
    """A saved view that the reader may use."""

    act = "measures.explore"
    template = "insight/measures.html"

    def find(self, *, look_id: int) -> None:
        found = look_for(look_id, self.request.user)
        if found is None:
            raise Http404("No such view")
        self.look: Look = found


class OpenLook(LookPage):
    """Leads to what the view looks at. What she may read there is asked anew there."""

    def _page(self, status: int, **address: Any) -> HttpResponse:
        return HttpResponseRedirect(address_of(self.look))


class RemoveLook(LookPage):
    """Removes a view of her own."""

    act = "measure_look.remove"
    template = "insight/look_remove.html"

    def show(self, *, look_id: int) -> dict[str, Any]:
        return {"look": look_row(self.look), "back": reverse("measures")}

    def perform(self, *, look_id: int) -> str:
        remove_look(look=look_id, by=self.request.user, at=self.now)
        messages.success(self.request, "The view is removed.")
        return reverse("measures")


def address_of(look: Look) -> str:
    """Where what a view looks at is seen. A view that moves on with the months names none."""
    asked = as_address(
        Asked(look.until or date(2000, 1, 1), look.months, look.step, look.by, look.narrowed_by, look.narrowed_to)
    )
    if look.until is None:
        del asked["month"]
    return f"{reverse('measure_closer', args=[look.measure])}?{urlencode(asked)}"


def look_row(look: Look) -> dict[str, Any]:
    """A saved view as lists name it."""
    until = f"to {month_words(look.until)}" if look.until else "to the last month"
    by = f", by {DIMENSIONS[look.by].lower()}" if look.by in DIMENSIONS else ""
    return {
        "name": look.name,
        "url": reverse("look", args=[look.key]),
        "what": f"{look.title}: {words.plural(look.months, 'month')} {until}{by}",
        "shared": look.shared,
        "by": "" if look.hers else look.kept_by,
        "remove_url": reverse("remove_look", args=[look.key]) if look.hers else "",
    }


def as_address(asked: Asked) -> dict[str, str]:
    """What was asked, as an address says it."""
    return {
        "month": f"{asked.until:%Y-%m}",
        "over": str(asked.months),
        "step": asked.step,
        "by": asked.by,
        "only": f"{asked.narrowed_by}:{asked.narrowed_to}" if asked.narrowed_by else "",
    }
