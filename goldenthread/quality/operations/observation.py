"""Practice observation: begun by an observer, kept while it is typed, sent to the worker, answered by her, and followed
up. What the two agreed is done by one owner by a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import Decision, NotAllowed, User, notify, record, require
from goldenthread.kernel.clock import add_months
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Observation, ObservationPart, ObservationStep
from goldenthread.quality.operations.audit_steps import needed, step
from goldenthread.quality.operations.findings import enter_finding
from goldenthread.quality.operations.naming import named_in
from goldenthread.quality.queries.observation import (
    children_to_observe,
    find_observable,
    heads_of,
    owners_of_steps,
    readable,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.observing import FOR, MOST_STEPS, guide_of
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import OBSERVATION
from goldenthread.ui.cleaning import UNKEPT, kept_line, kept_words
from goldenthread.ui.words import day

FURTHEST = timedelta(days=183)
LONGEST_AGO = timedelta(days=60)
LONGEST_STEP = 500  # characters
MOST_BOXES = 60


@dataclass(frozen=True, slots=True)
class StepSaid:
    """A next step as it was typed. `box` names its boxes on the page."""

    what: str
    owner: int | None
    due_on: date | None
    box: str = "step-1"


@dataclass(frozen=True, slots=True)
class ObservationSaid:
    """A whole observation. `parts` holds for each part of practice what was seen of it and the words."""

    family_agreed: str = ""
    family_words: str = ""
    saw: str = ""
    parts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    whole: str = ""
    whole_words: str = ""
    steps: tuple[StepSaid, ...] = ()
    no_step_because: str = ""
    follow_up_on: date | None = None


@transaction.atomic
def begin_observation(
    *, worker: int, activity: str, observed_on: date, child: int | None, by: User, at: datetime
) -> int:
    """Begins to write what an observer saw of a worker's practice, and returns its key. `child` is one of the worker's
    children whose record the observer may open, or None. Raises `NotAllowed`, `Refused`."""
    right = require(by, "observation.begin", at=at).right
    today = timezone.localdate(at)
    watched = find_observable(by, worker)
    problems = []
    if watched is None:
        problems.append(("worker", "Choose whose practice you observed"))
    if activity not in FOR:
        problems.append(("activity", "Choose what you observed"))
    if observed_on > today:
        problems.append(("observed_on", f"{day(observed_on)} has not come yet"))
    elif observed_on < today - LONGEST_AGO:
        problems.append(("observed_on", "Write an observation within 60 days, while you remember it"))
    if child is not None and watched is not None:
        theirs = {key for key, _ in children_to_observe(by, watched, at=at, on=today)}
        if child not in theirs:
            problems.append(("child", "Choose one of the worker’s children, or nobody"))
    if problems:
        raise Refused(problems=tuple(problems))
    assert watched is not None
    guide = FOR[activity]
    made = Observation.objects.create(
        worker=watched,
        observer=by,
        team=watched.team,
        child_id=child,
        activity=activity,
        guide=guide.key,
        guide_version=guide.version,
        observed_on=observed_on,
        state=OBSERVATION.begin("observation.begin"),
        begun_at=at,
    )
    _enter("observation.begin", made, right, by, at, worker=worker)
    return made.pk


@transaction.atomic
def keep_observation(*, observation: int, typed: Mapping[str, str], by: User, at: datetime) -> None:
    """Keeps every box as it is typed so far; the observer's alone. Raises `NotAllowed`, `Refused`."""
    found, _ = _own(observation, "observation.write", by, at)
    boxes = {name[:60]: kept_words(words, name) for name, words in list(typed.items())[:MOST_BOXES]}
    found.typed = {UNKEPT.sub("", name): words for name, words in boxes.items() if words}
    found.saved_at = at
    found.save(update_fields=["typed", "saved_at"])


@transaction.atomic
def drop_observation(*, observation: int, by: User, at: datetime) -> None:
    """Takes back an observation that was begun in error: nobody reads it. Raises `NotAllowed`, `Refused`."""
    found, right = _own(observation, "observation.drop", by, at)
    found.state, found.typed = step(OBSERVATION, found.state, "observation.drop"), {}
    found.save(update_fields=["state", "typed"])
    _enter("observation.drop", found, right, by, at)


