"""Hints while one writes an assessment: what raises one, what answers it, and that none stops anybody."""

from __future__ import annotations

from datetime import date, timedelta
from time import perf_counter

import pytest

from goldenthread.casework.public.assessment import (
    assessment_written,
    quiet_hints,
    save_assessment_section,
    set_factor_aside,
    tick_factor,
)
from tests.building.assessment import ACCOUNT, ANALYSIS, assessment_at
from tests.building.front_door import THURSDAY

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
TODAY = date(2026, 11, 19)
GIFTS = "Since May she has had gifts and a new phone and will not say who from. There is no evidence of self-harm."


def hints(held, key, answers):
    written = assessment_written(held.assessment, reader=held.worker, at=held.at + HOUR)
    return quiet_hints(written, key, answers, on=TODAY)


def test_gifts_and_a_new_phone_prompt_sexual_exploitation_until_it_is_answered():
    held = assessment_at("writing", factors={"own": ["16A"]})
    key = f"analysis:{held.child}"
    about = {"assessment": held.assessment, "child": held.child, "factor": "11A", "by": held.worker, "at": held.at}
    prompted = {one.factor: one for one in hints(held, key, {"means": GIFTS}) if one.factor}
    assert set(prompted) == {"11A"}
    assert any("phone" in words for words in prompted["11A"].words)
    assert any("no evidence" in words for words in prompted["11A"].read_as_no)
    tick_factor(**about)
    assert not [one for one in hints(held, key, {"means": GIFTS}) if one.factor]


def test_a_prompt_that_was_set_aside_with_a_reason_is_not_asked_again():
    held = assessment_at("writing", factors={"own": ["16A"]})
    key = f"analysis:{held.child}"
    set_factor_aside(
        assessment=held.assessment,
        child=held.child,
        factor="11A",
        words="new phone",
        because="Her grandmother bought it and showed us the receipt.",
        by=held.worker,
        at=held.at,
    )
    assert not [one for one in hints(held, key, {"means": GIFTS}) if one.factor]


def test_an_account_that_nobody_tested_and_one_that_was():
    held = assessment_at("writing")
    untested = dict(ACCOUNT) | {"tested": "", "think": ""}
    assert "assessment.account_tested" in {one.standard for one in hints(held, "account:2", untested)}
    assert "assessment.account_tested" not in {one.standard for one in hints(held, "account:2", ACCOUNT)}


def test_an_analysis_without_what_is_likely_and_a_whole_one():
    held = assessment_at("writing")
    key = f"analysis:{held.child}"
    short = {one.standard for one in hints(held, key, {"means": "She cooks and goes out late."})}
    assert {"assessment.if_nothing_changes", "assessment.says_what_it_means"} <= short
    assert not {one.standard for one in hints(held, key, ANALYSIS) if not one.factor}


def test_a_strength_that_nothing_shows_and_a_part_without_one():
    held = assessment_at("writing")
    key = f"feelings:{held.child}"
    claimed = {one.standard for one in hints(held, key, {"strengths": "Mum loves her."})}
    assert "assessment.strengths_evidenced" in claimed
    assert not hints(held, key, {"worries": "She is quiet at school."})


def test_somebody_not_spoken_with_for_no_reason():
    held = assessment_at("writing")
    key = f"person:{held.parent}"
    assert hints(held, key, {"spoken": False, "why_not": "Busy"})
    assert not hints(held, key, {"spoken": False, "why_not": "Not safe to until the order is served on him"})


def test_nothing_is_asked_of_an_empty_part():
    held = assessment_at("writing")
    assert not hints(held, "housing", {})


def test_a_page_of_text_is_read_quickly():
    held = assessment_at("writing")
    page = {"means": " ".join([GIFTS, ANALYSIS["means"], ANALYSIS["unchanged"]] * 8)[:3_500]}
    written = assessment_written(held.assessment, reader=held.worker, at=held.at + HOUR)
    key = f"analysis:{held.child}"
    quiet_hints(written, key, page, on=TODAY)
    began = perf_counter()
    quiet_hints(written, key, page, on=TODAY)
    # The budget is 150 ms on a quiet machine; a busy one is given room.
    assert perf_counter() - began < 1.0


def test_a_hint_never_stops_a_save():
    held = assessment_at("writing")
    kept = save_assessment_section(
        assessment=held.assessment,
        key=f"analysis:{held.child}",
        answers={"means": GIFTS},
        based_on=1,
        by=held.worker,
        at=THURSDAY + 2 * HOUR,
    )
    assert kept.version == 2
