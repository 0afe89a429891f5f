"""The shape of a page: an act that names its right, a decision before anything is read, and a redirect after a post.

A page says `act`, `template`, and `get` or `post`. Both take the request and the address's own parts, by name.
`get` returns the template's context. `post` returns the address to go to next, or a context to show again with what
is wrong. Who may, and what was pressed before, is decided by the class in `access` that real pages are made from.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.views.generic.base import View

ONCE = "once"
LONGEST_TOKEN = 64


class Page(View):
    """A page at one address. A class that others are made from says so: `class ChildPage(Page, abstract=True)`.

    `act` is the key of the right that opens it. `template` may be empty on a page that only redirects or answers
    for itself. `now` is the instant of the request: the one place the clock is read.
    """

    act: ClassVar[str]
    template: ClassVar[str] = ""
    now: datetime

    def __init_subclass__(cls, *, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if abstract:
            return
        act = getattr(cls, "act", None)
        if not isinstance(act, str) or not act.strip():
            raise TypeError(f"{cls.__name__} is a page without an act: nobody could say who may open it")
        if cls.authorise is Page.authorise:
            raise TypeError(f"{cls.__name__} is a page that nobody decides on: make it from a page of access")

    def authorise(self, request: HttpRequest, **parts: Any) -> None:
        """Decides whether this person may do `act` here, before anything is read; raises `PermissionDenied` if not.

        Supplied by access. By itself a page opens to nobody.
        """
        raise PermissionDenied("No decision was made")

    def claim(self, request: HttpRequest, token: str) -> str | None:
        """Takes the form's one-time token. `None` when it is fresh; else where its first press led, which may be ""."""
        return None

    def settle(self, request: HttpRequest, token: str, address: str) -> None:
        """Remembers where the press that took this token led."""

    def release(self, request: HttpRequest, token: str) -> None:
        """Gives the token back: nothing was done, and the same form may be sent again."""

    def say(self, words: str) -> None:
        """Says what was done, at the head of the next page."""
        messages.success(self.request, words)

    def dispatch(self, request: HttpRequest, *args: Any, **parts: Any) -> HttpResponseBase:
        """Decides, then reads or acts."""
        self.now = timezone.now()
        self.authorise(request, **parts)
        name = (request.method or "").lower()
        handler = getattr(self, name, None)
        if name == "post" and handler is not None:
            return self._act(request, handler, parts)
        if name in ("get", "head") and handler is not None:
            return self._answer(request, handler(request, **parts), secrets.token_urlsafe(18))
        if name == "options":
            return self.options(request, *args, **parts)
        return self.http_method_not_allowed(request, *args, **parts)

    def _act(self, request: HttpRequest, post: Callable[..., Any], parts: dict[str, Any]) -> HttpResponseBase:
        token = request.POST.get(ONCE, "")[:LONGEST_TOKEN]
        if token:
            led_to = self.claim(request, token)
            if led_to is not None:
                return HttpResponseRedirect(led_to or request.get_full_path())
        try:
            result = post(request, **parts)
        except BaseException:
            if token:
                self.release(request, token)
            raise
        if token:
            if isinstance(result, str):
                self.settle(request, token, result)
            elif isinstance(result, HttpResponseRedirect):
                self.settle(request, token, result.url)
            else:
                self.release(request, token)
        return self._answer(request, result, token or secrets.token_urlsafe(18))

    def _answer(
        self, request: HttpRequest, result: HttpResponseBase | str | dict[str, Any], token: str
    ) -> HttpResponseBase:
        """An address is gone to, a context is drawn, a response is itself."""
        if isinstance(result, HttpResponseBase):
            return result
        if isinstance(result, str):
            return HttpResponseRedirect(result)
        return self.draw(request, result | {"once": once_input(token)})

    def draw(self, request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """The page's template with this context. Never kept by a browser or a proxy: it holds somebody's record."""
        response = render(request, self.template, context, status=status)
        response["Cache-Control"] = "no-store"
        return response


def once_input(token: str) -> str:
    """The hidden field that makes a second press of the same form do nothing. Templates write `{{ once }}`."""
    return format_html('<input type="hidden" name="{}" value="{}">', ONCE, token)
