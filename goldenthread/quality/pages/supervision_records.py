"""What supervision records: about a child, in the personal part, and what became of a direction."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import require, team_members
from goldenthread.casework.pages.autosave import KeepsTyping, sent_version
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.typed import as_typed, key_of, typed_day
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.pages.supervision import SessionPage, child_words, enter_read, in_words
from goldenthread.quality.public.supervision import (
    AgendaChild,
    ChildSaid,
    DirectionSaid,
    Discussed,
    FollowSaid,
    GivenDirection,
    answer_direction,
    child_of_direction,
    direction_shown,
    directions_about,
    discussed_in,
    discussed_of,
    keep_discussed,
    last_discussed,
    may_open,
    not_allowed,
    personal_of,
    record_discussed,
    typed_of,
    write_personal,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.supervision import ABOUT_A_CHILD, MOST_DIRECTIONS, PERSONAL
from goldenthread.ui import words


class DiscussPage(KeepsTyping, SessionPage):
    """Record supervision about one child, with the agenda beside it. Kept as it is typed."""

    act = "supervision.discuss"
    template = "quality/supervision_child.html"

    def child(self, *, child_id: int, **address: Any) -> int:
        return child_id

    def authorise(self, *, supervision_id: int, child_id: int) -> None:
        self.session = self._session(supervision_id)
        self.decision = require(self.request.user, self.act, child_id, at=self.now)
        if not may_open(self.request.user, self.session) or self.request.user.pk == self.session.worker:
            raise not_allowed("You do not supervise this worker.")

    def find(self, *, supervision_id: int, child_id: int) -> None:
        self.on_agenda = self._child(supervision_id, child_id)

    def _child(self, supervision_id: int, child_id: int) -> AgendaChild:
        found = self._agenda(supervision_id, timezone.localdate(self.now))
        for one in found.children:
            if one.child == child_id:
                return one
        raise Http404("This child is not on the agenda")

    def show(self, *, supervision_id: int, child_id: int) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        typed = typed_of(supervision_id, child_id)
        posted = self.request.method == "POST"
        said = discussed_in(supervision_id, child_id)
        members = team_members(self.session.team) if self.session.team else []
        return {
            "session": in_words(self.session, today),
            "running": self.session.state == "running",
            "c": child_words(self.on_agenda, self.session, today),
            "said": _discussed(said, today) if said else None,
            "asks": [vars_of(one) for one in ABOUT_A_CHILD],
            "values": dict(self.request.POST.items()) if posted else dict(typed.boxes),
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "version": self.request.POST.get("version", "0") if posted else typed.version,
            "saved": words.clock_time(typed.saved_at) if typed.saved_at else "",
            "answers": [(one.value, one.label) for one in SETS["direction_answer"].choices()],
            "owners": [(one.key, one.name) for one in members],
            "lines": range(1, MOST_DIRECTIONS + 1),
        }

    def perform(self, *, supervision_id: int, child_id: int) -> str:
        typed = self.request.POST
        if typed.get("keep"):
            self.keep(supervision_id=supervision_id, child_id=child_id)
            messages.success(self.request, "Kept as it stands. Record it when it is finished.")
            return reverse("supervision_session", args=[supervision_id])
        said = self._said(child_id)
        record_discussed(supervision=supervision_id, child=child_id, said=said, by=self.request.user, at=self.now)
        messages.success(self.request, f"Recorded what you said about {self.on_agenda.name}.")
        return reverse("supervision_session", args=[supervision_id])

    def keep(self, *, supervision_id: int, child_id: int) -> int:
        boxes = as_typed(self.request.POST)
        boxes.pop("keep", None)
        return keep_discussed(
            supervision=supervision_id,
            child=child_id,
            typed=boxes,
            based_on=sent_version(self.request.POST.get("version")),
            by=self.request.user,
            at=self.now,
        )

    def _said(self, child: int) -> ChildSaid:
        typed = self.request.POST
        wrong: list[tuple[str, str]] = []

        def a_day(name: str, what: str) -> Any:
            try:
                return typed_day(typed, name, what=what)
            except Refused as problem:
                wrong.extend(problem.problems)
                return None

        directions = [
            DirectionSaid(
                what=typed.get(f"direction-{n}-what", ""),
                owner=key_of(typed.get(f"direction-{n}-owner")),
                due_on=a_day(f"direction-{n}-due", "the day"),
                box=f"direction-{n}",
            )
            for n in range(1, MOST_DIRECTIONS + 1)
            if typed.get(f"direction-{n}-what", "").strip() or typed.get(f"direction-{n}-due", "").strip()
        ]
        followed = {
            one.key: FollowSaid(
                outcome=typed.get(f"outcome-{one.key}", ""),
                words=typed.get(f"words-{one.key}", ""),
                due_on=a_day(f"again-{one.key}", "the new day"),
            )
            for one in directions_about([child], open_only=True).get(child, ())
        }
        if wrong:
            raise Refused(problems=tuple(wrong))
        return ChildSaid(
            texts={one.name: typed.get(one.name, "") for one in ABOUT_A_CHILD},
            directions=directions,
            followed=followed,
            no_direction_because=typed.get("no_direction_because", ""),
        )


def vars_of(ask: Any) -> dict[str, Any]:
    """A question for the templates."""
    return {"name": ask.name, "label": ask.label, "hint": ask.hint, "rows": ask.rows, "needed": ask.needed}


class PersonalPage(KeepsTyping, SessionPage):
    """The personal part: between the worker and her supervisor."""

    act = "supervision.personal"
    template = "quality/supervision_personal.html"

    def authorise(self, *, supervision_id: int, **address: Any) -> None:
        super().authorise(supervision_id=supervision_id)
        if self.request.user.pk not in (self.session.worker, self.session.supervisor):
            raise not_allowed("The personal part is between the worker and her supervisor.")

    def show(self, *, supervision_id: int) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        found = personal_of(supervision_id)
        if self.request.method != "POST":
            enter_read(
                self.act,
                f"supervision:{supervision_id}",
                by=self.request.user,
                at=self.now,
                right=self.decision.right,
            )
        return {
            "session": in_words(self.session, today),
            "open": self.session.state in ("due", "running"),
            "asks": [vars_of(one) for one in PERSONAL],
            "values": dict(self.request.POST.items()) if self.request.method == "POST" else dict(found.boxes),
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "saved": words.clock_time(found.written_at) if found.written_at else "",
        }

    def perform(self, *, supervision_id: int) -> str:
        self.keep(supervision_id=supervision_id)
        messages.success(self.request, "The personal part is kept.")
        return reverse("supervision_session", args=[supervision_id])

    def keep(self, *, supervision_id: int) -> None:
        boxes = as_typed(self.request.POST)
        write_personal(supervision=supervision_id, boxes=boxes, by=self.request.user, at=self.now)


class DirectionPage(Page):
    """A direction as it stands; its owner says here what became of it."""

    act = "direction.answer"
    template = "quality/direction.html"

    def child(self, *, direction_id: int) -> int:
        child = child_of_direction(direction_id)
        if child is None:
            raise Http404("No such direction")
        return child

    def show(self, *, direction_id: int) -> dict[str, Any]:
        found = direction_shown(direction_id)
        if found is None:
            raise Http404("No such direction")
        user, today = self.request.user, timezone.localdate(self.now)
        hers = user.pk == found.owner or user.covers.filter(absent=found.owner, period__contains=today).exists()
        return {
            "d": direction_words(found, today),
            "may": hers and found.closed_on is None,
            "answers": [(one.value, one.label) for one in SETS["direction_answer"].choices()],
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
        }

    def perform(self, *, direction_id: int) -> str:
        typed = self.request.POST
        answer_direction(
            direction=direction_id,
            answer=typed.get("answer", ""),
            words=typed.get("words", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "Your answer is recorded. The next supervision looks at it.")
        return reverse("work")


def direction_words(one: GivenDirection, today: Any) -> dict[str, Any]:
    """A direction for the templates."""
    return {
        "key": one.key,
        "url": reverse("direction", args=[one.key]),
        "name": one.name,
        "child": reverse("child", args=[one.child]),
        "supervision": reverse("child_supervision", args=[one.child]),
        "what": one.what,
        "owner": one.owner_name,
        "due": words.day(one.due_on),
        "late": one.closed_on is None and one.answer != "done" and one.due_on < today,
        "asked": words.day(one.asked_on),
        "by": one.asked_by,
        "answer": one.answer_label,
        "answer_words": one.answer_words,
        "answered": words.day(one.answered_on),
        "answered_by": one.answered_by,
        "closed": words.day(one.closed_on),
        "closed_label": one.closed_label,
    }


def _discussed(one: Discussed, today: Any) -> dict[str, Any]:
    texts = [(ask.label, getattr(one, ask.name)) for ask in ABOUT_A_CHILD]
    return {
        "key": one.key,
        "on": words.day(one.held_on),
        "who": f"{one.supervisor_name} with {one.worker_name}",
        "texts": [(label, text) for label, text in texts if text],
        "drift": [{"sentence": sentence, "since": words.day(on), "because": why} for sentence, on, why in one.drift],
        "directions": [direction_words(row, today) for row in one.directions],
        "none": one.no_direction_because,
        "followed": [
            {"what": row.what, "outcome": row.outcome, "words": row.words, "again": words.day(row.due_on)}
            for row in one.followed
        ],
        "late": one.due_on is not None and one.held_on is not None and one.held_on > one.due_on,
        "due": words.day(one.due_on),
    }


class ChildSupervision(ChildPage):
    """What supervision said about one child, the latest first. Nothing of the worker's own is here."""

    act = "supervision.read_child"
    template = "quality/child_supervision.html"
    part = "child_supervision"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        said = discussed_of(child_id)
        directions = directions_about([child_id], open_only=True).get(child_id, ())
        last = last_discussed([child_id]).get(child_id)
        return {
            "said": [_discussed(one, self.today) for one in said],
            "open_directions": [direction_words(one, self.today) for one in directions],
            "last": words.day(last) if last else "",
        }
