"""An elected member is shown no small number, nor anything from which one could be worked back; a director is."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from goldenthread.insight.analysis.points import month_after
from goldenthread.insight.public.analysis import last_month
from tests.build import person_who_signs_in
from tests.building.analysis import A_MONTH, MEASURE, planted
from tests.building.insight import an_empty_dataset, with_rows

pytestmark = pytest.mark.django_db
ONE = f"/measures/{MEASURE}/"


def read(role: str, page: str, **asked: str) -> str:
    client = Client()
    client.force_login(person_who_signs_in(role), backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(page, asked)
    assert answer.status_code == 200, page
    return " ".join(answer.content.decode().split())


def contacts(counts: dict[int, int], outcome: Any = lambda number: "NFA") -> list[dict[str, Any]]:
    """So many contacts in the month that is so many months before the last whole one."""
    last = month_after(date.today().replace(day=1), -1)  # noqa: DTZ011 -- the dataset's own day, as it is built today
    return [
        {
            "row": str(back * 1000 + n),
            "contact": str(back * 1000 + n),
            "child": str(back * 1000 + n),
            "state": "decided",
            "outcome": outcome(n),
            "received_at": datetime.combine(month_after(last, -back).replace(day=3), time(9)),
            "decided_at": datetime.combine(month_after(last, -back).replace(day=3), time(12)),
        }
        for back, count in counts.items()
        for n in range(count)
    ]


@pytest.mark.parametrize("page", [ONE, "/measures/", "/leaders/"])
def test_a_share_of_a_few_is_said_nowhere(settings: Any, tmp_path: Path, page: str) -> None:
    planted(
        settings,
        tmp_path,
        late=lambda team, back: 0 if back == 0 else 1 / 7,
        work=lambda team, back: A_MONTH if back else 2 * (team == "North"),
    )
    assert "2 of 2" in read("director", page) and "100.0%" in read("director", page)
    shown = read("elected_member", page)
    assert "Too few to show" in shown
    assert "2 of 2" not in shown and "100.0%" not in shown


def test_a_count_of_a_few_is_hidden_with_one_more_month(settings: Any, tmp_path: Path) -> None:
    """Alone it could be had from the average of the months."""
    counts = {back: 40 + back % 3 for back in range(20)} | {0: 3, 7: 31}
    with_rows(an_empty_dataset(settings, tmp_path), gt_contacts=contacts(counts))
    page = "/measures/contact_volume/"
    assert "<b>3</b>" in read("director", page)
    shown = read("elected_member", page)
    assert "<b>Too few to show</b>" in shown and "<b>3</b>" not in shown
    rows = re.findall(r"<tr><th[^>]*>([A-Z][a-z]+ 20\d\d)</th>(.*?)</tr>", shown)
    hidden = {month for month, row in rows if "No figure" in row}
    last = last_month()
    assert hidden == {f"{month:%B %Y}" for month in (last, month_after(last, -7))}
    assert "Too few to show" in read("elected_member", "/measures/")


def test_a_team_is_not_shown_apart(settings: Any, tmp_path: Path) -> None:
    planted(settings, tmp_path, work=lambda team, back: 1 if team == "East" else A_MONTH)
    assert " of 1, " in read("director", ONE, team="3")
    headline = re.compile(r"<p class=\"gt-headline__figure\">.*?</p>")
    (whole,), (asked,) = (headline.findall(read("elected_member", ONE, **given)) for given in ({}, {"team": "3"}))
    assert asked == whole and f" of {2 * A_MONTH + 1}" in whole
    # One team may not be shown, and the others would tell of it.
    assert "Teams, with the range" in read("director", ONE)
    assert "Teams, with the range" not in read("elected_member", ONE)


def test_where_a_stream_is_small_no_stream_is_shown(settings: Any, tmp_path: Path) -> None:
    held = an_empty_dataset(settings, tmp_path)
    with_rows(held, gt_contacts=contacts({2: 60}, lambda number: "EH" if number < 2 else "NFA"))
    told = "Show the streams as a table"
    assert told in read("director", "/measures/flow/")
    shown = read("elected_member", "/measures/flow/")
    assert told not in shown and "so few children" in shown and ">58<" not in shown and ">60<" not in shown
    with_rows(held, gt_contacts=contacts({2: 60}, lambda number: "EH" if number < 20 else "NFA"))
    assert told in read("elected_member", "/measures/flow/")