@transaction.atomic
def send_observation(*, observation: int, said: ObservationSaid, by: User, at: datetime) -> None:
    """Sends a whole observation to the worker, and sets its next steps. Her managers are told of practice that is not
    safe. Raises `NotAllowed`; `Refused` for what is missing."""
    found, right = _own(observation, "observation.send", by, at)
    problems = _missing(found, said, timezone.localdate(at))
    if problems:
        raise Refused(problems=tuple(problems))
    found.state = step(OBSERVATION, found.state, "observation.send")
    found.family_agreed, found.family_words = said.family_agreed, kept_words(said.family_words, "family_words")
    found.saw = kept_words(said.saw, "saw")
    found.whole, found.whole_words = said.whole, kept_words(said.whole_words, "whole_words")
    found.no_step_because = kept_line(said.no_step_because, "no_step_because", LONGEST_STEP)
    found.follow_up_on, found.sent_at, found.typed = said.follow_up_on, at, {}
    found.save()
    guide = guide_of(found.guide, found.guide_version)
    ObservationPart.objects.bulk_create(
        ObservationPart(
            observation=found,
            part=part.key,
            seen=said.parts[part.key][0],
            words=kept_words(said.parts[part.key][1], f"words-{part.key}"),
        )
        for part in guide.parts
    )
    given = _given(said)
    for position, one in enumerate(given):
        ObservationStep.objects.create(
            observation=found,
            what=kept_words(one.what, f"{one.box}-what", LONGEST_STEP),
            owner_id=one.owner,
            due_on=one.due_on,
            position=position,
        )
    _tell(found, found.worker_id, "Your practice was observed. Read what was seen, and answer it.", by, at)
    for owner in sorted({one.owner for one in given if one.owner} - {found.worker_id}):
        _tell(found, owner, "A next step after a practice observation is yours.", by, at)
    if found.whole == "not_safe":
        for head in heads_of(found.worker):
            _tell(found, head, "Practice that is not safe was observed. Read it, and act today.", by, at)
    _enter("observation.send", found, right, by, at, whole=said.whole, steps=len(given))


@transaction.atomic
def answer_observation(*, observation: int, words: str, next_words: str, by: User, at: datetime) -> None:
    """Records what the worker makes of it, and what she will do differently; hers alone. Raises `NotAllowed`,
    `Refused`."""
    found, right = _locked(observation, "observation.answer", by, at)
    if found.worker_id != by.pk:
        raise Refused("The worker whose practice it is answers this.")
    after = step(OBSERVATION, found.state, "observation.answer")
    problems = []
    if says_nothing(words):
        problems.append(
            ("worker_words", "Say what you make of it: what you saw and felt, and where you see it otherwise")
        )
    if says_nothing(next_words):
        problems.append(("worker_next", "Say what you will keep doing, or do differently"))
    if problems:
        raise Refused(problems=tuple(problems))
    found.worker_words, found.worker_next = kept_words(words, "worker_words"), kept_words(next_words, "worker_next")
    found.state, found.answered_at = after, at
    found.save(update_fields=["worker_words", "worker_next", "state", "answered_at"])
    _tell(found, found.observer_id, f"{by.name} answered your observation.", by, at)
    _enter("observation.answer", found, right, by, at)


@transaction.atomic
def finish_observation_step(*, observation_step: int, words: str, by: User, at: datetime) -> None:
    """Records that a next step is done, and what came of it; by its owner. Raises `NotAllowed`, `Refused`."""
    key = ObservationStep.objects.values_list("observation", flat=True).get(pk=observation_step)
    found, right = _locked(key, "observation.finish_step", by, at)
    step(OBSERVATION, found.state, "observation.finish_step")
    row = ObservationStep.objects.select_for_update().get(pk=observation_step)
    if row.owner_id != by.pk:
        raise Refused("Its owner says that it is done.")
    if row.done_at is not None:
        raise Refused("You said already that this is done.")
    box = f"done-{observation_step}"
    row.done_words, row.done_at = needed(words, box, "Say what you did, and what came of it"), at
    row.save(update_fields=["done_words", "done_at"])
    if found.observer_id != by.pk:
        _tell(found, found.observer_id, "A next step after your observation is done.", by, at)
    _enter("observation.finish_step", found, right, by, at, step=observation_step)


@transaction.atomic
def follow_up_observation(*, observation: int, words: str, by: User, at: datetime) -> None:
    """Closes an observation by looking at what changed; never by the worker. A step that is not done stays on record as
    that, and the words say why. Raises `NotAllowed`, `Refused`."""
    found, right = _locked(observation, "observation.follow_up", by, at)
    if found.worker_id == by.pk:
        raise Refused("This is your own practice, so somebody else follows it up.")
    after = step(OBSERVATION, found.state, "observation.follow_up")
    asks = "Say what is different in practice now, and what became of each step"
    found.followed_words = needed(words, "followed_words", asks)
    found.state, found.followed_by, found.followed_at = after, by, at
    found.save(update_fields=["followed_words", "state", "followed_by", "followed_at"])
    _tell(found, found.worker_id, "Your practice observation was followed up.", by, at)
    _enter("observation.follow_up", found, right, by, at)


