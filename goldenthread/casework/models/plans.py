"""The thread: what we saw → need or risk → outcome for the child → who does what, by when → what shows it → progress.

A concern belongs to the child and lives through every plan; outcomes and actions belong to a plan. A review writes
progress, evidence and changes on these rows: it is never a document beside them.
"""

from __future__ import annotations

from django.db import models

from .history import keeps_history


@keeps_history()
class Plan(models.Model):
    """A child's plan. `kind` is one of "plan_kind" (child_in_need, child_protection, family_help, …); one is current.

    For child protection `category` and `first_category` are codes of "abuse_category" and `number_of_previous` counts
    plans before it, ever (CIN census, ChildProtectionPlans). `visit_every` is a tighter number of working days than
    policy, set by a conference. `family_words` are the plain words of the page a family reads, where the plan's own
    are not plain enough, and translations: {"en": {...}, "pl": {...}}.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="plans")
    referral = models.ForeignKey("Referral", null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default="current")  # outline, current, ended
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=24, blank=True)
    end_words = models.TextField(blank=True)
    steps_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="stepped_to")
    assessment = models.ForeignKey("Assessment", null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    conference = models.ForeignKey("Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    first_category = models.CharField(max_length=4, blank=True)
    category = models.CharField(max_length=4, blank=True)
    number_of_previous = models.PositiveSmallIntegerField(null=True, blank=True)
    visit_every = models.PositiveSmallIntegerField(null=True, blank=True)
    contingency = models.TextField(blank=True)
    contingency_by = models.DateField(null=True, blank=True)
    family_words = models.JSONField(default=dict, blank=True)
    shared_on = models.DateField(null=True, blank=True)
    shared_how = models.CharField(max_length=300, blank=True)
    worker = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    # Rises with every change to anything in the plan; a form built on an older one is told what changed.
    version = models.PositiveIntegerField(default=1)
    loaded = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=models.Q(ended_on=None, loaded=False), name="one_current_plan"
            )
        ]
        indexes = [models.Index(fields=["child", "-started_on"], name="plan_of_child")]


@keeps_history()
class Concern(models.Model):
    """The start of a thread: what we saw, and the need or risk that it means for this child.

    `came_from` says where it was found: "assessment:5", "history:contact:12" (an earlier concern answered "still
    live"), "factor:3A", "visit:7", "meeting:9". `need` is empty while nobody has said what it means: a thread broken at
    its start. One that is closed without a plan says why.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="concerns")
    title = models.CharField(max_length=120)
    saw = models.TextField(blank=True)
    saw_source = models.CharField(max_length=200, blank=True)
    saw_on = models.DateField(null=True, blank=True)
    need = models.TextField(blank=True)
    factor = models.CharField(max_length=3, blank=True)
    came_from = models.CharField(max_length=60, blank=True)
    assessment = models.ForeignKey(
        "Assessment", null=True, blank=True, on_delete=models.PROTECT, related_name="concerns"
    )
    position = models.PositiveSmallIntegerField(default=0)
    raised_on = models.DateField()
    raised_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["child", "position"], name="concern_of_child")]


@keeps_history()
class Outcome(models.Model):
    """A change for the child: from a baseline to a target by a day, and how we will know.

    `baseline_value`, `target_value` and `latest_value` are filled when the measure is a number of `unit`. `progress` is
    the latest of "plan_progress" (achieved, better, same, worse, not_started). Contingency: what if not, by when.
    One that goes on in the next plan is another row there, `carried_from` the first of them, so that its evidence stays
    with it.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="outcomes")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="outcomes")
    words = models.TextField()
    baseline = models.CharField(max_length=300, blank=True)
    target = models.CharField(max_length=300, blank=True)
    how_we_know = models.CharField(max_length=500, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    baseline_value = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    target_value = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    latest_value = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    by_on = models.DateField(null=True, blank=True)
    contingency = models.TextField(blank=True)
    contingency_by = models.DateField(null=True, blank=True)
    family_words = models.TextField(blank=True)
    progress = models.CharField(max_length=12, default="not_started")
    progress_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    added_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to")

    class Meta:
        indexes = [models.Index(fields=["plan", "position"], name="outcome_of_plan")]


@keeps_history()
class PlanAction(models.Model):
    """One thing to do: by one person, by a day. `owner_name` is as it was written; `owner` or `person` is who that is
    (somebody who signs in, or somebody of the family or another agency)."""

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="actions")
    what = models.TextField()
    owner_name = models.CharField(max_length=120, blank=True)
    owner = models.ForeignKey(
        "access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="plan_actions"
    )
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    due_words = models.CharField(max_length=60, blank=True)
    family_words = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    added_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_words = models.TextField(blank=True)
    dropped_on = models.DateField(null=True, blank=True)
    dropped_because = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["outcome", "position"], name="action_of_outcome"),
            models.Index(
                fields=["owner", "due_on"],
                condition=models.Q(done_on=None, dropped_on=None),
                name="plan_action_open",
            ),
        ]


class Evidence(models.Model):
    """What shows how an outcome stands: seen, said, counted or reported, on a day, by whom.

    `about` names where it is recorded when it is on the record already: "visit:3", "note:9", "meeting:5".
    """

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="evidence")
    happened_on = models.DateField()
    words = models.TextField()
    source = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    about = models.CharField(max_length=40, blank=True)
    recorded_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["outcome", "-happened_on"], name="evidence_of_outcome")]


class Progress(models.Model):
    """How an outcome stood when it was asked, at a review or on a visit. Never changed, only followed by another."""

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="progresses")
    meeting = models.ForeignKey("Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="progresses")
    visit = models.ForeignKey("Visit", null=True, blank=True, on_delete=models.PROTECT, related_name="progresses")
    code = models.CharField(max_length=12)
    words = models.TextField(blank=True)
    said_on = models.DateField()
    said_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["outcome", "-said_on"], name="progress_of_outcome")]


class PlanChange(models.Model):
    """A part of the plan was changed, with the reason; at a review when `meeting` is given."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="changes")
    meeting = models.ForeignKey("Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="changes")
    visit = models.ForeignKey("Visit", null=True, blank=True, on_delete=models.PROTECT, related_name="changes")
    about = models.CharField(max_length=40)  # "outcome:4", "action:9", "concern:2", "plan"
    part = models.CharField(max_length=160)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    because = models.TextField(blank=True)
    changed_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["plan", "-changed_at"], name="change_of_plan")]
