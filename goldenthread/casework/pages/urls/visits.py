"""The addresses of visits."""

from django.urls import URLPattern, path

from goldenthread.casework.pages import visits

urlpatterns: list[URLPattern] = [
    path("children/<int:child_id>/visits/", visits.ChildVisits.as_view(), name="child_visits"),
    path("children/<int:child_id>/visits/new/", visits.NewVisit.as_view(), name="visit_new"),
    path("children/<int:child_id>/visits/draft/", visits.VisitDraft.as_view(), name="visit_draft"),
]
