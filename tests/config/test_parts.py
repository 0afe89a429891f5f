"""The gallery of parts has an address in a demonstration, and none in service."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from goldenthread.config import urls
from tests.build import person_who_signs_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(
        person_who_signs_in("social_worker"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def test_in_service_there_is_no_such_address(client: Client) -> None:
    assert client.get("/parts/").status_code == 404


def test_in_a_demonstration_every_part_is_drawn(client: Client, settings: Any) -> None:
    shown = {"urlpatterns": [*urls.urlpatterns, *urls.FOR_DEMONSTRATION], "handler404": urls.handler404}
    settings.ROOT_URLCONF = type("Shown", (), shown)
    answer = client.get("/parts/")
    assert answer.status_code == 200
    assert "Ada Quill" in answer.content.decode()
