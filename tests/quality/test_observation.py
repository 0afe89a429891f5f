"""Practice observations: who writes one, who reads it, what is asked of whom, and what is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from goldenthread.access.models import LedgerEntry, Notice
from goldenthread.access.public import NotAllowed
from goldenthread.casework.queries.work_elsewhere import asked_elsewhere
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Finding, Observation
from goldenthread.quality.operations.naming import named_in
from goldenthread.quality.operations.observation import (
    StepSaid,
    answer_observation,
    begin_observation,
    drop_observation,
    finish_observation_step,
    follow_up_observation,
    keep_observation,
    learn_from_observation,
    send_observation,
)
from goldenthread.quality.queries.observation import observations_of, show_observation, watched
from goldenthread.quality.queries.observation_results import by_part, in_supervision
from goldenthread.rulebook.rights import Role
from tests.build import a_team, child_at, person_who_signs_in, sealed
from tests.building.voice import FRIDAY, observation_at, observation_said

pytestmark = pytest.mark.django_db


def asked(whose):
    until = FRIDAY.date() + timedelta(days=90)
    return {one.source: one for one in asked_elsewhere(whose=whose.pk, reader=whose, at=FRIDAY, until=until)}


def test_it_is_written_sent_answered_done_and_followed_up() -> None:
    made = observation_at("followed_up")
    shown = show_observation(made.observation, reader=made.worker)
    assert shown is not None
    assert shown.state == "followed_up"
    assert shown.worker_words.startswith("I felt watched")
    assert [one.done_words for one in shown.steps] == ["Saw Noah first twice; he showed me his room."]
    assert [one.seen for one in shown.parts][:2] == ["to_work_on", "strength"]
    subjects = LedgerEntry.objects.filter(subject=f"observation:{made.observation}").order_by("number")
    assert list(subjects.values_list("act", flat=True)) == [
        "observation.begin",
        "observation.send",
        "observation.answer",
        "observation.finish_step",
        "observation.follow_up",
    ]


def test_nobody_reads_it_before_it_is_sent_and_then_the_worker_and_her_managers_alone() -> None:
    made = observation_at("writing")
    auditor = person_who_signs_in(Role.AUDITOR)
    director = person_who_signs_in(Role.DIRECTOR)
    colleague = person_who_signs_in(Role.SOCIAL_WORKER, team=made.placed.team)
    elsewhere = person_who_signs_in(Role.TEAM_MANAGER, team=a_team("Elsewhere"))
    head = person_who_signs_in(Role.TEAM_MANAGER, team=made.placed.team)
    assert show_observation(made.observation, reader=made.observer) is not None
    assert show_observation(made.observation, reader=made.worker) is None
    assert show_observation(made.observation, reader=head) is None
    send_observation(observation=made.observation, said=observation_said(made.observation), by=made.observer, at=FRIDAY)
    for reader in (made.worker, made.observer, head):
        assert show_observation(made.observation, reader=reader) is not None, reader.role
        assert observations_of(reader=reader)
    for reader in (auditor, director, colleague, elsewhere):
        assert show_observation(made.observation, reader=reader) is None, reader.role
        assert observations_of(reader=reader) == ()


def test_a_seal_on_the_family_closes_it_to_her_who_is_kept_out() -> None:
    made = observation_at("sent")
    head = person_who_signs_in(Role.TEAM_MANAGER, team=made.placed.team)
    sealed(made.placed.child, user=head, kind="conflict")
    assert show_observation(made.observation, reader=head) is None
    assert observations_of(reader=head) == ()
    assert show_observation(made.observation, reader=made.worker) is not None


def test_what_is_missing_is_named_box_by_box() -> None:
    made = observation_at("writing")
    empty = replace(observation_said(made.observation), family_agreed="", saw="", parts={}, whole="", follow_up_on=None)
    with pytest.raises(Refused) as refused:
        send_observation(observation=made.observation, said=empty, by=made.observer, at=FRIDAY)
    fields = {field for field, _ in refused.value.problems}
    assert {"family_agreed", "saw", "seen-child", "whole", "follow_up_on"} <= fields
    assert Observation.objects.get(pk=made.observation).state == "writing"


def test_something_to_work_on_asks_for_a_step_and_a_step_for_an_owner_and_a_day() -> None:
    made = observation_at("writing")
    without = replace(observation_said(made.observation), steps=(), no_step_because="None is needed at all.")
    with pytest.raises(Refused, match="agree a next step"):
        send_observation(observation=made.observation, said=without, by=made.observer, at=FRIDAY)
    stranger = person_who_signs_in(Role.SOCIAL_WORKER)
    loose = replace(without, steps=(StepSaid("See the child first", stranger.pk, None),))
    with pytest.raises(Refused) as refused:
        send_observation(observation=made.observation, said=loose, by=made.observer, at=FRIDAY)
    assert {field for field, _ in refused.value.problems} == {"step-1-owner", "step-1-due"}


def test_practice_that_needs_work_is_looked_at_again_within_three_months() -> None:
    made = observation_at("writing")
    far = replace(
        observation_said(made.observation), whole="needs_work", follow_up_on=FRIDAY.date() + timedelta(days=120)
    )
    with pytest.raises(Refused, match="Look again between"):
        send_observation(observation=made.observation, said=far, by=made.observer, at=FRIDAY)


def test_practice_that_is_not_safe_tells_the_manager_the_same_moment() -> None:
    auditor = person_who_signs_in(Role.AUDITOR)
    placed = child_at("allocated")
    head = person_who_signs_in(Role.TEAM_MANAGER, team=placed.team)
    made = observation_at("writing", placed=placed, observer=auditor, with_child=False)
    said = replace(observation_said(made.observation), whole="not_safe", family_agreed="no_family", family_words="")
    send_observation(observation=made.observation, said=said, by=auditor, at=FRIDAY)
    assert Notice.objects.filter(to=head, kind="observation").exists()


def test_practice_that_is_not_safe_of_the_only_manager_of_a_team_is_told_to_who_answers_for_her() -> None:
    manager = person_who_signs_in(Role.TEAM_MANAGER, team=a_team("North", service="Family help"))
    head = person_who_signs_in(Role.SERVICE_MANAGER, team=a_team("South", service="Family help"))
    elsewhere = person_who_signs_in(Role.SERVICE_MANAGER, team=a_team("West", service="Disability"))
    placed = child_at("allocated")
    chair = person_who_signs_in(Role.CONFERENCE_CHAIR)
    observation_at("sent", placed=placed, observer=chair, worker=manager, with_child=False, whole="not_safe")
    told = Notice.objects.filter(kind="observation", words__contains="not safe").values_list("to", flat=True)
    assert list(told) == [head.pk]
    assert elsewhere.pk not in told


def test_only_a_worker_of_a_team_is_observed_and_only_with_a_family_that_the_observer_may_open() -> None:
    placed = child_at("allocated")
    auditor = person_who_signs_in(Role.AUDITOR)
    whole = {"activity": "visit", "observed_on": FRIDAY.date(), "by": auditor, "at": FRIDAY}
    with pytest.raises(Refused, match="one of the worker’s children"):
        begin_observation(worker=placed.worker.pk, child=placed.child, **whole)
    with pytest.raises(Refused, match="whose practice"):
        begin_observation(worker=auditor.pk, child=None, **whole)
    with pytest.raises(Refused, match="has not come yet"):
        begin_observation(
            worker=placed.worker.pk, child=None, **(whole | {"observed_on": FRIDAY.date() + timedelta(days=1)})
        )
    with pytest.raises(NotAllowed):
        begin_observation(worker=placed.worker.pk, child=None, **(whole | {"by": placed.worker}))


def test_only_the_observer_writes_only_the_worker_answers_and_never_she_follows_up() -> None:
    made = observation_at("writing")
    other = person_who_signs_in(Role.TEAM_MANAGER, team=made.placed.team)
    with pytest.raises(NotAllowed):
        keep_observation(observation=made.observation, typed={"saw": "Words"}, by=other, at=FRIDAY)
    keep_observation(observation=made.observation, typed={"saw": "She sat down"}, by=made.observer, at=FRIDAY)
    assert show_observation(made.observation, reader=made.observer).typed == {"saw": "She sat down"}
    send_observation(observation=made.observation, said=observation_said(made.observation), by=made.observer, at=FRIDAY)
    with pytest.raises(NotAllowed):
        answer_observation(
            observation=made.observation,
            words="It was fine so far.",
            next_words="The same again.",
            by=person_who_signs_in(Role.SOCIAL_WORKER, team=made.placed.team),
            at=FRIDAY,
        )
    with pytest.raises(Refused, match="Its owner"):
        finish_observation_step(observation_step=made.step, words="Done it twice.", by=made.observer, at=FRIDAY)
    follow_up_observation(observation=made.observation, words="Visits begin with Noah.", by=other, at=FRIDAY)
    assert Observation.objects.get(pk=made.observation).state == "followed_up"


def test_a_manager_observed_giving_supervision_does_not_follow_up_her_own() -> None:
    team = a_team("North", service="Family help")
    manager = person_who_signs_in(Role.TEAM_MANAGER, team=team)
    head = person_who_signs_in(Role.SERVICE_MANAGER, team=a_team("South", service="Family help"))
    key = begin_observation(
        worker=manager.pk, activity="supervision", observed_on=FRIDAY.date(), child=None, by=head, at=FRIDAY
    )
    said = replace(observation_said(key), family_agreed="no_family", family_words="")
    send_observation(observation=key, said=said, by=head, at=FRIDAY)
    assert [one.key for one in show_observation(key, reader=manager).parts] == [
        "space",
        "reflects",
        "challenges",
        "childs_life",
        "directs",
    ]
    with pytest.raises(Refused, match="somebody else follows it up"):
        follow_up_observation(observation=key, words="All is well now.", by=manager, at=FRIDAY)
    assert "observation.follow_up" not in show_observation(key, reader=manager).may


def test_it_stands_in_my_work_until_it_is_done() -> None:
    made = observation_at("sent")
    assert set(asked(made.worker)) >= {"observation_step", "observation_answer"}
    assert "observation_follow_up" in asked(made.observer)
    assert asked(made.worker)["observation_step"].due_on == FRIDAY.date() + timedelta(days=14)
    finish_observation_step(observation_step=made.step, words="Saw Noah first, twice.", by=made.worker, at=FRIDAY)
    answer_observation(
        observation=made.observation,
        words="I agree with most of it.",
        next_words="Noah first.",
        by=made.worker,
        at=FRIDAY,
    )
    assert not {"observation_step", "observation_answer"} & set(asked(made.worker))


def test_a_colleague_who_may_not_read_an_observation_is_not_told_what_it_asks() -> None:
    made = observation_at("sent")
    until = FRIDAY.date() + timedelta(days=90)
    covering = person_who_signs_in(Role.SOCIAL_WORKER, team=made.placed.team)
    for whose in (made.worker, made.observer):
        told = asked_elsewhere(whose=whose.pk, reader=covering, at=FRIDAY, until=until)
        assert [one for one in told if one.source.startswith("observation")] == []
    told = asked_elsewhere(whose=made.worker.pk, reader=made.observer, at=FRIDAY, until=until)
    assert {one.source for one in told} >= {"observation_step", "observation_answer"}


def test_who_was_not_observed_for_a_year_comes_first_and_a_manager_sees_her_own_team() -> None:
    made = observation_at("sent")
    never = person_who_signs_in(Role.SOCIAL_WORKER, team=made.placed.team, name="Aaron Zed")
    found = watched(made.observer, on=FRIDAY.date())
    assert [one.worker for one in found][-1] == made.worker.pk
    assert {one.worker: one.again for one in found}[never.pk]
    assert not found[-1].again
    later = watched(made.observer, on=FRIDAY.date() + timedelta(days=400))
    assert all(one.again for one in later)
    assert watched(made.worker, on=FRIDAY.date()) == ()


def test_a_count_that_would_point_to_a_person_is_kept_back_from_those_who_lead() -> None:
    placed = child_at("allocated")
    manager = person_who_signs_in(Role.TEAM_MANAGER, team=placed.team)
    for _ in range(5):
        observation_at("sent", placed=placed, observer=manager)
    director = person_who_signs_in(Role.DIRECTOR)
    shown = {one.label: one for one in by_part(director, on=FRIDAY.date())}
    assert shown["The child at the centre"].to_work_on == 5
    observation_at(
        "sent",
        placed=placed,
        observer=manager,
        parts={
            one: ("strength", "She said it aloud, twice.")
            for one in ("child", "respect", "plain", "curious", "identity", "safety", "ends")
        },
    )
    kept = {one.label: one for one in by_part(director, on=FRIDAY.date())}
    assert kept["The child at the centre"].to_work_on is None
    assert kept["The child at the centre"].strength is None
    own = {one.label: one for one in by_part(manager, on=FRIDAY.date())}
    assert own["The child at the centre"].to_work_on == 5


def test_supervision_says_when_she_was_last_observed_and_what_is_open() -> None:
    made = observation_at("sent")
    found = in_supervision(made.worker.pk, reader=made.observer)
    assert found.last is not None
    assert found.last_on == FRIDAY.date()
    assert [what for _, what, _, _ in found.steps] == ["See Noah first, before his mother"]
    outside = in_supervision(made.worker.pk, reader=person_who_signs_in(Role.TEAM_MANAGER, team=a_team("Elsewhere")))
    assert (outside.last, outside.last_on, outside.steps) == (None, FRIDAY.date(), ())


def test_what_it_showed_enters_the_register_once_and_without_the_workers_name() -> None:
    made = observation_at("answered")
    entered = {"polarity": "area_for_improvement", "by": made.observer, "at": FRIDAY}
    first = made.worker.name.split(" ")[0]
    child = Observation.objects.get(pk=made.observation).child.given_names.split(" ")[0]
    for words in (f"Children wait while {first} talks.", f"Children wait, with {first.lower()}.", f"{child}’s mother."):
        with pytest.raises(Refused, match="name out"):
            learn_from_observation(observation=made.observation, words=words, **entered)
    key = learn_from_observation(
        observation=made.observation, words="Children wait while we speak with their parents.", **entered
    )
    found = Finding.objects.get(pk=key)
    assert (found.source, found.about, found.children.count()) == ("observation", f"observation:{made.observation}", 0)
    with pytest.raises(Refused, match="already"):
        learn_from_observation(observation=made.observation, words="Children wait for us.", **entered)


def test_what_was_begun_in_error_is_taken_back_and_read_by_nobody() -> None:
    made = observation_at("writing")
    drop_observation(observation=made.observation, by=made.observer, at=FRIDAY)
    assert show_observation(made.observation, reader=made.observer) is None
    assert observations_of(reader=made.observer) == ()


def test_a_name_that_is_a_word_too_names_somebody_only_with_a_capital() -> None:
    assert named_in("Plans say what will change.", ("Will Carter",)) == ""
    assert named_in("Families ask why Will’s visits end early.", ("Will Carter",)) == "Will"
    assert named_in("ask priya, who knows", ("Will Carter", "Priya Nair")) == "Priya"
    assert named_in("Nobody stands here.", ("", "Noah")) == ""
