"""The addresses of improvement and readiness."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
