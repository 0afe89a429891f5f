"""Assessment: one for the children of a family together, each child's needs and analysis their own."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .history import keeps_history
from .sections import ClashText, SectionText


@keeps_history()
class Assessment(models.Model):
    """An assessment, from its start to a manager's authorisation (CIN census, Assessments).

    `kind` is one of the rulebook's kinds of assessment, `state` one of its workflow. What is written lives in its
    sections (`rulebook.forms.assessment`, by `form_version`); who was seen is in its visits. `started_on` is the actual
    start (census item AssessmentActualStartDate), kept apart from the referral, from which the 45 working days run.
    """

    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default="writing")
    form_version = models.PositiveSmallIntegerField(default=1)
    started_on = models.DateField()
    started_at = models.DateTimeField()
    team = models.ForeignKey("access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        "access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="assessments_written"
    )
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    authorised_at = models.DateTimeField(null=True, blank=True)
    authorised_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    authorised_words = models.TextField(blank=True)
    shared_on = models.DateField(null=True, blank=True)
    shared_how = models.CharField(max_length=300, blank=True)
    stopped_because = models.TextField(blank=True)
    loaded = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["author"], condition=models.Q(authorised_at=None), name="assessment_author_open"),
            models.Index(fields=["team", "state"], condition=models.Q(authorised_at=None), name="assessment_team_open"),
        ]


@keeps_history()
class AssessmentChild(models.Model):
    """A child in an assessment: the concerns found for this child (42 factor codes), and what should follow.

    A brother or sister taken out keeps every word written about her; the reason stays. `set_aside` holds prompts that
    the writer answered "not a concern": [{"factor": code, "words": "…", "because": "…"}].
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="assessments")
    referral = models.ForeignKey(
        "Referral", null=True, blank=True, on_delete=models.PROTECT, related_name="assessments"
    )
    factors = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    set_aside = models.JSONField(default=list, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    outcome_words = models.TextField(blank=True)
    taken_out_at = models.DateTimeField(null=True, blank=True)
    taken_out_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "child"],
                condition=models.Q(taken_out_at=None),
                name="child_once_in_an_assessment",
            )
        ]
        indexes = [models.Index(fields=["child", "assessment"], name="assessment_of_child")]


@keeps_history()
class AssessmentSection(SectionText):
    """What stands in one part: "shared part" for the family, "part:12" for the child or person of that key."""

    key = models.CharField(max_length=40)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="sections")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "key"], name="one_assessment_section")]


class AssessmentClash(ClashText):
    key = models.CharField(max_length=40)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="clashes")

    class Meta:
        indexes = [
            models.Index(fields=["assessment"], condition=models.Q(settled_at=None), name="assessment_clash_open")
        ]


class AssessmentWriter(models.Model):
    """Somebody has an assessment open to write in, or had: what "Zahra is writing here too" is said from."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="writers")
    user = models.ForeignKey("access.User", on_delete=models.CASCADE, related_name="+")
    section = models.CharField(max_length=40, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "user"], name="one_line_for_each_assessor")]


@keeps_history()
class HistoryAnswered(models.Model):
    """What an earlier concern means now: still live, resolved (and what shows it) or not relevant (and why).

    `about` is as in the front door's history: "contact:12", "referral:5", "note:9", "assessment:4", "enquiry:2",
    "plan:3". `concern` is set when it was carried into the plan.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="history_answered")
    about = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    happened_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=12)  # live, resolved, not_relevant
    because = models.TextField(blank=True)
    in_analysis = models.BooleanField(default=False)
    answered_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "about"], name="history_answered_once")]


class ReviewPoint(models.Model):
    """A point at which the manager looks in while the assessment runs, set at the outset (CIN census guide 4.9.2,
    AssessmentInternalReviewDate)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="review_points")
    due_on = models.DateField()
    held_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)
    set_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    held_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")


@keeps_history()
class Challenge(models.Model):
    """A manager's challenge when she sent an assessment back, the author's answer, and whether the manager accepts it.

    The exchange stays on the record; nothing of it is ever removed.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="challenges")
    number = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=40, blank=True)
    words = models.TextField()
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="challenge_numbered")]


class StandardAnswered(models.Model):
    """One line of the checklist at sign-off: what the standard found, and what the manager says of it.

    `about` is the thing signed: "assessment:5", "closure:3", "agreement:4", "decision:2". `because` holds the words and
    dates that decided, as they stood.
    """

    about = models.CharField(max_length=40)
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    standard = models.CharField(max_length=60)
    met = models.BooleanField(null=True)
    because = models.JSONField(default=list)
    words = models.TextField(blank=True)
    answered_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["about"], name="standard_answered_of")]
