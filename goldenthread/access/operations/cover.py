"""One person does another's work while she is away."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from goldenthread.access.models import Cover, User
from goldenthread.access.operations.ledger import record
from goldenthread.access.operations.notices import send
from goldenthread.access.queries.rights import require
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.rights import Role

# Cover gives the absent person's children to the covering one, so neither side may be a role without cases.
_WORK_WITH_CHILDREN = (
    Role.FRONT_DOOR_WORKER,
    Role.SOCIAL_WORKER,
    Role.TEAM_MANAGER,
    Role.SERVICE_MANAGER,
    Role.CONFERENCE_CHAIR,
)
LONGEST = timedelta(days=366)


@transaction.atomic
def arrange_cover(
    *, absent: User, covering: User, first_on: date, last_on: date, reason: str = "", by: User, at: datetime
) -> int:
    """Arranges that `covering` does the work of `absent` from the first day to the last, both included.

    Returns the cover's key. Raises `NotAllowed`, `Refused`.
    """
    decision = require(by, "cover.arrange", at=at)
    problems: list[tuple[str, str]] = []
    if absent.pk == covering.pk:
        problems.append(("covering", "Choose somebody else to cover"))
    for field, person in (("absent", absent), ("covering", covering)):
        if not person.is_active or person.role not in _WORK_WITH_CHILDREN:
            problems.append((field, "Choose somebody who works with children and still signs in"))
    if last_on < first_on:
        problems.append(("last_on", "The last day must be on or after the first"))
    elif last_on - first_on > LONGEST:
        problems.append(("last_on", "Cover lasts at most a year: arrange it again then"))
    elif last_on < timezone.localdate(at):
        problems.append(("last_on", "The last day must not be in the past"))
    if problems:
        raise Refused(problems=tuple(problems))
    try:
        with transaction.atomic():
            made = Cover.objects.create(
                absent=absent,
                covering=covering,
                period=DateRange(first_on, last_on + timedelta(days=1)),
                reason=reason.strip()[:200],
                arranged_by=by,
                arranged_at=at,
            )
    except IntegrityError:
        raise Refused("This cover is arranged already for some of these days.", "first_on") from None
    if covering.pk != by.pk:
        words = f"{by.name} asked you to cover for {absent.name} from {_day(first_on)} to {_day(last_on)}."
        send(to=covering, kind="cover", words=words, link="/your-account/", by=by, at=at)
    record(
        act="cover.arrange",
        by=by,
        at=at,
        subject=f"cover:{made.pk}",
        right=decision.right,
        detail={"absent": absent.pk, "covering": covering.pk, "from": str(first_on), "to": str(last_on)},
    )
    return made.pk


@transaction.atomic
def end_cover(*, cover: int, by: User, at: datetime) -> None:
    """Ends a cover today: from today it gives no right. One that has not begun is taken away.

    Raises `NotAllowed`, `Refused` when it has ended already.
    """
    decision = require(by, "cover.arrange", at=at)
    found = Cover.objects.select_for_update().get(pk=cover)
    today = timezone.localdate(at)
    if found.period.upper <= today:
        raise Refused("This cover has ended already.")
    if found.period.lower >= today:
        found.delete()
    else:
        found.period = DateRange(found.period.lower, today)
        found.save(update_fields=["period"])
    record(
        act="cover.arrange", by=by, at=at, subject=f"cover:{cover}", right=decision.right, detail={"ended": str(today)}
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
