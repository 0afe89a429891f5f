"""Who may sign in: people an administrator has added, by password or by the council's own accounts. Nobody signs up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import redirect


class ByInvitation(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class KnownPeopleOnly(DefaultSocialAccountAdapter):
    """The council's sign-in proves who somebody is; it never makes an account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if not sociallogin.is_existing and sociallogin.user.email:
            from goldenthread.access.models import User

            known = User.objects.filter(email__iexact=sociallogin.user.email, is_active=True).first()
            if known is None:
                raise ImmediateHttpResponse(redirect("account_login"))
            sociallogin.connect(request, known)
