"""Loading a children in need census: what it makes, what it changes, and that a second run changes nothing."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.access.public import NotAllowed
from goldenthread.kernel.refusal import Refused
from goldenthread.returns.public import Loaded, NotACensus, load_cin_census
from goldenthread.rulebook.rights import Role
from tests.build import person_who_signs_in
from tests.returns.census import HEADER, a_census, a_child, a_referral

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def as_application(db: None) -> None:
    """Every load here runs in the role that serves the pages."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE goldenthread_app")


def model(name: str) -> Any:
    return apps.get_model(name)


def load(file: Path, **values: Any) -> Loaded:
    return load_cin_census(file, by=None, at=values.pop("at", AT), **values)


def the_child(council_id: str = "A1") -> Any:
    return model("people.Person").objects.get(la_child_id=council_id)


def deadlines(clock: str = "single_assessment") -> list[tuple[date, date, date | None]]:
    return [
        (one.started_at.date(), one.due_on, one.met_at.date() if one.met_at else None)
        for one in model("casework.Deadline").objects.filter(clock=clock, void_at=None).order_by("started_at")
    ]


def everything() -> dict[str, Any]:
    """All that a load writes but its own run and the ledger, without keys that a second run may give anew."""
    return {
        name: sorted(map(str, model(name).objects.values_list()))
        for name in (
            "people.Person",
            "people.Recording",
            "casework.Referral",
            "casework.Deadline",
            "returns.KeptRecord",
        )
    }


def test_a_child_a_referral_and_its_deadline(tmp_path: Path) -> None:
    done = {"AssessmentActualStartDate": "2025-09-24", "AssessmentAuthorisationDate": "2025-11-03"}
    loaded = load(a_census(tmp_path, a_child("A1", a_referral(Assessments=done), Disability=["LD", "AUT"])))
    assert (loaded.children, loaded.referrals, loaded.created, loaded.rejected) == (1, 1, 1, [])
    child = the_child()
    assert (child.kind, child.born_on, child.sex, child.ethnicity) == ("child", date(2015, 6, 1), "F", "WBRI")
    assert (child.disabilities, child.upn_unknown, child.family_name) == (["LD", "AUT"], "UN1", "")
    recording = child.recordings.get()
    assert recording.source == "CIN census 2026, line 4"
    assert recording.values["born_on"] == "2015-06-01"
    referral = child.referrals.get()
    assert (referral.received_on, referral.source, referral.primary_need) == (date(2025, 9, 22), "6", "N1")
    assert (referral.state, referral.loaded, referral.closed_on) == ("with_team", True, None)
    assert deadlines() == [(date(2025, 9, 22), date(2025, 11, 24), date(2025, 11, 3))]


def test_the_older_shape_asks_for_gender_in_numbers(tmp_path: Path) -> None:
    header = HEADER.replace("2026", "2022")
    born = {"PersonBirthDate": "2015-06-01", "Sex": None}
    came = a_referral(CINreferralDate="2021-09-22")
    children = [a_child(f"G{code}", came, GenderCurrent=code, **born) for code in ("1", "2", "0", "9")]
    assert load(a_census(tmp_path, *children, header=header)).created == 4
    assert [the_child(f"G{code}").sex for code in ("1", "2", "0", "9")] == ["M", "F", "U", "U"]


def test_an_unborn_child(tmp_path: Path) -> None:
    came = a_referral(CINreferralDate="2026-03-02")
    ids = {"PersonBirthDate": None, "ExpectedPersonBirthDate": "2026-07-20", "Sex": "U"}
    assert load(a_census(tmp_path, a_child("U1", came, **ids))).created == 1
    child = the_child("U1")
    assert (child.born_on, child.expected_on, child.birth_certainty) == (None, date(2026, 7, 20), "estimated")


def test_an_unborn_child_is_born(tmp_path: Path) -> None:
    came = a_referral(CINreferralDate="2026-01-05")
    load(a_census(tmp_path, a_child("U1", came, PersonBirthDate=None, ExpectedPersonBirthDate="2026-03-20", Sex="U")))
    load(a_census(tmp_path, a_child("U1", came, PersonBirthDate="2026-03-18", Sex="F")))
    child = the_child("U1")
    assert (child.born_on, child.expected_on, child.birth_certainty) == (date(2026, 3, 18), None, "exact")
    assert (child.sex, child.version, child.recordings.count()) == ("F", 2, 2)


def test_a_file_that_breaks_off_late_leaves_nothing(tmp_path: Path) -> None:
    file = a_census(tmp_path, *(a_child(f"A{n}") for n in range(1_100)))
    file.write_text(file.read_text()[:-200])
    with pytest.raises(NotACensus, match="stops being XML"):
        load(file)
    assert not any(everything().values())
    assert not model("returns.Load").objects.exists()


