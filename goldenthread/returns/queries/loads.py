"""What was loaded from another system, and what was left out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator

from goldenthread.returns.models import Load

SHOWN = 50  # rejections on one page, and loads in the list of earlier ones


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """One run of loading one file. `counts` are those of `Loaded`; `by` is empty for a command on the server.

    `noticed` is what was loaded and is worth putting right; what names no lines is about the file as a whole.
    """

    key: int
    kind: str
    file_name: str
    census_year: int | None
    authority: str
    by: str
    at: datetime
    counts: dict[str, int]
    noticed: tuple[dict[str, Any], ...]
    # Of lists and tables: what was read otherwise than it is spelt, and the day they are of.
    guesses: tuple[dict[str, Any], ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True)
class LoadPage:
    """A load with one page of its rejections. `listed` is how many are kept one by one; the count may be more."""

    load: LoadSummary
    rejected: tuple[dict[str, Any], ...]
    listed: int
    number: int
    pages: int


def loads() -> tuple[LoadSummary, ...]:
    """The latest loads, the last first."""
    return tuple(
        _summary(load)
        for load in Load.objects.select_related("loaded_by").defer("rejected").order_by("-loaded_at", "-pk")[:SHOWN]
    )


def load_page(key: int, number: int = 1) -> LoadPage | None:
    """One load and a page of what was left out, by line; None when there is no such load. A page that is not there
    becomes the nearest that is."""
    load = Load.objects.select_related("loaded_by").filter(pk=key).first()
    if load is None:
        return None
    page = Paginator(load.rejected, SHOWN).get_page(number)
    return LoadPage(_summary(load), tuple(page.object_list), len(load.rejected), page.number, page.paginator.num_pages)


def _summary(load: Load) -> LoadSummary:
    counts = dict(load.counts)
    # Loads of before named only the first line, and no element.
    noticed = tuple(
        {"element": "", "lines": [one["first_line"]] if "first_line" in one else []} | one
        for one in counts.pop("noticed", ())
    )
    guesses, on = tuple(counts.pop("guesses", ())), counts.pop("on", "")
    return LoadSummary(
        load.pk,
        load.kind,
        load.file_name,
        load.census_year,
        load.authority,
        load.loaded_by.name if load.loaded_by else "",
        load.loaded_at,
        counts,
        noticed,
        guesses,
        date.fromisoformat(on) if on else None,
    )
