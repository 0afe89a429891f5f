"""The addresses of oversight: management decisions, transfer and disputes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
