"""Deadlines as stored facts, and the council's own allowances."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db import models


class Deadline(models.Model):
    """A clock that was started: when, by when, and when it was met. Never "overdue": that depends on the day asked.

    `due_on` is always the day it falls; `due_at` is set as well for a clock that counts hours. A clock that was
    started in error or overtaken is `void_at` with the reason; it is neither met nor late. `authorised_reason` says
    why a manager accepted that it is late; the raw dates stay, and it still counts as late.
    """

    clock = models.CharField(max_length=40)
    child = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines"
    )
    contact = models.ForeignKey("Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines")
    referral = models.ForeignKey("Referral", null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines")
    # Which of several things of the child it is about, where two may run at once: "agreement:4", "meeting:12".
    about = models.CharField(max_length=40, blank=True, default="", db_default="")
    team = models.ForeignKey("access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        "access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines_owned"
    )
    started_at = models.DateTimeField()
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    void_at = models.DateTimeField(null=True, blank=True)
    void_because = models.CharField(max_length=200, blank=True)
    authorised_reason = models.CharField(max_length=300, blank=True)
    authorised_by = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    authorised_at = models.DateTimeField(null=True, blank=True)
    # What the allowance was on the day it started: "1 working_days", and whose ("rulebook" or "local").
    allowance = models.CharField(max_length=30)
    allowance_from = models.CharField(max_length=10, default="rulebook")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(contact__isnull=False)
                | models.Q(referral__isnull=False)
                | models.Q(child__isnull=False),
                name="deadline_of_something",
            ),
            # One clock runs once for its subject, whoever starts it at the same moment.
            models.UniqueConstraint(
                fields=["clock", "contact", "referral", "child", "about"],
                condition=models.Q(met_at=None, void_at=None),
                nulls_distinct=False,
                name="deadline_runs_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=models.Q(met_at=None, void_at=None),
                name="deadline_owner_open",
            ),
            models.Index(
                fields=["team", "due_on"],
                condition=models.Q(met_at=None, void_at=None),
                name="deadline_team_open",
            ),
            models.Index(fields=["clock", "due_on"], name="deadline_by_clock"),
        ]


class LocalAllowances(models.QuerySet["LocalAllowance"]):
    def by_clock(self, clocks: Collection[str] | None = None) -> dict[str, list[LocalAllowance]]:
        """Every allowance of these clocks (of all, when None is given), in one query; the latest first."""
        rows = self if clocks is None else self.filter(clock__in=clocks)
        found: dict[str, list[LocalAllowance]] = {}
        for row in rows.order_by("-starts_on"):
            found.setdefault(row.clock, []).append(row)
        return found


class LocalAllowance(models.Model):
    """The council's own allowance for a clock, from a day. It may tighten the law; loosening needs `reason`.

    `ends_on` is the first day on which it no longer holds.
    """

    clock = models.CharField(max_length=40)
    limit = models.IntegerField()
    unit = models.CharField(max_length=14)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    set_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = LocalAllowances.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clock", "starts_on"], name="one_allowance_from_a_day")]

    @staticmethod
    def in_force(latest_first: Iterable[LocalAllowance], day: date) -> LocalAllowance | None:
        """The one that holds on a day, or None; of two that do, the one that began later."""
        return next(
            (one for one in latest_first if one.starts_on <= day and (one.ends_on is None or day < one.ends_on)), None
        )
