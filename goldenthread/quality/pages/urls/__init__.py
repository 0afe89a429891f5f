"""The addresses of quality, one module for each area."""

from django.urls import URLPattern

from goldenthread.quality.pages.urls import (
    audit,
    complaints,
    feedback,
    improvement,
    inspections,
    observation,
    standards,
    supervision,
)

urlpatterns: list[URLPattern] = [
    *standards.urlpatterns,
    *supervision.urlpatterns,
    *audit.urlpatterns,
    *complaints.urlpatterns,
    *observation.urlpatterns,
    *feedback.urlpatterns,
    *inspections.urlpatterns,
    *improvement.urlpatterns,
]
