"""Practice observation: what an observer saw of a worker's practice, what the worker says of it, and the next steps."""

from __future__ import annotations

from django.db import models

from .history import keeps_history


@keeps_history()
class Observation(models.Model):
    """One observation.

    `activity`, `family_agreed` and `whole` are codes of "observation_activity", "observation_agreed" and
    "observation_whole"; `guide` with `guide_version` says what was looked for (`rulebook.observing`). `child` is whose
    family it was, where there was one. `team` is the worker's on the day. While it is being written `typed` holds every
    box as it was typed. `state` is one of the rulebook's observation workflow. `finding` is its key in the register,
    where it went there.
    """

    worker = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="observations")
    observer = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="observed")
    team = models.ForeignKey("access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="observations"
    )
    activity = models.CharField(max_length=16)
    guide = models.CharField(max_length=20)
    guide_version = models.PositiveSmallIntegerField()
    observed_on = models.DateField()
    state = models.CharField(max_length=12, default="writing")
    family_agreed = models.CharField(max_length=16, blank=True)
    family_words = models.TextField(blank=True)
    saw = models.TextField(blank=True)
    whole = models.CharField(max_length=12, blank=True)
    whole_words = models.TextField(blank=True)
    no_step_because = models.CharField(max_length=500, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    typed = models.JSONField(default=dict, blank=True)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    worker_words = models.TextField(blank=True)
    worker_next = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    followed_words = models.TextField(blank=True)
    followed_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    followed_at = models.DateTimeField(null=True, blank=True)
    finding = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["worker", "-observed_on"], name="observation_of_worker"),
            models.Index(fields=["observer", "state"], name="observation_by_observer"),
        ]


@keeps_history()
class ObservationPart(models.Model):
    """What was seen of one part of practice: `seen` is a code of "observation_seen"."""

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="parts")
    part = models.CharField(max_length=20)
    seen = models.CharField(max_length=12)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["observation", "part"], name="a_part_once_in_an_observation")]
        indexes = [models.Index(fields=["part", "seen"], name="observation_part_seen")]


@keeps_history()
class ObservationStep(models.Model):
    """A next step that the two agreed: one owner, by a day. The owner says what was done."""

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="steps")
    what = models.TextField()
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="observation_steps")
    due_on = models.DateField()
    position = models.PositiveSmallIntegerField(default=0)
    done_words = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "due_on"], condition=models.Q(done_at=None), name="observation_step_open")
        ]
