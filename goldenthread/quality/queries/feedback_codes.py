"""Codes for feedback: how one is made and recognised, which somebody has given, and what a holder of one may read.

A code is ten letters of sixteen that are not taken for one another, without vowels, so that no word is made by chance:
2 to the power of 40 of them. The table holds a keyed digest, and a number from which the code is worked out again with
the secret of this installation; whoever has the table alone has no code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from goldenthread.access.public import Tie, User, visible
from goldenthread.casework.public.supervision import called
from goldenthread.quality.models import Feedback, FeedbackCode
from goldenthread.rulebook.codes import SETS
from goldenthread.ui.words import day

LETTERS = "BCDFGHJKMNPRTWXZ"
LENGTH = 10
GROUPS = (3, 4, 3)
READ_FOR = timedelta(days=180)
"""How long after its last day a code still opens our answer."""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code in a list, without its letters. `about` is the team, or the child's name where the reader may open the
    record now; `stands` says in words whether it
    may still be used, and `open` whether it may."""

    key: int
    about: str
    occasion: str
    uses: int
    used: int
    expires_on: date
    stands: str
    open: bool
    hers: bool


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed: the letters and until when. It names nobody."""

    key: int
    letters: str
    occasion: str
    expires_on: date
    uses: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What the holder of a code reads: our answer and when it was given. Nothing of what was said."""

    words: str
    answered_on: date


@dataclass(frozen=True, slots=True)
class Stands:
    """What a code opens now: how often feedback may still be given, whether any was given, and our answers."""

    left: int
    given: int
    replies: tuple[Reply, ...]


def letters_of(nonce: str) -> str:
    """The letters of a code, in groups: "BCD-FGHJ-KMN"."""
    made = salted_hmac("goldenthread.feedback.letters", nonce, algorithm="sha256").digest()
    plain = "".join(LETTERS[byte % len(LETTERS)] for byte in made[:LENGTH])
    first, second = GROUPS[0], GROUPS[0] + GROUPS[1]
    return "-".join((plain[:first], plain[first:second], plain[second:]))


def digest_of(typed: str) -> str:
    """By what a code is recognised, however it was typed: small letters, spaces and dashes make no difference."""
    plain = "".join(letter for letter in typed[:80].upper() if letter in LETTERS)
    return salted_hmac("goldenthread.feedback.code", plain, algorithm="sha256").hexdigest()


def code_stands(code: int, *, at: datetime) -> Stands:
    """What a code that somebody opened stands for now. Two queries."""
    row = FeedbackCode.objects.get(pk=code)
    today = timezone.localdate(at)
    left = row.uses - row.used if row.ended_at is None and row.expires_on >= today else 0
    answered = Feedback.objects.filter(code=code).exclude(reply="").order_by("-answered_at", "-pk")
    replies = tuple(
        Reply(one.reply, timezone.localdate(one.answered_at)) for one in answered if one.answered_at is not None
    )
    return Stands(left, row.used, replies)


def slip(code: int, *, reader: User, at: datetime) -> Slip | None:
    """The slip of a code that the reader gave and that may still be used; None for any other."""
    row = FeedbackCode.objects.filter(pk=code, given_by=reader).first()
    if row is None or not _open(row, timezone.localdate(at)):
        return None
    occasion = SETS["feedback_occasion"].label(row.occasion)
    return Slip(row.pk, letters_of(row.nonce), occasion, row.expires_on, row.uses - row.used)


def codes_of(reader: User, *, at: datetime, most: int = 60) -> tuple[CodeRow, ...]:
    """The codes that somebody gave, and for a team manager those about her team, the latest first. One query."""
    rows = FeedbackCode.objects.select_related("child", "team")
    hers = Q(given_by=reader)
    if reader.role == "team_manager" and reader.team_id is not None:
        hers |= Q(team=reader.team_id, child=None)
    today = timezone.localdate(at)
    found = []
    may_open = ExpressionWrapper(visible(reader, "child.read", child="child", at=at), BooleanField())
    for row in rows.filter(hers).annotate(named=may_open).order_by("-given_at", "-pk")[:most]:
        found.append(
            CodeRow(
                key=row.pk,
                about=_about(row),
                occasion=SETS["feedback_occasion"].label(row.occasion),
                uses=row.uses,
                used=row.used,
                expires_on=row.expires_on,
                stands=_words(row, today),
                open=_open(row, today),
                hers=row.given_by_id == reader.pk,
            )
        )
    return tuple(found)


def _about(row: FeedbackCode) -> str:
    if row.child is None:
        return row.team.name if row.team else "The service"
    if not row.named:
        return "A child whose record is closed to you"
    return called(row.child.given_names, row.child.family_name, row.child.la_child_id or "")


def code_exists(code: int) -> bool:
    """Whether there is such a code."""
    return FeedbackCode.objects.filter(pk=code).exists()


def held_by(child: int, *, on: date) -> tuple[int | None, int | None]:
    """The worker whom a child is allocated to and the team that it is with on a day: keys, or None. One query."""
    rows = Tie.objects.holding(on).filter(child=child, kind__in=("allocated", "team")).order_by("-starts_on", "-pk")
    worker = team = None
    for kind, user, group in rows.values_list("kind", "user", "team"):
        if kind == "allocated":
            worker = worker or user
        else:
            team = team or group
    return worker, team


def _open(row: FeedbackCode, today: date) -> bool:
    return row.ended_at is None and row.used < row.uses and row.expires_on >= today


def _words(row: FeedbackCode, today: date) -> str:
    if row.ended_at is not None:
        return "Ended"
    if row.used >= row.uses:
        return "Used"
    if row.expires_on < today:
        return f"Ran out on {day(row.expires_on)}"
    return f"Open until {day(row.expires_on)}"
