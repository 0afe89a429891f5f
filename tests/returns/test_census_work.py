"""The modules of a census record: what is noticed about them, and the typed rows that they become."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from goldenthread.rulebook.census import (
    Assessment,
    ChildInNeedPlan,
    Enquiry,
    PreProceedings,
    ProtectionPlan,
    ReferralWork,
    WholeFile,
    check,
    without_refused,
    work_in,
)
from goldenthread.rulebook.census.whole_file import Seen

ENDS_ON = date(2026, 3, 31)
IDS = {"LAchildID": "A1", "UPNunknown": "UN1", "PersonBirthDate": "2015-06-01", "Sex": "F"}
TRAITS = {"Ethnicity": "WBRI", "Disabilities": {"Disability": ["NONE"]}}
REFERRAL = {"CINreferralDate": "2025-05-06", "ReferralSource": "6", "PrimaryNeedCode": "N1", "ReferralNFA": "0"}
CLOSED = {"CINclosureDate": "2025-12-01", "ReasonForClosure": "RC7"}
DONE = {
    "AssessmentActualStartDate": "2025-05-08",
    "AssessmentAuthorisationDate": "2025-06-20",
    "FactorsIdentifiedAtAssessment": {"AssessmentFactors": ["3B", "16A"]},
}
OPEN = {"AssessmentActualStartDate": "2026-03-02"}
HELD = {"S47ActualStartDate": "2025-06-02", "DateOfInitialCPC": "2025-06-20", "ICPCnotRequired": "0"}
NONE_NEEDED = {"S47ActualStartDate": "2025-07-01", "ICPCnotRequired": "true"}
WAITING = {"S47ActualStartDate": "2026-03-20", "ICPCnotRequired": "false"}
PROTECTED = {
    "CPPstartDate": "2025-06-20",
    "InitialCategoryOfAbuse": "NEG",
    "LatestCategoryOfAbuse": "EMO",
    "NumberOfPreviousCPP": "1",
    "Reviews": {"CPPreviewDate": ["2026-02-02", "2025-09-10"]},
}
PLANNED = {"CINPlanStartDate": "2025-07-01", "CINPlanEndDate": "2025-10-01"}


def factors(*codes: str) -> dict[str, Any]:
    return DONE | {"FactorsIdentifiedAtAssessment": {"AssessmentFactors": list(codes)}}


def a_record(*referrals: dict[str, Any], ids: dict[str, Any] | None = None, traits: Any = None) -> dict[str, Any]:
    return {
        "ChildIdentifiers": IDS | (ids or {}),
        "ChildCharacteristics": traits or TRAITS,
        "CINdetails": [REFERRAL | one for one in referrals],
    }


def found(*referrals: dict[str, Any], ids: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    """The rules broken, and the elements they name."""
    return [(breach.rule.id, breach.element) for breach in check(a_record(*referrals, ids=ids), ENDS_ON)]


RIGHT: list[dict[str, Any]] = [
    {"Assessments": [DONE], "Section47": [HELD], "ChildProtectionPlans": [PROTECTED]},
    {"Assessments": [DONE], "CINPlanDates": [PLANNED]},
    {"Assessments": [DONE, OPEN]},
    {"Assessments": [DONE], "Section47": [NONE_NEEDED, WAITING]},
    # From a child protection plan down to a child in need plan on the day of the last review.
    {
        "Assessments": [DONE],
        "Section47": [HELD],
        "ChildProtectionPlans": [PROTECTED | {"CPPendDate": "2026-02-02"}],
        "CINPlanDates": [{"CINPlanStartDate": "2026-02-02"}],
    },
    CLOSED | {"Assessments": [DONE], "Section47": [NONE_NEEDED]},
    CLOSED | {"Assessments": [factors("21")], "ReasonForClosure": "RC8"},
]


@pytest.mark.parametrize("referral", RIGHT)
def test_what_is_right_is_not_noticed(referral: dict[str, Any]) -> None:
    assert found(referral) == []


LONG_AGO = {"CINreferralDate": "2024-09-02"}
NOTICED: list[tuple[dict[str, Any], tuple[str, str]]] = [
    # Assessments
    ({"Assessments": [OPEN | {"FactorsIdentifiedAtAssessment": {"AssessmentFactors": ["3B"]}}]},
     ("8614", "FactorsIdentifiedAtAssessment")),
    ({"Assessments": [factors("21", "3B")]}, ("8869", "AssessmentFactors")),
    ({"Assessments": [factors("3B", "3B")]}, ("8898", "AssessmentFactors")),
    ({"Assessments": [factors()]}, ("8897Q", "FactorsIdentifiedAtAssessment")),
    ({"Assessments": [factors("18A")]}, ("8945Q", "AssessmentFactors")),
    ({"Assessments": [factors("19A")]}, ("8950Q", "AssessmentFactors")),
    ({"Assessments": [{"AssessmentActualStartDate": "2025-05-08"}]}, ("8670Q", "AssessmentActualStartDate")),
    (LONG_AGO | {"Assessments": [{"AssessmentActualStartDate": "2024-09-03"}]},
     ("8736-early", "AssessmentActualStartDate")),
    (LONG_AGO | {"Assessments": [DONE | {
        "AssessmentActualStartDate": "2024-09-03", "AssessmentAuthorisationDate": "2024-10-01"}]},
     ("8696-early", "AssessmentAuthorisationDate")),
    ({"Assessments": [DONE, DONE | {"AssessmentActualStartDate": "2025-06-02"}]},
     ("8863Q", "AssessmentActualStartDate")),
    ({"Assessments": [OPEN, OPEN]}, ("8896", "AssessmentActualStartDate")),
    (CLOSED | {"Assessments": [{"AssessmentActualStartDate": "2025-11-20"}]}, ("8867", "Assessments")),
    (CLOSED | {"Assessments": [factors("21")]}, ("8873Q", "ReasonForClosure")),
    (CLOSED | {"ReasonForClosure": "RC9"}, ("8825Q", "ReasonForClosure")),
    # Enquiries
    ({"Assessments": [DONE], "Section47": [HELD | {"InitialCPCtarget": "2025-06-21"}]}, ("8870Q", "InitialCPCtarget")),
    ({"Assessments": [DONE], "Section47": [HELD | {"DateOfInitialCPC": "2025-06-21"}]}, ("8875", "DateOfInitialCPC")),
    ({"Assessments": [DONE], "Section47": [WAITING | {"S47ActualStartDate": "2026-01-05"}]},
     ("8675Q", "S47ActualStartDate")),
    (LONG_AGO | {"Assessments": [DONE], "Section47": [WAITING | {"S47ActualStartDate": "2025-01-06"}]},
     ("8740-early", "S47ActualStartDate")),
    (LONG_AGO | {"Assessments": [DONE], "Section47": [HELD | {
        "S47ActualStartDate": "2025-01-06", "DateOfInitialCPC": "2025-01-20"}]}, ("8715-early", "DateOfInitialCPC")),
    ({"Assessments": [DONE], "Section47": [WAITING, WAITING]}, ("8839", "S47ActualStartDate")),
    ({"Assessments": [DONE], "Section47": [HELD, HELD | {"S47ActualStartDate": "2025-06-09"}]},
     ("8890", "S47ActualStartDate")),
    ({"Assessments": [DONE], "DateOfInitialCPC": "2025-06-20", "Section47": [HELD]}, ("2884", "DateOfInitialCPC")),
    ({"Section47": [HELD]}, ("2991Q", "Section47")),
    (CLOSED | {"Assessments": [DONE], "Section47": [HELD | {
        "S47ActualStartDate": "2025-11-24", "DateOfInitialCPC": ""}]}, ("8868", "Section47")),
    # Child in need plans
    ({"CINPlanDates": [PLANNED | {"CINPlanEndDate": "2025-07-01"}]}, ("4012Q", "CINPlanEndDate")),
    (LONG_AGO | {"CINPlanDates": [{"CINPlanStartDate": "2024-10-01", "CINPlanEndDate": "2025-01-02"}]},
     ("4013-early", "CINPlanEndDate")),
    ({"CINPlanDates": [PLANNED, {"CINPlanStartDate": "2025-09-01", "CINPlanEndDate": "2025-11-03"}]},
     ("4014", "CINPlanStartDate")),
    ({"CINPlanDates": [{"CINPlanStartDate": "2026-01-05"}, {"CINPlanStartDate": "2026-02-05"}]},
     ("4004", "CINPlanStartDate")),
    ({"CINPlanDates": [{"CINPlanStartDate": "2025-12-01"}], "ChildProtectionPlans": [PROTECTED]},
     ("4001", "CINPlanDates")),
    ({"CINPlanDates": [PLANNED], "ChildProtectionPlans": [PROTECTED]}, ("4016", "CINPlanStartDate")),
    ({"CINPlanDates": [PLANNED | {"CINPlanStartDate": "2025-06-01"}], "ChildProtectionPlans": [PROTECTED]},
     ("4017", "CINPlanStartDate")),
    ({"CINPlanDates": [PLANNED], "ChildProtectionPlans": [PROTECTED]}, ("4003", "CPPreviewDate")),
    # Child protection plans
    ({"ChildProtectionPlans": [PROTECTED | {"CPPendDate": "2025-06-20"}]}, ("8840", "CPPendDate")),
    ({"ChildProtectionPlans": [PROTECTED | {"NumberOfPreviousCPP": ""}]}, ("8730", "ChildProtectionPlans")),
    ({"ChildProtectionPlans": [PROTECTED | {"Reviews": {"CPPreviewDate": [""]}}]}, ("8842Q", "CPPreviewDate")),
    ({"ChildProtectionPlans": [PROTECTED]}, ("2885", "CPPstartDate")),
    ({"Section47": [HELD | {"DateOfInitialCPC": "2025-06-19"}], "ChildProtectionPlans": [PROTECTED]},
     ("2885", "CPPstartDate")),
    ({"ChildProtectionPlans": [PROTECTED, PROTECTED | {"CPPstartDate": "2025-08-01"}]}, ("8940", "CPPstartDate")),
    ({"ChildProtectionPlans": [PROTECTED, PROTECTED]}, ("8935", "CPPstartDate")),
    (LONG_AGO | {"ChildProtectionPlans": [PROTECTED | {
        "CPPstartDate": "2024-10-01", "CPPendDate": "2025-01-06", "Reviews": ""}]}, ("8930-early", "CPPendDate")),
    # Referrals
    ({"ReferralNFA": "1", "Assessments": [DONE]}, ("8831", "ReferralNFA")),
    ({"ReferralNFA": "1", "ChildProtectionPlans": [PROTECTED]}, ("8832", "ReferralNFA")),
    ({"ReferralNFA": "1", "CINPlanDates": [PLANNED]}, ("4000", "ReferralNFA")),
    ({"ReferralNFA": "1", "CINreferralDate": "2025-03-28"}, ("8569Q", "ReferralNFA")),
    (CLOSED | {"CINclosureDate": "2025-06-12", "Assessments": [DONE]}, ("8565", "AssessmentAuthorisationDate")),
    (CLOSED | {"ReasonForClosure": "RC8", "Assessments": [DONE], "CINPlanDates": [PLANNED]},
     ("2990", "ReasonForClosure")),
    # Pre-proceedings
    ({"PreProceedingsandFGDM": [{"LBPSentDate": "2026-01-05"}]}, ("9007", "PreProceedingsandFGDM")),
    ({"PreProceedingsandFGDM": [{"FGDMMeetingOffer": "1"}]}, ("9010Q", "PreProceedingsandFGDM")),
    ({"PreProceedingsandFGDM": [{"InitialPPMeetingDate": "2026-01-05"}]}, ("9015Q", "PreProceedingsandFGDM")),
]  # fmt: skip


@pytest.mark.parametrize(("referral", "expected"), NOTICED, ids=[expected[0] for _, expected in NOTICED])
def test_what_is_noticed_is_loaded_all_the_same(referral: dict[str, Any], expected: tuple[str, str]) -> None:
    record = a_record(referral)
    breaches = check(record, ENDS_ON)
    assert expected in [(breach.rule.id, breach.element) for breach in breaches]
    assert not [breach for breach in breaches if breach.rule.refuses]
    assert without_refused(record, breaches) is record


@pytest.mark.parametrize(
    ("referral", "rules"),
    [
        ({"CINPlanDates": [PLANNED]}, ["4008", "4009Q"]),
        ({"ChildProtectionPlans": [PROTECTED | {"CPPendDate": "2026-02-02"}]}, ["8915", "8920"]),
    ],
)
def test_plans_after_a_death(referral: dict[str, Any], rules: list[str]) -> None:
    told = [rule for rule, _ in found(referral, ids={"PersonDeathDate": "2025-06-10"})]
    assert [rule for rule in told if rule in rules] == rules


def test_plans_of_different_referrals_are_compared() -> None:
    first = CLOSED | {"CINPlanDates": [PLANNED]}
    second = {"CINreferralDate": "2025-08-04", "CINPlanDates": [{"CINPlanStartDate": "2025-09-01"}]}
    assert ("4014", "CINPlanStartDate") in found(first, second)
    # A plan that is kept out is compared with nothing.
    wrong = {"CINreferralDate": "2025-08-04", "CINPlanDates": [{"CINPlanStartDate": "2025-08-01"}]}
    assert [rule for rule, _ in found(first, wrong)] == ["4015"]


def test_no_pupil_number_because_of_no_further_action() -> None:
    assert ("8772", "UPNunknown") in found({}, ids={"UPNunknown": "UN7"})
    assert found({"ReferralNFA": "1"}, ids={"UPNunknown": "UN7"}) == []


def test_a_bad_value_goes_alone() -> None:
    record = a_record(
        {
            "Assessments": [factors("3B", "RB", "16A") | {"AssessmentInternalReviewDate": "soon"}],
            "Section47": [HELD | {"InitialCPCtarget": "2025-02-30"}],
            "ChildProtectionPlans": [PROTECTED | {"NumberOfPreviousCPP": "many"}],
            "PreProceedingsandFGDM": [{"FGDMMeetingOffer": "perhaps", "ReviewMeetingsCount": "-1"}],
        }
    )
    breaches = check(record, ENDS_ON)
    assert sorted(breach.element for breach in breaches if breach.rule.refuses) == [
        "AssessmentFactors",
        "AssessmentInternalReviewDate",
        "FGDMMeetingOffer",
        "InitialCPCtarget",
        "NumberOfPreviousCPP",
        "ReviewMeetingsCount",
    ]
    left = without_refused(record, breaches)
    assert left is not None
    (work,) = work_in(left)
    assert work.assessments[0].factors == ("3B", "16A")
    assert work.assessments[0].review_on is work.enquiries[0].conference_target_on is None
    assert work.protection_plans[0].previous_plans is None
    assert work.pre_proceedings == ()  # nothing is left of it
    assert record["CINdetails"][0]["Assessments"][0]["AssessmentInternalReviewDate"] == "soon"  # untouched


def test_the_rows_of_a_referral() -> None:
    proceedings = {
        "PPStartDate": "2026-01-05",
        "LBPSentDate": "2026-01-06",
        "FGDMMeetingOffer": "1",
        "FGDMMeetingFac": "false",
        "InitialPPMeetingDate": "2026-01-20",
        "ReviewMeetingsCount": "0",
        "StepDecisionDate": "2026-02-02",
        "PPOutcome": "B",
    }
    record = a_record(
        {
            "DateOfInitialCPC": "",
            "Assessments": [factors("3B", "3B", "4B") | {"AssessmentInternalReviewDate": "2025-05-22"}, ""],
            "Section47": [HELD | {"InitialCPCtarget": "2025-06-23"}, NONE_NEEDED],
            "CINPlanDates": [{"CINPlanStartDate": "2025-07-01"}],
            "ChildProtectionPlans": [PROTECTED],
            "PreProceedingsandFGDM": [proceedings],
        },
        {"CINreferralDate": "2026-02-02"},
    )
    first, second = work_in(record)
    assert first == ReferralWork(
        received_on=date(2025, 5, 6),
        source="6",
        conference_on=None,
        assessments=(Assessment(date(2025, 5, 8), date(2025, 5, 22), date(2025, 6, 20), ("3B", "4B")),),
        enquiries=(
            Enquiry(date(2025, 6, 2), date(2025, 6, 23), date(2025, 6, 20), False),
            Enquiry(date(2025, 7, 1), conference_not_required=True),
        ),
        plans=(ChildInNeedPlan(date(2025, 7, 1)),),
        protection_plans=(
            ProtectionPlan(date(2025, 6, 20), None, "NEG", "EMO", 1, (date(2025, 9, 10), date(2026, 2, 2))),
        ),
        pre_proceedings=(
            PreProceedings(
                began_on=date(2026, 1, 5),
                letter_sent_on=date(2026, 1, 6),
                family_meeting_offered=True,
                family_meeting_held=False,
                first_meeting_on=date(2026, 1, 20),
                review_meetings=0,
                stepped_on=date(2026, 2, 2),
                outcome="B",
            ),
        ),
    )
    assert second == ReferralWork(date(2026, 2, 2), "6", None)


def test_what_was_not_checked_is_not_read() -> None:
    with pytest.raises(ValueError, match="has not been checked"):
        work_in(a_record({"CINPlanDates": [{"CINPlanEndDate": "2025-07-01"}]}))


# --- the file as a whole


def whole(*records: dict[str, Any], ends_on: date = ENDS_ON) -> list[tuple[str, str]]:
    counted = WholeFile(ends_on)
    told = [(breach.rule.id, breach.element) for record in records for breach in counted.child(record)]
    return told + list(counted.end())


def many(count: int, **ids: Any) -> list[dict[str, Any]]:
    """Children among whom eight disabilities are found, one of them with two."""
    codes = ["MOB", "HAND", "PC", "INC", "COMM", "LD", "HEAR", "VIS"]
    return [
        a_record(
            {},
            ids={"LAchildID": f"M{n}"} | ids,
            traits=TRAITS | {"Disabilities": {"Disability": [codes[n % 8]] + (["AUT"] if n == 0 else [])}},
        )
        for n in range(count)
    ]


def test_a_file_in_order() -> None:
    assert whole(*many(100)) == []


def test_a_pupil_number_given_to_two_children() -> None:
    upn = {"UPN": "A123456789012"}
    two = [a_record({}, ids=upn), a_record({}, ids={"LAchildID": "B2", "UPN": "a123456789012"})]
    assert whole(*many(8), *two) == [("1520", "UPN")]
    # The same child given twice is another rule's, and counts once.
    assert whole(*many(8), two[0], two[0]) == []


def test_children_without_sex_recorded() -> None:
    assert whole(*many(98), *[one for one in many(100, Sex="U")[98:]]) == []
    assert whole(*many(97), *[one for one in many(100, Sex="U")[97:]]) == [("2886Q", "Sex")]
    unborn = {"Sex": "U", "PersonBirthDate": "", "ExpectedPersonBirthDate": "2026-06-01"}
    assert whole(*many(90), *many(100, **unborn)[90:]) == []


def test_disabilities_over_the_file() -> None:
    assert whole(*many(100)[:7]) == []  # eight codes: the first child has two
    assert whole(*many(100)[1:8]) == [("2887Q", "Disability"), ("2888Q", "Disability")]
    assert whole(a_record({})) == [("2887Q", "Disability")]


def test_more_plans_than_conferences() -> None:
    protected = a_record({"ChildProtectionPlans": [PROTECTED]}, ids={"LAchildID": "P1"})
    held = a_record({"Section47": [HELD]}, ids={"LAchildID": "P2"})
    older = a_record({"ChildProtectionPlans": [PROTECTED | {"CPPstartDate": "2025-03-31"}]}, ids={"LAchildID": "P3"})
    assert whole(*many(8), protected) == [("2883", "CPPstartDate")]
    assert whole(*many(8), protected, held, older) == []


def test_the_census_ends_on_31_march() -> None:
    assert whole(*many(8), ends_on=date(2026, 3, 30)) == [("100", "ReferenceDate")]


def test_what_was_seen_is_known_again_and_memory_stays_small() -> None:
    seen = Seen()
    assert not any(seen.again(f"A{n:012}") for n in range(20_000))
    assert all(seen.again(f"A{n:012}") for n in range(0, 20_000, 7))
    assert len(seen._slots) * 8 <= 20_000 * 22
