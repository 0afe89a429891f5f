"""What is done because of a complaint: actions with an owner and a day, checked by another, and what it teaches."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import User, require
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Complaint, ComplaintAction
from goldenthread.quality.operations.audit_steps import needed, step
from goldenthread.quality.operations.complaint_steps import active, enter, locked, tell
from goldenthread.quality.operations.findings import enter_finding
from goldenthread.quality.operations.naming import named_in
from goldenthread.quality.queries.complaint_rights import children_of_complaint, complaint_of_action
from goldenthread.rulebook.rights import ACTS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import COMPLAINT
from goldenthread.ui.cleaning import kept_words
from goldenthread.ui.words import day

OWNERS = frozenset(grant.role for grant in ACTS["complaint.finish"].grants)


@transaction.atomic
def set_complaint_action(
    *, complaint: int, what: str, owner: int | None, due_on: date, by: User, at: datetime, point: int | None = None
) -> int:
    """Asks one person to do something by a day, and returns the action's key. Raises `NotAllowed`, `Refused`."""
    found, _, _, right = locked(complaint, "complaint.act", by, at)
    who = active(owner, OWNERS)
    problems = []
    if says_nothing(what):
        problems.append(("what", "Say what will be done, so that somebody can see whether it is"))
    if who is None:
        problems.append(("action_owner", "Choose one person who answers for it"))
    if due_on < timezone.localdate(at):
        problems.append(("due_on", f"{day(due_on)} has passed. Choose a day to come"))
    if point is not None and not found.points.filter(pk=point).exists():
        problems.append(("point", "Choose a point of this complaint"))
    if problems:
        raise Refused(problems=tuple(problems))
    assert who is not None
    made = ComplaintAction.objects.create(
        complaint=found,
        point_id=point,
        what=kept_words(what, "what"),
        owner=who,
        due_on=due_on,
        set_by=by,
        set_at=at,
    )
    link = reverse("complaint_action", args=[made.pk])
    tell(complaint, who.pk, f"An action is yours, by {day(due_on)}.", by, at, link=link)
    enter("complaint.act", complaint, right, by, at, f"complaint_action:{made.pk}")
    return made.pk


@transaction.atomic
def finish_complaint_action(*, action: int, evidence: str, by: User, at: datetime) -> None:
    """Records that an action is done, and the evidence; by its owner alone. Raises `NotAllowed`, `Refused`."""
    right = require(by, "complaint.finish", at=at).right
    found = Complaint.objects.select_for_update().get(pk=complaint_of_action(action))
    row = ComplaintAction.objects.select_for_update().get(pk=action)
    step(COMPLAINT, found.state, "complaint.finish")
    if row.owner_id != by.pk:
        raise Refused("Its owner says that it is done.")
    if row.done_at is not None:
        raise Refused("You said already that this is done.")
    row.evidence = needed(evidence, "evidence", "Say what shows that it is done")
    row.done_at = at
    row.save()
    tell(found.pk, row.set_by_id, "An action of a complaint is done, and its evidence waits to be checked.", by, at)
    enter("complaint.finish", found.pk, right, by, at, f"complaint_action:{action}")


@transaction.atomic
def check_complaint_action(*, action: int, holds: bool, words: str, by: User, at: datetime) -> None:
    """Checks the evidence of an action; never its owner. What does not hold goes back with the reason. Raises
    `NotAllowed`, `Refused`."""
    complaint = complaint_of_action(action)
    if complaint is None:
        raise Refused("There is no such action.")
    found, _, _, right = locked(complaint, "complaint.verify", by, at)
    row = ComplaintAction.objects.select_for_update().get(pk=action)
    if row.owner_id == by.pk:
        raise Refused("This is your own action, so somebody else checks its evidence.")
    if row.done_at is None or row.checked_at is not None:
        raise Refused("There is nothing to check here now.")
    said = needed(words, "checked", "Say what you looked at yourself, and what it showed")
    if holds:
        row.checked_words, row.checked_by, row.checked_at = said, by, at
    else:
        row.done_at, row.returned_because = None, said
        link = reverse("complaint_action", args=[action])
        tell(found.pk, row.owner_id, "The evidence of an action came back to you.", by, at, link=link)
    row.save()
    enter("complaint.verify", found.pk, right, by, at, f"complaint_action:{action}")


@transaction.atomic
def learn_from_complaint(*, complaint: int, words: str, theme: str, by: User, at: datetime) -> int:
    """Puts what a complaint teaches in the register of findings, with the children it is about, and returns the
    finding's key. Its words name neither a child nor whom the complaint is about: many people read the register. Raises
    `NotAllowed`, `Refused`."""
    found, _, _, right = locked(complaint, "complaint.learn", by, at)
    children = children_of_complaint(complaint)
    names = [one.child.given_names for one in found.children.select_related("child")]
    if named := named_in(words, [*names, found.about.name if found.about else ""]):
        raise Refused(f"Leave out “{named}”: many people read the register", "learned")
    made = enter_finding(
        source="complaint",
        about=f"complaint:{complaint}",
        words=needed(words, "learned", "Say what has to change, so that it does not happen to another child"),
        polarity="area_for_improvement",
        themes=[theme] if theme else None,
        found_on=timezone.localdate(at),
        by=by,
        at=at,
        children=children,
    )
    enter("complaint.learn", found.pk, right, by, at)
    return made
