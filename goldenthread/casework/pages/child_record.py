"""The parts of a child's record: every deadline with its sum, who has looked, and the words inside."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from goldenthread.access.public import acts_of, who_has_looked
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.child_words import due_row, note_address
from goldenthread.casework.pages.typed import key_of
from goldenthread.casework.public import child_deadlines, search_record
from goldenthread.people.public import records_of
from goldenthread.rulebook.rights import ACTS
from goldenthread.ui import words
from goldenthread.ui.addresses import reverse

LONGEST_SEARCH = 200
ABOUT_COMPLAINTS = tuple(act for act in ACTS if act.startswith("complaint."))


def which_page(asked: str) -> int:
    """The number of a page as an address has it; the first for anything that is no number."""
    return (key_of(asked) or 1) if len(asked) < 6 else 1


def pages(
    address: str, kept: dict[str, str], *, first: int, shown: int, total: int, each: int
) -> dict[str, Any] | None:
    """What `parts.pagination` draws; None when there is one page."""
    if total <= each:
        return None
    here, last = first // each + 1, -(-total // each)

    def to(number: int) -> str:
        return f"{address}?{urlencode(kept | {'page': str(number)})}"

    near = sorted({1, last, *range(max(here - 1, 1), min(here + 1, last) + 1)})
    rows: list[dict[str, Any]] = []
    before = 0
    for number in near:
        if number - before > 1:
            rows.append({"number": "…"})
        rows.append({"number": number, "url": to(number), "current": number == here})
        before = number
    return {
        "first": first + 1,
        "last": first + shown,
        "total": total,
        "rows": rows,
        "previous": to(here - 1) if here > 1 else "",
        "next": to(here + 1) if here < last else "",
    }


class ChildDeadlines(ChildPage):
    """Every deadline, kept or not, and how each date is worked out."""

    template = "casework/child_deadlines.html"
    part = "child_deadlines"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        every = child_deadlines(child_id, at=self.now)
        may = "deadline.authorise" in acts_of(self.request.user)
        met = sorted((one for one in every if one.met_at is not None), key=lambda one: one.met_at, reverse=True)
        return {
            "running": [due_row(one, may_authorise=may) for one in every if one.met_at is None],
            "met": [due_row(one, may_authorise=may) for one in met],
            "in_time": sum(not one.late for one in met),
        }


class ChildLooked(ChildPage):
    """Who read or wrote in this record, and by what right. A complaint is kept apart from the record, and so is who
    looked at it: it may be about whoever reads this."""

    act = "child.see_ledger"
    template = "casework/child_looked.html"
    part = "child_looked"
    MOST = 500

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        records = records_of(child_id)
        looks = who_has_looked(*records, limit=self.MOST, without=ABOUT_COMPLAINTS)
        return {
            "merged": len(records) - 1,
            "looks": looks,
            "people": len({look.name for look in looks}),
            "cut": len(looks) == self.MOST,
        }


class ChildSearch(ChildPage):
    """Every note and contact of hers that has the words."""

    template = "casework/child_search.html"
    part = "child_search"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        asked = self.request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
        hits = search_record(child_id, asked, reader=self.request.user, at=self.now)
        rows = [
            {
                "title": hit.title,
                "when": words.day(hit.day),
                "pieces": hit.excerpt,
                "url": reverse("contact", args=[hit.subject])
                if hit.kind == "contact"
                else note_address(child_id, hit.subject, hit.day),
            }
            for hit in hits
        ]
        return {"asked": asked, "hits": rows}

    def show(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        context = super().show(child_id=child_id, **address)
        context["find"]["value"] = context["asked"]
        return context
