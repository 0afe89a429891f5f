"""Closing: the proposal as it is written, and as it stands for the manager."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import NotAllowed, acts_of, decide, require
from goldenthread.casework.pages.autosave import KeepsTyping
from goldenthread.casework.pages.checklists import as_checklist
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.typed import as_typed, typed_day, typed_yes_no
from goldenthread.casework.public import own_draft
from goldenthread.casework.public.checklists import closure_checklist
from goldenthread.casework.public.closure import (
    ClosureSaid,
    ShownClosure,
    authorise_closure,
    change_closure,
    child_of_closure,
    closing,
    closures_of,
    keep_typed,
    propose_closure,
    return_closure,
    show_closure,
    withdraw_closure,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.closure import CLOSURE as FORM
from goldenthread.ui import words

CHECKS = FORM.sections[0].questions


class ProposeClosure(KeepsTyping, ChildPage):
    """The checklist, what changed for the child and what shows it, who stays. Kept as it is typed."""

    act = "closure.propose"
    template = "casework/closure_propose.html"
    part = "child_closure"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        draft = own_draft("closure", child_id, self.request.user)
        values = dict(self.request.POST.items()) if self.request.method == "POST" else dict(draft.answers)
        values.setdefault("closes_on", timezone.localdate(self.now).isoformat())
        return form_words(closing(child_id)) | {
            "values": values,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "saved": words.clock_time(draft.saved_at) if draft.saved_at else "",
            "earlier": closures_of(child_id),
            "form_url": reverse("closure_new", args=[child_id]),
            "button": "Propose to close",
        }

    def perform(self, *, child_id: int, **address: Any) -> str:
        made = propose_closure(child=child_id, said=said_of(self.request.POST), by=self.request.user, at=self.now)
        messages.success(self.request, "The proposal to close is with the manager.")
        return reverse("closure", args=[made])

    def keep(self, *, child_id: int) -> int:
        typed = as_typed(self.request.POST)
        return keep_typed(form="closure", child=child_id, typed=typed, by=self.request.user, at=self.now)


class ClosurePage(Page):
    """A proposal to close, whole, with the acts that are open now."""

    act = "child.read"
    template = "casework/closure_one.html"

    def child(self, *, closure_id: int) -> int:
        child = child_of_closure(closure_id)
        if child is None:
            raise Http404("No such proposal")
        return child

    def show(self, *, closure_id: int) -> dict[str, Any]:
        found = show_closure(closure_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404("No such proposal")
        context = {
            "c": found,
            "checks": [row for row in found.checklist],
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "now": self.now,
            "failed": self.act,
        }
        if found.state == "proposed":
            lines = closure_checklist(closure_id, on=timezone.localdate(self.now))
            context["checklists"] = [as_checklist("", lines)] if lines else []
        if "closure.change" in found.may:
            values = dict(self.request.POST.items()) if self.act == "closure.change" else _as_boxes(found)
            context |= form_words(closing(found.child)) | {
                "boxes": values,
                "form_url": reverse("closure_change", args=[closure_id]),
                "button": "Propose to close again",
            }
        return context


class DecideClosure(ClosurePage):
    """A manager's decision on a proposal. Somebody may have closed meanwhile, which ends her right to: then the act
    itself says who did, and what she wrote is still on the page."""

    def authorise(self, *, closure_id: int) -> None:
        try:
            super().authorise(closure_id=closure_id)
        except NotAllowed:
            closed = show_closure(closure_id, reader=self.request.user, at=self.now)
            meanwhile = closed is not None and closed.state == "authorised"
            if self.request.method != "POST" or self.act not in acts_of(self.request.user) or not meanwhile:
                raise
            self.decision = require(self.request.user, "child.read", self.child(closure_id=closure_id), at=self.now)


class ChangeClosure(ClosurePage):
    """What the manager sent back is answered, and it is proposed again."""

    act = "closure.change"

    def perform(self, *, closure_id: int) -> str:
        change_closure(closure=closure_id, said=said_of(self.request.POST), by=self.request.user, at=self.now)
        messages.success(self.request, "The proposal to close is with the manager again.")
        return reverse("closure", args=[closure_id])


class ReturnClosure(DecideClosure):
    """The manager sends it back with the reason."""

    act = "closure.return"

    def perform(self, *, closure_id: int) -> str:
        because = self.request.POST.get("because", "")
        return_closure(closure=closure_id, because=because, by=self.request.user, at=self.now)
        messages.success(self.request, "The proposal went back.")
        return reverse("closure", args=[closure_id])


class WithdrawClosure(ClosurePage):
    """Work goes on."""

    act = "closure.withdraw"

    def perform(self, *, closure_id: int) -> str:
        child = self.child(closure_id=closure_id)
        withdraw_closure(closure=closure_id, by=self.request.user, at=self.now)
        messages.success(self.request, "The proposal to close is taken back. Work goes on.")
        return reverse("child", args=[child])


class AuthoriseClosure(DecideClosure):
    """The manager closes: the plan ends and the referral closes with it."""

    act = "closure.authorise"

    def perform(self, *, closure_id: int) -> str:
        child = self.child(closure_id=closure_id)
        given = self.request.POST.get("words", "")
        authorise_closure(closure=closure_id, words=given, by=self.request.user, at=self.now)
        messages.success(self.request, "The case is closed.")
        may_read = decide(self.request.user, "child.read", child, at=self.now).allowed
        return reverse("child", args=[child]) if may_read else reverse("work")


def form_words(found: Any) -> dict[str, Any]:
    """What the form asks about: the plan's outcomes, the agreements, what is in the way, and the choices."""
    return {
        "closing": found,
        "checks_asked": [
            {
                "key": one.key,
                "label": one.label,
                "why": one.why,
                "choices": [(choice.value, choice.label) for choice in one.choices],
            }
            for one in CHECKS
        ],
        "reasons": [(one.value, one.label.rstrip(".")) for one in SETS["closure_reason"].choices()],
        "downs": [(one.value, one.label) for one in SETS["step_down"].choices()],
    }


def said_of(typed: Any) -> ClosureSaid:
    """What was typed, as the operation takes it. Raises `Refused` for a day that is none."""
    closes_on = typed_day(typed, "closes_on", what="the day it closes", needed=True)
    assert closes_on is not None
    return ClosureSaid(
        reason=typed.get("reason", ""),
        closes_on=closes_on,
        what_changed=typed.get("what_changed", ""),
        evidence=typed.get("evidence", ""),
        rationale=typed.get("rationale", ""),
        checklist={
            one.key: (typed.get(f"check-{one.key}", ""), typed.get(f"words-{one.key}", ""))
            for one in CHECKS
            if typed.get(f"check-{one.key}")
        },
        would_without=typed_yes_no(typed, "would_without"),
        who_stays=typed.get("who_stays", ""),
        if_it_returns=typed.get("if_it_returns", ""),
        child_view=typed.get("child_view", ""),
        family_view=typed.get("family_view", ""),
        step_down_to=typed.get("step_down_to", ""),
        step_down_words=typed.get("step_down_words", ""),
    )


def _as_boxes(found: ShownClosure) -> dict[str, str]:
    names = (
        "reason",
        "what_changed",
        "evidence",
        "rationale",
        "who_stays",
        "if_it_returns",
        "child_view",
        "family_view",
        "step_down_to",
        "step_down_words",
    )
    values = {name: str(getattr(found, name)) for name in names}
    values["closes_on"] = found.closes_on.isoformat()
    for one in found.checklist:
        values |= {f"check-{one.key}": one.answer, f"words-{one.key}": one.words}
    return values
