"""Audit: rounds and their samples, each audit with its gradings, and concerns that cannot wait."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .history import keeps_history


@keeps_history()
class AuditTool(models.Model):
    """One version of a council's own audit tool, as text: a line that ends with a colon is a domain, others its
    questions (`rulebook.audit_tools.read_tool`). A version is never changed."""

    key = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="one_version_of_a_tool")]


@keeps_history()
class AuditRound(models.Model):
    """A part of the programme: what is audited in a month, of whom, and how the sample is drawn.

    `tier`, `among` and `how` are codes of "audit_tier", "audit_among" and "audit_draw"; `question` is the key of one
    question of the tool where this is a dip sample, which is answered met or not met. `wanted` children are drawn,
    leaving out those audited within `not_audited_months`, and `second_percent` of them are graded twice. `cycle` is the
    learning cycle that this round re-tests. `state` is one of the rulebook's audit round workflow.
    """

    title = models.CharField(max_length=120)
    tier = models.CharField(max_length=1)
    month = models.DateField()
    theme = models.CharField(max_length=40, blank=True)
    tool = models.CharField(max_length=40)
    tool_version = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=40, blank=True)
    among = models.CharField(max_length=20)
    how = models.CharField(max_length=12)
    team = models.ForeignKey("access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    wanted = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=20)
    not_audited_months = models.PositiveSmallIntegerField(default=12)
    second_percent = models.PositiveSmallIntegerField(default=15)
    auditors = models.ManyToManyField("access.User", related_name="audit_rounds")
    cycle = models.ForeignKey("LearningCycle", null=True, blank=True, on_delete=models.PROTECT, related_name="retests")
    state = models.CharField(max_length=10, default="planned")
    planned_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    drawn_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-month"], name="audit_round_by_month")]


class AuditFrame(models.Model):
    """The list that a sample was drawn from, as it stood, so that it can be drawn again. Written once.

    `children` in ascending order, and beside each its stratum as a place in `strata`. The other columns count who was
    left out: the auditors' own cases, children audited lately, and records closed to every auditor.
    """

    round = models.OneToOneField(AuditRound, on_delete=models.PROTECT, related_name="frame")
    children = ArrayField(models.BigIntegerField())
    stratum = ArrayField(models.SmallIntegerField())
    strata = ArrayField(models.CharField(max_length=80))
    own_cases = models.PositiveIntegerField(default=0)
    audited_lately = models.PositiveIntegerField(default=0)
    closed_to_all = models.PositiveIntegerField(default=0)
    drawn_on = models.DateField()


@keeps_history()
class Audit(models.Model):
    """One child's record in a round: who audits it, and what came of it.

    `place` is where the child stands in the sample. `second_because` says why a second auditor grades it as well:
    "sample", "grade" (every inadequate and outstanding one) or "asked". `worker` had the child when the sample was
    drawn; `worker_words` are the worker's own on what was found, and `family_words` what somebody of the family said
    who was asked (`family_asked`, a code of "audit_asked"). `overall` and `overall_words` are agreed after a second
    grade, or the first auditor's. `state` is one of the rulebook's audit workflow.
    """

    round = models.ForeignKey(AuditRound, on_delete=models.PROTECT, related_name="audits")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="audits")
    place = models.PositiveSmallIntegerField()
    auditor = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="audits")
    second_auditor = models.ForeignKey(
        "access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="second_audits"
    )
    second_because = models.CharField(max_length=8, blank=True)
    worker = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="grading")
    given_at = models.DateTimeField()
    worker_there = models.BooleanField(null=True)
    worker_words = models.TextField(blank=True)
    worker_answered_at = models.DateTimeField(null=True, blank=True)
    family_asked = models.CharField(max_length=8, blank=True)
    family_words = models.TextField(blank=True)
    overall = models.CharField(max_length=24, blank=True)
    overall_words = models.TextField(blank=True)
    agreed_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    graded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "child"], name="child_once_in_a_round")]
        indexes = [
            models.Index(fields=["child", "-given_at"], name="audit_of_child"),
            models.Index(fields=["auditor", "state"], name="audit_of_auditor"),
        ]


@keeps_history()
class AuditGrading(models.Model):
    """What one auditor says of the whole: `part` is first or second. `overall` is a grade with its reason, and is no
    average of the others. Kept as it is typed until `sent_at`."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="gradings")
    part = models.CharField(max_length=6)
    grader = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    overall = models.CharField(max_length=24, blank=True)
    overall_words = models.TextField(blank=True)
    safe = models.BooleanField(null=True)
    learning = models.TextField(blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audit", "part"], name="one_grading_of_a_part")]


@keeps_history()
class AuditGrade(models.Model):
    """A grade of one question with its reason. `grade` is a code of "audit_grade", of "audit_answer" in a dip sample,
    or na where the question does not apply to this child."""

    grading = models.ForeignKey(AuditGrading, on_delete=models.PROTECT, related_name="grades")
    question = models.CharField(max_length=40)
    grade = models.CharField(max_length=24, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grading", "question"], name="one_grade_of_a_question")]
        indexes = [models.Index(fields=["question", "grade"], name="audit_grade_by_question")]


@keeps_history()
class SafetyConcern(models.Model):
    """Something found in an audit that cannot wait: told to one manager by name, answered, and confirmed by somebody
    who did not answer it. `state` is one of the rulebook's safety concern workflow."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="concerns")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="safety_concerns")
    words = models.TextField()
    told = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="safety_concerns")
    state = models.CharField(max_length=10, default="raised")
    raised_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.TextField(blank=True)
    confirmed_words = models.TextField(blank=True)
    confirmed_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)


@keeps_history()
class LearningCycle(models.Model):
    """From what an audit found to the re-test that shows whether it changed.

    `round` is the sample that found it, and `question` the question of its tool; `passed` of `of` children had it as it
    should be then. `finding` is its key in the findings register. `state` is one of the rulebook's learning cycle
    workflow.
    """

    title = models.CharField(max_length=120)
    words = models.TextField()
    round = models.ForeignKey(AuditRound, on_delete=models.PROTECT, related_name="found")
    question = models.CharField(max_length=40)
    passed = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    finding = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=20, default="found")
    opened_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_words = models.TextField(blank=True)


@keeps_history()
class LearningAction(models.Model):
    """What one person does by a day because of what was found; done on evidence, which somebody else checks."""

    cycle = models.ForeignKey(LearningCycle, on_delete=models.PROTECT, related_name="actions")
    what = models.TextField()
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="learning_actions")
    due_on = models.DateField()
    set_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    evidence = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.TextField(blank=True)
    checked_words = models.TextField(blank=True)
    checked_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)


@keeps_history()
class CycleSample(models.Model):
    """What a re-test came to: how many of the sample had it as it should be, and whether that is beyond chance."""

    cycle = models.ForeignKey(LearningCycle, on_delete=models.PROTECT, related_name="samples")
    round = models.OneToOneField(AuditRound, on_delete=models.PROTECT, related_name="retest")
    passed = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField(null=True, blank=True)
    beyond_chance = models.BooleanField()
    read_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
