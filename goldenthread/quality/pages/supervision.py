"""Supervision: whose is due, a worker's own page, a session with its agenda, and how it was kept in each team."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import (
    User,
    acts_of,
    find_team,
    find_user,
    managers,
    record,
    require,
)
from goldenthread.casework.pages.typed import key_of, typed_day
from goldenthread.quality.public.feedback import shared_of
from goldenthread.quality.public.observation import in_supervision
from goldenthread.quality.public.supervision import (
    SUPERVISED,
    Agenda,
    AgendaChild,
    Session,
    Supervised,
    agenda,
    agree_supervision,
    agreement_of,
    begin_supervision,
    find_session,
    finish_supervision,
    how_kept,
    manages,
    may_open,
    miss_supervision,
    missed_sessions,
    not_allowed,
    open_directions_of,
    sessions_of,
    supervised,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.workflows import SUPERVISION
from goldenthread.ui import words

TONES = {"held": "green", "missed": "red", "running": "yellow", "due": "grey"}


def in_words(session: Session, today: date) -> dict[str, Any]:
    """A session for the templates: when, how it stands, and with whom."""
    late = session.state in ("due", "running") and session.due_on < today
    when = {
        "held": f"Held on {words.day(session.held_on)}",
        "missed": f"Missed, due on {words.day(session.due_on)}",
        "running": f"Being recorded, due on {words.day(session.due_on)}",
        "due": f"Due on {words.day(session.due_on)}",
    }[session.state]
    was_late = session.state == "held" and session.held_on is not None and session.held_on > session.due_on
    return {
        "key": session.key,
        "url": reverse("supervision_session", args=[session.key]),
        "when": when,
        "mark": "over" if late or session.state == "missed" else "late" if was_late else _MARKS[session.state],
        "late": late,
        "was_late": was_late,
        "due": words.day(session.due_on),
        "state": SUPERVISION.states[session.state],
        "tone": TONES[session.state],
        "worker": session.worker_name,
        "worker_key": session.worker,
        "supervisor": session.supervisor_name,
        "team": session.team_name,
        "children": session.children,
        "because": session.missed_because,
        "because_words": session.missed_words,
    }


_MARKS = {"held": "done", "missed": "over", "running": "to_come", "due": "to_come"}


class SupervisionHome(Page):
    """A worker's own supervision and directions; for a manager, everybody whose supervision she answers for."""

    act = "supervision.read"
    template = "quality/supervision_home.html"

    def show(self) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate(self.now)
        own = user.role in SUPERVISED
        directions = open_directions_of(user.pk, reader=user, at=self.now)
        if directions:
            self.saw({one.child for one in directions})
        rows = () if own or user.role == Role.DIRECTOR else supervised(user, on=today)
        return {
            "own": own,
            "agreed": agreement_of(user.pk) if own else None,
            "sessions": [in_words(one, today) for one in sessions_of(user.pk)] if own else [],
            "directions": [
                {
                    "url": reverse("direction", args=[one.key]),
                    "what": one.what,
                    "name": one.name,
                    "due": words.day_short(one.due_on, today),
                    "late": one.due_on < today,
                    "by": one.asked_by,
                }
                for one in directions
            ],
            "teams": _by_team(rows, today),
            "running": [one for one in rows if one.next_state == "running"],
            "may_oversee": "supervision.oversee" in acts_of(user),
            "late": sum(one.due_on is not None and one.due_on < today for one in rows),
            "not_agreed": sum(one.supervisor is None for one in rows),
            "count": len(rows),
        }


def _by_team(rows: tuple[Supervised, ...], today: date) -> list[dict[str, Any]]:
    teams: dict[str, list[dict[str, Any]]] = {}
    for one in rows:
        late = one.due_on is not None and one.due_on < today
        teams.setdefault(one.team_name, []).append(
            {
                "key": one.worker,
                "name": one.name,
                "supervisor": one.supervisor_name or "Nobody yet",
                "frequency": one.frequency,
                "last": words.day_short(one.last_on, today) if one.last_on else "Not in 12 months",
                "due": words.day_short(one.due_on, today) if one.due_on else "",
                "late": late,
                "missed": one.missed,
                "next": reverse("supervision_session", args=[one.next]) if one.next else "",
                "label": "Go on" if one.next_state == "running" else "Open the agenda",
            }
        )
    return [{"name": name, "rows": some} for name, some in teams.items()]


class WorkerPage(Page):
    """What every page about one worker's supervision has: the worker, and who may open it."""

    act = "supervision.read"

    def authorise(self, *, user_id: int, **address: Any) -> None:
        self.decision = require(self.request.user, self.act, at=self.now)
        self.worker = self._worker(user_id)
        user = self.request.user
        if user.pk != user_id and user.role != Role.SERVICE_MANAGER and not manages(user, self.worker):
            raise not_allowed(f"You do not supervise {self.worker.name}, and do not manage the team.")

    def _worker(self, user_id: int) -> User:
        found = find_user(key=user_id)
        if found is None or found.role not in SUPERVISED:
            raise Http404("No such worker")
        return found


