"""From an inspector's sentence in the register down to the children whose records prove it: four clicks at most."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from goldenthread.casework.models import Deadline
from goldenthread.people.public import Person
from goldenthread.quality.models import StandardResult, StandardRun
from goldenthread.quality.public.improvement import MeasureSaid, add_measure
from goldenthread.rulebook.rights import Role
from tests.building.access import person_who_signs_in
from tests.building.audit import round_at
from tests.building.browsing import sign_in
from tests.building.front_door import child_at
from tests.building.improvement import SENTENCE, Improving, improvement_at

pytestmark = pytest.mark.django_db(transaction=True)

CLOCK = "single_assessment"
KINDS = {"standard": "plan.one_owner", "clock": CLOCK, "audit": "assessment"}
"""Each kind of figure that this test counts from children's records, and what it counts."""


def name_of(child: int) -> str:
    return " ".join(Person.objects.values_list("given_names", "family_name").get(pk=child))


def measured(plan: int, kind: str, by, at) -> int:
    said = MeasureSaid(
        kind=kind,
        of=KINDS[kind],
        target="75",
        by_on=(at + timedelta(days=90)).date(),
        baseline="33",
        baseline_on=(at - timedelta(days=30)).date(),
        baseline_how="Counted by hand before the plan began",
    )
    return add_measure(plan=plan, said=said, by=by, at=at)


def a_plan_measured_by(kind: str) -> tuple[Improving, str]:
    """A plan on an inspector's finding with one measure of a kind, and the name of a child behind its figure."""
    now = timezone.now()
    if kind == "audit":
        rounded = round_at("drawn", children=2, at=now - timedelta(days=1))
        child = rounded.placed[0].child
    else:
        child = child_at("allocated").child
    if kind == "standard":
        StandardRun.objects.create(on=now.date(), began_at=now, ended_at=now, whole=True, ledger_number=1)
        StandardResult.objects.create(
            child_id=child, about=f"plan:{child}", standard="plan.one_owner", met=False, since=now.date()
        )
    if kind == "clock":
        late = now - timedelta(days=200)
        Deadline.objects.create(
            clock=CLOCK, child_id=child, started_at=late, due_on=late.date(), allowance="45 working_days"
        )
    made = improvement_at("started", at=now - timedelta(days=2))
    measured(made.plan, kind, made.leader, now)
    return made, name_of(child)


@pytest.mark.parametrize("kind", KINDS)
def test_from_the_sentence_in_the_register_to_the_children_in_four_clicks(
    site, page, browse, axe, fits_its_width, kind: str
):
    made, name = a_plan_measured_by(kind)
    sign_in(page, site, made.leader)
    page.goto("/findings/")
    opened: list[str] = []
    page.on("framenavigated", lambda frame: opened.append(frame.url) if frame == page.main_frame else None)
    page.get_by_role("link", name=SENTENCE).click()
    page.get_by_role("link", name="Plans that say what will change").click()
    page.get_by_role("link", name="Open the records behind it").click()
    if kind == "audit":
        page.get_by_role("heading", name="Audited with: ").wait_for()
        page.locator("section[aria-labelledby=programme] li a").first.click()
    page.locator("main").get_by_role("link", name=name, exact=True).first.wait_for()
    assert len(opened) <= 4, opened
    axe(page)
    fits_its_width(page)
    if kind != "audit":
        page.locator("main").get_by_role("link", name=name, exact=True).click()
        page.get_by_role("heading", name=name).first.wait_for()
        assert len(opened) <= 4, opened

    # An elected member reads the plan and its figures, and no link or address leads her to a child.
    member = person_who_signs_in(Role.ELECTED_MEMBER)
    asks = browse()
    sign_in(asks, site, member)
    assert asks.goto("/findings/").status == 403
    asks.goto("/improvement/")
    asks.get_by_role("link", name="Plans that say what will change").click()
    asks.get_by_text(SENTENCE).wait_for()
    asks.get_by_role("heading", name="Is it working?").wait_for()
    assert asks.get_by_role("link", name="Open the records behind it").count() == 0
    assert asks.get_by_text(name).count() == 0
    axe(asks)
    asks.locator(".gt-measure-row h3 a").last.click()
    asks.get_by_role("heading", name="Every value, and how it was got").wait_for()
    assert asks.get_by_role("link", name="Open the records behind it").count() == 0
    for address in ("/standards/plan.one_owner/", f"/timescales/{CLOCK}/", "/audits/", f"/audits/?tool={KINDS[kind]}"):
        assert asks.goto(address).status == 403
