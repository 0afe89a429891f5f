"""Visits to children: who was seen, alone or not, and what the child said."""

from __future__ import annotations

from django.db import models

from .history import keeps_history


@keeps_history()
class Visit(models.Model):
    """A visit, made or tried. `purpose` is one of "visit_purpose" (child_protection, child_in_need, assessment,
    enquiry, other). A visit at which nobody was seen has `failed_because`, and never resets a clock."""

    happened_at = models.DateTimeField()
    purpose = models.CharField(max_length=20)
    aim = models.TextField(blank=True)
    announced = models.BooleanField(null=True)
    place = models.CharField(max_length=200, blank=True)
    failed_because = models.CharField(max_length=300, blank=True)
    what_happened = models.TextField(blank=True)
    what_changed = models.TextField(blank=True)
    what_next = models.TextField(blank=True)
    assessment = models.ForeignKey("Assessment", null=True, blank=True, on_delete=models.PROTECT, related_name="visits")
    enquiry = models.ForeignKey("Enquiry", null=True, blank=True, on_delete=models.PROTECT, related_name="visits")
    significant = models.BooleanField(default=False)
    significant_because = models.CharField(max_length=500, blank=True)
    visited_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    loaded = models.BooleanField(default=False)


@keeps_history()
class VisitChild(models.Model):
    """A child on a visit. `words` are the child's own, as said; `showed` is what a child who does not speak showed."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="visits")
    seen = models.BooleanField()
    alone = models.BooleanField(null=True)
    not_alone_because = models.CharField(max_length=300, blank=True)
    bedroom_seen = models.BooleanField(null=True)
    words = models.TextField(blank=True)
    showed = models.TextField(blank=True)
    plan = models.ForeignKey("Plan", null=True, blank=True, on_delete=models.PROTECT, related_name="visits")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "child"], name="child_once_on_a_visit")]
        indexes = [models.Index(fields=["child", "visit"], name="visit_of_child")]


class VisitPerson(models.Model):
    """An adult or another person who was there, or was spoken to."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    spoken_to = models.BooleanField(default=True)
    words = models.TextField(blank=True)


class NoteChild(models.Model):
    """A note that was written once for several of a family: the other children it is about."""

    note = models.ForeignKey("Note", on_delete=models.PROTECT, related_name="also_about")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="notes_shared")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "child"], name="child_once_in_a_note")]
        indexes = [models.Index(fields=["child", "note"], name="note_also_about")]
