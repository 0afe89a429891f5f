"""The book of clocks proves itself: every worked example, and what a council may set instead."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from goldenthread.kernel import clock as kernel
from goldenthread.kernel.clock import LONDON, Allowance, Clock, Example, Unit, Verification
from goldenthread.rulebook import clocks
from goldenthread.rulebook.calendar import SCHOOL_TERMS, WORKING_DAYS
from goldenthread.rulebook.clocks import CLOCKS, LooserThanLaw, due, may_set
from goldenthread.rulebook.clocks.allowances import is_looser

EXAMPLES = [
    pytest.param(clock, example, id=f"{clock.id}-{n}")
    for clock in CLOCKS.values()
    for n, example in enumerate(clock.examples, 1)
]


@pytest.mark.parametrize(("clock", "example"), EXAMPLES)
def test_worked_example(clock: Clock, example: Example) -> None:
    found = due(clock.id, example.start)
    if isinstance(example.due, datetime):
        assert found.due_at is not None
        assert found.due_at.timestamp() == example.due.timestamp()
    else:
        assert (found.due_on, found.due_at) == (example.due, None)


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
def test_a_clock_is_whole(clock: Clock) -> None:
    assert clock.examples, "a clock without a worked example"
    assert clock.authority.source
    assert clock.verified is Verification.UNVERIFIED or clock.verified_by
    assert len(clock.why) < 110
    assert re.search(r"\([^()]+\)$", clock.why), "the reason ends with its authority"
    limit = clock.allowance.limit
    assert limit == 0 or clock.allowance.words in clock.why or clock.allowance.unit is Unit.SCHOOL_TERMS
    for example in clock.examples:
        begun = example.start.date() if isinstance(example.start, datetime) else example.start
        assert clock.valid_from is None or begun >= clock.valid_from
        assert clock.valid_to is None or begun <= clock.valid_to


def test_an_hour_clock_is_shown_by_moments_and_others_by_days() -> None:
    for clock in CLOCKS.values():
        for example in clock.examples:
            assert isinstance(example.start, datetime) is (clock.allowance.unit is Unit.HOURS), clock.id


# The reference has one dispute, of a child in care, and says that its stages are local: these are the stages, and the
# whole for any child.
# It names the longer time of a complaint's stage as an exception, and stops before its third stage.
COMPLAINTS = {
    "complaint_stage1_extended",
    "complaint_stage2_extended",
    "complaint_stage3_panel",
    "complaint_panel_report",
    "complaint_stage3_response",
}
OURS = COMPLAINTS | {"dispute_answer", "dispute_settled", "feedback_answered", "feedback_not_safe"}


def test_the_clocks_are_those_of_the_reference(reference: Any) -> None:
    rows = {row["id"]: row for row in reference("timescales.json")["timescales"]}
    assert set(CLOCKS) == set(rows) | OURS
    for id, row in rows.items():
        clock = CLOCKS[id]
        assert (clock.allowance.limit, clock.allowance.unit) == (row["limit"], row["unit"]), id
        assert clock.authority.status == row["legal_status"], id
        assert clock.verified == row["verified"].split(":")[0], id
        assert (clock.configurable, clock.enabled) == (row["configurable"], row["enabled_by_default"]), id
        assert (clock.starts, clock.stops) == (row["trigger_event"], row["due_event"]), id
        assert (clock.stage, len(clock.exceptions)) == (row["stage"], len(row["exceptions"])), id
        assert bool(clock.recurrence) is bool(row["recurrence"]), id


def test_there_are_117_and_our_own() -> None:
    assert len(CLOCKS) == 117 + len(OURS)


def test_an_unknown_clock_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        due("no_such_clock", date(2026, 11, 19))


def test_a_planted_wrong_example_is_found() -> None:
    clock = CLOCKS["contact_decision"]
    wrong = Example(date(2026, 11, 20), date(2026, 11, 21))
    with pytest.raises(AssertionError):
        test_worked_example(clock, wrong)


def test_a_council_may_tighten_without_a_reason() -> None:
    may_set(CLOCKS["single_assessment"], Allowance(35, Unit.WORKING_DAYS), "")
    may_set(CLOCKS["contact_decision"], Allowance(1, Unit.WORKING_DAYS), "")
    may_set(CLOCKS["conf_report_parent_initial"], Allowance(-5, Unit.WORKING_DAYS), "")
    may_set(CLOCKS["agency_notice"], Allowance(6, Unit.WEEKS), "")


@pytest.mark.parametrize(
    ("clock_id", "limit", "unit"),
    [
        ("single_assessment", 46, Unit.WORKING_DAYS),
        ("single_assessment", 10, Unit.WEEKS),
        ("contact_decision", 2, Unit.WORKING_DAYS),
        ("conf_report_parent_initial", -1, Unit.WORKING_DAYS),
        ("rcpc_first", 93, Unit.DAYS),
        ("agency_notice", 3, Unit.WEEKS),
        ("permanence_plan", 1, Unit.DAYS),
    ],
)
def test_loosening_needs_a_reason(clock_id: str, limit: int, unit: Unit) -> None:
    proposed = Allowance(limit, unit)
    for no_reason in ("", "   \n"):
        with pytest.raises(LooserThanLaw, match="write down the reason"):
            may_set(CLOCKS[clock_id], proposed, no_reason)
    may_set(CLOCKS[clock_id], proposed, "Agreed by the safeguarding partners on 3 March 2026, to be looked at in June.")


def test_the_refusal_names_the_clock_and_both_limits() -> None:
    with pytest.raises(LooserThanLaw) as refused:
        may_set(CLOCKS["icpc"], Allowance(20, Unit.WORKING_DAYS), "")
    assert str(refused.value) == (
        "“Initial child protection conference”: law and guidance allow 15 working days. "
        "To allow 20 working days, write down the reason for being looser."
    )


UNITS = [unit for unit in Unit if unit is not Unit.SCHOOL_TERMS]


@given(
    some.sampled_from(sorted(set(CLOCKS) - {"pep_review"})),
    some.integers(1, 80),
    some.sampled_from(UNITS),
    some.dates(date(2009, 2, 1), date(2027, 12, 31)),
)
def test_what_counts_as_tighter_never_falls_due_later(clock_id: str, limit: int, unit: Unit, start: date) -> None:
    clock = CLOCKS[clock_id]
    proposed = Allowance(limit, unit)
    if is_looser(clock, proposed):
        return
    begun = datetime(start.year, start.month, start.day, 9, tzinfo=LONDON)
    ours = kernel.due(clock, begun, WORKING_DAYS, proposed)
    book = kernel.due(clock, begun, WORKING_DAYS)
    if clock.at_least:
        assert ours.due_on >= book.due_on
    else:
        assert ours.due_on <= book.due_on


def test_working_days_are_due_on_working_days_and_months_need_not_be() -> None:
    for clock in CLOCKS.values():
        found = kernel.due(clock, date(2026, 12, 26), WORKING_DAYS, terms=SCHOOL_TERMS)
        if clock.allowance.unit is Unit.WORKING_DAYS:
            assert WORKING_DAYS.is_working(found.due_on)
            span = abs((found.due_on - date(2026, 12, 26)).days)
            assert len(found.skipped) == span - abs(clock.allowance.limit)
        else:
            assert found.skipped == ()


def test_every_module_of_clocks_is_in_the_book() -> None:
    modules = [module for module in vars(clocks).values() if hasattr(module, "CLOCKS")]
    declared = {clock.id for module in modules for clock in module.CLOCKS}
    assert declared == set(CLOCKS)
