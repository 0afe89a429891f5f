"""What the demonstration says of its measures: events on record, words signed last month, and what was to be done."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from goldenthread.access.public import User, find_team, find_user
from goldenthread.config.demo.planted import hub_on, lowered_on, vacant_on, vacant_team
from goldenthread.config.demo.staff_shapes import Staff
from goldenthread.insight.analysis.points import month_after
from goldenthread.insight.public.analysis import (
    Clause,
    record_event,
    record_measure_action,
    sign_commentary,
    write_commentary,
)

MEASURE = "assessment_45wd"


def tell_analysis(*, staff: Staff, now: datetime) -> None:
    """Told by a service manager, as of the days on which it would have been said."""
    by = User.objects.get(pk=staff.service_managers[0])
    this_month = now.date().replace(day=1)
    team = find_team(vacant_team(staff).key)
    manager = find_user(key=vacant_team(staff).manager)
    if team is None or manager is None:
        return
    today = now.date()
    for on, kind, words, touched in (
        (lowered_on(today), "threshold", "The threshold for a referral is lowered, after a review", None),
        (vacant_on(today), "vacancy", "The second manager leaves, and the post stands empty", team.pk),
        (hub_on(today), "demand", "All but schools begin to report through a new hub of early help", None),
        (today - timedelta(days=500), "new_form", "A new form for assessments, in every team", None),
    ):
        told_at = now + (on - today) + timedelta(days=3)
        record_event(happened_on=on, kind=kind, words=words, team=touched, by=by, at=told_at)
    said_at = now - timedelta(days=32)
    month = month_after(this_month, -2)
    clauses = [
        Clause("what_changed", "Fewer assessments were finished in time than in the summer.", "counted", (), True),
        Clause("why", f"It fits the time since the post in {team.name} stood empty.", "possible", (), True),
        Clause("so_what", "Families waited longer to be told what help there will be.", "counted", (), True),
        Clause(
            "what_we_will_do", "Overtime to finish what is written, and a look at it next month.", "likely", (), True
        ),
        Clause("last_time", "Nothing was said before.", "counted", (), True),
    ]
    write_commentary(measure=MEASURE, month=month, clauses=clauses, by=by, at=said_at)
    record_measure_action(
        measure=MEASURE,
        month=month,
        words=f"Overtime in {team.name} to finish what is written",
        owner=manager.pk,
        due_on=(said_at + timedelta(days=14)).date(),
        expected=Decimal("85"),
        judged_on=month_after(month, 1),
        by=by,
        at=said_at,
    )
    sign_commentary(measure=MEASURE, month=month, by=by, at=said_at)
