"""Loading a file from another system, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.http import Http404
from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.kernel.refusal import Refused
from goldenthread.returns.public import (
    SHOWN,
    a_worker_runs,
    load_annex_a,
    load_cin_census,
    load_page,
    load_ssd_zip,
    loads,
    queue_annex_a,
    queue_cin_census,
    queue_ssd,
    waiting_file,
    waiting_files,
)

# About forty thousand children, read while the person waits. A larger file is for a worker.
MEGABYTE = 1024 * 1024
LARGEST_UPLOAD = 50 * MEGABYTE


CIN_CENSUS = "cin-census"


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of file that can be loaded: the words for it, how it is asked for, and what loads it."""

    words: str
    asked: str
    ending: str
    load: Callable[..., Any]
    queue: Callable[..., int]


KINDS = {
    CIN_CENSUS: Kind("Children in need census", "a census file", ".xml", load_cin_census, queue_cin_census),
    "annex-a": Kind("Annex A", "a workbook of Annex A", ".xlsx", load_annex_a, queue_annex_a),
    "ssd": Kind("Standard Safeguarding Dataset", "a zip file of its tables", ".zip", load_ssd_zip, queue_ssd),
}
WORDS = {kind: one.words for kind, one in KINDS.items()}


class LoadFile(Page):
    """Choose a file, say what it is, and load it. Whether it is that is decided by what is in it, not by its name."""

    act = "file.load"
    template = "returns/load.html"

    def show(self) -> dict[str, Any]:
        return {
            "loads": [(one, WORDS.get(one.kind, "File")) for one in loads()],
            "waiting": waiting_files(),
            "largest": LARGEST_UPLOAD // MEGABYTE,
            "kind": self.request.POST.get("kind") or CIN_CENSUS,
            "kinds": {kind: one.words for kind, one in KINDS.items()},
            "wrong": {field: sentence for field, sentence in self.problems},
        }

    def perform(self) -> str:
        kind = KINDS.get(self.request.POST.get("kind") or CIN_CENSUS)
        if kind is None:
            raise Refused("Say what sort of file it is", "kind")
        given = self.request.FILES.get("file")
        if given is None:
            raise Refused(f"Choose {kind.asked}", "file")
        name = _plain(given.name or "")
        if given.size > LARGEST_UPLOAD:
            try:
                key = kind.queue(given.chunks(), size=given.size, file_name=name, by=self.request.user, at=self.now)
            except Refused as refused:
                raise Refused(str(refused), "file") from None
            return reverse("waiting_file", args=[key])
        with NamedTemporaryFile(suffix=kind.ending) as kept:
            for piece in given.chunks():
                kept.write(piece)
            kept.flush()
            try:
                loaded = kind.load(Path(kept.name), by=self.request.user, at=self.now, file_name=name)
            except Refused as refused:
                raise Refused(str(refused), "file") from None
        return reverse("loaded_file", args=[loaded.load])


class LoadedFile(Page):
    """What one load did, and what it left out and why."""

    act = "file.load"
    template = "returns/loaded.html"

    def show(self, *, load_id: int) -> dict[str, Any]:
        asked = self.request.GET.get("page", "1")
        found = load_page(load_id, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1)
        if found is None:
            raise Http404
        return {
            "found": found,
            "pages": _pages(found.number, found.pages, found.listed, len(found.rejected)),
            "sort": WORDS.get(found.load.kind, "File"),
            "census": found.load.kind == CIN_CENSUS,
        }


class FileThatWaits(Page):
    """How far a file is that a worker loads: waiting, being loaded, loaded, or why it was not."""

    act = "file.load"
    template = "returns/waiting.html"

    def show(self, *, file_id: int) -> dict[str, Any]:
        found = waiting_file(file_id)
        if found is None:
            raise Http404
        return {
            "file": found,
            "read": found.read // MEGABYTE,
            "size": max(1, found.size // MEGABYTE),
            "worker": a_worker_runs(at=self.now),
        }


def _plain(name: str) -> str:
    """A file's name as it may be shown: letters that cannot be printed, or that turn others round, are taken out."""
    return "".join(letter for letter in name if letter.isprintable())[:200] or "the file"


def _pages(number: int, count: int, total: int, here: int) -> dict[str, Any] | None:
    """Links to the pages near this one and to both ends; None when there is but one."""
    if count < 2:
        return None
    first = (number - 1) * SHOWN + 1
    rows: list[dict[str, Any]] = []
    last = 0
    for n in sorted({1, count, *(n for n in range(number - 2, number + 3) if 1 <= n <= count)}):
        if n > last + 1:
            rows.append({"number": "…"})
        rows.append({"number": n, "url": f"?page={n}", "current": n == number})
        last = n
    return {
        "first": first,
        "last": first + here - 1,
        "total": total,
        "rows": rows,
        "previous": f"?page={number - 1}" if number > 1 else "",
        "next": f"?page={number + 1}" if number < count else "",
    }
