"""Moving a child's work to another team: proposed with its checklist, met about, sent back or accepted, completed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import require_about, teams
from goldenthread.casework.pages.autosave import KeepsTyping
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.typed import as_typed, key_of, typed_day, typed_yes_no
from goldenthread.casework.public import own_draft, worker_loads
from goldenthread.casework.public.agreements import children_with
from goldenthread.casework.public.closure import keep_typed
from goldenthread.casework.public.oversight import (
    MeetingSaid,
    ShownTransfer,
    TransferSaid,
    accept_transfer,
    change_transfer,
    children_of_transfer,
    complete_transfer,
    propose_transfer,
    record_transfer_meeting,
    return_transfer,
    show_transfer,
    transfers_of,
    withdraw_transfer,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.transfer import TRANSFER as FORM
from goldenthread.ui import words

CHECKS = FORM.sections[0].questions
TEXTS = ("why", "risks", "strengths", "child_wants", "next_days")


class ProposeTransfer(KeepsTyping, ChildPage):
    """The checklist, and what the receiving team has to know. Kept as it is typed."""

    act = "transfer.propose"
    template = "casework/oversight_transfer_new.html"
    part = "child_oversight"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        posted = self.request.method == "POST"
        draft = own_draft("transfer", child_id, self.request.user)
        values = dict(self.request.POST.items()) if posted else dict(draft.answers)
        family = children_with(child_id, self.act, reader=self.request.user, at=self.now)
        picked = set(self.request.POST.getlist("children")) if posted else {str(child_id)}
        waiting = [
            one
            for one in transfers_of(child_id, reader=self.request.user, at=self.now)
            if one.state not in ("completed", "withdrawn")
        ]
        return form_words() | {
            "values": values,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "saved": words.clock_time(draft.saved_at) if draft.saved_at else "",
            "family": [{"key": one.key, "name": one.name, "picked": str(one.key) in picked} for one in family],
            "waiting": waiting,
            "form_url": reverse("transfer_new", args=[child_id]),
            "button": "Propose the transfer",
        }

    def perform(self, *, child_id: int, **address: Any) -> str:
        typed = self.request.POST
        family = children_with(child_id, self.act, reader=self.request.user, at=self.now)
        chosen = typed.getlist("children") if "children_asked" in typed else [str(child_id)]
        made = propose_transfer(
            children=[one.key for one in family if str(one.key) in chosen],
            said=said_of(typed),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The transfer is proposed. The receiving manager has it to answer.")
        return reverse("transfer", args=[made])

    def keep(self, *, child_id: int) -> int:
        typed = as_typed(self.request.POST)
        return keep_typed(form="transfer", child=child_id, typed=typed, by=self.request.user, at=self.now)


class TransferPage(Page):
    """One transfer: who holds the child now, what was asked and answered, and the acts that are open."""

    act = "oversight.read_child"
    template = "casework/oversight_transfer.html"

    def authorise(self, *, transfer_id: int) -> None:
        self.keys = children_of_transfer(transfer_id)
        self.decision = require_about(self.request.user, self.act, self.keys, at=self.now)

    def find(self, *, transfer_id: int) -> None:
        if not self.keys:
            raise Http404("No such transfer")

    def show(self, *, transfer_id: int) -> dict[str, Any]:
        found = show_transfer(transfer_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404("No such transfer")
        self.saw(self.keys, subject=f"transfer:{transfer_id}")
        context = form_words() | {
            "t": found,
            "title": words.join_names(one.name for one in found.children),
            "home": found.children[0].child,
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "failed": self.act,
            "now": self.now,
            "today": timezone.localdate(self.now),
            "workers": worker_loads(found.to_team, at=self.now) if "transfer.complete" in found.may else (),
        }
        if "transfer.change" in found.may:
            context |= {
                "boxes": dict(self.request.POST.items()) if self.act == "transfer.change" else _as_boxes(found),
                "form_url": reverse("transfer_change", args=[transfer_id]),
                "button": "Propose the transfer again",
            }
        return context

    def done(self, sentence: str, transfer_id: int) -> str:
        """Says what was done, and shows the transfer."""
        messages.success(self.request, sentence)
        return reverse("transfer", args=[transfer_id])


class ChangeTransfer(TransferPage):
    """What was sent back is answered, and it is proposed again."""

    act = "transfer.change"

    def perform(self, *, transfer_id: int) -> str:
        change_transfer(transfer=transfer_id, said=said_of(self.request.POST), by=self.request.user, at=self.now)
        return self.done("The transfer is proposed again.", transfer_id)


class RecordTransferMeeting(TransferPage):
    """Is it right to transfer now, what cannot wait, and who tells the family."""

    act = "transfer.meet"

    def perform(self, *, transfer_id: int) -> str:
        typed = self.request.POST
        met_on = typed_day(typed, "met_on", what="the day of the meeting", needed=True)
        assert met_on is not None
        said = MeetingSaid(
            met_on=met_on,
            met_with=typed.get("met_with", ""),
            appropriate=typed_yes_no(typed, "appropriate"),
            appropriate_words=typed.get("appropriate_words", ""),
            cannot_wait=typed.get("cannot_wait", ""),
            unassessed=typed.get("unassessed", ""),
            tells_family=typed.get("tells_family", ""),
            moves_on=typed_day(typed, "moves_on", what="the day on which the work is to move"),
        )
        record_transfer_meeting(transfer=transfer_id, said=said, by=self.request.user, at=self.now)
        return self.done("The meeting is recorded.", transfer_id)


class ReturnTransfer(TransferPage):
    """The receiving manager sends it back with the reason."""

    act = "transfer.return"

    def perform(self, *, transfer_id: int) -> str:
        because = self.request.POST.get("because", "")
        return_transfer(transfer=transfer_id, because=because, by=self.request.user, at=self.now)
        return self.done("The transfer went back.", transfer_id)


class AcceptTransfer(TransferPage):
    """The receiving manager has read the file and takes the work."""

    act = "transfer.accept"

    def perform(self, *, transfer_id: int) -> str:
        given = self.request.POST.get("words", "")
        accept_transfer(transfer=transfer_id, words=given, by=self.request.user, at=self.now)
        return self.done("Accepted. Now give the child a worker: until then the giving worker holds.", transfer_id)


class CompleteTransfer(TransferPage):
    """The child gets the new worker, and the work moves."""

    act = "transfer.complete"

    def perform(self, *, transfer_id: int) -> str:
        complete_transfer(
            transfer=transfer_id,
            worker=key_of(self.request.POST.get("worker")) or 0,
            instructions=self.request.POST.get("instructions", ""),
            by=self.request.user,
            at=self.now,
        )
        return self.done("The transfer is completed. The new worker finds it in My work as new.", transfer_id)


class WithdrawTransfer(TransferPage):
    """The work stays where it is."""

    act = "transfer.withdraw"

    def perform(self, *, transfer_id: int) -> str:
        because = self.request.POST.get("withdrawn", "")
        withdraw_transfer(transfer=transfer_id, because=because, by=self.request.user, at=self.now)
        return self.done("The transfer is taken back. The work stays where it is.", transfer_id)


def form_words() -> dict[str, Any]:
    """What the form asks about, and the choices."""
    return {
        "checks_asked": [
            {"key": one.key, "label": one.label, "choices": [(choice.value, choice.label) for choice in one.choices]}
            for one in CHECKS
        ],
        "routes": [(one.value, one.label) for one in SETS["transfer_route"].choices()],
        "teams": [(one.key, one.name) for one in teams()],
    }


def said_of(typed: Mapping[str, str]) -> TransferSaid:
    """What was typed, as the operation takes it."""
    return TransferSaid(
        to_team=key_of(typed.get("to_team")) or 0,
        route=typed.get("route", ""),
        checklist={
            one.key: (typed.get(f"check-{one.key}", ""), typed.get(f"words-{one.key}", ""))
            for one in CHECKS
            if typed.get(f"check-{one.key}")
        },
        **{name: typed.get(name, "") for name in TEXTS},
    )


def _as_boxes(found: ShownTransfer) -> dict[str, str]:
    values = {name: str(getattr(found, name)) for name in TEXTS}
    values |= {"to_team": str(found.to_team), "route": found.route}
    for one in found.checklist:
        values |= {f"check-{one.key}": one.answer, f"words-{one.key}": one.words}
    return values
