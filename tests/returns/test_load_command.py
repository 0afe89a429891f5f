"""`goldenthread load cin-census`: one JSON object alone, words otherwise, and an exit code that says which."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from goldenthread.config.command import main
from goldenthread.returns.public import loads
from goldenthread.rulebook.rights import Role
from tests.build import person_who_signs_in
from tests.returns.census import a_census, a_child

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def role_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOLDENTHREAD_DATABASE_ROLE", "app")


def test_json_is_one_object_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(a_census(tmp_path, a_child("A1"), a_child("B2", Sex="X")))
    assert main(["load", "cin-census", file, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {name: told[name] for name in ("children", "referrals", "created", "updated", "unchanged")} == {
        "children": 1,
        "referrals": 1,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
    }
    (one,) = told["rejected"]
    assert (one["element"], one["value"], one["rule"]) == ("Sex", "X", "4180")
    assert isinstance(one["line"], int) and one["why"].endswith(".")
    assert main(["load", "cin-census", file, "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 1)


def test_words_say_what_was_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "cin-census", str(a_census(tmp_path, a_child("A1"), a_child("B2", Sex="X")))]) == 0
    told = capsys.readouterr().out
    assert "Made: 1\n" in told
    assert "Sex “X”: Sex is M, F or U" in told and "(census rule 4180)" in told


def test_a_file_that_is_no_census_is_refused_with_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "children.csv"
    file.write_text("LAchildID,Sex\n")
    assert main(["load", "cin-census", str(file), "--json"]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["refused"] in told.err
    assert json.loads(told.out)["children"] == 0
    assert loads() == ()


def test_in_whose_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(a_census(tmp_path, a_child()))
    analyst, worker = person_who_signs_in(Role.ANALYST, name="Ana Lyst"), person_who_signs_in(Role.SOCIAL_WORKER)
    assert main(["load", "cin-census", file, "--as", "nobody@example.org"]) == 2
    assert main(["load", "cin-census", file, "--as", worker.email]) == 1
    assert main(["load", "cin-census", file, "--as", analyst.email]) == 0
    assert [one.by for one in loads()] == ["Ana Lyst"]


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "cin-census", "nowhere.xml"]) == 2
    assert "There is no file nowhere.xml" in capsys.readouterr().err
