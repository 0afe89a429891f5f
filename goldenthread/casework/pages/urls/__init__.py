"""The addresses of casework, one module for each practice area."""

from django.urls import URLPattern

from goldenthread.casework.pages.urls import (
    agreements,
    assessment,
    child_protection,
    closure,
    front_door,
    oversight,
    plans,
    visits,
)

urlpatterns: list[URLPattern] = [
    *front_door.urlpatterns,
    *assessment.urlpatterns,
    *child_protection.urlpatterns,
    *plans.urlpatterns,
    *visits.urlpatterns,
    *agreements.urlpatterns,
    *closure.urlpatterns,
    *oversight.urlpatterns,
]
