"""Pages for what went wrong: plain words, what was kept, and what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    decision = getattr(exception, "decision", None)
    return render(request, "403.html", {"reason": decision.reason if decision else ""}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def went_wrong(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's security mark was missing or old. What was typed is shown, so that nothing is lost."""
    kept = [
        value for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "once") and len(value) > 3
    ]
    return render(request, "403_csrf.html", {"kept": kept}, status=403)
