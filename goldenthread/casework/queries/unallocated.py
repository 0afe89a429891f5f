"""Children whose referral waits for a decision, a team or a worker: those of one contact stand together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from goldenthread.access.public import User, visible
from goldenthread.casework.models import Deadline, Referral
from goldenthread.casework.queries.deadlines import MARKS, falls_shortly, left_of
from goldenthread.casework.queries.tray_rows import PAGE, Fact, Row, Tray, listed
from goldenthread.kernel.clock import london_date
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.codes import SETS
from goldenthread.ui.words import age, moment, plural


def waiting_referrals() -> QuerySet[Referral]:
    return Referral.objects.filter(state__in=("to_decide", "to_allocate", "with_team"), closed_on=None, loaded=False)


def to_allocate(by: User, at: datetime, page: int, counts: dict[str, int], covering: str) -> Tray:
    """Children whose referral waits for a decision, a team or a worker: those of one contact are one block."""
    waiting = (
        waiting_referrals()
        .annotate(open_to_her=visible(by, "child.read", child="child", at=at))
        .values(
            *("id", "contact", "state", "received_at", "decided_at", "is_rereferral", "team__name", "open_to_her"),
            *("child__given_names", "child__family_name", "child__born_on", "child__expected_on", "child__la_child_id"),
            *("contact__reference", "contact__summary", "contact__priority", "contact__family_name", "source"),
        )
        .order_by("decided_at", "received_at", "id")
    )
    blocks: dict[tuple[Any, str, str], list[dict[str, Any]]] = {}
    for row in waiting:
        blocks.setdefault((row["contact"] or -row["id"], row["state"], row["team__name"] or ""), []).append(row)
    every = list(blocks.values())
    pages = max(1, -(-len(every) // PAGE))
    page = min(max(page, 1), pages)
    shown = every[(page - 1) * PAGE : page * PAGE]
    due = {
        deadline.referral_id: deadline
        for deadline in Deadline.objects.filter(
            referral__in=[row["id"] for block in shown for row in block],
            clock__in=("assessment_allocated", "referral_decision"),
            met_at=None,
            void_at=None,
        )
    }
    rows = [_allocation_row(block, due, at) for block in shown]
    words = {"to_decide": "waiting for a decision", "to_allocate": "waiting for a team", "with_team": ""}
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(words[row.state] or row.group, []).append(row)
    total = sum(len(block) for block in every)
    return Tray(
        tray="to_allocate",
        groups=tuple((f"{len(some)} {heading}", False, tuple(some)) for heading, some in groups.items()),
        counts=counts,
        covering=covering,
        facets={},
        writers=(),
        areas=(),
        in_all=total,
        total=total,
        families=len(every),
        page=page,
        pages=pages,
        summary=f"{plural(total, 'child', 'children')} in {plural(len(every), 'family', 'families')}.",
    )


def _allocation_row(block: Sequence[dict[str, Any]], due: dict[int, Deadline], at: datetime) -> Row:
    first = block[0]
    hidden = not all(row["open_to_her"] for row in block)
    deadline = next((due[row["id"]] for row in block if row["id"] in due), None)
    left = left_of(deadline.due_on, deadline.due_at, at) if deadline else None
    names = []
    for row in block:
        given = row["child__given_names"] or row["child__la_child_id"] or "Unborn baby"
        born = row["child__born_on"]
        names.append(f"{given}, {age(born, at)}" if born else given)
    facts = [Fact("Referred again within 12 months", "boxed")] if any(row["is_rereferral"] for row in block) else []
    decided = first["decided_at"]
    waits = WORKING_DAYS.between(london_date(decided or first["received_at"]), london_date(at))
    since = f"decided {moment(decided, at)}" if decided else f"received {moment(first['received_at'], at)}"
    facts.append(Fact(f"Waiting {plural(waits, 'working day')}", "strong" if waits > 1 else ""))
    return Row(
        key=first["contact"] or 0,
        referral=first["id"],
        reference=first["contact__reference"] or "",
        state=first["state"],
        title="Restricted" if hidden else first["contact__family_name"] or first["child__family_name"] or "Not named",
        names="" if hidden else listed(names),
        story="" if hidden else first["contact__summary"] or "",
        priority=first["contact__priority"] or "",
        facts=tuple(facts),
        source=f"{SETS['referral_source'].label(first['source'])}, {since}.",
        left=left,
        mark=MARKS[left.state] if left else "dot",
        falls=falls_shortly(deadline.due_on, deadline.due_at, at) if deadline else "",
        share=None,
        group=f"with {first['team__name']}, waiting for a worker",
        mine=False,
        looks="",
        restricted=hidden,
    )
