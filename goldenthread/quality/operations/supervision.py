"""Supervision as it is agreed, begun, held or missed. Each one that ends makes the next one due, by the clock of what
the two agreed, in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import Decision, NotAllowed, User, find_user, notify, record, require
from goldenthread.casework.public.supervision import falls_due
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.quality.models import ChildDiscussed, PersonalPart, Supervision, SupervisionAgreement
from goldenthread.quality.queries.supervision import SUPERVISED, manages, of_her_own
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.supervision import PERSONAL, WORKER_CLOCK
from goldenthread.rulebook.workflows import SUPERVISION
from goldenthread.ui.cleaning import kept_words
from goldenthread.ui.words import day, plural

LONGEST = 20_000  # characters of one answer
LONGEST_LINE = 500
LONGEST_AGREEMENT = timedelta(days=366)


@transaction.atomic
def agree_supervision(
    *, worker: int, supervisor: int, frequency: str, review_on: date, words: str = "", by: User, at: datetime
) -> int:
    """Records how a worker is supervised, and returns the agreement's key. What held before ends; the next session
    falls due by the new frequency, from the last one held or from today.

    Raises `NotAllowed`; `Refused` for a supervisor who is none, and for a review that is past or over a year away.
    """
    right = require(by, "supervision.agree", at=at).right
    hers = User.objects.select_for_update(of=("self",)).select_related("team").filter(pk=worker, is_active=True).first()
    if hers is None or hers.role not in SUPERVISED or hers.team is None:
        raise Refused("Supervision is agreed with a worker who is in a team.")
    if not manages(by, hers):
        raise not_hers(hers)
    today = timezone.localdate(at)
    problems = []
    chosen = find_user(key=supervisor)
    if chosen is None or not chosen.is_active or chosen.role not in (Role.TEAM_MANAGER, Role.SERVICE_MANAGER):
        problems.append(("supervisor", "Choose who supervises"))
    elif chosen.pk != by.pk and not of_her_own(chosen, hers) and not _supervises(chosen, hers):
        problems.append(("supervisor", f"{chosen.name} manages neither {hers.name}’s team nor its service"))
    if frequency not in SETS["supervision_frequency"].codes:
        problems.append(("frequency", "Choose how often"))
    if not today < review_on <= today + LONGEST_AGREEMENT:
        problems.append(("review_on", "The agreement is reviewed on a day within a year from now"))
    if problems:
        raise Refused(problems=tuple(problems))
    SupervisionAgreement.objects.filter(worker=hers, ended_on=None).update(ended_on=today)
    made = SupervisionAgreement.objects.create(
        worker=hers,
        supervisor_id=supervisor,
        frequency=frequency,
        words=kept_words(words, "words"),
        agreed_on=today,
        review_on=review_on,
        made_by=by,
        made_at=at,
    )
    coming = Supervision.objects.filter(worker=hers, state__in=("due", "running")).first()
    if coming is None:
        held = Supervision.objects.filter(worker=hers, state="held").order_by("-held_on").first()
        _make_due(made, hers, from_on=held.held_on if held and held.held_on else today)
    else:
        coming.supervisor_id, coming.team = supervisor, hers.team
        coming.due_on = falls_due(WORKER_CLOCK[frequency], from_on=coming.counted_from)
        coming.save(update_fields=["supervisor", "team", "due_on"])
    record(
        act="supervision.agree",
        by=by,
        at=at,
        right=right,
        subject=f"worker:{hers.pk}",
        detail={"frequency": frequency, "supervisor": supervisor},
    )
    return made.pk


@transaction.atomic
def begin_supervision(*, supervision: int, by: User, at: datetime) -> None:
    """Begins to record a session. Begun twice, it goes on. Raises `NotAllowed`, `Refused`."""
    right = require(by, "supervision.begin", at=at).right
    found = locked(supervision, by)
    if found.state == "running":
        return
    found.state, found.began_at = _step(found, "supervision.begin"), at
    found.save(update_fields=["state", "began_at"])
    _enter("supervision.begin", found, right, by, at)


@transaction.atomic
def finish_supervision(*, supervision: int, held_on: date, by: User, at: datetime) -> int:
    """Records that a session was held, and returns the key of the next one, which falls due from that day.

    Raises `NotAllowed`; `Refused` for a day to come, or before the one it counts from, and while a child's record is
    begun and not made.
    """
    right = require(by, "supervision.finish", at=at).right
    found = locked(supervision, by)
    after = _step(found, "supervision.finish")
    today = timezone.localdate(at)
    if held_on > today:
        raise Refused(f"{day(held_on)} has not come yet", "held_on")
    if held_on < found.counted_from:
        raise Refused(f"The one before was on {day(found.counted_from)}: this one came after it", "held_on")
    begun = ChildDiscussed.objects.filter(supervision=found, recorded_at=None).count()
    if begun:
        whom = plural(begun, "child", "children")
        raise Refused(f"You began to write about {whom}. Record what you wrote first, or empty the boxes.")
    found.state, found.held_on, found.recorded_by, found.recorded_at = after, held_on, by, at
    found.save(update_fields=["state", "held_on", "recorded_by", "recorded_at"])
    _enter("supervision.finish", found, right, by, at)
    return _next(found, from_on=held_on)


@transaction.atomic
def miss_supervision(*, supervision: int, because: str, words: str = "", by: User, at: datetime) -> int:
    """Records that a session did not happen and why, and returns the key of the next one, which falls due from today.

    Raises `NotAllowed`; `Refused` without a reason, before its day, and when children were recorded in it.
    """
    right = require(by, "supervision.miss", at=at).right
    found = locked(supervision, by)
    after = _step(found, "supervision.miss")
    today = timezone.localdate(at)
    if because not in SETS["supervision_missed"].codes:
        raise Refused("Choose why it did not happen", "because")
    if because == "other" and says_nothing(words):
        raise Refused("Say why it did not happen", "words")
    if found.due_on > today:
        raise Refused(f"It is due on {day(found.due_on)}, so it is not missed yet. Hold it by then.")
    if ChildDiscussed.objects.filter(supervision=found).exclude(recorded_at=None).exists():
        raise Refused("Children were talked about in this supervision. Record that it was held.")
    found.state, found.missed_because, found.missed_words = after, because, kept_words(words, "words", LONGEST_LINE)
    found.recorded_by, found.recorded_at = by, at
    found.save(update_fields=["state", "missed_because", "missed_words", "recorded_by", "recorded_at"])
    ChildDiscussed.objects.filter(supervision=found, recorded_at=None).delete()
    _enter("supervision.miss", found, right, by, at, because=because)
    return _next(found, from_on=today)


@transaction.atomic
def write_personal(*, supervision: int, boxes: Mapping[str, str], by: User, at: datetime) -> None:
    """Keeps the personal part: only the two of the session write and read it. Raises `NotAllowed`, `Refused`."""
    right = require(by, "supervision.personal", at=at).right
    found = _found(supervision)
    if by.pk not in (found.worker_id, found.supervisor_id):
        raise not_allowed("The personal part is between the worker and her supervisor.")
    if found.state not in ("running", "due"):
        raise Refused("This supervision is over. What is new belongs in the next one.")
    said = {one.name: kept_words(boxes.get(one.name, ""), one.name) for one in PERSONAL}
    stands = PersonalPart.objects.select_for_update().filter(supervision=found).first()
    if stands is None and not any(said.values()):
        return
    if stands is not None and all(getattr(stands, name) == words for name, words in said.items()):
        return
    PersonalPart.objects.update_or_create(supervision=found, defaults={**said, "written_by": by, "written_at": at})
    _enter("supervision.personal", found, right, by, at)


def end_supervising(worker: User, *, on: date) -> None:
    """A worker left: what was agreed ends, and the session to come falls away. Runs inside the act that records it."""
    SupervisionAgreement.objects.filter(worker=worker, ended_on=None).update(ended_on=on)
    Supervision.objects.filter(worker=worker, state="due").delete()


# --- shared with the records of children


def locked(supervision: int, by: User) -> Supervision:
    """A session that somebody supervises, locked. Raises `NotAllowed`, `Refused`."""
    found = _found(supervision)
    if found.supervisor_id != by.pk and not manages(by, found.worker):
        raise not_hers(found.worker)
    return found


def _found(supervision: int) -> Supervision:
    rows = Supervision.objects.select_for_update(of=("self",)).select_related("worker__team", "supervisor")
    found = rows.filter(pk=supervision).first()
    if found is None:
        raise Refused("There is no such supervision.")
    return found


def not_hers(worker: User) -> NotAllowed:
    """Somebody would supervise a worker whom she does not."""
    return not_allowed(f"You do not supervise {worker.name}, and do not manage the team or its service.")


def not_allowed(sentence: str) -> NotAllowed:
    """A refusal in these words."""
    return NotAllowed(Decision(False, "", sentence))


def _supervises(supervisor: User, worker: User) -> bool:
    return SupervisionAgreement.objects.filter(worker=worker, supervisor=supervisor, ended_on=None).exists()


def _next(ended: Supervision, *, from_on: date) -> int:
    agreed = SupervisionAgreement.objects.filter(worker=ended.worker, ended_on=None).first()
    if agreed is None:
        return ended.pk
    return _make_due(agreed, ended.worker, from_on=from_on).pk


def _make_due(agreed: SupervisionAgreement, worker: User, *, from_on: date) -> Supervision:
    return Supervision.objects.create(
        worker=worker,
        supervisor_id=agreed.supervisor_id,
        team=worker.team,
        state=SUPERVISION.begin("supervision.agree"),
        counted_from=from_on,
        due_on=falls_due(WORKER_CLOCK[agreed.frequency], from_on=from_on),
    )


def _step(found: Supervision, act: str) -> str:
    try:
        return SUPERVISION.step(found.state, act)
    except NotNow as reason:
        if found.state == "held":
            raise Refused(f"This supervision was held on {day(found.held_on)}.") from reason
        raise Refused(str(reason)) from reason


def _enter(act: str, found: Supervision, right: str, by: User, at: datetime, **detail: object) -> None:
    record(
        act=act,
        by=by,
        at=at,
        right=right,
        subject=f"supervision:{found.pk}",
        detail={"worker": found.worker_id, **detail},
    )


def tell(to: User, words: str, page: str, key: int, child: int | None, by: User, at: datetime) -> None:
    """A notice to somebody, unless it is her own act."""
    if to.pk != by.pk:
        notify(to=to, kind="supervision", words=words, link=reverse(page, args=[key]), child=child, by=by, at=at)
