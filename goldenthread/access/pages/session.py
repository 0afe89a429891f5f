"""What stands between a request and every page: how long a sign-in lasts, and where the request came from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.operations.ledger import came_from
from goldenthread.access.pages.demonstration import demonstration
from goldenthread.access.queries.rights import may_sign_in

# Pages of the sign-in library that we do not offer: nobody signs up, and an administrator keeps addresses.
CLOSED = frozenset(
    {
        "account_signup",
        "account_email",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_confirm_login_code",
        "account_reset_password",
        "account_reset_password_done",
        "socialaccount_signup",
        "socialaccount_connections",
    }
)

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
# A request writes its time no oftener than this, so that reading pages does not write a session each.
SECONDS_BETWEEN_MARKS = 60


class SessionLimits:
    """Signs out whoever was still for too long, or signed in too long ago, or whose access has ended.

    She is sent to sign in and from there back to where she was. What a page asks by itself (a live count) does not
    count as a press; a draft that is being typed does. A script that asks is answered in its own words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        mark = came_from.set(client_address(request))
        try:
            if request.user.is_authenticated and not self._stands(request):
                logout(request)
            if not request.user.is_authenticated and _asked_by_script(request):
                return JsonResponse(
                    {"status": "signed_out", "sign_in": reverse("account_login")},
                    status=401,
                    headers={"Cache-Control": "no-store"},
                )
            return self.get_response(request)
        finally:
            came_from.reset(mark)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        if request.resolver_match and request.resolver_match.url_name in CLOSED:
            raise Http404

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        if request.resolver_match and request.resolver_match.url_name == "account_login":
            from allauth.socialaccount.adapter import get_adapter

            providers = get_adapter().list_providers(request)
            response.context_data = (response.context_data or {}) | {
                "demonstration": demonstration() if settings.DEMONSTRATION else None,
                "council_sign_ins": [(p.name, p.get_login_url(request, process="login")) for p in providers],
            }
        return response

    def _stands(self, request: HttpRequest) -> bool:
        now = timezone.now()
        if not may_sign_in(request.user, now):
            return False
        moment, kept = int(now.timestamp()), request.session
        signed_in_at, seen_at = kept.get(SIGNED_IN_AT), kept.get(SEEN_AT, moment)
        if signed_in_at is None:
            signed_in_at = kept[SIGNED_IN_AT] = moment
        if moment - signed_in_at >= settings.SESSION_COOKIE_AGE:
            return False
        if moment - seen_at >= settings.SESSION_IDLE_MINUTES * 60:
            return False
        pressed = request.headers.get("X-Requested-With") == "draft" or not _asked_by_script(request)
        if pressed and (SEEN_AT not in kept or moment - seen_at >= SECONDS_BETWEEN_MARKS):
            kept[SEEN_AT] = moment
        return True


def client_address(request: HttpRequest) -> str:
    """Where a request came from. Behind our own TLS proxy it is the address that the proxy added, and never one that
    the browser claims; without a proxy it is the address of the connection."""
    if settings.BEHIND_TLS:
        added = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if added:
            return added[:60]
    return str(request.META.get("REMOTE_ADDR", ""))[:60]


def _asked_by_script(request: HttpRequest) -> bool:
    # The sign-in library's own passkey script also asks for JSON, before anybody is signed in.
    if request.path.startswith(reverse("account_login").removesuffix("login/")):
        return False
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    return wants_json or request.headers.get("X-Requested-With") == "draft"
