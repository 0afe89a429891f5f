"""The bulk door: what goes in by COPY stands as if recorded on a page, in the role that serves the pages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, connection, transaction

from goldenthread.access.public import LedgerRow, TieRow, User, record, record_many, take_keys
from goldenthread.casework.operations import bulk as casework
from goldenthread.casework.operations.bulk import ReferralRow, load_casework
from goldenthread.casework.operations.deadlines import Starting
from goldenthread.people.operations import bulk as people
from goldenthread.people.operations.bulk import PersonRow, RecordingRow, load_people, update_people


class Kind(StrEnum):
    A = "first"


pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
AWKWARD = 'tab\t line\n return\r back\\slash \\N \\. quote" brace} 😀 ‮ é'


@pytest.fixture
def as_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE goldenthread_app")


def model_of(table: str) -> Any:
    return next(model for model in apps.get_models() if model._meta.db_table == table)


def some_people(count: int, **values: Any) -> tuple[list[int], list[Any]]:
    keys, recordings = take_keys(PersonRow, count), take_keys(RecordingRow, count)
    rows: list[Any] = []
    for key, recording in zip(keys, recordings, strict=True):
        rows.append(PersonRow(id=key, kind="child", recorded_at=AT, changed_at=AT, **values))
        rows.append(RecordingRow(id=recording, person_id=key, values={"sex": "F"}, source="A test", recorded_at=AT))
    return keys, rows


@pytest.mark.parametrize("row", [TieRow, *people.ROWS, *casework.ROWS, casework.DeadlineRow])
def test_a_row_has_the_columns_of_its_table(row: Any) -> None:
    columns = {field.column: field for field in model_of(row.table)._meta.concrete_fields}
    assert set(row._fields) <= set(columns)
    # One that the database fills by itself may wait; any other would be refused.
    assert not [
        name
        for name, field in columns.items()
        if name not in row._fields and not field.null and not field.has_db_default()
    ]


def test_every_text_comes_back_as_it_went_in(as_application: None) -> None:
    (key,), rows = some_people(1, given_names=AWKWARD, disabilities=("MOB", '"\\{,', "NULL", ""))
    rows[1] = rows[1]._replace(values={"given_names": AWKWARD, "disabilities": ["MOB"]})
    assert load_people(rows) == {PersonRow: 1, RecordingRow: 1}
    person = model_of("people_person").objects.get(pk=key)
    assert (person.given_names, person.disabilities) == (AWKWARD, ["MOB", '"\\{,', "NULL", ""])
    assert person.recordings.get().values == {"given_names": AWKWARD, "disabilities": ["MOB"]}


@pytest.mark.parametrize("mark", ["\x01", "\x02", "\ufdd0"])
def test_letters_that_stand_for_nothing_are_kept_too(mark: str) -> None:
    (key, other), rows = some_people(2, family_name=f"a{mark}b\tc", job_title=Kind.A)
    load_people(rows)
    assert {p.family_name for p in model_of("people_person").objects.all()} == {f"a{mark}b\tc"}
    assert model_of("people_person").objects.get(pk=key).job_title == "first"


def test_a_nul_is_refused() -> None:
    _, rows = some_people(1, family_name="a\x00b")
    with pytest.raises((DataError, ValueError)), transaction.atomic():
        load_people(rows)


def test_a_person_without_a_recording_is_refused_and_nothing_written() -> None:
    _, rows = some_people(2)
    with pytest.raises(ValueError, match="1 of the people have no recording"):
        load_people(rows[:-1])
    assert not model_of("people_person").objects.exists()


def test_one_bad_row_takes_the_batch_with_it() -> None:
    _, rows = some_people(3, la_child_id="SAME")
    with pytest.raises(IntegrityError), transaction.atomic():
        load_people(rows)
    assert not model_of("people_person").objects.exists()


def test_an_update_raises_the_version_and_leaves_history() -> None:
    (key, other), rows = some_people(2, sex="U", ethnicity="WBRI")
    load_people(rows)
    recording = RecordingRow(
        id=take_keys(RecordingRow, 1)[0], person_id=key, values={"sex": "F"}, source="A test", recorded_at=AT
    )
    assert update_people([(key, {"sex": "F", "disabilities": ["LD"]})], recordings=[recording], at=AT) == 1
    person = model_of("people_person").objects.get(pk=key)
    assert (person.sex, person.disabilities, person.ethnicity, person.version) == ("F", ["LD"], "WBRI", 2)
    assert model_of("people_person").objects.get(pk=other).version == 1
    assert person.events.count() == 1


def test_a_deadline_falls_due_as_the_clock_says() -> None:
    (child,), rows = some_people(1)
    load_people(rows)
    (referral,) = take_keys(ReferralRow, 1)
    received = datetime(2026, 9, 21, 12, tzinfo=UTC)
    load_casework(
        [
            ReferralRow(
                id=referral,
                child_id=child,
                state="with_team",
                received_at=received,
                received_on=received.date(),
                source="6",
            )
        ],
        [
            Starting("single_assessment", received, referral=referral, child=child),
            Starting("contact_priority_red", received, referral=referral, child=child),
        ],
    )
    assessment, hours = model_of("casework_deadline").objects.order_by("id")
    assert (assessment.due_on, assessment.due_at, assessment.allowance) == (date(2026, 11, 23), None, "45 working_days")
    assert hours.due_at == datetime(2026, 9, 21, 16, tzinfo=UTC)


def test_the_ledger_is_chained_as_if_each_had_been_entered_alone(as_application: None) -> None:
    record(act="child.read", by=None, at=AT, child=1)
    entries = [LedgerRow("record.load", child=n, subject=f"person:{n}", detail={"made": True}) for n in range(3)]
    assert record_many(entries, by=None, at=AT, right="command") == 3
    record(act="child.read", by=None, at=AT, child=2)
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT number, previous, hash, ledger_hash(previous, number, at, actor, act, child, subject, "right",'
            " came_from, detail) FROM access_ledgerentry ORDER BY number"
        )
        chain = cursor.fetchall()
        cursor.execute("SELECT number, hash FROM access_ledgerhead")
        head = cursor.fetchone()
    assert [number for number, *_ in chain] == list(range(chain[0][0], chain[0][0] + 5))
    assert all(hash == worked_out for _, _, hash, worked_out in chain)
    assert all(before[2] == after[1] for before, after in zip(chain, chain[1:], strict=False))
    assert head == (chain[-1][0], chain[-1][2])


def test_an_entry_keeps_its_own_actor_and_time() -> None:
    actor = User.objects.create_user("ana@example.org", "long enough password", name="Ana", role="analyst")
    earlier = datetime(2026, 1, 5, 10, tzinfo=UTC)
    record_many([LedgerRow("contact.send", actor=actor.pk, at=earlier), LedgerRow("record.load")], by=None, at=AT)
    entries = model_of("access_ledgerentry").objects.order_by("number")
    assert [(entry.actor, entry.at) for entry in entries] == [(actor.pk, earlier), (None, AT)]
