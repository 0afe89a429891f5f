"""Where a thread breaks: worked examples of each rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from goldenthread.rulebook.thread import ActionStands, OutcomeStands, State, Station, Strand, verdict

TODAY = date(2026, 11, 19)
WALK = ActionStands(what="Walk to the 8.05 bus", owner="Jean Ashdown", due_on=date(2026, 12, 18))
SCHOOL = OutcomeStands(
    baseline="69%",
    target="90%",
    how_we_know="The school register",
    by_on=date(2026, 12, 18),
    added_on=date(2026, 7, 23),
    actions=(WALK,),
    evidence_on=date(2026, 11, 13),
    progress="better",
    progress_on=date(2026, 10, 28),
)
HOLDS = Strand(need="To be in school", raised_on=date(2026, 7, 9), outcomes=(SCHOOL,))


def with_outcome(**values: object) -> Strand:
    return replace(HOLDS, outcomes=(replace(SCHOOL, **values),))


def with_action(**values: object) -> Strand:
    return with_outcome(actions=(replace(WALK, **values),))


def test_a_thread_that_holds() -> None:
    assert verdict(HOLDS, TODAY).state is State.HOLDS
    assert verdict(with_outcome(progress="achieved"), TODAY).state is State.FINISHED


@pytest.mark.parametrize(
    ("strand", "state", "at", "words"),
    [
        (replace(HOLDS, need="", begins="history"), State.BROKEN, Station.NEED, "a concern from history that fell out"),
        (replace(HOLDS, need="", begins="factor"), State.BROKEN, Station.NEED, "no need follows from it"),
        (replace(HOLDS, need=""), State.BROKEN, Station.NEED, "nobody has said what it means"),
        (replace(HOLDS, outcomes=()), State.BROKEN, Station.OUTCOME, "for 133 days: a need that nobody acts on"),
        (with_outcome(actions=()), State.BROKEN, Station.ACTIONS, "nobody does anything"),
        (with_outcome(evidence_on=date(2026, 10, 2)), State.BROKEN, Station.EVIDENCE, "48 days with nothing to show"),
        (with_outcome(evidence_on=None), State.BROKEN, Station.EVIDENCE, "119 days with nothing to show"),
        (with_outcome(target=""), State.WEAK, Station.OUTCOME, "cannot be measured: no target"),
        (with_outcome(baseline=""), State.WEAK, Station.OUTCOME, "cannot be measured: no starting point"),
        (with_outcome(how_we_know=""), State.WEAK, Station.OUTCOME, "how we will know"),
        (
            with_action(owner="All professionals", due_on=date(2026, 10, 30)),
            State.WEAK,
            Station.ACTIONS,
            "an action that no one person owns, 20 days late",
        ),
        (with_action(due_on=date(2026, 11, 18)), State.WEAK, Station.ACTIONS, "an action 1 day late"),
        (with_action(due_on=None), State.WEAK, Station.ACTIONS, "an action without a day"),
    ],
)
def test_a_thread_that_does_not(strand: Strand, state: State, at: Station, words: str) -> None:
    found = verdict(strand, TODAY)
    assert (found.state, found.at) == (state, at)
    assert words in found.words


def test_six_weeks_are_not_too_long() -> None:
    assert verdict(with_outcome(evidence_on=date(2026, 10, 8)), TODAY).state is State.HOLDS
    assert verdict(with_outcome(evidence_on=date(2026, 10, 7)), TODAY).state is State.BROKEN


def test_what_is_done_is_not_late() -> None:
    assert verdict(with_action(due_on=date(2026, 8, 1), done_on=date(2026, 9, 1)), TODAY).state is State.HOLDS


def test_an_owner_on_record_owns() -> None:
    assert verdict(with_action(owner="The health visitor and school", named=True), TODAY).state is State.HOLDS


def test_progress_said_with_nothing_to_show() -> None:
    found = verdict(with_outcome(evidence_on=None, added_on=date(2026, 10, 28)), TODAY)
    assert (found.state, found.at) == (State.WEAK, Station.PROGRESS)


def test_the_worst_comes_first_and_every_gap_is_kept() -> None:
    found = verdict(with_outcome(target="", actions=()), TODAY)
    assert [gap.state for gap in found.gaps] == [State.BROKEN, State.WEAK]
    ranks = [
        verdict(strand, TODAY).rank
        for strand in (with_outcome(actions=()), with_action(due_on=None), HOLDS, with_outcome(progress="achieved"))
    ]
    assert ranks == sorted(ranks)
