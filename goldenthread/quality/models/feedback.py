"""What children and families tell us by a code that they were given: the codes, and what was said and done."""

from __future__ import annotations

from django.db import models

from .history import keeps_history


@keeps_history()
class FeedbackCode(models.Model):
    """A code that somebody was given. The code itself is not kept: `digest` recognises it, and it is worked out again
    from `nonce` by the secret of this installation. `child` is whose family was given it, and `worker` whose work it is
    about; without a child it is about a team's work. `uses` is how often feedback may be given by it, until
    `expires_on`. `occasion` is a code of "feedback_occasion"."""

    digest = models.CharField(max_length=64, unique=True)
    nonce = models.CharField(max_length=43)
    child = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="feedback_codes"
    )
    worker = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=12)
    uses = models.PositiveSmallIntegerField(default=1)
    used = models.PositiveSmallIntegerField(default=0)
    expires_on = models.DateField()
    given_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="feedback_codes")
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)


@keeps_history()
class Feedback(models.Model):
    """What somebody told us by a code. `who` is a code of "feedback_who"; `form` with `form_version` says what was
    asked. `told` is the manager who answers for it. `not_safe` was ticked: `safe_words` say what was done at once.
    `done_words` are what was done about it, for us; `reply` is what the holder of the code reads. `once` marks the form
    that was sent, so that one press counts once. `state` is one of the rulebook's feedback workflow. `finding` is its
    key in the register, where it went there."""

    code = models.ForeignKey(FeedbackCode, on_delete=models.PROTECT, related_name="feedback")
    child = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="feedback")
    worker = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="feedback")
    team = models.ForeignKey("access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="feedback")
    told = models.ForeignKey(
        "access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="feedback_to_answer"
    )
    occasion = models.CharField(max_length=12)
    who = models.CharField(max_length=12)
    form = models.CharField(max_length=20)
    form_version = models.PositiveSmallIntegerField()
    said_at = models.DateTimeField()
    once = models.CharField(max_length=43, unique=True)
    differently = models.TextField(blank=True)
    come_back = models.BooleanField(null=True)
    reach = models.CharField(max_length=200, blank=True)
    not_safe = models.BooleanField(default=False)
    not_safe_words = models.TextField(blank=True)
    state = models.CharField(max_length=8)
    safe_words = models.TextField(blank=True)
    safe_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    safe_at = models.DateTimeField(null=True, blank=True)
    done_words = models.TextField(blank=True)
    reply = models.TextField(blank=True)
    answered_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    shared_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(null=True, blank=True)
    finding = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-said_at"], name="feedback_by_day"),
            models.Index(fields=["told", "state"], name="feedback_to_answer"),
        ]


@keeps_history()
class FeedbackFace(models.Model):
    """An answer with a face: `question` is what it speaks to (`rulebook.forms.feedback.ASPECTS`), `answer` a code of
    "feedback_face"."""

    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="faces")
    question = models.CharField(max_length=20)
    answer = models.CharField(max_length=8)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feedback", "question"], name="one_face_of_a_question")]
        indexes = [models.Index(fields=["question", "answer"], name="feedback_face_given")]


class FeedbackTry(models.Model):
    """A code was tried that does not work. `came_from` is a keyed digest of the address, which names nobody; it slows
    down whoever guesses, and is forgotten after 7 days."""

    came_from = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="feedback_try_at")]
