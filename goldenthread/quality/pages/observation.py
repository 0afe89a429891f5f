"""Practice observation: who was observed and who was not, one written as it was seen, answered and followed up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.casework.pages.autosave import KeepsTyping
from goldenthread.casework.pages.typed import as_typed, key_of, typed_day
from goldenthread.quality.public.observation import (
    ObservationSaid,
    ObservationShown,
    StepSaid,
    Watched,
    answer_observation,
    begin_observation,
    by_part,
    children_to_observe,
    drop_observation,
    find_observable,
    finish_observation_step,
    follow_up_observation,
    keep_observation,
    learn_from_observation,
    observation_of_step,
    observations_of,
    owners_of_steps,
    send_observation,
    show_observation,
    watched,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.observing import MOST_STEPS
from goldenthread.ui import words

TONES = {"writing": "grey", "sent": "yellow", "answered": "blue", "followed_up": "green"}
SEEN_MARKS = {"strength": "done", "to_work_on": "dot", "not_seen": "to_come"}


def coded(name: str) -> list[tuple[str, str]]:
    """A code set as a page offers it, each with its hint."""
    return [
        (one.value, f"{one.label}: {one.hint[0].lower()}{one.hint[1:]}" if one.hint else one.label)
        for one in SETS[name].choices()
    ]


class Observations(Page):
    """Her own and those she answers for, who was not observed for a year, and what observations come to."""

    act = "observation.open"
    template = "quality/observations.html"

    def show(self) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate(self.now)
        rows = observations_of(reader=user)
        people = watched(user, on=today)
        return {
            "writing": [one for one in rows if one.state == "writing"],
            "mine": [one for one in rows if one.worker == user.pk and one.state != "writing"],
            "rows": [one for one in rows if one.worker != user.pk and one.state != "writing"],
            "tones": TONES,
            "teams": by_team(people),
            "again": sum(one.again for one in people),
            "count": len(people),
            "parts_seen": by_part(user, on=today),
            "may": acts_of(user),
            "today": today,
        }


def by_team(people: tuple[Watched, ...]) -> list[dict[str, Any]]:
    """Each team with its workers, and how many of them were not observed for a year."""
    teams: dict[str, list[Watched]] = {}
    for one in people:
        teams.setdefault(one.team_name, []).append(one)
    return [{"name": name, "rows": rows, "again": sum(one.again for one in rows)} for name, rows in teams.items()]


class BeginObservation(Page):
    """What was observed of somebody's practice, when and with whose family."""

    act = "observation.begin"
    template = "quality/observation_begin.html"

    def find(self, *, user_id: int) -> None:
        self.worker = find_observable(self.request.user, user_id)
        if self.worker is None:
            raise Http404("Nobody to observe")

    def show(self, *, user_id: int) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate(self.now)
        assert self.worker is not None
        return {
            "values": {"observed_on": today.isoformat()} | dict(self.request.POST.items()),
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "worker": self.worker.name,
            "activities": coded("observation_activity"),
            "children": children_to_observe(user, self.worker, at=self.now, on=today),
        }

    def perform(self, *, user_id: int) -> str:
        typed = self.request.POST
        observed_on = typed_day(typed, "observed_on", what="the day", needed=True)
        assert observed_on is not None
        made = begin_observation(
            worker=user_id,
            activity=typed.get("activity", ""),
            observed_on=observed_on,
            child=(key_of(typed["child"]) or 0) if typed.get("child") else None,
            by=self.request.user,
            at=self.now,
        )
        return reverse("observation_write", args=[made])


class ObservationPage(Page):
    """One observation as it stands, with the acts that are open to its reader."""

    act = "observation.open"
    template = "quality/observation_one.html"
    shown: ObservationShown | None = None

    def authorise(self, *, observation_id: int, **address: Any) -> None:
        super().authorise(observation_id=observation_id)
        self.shown = show_observation(observation_id, reader=self.request.user)
        if self.shown is None:
            raise Http404("No such observation")

    def show(self, *, observation_id: int, **address: Any) -> dict[str, Any]:
        found = self.shown
        assert found is not None
        if found.child is not None and not self.problems:
            self.saw([found.child], subject=f"observation:{observation_id}")
        return {
            "o": found,
            "tone": TONES[found.state],
            "marks": SEEN_MARKS,
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "failed": self.act,
            "polarities": [(one.value, one.label) for one in SETS["finding_polarity"].choices()],
            "now": self.now,
            "today": timezone.localdate(self.now),
        }


