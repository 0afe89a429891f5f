"""People who sign in, the teams they work in, and who covers for whom."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models


class Team(models.Model):
    """A team that work is sent to. `kind` decides which tray its members see first."""

    class Kind(models.TextChoices):
        FRONT_DOOR = "front_door", "Front door"
        ASSESSMENT = "assessment", "Assessment"
        SAFEGUARDING = "safeguarding", "Safeguarding"
        CHILDREN_IN_CARE = "children_in_care", "Children in care"
        EARLY_HELP = "early_help", "Early help"
        OTHER = "other", "Other"

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    service = models.CharField(max_length=80, blank=True, help_text="The service a service manager answers for.")
    area = models.CharField(max_length=80, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Users(BaseUserManager["User"]):
    """Makes people who sign in; the name is Django's protocol for `create_user`."""

    def create_user(self, email: str, password: str | None = None, **values: object) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in. `role` is one of the rulebook's roles and decides, with ties and seals, what she may do.

    `access_until` ends a partner professional's, an inspector's or a temporary worker's access; empty means no end.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=30)
    job_title = models.CharField(max_length=120, blank=True)
    agency = models.CharField(max_length=120, blank=True, help_text="For a partner professional: who she works for.")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    is_active = models.BooleanField(default=True)
    access_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(role="partner") | models.Q(access_until__isnull=False),
                name="partner_access_has_an_end",
            ),
            models.CheckConstraint(
                condition=~models.Q(role="inspector") | models.Q(access_until__isnull=False),
                name="inspector_access_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class Cover(models.Model):
    """One person does another's work between two days."""

    absent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covered")
    covering = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covers")
    period = DateRangeField()
    reason = models.CharField(max_length=200, blank=True)
    arranged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    arranged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(absent=models.F("covering")), name="cover_by_somebody_else"),
            ExclusionConstraint(
                name="cover_once_at_a_time",
                expressions=[
                    ("absent", RangeOperators.EQUAL),
                    ("covering", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]
