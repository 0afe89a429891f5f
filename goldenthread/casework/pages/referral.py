"""A referral: what became of it, what is due, and the acts that are open now, each with its own form."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of, decide
from goldenthread.casework.pages.child_words import due_row
from goldenthread.casework.pages.oversight_links import decide_url
from goldenthread.casework.public import acknowledge, child_of, close_referral, decide_referral, show_referral
from goldenthread.casework.public.agreements import learning_of_referral
from goldenthread.casework.public.closure import earlier_work
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.ui.cleaning import Unclean, many_lines

FORMS = (
    "referral.acknowledge",
    "referral.decide",
    "referral.allocate_team",
    "referral.allocate_worker",
    "referral.close",
)


class ReferralPage(Page):
    """One referral. Those who may read the child may read it; each form is shown to those who may send it."""

    act = "child.read"
    template = "casework/referral.html"

    def child(self, *, referral_id: int) -> int:
        child = child_of(referral_id)
        if child is None:
            raise Http404
        return child

    def show(self, *, referral_id: int) -> dict[str, Any]:
        found = show_referral(referral_id, at=self.now)
        acts = acts_of(self.request.user)
        may = {act for act in FORMS if act in found.acts and self._may(act, found.child)}
        return {
            "r": found,
            "may": may,
            "due": [due_row(one, may_authorise="deadline.authorise" in acts) for one in found.clocks],
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "responses": [(code.value, code.label) for code in SETS["referral_outcomes"].choices()],
            "closures": [(code.value, code.label) for code in SETS["closure_reason"].choices()],
            "now": self.now,
            "today": timezone.localdate(self.now),
            "waits": found.acknowledged_at is None and not found.closed_on,
            "learning": learning_of_referral(referral_id),
            "decide_url": decide_url(self.request.user, found.child, f"referral:{found.key}", at=self.now),
            "before": earlier_work(found.child, before=timezone.localdate(found.received_at))
            if not found.closed_on
            else None,
        }

    def _may(self, act: str, child: int) -> bool:
        return decide(self.request.user, act, child, at=self.now).allowed


class AcknowledgePage(ReferralPage):
    """Record that the referrer was told we have it, for all the children referred together."""

    act = "referral.acknowledge"

    def perform(self, *, referral_id: int) -> str:
        count = acknowledge(
            referral=referral_id, how=_clean(self.request.POST, "how"), by=self.request.user, at=self.now
        )
        messages.success(self.request, "Acknowledged." if count == 1 else f"Acknowledged for {count} children.")
        return reverse("referral", args=[referral_id])


class DecideReferralPage(ReferralPage):
    """Decide the response to a referral that came without a contact."""

    act = "referral.decide"

    def perform(self, *, referral_id: int) -> str:
        typed = self.request.POST
        decide_referral(
            referral=referral_id,
            response=typed.get("response", ""),
            why_this=_clean(typed, "why_this"),
            why_now=_clean(typed, "why_now"),
            rejected=_clean(typed, "rejected"),
            risk=_clean(typed, "risk"),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "Decided.")
        return reverse("referral", args=[referral_id])


class CloseReferralPage(ReferralPage):
    """Close a referral, with the census's reason."""

    act = "referral.close"

    def perform(self, *, referral_id: int) -> str:
        typed = self.request.POST
        try:
            closed_on = date.fromisoformat(typed.get("closed_on", ""))
        except ValueError:
            raise Refused("Choose the day the case closed", "closed_on") from None
        close_referral(
            referral=referral_id, reason=typed.get("reason", ""), closed_on=closed_on, by=self.request.user, at=self.now
        )
        messages.success(self.request, "Closed.")
        return reverse("referral", args=[referral_id])


def _clean(typed: Any, name: str) -> str:
    try:
        return many_lines(typed.get(name, ""))
    except Unclean as unclean:
        raise Refused(f"What you typed {unclean}", name) from None
