"""My work, from assessment to closure: what is due, what waits for a manager, what came back, what somebody owns."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldenthread.casework.models import LearningEntry, MeetingAction, PlanAction
from goldenthread.casework.pages.work import _ACTS, _WAITS
from goldenthread.casework.queries.work import my_work
from goldenthread.casework.queries.work_words import WHAT
from goldenthread.rulebook.clocks import CLOCKS
from tests.build import assessment_at, sealed
from tests.building.agreements import agreement_at
from tests.building.child_protection import DISCUSSED, enquiry_at
from tests.building.closure import closure_at
from tests.building.front_door import THURSDAY
from tests.building.plans import plan_at

pytestmark = pytest.mark.django_db
LATER = THURSDAY + timedelta(days=70)


def kinds(waits):
    return {one.kind for one in waits}


# Kept on the allegation itself, so that no list of deadlines tells of one: My work asks for it by itself.
NO_DEADLINE = {"lado_referral"}


def test_every_clock_that_runs_says_what_to_do_and_where():
    live = {clock.id for clock in CLOCKS.values() if clock.live} - NO_DEADLINE
    assert live <= set(WHAT)
    assert live <= set(_ACTS)


def test_what_is_sent_waits_for_the_manager_of_the_team_and_not_for_its_writer():
    assessed = assessment_at("with_manager")
    agreed, closing, enquired = agreement_at("proposed"), closure_at("proposed"), enquiry_at("with_manager")
    at = LATER
    work = my_work(assessed.manager, at=at)
    assert kinds(work.to_sign) == {"sign:assessment", "sign:agreement", "sign:closure", "sign:enquiry"}
    assert {one.key for one in work.to_sign if one.kind == "sign:assessment"} == {assessed.assessment}
    for worker in (assessed.worker, agreed.worker, closing.worker, enquired.worker):
        assert my_work(worker, at=at).to_sign == ()


def test_what_came_back_is_with_its_writer_with_the_managers_words():
    returned, closing = assessment_at("returned"), closure_at("returned")
    assert kinds(my_work(returned.worker, at=LATER).back) == {"returned:assessment"}
    (back,) = my_work(closing.worker, at=LATER).back
    assert (back.kind, back.words) == ("returned:closure", "See Noah alone once more first.")


def test_a_learning_entry_is_asked_of_one_person():
    made = agreement_at("in_force")
    LearningEntry.objects.create(
        child_id=made.child,
        agreement_id=made.agreement,
        referral_id=made.placed.referral,
        opened_at=THURSDAY,
        asked_of=made.manager,
    )
    assert kinds(my_work(made.manager, at=LATER).back) == {"learning"}


def test_a_restricted_child_waits_for_nobody_who_may_not_open_it():
    made = assessment_at("with_manager")
    assert my_work(made.manager, at=timezone.now()).to_sign
    sealed(made.child)
    assert my_work(made.manager, at=timezone.now()).to_sign == ()


def test_actions_of_plans_and_of_strategy_discussions_are_their_owners_until_done():
    planned = plan_at("current")
    action = PlanAction.objects.filter(outcome__plan=planned.plan, done_on=None).first()
    PlanAction.objects.filter(pk=action.pk).update(owner=planned.worker)
    enquired = enquiry_at("running")
    asked = MeetingAction.objects.get(meeting=enquired.strategy)
    MeetingAction.objects.filter(pk=asked.pk).update(owner=enquired.worker)

    def owned(user):
        work = my_work(user, at=LATER)
        items = (*work.overdue, *work.today, *work.soon)
        return {(thing.kind, thing.key) for item in items for thing in item.things if thing.kind in ("plan", "meeting")}

    assert owned(planned.worker) == {("plan", action.pk)}
    assert owned(enquired.worker) == {("meeting", asked.pk)}

    client = Client()
    client.force_login(enquired.worker, backend="allauth.account.auth_backends.AuthenticationBackend")
    url = reverse("finish_meeting_action", args=[asked.pk])
    refused = client.post(url, {"words": "", "once": "1"})
    assert refused.status_code == 422
    client.post(url, {"words": "Seen alone at school on Monday; he said Lee pinched him.", "once": "2"})
    asked.refresh_from_db()
    assert asked.done_on == timezone.localdate()
    assert owned(enquired.worker) == set()


def test_the_page_says_it_in_words_and_leads_to_where_it_is_done():
    assessed = assessment_at("with_manager")
    client = Client()
    client.force_login(assessed.manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("work")).content.decode()
    assert "Assessment to authorise" in page
    assert reverse("assessment_sign", args=[assessed.assessment]) in page
    assert len(asked) <= 21, "15 of the page’s own, and six that find and keep her session"
    late = my_work(assessed.worker, at=LATER).overdue
    assert "Finish the assessment" in {thing.what for item in late for thing in item.things}


def test_every_thing_that_waits_has_its_page():
    for _, _, page in _WAITS.values():
        assert reverse(page, args=[1])
    for _, page, _ in _ACTS.values():
        assert reverse(page, args=[1])
    assert DISCUSSED
