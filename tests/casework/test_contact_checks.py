"""Agencies are asked with agreement, or with a reason for going without; what they answer has its time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goldenthread.access.models import LedgerEntry
from goldenthread.access.public import NotAllowed
from goldenthread.casework.models import Deadline, ScreeningCheck
from goldenthread.casework.public import ask_agency, record_answer
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import save_agency
from tests.building.access import an_administrator, person_who_signs_in
from tests.building.contact import a_writer, contact_at, started
from tests.building.front_door import THURSDAY

pytestmark = pytest.mark.django_db
QUESTION = "What do you know of this family since January?"
HALF_AN_HOUR = timedelta(minutes=30)


def agency(name: str = "Thornshire Police", kind: str = "police") -> int:
    return save_agency(name=name, kind=kind, asked_in_screening=True, by=an_administrator(), at=THURSDAY)


def ask(written, *agencies: int, question: str = QUESTION, at=THURSDAY) -> list[int]:
    return ask_agency(contact=written.contact, agency=agencies, question=question, by=written.writer, at=at)


def answer(written, check: int, words: str = "Two earlier incidents.", at=THURSDAY + HALF_AN_HOUR, **values) -> None:
    values = {"answered_by": "PC Hale"} | values
    record_answer(check=check, answer=words, by=written.writer, at=at, **values)


def clock(written) -> Deadline:
    return Deadline.objects.filter(contact=written.contact, clock="contact_mash_checks").latest("pk")


def test_asking_starts_the_time_to_answer_and_the_last_answer_meets_it():
    written = contact_at("writing")
    police, health = ask(written, agency(), agency("Health visiting", "health_visitor"))
    assert clock(written).started_at == THURSDAY

    answer(written, police)
    assert clock(written).met_at is None
    answer(written, health, "", nothing_known=True, answered_at=THURSDAY + timedelta(minutes=10))

    assert clock(written).met_at == THURSDAY + timedelta(minutes=10)
    one = ScreeningCheck.objects.get(pk=police)
    assert (one.answer, one.answered_by, one.answered_at) == (
        "Two earlier incidents.",
        "PC Hale",
        THURSDAY + HALF_AN_HOUR,
    )
    acts = list(LedgerEntry.objects.order_by("number").values_list("act", flat=True))
    assert acts[-3:] == ["contact.ask_agency", "contact.record_answer", "contact.record_answer"]


def test_asking_again_after_all_answered_starts_a_new_time():
    written, police = contact_at("writing"), agency()
    (first,) = ask(written, police)
    answer(written, first)
    ask(written, police, at=THURSDAY + timedelta(hours=1))
    assert Deadline.objects.filter(contact=written.contact, clock="contact_mash_checks").count() == 2


@pytest.mark.parametrize(
    "said",
    [
        {"agreement_to_checks": ""},
        {"agreement_to_checks": "refused"},
        {"agreement_to_checks": "not_sought"},
        {"agreement_to_checks": "dispensed_with", "consent_rationale": "Not safe."},
    ],
)
def test_nobody_is_asked_without_agreement_or_a_reason(said):
    written = contact_at("writing", family_knows=said)
    with pytest.raises(Refused):
        ask(written, agency())
    assert not ScreeningCheck.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"agreement_to_checks": "agreed", "consent_rationale": ""},
        {"agreement_to_checks": "refused", "objection": "objection_considered_overridden"},
    ],
)
def test_agreement_or_an_objection_weighed_and_overridden_opens_the_checks(said):
    assert ask(contact_at("writing", family_knows=said), agency())


def test_one_agency_is_not_asked_twice_while_it_has_not_answered():
    written, police = contact_at("writing"), agency()
    ask(written, police)
    with pytest.raises(Refused, match="has not answered yet"):
        ask(written, police)


@pytest.mark.parametrize("question", ["", "   ", "a\x00bcdef", "q" * 20_001])
def test_a_question_that_cannot_be_asked_is_refused(question):
    with pytest.raises(Refused):
        ask(contact_at("writing"), agency(), question=question)


def test_an_agency_that_is_closed_or_unknown_is_not_asked():
    with pytest.raises(Refused):
        ask(contact_at("writing"), 999_999)


@pytest.mark.parametrize(
    "values",
    [
        {"words": ""},
        {"answered_by": " "},
        {"answered_at": THURSDAY - timedelta(minutes=1)},
        {"answered_at": THURSDAY + timedelta(hours=2)},
        {"words": "a\x00"},
    ],
)
def test_an_answer_that_cannot_be_right_is_refused(values):
    written = contact_at("writing")
    (check,) = ask(written, agency())
    with pytest.raises(Refused):
        answer(written, check, **values)
    assert ScreeningCheck.objects.get(pk=check).answered_at is None


def test_an_answer_pressed_twice_is_one_answer_and_another_is_refused():
    written = contact_at("writing")
    (check,) = ask(written, agency())
    answer(written, check)
    answer(written, check, at=THURSDAY + timedelta(hours=1))
    assert ScreeningCheck.objects.get(pk=check).answered_at == THURSDAY + HALF_AN_HOUR
    with pytest.raises(Refused, match="recorded already"):
        answer(written, check, "Nothing at all.")


def test_checks_go_on_while_the_contact_waits_to_be_decided():
    written = contact_at("to_decide")
    (check,) = ask(written, agency())
    answer(written, check)


def test_others_ask_nobody():
    contact = started(by=a_writer())
    with pytest.raises(NotAllowed):
        ask_agency(
            contact=contact, agency=[agency()], question=QUESTION, by=person_who_signs_in("analyst"), at=THURSDAY
        )


def test_a_name_too_long_to_keep_is_refused_whole():
    written = contact_at("writing")
    (check,) = ask(written, agency())
    with pytest.raises(Refused, match="160 characters long at most. This has 161"):
        answer(written, check, answered_by="n" * 161)
    assert ScreeningCheck.objects.get(pk=check).answered_at is None
