"""What stands round every page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.operations.notices import read
from goldenthread.access.public import at_a_glance, notify, unread_notices
from tests.build import a_team, person_who_signs_in

pytestmark = pytest.mark.django_db


def told(user: Any) -> None:
    notify(to=user, kind="allocated", words="A child is allocated to you.", link="", by=None, at=timezone.now())


def top_of(client: Client) -> str:
    page = client.get(reverse("your_account")).content.decode()
    return page[page.index("<header") : page.index("</header>")]


def test_every_page_says_how_many_notices_wait(client: Client) -> None:
    user, colleague = person_who_signs_in(), person_who_signs_in()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "new notice" not in top_of(client)
    assert f'href="{reverse("notices")}"' in top_of(client)
    told(user)
    told(colleague)
    assert "1 new notice<" in top_of(client)
    told(user)
    assert "2 new notices" in top_of(client)
    read(notice=unread_notices(user)[0].key, by=user, at=timezone.now())
    assert "1 new notice<" in top_of(client)


def test_a_stranger_is_told_of_no_notices(client: Client) -> None:
    assert reverse("notices") not in client.get(reverse("account_login")).content.decode().partition("<main")[0]


def test_the_top_of_a_page_asks_once(django_assert_num_queries: Any) -> None:
    user = person_who_signs_in(team=a_team("Thornshire East"))
    told(user)
    with django_assert_num_queries(1):
        glance = at_a_glance(user)
    assert (glance.team, glance.unread) == ("Thornshire East", 1)
    assert (at_a_glance(person_who_signs_in()).team, at_a_glance(person_who_signs_in()).unread) == ("", 0)
