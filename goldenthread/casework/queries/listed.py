"""Children's work as lists for returns: one row for each contact, referral, assessment, enquiry, case or plan.

Each list is one query, read as a stream. A day is given, and what came later is left out: a case that closed after it
was open, an assessment authorised after it was being written. Team and worker are those of today. `child` is the
record that is kept, where two were merged. Nothing here decides a right: the caller leaves out whom the reader may not
see (`people.public.readable`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject, TruncDate

from goldenthread.casework.models import (
    Assessment,
    AssessmentChild,
    ContactPerson,
    Enquiry,
    MeetingChild,
    Plan,
    Referral,
    VisitChild,
)
from goldenthread.kernel.clock import LONDON

AT_ONCE = 2_000
A_YEAR = timedelta(days=365)
_CONFERENCES = ("initial_conference", "transfer_in_conference")


class ListedContact(NamedTuple):
    """A child in a contact that came from `since` to the day."""

    contact: int
    child: int
    received_on: date
    source: str


class ListedReferral(NamedTuple):
    """A referral. `in_a_year` counts the child's referrals of the twelve months before the day."""

    referral: int
    child: int
    received_on: date
    source: str
    no_further_action: bool
    in_a_year: int
    team: str
    worker: str
    loaded: bool


class ListedAssessment(NamedTuple):
    """A child in an assessment. `seen` is whether a visit for it saw the child; `outcome` a code of
    "assessment_outcome", empty until it is authorised."""

    assessment: int
    child: int
    started_on: date
    authorised_on: date | None
    seen: bool
    outcome: str
    team: str
    worker: str
    loaded: bool


class ListedEnquiry(NamedTuple):
    """A section 47 enquiry. `unnecessary` is None while nobody has said whether a conference is needed; `decision` is
    the conference's for this child, of "conference_decision"."""

    enquiry: int
    child: int
    started_on: date
    unnecessary: bool | None
    conference: int | None
    conference_on: date | None
    decision: str
    enquiries_in_a_year: int
    conferences_in_a_year: int
    team: str
    worker: str
    loaded: bool


class ListedCase(NamedTuple):
    """A child in need: a referral that led to further action. `status` is protection, need, assessment, closed, or
    empty for an open case with neither plan nor open assessment."""

    referral: int
    child: int
    started_on: date
    primary_need: str
    seen_on: date | None
    visit: int | None
    closed_on: date | None
    closure_reason: str
    status: str
    team: str
    worker: str
    loaded: bool


class ListedProtection(NamedTuple):
    """A child protection plan. `visit` is the last visit for it at which the child was seen, `alone` None where it was
    not said; `review` the last review conference held."""

    plan: int
    child: int
    started_on: date
    first_category: str
    category: str
    visited_on: date | None
    visit: int | None
    alone: bool | None
    reviewed_on: date | None
    review: int | None
    ended_on: date | None
    previous: int | None
    team: str
    worker: str
    loaded: bool


def _day(day: date) -> tuple[datetime, datetime]:
    """The moments at which a day begins and ends, in London."""
    return datetime.combine(day, time(), LONDON), datetime.combine(day + timedelta(days=1), time(), LONDON)


def _date(column: str) -> TruncDate:
    return TruncDate(column, tzinfo=LONDON)


_CHILD = Coalesce("child__merged_into", "child")
_TEAM = Coalesce("referral__team__name", Value(""))
_WORKER = Coalesce("referral__worker__name", Value(""))


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """How many of these rows the row outside has."""
    return Coalesce(Subquery(rows.order_by().values("child").annotate(n=Count("pk")).values("n")), Value(0))


def _rows(kind: type[Any], rows: QuerySet[Any], *columns: Any) -> Iterator[Any]:
    for values in rows.values_list(*columns).iterator(chunk_size=AT_ONCE):
        yield kind(*values)


