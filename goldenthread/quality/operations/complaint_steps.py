"""What every operation of complaints begins and ends with: the right, the row, the step, the day, and the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import LedgerRow, User, find_user, notify, record_many, require_about
from goldenthread.kernel.clock import LONDON
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Complaint, ComplaintStage
from goldenthread.quality.operations.audit_steps import step
from goldenthread.quality.queries.complaint_rights import children_of_complaint
from goldenthread.rulebook.workflows import COMPLAINT
from goldenthread.ui.words import day


def locked(complaint: int, act: str, by: User, at: datetime) -> tuple[Complaint, ComplaintStage, str, str]:
    """Decides about every child in it, locks the complaint, and sees that the act is open now.

    Returns it with its latest stage, the state after the act, and the right. Whoever it is about may do nothing with
    it. Raises `NotAllowed`, `Refused`.
    """
    right = require_about(by, act, children_of_complaint(complaint), at=at).right
    found = Complaint.objects.select_for_update().filter(pk=complaint).first()
    if found is None:
        raise Refused("There is no such complaint.")
    if found.about_id == by.pk:
        raise Refused("This complaint is about you, so somebody else deals with it.")
    after = step(COMPLAINT, found.state, act)
    return found, found.stages.get(stage=found.stage), after, right


def clock_of(complaint: int) -> str:
    """What the clocks of a complaint are about."""
    return f"complaint:{complaint}"


def first_child(complaint: int) -> int:
    """The child whose record carries the complaint's clocks."""
    return children_of_complaint(complaint)[0]


def moment_of(on: date, at: datetime) -> datetime:
    """The moment that stands for a day: now where it is today, else its midday."""
    return at if on == timezone.localdate(at) else datetime.combine(on, time(12), LONDON)


def past_day(
    given: date | None, field: str, at: datetime, *, since: date | None = None, since_words: str = ""
) -> list[tuple[str, str]]:
    """What is wrong with a day that has to have come, and not before `since`."""
    if given is None:
        return [(field, "Enter a day, such as 3 March 2026")]
    if given > timezone.localdate(at):
        return [(field, f"{day(given)} has not come yet")]
    if since is not None and given < since:
        return [(field, f"{since_words} on {day(since)}: this came after")]
    return []


def active(key: int | None, roles: Iterable[str] = ()) -> User | None:
    """Somebody who still signs in, in one of these roles where they are given; else None."""
    found = find_user(key=key) if key else None
    if found is None or not found.is_active or (roles and found.role not in roles):
        return None
    return found


def tell(complaint: int, to: int, words: str, by: User, at: datetime, *, link: str = "") -> None:
    """Sends a notice that leads to the complaint. Nobody is told what she did herself."""
    if to != by.pk:
        page = link or reverse("complaint", args=[complaint])
        notify(to=to, kind="complaint", words=words, link=page, by=by, at=at)


def enter(act: str, complaint: int, right: str, by: User, at: datetime, subject: str = "") -> None:
    """The line of the act in the ledger, for each child in the complaint."""
    about = subject or f"complaint:{complaint}"
    rows = [LedgerRow(act, child, about) for child in children_of_complaint(complaint)]
    record_many(rows, by=by, at=at, right=right)
