"""What children and families told us, as it is read: a list, one of them, and what they come to.

It is read by the managers of the work it is about and by those who lead quality; by the worker once it was shared.
Where it is about a child, the right to that child's record is asked as well, and a seal keeps her out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, Exists, Q, QuerySet, Value, When
from django.utils import timezone

from goldenthread.access.public import User, acts_of, visible
from goldenthread.casework.public.supervision import Asked, called
from goldenthread.kernel.clock import add_months
from goldenthread.quality.models import Feedback, FeedbackFace
from goldenthread.quality.queries.asking import Asks, Row, as_rows
from goldenthread.quality.queries.small_counts import SMALLEST, in_parts
from goldenthread.quality.queries.supervision import answers_for
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms import as_asked
from goldenthread.rulebook.forms.feedback import ASPECTS, faces_of
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.workflows import FEEDBACK

LEADS = (Role.SERVICE_MANAGER, Role.AUDITOR, Role.DIRECTOR)
"""Who reads what was said of any team's work."""

GOOD = ("yes", "mostly")
ANSWERED_WITHIN = 10  # working days, where no clock of a child says it


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """Feedback in a list. `name` is the child's, empty where it is about a team's work."""

    key: int
    name: str
    team_name: str
    worker_name: str
    who: str
    occasion: str
    said_at: datetime
    state: str
    state_words: str
    not_safe: bool
    first_words: str
    shared: bool


@dataclass(frozen=True, slots=True)
class FeedbackShown:
    """Feedback, whole. `faces` are (question as it was asked, answer's code, answer in words); `may` are the acts that
    are open to the reader now."""

    key: int
    child: int | None
    name: str
    team_name: str
    worker_name: str
    told_name: str
    who: str
    occasion: str
    said_at: datetime
    state: str
    state_words: str
    faces: tuple[tuple[str, str, str], ...]
    differently: str
    come_back: bool | None
    reach: str
    not_safe: bool
    not_safe_words: str
    safe_words: str
    safe_by: str
    safe_at: datetime | None
    done_words: str
    reply: str
    answered_by: str
    answered_at: datetime | None
    shared_by: str
    shared_at: datetime | None
    finding: int | None
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """One question over twelve months. `good` and `not_good` are None where one of them is too small to show."""

    label: str
    of: int
    good: int | None
    not_good: int | None


@dataclass(frozen=True, slots=True)
class Totals:
    """What twelve months of feedback come to. `given` is None below five, and so is every count that would tell one."""

    given: int | None
    children: int | None
    answered: int | None
    questions: tuple[Said, ...]


def child_of_feedback(feedback: int) -> tuple[bool, int | None]:
    """Whether there is such feedback, and which child it is about, if any."""
    row = Feedback.objects.filter(pk=feedback).values_list("child", flat=True)
    found = list(row)
    return bool(found), found[0] if found else None


def readable(reader: User, *, at: datetime) -> QuerySet[Feedback]:
    """All that somebody may read. What is said of her own work she reads once it was shared, whatever else she may."""
    rows = Feedback.objects.select_related("child", "worker", "team")
    shared = ~Q(worker=reader) | Q(shared_at__isnull=False)
    about_child = visible(reader, "feedback.read", child="child", at=at)
    if reader.role in LEADS:
        return rows.filter(Q(child=None) | about_child).filter(shared)
    if reader.role == Role.TEAM_MANAGER:
        of_team = Q(child=None) & (Q(told=reader) | Q(team=reader.team_id, team__isnull=False))
        return rows.filter(of_team | about_child).filter(shared)
    return rows.filter(worker=reader, shared_at__isnull=False).filter(Q(child=None) | about_child)


def feedback_rows(*, reader: User, at: datetime, most: int = 60) -> tuple[FeedbackRow, ...]:
    """What somebody may read: those that are not safe first, then what waits for an answer, the latest first. One
    query."""
    waits = Case(When(state="not_safe", then=Value(0)), When(state="given", then=Value(1)), default=Value(2))
    return tuple(_row(one) for one in readable(reader, at=at).order_by(waits, "-said_at", "-pk")[:most])


def _row(one: Feedback) -> FeedbackRow:
    return FeedbackRow(
        key=one.pk,
        name=_name(one),
        team_name=one.team.name if one.team else "",
        worker_name=one.worker.name if one.worker else "",
        who=_who(one.who),
        occasion=SETS["feedback_occasion"].label(one.occasion),
        said_at=one.said_at,
        state=one.state,
        state_words=FEEDBACK.states[one.state],
        not_safe=one.not_safe,
        first_words=one.differently if len(one.differently) < 160 else f"{one.differently[:160]} …",
        shared=one.shared_at is not None,
    )


def show_feedback(feedback: int, *, reader: User, at: datetime) -> FeedbackShown | None:
    """One of them as its reader sees it; None when there is none, or she may not. Two queries."""
    people = ("told", "safe_by", "answered_by", "shared_by")
    row = readable(reader, at=at).select_related(*people).filter(pk=feedback).first()
    if row is None:
        return None
    given = dict(row.faces.values_list("question", "answer"))
    asked = faces_of(as_asked(row.form, row.form_version))
    return FeedbackShown(
        key=row.pk,
        child=row.child_id,
        name=_name(row),
        team_name=row.team.name if row.team else "",
        worker_name=row.worker.name if row.worker else "",
        told_name=row.told.name if row.told else "",
        who=_who(row.who),
        occasion=SETS["feedback_occasion"].label(row.occasion),
        said_at=row.said_at,
        state=row.state,
        state_words=FEEDBACK.states[row.state],
        faces=tuple(
            (one.label, given[one.key], SETS["feedback_face"].label(given[one.key]))
            for one in asked
            if one.key in given
        ),
        differently=row.differently,
        come_back=row.come_back,
        reach=row.reach,
        not_safe=row.not_safe,
        not_safe_words=row.not_safe_words,
        safe_words=row.safe_words,
        safe_by=row.safe_by.name if row.safe_by else "",
        safe_at=row.safe_at,
        done_words=row.done_words,
        reply=row.reply,
        answered_by=row.answered_by.name if row.answered_by else "",
        answered_at=row.answered_at,
        shared_by=row.shared_by.name if row.shared_by else "",
        shared_at=row.shared_at,
        finding=row.finding,
        may=_may(reader, row),
    )


