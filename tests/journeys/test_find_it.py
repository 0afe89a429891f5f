"""A worker finds what people look for in a child's record in at most three presses from the child's page, and a manager
opens a figure of the practice standards to the words behind it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from goldenthread.casework.models import Plan
from goldenthread.casework.public.visits import SeenSaid, record_visit
from goldenthread.quality.public.standards import begin_run, end_run, run_for
from tests.building.agreements import agreement_at
from tests.building.assessment import assessment_at
from tests.building.browsing import sign_in
from tests.building.front_door import THURSDAY
from tests.building.plans import plan_at

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 3


class Presses:
    """Counts what somebody presses on her way."""

    def __init__(self, page: Any, child: int) -> None:
        self.page, self.child, self.most, self.count = page, child, 0, 0

    def afresh(self) -> None:
        self.most = max(self.most, self.count)
        self.count = 0
        self.page.goto(f"/children/{self.child}/")

    def press(self, link: Any) -> None:
        self.count += 1
        assert self.count <= MOST
        link.click()

    def tab(self, name: str) -> None:
        self.press(self.page.get_by_role("navigation", name="The record of").get_by_role("link", name=name, exact=True))

    def found(self, what: str, which: str) -> None:
        row = self.page.get_by_role("row", name=re.compile(f"^{what}"))
        self.press(row.get_by_role("link", name=f"{which}: {what}"))


def a_visited_child() -> Any:
    """A child on a plan that was reviewed, with an agreement and two visits of this year."""
    planned = plan_at("current", at=THURSDAY - timedelta(days=60))
    agreement_at("in_force", placed=planned.placed, at=THURSDAY - timedelta(days=30))
    for days, words in ((40, "I want to stay at Nan’s."), (20, "It is quiet now.")):
        record_visit(
            children=[SeenSaid(planned.child, seen=True, alone=True, words=words)],
            happened_at=THURSDAY - timedelta(days=days),
            purpose="child_in_need",
            aim="To hear how the nights are.",
            what_happened="Saw him in his room after school.",
            by=planned.worker,
            at=THURSDAY - timedelta(days=days),
        )
    return planned


def test_what_people_look_for_is_at_most_three_presses_away(site, page, axe, fits_its_width):
    planned = a_visited_child()
    sign_in(page, site, planned.worker)
    way = Presses(page, planned.child)

    way.afresh()
    axe(page)
    fits_its_width(page)
    assert "Priya Nair" in page.locator("#main-content, main").first.inner_text()
    assert page.get_by_role("link", name="Child in need plan").first.is_visible()

    way.tab("Plan")  # the safety plan as it is now: what we do if it does not work
    assert Plan.objects.get(pk=planned.plan).contingency in page.content()
    axe(page)

    way.afresh()
    way.found("Plan", "first ever")
    assert Plan.objects.get(pk=planned.plan).contingency in page.content()

    way.afresh()
    way.found("Visit", "first this year")
    assert page.get_by_text("I want to stay at Nan’s.").is_visible()

    way.afresh()
    way.found("Core group or review", "latest")
    assert page.get_by_role("heading", level=1).is_visible()

    way.afresh()
    way.found("Written agreement", "latest")
    assert page.get_by_text("Fit new locks by Friday").first.is_visible()

    way.afresh()
    assert way.most == 1


def test_the_last_assessment_is_one_press_away(site, page):
    assessed = assessment_at("authorised", at=THURSDAY)
    sign_in(page, site, assessed.worker)
    way = Presses(page, assessed.child)
    way.afresh()
    way.found("Assessment", "latest")
    assert page.get_by_text("When her mother drinks, she cooks for her brother").first.is_visible()


def test_a_manager_opens_a_figure_of_the_standards_to_what_decided(site, page, phone_page, axe, fits_its_width):
    planned = a_visited_child()
    today = timezone.localdate()
    run = begin_run(on=today, whole=True, by=None, at=timezone.now())
    end_run(run, run_for([planned.child], on=today), at=timezone.now())
    for screen in (page, phone_page):
        sign_in(screen, site, planned.manager)
        screen.goto("/standards/")
        axe(screen)
        fits_its_width(screen)
        below = screen.locator("tbody tr").filter(has_text=re.compile(r"\b\d{1,2}% "))
        below.first.get_by_role("link").click()
        axe(screen)
        fits_its_width(screen)
        assert screen.get_by_role("heading", name="Not met").is_visible()
        assert screen.locator("main li", has_text="Noah Carter").first.is_visible()
        screen.goto(f"/children/{planned.child}/standards/")
        axe(screen)
        fits_its_width(screen)
        assert screen.get_by_role("heading", name="Not met").is_visible()
