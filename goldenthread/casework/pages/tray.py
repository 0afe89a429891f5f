"""The front door's trays, and the count of what has come since the page was opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.safestring import SafeString

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.casework.pages.child_record import which_page
from goldenthread.casework.pages.typed import key_of
from goldenthread.casework.public import (
    CHECKS,
    NEEDS,
    SORTS,
    TRAY_PAGE,
    TRAYS,
    Filters,
    Tray,
    TrayRow,
    new_since,
    open_tray,
)
from goldenthread.kernel.clock import TimeState
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.office import OFFICE_HOURS_IN_WORDS
from goldenthread.ui import pictures
from goldenthread.ui.addresses import reverse
from goldenthread.ui.words import clock_time, long_day

TONES = {"red": "red", "amber": "orange", "green": "green"}
KINDS = ("priority", "needs", "source", "concerns", "checks")
LABELS = {"priority": "Priority", "needs": "Needs care", "source": "From", "concerns": "Worries", "checks": "Checks"}


class TrayPage(Page):
    """One tray. Filters, order and page are in the address, so that it can be kept and sent."""

    act = "tray.read"
    template = "casework/tray.html"

    def show(self, *, tray: str = "to_decide") -> dict[str, Any]:
        if tray not in TRAYS:
            raise Http404
        asked = self.request.GET
        sort = asked.get("sort") if asked.get("sort") in SORTS else "time"
        filters = Filters(
            **{kind: tuple(asked.getlist(kind)) for kind in KINDS},
            written_by=key_of(asked.get("written_by")),
            area=asked.get("area", ""),
        )
        page = which_page(asked.get("page", ""))
        found = open_tray(tray, by=self.request.user, at=self.now, filters=filters, sort=sort, page=page)
        acts = acts_of(self.request.user)
        return {
            "tray": found,
            "title": TRAYS[tray],
            "today": f"{long_day(self.now)}, {clock_time(self.now)}",
            "office": OFFICE_HOURS_IN_WORDS,
            "trays": _trays(found),
            "groups": [(words, late, [self._block(row, acts) for row in rows]) for words, late, rows in found.groups],
            "sorts": [
                {"label": label, "url": self._address(tray, sort=key, page=None), "current": key == sort}
                for key, label in SORTS.items()
            ],
            "on": self._on(tray, found, filters),
            "clear_url": reverse("tray", args=[tray]),
            "filter_groups": _filter_groups(found, filters),
            "selects": _selects(found, filters),
            "kept": {"sort": sort} if sort != "time" else {},
            "count_url": f"{reverse('tray_new', args=[tray])}?{urlencode({'since': self.now.isoformat()})}",
            "here": self._address(tray),
            "pages": self._pages(tray, found),
            "may_start": "contact.start" in acts,
        }

    def _address(self, tray: str, **changes: Any) -> str:
        asked = self.request.GET.copy()
        for name, value in changes.items():
            if value in (None, "", []):
                asked.pop(name, None)
            elif isinstance(value, list):
                asked.setlist(name, value)
            else:
                asked[name] = value
        words = asked.urlencode()
        return f"{reverse('tray', args=[tray])}{'?' if words else ''}{words}"

    def _on(self, tray: str, found: Tray, filters: Filters) -> list[dict[str, str]]:
        rows = []
        for kind in KINDS:
            chosen = getattr(filters, kind)
            known = {facet.value: facet.label for facet in found.facets.get(kind, ())}
            for value in chosen:
                without = [one for one in chosen if one != value]
                url = self._address(tray, page=None, **{kind: without})
                rows.append({"label": known.get(value) or NEEDS.get(value) or CHECKS.get(value) or value, "url": url})
        if filters.written_by is not None:
            name = dict(found.writers).get(filters.written_by, "one writer")
            rows.append({"label": f"Written by {name}", "url": self._address(tray, page=None, written_by=None)})
        if filters.area:
            rows.append({"label": filters.area, "url": self._address(tray, page=None, area=None)})
        return rows

    def _pages(self, tray: str, found: Tray) -> dict[str, Any] | None:
        if found.pages < 2:
            return None

        def at(number: int) -> str:
            return self._address(tray, page=str(number) if number > 1 else None)

        return {
            "first": (found.page - 1) * TRAY_PAGE + 1,
            "last": min(found.page * TRAY_PAGE, found.families),
            "total": found.families,
            "previous": at(found.page - 1) if found.page > 1 else "",
            "next": at(found.page + 1) if found.page < found.pages else "",
            "rows": [{"number": n, "url": at(n), "current": n == found.page} for n in _near(found.page, found.pages)],
        }

    def _block(self, row: TrayRow, acts: Iterable[str]) -> dict[str, Any]:
        """A row as the part of `ui` that draws a family takes it."""
        clock = None
        if row.left is not None:
            bar = SafeString("")
            if row.share is not None:
                bar = pictures.time_bar(title=row.left.words, share_gone=1 - row.share, key=f"bar{row.key}")
            state = {"over": "over", "late": "late", "done": "done"}.get(row.mark, "to_come")
            clock = {
                "state": state,
                "words": row.left.words,
                "date": row.falls if row.mark in ("to_come", "done") else f"due {row.falls}",
                "bar": bar,
            }
        label = SETS["priority"].label(row.priority) if row.priority else ""
        return {
            "edge": row.priority,
            "title": row.title,
            "url": "" if row.restricted or not row.key else reverse("contact", args=[row.key]),
            "names": row.names,
            "story": row.story,
            "facts": [{"text": fact.text, "mark": fact.mark} for fact in row.facts] + _also(row),
            "source": row.source,
            "tag": {"text": label, "tone": TONES.get(row.priority, "")} if label else None,
            "clock": clock,
            "act": self._act(row, acts),
        }

    def _act(self, row: TrayRow, acts: Iterable[str]) -> dict[str, str] | None:
        if row.restricted:
            return None
        about = row.title
        if row.referral is not None:
            if row.state == "to_decide":
                return {"label": "Decide", "url": reverse("referral", args=[row.referral]), "about": about}
            if "referral.allocate_team" in acts:
                return {"label": "Allocate", "url": reverse("allocate", args=[row.referral]), "about": about}
            return {"label": "Open", "url": reverse("referral", args=[row.referral]), "about": about}
        if row.state == "writing":
            label = "Go on writing" if row.mine else "Open"
            return {"label": label, "url": reverse("contact", args=[row.key]), "about": about}
        if row.state == "decided" or "contact.decide" not in acts:
            label, name = ("See the decision", "decide") if "contact.decide" in acts else ("Open", "contact")
            return {"label": label, "url": reverse(name, args=[row.key]), "about": about}
        if row.mine:
            return {"label": "Open: another manager must decide", "url": reverse("decide", args=[row.key]), "about": ""}
        return {"label": "Decide", "url": reverse("decide", args=[row.key]), "about": about}


class NewSincePage(Page):
    """{"new": n} for the page that is open: how many have come into the tray since."""

    act = "tray.read"
    template = "casework/tray.html"

    def dispatch(self, request: HttpRequest, *args: Any, **address: Any) -> HttpResponse:
        self.request, self.now, self.problems = request, timezone.now(), ()
        self.authorise(**address)
        if address["tray"] not in TRAYS:
            raise Http404
        try:
            since = datetime.fromisoformat(request.GET.get("since", ""))
        except ValueError:
            since = self.now
        if since.tzinfo is None:
            since = self.now
        return JsonResponse({"new": new_since(address["tray"], since, by=request.user, at=self.now)})


def _also(row: TrayRow) -> list[dict[str, str]]:
    words = [{"text": f"Waiting for a second look by {row.looks}", "mark": "strong"}] if row.looks else []
    if row.mine and row.state in ("to_decide", "second_look"):
        words.append({"text": "You wrote this, so another manager must decide", "mark": "strong"})
    for other in row.also:
        late = other.left is not None and other.left.state is TimeState.OVERDUE
        words.append(
            {
                "text": f"Also {other.reference} about this family: {other.source}{' Overdue.' if late else ''}",
                "mark": "",
            }
        )
    return words


def _trays(found: Tray) -> list[dict[str, Any]]:
    rows = []
    for key, label in TRAYS.items():
        if key == "covering":
            if not found.covering:
                continue
            label = f"Covering for {found.covering}"
        rows.append(
            {
                "label": label,
                "url": reverse("tray", args=[key]),
                "count": found.counts.get(key, 0),
                "current": key == found.tray,
            }
        )
    return rows


def _filter_groups(found: Tray, filters: Filters) -> list[dict[str, Any]]:
    return [
        {
            "label": LABELS[kind],
            "name": kind,
            "options": [
                {
                    "value": facet.value,
                    "label": facet.label,
                    "count": facet.count,
                    "checked": facet.value in getattr(filters, kind),
                }
                for facet in found.facets[kind]
            ],
        }
        for kind in KINDS
        if found.facets.get(kind)
    ]


def _selects(found: Tray, filters: Filters) -> list[dict[str, Any]]:
    selects = []
    if len(found.writers) > 1:
        options = [{"value": "", "label": "Anyone"}]
        options += [
            {"value": key, "label": name, "selected": key == filters.written_by}
            for key, name in sorted(found.writers, key=lambda one: one[1])
        ]
        selects.append({"label": "Written by", "name": "written_by", "options": options})
    if len(found.areas) > 1:
        options = [{"value": "", "label": "Everywhere"}]
        options += [{"value": area, "label": area, "selected": area == filters.area} for area in found.areas]
        selects.append({"label": "Area", "name": "area", "options": options})
    return selects


def _near(page: int, pages: int) -> list[int]:
    """The numbers worth a link: the first, the last and those beside this one."""
    return sorted({1, pages, *(n for n in range(page - 2, page + 3) if 1 <= n <= pages)})
