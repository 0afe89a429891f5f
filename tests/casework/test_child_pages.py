"""A child's pages: what each shows to whom, from live data, in at most fifteen queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from goldenthread.access.public import entries
from goldenthread.casework.operations.notes import record_note
from tests.building.access import person_who_signs_in, sealed, tied
from tests.building.front_door import waiting_contact
from tests.building.people import a_child

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15
PARTS = ("", "chronology/", "notes/", "deadlines/", "looked/", "search/?q=plate", "notes/new/")


def signed_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def with_a_long_record(writer):
    child = a_child("Callum", "Carter", ethnicity="WBRI")
    now = timezone.now()
    for months in range(14, 0, -1):
        waiting_contact([child], received_at=now - timedelta(days=30 * months))
    for days in range(60, 0, -1):
        record_note(
            child=child,
            kind="visit" if days % 2 else "telephone",
            happened_at=now - timedelta(days=days),
            words=f"Seen at home on day {days}. A plate was broken.",
            significant=days % 10 == 0,
            meaning="He was frightened." if days % 10 == 0 else "",
            by=writer,
            at=now,
        )
    return child


def test_every_part_opens_in_at_most_fifteen_queries(client, django_assert_max_num_queries):
    manager = person_who_signs_in("team_manager", team="North")
    child = with_a_long_record(manager)
    signed_in(client, manager)
    for part in PARTS:
        with django_assert_max_num_queries(MOST_QUERIES):
            answer = client.get(f"/children/{child}/{part}")
        assert answer.status_code == 200, part
        print(part, len(answer.content))
