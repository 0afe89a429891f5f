"""The report of Annex A: each figure by a worked example, that figures are rows, and what may leave."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.access.models import LedgerEntry
from goldenthread.config.command import main
from goldenthread.kernel.clock import add_months
from goldenthread.returns.public import load_annex_a
from goldenthread.returns.public.annex_a import forget_workbooks, kept_answers, produce_annex_a, report_book
from goldenthread.returns.queries.annex_lists import AnnexLists, AnnexRow
from goldenthread.returns.queries.annex_questions import QUESTIONS
from goldenthread.returns.queries.annex_report import Counted, Report, answered, counts_of, report_of
from goldenthread.rulebook.annex import LISTS
from goldenthread.rulebook.rights import Role
from tests.build import person_who_signs_in
from tests.building.access import sealed
from tests.building.annex_a import a_referral_row, a_row, a_workbook
from tests.building.annex_a import rows_of as sheet_rows
from tests.building.assessment import assessment_at
from tests.building.front_door import child_at

AT = datetime(2026, 12, 15, 12, 0, tzinfo=ZoneInfo("Europe/London"))
ON = date(2026, 5, 29)  # a Friday; Monday 25 May was a bank holiday, and so was 4 May


def listed(rows: dict[int, Iterable[dict[str, Any]]], *, on: date = ON) -> AnnexLists:
    """Lists with these rows, each of a child of its own unless it names one by `child`."""
    made = {
        number: tuple(
            AnnexRow(number, cells.get("child", at), tuple(cells.get(name) for name in one.names), {})
            for at, cells in enumerate(rows.get(number, ()))
        )
        for number, one in LISTS.items()
    }
    return AnnexLists(on, add_months(on, -6), made, frozenset(), 0)


def counted(question: str, rows: Iterable[dict[str, Any]], *, on: date = ON) -> Counted:
    number = QUESTIONS[question].number
    return counts_of(answered(listed({number: rows}, on=on)))[question]


def said(question: str, *rows: dict[str, Any]) -> list[tuple[str, int]]:
    """The answers that were given, and by how many rows."""
    return [(one.answer, one.rows) for one in counted(question, rows).counts if one.rows]


def assessment(began: date | None, ended: date | None = None) -> dict[str, Any]:
    return {
        "Continuous Assessment Start Date": began,
        "Continuous Assessment Date of Authorisation": ended,
    }


def enquiry(began: date, held: date | None = None, *, unnecessary: str = "") -> dict[str, Any]:
    return {
        "Strategy discussion initiating Section 47 Enquiry Start Date": began,
        "Date of Initial Child Protection Conference": held,
        "Was an Initial Child Protection Conference deemed unnecessary?": unnecessary,
    }


def plan(began: date, ended: date | None = None, **cells: Any) -> dict[str, Any]:
    return {
        "Child Protection Plan Start Date": began,
        "Child Protection Plan End Date": ended,
        **{name.replace("_", " "): value for name, value in cells.items()},
    }


def test_assessments_by_working_days() -> None:
    # From Friday 1 May, with the bank holiday of 4 May: 18 May is the 10th working day and 19 May the 11th.
    may = date(2026, 5, 1)
    assert said("assessed_in", assessment(may, date(2026, 5, 18)), assessment(may, date(2026, 5, 19))) == [
        ("Authorised in 10 working days or fewer", 1),
        ("Authorised in 11 to 25", 1),
    ]
    # To 29 May: 45 working days from 23 March (two bank holidays at Easter, two in May), 46 from Friday 20 March.
    assert said("assessed_in", assessment(date(2026, 3, 23)), assessment(date(2026, 3, 20))) == [
        ("Still open, 45 working days or fewer", 1),
        ("Still open, more than 45", 1),
    ]
    assert said("assessed_in", assessment(may, date(2026, 4, 1)), assessment(None)) == [
        ("Not possible", 1),
        ("Not recorded", 1),
    ]
    three = [assessment(may, day) for day in (date(2026, 5, 5), date(2026, 5, 7), date(2026, 5, 28))]
    found = counted("assessed_in", [*three, assessment(may)])
    (share,) = found.shares
    assert (found.middle, found.timed, share.met, share.of) == (3.0, 3, 3, 3)


def test_conferences_by_working_days_and_those_that_never_came() -> None:
    april = date(2026, 4, 10)  # 4 May is the only bank holiday after it: 1 May is the 15th working day
    rows = [
        enquiry(april, date(2026, 5, 1)),
        enquiry(april, date(2026, 5, 5)),
        enquiry(april, unnecessary="a) Yes"),
        enquiry(april),
        enquiry(date(2026, 5, 20)),
    ]
    assert said("conference_in", *rows) == [
        ("Held in 11 to 15", 1),
        ("Held in 16 to 20", 1),
        ("None needed", 1),
        ("None yet, 15 working days or fewer", 1),
        ("None yet, more than 15", 1),
    ]
    in_time, led = counted("conference_in", rows).shares
    assert (in_time.value, led.value) == (50.0, 40.0)


def test_plans_by_how_long_and_whether_reviewed() -> None:
    two_years = ON - timedelta(days=729)
    assert said("plan_for", plan(two_years), plan(two_years - timedelta(days=1)), plan(two_years, ON)) == [
        ("Open for 1 to 2 years", 1),
        ("Open for more than 2 years", 1),
        ("Ended after 1 to 2 years", 1),
    ]
    later = "Date of latest review conference"
    rows = [
        plan(date(2026, 3, 1)),
        plan(date(2026, 2, 28)),
        plan(date(2025, 3, 1)) | {later: date(2025, 11, 29)},
        plan(date(2025, 3, 1)) | {later: date(2025, 11, 28)},
        plan(date(2025, 3, 1), date(2026, 5, 1)),
    ]
    assert said("plan_reviewed", *rows) == [
        ("First review not due yet", 1),
        ("Reviewed in the last 6 months", 1),
        ("First review is late", 1),
        ("Later review is late", 1),
        ("Ended", 1),
    ]
    before = "Number of Previous Child Protection Plans"
    started = [plan(date(2026, 5, 1)) | {before: times} for times in (0, 1, 2)]
    (share,) = counted("plans_before", [*started, plan(date(2025, 5, 1)) | {before: 1}]).shares
    assert (share.met, share.of) == (2, 3)


def test_a_second_referral_counts_and_the_first_does_not() -> None:
    times = "Number of Referrals in Last 12 Months"
    rows = [
        {"child": 1, "Date of referral": date(2026, 3, 2), times: 2},
        {"child": 1, "Date of referral": date(2026, 2, 2), times: 2},
        {"child": 2, "Date of referral": date(2026, 3, 3), times: 2},  # the one before it came before the lists
        {"child": 3, "Date of referral": date(2026, 3, 3), times: 1},
        {"child": 4, "Date of referral": date(2026, 3, 3), times: 3},
    ]
    assert said("referred_again", *rows) == [("First in 12 months", 2), ("Second", 2), ("Third or later", 1)]


def test_who_the_children_are() -> None:
    rows = [
        {"Gender": "b) Female", "Ethnicity": "n) BCRB", "Age of Child (Years)": 0, "Date of Birth": date(2026, 1, 1)},
        {"Gender": "a) Male", "Ethnicity": "u) UNKNOWN", "Date of Birth": date(2026, 7, 1)},
        {"Gender": "c) Not stated/recorded", "Ethnicity": "t) NOBT", "Age of Child (Years)": 16},
    ]
    assert said("age-1", *rows) == [("Not yet born", 1), ("Under 1", 1), ("16 and over", 1)]
    assert said("sex-1", *rows) == [("Female", 1), ("Male", 1), ("Not recorded", 1)]
    assert said("ethnicity-1", *rows) == [("Black or Black British", 1), ("Not known", 1), ("Not recorded", 1)]


@pytest.mark.parametrize("cells", [{}, {"Date of Birth": ON}], ids=["empty", "only a birthday"])
def test_every_row_of_a_list_has_one_answer_to_each_question(cells: dict[str, Any]) -> None:
    found = counts_of(answered(listed({number: [cells, cells] for number in LISTS})))
    assert {one.total for one in found.values()} == {2}


def test_lists_without_a_row_make_a_report_of_nothing() -> None:
    report = report_of(answered(listed({})), on=ON)
    assert not any(one.total for one in report.questions.values())
    assert {one.value for one in report.beside} == {None}
    assert sheets_of(report, hide=True)["How long things took"] == []


def a_report() -> Report:
    """Sixty assessments of as many children: 40 early, 16 late and 4 very late; one boy among girls."""
    early = [assessment(date(2026, 3, 2), date(2026, 3, 6)) for _ in range(40)]
    late = [assessment(date(2026, 1, 5), date(2026, 4, 1)) for _ in range(16)]
    very_late = [assessment(date(2025, 10, 6), date(2026, 4, 1)) for _ in range(4)]
    rows = [{"Gender": "b) Female"} | row for row in (*early, *late, *very_late)]
    rows[0] |= {"Gender": "a) Male"}
    return report_of(answered(listed({4: rows, 7: [plan(date(2026, 5, 1))] * 3})), on=ON)


def sheets_of(report: Report, *, hide: bool) -> dict[str, list[list[Any]]]:
    from io import BytesIO

    import python_calamine

    made = report_book(report, council="Thornshire", taken_by="Mei Lin Chan", at=AT, hide=hide)
    with python_calamine.CalamineWorkbook.from_filelike(BytesIO(made)) as book:
        return {name: book.get_sheet_by_name(name).to_python()[1:] for name in book.sheet_names}


def test_small_numbers_do_not_leave_and_cannot_be_worked_back() -> None:
    report = a_report()
    inside, leaves = sheets_of(report, hide=False), sheets_of(report, hide=True)
    took = {row[2]: row[3] for row in inside["How long things took"] if row[0] == "4, Assessments"}
    assert took["Authorised in more than 65"] == 4 and took["All"] == 60
    for part in ("Who the children are", "How long things took", "What came and followed"):
        by_question: dict[tuple[str, str], list[Any]] = {}
        for number, question, _, rows, *_ in leaves[part]:
            by_question.setdefault((number, question), []).append(rows)
        for counts in by_question.values():
            assert not [one for one in counts if one != "" and 0 < one < 5]
            assert counts.count("") != 1, "one number left out is the total less the others"
    # The share of those in time would tell the very late, which stand beside 16 that are left out with them.
    shares = {row[1]: row[2] for row in leaves["Middles and shares"]}
    assert shares["Assessments authorised within 45 working days"] == ""
    assert {row[1]: row[2] for row in inside["Middles and shares"]}[
        "Assessments authorised within 45 working days"
    ] == pytest.approx(66.7)
    # Three children on a plan are too few for anything to be said of that list.
    assert not [
        row
        for part in leaves.values()
        for row in part
        if row[0][:2] == "7," and not any("Too few" in str(cell) for cell in row)
    ]


def test_what_one_question_tells_does_not_give_away_another() -> None:
    """How many conferences were held can be had from what they decided, so one that was early is not left out alone."""
    decided = "Did the Initial Child Protection Conference Result in a Child Protection Plan"
    april = date(2026, 4, 10)
    early, usual = enquiry(april, date(2026, 4, 20)), enquiry(april, date(2026, 5, 1))
    rows = [{decided: "a) Yes"} | one for one in (early, *[usual] * 30)]
    rows += [enquiry(april, unnecessary="a) Yes")] * 20 + [enquiry(date(2026, 5, 20))] * 10
    found = counts_of(answered(listed({5: rows})))
    assert found["conference_in"].kept_back == {"Held in 10 working days or fewer", "Held in 11 to 15"}
    assert not found["conference_plan"].kept_back
    # Where only a few were held, neither question tells how many.
    found = counts_of(answered(listed({5: rows[28:]})))
    for key in ("conference_in", "conference_plan"):
        assert found[key].kept_back == {one.answer for one in found[key].counts}
        assert not any(found[key].share_may_leave(one) for one in found[key].shares)


def test_many_rows_of_a_few_children_are_a_small_number_too() -> None:
    times = [{"child": n % 2, "Date of Contact": date(2026, 5, 1)} for n in range(12)]
    others = [{"child": 100 + n, "Date of Contact": date(2026, 4, 1)} for n in range(30)]
    found = counted("contact_month", [*times, *others])
    assert "2026-05" in found.kept_back and found.total_may_leave


@pytest.mark.django_db
def test_a_loaded_workbook_has_the_report_too(tmp_path: Path) -> None:
    lists = {
        3: [a_referral_row("A1", date(2026, 3, 3)), a_referral_row("A2", date(2026, 2, 3))],
        4: [
            a_row(
                4,
                "A1",
                Continuous_Assessment_Start_Date=date(2026, 3, 3),
                Continuous_Assessment_Date_of_Authorisation=date(2026, 3, 31),
            )
        ],
    }
    load_annex_a(a_workbook(tmp_path, lists), by=None, at=AT)
    made = produce_annex_a(tmp_path / "out.xlsx", on=date(2026, 3, 31), by=None, at=AT)
    report = report_of(made.answers, on=made.on)
    assert report.questions["referral_month"].total == 2
    assert report.questions["assessed_in"].middle == 20.0


def one_made(client: Client, *, how_many: int = 2) -> tuple[Any, str]:
    for _ in range(how_many):
        assessment_at("authorised")
    analyst = person_who_signs_in(Role.ANALYST)
    client.force_login(analyst)
    once = client.get(reverse("annex_a")).content.decode().split('name="once" value="')[1].split('"')[0]
    answer = client.post(reverse("annex_a"), {"once": once, "on": "2026-12-15"})
    return analyst, answer.url


@pytest.mark.django_db
def test_every_figure_opens_to_as_many_rows(client: Client, time_machine: Any) -> None:
    time_machine.move_to(AT, tick=False)
    _, url = one_made(client)
    opened = 0
    for part in ("report/", *(f"report/?list={number}" for number in range(1, 11))):
        page = client.get(url + part).content.decode()
        for to, number in re.findall(r'href="([^"]*report/rows/[^"]*)">([\d,]+)', page):
            to = to.replace("&amp;", "&")
            rows = client.get(to).content.decode()
            asked = parse_qs(urlsplit(to).query)
            told = re.search(r"([\d,]+) rows?[, ]", rows)
            counted_in = rows.count("</span>Yes</td>")
            if "figure" not in asked:
                assert told is not None and told[1] == number, to
            elif "Counted in?" in rows:
                assert counted_in == int(number), to
            opened += 1
    assert opened > 30


@pytest.mark.django_db
def test_only_its_maker_sees_the_report_while_it_is_kept(client: Client, time_machine: Any) -> None:
    time_machine.move_to(AT, tick=False)
    analyst, url = one_made(client)
    key = int(url.rstrip("/").rsplit("/", 1)[1])
    page = client.get(f"{url}report/?list=4").content.decode()
    assert "From the start of the assessment to its authorisation" in page
    file = client.get(f"{url}report/file/")
    assert file.content.startswith(b"PK") and "to-share" in file["Content-Disposition"]
    assert "to-share" not in client.get(f"{url}report/file/?copy=inside")["Content-Disposition"]
    taken = [line.detail for line in LedgerEntry.objects.filter(subject=f"annex_a:{key}", detail__report=True)]
    assert [one["small_numbers_left_out"] for one in taken] == [True, False]

    rows = f"{url}report/rows/?question=assessed_in"
    before = LedgerEntry.objects.filter(act="annex_a.produce", child__isnull=False).count()
    page = client.get(rows).content.decode()
    assert page.count("/children/") == 2
    assert LedgerEntry.objects.filter(act="annex_a.produce", child__isnull=False).count() == before + 2
    # A record that was closed to her since is a row, and no name.
    child = kept_answers(key, analyst)["child"].to_pylist()[0]
    sealed(child)
    page = client.get(rows).content.decode()
    assert f"/children/{child}/" not in page and "A record that is closed to you" in page

    client.force_login(person_who_signs_in(Role.DIRECTOR))
    for part in ("report/", "report/?list=4", "report/rows/?question=assessed_in"):
        assert "not here for you" in client.get(url + part).content.decode()
    assert client.get(f"{url}report/file/").status_code == 404
    client.force_login(person_who_signs_in(Role.SOCIAL_WORKER))
    assert client.get(f"{url}report/").status_code == 403
    client.force_login(analyst)
    forget_workbooks(before=datetime.now(AT.tzinfo) + timedelta(days=3650))
    assert "not here for you" in client.get(f"{url}report/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked", ["?list=99", "?list=x", "?list=٣", "rows/?question=no", "rows/?answer=%00&page=0", "rows/?page=9999999999"]
)
def test_an_address_that_asks_for_nothing_that_is_there_still_answers(client: Client, asked: str) -> None:
    child_at("allocated")
    analyst = person_who_signs_in(Role.ANALYST)
    made = produce_annex_a(on=AT.date() - timedelta(days=1), by=analyst, at=AT)
    client.force_login(analyst)
    assert client.get(f"{reverse('annex_a_report', args=[made.workbook])}{asked}").status_code == 200


@pytest.mark.django_db
def test_the_command_writes_the_report_beside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOLDENTHREAD_DATABASE_ROLE", "app")
    child_at("allocated")
    out, report = tmp_path / "out.xlsx", tmp_path / "report.xlsx"
    asked = ["annex-a", str(out), "--as-of", "2026-11-19", "--report", str(report)]
    assert main([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["report"] == str(report) and told["small_numbers_left_out"]
    (row,) = [row for row in sheet_rows(report, "What came and followed") if row[1:3] == ["Referrals by month", "All"]]
    assert row[3] == "" and row[5] == "Too few to show"
    assert main([*asked, "--small-numbers"]) == 0
    assert "it holds small numbers" in capsys.readouterr().out
    (row,) = [row for row in sheet_rows(report, "What came and followed") if row[1:3] == ["Referrals by month", "All"]]
    assert row[3] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.xlsx", "report.xlsx"]
    assert main(["annex-a", str(out), "--report", str(tmp_path / "no" / "report.xlsx")]) == 2
    assert main(["annex-a", str(out), "--report", str(out)]) == 2
    assert main(["annex-a", str(out), "--small-numbers"]) == 2
