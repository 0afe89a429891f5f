"""Given a measure that fell, a director sees it, opens why and the rows, records an action; next month shows what it
did. An elected member reaches no child. An analyst adds a measure and keeps a view of it; a manager starts her day."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as product
from django.utils import timezone
from python_calamine import CalamineWorkbook

from goldenthread.insight.analysis.commentary import month_words
from goldenthread.insight.analysis.points import month_after
from goldenthread.insight.public.analysis import last_month, record_event
from goldenthread.insight.public.measures import local_folder
from tests.build import a_team, person_who_signs_in
from tests.building.analysis import MEASURE, TEAMS, after_a_vacancy, planted
from tests.building.browsing import sign_in
from tests.building.front_door import child_at
from tests.building.insight import an_empty_dataset, with_rows
from tests.insight.test_local_measures import HEADER, SQL, put

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


@pytest.fixture
def own_folder():
    """The folder of the council's own measures, empty again afterwards."""
    yield
    shutil.rmtree(local_folder(), ignore_errors=True)


def test_an_analyst_adds_a_measure_and_keeps_a_view_of_it(
    site, page, browse, axe, fits_its_width, settings, tmp_path, own_folder
):
    held = with_rows(an_empty_dataset(settings, Path(product.HOME)))
    month = last_month()
    contacts = [
        {
            "row": str(n),
            "contact": str(n),
            "child": str(900_000 + n),
            "received_at": month_after(month, -(n % 24)) + timedelta(days=n % 27),
            "source": "6" if n % 3 else "1A",
            "team": "1",
        }
        for n in range(240)
    ]
    with_rows(held, gt_contacts=contacts, gt_teams=[{"team": "1", "name": "Front door"}])
    analyst = person_who_signs_in("analyst")
    sign_in(page, site, analyst)

    # Given one file that may run and one that may not, she reads why, and opens the one.
    put(HEADER + SQL)
    put(HEADER.replace("ours", "theirs") + "DROP TABLE gt_contacts", "theirs.sql")
    page.goto("/measures/?area=local")
    refused = page.get_by_role("heading", name="Our own measures that cannot be used").locator("+ ul")
    assert "theirs.sql: " in refused.inner_text()
    axe(page)
    page.get_by_role("link", name="Contacts from the police").click()
    assert "of 10, " in page.locator(".gt-headline__figure").inner_text()

    # She looks at six months by team, and keeps that.
    page.get_by_role("link", name="Look closer: other periods and groups").click()
    page.get_by_label("How far back").select_option(label="6 months")
    page.get_by_label("By", exact=True).select_option(label="Team")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "of 60, " in page.locator(".gt-headline__figure").inner_text()
    assert page.get_by_role("table").filter(has_text="Front door").count() >= 1
    axe(page)
    fits_its_width(page)
    page.get_by_role("button", name="Save the view").click()
    assert "Give the view a name" in page.get_by_role("alert").inner_text()
    axe(page)
    page.get_by_label("What do you call it?").fill("Police by team")
    page.get_by_role("button", name="Save the view").click()
    page.goto("/measures/")
    saved = page.get_by_role("table", name="Saved views of measures")
    saved.get_by_role("link", name="Police by team", exact=True).click()
    assert "of 60, " in page.locator(".gt-headline__figure").inner_text()

    # She takes it out twice, and what may leave has no rows.
    for link, rows in (("A workbook to share", False), ("A workbook for inside", True)):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=link).click()
        file = tmp_path / f"{rows}.xlsx"
        waiting.value.save_as(file)
        assert ("Rows" in CalamineWorkbook.from_path(file).sheet_names) is rows

    # On a phone she removes it.
    phone = browse(phone=True)
    sign_in(phone, site, analyst)
    phone.goto("/measures/")
    fits_its_width(phone)
    phone.get_by_role("link", name="Remove Police by team").click()
    axe(phone)
    phone.get_by_role("button", name="Remove the view").click()
    assert phone.get_by_role("table", name="Saved views of measures").count() == 0


def test_a_manager_starts_from_her_teams_work_and_quality(site, page, browse, axe, fits_its_width, settings, tmp_path):
    keys = {name: a_team(name).pk for name in TEAMS}
    planted(settings, Path(product.HOME), late=after_a_vacancy, keys=keys)
    manager = person_who_signs_in("team_manager", team="North")
    sign_in(page, site, manager)
    page.goto("/")
    assert page.get_by_role("heading", level=1).inner_text() == "North: work and quality"
    axe(page)
    moved = page.get_by_role("link", name="Assessments completed within 45 working days")
    assert "Worse than chance explains" in moved.locator("..").inner_text()
    page.get_by_role("link", name="How the team is doing").click()
    axe(page)
    fits_its_width(page)
    assert page.get_by_role("img", name="Assessments completed within 45 working days, by month").count() == 1
    page.get_by_role("link", name="This week’s sheet").click()
    axe(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download this sheet as a PDF").click()
    assert waiting.value.suggested_filename.startswith("team-sheet-")
    phone = browse(phone=True)
    sign_in(phone, site, manager)
    for address in ("/managing/", f"/teams/{keys['North']}/measures/", f"/teams/{keys['North']}/sheet/"):
        phone.goto(address)
        fits_its_width(phone)
        axe(phone)


def test_a_director_takes_the_board_pack_out(site, page, browse, axe, fits_its_width, settings):
    planted(settings, Path(product.HOME), late=after_a_vacancy, keys={name: a_team(name).pk for name in TEAMS})
    director = person_who_signs_in("director")
    sign_in(page, site, director)
    page.goto("/measures/pack/", timeout=60_000)  # every measure is worked out for the first time
    axe(page)
    assert "Most of the fall" in page.locator(".gt-moved").inner_text()
    for link, ending in (("Download the pack as a PDF", ".pdf"), ("Download its figures as a workbook", ".xlsx")):
        with page.expect_download() as waiting:
            page.locator("a", has_text=link).click()
        assert waiting.value.suggested_filename.endswith(ending)
    phone = browse(phone=True)
    sign_in(phone, site, director)
    phone.goto("/measures/pack/")
    fits_its_width(phone)
    axe(phone)
