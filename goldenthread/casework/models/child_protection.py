"""Section 47 enquiries, one for each child, begun by a strategy discussion."""

from __future__ import annotations

from django.db import models

from .history import keeps_history


@keeps_history()
class Enquiry(models.Model):
    """A section 47 enquiry for one child (CIN census, Section47). The conference clock runs from `strategy`, the
    discussion that initiated it, whatever discussions follow."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="enquiries")
    referral = models.ForeignKey("Referral", null=True, blank=True, on_delete=models.PROTECT, related_name="enquiries")
    state = models.CharField(max_length=20, default="running")
    strategy = models.ForeignKey(
        "Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="enquiries_begun"
    )
    conference = models.ForeignKey(
        "Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="enquiries_brought"
    )
    started_on = models.DateField()
    joint = models.BooleanField(null=True, help_text="With the police.")
    worker = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=24, blank=True)
    findings = models.TextField(blank=True)
    rationale = models.TextField(blank=True)
    concluded_on = models.DateField(null=True, blank=True)
    concluded_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    authorised_at = models.DateTimeField(null=True, blank=True)
    authorised_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    authorised_words = models.TextField(blank=True)
    returned_because = models.TextField(blank=True)
    conference_not_required = models.BooleanField(default=False)
    conference_target_on = models.DateField(null=True, blank=True)
    conference_on = models.DateField(null=True, blank=True)
    loaded = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=models.Q(authorised_at=None, loaded=False) & ~models.Q(state="stopped"),
                name="one_running_enquiry",
            )
        ]
        indexes = [models.Index(fields=["child", "-started_on"], name="enquiry_of_child")]


class TransferIn(models.Model):
    """A child on a child protection plan elsewhere has moved here: who told us, when, and from where."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="transfers_in")
    notified_on = models.DateField()
    from_authority = models.CharField(max_length=120)
    category = models.CharField(max_length=4, blank=True)
    plan_began_there_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)
    conference = models.ForeignKey("Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
