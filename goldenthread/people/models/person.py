"""A person, the names she has been known by, and each recording of what we hold about her."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q

from goldenthread.access.public import Decision, NotAllowed, Seal, User, decide, visible


class People(models.QuerySet["Person"]):
    """Conditions on people that both readers and writers ask."""

    def open_to(self, actor: User, act: str, *, at: datetime) -> People:
        """Those on whom `actor` may perform `act`: by her own grants, or, for an adult, because the adult belongs to
        the family of a child on whom she may. A seal on the adult's own record shuts the second way too."""
        return self.filter(visible(actor, act, at=at) | self._by_family(actor, act, at))

    def _by_family(self, actor: User, act: str, at: datetime) -> Q:
        from .family import FamilyMembership, Relationship  # those modules import this one

        sealed = Seal.objects.filter(child=OuterRef("pk"), lifted_at=None).exclude(owner=actor).exclude(let_in=actor)
        out = Relationship.objects.filter(person=OuterRef("pk"), other__kind="child")
        back = Relationship.objects.filter(other=OuterRef("pk"), person__kind="child")
        same_family = FamilyMembership.objects.filter(family__memberships__person=OuterRef("pk"), person__kind="child")
        return (
            ~Q(kind="child")
            & ~Q(Exists(sealed))
            & (
                Q(Exists(out.filter(visible(actor, act, child="other", at=at))))
                | Q(Exists(back.filter(visible(actor, act, child="person", at=at))))
                | Q(Exists(same_family.filter(visible(actor, act, child="person", at=at))))
            )
        )

    def open_among(self, actor: User, act: str, people: Iterable[int], *, at: datetime) -> frozenset[int]:
        """Those of these people on whom `actor` may perform `act`: as `open_to`, but the second way is asked only of
        the adults whom the first did not open, which for most who ask is nobody."""
        keys = set(people)
        found = set(self.filter(pk__in=keys).filter(visible(actor, act, at=at)).values_list("pk", flat=True))
        if keys - found:
            rest = self.filter(pk__in=keys - found).exclude(kind="child")
            found |= set(rest.filter(self._by_family(actor, act, at)).values_list("pk", flat=True))
        return frozenset(found)

    def require(self, actor: User, act: str, person: int, *, at: datetime) -> Decision:
        """As `access.public.require`, for any person: raises `NotAllowed` when neither her own grants nor, for an
        adult, a child of the family lets her."""
        decision = decide(actor, act, person, at=at)
        if decision.allowed:
            return decision
        if not decision.sealed and self.exclude(kind="child").filter(pk=person).open_to(actor, act, at=at).exists():
            return Decision(True, f"{actor.role}:family", "Because you work with a child of this family.")
        raise NotAllowed(decision)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Person(models.Model):
    """A child (also unborn), an adult, or a professional.

    The columns hold the value that stands now; `Recording` says who recorded it, when and from what source, and keeps
    every value before it. Codes are those of the CIN census (`rulebook.codes`). A merged person points to the one
    kept by `merged_into` and is left out of every list.
    """

    class Kind(models.TextChoices):
        CHILD = "child", "Child"
        ADULT = "adult", "Adult"
        PROFESSIONAL = "professional", "Professional"

    kind = models.CharField(max_length=12, choices=Kind)
    # The name shown. It is one of the person's `Name` rows, written with it; empty for a census child without a name.
    given_names = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    born_on = models.DateField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True, help_text="Expected date of birth of an unborn child.")
    birth_certainty = models.CharField(max_length=10, default="exact")  # exact, estimated, unknown
    died_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, blank=True, help_text="Sex as the census has it.")
    gender = models.CharField(max_length=40, blank=True, help_text="Gender in the person's own words.")
    pronouns = models.CharField(max_length=40, blank=True)
    ethnicity = models.CharField(max_length=4, blank=True)
    ethnicity_in_own_words = models.CharField(max_length=120, blank=True)
    ethnicity_not_known_because = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=40, blank=True)
    interpreter = models.CharField(max_length=60, blank=True, help_text="Interpreter needed, and which; or 'no'.")
    religion = models.CharField(max_length=40, blank=True)
    disabilities = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    immigration_status = models.CharField(max_length=40, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    nhs_number_source = models.CharField(max_length=40, blank=True)
    nhs_number_trace = models.CharField(max_length=20, blank=True)  # traced, not_traced, awaiting
    upn = models.CharField(max_length=13, blank=True)
    former_upn = models.CharField(max_length=13, blank=True)
    upn_unknown = models.CharField(max_length=3, blank=True)
    la_child_id = models.CharField(max_length=32, null=True, blank=True, unique=True)
    agency = models.ForeignKey("Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="professionals")
    job_title = models.CharField(max_length=120, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # Rises with every change; a form built on an older one is stale and is shown side by side, never written over.
    version = models.PositiveIntegerField(default=1)

    objects = People.as_manager()

    class Meta:
        indexes = [
            # With the key in it, a search near a date reads the index alone and not the people themselves.
            models.Index(fields=["born_on"], include=["id"], name="person_born_key"),
            models.Index(fields=["nhs_number"], condition=~models.Q(nhs_number=""), name="person_nhs"),
            models.Index(fields=["upn"], condition=~models.Q(upn=""), name="person_upn"),
        ]


class Name(models.Model):
    """A name the person has, or had. `search` holds it as `queries.matching` compares it: our letters, lower case."""

    class Kind(models.TextChoices):
        LEGAL = "legal", "Legal name"
        KNOWN_AS = "known_as", "Known as"
        FORMER = "former", "Former name"
        BIRTH = "birth", "Name at birth"
        ALIAS = "alias", "Also known as"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(max_length=10, choices=Kind)
    given_names = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    search = models.CharField(max_length=260)
    # Codes of how each word sounds; a misspelt or transliterated name shares at least one.
    sounds = ArrayField(models.CharField(max_length=12), default=list)
    recorded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=120)

    class Meta:
        indexes = [
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="name_search"),
            GinIndex(fields=["sounds"], name="name_sounds"),
        ]


class Recording(models.Model):
    """One act of recording: these values of this person, by whom, when, and from what source.

    `values` holds {column: value as text or list}; a value confirmed as still true is recorded again with
    `confirmed`. Never changed and never removed. The latest row that names a column is that column's provenance.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recordings")
    values = models.JSONField()
    confirmed = models.BooleanField(default=False)
    source = models.CharField(max_length=120)
    recorded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-recorded_at"], name="recording_latest")]


class Agency(models.Model):
    """An organisation that knows children: a school, a practice, a police unit."""

    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=30)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    asked_in_screening = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)
