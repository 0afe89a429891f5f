"""The addresses of written agreements."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
