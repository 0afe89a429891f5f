"""A measure looked at by any group and period; the views that people save; the workbooks that they take out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from goldenthread.access.models import LedgerEntry
from goldenthread.access.public import NotAllowed
from goldenthread.insight.analysis.points import month_after
from goldenthread.insight.models import SavedLook
from goldenthread.insight.public.analysis import last_month
from goldenthread.insight.public.closer import Asked, look_for, looked, looks_for, remove_look, save_look
from goldenthread.insight.public.dataset import dataset
from goldenthread.kernel.refusal import Refused
from tests.build import a_team, person_who_signs_in
from tests.building.analysis import A_MONTH, MEASURE, planted
from tests.building.front_door import child_at

pytestmark = pytest.mark.django_db
ONE = f"/measures/{MEASURE}"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def read(user: Any, page: str, **asked: str) -> str:
    answer = signed_in(user).get(page, asked)
    assert answer.status_code == 200, (page, answer.status_code)
    return " ".join(answer.content.decode().split())


def book(user: Any, page: str, **asked: str) -> dict[str, list[tuple[Any, ...]]]:
    answer = signed_in(user).get(page, asked)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    made = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    return {
        name: [tuple(row) for row in made.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        for name in made.sheet_names
    }


@pytest.fixture
def last(settings: Any, tmp_path: Path) -> Any:
    planted(settings, tmp_path)
    return last_month()


def test_a_look_by_team_adds_up_to_the_whole(last: Any) -> None:
    found = looked(MEASURE, Asked(last, 6, by="team"), reader=person_who_signs_in("analyst"), at=timezone.now())
    assert [one.label for one in found.whole.groups] == ["East", "North", "South"]
    assert sum(one.denominator or 0 for one in found.whole.groups) == found.whole.denominator == 3 * 6 * A_MONTH
    assert len(found.course.figures) == 6
    assert sum(one.denominator or 0 for one in found.course.figures) == found.whole.denominator


def test_a_look_is_narrowed_to_one_group(last: Any) -> None:
    user = person_who_signs_in("analyst")
    page = read(user, f"{ONE}/closer/", over="3", only="team:1")
    assert f"of {3 * A_MONTH}, " in page and "North" in page


def test_what_it_may_be_narrowed_to_is_asked_in_one_query_and_is_what_was_counted(last: Any) -> None:
    user, at = person_who_signs_in("analyst"), timezone.now()
    for months in (1, 3, 24):
        offered = looked(MEASURE, Asked(last, months), reader=user, at=at).offered
        assert {"team", "sex", "age"} <= offered.keys() and "worker" not in offered
        for way, keys in offered.items():
            groups = looked(MEASURE, Asked(last, months, by=way), reader=user, at=at).whole.groups
            assert keys == {group.key: group.label for group in groups}, (months, way)


@pytest.mark.parametrize(
    "asked",
    [{"over": "7"}, {"over": "²"}, {"step": "week"}, {"by": "worker"}, {"by": "nonsense"}, {"only": "worker:3"}],
)
def test_what_means_nothing_is_said_so(last: Any, asked: dict[str, str]) -> None:
    page = read(person_who_signs_in("analyst"), f"{ONE}/closer/", **asked)
    assert "Start again from the last 12 months" in page


def test_a_file_of_the_dataset_that_cannot_be_read_is_said_so(last: Any) -> None:
    held = dataset()
    (held.folder / held.tables["gt_assessments"].path).write_bytes(b"PAR1 half of a file")
    page = read(person_who_signs_in("analyst"), f"{ONE}/closer/")
    assert "is missing, or cannot be read. " in page.replace("<", " <") and "read.." not in page


def test_a_month_that_is_none_is_not_found(last: Any) -> None:
    client = signed_in(person_who_signs_in("analyst"))
    for month in ("1999-01", "2026-13", "soon"):
        assert client.get(f"{ONE}/closer/", {"month": month}).status_code == 404


def test_an_elected_member_looks_no_closer(last: Any) -> None:
    client = signed_in(person_who_signs_in("elected_member"))
    for page in (f"{ONE}/closer/", f"{ONE}/workbook/", f"{ONE}/workbook/?copy=shared"):
        assert client.get(page).status_code == 403
    assert "closer/" not in client.get(f"{ONE}/").content.decode()


def kept(by: Any, last: Any, name: str = "Ours", **more: Any) -> int:
    asked = Asked(last, 6, by="team", narrowed_by="sex", narrowed_to="Not recorded")
    return save_look(measure=MEASURE, name=name, asked=asked, latest=True, by=by, at=timezone.now(), **more)


def test_a_saved_view_opens_what_was_looked_at(last: Any) -> None:
    analyst = person_who_signs_in("analyst")
    client = signed_in(analyst)
    key = kept(analyst, last)
    answer = client.get(f"/measures/views/{key}/")
    assert answer.status_code == 302
    for part in ("over=6", "by=team", "only=sex%3ANot+recorded"):
        assert part in answer["Location"]
    assert "month=" not in answer["Location"]
    assert client.get(answer["Location"]).status_code == 200
    assert "Ours" in read(analyst, "/measures/")


def test_a_view_is_shared_with_a_team_or_a_role_and_with_nobody_else(last: Any) -> None:
    north = a_team("North")
    analyst, manager = person_who_signs_in("analyst"), person_who_signs_in("team_manager", team=north)
    elsewhere, chair = (
        person_who_signs_in("team_manager", team=a_team("South")),
        person_who_signs_in("conference_chair"),
    )
    alone, team = kept(analyst, last, "Alone"), kept(analyst, last, "Team", team=north.pk)
    role = kept(analyst, last, "Role", role="conference_chair")
    assert [one.name for one in looks_for(analyst)] == ["Alone", "Role", "Team"]
    assert [one.name for one in looks_for(manager)] == ["Team"]
    assert [one.name for one in looks_for(chair)] == ["Role"]
    assert looks_for(elsewhere) == ()
    assert look_for(alone, manager) is None and look_for(team, manager) is not None and look_for(role, chair)
    assert signed_in(manager).get(f"/measures/views/{alone}/").status_code == 404
    assert signed_in(manager).get(f"/measures/views/{team}/").status_code == 302


def test_rights_are_asked_again_when_a_view_is_opened(last: Any) -> None:
    """A view shared with the team reaches nobody who may not look closer."""
    north = a_team("North")
    key = kept(person_who_signs_in("analyst"), last, team=north.pk)
    worker = signed_in(person_who_signs_in("social_worker", team=north))
    assert worker.get(f"/measures/views/{key}/").status_code == 403
    assert worker.get(f"{ONE}/closer/").status_code == 403


def test_a_view_is_removed_by_who_saved_it_alone(last: Any) -> None:
    north = a_team("North")
    analyst, manager = person_who_signs_in("analyst"), person_who_signs_in("team_manager", team=north)
    key = kept(analyst, last, team=north.pk)
    with pytest.raises(Refused, match="Only the person who saved"):
        remove_look(look=key, by=manager, at=timezone.now())
    assert "saved it, and removes it" in read(manager, f"/measures/views/{key}/remove/")
    remove_look(look=key, by=analyst, at=timezone.now())
    assert not SavedLook.objects.exists()
    acts = set(LedgerEntry.objects.filter(subject=f"look:{key}").values_list("act", flat=True))
    assert acts == {"measure_look.save", "measure_look.remove"}


def test_a_name_is_asked_for_and_given_once(last: Any) -> None:
    analyst = person_who_signs_in("analyst")
    kept(analyst, last)
    for name, sentence in (("  ", "Give the view a name"), ("Ours", "of that name already"), ("n" * 81, "at most")):
        with pytest.raises(Refused) as refused:
            kept(analyst, last, name)
        assert sentence in refused.value.problems[0][1]
    kept(person_who_signs_in("director"), last)  # another's name is no hindrance


@pytest.mark.django_db(transaction=True)
def test_one_name_saved_twice_at_once_is_said_so(settings: Any, tmp_path: Path) -> None:
    analyst, month = person_who_signs_in("analyst"), date(2026, 1, 1)

    def again() -> None:
        try:
            kept(analyst, month)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            kept(analyst, month)
            other = pool.submit(again)
            wait([other], timeout=1)
        with pytest.raises(Refused, match="of that name already"):
            other.result(timeout=10)
    assert SavedLook.objects.count() == 1


def test_with_whom_must_mean_something(last: Any) -> None:
    analyst = person_who_signs_in("analyst")
    for more in ({"team": 999_999}, {"role": "elected_member"}, {"role": "nobody"}):
        with pytest.raises(Refused, match="with whom"):
            kept(analyst, last, **more)
    with pytest.raises(NotAllowed):
        kept(person_who_signs_in("auditor"), last)


def test_the_form_keeps_what_was_typed_when_it_is_refused(last: Any) -> None:
    client = signed_in(person_who_signs_in("analyst"))
    page = client.get(f"{ONE}/closer/?by=team&over=6")
    once = page.content.decode().split('name="once" value="')[1].split('"')[0]
    sent = {"once": once, "month": f"{last:%Y-%m}", "over": "6", "step": "month", "by": "team", "only": ""}
    answer = client.post(f"{ONE}/closer/save/", {**sent, "name": "", "moves": "stays", "share": "role:auditor"})
    body = answer.content.decode()
    assert answer.status_code == 422 and "Give the view a name" in body
    assert 'value="role:auditor" selected' in body and "By team" in body


# --- workbooks


def test_the_inside_workbook_has_figures_rows_definition_and_where_they_come_from(
    settings: Any, tmp_path: Path
) -> None:
    child = child_at("allocated").child
    planted(settings, tmp_path, children=[child])
    director = person_who_signs_in("director")
    found = book(director, f"{ONE}/workbook/", over="3", by="team")
    assert list(found) == ["About", "By month", "By month as asked", "By team", "Rows"]
    about = dict(found["About"][1:])
    assert "does not leave" in about["May it leave the authority?"]
    assert about["Definition"].startswith("Of the assessments") and "built" in about["Made from"]
    assert len(found["Rows"]) - 1 == 3 * 3 * A_MONTH
    whole = next(row for row in found["By team"] if row[0] == "All")
    assert whole[3] == len(found["Rows"]) - 1 and whole[2] == sum(row[4] for row in found["Rows"][1:])
    lines = LedgerEntry.objects.filter(act="measure.download", subject=f"measure:{MEASURE}")
    assert lines.filter(child=child).count() == 1 and lines.filter(child=None).count() == 1
    assert lines.get(child=None).detail == {"form": "xlsx", "small_numbers_left_out": False, "children": 1}


def test_rows_of_a_closed_record_are_in_no_workbook(settings: Any, tmp_path: Path) -> None:
    from tests.building.access import sealed

    child, shut = child_at("allocated").child, child_at("allocated").child
    sealed(shut)
    planted(settings, tmp_path, children=[child, shut])
    found = book(person_who_signs_in("director"), f"{ONE}/workbook/", over="1")
    assert {row[0] for row in found["Rows"][1:]} == {child}
    assert "closed to who took this out" in found["Rows left out"][1][0]
    # An analyst reads no child's record, so no row either; the figures are the same.
    hers = book(person_who_signs_in("analyst"), f"{ONE}/workbook/", over="1")
    assert hers["Rows"][1:] == [] and hers["By month"] == found["By month"]


def test_a_shared_workbook_has_no_small_number_and_no_row(settings: Any, tmp_path: Path) -> None:
    planted(
        settings,
        tmp_path,
        late=lambda team, back: 0 if back == 0 else 1 / 2,
        work=lambda team, back: A_MONTH if back else 2 * (team == "North"),
    )
    analyst = person_who_signs_in("analyst")
    found = book(analyst, f"{ONE}/workbook/", over="3", by="team", only="team:1", copy="shared")
    assert list(found) == ["About", "By month"]  # the sum of three months would tell of the one left out
    assert "small numbers are left out" in dict(found["About"][1:])["May it leave the authority?"]
    latest = found["By month"][-1]
    assert latest[2:6] == ("",) * 4 and latest[7] == "" and latest[8] == "Too few to show"
    for row in found["By month"][1:-1]:
        assert row[3] == "" or min(row[3], row[4] - row[3]) >= 5
    inside = book(analyst, f"{ONE}/workbook/", over="3", by="team")
    assert inside["By month"][-1][3:5] == (2, 2)


def test_a_shared_workbook_leaves_a_small_group_out_with_another(settings: Any, tmp_path: Path) -> None:
    planted(settings, tmp_path, late=lambda team, back: 1 / 2)
    analyst = person_who_signs_in("analyst")
    told = book(analyst, f"{ONE}/workbook/", over="3", by="team", copy="shared")["By team"]
    assert [row[0] for row in told] == ["Team", "East", "North", "South", "All"]
    planted(settings, tmp_path, late=lambda team, back: 1 / 2, work=lambda team, back: 1 if team == "East" else A_MONTH)
    # With East left out alone, the total would tell of it: another goes too.
    told = book(analyst, f"{ONE}/workbook/", over="3", by="team", copy="shared")["By team"]
    names = {row[0] for row in told}
    assert "East" not in names and not {"North", "South"} <= names


def test_no_program_runs_what_is_in_a_workbook() -> None:
    from goldenthread.ui.workbooks import Sheet, workbook

    made = workbook("Title", [Sheet("One", ("=A",), [("=1+1",), ("+44",), ("plain",)])], at=timezone.now())
    sheet = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_name("One")
    assert [row[0] for row in sheet.to_python()] == ["=A", "'=1+1", "'+44", "plain"]
    with ZipFile(BytesIO(made)) as whole:
        assert b"<f>" not in whole.read("xl/worksheets/sheet1.xml")


def test_a_view_of_the_months_that_stay(last: Any) -> None:
    analyst = person_who_signs_in("analyst")
    asked = Asked(month_after(last, -2), 3)
    key = save_look(measure=MEASURE, name="Then", asked=asked, latest=False, by=analyst, at=timezone.now())
    assert f"month={month_after(last, -2):%Y-%m}" in signed_in(analyst).get(f"/measures/views/{key}/")["Location"]
