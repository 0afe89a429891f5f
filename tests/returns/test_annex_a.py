"""Annex A made from the record: verbatim columns, right rows, checks, a trace, harmless cells, and who may."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.access.models import LedgerEntry
from goldenthread.access.public import NotAllowed
from goldenthread.config.command import main
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import Person
from goldenthread.returns.models import KeptRecord, Load
from goldenthread.returns.operations.annex_a import folder
from goldenthread.returns.public import load_annex_a
from goldenthread.returns.public.annex_a import forget_workbooks, produce_annex_a, record_download, workbook
from goldenthread.returns.queries.annex_kept import IN_LISTS
from goldenthread.rulebook.annex import LISTS
from goldenthread.rulebook.rights import Role
from goldenthread.ui.workbooks import harmless
from tests.build import a_child, person_who_signs_in
from tests.building.access import sealed
from tests.building.annex_a import a_case_row, a_referral_row, a_row, a_workbook, header_of, rows_of
from tests.building.assessment import assessment_at
from tests.building.child_protection import conference_at
from tests.building.front_door import child_at
from tests.building.plans import plan_at

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 15, 12, 0, tzinfo=ZoneInfo("Europe/London"))
ON = AT.date()
CHILD_LEVEL = tuple(one.sheet for one in LISTS.values())


def made(path: Path, **values: object) -> Path:
    file = path / "out.xlsx"
    produce_annex_a(file, on=ON, by=None, at=AT, **values)  # type: ignore[arg-type] -- as given
    return file


class Undone(Exception):
    """Raised so that all that was built is undone."""


def test_every_list_has_its_columns_verbatim_and_a_row_says_what_the_record_says(tmp_path: Path) -> None:
    placed = child_at("allocated")
    Person.objects.filter(pk=placed.child).update(born_on=date(2017, 12, 20), ethnicity="BCRB", disabilities=["MOB"])
    file = made(tmp_path)
    for one in LISTS.values():
        assert header_of(file, one.sheet) == list(one.names)
    (referral,) = rows_of(file, "List 3")
    assert referral[1:5] == ["c) Not stated/recorded", "n) BCRB", date(2017, 12, 20), 8.0]
    assert referral[5:] == [date(2026, 11, 18), "e) 2A: Schools", "b) No", 1.0, "Assessment north", "Priya Nair"]
    ((_, _, _, _, _, came, source),) = rows_of(file, "List 1")
    assert (came, source) == (date(2026, 11, 18), "e) 2A: Schools")
    (case,) = rows_of(file, "List 6")
    assert case[5:7] == ["a) Yes", date(2026, 11, 18)] and case[11] == ""  # neither plan nor assessment yet


def test_what_came_after_the_day_is_left_out(tmp_path: Path) -> None:
    child_at("allocated")
    file = tmp_path / "before.xlsx"
    produce_annex_a(file, on=date(2026, 11, 17), by=None, at=AT)
    assert [len(rows_of(file, sheet)) for sheet in CHILD_LEVEL] == [0] * 11
    with pytest.raises(Refused):
        produce_annex_a(file, on=ON + timedelta(days=1), by=None, at=AT)


def test_each_cell_leads_to_its_record_and_what_is_wrong_is_said(tmp_path: Path) -> None:
    protected = conference_at("held")
    file = made(tmp_path, address="https://record.example")
    traced = {(row[0], row[1]): row for row in rows_of(file, "Trace")}
    assert traced[5.0, 2.0][2] == f"https://record.example/children/{protected.child}/"
    assert f"enquiry:{protected.enquiry}" in traced[5.0, 2.0][3]
    assert "meeting:" in traced[5.0, 2.0][3] and "Date of Initial Child Protection Conference" in traced[5.0, 2.0][4]
    told = [(row[0], row[2], row[3]) for row in rows_of(file, "Checks")]
    emergency = next(name for name in LISTS[7].names if name.startswith("Subject to Emergency"))
    assert (7.0, emergency, "Missing") in told


def test_what_contradicts_is_found(tmp_path: Path) -> None:
    lists = {
        6: [a_case_row("A1", Case_Status="b) Child Protection plan"), a_case_row("A2", date(2026, 4, 4))],
        7: [
            a_row(
                7,
                "A2",
                Child_Protection_Plan_Start_Date=date(2026, 4, 9),
                Initial_Category_of_Abuse="a) Neglect",
                Latest_Category_of_Abuse="a) Neglect",
                Number_of_Previous_Child_Protection_Plans=0,
            )
        ],
    }
    load_annex_a(a_workbook(tmp_path, lists), by=None, at=AT)
    produced = produce_annex_a(tmp_path / "out.xlsx", on=ON, by=None, at=AT)
    found = {(one.kind, one.number, one.column) for one in produced.checks}
    assert ("contradicting", 6, "Case Status") in found
    assert produced.checked["contradicting"] == 1


def test_a_cell_is_never_a_formula(tmp_path: Path) -> None:
    assert [harmless(text) for text in ("=1+1", "+44", "-x", "@a", "plain", "")] == [
        "'=1+1",
        "'+44",
        "'-x",
        "'@a",
        "plain",
        "",
    ]
    rows = [a_referral_row("=cmd|x", Allocated_Team="@SUM(A1)", Allocated_Worker="=1+1")]
    load_annex_a(a_workbook(tmp_path, {3: [row | {"Child Unique ID": "+44"} for row in rows]}), by=None, at=AT)
    file = tmp_path / "out.xlsx"
    produce_annex_a(file, on=date(2026, 3, 31), by=None, at=AT)
    (row,) = rows_of(file, "List 3")
    assert row[0] == "'+44"


def test_who_may_whom_it_leaves_out_and_what_the_ledger_says(tmp_path: Path) -> None:
    open_to_all, restricted = child_at("allocated"), child_at("allocated")
    sealed(restricted.child)
    analyst = person_who_signs_in(Role.ANALYST)
    produced = produce_annex_a(tmp_path / "out.xlsx", on=ON, by=analyst, at=AT)
    assert (produced.children, produced.left_out) == (1, 1)
    lines = LedgerEntry.objects.filter(act="annex_a.produce").order_by("number")
    assert [line.child for line in lines] == [None, open_to_all.child]
    assert lines[0].detail["children"] == 1
    for role in (Role.ELECTED_MEMBER, Role.SOCIAL_WORKER, Role.ADMINISTRATOR, Role.PARTNER):
        with pytest.raises(NotAllowed):
            produce_annex_a(tmp_path / "no.xlsx", on=ON, by=person_who_signs_in(role), at=AT)
    assert not (tmp_path / "no.xlsx").exists() and not list(tmp_path.glob(".*"))


def told_of(child: int, *came: date) -> None:
    """A loaded file told of these contacts of the child."""
    rows = [{"Date of Contact": day.isoformat(), "Contact Source": "q) 6: Police"} for day in came]
    load = Load.objects.create(kind="annex-a", file_name="annex.xlsx", sha256="0" * 64, loaded_at=AT)
    KeptRecord.objects.create(
        kind="annex-a",
        la_child_id=f"LA{child}",
        child_id=child,
        census_year=2026,
        fingerprint="",
        record={IN_LISTS: {"1": rows}},
        load=load,
    )


def test_a_contact_in_the_record_and_in_a_file_is_one(tmp_path: Path) -> None:
    child = child_at("allocated").child
    here, elsewhere = date(2026, 11, 18), date(2026, 9, 2)
    told_of(child, here, elsewhere, elsewhere)
    rows = rows_of(made(tmp_path), "List 1")
    assert sorted(row[5] for row in rows) == [elsewhere, elsewhere, here]
    assert next(row[6] for row in rows if row[5] == here) == "e) 2A: Schools"


def test_a_closed_record_of_which_only_a_file_told_is_counted_as_left_out(tmp_path: Path) -> None:
    shut, long_ago = a_child(), a_child()
    told_of(shut, date(2026, 9, 2))
    told_of(long_ago, date(2020, 9, 2))
    for child in (shut, long_ago):
        sealed(child)
    produced = produce_annex_a(tmp_path / "out.xlsx", on=ON, by=person_who_signs_in(Role.ANALYST), at=AT)
    assert (produced.children, produced.left_out) == (0, 1)


def test_what_a_killed_process_left_half_written_is_forgotten_too(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    half = folder() / ".0a1b.part"
    half.write_bytes(b"half a workbook")
    assert forget_workbooks(before=datetime.now(AT.tzinfo) - timedelta(days=1)) == 0 and half.exists()
    assert forget_workbooks(before=datetime.now(AT.tzinfo) + timedelta(days=1)) == 0
    assert not half.exists()


def test_rows_wait_beside_the_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is written the rows of children are in no folder that other accounts may open."""
    nowhere = tmp_path / "nowhere"
    monkeypatch.setattr("tempfile.tempdir", str(nowhere))
    child_at("allocated")
    made(tmp_path)
    assert not nowhere.exists() and [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]


