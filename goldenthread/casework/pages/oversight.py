"""Oversight of one child: who holds the work, managers' decisions, transfers, disputes, and every change of worker."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of, decide
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.typed import key_of
from goldenthread.casework.public.oversight import (
    decisions_of,
    disputes_of,
    explain_change,
    late_decisions,
    open_disputes,
    open_transfers,
    teams_of,
    transfers_of,
    workers_of,
)
from goldenthread.kernel.clock import london_date
from goldenthread.rulebook.codes import SETS

LATELY = timedelta(days=60)


class ChildOversight(ChildPage):
    """Everything managers and reviewing officers did for one child."""

    act = "oversight.read_child"
    template = "casework/oversight_child.html"
    part = "child_oversight"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        held = workers_of(child_id)
        return {
            "decisions": decisions_of(child_id, at=self.now),
            "transfers": transfers_of(child_id, reader=self.request.user, at=self.now),
            "disputes": disputes_of(child_id, reader=self.request.user, at=self.now),
            "held": held,
            "now": self.now,
            "may_explain": bool(held.unexplained)
            and decide(self.request.user, "worker_change.explain", child_id, at=self.now).allowed,
            "reasons": [(one.value, one.label) for one in SETS["worker_change"].choices()],
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "links": self._links(child_id),
        }

    def _links(self, child_id: int) -> list[dict[str, str]]:
        offers = [("decision.record", "Record a management decision", "decision_new")]
        if self.card.status:
            offers += [
                ("transfer.propose", "Propose a transfer", "transfer_new"),
                ("dispute.raise", "Raise a dispute", "dispute_new"),
            ]
        return [
            {"label": label, "url": reverse(name, args=[child_id])}
            for act, label, name in offers
            if act in acts_of(self.request.user) and decide(self.request.user, act, child_id, at=self.now).allowed
        ]


class ExplainChange(ChildOversight):
    """Why one worker or reviewing officer followed another, said afterwards."""

    act = "worker_change.explain"

    def _page(self, status: int, **address: Any) -> Any:
        if status == 200:  # looked at, not sent
            return HttpResponseRedirect(reverse("child_oversight", args=[address["child_id"]]))
        return super()._page(status, **address)

    def perform(self, *, child_id: int, **address: Any) -> str:
        typed = self.request.POST
        role, _, pair = typed.get("change", "").partition(":")
        went, _, came = pair.partition(":")
        explain_change(
            child=child_id,
            role=role,
            went=key_of(went) or 0,
            came=key_of(came) or 0,
            reason=typed.get("reason", ""),
            words=typed.get("reason_words", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "Recorded why the worker changed.")
        return f"{reverse('child_oversight', args=[child_id])}#workers"


class OversightPage(Page):
    """What waits for oversight: transfers to and from her teams, disputes, and decisions that were written late."""

    act = "oversight.read"
    template = "casework/oversight.html"

    def show(self) -> dict[str, Any]:
        reader = self.request.user
        teams = tuple(teams_of(reader, london_date(self.now)))
        transfers = open_transfers(teams, reader=reader, at=self.now)
        disputes = open_disputes(teams, reader=reader, at=self.now)
        late = late_decisions(teams, since=self.now - LATELY, reader=reader, at=self.now)
        if self.request.method == "GET":
            children = {held.child for one in transfers for held in one.children}
            children |= {one.child for one in disputes} | {one.child for one in late}
            self.saw(sorted(children))
        return {
            "transfers": transfers,
            "disputes": disputes,
            "late": late,
            "teams": teams,
            "now": self.now,
        }
