"""A form acts once, however often it is sent."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from goldenthread.access.models import SpentToken, User

_MARK = 16


def new_token(*, by: User) -> str:
    """A fresh token for the hidden field `once` of a form that is drawn for this person. It carries a mark that only
    this installation can make, and that says nothing of her to anybody else."""
    fresh = secrets.token_urlsafe(24)
    return f"{fresh}.{_mark(fresh, by)}"


def made_for(*, token: str, by: User) -> bool:
    """Whether the form that carries this token was drawn for this person. Several forms of one page tell themselves
    apart by a dash and a word after the token."""
    fresh, _, mark = token.partition(".")
    mark = mark.partition("-")[0]
    return bool(fresh) and constant_time_compare(mark.encode(), _mark(fresh, by).encode())


def _mark(fresh: str, by: User) -> str:
    return salted_hmac("goldenthread.once", f"{by.pk} {fresh}", algorithm="sha256").hexdigest()[:_MARK]


def act_once(*, token: str, act: str, by: User, at: datetime, perform: Callable[[], str]) -> str:
    """Runs `perform` and the spending of `token` in one transaction; returns where to go next.

    A second press, or a replayed post, waits for the first, does nothing, and is sent to the same place. A failed
    act spends nothing. An empty token is never taken as spent.
    """
    token = token.replace("\x00", "")[:64]  # whatever was posted: ours hold no null, which the database cannot keep
    if not token:
        with transaction.atomic():
            return perform()
    try:
        with transaction.atomic():
            spent = SpentToken.objects.create(token=token, user=by, act=act, spent_at=at)
            spent.went_to = perform()
            spent.save(update_fields=["went_to"])
            return spent.went_to
    except IntegrityError:
        earlier = SpentToken.objects.filter(token=token, user=by).first()
        if earlier is None:
            raise
        return earlier.went_to


def forget_spent_tokens(*, before: datetime) -> int:
    """Removes tokens that were spent before that moment, and returns how many: no page stays open so long."""
    return SpentToken.objects.filter(spent_at__lt=before).delete()[0]
