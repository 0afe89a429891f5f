"""The end of work with a child: what changed for the child, who stays, and a manager's agreement."""

from __future__ import annotations

from django.db import models

from .history import keeps_history


@keeps_history()
class Closure(models.Model):
    """A proposal to close, and what the manager said. `reason` is the census's; `state` one of the rulebook's closure
    workflow (proposed, returned, authorised, withdrawn). `agreement_status` is none, ended or open; `rests_on` is the
    written agreement without which it would not close. `checklist` holds each line of the closing checklist as asked
    and answered: [{"key": "…", "asked": "…", "answer": "yes/no/na", "words": "…"}]."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="closures")
    referral = models.ForeignKey("Referral", on_delete=models.PROTECT, related_name="closures")
    plan = models.ForeignKey("Plan", null=True, blank=True, on_delete=models.PROTECT, related_name="closures")
    state = models.CharField(max_length=12, default="proposed")
    reason = models.CharField(max_length=3)
    closes_on = models.DateField()
    what_changed = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    rationale = models.TextField(blank=True)
    checklist = models.JSONField(default=list)
    agreement_status = models.CharField(max_length=8, default="none")
    rests_on = models.ForeignKey(
        "Agreement", null=True, blank=True, on_delete=models.PROTECT, related_name="closures_resting"
    )
    who_stays = models.TextField(blank=True)
    if_it_returns = models.TextField(blank=True)
    child_view = models.TextField(blank=True)
    family_view = models.TextField(blank=True)
    step_down_to = models.CharField(max_length=24, blank=True)
    step_down_words = models.TextField(blank=True)
    proposed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    returned_because = models.TextField(blank=True)
    authorised_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    authorised_at = models.DateTimeField(null=True, blank=True)
    authorised_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=models.Q(state__in=("proposed", "returned")),
                name="one_closure_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["child", "-proposed_at"], name="closure_of_child")]
