"""A finding becomes a plan, closes on evidence that its owner did not check, and opens again; an inspector looks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from goldenthread.access.models import LedgerEntry
from goldenthread.quality.models import Finding, ImprovementPlan
from goldenthread.quality.public.improvement import (
    RetestSaid,
    ValueSaid,
    record_retest,
    record_value,
)
from tests.building.access import person_who_signs_in
from tests.building.browsing import sign_in
from tests.building.front_door import child_at
from tests.building.improvement import a_finding, workspace_for

pytestmark = pytest.mark.django_db(transaction=True)


def iso(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011 -- any day near this one


def test_a_finding_becomes_a_plan_that_closes_on_evidence_and_opens_again(site, page, browse, axe, fits_its_width):
    now = timezone.now()
    owner = person_who_signs_in("service_manager", name="Anita Rao")
    doer = person_who_signs_in("team_manager", name="Helen Marsh")
    auditor = person_who_signs_in("auditor", name="Tom Ashby")
    director = person_who_signs_in("director", name="Catherine Booth")
    finding = a_finding(director, at=now - timedelta(days=300))

    sign_in(page, site, director)
    page.goto(f"/improvement/new/?finding={finding}")
    page.get_by_label("What is the plan called?").fill("Plans that say what will change")
    page.get_by_label("What will be different for children?").fill("75 in 100 outcomes can be measured, up from 33")
    page.get_by_label("Who answers for it?").select_option(str(owner.pk))
    page.get_by_label("For how long must each measure hold").fill("1")
    page.get_by_role("button", name="Start the plan").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    axe(page)
    page.get_by_label("By which day?").fill(iso(60))
    page.get_by_role("button", name="Start the plan").click()
    page.get_by_text("No measure", exact=True).wait_for()
    page.get_by_role("link", name="Add a measure").click()
    page.get_by_role("link", name="Another figure").click()
    page.get_by_label("What is counted?").fill("Outcomes that can be measured")
    page.get_by_label("More of it").check()
    page.get_by_label("Where does it start?").fill("33")
    page.get_by_label("On which day?").fill(iso(-30))
    page.get_by_label("Where is that from?").fill("40 plans read by two auditors")
    page.get_by_label("What should it be?").fill("75")
    page.get_by_role("button", name="Add the measure").click()
    page.get_by_role("link", name="Add an action").click()
    page.get_by_label("What will be done?").fill("Put the hints on the plan form")
    page.get_by_label("Who does it?").select_option(str(doer.pk))
    page.get_by_label("By which day?").fill(iso(20))
    page.get_by_label("What will show that it was done?").fill("The form as the teams see it")
    page.get_by_role("button", name="Add an action").click()
    page.get_by_text("The action is in the plan").wait_for()
    plan = ImprovementPlan.objects.get()
    measure, action = plan.measures.get().pk, plan.actions.get().pk

    helen = browse()
    sign_in(helen, site, doer)
    helen.goto(f"/improvement/actions/{action}/")
    helen.get_by_label("What was done, and what shows it?").fill("The hints are on the form of every team.")
    helen.get_by_role("button", name="Record that it is done").click()
    helen.get_by_text("somebody else must check the evidence").wait_for()
    assert helen.get_by_role("button", name="Record the check").count() == 0

    tom = browse()
    sign_in(tom, site, auditor)
    tom.goto(f"/improvement/actions/{action}/")
    tom.get_by_label("Yes, it shows it").check()
    tom.get_by_label("What did you look at, and what did you see?").fill("I opened the form of three teams.")
    tom.get_by_role("button", name="Record the check").click()
    tom.get_by_role("heading", name="The evidence shows it").wait_for()
    axe(tom)
    retest = RetestSaid(now.date(), "40 plans drawn by seed 2207, read by two.", 32, 40, 24)
    record_retest(plan=plan.pk, said=retest, by=auditor, at=now)
    tom.goto(f"/improvement/measures/{measure}/")
    tom.get_by_label("How many met it?").fill("80")
    tom.get_by_label("Of how many?").fill("100")
    tom.get_by_label("How was it got?").fill("Plans of the month, read by two auditors")
    tom.get_by_role("button", name="Record the value").click()
    tom.get_by_text("80%, 80 of 100").first.wait_for()
    axe(tom)
    fits_its_width(tom)

    page.goto(f"/improvement/{plan.pk}/")
    page.get_by_text("Ready to close", exact=True).wait_for()
    page.get_by_label("What has changed for children").fill("Families can tell whether things change.")
    page.get_by_role("button", name="Close the plan").click()
    page.get_by_text("Closed and held", exact=True).wait_for()
    assert Finding.objects.get(pk=finding).status == "closed"

    worse = ValueSaid(now.date(), met=40, asked=100, how="Plans of the month, read again")
    record_value(measure=measure, said=worse, by=auditor, at=now)
    page.reload()
    page.get_by_role("heading", name="Open again since").wait_for()
    axe(page)
    assert Finding.objects.get(pk=finding).status == "reopened"


def test_an_inspector_looks_at_what_was_chosen_until_it_ends(site, page, browse, axe, fits_its_width):
    now = timezone.now()
    placed, other = child_at("allocated"), child_at("allocated")
    director = person_who_signs_in("director", name="Catherine Booth")
    inspector = person_who_signs_in("inspector", name="Eleanor Voss")
    workspace = workspace_for({placed.child: "Plan for over a year"}, inspector=inspector, by=director, at=now)
    eleanor = browse()
    sign_in(eleanor, site, inspector)
    eleanor.goto("/")
    eleanor.get_by_role("heading", name="Your workspace").wait_for()
    axe(eleanor)
    fits_its_width(eleanor)
    eleanor.locator("main section li a").first.click()
    eleanor.wait_for_url(f"**/children/{placed.child}/")
    axe(eleanor)
    assert eleanor.goto(f"/children/{other.child}/").status == 403
    assert eleanor.goto(f"/children/{placed.child}/notes/new/").status == 403
    assert LedgerEntry.objects.filter(actor=inspector.pk, act="child.read", child=placed.child).exists()

    sign_in(page, site, director)
    page.goto(f"/readiness/workspaces/{workspace}/")
    page.get_by_role("cell", name="Eleanor Voss").first.wait_for()
    axe(page)
    # More children are chosen by name, and at random by a seed that is told.
    third = child_at("allocated").child
    page.get_by_label("Which child?").fill("Noah Carter")
    page.get_by_role("button", name="Search").last.click()
    page.locator(f"input[name=child][value='{other.child}']").check()
    axe(page)
    fits_its_width(page)
    page.get_by_label("Why are they chosen?").fill("The plan has not changed for a year.")
    page.get_by_role("button", name="Choose the children ticked").click()
    page.get_by_text("The plan has not changed for a year.").wait_for()
    page.get_by_text("Choose by a random sample").click()
    page.get_by_label("Drawn from whom?").select_option("open")
    page.get_by_label("How many children?").fill("1")
    page.get_by_label("Seed").fill("2611")
    page.get_by_role("button", name="Draw these children").click()
    page.get_by_text("1 child drawn from 1.").wait_for()
    page.get_by_text("seed 2611: children with an open case").wait_for()
    for child in (other.child, third):
        assert eleanor.goto(f"/children/{child}/").status == 200
    page.get_by_label("Why does it end early?").fill("The visit is over.")
    page.get_by_role("button", name="End the workspace").click()
    page.get_by_text("The workspace has ended").wait_for()
    assert eleanor.goto(f"/children/{placed.child}/").status == 403
    eleanor.goto("/inspection/")
    eleanor.get_by_text("No workspace is open to you.").wait_for()
