"""The addresses of visits and the chronology."""

from django.urls import URLPattern, path

from goldenthread.casework.pages import chronology, visits

urlpatterns: list[URLPattern] = [
    path("children/<int:child_id>/chronology/", chronology.ChildChronology.as_view(), name="child_chronology"),
    path(
        "children/<int:child_id>/chronology/paper.<str:form>",
        chronology.ChronologyPaper.as_view(),
        name="chronology_paper",
    ),
    path("children/<int:child_id>/visits/", visits.ChildVisits.as_view(), name="child_visits"),
    path("visits/<int:visit_id>/", visits.VisitPage.as_view(), name="visit"),
    path("children/<int:child_id>/visits/new/", visits.NewVisit.as_view(), name="visit_new"),
    path("children/<int:child_id>/visits/draft/", visits.VisitDraft.as_view(), name="visit_draft"),
]
