"""The addresses of visits and the chronology."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
