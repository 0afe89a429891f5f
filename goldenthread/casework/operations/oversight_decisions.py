"""Management decisions: made from anywhere on a child's record, also not to act; and finishing what they ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import User, acts_of, decide, notify, record, require
from goldenthread.casework.models import Decision, DecisionAction
from goldenthread.casework.operations import deadlines
from goldenthread.casework.operations.typed_drafts import throw_typed_away
from goldenthread.casework.queries.facts_oversight import CLOCK
from goldenthread.casework.queries.meetings import in_hands
from goldenthread.casework.queries.oversight_decisions import thing_is_of
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import Person
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import ROLE_NAMES, Role
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import kept_line, kept_words
from goldenthread.ui.words import day

LONGEST_LINE = 500
OLDEST = timedelta(days=366)  # an older decision is a loaded one, or a slip of the year
DRAFT = "management_decision"
_BLANK = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class AskedAction:
    """What one person is asked to do by a day."""

    what: str
    owner: int | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class DecisionSaid:
    """A management decision. `about` is the thing it was made on ("plan:4"), or empty. `actions` may be empty for a
    decision not to act, which then has a day on which it is looked at again."""

    kind: str
    decided: str
    why: str
    rejected: str
    child_view: str
    facts: str = ""
    risk: str = ""
    decided_at: datetime | None = None
    actions: Sequence[AskedAction] = ()
    review_on: date | None = None
    about: str = ""


@transaction.atomic
def record_management_decision(*, child: int, said: DecisionSaid, by: User, at: datetime) -> int:
    """Records a manager's decision about a child and returns its key. Its actions are their owners' work from now.

    Never changed afterwards: a later decision follows it. Recorded later than it was made, both moments are kept and
    its clock says whether that was in time. Raises `NotAllowed`; `Refused` for what is missing or cannot be.
    """
    right = require(by, "decision.record", child, at=at).right
    known = Person.objects.select_for_update(no_key=True).get(pk=child)
    problems = _problems(known, said, at)
    if problems:
        raise Refused(problems=tuple(problems))
    decided_at = said.decided_at or at
    made = Decision.objects.create(
        child=known,
        kind=said.kind,
        about=said.about,
        decided=kept_words(said.decided, "decided"),
        why_this=kept_words(said.why, "why"),
        rejected=kept_words(said.rejected, "rejected"),
        facts=kept_words(said.facts, "facts"),
        risk=kept_words(said.risk, "risk"),
        child_view=kept_words(said.child_view, "child_view"),
        review_on=said.review_on,
        decider_role=(by.job_title or ROLE_NAMES[Role(by.role)])[:120],
        decided_by=by,
        decided_at=decided_at,
        recorded_at=at,
    )
    _ask(made, said.actions, known, by, at)
    hands = in_hands([child])[child]
    about = f"decision:{made.pk}"
    deadlines.start(CLOCK, at=decided_at, child=child, about=about, team=hands.team, owner=by)
    deadlines.meet(CLOCK, at=at, child=child, about=about)
    throw_typed_away(DRAFT, child, by)
    record(
        act="decision.record",
        by=by,
        at=at,
        child=child,
        subject=about,
        right=right,
        detail={"kind": made.kind, "about": made.about, "actions": made.actions.count()},
    )
    if hands.worker is not None and hands.worker != by.pk:
        notify(
            to=hands.worker,
            kind="decision",
            words=f"{by.name} recorded a decision about a child you work with.",
            link=reverse("management_decision", args=[made.pk]),
            child=child,
            by=by,
            at=at,
        )
    return made.pk


def _ask(made: Decision, actions: Sequence[AskedAction], child: Person, by: User, at: datetime) -> None:
    owners = User.objects.filter(pk__in={one.owner for one in actions if one.owner}, is_active=True).in_bulk()
    for n, one in enumerate(actions, 1):
        owner = owners.get(one.owner or 0)
        if owner is None or "action.finish" not in acts_of(owner):
            raise Refused("Choose one person who works here", f"action_{n}_owner")
        if decide(owner, "child.read", child.pk, at=at).sealed:
            raise Refused(f"{owner.name} may not see this record. Choose somebody else", f"action_{n}_owner")
        assert one.due_on is not None
        DecisionAction.objects.create(
            decision=made,
            what=kept_line(one.what, f"action_{n}_what", LONGEST_LINE),
            owner=owner,
            due_on=one.due_on,
        )


def _problems(child: Person, said: DecisionSaid, at: datetime) -> list[tuple[str, str]]:
    found = []
    today = timezone.localdate(at)
    if said.kind not in SETS["management_decision"].codes:
        found.append(("kind", "Choose what the decision is about"))
    for words, name, sentence in (
        (said.decided, "decided", "Write what you decided, also when you decided not to act"),
        (said.why, "why", "Write why you decided this, and why now"),
        (said.rejected, "rejected", "Write what you thought about and turned down"),
        (said.child_view, "child_view", "Write what it means for the child, and what the child says"),
    ):
        if not _BLANK.sub("", words):
            found.append((name, sentence))
    if said.decided_at is not None:
        on = timezone.localdate(said.decided_at)
        if said.decided_at > at:
            found.append(("decided_at", "The decision cannot be made later than now"))
        elif at - said.decided_at > OLDEST:
            found.append(("decided_at", f"{day(on)} is more than a year ago. Check the year"))
        elif child.born_on and on < child.born_on and child.expected_on is None:
            found.append(("decided_at", f"The child was born on {day(child.born_on)}, after the day of this decision"))
    for n, one in enumerate(said.actions, 1):
        if says_nothing(one.what):
            found.append((f"action_{n}_what", "Write what is to be done"))
        if one.owner is None:
            found.append((f"action_{n}_owner", "Choose the one person who answers for it"))
        if one.due_on is None:
            found.append((f"action_{n}_due_on", "Enter the day by which it is done"))
        elif one.due_on < today:
            found.append((f"action_{n}_due_on", f"{day(one.due_on)} has passed. Enter a day to come"))
        elif one.due_on.year > today.year + 2:
            found.append((f"action_{n}_due_on", "Enter a day within the next two years"))
    if not said.actions and said.review_on is None:
        found.append(("action_1_what", "Write who does what by when, or enter the day on which you look again"))
    if said.review_on is not None and (said.review_on < today or said.review_on.year > today.year + 2):
        found.append(("review_on", "Enter a day to come, within the next two years"))
    if said.about and not thing_is_of(said.about, child.pk):
        found.append(("", "What this decision was begun on is not part of this child’s record"))
    return found
