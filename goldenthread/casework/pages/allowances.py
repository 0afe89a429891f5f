"""The council's own allowances: tighter than the rulebook's as it likes, looser for a written reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.casework.pages.typed import key_of
from goldenthread.casework.public import allowances, end_allowance, set_allowance
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.ui.cleaning import Unclean, many_lines
from goldenthread.ui.words import plural

UNITS = {"hours": "hours", "working_days": "working days", "days": "days", "weeks": "weeks", "months": "months"}


class AllowancesPage(Page):
    """What the council has set, and the form to set another. Deadlines that started since are worked out again."""

    act = "setting.manage"
    template = "casework/allowances.html"

    def show(self, **_: Any) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        return {
            "allowances": allowances(on=today),
            "clocks": [
                (clock.id, f"{clock.name}: {clock.allowance.words} ({clock.authority.status.words})")
                for clock in sorted(CLOCKS.values(), key=lambda clock: (not clock.live, clock.name))
            ],
            "units": list(UNITS.items()),
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "now": self.now,
        }

    def perform(self, **_: Any) -> str:
        typed = self.request.POST
        limit = typed.get("limit", "").strip()
        replayed = set_allowance(
            clock=typed.get("clock", ""),
            limit=(key_of(limit) or 0) if len(limit) < 6 else 0,
            unit=typed.get("unit", ""),
            starts_on=_day(typed.get("starts_on", ""), "starts_on"),
            reason=_clean(typed, "reason"),
            by=self.request.user,
            at=self.now,
        )
        moved = sum(replayed.moved.values())
        messages.success(self.request, f"The allowance is set. {plural(moved, 'deadline')} moved.")
        return reverse("allowances")


class EndAllowancePage(AllowancesPage):
    """End an allowance from a day."""

    def find(self, *, allowance_id: int) -> None:
        if not any(one.key == allowance_id for one in allowances(on=timezone.localdate(self.now))):
            raise Http404("No such allowance")

    def perform(self, *, allowance_id: int) -> str:
        ends_on = _day(self.request.POST.get("ends_on", ""), f"ends_on_{allowance_id}")
        replayed = end_allowance(allowance=allowance_id, ends_on=ends_on, by=self.request.user, at=self.now)
        moved = sum(replayed.moved.values())
        messages.success(self.request, f"The allowance ends. {plural(moved, 'deadline')} moved.")
        return reverse("allowances")


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("Choose a day", field) from None


def _clean(typed: Any, name: str) -> str:
    try:
        return many_lines(typed.get(name, ""))
    except Unclean as unclean:
        raise Refused(f"What you typed {unclean}", name) from None
