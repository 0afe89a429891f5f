"""What people send by mistake, from assessment to closure: far too much text, pasted markup, every script, days out of
order, and two at once. Each is answered with a sentence, or kept word for word; nothing is half recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import escape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from goldenthread.casework.models import Agreement, Closure, Enquiry, Meeting, Outcome, Plan, Visit
from goldenthread.casework.operations.agreements import approve_agreement, write_agreement
from goldenthread.casework.operations.closure import authorise_closure
from goldenthread.casework.operations.conferences import hold_conference
from goldenthread.casework.operations.visits import SeenSaid, record_visit
from goldenthread.casework.public.child_protection import authorise_enquiry, hold_strategy
from goldenthread.casework.public.plans import ConcernSaid, add_concern, change_outcome, end_plan, plan_shown
from goldenthread.kernel.refusal import Refused
from tests.building.access import person_who_signs_in
from tests.building.agreements import APPROVED, WROTE, agreement_at, agreement_said
from tests.building.child_protection import (
    AUTHORISED,
    DISCUSSED,
    LONDON,
    conclude,
    conference_at,
    conference_said,
    enquiry_at,
    strategy_said,
)
from tests.building.closure import PROPOSED, closure_at
from tests.building.front_door import THURSDAY, child_at
from tests.building.plans import plan_at, reviewed, said_of
from tests.casework.test_decision_at_once import at_once

LONG = "x" * 200_000
WORD = '<!--[if gte mso 9]><xml></xml><![endif]--><p class="MsoNormal">Mum said “no”<o:p></o:p></p>'
SCRIPTS = "قالت أمه «لا» 🙂👩‍👧 — Її мама сказала «ні»; 妈妈说不; اس کی ماں نے کہا"
AFTER = datetime(2026, 12, 9, 13, 0, tzinfo=LONDON)


def opened(user: Any, url: str, at: datetime) -> str:
    with time_machine.travel(at, tick=False):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.get(url)
    assert answer.status_code == 200
    return answer.text


type Writes = Callable[[str], tuple[Any, Callable[[], str]]]


def in_a_visit(words: str) -> tuple[Any, Callable[[], str]]:
    placed = child_at("allocated")
    key = record_visit(
        children=[SeenSaid(placed.child, seen=True, alone=True, words=words)],
        happened_at=THURSDAY,
        purpose="child_in_need",
        what_happened="Saw him at home.",
        by=placed.worker,
        at=THURSDAY,
    )
    return placed.worker, lambda: reverse("visit", args=[key])


def in_a_concern(words: str) -> tuple[Any, Callable[[], str]]:
    planned = plan_at("outline")
    add_concern(
        plan=planned.plan, said=ConcernSaid(title="Sleep", saw=words, need="To sleep"), by=planned.worker, at=THURSDAY
    )
    return planned.worker, lambda: reverse("child_plan", args=[planned.child])


def in_an_outcome(words: str) -> tuple[Any, Callable[[], str]]:
    planned = plan_at("outline")
    shown = plan_shown(planned.plan, on=THURSDAY.date())
    assert shown is not None
    one = shown.outcomes[0]
    change_outcome(
        plan=planned.plan,
        outcome=one.key,
        values={"contingency": words, "words": words},
        because="Said at the visit.",
        based_on=one.stamp,
        by=planned.worker,
        at=THURSDAY,
    )
    return planned.worker, lambda: reverse("child_plan", args=[planned.child])


def in_a_review(words: str) -> tuple[Any, Callable[[], str]]:
    planned = plan_at("outline")
    outcomes = [replace(one, words=words) for one in said_of(planned.plan).outcomes]
    reviewed(planned, at=THURSDAY + timedelta(days=7), outcomes=outcomes)
    return planned.worker, lambda: reverse("child_plan", args=[planned.child])


def in_an_enquiry(words: str) -> tuple[Any, Callable[[], str]]:
    made = enquiry_at("running")
    conclude(made, findings=words)
    return made.manager, lambda: reverse("enquiry", args=[made.enquiry])


def in_a_conference(words: str) -> tuple[Any, Callable[[], str]]:
    made = conference_at("held", summary=words)
    return made.manager, lambda: reverse("meeting", args=[made.conference])


def in_an_agreement(words: str) -> tuple[Any, Callable[[], str]]:
    made = agreement_at("writing", risk=words)
    return made.worker, lambda: reverse("agreement", args=[made.agreement])


def in_a_closure(words: str) -> tuple[Any, Callable[[], str]]:
    made = closure_at("proposed", what_changed=words)
    return made.manager, lambda: reverse("closure", args=[made.closure])


EVERYWHERE = (
    in_a_visit,
    in_a_concern,
    in_an_outcome,
    in_a_review,
    in_an_enquiry,
    in_a_conference,
    in_an_agreement,
    in_a_closure,
)


@pytest.mark.django_db
@pytest.mark.parametrize("write", EVERYWHERE, ids=lambda write: write.__name__)
def test_200_000_characters_are_refused_with_how_many_can_be_kept(write: Writes) -> None:
    def kept() -> tuple[int, ...]:
        return (
            Visit.objects.count(),
            Closure.objects.count(),
            Agreement.objects.count(),
            Enquiry.objects.filter(findings__startswith="xxx").count(),
            Meeting.objects.exclude(summary="").filter(kind__endswith="conference").count(),
            Outcome.objects.filter(words__startswith="xxx").count(),
        )

    before = kept()
    with pytest.raises(Refused, match="characters long at most. It has 200,000"):
        write(LONG)
    assert kept() == before


@pytest.mark.django_db
@pytest.mark.parametrize("words", [WORD, SCRIPTS], ids=["markup", "scripts"])
@pytest.mark.parametrize("write", EVERYWHERE, ids=lambda write: write.__name__)
def test_pasted_markup_and_every_script_are_shown_as_they_were_typed(write: Writes, words: str) -> None:
    reader, address = write(words)
    page = opened(reader, address(), AFTER + timedelta(days=60))
    assert "MsoNormal" not in page or '<p class="MsoNormal">' not in page
    shown = "Mum said “no”" if words is WORD else words
    assert shown in page or escape(words) in page


# --- two at once


@pytest.mark.django_db(transaction=True)
def test_two_managers_approve_an_agreement_at_once() -> None:
    made = agreement_at("proposed")
    ruth = person_who_signs_in("team_manager", name="Ruth Ellison", team=made.manager.team)
    answers = at_once(
        *(
            lambda by=by: approve_agreement(
                agreement=made.agreement, words="Somebody looks each week, and Lee has left.", by=by, at=APPROVED
            )
            for by in (made.manager, ruth)
        )
    )
    (refused,) = [one for one in answers if isinstance(one, Refused)]
    first = Agreement.objects.select_related("approved_by").get().approved_by
    assert first is not None and f"{first.name} approved this agreement" in str(refused)


@pytest.mark.django_db(transaction=True)
def test_two_managers_authorise_an_enquiry_at_once() -> None:
    made = enquiry_at("with_manager")
    ruth = person_who_signs_in("team_manager", name="Ruth Ellison", team=made.manager.team)
    answers = at_once(
        *(
            lambda by=by: authorise_enquiry(
                enquiry=made.enquiry, words_of_manager="The injury and the history agree.", by=by, at=AUTHORISED
            )
            for by in (made.manager, ruth)
        )
    )
    (refused,) = [one for one in answers if isinstance(one, Refused)]
    first = Enquiry.objects.select_related("authorised_by").get().authorised_by
    assert first is not None and first.name in str(refused)


@pytest.mark.django_db(transaction=True)
def test_two_managers_close_at_once() -> None:
    made = closure_at("proposed")
    ruth = person_who_signs_in("team_manager", name="Ruth Ellison", team=made.manager.team)
    answers = at_once(
        *(
            lambda by=by: authorise_closure(
                closure=made.closure, words="The change has lasted.", by=by, at=PROPOSED + timedelta(hours=3)
            )
            for by in (made.manager, ruth)
        )
    )
    (refused,) = [one for one in answers if isinstance(one, Refused)]
    first = Closure.objects.select_related("authorised_by").get().authorised_by
    assert first is not None and first.name in str(refused)


# --- days out of order, across enquiry, conference and plan


@pytest.mark.django_db
def test_an_enquiry_cannot_end_before_it_began() -> None:
    made = enquiry_at("running")
    with pytest.raises(Refused, match="cannot end before it began, on 20 November 2026"):
        conclude(made, concluded_on=date(2026, 11, 19))


@pytest.mark.django_db
def test_a_conference_cannot_have_been_held_before_the_discussion_that_began_the_enquiry() -> None:
    made = conference_at("planned")
    earlier = datetime(2026, 11, 18, 10, 0, tzinfo=LONDON)
    with pytest.raises(Refused, match="before the strategy discussion that began the enquiry, on 20 November 2026"):
        hold_conference(meeting=made.conference, said=conference_said(made, held_at=earlier), by=made.chair, at=AFTER)
    assert not Plan.objects.filter(child=made.child).exists()


@pytest.mark.django_db
def test_a_plan_cannot_end_before_the_conference_that_began_it() -> None:
    made = conference_at("held")
    with pytest.raises(Refused, match="it cannot end before that"):
        end_plan(
            plan=made.plan,
            reason="needs_met",
            ended_on=date(2026, 12, 8),
            words="Nobody hurts him any more.",
            by=made.manager,
            at=AFTER + timedelta(days=2),
        )


@pytest.mark.django_db
def test_a_review_cannot_have_been_held_before_the_plan_began() -> None:
    planned = plan_at("outline")
    with pytest.raises(Refused, match="a review cannot be before that"):
        reviewed(planned, at=THURSDAY + timedelta(days=7), held_at=THURSDAY - timedelta(days=3))


@pytest.mark.django_db
def test_a_strategy_discussion_cannot_have_been_held_before_harm_was_suspected() -> None:
    made = enquiry_at("running")
    with pytest.raises(Refused):
        hold_strategy(
            meeting=made.strategy,
            said=strategy_said(held_at=DISCUSSED - timedelta(days=400)),
            by=made.manager,
            at=DISCUSSED + timedelta(days=1),
        )


@pytest.mark.django_db
def test_an_agreement_cannot_end_before_it_begins() -> None:
    placed = child_at("allocated")
    said = agreement_said(expires_on=WROTE.date() - timedelta(days=1))
    with pytest.raises(Refused, match="after|before"):
        write_agreement(children=[placed.child], said=said, by=placed.worker, at=WROTE)
