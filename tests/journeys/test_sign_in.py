"""Signing in, in a real browser: by passkey, by a code, by a recovery code, and by the council's own account."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.urls import reverse

from goldenthread.access.models import LedgerEntry, Team, User
from goldenthread.config.council_account import council_account
from goldenthread.rulebook.rights import Role
from tests.build import PASSWORD, person_who_signs_in
from tests.building.browsing import sign_in as signed_in
from tests.building.openid import Provider, openid_provider

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def looked_at(axe: Callable[[Any], None], fits_its_width: Callable[[Any], None]) -> Callable[[Any], None]:
    """Fails unless axe finds nothing wrong with the page and it fits its window."""

    def check(page: Any) -> None:
        axe(page)
        fits_its_width(page)

    return check


@pytest.fixture
def key(page: Any) -> Iterator[Callable[[], Any]]:
    """A security key of the browser's own, that asks no questions: `key()` plugs it in."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})

    def plug_in() -> Any:
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return session

    yield plug_in
    session.detach()


def here(page: Any) -> str:
    return urlsplit(page.url).path


def heading(page: Any) -> str:
    return page.locator("h1").inner_text()


def type_password(page: Any, user: User, at: str) -> None:
    page.goto(at)
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def how_she_signed_in(user: User) -> list[str]:
    entries = LedgerEntry.objects.filter(act="account.sign_in", actor=user.pk).order_by("number")
    return [entry.detail["how"] for entry in entries]


