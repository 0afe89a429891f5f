"""What the worker does by itself each night. Procrastinate finds this module by its name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core.management import call_command
from procrastinate.contrib.django import app

from goldenthread.access.public import forget_spent_tokens, notify, those_who_may, verify_ledger

TOKENS_KEPT = timedelta(days=7)


@app.periodic(cron="15 2 * * *")
@app.task(name="verify the ledger", queueing_lock="verify the ledger")
def verify_the_ledger(timestamp: int) -> str:
    """Looks for any change, gap or reorder, and tells the administrators when there is one."""
    found = verify_ledger()
    if not found.ok:
        now = datetime.fromtimestamp(timestamp, UTC)
        for administrator in those_who_may("person_signs_in.manage"):
            notify(
                to=administrator.key,
                kind="ledger",
                words=f"The ledger has {len(found.problems)} faults. Run “goldenthread ledger verify” to see them.",
                by=None,
                at=now,
            )
    return f"{found.checked} entries, {len(found.problems)} faults"


@app.periodic(cron="45 2 * * *")
@app.task(name="tidy", queueing_lock="tidy")
def tidy(timestamp: int) -> None:
    """Removes sessions that have ended, and the one-time tokens of forms that were sent long ago."""
    call_command("clearsessions")
    forget_spent_tokens(before=datetime.fromtimestamp(timestamp, UTC) - TOKENS_KEPT)
