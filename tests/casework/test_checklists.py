"""The checklist of the standards stands beside what is signed: a closure, an agreement, an enquiry, a conference."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from goldenthread.casework.public.checklists import Line, agreement_checklist, closure_checklist
from tests.building.agreements import WROTE, agreement_at
from tests.building.child_protection import conference_at, enquiry_at
from tests.building.closure import PROPOSED, closure_at

pytestmark = pytest.mark.django_db


def opened(user: Any, url: str, at: Any = None) -> str:
    with time_machine.travel(at, tick=False) if at else nullcontext():
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.get(url)
    assert answer.status_code == 200
    return unescape(answer.text)


def found(lines: tuple[Line, ...]) -> dict[str, bool | None]:
    return {line.standard: line.met for line in lines}


def test_a_closure_is_signed_beside_what_the_standards_find() -> None:
    made = closure_at("proposed", who_stays="Universal services")
    lines = found(closure_checklist(made.closure, on=PROPOSED.date()))
    assert lines["closure.who_stays"] is False and lines["closure.change_shown"] is True
    page = opened(made.manager, reverse("closure", args=[made.closure]), PROPOSED + timedelta(hours=1))
    assert "I wrote who stays beside the family." in page and "not met" in page


def test_an_agreement_is_signed_beside_what_the_standards_find() -> None:
    made = agreement_at("proposed")
    lines = found(agreement_checklist(made.agreement, on=WROTE.date()))
    assert lines["agreement.monitored"] is True
    # What comes with the signature or after it is not asked before it.
    assert not {"agreement.approved", "agreement.reviewed", "agreement.breach_answered"} & set(lines)
    page = opened(made.manager, reverse("agreement", args=[made.agreement]), WROTE + timedelta(hours=1))
    assert "It says how we will know it is kept, who looks, and how often." in page


def test_an_enquiry_is_authorised_beside_what_the_standards_find() -> None:
    made = enquiry_at("with_manager")
    page = opened(made.manager, reverse("enquiry", args=[made.enquiry]))
    assert "What our practice standards find" in page and "What is met" in page
    running = enquiry_at("running")
    assert "What our practice standards find" not in opened(running.manager, reverse("enquiry", args=[running.enquiry]))


def test_a_conference_that_was_held_is_read_beside_what_the_standards_find() -> None:
    made = conference_at("held")
    page = opened(made.manager, reverse("meeting", args=[made.conference]))
    assert "What our practice standards find" in page
    planned = conference_at("planned")
    assert "What our practice standards find" not in opened(
        planned.manager, reverse("meeting", args=[planned.conference])
    )
