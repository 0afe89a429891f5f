"""Writing the ledger: one line for every act and every read of a child's record."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime
from json import dumps

from django.db import connection

from goldenthread.access.models import User

# What stands in an entry for the right when somebody asked for a record and was refused.
REFUSED = "refused"

# Where the present request came from (an address on the council's network, or a command's name); set by the
# middleware and by commands, so that no operation has to carry it.
came_from: ContextVar[str] = ContextVar("came_from", default="")


def record(
    *,
    act: str,
    by: User | None,
    at: datetime,
    child: int | None = None,
    subject: str = "",
    right: str = "",
    detail: dict[str, object] | None = None,
) -> int:
    """Adds an entry and returns its number.

    `subject` names what was acted on ("contact:12"); `detail` holds keys and codes, never a person's words.
    The database's own function numbers and chains the entry: its order is the order of the lock it takes, which is
    held until the surrounding transaction ends, so an operation records last.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ledger_add(%s, %s, %s, %s, %s, %s, %s, %s::jsonb)",
            [at, by.pk if by else None, act, child, subject, right, came_from.get(), dumps(detail or {})],
        )
        (number,) = cursor.fetchone()
    return number
