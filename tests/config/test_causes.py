"""What is planted in the fictional authority is found by the pages' own reading of it, and nothing where nothing is."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from goldenthread.config.demo import SIZES, build
from goldenthread.config.demo.planted import hub_on, lowered_on, vacant_on
from goldenthread.insight.public.analysis import drafted, last_month, told
from goldenthread.insight.public.dataset import build_dataset
from goldenthread.rulebook.codes import SETS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("authority")]

NOW = datetime(2026, 11, 19, 15, 30, tzinfo=UTC)
TODAY = NOW.date()
SEED = 1  # that of `goldenthread demo` where none is given
LATE_ASSESSMENTS, THRESHOLD, REVERSAL = "assessment_45wd", "contact_to_referral", "referral_decision_1wd"
UNTOUCHED = (
    "contact_decision_1wd",
    "referral_nfa",
    "ethnicity_at_contact",
    "consent_rationale",
    "mgmt_decision_complete",
    "cin_reviews",
    "repeat_contacts",
)
"""Measures that none of the causes reaches, nor the chance of few cases."""


@pytest.fixture(scope="module")
def authority(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Any:
    """The authority that is shown when nothing else is asked for, and its dataset; built once for this module."""
    from django.conf import settings

    kept, small = settings.HOME, SIZES["small"]
    with django_db_blocker.unblock(), transaction.atomic():
        settings.HOME = Path(tmp_path_factory.mktemp("planted"))
        try:
            made = build(children=small.children, years=small.years, seed=SEED, now=NOW)
            build_dataset(by=None, at=NOW)
            yield made
        finally:
            settings.HOME = kept
            transaction.set_rollback(True)


def rows(name: str) -> Any:
    return apps.get_model(*name.split(".")).objects


def found(measure: str) -> tuple[Any, str]:
    """What is told of a measure for the last month, and the sentences that are drafted of it."""
    one = told(measure, month=last_month())
    return one, " ".join(clause.words for clause in drafted(one))


def timing(one: Any) -> list[tuple[str, str, Any]]:
    return [(each.event.kind, each.sure, each.event.on) for each in one.explanation.timing]


def test_a_teams_lateness_after_a_vacancy() -> None:
    one, words = found(LATE_ASSESSMENTS)
    assert one.verdict.way == "worse"
    assert "This is more than chance explains" in words
    best = one.explanation.best
    assert (best.by, best.finding, best.leader.key) == ("team", "group", "Safeguarding north")
    assert timing(one) == [("vacancy", "likely", vacant_on(TODAY))]
    assert "It is likely that this began with what happened on 5 July 2026 (The second manager leaves" in words
    assert "more of the work was: finished in time and waited for a manager" in words


def test_a_change_of_threshold() -> None:
    one, words = found(THRESHOLD)
    assert (one.verdict.way, one.verdict.up, one.verdict.since) == ("changed", True, lowered_on(TODAY))
    assert timing(one) == [("threshold", "possible", lowered_on(TODAY))]
    assert "It fits the timing of 1 April 2026 (The threshold for a referral is lowered" in words


def test_a_mix_that_reverses_what_every_source_did() -> None:
    one, words = found(REVERSAL)
    assert (one.verdict.way, one.verdict.since) == ("worse", hub_on(TODAY))
    assert (one.explanation.best.by, one.explanation.best.finding) == ("source", "both_ways")
    assert "The total fell although every group by source of referral rose" in words
    assert timing(one) == [("demand", "possible", hub_on(TODAY))]


@pytest.mark.parametrize("measure", UNTOUCHED)
def test_nothing_is_found_where_nothing_is_planted(measure: str) -> None:
    one, words = found(measure)
    assert one.verdict.way == "same"
    assert timing(one) == []
    assert "There is no change beyond chance." in words
    assert "Nothing moved beyond chance, so there is no cause to look for." in words


def test_it_looks_like_england_before_its_causes() -> None:
    """Shares of the children in need census, year to March 2024: tables C5, C1 and C2."""
    before = rows("casework.Referral").filter(received_on__lt=hub_on(TODAY), contact__isnull=False)
    groups = {item.code: item.group for item in SETS["referral_source"].items}
    sources = Counter(groups[code] for code in before.values_list("source", flat=True))
    for group, share in (
        ("Police and justice", 0.32),
        ("Education", 0.21),
        ("Health", 0.14),
        ("Council services", 0.14),
    ):
        assert sources[group] / sources.total() == pytest.approx(share, abs=0.04), group
    lately = before.filter(received_on__year__gte=TODAY.year - 2)
    assert lately.filter(is_rereferral=True).count() / lately.count() == pytest.approx(0.22, abs=0.06)
    assert lately.filter(no_further_action=True).count() / lately.count() == pytest.approx(0.063, abs=0.015)
    one, _ = found(LATE_ASSESSMENTS)
    assert one.before_figure.value == pytest.approx(84, abs=5)


def test_no_plan_outlives_its_case() -> None:
    plans = (
        rows("casework.Plan").filter(referral__closed_on__isnull=False).values_list("ended_on", "referral__closed_on")
    )
    assert plans
    assert [pair for pair in plans if pair[0] is None or pair[0] > pair[1]] == []
