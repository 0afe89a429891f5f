"""The addresses of plans, core groups and reviews."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
