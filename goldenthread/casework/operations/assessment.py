"""An assessment from its start to the family's copy: started with its review points, a child taken out, a review point
held, shared, stopped. Writing in it and signing it are `assessment_writing` and `assessment_signing`.

The 45 working days run from the referral (Children in need census guide, 4.9): the clock that a decision on a referral
started is met by the first assessment authorised for it. An assessment of a case that was assessed already has a start
and a clock of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from goldenthread.access.public import LedgerRow, User, find_user, record_many, require_about
from goldenthread.casework.models import Assessment, AssessmentChild, Deadline, Referral, ReviewPoint, VisitChild
from goldenthread.casework.operations import deadlines
from goldenthread.kernel.clock import london_date
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.forms.assessment import LONGEST_REASON, VARIANTS, Variant
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import ASSESSMENT
from goldenthread.ui.words import day, join_names, moment

LATEST_REVIEW = 45
"""Working days from the start within which the review points lie: the assessment is done by then."""
LONGEST_HOW = 300


@transaction.atomic
def start_assessment(
    *, children: Collection[int], kind: str, review_points: Collection[date], by: User, at: datetime
) -> int:
    """Starts one assessment for these children of a family together; returns its key.

    `review_points` are the days on which the manager looks in, set at the outset with her; there is at least one. Each
    child has an open case and is in no other assessment. Raises `NotAllowed`, `Refused`.
    """
    wanted = list(dict.fromkeys(children))
    if not wanted:
        raise Refused("Choose at least one child", "children")
    variant = VARIANTS.get(kind)
    if variant is None:
        raise Refused("Choose which kind of assessment this is", "kind")
    rights = {child: require_about(by, "assessment.start", [child], at=at).right for child in wanted}
    people = {one.pk: one for one in _people().select_for_update().filter(pk__in=wanted).order_by("pk")}
    today = london_date(at)
    points = _points(review_points, today)
    referrals = {one.child_id: one for one in Referral.objects.filter(child__in=wanted, closed_on=None, loaded=False)}
    referrals |= {
        one.child_id: one
        for one in Referral.objects.filter(child__in=wanted, closed_on=None, loaded=True)
        if one.child_id not in referrals
    }
    _refuse_children(wanted, people, referrals, at)
    first = referrals[wanted[0]]
    made = Assessment.objects.create(
        kind=kind,
        state=ASSESSMENT.begin("assessment.start"),
        started_on=today,
        started_at=at,
        team_id=first.team_id or by.team_id,
        author=_author(by, first),
        previous=_previous(wanted),
    )
    AssessmentChild.objects.bulk_create(
        [AssessmentChild(assessment=made, child_id=child, referral=referrals[child]) for child in wanted]
    )
    ReviewPoint.objects.bulk_create([ReviewPoint(assessment=made, due_on=on, set_by=by) for on in points])
    for child in wanted:
        if _start_clock(made, variant, child, referrals[child], at):
            _be_seen(made, child, referrals[child])
    _watch(made, wanted[0], at)
    detail = {"kind": kind, "review_points": [on.isoformat() for on in points]}
    record_many(
        [LedgerRow("assessment.start", child, f"assessment:{made.pk}", detail) for child in wanted],
        by=by,
        at=at,
        right=rights[wanted[0]],
    )
    return made.pk


@transaction.atomic
def take_out(*, assessment: int, child: int, because: str, by: User, at: datetime) -> None:
    """Takes a child out of an assessment, with the reason. Every word written about the child stays, and her own clock
    runs on. Raises `NotAllowed`; `Refused` without a reason, and for the last child there is."""
    found, right = locked(assessment, "assessment.take_out", by, at)
    row = found.children.filter(child=child).order_by("taken_out_at").select_related("child").last()
    row = found.children.filter(child=child, taken_out_at=None).first() or row
    if row is None:
        raise Refused("This child is not in the assessment.")
    if row.taken_out_at is not None:
        raise Refused(f"This child was taken out already, {moment(row.taken_out_at, at)}: “{row.taken_out_because}”")
    why = _reason(because, "Say why this child is taken out", "because", LONGEST_HOW)
    left = list(found.children.filter(taken_out_at=None).exclude(child=child).values_list("child", flat=True))
    if not left:
        raise Refused("This is the only child in the assessment. Stop the assessment instead.")
    row.taken_out_at, row.taken_out_because = at, why
    row.save(update_fields=["taken_out_at", "taken_out_because"])
    about = f"assessment:{found.pk}"
    if deadlines.void("assessment_review_point", "The child left the assessment.", child=child, about=about, at=at):
        _watch(found, left[0], at)
    deadlines.void(VARIANTS[found.kind].clock, "The child left the assessment.", child=child, about=about, at=at)
    enter("assessment.take_out", found, right, by, at, {"child": child}, children=[child])


@transaction.atomic
def record_review(*, assessment: int, point: int, held_on: date, words: str, by: User, at: datetime) -> None:
    """Records that the manager looked in: when, and what she found and asked. Raises `NotAllowed`, `Refused`."""
    found, right = locked(assessment, "assessment.review", by, at)
    row = found.review_points.filter(pk=point).select_related("held_by").first()
    if row is None:
        raise Refused("There is no such review point.")
    if row.held_on is not None:
        who = row.held_by.name if row.held_by else "Somebody"
        raise Refused(f"{who} recorded this review point already, on {day(row.held_on)}.")
    said = _reason(words, "Say what you found and what you asked for", "words", LONGEST_REASON)
    if held_on > london_date(at):
        raise Refused("A review point can’t be recorded before it is held", "held_on")
    if held_on < found.started_on:
        raise Refused(f"The assessment started on {day(found.started_on)}: the review can’t be before it", "held_on")
    row.held_on, row.held_by, row.words = held_on, by, said
    row.save(update_fields=["held_on", "held_by", "words"])
    for child in children_now(found):
        deadlines.meet("assessment_review_point", child=child, about=f"assessment:{found.pk}", at=at)
    enter("assessment.review", found, right, by, at, {"point": row.pk, "held_on": held_on.isoformat()})


@transaction.atomic
def share_assessment(*, assessment: int, shared_on: date, how: str, by: User, at: datetime) -> None:
    """Records that the family has the assessment: when, and how it was gone through with them. Raises `NotAllowed`;
    `Refused` before it is authorised, and for a day that cannot be right."""
    found, right = locked(assessment, "assessment.share", by, at)
    if found.shared_on is not None:
        raise Refused(f"It was shared already, on {day(found.shared_on)}.")
    said = _reason(how, "Say with whom it was shared, and how", "how", LONGEST_HOW)
    if shared_on > london_date(at):
        raise Refused("It can’t have been shared in the future", "shared_on")
    if found.authorised_at is not None and shared_on < london_date(found.authorised_at):
        sentence = f"It was authorised on {day(found.authorised_at)}: it can’t have been shared before"
        raise Refused(sentence, "shared_on")
    found.shared_on, found.shared_how = shared_on, said
    found.save(update_fields=["shared_on", "shared_how"])
    for child in children_now(found):
        deadlines.meet("assessment_shared", child=child, about=f"assessment:{found.pk}", at=at)
    enter("assessment.share", found, right, by, at, {"shared_on": shared_on.isoformat()})


@transaction.atomic
def stop_assessment(*, assessment: int, because: str, by: User, at: datetime) -> None:
    """Stops an assessment that will not be finished, with the reason; what was written stays. The clocks of the
    referrals run on: each child still needs an assessment or a closure. Raises `NotAllowed`, `Refused`."""
    found, right = locked(assessment, "assessment.stop", by, at)
    why = _reason(because, "Say why it is stopped, and what happens instead", "because", LONGEST_REASON)
    found.state, found.stopped_because = ASSESSMENT.step(found.state, "assessment.stop"), why
    found.save(update_fields=["state", "stopped_because"])
    for row in found.children.all():
        for clock in (VARIANTS[found.kind].clock, "assessment_review_point"):
            reason = "The assessment was stopped."
            deadlines.void(clock, reason, child=row.child_id, about=f"assessment:{found.pk}", at=at)
    enter("assessment.stop", found, right, by, at, {})


# --- what every act on an assessment shares


def locked(assessment: int, act: str, by: User, at: datetime) -> tuple[Assessment, str]:
    """The assessment, locked, on which this person may perform `act` now, and the right by which.

    Raises `NotAllowed`, and `Refused` when there is none or when the act is not open: then it is said who did what.
    """
    found = Assessment.objects.select_for_update(of=("self",)).filter(pk=assessment).first()
    if found is None:
        raise Refused("There is no such assessment.")
    everyone = list(found.children.values_list("child", flat=True))
    right = require_about(by, act, everyone, at=at).right
    try:
        ASSESSMENT.step(found.state, act)
    except NotNow:
        raise Refused(why_not(found, at)) from None
    return found, right


def why_not(found: Assessment, at: datetime) -> str:
    """What was done with the assessment meanwhile, by whom and when, and what that leaves to do."""
    match found.state:
        case "authorised":
            who = found.authorised_by.name if found.authorised_by else "Somebody"
            when = f", {moment(found.authorised_at, at)}" if found.authorised_at else ""
            return f"{who} authorised this assessment{when}. Start a new assessment for what is new."
        case "with_manager":
            who = found.sent_by.name if found.sent_by else "Somebody"
            return f"{who} sent this to the manager {moment(found.sent_at, at)}. Ask the manager to send it back."
        case "returned":
            last = found.challenges.select_related("made_by").order_by("number").last()
            who = f"{last.made_by.name} sent it back {moment(last.made_at, at)}" if last else "It was sent back"
            return f"{who}. It comes to the manager again when the challenges are answered."
        case "stopped":
            return f"This assessment was stopped: “{found.stopped_because}”"
        case _:
            return "This assessment is still being written, so that can’t be done yet."


def children_now(found: Assessment) -> list[int]:
    """The children who are in it now, in the order in which they were put in."""
    return list(found.children.filter(taken_out_at=None).order_by("pk").values_list("child", flat=True))


def enter(
    act: str,
    found: Assessment,
    right: str,
    by: User,
    at: datetime,
    detail: Mapping[str, object],
    *,
    children: Collection[int] | None = None,
) -> None:
    """Enters the act in the ledger, a line for each child who is in the assessment (or for those named). `detail` holds
    keys and codes."""
    about = children_now(found) if children is None else children
    record_many(
        [LedgerRow(act, child, f"assessment:{found.pk}", dict(detail)) for child in about], by=by, at=at, right=right
    )


def _people() -> QuerySet:
    return AssessmentChild.child.field.related_model.objects


def _points(given: Collection[date], today: date) -> list[date]:
    points = sorted(set(given))
    latest = WORKING_DAYS.add(today, LATEST_REVIEW)
    if not points:
        raise Refused("Agree with the manager when she looks in, and enter at least one day", "review_points")
    if points[0] <= today:
        raise Refused("A review point must be after today", "review_points")
    if points[-1] > latest:
        sentence = f"A review point must be within {LATEST_REVIEW} working days, by {day(latest)}"
        raise Refused(sentence, "review_points")
    return points


def _refuse_children(
    wanted: list[int], people: Mapping[int, object], referrals: Mapping[int, Referral], at: datetime
) -> None:
    missing = [getattr(people[child], "given_names", "") or "this child" for child in wanted if child not in referrals]
    if missing:
        verb = "has" if len(missing) == 1 else "have"
        raise Refused(f"{join_names(missing)} {verb} no open case, so there is nothing to assess yet", "children")
    undecided = [one for one in referrals.values() if one.decided_at is None and not one.loaded]
    if undecided:
        raise Refused("The referral has not been decided yet. Decide it first", "children")
    running = (
        AssessmentChild.objects.filter(child__in=wanted, taken_out_at=None)
        .exclude(assessment__state__in=("authorised", "stopped"))
        .filter(assessment__loaded=False)
        .select_related("assessment__author", "child")
        .first()
    )
    if running is not None:
        who = running.assessment.author.name if running.assessment.author else "Somebody"
        name = running.child.given_names or "This child"
        raise Refused(
            f"{name} is being assessed already: {who} started it {moment(running.assessment.started_at, at)}",
            "children",
        )


def _author(by: User, referral: Referral) -> User:
    """Whoever starts it writes it; a manager starts it for the child's social worker."""
    if by.role == Role.SOCIAL_WORKER or referral.worker_id is None:
        return by
    return find_user(key=referral.worker_id) or by


