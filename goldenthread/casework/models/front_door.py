"""The front door: a contact about a family, its checks and decision, the referral of each child, its allocation."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from .sections import ClashText, SectionText


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Contact(models.Model):
    """Something we were told about a family. What is written lives in its sections (`rulebook.forms.contact`); what a
    clock, tray, measure or right reads is a column here, written from the sections when they are saved.

    `state` is one of the rulebook's contact workflow. Consent is separate facts (`rulebook.codes`, consent model).
    """

    reference = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=20, default="writing")
    form_version = models.PositiveSmallIntegerField()
    team = models.ForeignKey("access.Team", null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    family_name = models.CharField(max_length=120, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=2, blank=True)
    referrer_name = models.CharField(max_length=120, blank=True)
    referrer_role = models.CharField(max_length=120, blank=True)
    referrer_agency = models.CharField(max_length=160, blank=True)
    referrer_phone = models.CharField(max_length=60, blank=True)
    referrer_email = models.CharField(max_length=120, blank=True)
    how_known = models.CharField(max_length=30, blank=True)
    concerns = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    domestic_abuse = models.BooleanField(default=False)
    priority = models.CharField(max_length=5, blank=True)  # red, amber, green
    level_of_need = models.CharField(max_length=4, blank=True)
    suggested_outcome = models.CharField(max_length=10, blank=True)
    sharing_basis = models.CharField(max_length=30, blank=True)
    parents_informed = models.CharField(max_length=40, blank=True)
    agreement_to_checks = models.CharField(max_length=20, blank=True)
    agreement_to_service = models.CharField(max_length=20, blank=True)
    objection = models.CharField(max_length=40, blank=True)
    child_view = models.CharField(max_length=30, blank=True)
    consent_rationale = models.TextField(blank=True)
    written_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="contacts_written")
    started_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    feedback_sent_at = models.DateTimeField(null=True, blank=True)
    feedback_words = models.TextField(blank=True)
    returned_because = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "received_at"], name="contact_tray"),
            models.Index(fields=["-decided_at"], condition=models.Q(state="decided"), name="contact_decided"),
            models.Index(fields=["written_by", "state"], name="contact_writer"),
        ]


class ContactSection(SectionText):
    """The latest saved answers of one section, shown for ever as asked (`Contact.form_version`).

    Every earlier text is in the history that the database keeps.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="sections")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "key"], name="one_section_of_a_kind")]


pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())(ContactSection)

DRAFT = "decision-"
"""How the keys of sections begin that hold a decider's unfinished words and are no part of the contact."""


def draft_key(decider: int) -> str:
    """The key of a decider's own draft of the decision on a contact."""
    return f"{DRAFT}{decider}"


class SectionClash(ClashText):
    """What one of two people wrote in a contact at the same time as the other."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="clashes")

    class Meta:
        indexes = [models.Index(fields=["contact"], condition=models.Q(settled_at=None), name="clash_open")]


class ContactPerson(models.Model):
    """Somebody named in a contact. `person` is empty until a match is confirmed or the person is added."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="contacts"
    )
    part = models.CharField(max_length=20)  # child, parent, partner, household, other
    given_names = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    born_on = models.DateField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    relationship = models.CharField(max_length=60, blank=True)
    # The person said to have harmed, so that a pattern across partners can be seen.
    said_to_harm = models.BooleanField(default=False)
    # Asked every time. Not known needs a reason, and is asked again at the next contact.
    ethnicity = models.CharField(max_length=4, blank=True)
    ethnicity_not_known_because = models.CharField(max_length=200, blank=True)
    seen_since = models.CharField(max_length=200, blank=True)
    said = models.TextField(blank=True, help_text="What the child said, in the child's words.")
    said_to = models.CharField(max_length=160, blank=True)
    added_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True, blank=True)
    # Who said that this is the person in our records, when, and on what grounds as they stood on the page.
    matched_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    matched_at = models.DateTimeField(null=True, blank=True)
    matched_on = models.TextField(blank=True, db_default="")

    class Meta:
        indexes = [models.Index(fields=["person", "contact"], name="contact_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "person"],
                condition=models.Q(person__isnull=False, taken_out_at=None),
                name="once_in_a_contact",
            )
        ]


