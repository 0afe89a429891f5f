"""What the worker does each night."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection

from goldenthread.access.public import record, unread_notices
from goldenthread.config.tasks import tidy, verify_the_ledger
from tests.build import an_administrator

NIGHT = datetime(2026, 11, 20, 2, 15, tzinfo=UTC)


@pytest.mark.django_db
def test_a_whole_ledger_says_so_and_troubles_nobody():
    administrator = an_administrator()
    assert verify_the_ledger.func(int(NIGHT.timestamp())).endswith(" 0 faults")
    assert not unread_notices(administrator)


@pytest.mark.django_db
def test_an_altered_ledger_is_told_to_the_administrator():
    administrator = an_administrator()
    record(act="work.read", by=administrator, at=NIGHT)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE access_ledgerentry DISABLE TRIGGER ledger_is_never_changed")
        cursor.execute("UPDATE access_ledgerentry SET act = 'team.read' WHERE act = 'work.read'")
    verify_the_ledger.func(int(NIGHT.timestamp()))
    assert [notice.kind for notice in unread_notices(administrator)] == ["ledger"]


@pytest.mark.django_db
def test_tidying_forgets_old_tokens():
    tidy.func(int(NIGHT.timestamp()))
