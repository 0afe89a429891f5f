"""The addresses of insight, a module for each area."""

from django.urls import URLPattern, URLResolver

from goldenthread.insight.pages.urls import analysis, region

urlpatterns: list[URLPattern | URLResolver] = [*analysis.urlpatterns, *region.urlpatterns]
