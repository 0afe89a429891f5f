"""Complaints under the representations procedure: recorded, given more time, answered, taken further, ended.

Each stage has its clock, started, met or taken back in the transaction of the act. It is kept with the child and shown
on no page of the child's record: a complaint stands apart from it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import User, decide_about, find_team, require_each
from goldenthread.casework.public.audit import meet, start, void
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import (
    Complaint,
    ComplaintChild,
    ComplaintOutcome,
    ComplaintPoint,
    ComplaintStage,
)
from goldenthread.quality.operations.complaint_steps import (
    active,
    clock_of,
    enter,
    first_child,
    locked,
    moment_of,
    past_day,
    tell,
)
from goldenthread.quality.queries.complaints import OF_STAGE
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import COMPLAINT
from goldenthread.ui.cleaning import kept_line, kept_words
from goldenthread.ui.words import day

OLDEST_DAYS = 3650
MOST_POINTS = 20
AFTER = {"1": ("2", "3", "o"), "2": ("3", "o"), "3": ("o",), "o": ()}
"""Where a complaint may go from a stage. A panel may be skipped, and the Ombudsman may take it up from any stage."""
CODES_OF = {"complainant": "complainant", "channel": "complaint_channel", "advocate": "complaint_advocate"}


@dataclass(frozen=True, slots=True)
class ComplaintSaid:
    """A complaint as it was taken down. `points` are (theme, words), in the order in which they were made."""

    complainant: str
    complainant_name: str
    channel: str
    advocate: str
    child_agrees: str
    team: int | None
    desired: str
    received_on: date
    owner: int | None
    points: tuple[tuple[str, str], ...]
    reach: str = ""
    advocate_name: str = ""
    about: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerSaid:
    """The answer of a stage. `outcomes` holds for each point its outcome and the reason; `remedy` codes."""

    words: str
    answered_on: date
    outcomes: Mapping[int, tuple[str, str]]
    remedy: tuple[str, ...] = ()
    remedy_words: str = ""


@transaction.atomic
def record_complaint(*, children: Collection[int], said: ComplaintSaid, by: User, at: datetime) -> int:
    """Records a complaint about one child or several, starts stage 1, and returns the complaint's key.

    The clock counts from the day on which the complaint came. Raises `NotAllowed`, `Refused`.
    """
    right = require_each(by, "complaint.record", children, at=at).right
    named = sorted(set(children))
    team, owner = find_team(said.team) if said.team else None, active(said.owner)
    problems = _problems(said, named, at)
    if team is None:
        problems.append(("team", "Choose the team whose work it is about"))
    if owner is None or not decide_about(owner, "complaint.answer", named, at=at).allowed:
        problems.append(("owner", "Choose a manager who may answer it: of that team, a service manager or a director"))
    elif owner.pk == said.about:
        problems.append(("owner", f"The complaint is about {owner.name}: choose somebody else to answer it"))
    if said.about is not None and active(said.about) is None:
        problems.append(("about", "Choose a worker from the list, or nobody"))
    if problems:
        raise Refused(problems=tuple(problems))
    assert team is not None
    assert owner is not None
    made = Complaint.objects.create(
        complainant=said.complainant,
        complainant_name=kept_line(said.complainant_name, "complainant_name", 120),
        reach=kept_line(said.reach, "reach", 200),
        channel=said.channel,
        advocate=said.advocate,
        advocate_name=kept_line(said.advocate_name, "advocate_name", 120),
        child_agrees=said.child_agrees,
        team=team,
        about_id=said.about,
        desired=kept_words(said.desired, "desired"),
        received_on=said.received_on,
        state=COMPLAINT.begin("complaint.record"),
        recorded_by=by,
        recorded_at=at,
    )
    ComplaintChild.objects.bulk_create(ComplaintChild(complaint=made, child_id=child) for child in named)
    ComplaintPoint.objects.bulk_create(
        ComplaintPoint(complaint=made, number=number, theme=theme, words=kept_words(words, f"point-{number}"))
        for number, (theme, words) in enumerate(said.points, 1)
    )
    stage = ComplaintStage.objects.create(complaint=made, stage="1", asked_on=said.received_on, owner=owner)
    _run(OF_STAGE["1"][0], made, stage, moment_of(said.received_on, at))
    due = stage.deadline.due_on if stage.deadline else said.received_on
    tell(made.pk, owner.pk, f"A complaint is yours to answer by {day(due)}.", by, at)
    enter("complaint.record", made.pk, right, by, at)
    return made.pk


def _problems(said: ComplaintSaid, children: list[int], at: datetime) -> list[tuple[str, str]]:
    problems = past_day(said.received_on, "received_on", at)
    if said.received_on and (timezone.localdate(at) - said.received_on).days > OLDEST_DAYS:
        problems.append(("received_on", "This is more than 10 years ago. Check the year"))
    if not children:
        problems.append(("children", "Choose the child whom it is about"))
    sentences = {
        "complainant": "Choose who complains",
        "channel": "Choose how it came",
        "advocate": "Say whether an advocate was offered",
    }
    problems += [
        (name, sentence) for name, sentence in sentences.items() if getattr(said, name) not in SETS[CODES_OF[name]]
    ]
    if said.child_agrees not in SETS["complaint_child_agrees"]:
        problems.append(("child_agrees", "Say what the child thinks of it"))
    if says_nothing(said.complainant_name):
        problems.append(("complainant_name", "Enter the name of whoever complains"))
    if said.complainant == "child" and said.advocate == "none":
        problems.append(("advocate", "A child who complains is always offered an advocate. Offer one first"))
    if said.complainant == "child" and said.child_agrees not in ("own", ""):
        problems.append(("child_agrees", "The child complains, so this is the child’s own complaint"))
    if said.complainant not in ("child", "") and said.child_agrees == "own":
        problems.append(("child_agrees", "Somebody else complains: say what the child thinks of it"))
    if says_nothing(said.desired):
        problems.append(("desired", "Ask what would put it right, and write it down"))
    if not said.points:
        problems.append(("point-1", "Write down at least one thing that is complained of"))
    if len(said.points) > MOST_POINTS:
        problems.append(("point-1", f"A complaint can have {MOST_POINTS} points at most"))
    for number, (theme, words) in enumerate(said.points, 1):
        if theme not in SETS["complaint_theme"]:
            problems.append((f"theme-{number}", f"Choose what point {number} is about"))
        if says_nothing(words):
            problems.append((f"point-{number}", f"Write down point {number} in the words of whoever complains"))
    return problems


@transaction.atomic
def extend_stage(*, complaint: int, because: str, by: User, at: datetime) -> None:
    """Gives stage 1 or 2 the longer time that the regulations allow, from the same day. Once, and only while the
    shorter time has not run out. Raises `NotAllowed`, `Refused`."""
    found, stage, _, right = locked(complaint, "complaint.extend", by, at)
    if stage.stage not in ("1", "2"):
        raise Refused("Only stages 1 and 2 can be given more time.")
    short, long = OF_STAGE[stage.stage]
    if stage.extended_at is not None or stage.deadline is None:
        raise Refused("This stage was given more time already.")
    if timezone.localdate(at) > stage.deadline.due_on:
        raise Refused(
            f"The time ended on {day(stage.deadline.due_on)}. It is late now, and stays late: answer it, or tell "
            "whoever complains why it is not answered."
        )
    if says_nothing(because):
        raise Refused("Say why it needs longer, and that whoever complains was told", "because")
    stage.extended_because = kept_words(because, "because")
    stage.extended_by, stage.extended_at = by, at
    void(short, f"Extended: {stage.extended_because}", at=at, child=first_child(complaint), about=clock_of(complaint))
    _run(long, found, stage, moment_of(stage.asked_on, at))
    enter("complaint.extend", complaint, right, by, at)


@transaction.atomic
def answer_complaint(*, complaint: int, said: AnswerSaid, by: User, at: datetime) -> None:
    """Answers the stage that is open: every point with its outcome and the reason. The clock is met on the day on which
    the answer was sent.

    A stage is answered by nobody who answered one before, or who investigated it. Stage 2 needs its report, stage 3 the
    panel's. Raises `NotAllowed`, `Refused`.
    """
    found, stage, after, right = locked(complaint, "complaint.answer", by, at)
    if stage.stage in ("2", "3") and found.stages.filter(answered_by=by).exists():
        raise Refused("You answered an earlier stage, so somebody else answers this one.")
    if stage.investigator_id == by.pk:
        raise Refused("You investigated it, so somebody else answers it.")
    if stage.stage in ("2", "3") and stage.reported_on is None:
        what = "investigation" if stage.stage == "2" else "panel"
        raise Refused(f"The report of the {what} is not recorded yet. It comes before the answer.")
    points = list(found.points.order_by("number"))
    since, since_words = stage.reported_on or stage.asked_on, "It was reported" if stage.reported_on else "It was asked"
    problems = past_day(said.answered_on, "answered_on", at, since=since, since_words=since_words)
    if says_nothing(said.words):
        problems.append(("answer", "Write the answer as it was sent, or its main points"))
    for point in points:
        outcome, because = said.outcomes.get(point.pk, ("", ""))
        if outcome not in SETS["complaint_outcome"]:
            problems.append((f"outcome-{point.pk}", f"Choose what point {point.number} came to"))
        if says_nothing(because):
            problems.append((f"because-{point.pk}", f"Say why, for point {point.number}"))
    if any(code not in SETS["complaint_remedy"] for code in said.remedy):
        problems.append(("remedy", "Choose what was done to put it right from the list"))
    held = {said.outcomes.get(point.pk, ("", ""))[0] for point in points}
    if held & {"upheld", "partly"} and not said.remedy:
        problems.append(("remedy", "Something was upheld: say what was done to put it right, if only an apology"))
    if problems:
        raise Refused(problems=tuple(problems))
    stage.answer = kept_words(said.words, "answer")
    stage.remedy, stage.remedy_words = list(said.remedy), kept_words(said.remedy_words, "remedy_words")
    stage.answered_on, stage.answered_by, stage.answered_at = said.answered_on, by, at
    stage.save()
    ComplaintOutcome.objects.bulk_create(
        ComplaintOutcome(
            stage=stage,
            point=point,
            outcome=said.outcomes[point.pk][0],
            because=kept_words(said.outcomes[point.pk][1], f"because-{point.pk}"),
        )
        for point in points
    )
    for clock in OF_STAGE[stage.stage]:
        meet(clock, at=moment_of(said.answered_on, at), child=first_child(complaint), about=clock_of(complaint))
    found.state = after
    found.save(update_fields=["state"])
    enter("complaint.answer", complaint, right, by, at)


@transaction.atomic
def step_up(
    *,
    complaint: int,
    stage: str,
    asked_on: date,
    because: str,
    owner: int | None,
    by: User,
    at: datetime,
    reference: str = "",
) -> None:
    """Takes a complaint to its next stage on the day it was asked for, answered or not. The clock of the stage before
    ends with the reason where it still ran. Raises `NotAllowed`, `Refused`."""
    found, now, after, right = locked(complaint, "complaint.step_up", by, at)
    answers = active(owner)
    problems = []
    if stage not in AFTER[now.stage]:
        problems.append(("stage", "Choose a stage that comes after this one"))
    problems += past_day(
        asked_on, "asked_on", at, since=now.answered_on or now.asked_on, since_words="The stage before was at its end"
    )
    if says_nothing(because):
        problems.append(("because", "Say what they are still not content with, in their words"))
    if (
        answers is None
        or not decide_about(answers, "complaint.answer", _children(found), at=at).allowed
        or answers.pk == found.about_id
    ):
        problems.append(("owner", "Choose a manager who may answer this stage"))
    elif found.stages.filter(owner=answers).exists() or found.stages.filter(answered_by=answers).exists():
        problems.append(("owner", f"{answers.name} dealt with an earlier stage: choose somebody else"))
    if problems:
        raise Refused(problems=tuple(problems))
    assert answers is not None
    for clock in OF_STAGE[now.stage]:
        void(
            clock,
            "Went to the next stage before it was answered",
            at=at,
            child=first_child(complaint),
            about=clock_of(complaint),
        )
    made = ComplaintStage.objects.create(
        complaint=found,
        stage=stage,
        asked_on=asked_on,
        asked_words=kept_words(because, "because"),
        owner=answers,
        reference=kept_line(reference, "reference", 40),
    )
    found.stage, found.state = stage, after
    found.save(update_fields=["stage", "state"])
    if OF_STAGE[stage]:
        _run(OF_STAGE[stage][0], found, made, moment_of(asked_on, at))
    tell(complaint, answers.pk, "A complaint went to its next stage, and is yours to answer.", by, at)
    enter("complaint.step_up", complaint, right, by, at)


@transaction.atomic
def withdraw_complaint(*, complaint: int, because: str, by: User, at: datetime) -> None:
    """Records that whoever complained does not go on, and why. What runs is taken back. Raises `NotAllowed`,
    `Refused`."""
    found, stage, after, right = locked(complaint, "complaint.withdraw", by, at)
    if says_nothing(because):
        raise Refused("Say in whose words it was withdrawn, and whether anything is done all the same", "because")
    for clock in OF_STAGE[stage.stage]:
        void(clock, "The complaint was withdrawn", at=at, child=first_child(complaint), about=clock_of(complaint))
    _end(found, after, because, by, at)
    enter("complaint.withdraw", complaint, right, by, at)


@transaction.atomic
def close_complaint(*, complaint: int, because: str, by: User, at: datetime) -> None:
    """Closes an answered complaint. Every action is done and checked first. Raises `NotAllowed`, `Refused`."""
    found, _, after, right = locked(complaint, "complaint.close", by, at)
    if found.actions.filter(checked_at=None).exists():
        raise Refused("An action is not done yet, or its evidence is not checked. Finish that first.")
    if says_nothing(because):
        raise Refused("Say how it ended: whether whoever complained is content, and what changed", "because")
    _end(found, after, because, by, at)
    enter("complaint.close", complaint, right, by, at)


def _end(found: Complaint, after: str, because: str, by: User, at: datetime) -> None:
    found.state, found.ended_words, found.ended_by, found.ended_at = after, kept_words(because, "because"), by, at
    found.save()


def _children(found: Complaint) -> list[int]:
    return list(found.children.values_list("child", flat=True))


def _run(clock: str, found: Complaint, stage: ComplaintStage, since: datetime) -> None:
    """Starts a clock of a stage, for whoever answers it, and keeps which. It stands on no team's list."""
    stage.deadline = start(clock, at=since, child=first_child(found.pk), about=clock_of(found.pk), owner=stage.owner_id)
    stage.save()
