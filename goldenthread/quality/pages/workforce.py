"""The workforce: the usual ratios with the rows behind them, a worker's record, and posts that nobody holds."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of, find_user, require, teams
from goldenthread.casework.pages.typed import key_of, typed_day
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.pages.supervision import enter_read
from goldenthread.quality.public.supervision import not_allowed
from goldenthread.quality.public.workforce import (
    FLAGS,
    Post,
    WorkerSaid,
    WorkerShown,
    end_vacancy,
    may_see_worker,
    record_training,
    record_vacancy,
    record_worker,
    worker_shown,
    workforce,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import Role
from goldenthread.ui import words


def typed_share(text: str) -> Decimal | None:
    """The part of a post in a box, to two places; None for what is none."""
    try:
        found = Decimal(text.strip()[:8])
    except InvalidOperation:
        return None
    return found.quantize(Decimal("0.01")) if found.is_finite() and abs(found) < 100 else None


class WorkforcePage(Page):
    """The ratios, everybody's row with what is coming up, and vacant posts."""

    act = "workforce.read"
    template = "quality/workforce.html"

    def show(self) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate(self.now)
        flag = self.request.GET.get("show", "")
        if flag and flag not in FLAGS:
            raise Http404("No such rows")
        found = workforce(reader=user, on=today, at=self.now)
        counts = {key: sum(key in one.flags for one in found.posts) for key in FLAGS}
        rows = [one for one in found.posts if not flag or flag in one.flags]
        may = "workforce.record" in acts_of(user)
        return {
            "ratios": [
                {
                    "label": one.label,
                    "figure": one.figure or "Not known",
                    "counts": one.counts,
                    "england": one.england,
                    "url": _opens(one.opens),
                }
                for one in found.ratios
            ],
            "flags": [
                {"label": f"{label} ({counts[key]})", "url": f"?show={key}#rows", "current": key == flag}
                for key, label in FLAGS.items()
                if counts[key] or key == flag
            ],
            "chosen": FLAGS.get(flag, ""),
            "rows": [_post(one, today, opens=user.role != Role.DIRECTOR) for one in rows],
            "vacant": [
                {
                    "key": one.key,
                    "team": one.team_name,
                    "role": one.role_words,
                    "fte": f"{one.fte.normalize():f}",
                    "since": words.day_short(one.vacant_from, today),
                    "words": one.words,
                    "url": reverse("vacancy_end", args=[one.key]) if may and one.mine else "",
                }
                for one in found.vacant
            ],
            "may": may,
        }


def _opens(key: str) -> str:
    if not key:
        return ""
    return "#vacant" if key == "vacant" else f"?show={key}#rows"


def _post(one: Post, today: Any, *, opens: bool) -> dict[str, Any]:
    return {
        "name": one.name,
        "url": reverse("worker_record", args=[one.worker]) if opens else "",
        "job": one.role_words or one.job,
        "team": one.team_name,
        "fte": f"{one.fte.normalize():f}" if one.fte is not None else "",
        "since": words.day_short(one.started_on, today) if one.started_on else "",
        "flags": [FLAGS[key] for key in one.flags],
        "children": one.children,
        "left": words.day_short(one.left_on, today) if one.left_on else "",
    }


class WorkerRecordPage(Page):
    """One worker's record: for the worker, and the managers who answer for her."""

    act = "workforce.read"
    template = "quality/worker_record.html"

    def authorise(self, *, user_id: int) -> None:
        self.decision = require(self.request.user, self.act, at=self.now)
        found = find_user(key=user_id)
        if found is None:
            raise Http404("No such worker")
        if not may_see_worker(self.request.user, found):
            raise not_allowed("A worker’s record is for the worker and the managers who answer for the team.")

    def show(self, *, user_id: int) -> dict[str, Any]:
        found = self._found(user_id)
        if self.request.method != "POST":
            enter_read(self.act, f"worker:{user_id}", by=self.request.user, at=self.now, right=self.decision.right)
        return {"w": _worker(found)} | self.form(found)

    def form(self, found: WorkerShown) -> dict[str, Any]:
        return {"may_change": found.may_change and "workforce.record" in acts_of(self.request.user)}

    def _found(self, user_id: int) -> WorkerShown:
        found = worker_shown(user_id, reader=self.request.user)
        if found is None:
            raise Http404("No such worker")
        return found


def _worker(one: WorkerShown) -> dict[str, Any]:
    said = [
        ("Role", SETS["workforce_role"].label(one.role) if one.role else ""),
        ("Part of a full-time post", f"{one.fte.normalize():f}" if one.fte is not None else ""),
        ("Began", words.day(one.started_on)),
        ("Social Work England number", one.registration),
        ("Registered until", words.day(one.registered_until)),
        (
            "Newly qualified year (assessed and supported year in employment)",
            f"{words.day(one.induction_from)} to {words.day(one.induction_ends_on)}" if one.induction_from else "",
        ),
        ("Agency", one.agency),
        ("Notice given", words.day(one.notice_on)),
        ("Notice ends", words.day(one.notice_ends_on)),
        ("Last day", words.day(one.left_on)),
        ("Why", SETS["leaving_reason"].label(one.left_because) if one.left_because else ""),
        ("In words", one.left_words),
    ]
    return {
        "key": one.worker,
        "name": one.name,
        "job": one.job,
        "team": one.team_name,
        "recorded": one.recorded,
        "facts": [{"label": label, "value": value} for label, value in said if value],
        "training": [
            {"what": row.what, "on": words.day(row.done_on), "again": words.day(row.again_by)} for row in one.training
        ],
    }


