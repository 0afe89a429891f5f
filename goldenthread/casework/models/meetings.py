"""Meetings about children: strategy discussions, conferences, core groups and reviews. One table, told apart by kind,
because they share who came, what each said, what was decided for each child and when the record went out."""

from __future__ import annotations

from django.db import models

from .history import keeps_history


class ConferenceRoom(models.Model):
    """A room in which conferences are held."""

    name = models.CharField(max_length=80, unique=True)
    place = models.CharField(max_length=160, blank=True)
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)


@keeps_history()
class Meeting(models.Model):
    """A meeting, planned or held. `kind` is one of `rulebook.codes` "meeting_kind": strategy, initial_conference,
    transfer_in_conference, review_conference, core_group, cin_meeting, cin_review.

    `state` is one of the rulebook's meeting workflow: planned, held, stood_down. A meeting that is stood down keeps
    its due date and the reason; the next one is another row that points back by `instead_of`. `started_on` is the day
    its own clock counts from. For a strategy discussion `decision` says what follows and `rationale` why.
    """

    kind = models.CharField(max_length=24)
    state = models.CharField(max_length=12, default="planned")
    planned_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=160, blank=True)
    room = models.ForeignKey(ConferenceRoom, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    chair = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="chairs")
    chair_name = models.CharField(max_length=120, blank=True)
    team = models.ForeignKey("access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    instead_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    stood_down_because = models.CharField(max_length=300, blank=True)
    immediate = models.BooleanField(default=False)
    why_called = models.TextField(blank=True)
    quorate = models.BooleanField(null=True)
    not_quorate_because = models.CharField(max_length=500, blank=True)
    summary = models.TextField(blank=True)
    measured_change = models.TextField(blank=True)
    decision = models.CharField(max_length=24, blank=True)
    rationale = models.TextField(blank=True)
    contingency_weighed = models.TextField(blank=True)
    next_on = models.DateField(null=True, blank=True)
    # When the decision and outline plan went out, when the minutes or record did, and to whom.
    decision_issued_on = models.DateField(null=True, blank=True)
    decision_issued_to = models.CharField(max_length=500, blank=True)
    record_issued_on = models.DateField(null=True, blank=True)
    record_issued_to = models.CharField(max_length=500, blank=True)
    arranged_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    arranged_at = models.DateTimeField()
    recorded_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    loaded = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "planned_at"], condition=models.Q(state="planned"), name="meeting_planned"),
            models.Index(fields=["chair", "planned_at"], condition=models.Q(state="planned"), name="meeting_chair"),
        ]


@keeps_history()
class MeetingChild(models.Model):
    """A child whom a meeting was about, and what it decided for this child.

    `decision` for a conference is one of "conference_decision" (plan, no_plan, plan_continues, plan_ends); `category`
    a code of "abuse_category". `views` are the child's own words and how they were brought.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="meetings")
    plan = models.ForeignKey("Plan", null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    attended = models.BooleanField(null=True)
    views = models.TextField(blank=True)
    views_brought_how = models.CharField(max_length=200, blank=True)
    family_view = models.TextField(blank=True)
    decision = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=4, blank=True)
    reasons = models.TextField(blank=True)
    unchanged_because = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "child"], name="child_once_in_a_meeting")]
        indexes = [models.Index(fields=["child", "meeting"], name="meeting_of_child")]


@keeps_history()
class MeetingPart(models.Model):
    """Somebody asked to a meeting: whether she came, when her report reached the family, her view, her dissent.

    `agency` is one of "took_part" (social_care, police, health, education, …) or "family".
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="parts")
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True)
    agency = models.CharField(max_length=24, blank=True)
    attended = models.BooleanField(null=True)
    absent_because = models.CharField(max_length=300, blank=True)
    report_shared_on = models.DateField(null=True, blank=True)
    view = models.TextField(blank=True)
    dissents = models.BooleanField(default=False)
    dissent = models.TextField(blank=True)


@keeps_history()
class MeetingAction(models.Model):
    """Something a strategy discussion asked of one person by a day. (A plan's actions are the plan's own.)"""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    what = models.CharField(max_length=500)
    owner = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=120)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_words = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "due_on"], condition=models.Q(done_on=None), name="meeting_action")]
