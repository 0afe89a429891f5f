"""The addresses of inspections and findings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
