"""Totals of the whole authority: counts alone, and no count so small that it could point to a child."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.casework.public import Month, share, suppressed, totals
from goldenthread.rulebook.rights import Role
from goldenthread.ui.words import MONTHS, long_day, number


class TotalsPage(Page):
    """Counts. Elected members see one to four as "fewer than 5", and no share from which they could be worked out."""

    act = "totals.read"
    template = "casework/totals.html"

    def show(self) -> dict[str, Any]:
        found = totals(at=self.now)
        hide = self.request.user.role == Role.ELECTED_MEMBER
        count = suppressed if hide else number
        today = timezone.localdate(self.now)

        def month(one: Month) -> list[str]:
            name = f"{MONTHS[one.starts_on.month - 1]} {one.starts_on.year}"
            if (one.starts_on.year, one.starts_on.month) == (today.year, today.month):
                name += ", so far"
            decided = one.decided_in_time + one.decided_late
            in_time = share(one.decided_in_time, decided, hide_small=hide)
            again = share(one.rereferrals, one.referrals, hide_small=hide)
            return [name, count(one.contacts), in_time or "–", count(one.referrals), again or "–"]

        return {
            "today": long_day(self.now),
            "hidden": hide,
            "now_rows": [
                {"number": count(found.open_cases), "words": "open children"},
                {"number": count(found.waiting_for_decision), "words": "contacts waiting for a decision"},
                {"number": count(found.waiting_for_team), "words": "children waiting for a team"},
                {"number": count(found.waiting_for_worker), "words": "children waiting for a worker"},
            ],
            "months": [month(one) for one in reversed(found.months)],
            "clocks": [
                [
                    name,
                    count(c.running),
                    count(c.due_in_5_working_days),
                    count(c.overdue),
                    count(c.met),
                    count(c.met_late),
                ]
                for name, c in found.clocks
            ],
        }
