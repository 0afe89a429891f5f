"""Written agreements: blocked where they may not be used, approved by another, watched, answered when broken."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from goldenthread.access.models import Notice
from goldenthread.access.public import NotAllowed, entries
from goldenthread.casework.models import Agreement, Deadline
from goldenthread.casework.operations.agreements import (
    PartySaid,
    approve_agreement,
    change_agreement,
    end_agreement,
    propose_agreement,
    record_breach,
    respond_to_breach,
    return_agreement,
    review_agreement,
    write_agreement,
)
from goldenthread.casework.queries.agreements import agreements_of, show_agreement
from goldenthread.kernel.refusal import Refused
from tests.build import a_child, person_who_signs_in, sealed, tied
from tests.building.agreements import APPROVED, BROKE, WROTE, agreement_at, agreement_said

pytestmark = pytest.mark.django_db
WHY = "Somebody looks each week, and the risk is outside the house."


def running(made):
    return Deadline.objects.get(child=made.child, clock="written_agreement_review", met_at=None, void_at=None)


def test_a_proper_agreement_is_proposed_approved_and_watched():
    made = agreement_at("in_force")
    found = Agreement.objects.get(pk=made.agreement)
    assert (found.state, found.approved_by) == ("in_force", made.manager)
    due = running(made)
    assert due.about == f"agreement:{made.agreement}"
    assert due.due_on == found.review_on  # sooner than the four weeks of policy
    assert [one.act for one in entries(child=made.child) if one.subject == f"agreement:{made.agreement}"] == [
        "agreement.approve",
        "agreement.propose",
        "agreement.write",
    ]


def test_it_is_never_approved_by_who_wrote_it():
    made = agreement_at("writing")
    manager = made.manager
    key = write_agreement(children=[made.child], said=agreement_said(), by=manager, at=WROTE)
    propose_agreement(agreement=key, by=manager, at=WROTE)
    with pytest.raises(Refused, match="You wrote this agreement"):
        approve_agreement(agreement=key, words=WHY, by=manager, at=APPROVED)
    with pytest.raises(NotAllowed):
        approve_agreement(agreement=key, words=WHY, by=made.worker, at=APPROVED)


def test_it_comes_back_with_a_reason():
    made = agreement_at("proposed")
    with pytest.raises(Refused):
        return_agreement(agreement=made.agreement, because="no", by=made.manager, at=APPROVED)
    return_agreement(agreement=made.agreement, because="Say who rings on Sundays.", by=made.manager, at=APPROVED)
    found = Agreement.objects.get(pk=made.agreement)
    assert (found.state, found.returned_because) == ("writing", "Say who rings on Sundays.")
    assert Notice.objects.filter(to=made.worker, kind="agreement").exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"monitored_how": ""}, "monitored_how"),
        ({"monitored_by": " "}, "monitored_by"),
        ({"monitored_every_days": None}, "monitored_every_days"),
        ({"review_on": None}, "review_on"),
        ({"expires_on": None}, "expires_on"),
        ({"why_agreement": "agreed"}, "why_agreement"),
        ({"parties": ()}, "parties"),
    ],
)
def test_what_is_missing_is_refused_with_a_sentence(changed, field):
    made = agreement_at("writing", **changed)
    with pytest.raises(Refused) as refused:
        propose_agreement(agreement=made.agreement, by=made.worker, at=WROTE)
    assert field in [name for name, _ in refused.value.problems]


def test_domestic_abuse_is_known_from_the_contact_not_only_from_the_tick():
    only_her = (PartySaid("Stacey Carter", duties="Not let Lee in"),)
    made = agreement_at("writing", domestic_abuse=False, parties=only_her)  # the contact says domestic abuse
    shown = show_agreement(made.agreement, reader=made.worker, at=WROTE)
    assert any("the contact of" in words for words in shown.domestic_abuse_known)
    with pytest.raises(Refused, match="domestic abuse"):
        propose_agreement(agreement=made.agreement, by=made.worker, at=WROTE)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"review_on": WROTE.date() - timedelta(days=1)}, "after the day it starts"),
        ({"expires_on": WROTE.date() - timedelta(days=1)}, "after the day it starts"),
        ({"expires_on": WROTE.date() + timedelta(days=100)}, "12 weeks"),
        ({"starts_on": WROTE.date().replace(year=1066)}, "Check the year|12 weeks"),
        ({"expires_on": WROTE.date().replace(year=2999)}, "12 weeks|Check the year"),
        ({"monitored_every_days": 90}, "between 1 and 28"),
    ],
)
def test_days_out_of_order_are_refused_as_they_are_written(changed, words):
    with pytest.raises(Refused, match=words):
        agreement_at("writing", **changed)


def test_two_people_writing_are_told_of_each_other():
    made = agreement_at("writing")
    version = change_agreement(
        agreement=made.agreement,
        said=agreement_said(risk="Lee, drinking, at the house"),
        based_on=1,
        by=made.worker,
        at=WROTE,
    )
    assert version == 2
    with pytest.raises(Refused, match="Priya Nair changed this agreement"):
        change_agreement(
            agreement=made.agreement, said=agreement_said(risk="Other words"), based_on=1, by=made.manager, at=APPROVED
        )


def test_a_breach_brings_the_review_forward_to_the_next_day_and_its_answer_restarts_it():
    made = agreement_at("breached")
    due = running(made)
    assert due.allowance == "24 hours"
    assert due.due_at - due.started_at == timedelta(hours=24)
    assert Notice.objects.filter(to=made.manager, words__contains="broken").exists()
    with pytest.raises(Refused, match="nobody has written what was done"):
        review_agreement(
            agreement=made.agreement,
            happened_at=BROKE,
            words="Kept, I think, since then.",
            next_on=None,
            by=made.worker,
            at=BROKE,
        )
    answered = BROKE + timedelta(hours=20)
    respond_to_breach(
        breach=made.breach,
        happened_at=answered,
        words="Met at the office; police rang him.",
        by=made.worker,
        at=answered,
    )
    due.refresh_from_db()
    assert due.met_at == answered
    assert running(made).started_at == answered
    with pytest.raises(Refused, match="Priya Nair recorded what was done"):
        respond_to_breach(
            breach=made.breach, happened_at=answered, words="Another answer to it.", by=made.manager, at=answered
        )


def test_what_was_done_does_not_come_before_the_breach():
    made = agreement_at("breached")
    with pytest.raises(Refused, match="comes after that"):
        respond_to_breach(
            breach=made.breach,
            happened_at=BROKE - timedelta(days=2),
            words="Met at the office.",
            by=made.worker,
            at=BROKE,
        )


def test_a_review_restarts_its_clock():
    made = agreement_at("in_force")
    first = running(made)
    at = APPROVED + timedelta(days=10)
    review_agreement(
        agreement=made.agreement,
        happened_at=at,
        words="Kept: the neighbour has seen nobody, and Noah sleeps.",
        next_on=at.date() + timedelta(days=14),
        by=made.worker,
        at=at,
    )
    first.refresh_from_db()
    assert first.met_at == at
    assert running(made).due_on == at.date() + timedelta(days=14)


def test_it_ends_with_what_became_of_it_and_its_clock_closes():
    made = agreement_at("in_force")
    with pytest.raises(Refused):
        end_agreement(
            agreement=made.agreement,
            outcome="kept",
            ended_on=WROTE.date() - timedelta(days=9),
            words="Well.",
            by=made.worker,
            at=BROKE,
        )
    end_agreement(
        agreement=made.agreement,
        outcome="kept",
        ended_on=BROKE.date(),
        words="The order was made.",
        by=made.worker,
        at=BROKE,
    )
    assert not Deadline.objects.filter(child=made.child, clock="written_agreement_review", void_at=None, met_at=None)
    (row,) = agreements_of(made.child, reader=made.worker, at=BROKE)
    assert row.ended_outcome_words


def renewed(made, before, times, at):
    key = before
    for _ in range(times):
        key = write_agreement(children=[made.child], said=agreement_said(at), by=made.worker, at=at, renews=key)
        propose_agreement(agreement=key, by=made.worker, at=at)
        if Agreement.objects.get(pk=key).renewal < 3:
            approve_agreement(agreement=key, words=WHY, by=made.manager, at=at)
    return key


def test_the_third_renewal_is_the_head_of_service_s_alone():
    made = agreement_at("in_force")
    head = person_who_signs_in("service_manager", name="Ruth Ellison", team=made.placed.team)
    third = renewed(made, made.agreement, 3, BROKE)
    with pytest.raises(Refused, match="head of service.*Ruth Ellison"):
        approve_agreement(agreement=third, words=WHY, by=made.manager, at=BROKE)
    approve_agreement(agreement=third, words=WHY, by=head, at=BROKE)
    found = Agreement.objects.get(pk=third)
    assert (found.state, found.head_of_service, found.renewal) == ("in_force", head, 3)
    assert found.renews.state == "ended"


def test_a_renewal_is_written_once():
    made = agreement_at("in_force")
    write_agreement(children=[made.child], said=agreement_said(), by=made.worker, at=BROKE, renews=made.agreement)
    with pytest.raises(Refused, match="Priya Nair wrote its renewal"):
        write_agreement(children=[made.child], said=agreement_said(), by=made.worker, at=BROKE, renews=made.agreement)


def test_a_seal_on_one_child_closes_the_agreement_of_the_family():
    made = agreement_at("writing")
    sister = a_child("Ada")
    with pytest.raises(NotAllowed):  # she works with one of them alone
        write_agreement(children=[made.child, sister], said=agreement_said(), by=made.worker, at=WROTE)
    tied(sister, to=made.worker)
    key = write_agreement(children=[made.child, sister], said=agreement_said(), by=made.worker, at=WROTE)
    sealed(sister)
    with pytest.raises(NotAllowed):
        propose_agreement(agreement=key, by=made.worker, at=WROTE)
    assert key not in [row.key for row in agreements_of(made.child, reader=made.worker, at=WROTE)]


def test_a_breach_before_the_agreement_began_is_refused():
    made = agreement_at("in_force")
    with pytest.raises(Refused, match="comes before it"):
        record_breach(
            agreement=made.agreement, happened_at=WROTE - timedelta(days=30), words="He came.", by=made.worker, at=BROKE
        )


def opened(client, who, address):
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def once_of(words, suffix=""):
    return re.search(r'name="once" value="([^"]+?)"', words)[1].removesuffix(suffix) + suffix


def test_every_state_has_its_page(client):
    for step in ("writing", "proposed", "in_force", "breached"):
        made = agreement_at(step)
        assert "Lee Barrow" in opened(client, made.manager, f"/agreements/{made.agreement}/")
        assert "Lee coming to the house" in opened(client, made.worker, f"/children/{made.child}/agreements/")
    assert "Which risk" in opened(client, made.worker, f"/children/{made.child}/agreements/new/")


def test_what_is_typed_keeps_itself_and_comes_back_when_it_is_refused(client):
    made = agreement_at("writing", monitored_how="", monitored_by="", monitored_every_days=None)
    address = f"/agreements/{made.agreement}/write/"
    words = opened(client, made.worker, address)
    typed = {
        "version": "1",
        "risk": "Lee, drinking, at the house",
        "why_agreement": "He has moved out.",
        "name-0": "Lee Barrow",
        "poses-0": "yes",
        "duties-0": "Stay away",
    }
    kept = client.post(address, typed, headers={"X-Requested-With": "draft"})
    assert kept.json()["version"] == 2
    again = client.post(address, typed | {"version": "2", "send": "yes", "once": once_of(words)})
    assert again.status_code == 422
    said = again.content.decode()
    assert "Say how we will know that it is kept" in said
    assert "Lee, drinking, at the house" in said
    assert Agreement.objects.get(pk=made.agreement).state == "writing"
