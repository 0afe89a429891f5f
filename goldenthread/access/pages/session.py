"""What stands between a request and every page: how long a sign-in lasts, and where the request came from."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from allauth.account.forms import LoginForm
from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from requests import RequestException

from goldenthread.access.operations.ledger import came_from
from goldenthread.access.pages.demonstration import demonstration
from goldenthread.access.pages.page import Page
from goldenthread.access.pages.unsent import (
    KEPT,
    Kept,
    drawn_again,
    fits,
    give_back,
    keep,
    listed,
    seal,
    something_typed,
    unseal,
)
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

# Those that go where an authority has switched passwords off.
OF_PASSWORDS = frozenset(
    {
        "account_change_password",
        "account_set_password",
        "account_reauthenticate",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    }
)

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
# A request writes its time no oftener than this, so that reading pages does not write a session each.
SECONDS_BETWEEN_MARKS = 60

# Where somebody proves who she is, by a form.
PROVING = frozenset({"account_login", "mfa_login_webauthn", "mfa_authenticate"})

_log = logging.getLogger("goldenthread.sign_in")


class SignInFirst(LoginRequiredMiddleware):
    """Nobody reaches a page without signing in; the few that are open say so themselves.

    A form that is sent without a sign-in is answered by the sign-in page, which carries what was typed (`kept`).
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponse:
        made = getattr(view_func, "view_class", None)
        if request.method == "POST" and made is not None and issubclass(made, Page):
            carried = unseal(request.POST.get(KEPT, ""))
            if carried or something_typed(request):
                return _sign_in_again(request, carried)
        return super().handle_no_permission(request, view_func)


def _sign_in_again(request: HttpRequest, carried: Kept | None) -> HttpResponse:
    kept = carried or keep(request, person=getattr(request, "signed_out", None))
    sealed = request.POST[KEPT] if carried else seal(kept)
    if fits(sealed) and (kept.person is not None or kept.once):
        context = {"form": LoginForm(request=request), "redirect_field_value": kept.path}
        answer = render(request, "account/login.html", context | _around_sign_in(request, sealed, kept), status=401)
    else:
        answer = render(request, "403_csrf.html", {"kept": listed(request)}, status=401)
    add_never_cache_headers(answer)
    return answer


def _around_sign_in(request: HttpRequest, sealed: str = "", kept: Kept | None = None) -> dict[str, Any]:
    """What the sign-in page shows around its form, with the words it carries."""
    to = kept.path if kept else request.GET.get("next") or request.POST.get("next") or ""
    asked = {"process": "login"} | ({"next": to} if to and not kept else {})
    return {
        "demonstration": demonstration() if settings.DEMONSTRATION else None,
        "council_sign_ins": [
            (one.name, one.get_login_url(request, **asked)) for one in get_adapter().list_providers(request)
        ],
        "passwords": settings.PASSWORDS,
        "kept": sealed if kept else "",
        "kept_at": kept.path if kept else "",
        "kept_files": kept.files if kept else False,
    }


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
                request.signed_out = request.user.pk
                logout(request)
            elif SESSION_KEY in request.session and not request.user.is_authenticated:
                logout(request)  # ended meanwhile: it must not wake when access is given again
            if not request.user.is_authenticated and _asked_by_script(request):
                return JsonResponse(
                    {"status": "signed_out", "sign_in": reverse("account_login")},
                    status=401,
                    headers={"Cache-Control": "no-store"},
                )
            if request.method == "POST" and request.user.is_authenticated and not _proves(request):
                refusal = _words_back(request)
                if refusal:
                    return refusal
            return _carried_on(request, self.get_response(request))
        finally:
            came_from.reset(mark)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name in CLOSED or (name in OF_PASSWORDS and not settings.PASSWORDS):
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RequestException):
            # Only the council's sign-in is asked over the network. What it was asked is not for the log.
            _log.warning("The council's sign-in did not answer: %s", type(exception).__name__)
            return render(request, "socialaccount/authentication_error.html", status=502)
        return None

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        if request.resolver_match and request.resolver_match.url_name == "account_login":
            sealed = request.POST.get(KEPT, "")
            around = _around_sign_in(request, sealed, unseal(sealed))
            response.context_data = (response.context_data or {}) | around
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


def _proves(request: HttpRequest) -> bool:
    """Whether the sign-in library answers here."""
    return request.path.startswith(reverse("account_login").removesuffix("login/"))


def _words_back(request: HttpRequest) -> HttpResponse | None:
    """Opens the words that a form carries through a sign-in, for her whose they are; refuses anybody else."""
    sealed = request.POST.get(KEPT)
    if sealed is None:
        return None
    kept = unseal(sealed)
    if kept is None or not kept.is_for(request.user) or kept.path.partition("?")[0] != request.path:
        return render(request, "access/not_your_words.html", status=403)
    give_back(request, kept)
    return None


def _carried_on(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """After a sign-in that carried words: the page that leads back to them. A second step carries them on."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    if name not in PROVING or request.method != "POST" or answer.status_code != 302:
        return answer
    sealed = request.POST.get(KEPT, "") or request.session.pop(KEPT, "")
    kept = unseal(sealed) if sealed else None
    if kept is None:
        return answer
    if not request.user.is_authenticated:
        # She has proved one step of two: no stranger any more, and the words are still sealed.
        if answer["Location"] == reverse("mfa_authenticate"):
            request.session[KEPT] = sealed
        return answer
    if not kept.is_for(request.user):
        return render(request, "access/not_your_words.html", status=403)
    shown = render(request, "access/signed_in_again.html", {"kept": sealed, "kept_at": kept.path})
    add_never_cache_headers(shown)
    return shown


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's mark against forgery was missing or old, which a sign-in makes it.

    Where the form was drawn for the person who is signed in, it is shown again with what she typed, and nothing acts on
    it. Otherwise what was typed is listed, so that nothing is lost.
    """
    return drawn_again(request) or render(request, "403_csrf.html", {"kept": listed(request)}, status=403)


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
    if _proves(request):
        return False
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    return wants_json or request.headers.get("X-Requested-With") == "draft"
