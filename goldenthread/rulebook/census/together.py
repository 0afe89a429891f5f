"""Checking the modules of a child's referrals against each other: what overlaps, what is missing, what comes too late.

Nothing here keeps a record out: each module is true of itself, and which of two is wrong the file cannot say.
"""

from __future__ import annotations

from datetime import date

from goldenthread.rulebook.census.modules import Span
from goldenthread.rulebook.census.values import Checking, Path, Record, factors_of

_AFTER_ASSESSMENT = ("RC8", "RC9")
# The dates that must not be after the day the case closed.
_DONE_BY_CLOSING = (
    ("Assessments", ("AssessmentActualStartDate", "AssessmentAuthorisationDate")),
    ("Section47", ("S47ActualStartDate", "DateOfInitialCPC")),
    ("ChildProtectionPlans", ("", "CPPendDate")),
    ("CINPlanDates", ("CINPlanStartDate", "CINPlanEndDate")),
)
_STARTS = {
    "Assessments": "AssessmentActualStartDate",
    "Section47": "S47ActualStartDate",
    "CINPlanDates": "CINPlanStartDate",
    "ChildProtectionPlans": "CPPstartDate",
}


def nothing_more(checking: Checking, it: Record, at: Path, conference: date | None) -> None:
    """What must not be there for a referral with no further action."""
    for rule, there in (
        ("8831", it.get("Assessments") or it.get("Section47") or it.get("PreProceedingsandFGDM") or conference),
        ("8832", it.get("ChildProtectionPlans")),
        ("4000", it.get("CINPlanDates")),
    ):
        if there:
            checking.tell(rule, (*at, "ReferralNFA"), it["ReferralNFA"], of=at)


def one_referral(
    checking: Checking,
    it: Record,
    at: Path,
    spans: dict[str, list[Span]],
    *,
    closed: date | None,
    conference: date | None,
) -> None:
    """The modules of one referral that may stand, by element; `conference` is the date given for the referral."""
    assessments, enquiries = spans.get("Assessments", []), spans.get("Section47", [])
    protections, plans = spans.get("ChildProtectionPlans", []), spans.get("CINPlanDates", [])
    tell = checking.tell
    if len(assessments) > 1:
        _while_another(checking, assessments, "Assessments", "8863Q")
        _more_than_one_open(checking, assessments, "Assessments", "8896")
    if enquiries:
        if len(enquiries) > 1:
            _while_another(checking, enquiries, "Section47", "8890")
            _more_than_one_open(checking, enquiries, "Section47", "8839")
        if not it.get("Assessments"):
            tell("2991Q", enquiries[0].at, of=at)
        if conference:
            for one in enquiries:
                if one.ends:
                    tell("2884", (*one.at, "DateOfInitialCPC"), one.it["DateOfInitialCPC"], of=at)
    if protections:
        held = {one.ends for one in enquiries} | {conference}
        for one in protections:
            if one.starts and one.starts >= checking.starts_on and one.starts not in held:
                tell("2885", (*one.at, "CPPstartDate"), one.it["CPPstartDate"], of=at)
        if plans and any(not one.over for one in protections):
            for one in plans:
                if not one.over:
                    tell("4001", one.at, of=at)
    if closed or it.get("ReasonForClosure"):
        _closed(checking, it, at, spans, closed, conference)


def _closed(
    checking: Checking,
    it: Record,
    at: Path,
    spans: dict[str, list[Span]],
    closed: date | None,
    conference: date | None,
) -> None:
    tell, reason = checking.tell, it.get("ReasonForClosure", "")
    if closed:
        if conference and conference > closed:
            tell("8565", (*at, "DateOfInitialCPC"), it["DateOfInitialCPC"], of=at)
        for module, (first, last) in _DONE_BY_CLOSING:
            for one in spans.get(module, ()):
                if first:
                    checking.after(one.it, first, one.starts, closed, "8565", one.at)
                checking.after(one.it, last, one.ends, closed, "8565", one.at)
        for module, rule in (("Assessments", "8867"), ("Section47", "8868")):
            for one in spans.get(module, ()):
                if not one.over:
                    tell(rule, one.at, of=at)
    where = (*at, "ReasonForClosure")
    if reason in _AFTER_ASSESSMENT:
        if not it.get("Assessments"):
            tell("8825Q", where, reason, of=at)
        if conference or it.get("Section47") or it.get("ChildProtectionPlans") or it.get("CINPlanDates"):
            tell("2990", where, reason, of=at)
    elif closed:
        assessments = it.get("Assessments", ())
        if len(assessments) == 1 and spans.get("Assessments") and factors_of(assessments[0]) == ["21"]:
            tell("8873Q", where if reason else at, reason, of=at)


def whole_child(checking: Checking) -> None:
    """The plans of all the child's referrals."""
    plans, protections = checking.plans, checking.protections
    if len(plans) > 1:
        _while_another(checking, plans, "CINPlanDates", "4014")
        _more_than_one_open(checking, plans, "CINPlanDates", "4004")
    if len(protections) > 1:
        _while_another(checking, protections, "ChildProtectionPlans", "8940")
        _more_than_one_open(checking, protections, "ChildProtectionPlans", "8935")
    for one in plans:
        for other in protections:
            _plan_and_protection(checking, one, other)


def _plan_and_protection(checking: Checking, plan: Span, protection: Span) -> None:
    """One may begin on the day the other ends: that is how a family steps up or down."""
    if plan.starts is None or protection.starts is None:
        return
    if _during(plan.starts, protection):
        checking.tell("4016", (*plan.at, "CINPlanStartDate"), plan.it["CINPlanStartDate"], of=plan.at)
    elif _during(protection.starts, plan):
        checking.tell("4017", (*plan.at, "CINPlanStartDate"), plan.it["CINPlanStartDate"], of=plan.at)
    for n, day in enumerate(protection.days):
        if day > plan.starts and _during(day, plan):
            where = (*protection.at, "Reviews", "CPPreviewDate", n)
            checking.tell("4003", where, day.isoformat(), of=protection.at)


def _during(day: date, span: Span) -> bool:
    """Whether it is a day of the span. Its last day is not: the next thing may begin on it."""
    return span.starts is not None and span.starts <= day and (day < span.ends if span.ends else not span.over)


def _while_another(checking: Checking, spans: list[Span], module: str, rule: str) -> None:
    ordered = sorted((one for one in spans if one.starts), key=lambda one: (one.starts, one.at))
    for n, one in enumerate(ordered):
        if any(one.starts and _during(one.starts, earlier) for earlier in ordered[:n]):
            checking.tell(rule, (*one.at, _STARTS[module]), one.it[_STARTS[module]], of=one.at)


def _more_than_one_open(checking: Checking, spans: list[Span], module: str, rule: str) -> None:
    for one in [one for one in spans if not one.over][1:]:
        checking.tell(rule, (*one.at, _STARTS[module]), one.it.get(_STARTS[module], ""), of=one.at)
