"""Allocation: to a team, then to a worker, with what each carries beside the names; and "I have read this"."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.casework.pages.typed import key_of
from goldenthread.casework.public import (
    allocate_team,
    allocate_worker,
    child_of,
    child_of_allocation,
    read_instructions,
    show_referral,
    team_loads,
    worker_loads,
)
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.ui.cleaning import Unclean, many_lines


class AllocatePage(Page):
    """Give a referral, and those of brothers and sisters beside it, to a team; or, once it is with one, to a worker."""

    act = "referral.allocate_team"
    template = "casework/allocate.html"

    def child(self, *, referral_id: int) -> int:
        child = child_of(referral_id)
        if child is None:
            raise Http404
        return child

    def show(self, *, referral_id: int) -> dict[str, Any]:
        found = show_referral(referral_id, at=self.now)
        typed = self.request.POST
        together = [one for one in found.siblings if one.state == found.state and one.team == found.team]
        chosen = typed.getlist("referrals") or [str(found.key), *(str(one.referral) for one in together)]
        stands = [f"{found.key}:{found.allocations[0].key if found.allocations else 0}"]
        stands += [f"{one.referral}:{one.allocation}" for one in together]
        moved = next((sentence for field, sentence in self.problems if field == "known"), "")
        return {
            "r": found,
            "together": together,
            "chosen": chosen,
            "teams": team_loads() if "referral.allocate_team" in found.acts else (),
            "workers": worker_loads(found.team, at=self.now) if found.team else (),
            "values": typed,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "now": self.now,
            "based_on": typed.getlist("based_on") or stands,
            "moved": moved,
            "stands": stands,
            "reasons": [(one.value, one.label) for one in SETS["worker_change"].choices()],
        }

    def perform(self, *, referral_id: int) -> str:
        allocate_team(
            referrals=self._chosen(referral_id),
            team=key_of(self.request.POST.get("team")) or 0,
            instructions=_clean(self.request.POST, "for_the_team"),
            reason=self.request.POST.get("team_reason", ""),
            reason_words=_clean(self.request.POST, "team_reason_words"),
            by=self.request.user,
            at=self.now,
            based_on=self._based_on(),
        )
        messages.success(
            self.request, "Allocated to the team. Now choose a worker, or leave that to the team’s manager."
        )
        return reverse("allocate", args=[referral_id])

    def _based_on(self) -> dict[int, int]:
        """Which allocation of each referral the page showed; or the later one that she says she knows of."""
        found = {}
        for pair in (*self.request.POST.getlist("based_on"), *self.request.POST.getlist("known")):
            for one in pair.split():
                referral, _, allocation = one.partition(":")
                found[key_of(referral) or 0] = key_of(allocation) or 0
        return found

    def _chosen(self, referral_id: int) -> list[int]:
        """This referral and those that were ticked beside it."""
        typed = (key_of(key) for key in self.request.POST.getlist("referrals"))
        return sorted({referral_id, *(key for key in typed if key)})


class AllocateWorkerPage(AllocatePage):
    """Give it to a worker of the team that has it, with instructions."""

    act = "referral.allocate_worker"

    def perform(self, *, referral_id: int) -> str:
        allocate_worker(
            referrals=self._chosen(referral_id),
            worker=key_of(self.request.POST.get("worker")) or 0,
            instructions=_clean(self.request.POST, "instructions"),
            reason=self.request.POST.get("reason", ""),
            reason_words=_clean(self.request.POST, "reason_words"),
            by=self.request.user,
            at=self.now,
            based_on=self._based_on(),
        )
        messages.success(self.request, "Allocated. The worker finds it in My work as new.")
        return reverse("referral", args=[referral_id])


class ReadInstructionsPage(Page):
    """Says from My work that the instructions were read."""

    act = "allocation.read"
    template = "casework/work.html"

    def child(self, *, allocation_id: int) -> int:
        child = child_of_allocation(allocation_id)
        if child is None:
            raise Http404
        return child

    def _page(self, status: int, **address: Any) -> HttpResponseRedirect:
        for _, sentence in self.problems:
            messages.error(self.request, sentence)
        return HttpResponseRedirect(reverse("work"))

    def perform(self, *, allocation_id: int) -> str:
        for key in {allocation_id, *(key_of(one) or 0 for one in self.request.POST.getlist("also"))}:
            read_instructions(allocation=key, by=self.request.user, at=self.now)
        messages.success(self.request, "Recorded that you have read the instructions.")
        return reverse("work")


def _clean(typed: Any, name: str) -> str:
    try:
        return many_lines(typed.get(name, ""))
    except Unclean as unclean:
        raise Refused(f"What you typed {unclean}", name) from None