class WriteObservation(KeepsTyping, ObservationPage):
    """What was seen, part by part; kept as it is typed, and sent when it is whole."""

    act = "observation.write"
    template = "quality/observation_write.html"

    def show(self, *, observation_id: int, **address: Any) -> dict[str, Any]:
        context = super().show(observation_id=observation_id)
        found: ObservationShown = context["o"]
        posted = self.request.method == "POST"
        return context | {
            "values": self.request.POST if posted else found.typed,
            "open": self.act in found.may,
            "seen_choices": coded("observation_seen"),
            "whole_choices": coded("observation_whole"),
            "agreed_choices": coded("observation_agreed"),
            "owners": owners_of_steps(observation_id),
            "places": range(1, MOST_STEPS + 1),
            "saved": words.clock_time(found.saved_at) if found.saved_at else "",
            "form_url": self.request.path,
        }

    def keep(self, *, observation_id: int) -> None:
        boxes = as_typed(self.request.POST)
        keep_observation(observation=observation_id, typed=boxes, by=self.request.user, at=self.now)

    def perform(self, *, observation_id: int) -> str:
        if self.request.POST.get("keep"):
            self.keep(observation_id=observation_id)
            messages.success(self.request, "Kept as it stands. Nobody else reads it until you send it.")
            return reverse("observation", args=[observation_id])
        assert self.shown is not None
        said = observation_said(self.request.POST, [one.key for one in self.shown.parts])
        send_observation(observation=observation_id, said=said, by=self.request.user, at=self.now)
        messages.success(self.request, f"Sent. {self.shown.worker_name} reads it and answers.")
        return reverse("observation", args=[observation_id])


class DropObservation(ObservationPage):
    """It was begun in error."""

    act = "observation.drop"

    def perform(self, *, observation_id: int) -> str:
        drop_observation(observation=observation_id, by=self.request.user, at=self.now)
        messages.success(self.request, "The observation was taken back.")
        return reverse("observations")


class AnswerObservation(ObservationPage):
    """The worker's own reflection and answer."""

    act = "observation.answer"

    def perform(self, *, observation_id: int) -> str:
        typed = self.request.POST
        answer_observation(
            observation=observation_id,
            words=typed.get("worker_words", ""),
            next_words=typed.get("worker_next", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "Your answer stands beside what was seen.")
        return reverse("observation", args=[observation_id])


class FollowUpObservation(ObservationPage):
    """Somebody looks again at what changed."""

    act = "observation.follow_up"

    def perform(self, *, observation_id: int) -> str:
        said = self.request.POST.get("followed_words", "")
        follow_up_observation(observation=observation_id, words=said, by=self.request.user, at=self.now)
        messages.success(self.request, "Followed up.")
        return reverse("observation", args=[observation_id])


class LearnFromObservation(ObservationPage):
    """What it showed goes into the register of findings, without a name."""

    act = "finding.enter"

    def perform(self, *, observation_id: int) -> str:
        typed = self.request.POST
        made = learn_from_observation(
            observation=observation_id,
            words=typed.get("words", ""),
            polarity=typed.get("polarity", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "It is in the findings register.")
        return reverse("finding", args=[made])


class FinishObservationStep(ObservationPage):
    """A next step is done: its owner says what came of it."""

    act = "observation.finish_step"

    def authorise(self, *, observation_step_id: int, **address: Any) -> None:
        super().authorise(observation_id=observation_of_step(observation_step_id) or 0)

    def show(self, *, observation_step_id: int, **address: Any) -> dict[str, Any]:
        assert self.shown is not None
        return super().show(observation_id=self.shown.key)

    def perform(self, *, observation_step_id: int) -> str:
        said = self.request.POST.get(f"done-{observation_step_id}", "")
        finish_observation_step(observation_step=observation_step_id, words=said, by=self.request.user, at=self.now)
        messages.success(self.request, "Recorded that it is done.")
        assert self.shown is not None
        return reverse("observation", args=[self.shown.key])


def observation_said(typed: Mapping[str, str], keys: list[str]) -> ObservationSaid:
    """What was typed, as the operation takes it. Raises `Refused` for what is no day."""
    return ObservationSaid(
        family_agreed=typed.get("family_agreed", ""),
        family_words=typed.get("family_words", ""),
        saw=typed.get("saw", ""),
        parts={key: (typed.get(f"seen-{key}", ""), typed.get(f"words-{key}", "")) for key in keys},
        whole=typed.get("whole", ""),
        whole_words=typed.get("whole_words", ""),
        steps=tuple(_step(typed, number) for number in range(1, MOST_STEPS + 1)),
        no_step_because=typed.get("no_step_because", ""),
        follow_up_on=_day(typed, "follow_up_on"),
    )


def _step(typed: Mapping[str, str], number: int) -> StepSaid:
    box = f"step-{number}"
    return StepSaid(typed.get(f"{box}-what", ""), key_of(typed.get(f"{box}-owner")), _day(typed, f"{box}-due"), box)


def _day(typed: Mapping[str, str], name: str) -> date | None:
    return typed_day(typed, name, what="the day")