def listed_contacts(*, since: date, on: date) -> Iterator[ListedContact]:
    """Contacts that were sent for a decision and came from `since` to `on`."""
    rows = ContactPerson.objects.filter(
        part="child",
        person__isnull=False,
        taken_out_at=None,
        contact__received_at__gte=_day(since)[0],
        contact__received_at__lt=_day(on)[1],
    ).exclude(contact__state="writing")
    return _rows(
        ListedContact,
        rows.order_by("contact__received_at", "pk"),
        "contact",
        Coalesce("person__merged_into", "person"),
        _date("contact__received_at"),
        "contact__source",
    )


def listed_referrals(*, since: date, on: date) -> Iterator[ListedReferral]:
    """Referrals that came from `since` to `on`."""
    others = Referral.objects.filter(child=OuterRef("child"), received_on__gt=on - A_YEAR, received_on__lte=on)
    return _rows(
        ListedReferral,
        Referral.objects.filter(received_on__gte=since, received_on__lte=on).order_by("received_on", "pk"),
        "pk",
        _CHILD,
        "received_on",
        "source",
        "no_further_action",
        _counted(others),
        Coalesce("team__name", Value("")),
        Coalesce("worker__name", Value("")),
        "loaded",
    )


def listed_assessments(*, since: date, on: date) -> Iterator[ListedAssessment]:
    """Assessments begun or authorised from `since` to `on`, or still being written on that day."""
    before, after = _day(since)[0], _day(on)[1]
    authorised = Q(assessment__authorised_at__lt=after)
    rows = AssessmentChild.objects.filter(
        Q(assessment__started_on__gte=since)
        | (authorised & Q(assessment__authorised_at__gte=before))
        | Q(assessment__authorised_at=None)
        | Q(assessment__authorised_at__gte=after),
        assessment__started_on__lte=on,
        taken_out_at=None,
    ).exclude(assessment__state="stopped")
    seen = VisitChild.objects.filter(
        child=OuterRef("child"), visit__assessment=OuterRef("assessment"), seen=True, visit__happened_at__lt=after
    )
    return _rows(
        ListedAssessment,
        rows.order_by("assessment__started_on", "pk"),
        "assessment",
        _CHILD,
        "assessment__started_on",
        Case(When(authorised, then=_date("assessment__authorised_at"))),
        Exists(seen),
        Case(When(authorised, then=F("outcome")), default=Value("")),
        _TEAM,
        _WORKER,
        "assessment__loaded",
    )


def listed_enquiries(*, since: date, on: date) -> Iterator[ListedEnquiry]:
    """Enquiries that began from `since` to `on`, open ones too."""
    after = _day(on)[1]
    of_hers = Enquiry.objects.filter(child=OuterRef("child"), started_on__gt=on - A_YEAR, started_on__lte=on)
    held = MeetingChild.objects.filter(
        child=OuterRef("child"),
        meeting__kind__in=_CONFERENCES,
        meeting__state="held",
        meeting__held_at__lt=after,
    )
    decided = MeetingChild.objects.filter(child=OuterRef("child"), meeting=OuterRef("conference"))
    held_on = Coalesce("conference_on", _date("conference__held_at"))
    rows = Enquiry.objects.filter(started_on__gte=since, started_on__lte=on).exclude(state="stopped")
    rows = rows.annotate(held_on=held_on)
    known = Q(held_on__lte=on)
    return _rows(
        ListedEnquiry,
        rows.order_by("started_on", "pk"),
        "pk",
        _CHILD,
        "started_on",
        Case(
            When(known, then=Value(False)),
            When(conference_not_required=True, then=Value(True)),
            When(Q(authorised_at__lt=after) & ~Q(outcome__in=("", "CONFERENCE")), then=Value(True)),
            When(outcome="CONFERENCE", then=Value(False)),
            default=Value(None),
        ),
        Case(When(known, then=F("conference"))),
        Case(When(known, then=F("held_on"))),
        Case(When(known, then=Coalesce(Subquery(decided.values("decision")[:1]), Value(""))), default=Value("")),
        _counted(of_hers),
        _counted(held.filter(meeting__held_at__gte=_day(on - A_YEAR)[1])),
        _TEAM,
        _WORKER,
        "loaded",
    )