@transaction.atomic
def learn_from_observation(*, observation: int, words: str, polarity: str, by: User, at: datetime) -> int:
    """Enters what an observation showed in the register of findings, and returns the finding's key. The register names
    neither the worker nor the child. Raises `NotAllowed`, `Refused`."""
    found, _ = _locked(observation, "finding.enter", by, at)
    if found.state not in ("sent", "answered", "followed_up") or found.worker_id == by.pk:
        raise Refused("What an observation showed is entered by somebody else than the worker, once it is sent.")
    if found.finding is not None:
        raise Refused("This is in the register already.")
    if named := named_in(words, (found.worker.name, found.child.given_names if found.child else "")):
        raise Refused(f"Leave the name out: many people read the register, and “{named}” stands in it", "words")
    found.finding = enter_finding(
        source="observation",
        about=f"observation:{observation}",
        words=words,
        polarity=polarity,
        themes=None,
        found_on=found.observed_on,
        by=by,
        at=at,
    )
    found.save(update_fields=["finding"])
    return found.finding


def _given(said: ObservationSaid) -> list[StepSaid]:
    return [one for one in said.steps if one.what.strip()][:MOST_STEPS]


def _missing(found: Observation, said: ObservationSaid, today: date) -> list[tuple[str, str]]:
    problems = []
    if said.family_agreed not in SETS["observation_agreed"]:
        problems.append(("family_agreed", "Say whether the family agreed to be observed"))
    elif found.child_id is not None and said.family_agreed == "no_family":
        problems.append(("family_agreed", "You said whose family it was. Say whether they agreed"))
    elif said.family_agreed != "no_family" and says_nothing(said.family_words):
        problems.append(("family_words", "Write what the family said of it, in their own words"))
    if says_nothing(said.saw):
        problems.append(("saw", "Say what you saw and heard, before you say what you think of it"))
    work = False
    for part in guide_of(found.guide, found.guide_version).parts:
        seen, words = said.parts.get(part.key, ("", ""))
        if seen not in SETS["observation_seen"]:
            problems.append((f"seen-{part.key}", f"Choose what you saw: ‘{part.label}’"))
        elif seen != "not_seen" and says_nothing(words):
            problems.append((f"words-{part.key}", f"Say what showed it: ‘{part.label}’"))
        work = work or seen == "to_work_on"
    if said.whole not in SETS["observation_whole"]:
        problems.append(("whole", "Say how the whole was"))
    if says_nothing(said.whole_words):
        problems.append(("whole_words", "Say why. It is no sum of the parts"))
    problems += _step_problems(found, said, today, work)
    latest = add_months(today, 3) if said.whole in ("needs_work", "not_safe") else today + FURTHEST
    if said.follow_up_on is None:
        problems.append(("follow_up_on", "Say on what day you look again"))
    elif not today <= said.follow_up_on <= latest:
        problems.append(("follow_up_on", f"Look again between today and {day(latest)}"))
    return problems


def _step_problems(found: Observation, said: ObservationSaid, today: date, work: bool) -> list[tuple[str, str]]:
    problems, given = [], _given(said)
    owners = dict(owners_of_steps(found.pk))
    for one in given:
        if says_nothing(one.what) or len(one.what.split()) < 3:
            problems.append((f"{one.box}-what", "Say exactly what will be done"))
        if one.owner not in owners:
            problems.append((f"{one.box}-owner", "Say who does it"))
        if one.due_on is None:
            problems.append((f"{one.box}-due", "Say by what day"))
        elif not today <= one.due_on <= today + FURTHEST:
            problems.append((f"{one.box}-due", "The day is from today to six months ahead"))
    if not given and (work or says_nothing(said.no_step_because)):
        asks = (
            "Something is to be worked on: agree a next step"
            if work
            else "Agree a next step, or say why none is needed"
        )
        problems.append(("step-1-what" if work else "no_step_because", asks))
    return problems


def _locked(observation: int, act: str, by: User, at: datetime) -> tuple[Observation, str]:
    """Decides, locks, and sees that the reader may open this one. Raises `NotAllowed`, `Observation.DoesNotExist`."""
    right = require(by, act, at=at).right
    rows = Observation.objects.select_for_update(of=("self",)).select_related("worker__team", "observer", "child")
    found = rows.exclude(state="dropped").get(pk=observation)
    if not readable(by).filter(pk=observation).exists():
        raise NotAllowed(Decision(False, "", "An observation is between the worker, the observer and her managers."))
    return found, right


def _own(observation: int, act: str, by: User, at: datetime) -> tuple[Observation, str]:
    found, right = _locked(observation, act, by, at)
    step(OBSERVATION, found.state, act)
    if found.observer_id != by.pk:
        raise Refused("The observer writes this.")
    return found, right


def _tell(found: Observation, to: int, words: str, by: User, at: datetime) -> None:
    if to != by.pk:
        link = reverse("observation", args=[found.pk])
        notify(to=to, kind="observation", words=words, link=link, child=found.child_id, by=by, at=at)


def _enter(act: str, found: Observation, right: str, by: User, at: datetime, **detail: object) -> None:
    subject = f"observation:{found.pk}"
    record(act=act, by=by, at=at, child=found.child_id, subject=subject, right=right, detail=dict(detail))
