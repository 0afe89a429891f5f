"""Annex A: an analyst makes it, sees what to put right, opens the workbook; then brings another council's own in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from goldenthread.people.public import Person
from goldenthread.rulebook.annex import LISTS
from goldenthread.rulebook.rights import Role
from tests.build import person_who_signs_in
from tests.building.annex_a import a_workbook, header_of, rows_of
from tests.building.browsing import sign_in
from tests.building.front_door import child_at

pytestmark = pytest.mark.django_db(transaction=True)


def test_annex_a_is_made_opened_and_another_is_loaded(
    site: Any, browse: Callable[..., Any], axe: Callable[[Any], None], fits_its_width: Any, tmp_path: Path
) -> None:
    # Given a child whose case was allocated yesterday, and an analyst.
    now = timezone.now()
    placed = child_at("allocated", at=now - timedelta(days=1), received_at=now - timedelta(days=2))
    analyst = person_who_signs_in(Role.ANALYST)
    page = browse()
    sign_in(page, site, analyst)

    # When she makes Annex A, she sees what to put right, and downloads a workbook with every list and this child.
    page.goto("/annex-a/")
    axe(page)
    page.get_by_role("button", name="Make the workbook").click()
    page.get_by_role("heading", level=1, name="Annex A as at").wait_for()
    assert page.get_by_role("row").filter(has_text="neither a plan nor an open assessment").count() == 1
    axe(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the workbook").click()
    file = tmp_path / "annex.xlsx"
    waiting.value.save_as(file)
    assert [header_of(file, one.sheet) for one in LISTS.values()] == [list(one.names) for one in LISTS.values()]
    (case,) = rows_of(file, "List 6")
    assert case[0] == f"GT{placed.child}" and case[-2:] == ["Assessment north", "Priya Nair"]
    phone = browse(phone=True)
    sign_in(phone, site, analyst)
    phone.goto(page.url)
    fits_its_width(phone)

    # When she asks what the lists say, she sees the figures beside England's, opens a list and the rows of a figure.
    page.get_by_role("link", name="See what the lists say").click()
    page.get_by_role("heading", level=1, name="What the lists say as at").wait_for()
    beside = page.get_by_role("row").filter(has_text="Referrals with no further action")
    assert "0 of 1" in beside.inner_text()
    axe(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download a copy that may leave").click()
    report = tmp_path / "report.xlsx"
    waiting.value.save_as(report)
    assert {row[3] for row in rows_of(report, "What came and followed")} == {""}
    page.get_by_label("Parts of the report").get_by_role("link", name="3. Referrals").click()
    axe(page)
    phone.goto(page.url)
    fits_its_width(phone)
    page.get_by_role("link", name="1 rows: Which referral of the child in 12 months, First in 12 months").click()
    page.get_by_role("heading", level=1, name="Which referral of the child in 12 months").wait_for()
    assert page.get_by_role("row").filter(has_text="List 3, row 2").count() == 1
    axe(page)
    phone.goto(page.url)
    fits_its_width(phone)

    # When she loads a workbook whose columns are spelt otherwise, she is told how each was read.
    theirs = {"Referrals": [{"LA Child ID": "B77", "Sex": "F", "Referral date": "25/03/2026", "NFA": "No"}]}
    page.goto("/load/")
    page.get_by_label("Annex A", exact=True).check()
    page.get_by_label("File", exact=True).set_input_files(a_workbook(tmp_path, theirs, "theirs.xlsx"))
    page.get_by_role("button", name="Load the file").click()
    page.get_by_role("heading", name="theirs.xlsx").wait_for()
    assert page.get_by_role("row").filter(has_text="LA Child ID").filter(has_text="Child Unique ID").count() == 1
    axe(page)
    assert Person.objects.filter(la_child_id="B77").exists()
