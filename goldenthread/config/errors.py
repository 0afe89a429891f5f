"""Pages for what went wrong: plain words, what was kept, and what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _page(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    return render(request, f"ui/{template}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "error_400", 400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    decision = getattr(exception, "decision", None)
    return _page(request, "error_403", 403, reason=decision.reason if decision else "")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "error_404", 404)


def went_wrong(request: HttpRequest) -> HttpResponse:
    return _page(request, "error_500", 500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's security mark was missing or old: what was typed is shown again, to be sent once more."""
    kept = [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken" and value]
    return _page(request, "error_form_expired", 403, kept=kept)
