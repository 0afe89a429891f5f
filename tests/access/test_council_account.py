"""Signing in with the council's own account: a real provider, on this machine, says who somebody is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.models import LedgerEntry, User
from goldenthread.access.operations.people_who_sign_in import end_access, give_access_again
from goldenthread.config.council_account import council_account, passwords_allowed
from goldenthread.rulebook.rights import Role
from tests.build import PASSWORD, an_administrator, person_who_signs_in
from tests.building.openid import Provider, openid_provider

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with openid_provider() as made:
        yield made


@pytest.fixture
def provider(running: Provider, settings: LazySettings) -> Iterator[Provider]:
    running.claims, running.userinfo, running.audience, running.cancels = {}, None, "golden-thread", False
    settings.SOCIALACCOUNT_PROVIDERS = council_account(running.settings())
    yield running
    assert not running.wrong


def claims(user: User | None = None, **more: Any) -> dict[str, Any]:
    said = {"sub": "somebody-1", "email": user.email if user else "stranger@example.org", "email_verified": True}
    return said | {"name": "Whoever This Is", **more}


def sign_in(client: Client, to: str = "") -> Any:
    """There and back again: the answer to the browser that comes back from the provider."""
    page = client.get(reverse("account_login"), {"next": to} if to else {}).content.decode()
    way = re.search(r'href="([^"]*/oidc/council/login/[^"]*)"', page)
    assert way, "the sign-in page does not lead to the council's"
    out = client.get(way[1].replace("&amp;", "&"))
    assert out.status_code == 302
    back = urlsplit(requests.get(out.url, allow_redirects=False, timeout=5).headers["Location"])
    assert back.path == reverse("openid_connect_callback", args=["council"])
    return client.get(f"{back.path}?{back.query}")


def words(client: Client, answer: Any) -> str:
    assert answer.status_code == 302
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(answer.url).content.decode()))


def signed_in(client: Client) -> bool:
    return client.get(reverse("your_account")).status_code == 200


def test_a_known_person_signs_in_and_goes_where_she_was_going(client: Client, provider: Provider) -> None:
    user = person_who_signs_in()
    provider.claims = claims(user, email=user.email.upper())
    assert sign_in(client, to="/notices/").url == "/notices/"
    assert "Council account" in client.get(reverse("your_account")).content.decode()
    entry = LedgerEntry.objects.get(act="account.sign_in", actor=user.pk)
    assert entry.detail == {"how": "council account"}


def test_the_second_time_she_is_known_by_the_provider_s_own_name_for_her(client: Client, provider: Provider) -> None:
    user = person_who_signs_in()
    provider.claims = claims(user)
    sign_in(client)
    provider.claims = claims(None, email="married@example.org", email_verified=False)
    again = Client()
    assert sign_in(again).url == "/"
    assert user.email in again.get(reverse("your_account")).content.decode()


def test_somebody_who_is_not_known_is_told_whom_to_ask(client: Client, provider: Provider) -> None:
    people = User.objects.count()
    provider.claims = claims()
    assert "Ask an administrator to add you" in words(client, sign_in(client))
    assert not signed_in(client)
    assert User.objects.count() == people


@pytest.mark.parametrize("verified", [False, None, "false", "no", 0])
def test_an_address_that_nobody_vouches_for_opens_nothing(client: Client, provider: Provider, verified: Any) -> None:
    provider.claims = claims(person_who_signs_in(), email_verified=verified)
    assert "does not vouch for your email address" in words(client, sign_in(client))
    assert not signed_in(client)


def test_a_provider_may_vouch_for_all_of_its_own_domain(
    client: Client, provider: Provider, settings: LazySettings
) -> None:
    user = person_who_signs_in()
    settings.SOCIALACCOUNT_PROVIDERS = council_account(provider.settings(DOMAINS="thornshire.example, @Example.org"))
    provider.claims = {"sub": "entra", "email": user.email}
    sign_in(client)
    assert signed_in(client)
    outside = person_who_signs_in()
    User.objects.filter(pk=outside.pk).update(email="outside@example.org.elsewhere.example")
    provider.claims = {"sub": "guest", "email": "outside@example.org.elsewhere.example"}
    other = Client()
    assert "does not vouch" in words(other, sign_in(other))


def test_somebody_who_has_left_is_refused(client: Client, provider: Provider) -> None:
    user, now = person_who_signs_in(), timezone.now()
    provider.claims = claims(user)
    sign_in(client)
    end_access(user=user.pk, by=an_administrator(), at=now)
    assert not signed_in(client)
    assert "Your access has ended" in words(client, sign_in(client))
    assert not signed_in(client)
    give_access_again(user=user.pk, by=an_administrator(), at=now)
    sign_in(client)
    assert signed_in(client)


def test_a_partner_s_last_day_counts_here_too(client: Client, provider: Provider) -> None:
    user = person_who_signs_in(Role.PARTNER)
    provider.claims = claims(user)
    sign_in(client)
    User.objects.filter(pk=user.pk).update(access_until=timezone.localdate().replace(year=2020))
    assert "Your access has ended" in words(client, sign_in(client))


def test_an_address_given_to_a_newcomer_does_not_open_her_account(client: Client, provider: Provider) -> None:
    user = person_who_signs_in()
    provider.claims = claims(user)
    sign_in(client)
    provider.claims = claims(user, sub="somebody-2")
    newcomer = Client()
    assert "Another council account signs in with your email address" in words(newcomer, sign_in(newcomer))
    assert not signed_in(newcomer)


def test_a_provider_that_contradicts_itself_is_not_believed(client: Client, provider: Provider) -> None:
    provider.claims = claims(person_who_signs_in())
    provider.userinfo = provider.claims | {"sub": "somebody-else"}
    assert "did not answer as it should" in words(client, sign_in(client))


def test_a_token_made_for_another_service_is_not_believed(client: Client, provider: Provider) -> None:
    provider.claims, provider.audience = claims(person_who_signs_in()), "another-service"
    answer = sign_in(client)
    assert answer.status_code == 401
    assert "You could not be signed in" in answer.content.decode()


def test_an_answer_that_was_not_asked_for_is_not_believed(client: Client, provider: Provider) -> None:
    answer = client.get(reverse("openid_connect_callback", args=["council"]), {"code": "x", "state": "made up"})
    assert answer.status_code == 401
    assert not signed_in(client)


def test_turning_back_at_the_provider_is_no_error(client: Client, provider: Provider) -> None:
    provider.cancels = True
    answer = sign_in(client)
    assert answer.url == reverse("socialaccount_login_cancelled")
    assert "You were not signed in" in words(client, answer)


def test_a_signed_in_person_s_account_is_not_joined_by_a_link(client: Client, provider: Provider) -> None:
    user = person_who_signs_in(password=PASSWORD)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    provider.claims = claims()
    out = client.get(reverse("openid_connect_login", args=["council"]), {"process": "connect"})
    back = urlsplit(requests.get(out.url, allow_redirects=False, timeout=5).headers["Location"])
    client.get(f"{back.path}?{back.query}")
    assert not user.socialaccount_set.exists()


def test_a_provider_that_is_down_is_said_in_words(client: Client, settings: LazySettings) -> None:
    with openid_provider() as gone:
        settings.SOCIALACCOUNT_PROVIDERS = council_account(gone.settings())
    answer = client.get(reverse("openid_connect_login", args=["council"]), {"process": "login"})
    assert answer.status_code == 502
    assert "Your council account did not answer" in answer.content.decode()


# --- passwords switched off


def test_passwords_may_be_switched_off(client: Client, provider: Provider, settings: LazySettings) -> None:
    user, administrator = person_who_signs_in(password=PASSWORD), an_administrator()
    settings.PASSWORDS = False
    page = client.get(reverse("account_login")).content.decode()
    assert 'type="password"' not in page
    assert "passkey" in page
    told = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert "Passwords are not used here" in told.content.decode()
    assert not signed_in(client)
    provider.claims = claims(user)
    sign_in(client)
    assert "Change your password" not in client.get(reverse("your_account")).content.decode()
    for name in ("account_change_password", "account_set_password", "account_reauthenticate"):
        assert client.get(reverse(name)).status_code == 404, name
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    client.force_login(administrator, backend="allauth.account.auth_backends.AuthenticationBackend")
    about = client.get(reverse("person_who_signs_in", args=[user.pk])).content.decode()
    assert "choose a password" not in about
    assert client.get(reverse("password_link", args=[user.pk])).status_code == 404


# --- the settings


def test_the_settings_are_read_from_the_environment() -> None:
    assert council_account({}) == {}
    given = {f"GOLDENTHREAD_OIDC_{name}": "x" for name in ("CLIENT", "SECRET")}
    made = council_account(given | {"GOLDENTHREAD_OIDC_SERVER": "https://login.example/tenant/v2.0/"})
    (app,) = made["openid_connect"]["APPS"]
    assert app["settings"]["server_url"] == "https://login.example/tenant/v2.0"
    assert app["name"] == "your council account"
    with pytest.raises(ImproperlyConfigured, match="GOLDENTHREAD_OIDC_SERVER"):
        council_account(given)
    with pytest.raises(ImproperlyConfigured, match="https"):
        council_account(given | {"GOLDENTHREAD_OIDC_SERVER": "http://login.example"})


def test_passwords_are_not_switched_off_where_nobody_could_begin() -> None:
    assert passwords_allowed({}, {})
    assert not passwords_allowed({"GOLDENTHREAD_PASSWORDS": "0"}, {"openid_connect": {}})
    with pytest.raises(ImproperlyConfigured, match="council's own sign-in"):
        passwords_allowed({"GOLDENTHREAD_PASSWORDS": "0"}, {})
