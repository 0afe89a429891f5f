"""A team's page: who carries what, who waits for a worker, what is late."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of, find_team, teams
from goldenthread.casework.pages.work import waiting_rows
from goldenthread.casework.public import team_page


class TeamPage(Page):
    """One team."""

    act = "team.read"
    template = "casework/team.html"

    def show(self, *, team_id: int) -> dict[str, Any]:
        team = find_team(team_id)
        if team is None:
            raise Http404
        found = team_page(team, by=self.request.user, at=self.now)
        own = self.request.user.team_id
        return {
            "team": found,
            "to_sign": waiting_rows(found.to_sign, timezone.localdate(self.now)),
            "may_sign": "assessment.authorise" in acts_of(self.request.user),
            "mine": own == team.pk,
            "others": [one for one in teams() if one.key != team.pk],
            "may_authorise": "deadline.authorise" in acts_of(self.request.user),
            "may_allocate": "referral.allocate_worker" in acts_of(self.request.user),
        }


class MyTeamPage(Page):
    """Her own team; the list of teams when she has none."""

    act = "team.read"
    template = "casework/teams.html"

    def _page(self, status: int, **address: Any) -> Any:
        own = self.request.user.team_id
        if own:
            return HttpResponseRedirect(reverse("team", args=[own]))
        return super()._page(status, **address)

    def show(self) -> dict[str, Any]:
        return {"teams": teams()}