def _previous(children: list[int]) -> Assessment | None:
    before = Assessment.objects.filter(children__child__in=children, state="authorised")
    return before.order_by("-started_on", "-pk").first()


def _be_seen(made: Assessment, child: int, referral: Referral) -> None:
    """The child is seen within so many days of the referral, on whatever visit; one that was made already counts."""
    about = {"child": child, "referral": referral}
    deadlines.start(
        "child_seen_s17", at=referral.received_at, team=made.team_id, owner=referral.worker_id or made.author, **about
    )
    visits = VisitChild.objects.filter(child=child, seen=True, visit__happened_at__gte=referral.received_at)
    first = visits.order_by("visit__happened_at").values_list("visit__happened_at", flat=True).first()
    if first is not None:
        deadlines.meet("child_seen_s17", at=first, **about)


def _start_clock(made: Assessment, variant: Variant, child: int, referral: Referral, at: datetime) -> bool:
    """A first assessment of a referral is held by the clock that its decision started; another has its own. Says
    whether it is the first."""
    ran = Deadline.objects.filter(referral=referral, void_at=None, clock__in=[one.clock for one in VARIANTS.values()])
    about = f"assessment:{made.pk}"
    owner = made.author
    if ran.filter(met_at__isnull=False).exists() or not ran.exists():
        deadlines.start(
            variant.clock, child=child, referral=referral, about=about, at=at, team=made.team_id, owner=owner
        )
        return False
    if not ran.filter(clock=variant.clock).exists():
        for other in {one.clock for one in VARIANTS.values()} - {variant.clock}:
            deadlines.void(other, f"It is done as a {variant.title}.", referral=referral, at=at)
        began = referral.received_at
        deadlines.start(variant.clock, child=child, referral=referral, at=began, team=made.team_id, owner=owner)
    return True


def _watch(made: Assessment, child: int, at: datetime) -> None:
    """The council's own limit for the first review point; the points themselves are set with the manager."""
    started = made.started_at if made.started_at <= at else at
    deadlines.start(
        "assessment_review_point", child=child, about=f"assessment:{made.pk}", at=started, team=made.team_id
    )


def _reason(text: str, sentence: str, field: str, longest: int) -> str:
    if says_nothing(text):
        raise Refused(sentence, field)
    clean = text.replace("\x00", "").strip()
    if len(clean) > longest:
        raise Refused(f"This can be {longest:,} characters long at most. It has {len(clean):,}", field)
    return clean
