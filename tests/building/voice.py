"""Practice observations and feedback at each step, by the operations of the pages."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from goldenthread.access.models import User
from goldenthread.quality.models import Feedback, FeedbackCode, Observation, ObservationStep
from goldenthread.quality.operations.feedback import (
    FeedbackSaid,
    answer_feedback,
    give_feedback,
    make_safe,
    share_feedback,
)
from goldenthread.quality.operations.feedback_codes import give_code, make_service_code
from goldenthread.quality.operations.observation import (
    ObservationSaid,
    StepSaid,
    answer_observation,
    begin_observation,
    finish_observation_step,
    follow_up_observation,
    send_observation,
)
from goldenthread.quality.queries.feedback_codes import letters_of
from goldenthread.rulebook.observing import guide_of
from goldenthread.rulebook.rights import Role
from tests.building.access import a_team, person_who_signs_in, tied
from tests.building.front_door import THURSDAY, Placed, child_at

FRIDAY = THURSDAY + timedelta(days=1)


@dataclass(frozen=True)
class Observed:
    """An observation, whose practice and by whom."""

    observation: int
    worker: User
    observer: User
    placed: Placed

    @property
    def step(self) -> int:
        return ObservationStep.objects.filter(observation=self.observation).values_list("pk", flat=True)[0]


def observation_said(observation: int, at: datetime = FRIDAY, **changed: Any) -> ObservationSaid:
    """A whole observation: everything a strength but the first part, with one step of the worker's."""
    row = Observation.objects.get(pk=observation)
    parts = {
        one.key: ("strength", f"She said it aloud, twice: {one.key}.")
        for one in guide_of(row.guide, row.guide_version).parts
    }
    first = next(iter(parts))
    parts[first] = ("to_work_on", "The child was in the room and was asked nothing for half an hour.")
    whole = ObservationSaid(
        family_agreed="agreed",
        family_words="I forgot that you were there.",
        saw="She sat on the floor. The mother spoke for twenty minutes; Noah drew and said nothing.",
        parts=parts,
        whole="sound",
        whole_words="Warm and clear with the mother, and the child waited for his turn.",
        steps=(StepSaid("See Noah first, before his mother", row.worker_id, (at + timedelta(days=14)).date()),),
        follow_up_on=(at + timedelta(days=60)).date(),
    )
    return replace(whole, **changed)


def observation_at(
    step: str,
    *,
    at: datetime = FRIDAY,
    placed: Placed | None = None,
    observer: User | None = None,
    worker: User | None = None,
    with_child: bool = True,
    **changed: Any,
) -> Observed:
    """An observation of a worker with her one child: "writing", "sent", "answered", "done" (its step) or
    "followed_up"."""
    if step not in ("writing", "sent", "answered", "done", "followed_up"):
        raise ValueError(f"No step is called {step}.")
    placed = placed or child_at("allocated")
    worker = worker or placed.worker
    assert worker is not None
    observer = observer or person_who_signs_in(Role.TEAM_MANAGER, team=placed.team)
    child = placed.child if with_child else None
    key = begin_observation(worker=worker.pk, activity="visit", observed_on=at.date(), child=child, by=observer, at=at)
    made = Observed(key, worker, observer, placed)
    if step == "writing":
        return made
    said = observation_said(key, at, **changed)
    if not with_child:
        said = replace(said, family_agreed="no_family", family_words="")
    send_observation(observation=key, said=said, by=observer, at=at)
    if step == "sent":
        return made
    answer_observation(
        observation=key,
        words="I felt watched for the first minutes. I did not see that Noah waited.",
        next_words="Noah first, and his mother after.",
        by=worker,
        at=at + timedelta(hours=1),
    )
    if step in ("done", "followed_up"):
        finish_observation_step(
            observation_step=made.step, words="Saw Noah first twice; he showed me his room.", by=worker, at=at
        )
    if step == "followed_up":
        follow_up_observation(
            observation=key, words="The last two visits begin with Noah.", by=observer, at=at + timedelta(days=1)
        )
    return made


@dataclass(frozen=True)
class Told:
    """Feedback by a code, with who gave the code and who manages."""

    feedback: int
    code: int
    letters: str
    worker: User
    manager: User
    placed: Placed

    @property
    def row(self) -> Feedback:
        return Feedback.objects.get(pk=self.feedback)


def feedback_said(**changed: Any) -> FeedbackSaid:
    """What a child says who is safe."""
    whole = FeedbackSaid(
        who="child",
        faces={"listened": "yes", "understood": "mostly", "respect": "yes", "promises": "not_much", "better": "mostly"},
        differently="Tell me before you come. I do not like surprises.",
        come_back=True,
        reach="At school, not at home",
    )
    return replace(whole, **changed)


