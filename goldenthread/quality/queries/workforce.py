"""The workforce: who holds which post, what is coming up for each, posts nobody holds, and the usual ratios, each with
the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from goldenthread.access.public import User
from goldenthread.quality.models import Training, Vacancy, WorkerRecord
from goldenthread.quality.queries.caseloads import Load, loads
from goldenthread.quality.queries.supervision import answers_for, of_her_own
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import ROLE_NAMES, Role

SOON = timedelta(days=60)
STAFF = (Role.SOCIAL_WORKER, Role.FRONT_DOOR_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.CONFERENCE_CHAIR)
CASE_HOLDERS = ("case_holder", "senior_practitioner")

FLAGS: Mapping[str, str] = {
    "agency": "Agency worker",
    "newly_qualified": "Newly qualified year",
    "registration": "Registration ends within 60 days, or has ended",
    "no_registration": "No registration recorded",
    "notice": "Notice given",
    "training": "Training due within 60 days, or past",
    "over": "Carries more than there is room for",
    "left": "Left in the last 12 months",
    "not_recorded": "No post recorded",
}
"""What a row may be marked with, in words; each is a way to open the rows behind a figure."""


@dataclass(frozen=True, slots=True)
class Post:
    """One worker's row. `flags` are keys of `FLAGS`; `fte` is None where no post is recorded. `weight` and `room` are
    what she carries and can carry."""

    worker: int
    name: str
    job: str
    team: int | None
    team_name: str
    role_words: str
    fte: Decimal | None
    started_on: date | None
    flags: tuple[str, ...]
    children: int
    weight: Decimal
    room: Decimal
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Vacant:
    """A vacant post."""

    key: int
    team: int
    team_name: str
    role_words: str
    fte: Decimal
    vacant_from: date
    words: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Ratio:
    """A usual ratio: `part` of `whole` in whole-time posts or workers, as a figure, with what it counts and where its
    rows are (a key of `FLAGS`, "vacant" or ""). `figure` is None while there is nothing to divide by."""

    key: str
    label: str
    figure: str | None
    counts: str
    opens: str
    england: str


@dataclass(frozen=True, slots=True)
class Workforce:
    """Everybody the reader may see, vacant posts, and the ratios of both."""

    posts: tuple[Post, ...]
    vacant: tuple[Vacant, ...]
    ratios: tuple[Ratio, ...]


def workforce(*, reader: User, on: date, at: datetime, team: int | None = None) -> Workforce:
    """The workforce as a reader may see it: a team manager her own team, others all. Eleven queries."""
    people = User.objects.filter(role__in=STAFF, team__isnull=False).select_related("team")
    empty = Vacancy.objects.filter(ended_on=None).select_related("team")
    if reader.role == Role.TEAM_MANAGER:
        people, empty = people.filter(team=reader.team_id), empty.filter(team=reader.team_id)
    if team is not None:
        people, empty = people.filter(team=team), empty.filter(team=team)
    rows = list(people.order_by("team__name", "name", "pk"))
    records = {one.worker_id: one for one in WorkerRecord.objects.filter(worker__in=[one.pk for one in rows])}
    due = set(
        Training.objects.filter(worker__in=[one.pk for one in rows], again_by__lte=on + SOON).values_list(
            "worker", flat=True
        )
    )
    carried = {one.worker: one for one in loads(reader=reader, on=on, at=at, team=team)}
    posts = []
    for one in rows:
        post = records.get(one.pk)
        gone = post is not None and post.left_on is not None
        if gone and post is not None and post.left_on is not None and post.left_on < on - timedelta(days=365):
            continue
        if not one.is_active and not gone:
            continue
        posts.append(_post(one, post, carried.get(one.pk), one.pk in due, on))
    vacant = tuple(
        Vacant(
            one.pk,
            one.team_id,
            one.team.name,
            SETS["workforce_role"].label(one.role),
            one.fte,
            one.vacant_from,
            one.words,
            mine=answers_for(reader, one.team),
        )
        for one in empty.order_by("vacant_from", "pk")
    )
    return Workforce(tuple(posts), vacant, _ratios(posts, records, vacant, on))


def _post(user: User, post: WorkerRecord | None, load: Load | None, training: bool, on: date) -> Post:
    flags = []
    if post is None:
        flags.append("not_recorded")
    else:
        if post.agency:
            flags.append("agency")
        if post.induction_ends_on and post.induction_ends_on > on:
            flags.append("newly_qualified")
        if post.registered_until is None:
            flags.append("no_registration")
        elif post.registered_until <= on + SOON:
            flags.append("registration")
        if post.notice_on and post.left_on is None:
            flags.append("notice")
        if post.left_on:
            flags.append("left")
    if training:
        flags.append("training")
    if load and load.over:
        flags.append("over")
    return Post(
        worker=user.pk,
        name=user.name,
        job=user.job_title or ROLE_NAMES[Role(user.role)],
        team=user.team_id,
        team_name=user.team.name if user.team else "",
        role_words=SETS["workforce_role"].label(post.role) if post else "",
        fte=post.fte if post else None,
        started_on=post.started_on if post else None,
        flags=tuple(flags),
        children=load.allocated if load else 0,
        weight=load.weight if load else Decimal(0),
        room=load.room if load else Decimal(0),
        left_on=post.left_on if post else None,
    )


def _ratios(
    posts: list[Post], records: Mapping[int, WorkerRecord], vacant: tuple[Vacant, ...], on: date
) -> tuple[Ratio, ...]:
    """Vacancy is vacant posts over those and posts filled by our own staff; agency is agency workers over those and our
    own; turnover is leavers of 12 months over our own; a caseload is children over case holders, agency ones among
    them. All in whole-time posts (children's social work workforce statistics, methodology)."""
    here = [records[one.worker] for one in posts if one.worker in records and records[one.worker].left_on is None]
    own = sum((one.fte for one in here if not one.agency), Decimal(0))
    agency = sum((one.fte for one in here if one.agency), Decimal(0))
    empty = sum((one.fte for one in vacant), Decimal(0))
    left = sum(
        (
            records[one.worker].fte
            for one in posts
            if one.left_on and on - timedelta(days=365) < one.left_on <= on and not records[one.worker].agency
        ),
        Decimal(0),
    )
    holders = sum((one.fte for one in here if one.role in CASE_HOLDERS), Decimal(0))
    holding = {one.worker_id for one in here if one.role in CASE_HOLDERS}
    children = sum(one.children for one in posts if one.worker in holding)
    return (
        Ratio(
            "vacancy", "Vacancy rate", _share(empty, empty + own), f"{empty} of {empty + own} posts", "vacant", "14.2%"
        ),
        Ratio(
            "agency",
            "Agency rate",
            _share(agency, agency + own),
            f"{agency} of {agency + own} posts",
            "agency",
            "13.0%",
        ),
        Ratio("turnover", "Turnover in 12 months", _share(left, own), f"{left} left, {own} in post", "left", "11.8%"),
        Ratio(
            "caseload",
            "Children for each case holder",
            f"{children / holders:.1f}" if holders else None,
            f"{children} children, {holders} posts",
            "",
            "15.2",
        ),
        Ratio("absence", "Absence", None, "Days of absence are not held here", "", "3.5%"),
    )


def _share(part: Decimal, whole: Decimal) -> str | None:
    return f"{100 * part / whole:.1f}%" if whole else None


@dataclass(frozen=True, slots=True)
class TrainingShown:
    """Training done, and when it is due again."""

    what: str
    done_on: date
    again_by: date | None


@dataclass(frozen=True, slots=True)
class WorkerShown:
    """Everything recorded of one worker, for the managers who answer for her. Empty texts where nothing is."""

    worker: int
    name: str
    job: str
    team_name: str
    recorded: bool
    role: str
    fte: Decimal | None
    started_on: date | None
    registration: str
    registered_until: date | None
    induction_from: date | None
    induction_ends_on: date | None
    agency: str
    notice_on: date | None
    notice_ends_on: date | None
    left_on: date | None
    left_because: str
    left_words: str
    training: tuple[TrainingShown, ...]
    may_change: bool


def worker_shown(worker: int, *, reader: User) -> WorkerShown | None:
    """One worker's record; None when there is no such worker."""
    user = User.objects.select_related("team").filter(pk=worker, role__in=STAFF).first()
    if user is None:
        return None
    post = WorkerRecord.objects.filter(worker=user).first()
    training = Training.objects.filter(worker=user).order_by("-done_on", "-pk")
    return WorkerShown(
        worker=user.pk,
        name=user.name,
        job=user.job_title or ROLE_NAMES[Role(user.role)],
        team_name=user.team.name if user.team else "",
        recorded=post is not None,
        role=post.role if post else "",
        fte=post.fte if post else None,
        started_on=post.started_on if post else None,
        registration=post.registration if post else "",
        registered_until=post.registered_until if post else None,
        induction_from=post.induction_from if post else None,
        induction_ends_on=post.induction_ends_on if post else None,
        agency=post.agency if post else "",
        notice_on=post.notice_on if post else None,
        notice_ends_on=post.notice_ends_on if post else None,
        left_on=post.left_on if post else None,
        left_because=post.left_because if post else "",
        left_words=post.left_words if post else "",
        training=tuple(TrainingShown(one.what, one.done_on, one.again_by) for one in training),
        may_change=of_her_own(reader, user),
    )


def may_see_worker(reader: User, worker: User) -> bool:
    """Whether somebody may see what is recorded of a worker: she herself, and the managers who answer for her."""
    return reader.pk == worker.pk or of_her_own(reader, worker)
