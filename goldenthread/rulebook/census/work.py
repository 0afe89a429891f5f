"""The modules of a census record as typed rows: what they say, without the shape of the file.

Each module is declared once (`MODULES`): its element, the row it becomes, and which value fills which field and how it
is read. `work_in` reads them from a record that has been checked, also from one that was kept years ago. The census
tells no visits: only the days of reviews.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.rulebook.census.values import YES_NO, Record, read_date


@dataclass(frozen=True, slots=True)
class Assessment:
    """`Assessments`. `review_on` is the internal review date; `authorised_on` is when it was finished. `factors` are
    census codes, each once, in the order of the file."""

    started_on: date
    review_on: date | None = None
    authorised_on: date | None = None
    factors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Enquiry:
    """`Section47`. `conference_target_on` is when the initial conference was due, `conference_on` when it was held;
    `conference_not_required` says that none was needed."""

    started_on: date
    conference_target_on: date | None = None
    conference_on: date | None = None
    conference_not_required: bool = False


@dataclass(frozen=True, slots=True)
class ChildInNeedPlan:
    """`CINPlanDates`."""

    started_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProtectionPlan:
    """`ChildProtectionPlans`. The categories are codes of `abuse_category`; `previous_plans` is None when not told.
    `reviewed_on` are the days of its reviews, the earliest first."""

    started_on: date
    ended_on: date | None = None
    first_category: str = ""
    latest_category: str = ""
    previous_plans: int | None = None
    reviewed_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class PreProceedings:
    """`PreProceedingsandFGDM`, since 2026. The family meeting is a family group decision making meeting; `outcome` is
    A, B or C. None and empty mean not told."""

    began_on: date | None = None
    letter_sent_on: date | None = None
    family_meeting_offered: bool | None = None
    family_meeting_held: bool | None = None
    first_meeting_on: date | None = None
    review_meetings: int | None = None
    stepped_on: date | None = None
    outcome: str = ""
    applied_to_court_on: date | None = None
    care_letter_sent_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReferralWork:
    """What was done on one referral, which is known by its child, day and source. `conference_on` is the initial
    conference given for the referral itself rather than for an enquiry."""

    received_on: date
    source: str
    conference_on: date | None
    assessments: tuple[Assessment, ...] = ()
    enquiries: tuple[Enquiry, ...] = ()
    plans: tuple[ChildInNeedPlan, ...] = ()
    protection_plans: tuple[ProtectionPlan, ...] = ()
    pre_proceedings: tuple[PreProceedings, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """Which element fills which field. A slash leads into a group, whose element may come again."""

    element: str
    field: str
    read: Callable[[Any], Any]

    def of(self, it: Record) -> Any:
        """What the field becomes, from a checked module."""
        group, _, element = self.element.rpartition("/")
        if not group:
            return self.read(it.get(element, ""))
        part = it.get(group)
        return self.read(part.get(element, ()) if isinstance(part, dict) else ())


@dataclass(frozen=True, slots=True)
class Module:
    """One module: its element in the file, its field of `ReferralWork`, the row, and the values that fill it."""

    element: str
    field: str
    row: type[Any]
    values: tuple[Value, ...]

    def read(self, it: Record) -> Any:
        """The row of one checked module. Raises `ValueError` without a date that every such module has."""
        filled = {value.field: value.of(it) for value in self.values}
        if "started_on" in filled and filled["started_on"] is None:
            raise ValueError(f"{self.element} without a date of starting has not been checked.")
        return self.row(**filled)


def _day(text: Any) -> date | None:
    return read_date(text) if text else None


def _yes(text: Any) -> bool:
    return YES_NO.get(text, False)


def _yes_or_not_told(text: Any) -> bool | None:
    return YES_NO.get(text)


def _number(text: Any) -> int | None:
    return int(text) if text else None


def _codes(texts: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _days(texts: Any) -> tuple[date, ...]:
    return tuple(sorted({day for text in texts if (day := _day(text))}))


MODULES = (
    Module(
        "Assessments",
        "assessments",
        Assessment,
        (
            Value("AssessmentActualStartDate", "started_on", _day),
            Value("AssessmentInternalReviewDate", "review_on", _day),
            Value("AssessmentAuthorisationDate", "authorised_on", _day),
            Value("FactorsIdentifiedAtAssessment/AssessmentFactors", "factors", _codes),
        ),
    ),
    Module(
        "Section47",
        "enquiries",
        Enquiry,
        (
            Value("S47ActualStartDate", "started_on", _day),
            Value("InitialCPCtarget", "conference_target_on", _day),
            Value("DateOfInitialCPC", "conference_on", _day),
            Value("ICPCnotRequired", "conference_not_required", _yes),
        ),
    ),
    Module(
        "CINPlanDates",
        "plans",
        ChildInNeedPlan,
        (Value("CINPlanStartDate", "started_on", _day), Value("CINPlanEndDate", "ended_on", _day)),
    ),
    Module(
        "ChildProtectionPlans",
        "protection_plans",
        ProtectionPlan,
        (
            Value("CPPstartDate", "started_on", _day),
            Value("CPPendDate", "ended_on", _day),
            Value("InitialCategoryOfAbuse", "first_category", str),
            Value("LatestCategoryOfAbuse", "latest_category", str),
            Value("NumberOfPreviousCPP", "previous_plans", _number),
            Value("Reviews/CPPreviewDate", "reviewed_on", _days),
        ),
    ),
    Module(
        "PreProceedingsandFGDM",
        "pre_proceedings",
        PreProceedings,
        (
            Value("PPStartDate", "began_on", _day),
            Value("LBPSentDate", "letter_sent_on", _day),
            Value("FGDMMeetingOffer", "family_meeting_offered", _yes_or_not_told),
            Value("FGDMMeetingFac", "family_meeting_held", _yes_or_not_told),
            Value("InitialPPMeetingDate", "first_meeting_on", _day),
            Value("ReviewMeetingsCount", "review_meetings", _number),
            Value("StepDecisionDate", "stepped_on", _day),
            Value("PPOutcome", "outcome", str),
            Value("CourtAppDate", "applied_to_court_on", _day),
            Value("LetterInitCPDate", "care_letter_sent_on", _day),
        ),
    ),
)


def work_in(record: Record) -> tuple[ReferralWork, ...]:
    """What was done on each referral of a checked record, in the order of the file.

    An empty element (`<Assessments/>`) says nothing and gives no row. Raises `ValueError` for a record that was not
    checked, or from which what was refused was not taken out.
    """
    found = []
    for it in record.get("CINdetails", ()):
        came = _day(it.get("CINreferralDate"))
        if came is None:
            raise ValueError("A referral without a date has not been checked.")
        rows = {m.field: tuple(m.read(one) for one in it[m.element] if one) for m in MODULES if it.get(m.element)}
        found.append(ReferralWork(came, it["ReferralSource"], _day(it.get("DateOfInitialCPC")), **rows))
    return tuple(found)