class WorkerSupervision(WorkerPage):
    """One worker: what was agreed, the sessions, and the one to come."""

    template = "quality/supervision_worker.html"

    def show(self, *, user_id: int) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        found = sessions_of(user_id)
        coming = next((one for one in found if one.state in ("due", "running")), None)
        return {
            "worker": self.worker.name,
            "worker_key": user_id,
            "team": self.worker.team.name if self.worker.team else "",
            "agreed": agreement_of(user_id),
            "coming": in_words(coming, today) if coming else None,
            "sessions": [in_words(one, today) for one in found if one is not coming],
            "may_agree": "supervision.agree" in acts_of(self.request.user)
            and self.request.user.pk != user_id
            and manages(self.request.user, self.worker),
            "own": self.request.user.pk == user_id,
            "practice": in_supervision(user_id, reader=self.request.user),
            "said": shared_of(user_id, reader=self.request.user, at=self.now),
            "today": today,
        }


class AgreeSupervision(WorkerPage):
    """Agree who supervises a worker, how often, and when the two look at it again."""

    act = "supervision.agree"
    template = "quality/supervision_agree.html"

    def show(self, *, user_id: int) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        stands = agreement_of(user_id)
        values = dict(self.request.POST.items())
        if self.request.method != "POST":
            values = {
                "supervisor": str(stands.supervisor if stands else self.request.user.pk),
                "frequency": stands.frequency if stands else "monthly",
                "words": stands.words if stands else "",
                "review_on": today.replace(year=today.year + 1, day=min(today.day, 28)).isoformat(),
            }
        team = self.worker.team
        choices = managers(team) if team else []
        keys = {one.key for one in choices}
        rest = [one for one in managers() if one.key not in keys and one.role == Role.SERVICE_MANAGER]
        return {
            "worker": self.worker.name,
            "worker_key": user_id,
            "supervisors": [(one.key, f"{one.name}, {one.job_title or one.role_name}") for one in (*choices, *rest)],
            "frequencies": [(one.value, one.label) for one in SETS["supervision_frequency"].choices()],
            "values": values,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "stands": stands,
        }

    def perform(self, *, user_id: int) -> str:
        typed = self.request.POST
        review_on = typed_day(typed, "review_on", what="the day you look at it again", needed=True)
        assert review_on is not None
        agree_supervision(
            worker=user_id,
            supervisor=key_of(typed.get("supervisor")) or 0,
            frequency=typed.get("frequency", ""),
            review_on=review_on,
            words=typed.get("words", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "What you agreed is recorded, and the next supervision has its day.")
        return reverse("worker_supervision", args=[user_id])


class SessionPage(Page):
    """A session: the agenda that writes itself, what is recorded so far, and the acts that are open now."""

    act = "supervision.read"
    template = "quality/supervision_session.html"

    def authorise(self, *, supervision_id: int, **address: Any) -> None:
        self.decision = require(self.request.user, self.act, at=self.now)
        self.session = self._session(supervision_id)
        if not may_open(self.request.user, self.session):
            raise not_allowed("This supervision is between the two who hold it and their managers.")

    def _session(self, supervision_id: int) -> Session:
        found = find_session(supervision_id)
        if found is None:
            raise Http404("No such supervision")
        return found

    def show(self, *, supervision_id: int) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate(self.now)
        found = self._agenda(supervision_id, today)
        if not self.problems:
            self.saw([one.child for one in found.children], subject=f"supervision:{supervision_id}")
        session = found.session
        may = set(SUPERVISION.acts_from(session.state)) & acts_of(user) if session.worker != user.pk else set()
        return {
            "session": in_words(session, today),
            "children": [child_words(one, session, today) for one in found.children],
            "drifting": sum(bool(one.drift) for one in found.children),
            "recorded": found.recorded,
            "may": may,
            "over": session.state in ("held", "missed"),
            "two": user.pk in (session.worker, session.supervisor),
            "practice": in_supervision(session.worker, reader=user) if session.state in ("due", "running") else None,
            "said": shared_of(session.worker, reader=user, at=self.now) if session.state in ("due", "running") else (),
            "personal": found.personal,
            "past": session.due_on <= today,
            "reasons": [(one.value, one.label) for one in SETS["supervision_missed"].choices()],
            "values": {"held_on": today.isoformat()} | dict(self.request.POST.items()),
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "today": today,
        }

    def _agenda(self, supervision_id: int, today: date) -> Agenda:
        found = agenda(supervision_id, reader=self.request.user, on=today, at=self.now, session=self.session)
        if found is None:
            raise Http404("No such supervision")
        return found


class BeginSupervision(SessionPage):
    """Begin to record."""

    act = "supervision.begin"

    def perform(self, *, supervision_id: int) -> str:
        begin_supervision(supervision=supervision_id, by=self.request.user, at=self.now)
        return reverse("supervision_session", args=[supervision_id])


class FinishSupervision(SessionPage):
    """The session was held: the next one falls due."""

    act = "supervision.finish"

    def perform(self, *, supervision_id: int) -> str:
        held_on = typed_day(self.request.POST, "held_on", what="the day it was held", needed=True)
        assert held_on is not None
        finish_supervision(supervision=supervision_id, held_on=held_on, by=self.request.user, at=self.now)
        messages.success(self.request, "Recorded that it was held. The next one has its day.")
        return reverse("worker_supervision", args=[self.session.worker])


class MissSupervision(SessionPage):
    """The session did not happen: why, and the next one falls due."""

    act = "supervision.miss"

    def perform(self, *, supervision_id: int) -> str:
        typed = self.request.POST
        miss_supervision(
            supervision=supervision_id,
            because=typed.get("because", ""),
            words=typed.get("words", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "Recorded that it did not happen. The next one has its day.")
        return reverse("worker_supervision", args=[self.session.worker])


def child_words(one: AgendaChild, session: Session, today: date) -> dict[str, Any]:
    """A child on the agenda, for the templates."""
    return {
        "key": one.child,
        "name": one.name,
        "age": words.age(one.born_on, today) if one.born_on else "",
        "status": one.status_words,
        "interval": one.interval,
        "co_working": one.how == "co_working",
        "url": reverse("child", args=[one.child]),
        "write": reverse("supervision_child", args=[session.key, one.child]),
        "state": one.state,
        "saved": words.moment(one.saved_at, today) if one.saved_at else "",
        "last": words.day(one.last_on) if one.last_on else "",
        "due": words.day(one.due_on) if one.due_on else "",
        "late": one.due_on is not None and one.due_on < today,
        "drift": [
            {
                "sentence": found.rule.sentence,
                "since": words.day(found.since),
                "because": found.because,
                "asks": found.rule.asks,
                "why": found.rule.why,
            }
            for found in one.drift
        ],
        "overdue": [f"{row.words}, due {words.day_short(row.due_on, today)}" for row in one.overdue],
        "soon": [f"{row.words}, by {words.day_short(row.due_on, today)}" for row in one.soon],
        "standards": [
            f"{row.sentence} Not so since {words.day_short(row.since, today)}"
            + (f", in {row.count} places." if row.count > 1 else ".")
            for row in one.standards
        ],
        "outcomes": [
            f"“{row.words}”: {SETS['plan_progress'].label(row.code).lower()} on {words.day_short(row.on, today)}"
            + (f", {SETS['plan_progress'].label(row.before).lower()} the time before" if row.before else "")
            for row in one.outcomes
        ],
        "happened": [f"{words.day_short(row.on, today)}: {row.words}" for row in one.happened],
        "directions": [
            {
                "key": row.key,
                "url": reverse("direction", args=[row.key]),
                "what": row.what,
                "owner": row.owner_name,
                "due": words.day_short(row.due_on, today),
                "late": row.due_on < today and row.answer != "done",
                "asked": words.day_short(row.asked_on, today) if row.asked_on else "",
                "by": row.asked_by,
                "answer": row.answer,
                "answer_label": row.answer_label,
                "answer_words": row.answer_words,
                "answered": words.day_short(row.answered_on, today) if row.answered_on else "",
            }
            for row in one.directions
        ],
    }


class SupervisionKept(Page):
    """How supervision was kept in each team over twelve months, and which sessions were missed."""

    act = "supervision.oversee"
    template = "quality/supervision_kept.html"

    def show(self) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate(self.now)
        chosen = self._team()
        rows = how_kept(on=today)
        service = user.team.service if user.team else ""
        # A director sees counts; whose supervision it was is for those who answer for the service.
        shows_people = user.role == Role.SERVICE_MANAGER
        sessions = missed_sessions(on=today, team=chosen) if shows_people else ()
        named = find_team(chosen) if chosen else None
        return {
            "rows": [
                {
                    "name": one.name,
                    "service": one.service,
                    "own": bool(service) and one.service == service,
                    "url": f"{reverse('supervision_kept')}?team={one.team}#missed" if shows_people else "",
                    "in_time": one.in_time,
                    "late": one.late,
                    "missed": one.missed,
                    "waiting": one.waiting,
                    "not_agreed": one.not_agreed,
                    "workers": one.workers,
                    "share": round(100 * one.in_time / of) if (of := one.in_time + one.late + one.missed) else None,
                }
                for one in rows
            ],
            "team": named.name if named else "",
            "missed": [in_words(one, today) for one in sessions],
            "shows_people": shows_people,
            "totals": [sum(getattr(one, name) for one in rows) for name in ("in_time", "late", "missed", "waiting")],
        }

    def _team(self) -> int | None:
        asked = self.request.GET.get("team", "")
        if not asked:
            return None
        key = key_of(asked)
        if key is None or find_team(key) is None:
            raise Http404("No such team")
        return key


def enter_read(act: str, subject: str, *, by: User, at: datetime, right: str) -> None:
    """Enters in the ledger that something about a worker was read."""
    record(act=act, by=by, at=at, right=right, subject=subject)
