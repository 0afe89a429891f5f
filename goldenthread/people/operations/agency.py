"""The organisations that know children."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import IntegrityError, transaction

from goldenthread.access.public import User, record, require
from goldenthread.kernel.refusal import Refused
from goldenthread.people.models import Agency
from goldenthread.people.operations.values import has_hidden_characters
from goldenthread.rulebook.codes import SETS

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


@transaction.atomic
def save_agency(
    *,
    name: str,
    kind: str,
    by: User,
    at: datetime,
    agency: int | None = None,
    phone: str = "",
    email: str = "",
    asked_in_screening: bool = False,
    closed_on: date | None = None,
) -> int:
    """Adds an agency, or changes the one with this key; returns its key. One that has closed is no longer offered."""
    decision = require(by, "setting.manage", at=at)
    name, phone, email = name.strip(), phone.strip(), email.strip()
    if not name or len(name) > 160 or has_hidden_characters(name):
        raise Refused("Enter the agency’s name, in 160 characters or fewer.", "name")
    if kind not in SETS["agency_kind"]:
        raise Refused("Choose what kind of agency this is.", "kind")
    if len(phone) > 40 or has_hidden_characters(phone):
        raise Refused("The telephone number must be 40 characters or fewer.", "phone")
    if email and (not _EMAIL.fullmatch(email) or len(email) > 254):
        raise Refused("Enter an email in the form name@example.org.", "email")
    if agency is None:
        row = Agency()
    else:
        row = Agency.objects.select_for_update().filter(pk=agency).first()
        if row is None:
            raise Refused("There is no such agency.")
    row.name, row.kind, row.phone, row.email = name, kind, phone, email
    row.asked_in_screening, row.closed_on = asked_in_screening, closed_on
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused("There is an agency of this name already.", "name") from None
    record(
        act="setting.manage",
        by=by,
        at=at,
        subject=f"agency:{row.pk}",
        right=decision.right,
        detail={"new": agency is None, "closed": closed_on is not None},
    )
    return row.pk
