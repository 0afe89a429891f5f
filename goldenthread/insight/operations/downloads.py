"""What is taken out of measures: each paper and workbook has a line in the ledger, and one for every child in it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from goldenthread.access.public import LedgerRow, User, record, record_many, require


@transaction.atomic
def record_download(
    *, act: str, subject: str, form: str, hidden: bool, children: Collection[int] = (), by: User, at: datetime
) -> None:
    """Enters in the ledger that a paper or a workbook was taken out. `form` is pdf or xlsx; `hidden` whether small
    numbers were left out of it; each of `children`, whose rows are in it, has a line of its own. Raises `NotAllowed`.
    """
    right = require(by, act, at=at).right
    detail: dict[str, object] = {"form": form, "small_numbers_left_out": hidden, "children": len(children)}
    record(act=act, by=by, at=at, right=right, subject=subject, detail=detail)
    record_many([LedgerRow(act, child=child, subject=subject) for child in sorted(children)], by=by, at=at, right=right)