def test_closed_and_nothing_more(tmp_path: Path) -> None:
    closed = a_referral(CINreferralDate="2025-05-01", CINclosureDate="2025-06-12", ReasonForClosure="RC8")
    nothing = a_referral(CINreferralDate="2025-07-01", ReferralNFA="true", PrimaryNeedCode=None)
    load(a_census(tmp_path, a_child("A1", closed, nothing)))
    first, second = the_child().referrals.order_by("received_on")
    assert (first.state, first.closed_on, first.closure_reason) == ("closed", date(2025, 6, 12), "RC8")
    assert (second.state, second.no_further_action, second.closed_on) == ("closed", True, date(2025, 7, 1))
    assert (second.is_rereferral, second.previous_id) == (True, first.pk)
    assert deadlines() == []


def test_clocks_of_enquiries_and_reviews(tmp_path: Path) -> None:
    enquiry = {"S47ActualStartDate": "2025-11-10", "DateOfInitialCPC": "2025-11-24", "ICPCnotRequired": "false"}
    plan = {
        "CPPstartDate": "2025-11-24",
        "InitialCategoryOfAbuse": "NEG",
        "LatestCategoryOfAbuse": "NEG",
        "NumberOfPreviousCPP": "0",
        "Reviews": {"CPPreviewDate": "2026-02-16"},
    }
    not_needed = {"S47ActualStartDate": "2025-10-10", "ICPCnotRequired": "true"}
    load(a_census(tmp_path, a_child("A1", a_referral(Section47=[not_needed, enquiry], ChildProtectionPlans=plan))))
    assert deadlines("icpc") == [(date(2025, 11, 10), date(2025, 12, 1), date(2025, 11, 24))]
    assert deadlines("rcpc_first") == [(date(2025, 11, 24), date(2026, 2, 24), date(2026, 2, 16))]
    assert deadlines("rcpc_subsequent") == [(date(2026, 2, 16), date(2026, 8, 16), None)]


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    file = a_census(tmp_path, a_child("A1"), a_child("B2", a_referral(ReferralSource="3B")), a_child("C3", Sex="X"))
    first = load(file)
    before = everything()
    second = load(file, at=AT + timedelta(days=1))
    assert (first.created, second.created, second.updated, second.unchanged) == (2, 0, 0, 2)
    assert (second.children, second.referrals) == (first.children, first.referrals)
    assert second.rejected == first.rejected
    assert everything() == before


def test_only_what_changed_is_updated(tmp_path: Path) -> None:
    load(a_census(tmp_path, a_child("A1", ethnicity="NOBT"), a_child("B2")))
    before = the_child("B2").version
    done = {"AssessmentActualStartDate": "2025-09-24", "AssessmentAuthorisationDate": "2025-11-03"}
    closed = a_referral(Assessments=done, CINclosureDate="2025-12-01", ReasonForClosure="RC7")
    loaded = load(a_census(tmp_path, a_child("A1", closed, ethnicity="MWBC"), a_child("B2")))
    assert (loaded.created, loaded.updated, loaded.unchanged) == (0, 1, 1)
    child = the_child()
    assert (child.ethnicity, child.version, the_child("B2").version) == ("MWBC", 2, before)
    assert child.recordings.latest("id").values == {"ethnicity": "MWBC"}
    assert [(one.state, one.closed_on) for one in child.referrals.all()] == [("closed", date(2025, 12, 1))]
    assert (date(2025, 9, 22), date(2025, 11, 24), date(2025, 11, 3)) in deadlines()


def test_a_corrected_source_is_the_same_referral(tmp_path: Path) -> None:
    load(a_census(tmp_path, a_child("A1")))
    load(a_census(tmp_path, a_child("A1", a_referral(ReferralSource="2A"))))
    assert [one.source for one in the_child().referrals.all()] == ["2A"]


def test_a_deadline_that_is_told_no_more_is_taken_back(tmp_path: Path) -> None:
    enquiry = {"S47ActualStartDate": "2026-03-10", "ICPCnotRequired": "false"}
    load(a_census(tmp_path, a_child("A1", a_referral(Section47=enquiry))))
    assert len(deadlines("icpc")) == 1
    load(a_census(tmp_path, a_child("A1", a_referral(Section47=enquiry | {"ICPCnotRequired": "true"}))))
    assert deadlines("icpc") == []
    assert model("casework.Deadline").objects.get(clock="icpc").void_because == "No longer in the CIN census 2026 file"


def test_what_was_put_right_here_stays(tmp_path: Path) -> None:
    load(a_census(tmp_path, a_child("A1", ethnicity="NOBT")))
    model("people.Person").objects.filter(la_child_id="A1").update(ethnicity="ABAN", version=2)
    load(a_census(tmp_path, a_child("A1", ethnicity="NOBT", UPNunknown="UN4")))
    assert (the_child().ethnicity, the_child().upn_unknown) == ("ABAN", "UN4")