def test_a_passkey_is_added_used_and_taken_away(
    site: Any, page: Any, key: Callable[[], Any], looked_at: Callable[[Any], None]
) -> None:
    # A passkey belongs to a name, and a number is none: this machine's is localhost.
    home = site.url.replace("127.0.0.1", "localhost")
    user = person_who_signs_in(Role.SOCIAL_WORKER, password=PASSWORD)
    key()
    page.goto(f"{home}{reverse('account_login')}")
    looked_at(page)
    type_password(page, user, f"{home}{reverse('account_login')}")
    page.get_by_role("link", name=user.name).click()
    looked_at(page)
    page.get_by_role("link", name="Authenticator app, security keys and recovery codes").click()
    looked_at(page)
    page.get_by_role("link", name=re.compile("Add.*[Ss]ecurity keys")).click()
    assert heading(page) == "Confirm that it is you"
    looked_at(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    assert heading(page) == "Add a security key"
    looked_at(page)
    page.get_by_label("Name for this key").fill("Work laptop")
    page.get_by_label("Sign in with this key alone, as a passkey").check()
    page.get_by_role("button", name="Add key").click()
    page.wait_for_url("**/recovery-codes/**")
    looked_at(page)
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/account/login/**")

    page.goto(f"{home}{reverse('notices')}")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{home}{reverse('notices')}")
    assert how_she_signed_in(user) == ["password", "security key or passkey"]

    page.goto(f"{home}{reverse('mfa_list_webauthn')}")
    assert "Work laptop" in page.locator("main").inner_text()
    assert "By itself, as a passkey" in page.locator("main").inner_text()
    looked_at(page)
    page.get_by_role("link", name=re.compile("Rename")).click()
    # To change how she signs in she shows the key again.
    if heading(page) == "Confirm that it is you":
        looked_at(page)
        if here(page) != reverse("mfa_reauthenticate_webauthn"):
            page.get_by_role("link", name="Use a security key").click()
        looked_at(page)
        page.get_by_role("button", name="Use a security key").click()
        page.wait_for_url("**/edit/**")
    assert heading(page) == "Rename this key"
    looked_at(page)
    page.get_by_label("Name for this key").fill("Old laptop")
    page.get_by_role("button", name="Save name").click()
    page.get_by_role("link", name=re.compile("Remove.*Old laptop")).click()
    assert heading(page) == "Remove this key"
    looked_at(page)
    page.get_by_role("button", name="Remove key").click()
    assert "No keys yet" in page.locator("main").inner_text()
    looked_at(page)
    page.get_by_role("button", name="Sign out").first.click()
    page.goto(f"{home}{reverse('account_login')}")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That code or key is not right, or was removed.").wait_for()
    page.goto(f"{home}{reverse('your_account')}")
    assert here(page) == reverse("account_login")


def test_why_a_key_did_not_work_is_said(
    site: Any, page: Any, key: Callable[[], Any], looked_at: Callable[[Any], None]
) -> None:
    key()
    page.goto(f"{site.url}{reverse('account_login')}")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("Keys and passkeys do not work at this address.").wait_for()
    looked_at(page)
    assert page.locator("[data-key-line]").inner_text().endswith("Open the service by its own name.")


def test_a_code_from_an_app_and_a_recovery_code(
    site: Any, browse: Callable[..., Any], looked_at: Callable[[Any], None]
) -> None:
    def code_of(secret: str) -> str:
        return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))

    user = person_who_signs_in(Role.SOCIAL_WORKER, password=PASSWORD)
    page = browse()
    type_password(page, user, reverse("account_login"))
    page.goto(reverse("mfa_index"))
    page.get_by_role("link", name=re.compile("Turn on.*[Aa]uthenticator app")).click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    assert heading(page) == "Turn on an authenticator app"
    looked_at(page)
    page.get_by_label("Code that the app shows now").fill("000000")
    page.get_by_role("button", name="Turn on").click()
    assert page.locator(".govuk-error-summary").is_visible()
    looked_at(page)
    secret = page.locator("main code").inner_text()
    page.get_by_label("Code that the app shows now").fill(code_of(secret))
    page.get_by_role("button", name="Turn on").click()
    assert heading(page) == "Recovery codes"
    looked_at(page)
    codes = page.locator("#recovery_codes code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="Make new codes").click()
    looked_at(page)
    page.goto(reverse("mfa_index"))
    looked_at(page)

    # On another machine, where no script runs.
    plain = browse(javascript=False)
    type_password(plain, user, f"{reverse('account_login')}?next={reverse('notices')}")
    assert heading(plain) == "Enter your code"
    plain.get_by_label("Code from your app, or a recovery code").fill("not a code")
    plain.get_by_role("button", name="Sign in", exact=True).click()
    assert plain.locator(".govuk-error-summary").is_visible()
    plain.get_by_label("Code from your app, or a recovery code").fill(codes[0])
    plain.get_by_role("button", name="Sign in", exact=True).click()
    assert here(plain) == reverse("notices")
    assert how_she_signed_in(user) == ["password", "password and recovery code"]

    again = browse(phone=True)
    type_password(again, user, reverse("account_login"))
    looked_at(again)
    again.get_by_label("Code from your app, or a recovery code").fill(codes[0])
    again.get_by_role("button", name="Sign in", exact=True).click()
    assert again.locator(".govuk-error-summary").is_visible(), "a recovery code works once"
    again.get_by_label("Code from your app, or a recovery code").fill(codes[1])
    again.get_by_role("button", name="Sign in", exact=True).click()
    again.goto(reverse("mfa_deactivate_totp"))
    if heading(again) == "Confirm that it is you":
        again.get_by_label("Password", exact=True).fill(PASSWORD)
        again.get_by_role("button", name="Continue").click()
    looked_at(again)
    again.get_by_role("button", name="Turn off").click()
    again.goto(reverse("mfa_index"))
    assert re.search(r"Authenticator app\s+Off", again.locator("main").inner_text())


@pytest.fixture
def council(settings: Any, live_server: Any, browse: Callable[..., Any]) -> Iterator[tuple[Provider, str]]:
    """A council's provider, and the product that knows it, both on this machine."""
    with openid_provider() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = council_account(provider.settings(NAME="Thornshire"))
        yield provider, live_server.url
        assert not provider.wrong


def test_the_council_s_own_account_signs_in(
    council: tuple[Provider, str], browse: Callable[..., Any], looked_at: Callable[[Any], None], settings: Any
) -> None:
    provider, home = council
    user = person_who_signs_in(Role.SOCIAL_WORKER)
    page = browse(javascript=False)
    page.goto(f"{home}{reverse('notices')}")
    provider.claims = {"sub": "x", "email": "stranger@example.org", "email_verified": True}
    page.get_by_role("button", name="Sign in with Thornshire").click()
    assert here(page) == reverse("account_login")
    assert "Ask an administrator to add you" in page.locator("main").inner_text()
    provider.claims = {"sub": "y", "email": user.email, "email_verified": True}
    page.goto(f"{home}{reverse('notices')}")
    page.get_by_role("button", name="Sign in with Thornshire").click()
    assert here(page) == reverse("notices")
    assert user.name in page.locator("header").inner_text()
    settings.PASSWORDS = False
    scripted = browse(phone=True)
    scripted.goto(f"{home}{reverse('account_login')}")
    looked_at(scripted)
    assert scripted.get_by_label("Password", exact=True).count() == 0
    scripted.goto(f"{home}{reverse('socialaccount_login_cancelled')}")
    looked_at(scripted)


def test_the_top_of_the_page_counts_notices(
    site: Any, browse: Callable[..., Any], looked_at: Callable[[Any], None]
) -> None:
    from django.utils import timezone

    from goldenthread.access.public import notify

    user = person_who_signs_in(Role.SOCIAL_WORKER, name="Marguerite Fotheringham-Abernathy")
    for _ in range(3):
        notify(to=user, kind="allocated", words="A child is allocated to you.", link="", by=None, at=timezone.now())
    for phone in (False, True):
        page = browse(phone=phone)
        signed_in(page, site, user)
        page.goto(reverse("work"))
        looked_at(page)
        page.get_by_role("link", name="3 new notices").click()
        assert here(page) == reverse("notices")
        looked_at(page)


# --- signed out while writing


def test_words_typed_before_a_sign_out_come_back_without_any_script(site: Any, browse: Callable[..., Any]) -> None:
    user = person_who_signs_in(Role.ADMINISTRATOR, password=PASSWORD)
    plain = browse(javascript=False)
    type_password(plain, user, reverse("account_login"))
    plain.goto(reverse("add_team"))
    plain.get_by_label("Name", exact=True).fill("Thornshire West")
    plain.get_by_label("Service (optional)").fill("Family help, as agreed on the telephone")
    Session.objects.all().delete()
    plain.get_by_role("button", name="Add this team").click()
    assert heading(plain) == "You were signed out"
    assert "Family help" not in plain.content()
    plain.get_by_label("Email address").fill(user.email)
    plain.get_by_label("Password", exact=True).fill("not the one at all")
    plain.get_by_role("button", name="Sign in", exact=True).click()
    assert plain.locator(".govuk-error-summary").is_visible()
    plain.get_by_label("Email address").fill(user.email)
    plain.get_by_label("Password", exact=True).fill(PASSWORD)
    plain.get_by_role("button", name="Sign in", exact=True).click()
    assert heading(plain) == "You are signed in again"
    plain.get_by_role("button", name="Show what I typed").click()
    assert here(plain) == reverse("add_team")
    assert "You were signed out before this was sent" in plain.locator("main").inner_text()
    assert plain.get_by_label("Service (optional)").input_value() == "Family help, as agreed on the telephone"
    assert not Team.objects.exists()
    plain.get_by_label("Assessment").check()
    plain.get_by_role("button", name="Add this team").click()
    assert here(plain) == reverse("teams")
    assert Team.objects.get().service == "Family help, as agreed on the telephone"


def test_the_pages_on_the_way_back_are_sound_and_another_tab_will_do(
    site: Any, page: Any, looked_at: Callable[[Any], None]
) -> None:
    user = person_who_signs_in(Role.ADMINISTRATOR, password=PASSWORD)
    other = person_who_signs_in(Role.ADMINISTRATOR, password=PASSWORD)
    signed_in(page, site, user)
    page.goto(reverse("add_team"))
    page.get_by_label("Name", exact=True).fill("Thornshire West")
    Session.objects.all().delete()
    page.get_by_role("button", name="Add this team").click()
    assert heading(page) == "You were signed out"
    looked_at(page)
    tab = page.context.new_page()
    type_password(tab, other, reverse("account_login"))
    kept = page.locator("input[name=kept]").first.input_value()
    page.get_by_role("button", name="Show what I typed").click()
    assert heading(page) == "What was typed cannot be shown to you"
    looked_at(page)
    tab.get_by_role("button", name="Sign out").first.click()
    type_password(tab, user, f"{reverse('account_login')}?next={reverse('add_team')}")
    tab.evaluate(
        """kept => { const form = document.querySelector('main form'); const box = document.createElement('input');
            box.type = 'hidden'; box.name = 'kept'; box.value = kept; form.append(box); form.submit(); }""",
        kept,
    )
    tab.get_by_text("You were signed out before this was sent").first.wait_for()
    assert tab.get_by_label("Name", exact=True).input_value() == "Thornshire West"
    looked_at(tab)
