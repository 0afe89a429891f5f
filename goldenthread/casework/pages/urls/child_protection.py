"""The addresses of strategy discussions, section 47 enquiries and conferences."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
