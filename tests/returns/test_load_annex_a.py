"""Annex A as councils really send it: other spellings, American dates, lists that are missing, children twice; and
files that are something else."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from goldenthread.access.public import NotAllowed
from goldenthread.casework.models import Assessment, Enquiry, Plan, Referral
from goldenthread.config.command import main
from goldenthread.people.public import Person
from goldenthread.returns.models import Load
from goldenthread.returns.operations.annex_file import looked_into
from goldenthread.returns.operations.part_reading import Said
from goldenthread.returns.operations.ssd_tables import Dataset
from goldenthread.returns.public import NotAnnexA, NotAWorkbook, load_annex_a, load_cin_census, load_ssd
from goldenthread.rulebook.annex.headers import list_named, match_headers
from goldenthread.rulebook.annex.lists import LISTS
from goldenthread.rulebook.annex.reading import DayOrder, Unreadable, as_text, order_of, read_code, read_date
from goldenthread.rulebook.rights import Role
from tests.build import person_who_signs_in
from tests.building.annex_a import a_case_row, a_referral_row, a_row, a_workbook
from tests.building.ssd import A_CHILD, a_folder
from tests.returns.census import a_census
from tests.returns.census import a_child as a_census_child
from tests.returns.census import a_referral as a_census_referral

AT = datetime(2026, 12, 15, 12, 0, tzinfo=ZoneInfo("Europe/London"))
SAMPLE = (
    Path(__file__)
    .parents[3]
    .joinpath(
        "shared/reference/samples/SocialFinanceDigitalLabs+liia-tools-pipeline",
        "liiatools/annex_a_pipeline/spec/samples/Annex_A_2024_Jan.xlsx",
    )
)


def load(file: Path, **values: object) -> dict[str, object]:
    return load_annex_a(file, by=None, at=AT, **values).as_dict()  # type: ignore[arg-type] -- as given


def test_headers_are_matched_forgivingly_and_every_guess_says_why() -> None:
    headers = [
        "LA Child ID",
        "Sex",
        "Ethnic Origin",
        "DOB",
        "Age",
        "CPP start date",
        "Child Protection Plan End Dt",
        "Shoe size",
    ]
    found = match_headers(LISTS[7], headers)
    assert {one.said: one.column for one in found.columns} == {
        "LA Child ID": "Child Unique ID",
        "Sex": "Gender",
        "Ethnic Origin": "Ethnicity",
        "DOB": "Date of Birth",
        "Age": "Age of Child (Years)",
        "CPP start date": "Child Protection Plan Start Date",
        "Child Protection Plan End Dt": "Child Protection Plan End Date",
    }
    assert all(one.why for one in found.columns) and found.unread == ("Shoe size",)
    assert "Latest Category of Abuse" in found.lacking
    # An end is never taken for a start, however alike the rest.
    assert not match_headers(LISTS[7], ["Child Protection Plan Finish Date"]).columns


@pytest.mark.parametrize(
    ("sheet", "number"),
    [("List 3", 3), ("List_10", 10), ("Annex A list 7", 7), ("Referrals", 3), ("CIN", 6), ("Sheet1", None)],
)
def test_sheets_are_known_by_their_names(sheet: str, number: int | None) -> None:
    found = list_named(sheet)
    assert (found[0] if found else None) == number


@pytest.mark.parametrize(
    ("codes", "said", "code"),
    [
        ("ethnicity", "s) NOBT", "NOBT"),
        ("ethnicity", "wbri", "WBRI"),
        ("gender", "Female", "F"),
        ("gender", "a) Female", "F"),
        ("source", "q) 6: The police", "6"),
        ("source", "1a", "1A"),
        ("need", "N1 - Abuse or Neglect", "N1"),
        ("closure", "RC7", "RC7"),
        ("yes_no", "Y", "Y"),
        ("abuse", "Emotional Abuse", "EMO"),
        ("status", "CIN", "need"),
    ],
)
def test_entries_are_known_by_code_or_words_whatever_their_letter(codes: str, said: str, code: str) -> None:
    assert read_code(codes, said).value == code


def test_an_entry_that_is_none_is_refused() -> None:
    with pytest.raises(Unreadable):
        read_code("need", "PSRMEM - Support with memory")


def test_what_cannot_be_printed_is_taken_out_of_words() -> None:
    assert as_text("North\x00 team\u202e\u00a0 1 ") == "North team 1"
    assert (as_text(9212044.0), as_text("'=1+1")) == ("9212044", "=1+1")


def test_days_are_read_by_what_their_column_shows() -> None:
    american = order_of(["03/25/2026", "04/05/2026"])
    assert american is not None and american.first == "month"
    assert read_date("04/05/2026", american).value == date(2026, 4, 5)
    assert read_date("04/05/2026", DayOrder()).value == date(2026, 5, 4)
    both = order_of(["03/25/2026", "25/03/2026"])
    assert both is not None and both.first == ""
    with pytest.raises(Unreadable, match="two days"):
        read_date("04/05/2026", both)
    assert read_date("25/03/2026", both).value == date(2026, 3, 25)
    assert read_date(46_000.0, DayOrder()).why
    for nonsense in ("31/02/2026", "soon", "01/01/1066", 7):
        with pytest.raises(Unreadable):
            read_date(nonsense, DayOrder())


@pytest.mark.django_db
class TestLoading:
    def test_what_the_lists_tell_is_put_together_and_a_second_run_changes_nothing(self, tmp_path: Path) -> None:
        began = date(2026, 3, 20)
        lists = {
            3: [a_referral_row("A1")],
            4: [
                a_row(
                    4,
                    "A1",
                    Continuous_Assessment_Start_Date=date(2026, 3, 5),
                    Continuous_Assessment_Date_of_Authorisation=date(2026, 4, 2),
                )
            ],
            5: [a_row(5, "A1", **{"Strategy discussion initiating Section 47 Enquiry Start Date": began})],
            6: [a_case_row("A1", Case_Status="c) Child in need plan")],
            7: [
                a_row(
                    7,
                    "A1",
                    Child_Protection_Plan_Start_Date=date(2026, 4, 8),
                    Initial_Category_of_Abuse="a) Neglect",
                    Latest_Category_of_Abuse="d) Emotional abuse",
                )
            ],
        }
        file = a_workbook(tmp_path, lists)
        told = load(file)
        assert (told["created"], told["referrals"], told["rejected"]) == (1, 1, [])
        child = Person.objects.get(la_child_id="A1")
        assert (child.sex, child.ethnicity, child.born_on) == ("F", "WBRI", date(2015, 5, 6))
        referral = Referral.objects.get()
        assert (referral.source, referral.primary_need, referral.loaded) == ("6", "N1", True)
        assert Assessment.objects.get().children.get().referral == referral
        assert Enquiry.objects.get().started_on == began
        plan = Plan.objects.get()
        assert (plan.first_category, plan.category, plan.ended_on) == ("NEG", "EMO", None)
        again = load(file)
        assert (again["unchanged"], again["updated"], again["deadlines"]) == (1, 0, 0)

    def test_later_lists_take_nothing_away_for_what_they_no_longer_tell(self, tmp_path: Path) -> None:
        first = {3: [a_referral_row("A1")], 6: [a_case_row("A1")]}
        load(a_workbook(tmp_path, first))
        second = {6: [a_case_row("A1") | {"Ethnicity": "t) NOBT", "Primary Need Code": None}]}
        told = load(a_workbook(tmp_path, second, "second.xlsx"))
        assert told["updated"] == 1
        referral = Referral.objects.get()
        assert (referral.source, referral.primary_need, referral.closed_on) == ("6", "N1", None)
        assert Person.objects.get().ethnicity == "WBRI"
        closing = a_case_row("A1") | {"CIN Closure Date": date(2026, 6, 1), "Reason for Closure": "RC7"}
        load(a_workbook(tmp_path, {6: [closing]}, "third.xlsx"))
        referral.refresh_from_db()
        assert (referral.closed_on, referral.closure_reason, referral.state) == (date(2026, 6, 1), "RC7", "closed")

    def test_a_census_and_the_lists_of_one_year_stand_beside_each_other(self, tmp_path: Path) -> None:
        census = a_census(
            tmp_path,
            a_census_child(
                "A1",
                a_census_referral(
                    Assessments={"AssessmentActualStartDate": "2025-09-24", "AssessmentAuthorisationDate": "2025-11-03"}
                ),
            ),
        )
        load_cin_census(census, by=None, at=AT)
        before = (Referral.objects.values().get(), Assessment.objects.values().get(), Person.objects.values().get())
        row = {"Child Unique ID": "A1", "Date of referral": before[0]["received_on"], "Referral NFA?": "No"}
        load(a_workbook(tmp_path, {"List 3": [row]}))
        assert Referral.objects.values().get() == before[0] and Assessment.objects.values().get() == before[1]
        assert load_cin_census(census, by=None, at=AT).unchanged == 1

    def test_what_is_wrong_is_left_out_alone_with_its_place(self, tmp_path: Path) -> None:
        rows = [
            a_referral_row("A1"),
            a_referral_row("") | {"Child Unique ID": None},
            a_referral_row("A3", None),
            a_referral_row("A4") | {"Referral Source": "99: Aliens"},
            a_referral_row("A5", date(2027, 1, 1)),
            a_referral_row("A1"),
        ]
        told = load(a_workbook(tmp_path, {3: rows}))
        refused = told["rejected"]
        assert isinstance(refused, list)
        assert [(one["sheet"], one["row"], one["column"]) for one in refused] == [
            ("List 3", 3, "Child Unique ID"),
            ("List 3", 4, "Date of referral"),
            ("List 3", 5, "Referral Source"),
            ("List 3", 6, "Date of referral"),
            ("List 3", 6, "Date of referral"),
        ]
        assert all(one["why"].endswith(".") for one in refused)
        assert sorted(Person.objects.values_list("la_child_id", flat=True)) == ["A1", "A4"]
        noticed = json.dumps(told["noticed"])
        assert "There is no sheet for list 7" in noticed and "there twice" in noticed

    def test_american_days_are_guessed_by_their_column_and_said(self, tmp_path: Path) -> None:
        rows = [a_referral_row("A1", "03/25/2026"), a_referral_row("A2", "04/05/2026")]
        told = load(a_workbook(tmp_path, {3: rows}))
        days = Referral.objects.order_by("child__la_child_id").values_list("received_on", flat=True)
        assert list(days) == [date(2026, 3, 25), date(2026, 4, 5)]
        guesses = told["guesses"]
        assert isinstance(guesses, list)
        (said,) = [one for one in guesses if one["column"] == "Date of referral"]
        assert "American" in said["why"] and said["times"] == 2

    def test_a_child_told_two_ways_is_loaded_once_and_that_is_said(self, tmp_path: Path) -> None:
        born = {"Date of Birth": date(2014, 1, 1)}
        told = load(
            a_workbook(
                tmp_path, {3: [a_referral_row("A1")], 6: [a_case_row("A1"), a_case_row("A1", date(2026, 5, 5)) | born]}
            )
        )
        assert Person.objects.get().born_on == date(2015, 5, 6)
        assert "differ on this child" in json.dumps(told["noticed"])

    def test_who_may(self, tmp_path: Path) -> None:
        with pytest.raises(NotAllowed):
            load_annex_a(
                a_workbook(tmp_path, {3: [a_referral_row()]}), by=person_who_signs_in(Role.SOCIAL_WORKER), at=AT
            )
        assert not Load.objects.exists()

    def test_the_command_says_one_object(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GOLDENTHREAD_DATABASE_ROLE", "app")
        file = str(a_workbook(tmp_path, {3: [a_referral_row("A1")]}))
        assert main(["load", "annex-a", file, "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["created"], told["unchanged"]) == (1, 0) and told["guesses"]
        assert main(["load", "annex-a", file]) == 0
        assert "Read otherwise than it is spelt:" in capsys.readouterr().out
        assert main(["load", "annex-a", file, "--as-of", "yesterday"]) == 2

    def test_the_sample_that_the_sector_tests_with(self) -> None:
        if not SAMPLE.exists():
            pytest.skip("The sector's sample workbook is not here")
        told = load(SAMPLE)
        assert told["created"] == told["children"] == 48
        assert load(SAMPLE)["unchanged"] == 48

    @pytest.mark.parametrize("kind", ["csv", "parquet"])
    def test_the_dataset_is_loaded_from_a_folder_and_a_second_run_changes_nothing(
        self, tmp_path: Path, kind: str
    ) -> None:
        folder = a_folder(tmp_path, kind=kind)
        told = load_ssd(folder, by=None, at=AT)
        assert (told.created, told.referrals, told.assessments, told.enquiries, told.plans) == (1, 1, 1, 1, 1)
        child, plan = Person.objects.get(la_child_id="P1"), Plan.objects.get()
        assert (child.disabilities, plan.category) == (["MOB"], "EMO")
        assert Enquiry.objects.get().conference_on == date(2026, 4, 8)
        assert load_ssd(folder, by=None, at=AT).unchanged == 1

    def test_a_bad_row_of_the_dataset_is_left_out_alone(self, tmp_path: Path) -> None:
        bad = [{"cine_referral_id": "R9", "cine_person_id": "P1", "cine_referral_date": "31/02/2026"}]
        folder = a_folder(tmp_path, A_CHILD | {"ssd_cin_episodes": [*A_CHILD["ssd_cin_episodes"], *bad]})
        told = load_ssd(folder, by=None, at=AT).as_dict()
        (one,) = told["rejected"]
        assert (one["sheet"], one["row"], one["column"]) == ("ssd_cin_episodes", 3, "cine_referral_date")
        assert told["created"] == 1


def a_zip(path: Path, how: int = zipfile.ZIP_DEFLATED, /, **parts: bytes) -> Path:
    file = path / "file.xlsx"
    with zipfile.ZipFile(file, "w", how) as packed:
        for name, body in parts.items():
            packed.writestr(name, body)
    return file


def a_bomb(path: Path) -> Path:
    return a_zip(path, **{"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"0" * (301 * 1024 * 1024)})


def a_far_cell(path: Path) -> Path:
    return a_zip(path, **{"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b'<c r="XFD1048576"/>'})


def a_far_cell_elsewhere(path: Path) -> Path:
    """Written by another program: other quotes, and the sheet by a name of its own."""
    return a_zip(path, **{"xl/workbook.xml": b"<workbook/>", "xl/data/one.xml": b"<c r='XFD1048576'/>"})


def packed_otherwise(path: Path) -> Path:
    return a_zip(path, zipfile.ZIP_BZIP2, **{"xl/workbook.xml": b"<workbook/>" * 500})


def words(path: Path) -> Path:
    file = path / "file.xlsx"
    file.write_bytes(b"Child Unique ID,Gender\n1,F\n")
    return file


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("made", "why"),
    [
        (a_bomb, "unpacks to more"),
        (a_far_cell, "far outside any list"),
        (a_far_cell_elsewhere, "far outside any list"),
        (packed_otherwise, "damaged"),
        (words, "not a workbook"),
        (lambda path: a_zip(path, **{"a.txt": b"a"}), "a zip file, and not"),
        (lambda path: a_zip(path, **{"xl/workbook.xml": b"<workbook/>"}), "damaged"),
    ],
)
def test_what_is_no_workbook_or_not_safe_is_refused_by_what_is_in_it(
    made: Callable[[Path], Path], why: str, tmp_path: Path
) -> None:
    with pytest.raises(NotAWorkbook, match=why):
        load_annex_a(made(tmp_path), by=None, at=AT)


def test_a_workbook_packed_otherwise_is_never_unpacked(tmp_path: Path) -> None:
    """What unpacks it is not bounded as what is weighed here is."""
    file = packed_otherwise(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was opened"))
        with pytest.raises(NotAWorkbook, match="damaged"):
            looked_into(file)


@pytest.mark.django_db
def test_what_does_not_fit_into_the_memory_is_put_where_nobody_else_may_look(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"
    folder = a_folder(tmp_path, A_CHILD)
    with Dataset(folder, Said()) as held:
        (spilled,) = settings.HOME.iterdir()
        ((set_to,),) = held._database.execute("SELECT current_setting('temp_directory')").fetchall()
        assert Path(set_to) == spilled and stat.S_IMODE(spilled.stat().st_mode) == 0o700
        assert [child for child, _ in held.children()] == ["P1"]
    assert not list(settings.HOME.iterdir())


@pytest.mark.django_db
def test_a_workbook_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAnnexA):
        load_annex_a(a_workbook(tmp_path, {"Budget": [{"Pounds": 3}]}), by=None, at=AT)
