"""Given a child with a long record, her worker finds anything in it, records a note, and prints the summary."""

from __future__ import annotations

import re

import pytest

from goldenthread.access.public import entries
from goldenthread.casework.models import Note
from tests.building.browsing import sign_in
from tests.building.child import HIS_WORDS, SECRET_ADDRESS, a_long_record

pytestmark = pytest.mark.django_db(transaction=True)

PARTS = (
    "",
    "chronology/",
    "chronology/?show=everything",
    "notes/",
    "deadlines/",
    "looked/",
    "search/?q=plate",
    "search/",
    "notes/new/",
)


def test_every_part_is_sound_on_a_desk_and_on_a_phone(site, page, phone_page, axe, fits_its_width):
    long = a_long_record(notes=60)
    for screen in (page, phone_page):
        sign_in(screen, site, long.worker)
        for part in PARTS:
            answer = screen.goto(f"/children/{long.child}/{part}")
            assert answer.status == 200, part
            axe(screen)
            fits_its_width(screen)


def test_a_worker_finds_the_first_visit_of_the_year_in_one_press(site, page):
    long = a_long_record(notes=60)
    first = Note.objects.filter(child=long.child, kind="visit", happened_at__year=2026).earliest("happened_at")
    sign_in(page, site, long.worker)
    page.goto(f"/children/{long.child}/")
    page.get_by_role("row", name=re.compile("^Visit")).get_by_role("link", name="first this year: Visit").click()
    assert first.words in page.locator(f"#note-{first.pk}").inner_text()
    assert page.locator(f"#note-{first.pk}").is_visible()


def test_a_worker_asks_for_the_address_and_the_asking_is_kept(site, page, axe):
    long = a_long_record(notes=1)
    sign_in(page, site, long.worker)
    page.goto(f"/children/{long.child}/")
    assert SECRET_ADDRESS not in page.content()
    page.get_by_role("button", name="Show the address").click()
    page.get_by_text(SECRET_ADDRESS).wait_for()
    axe(page)
    assert [entry.name for entry in entries(child=long.child, act="child.read_address")] == ["Hana Malik"]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_worker_records_a_note_and_reads_it_in_its_place(site, browse, axe, javascript):
    long = a_long_record(notes=1)
    page = browse(javascript=javascript)
    sign_in(page, site, long.worker)
    page.goto(f"/children/{long.child}/")
    page.get_by_text("Start or record").click()
    page.get_by_role("link", name="Record a note").click()

    page.get_by_role("button", name="Record note").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    if javascript:
        axe(page)

    page.get_by_label("Visit").check()
    page.get_by_label("Day").fill("19")
    page.get_by_label("Month").fill("11")
    page.get_by_label("Year").fill("2026")
    page.get_by_label("Time").fill("10:30am")
    page.get_by_label("What happened?").fill("Seen alone in his room.\nHe showed me his drawings.")
    page.get_by_label("Yes").check()
    page.get_by_label("What does it mean for the child?").fill("He is settled here.")
    page.get_by_role("button", name="Record note").dblclick()

    if javascript:
        page.get_by_text("The note is recorded.").wait_for()
    else:
        # Without a script both presses are sent. The browser may give up the first answer, and with it these words: she
        # is led to the note all the same.
        page.wait_for_url("**/notes/?on=2026-11-19#note-*")
    note = Note.objects.get(child=long.child, words__startswith="Seen alone in his room.")
    shown = page.locator(f"#note-{note.pk}").inner_text()
    assert "He showed me his drawings." in shown
    assert "What it meant: He is settled here." in shown
    assert "10:30am" in shown


def test_the_printed_summary_is_at_most_two_sides_without_navigation(site, page):
    long = a_long_record()
    sign_in(page, site, long.worker)
    page.goto(f"/children/{long.child}/")
    page.emulate_media(media="print")
    for hidden in (".gt-nav", ".moj-sub-navigation", "search", ".gt-offers", "text=Show the address"):
        assert not any(found.is_visible() for found in page.locator(hidden).all()), hidden
    said = page.inner_text("body")
    for kept in ("Noah Carter", "The address must not be given out", HIS_WORDS, "What is due, and why", "Printed by"):
        assert kept in said, kept
    assert SECRET_ADDRESS not in said
    sides = len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4")))
    assert sides <= 2
