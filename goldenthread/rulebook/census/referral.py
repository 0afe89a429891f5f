"""Checking a child's record whole: the child, each referral with its modules, and the referrals together."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from goldenthread.rulebook.census import child, together
from goldenthread.rulebook.census.modules import MODULES, Span
from goldenthread.rulebook.census.values import (
    EARLIEST,
    YES_NO,
    Breach,
    Checking,
    Path,
    Record,
    place,
    read_date,
    working_days_before,
)
from goldenthread.rulebook.codes import census as codes

UNBORN_FOR = timedelta(weeks=40)
_SOURCE = frozenset(codes.REFERRAL_SOURCE.codes)
_NEED = frozenset(codes.PRIMARY_NEED.codes)
_CLOSURE = frozenset(codes.CLOSURE_REASON.codes)


def check(record: Record, ends_on: date) -> list[Breach]:
    """Everything that is wrong with one child's record, for a census that ends on that day."""
    checking = Checking(ends_on)
    identifiers = _part(record, "ChildIdentifiers")
    child.identifiers(checking, identifiers)
    child.characteristics(checking, _part(record, "ChildCharacteristics"))
    referrals = record.get("CINdetails") or []
    if not referrals:
        checking.tell("8590", (), of=())
    before = len(checking.wrong)
    for n, referral in enumerate(referrals):
        at: Path = ("CINdetails", n)
        if isinstance(referral, dict):
            _referral(checking, referral, at)
        else:
            checking.tell("8600", at, of=at)
    refused = {breach.record for breach in checking.wrong[before:] if breach.rule.refuses}
    stand = [(n, r) for n, r in enumerate(referrals) if isinstance(r, dict) and ("CINdetails", n) not in refused]
    _referrals_together(checking, stand)
    if checking.plans or checking.protections:
        together.whole_child(checking)
    if identifiers.get("UPNunknown") == "UN7" and any(not YES_NO[one["ReferralNFA"]] for _, one in stand):
        checking.tell("8772", ("ChildIdentifiers", "UPNunknown"), "UN7", of=())
    return checking.wrong


def without_refused(record: Record, breaches: list[Breach]) -> Record | None:
    """The record less the referrals, modules and values that a breach keeps out; None when the child herself is."""
    refused = {breach.record for breach in breaches if breach.rule.refuses}
    if not refused:
        return record
    return None if () in refused else _without(record, (), refused)


def _without(it: Record, at: Path, refused: set[Path]) -> Record:
    kept: Record = {}
    for element, value in it.items():
        where = (*at, element)
        if where in refused:
            continue
        if isinstance(value, list):
            kept[element] = [
                _without(one, (*where, n), refused) if isinstance(one, dict) else one
                for n, one in enumerate(value)
                if (*where, n) not in refused
            ]
        else:
            kept[element] = _without(value, where, refused) if isinstance(value, dict) else value
    return kept


def _part(record: Record, element: str) -> Record:
    value = record.get(element)
    return value if isinstance(value, dict) else {}


def _referral(checking: Checking, it: Record, at: Path) -> None:
    tell, ends_on = checking.tell, checking.ends_on
    before = len(checking.wrong)
    came = checking.day(it, "CINreferralDate", at, at)
    if came is None or came > ends_on:
        if len(checking.wrong) == before:
            tell("8600", place(at, it, "CINreferralDate"), it.get("CINreferralDate", ""), of=at)
    else:
        birth = checking.born or checking.expected
        if birth and came < birth - UNBORN_FOR:
            tell("8606", (*at, "CINreferralDate"), it["CINreferralDate"], of=at)
        if checking.died and came > checking.died:
            tell("8555Q", (*at, "CINreferralDate"), it["CINreferralDate"], of=at)
    checking.code(it, "ReferralSource", _SOURCE, "8866", at, at, needed=True)
    checking.code(it, "PrimaryNeedCode", _NEED, "8650", at, at)
    checking.code(it, "ReasonForClosure", _CLOSURE, "8640", at, at)
    checking.code(it, "ReferralNFA", YES_NO, "8568", at, at, needed=True)
    closed = checking.day(it, "CINclosureDate", at, at)
    if closed:
        checking.before(it, "CINclosureDate", closed, came, "8630", at)
        checking.after(it, "CINclosureDate", closed, ends_on, "8620", at)
        if not it.get("ReasonForClosure"):
            tell("8805", (*at, "CINclosureDate"), it["CINclosureDate"], of=at)
        elif it["ReasonForClosure"] == "RC2" and not checking.died:
            tell("8585Q", (*at, "ReasonForClosure"), "RC2", of=at)
    elif it.get("ReasonForClosure"):
        tell("8810", (*at, "ReasonForClosure"), it["ReasonForClosure"], of=at)
    conference = checking.day(it, "DateOfInitialCPC", at, at)
    checking.after(it, "DateOfInitialCPC", conference, ends_on, "8715", at)
    flag = it.get("ReferralNFA", "")
    nfa = YES_NO.get(flag) if isinstance(flag, str) else None
    if nfa is False and not it.get("PrimaryNeedCode"):
        tell("8610", at, of=at)
    if nfa:
        together.nothing_more(checking, it, at, conference)
        if came and came < working_days_before(checking.starts_on, 1):
            tell("8569Q", (*at, "ReferralNFA"), flag, of=at)
    spans = _modules(checking, it, at, came)
    if spans or closed:
        # What a referral that is kept out holds is not compared with anything.
        if any(breach.rule.refuses and breach.record == at for breach in checking.wrong[before:]):
            return
        together.one_referral(checking, it, at, spans, closed=closed, conference=conference)
        checking.plans += spans.get("CINPlanDates", ())
        checking.protections += spans.get("ChildProtectionPlans", ())


def _modules(checking: Checking, it: Record, at: Path, came: date | None) -> dict[str, list[Span]]:
    """Checks each module; returns the dates of those that may stand."""
    spans: dict[str, list[Span]] = {}
    for element, checked in MODULES.items():
        if element not in it:
            continue
        for n, one in enumerate(it[element]):
            where = (*at, element, n)
            if isinstance(one, dict):
                before = len(checking.wrong)
                span = checked(checking, one, where, came)
                if not any(breach.rule.refuses and breach.record == where for breach in checking.wrong[before:]):
                    spans.setdefault(element, []).append(span)
            elif one:
                checking.tell("inside", where, one, of=where)
    return spans


def _referrals_together(checking: Checking, referrals: list[tuple[int, Record]]) -> None:
    """What is wrong with a child's referrals as a set: the same twice, or more than one open."""
    if len(referrals) < 2:
        return
    seen: set[tuple[Any, Any]] = set()
    once = []
    for n, it in referrals:
        key = (read_date(it["CINreferralDate"]), it["ReferralSource"])
        if key in seen:
            checking.tell("8820", ("CINdetails", n, "CINreferralDate"), it["CINreferralDate"], of=("CINdetails", n))
        else:
            seen.add(key)
            once.append((read_date(it["CINreferralDate"]) or EARLIEST, n, it))
    further = [(came, n, it) for came, n, it in once if not YES_NO[it["ReferralNFA"]]]
    still_open = [one for one in further if not one[2].get("CINclosureDate")]
    if len(once) < 2 or not still_open:
        return
    latest = max(came for came, _, _ in further)
    kept = False
    for came, n, it in still_open:
        where = ("CINdetails", n, "CINreferralDate")
        if came < latest:
            checking.tell("8816", where, it["CINreferralDate"], of=where[:2])
        elif kept:
            checking.tell("8815", where, it["CINreferralDate"], of=where[:2])
        kept = kept or came == latest
