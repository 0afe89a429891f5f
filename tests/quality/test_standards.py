"""The practice standards over the record: what is kept, what changes, and who may see the rows behind a figure."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goldenthread.access.public import children_written_of, last_ledger_number, record, seal
from goldenthread.quality.models import StandardResult
from goldenthread.quality.public.standards import (
    begin_run,
    children_to_run,
    end_run,
    last_run,
    rows_of,
    run_for,
    shares,
    standards_of_child,
)
from tests.build import a_child, person_who_signs_in, waiting_contact
from tests.building.child_protection import AFTER, protected_at
from tests.casework.test_visits import on_a_plan

pytestmark = pytest.mark.django_db
DAY = AFTER.date()


@pytest.fixture
def protected():
    return protected_at("conference_due")


def test_each_thing_has_what_each_standard_found_with_what_decided(protected):
    run_for([protected.child], on=DAY)
    found = StandardResult.objects.filter(child=protected.child, about__startswith="enquiry:")
    assert found
    assert all(one.because or one.met for one in found)


def test_a_second_run_changes_nothing(protected):
    first = run_for([protected.child], on=DAY)
    again = run_for([protected.child], on=DAY)
    assert first.changed == first.results == again.results
    assert again.changed == 0


def test_what_is_found_otherwise_later_says_since_when(protected):
    run_for([protected.child], on=DAY)
    one = StandardResult.objects.filter(child=protected.child).first()
    StandardResult.objects.filter(pk=one.pk).update(met=not one.met)
    run_for([protected.child], on=DAY + timedelta(days=1))
    one.refresh_from_db()
    assert one.since == DAY + timedelta(days=1)


def test_a_run_after_a_day_looks_only_at_whom_something_was_written_of(protected):
    run = begin_run(on=DAY, whole=True, by=None, at=AFTER)
    end_run(run, run_for([protected.child], on=DAY), at=AFTER)
    before = last_run()
    assert before is not None
    assert children_to_run(on=DAY, since=before) == []
    other = on_a_plan()
    assert children_to_run(on=DAY, since=before) == [other.child]


def test_reading_a_record_is_nothing_written(protected):
    number = last_ledger_number()
    record(act="child.read", by=protected.worker, at=AFTER, child=protected.child, right="test")
    assert children_written_of(after=number) == set()


def test_the_rows_behind_a_figure_are_those_the_reader_may_open(protected):
    run_for([protected.child], on=DAY)
    figure = next(one for one in shares(on=DAY) if one.of > one.met)
    shown = rows_of(figure.standard, team=None, met=False, reader=protected.manager, on=DAY, at=AFTER)
    assert {line.child for line in shown} == {protected.child}
    director = person_who_signs_in("director")
    seal(
        child=protected.child,
        kind="restricted",
        reason="A member of staff is her aunt.",
        owner=director,
        by=director,
        at=AFTER,
    )
    shown = rows_of(figure.standard, team=None, met=False, reader=protected.manager, on=DAY, at=AFTER)
    assert shown == ()


def test_words_of_what_is_also_about_a_closed_record_are_left_out():
    made = protected_at("conference_due")
    sibling = a_child()
    with_contact = waiting_contact([made.child, sibling], by=made.placed.writer, received_at=AFTER)
    run_for([made.child], on=DAY)
    about = f"contact:{with_contact.pk}"
    lines = {line.about: line for line in standards_of_child(made.child, reader=made.manager) if line.because}
    assert about in lines
    director = person_who_signs_in("director")
    seal(child=sibling, kind="restricted", reason="Her aunt works here.", owner=director, by=director, at=AFTER)
    shut = [line for line in standards_of_child(made.child, reader=made.manager) if line.about == about]
    assert shut
    assert all(line.kept_back and not line.because for line in shut)
    assert any(line.because for line in standards_of_child(made.child, reader=director) if line.about == about)
