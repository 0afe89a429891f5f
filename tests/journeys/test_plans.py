"""Given a child with a plan, her worker reads where it breaks, reviews it, and gives it to the family."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from goldenthread.casework.models import Concern, Deadline, Outcome, Plan, PlanChange
from goldenthread.casework.public.plans import ActionSaid, ConcernSaid, OutcomeSaid
from tests.building.browsing import sign_in
from tests.building.plans import plan_at

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ("", "thread/", "review/", "family/", "family/words/", "concerns/new/", "contingency/")


def six_outcomes() -> tuple[ConcernSaid, ...]:
    soon = date.today() + timedelta(days=30)  # noqa: DTZ011 -- any day to come
    return tuple(
        ConcernSaid(
            title=title,
            saw="Seen on a visit.",
            need=f"Help with {title.lower()}",
            outcomes=(
                OutcomeSaid(
                    words=f"{title} goes well for Callum",
                    baseline="2 days in 5",
                    target="4 days in 5",
                    how_we_know="The register",
                    by_on=soon,
                    actions=(ActionSaid(what=f"Ring about {title.lower()}", owner_name="Jean Carter", due_on=soon),),
                ),
            ),
        )
        for title in ("School", "Sleep", "Meals", "Teeth", "Football", "Reading")
    )


def fill_review(page: Any, plan: int, *, progress: str = "better") -> None:
    """Fills in a whole review but for its button."""
    page.get_by_label("Name 1").fill("Mr Obi")
    page.get_by_label("From").first.select_option("education")
    page.get_by_label("say or show?").fill("I want to come home and it be normal.")
    for key in Outcome.objects.filter(plan=plan, ended_on=None).values_list("pk", flat=True):
        page.locator(f"input[name=o{key}_progress][value={progress}]").check()
        page.locator(f"[name=o{key}_words]").fill("Said by the school on Friday.")
    page.get_by_label("Is it time for that?").fill("Not yet: Nan has come each time.")
    page.get_by_label("When is the plan looked at next?").fill(
        (date.today() + timedelta(days=40)).isoformat()  # noqa: DTZ011 -- any day to come
    )


def test_every_page_is_sound_on_a_desk_and_on_a_phone(site, page, phone_page, axe, fits_its_width):
    planned = plan_at("current")
    for screen in (page, phone_page):
        sign_in(screen, site, planned.worker)
        for part in PAGES:
            answer = screen.goto(f"/children/{planned.child}/plan/{part}")
            assert answer.status == 200, part
            axe(screen)
            fits_its_width(screen)


def test_a_review_of_six_outcomes_takes_few_loads(site, page, axe):
    planned = plan_at("outline", concerns=six_outcomes())
    sign_in(page, site, planned.worker)
    page.goto(f"/children/{planned.child}/plan/")
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append(request.url) if request.resource_type in ("document", "xhr", "fetch") else None,
    )
    page.get_by_role("link", name="Record a meeting or review").click()
    fill_review(page, planned.plan)
    page.get_by_label("If no action changes").fill("They all go on: each is only two weeks old.")
    page.get_by_role("button", name="Record the review").click()
    page.get_by_text("The review is recorded, and the plan is changed with it.").wait_for()
    loads = [url for url in asked if "/plan/" in url]
    # Keeping what is typed goes on by itself; the page loads are what a person waits for.
    assert len(loads) <= 12, loads
    axe(page)
    assert Plan.objects.get(pk=planned.plan).state == "current"
    assert Outcome.objects.filter(plan=planned.plan, progress="better").count() == 6


@pytest.mark.parametrize("javascript", [True, False])
def test_a_child_in_need_plan_is_written_and_reviewed(site, browse, axe, javascript):
    planned = plan_at("outline", concerns=())
    page = browse(javascript=javascript)
    sign_in(page, site, planned.worker)
    page.goto(f"/children/{planned.child}/plan/")
    page.get_by_role("link", name="Add a concern").click()
    page.get_by_label("What is it called?").fill("Being in school")
    page.get_by_label("What did we see or hear?").fill("Missed 52 of 168 half-days.")
    page.get_by_role("button", name="Add to the plan").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    page.get_by_label("What does it mean for the child?").fill("To be in school")
    page.get_by_role("button", name="Add to the plan").click()
    page.get_by_text("The concern is in the plan.").wait_for()
    assert "a need that nobody acts on" in page.content()

    page.get_by_role("link", name="Add an outcome").click()
    page.get_by_label("What will be different for the child?").fill("Callum is in school nine days in ten")
    page.get_by_label("How is it now?").fill("7 days in 10")
    page.get_by_label("How should it be?").fill("9 days in 10")
    page.get_by_label("How will we know?").fill("The school register, each Friday")
    page.get_by_role("button", name="Add the outcome").click()
    page.get_by_text("The outcome is in the plan.").wait_for()
    page.get_by_role("link", name="Add an action").click()
    page.get_by_label("What will be done?").fill("Walk with Callum to the bus")
    page.get_by_label("Who does it?").fill("Jean Carter")
    page.get_by_label("By which day?").fill("2027-01-15")
    page.get_by_role("button", name="Add the action").click()
    page.get_by_text("The action is in the plan.").wait_for()

    page.get_by_role("link", name="Record a meeting or review").click()
    page.get_by_role("button", name="Record the review").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert "Being in school: say how it stands now" in page.content()
    if javascript:
        axe(page)
    fill_review(page, planned.plan, progress="same")
    key = Outcome.objects.get(plan=planned.plan).pk
    page.locator(f"[name=n{key}_1_what]").fill("Ring the school each Friday")
    page.locator(f"[name=n{key}_1_owner]").fill("Priya Nair")
    page.locator(f"[name=n{key}_1_due_on]").fill("2027-01-08")
    page.get_by_role("button", name="Record the review").click()
    page.get_by_text("The review is recorded").wait_for()
    page.get_by_role("heading", name="What the last review changed").wait_for()
    assert "Ring the school each Friday" in page.content()
    assert PlanChange.objects.filter(plan=planned.plan, meeting__isnull=False).exists()
    assert Deadline.objects.filter(child=planned.child, clock="cin_review", met_at=None, void_at=None).exists()


def test_a_part_that_was_begun_in_its_place_is_there_after_the_page_was_lost(site, page, axe):
    planned = plan_at("outline")
    sign_in(page, site, planned.worker)
    page.goto(f"/children/{planned.child}/plan/")
    page.get_by_role("link", name="Add an outcome").first.click()
    page.get_by_label("What will be different for the child?").fill("Mia is picked up by a grown-up each day")
    page.get_by_text("Saved").first.wait_for()
    # Another form in another place, and away before the second is up.
    page.get_by_role("link", name="Add a concern").click()
    page.get_by_label("What does it mean for the child?").fill("To be seen by a dentist")
    page.goto("/work/")
    page.get_by_role("link", name="Part of the plan about").click()
    begun = page.get_by_role("list").filter(has=page.get_by_role("link", name="A new outcome"))
    axe(page)
    begun.get_by_role("link", name="A new outcome").click()
    there = page.get_by_label("What will be different for the child?")
    assert there.input_value() == "Mia is picked up by a grown-up each day"
    axe(page)
    page.get_by_role("button", name="Add the outcome").click()
    page.get_by_text("The outcome is in the plan.").wait_for()
    page.get_by_role("link", name="A new concern").click()
    assert page.get_by_label("What does it mean for the child?").input_value() == "To be seen by a dentist"
    page.get_by_role("button", name="Delete this draft").click()
    page.get_by_text("Your draft is deleted.").wait_for()
    assert page.get_by_text("You began, and have not saved").count() == 0


def test_a_core_group_then_a_step_down(site, page, browse, axe):
    planned = plan_at("outline", kind="child_protection", concerns=six_outcomes()[:2])
    sign_in(page, site, planned.worker)
    page.goto(f"/children/{planned.child}/plan/review/")
    fill_review(page, planned.plan)
    page.get_by_label("If no action changes").fill("They all go on: each is only two weeks old.")
    page.get_by_role("button", name="Record the review").click()
    page.get_by_text("The review is recorded").wait_for()
    assert Deadline.objects.filter(child=planned.child, clock="core_group_subsequent", met_at=None).exists()

    leader = browse()
    sign_in(leader, site, planned.manager)
    leader.goto(f"/children/{planned.child}/plan/end/")
    axe(leader)
    leader.get_by_label("Replaced by a plan at a lower level").check()
    leader.get_by_label("Which plan follows").select_option("child_in_need")
    leader.get_by_label("What is different for the child now?").fill("In school every day since half-term.")
    leader.get_by_role("button", name="End the plan").click()
    leader.get_by_text("The next one has begun.").wait_for()
    leader.get_by_role("heading", name=re.compile("^Child in need plan since")).wait_for()
    after = Plan.objects.get(child=planned.child, ended_on=None)
    assert (after.kind, after.steps_from_id, after.outcomes.count()) == ("child_in_need", planned.plan, 2)
    assert Concern.objects.filter(child=planned.child).count() == 2


def test_the_family_gets_a_copy_and_somebody_gets_less(site, page, axe):
    planned = plan_at("current")
    sign_in(page, site, planned.worker)
    page.goto(f"/children/{planned.child}/plan/family/")
    page.get_by_text("Reading age about").wait_for()
    assert "I want to come home and it be normal." in page.content()
    page.get_by_label("Who must not know these things?").select_option(label="Mr Obi")
    page.get_by_role("button", name="Show that copy").click()
    page.get_by_text("Copy for Mr Obi.").wait_for()
    assert "I want to come home and it be normal." not in page.content()
    assert "8.05 bus" not in page.locator(".gt-sheets").inner_text()
    axe(page)
