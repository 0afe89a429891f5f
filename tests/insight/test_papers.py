"""The board pack and a team's weekly sheet: tagged, in the ledger, without small numbers where they may leave; and who
may open a team's page."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from goldenthread.access.models import LedgerEntry
from goldenthread.insight.pages.analysis_shown import hidden_months
from goldenthread.insight.pages.team_words import limits_words, supervision_words
from goldenthread.insight.public.analysis import glances, last_month
from goldenthread.quality.public.supervision import TeamKept
from tests.build import a_team, person_who_signs_in
from tests.building.analysis import A_MONTH, MEASURE, TEAMS, after_a_vacancy, planted

pytestmark = pytest.mark.django_db
PACK = "/measures/pack/"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def read(user: Any, page: str, **asked: str) -> str:
    answer = signed_in(user).get(page, asked)
    assert answer.status_code == 200, (page, answer.status_code)
    return " ".join(answer.content.decode().split())


def pdf(user: Any, page: str, **asked: str) -> tuple[PdfReader, str]:
    answer = signed_in(user).get(page, asked)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    made = PdfReader(BytesIO(answer.content))
    return made, " ".join(" ".join(page.extract_text() for page in made.pages).split())


def of_teams(settings: Any, folder: Path, **planting: Any) -> dict[str, Any]:
    teams = {name: a_team(name, service="Family help" if name != "East" else "Elsewhere") for name in TEAMS}
    planted(settings, folder, keys={name: one.pk for name, one in teams.items()}, **planting)
    return teams


def few_in_east(team: str, back: int) -> int:
    return A_MONTH if team != "East" or back else 3


# --- the board pack


def test_the_pack_is_a_tagged_pdf_that_says_what_the_page_says(settings: Any, tmp_path: Path) -> None:
    of_teams(settings, tmp_path, late=after_a_vacancy)
    director = person_who_signs_in("director")
    made, said = pdf(director, f"{PACK}pdf/")
    root = made.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"]) and root["/Lang"].startswith("en")
    assert "board pack" in str(made.metadata.title)
    page = read(director, PACK)
    for words in ("Worse than chance explains", "Assessments completed within 45 working days", "Most of the fall"):
        assert words in said and words in page, words
    entry = LedgerEntry.objects.get(act="board_pack.read")
    assert entry.detail == {"form": "pdf", "small_numbers_left_out": True, "children": 0}


def test_the_pack_has_no_small_number_whoever_makes_it(settings: Any, tmp_path: Path) -> None:
    of_teams(
        settings,
        tmp_path,
        late=lambda team, back: 0 if back == 0 else 1 / 7,
        work=lambda team, back: A_MONTH if back else 2 * (team == "North"),
    )
    for role in ("director", "elected_member"):
        user = person_who_signs_in(role)
        _, said = pdf(user, f"{PACK}pdf/")
        for told in (said, read(user, PACK)):
            assert "Too few to show" in told and "2 of 2" not in told
        answer = signed_in(user).get(f"{PACK}workbook/")
        rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_name("By month").to_python()
        ours = [row for row in rows if row[0] == MEASURE]
        assert ours[-1][3:7] == [""] * 4 and ours[-1][8] == "" and ours[-1][9] == "Too few to show"
        assert all(row[4] == "" or min(row[4], row[5] - row[4]) >= 5 for row in ours)


def test_the_causes_of_a_few_are_not_in_the_pack(settings: Any, tmp_path: Path) -> None:
    """Where one team had too few, nothing is said of which team it was."""
    of_teams(settings, tmp_path, late=after_a_vacancy, work=lambda team, back: 2 if team == "East" else A_MONTH)
    _, said = pdf(person_who_signs_in("director"), f"{PACK}pdf/")
    assert "Worse than chance explains" in said and "Most of the fall" not in said


def test_a_social_worker_opens_no_pack(settings: Any, tmp_path: Path) -> None:
    of_teams(settings, tmp_path)
    for role in ("social_worker", "auditor", "partner"):
        for page in (PACK, f"{PACK}pdf/", f"{PACK}workbook/"):
            assert signed_in(person_who_signs_in(role)).get(page).status_code == 403


def test_without_a_dataset_every_page_says_so(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    team = a_team("North")
    manager = person_who_signs_in("team_manager", team=team)
    for page in (f"/teams/{team.pk}/measures/", "/managing/", f"/teams/{team.pk}/sheet/"):
        assert "has not been built yet" in read(manager, page)
    director = person_who_signs_in("director")
    for page in (PACK, f"{PACK}pdf/", f"{PACK}workbook/", f"/measures/{MEASURE}/closer/"):
        assert "has not been built yet" in read(director, page)


# --- a team's page and sheet


def test_who_may_open_a_teams_page(settings: Any, tmp_path: Path) -> None:
    teams = of_teams(settings, tmp_path)
    service = person_who_signs_in("service_manager", team=teams["South"])
    may = {
        person_who_signs_in("team_manager", team=teams["North"]): {"North"},
        service: {"North", "South"},
        person_who_signs_in("director"): set(TEAMS),
        person_who_signs_in("analyst"): set(TEAMS),
        person_who_signs_in("social_worker", team=teams["North"]): set(),
        person_who_signs_in("elected_member"): set(),
    }
    for user, hers in may.items():
        for name, team in teams.items():
            for page in ("measures/", "sheet/", "sheet/pdf/"):
                expected = 200 if name in hers else 403
                assert signed_in(user).get(f"/teams/{team.pk}/{page}").status_code == expected, (user.role, name, page)
    assert signed_in(service).get("/teams/999999/measures/").status_code in (403, 404)


def test_a_teams_page_has_its_own_chart_limits_and_table(settings: Any, tmp_path: Path) -> None:
    teams = of_teams(settings, tmp_path, late=after_a_vacancy)
    north = read(person_who_signs_in("team_manager", team=teams["North"]), f"/teams/{teams['North'].pk}/measures/")
    assert "Worse than chance explains" in north and 'role="img"' in north
    assert re.search(r"Usually \d+\.\d% to \d+\.\d%, about \d+\.\d%", north)
    assert "The whole authority: " in north and "Lower limit" in north
    south = read(person_who_signs_in("director"), f"/teams/{teams['South'].pk}/measures/")
    assert "Worse than chance explains" not in south


def test_the_sheet_for_inside_and_the_one_that_may_leave(settings: Any, tmp_path: Path) -> None:
    teams = of_teams(settings, tmp_path, late=lambda team, back: 1 / 2, work=few_in_east)
    manager = person_who_signs_in("team_manager", team=teams["North"])
    sheet = f"/teams/{teams['North'].pk}/sheet/"
    made, said = pdf(manager, f"{sheet}pdf/")
    assert bool(made.trailer["/Root"]["/MarkInfo"]["/Marked"])
    assert "does not leave the authority" in said and f"of {A_MONTH}" in said and "names no child" in said
    # East had three, and two teams beside the whole would tell of the third: no team's figure leaves.
    _, shared = pdf(manager, f"{sheet}pdf/", copy="shared")
    assert "may leave the authority" in shared and f"of {A_MONTH}" not in shared and "Too few to show" in shared
    assert f"of {A_MONTH}" not in read(manager, sheet, copy="shared")
    lines = LedgerEntry.objects.filter(act="team_measures.read", subject=f"team:{teams['North'].pk}")
    assert sorted(line.detail["small_numbers_left_out"] for line in lines) == [False, True]


def test_no_range_is_told_of_a_month_that_is_left_out(settings: Any, tmp_path: Path) -> None:
    """Where nothing was counted in the last month, the range is that of the last month that may be told."""
    of_teams(settings, tmp_path, work=lambda team, back: A_MONTH if back > 1 else 2 * (back == 1 and team == "North"))
    found = glances([MEASURE], month=last_month())[MEASURE]
    assert found.figure.value is None and found.chart.points[-2].month in hidden_months(found)
    inside, leaving = (limits_words(found, hide=hide) for hide in (False, True))
    told = [f"{value * 100:.1f}%" for value in (found.chart.points[-3].lower, found.chart.points[-3].upper)]
    assert all(words in leaving and words not in inside for words in told)


def test_missed_supervisions_and_those_past_their_day_are_each_a_number() -> None:
    kept = TeamKept(1, "North", "", in_time=40, late=9, missed=2, waiting=10, not_agreed=0, workers=6)
    assert "2 missed, 10 past their day" in str(supervision_words([kept], hide=False))
    assert supervision_words([kept], hide=True) == {"words": "Too few supervisions to show", "missed": 0, "without": ""}


# --- home


@pytest.mark.parametrize(
    ("role", "to"),
    [
        ("social_worker", "/work/"),
        ("team_manager", "/managing/"),
        ("service_manager", "/managing/"),
        ("director", "/leaders/"),
        ("elected_member", "/leaders/"),
        ("analyst", "/measures/"),
    ],
)
def test_each_role_starts_where_her_day_does(role: str, to: str) -> None:
    answer = signed_in(person_who_signs_in(role, team=a_team("North"))).get("/")
    assert answer.status_code == 302 and answer["Location"] == to


def test_a_managers_home_shows_work_and_quality_and_opens_it(
    settings: Any, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    teams = of_teams(settings, tmp_path, late=after_a_vacancy)
    manager = person_who_signs_in("service_manager", team=teams["North"])
    page = read(manager, "/managing/")
    assert "Family help: work and quality" in page and "Assessments completed within 45 working days, North" in page
    assert f'href="/teams/{teams["South"].pk}/measures/"' in page and "East" not in page
    client = signed_in(manager)
    with django_assert_max_num_queries(15):
        client.get("/managing/")


@pytest.mark.parametrize("role", ["team_manager", "service_manager", "director"])
def test_a_teams_pages_take_few_queries_whatever_the_number_of_workers(
    settings: Any, tmp_path: Path, django_assert_max_num_queries: Any, role: str
) -> None:
    teams = of_teams(settings, tmp_path, late=after_a_vacancy)
    client = signed_in(person_who_signs_in(role, team=teams["North"]))
    client.get(reverse("team_sheet", args=[teams["North"].pk]))  # what a session keeps once is kept
    for many in (0, 4):
        for _ in range(many):
            person_who_signs_in("social_worker", team=teams["North"])
        for name in ("team_measures", "team_sheet"):
            with django_assert_max_num_queries(15):
                page = client.get(reverse(name, args=[teams["North"].pk]))
            assert page.status_code == 200 and "Assessments completed within 45" in page.content.decode()


def test_a_manager_without_a_team_is_told_so(settings: Any, tmp_path: Path) -> None:
    planted(settings, tmp_path)
    assert "You answer for no team yet" in read(person_who_signs_in("team_manager"), "/managing/")
