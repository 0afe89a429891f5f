"""Files that wait to be loaded, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from procrastinate.contrib.django.models import ProcrastinateWorker

from goldenthread.returns.models import WaitingFile

BEATS = timedelta(seconds=60)  # a worker that runs says so every ten seconds
LISTED = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file handed in for a worker. `state` is queued, running, done or refused, and `state_words` says it; `words`
    is how far the load is and `read` of `size` bytes; `why` says why it was not loaded; `load` is the key of the load
    once it is done."""

    key: int
    file_name: str
    state: str
    state_words: str
    size: int
    read: int
    words: str
    attempts: int
    by: str
    at: datetime
    ended_at: datetime | None
    why: str
    load: int | None

    @property
    def goes_on(self) -> bool:
        return self.state in ("queued", "running")


def waiting_file(key: int) -> Waiting | None:
    """One file; None when there is none."""
    row = WaitingFile.objects.select_related("given_by").filter(pk=key).first()
    return _waiting(row) if row else None


def waiting_files() -> tuple[Waiting, ...]:
    """Those that wait, are being loaded or were not loaded, the last first. What was loaded is among the loads."""
    rows = WaitingFile.objects.select_related("given_by").exclude(state=WaitingFile.State.DONE)
    return tuple(_waiting(row) for row in rows.order_by("-given_at", "-pk")[:LISTED])


def a_worker_runs(*, at: datetime) -> bool:
    """Whether a worker has said within the last minute that it is there."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=at - BEATS).exists()


def _waiting(row: WaitingFile) -> Waiting:
    return Waiting(
        row.pk,
        row.file_name,
        row.state,
        WaitingFile.State(row.state).label,
        row.size,
        row.read_bytes,
        row.words,
        row.attempts,
        row.given_by.name,
        row.given_at,
        row.ended_at,
        row.why,
        row.load_id,
    )