def may_answer(user: User, row: Feedback) -> bool:
    """Whether somebody answers for it: the manager who was told, one of the team it is about, or a service manager;
    never whoever's work it is."""
    if row.worker_id == user.pk:
        return False
    if row.told_id == user.pk or user.role == Role.SERVICE_MANAGER:
        return True
    return row.team is not None and answers_for(user, row.team)


def _may(reader: User, row: Feedback) -> frozenset[str]:
    if row.worker_id == reader.pk:
        return frozenset()
    open_now = set(FEEDBACK.acts_from(row.state)) & acts_of(reader)
    if row.worker_id is None or row.shared_at is not None:
        open_now -= {"feedback.share"}
    found = open_now if may_answer(reader, row) else set()
    if row.finding is None and row.state != "not_safe":
        found |= {"finding.enter"} & acts_of(reader)
    return frozenset(found)


def totals(reader: User, *, on: date) -> Totals:
    """What twelve months come to: a team manager's own team, and every team for those who lead. A count below five, or
    one that would tell it, is kept back from everybody. Three queries."""
    rows = Feedback.objects.filter(said_at__date__gt=add_months(on, -12))
    if reader.role == Role.TEAM_MANAGER:
        rows = rows.filter(team=reader.team_id, team__isnull=False)
    elif reader.role not in LEADS:
        rows = rows.none()
    counted = rows.aggregate(
        given=Count("pk"),
        children=Count("pk", filter=Q(who="child")),
        answered=Count("pk", filter=Q(state="answered")),
    )
    given = counted["given"]
    faces: dict[str, list[int]] = {key: [0, 0] for key in ASPECTS}
    answers = FeedbackFace.objects.filter(feedback__in=rows.values("pk")).exclude(answer="not_sure")
    for question, answer, count in answers.values_list("question", "answer").annotate(count=Count("pk")):
        if question in faces:
            faces[question][0 if answer in GOOD else 1] += count
    questions = []
    for key, (good, bad) in faces.items():
        of = good + bad if good + bad >= SMALLEST else 0
        questions.append(Said(ASPECTS[key], of, *(in_parts(good, bad) or (None, None))))
    return Totals(
        given=given if given >= SMALLEST else None,
        children=_shown(counted["children"], given),
        answered=_shown(counted["answered"], given),
        questions=tuple(questions),
    )


def _shown(part: int, whole: int) -> int | None:
    """A part of a whole, where neither it nor the rest is small."""
    return part if in_parts(part, whole - part) else None


def replies_given(reader: User, *, at: datetime, most: int = 10) -> tuple[tuple[str, str, date], ...]:
    """What they said and what we answered: (what should be different, our reply, when), the latest first, of those that
    the reader may read. One query."""
    rows = readable(reader, at=at).filter(state="answered").exclude(reply="").order_by("-answered_at")[:most]
    return tuple(
        (one.differently, one.reply, timezone.localdate(one.answered_at)) for one in rows if one.answered_at is not None
    )


def shared_of(worker: int, *, reader: User, at: datetime) -> tuple[FeedbackRow, ...]:
    """What families said of a worker's work in twelve months that was shared with her, the latest first. One query."""
    since = add_months(timezone.localdate(at), -12)
    rows = readable(reader, at=at).filter(worker=worker, shared_at__isnull=False, said_at__date__gt=since)
    return tuple(_row(one) for one in rows.order_by("-said_at", "-pk")[:5])


def _of_teams(*, whose: int, reader: User, own: bool, at: datetime, until: date) -> QuerySet:
    rows = Feedback.objects.filter(child=None, told=whose, state__in=_WAITS)
    return as_rows("feedback", rows, words="state", who="team__name", at="said_at")


def _team_told(row: Row) -> Asked:
    assert row.at
    said_on = timezone.localdate(row.at)
    urgent = row.words == "not_safe"
    return Asked(
        source=row.kind,
        key=row.key,
        what="Somebody told us that they are not safe: act now" if urgent else "Answer what a family told us",
        why="Told to us by a code. It names no child.",
        due_on=said_on if urgent else WORKING_DAYS.add(said_on, ANSWERED_WITHIN),
        page="feedback_one",
        label="Say what was done" if urgent else "Read and answer",
        title=row.who or "Feedback",
    )


_WAITS = ("not_safe", "given")
ASKS = (
    Asks(
        "feedback",
        lambda whose: Exists(Feedback.objects.filter(child=None, told=whose, state__in=_WAITS)),
        _of_teams,
        _team_told,
    ),
)
"""What feedback about a team's work asks of somebody: no child has a clock for it."""


def _name(row: Feedback) -> str:
    child = row.child
    return called(child.given_names, child.family_name, child.la_child_id or "") if child is not None else ""


_WHO = {"child": "A child or young person", "parent_carer": "A parent or carer", "other": "Somebody else"}


def _who(code: str) -> str:
    return _WHO.get(code, code)
