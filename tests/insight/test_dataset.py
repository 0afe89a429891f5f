"""The dataset: in the shape of the standard, written anew only where the record changed, and open to nobody else."""

from __future__ import annotations

import hashlib
import json
import stat
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from goldenthread.access.public import NotAllowed, entries
from goldenthread.casework.operations.child_protection import stop_enquiry
from goldenthread.casework.public.listed import listed_contacts, listed_enquiries
from goldenthread.insight.public.analysis import fortnight, last_month
from goldenthread.insight.public.dataset import NoDataset, build_dataset, dataset, standard_tables
from goldenthread.insight.queries.engine import ask
from goldenthread.insight.queries.extracts import extracts
from tests.build import a_child, contact_at, person_who_signs_in, protected_at
from tests.building.child_protection import DISCUSSED, enquiry_at
from tests.building.complaints import complaint_at
from tests.building.insight import BUILT_AT, a_dataset, an_empty_dataset

pytestmark = pytest.mark.django_db
LATER = BUILT_AT + timedelta(hours=1)


def table(held, name: str) -> list[dict[str, object]]:
    return parquet.read_table(held.folder / held.tables[name].path).to_pylist()


def test_every_table_of_the_standard_stands_with_every_column_in_its_order(settings, tmp_path: Path) -> None:
    held = an_empty_dataset(settings, tmp_path)
    for name, fields in standard_tables().items():
        assert parquet.read_schema(held.folder / held.tables[name].path).names == list(fields)


def test_a_protected_child_is_there_from_contact_to_plan(settings, tmp_path: Path) -> None:
    made = protected_at("conference_due")
    held = a_dataset(settings, tmp_path)
    key = str(made.child)
    for name, child in (
        ("ssd_person", "pers_person_id"),
        ("ssd_contacts", "cont_person_id"),
        ("ssd_cin_episodes", "cine_person_id"),
        ("ssd_s47_enquiry", "s47e_person_id"),
        ("gt_deadlines", "child"),
        ("gt_children", "child"),
    ):
        assert key in {row[child] for row in table(held, name)}, name


def test_the_clock_of_a_complaint_does_not_lead_to_the_child(settings, tmp_path: Path) -> None:
    made = complaint_at("recorded")
    rows = [row for row in table(a_dataset(settings, tmp_path), "gt_deadlines") if row["clock"] == "complaint_stage1"]
    assert [(row["child"], row["worker"], row["due_on"] is None) for row in rows] == [
        (None, str(made.answers.pk), False)
    ]


def test_the_manifest_counts_and_hashes_what_is_there(settings, tmp_path: Path) -> None:
    a_child()
    held = a_dataset(settings, tmp_path)
    told = json.loads((tmp_path / "dataset" / f"manifest-{held.authority}.json").read_text())
    assert told["built_at"] == BUILT_AT.isoformat()
    for name, one in told["tables"].items():
        path = tmp_path / "dataset" / one["path"]
        assert f"authority={held.authority}" in one["path"]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == one["hash"], name
        assert parquet.read_metadata(path).num_rows == one["rows"]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_build_writes_nothing_and_a_change_only_what_reads_it(settings, tmp_path: Path) -> None:
    a_child()
    a_dataset(settings, tmp_path)
    assert build_dataset(by=None, at=LATER).written == {}
    a_child()
    written = set(build_dataset(by=None, at=LATER).written)
    # Somebody who signs in recorded the child.
    assert {"ssd_person", "gt_children"} <= written
    assert written == {one.name for one in extracts() if {"people_person", "access_user"} & set(one.reads)}


def test_what_nobody_may_see_of_a_child_is_not_in_the_dataset(settings, tmp_path: Path) -> None:
    """No column holds what was written about a child: words stay in the record."""
    protected_at("conference_due")
    held = a_dataset(settings, tmp_path)
    for name in held.tables:
        if not name.startswith("gt_"):
            continue
        for row in table(held, name):
            assert all(len(value) < 60 for value in row.values() if isinstance(value, str)), (name, row)


def test_who_may_not_build_it_does_not(settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    with pytest.raises(NotAllowed):
        build_dataset(by=person_who_signs_in("social_worker"), at=BUILT_AT)
    assert not (tmp_path / "dataset").exists()


def test_a_build_by_a_person_is_in_the_ledger(settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    analyst = person_who_signs_in("analyst")
    build_dataset(by=analyst, at=BUILT_AT)
    assert any(entry.act == "dataset.build" for entry in entries(limit=5))


def test_a_dataset_that_was_never_built_says_so(settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    with pytest.raises(NoDataset, match="has not been built yet"):
        dataset()


def test_a_dataset_that_lost_a_table_says_which(settings, tmp_path: Path) -> None:
    held = an_empty_dataset(settings, tmp_path)
    (held.folder / held.tables["gt_plans"].path).unlink()
    with pytest.raises(NoDataset, match="gt_plans"):
        dataset()


def test_a_file_that_was_replaced_stays_for_its_readers_until_the_next_build(settings, tmp_path: Path) -> None:
    a_child()
    first = a_dataset(settings, tmp_path)
    was = first.folder / first.tables["ssd_person"].path
    half = was.with_name(".0a1b2c3d")
    half.write_bytes(b"a build that was killed")
    a_child()
    build_dataset(by=None, at=LATER)
    assert was.exists() and was != first.folder / dataset().tables["ssd_person"].path
    assert not half.exists()
    build_dataset(by=None, at=LATER + timedelta(hours=1), whole=True)
    assert not was.exists()


def test_the_engine_spills_nothing_to_the_disk(settings, tmp_path: Path) -> None:
    held = an_empty_dataset(settings, tmp_path)
    assert ask(held, "SELECT current_setting('temp_directory')")[1] == [("",)]


def test_a_draft_is_no_contact_and_a_stopped_enquiry_no_enquiry(settings, tmp_path: Path) -> None:
    """As in Annex A, and so in every measure."""
    made = enquiry_at("running")
    contact_at("writing")
    stop_enquiry(enquiry=made.enquiry, because="Begun for the wrong child.", by=made.manager, at=DISCUSSED)
    held = a_dataset(settings, tmp_path)
    assert [row["state"] for row in table(held, "gt_contacts")] == ["decided"]
    assert len(table(held, "ssd_contacts")) == 1
    assert table(held, "gt_enquiries") == [] and table(held, "ssd_s47_enquiry") == []
    day = DISCUSSED.date()
    for name, listed in (("gt_contacts", listed_contacts), ("gt_enquiries", listed_enquiries)):
        assert len(table(held, name)) == len(list(listed(since=day - timedelta(days=90), on=day))), name


def test_the_last_month_is_that_of_the_clock_in_london(settings, tmp_path: Path) -> None:
    """Built half an hour before midnight by the world's clock, when July has begun here."""
    held = an_empty_dataset(settings, tmp_path)
    manifest = held.folder / f"manifest-{held.authority}.json"
    told = json.loads(manifest.read_text()) | {"built_at": "2026-06-30T23:30:00+00:00"}
    manifest.write_text(json.dumps(told))
    assert f"{last_month():%Y-%m}" == "2026-06"
    assert f"{fortnight().today:%Y-%m-%d}" == "2026-07-01"
