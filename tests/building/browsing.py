"""A browser's page, signed in as somebody; whether somebody is let in; and what is taken back afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import timezone

from goldenthread.access.models import User
from goldenthread.access.pages.page import Page
from goldenthread.access.public import NotAllowed


def sign_in(page: Any, site: Any, user: User) -> None:
    """Signs the page in as `user`, as if she had typed her password (which is slow, and has its own tests)."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    (cookie,) = client.cookies.values()
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site.url}])


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def is_let_in(page: type[Page], url: str, user: User) -> bool:
    """Whether the page's own decision lets her in; asked without drawing the page, which is most of the time."""
    asked = page()
    asked.request, asked.now, asked.problems = RequestFactory().get(url), timezone.now(), ()
    asked.request.user = user
    try:
        with undone():
            asked.authorise(**resolve(url.partition("?")[0]).kwargs)
    except (NotAllowed, Http404):
        return False
    return True