def test_as_many_queries_for_many_children_as_for_one(tmp_path: Path) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            produce_annex_a(tmp_path / "out.xlsx", on=ON, by=None, at=AT)
        return len(asked)

    assessment_at("authorised")
    one = queries()
    for _ in range(3):
        assessment_at("authorised")
    assert queries() == one <= 20


def test_the_page_makes_it_and_only_its_maker_fetches_it(client: Client) -> None:
    child_at("allocated")
    analyst, director = person_who_signs_in(Role.ANALYST), person_who_signs_in(Role.DIRECTOR)
    client.force_login(analyst)
    page = client.get(reverse("annex_a")).content.decode()
    once = page.split('name="once" value="')[1].split('"')[0]
    assert client.post(reverse("annex_a"), {"once": once, "on": "never"}).status_code == 422
    once = client.get(reverse("annex_a")).content.decode().split('name="once" value="')[1].split('"')[0]
    answer = client.post(reverse("annex_a"), {"once": once, "on": "2026-11-01"})
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "Download the workbook" in page and "What to put right" in page
    file = client.get(f"{answer.url}file/")
    assert b"".join(file.streaming_content).startswith(b"PK")
    assert "attachment" in file["Content-Disposition"]
    client.force_login(director)
    assert "Only the one who made it" in client.get(answer.url).content.decode()
    assert client.get(f"{answer.url}file/").status_code == 404
    key = int(answer.url.rstrip("/").rsplit("/", 1)[1])
    assert forget_workbooks(before=datetime.now(AT.tzinfo) + timedelta(days=1)) >= 1
    assert record_download(workbook=key, by=analyst, at=AT) is None
    gone = workbook(key, analyst)
    assert gone is not None and not gone.waits


