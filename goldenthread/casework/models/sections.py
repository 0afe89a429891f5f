"""Things that are written part by part, and somebody's own words for a thing that is not recorded yet.

Anything with sections has rows of two kinds beside it: what stands in each part (`SectionText`), and what somebody
wrote at the same time on an older text (`ClashText`). A table of either kind adds a key to its thing, with the related
names `sections` and `clashes`; then `operations.sections` saves, finds clashes and merges for it.
"""

from __future__ import annotations

from django.db import models


class SectionText(models.Model):
    """The latest saved answers of one part. `version` rises with each save, from 1."""

    key = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        abstract = True


class ClashText(models.Model):
    """What somebody wrote in a part on top of an older text (`based_on`) than the one that stands: kept whole until
    somebody has looked at both and settled them (the part then holds what was settled)."""

    key = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)
    based_on = models.PositiveIntegerField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    settled_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class OwnDraft(models.Model):
    """Somebody's own unfinished words of a form about a child, before there is a record of them: hers alone.

    `form` is the form's id. It goes when the thing is recorded, or when she throws it away.
    """

    form = models.CharField(max_length=60)
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="own_drafts")
    began_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["written_by", "form", "child"], name="one_own_draft_of_a_form"),
        ]


class OwnDraftSection(SectionText):
    draft = models.ForeignKey(OwnDraft, on_delete=models.CASCADE, related_name="sections")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="one_own_section_of_a_kind")]


class OwnDraftClash(ClashText):
    """Her own words from two windows."""

    draft = models.ForeignKey(OwnDraft, on_delete=models.CASCADE, related_name="clashes")
