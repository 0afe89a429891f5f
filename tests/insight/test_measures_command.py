"""`goldenthread measures` and `goldenthread dataset`: one JSON object each, and refusals in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from goldenthread.config.command import main
from tests.build import protected_at
from tests.building.child_protection import AFTER
from tests.building.insight import a_dataset, an_empty_dataset

pytestmark = pytest.mark.django_db
DAYS = ["--from", "2020-01-01", "--to", AFTER.date().isoformat()]


def told(capsys, *words: str) -> dict[str, Any]:
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_list_names_every_measure(settings, tmp_path: Path, capsys) -> None:
    settings.HOME = tmp_path
    found = told(capsys, "measures", "list")
    assert len(found["measures"]) == 79 and found["refused"] == {}
    assert {"id", "title", "unit", "waits_for"} <= set(found["measures"][0])


def test_run_rows_and_explain_agree(settings, tmp_path: Path, capsys) -> None:
    made = protected_at("conference_due")
    a_dataset(settings, tmp_path)
    ran = told(capsys, "measures", "run", "s47_to_icpc", *DAYS, "--by", "team")
    assert set(ran) == {"id", "from", "to", "numerator", "denominator", "value", "unit", "groups"}
    assert sum(group["denominator"] for group in ran["groups"]) == ran["denominator"]
    rows = told(capsys, "measures", "rows", "s47_to_icpc", *DAYS)["rows"]
    assert len(rows) == ran["denominator"] and made.child in {row["child"] for row in rows}
    explained = told(capsys, "measures", "explain", "s47_to_icpc", *DAYS)
    assert explained["now"]["numerator"] == ran["numerator"] and explained["definition"]


def test_an_unknown_measure_and_a_wrong_date_are_said(settings, tmp_path: Path, capsys) -> None:
    an_empty_dataset(settings, tmp_path)
    assert main(["measures", "run", "nothing", *DAYS]) == 1
    assert "no measure called" in capsys.readouterr().err
    assert main(["measures", "run", "contact_volume", "--from", "soon", "--to", "later"]) == 2


def test_before_the_first_build_it_says_so(settings, tmp_path: Path, capsys) -> None:
    settings.HOME = tmp_path
    assert main(["measures", "run", "contact_volume", *DAYS]) == 1
    assert "has not been built yet" in capsys.readouterr().err


def test_dataset_build_tells_what_it_wrote(settings, tmp_path: Path, capsys) -> None:
    settings.HOME = tmp_path
    first = told(capsys, "dataset", "build")
    assert first["tables"] > 60 and len(first["written"]) == first["tables"]
    assert told(capsys, "dataset", "build")["written"] == {}
