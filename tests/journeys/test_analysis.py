"""Given a measure that fell, a director sees it, opens why and the rows, records an action; next month shows what it
did. An elected member reaches no child."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as product
from django.utils import timezone

from goldenthread.insight.analysis.commentary import month_words
from goldenthread.insight.analysis.points import month_after
from goldenthread.insight.public.analysis import last_month, record_event
from tests.build import a_team, person_who_signs_in
from tests.building.analysis import MEASURE, TEAMS, planted
from tests.building.browsing import sign_in
from tests.building.front_door import child_at

pytestmark = pytest.mark.django_db(transaction=True)


def fell_and_came_back(team: str, back: int) -> float:
    """North is late with most of its work until the month before the last, and then no more."""
    return 0.65 if team == "North" and 1 <= back <= 3 else 0.1


def test_a_director_sees_why_acts_and_learns_whether_it_worked(site, page, axe, fits_its_width, settings):
    child = child_at("allocated").child
    keys = {name: a_team(name).pk for name in TEAMS}
    planted(settings, Path(product.HOME), late=fell_and_came_back, keys=keys, children=[child])
    month = last_month()
    before = month_after(month, -1)
    director = person_who_signs_in("director")
    record_event(
        happened_on=month_after(month, -3) - timedelta(days=20),
        kind="vacancy",
        words="The second manager leaves",
        team=keys["North"],
        by=director,
        at=timezone.now(),
    )
    sign_in(page, site, director)

    page.goto(f"/leaders/?month={before:%Y-%m}")
    axe(page)
    fits_its_width(page)
    first = page.locator(".gt-multiple").first
    assert "Worse than chance explains" in first.inner_text()
    first.get_by_role("link").click()

    page.get_by_role("link", name="Why it moved").click()
    why = page.locator("main").inner_text()
    assert "North: its own figure" in why and "Likely. It fits the timing" in why
    axe(page)
    fits_its_width(page)
    page.get_by_role("button", name=re.compile(r"Open the \d+ not counted in")).click()
    rows = page.get_by_role("table", name="Rows behind the figure")
    assert rows.get_by_role("cell", name="No", exact=True).count() > 5
    axe(page)
    page.get_by_role("link", name="Back to the measure").click()

    page.get_by_role("button", name="Record an action").click()
    page.get_by_label("What will be done?").fill("A second manager authorises for North.")
    page.get_by_label("Who does it?").select_option(label=director.name)
    page.get_by_label("By which day?").fill((timezone.localdate() + timedelta(days=14)).isoformat())
    page.get_by_label("What figure do you expect?").fill("80")
    page.get_by_label("In which month will it show?").select_option(label=month_words(month))
    axe(page)
    page.get_by_role("button", name="Record the action").click()
    assert "Too early" in page.get_by_role("table", name="Actions about this measure").inner_text()

    page.goto(f"/measures/{MEASURE}/?month={month:%Y-%m}")
    assert "We said: A second manager authorises for North" in page.locator(".gt-clauses").inner_text()
    assert "It did: " in page.locator(".gt-clauses").inner_text()
    page.goto("/leaders/")
    assert "Yes" in page.get_by_role("table", name="Actions about the six measures").inner_text()


def test_an_elected_member_reaches_no_child(site, page, axe, settings):
    child = child_at("allocated").child
    planted(settings, Path(product.HOME), late=fell_and_came_back, children=[child])
    sign_in(page, site, person_who_signs_in("elected_member"))
    for address in ("/leaders/", "/measures/", f"/measures/{MEASURE}/", f"/measures/{MEASURE}/groups/"):
        assert page.goto(address).status == 200
        axe(page)
        assert page.locator("main a[href*='/children/'], main a[href*='/rows/']").count() == 0
    for address in (f"/measures/{MEASURE}/rows/", f"/children/{child}/", f"/children/{child}/chronology/"):
        assert page.goto(address).status == 403, address
