"""The council's own accounts (OpenID Connect) as ways to sign in, read from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def council_account(environment: Mapping[str, str]) -> dict[str, Any]:
    """What the sign-in library needs to know of the council's provider; empty where none is named.

    `GOLDENTHREAD_OIDC_SERVER` is the provider's issuer address, whose `/.well-known/openid-configuration` says the
    rest. `GOLDENTHREAD_OIDC_DOMAINS` names, by commas, the domains whose addresses the provider vouches for; without
    it, an address counts only where the provider itself says that it is verified.

    Raises `ImproperlyConfigured` where a part is missing, or the provider would be asked without TLS.
    """
    if not environment.get("GOLDENTHREAD_OIDC_CLIENT"):
        return {}
    missing = [name for name in ("SERVER", "SECRET") if not environment.get(f"GOLDENTHREAD_OIDC_{name}")]
    if missing:
        names = " and ".join(f"GOLDENTHREAD_OIDC_{name}" for name in missing)
        raise ImproperlyConfigured(f"GOLDENTHREAD_OIDC_CLIENT is set: set {names} too.")
    server = environment["GOLDENTHREAD_OIDC_SERVER"].rstrip("/")
    parts = urlsplit(server)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise ImproperlyConfigured("GOLDENTHREAD_OIDC_SERVER must begin with https://")
    named: dict[str, Any] = {"server_url": server, "oauth_pkce_enabled": True}
    domains = environment.get("GOLDENTHREAD_OIDC_DOMAINS", "").lower().replace("@", "").replace(",", " ").split()
    if domains:
        named["verified_email"] = domains
    return {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "council",
                    "name": environment.get("GOLDENTHREAD_OIDC_NAME") or "your council account",
                    "client_id": environment["GOLDENTHREAD_OIDC_CLIENT"],
                    "secret": environment["GOLDENTHREAD_OIDC_SECRET"],
                    "settings": named,
                }
            ]
        }
    }


def passwords_allowed(environment: Mapping[str, str], providers: Mapping[str, Any]) -> bool:
    """Whether people may sign in with a password: yes, unless `GOLDENTHREAD_PASSWORDS` is 0.

    Raises `ImproperlyConfigured` where passwords are off and there is no council account: nobody could begin.
    """
    if environment.get("GOLDENTHREAD_PASSWORDS", "1") != "0":
        return True
    if not providers:
        raise ImproperlyConfigured("GOLDENTHREAD_PASSWORDS=0 needs the council's own sign-in: set GOLDENTHREAD_OIDC_…")
    return False
