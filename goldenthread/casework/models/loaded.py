"""What a loaded file told of a child and the record has no table of its own for yet."""

from __future__ import annotations

from django.db import models


class LoadedFact(models.Model):
    """One row that a loaded file told: of contacts and visits, of children in care, of care leavers, of who had a case.

    `about` is the table of the Standard Safeguarding Dataset whose fields `values` holds, by their names and with days
    as text ("ssd_cla_visits"); or one of our own for what that dataset has no table for ("case", "assessment",
    "enquiry", "counts"). `key` is how the row is known again among the child's rows of its table and kind of file;
    `happened_on` the day that it is about. `kind` is the sort of file ("annex-a", "ssd"), `source` names it and the
    place in it, and `told_on` is the day that the file is of. `known_on` is the day of the file that first told it.
    A row that a whole file no longer tells has `withdrawn_on`, and counts nowhere. Rows about staff name no child.

    The rows of one child, table and kind are known by their key: one file is loaded at a time, so no constraint says
    it, and two records of one child can be merged.
    """

    child = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="loaded_facts"
    )
    about = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    happened_on = models.DateField(null=True, blank=True)
    values = models.JSONField()
    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=120)
    known_on = models.DateField()
    told_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["child", "about"], name="loaded_of_child"),
            models.Index(fields=["about"], name="loaded_about"),
        ]
