"""The addresses of quality, one module for each area."""

from django.urls import URLPattern

from goldenthread.quality.pages.urls import audit, complaints, improvement, inspections, standards, supervision

urlpatterns: list[URLPattern] = [
    *standards.urlpatterns,
    *supervision.urlpatterns,
    *audit.urlpatterns,
    *complaints.urlpatterns,
    *inspections.urlpatterns,
    *improvement.urlpatterns,
]
