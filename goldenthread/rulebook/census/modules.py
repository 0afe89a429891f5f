"""Checking the modules of a referral one by one: assessments, enquiries, plans and pre-proceedings.

Each function notes what is wrong and returns the dates by which the module is compared with others (`together`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from goldenthread.rulebook.census.values import (
    YES_NO,
    Checking,
    Path,
    Record,
    factors_of,
    read_date,
    reviews_of,
    working_days_before,
)
from goldenthread.rulebook.codes import census as codes

_ABUSE = frozenset(codes.ABUSE_CATEGORY.codes)
_FACTORS = frozenset(codes.ASSESSMENT_FACTORS.codes)
_SPLIT = {"18A": "8945Q", "19A": "8950Q"}


class Span(NamedTuple):
    """A module's dates: when it started, and when it ended, if it has. `over` says that nobody waits for an end;
    `days` are its reviews."""

    starts: date | None
    ends: date | None
    over: bool
    at: Path
    it: Record
    days: tuple[date, ...] = ()


def assessment(checking: Checking, it: Record, at: Path, came: date | None) -> Span:
    starts = checking.day(it, "AssessmentActualStartDate", at, at)
    done = checking.day(it, "AssessmentAuthorisationDate", at, at)
    year = checking.starts_on
    checking.day(it, "AssessmentInternalReviewDate", at, (*at, "AssessmentInternalReviewDate"))
    checking.missing(it, "AssessmentActualStartDate", starts, "8608-missing", at)
    checking.before(it, "AssessmentActualStartDate", starts, came, "1103", at)
    checking.after(it, "AssessmentActualStartDate", starts, checking.ends_on, "8736", at)
    checking.before(it, "AssessmentAuthorisationDate", done, starts, "8608", at)
    checking.after(it, "AssessmentAuthorisationDate", done, checking.ends_on, "8696", at)
    checking.before(it, "AssessmentAuthorisationDate", done, year, "8696-early", at)
    if starts and not done:
        checking.before(it, "AssessmentActualStartDate", starts, year, "8736-early", at)
        checking.before(it, "AssessmentActualStartDate", starts, working_days_before(checking.ends_on, 45), "8670Q", at)
    _factors(checking, it, at, done=bool(done))
    return Span(starts, done, bool(done), at, it)


def _factors(checking: Checking, it: Record, at: Path, *, done: bool) -> None:
    factors = factors_of(it)
    group = (*at, "FactorsIdentifiedAtAssessment")
    for n, factor in enumerate(factors):
        where = (*group, "AssessmentFactors", n)
        if factor.__class__ is not str or factor not in _FACTORS:
            checking.tell("code", where, factor, of=where)
        elif factor in _SPLIT:
            checking.tell(_SPLIT[factor], where, factor, of=where)
        elif factor == "21" and len(factors) > 1:
            checking.tell("8869", where, factor, of=where)
        if factor in factors[:n]:
            checking.tell("8898", where, factor, of=where)
    if factors and not done:
        checking.tell("8614", group, of=group)
    elif done and not factors:
        checking.tell("8897Q", group if "FactorsIdentifiedAtAssessment" in it else at, of=at)


def enquiry(checking: Checking, it: Record, at: Path, came: date | None) -> Span:
    starts = checking.day(it, "S47ActualStartDate", at, at)
    held = checking.day(it, "DateOfInitialCPC", at, at)
    target = checking.day(it, "InitialCPCtarget", at, (*at, "InitialCPCtarget"))
    checking.missing(it, "S47ActualStartDate", starts, "8615", at)
    checking.before(it, "S47ActualStartDate", starts, came, "2889", at)
    checking.after(it, "S47ActualStartDate", starts, checking.ends_on, "8740", at)
    checking.before(it, "DateOfInitialCPC", held, came, "1104", at)
    checking.before(it, "DateOfInitialCPC", held, starts, "8615", at)
    checking.after(it, "DateOfInitialCPC", held, checking.ends_on, "8715", at)
    checking.before(it, "DateOfInitialCPC", held, checking.starts_on, "8715-early", at)
    if held and held.weekday() > 4:
        checking.tell("8875", (*at, "DateOfInitialCPC"), it["DateOfInitialCPC"], of=at)
    if target and target.weekday() > 4:
        checking.tell("8870Q", (*at, "InitialCPCtarget"), it["InitialCPCtarget"], of=at)
    checking.code(it, "ICPCnotRequired", YES_NO, "icpc-flag", at, at)
    flag = it.get("ICPCnotRequired", "")
    over = bool(held) or (flag.__class__ is str and YES_NO.get(flag, False))
    if starts and not over:
        checking.before(it, "S47ActualStartDate", starts, checking.starts_on, "8740-early", at)
        checking.before(it, "S47ActualStartDate", starts, working_days_before(checking.ends_on, 15), "8675Q", at)
    return Span(starts, held, over, at, it)


def plan(checking: Checking, it: Record, at: Path, came: date | None) -> Span:
    starts, ends = checking.day(it, "CINPlanStartDate", at, at), checking.day(it, "CINPlanEndDate", at, at)
    checking.missing(it, "CINPlanStartDate", starts, "4010", at)
    checking.after(it, "CINPlanStartDate", starts, checking.ends_on, "4010", at)
    checking.before(it, "CINPlanStartDate", starts, came, "4015", at)
    checking.before(it, "CINPlanEndDate", ends, starts, "4011", at)
    checking.after(it, "CINPlanEndDate", ends, checking.ends_on, "4013", at)
    checking.before(it, "CINPlanEndDate", ends, checking.starts_on, "4013-early", at)
    if starts and starts == ends:
        checking.tell("4012Q", (*at, "CINPlanEndDate"), it["CINPlanEndDate"], of=at)
    if checking.died:
        checking.after(it, "CINPlanStartDate", starts, checking.died, "4008", at)
        checking.after(it, "CINPlanEndDate", ends, checking.died, "4009Q", at)
    return Span(starts, ends, bool(ends), at, it)


def protection(checking: Checking, it: Record, at: Path, came: date | None) -> Span:
    starts, ends = checking.day(it, "CPPstartDate", at, at), checking.day(it, "CPPendDate", at, at)
    checking.missing(it, "CPPstartDate", starts, "8720", at)
    checking.after(it, "CPPstartDate", starts, checking.ends_on, "8720", at)
    checking.before(it, "CPPstartDate", starts, came, "1105", at)
    checking.before(it, "CPPendDate", ends, starts, "8925", at)
    checking.after(it, "CPPendDate", ends, checking.ends_on, "8930", at)
    checking.before(it, "CPPendDate", ends, checking.starts_on, "8930-early", at)
    if starts and starts == ends:
        checking.tell("8840", (*at, "CPPendDate"), it["CPPendDate"], of=at)
    if checking.died:
        checking.after(it, "CPPstartDate", starts, checking.died, "8915", at)
        checking.after(it, "CPPendDate", ends, checking.died, "8920", at)
    checking.code(it, "InitialCategoryOfAbuse", _ABUSE, "8905", at, at, needed=True)
    checking.code(it, "LatestCategoryOfAbuse", _ABUSE, "8910", at, at, needed=True)
    if not checking.number(it, "NumberOfPreviousCPP", at):
        checking.tell("8730", at, of=at)
    return Span(starts, ends, bool(ends), at, it, _reviews(checking, it, at, starts))


def _reviews(checking: Checking, it: Record, at: Path, starts: date | None) -> tuple[date, ...]:
    days = []
    for n, text in enumerate(reviews_of(it)):
        where = (*at, "Reviews", "CPPreviewDate", n)
        day = read_date(text) if isinstance(text, str) else None
        if not text:
            checking.tell("8842Q", where, of=where)
        elif day is None:
            checking.tell("date", where, text, of=at)
        elif starts and day <= starts:
            checking.tell("8841", where, text, of=at)
        elif day > checking.ends_on:
            checking.tell("8841-late", where, text, of=at)
        else:
            days.append(day)
    return tuple(days)


def proceedings(checking: Checking, it: Record, at: Path, came: date | None) -> Span:
    began = checking.day(it, "PPStartDate", at, at)
    checking.after(it, "PPStartDate", began, checking.ends_on, "9005", at)
    for element, rule, not_before in (
        ("LBPSentDate", "9006", began),
        ("InitialPPMeetingDate", "9008", None),
        ("StepDecisionDate", "9009", began),
        ("CourtAppDate", "9012", None),
        ("LetterInitCPDate", "9013", None),
    ):
        day = checking.day(it, element, at, at)
        checking.before(it, element, day, not_before, rule, at)
        checking.after(it, element, day, checking.ends_on, rule, at)
    checking.code(it, "PPOutcome", ("A", "B", "C"), "9011", at, at)
    for element in ("FGDMMeetingOffer", "FGDMMeetingFac"):
        checking.code(it, element, YES_NO, "code", at, (*at, element))
    if it.get("LBPSentDate") and not it.get("FGDMMeetingOffer"):
        checking.tell("9007", at, of=at)
    if it.get("FGDMMeetingOffer") in ("1", "true") and not it.get("FGDMMeetingFac"):
        checking.tell("9010Q", at, of=at)
    if not checking.number(it, "ReviewMeetingsCount", at) and it.get("InitialPPMeetingDate"):
        checking.tell("9015Q", at, of=at)
    return Span(began, None, True, at, it)


type Checked = Callable[[Checking, Record, Path, date | None], Span]

MODULES: dict[str, Checked] = {
    "Assessments": assessment,
    "Section47": enquiry,
    "CINPlanDates": plan,
    "ChildProtectionPlans": protection,
    "PreProceedingsandFGDM": proceedings,
}