class HistoryWeighed(models.Model):
    """A piece of history was opened, or weighed with others in a sentence (`means`), or set aside with a reason."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="history_weighed")
    about = models.CharField(max_length=40, help_text="What was weighed: contact:12, referral:5, warning:7.")
    opened_at = models.DateTimeField(null=True, blank=True)
    set_aside_because = models.CharField(max_length=300, blank=True)
    means = models.CharField(max_length=300, blank=True, default="", db_default="")
    weighed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    weighed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "about"], name="weighed_once")]


class ScreeningCheck(models.Model):
    """A question asked of an agency, and what it answered."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="checks")
    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    nothing_known = models.BooleanField(default=False)
    answered_by = models.CharField(max_length=160, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_recorded_by = models.ForeignKey(
        "access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class Decision(models.Model):
    """A manager's decision on a contact, on a referral or about a child: never changed, only followed by another.

    About a child (a management decision): `kind` is one of "management_decision", `about` the thing it was made on
    ("plan:4"), `decided` the decision itself, `facts` and `child_view` what it rests on and means for the child,
    `decider_role` her job then, `recorded_at` when it was written, which may be later than `decided_at`.
    """

    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    referral = models.ForeignKey("Referral", null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10)
    why_this = models.TextField()
    why_now = models.TextField(blank=True)
    rejected = models.TextField(blank=True)
    risk = models.TextField(blank=True)
    # Risk to each child by name: [{"person": key, "words": "…"}]
    risk_by_child = models.JSONField(default=list)
    feedback = models.TextField(blank=True)
    # What the outcome itself asks for: the advice given, who at the other council was told, how a child is safe now.
    detail = models.TextField(blank=True, db_default="")
    # Why it is decided otherwise than the second look advised.
    despite_second_look = models.TextField(blank=True, db_default="")
    # Where other agencies were asked without agreement: was that right, and in what words.
    went_ahead_rightly = models.BooleanField(null=True)
    went_ahead_words = models.TextField(blank=True, db_default="")
    child = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="management_decisions"
    )
    kind = models.CharField(max_length=20, blank=True, db_default="")
    about = models.CharField(max_length=40, blank=True, db_default="")
    decided = models.TextField(blank=True, db_default="")
    facts = models.TextField(blank=True, db_default="")
    child_view = models.TextField(blank=True, db_default="")
    review_on = models.DateField(null=True, blank=True)
    decider_role = models.CharField(max_length=120, blank=True, db_default="")
    recorded_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="decisions_made")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["child", "-decided_at"], condition=models.Q(child__isnull=False), name="decision_of_child"
            )
        ]


class DecisionAction(models.Model):
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="actions")
    what = models.CharField(max_length=500)
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="actions_owned")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_words = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "due_on"], condition=models.Q(done_at=None), name="action_open")]


class SecondLook(models.Model):
    """Somebody else, by name, looks before "no further action" is signed. The question and answer stay on record."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="second_looks")
    reasons = ArrayField(models.CharField(max_length=200))
    question = models.TextField(blank=True)
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    asked_of = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="second_looks")
    asked_at = models.DateTimeField()
    agrees = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Referral(models.Model):
    """A request for services for one child, from the day it is received to its closure (CIN census CINdetails).

    New only while the child's case is not open: new information on an open case is not a referral. Siblings referred
    together share `contact`. `source` and the other codes are the census's.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="referrals")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals")
    state = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    received_on = models.DateField()
    source = models.CharField(max_length=2)
    primary_need = models.CharField(max_length=2, blank=True)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # True when it came within twelve months of the one before it (measure: re-referrals).
    is_rereferral = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_how = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    no_further_action = models.BooleanField(default=False)
    team = models.ForeignKey("access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    closure_reason = models.CharField(max_length=3, blank=True)
    loaded = models.BooleanField(default=False, help_text="Loaded from a census file, not recorded here.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=models.Q(closed_on=None, loaded=False), name="one_open_referral"
            )
        ]
        indexes = [
            models.Index(fields=["child", "-received_on"], name="referral_of_child"),
            models.Index(fields=["state", "received_at"], condition=models.Q(closed_on=None), name="referral_tray"),
            models.Index(fields=["worker"], condition=models.Q(closed_on=None), name="referral_worker"),
            models.Index(fields=["team"], condition=models.Q(closed_on=None), name="referral_team"),
        ]


class Allocation(models.Model):
    """A referral was given to a team, or to a worker, with what is asked. `read_at` is "I have read this"."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="allocations")
    team = models.ForeignKey("access.Team", on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(
        "access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="allocations"
    )
    instructions = models.TextField(blank=True)
    allocated_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    allocated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["worker"], condition=models.Q(ended_at=None), name="allocation_open")]
