"""The evidence library: documents with each version, an owner and a last day on which they may be relied on.

A file is taken for what is in it, never for its name. It lies in the data folder, readable by the account of the server
alone, and is never changed: a correction is a new version.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import User, record, require
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import EvidenceItem, EvidenceVersion
from goldenthread.quality.operations.improvement import person_of
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import kept_line, kept_words
from goldenthread.ui.words import day

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
UNPACKED = 200 * MEGABYTE
NOT_KNOWN = "This is no document that the library keeps: PDF, Word, Excel, PowerPoint, a picture, plain text or CSV"
_OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}


@dataclass(frozen=True, slots=True)
class DocumentSaid:
    """What a document is. `says` is what it shows, in a sentence; `expires_on` the last day on which it may be relied
    on; `shared` whether inspectors see it."""

    title: str
    kind: str
    says: str
    owner: int | None
    expires_on: date
    shared: bool = False


def folder() -> Path:
    """Where documents lie: in the data folder, for the account of the server alone."""
    found = Path(settings.HOME) / "evidence"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


@transaction.atomic
def add_evidence(*, said: DocumentSaid, file: bytes, file_name: str, by: User, at: datetime) -> int:
    """Adds a document with its first version; returns its key. Raises `NotAllowed`, `Refused`."""
    right = require(by, "evidence.add", at=at).right
    made = EvidenceItem(added_by=by, added_at=at)
    _put(made, said, at)
    sort = _sort(file)
    made.save()
    _keep(made, 1, file, file_name, sort, "", by, at)
    record(act="evidence.add", by=by, at=at, subject=_subject(made), right=right, detail={"version": 1})
    return made.pk


@transaction.atomic
def add_evidence_version(
    *, item: int, file: bytes, file_name: str, changed: str, expires_on: date, by: User, at: datetime
) -> int:
    """Adds a version of a document, with what changed and a new last day; returns its number. Raises `NotAllowed`,
    `Refused`."""
    right = require(by, "evidence.add", at=at).right
    found = _locked(item)
    problems = _day_problem(expires_on, at)
    if says_nothing(changed):
        problems.append(("changed", "Say what is different in this version"))
    if problems:
        raise Refused(problems=tuple(problems))
    sort = _sort(file)
    last = found.versions.order_by("-number").first()
    if last is not None and last.sha256 == hashlib.sha256(file).hexdigest():
        raise Refused(f"This is the same file as version {last.number}", "file")
    number = 1 if last is None else last.number + 1
    _keep(found, number, file, file_name, sort, kept_words(changed, "changed"), by, at)
    found.expires_on = expires_on
    found.save(update_fields=["expires_on"])
    record(act="evidence.add", by=by, at=at, subject=_subject(found), right=right, detail={"version": number})
    return number


@transaction.atomic
def withdraw_evidence(*, item: int, because: str, by: User, at: datetime) -> None:
    """Says that a document may no longer be relied on: it stays on record. Raises `NotAllowed`, `Refused`."""
    right = require(by, "evidence.withdraw", at=at).right
    found = _locked(item)
    if says_nothing(because):
        raise Refused("Say why nobody may rely on it any more", "because")
    found.withdrawn_by, found.withdrawn_at, found.withdrawn_because = by, at, kept_words(because, "because")
    found.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_because"])
    record(act="evidence.withdraw", by=by, at=at, subject=_subject(found), right=right)


def forget_evidence_left_behind(*, before: datetime) -> int:
    """Removes files that no version names and that were written before that moment; returns how many. They are left
    when the act that kept them was taken back."""
    named = set(EvidenceVersion.objects.values_list("stored_as", flat=True))
    count = 0
    for path in folder().iterdir():
        if path.name not in named and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            count += 1
    return count


def _put(row: EvidenceItem, said: DocumentSaid, at: datetime) -> None:
    problems = _day_problem(said.expires_on, at)
    if says_nothing(said.title):
        problems.append(("title", "Give the document a name"))
    if said.kind not in SETS["evidence_kind"].codes:
        problems.append(("kind", "Choose what kind of document it is"))
    if says_nothing(said.says):
        problems.append(("says", "Say in a sentence what it shows"))
    if problems:
        raise Refused(problems=tuple(problems))
    row.title, row.kind = kept_line(said.title, "title", 200), said.kind
    row.says, row.expires_on, row.shared = kept_words(said.says, "says"), said.expires_on, said.shared
    row.owner = person_of(said.owner, "evidence.add", "owner", "Choose one person who answers for the document")


def _day_problem(expires_on: date, at: datetime) -> list[tuple[str, str]]:
    if expires_on < timezone.localdate(at):
        return [("expires_on", "The last day on which it may be relied on must not be in the past")]
    return []


def _keep(
    item: EvidenceItem, number: int, file: bytes, file_name: str, sort: str, changed: str, by: User, at: datetime
) -> None:
    path = folder() / f"{secrets.token_hex(16)}.{sort}"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
            kept.write(file)
        EvidenceVersion.objects.create(
            item=item,
            number=number,
            file_name=kept_line(Path(file_name).name or "document", "file", 1_000)[:200],
            stored_as=path.name,
            sort=sort,
            size=len(file),
            sha256=hashlib.sha256(file).hexdigest(),
            changed=changed,
            added_by=by,
            added_at=at,
        )
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _sort(file: bytes) -> str:
    """What a file is, by what is in it. Raises `Refused`."""
    if not file:
        raise Refused("Choose a file that is not empty", "file")
    if len(file) > LARGEST:
        raise Refused(f"The file is larger than {LARGEST // MEGABYTE} megabytes. Keep it smaller", "file")
    if file.startswith(b"%PDF-"):
        return "pdf"
    if file.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if file.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if file.startswith(b"PK\x03\x04"):
        return _office(file)
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(NOT_KNOWN, "file") from None
    if "\x00" in text or text.lstrip()[:1] == "<":
        raise Refused(NOT_KNOWN, "file")
    return "csv" if "," in text.partition("\n")[0] else "txt"


def _office(file: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(file)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Refused(NOT_KNOWN, "file") from None
    names = [one.filename for one in entries]
    if "[Content_Types].xml" not in names or sum(one.file_size for one in entries) > UNPACKED:
        raise Refused(NOT_KNOWN, "file")
    if any("vbaproject" in name.lower() for name in names):
        raise Refused("This document holds a program (a macro). Keep it without one", "file")
    for start, sort in _OFFICE.items():
        if any(name.startswith(start) for name in names):
            return sort
    raise Refused(NOT_KNOWN, "file")


def _locked(item: int) -> EvidenceItem:
    found = EvidenceItem.objects.select_for_update(of=("self",)).filter(pk=item).first()
    if found is None:
        raise Refused("There is no such document.")
    if found.withdrawn_at is not None:
        raise Refused(f"This document was withdrawn on {day(found.withdrawn_at)}.")
    return found


def _subject(item: EvidenceItem) -> str:
    return f"evidence:{item.pk}"
