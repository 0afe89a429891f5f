"""The addresses of closures."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
