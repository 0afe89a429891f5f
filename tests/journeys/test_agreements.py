"""Given a child with a worker, an agreement is blocked, then proper, then broken; a family's chronology becomes a
paper; a visit is recorded on a telephone; and the case closes."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from goldenthread.casework.models import Agreement, Closure, Referral, Visit
from goldenthread.casework.operations.plans import start_plan
from goldenthread.rulebook.forms.closure import CLOSURE as FORM
from tests.build import child_at, person_who_signs_in
from tests.building.browsing import sign_in
from tests.building.child import a_long_record

pytestmark = pytest.mark.django_db(transaction=True)


def day(days: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def a_child_with_a_worker():
    now = timezone.now()
    return child_at("allocated", at=now, received_at=now - timedelta(days=1))


def test_an_agreement_is_blocked_then_proper_then_broken(site, page, axe, fits_its_width):
    placed = a_child_with_a_worker()
    manager = person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)
    sign_in(page, site, placed.worker)
    page.goto(f"/children/{placed.child}/agreements/")
    axe(page)
    page.get_by_role("link", name="Write an agreement").click()
    page.get_by_label("Which risk to which child is it about?").fill("Lee coming to the house while he drinks")
    axe(page)
    page.get_by_role("button", name="Go on writing").click()
    axe(page)
    fits_its_width(page)
    assert page.get_by_text("There is domestic abuse here").is_visible()
    for label, words in (
        ("Why is an agreement enough here?", "He has moved out, and has kept to bail for six weeks."),
        ("What will we do?", "Fit new locks by Friday and ring each evening."),
        ("What happens if it is broken?", "We meet the next working day and take legal advice."),
        ("How do we know that everybody understood it?", "Read aloud with each of them alone."),
        ("What does the child think of it?", "He wants the lock."),
        ("From which day does it hold?", day()),
        ("On which day is it reviewed?", day(14)),
        ("On which day does it end?", day(56)),
    ):
        page.get_by_label(label).fill(words)
    page.locator("#name-0").fill("Stacey Carter")
    page.locator("#duties-0").fill("Not let Lee into the house")
    page.get_by_role("button", name="Send to the manager").click()
    summary = page.get_by_role("alert")
    assert "cannot be made to answer" in summary.inner_text() or "Say who poses the risk" in summary.inner_text()
    assert "Say who looks whether it is kept" in summary.inner_text()
    assert page.locator("#duties-0").input_value() == "Not let Lee into the house"
    axe(page)
    page.locator("#name-1").fill("Lee Barrow")
    page.locator("#poses-1").check()
    page.locator("#duties-1").fill("Stay away from the street and the school")
    page.get_by_label("How will we know that it is kept?").fill("Visits without warning in the evening")
    page.get_by_label("Who looks, by name?").fill("Priya Nair")
    page.get_by_label("How often, in days?").fill("7")
    page.get_by_role("button", name="Send to the manager").click()
    page.get_by_text("The agreement is with the manager.").wait_for()
    key = Agreement.objects.get().pk
    sign_in(page, site, manager)
    page.goto(f"/agreements/{key}/")
    axe(page)
    page.get_by_label("Why is this agreement enough").fill("The risk is outside the house, and somebody looks weekly.")
    page.get_by_role("button", name="Approve the agreement").click()
    page.get_by_text("The agreement is in force.").wait_for()
    sign_in(page, site, placed.worker)
    page.goto(f"/agreements/{key}/")
    page.locator("summary", has_text="It was broken").click()
    broken = page.locator(f"form[action='/agreements/{key}/broken/']")
    broken.get_by_label("On which day was it broken?").fill(day())
    broken.get_by_label("At what time?").fill("00:00")
    broken.get_by_label("What happened").fill("His teacher saw Lee at the gate.")
    broken.get_by_role("button").click()
    page.get_by_role("heading", name="Broken, and nobody has written what was done").wait_for()
    axe(page)
    answer = page.locator(f"form[action='/agreements/{key}/answer/']")
    answer.get_by_label("On which day was it done?").fill(day())
    answer.get_by_label("At what time?").fill("00:01")
    answer.get_by_label("What was done").fill("Met both at the office; the police have spoken to Lee.")
    answer.get_by_role("button").click()
    page.get_by_text("What was done is recorded.").wait_for()


def test_a_chronology_becomes_a_paper_for_court(site, page, axe, fits_its_width):
    long = a_long_record(notes=12)
    sign_in(page, site, long.worker)
    page.goto(f"/children/{long.child}/chronology/")
    axe(page)
    page.get_by_role("link", name="Everything").click()
    axe(page)
    fits_its_width(page)
    with page.expect_download() as got:
        page.get_by_role("link", name="PDF").click()
    paper = PdfReader(BytesIO(got.value.path().read_bytes()))
    text = " ".join(one.extract_text() for one in paper.pages)
    assert "Noah Carter, born 3 March 2015" in text
    assert "everything on the record" in text


def test_a_visit_is_recorded_on_a_telephone(site, phone_page, axe, fits_its_width):
    page, placed = phone_page, a_child_with_a_worker()
    sign_in(page, site, placed.worker)
    page.goto(f"/children/{placed.child}/visits/new/")
    axe(page)
    fits_its_width(page)
    page.get_by_label("On which day?").fill(day())
    page.get_by_label("At what time?").fill("00:01")
    page.get_by_label("What was it for?").select_option("assessment")
    page.get_by_label("Seen alone").check()
    page.get_by_label("What did Noah say?").fill("I put the music up loud.")
    page.get_by_text("Saved").wait_for()
    page.reload()
    assert page.get_by_label("What did Noah say?").input_value() == "I put the music up loud."
    page.get_by_label("What happened?").fill("Saw him in his room.")
    page.get_by_role("button", name="Record the visit").click()
    page.get_by_text("The visit is recorded.").wait_for()
    axe(page)
    fits_its_width(page)
    assert Visit.objects.get().children.get().words == "I put the music up loud."


def test_a_case_closes(site, page, axe, fits_its_width):
    placed = a_child_with_a_worker()
    now = timezone.now()
    start_plan(child=placed.child, kind="child_in_need", started_on=timezone.localdate(), by=placed.worker, at=now)
    manager = person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)
    sign_in(page, site, placed.worker)
    page.goto(f"/children/{placed.child}/close/")
    axe(page)
    fits_its_width(page)
    for label, words in (
        ("What has changed for the child?", "Noah sleeps through, and is at school every day."),
        ("What shows it?", "The school’s register; his own words."),
        ("Why is it right to close now?", "Three months without what worried us, and his nan sees him daily."),
        ("Who stays with the family?", "His nan, and Mr Obi at school."),
        ("If it returns, who does what?", "Stacey rings her sister and then the front door."),
        ("What does the child think of our leaving?", "“You can stop coming if Nan still comes.”"),
        ("What does the family think of it?", "Stacey is proud."),
    ):
        page.get_by_label(label).fill(words)
    page.get_by_label("Reason for closing").select_option("RC7")
    page.get_by_label("Where does help go on?").select_option("none")
    page.get_by_role("button", name="Propose to close").click()
    assert "Answer ‘Has the child been seen alone" in page.get_by_role("alert").inner_text()
    axe(page)
    for one in FORM.sections[0].questions:
        page.locator(f"#check-{one.key}").check()
    page.get_by_role("button", name="Propose to close").click()
    page.get_by_text("The proposal to close is with the manager.").wait_for()
    axe(page)
    key = Closure.objects.get().pk
    sign_in(page, site, manager)
    page.goto(f"/closures/{key}/")
    axe(page)
    fits_its_width(page)
    page.get_by_label("Why does the child no longer need this?").fill("The change has lasted, and his nan stays.")
    page.get_by_role("button", name="Close the case").click()
    page.get_by_text("The case is closed.").wait_for()
    assert Referral.objects.get(child=placed.child).closure_reason == "RC7"
