"""The addresses of casework: a child's record."""

from django.urls import URLPattern, path

from goldenthread.casework.pages import child, child_notes, child_record

urlpatterns: list[URLPattern] = [
    path("children/<int:child_id>/", child.ChildSummary.as_view(), name="child"),
    path("children/<int:child_id>/address/", child.ChildAddress.as_view(), name="child_address"),
    path("children/<int:child_id>/chronology/", child_record.ChildChronology.as_view(), name="child_chronology"),
    path("children/<int:child_id>/notes/", child_notes.ChildNotes.as_view(), name="child_notes"),
    path("children/<int:child_id>/notes/new/", child_notes.NewNote.as_view(), name="note_new"),
    path("children/<int:child_id>/deadlines/", child_record.ChildDeadlines.as_view(), name="child_deadlines"),
    path("children/<int:child_id>/looked/", child_record.ChildLooked.as_view(), name="child_looked"),
    path("children/<int:child_id>/search/", child_record.ChildSearch.as_view(), name="child_search"),
]