def test_a_value_that_is_given_no_more_is_taken_away_only_if_it_came_from_there(tmp_path: Path) -> None:
    upn = {"UPN": "A123456789012", "UPNunknown": None}
    load(a_census(tmp_path, a_child("A1", **upn), a_child("B2", **upn)))
    model("people.Person").objects.filter(la_child_id="B2").update(upn="B999999999999")
    load(a_census(tmp_path, a_child("A1"), a_child("B2")))
    assert (the_child("A1").upn, the_child("B2").upn) == ("", "B999999999999")


def test_an_older_year_fills_gaps_only(tmp_path: Path) -> None:
    load(a_census(tmp_path, a_child("A1", ethnicity="MWBC")))
    older = HEADER.replace("2026", "2025")
    was = a_referral(CINreferralDate="2024-05-01", CINclosureDate="2024-07-01", ReasonForClosure="RC7")
    loaded = load(a_census(tmp_path, a_child("A1", was, ethnicity="NOBT"), header=older))
    assert loaded.updated == 1
    assert the_child().ethnicity == "MWBC"
    assert [one.received_on.year for one in the_child().referrals.order_by("received_on")] == [2024, 2025]
    assert load(a_census(tmp_path, a_child("A1", ethnicity="MWBC"))).unchanged == 1


def test_children_who_are_not_in_the_file_are_left_alone(tmp_path: Path) -> None:
    load(a_census(tmp_path, a_child("A1"), a_child("B2")))
    load(a_census(tmp_path, a_child("B2")))
    assert the_child("A1").referrals.count() == 1


def test_every_child_made_or_updated_is_in_the_ledger(tmp_path: Path) -> None:
    analyst = person_who_signs_in(Role.ANALYST)
    file = a_census(tmp_path, a_child("A1"), a_child("B2"))
    loaded = load_cin_census(file, by=analyst, at=AT)
    entries = model("access.LedgerEntry").objects.filter(act__in=["record.load", "file.load"]).order_by("number")
    assert [(one.act, one.child, one.actor, one.right) for one in entries] == [
        ("file.load", None, analyst.pk, "role:analyst"),
        ("record.load", the_child("A1").pk, analyst.pk, "role:analyst"),
        ("record.load", the_child("B2").pk, analyst.pk, "role:analyst"),
    ]
    assert entries[1].detail == {"load": loaded.load, "made": True}
    load_cin_census(file, by=analyst, at=AT)
    assert entries.filter(act="record.load").count() == 2


def test_somebody_who_may_not_load_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        load_cin_census(a_census(tmp_path, a_child()), by=person_who_signs_in(Role.SOCIAL_WORKER), at=AT)
    assert not model("returns.Load").objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_file_at_a_time(tmp_path: Path) -> None:
    import psycopg

    values = connection.settings_dict
    with psycopg.connect(
        host=values["HOST"],
        port=values["PORT"],
        user=values["USER"],
        password=values["PASSWORD"],
        dbname=values["NAME"],
    ) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtext('goldenthread file.load'))")
        with pytest.raises(Refused, match="Another file is being loaded"):
            load(a_census(tmp_path, a_child()))


def test_the_run_is_on_record(tmp_path: Path) -> None:
    file = a_census(tmp_path, a_child("A1"), a_child("B2", Sex="7"))
    load(file, file_name="march.xml")
    run = model("returns.Load").objects.get()
    assert (run.file_name, run.census_year, run.authority, len(run.sha256)) == ("march.xml", 2026, "999", 64)
    assert (run.counts["created"], run.counts["rejected_count"], len(run.rejected)) == (1, 1, 1)


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int | None, str]] = []
    file = a_census(tmp_path, *(a_child(f"A{n}") for n in range(1_200)))
    load(file, progress=lambda *given: told.append(given))
    assert [words for _, _, words in told] == [
        "500 children",
        "1,000 children",
        "1,200 children",
        "entering the ledger",
    ]
    assert told[-1][0] == told[-1][1] == file.stat().st_size


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.integers(1, 8), st.integers(0, 4))
def test_order_does_not_matter_and_twins_in_the_file_are_refused(
    tmp_path: Path, seed: int, count: int, twins: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 -- a shuffle that can be repeated
    children = [a_child(f"S{n}", a_referral(ReferralSource=chance.choice(["6", "2A"]))) for n in range(count)]
    first = load(a_census(tmp_path, *children))
    before = everything()
    again = children + [chance.choice(children) for _ in range(twins)]
    chance.shuffle(again)
    second = load(a_census(tmp_path, *again))
    assert first.created + first.unchanged + first.updated == count
    assert second.unchanged == count
    assert [one.rule for one in second.rejected] == ["8510"] * twins
    assert everything() == before
