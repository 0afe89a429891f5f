"""Messages to one person that stay until she has read them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from goldenthread.access.models import Notice, User
from goldenthread.access.operations.ledger import record
from goldenthread.access.queries.rights import require


def send(
    *, to: User | int, kind: str, words: str, link: str = "", child: int | None = None, by: User | None, at: datetime
) -> int:
    """Sends a notice and returns its key.

    `kind` groups notices for the reader ("emergency", "returned", "allocated"); `link` is an address of our own. The
    operation that sends it has its own line in the ledger, so this writes none.
    """
    return Notice.objects.create(
        to_id=to if isinstance(to, int) else to.pk,
        kind=kind,
        words=words,
        link=link,
        child_id=child,
        sent_by=by,
        sent_at=at,
    ).pk


@transaction.atomic
def read(*, notice: int, by: User, at: datetime) -> str:
    """Marks one of her own notices as read and returns its link. Reading again changes nothing.

    Raises `NotAllowed`, and `Notice.DoesNotExist` when it is not hers.
    """
    decision = require(by, "notice.read", at=at)
    found = Notice.objects.select_for_update(of=("self",)).get(pk=notice, to=by)
    if found.read_at is None:
        found.read_at = at
        found.save(update_fields=["read_at"])
        record(act="notice.read", by=by, at=at, child=found.child_id, subject=f"notice:{notice}", right=decision.right)
    return found.link