def _last(rows: QuerySet[Any], **facts: str) -> Subquery:
    """The last of these rows as an object of these facts."""
    return Subquery(rows.values(one=JSONObject(**facts))[:1])


def listed_cases(*, since: date, on: date) -> Iterator[ListedCase]:
    """Children in need on the day, and those whose case closed since `since`. A referral that waits for a decision, or
    that led to no further action, is no case."""
    after = _day(on)[1]
    running = Plan.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), child=OuterRef("child"), started_on__lte=on)
    writing = Assessment.objects.filter(
        Q(authorised_at=None) | Q(authorised_at__gte=after),
        children__child=OuterRef("child"),
        children__taken_out_at=None,
        started_on__lte=on,
    ).exclude(state="stopped")
    seen = VisitChild.objects.filter(child=OuterRef("child"), seen=True, visit__happened_at__lt=after)
    open_on_the_day = Q(closed_on=None) | Q(closed_on__gt=on)
    rows = Referral.objects.filter(
        open_on_the_day | Q(closed_on__gte=since), received_on__lte=on, no_further_action=False
    ).exclude(state="to_decide")
    status = Case(
        When(~open_on_the_day, then=Value("closed")),
        When(Exists(running.filter(kind="child_protection")), then=Value("protection")),
        When(Exists(running.exclude(kind="child_protection")), then=Value("need")),
        When(Exists(writing), then=Value("assessment")),
        default=Value(""),
    )
    visit = _last(seen.order_by("-visit__happened_at", "-pk"), key="visit", at="visit__happened_at")
    columns = (
        "pk",
        _CHILD,
        "received_on",
        "primary_need",
        visit,
        Case(When(~open_on_the_day, then=F("closed_on"))),
        Case(When(~open_on_the_day, then=F("closure_reason")), default=Value("")),
        status,
        Coalesce("team__name", Value("")),
        Coalesce("worker__name", Value("")),
        "loaded",
    )
    for key, child, began, need, seen_at, *rest in (
        rows.order_by("received_on", "pk").values_list(*columns).iterator(chunk_size=AT_ONCE)
    ):
        yield ListedCase(key, child, began, need, *_when(seen_at), *rest)


def listed_protection(*, since: date, on: date) -> Iterator[ListedProtection]:
    """Child protection plans that ran on the day, or that ended since `since`."""
    after = _day(on)[1]
    rows = Plan.objects.filter(Q(ended_on=None) | Q(ended_on__gte=since), kind="child_protection", started_on__lte=on)
    visits = VisitChild.objects.filter(
        child=OuterRef("child"), seen=True, visit__purpose="child_protection", visit__happened_at__lt=after
    )
    reviews = MeetingChild.objects.filter(
        child=OuterRef("child"),
        meeting__kind="review_conference",
        meeting__state="held",
        meeting__held_at__lt=after,
    )
    columns = (
        "pk",
        _CHILD,
        "started_on",
        "first_category",
        "category",
        _last(visits.order_by("-visit__happened_at", "-pk"), key="visit", at="visit__happened_at", alone="alone"),
        _last(reviews.order_by("-meeting__held_at", "-pk"), key="meeting", at="meeting__held_at"),
        Case(When(ended_on__lte=on, then=F("ended_on"))),
        "number_of_previous",
        _TEAM,
        _WORKER,
        "loaded",
    )
    for key, child, began, first, category, visit, review, *rest in (
        rows.order_by("started_on", "pk").values_list(*columns).iterator(chunk_size=AT_ONCE)
    ):
        visited_on, visit_key = _when(visit, began)
        reviewed_on, review_key = _when(review, began)
        alone = visit["alone"] if visit_key is not None else None
        yield ListedProtection(
            key, child, began, first, category, visited_on, visit_key, alone, reviewed_on, review_key, *rest
        )


def _when(found: dict[str, Any] | None, began: date | None = None) -> tuple[date | None, int | None]:
    """The day and the key of what was found; neither where there is none, or where it was before `began`."""
    if not found or found["at"] is None:
        return None, None
    on = datetime.fromisoformat(found["at"]).astimezone(LONDON).date()
    return (None, None) if began is not None and on < began else (on, found["key"])
