"""A browser's page, signed in as somebody."""

from __future__ import annotations

from typing import Any

from django.test import Client

from goldenthread.access.models import User


def sign_in(page: Any, site: Any, user: User) -> None:
    """Signs the page in as `user`, as if she had typed her password (which is slow, and has its own tests)."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    (cookie,) = client.cookies.values()
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site.url}])
