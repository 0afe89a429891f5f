"""What is left out of a census, and files that are refused whole: each with its line, its reason and its rule."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from goldenthread.returns.public import Loaded, NotACensus, load_cin_census
from tests.returns.census import HEADER, a_census, a_child, a_referral

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SAMPLES = Path(__file__).parents[3] / "shared" / "reference" / "samples"


def load(file: Path) -> Loaded:
    return load_cin_census(file, by=None, at=AT)


def told(loaded: Loaded) -> list[tuple[str, str, str]]:
    return [(one.rule, one.element, one.record) for one in loaded.rejected]


def nothing_is_there() -> bool:
    names = ("people.Person", "casework.Referral", "returns.Load", "returns.KeptRecord", "access.LedgerEntry")
    return not any(apps.get_model(name).objects.exists() for name in names)


PLAN = {"InitialCategoryOfAbuse": "NEG", "LatestCategoryOfAbuse": "NEG", "NumberOfPreviousCPP": "0"}

# What is wrong, and (rule, element, sort of record) as it is told.
BAD_CHILDREN: list[tuple[str, tuple[str, str, str]]] = [
    (a_child(None), ("8500", "ChildIdentifiers", "child")),
    (a_child("X" * 40), ("", "LAchildID", "child")),
    (a_child("A\u202e1"), ("", "LAchildID", "child")),
    (a_child(Sex="1"), ("4180", "Sex", "child")),
    (a_child(Sex=None), ("4180", "ChildIdentifiers", "child")),
    (a_child(PersonBirthDate="2026-04-01"), ("8520", "PersonBirthDate", "child")),
    (a_child(PersonBirthDate="1066-10-14"), ("", "PersonBirthDate", "child")),
    (a_child(PersonBirthDate="2999-01-01"), ("8520", "PersonBirthDate", "child")),
    (a_child(PersonBirthDate="20150601"), ("", "PersonBirthDate", "child")),
    (a_child(PersonBirthDate="2015-02-30"), ("", "PersonBirthDate", "child")),
    (a_child(PersonBirthDate=["2015-06-01", "2015-06-02"]), ("", "PersonBirthDate", "child")),
    (a_child(PersonDeathDate="2015-05-01"), ("8535Q", "PersonDeathDate", "child")),
    (a_child(UPN="123"), ("1540", "UPN", "child")),
    (a_child(FormerUPN="X" * 13), ("1560Q", "FormerUPN", "child")),
    (a_child(UPNunknown="UN9"), ("", "UPNunknown", "child")),
    (a_child(ethnicity="MARTIAN"), ("4220", "Ethnicity", "child")),
    (a_child(Disability=["LD", "GREEN"]), ("8540", "Disability", "child")),
    (a_child(UPNunknown="x" * 2_000_000), ("", "UPNunknown", "child")),
]

BAD_REFERRALS: list[tuple[str, tuple[str, str, str]]] = [
    (a_referral(CINreferralDate=None), ("8600", "CINdetails", "referral")),
    (a_referral(CINreferralDate="2026-04-01"), ("8600", "CINreferralDate", "referral")),
    (a_referral(CINreferralDate="2014-01-01"), ("8606", "CINreferralDate", "referral")),
    (a_referral(ReferralSource="66"), ("8866", "ReferralSource", "referral")),
    (a_referral(ReferralSource=None), ("8866", "CINdetails", "referral")),
    (a_referral(PrimaryNeedCode="Z9"), ("8650", "PrimaryNeedCode", "referral")),
    (a_referral(ReferralNFA=None), ("8568", "CINdetails", "referral")),
    (a_referral(ReferralNFA="perhaps"), ("8568", "ReferralNFA", "referral")),
    (a_referral(CINclosureDate="2025-09-01", ReasonForClosure="RC7"), ("8630", "CINclosureDate", "referral")),
    (a_referral(CINclosureDate="2026-09-01", ReasonForClosure="RC7"), ("8620", "CINclosureDate", "referral")),
    (a_referral(CINclosureDate="2025-10-01", ReasonForClosure="RC0"), ("8640", "ReasonForClosure", "referral")),
]

BAD_MODULES: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    (
        {"Assessments": {"AssessmentActualStartDate": "2025-01-01"}},
        ("1103", "AssessmentActualStartDate", "assessment"),
    ),
    (
        {"Assessments": {"AssessmentAuthorisationDate": "2025-11-01"}},
        ("8608", "Assessments", "assessment"),
    ),
    (
        {
            "Assessments": {
                "AssessmentActualStartDate": "2025-11-01",
                "AssessmentAuthorisationDate": "2025-10-01",
            }
        },
        ("8608", "AssessmentAuthorisationDate", "assessment"),
    ),
    (
        {"Section47": {"S47ActualStartDate": "2025-10-01", "DateOfInitialCPC": "2025-09-30"}},
        ("8615", "DateOfInitialCPC", "section 47 enquiry"),
    ),
    ({"CINPlanDates": {"CINPlanEndDate": "2025-10-01"}}, ("4010", "CINPlanDates", "child in need plan")),
    (
        {"ChildProtectionPlans": PLAN | {"CPPstartDate": "2025-10-01", "InitialCategoryOfAbuse": "BAD"}},
        ("8905", "InitialCategoryOfAbuse", "child protection plan"),
    ),
    (
        {
            "ChildProtectionPlans": PLAN
            | {"CPPstartDate": "2025-10-01", "Reviews": {"CPPreviewDate": ["2026-01-05", "2025-10-01"]}}
        },
        ("8841", "CPPreviewDate", "child protection plan"),
    ),
    (
        {"PreProceedingsandFGDM": {"PPStartDate": "2026-02-01", "LBPSentDate": "2026-01-01"}},
        ("9006", "LBPSentDate", "pre-proceedings"),
    ),
]


@pytest.mark.parametrize(("child", "expected"), BAD_CHILDREN, ids=lambda value: "-".join(value)[:50])
def test_a_bad_child_is_refused_alone(tmp_path: Path, child: str, expected: tuple[str, str, str]) -> None:
    loaded = load(a_census(tmp_path, a_child("GOOD1"), child, a_child("GOOD2")))
    assert expected in told(loaded)
    assert loaded.children == loaded.created == 2
    assert {person.la_child_id for person in apps.get_model("people.Person").objects.all()} == {"GOOD1", "GOOD2"}
    assert all(len(one.value) < 80 and one.line > 3 for one in loaded.rejected)


@pytest.mark.parametrize(("referral", "expected"), BAD_REFERRALS)
def test_a_bad_referral_is_refused_alone(tmp_path: Path, referral: str, expected: tuple[str, str, str]) -> None:
    good = a_referral(CINreferralDate="2025-05-01", CINclosureDate="2025-06-01", ReasonForClosure="RC7")
    loaded = load(a_census(tmp_path, a_child("A1", good, referral)))
    assert told(loaded) == [expected]
    assert (loaded.children, loaded.referrals) == (1, 1)
    assert apps.get_model("casework.Referral").objects.get().received_on.isoformat() == "2025-05-01"


@pytest.mark.parametrize(("module", "expected"), BAD_MODULES)
def test_a_bad_module_is_refused_alone(tmp_path: Path, module: dict[str, Any], expected: tuple[str, str, str]) -> None:
    loaded = load(a_census(tmp_path, a_child("A1", a_referral(**module))))
    assert told(loaded) == [expected]
    assert (loaded.children, loaded.referrals) == (1, 1)
    (name,) = module
    assert apps.get_model("returns.KeptRecord").objects.get().record["CINdetails"][0][name] == []


def test_open_referrals_of_one_child(tmp_path: Path) -> None:
    older, newer = a_referral(CINreferralDate="2025-05-01"), a_referral(CINreferralDate="2025-09-01")
    twin = a_referral(CINreferralDate="2025-09-01", ReferralSource="2A")
    loaded = load(a_census(tmp_path, a_child("A1", older, newer, twin, newer)))
    assert sorted(one.rule for one in loaded.rejected) == ["8815", "8816", "8820"]
    assert apps.get_model("casework.Referral").objects.get().source == "6"


def test_the_line_and_the_value_are_those_of_the_file(tmp_path: Path) -> None:
    file = a_census(tmp_path, a_child("A1"), a_child("B2", Sex="Q"))
    (one,) = load(file).rejected
    assert file.read_text().splitlines()[one.line - 1] == "<Sex>Q</Sex>"
    assert (one.value, one.why) == ("Q", "Sex is M, F or U (until 2023, gender was 1, 2, 0 or 9).")


def test_lines_are_right_past_sixty_five_thousand(tmp_path: Path) -> None:
    file = a_census(tmp_path, "\n" * 70_000, a_child("A1"), a_child("B2", Sex="Q"))
    (one,) = load(file).rejected
    assert file.read_text().splitlines()[one.line - 1] == "<Sex>Q</Sex>"


def test_untidy_records_are_loaded_and_counted(tmp_path: Path) -> None:
    closed = a_referral(CINclosureDate="2025-12-01")
    loaded = load(a_census(tmp_path, a_child("A-1", closed, Disability=["NONE", "LD"])))
    assert (loaded.created, loaded.rejected) == (1, [])
    assert sorted(one["rule"] for one in loaded.noticed.values()) == ["1580", "2887Q", "2888Q", "8790", "8805"]
    assert apps.get_model("people.Person").objects.get().disabilities == ["LD"]


def a_zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr("census.xml", "<Message/>")
    return held.getvalue()


LAUGHS = '<!DOCTYPE Message [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
CHILDREN = f"<Children>{a_child()}</Children>"
WRONG_FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "The file is empty"),
    "blank": (b" \n\n ", "The file is empty"),
    "csv": (b"LAchildID,Sex\nA1,F\n", "not an XML file"),
    "zip": (a_zip(), "zip file or a workbook"),
    "gzip": (gzip.compress(b"<Message/>"), "compressed"),
    "pdf": (b"%PDF-1.7 rest", "PDF document"),
    "web page": (b"<!DOCTYPE html><html><body>Message</body></html>", "web page"),
    "other xml": (b"<?xml version='1.0'?><Episodes/>", "it begins with <Episodes>"),
    "namespaced": (b"<Message xmlns='urn:x'/>", "inside a namespace"),
    "no header": (f"<Message>{CHILDREN}</Message>".encode(), "no header"),
    "empty header": (f"<Message><Header/>{CHILDREN}</Message>".encode(), "does not say"),
    "other census": (f"<Message>{HEADER.replace('CIN<', 'CLA<')}{CHILDREN}</Message>".encode(), "another kind"),
    "year 1066": (f"<Message>{HEADER.replace('2026-', '1066-')}{CHILDREN}</Message>".encode(), "not one that a census"),
    "year 2999": (f"<Message>{HEADER.replace('2026-', '2999-')}{CHILDREN}</Message>".encode(), "not one that a census"),
    "no such day": (f"<Message>{HEADER.replace('03-31', '02-31')}{CHILDREN}</Message>".encode(), "is not a date"),
    "breaks off": (f"<Message>{HEADER}\n<Children>\n{a_child()}<Child>".encode(), "stops being XML at line"),
    "bad letters": (b"<Message>" + HEADER.encode() + b"<Children>\xff\xfe</Children></Message>", "stops being XML"),
    "nul": (b"<Message>" + HEADER.encode() + b"<Children>\x00</Children></Message>", "stops being XML"),
    "laughs": (
        f"{LAUGHS}<Message>{HEADER}{CHILDREN.replace('A1', '&b;')}</Message>".encode(),
        "declares a document type",
    ),
    "laughs in utf-16": (f"{LAUGHS}<Message>{HEADER}{CHILDREN}</Message>".encode("utf-16"), "declares a document type"),
    "outside entity": (
        b'<!DOCTYPE Message [<!ENTITY x SYSTEM "file:///etc/passwd">]><Message>&x;</Message>',
        "declares a document type",
    ),
    "outside type": (
        b'<!DOCTYPE Message SYSTEM "http://127.0.0.1:9/x.dtd"><Message/>',
        "declares a document type",
    ),
    "very deep": (b"<Message>" + HEADER.encode() + b"<a>" * 5_000, "stops being XML"),
    "a child without end": (
        f"<Message>{HEADER}<Children><Child>{a_referral() * 1_100}</Child></Children></Message>".encode(),
        "more referrals than",
    ),
}


@pytest.mark.parametrize("name", WRONG_FILES)
def test_the_wrong_file_is_refused_whole(tmp_path: Path, name: str) -> None:
    written, words = WRONG_FILES[name]
    file = tmp_path / "census.xml"
    file.write_bytes(written)
    with pytest.raises(NotACensus) as refused:
        load(file)
    (sentence,) = [words for _, words in refused.value.problems]
    assert words in sentence
    assert sentence.count("\n") == 0 and len(sentence) < 200
    assert nothing_is_there()


def test_utf_16_and_comments_are_read(tmp_path: Path) -> None:
    file = tmp_path / "census.xml"
    text = a_census(tmp_path, "<!-- a comment --><?an instruction?>", a_child()).read_text()
    file.write_bytes(f'<?xml version="1.0" encoding="UTF-16"?>\n{text}'.encode("utf-16"))
    assert load(file).created == 1


# Children loaded, referrals loaded, reasons for leaving a record out.
EXPECTED_OF_SAMPLES = {
    "CIN2rows.xml": (1, 1, 4),
    "CIN_Census_2021.xml": (0, 0, 5),
    "CIN_Census_2021_no_assessment_factors.xml": (1, 1, 3),
    "CIN_Census_2024.xml": (1, 0, 10),
    "CIN_Census_2026.xml": (1, 0, 16),
    "CIN_header_issues_100.xml": (0, 0, 5),
    "CIN_la_issues_2887Q.xml": (0, 0, 5),
    "fake_CIN_data.xml": (332, 388, 23),
    "BAR_cin_2022.xml": (1, 1, 4),
}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public samples are not on this machine")
@pytest.mark.parametrize("name", EXPECTED_OF_SAMPLES)
def test_a_public_sample(name: str) -> None:
    (file,) = SAMPLES.rglob(name)
    first, second = load(file), load(file)
    assert (first.children, first.referrals, first.rejected_count) == EXPECTED_OF_SAMPLES[name]
    assert (second.created, second.updated, second.unchanged) == (0, 0, first.children)
    lines = file.read_text(encoding="utf-8").splitlines()
    for one in first.rejected:
        assert one.value in lines[one.line - 1]
        assert one.element in lines[one.line - 1]
