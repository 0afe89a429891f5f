"""Who may sign in: people an administrator has added, by password, passkey or the council's own accounts. Nobody signs
up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.operations.people_who_sign_in import record_sign_in
from goldenthread.access.pages.session import client_address
from goldenthread.access.public import User, find_user
from goldenthread.access.queries.people import has_council_account
from goldenthread.access.queries.rights import may_sign_in

# Said on the page that follows anyway, or plain to see.
_UNSAID = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")


class ByInvitation(DefaultAccountAdapter):
    """The sign-in library's account adapter, in our words and with our ledger."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Your access has ended. Ask an administrator.",
        "email_password_mismatch": "The email address or password is not right. Check both and try again",
        "too_many_login_attempts": "Too many tries to sign in. Wait five minutes and try again",
        "enter_current_password": "Enter the password you use now",
        "incorrect_password": "That is not your password",
        "rate_limited": "Too many tries. Wait a few minutes and try again",
        "unusable_password": "This account has no password. Sign in with your council account",
        "passwords_off": "Passwords are not used here. Sign in with your council account or a passkey",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or super().get_client_ip(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if not settings.PASSWORDS:
            raise self.validation_error("passwords_off")
        super().pre_authenticate(request, **credentials)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        ways = super().get_reauthentication_methods(user)
        return ways if settings.PASSWORDS else [way for way in ways if way["id"] != "reauthenticate"]

    def is_reauthentication_required(self, *, app: str) -> bool:
        # A password that is no longer asked for must not keep her from adding a key.
        asked = super().is_reauthentication_required(app=app)
        return asked and bool(self.get_reauthentication_methods(context.request.user))

    def pre_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse | None:
        if user.is_active and not may_sign_in(user, timezone.now()):
            return redirect("account_inactive")
        return super().pre_login(request, user, **about)

    def post_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse:
        response = super().post_login(request, user, **about)
        record_sign_in(by=user, at=timezone.now(), how=_how(request))
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("your_account")

    def add_message(self, request: HttpRequest, level: int, *args: Any, **about: Any) -> None:
        template = args[0] if args else about.get("message_template")
        if template not in _UNSAID:
            super().add_message(request, level, *args, **about)


ENDED = "Your access has ended. Ask an administrator."
UNKNOWN = "Your council account is not known here. Ask an administrator to add you."
UNVERIFIED = "Your council account does not vouch for your email address, so we cannot tell who you are."
ANOTHER = "Another council account signs in with your email address. Ask an administrator to end that access first."
UNSOUND = "Your council account did not answer as it should. Try again, and tell an administrator if it goes on."


class KnownPeopleOnly(DefaultSocialAccountAdapter):
    """The council's sign-in proves who somebody is; it never makes an account.

    The first time, she is known by the email address that the provider vouches for; from then on by the provider's own
    lasting name for her, so that a change of address changes nothing, and an address that is given to somebody else
    does not open her account to them.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        known = sociallogin.user if sociallogin.is_existing else find_user(email=_vouched_for(sociallogin))
        refusal = _refusal(sociallogin, known)
        if refusal:
            messages.error(request, refusal)
            raise ImmediateHttpResponse(redirect("account_login"))
        if not sociallogin.is_existing:
            sociallogin.connect(request, known)


def _refusal(sociallogin: Any, known: User | None) -> str:
    """Why this council account does not open this person's account here; "" when it does."""
    said = sociallogin.account.extra_data
    names = {part["sub"] for part in (said.get("userinfo"), said.get("id_token")) if part}
    # The provider says twice who she is, and must say the same (OpenID Connect Core 1.0, section 5.3.2).
    if len(names) != 1 or sociallogin.state.get("process", "login") != "login":
        return UNSOUND
    if not sociallogin.is_existing and not _vouched_for(sociallogin):
        return UNVERIFIED
    if known is None:
        return UNKNOWN
    if not may_sign_in(known, timezone.now()):
        return ENDED
    if not sociallogin.is_existing and has_council_account(known):
        return ANOTHER
    return ""


def _vouched_for(sociallogin: Any) -> str:
    """The email address that the provider says is hers; "" when it does not say so."""
    # Some providers write the words of JSON for its values; anything else, such as "false", is no.
    vouched = [one.email for one in sociallogin.email_addresses if one.verified in (True, "true")]
    return vouched[0] if vouched else ""


class KeysAndCodes(DefaultMFAAdapter):
    """The second steps (codes from an app, keys, passkeys) in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code or key is not right, or was removed. Try again, or sign in another way",
        "cannot_generate_recovery_codes": "Turn on an authenticator app or add a security key first",
    }

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        others = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Key {others + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Golden Thread"}


_STEPS = {
    "password": "password",
    "socialaccount": "council account",
    "totp": "authenticator app",
    "recovery_codes": "recovery code",
    "webauthn": "security key or passkey",
}


def _how(request: HttpRequest) -> str:
    """How she signed in: each step, as the library keeps it for the session."""
    steps = [str(step.get("type") or step["method"]) for step in get_authentication_records(request, request.user)]
    return " and ".join(dict.fromkeys(_STEPS.get(step, step) for step in steps)) or "password"
