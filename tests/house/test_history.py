"""The database keeps what a row said before each change, whoever changed it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connection

from goldenthread.people.public import add_person, record_values
from tests.build import person_who_signs_in

AT = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_first_value_is_in_the_history_after_it_was_changed():
    worker = person_who_signs_in("front_door_worker")
    child = add_person(
        kind="child", values={"given_names": "Noor", "family_name": "Aziz"}, source="Telephone", by=worker, at=AT
    )
    record_values(person=child, values={"religion": "muslim"}, source="Her mother", by=worker, at=AT)
    record_values(person=child, values={"religion": "none"}, source="Noor herself", by=worker, at=AT)
    kept = apps.get_model("people", "PersonEvent").objects.filter(pgh_obj=child).order_by("pgh_id")
    assert list(kept.values_list("religion", flat=True)) == ["", "muslim"]


@pytest.mark.django_db
def test_a_change_made_past_the_operations_is_kept_too():
    worker = person_who_signs_in("front_door_worker")
    child = add_person(
        kind="child", values={"given_names": "Noor", "family_name": "Aziz"}, source="Telephone", by=worker, at=AT
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET given_names = 'Nora' WHERE id = %s", [child])
    kept = apps.get_model("people", "PersonEvent").objects.get(pgh_obj=child)
    assert kept.given_names == "Noor"