class ChangeWorker(WorkerRecordPage):
    """Record or change a worker's post."""

    act = "workforce.record"
    template = "quality/worker_change.html"

    def form(self, found: WorkerShown) -> dict[str, Any]:
        posted = self.request.method == "POST"
        stands = {
            "role": found.role,
            "fte": f"{found.fte.normalize():f}" if found.fte is not None else "1",
            "registration": found.registration,
            "agency": found.agency,
            "left_because": found.left_because,
            "left_words": found.left_words,
        } | {name: on.isoformat() if (on := getattr(found, name)) else "" for name in _DAYS}
        return {
            "values": dict(self.request.POST.items()) if posted else stands,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "roles": [(one.value, one.label) for one in SETS["workforce_role"].choices()],
            "reasons": [(one.value, one.label) for one in SETS["leaving_reason"].choices()],
        }

    def perform(self, *, user_id: int) -> str:
        typed = self.request.POST
        days = {name: typed_day(typed, name, what=what) for name, what in _DAYS.items()}
        said = WorkerSaid(
            role=typed.get("role", ""),
            fte=typed_share(typed.get("fte", "")),
            registration=typed.get("registration", ""),
            agency=typed.get("agency", ""),
            left_because=typed.get("left_because", ""),
            left_words=typed.get("left_words", ""),
            **days,
        )
        record_worker(worker=user_id, said=said, by=self.request.user, at=self.now)
        messages.success(self.request, "The worker’s record is kept.")
        return reverse("worker_record", args=[user_id])


_DAYS = {
    "started_on": "the day the worker began",
    "registered_until": "the day the registration ends",
    "induction_from": "the day the newly qualified year began",
    "induction_ends_on": "the day it ends",
    "notice_on": "the day notice was given",
    "left_on": "the last day",
}


class AddTraining(WorkerRecordPage):
    """Record training that a worker did."""

    act = "workforce.record"
    template = "quality/worker_training.html"

    def form(self, found: WorkerShown) -> dict[str, Any]:
        return {
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
        }

    def perform(self, *, user_id: int) -> str:
        typed = self.request.POST
        done_on = typed_day(typed, "done_on", what="the day it was done", needed=True)
        assert done_on is not None
        record_training(
            worker=user_id,
            what=typed.get("what", ""),
            done_on=done_on,
            again_by=typed_day(typed, "again_by", what="the day it is due again"),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The training is recorded.")
        return reverse("worker_record", args=[user_id])


class NewVacancy(Page):
    """Record a vacant post."""

    act = "vacancy.record"
    template = "quality/vacancy_new.html"

    def show(self) -> dict[str, Any]:
        user = self.request.user
        service = user.team.service if user.team else ""
        own = [
            one
            for one in teams()
            if one.key == user.team_id or (user.role == Role.SERVICE_MANAGER and service and one.service == service)
        ]
        return {
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "teams": [(one.key, one.name) for one in own],
            "roles": [(one.value, one.label) for one in SETS["workforce_role"].choices()],
        }

    def perform(self) -> str:
        typed = self.request.POST
        vacant_from = typed_day(typed, "vacant_from", what="the day it fell vacant", needed=True)
        assert vacant_from is not None
        record_vacancy(
            team=key_of(typed.get("team")) or 0,
            role=typed.get("role", ""),
            fte=typed_share(typed.get("fte", "")),
            vacant_from=vacant_from,
            words=typed.get("words", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The vacant post is recorded.")
        return reverse("workforce")


class EndVacancy(Page):
    """Say that a vacant post is filled, or gone."""

    act = "vacancy.record"
    template = "quality/vacancy_end.html"

    def show(self, *, vacancy_id: int) -> dict[str, Any]:
        found = workforce(reader=self.request.user, on=timezone.localdate(self.now), at=self.now)
        one = next((row for row in found.vacant if row.key == vacancy_id and row.mine), None)
        if one is None:
            raise Http404("No such vacant post")
        return {
            "v": one,
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
        }

    def perform(self, *, vacancy_id: int) -> str:
        typed = self.request.POST
        ended_on = typed_day(typed, "ended_on", what="the day", needed=True)
        if ended_on is None:
            raise Refused("Enter the day", "ended_on")
        end_vacancy(
            vacancy=vacancy_id, ended_on=ended_on, words=typed.get("words", ""), by=self.request.user, at=self.now
        )
        messages.success(self.request, "The post is not vacant any more.")
        return reverse("workforce")
