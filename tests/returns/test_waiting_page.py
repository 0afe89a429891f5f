"""The page of a file that waits, in a browser: it moves on by itself, fits a phone, and says what it means to all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from goldenthread.returns.public import load_waiting_file, queue_cin_census
from goldenthread.rulebook.rights import Role
from tests.build import PASSWORD, person_who_signs_in
from tests.returns.census import a_census, a_child

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_page_moves_on_by_itself(
    site: Any,
    browse: Callable[..., Any],
    axe: Callable[[Any], None],
    fits_its_width: Any,
    tmp_path: Path,
    settings: Any,
) -> None:
    settings.HOME = tmp_path / "home"
    analyst = person_who_signs_in(Role.ANALYST, password=PASSWORD)
    written = a_census(tmp_path, a_child("A1")).read_bytes()
    now = datetime.now(UTC)
    key = queue_cin_census([written], size=len(written), file_name="march.xml", by=analyst, at=now)
    page = browse(phone=True)
    page.goto("/account/login/")
    page.get_by_label("Email address").fill(analyst.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Sign out").wait_for()
    page.goto(reverse("waiting_file", args=[key]))
    page.get_by_role("heading", name="Waiting").wait_for()
    fits_its_width(page)
    axe(page)
    rows = apps.get_model("returns.WaitingFile").objects.filter(pk=key)
    rows.update(state="running", attempts=1, read_bytes=len(written) // 2, words="500 children")
    page.get_by_role("heading", name="Being loaded").wait_for()
    page.get_by_text("500 children").wait_for()
    axe(page)
    load_waiting_file(file=key, at=now)
    page.get_by_role("heading", name="Loaded", exact=True).wait_for()
    axe(page)
    page.get_by_role("link", name="See what was loaded").click()
    page.get_by_role("heading", name="march.xml").wait_for()
