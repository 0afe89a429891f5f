"""What the demonstration tells of observations and of what families say, on a small team."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from goldenthread.access.public import User, find_team
from goldenthread.config.demo.staff_shapes import CaseTeam, Staff
from goldenthread.config.demo.voice import LEAST, tell_voice
from goldenthread.quality.models import Feedback, FeedbackCode, Observation
from goldenthread.rulebook.rights import Role
from tests.build import child_at, person_who_signs_in
from tests.building.voice import manager_of

pytestmark = pytest.mark.django_db


def test_most_workers_are_observed_and_families_are_answered() -> None:
    now = timezone.now()
    long_ago = now - timedelta(days=120)
    placed = [child_at("allocated", at=long_ago, received_at=long_ago - timedelta(days=1)) for _ in range(5)]
    team = placed[0].team
    assert team is not None
    assert find_team(team.pk)
    manager = manager_of(placed[0])
    person_who_signs_in(Role.AUDITOR)
    others = [person_who_signs_in(Role.SOCIAL_WORKER, team=team).pk for _ in range(5)]
    told = CaseTeam(team.pk, manager.pk, (placed[0].worker.pk, *others), 0.1, 0.6)
    staff = Staff(team.pk, (), (), (told,), (), names=dict(User.objects.values_list("pk", "name")))
    # Of one team alone the first is also the one that is not observed, so it is told of as the first of two.
    other = CaseTeam(team.pk, manager.pk, (), 0.1, 0.6)
    tell_voice(
        staff=Staff(staff.front_door, (), (), (told, other, other), (), names=staff.names),
        children=LEAST,
        seed=1,
        now=now,
    )
    observed = set(Observation.objects.values_list("worker", flat=True))
    assert observed == {placed[0].worker.pk, *others[:-1]}
    assert Observation.objects.filter(state="sent").exists()
    assert Feedback.objects.filter(state="not_safe").count() == 1
    assert {"given", "answered"} <= set(Feedback.objects.values_list("state", flat=True))
    assert Feedback.objects.filter(child=None).count() == 4
    assert not Feedback.objects.filter(said_at__gt=now).exists()
    assert FeedbackCode.objects.count() >= Feedback.objects.filter(child__isnull=False).count()


def test_a_small_authority_tells_nothing_of_it() -> None:
    tell_voice(staff=Staff(0, (), (), (), ()), children=LEAST - 1, seed=1, now=timezone.now())
    assert not Observation.objects.exists()
