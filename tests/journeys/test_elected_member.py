"""An elected member cannot reach a child by any address of the product: she is refused, or reads of no child."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from django.test import Client

from goldenthread.people.public import Person
from goldenthread.rulebook.rights import Role
from tests.building.everything import addresses, everything

pytestmark = pytest.mark.django_db

OF_A_CHILD = re.compile(
    r'(?:href|action)="(/children/\d|/contacts/\d|/referrals/\d|/people/\d|/assessments/\d|[^"]*/rows/)'
)


def test_no_address_leads_an_elected_member_to_a_child(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    held = everything(tmp_path)
    names = {
        f"{given} {family}"
        for given, family in Person.objects.filter(kind="child").values_list("given_names", "family_name")
        if given and family
    }
    assert len(names) > 5
    client = Client()
    client.force_login(held.people[Role.ELECTED_MEMBER], backend="allauth.account.auth_backends.AuthenticationBackend")
    read, refused, wrong = 0, 0, []
    for address in addresses(held):
        for url in dict.fromkeys(address.urls):
            answer = client.get(url)
            if answer.status_code == 302 and answer["Location"].startswith("/"):
                answer = client.get(answer["Location"])
            if answer.status_code in (403, 404):
                refused += 1
            elif answer.status_code == 302:
                continue  # out of the product, or on to where another address of this list leads
            elif answer.status_code != 200 or answer.streaming:
                wrong.append(f"{url} answers {answer.status_code}")
            elif answer["Content-Type"].startswith("text/html"):
                read += 1
                page = answer.content.decode()
                wrong += [f"{url} names {name}" for name in names if name in page]
                wrong += [f"{url} leads to {found}" for found in OF_A_CHILD.findall(page)]
    assert not wrong, "\n".join(wrong)
    assert refused > 100 and read > 5
