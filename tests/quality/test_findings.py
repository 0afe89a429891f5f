"""The findings register: what was said is kept as it was said, and stays open until evidence closes it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps

from goldenthread.access.public import NotAllowed
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.public.findings import (
    answer_finding,
    close_finding,
    enter_finding,
    reopen_finding,
    show_finding,
)
from tests.build import person_who_signs_in, sealed
from tests.building.people import a_child

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
SAID = "Plans do not say what will be different for the child, or by when."


def found(**changed: Any) -> int:
    whole: dict[str, Any] = {
        "source": "audit",
        "about": "audit:4",
        "words": SAID,
        "polarity": "area_for_improvement",
        "themes": None,
        "found_on": date(2026, 2, 3),
        "by": person_who_signs_in("auditor"),
        "at": AT,
    }
    return enter_finding(**whole | changed)


def row(key: int) -> Any:
    return apps.get_model("quality.Finding").objects.get(pk=key)


def test_a_finding_keeps_its_words_and_is_open():
    kept = row(found())
    assert (kept.words, kept.status, kept.about, kept.themes) == (SAID, "open", "audit:4", ["plans_smart"])


def test_a_strength_asks_nothing_so_it_is_never_open():
    assert row(found(polarity="strength")).status == "closed"


def test_each_child_in_whose_record_it_was_found_gets_a_line_in_the_ledger():
    worker = person_who_signs_in("front_door_worker")
    child = a_child("Mabel", by=worker, at=AT)
    key = found(children=[child])
    lines = apps.get_model("access.LedgerEntry").objects.filter(act="finding.enter", child=child)
    assert [one.subject for one in lines] == [f"finding:{key}"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"source": "gossip"}, "source"),
        ({"polarity": "bad"}, "polarity"),
        ({"words": " . "}, "words"),
        ({"found_on": date(2026, 3, 9)}, "found_on"),
    ],
)
def test_what_cannot_be_a_finding_is_refused_at_its_field(changed, field):
    with pytest.raises(Refused) as refused:
        found(**changed)
    assert [name for name, _ in refused.value.problems] == [field]


def test_a_social_worker_may_not_enter_a_finding():
    with pytest.raises(NotAllowed):
        found(by=person_who_signs_in("social_worker"))


def test_it_closes_on_evidence_and_the_measure_reopens_it():
    key, director = found(), person_who_signs_in("director")
    with pytest.raises(Refused):
        close_finding(finding=key, because="", on=date(2026, 3, 1), by=director, at=AT)
    close_finding(finding=key, because="24 of 40 plans passed the re-test.", on=date(2026, 3, 1), by=director, at=AT)
    assert row(key).status == "closed"
    later = AT + timedelta(days=90)
    reopen_finding(finding=key, because="Below its limit for two months.", on=date(2026, 5, 4), by=None, at=later)
    kept = row(key)
    assert kept.status == "reopened"
    assert [(one.to, one.on) for one in kept.changes.order_by("on")] == [
        ("closed", date(2026, 3, 1)),
        ("reopened", date(2026, 5, 4)),
    ]


def test_a_strength_is_not_reopened():
    with pytest.raises(Refused):
        reopen_finding(finding=found(polarity="strength"), because="No.", on=date(2026, 3, 1), by=None, at=AT)


def test_an_answer_says_which_measure_moved():
    key, director = found(), person_who_signs_in("director")
    said: dict[str, Any] = {"finding": key, "words": "A new plan form.", "done_on": date(2026, 2, 20)}
    with pytest.raises(Refused) as refused:
        answer_finding(**said, measure="better", measure_words="", by=director, at=AT)
    assert refused.value.problems[0][0] == "measure_words"
    answer_finding(**said, measure="not_known", measure_words="", by=director, at=AT)
    with pytest.raises(Refused) as refused:
        answer_finding(**said | {"done_on": date(2026, 1, 1)}, measure="same", measure_words="34%", by=director, at=AT)
    assert refused.value.problems[0][0] == "done_on"


def test_what_was_done_about_a_child_who_is_closed_to_the_reader_is_kept_back_with_the_finding():
    child = a_child("Mabel", by=person_who_signs_in("front_door_worker"), at=AT)
    key, director = found(children=[child]), person_who_signs_in("director")
    done = {"finding": key, "words": "Mabel has a plan that says it.", "done_on": date(2026, 2, 20)}
    answer_finding(**done, measure="not_known", measure_words="", by=director, at=AT)
    close_finding(finding=key, because="Mabel’s plan passed the re-test.", on=date(2026, 3, 1), by=director, at=AT)
    shown = show_finding(key, reader=director, at=AT)
    assert (len(shown.changes), len(shown.answers)) == (1, 1)
    sealed(child)
    shown = show_finding(key, reader=director, at=AT)
    assert (shown.row.kept_back, shown.row.words, shown.changes, shown.answers) == (True, "", (), ())
