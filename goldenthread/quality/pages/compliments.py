"""Compliments: those that are hers to read, a new one, and one with what can be learned from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of, teams
from goldenthread.casework.pages.typed import key_of, typed_day
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.pages.complaints import people_in
from goldenthread.quality.public.compliments import (
    ComplimentSaid,
    compliment_shown,
    compliments,
    learn_from_compliment,
    record_compliment,
    share_compliment,
)
from goldenthread.rulebook.codes import SETS


class Compliments(Page):
    """The latest good words, about her own work or her team's."""

    act = "compliment.read"
    template = "quality/compliments.html"

    def show(self) -> dict[str, Any]:
        return {"rows": compliments(self.request.user), "may": acts_of(self.request.user)}


class NewCompliment(Page):
    """Who said what about whom: a minute's work."""

    act = "compliment.record"
    template = "quality/compliment_new.html"

    def show(self) -> dict[str, Any]:
        typed = self.request.POST
        begins = {"said_on": timezone.localdate(self.now).isoformat(), "share": "yes"}
        return {
            "values": dict(typed.items()) if typed else begins,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "from_whom": [(one.code, one.label) for one in SETS["compliment_from"].items],
            "staff": people_in("complaint.finish"),
            "teams": [(one.key, one.name) for one in teams()],
        }

    def perform(self) -> str:
        typed = self.request.POST
        said_on = typed_day(typed, "said_on", what="the day on which it was said", needed=True)
        assert said_on is not None
        for name in ("worker", "team"):
            if typed.get(name) and key_of(typed.get(name)) is None:
                raise Refused("Choose from the list", name)
        made = record_compliment(
            said=ComplimentSaid(
                said_by=typed.get("said_by", ""),
                who=typed.get("who", ""),
                words=typed.get("words", ""),
                said_on=said_on,
                worker=key_of(typed.get("worker")),
                team=key_of(typed.get("team")),
                learning=typed.get("learning", ""),
                share=typed.get("share") == "yes",
            ),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The compliment is recorded.")
        return reverse("compliment", args=[made])


class ComplimentPage(Page):
    """One compliment."""

    act = "compliment.read"
    template = "quality/compliment.html"

    def authorise(self, *, compliment_id: int) -> None:
        super().authorise(compliment_id=compliment_id)
        self.found = compliment_shown(compliment_id, reader=self.request.user)
        if self.found is None:
            raise Http404("No such compliment")

    def show(self, *, compliment_id: int) -> dict[str, Any]:
        typed = self.request.POST
        return {
            "one": self.found,
            "values": dict(typed.items()) if typed else {"learning": self.found.learning},
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "reads_findings": "findings.read" in acts_of(self.request.user),
            "now": self.now,
        }


class ShareCompliment(ComplimentPage):
    """The worker may read it, and is told."""

    act = "compliment.share"

    def perform(self, *, compliment_id: int) -> str:
        share_compliment(compliment=compliment_id, by=self.request.user, at=self.now)
        messages.success(self.request, "The worker was told.")
        return reverse("compliment", args=[compliment_id])


class LearnFromCompliment(ComplimentPage):
    """What others can take from it goes into the register as a strength."""

    act = "compliment.learn"

    def perform(self, *, compliment_id: int) -> str:
        words = self.request.POST.get("learning", "")
        learn_from_compliment(compliment=compliment_id, words=words, by=self.request.user, at=self.now)
        messages.success(self.request, "It is in the register of findings, as a strength.")
        return reverse("compliment", args=[compliment_id])
