"""One's own account and notices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse

from goldenthread.access.operations.notices import read
from goldenthread.access.pages.page import Page
from goldenthread.access.queries.ledger import entries
from goldenthread.access.queries.notices import how_many_unread, latest
from goldenthread.access.queries.people import colleague, covers_for
from goldenthread.access.queries.rights import acts_of
from goldenthread.ui.words import long_day, moment


class YourAccount(Page):
    """Her details, how she signs in, and where she signed in from."""

    act = "account.read"
    template = "access/your_account.html"

    def show(self, **address: Any) -> dict[str, Any]:
        user, acts = self.request.user, acts_of(self.request.user)
        me = colleague(user.pk)
        details = [("Name", me.name), ("Email address", me.email), ("Role", me.job_title or me.role_name.capitalize())]
        details += [("Works for", me.agency)] if me.agency else []
        details += [("Team", me.team_name)] if me.team_name else []
        details += [("Last day of access", long_day(me.access_until))] if me.access_until else []
        covered = covers_for(user, self.now.date())
        details += [("Covering today for", ", ".join(c.name for c in covered))] if covered else []
        history = entries(actor=user.pk, act="account.sign_in", since=self.now - timedelta(days=90), limit=20)
        links = [
            ("cover.arrange", "Cover for people who are away", "cover"),
            ("record.review_emergency", "Emergencies to review", "emergencies"),
        ]
        return {
            "details": [{"label": label, "value": value} for label, value in details],
            "has_password": settings.PASSWORDS and user.has_usable_password(),
            "history": [
                [moment(e.at), str(e.detail.get("how", "")).capitalize(), e.came_from or "Not known"] for e in history
            ],
            "idle": settings.SESSION_IDLE_MINUTES,
            "hours": settings.SESSION_COOKIE_AGE // 3600,
            "unread": how_many_unread(user),
            "links": [{"label": label, "url": reverse(name)} for act, label, name in links if act in acts],
        }


class Notices(Page):
    """What she has been told, what she has not read first."""

    act = "notice.read"
    template = "access/notices.html"

    def show(self, **address: Any) -> dict[str, Any]:
        told = latest(self.request.user)
        return {"fresh": [n for n in told if n.read_at is None], "old": [n for n in told if n.read_at is not None]}


class ReadNotice(Page):
    """Marks a notice as read and goes where it points."""

    act = "notice.read"
    template = "access/notices.html"

    def show(self, *, notice_id: int) -> dict[str, Any]:
        raise Http404

    def perform(self, *, notice_id: int) -> str:
        if not any(told.key == notice_id for told in latest(self.request.user)):
            raise Http404
        return read(notice=notice_id, by=self.request.user, at=self.now) or reverse("notices")
