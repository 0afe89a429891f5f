"""The evidence library: documents with their versions, owners and last days."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of, those_who_may
from goldenthread.casework.pages.typed import key_of, typed_day
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.public.readiness import (
    LARGEST,
    Document,
    DocumentSaid,
    add_evidence,
    add_evidence_version,
    document,
    documents,
    file_of,
    withdraw_evidence,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.ui import words

STATES = {"current": "Current", "soon": "Expires soon", "expired": "Expired", "withdrawn": "Withdrawn"}
TONES = {"current": "green", "soon": "yellow", "expired": "red", "withdrawn": "grey"}
MEGABYTE = 1024 * 1024
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


class EvidenceLibrary(Page):
    """Every document that a claim rests on, what has expired first."""

    act = "evidence.read"
    template = "quality/readiness_evidence.html"

    def show(self) -> dict[str, Any]:
        held = documents(reader=self.request.user, at=self.now, withdrawn=True)
        acts = acts_of(self.request.user)
        return {
            "rows": [row(one) for one in held if one.state != "withdrawn"],
            "withdrawn": [row(one) for one in held if one.state == "withdrawn"],
            "may_add": "evidence.add" in acts,
            "inspector": "workspace.read" in acts,
        }


class AddEvidence(Page):
    """A document, what it shows, who answers for it and until when it may be relied on."""

    act = "evidence.add"
    template = "quality/readiness_evidence_new.html"

    def show(self) -> dict[str, Any]:
        return {
            "kinds": [(one.value, one.label) for one in SETS["evidence_kind"].choices()],
            "owners": [
                (one.key, f"{one.name}, {one.job_title or one.role_name}") for one in those_who_may("evidence.add")
            ],
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "largest": LARGEST // MEGABYTE,
        }

    def perform(self) -> str:
        typed = self.request.POST
        expires_on = typed_day(typed, "expires_on", what="the last day on which it may be relied on", needed=True)
        assert expires_on is not None
        said = DocumentSaid(
            title=typed.get("title", ""),
            kind=typed.get("kind", ""),
            says=typed.get("says", ""),
            owner=key_of(typed.get("owner")),
            expires_on=expires_on,
            shared=typed.get("shared") == "yes",
        )
        file, name = self._file()
        made = add_evidence(said=said, file=file, file_name=name, by=self.request.user, at=self.now)
        messages.success(self.request, "The document is in the library.")
        return reverse("evidence_item", args=[made])

    def _file(self) -> tuple[bytes, str]:
        return file_given(self)


class EvidencePage(Page):
    """One document with every version of it."""

    act = "evidence.read"
    template = "quality/readiness_evidence_item.html"

    def find(self, *, evidence_id: int) -> None:
        if self._document(evidence_id) is None:
            raise Http404("No such document")

    def _document(self, key: int) -> Document | None:
        return document(key, reader=self.request.user, at=self.now)

    def show(self, *, evidence_id: int) -> dict[str, Any]:
        found = self._document(evidence_id)
        if found is None:
            raise Http404("No such document")
        acts = acts_of(self.request.user)
        return {
            "d": found,
            "row": row(found),
            "versions": [
                {
                    "number": one.number,
                    "url": reverse("evidence_file", args=[one.key]),
                    "name": one.file_name,
                    "size": _size(one.size),
                    "changed": one.changed,
                    "by": one.added_by,
                    "at": words.moment(one.added_at, self.now),
                    "sha256": one.sha256,
                }
                for one in found.versions
            ],
            "may_add": "evidence.add" in acts and found.state != "withdrawn",
            "may_withdraw": "evidence.withdraw" in acts and found.state != "withdrawn",
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "failed": self.act if self.problems else "",
            "largest": LARGEST // MEGABYTE,
            "now": self.now,
        }


class AddVersion(EvidencePage):
    """A newer version, with what changed and until when it may be relied on."""

    act = "evidence.add"

    def perform(self, *, evidence_id: int) -> str:
        typed = self.request.POST
        expires_on = typed_day(typed, "expires_on", what="the last day on which it may be relied on", needed=True)
        assert expires_on is not None
        file, name = file_given(self)
        add_evidence_version(
            item=evidence_id,
            file=file,
            file_name=name,
            changed=typed.get("changed", ""),
            expires_on=expires_on,
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The new version is in the library.")
        return reverse("evidence_item", args=[evidence_id])


class WithdrawEvidence(EvidencePage):
    """Nobody may rely on it any more."""

    act = "evidence.withdraw"

    def perform(self, *, evidence_id: int) -> str:
        because = self.request.POST.get("because", "")
        withdraw_evidence(item=evidence_id, because=because, by=self.request.user, at=self.now)
        messages.success(self.request, "The document is withdrawn. Its versions stay on record.")
        return reverse("evidence_item", args=[evidence_id])


class EvidenceFile(Page):
    """A version as it was kept, to be downloaded and never shown in the page."""

    act = "evidence.read"
    template = "quality/readiness_evidence.html"

    def find(self, *, evidence_version_id: int) -> None:
        if file_of(evidence_version_id, reader=self.request.user, at=self.now) is None:
            raise Http404("No such version")

    def _page(self, status: int, **address: Any) -> HttpResponse:
        found = file_of(address["evidence_version_id"], reader=self.request.user, at=self.now)
        if found is None or not found[2].is_file():
            raise Http404("The file is no longer on the server")
        name, sort, path = found
        stem = name.rpartition(".")[0] or name
        return FileResponse(path.open("rb"), as_attachment=True, filename=f"{stem}.{sort}", content_type=TYPES[sort])


def file_given(page: Page) -> tuple[bytes, str]:
    """The file that was sent, and its name. Raises `Refused`."""
    given = page.request.FILES.get("file")
    if given is None:
        raise Refused("Choose the file. If you had chosen one, choose it again", "file")
    if given.size > LARGEST:
        raise Refused(f"The file is larger than {LARGEST // MEGABYTE} megabytes. Keep it smaller", "file")
    return given.read(), given.name or "document"


def row(one: Document) -> dict[str, Any]:
    """A document in a line."""
    return {
        "key": one.key,
        "url": reverse("evidence_item", args=[one.key]),
        "title": one.title,
        "kind": one.kind_words,
        "says": one.says,
        "owner": one.owner,
        "until": words.day(one.expires_on),
        "version": one.versions[0].number if one.versions else 0,
        "state": STATES[one.state],
        "tone": TONES[one.state],
        "shared": one.shared,
    }


def _size(count: int) -> str:
    return f"{count / MEGABYTE:.1f} MB" if count >= MEGABYTE else f"{max(count // 1024, 1)} KB"
