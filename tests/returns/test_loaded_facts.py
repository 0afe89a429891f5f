"""What files tell and the record has no table for: kept row by row, counted by measures, shown on the child’s page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow.parquet as parquet
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from goldenthread.casework.models import LoadedFact
from goldenthread.casework.public import loaded_of
from goldenthread.insight.pages.analysis import place_of
from goldenthread.insight.public.dataset import Dataset, build_dataset, dataset
from goldenthread.insight.public.measures import Scope, Span, catalogue, figure, rows
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import Person
from goldenthread.returns.public import NotADataset, load_annex_a, load_ssd, load_ssd_zip
from goldenthread.rulebook.rights import Role
from tests.build import person_who_signs_in
from tests.building.access import sealed
from tests.building.annex_a import a_case_row, a_referral_row, a_row, a_workbook
from tests.building.ssd import A_CHILD, a_folder

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
AT = datetime(2026, 12, 15, 12, 0, tzinfo=LONDON)
ON = date(2026, 3, 31)
MONTH = Span(date(2026, 3, 1), ON)
YEAR = Span(date(2025, 4, 1), ON)
ANYBODY = Scope(None, datetime(2026, 12, 15, 12, 0, tzinfo=UTC))


def in_care(child: str, **cells: Any) -> dict[str, Any]:
    told = {
        "Date Started to be Looked After": date(2022, 6, 1),
        "Child's Category of Need": "N1 - Abuse or neglect",
        "Start date of current legal status": date(2023, 1, 10),
        "Child's Legal Status": "C2: FCO",
        "Date of Latest Statutory Review": date(2026, 1, 15),
        "Date of Last Social Work Visit": date(2026, 3, 10),
        "Date of Last Health Assessment": date(2025, 11, 5),
        "Number of Placements in the Last 12 months": 1,
        "Start Date of Most Recent Placement": date(2023, 5, 4),
        "Placement Type": "d) U4: Foster placement - long term",
        "Placement Provider": "b) PR1: Own provision",
        "Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months": 0,
        "Allocated Team": "Children in care",
        "Allocated Worker": "Sam Lee",
    }
    return a_row(8, child) | told | cells


def leaver(child: str, **cells: Any) -> dict[str, Any]:
    told = {
        "Date of Birth": date(2006, 1, 2),
        "Eligibility Category": "b) Former relevant child",
        "LA in Touch": "a) Yes",
        "Latest Date of Contact": date(2026, 3, 1),
        "Type of Accommodation": "U: Independent living",
        "Suitability of Accommodation": "a) Suitable",
        "Activity Status": "F2: Full time in education other than higher",
        "Latest Pathway Plan Review Date": date(2026, 1, 1),
    }
    return a_row(9, child) | told | cells


LISTS: Mapping[int | str, list[dict[str, Any]]] = {
    1: [
        a_row(1, "A1", Date_of_Contact=date(2026, 3, 2), Contact_Source="q) 6: Police"),
        a_row(1, "A1", Date_of_Contact=date(2026, 3, 2), Contact_Source="q) 6: Police", Gender="a) Male"),
    ],
    3: [a_referral_row("A1"), a_referral_row("A2")],
    6: [
        a_case_row("A1", Date_Child_Was_Last_Seen=date(2026, 3, 20), Allocated_Team="North", Allocated_Worker="Jo Day"),
        a_case_row("A2", Allocated_Team="North", Allocated_Worker="Jo Day"),
    ],
    7: [
        a_row(
            7,
            "A1",
            Child_Protection_Plan_Start_Date=date(2025, 3, 3),
            Initial_Category_of_Abuse="a) Neglect",
            Latest_Category_of_Abuse="a) Neglect",
            Date_of_the_Last_Statutory_Visit=date(2026, 3, 24),
            Date_of_latest_review_conference=date(2026, 2, 20),
            Allocated_Team="North",
            Allocated_Worker="Jo Day",
            **{"Was the Child Seen Alone?": "a) Yes"},
        )
    ],
    8: [
        in_care("C1"),
        in_care(
            "C2", **{"Number of Placements in the Last 12 months": 3, "Date of Last Dental Check": date(2026, 2, 2)}
        ),
        in_care("C3", **{"Date Ceased to be Looked After": date(2026, 2, 1), "Date of Last Social Work Visit": None}),
        in_care("C4", **{"Date of Latest Statutory Review": date(2025, 6, 1)}),
    ],
    9: [leaver("L1"), leaver("L2", **{"LA in Touch": "b) No", "Activity Status": None})],
}


def load(folder: Path, lists: Mapping[int | str, list[dict[str, Any]]] = LISTS, on: date = ON, name: str = "a") -> Any:
    return load_annex_a(a_workbook(folder, lists, f"{name}.xlsx"), by=None, at=AT, on=on)


def built(settings: Any, folder: Path) -> Dataset:
    settings.HOME = folder
    build_dataset(by=None, at=AT)
    return dataset()


def table(held: Dataset, name: str) -> list[dict[str, Any]]:
    return parquet.read_table(held.folder / held.tables[name].path).to_pylist()


def counted(measure: str, span: Span = MONTH) -> tuple[float, float | None]:
    """The figure, whose rows are as many as it says and come to its sum."""
    one = figure(measure, scope=ANYBODY, span=span)
    behind = rows(measure, scope=ANYBODY, span=span, many=None)
    assert behind.all_rows == one.rows and sum(row.in_numerator for row in behind.rows) == pytest.approx(one.numerator)
    return one.numerator, one.denominator


def test_lists_alone_feed_the_measures_of_children_in_care_and_care_leavers(settings: Any, tmp_path: Path) -> None:
    loaded = load(tmp_path)
    assert loaded.rejected == [] and loaded.facts > 30
    held = built(settings, tmp_path)
    assert {key: counted(key) for key in ("cla_reviews", "cla_visits", "cla_long_stability", "cla_3plus")} == {
        "cla_reviews": (2, 3),
        "cla_visits": (3, 3),
        "cla_long_stability": (3, 3),
        "cla_3plus": (1, 3),
    }
    assert counted("cla_rate")[0] == 3
    assert (counted("cla_health"), counted("cla_dental")) == ((3, 3), (1, 3))
    assert counted("cla_missing", YEAR) == (0, 3)
    # In a shorter period nothing tells whether they went missing.
    assert counted("cla_missing") == (0, None)
    assert {key: counted(key) for key in ("cl_in_touch", "cl_eet", "cl_accommodation", "cl_contact_8w")} == {
        "cl_in_touch": (1, 2),
        "cl_eet": (1, 2),
        "cl_accommodation": (2, 2),
        "cl_contact_8w": (2, 2),
    }
    # What the lists do not tell is not said: no distance, no first health check, no workers before this one.
    assert [counted(key)[1] for key in ("cla_distance", "cla_iha_20wd", "cla_sw_changes")] == [None] * 3
    waiting = {key for key, one in catalogue().measures.items() if one.waits_for}
    assert "cla_imms" in waiting and "cla_pep" in waiting and not {"cla_rate", "cla_missing", "cl_eet"} & waiting
    assert figure("cla_imms", scope=ANYBODY, span=MONTH).value is None
    assert rows("cla_imms", scope=ANYBODY, span=MONTH).all_rows == 0
    (first, *_) = table(held, "ssd_cla_placement")
    assert (first["clap_cla_placement_type"], first["clap_cla_placement_start_date"].date()) == ("U4", date(2023, 5, 4))


def test_contacts_visits_and_caseloads_of_lists_are_counted(settings: Any, tmp_path: Path) -> None:
    load(tmp_path)
    held = built(settings, tmp_path)
    assert counted("contact_volume") == (2, None)
    assert (counted("cp_visits"), counted("cp_seen_alone")) == ((1, 1), (1, 1))
    # Two cases of Jo Day and three of Sam Lee, each one worker.
    assert counted("wf_caseload") == (5, 2)
    by_team = figure("wf_caseload", scope=ANYBODY, span=MONTH, by="team")
    assert {(one.label, one.numerator) for one in by_team.groups} == {("North", 2.0), ("Children in care", 3.0)}
    by_worker = figure("wf_caseload", scope=ANYBODY, span=MONTH, by="worker")
    assert {one.label for one in by_worker.groups} == {"Jo Day", "Sam Lee"}
    teams = {row["cine_referral_date"].date(): row["cine_referral_team"] for row in table(held, "ssd_cin_episodes")}
    # One of the referrals was made of the plan, which began before any that was told.
    assert teams == {date(2026, 3, 3): "told:North", date(2025, 3, 3): None}
    assert [(row["team"], row["worker"]) for row in table(held, "gt_plans")] == [("told:North", "told:Jo Day")]
    # The latest review alone is told of the plan: it is held against the interval, and the ones before are not judged.
    assert counted("cpp_reviewed") == (1, 1)
    assert counted("core_groups_6w") == (0, 0)


def test_the_same_lists_change_nothing_and_later_ones_add_to_what_was_told(settings: Any, tmp_path: Path) -> None:
    load(tmp_path)
    kept = list(LoadedFact.objects.order_by("pk").values())
    again = load(tmp_path, name="b")
    assert (again.unchanged, again.facts) == (again.children, 0)
    assert list(LoadedFact.objects.order_by("pk").values()) == kept
    later = date(2026, 4, 30)
    changed: dict[int | str, list[dict[str, Any]]] = {
        6: [a_case_row("A2", Allocated_Team="North", Allocated_Worker="Ira Bell")],
        8: [
            in_care(
                "C1", **{"Date of Last Social Work Visit": date(2026, 4, 20), "Date of Last Health Assessment": None}
            )
        ],
        9: [leaver("L1", **{"LA in Touch": "b) No"})],
    }
    load(tmp_path, changed, later, "c")
    held = built(settings, tmp_path)
    visits = {row["clav_cla_visit_date"].date() for row in table(held, "ssd_cla_visits")}
    assert visits == {date(2026, 3, 10), date(2026, 4, 20)}
    # What the later file does not tell has not gone away.
    assert counted("cla_health", Span(date(2026, 4, 1), later))[0] == 3
    assert counted("cl_in_touch") == (1, 2) and counted("cl_in_touch", Span(date(2026, 4, 1), later)) == (2, 2)
    by_worker = figure("wf_caseload", scope=ANYBODY, span=Span(date(2026, 4, 1), later), by="worker")
    assert {(one.label, one.numerator) for one in by_worker.groups} == {("Jo Day", 1), ("Ira Bell", 1), ("Sam Lee", 3)}
    # An older file comes late: it fills what nobody told and changes nothing.
    before = list(LoadedFact.objects.filter(about="ssd_cla_visits").order_by("pk").values_list("pk", "values"))
    load(tmp_path, {8: [in_care("C1", **{"Placement Type": "q) K2: Children’s Homes"})]}, date(2026, 2, 28), "d")
    assert list(LoadedFact.objects.filter(about="ssd_cla_visits").order_by("pk").values_list("pk", "values")) == before
    assert LoadedFact.objects.get(child__la_child_id="C1", about="ssd_cla_placement").values[
        "clap_cla_placement_type"
    ] == ("U4")


MORE = {
    "ssd_contacts": A_CHILD["ssd_contacts"],
    "ssd_cla_episodes": [
        {
            "clae_cla_episode_id": "E1",
            "clae_person_id": "P1",
            "clae_cla_episode_start_date": "2026-01-05",
            "clae_entered_care_date": "2026-01-05",
            "clae_referral_id": "R1",
            "clae_cla_id": "S1",
        }
    ],
    "ssd_cla_placement": [
        {
            "clap_cla_placement_id": "PL1",
            "clap_person_id": "P1",
            "clap_cla_placement_start_date": "2026-01-05 00:00:00",
            "clap_cla_placement_distance": "31.5",
            "clap_cla_placement_type": "U6",
        }
    ],
    "ssd_cla_reviews": [
        {"clar_cla_review_id": "V1", "clar_cla_person_id": "P1", "clar_cla_review_due_date": "2026-02-02"},
        {
            "clar_cla_review_id": "V2",
            "clar_cla_person_id": "P1",
            "clar_cla_review_due_date": "2026-03-20",
            "clar_cla_review_date": "2026-03-19",
        },
    ],
    "ssd_missing": [
        {
            "miss_table_id": "M1",
            "miss_person_id": "P1",
            "miss_missing_episode_start_date": "2026-02-10 22:15:00",
            "miss_missing_episode_end_date": "2026-02-11T06:00:00",
        }
    ],
    "ssd_involvements": [
        {
            "invo_involvements_id": "I1",
            "invo_person_id": "P1",
            "invo_professional_id": "W1",
            "invo_professional_team": "North",
            "invo_professional_role_id": "Allocated social worker",
            "invo_involvement_start_date": "2026-03-03",
            "invo_referral_id": "R1",
        }
    ],
    "ssd_professionals": [
        {"prof_professional_id": "W1", "prof_professional_name": "Jo Day", "prof_full_time_equivalency": "0.6"}
    ],
}


def test_tables_of_the_dataset_are_told_again_field_by_field(settings: Any, tmp_path: Path) -> None:
    loaded = load_ssd(a_folder(tmp_path, {**A_CHILD, **MORE}), by=None, at=AT, on=ON)
    assert loaded.rejected == []
    held = built(settings, tmp_path)
    (episode,) = table(held, "ssd_cla_episodes")
    child = str(Person.objects.get().pk)
    assert (episode["clae_cla_episode_id"], episode["clae_person_id"], episode["clae_cla_id"]) == ("E1", child, "S1")
    # A key of another system means nothing here.
    assert episode["clae_referral_id"] is None
    (missing,) = table(held, "ssd_missing")
    assert missing["miss_missing_episode_start_date"] == datetime(2026, 2, 10, 22, 15)  # noqa: DTZ001 -- the dataset keeps local times
    assert (counted("cla_distance"), counted("cla_missing", YEAR), counted("cla_reviews")) == ((1, 1), (1, 1), (0, 1))
    (visit,) = table(held, "ssd_cp_visits")
    (plan,) = [row for row in table(held, "gt_plans") if row["kind"] == "child_protection"]
    assert visit["cppv_cp_plan_id"] == plan["plan"]
    by_worker = figure("wf_caseload", scope=ANYBODY, span=MONTH, by="worker")
    assert [(one.key, one.label) for one in by_worker.groups] == [("told:W1", "Jo Day")]
    assert [row["referral"] for row in table(held, "gt_allocations")] == [plan["referral"]]
    assert load_ssd(a_folder(tmp_path, {**A_CHILD, **MORE}), by=None, at=AT, on=ON).facts == 0


def test_what_a_whole_folder_no_longer_tells_of_a_child_is_withdrawn(settings: Any, tmp_path: Path) -> None:
    load_ssd(a_folder(tmp_path, {**A_CHILD, **MORE}), by=None, at=AT, on=ON)
    fewer = {**A_CHILD, **MORE, "ssd_cla_reviews": MORE["ssd_cla_reviews"][1:]}
    load_ssd(a_folder(tmp_path, fewer), by=None, at=AT, on=date(2026, 4, 1))
    assert LoadedFact.objects.get(about="ssd_cla_reviews", key="V1").withdrawn_on == date(2026, 4, 1)
    held = built(settings, tmp_path)
    assert [row["clar_cla_review_id"] for row in table(held, "ssd_cla_reviews")] == ["V2"]
    # A folder that has no such table says nothing of it; and what comes back is there again.
    (tmp_path / "less").mkdir()
    load_ssd(a_folder(tmp_path / "less", A_CHILD), by=None, at=AT, on=date(2026, 4, 2))
    assert LoadedFact.objects.get(about="ssd_missing").withdrawn_on is None
    load_ssd(a_folder(tmp_path, {**A_CHILD, **MORE}), by=None, at=AT, on=date(2026, 4, 3))
    assert LoadedFact.objects.get(about="ssd_cla_reviews", key="V1").withdrawn_on is None


def test_a_whole_folder_speaks_before_lists_of_the_same_child(settings: Any, tmp_path: Path) -> None:
    load_ssd(a_folder(tmp_path, {**A_CHILD, **MORE}), by=None, at=AT, on=ON)
    load(tmp_path, {8: [in_care("P1")], 1: [a_row(1, "P1", Date_of_Contact=date(2026, 3, 2))]})
    held = built(settings, tmp_path)
    assert len(table(held, "ssd_cla_episodes")) == 1 and len(table(held, "gt_contacts")) == 1
    assert table(held, "gt_latest_only") == []


def test_american_days_of_a_table_are_guessed_by_their_column_and_said(tmp_path: Path) -> None:
    visits = [
        {"cinv_cin_visit_id": "1", "cinv_person_id": "P1", "cinv_cin_visit_date": "03/25/2026"},
        {"cinv_cin_visit_id": "2", "cinv_person_id": "P1", "cinv_cin_visit_date": "04/05/2026"},
    ]
    told = load_ssd(a_folder(tmp_path, {**A_CHILD, "CIN_Visits": visits}), by=None, at=AT).as_dict()
    days = LoadedFact.objects.filter(about="ssd_cin_visits").values_list("happened_on", flat=True)
    assert sorted(days) == [date(2026, 3, 25), date(2026, 4, 5)]
    assert any("American" in one["why"] and one["times"] == 2 for one in told["guesses"])
    assert any(one["said"] == "CIN_Visits" for one in told["guesses"])


def test_files_of_the_looked_after_return_are_named_and_refused(tmp_path: Path) -> None:
    for name in ("SSDA903_2020_header", "SSDA903_2020_episodes"):
        (tmp_path / f"{name}.csv").write_text("CHILD,DOB\n1,01/02/2012\n")
    with pytest.raises(NotADataset, match="SSDA903"):
        load_ssd(tmp_path, by=None, at=AT)


def test_a_row_that_cannot_be_told_is_left_out_alone_and_said(tmp_path: Path) -> None:
    bad = [
        {"miss_table_id": "1", "miss_person_id": "P1", "miss_missing_episode_start_date": "soon"},
        {"miss_table_id": "2", "miss_person_id": "P1", "miss_missing_episode_start_date": "2026-02-01"},
    ]
    told = load_ssd(a_folder(tmp_path, {**A_CHILD, "ssd_missing": bad}), by=None, at=AT).as_dict()
    assert {(one["sheet"], one["row"]) for one in told["rejected"]} == {("ssd_missing", 2)}
    assert LoadedFact.objects.filter(about="ssd_missing").count() == 1


def test_a_time_of_day_that_there_is_not_is_left_out_and_its_day_kept(settings: Any, tmp_path: Path) -> None:
    """It broke the load, or every dataset that was built after it."""
    missing = [
        {
            "miss_table_id": key,
            "miss_person_id": "P1",
            "miss_missing_episode_start_date": f"2026-02-10 {start}",
            "miss_missing_episode_end_date": f"2026-02-11 {end}",
        }
        for key, start, end in (("1", "24:30", "06:00"), ("2", "22:15", "09:61"), ("3", "24:00:00", "23:59:60"))
    ]
    loaded = load_ssd(a_folder(tmp_path, {**A_CHILD, "ssd_missing": missing}), by=None, at=AT, on=ON)
    assert not loaded.rejected
    (noticed,) = [one for one in loaded.noticed.values() if one["element"] == "miss_missing_episode_start_date"]
    assert "time of day" in noticed["why"] and noticed["lines"] == [2, 4]
    told = table(built(settings, tmp_path), "ssd_missing")
    field = "miss_missing_episode_{}_date"
    assert [tuple(str(row[field.format(name)]) for name in ("start", "end")) for row in told] == [
        ("2026-02-10 00:00:00", "2026-02-11 06:00:00"),
        ("2026-02-10 22:15:00", "2026-02-11 00:00:00"),
        ("2026-02-10 00:00:00", "2026-02-11 00:00:00"),
    ]


def test_the_childs_page_shows_what_files_told_and_rows_open_to_it(
    settings: Any, tmp_path: Path, client: Client
) -> None:
    load(tmp_path)
    built(settings, tmp_path)
    child = Person.objects.get(la_child_id="A1").pk
    shown = {one.key: one for one in loaded_of(child)}
    assert {"ssd_contacts", "case", "ssd_cp_visits"} <= shown.keys()
    behind = rows("contact_volume", scope=ANYBODY, span=MONTH).rows[0]
    address = place_of(behind.about, behind.child)["url"]
    client.force_login(person_who_signs_in(Role.DIRECTOR))
    page = client.get(address.partition("#")[0])
    text = page.content.decode()
    assert page.status_code == 200 and address.partition("#")[2] in text
    assert "Police" in text and "Jo Day" in text and "Annex A of 31 March 2026" in text
    assert reverse("child_loaded", args=[child]) in client.get(reverse("child", args=[child])).content.decode()
    sealed(child)
    assert client.get(address.partition("#")[0]).status_code in (403, 404)


def zipped(folder: Path) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in folder.iterdir():
            packed.write(path, f"export/{path.name}")
        packed.writestr("../../escape.csv", "a\n1\n")
        packed.writestr("readme.txt", "no table")
    return kept.getvalue()


def test_a_zip_file_is_loaded_from_the_page(settings: Any, tmp_path: Path, client: Client) -> None:
    settings.HOME = tmp_path / "home"
    client.force_login(person_who_signs_in(Role.ANALYST))
    once = client.get(reverse("load")).content.decode().split('name="once" value="')[1].split('"')[0]
    file = SimpleUploadedFile("ssd.zip", zipped(a_folder(tmp_path, {**A_CHILD, **MORE})))
    answer = client.post(reverse("load"), {"once": once, "kind": "ssd", "file": file})
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "ssd.zip" in page and "Rows kept for measures" in page
    assert Person.objects.get().la_child_id == "P1"
    assert not list((tmp_path / "home").glob("unpacked-*")) and not list(tmp_path.parent.rglob("escape.csv"))


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04 not really", b"plain words"])
def test_what_is_no_zip_file_of_tables_is_refused_in_words(settings: Any, tmp_path: Path, body: bytes) -> None:
    settings.HOME = tmp_path / "home"
    file = tmp_path / "file.zip"
    file.write_bytes(body)
    with pytest.raises(NotADataset, match="zip file"):
        load_ssd_zip(file, by=None, at=AT)
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("note.txt", "nothing")
    with pytest.raises(Refused, match="no table"):
        load_ssd_zip(file, by=None, at=AT)
