"""The addresses of quality: practice standards."""

from django.urls import URLPattern, path

from goldenthread.quality.pages import standards

urlpatterns: list[URLPattern] = [
    path("children/<int:child_id>/standards/", standards.ChildStandards.as_view(), name="child_standards"),
    path("standards/", standards.Standards.as_view(), name="standards"),
    path("standards/<str:standard>/", standards.OneStandard.as_view(), name="standard"),
    path("timescales/<str:timescale>/", standards.Timescale.as_view(), name="timescale"),
]
