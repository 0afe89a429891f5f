"""The addresses of the region."""

from django.urls import URLPattern, path

from goldenthread.insight.pages import region

urlpatterns: list[URLPattern] = [
    path("region/", region.Region.as_view(), name="region"),
    path("region/agreements/", region.Agreements.as_view(), name="sharing_agreements"),
    path("region/agreements/record/", region.RecordAgreement.as_view(), name="record_sharing_agreement"),
    path("region/agreements/<int:sharing_id>/stop/", region.StopAgreement.as_view(), name="stop_sharing_agreement"),
    path("region/measures/<slug:measure>/", region.RegionMeasure.as_view(), name="region_measure"),
    path("region/measures/<slug:measure>/rows/<slug:authority>/", region.RegionRows.as_view(), name="region_rows"),
]
