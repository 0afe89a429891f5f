"""Rows that files told, where two files, two records or two spellings tell of one child."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow.parquet as parquet
import pytest

from goldenthread.casework.models import LoadedFact
from goldenthread.casework.public import loaded_of
from goldenthread.insight.public.dataset import build_dataset, dataset
from goldenthread.people.models import Person
from goldenthread.people.public import merge
from goldenthread.returns.models import Load
from goldenthread.returns.public import load_annex_a, load_ssd
from tests.building.access import a_team
from tests.building.annex_a import a_case_row, a_row, a_workbook
from tests.building.people import front_door_worker
from tests.building.ssd import A_CHILD, a_folder

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 15, 12, 0, tzinfo=ZoneInfo("Europe/London"))
ON, LATER, LATEST = date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)


def load_tables(path: Path, tables: Mapping[str, Sequence[Mapping[str, str]]], on: date = ON) -> Any:
    folder = path / f"{on:%Y%m%d}-{len(list(path.iterdir()))}"
    folder.mkdir()
    return load_ssd(a_folder(folder, tables), by=None, at=AT, on=on)


def load_lists(path: Path, lists: Mapping[int | str, list[dict[str, Any]]], on: date = ON) -> Any:
    return load_annex_a(a_workbook(path, lists, f"{on}.xlsx"), by=None, at=AT, on=on)


def built(settings: Any, path: Path) -> Any:
    """The rows of a table of the dataset as it is now."""
    settings.HOME = path / "home"
    build_dataset(by=None, at=AT)
    held = dataset()
    return lambda name: parquet.read_table(held.folder / held.tables[name].path).to_pylist()


def missing(child: str, key: str, day: str = "2026-02-10") -> dict[str, str]:
    return {"miss_table_id": key, "miss_person_id": child, "miss_missing_episode_start_date": day}


# --- lists and a folder tell of one child


def test_a_case_that_lists_and_a_folder_tell_is_held_once(settings: Any, tmp_path: Path) -> None:
    load_tables(tmp_path, A_CHILD)
    lists = {6: [a_case_row("P1", Allocated_Team="North", Allocated_Worker="Jo Day")]}
    load_lists(tmp_path, lists, LATER)
    table = built(settings, tmp_path)
    assert [row["worker"] for row in table("gt_allocations")] == ["told:W1"]
    assert [row["invo_professional_id"] for row in table("ssd_involvements")] == ["told:W1"]
    # The lists came later, and the folder speaks before them all the same.
    assert [row["cine_referral_worker_id"] for row in table("ssd_cin_episodes")] == ["told:W1"]
    assert [row["worker"] for row in table("gt_plans")] == ["told:W1"]


def test_the_team_of_a_care_leaver_is_the_team_of_that_name_here(settings: Any, tmp_path: Path) -> None:
    north = str(a_team("North").pk)
    about = {"Date of Birth": date(2006, 1, 2), "Eligibility Category": "b) Former relevant child"}
    teams = {"L1": "North", "L2": "Elsewhere"}
    load_lists(tmp_path, {9: [a_row(9, child) | about | {"Allocated Team": team} for child, team in teams.items()]})
    table = built(settings, tmp_path)
    told = {row["clea_care_leaver_allocated_team"] for row in table("ssd_care_leavers")}
    assert told == {north, "told:Elsewhere"} == {row["team"] for row in table("gt_care_leavers")}
    assert told <= {row["team"] for row in table("gt_teams")}


def test_a_child_whom_a_list_names_twice_for_what_stands_stands_once(tmp_path: Path) -> None:
    row = a_row(9, "L1") | {"Date of Birth": date(2006, 1, 2), "LA in Touch": "a) Yes"}
    lists: Mapping[int | str, list[dict[str, Any]]] = {9: [row, row | {"LA in Touch": "b) No"}]}
    load_lists(tmp_path, lists)
    (kept,) = LoadedFact.objects.filter(about="ssd_care_leavers")
    assert kept.values["clea_care_leaver_in_touch"] == "NO"
    assert load_lists(tmp_path, lists).facts == 0


# --- two records of one child were merged


def test_the_rows_of_a_merged_child_are_withdrawn_only_when_neither_id_tells_them(tmp_path: Path) -> None:
    people = [*A_CHILD["ssd_person"], A_CHILD["ssd_person"][0] | {"pers_person_id": "P2"}]
    # Both systems numbered their rows from 1.
    tables = {**A_CHILD, "ssd_person": people, "ssd_missing": [missing("P1", "1"), missing("P2", "1", "2026-02-12")]}
    load_tables(tmp_path, tables)
    kept, folded = (Person.objects.get(la_child_id=one).pk for one in ("P1", "P2"))
    merge(kept=kept, folded=folded, choices={}, reason="The same child.", by=front_door_worker(), at=AT)

    def days() -> list[int]:
        rows = LoadedFact.objects.filter(child=kept, about="ssd_missing", withdrawn_on=None)
        return sorted(row.happened_on.day for row in rows if row.happened_on)

    assert days() == [10, 12]
    one_changed = [missing("P1", "1"), missing("P1", "2", "2026-02-20"), missing("P2", "1", "2026-02-12")]
    loaded = load_tables(tmp_path, {**tables, "ssd_missing": one_changed}, LATER)
    assert (loaded.unchanged, loaded.facts, days()) == (1, 1, [10, 12, 20])
    assert load_tables(tmp_path, {**tables, "ssd_missing": one_changed}, LATER).facts == 0
    load_tables(tmp_path, {**tables, "ssd_missing": one_changed[:2]}, LATEST)
    assert days() == [10, 20]


# --- what a file says, and what is made of it


def test_yes_in_any_spelling_is_a_child_who_was_seen(settings: Any, tmp_path: Path) -> None:
    visits = [
        {"cinv_cin_visit_id": str(n), "cinv_person_id": "P1", "cinv_cin_visit_date": f"2026-03-{10 + n}"}
        | {"cinv_cin_visit_seen": seen, "cinv_cin_visit_seen_alone": alone, "cinv_cin_visit_bedroom": "not asked"}
        for n, (seen, alone) in enumerate((("Y", "N"), ("Yes", "true"), ("TRUE", "1"), ("no", "False")))
    ]
    leaver = [{"clea_table_id": "1", "clea_person_id": "P1", "clea_care_leaver_in_touch": "Yes"}]
    tables = {name: rows for name, rows in A_CHILD.items() if name != "ssd_cp_visits"}
    load_tables(tmp_path, {**tables, "ssd_cin_visits": visits, "ssd_care_leavers": leaver})
    table = built(settings, tmp_path)
    told = sorted((row["happened_at"].day, row["seen"], row["seen_alone"]) for row in table("gt_visits"))
    assert told == [(10, True, False), (11, True, True), (12, True, True), (13, False, False)]
    assert {row["cinv_cin_visit_seen"] for row in table("ssd_cin_visits")} == {"Y", "N"}
    assert {row["cinv_cin_visit_bedroom"] for row in table("ssd_cin_visits")} == {"not asked"}
    assert [row["in_touch"] for row in table("gt_care_leavers")] == ["YES"]


def test_times_of_day_are_shown_and_words_that_begin_with_a_day_are_shown_whole(tmp_path: Path) -> None:
    words = "2026-02-01 her mother rang"
    help_given = {"earl_episode_id": "1", "earl_person_id": "P1", "earl_episode_start_date": "2026-02-01"}
    load_tables(
        tmp_path,
        {
            **A_CHILD,
            "ssd_missing": [missing("P1", "1", "2026-02-10 22:15:00"), missing("P1", "2", "2026-02-12")],
            "ssd_early_help_episodes": [help_given | {"earl_episode_reason": words}],
        },
    )
    shown = {one.key: one for one in loaded_of(Person.objects.get().pk)}
    says = [dict(row.says)["Missing from"] for row in shown["ssd_missing"].rows]
    assert says == [date(2026, 2, 12), "10 February 2026, 10:15pm"]
    assert words in dict(shown["ssd_early_help_episodes"].rows[0].says).values()


def test_a_folder_that_differs_in_its_workers_alone_is_another_folder(tmp_path: Path) -> None:
    for name in ("Jo Day", "Ira Bell"):
        workers = [{"prof_professional_id": "W1", "prof_professional_name": name}]
        load_tables(tmp_path, {**A_CHILD, "ssd_professionals": workers})
    assert len(set(Load.objects.values_list("sha256", flat=True))) == 2
