"""The pages for loading a file: what they show, what they refuse, and that they name nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from goldenthread.returns.public import loads
from goldenthread.rulebook.rights import Role
from tests.build import person_who_signs_in
from tests.returns.census import a_census, a_child, a_referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst(client: Client) -> Client:
    client.force_login(person_who_signs_in(Role.ANALYST, name="Ana Lyst"))
    return client


def send(client: Client, file: SimpleUploadedFile | None) -> Any:
    page = client.get(reverse("load"))
    once = page.content.decode().split('name="once" value="')[1].split('"')[0]
    return client.post(reverse("load"), {"once": once} | ({"file": file} if file else {}))


def a_file(path: Path, *children: str, name: str = "march 2026.xml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_census(path, *children).read_bytes(), "text/xml")


def test_a_census_is_loaded_and_what_was_left_out_is_told(analyst: Client, tmp_path: Path) -> None:
    bad = a_child("B2", a_referral(ReferralSource="66"))
    answer = send(analyst, a_file(tmp_path, a_child("A1"), bad))
    assert answer.status_code == 302
    page = analyst.get(answer.url).content.decode()
    assert "march 2026.xml" in page and "Ana Lyst" in page
    assert "ReferralSource" in page and "8866" in page
    assert "march 2026.xml" in analyst.get(reverse("load")).content.decode()


@pytest.mark.parametrize(
    ("name", "written", "words"),
    [
        ("census.xml", b"LAchildID,Sex\n", "not an XML file"),
        ("census.xml", b"PK\x03\x04rest", "zip file or a workbook"),
        ("census.xml", b"<Episodes/>", "it begins with &lt;Episodes&gt;"),
        ("census.xml", b"", "The file is empty"),
    ],
)
def test_a_file_that_lies_about_what_it_is(analyst: Client, name: str, written: bytes, words: str) -> None:
    answer = send(analyst, SimpleUploadedFile(name, written, "text/xml"))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'href="#file"' in answer.content.decode()
    assert loads() == ()


def test_no_file(analyst: Client) -> None:
    assert "Choose a census file" in send(analyst, None).content.decode()
    assert loads() == ()


def test_what_is_pressed_twice_is_loaded_once(analyst: Client, tmp_path: Path) -> None:
    once = analyst.get(reverse("load")).content.decode().split('name="once" value="')[1].split('"')[0]
    answers = [analyst.post(reverse("load"), {"once": once, "file": a_file(tmp_path, a_child())}) for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert len(loads()) == 1


def test_a_long_list_is_read_page_by_page(analyst: Client, tmp_path: Path) -> None:
    answer = send(analyst, a_file(tmp_path, *(a_child(f"A{n}", Sex="X") for n in range(120))))
    first, last = analyst.get(answer.url).content.decode(), analyst.get(f"{answer.url}?page=3").content.decode()
    assert first.count("4180") == 50 and last.count("4180") == 20
    assert "Showing <b>101</b> to <b>120</b> of <b>120</b>" in last
    for asked in ("0", "-1", "99999999999", "x", "٣"):
        assert analyst.get(f"{answer.url}?page={asked}").status_code == 200


def test_a_name_that_turns_letters_round_is_shown_plainly(analyst: Client, tmp_path: Path) -> None:
    answer = send(analyst, a_file(tmp_path, a_child(), name="cens\u202eus\x07.xml"))
    page = analyst.get(answer.url).content.decode()
    assert "\u202e" not in page and "census.xml" in page


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ANALYST, Role.ADMINISTRATOR)])
def test_nobody_else_may(client: Client, role: Role) -> None:
    client.force_login(person_who_signs_in(role))
    assert client.get(reverse("load")).status_code == 403
    assert client.get(reverse("loaded_file", args=[1])).status_code == 403


def test_a_load_that_is_not_there(analyst: Client) -> None:
    assert analyst.get(reverse("loaded_file", args=[999])).status_code == 404
