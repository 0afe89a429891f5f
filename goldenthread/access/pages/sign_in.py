"""Who may sign in: people an administrator has added, by password or by the council's own accounts. Nobody signs up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.operations.people_who_sign_in import record_sign_in
from goldenthread.access.pages.session import client_address
from goldenthread.access.public import User, find_user
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
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or super().get_client_ip(request)

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


class KnownPeopleOnly(DefaultSocialAccountAdapter):
    """The council's sign-in proves who somebody is; it never makes an account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if not sociallogin.is_existing and sociallogin.user.email:
            known = find_user(email=sociallogin.user.email)
            if known is None or not may_sign_in(known, timezone.now()):
                messages.error(request, "Your council account is not known here. Ask an administrator to add you.")
                raise ImmediateHttpResponse(redirect("account_login"))
            sociallogin.connect(request, known)


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
