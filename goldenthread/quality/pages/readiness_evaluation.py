"""The self-evaluation: what people say of practice, beside what the record shows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.quality.public.readiness import (
    evaluation_shown,
    questions,
    sign_self_evaluation,
    start_self_evaluation,
    write_self_evaluation,
)


class StartEvaluation(Page):
    """A self-evaluation is begun by its name; its evidence is there already."""

    act = "self_evaluation.write"
    template = "quality/readiness_evaluation_new.html"

    def show(self) -> dict[str, Any]:
        return {
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
        }

    def perform(self) -> str:
        made = start_self_evaluation(title=self.request.POST.get("title", ""), by=self.request.user, at=self.now)
        return reverse("self_evaluation", args=[made])


class EvaluationPage(Page):
    """One self-evaluation: the three questions, each beside the evidence, with its source and day."""

    act = "self_evaluation.read"
    template = "quality/readiness_evaluation.html"

    def find(self, *, evaluation_id: int) -> None:
        if evaluation_shown(evaluation_id, reader=self.request.user, at=self.now) is None:
            raise Http404("No such self-evaluation")

    def show(self, *, evaluation_id: int) -> dict[str, Any]:
        found = evaluation_shown(evaluation_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404("No such self-evaluation")
        acts = acts_of(self.request.user)
        held = self.request.POST if self.act == "self_evaluation.write" and self.problems else found.answers
        return {
            "e": found,
            "facts": found.facts,
            "questions": questions(),
            "values": held,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "back": {"label": "Readiness", "url": reverse("readiness")}
            if "readiness.read" in acts
            else {"label": "Your workspace", "url": reverse("inspection_workspace")},
            "may_open_standards": "standards.read" in acts,
            "now": self.now,
        }


class WriteEvaluation(EvaluationPage):
    """What was written to the questions is kept."""

    act = "self_evaluation.write"

    def perform(self, *, evaluation_id: int) -> str:
        typed = self.request.POST
        answers = {key: typed.get(key, "") for key, _ in questions()}
        write_self_evaluation(evaluation=evaluation_id, answers=answers, by=self.request.user, at=self.now)
        messages.success(self.request, "What you wrote is kept.")
        return reverse("self_evaluation", args=[evaluation_id])


class SignEvaluation(EvaluationPage):
    """The director signs, and the evidence is kept as it stands now."""

    act = "self_evaluation.sign"

    def perform(self, *, evaluation_id: int) -> str:
        sign_self_evaluation(evaluation=evaluation_id, by=self.request.user, at=self.now)
        messages.success(self.request, "The self-evaluation is signed. It changes no more.")
        return reverse("self_evaluation", args=[evaluation_id])
