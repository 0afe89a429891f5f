"""A team's own page of measures, its weekly sheet, and the home of those who manage teams."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of, find_team
from goldenthread.casework.public.oversight import TeamNow, teams_now, teams_of
from goldenthread.insight.analysis.commentary import month_words
from goldenthread.insight.pages import leaving, team_words
from goldenthread.insight.pages.analysis import month_asked
from goldenthread.insight.pages.taken import taken_out
from goldenthread.insight.public.analysis import last_month
from goldenthread.insight.public.closer import teams_to_see
from goldenthread.insight.public.dataset import NoDataset, dataset
from goldenthread.quality.public.supervision import not_allowed
from goldenthread.ui import words
from goldenthread.ui.papers import tagged_pdf

SHEET = Path(__file__).parent.parent / "papers" / "team_sheet.typ"


class TeamMeasurePage(Page):
    """A page about one team, for those who answer for it, directors and analysts."""

    act = "team_measures.read"
    teams: Mapping[int, str] = {}

    def authorise(self, *, team_id: int) -> None:
        super().authorise(team_id=team_id)
        self.teams = teams_to_see(self.request.user, at=self.now)
        if team_id not in self.teams:
            raise not_allowed("You do not answer for this team.")

    def find(self, *, team_id: int) -> None:
        if team_id not in self.teams and find_team(team_id) is None:
            raise Http404("No such team")

    def now_of(self, team_id: int) -> TeamNow:
        """What the team has to do now."""
        (found,) = teams_now([team_id], at=self.now)
        return found


class TeamMeasures(TeamMeasurePage):
    """How a team is doing: its measures with their usual range, what it carries, what is late, and its quality."""

    template = "insight/team.html"

    def show(self, *, team_id: int) -> dict[str, Any]:
        acts, today = acts_of(self.request.user), timezone.localdate(self.now)
        context: dict[str, Any] = {
            "name": self.teams[team_id],
            "key": team_id,
            "wrong": "",
            "month": "",
            "rows": [],
            "work": team_words.work_rows([self.now_of(team_id)])[0],
            "opens_team": "team.read" in acts,
            "clocks": team_words.clock_rows(team_id, hide=False, at=self.now),
            "loads": team_words.load_rows(team_id, at=self.now) if team_words.may_read_loads(acts) else [],
            "quality": team_words.quality_of([team_id], on=today),
            "others": [
                {"name": name, "url": reverse("team_measures", args=[key])}
                for key, name in self.teams.items()
                if key != team_id
            ],
            "may": acts,
        }
        try:
            month = month_asked(self)
        except NoDataset as reason:
            return context | {"wrong": str(reason)}
        return context | {
            "month": month_words(month),
            "rows": team_words.measure_rows(team_id, month=month, hide=False),
            "built": words.moment(dataset().built_at),
        }


class TeamSheet(TeamMeasurePage):
    """The week of a team on one sheet, as a page; it names no child."""

    template = "insight/team_sheet.html"

    def show(self, *, team_id: int) -> dict[str, Any]:
        sheet = reverse("team_sheet_pdf", args=[team_id])
        return {
            "sheet": self.values(team_id, hide=self.hides()),
            "hide": self.hides(),
            "pdf_url": f"{sheet}?copy=shared" if self.hides() else sheet,
            "other_url": "?" if self.hides() else "?" + urlencode({"copy": "shared"}),
            "back": reverse("team_measures", args=[team_id]),
        }

    def hides(self) -> bool:
        """Whether a copy was asked for that may leave the authority."""
        return self.request.GET.get("copy") == "shared"

    def values(self, team_id: int, *, hide: bool) -> dict[str, Any]:
        """Everything that the sheet says, as plain values."""
        today, acts = timezone.localdate(self.now), acts_of(self.request.user)
        now = self.now_of(team_id)
        begins = today - timedelta(days=today.weekday())
        month, rows, built = "", [], ""
        try:
            last = last_month()
        except NoDataset as reason:
            built = str(reason)
        else:
            month, built = month_words(last), f"Measures as the record stood {words.moment(dataset().built_at)}."
            rows = team_words.measure_rows(team_id, month=last, hide=hide, pictures=False)
        quality = team_words.quality_of([team_id], on=today, hide=hide)
        # The least met first, whatever the area: a sheet has room for a few.
        standards = sorted(
            ({**row, "area": area["area"]} for area in quality["standards"] for row in area["rows"]),
            key=lambda row: -row["share"],
        )[: team_words.STANDARDS_SHOWN]
        return {
            "title": f"{self.teams[team_id]}: week of {words.day(begins)}",
            "council": settings.COUNCIL,
            "made": f"Made by {team_words.signed_by(self.request.user, self.now)}. {built}",
            "may_leave": leaving.ALONE if hide else leaving.INSIDE,
            "now": team_words.now_rows(now, hide=hide),
            "clocks": team_words.clock_rows(team_id, hide=hide, at=self.now),
            "loads": team_words.load_rows(team_id, at=self.now) if team_words.may_read_loads(acts) and not hide else [],
            "month": month,
            "measures": [
                {
                    "title": row["title"],
                    "figure": " ".join(part for part in (row["figure"], row["unit"]) if part),
                    "counted": row["counted"],
                    "verdict": row["verdict"]["words"],
                    "limits": row["limits"],
                }
                for row in rows
            ],
            "standards": [
                {key: row[key] for key in ("sentence", "area", "missed", "of", "percent")} for row in standards
            ],
            "audits": quality["audits"],
            "supervision": quality["supervision"]["words"] if quality["supervision"] else "",
        }


class TeamSheetPdf(TeamSheet):
    """The sheet as a tagged PDF; the ledger says who took it out."""

    def _page(self, status: int, **address: Any) -> HttpResponse:
        team = address["team_id"]
        made = tagged_pdf(SHEET, self.values(team, hide=self.hides()))
        name = f"team-sheet-{timezone.localdate(self.now).isoformat()}{'-to-share' if self.hides() else ''}.pdf"
        return taken_out(self, made, name=name, subject=f"team:{team}", hidden=self.hides())

    def _post(self, **address: Any) -> HttpResponse:
        return HttpResponseNotAllowed(["GET"])


class ManagerHome(Page):
    """Where a manager's day starts: her teams' work, and its quality, in a few lines that open."""

    act = "manager_home.read"
    template = "insight/manager_home.html"

    def show(self) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        found = teams_now(teams_of(self.request.user, today), at=self.now)
        teams = {one.team: one.name for one in found}
        context: dict[str, Any] = {
            "title": found[0].name if len(found) == 1 else self._service(found),
            "today": f"{words.long_day(self.now)}, {words.clock_time(self.now)}",
            "teams": team_words.work_rows(found),
            "quality": team_words.quality_of(list(teams), on=today),
            "one": len(found) == 1,
            "month": "",
            "moved": [],
            "wrong": "",
            "lead": self._lead(found),
        }
        try:
            month = last_month()
        except NoDataset as reason:
            return context | {"wrong": str(reason)}
        return context | {"month": month_words(month), "moved": team_words.moved_rows(teams, month=month)}

    def _service(self, found: tuple[TeamNow, ...]) -> str:
        services = {one.service for one in found if one.service}
        return services.pop() if len(services) == 1 else "My teams" if found else "No team yet"

    def _lead(self, found: tuple[TeamNow, ...]) -> str:
        late, alone = sum(one.overdue for one in found), sum(one.no_worker for one in found)
        waits = sum(one.to_sign + one.to_decide for one in found)
        said = [
            f"{words.plural(late, 'deadline')} overdue" if late else "",
            f"{words.plural(alone, 'child', 'children')} without a worker" if alone else "",
            f"{words.plural(waits, 'thing')} waiting for a manager’s word" if waits else "",
        ]
        told = [one for one in said if one]
        return f"{', '.join(told)}." if told else "Nothing is late, nobody waits for a worker or for a decision."
