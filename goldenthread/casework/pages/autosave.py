"""Saving what is typed while it is typed: how any page with a draft answers the script that sends it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from goldenthread.casework.public import Clash
from goldenthread.kernel.refusal import Refused
from goldenthread.ui.forms import SectionForm
from goldenthread.ui.words import clock_time


class KeepsTyping:
    """Stands before a page's own class where its form is kept as it is typed.

    The script asks with `X-Requested-With: draft` and is answered in JSON: saved with its version and time, refused
    with sentences (422), or a clash with whom, when and where to look (409).
    """

    request: HttpRequest
    now: datetime
    problems: tuple[tuple[str, str], ...]
    authorise: Callable[..., None]

    def keep(self, **address: Any) -> Any:
        """Keeps what was sent. Returns what `operations.sections` says of it (saved or a clash), a version, or None.
        Raises `Refused`."""
        raise LookupError(f"{type(self).__name__} keeps no typing.")

    def clash_with(self, clash: Clash, **address: Any) -> tuple[str, str]:
        """Whose words they clash with, and where both are shown: by default, another window of hers on this page."""
        return "Another window of yours", self.request.path

    def dispatch(self, request: HttpRequest, *args: Any, **address: Any) -> HttpResponse:
        if request.method == "POST" and request.headers.get("X-Requested-With") == "draft":
            self.request, self.now, self.problems = request, timezone.now(), ()
            self.authorise(**address)
            return self._told(**address)
        return super().dispatch(request, *args, **address)  # type: ignore[misc] -- the page that stands behind it

    def _told(self, **address: Any) -> JsonResponse:
        try:
            kept = self.keep(**address)
        except Refused as refused:
            return JsonResponse({"status": "refused", "errors": [one for _, one in refused.problems]}, status=422)
        at = clock_time(getattr(kept, "at", self.now))
        if isinstance(kept, Clash):
            by, url = self.clash_with(kept, **address)
            return JsonResponse({"status": "clash", "by": by, "at": at, "url": url}, status=409)
        version = getattr(kept, "version", kept)
        return JsonResponse({"status": "saved", "at": at} | ({} if version is None else {"version": version}))


def refuse_lost(form: SectionForm, answers: Mapping[str, Any]) -> None:
    """Raises `Refused` with what is wrong in each box whose words cannot be kept at all."""
    lost = [name for name in form.errors if name not in answers]
    if lost:
        raise Refused(problems=tuple((name, str(one)) for name in lost for one in form.errors[name]))


def sent_version(text: str | None) -> int:
    """The version of a part that a form was built on; 0 for what is no number."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def both(yours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Both versions put together to begin with: theirs, and after it each sentence of yours that theirs lacks."""
    made = dict(theirs)
    for name, value in yours.items():
        other = theirs.get(name)
        if not other:
            made[name] = value
        elif isinstance(value, list) and isinstance(other, list):
            made[name] = other + [one for one in value if one not in other]
        elif isinstance(value, str) and isinstance(other, str) and " " in value.strip():
            sentences = re.findall(r"[^.!?\n]+[.!?]*", value)
            added = " ".join(one.strip() for one in sentences if one.strip() and one.strip() not in other)
            made[name] = f"{other.rstrip()}\n\n{added}" if added else other
    return made
