"""Loading in the background: a file too large for a page is kept in the data folder until a worker has loaded it.

The load, the mark that it is done and the notice are one transaction, so a worker that is killed leaves nothing behind
and the job may be done again from the start: done twice it is loaded once. A job that was broken off `MOST_ATTEMPTS`
times is refused, and who handed the file in is told. The file is readable by the account of the server alone, and goes
as soon as it was loaded or refused.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now
from django.urls import reverse
from procrastinate.contrib.django import app

from goldenthread.access.public import NotAllowed, User, notify, record, require
from goldenthread.kernel.refusal import Refused
from goldenthread.returns.models import WaitingFile
from goldenthread.returns.operations.annex_file import looked_into
from goldenthread.returns.operations.census_file import CensusFile
from goldenthread.returns.operations.cin_census import KIND as CIN_CENSUS
from goldenthread.returns.operations.cin_census import AnotherLoad, load_cin_census
from goldenthread.returns.operations.load_annex_a import KIND as ANNEX_A
from goldenthread.returns.operations.load_annex_a import load_annex_a
from goldenthread.returns.operations.load_ssd import KIND as SSD
from goldenthread.returns.operations.ssd_tables import SPILLED
from goldenthread.returns.operations.ssd_zip import UNPACKED, load_ssd_zip, looked_into_zip
from goldenthread.ui.words import plural

JOB = "load a census"
MOST_ATTEMPTS = 3
EVERY = 1.0  # seconds between two words on how far a load is
_ENDED = (WaitingFile.State.DONE, WaitingFile.State.REFUSED)


def folder() -> Path:
    """Where files wait: in the data folder, for the account of the server alone."""
    found = Path(settings.HOME) / "uploads"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def queue_cin_census(pieces: Iterable[bytes], *, size: int, file_name: str, by: User, at: datetime) -> int:
    """Keeps a census file of `size` bytes for a worker, who loads it in this person's name; returns its key.

    What is no census is refused at once, by how it begins. Raises `NotACensus`, `Refused` when the disk has no room,
    `NotAllowed`; then no file is kept.
    """
    return _queue(pieces, kind=CIN_CENSUS, ending=".xml", size=size, file_name=file_name, by=by, at=at)


def queue_annex_a(pieces: Iterable[bytes], *, size: int, file_name: str, by: User, at: datetime) -> int:
    """As `queue_cin_census`, for a workbook of Annex A. Raises `NotAWorkbook` for what is none."""
    return _queue(pieces, kind=ANNEX_A, ending=".xlsx", size=size, file_name=file_name, by=by, at=at)


def queue_ssd(pieces: Iterable[bytes], *, size: int, file_name: str, by: User, at: datetime) -> int:
    """As `queue_cin_census`, for a zip file of the Standard Safeguarding Dataset. Raises `NotADataset` for what is
    none."""
    return _queue(pieces, kind=SSD, ending=".zip", size=size, file_name=file_name, by=by, at=at)


def _queue(
    pieces: Iterable[bytes], *, kind: str, ending: str, size: int, file_name: str, by: User, at: datetime
) -> int:
    right = require(by, "file.load", at=at).right
    if shutil.disk_usage(folder()).free < 2 * size:
        raise Refused("The server has no room for a file this large. Ask your administrator to make some", "file")
    path = folder() / f"{secrets.token_hex(16)}{ending}"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
            for piece in pieces:
                kept.write(piece)
        if kind == ANNEX_A:
            looked_into(path)
        elif kind == SSD:
            looked_into_zip(path)
        else:
            with CensusFile(path, at=at):
                pass  # its beginning is that of a census
        with transaction.atomic():
            made = WaitingFile.objects.create(
                kind=kind, file_name=file_name[:200], stored_as=path.name, size=size, given_by=by, given_at=at
            )
            detail = {"queued": True, "bytes": size}
            record(act="file.load", by=by, at=at, subject=f"waiting_file:{made.pk}", right=right, detail=detail)
            # Seen by a worker when this transaction ends, and not before.
            app.configure_task(JOB, lock=JOB, queueing_lock=f"{JOB} {made.pk}").defer(file=made.pk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return made.pk


def load_waiting_file(*, file: int, at: datetime) -> str:
    """Loads a file that waits, and returns the state it is in then. For a worker; safe to do again.

    Raises `AnotherLoad` while another file is being loaded, and whatever broke the load off: both may be tried again
    later. After `MOST_ATTEMPTS` broken attempts the file is refused instead.
    """
    found = _taken_up(file, at)
    if found is None:
        return "gone"
    path = folder() / found.stored_as
    if found.state not in _ENDED:
        try:
            _load(found, path, at)
        except AnotherLoad:
            WaitingFile.objects.filter(pk=file).update(state=WaitingFile.State.QUEUED, attempts=found.attempts - 1)
            raise
        except NotAllowed:
            _refuse(found, "The person who handed the file in may no longer load files.", at)
        except Refused as reason:
            _refuse(found, str(reason), at)
        except FileNotFoundError:
            _refuse(found, "The file is no longer on the server. Send it again.", at)
        except Exception:
            if found.attempts < MOST_ATTEMPTS:
                WaitingFile.objects.filter(pk=file).update(state=WaitingFile.State.QUEUED)
                raise
            _refuse(found, _BROKEN_OFF, at)
    path.unlink(missing_ok=True)
    return found.state


_BROKEN_OFF = (
    f"Loading was broken off {MOST_ATTEMPTS} times, by a fault or because the server stopped. Nothing of the file was "
    "loaded. Ask your administrator to look, then send it again."
)


def _taken_up(file: int, at: datetime) -> WaitingFile | None:
    """The file marked as being loaded, or as refused after too many attempts; as it is when it has ended."""
    with transaction.atomic():
        found = WaitingFile.objects.select_for_update(of=("self",)).select_related("given_by").filter(pk=file).first()
        if found is None or found.state in _ENDED:
            return found
        # Each attempt is counted before it begins, so that one that is killed counts.
        if found.attempts >= MOST_ATTEMPTS:
            _refuse(found, _BROKEN_OFF, at)
            return found
        found.attempts += 1
        found.state, found.started_at = WaitingFile.State.RUNNING, at
        found.read_bytes, found.words = 0, ""
        found.save(update_fields=["attempts", "state", "started_at", "read_bytes", "words"])
        return found


_LOADS = {CIN_CENSUS: load_cin_census, ANNEX_A: load_annex_a, SSD: load_ssd_zip}


def _load(found: WaitingFile, path: Path, at: datetime) -> None:
    with _Telling(found.pk) as telling, transaction.atomic():
        load = _LOADS[found.kind]
        loaded = load(path, by=found.given_by, at=at, file_name=found.file_name, progress=telling.tell)
        found.state = WaitingFile.State.DONE
        WaitingFile.objects.filter(pk=found.pk).update(
            state=found.state, load_id=loaded.load, ended_at=Now(), read_bytes=found.size, words=""
        )
        notify(
            to=found.given_by,
            kind="file_loaded",
            words=f"{found.file_name} was loaded: {plural(loaded.children, 'child', 'children')}.",
            link=reverse("loaded_file", args=[loaded.load]),
            by=None,
            at=at,
        )


@transaction.atomic
def _refuse(found: WaitingFile, why: str, at: datetime) -> None:
    found.state, found.why = WaitingFile.State.REFUSED, why[:500]
    WaitingFile.objects.filter(pk=found.pk).update(state=found.state, why=found.why, ended_at=Now(), words="")
    notify(
        to=found.given_by,
        kind="file_not_loaded",
        words=f"{found.file_name} was not loaded.",
        link=reverse("waiting_file", args=[found.pk]),
        by=None,
        at=at,
    )
    detail = {"refused": True}
    record(act="file.load", by=None, at=at, subject=f"waiting_file:{found.pk}", right="command", detail=detail)


class _Telling:
    """Says how far a load is, beside its transaction: on a connection of its own, or nobody would see it."""

    def __init__(self, file: int) -> None:
        self._file, self._last = file, 0.0
        self._connection = connection.copy()

    def __enter__(self) -> _Telling:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def tell(self, done: int, _of: int | None, words: str) -> None:
        now = monotonic()
        if self._last and now - self._last < EVERY and done != _of:
            return
        self._last = now
        with self._connection.cursor() as cursor:
            cursor.execute(
                "UPDATE returns_waitingfile SET read_bytes = %s, words = %s WHERE id = %s",
                [done, words[:100], self._file],
            )


def forget_files_left_behind(*, before: datetime) -> int:
    """Removes files that nobody waits for any more, and folders of tables that were being read, which were written
    before that moment; returns how many. They are left when a server stops between keeping a file and saying so, or a
    worker is killed while it loads."""
    waiting = set(WaitingFile.objects.exclude(state__in=_ENDED).values_list("stored_as", flat=True))
    count = 0
    for path in (path for ending in ("xml", "xlsx", "zip") for path in folder().glob(f"*.{ending}")):
        if path.name not in waiting and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            count += 1
    for path in (path for begins in (UNPACKED, SPILLED) for path in Path(settings.HOME).glob(f"{begins}*")):
        if path.is_dir() and path.stat().st_mtime < before.timestamp():
            shutil.rmtree(path, ignore_errors=True)
            count += 1
    return count
