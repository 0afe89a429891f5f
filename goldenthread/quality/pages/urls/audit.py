"""The addresses of audit, observation, complaints and feedback."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
