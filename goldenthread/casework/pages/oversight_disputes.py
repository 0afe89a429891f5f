"""A dispute of a reviewing officer or conference chair: raised, answered, taken to the next stage, ended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.access.public import those_who_may
from goldenthread.casework.pages.autosave import KeepsTyping
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.typed import as_typed, key_of
from goldenthread.casework.public import own_draft
from goldenthread.casework.public.closure import keep_typed
from goldenthread.casework.public.oversight import (
    DISPUTE_ROLES,
    answer_dispute,
    child_of_dispute,
    raise_dispute,
    resolve_dispute,
    show_dispute,
    step_up_dispute,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.ui import words


class RaiseDispute(KeepsTyping, ChildPage):
    """What is wrong, what was tried first, what would settle it, and who is asked. Kept as it is typed."""

    act = "dispute.raise"
    template = "casework/oversight_dispute_new.html"
    part = "child_oversight"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        draft = own_draft("dispute", child_id, self.request.user)
        values = dict(self.request.POST.items()) if self.request.method == "POST" else dict(draft.answers)
        values.setdefault("stage", "team_manager")
        return {
            "values": values,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "saved": words.clock_time(draft.saved_at) if draft.saved_at else "",
            "abouts": [(one.value, one.label) for one in SETS["dispute_about"].choices()],
            "stages": [(one.value, one.label) for one in SETS["dispute_stage"].choices()],
            "answering": answering(),
        }

    def perform(self, *, child_id: int, **address: Any) -> str:
        typed = self.request.POST
        made = raise_dispute(
            child=child_id,
            about=typed.get("about", ""),
            words=typed.get("words", ""),
            tried=typed.get("tried", ""),
            wants=typed.get("wants", ""),
            stage=typed.get("stage", ""),
            asked_of=key_of(typed.get("asked_of")) or 0,
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The dispute is raised. Its clocks run from now.")
        return reverse("dispute", args=[made])

    def keep(self, *, child_id: int) -> int:
        typed = as_typed(self.request.POST)
        return keep_typed(form="dispute", child=child_id, typed=typed, by=self.request.user, at=self.now)


class DisputePage(Page):
    """One dispute, stage by stage, with the acts that are open now."""

    act = "oversight.read_child"
    template = "casework/oversight_dispute.html"

    def child(self, *, dispute_id: int) -> int:
        child = child_of_dispute(dispute_id)
        if child is None:
            raise Http404("No such dispute")
        return child

    def show(self, *, dispute_id: int) -> dict[str, Any]:
        found = show_dispute(dispute_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404("No such dispute")
        return {
            "d": found,
            "now": self.now,
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "failed": self.act,
            "outcomes": [(one.value, one.label) for one in SETS["dispute_outcome"].choices()],
            "answering": answering(found.next_stage) if "dispute.step_up" in found.may and found.next_stage else [],
        }

    def done(self, sentence: str, dispute_id: int) -> str:
        """Says what was done, and shows the dispute."""
        messages.success(self.request, sentence)
        return reverse("dispute", args=[dispute_id])


class AnswerDispute(DisputePage):
    """The manager who was asked answers."""

    act = "dispute.answer"

    def perform(self, *, dispute_id: int) -> str:
        given = self.request.POST.get("answer", "")
        answer_dispute(dispute=dispute_id, answer=given, by=self.request.user, at=self.now)
        return self.done("Your answer is recorded.", dispute_id)


class StepUpDispute(DisputePage):
    """It goes to the next stage."""

    act = "dispute.step_up"

    def perform(self, *, dispute_id: int) -> str:
        typed = self.request.POST
        step_up_dispute(
            dispute=dispute_id,
            words=typed.get("words", ""),
            asked_of=key_of(typed.get("asked_of")) or 0,
            by=self.request.user,
            at=self.now,
        )
        return self.done("The dispute went to the next stage.", dispute_id)


class ResolveDispute(DisputePage):
    """How it ended."""

    act = "dispute.resolve"

    def perform(self, *, dispute_id: int) -> str:
        typed = self.request.POST
        resolve_dispute(
            dispute=dispute_id,
            outcome=typed.get("outcome", ""),
            words=typed.get("outcome_words", ""),
            by=self.request.user,
            at=self.now,
        )
        return self.done("Recorded how the dispute ended.", dispute_id)


def answering(stage: str = "") -> list[tuple[int, str]]:
    """Who answers disputes at a stage, or at any, by name."""
    roles = {DISPUTE_ROLES[stage]} if stage else set(DISPUTE_ROLES.values())
    return [
        (one.key, f"{one.name}, {one.job_title or one.role_name}")
        for one in those_who_may("dispute.answer")
        if one.role in roles
    ]
