"""The addresses of supervision, caseloads and workforce."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
