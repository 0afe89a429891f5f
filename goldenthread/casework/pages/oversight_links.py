"""The way from any page about a child to a management decision begun there."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from goldenthread.access.public import User, decide


def decide_url(reader: User, child: int, about: str, *, at: datetime) -> str:
    """Where she records a decision begun on a thing ("plan:4"); empty for those who may not."""
    return decision_begun_on(about, child) if decide(reader, "decision.record", child, at=at).allowed else ""


def decision_begun_on(about: str, child: int) -> str:
    """Where a decision begun on a thing is recorded, by those who may."""
    return f"{reverse('decision_new', args=[child])}?{urlencode({'on': about})}"