def test_the_command_says_one_object(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOLDENTHREAD_DATABASE_ROLE", "app")
    child_at("allocated")
    file = tmp_path / "out.xlsx"
    assert main(["annex-a", str(file), "--as-of", "2026-11-19", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"]["3"] == 1
    assert file.read_bytes().startswith(b"PK")
    assert main(["annex-a", str(file), "--as-of", "19/11/2026"]) == 2
    assert main(["annex-a", str(tmp_path / "no" / "out.xlsx")]) == 2


def test_what_goes_out_comes_in_and_goes_out_the_same(tmp_path: Path) -> None:
    """Children at every step, built by the operations of the pages: made, loaded into an empty record, made again."""
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    with pytest.raises(Undone), transaction.atomic():
        child_at("allocated")
        assessment_at("authorised")
        assessment_at("writing")
        plan_at("current")
        plan_at("outline", kind="child_protection")
        protected = conference_at("held")
        Person.objects.filter(pk=protected.child).update(la_child_id="LA0007", ethnicity="MWBA", disabilities=["NONE"])
        produce_annex_a(first, on=ON, by=None, at=AT)
        raise Undone
    assert not Person.objects.exists()
    loaded = load_annex_a(first, by=None, at=AT)
    assert loaded.guesses is not None and not any("latest day" in one["why"] for one in loaded.guesses)
    assert loaded.rejected == [] and loaded.created == loaded.children == 6
    produce_annex_a(second, on=ON, by=None, at=AT)
    for sheet in CHILD_LEVEL:
        assert header_of(second, sheet) == header_of(first, sheet)
        assert sorted(map(str, rows_of(second, sheet))) == sorted(map(str, rows_of(first, sheet))), sheet
    again = load_annex_a(second, by=None, at=AT, on=ON)
    assert (again.unchanged, again.updated, again.created) == (6, 0, 0)
