"""What was typed in a form that was sent after its sign-in had ended.

Nothing of it is held here while nobody is signed in. It goes back to the browser, sealed, on the page that asks to sign
in, and comes from there again. Only the person for whom the form was drawn gets it open, in the form it was typed in,
and nothing acts on it until she sends that form once more.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.crypto import salted_hmac

from goldenthread.access.operations.once import made_for
from goldenthread.access.public import User

# The hidden box that carries the sealed words.
KEPT = "kept"
# As long as a device keeps its own copy of a draft.
LASTS = timedelta(days=7)
_NOT_TYPED = ("csrfmiddlewaretoken", "once", KEPT)

RETURNED = (
    "You were signed out before this was sent, so nothing was saved. "
    "What you typed is below: check it and send it again."
)
AND_FILES = " Choose any file again."


@dataclass(frozen=True, slots=True)
class Kept:
    """The address a form was sent to, what was typed in it, and for whom it was drawn: her key where her session still
    said so, and otherwise only the form's own token can tell."""

    path: str
    typed: tuple[tuple[str, str], ...]
    once: str
    person: int | None
    files: bool

    def is_for(self, user: User) -> bool:
        """Whether these are this person's own words."""
        if self.person is not None:
            return self.person == user.pk
        return made_for(token=self.once, by=user)


def something_typed(request: HttpRequest) -> bool:
    """Whether a form that was sent holds anything that could be lost."""
    return any(text.strip() for name, text in _typed(request) if name not in _NOT_TYPED)


def keep(request: HttpRequest, *, person: int | None) -> Kept:
    """What the form that was sent holds. `person` is who was signed in, where the session still told."""
    return Kept(
        path=request.get_full_path(),
        typed=_typed(request),
        once=request.POST.get("once", ""),
        person=person,
        files=bool(request.FILES),
    )


def seal(kept: Kept) -> str:
    """The words as only this installation can read them again: packed, encrypted and signed."""
    plain = json.dumps([kept.path, kept.typed, kept.once, kept.person, kept.files]).encode()
    return _lock().encrypt(zlib.compress(plain)).decode()


def unseal(sealed: str) -> Kept | None:
    """What was sealed; None for what we did not seal, what was altered, and what is too old."""
    try:
        plain = _lock().decrypt(sealed.encode(), ttl=int(LASTS.total_seconds()))
    except InvalidToken:
        return None
    path, typed, once, person, files = json.loads(zlib.decompress(plain))
    return Kept(path, tuple((name, text) for name, text in typed), once, person, files)


def fits(sealed: str) -> bool:
    """Whether a form that carries it would be taken."""
    return len(sealed) < settings.DATA_UPLOAD_MAX_MEMORY_SIZE - 100_000


def give_back(request: HttpRequest, kept: Kept) -> None:
    """Puts what was typed into the request again. From here on the request only shows: `words_returned` says so."""
    request.POST = QueryDict(urlencode(kept.typed), encoding="utf-8")
    request.words_returned = RETURNED + (AND_FILES if kept.files else "")


def words_returned(request: HttpRequest) -> str:
    """What to say over a form whose words were given back; "" for any other request."""
    return getattr(request, "words_returned", "")


def drawn_again(request: HttpRequest) -> HttpResponse | None:
    """The page of this address with what was typed in it, for the person it was drawn for; None for anybody else.

    For a form whose mark against forgery was made before the last sign-in. It shows and does not act, so it needs none.
    """
    if not request.user.is_authenticated:
        return None
    if not words_returned(request):
        kept = keep(request, person=None)
        if not kept.is_for(request.user):
            return None
        give_back(request, kept)
    match = request.resolver_match
    return match.func(request, *match.args, **match.kwargs)


def listed(request: HttpRequest) -> list[str]:
    """Each longer answer of a form, to be copied by hand where the form itself cannot be shown again."""
    return [text for name, text in _typed(request) if name not in _NOT_TYPED and len(text) > 3]


def _typed(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    return tuple((name, text) for name, texts in request.POST.lists() for text in texts if name not in _NOT_TYPED)


def _lock() -> Fernet:
    key: Any = salted_hmac("goldenthread.kept", "words", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
