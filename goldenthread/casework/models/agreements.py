"""Written agreements with families: what they are for, who does what, how they are watched, and what became of them."""

from __future__ import annotations

from django.db import models

from .history import keeps_history


@keeps_history()
class Agreement(models.Model):
    """A written agreement. `state` is one of the rulebook's agreement workflow. `renewal` counts renewals: 0 is the
    first, and each renewal is a row of its own that points back by `renews`."""

    state = models.CharField(max_length=12, default="writing")  # writing, proposed, in_force, ended
    risk = models.TextField(blank=True)
    risk_level = models.CharField(max_length=12, blank=True)
    why_agreement = models.TextField(blank=True)
    domestic_abuse = models.BooleanField(default=False)
    we_will = models.TextField(blank=True)
    monitored_how = models.TextField(blank=True)
    monitored_by = models.CharField(max_length=120, blank=True)
    monitored_every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    if_broken = models.TextField(blank=True)
    child_view = models.TextField(blank=True)
    understood = models.TextField(blank=True, help_text="How we know that each person understood it.")
    interpreter = models.CharField(max_length=120, blank=True)
    legal_advice = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    renews = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewed_by")
    renewal = models.PositiveSmallIntegerField(default=0)
    head_of_service = models.ForeignKey(
        "access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    head_of_service_words = models.TextField(blank=True)
    team = models.ForeignKey("access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_words = models.TextField(blank=True)
    returned_because = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_outcome = models.CharField(max_length=20, blank=True)
    ended_words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)


class AgreementChild(models.Model):
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="agreements")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "child"], name="child_once_in_an_agreement")]
        indexes = [models.Index(fields=["child", "agreement"], name="agreement_of_child")]


@keeps_history()
class AgreementParty(models.Model):
    """Somebody to the agreement: whether she poses the risk, and what she has agreed to do, one duty a line."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties")
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    poses_risk = models.BooleanField(default=False)
    duties = models.TextField(blank=True)
    understood = models.BooleanField(null=True)
    agreed_on = models.DateField(null=True, blank=True)


class AgreementEntry(models.Model):
    """A review, a breach or the response to a breach. `answers` points from a response to its breach."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=16)  # review, breach, response
    happened_at = models.DateTimeField()
    words = models.TextField()
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="answered_by")
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class LearningEntry(models.Model):
    """A family came back within 12 months of a closure that rested on an agreement: what is to be learned, and by whom
    it was answered."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="learning")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="learning")
    referral = models.ForeignKey("Referral", on_delete=models.PROTECT, related_name="learning")
    opened_at = models.DateTimeField()
    asked_of = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    answered_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "agreement"], name="learning_once")]