def manager_of(placed: Placed) -> User:
    """The manager who answers first for a child's team; made where it has none."""
    heads = User.objects.filter(role=Role.TEAM_MANAGER, team=placed.team, is_active=True).select_related("team")
    return heads.order_by("name", "pk").first() or person_who_signs_in(Role.TEAM_MANAGER, team=placed.team)


def code_at(
    *, placed: Placed | None = None, at: datetime = FRIDAY, uses: int = 1, days: int = 30, by: User | None = None
) -> tuple[int, str, Placed]:
    """A code for a child with a worker and a team: its key and letters."""
    placed = placed or child_at("allocated")
    giver = by or placed.worker
    assert giver is not None
    key = give_code(child=placed.child, occasion="visit", uses=uses, days=days, by=giver, at=at)
    return key, letters_of(FeedbackCode.objects.get(pk=key).nonce), placed


def feedback_at(
    step: str,
    *,
    placed: Placed | None = None,
    manager: User | None = None,
    at: datetime = FRIDAY,
    uses: int = 1,
    **changed: Any,
) -> Told:
    """Feedback about a child: "not_safe", "given", "answered" or "shared"."""
    if step not in ("not_safe", "given", "answered", "shared"):
        raise ValueError(f"No step is called {step}.")
    placed = placed or child_at("allocated")
    manager = manager or manager_of(placed)
    code, letters, _ = code_at(placed=placed, at=at, uses=uses)
    said = feedback_said(**changed)
    if step == "not_safe":
        said = replace(said, not_safe=True, not_safe_words="He comes into my room at night.")
    give_feedback(code=code, said=said, once=secrets.token_urlsafe(32), at=at + timedelta(hours=1))
    made = Feedback.objects.filter(code=code).order_by("-pk").values_list("pk", flat=True)[0]
    assert placed.worker is not None
    told = Told(made, code, letters, placed.worker, manager, placed)
    if step in ("answered", "shared"):
        answered(told, at=at + timedelta(hours=2))
    if step == "shared":
        share_feedback(feedback=made, by=manager, at=at + timedelta(hours=3))
    return told


def made_safe(told: Told, *, at: datetime) -> None:
    """The manager records what was done at once."""
    words = "Rang the school at once. Seen alone at 2pm; he is at his nan’s tonight. Strategy discussion at 4pm."
    make_safe(feedback=told.feedback, words=words, by=told.manager, at=at)


def answered(told: Told, *, at: datetime) -> None:
    """The manager answers."""
    answer_feedback(
        feedback=told.feedback,
        done="Visits are arranged with the child by a message the day before.",
        reply="You said that surprises are hard. We now tell you the day before we come.",
        by=told.manager,
        at=at,
    )


def one_of_each_voice(people: Mapping[Role, User], at: datetime) -> dict[str, tuple[Any, ...]]:
    """Observations, codes and feedback at each step, by people of each role; by the words that stand for them in
    addresses."""
    manager, worker = people[Role.TEAM_MANAGER], people[Role.SOCIAL_WORKER]
    before = at - timedelta(days=2)
    door = a_team("Front door", kind="front_door")
    placed = child_at("allocated", at=before, received_at=before - timedelta(days=1))
    for to in (worker, door):
        tied(placed.child, to=to)
    # In a team of their own: many manage the front door here, and each of them could read it too.
    watched = [person_who_signs_in(Role.SOCIAL_WORKER, team=a_team("Watched")) for _ in range(2)]
    for one in watched:
        tied(placed.child, to=one)
    observed, steps = [], []
    for step in ("writing", "sent", "answered", "followed_up"):
        for of in watched:
            made = observation_at(step, at=before, placed=placed, observer=manager, worker=of)
            observed.append(made.observation)
            steps += [made.step] if step != "writing" else []
    own_step = observation_at("writing", at=before, placed=placed, observer=manager, worker=watched[0])
    hers = StepSaid("Join the next visit and watch", manager.pk, at.date())
    said = observation_said(own_step.observation, before, steps=(hers,))
    send_observation(observation=own_step.observation, said=said, by=manager, at=before)
    told = [
        feedback_at(step, placed=placed, at=before).feedback for step in ("not_safe", "given", "answered", "shared")
    ]
    service = people[Role.SERVICE_MANAGER]
    of_team = {"team": door.pk, "occasion": "service", "uses": 20, "days": 30, "at": before}
    codes = [make_service_code(by=giver, **of_team) for giver in (manager, service)]
    codes.append(give_code(child=placed.child, occasion="visit", uses=1, days=30, by=worker, at=before))
    give_feedback(code=codes[0], said=feedback_said(who="other"), once=secrets.token_urlsafe(32), at=before)
    told.append(Feedback.objects.get(code=codes[0]).pk)
    return {
        "observation_id": (*observed, own_step.observation),
        "observation_step_id": (own_step.step, *steps),
        "feedback_id": tuple(told),
        "code_id": tuple(codes),
    }
