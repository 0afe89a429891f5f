"""Readiness for inspection: the inspectors' workspace, the evidence library, the self-evaluation."""

from __future__ import annotations

from django.db import models

from .history import keeps_history


@keeps_history()
class InspectionWorkspace(models.Model):
    """What inspectors may read, and until when. `closes_on` is the last day; ended early, `ended_at` is when. The right
    itself is in the ties between each inspector and each chosen child."""

    name = models.CharField(max_length=160)
    about = models.CharField(max_length=40, blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    opened_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.TextField(blank=True)


class WorkspaceInspector(models.Model):
    """An inspector to whom a workspace is open."""

    workspace = models.ForeignKey(InspectionWorkspace, on_delete=models.PROTECT, related_name="inspectors")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="an_inspector_once_in_a_workspace")]


class WorkspaceChild(models.Model):
    """A child chosen for an inspection, and why."""

    workspace = models.ForeignKey(InspectionWorkspace, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="workspaces")
    why = models.CharField(max_length=300)
    chosen_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "child"], name="a_child_once_in_a_workspace")]


@keeps_history()
class EvidenceItem(models.Model):
    """A document of the evidence library, whatever its version: who answers for it and until when it may be relied on.
    `shared` says whether inspectors see it."""

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    says = models.TextField(blank=True)
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField()
    shared = models.BooleanField(default=False)
    added_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)


class EvidenceVersion(models.Model):
    """A version of a document. The file lies in the data folder as `stored_as`; `sha256` shows that it is the same."""

    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=200)
    stored_as = models.CharField(max_length=60, unique=True)
    sort = models.CharField(max_length=8)
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    changed = models.TextField(blank=True)
    added_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="one_version_of_a_number")]


@keeps_history()
class SelfEvaluation(models.Model):
    """The council's own account of its practice. `facts` are the evidence as it stood when it was signed: empty until
    then, when it is read from the record. `answers` holds what people wrote: {"question": "words"}."""

    title = models.CharField(max_length=160)
    as_of = models.DateField()
    answers = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    started_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    signed_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
