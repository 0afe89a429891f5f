"""Codes for feedback: given to a child or family, or for a team's work; opened by whoever holds one; ended.

Whoever opens a code does not sign in. A code that does not work, was used up or has ended is answered alike and takes
the same steps, so that a guess tells nothing; guesses are counted by a digest of where they came from, and stopped.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from goldenthread.access.public import Decision, NotAllowed, User, find_team, record, require
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import FeedbackCode, FeedbackTry
from goldenthread.quality.queries.feedback_codes import READ_FOR, digest_of, held_by, letters_of
from goldenthread.quality.queries.supervision import answers_for
from goldenthread.rulebook.codes import SETS

MOST_USES = 5
MOST_USES_OF_A_TEAM = 100
MOST_DAYS = 90

WINDOW = timedelta(minutes=15)
MOST_TRIES = 10
"""Codes that may be wrong from one address within `WINDOW`."""
MANY_IN_ALL = 300
"""From so many wrong ones within an hour, wherever they came from, each address has `FEW_TRIES`."""
FEW_TRIES = 3
FORGOTTEN_AFTER = timedelta(days=7)


class TooManyTries(Exception):
    """So many codes were wrong that no more are looked at for a while."""


@transaction.atomic
def give_code(*, child: int, occasion: str, uses: int, days: int, by: User, at: datetime) -> int:
    """Makes a code for a child or family, about the work of the child's own worker, and returns its key. Raises
    `NotAllowed`, `Refused`."""
    right = require(by, "feedback.code", child, at=at).right
    worker, team = held_by(child, on=timezone.localdate(at))
    return _make("feedback.code", child, worker, team, occasion, uses, days, MOST_USES, right, by, at)


@transaction.atomic
def make_service_code(*, team: int, occasion: str, uses: int, days: int, by: User, at: datetime) -> int:
    """Makes a code about a team's work, for a poster or a group, and returns its key. A worker or team manager makes it
    for her own team. Raises `NotAllowed`, `Refused`."""
    right = require(by, "feedback.code_service", at=at).right
    found = find_team(team)
    own_only = by.role in ("social_worker", "front_door_worker", "team_manager")
    if found is None or found.closed_on is not None or (own_only and team != by.team_id):
        raise Refused("Choose your own team" if own_only else "Choose the team it is about", "team")
    return _make("feedback.code_service", None, None, team, occasion, uses, days, MOST_USES_OF_A_TEAM, right, by, at)


def _make(
    act: str,
    child: int | None,
    worker: int | None,
    team: int | None,
    occasion: str,
    uses: int,
    days: int,
    most: int,
    right: str,
    by: User,
    at: datetime,
) -> int:
    problems = []
    if occasion not in SETS["feedback_occasion"]:
        problems.append(("occasion", "Choose what it is about"))
    if not 1 <= uses <= most:
        problems.append(("uses", f"It can be used from once to {most} times"))
    if not 1 <= days <= MOST_DAYS:
        problems.append(("days", f"It can be open from 1 to {MOST_DAYS} days"))
    if problems:
        raise Refused(problems=tuple(problems))
    nonce = secrets.token_urlsafe(32)
    made = FeedbackCode.objects.create(
        digest=digest_of(letters_of(nonce)),
        nonce=nonce,
        child_id=child,
        worker_id=worker,
        team_id=team,
        occasion=occasion,
        uses=uses,
        expires_on=timezone.localdate(at) + timedelta(days=days),
        given_by=by,
        given_at=at,
    )
    detail: dict[str, object] = {"occasion": occasion, "uses": uses}
    record(act=act, by=by, at=at, child=child, subject=f"feedback_code:{made.pk}", right=right, detail=detail)
    return made.pk


@transaction.atomic
def end_code(*, code: int, by: User, at: datetime) -> None:
    """Ends a code: nobody gives feedback by it any more. By whoever gave it, or the manager of the team it is about.
    Raises `NotAllowed`, `Refused`, `FeedbackCode.DoesNotExist`."""
    right = require(by, "feedback.end_code", at=at).right
    found = FeedbackCode.objects.select_for_update(of=("self",)).select_related("team").get(pk=code)
    if found.given_by_id != by.pk and not (found.team is not None and answers_for(by, found.team)):
        raise NotAllowed(Decision(False, "", "Whoever gave a code ends it, or the manager of the team."))
    if found.ended_at is not None:
        raise Refused("This code has ended already.")
    found.ended_by, found.ended_at = by, at
    found.save(update_fields=["ended_by", "ended_at"])
    subject = f"feedback_code:{code}"
    record(act="feedback.end_code", by=by, at=at, child=found.child_id, subject=subject, right=right)


def open_code(*, typed: str, address: str, at: datetime) -> int | None:
    """The key of the code that was typed, where it may be used or our answer may be read by it; None for any other,
    which is counted. `address` is where it was sent from; only a digest of it is kept. Raises `TooManyTries`."""
    mark = salted_hmac("goldenthread.feedback.address", _home(address), algorithm="sha256").hexdigest()
    digest, today = digest_of(typed), timezone.localdate(at)
    wrong = FeedbackTry.objects.filter(came_from=mark, at__gt=at - WINDOW).count()
    in_all = FeedbackTry.objects.filter(at__gt=at - timedelta(hours=1)).count()
    if wrong >= (MOST_TRIES if in_all < MANY_IN_ALL else FEW_TRIES):
        raise TooManyTries
    found = FeedbackCode.objects.filter(digest=digest).first()
    works = found is not None and found.expires_on + READ_FOR >= today
    if works and found is not None and not found.used:
        works = found.ended_at is None and found.expires_on >= today
    if works and found is not None:
        return found.pk
    with transaction.atomic():
        FeedbackTry.objects.create(came_from=mark, at=at)
        FeedbackTry.objects.filter(at__lt=at - FORGOTTEN_AFTER).delete()
    return None


def _home(address: str) -> str:
    """What guesses are counted by: the address, and of the long kind (IPv6) its first 64 bits. One home is given all
    addresses that begin alike, and could otherwise guess from a new one each time."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    return str(found.ipv4_mapped or ip_network((int(found), 64), strict=False))
