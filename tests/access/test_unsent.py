"""A form that is sent after its sign-in has ended: what was typed comes back to her who typed it, to nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.models import Team, User
from goldenthread.access.operations.once import made_for, new_token
from goldenthread.access.pages.unsent import Kept, seal, unseal
from goldenthread.rulebook.rights import Role
from tests.build import PASSWORD, person_who_signs_in

pytestmark = pytest.mark.django_db

TEAM = "Zebedee & <b>Quill</b>"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def user() -> User:
    return person_who_signs_in(Role.ADMINISTRATOR, password=PASSWORD)


def box(answer: Any, name: str) -> str:
    """What the first hidden box of this name holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    return found[1] if found else ""


def opened(client: Client, user: User, name: str = "add_team") -> dict[str, str]:
    """The page, opened by her, and its form filled in."""
    client.force_login(user, backend=BACKEND)
    return {
        "once": box(client.get(reverse(name)), "once"),
        "name": TEAM,
        "kind": "assessment",
        "service": "Family help",
    }


def sent_too_late(client: Client, user: User) -> Any:
    """Her form, sent when her sign-in and every trace of it in the browser had gone."""
    given = opened(client, user)
    client.logout()
    return client.post(reverse("add_team"), given)


def sign_in(client: Client, user: User, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, **more})


def test_what_was_typed_comes_back_after_sign_in_and_is_sent_by_hand(client: Client, user: User) -> None:
    answer = sent_too_late(client, user)
    assert answer.status_code == 401
    page = answer.content.decode()
    assert "What you sent was not saved" in page
    assert "Zebedee" not in page
    assert "no-store" in answer["Cache-Control"]
    kept = box(answer, "kept")
    again = sign_in(client, user, kept=kept, next=reverse("add_team"))
    assert again.status_code == 200
    assert "You are signed in again" in again.content.decode()
    assert f'action="{reverse("add_team")}"' in again.content.decode()
    back = client.post(reverse("add_team"), {"kept": box(again, "kept")})
    assert back.status_code == 422
    shown = back.content.decode()
    assert "You were signed out before this was sent" in shown
    assert "Zebedee &amp; &lt;b&gt;Quill" in shown
    assert not Team.objects.filter(name=TEAM).exists()
    given = {"once": box(back, "once"), "name": TEAM, "kind": "assessment"}
    assert client.post(reverse("add_team"), given).status_code == 302
    assert Team.objects.filter(name=TEAM).exists()


def test_a_wrong_password_keeps_what_was_typed(client: Client, user: User) -> None:
    kept = box(sent_too_late(client, user), "kept")
    wrong = client.post(reverse("account_login"), {"login": user.email, "password": "not the one", "kept": kept})
    assert "The email address or password is not right" in wrong.content.decode()
    assert box(wrong, "kept") == kept
    assert f'action="{reverse("add_team")}"' in wrong.content.decode()


def test_nothing_is_held_here_for_a_stranger(client: Client, user: User) -> None:
    given = opened(client, user)
    stranger = Client()
    rows = Session.objects.count()
    assert stranger.post(reverse("add_team"), given).status_code == 401
    assert Session.objects.count() == rows


def test_a_session_that_ended_by_itself_says_whose_words_they_are(client: Client, user: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        given = opened(client, user) | {"once": ""}
        clock.shift(timedelta(hours=2))
        kept = unseal(box(client.post(reverse("add_team"), given), "kept"))
    assert kept is not None
    assert kept.person == user.pk


def test_somebody_else_at_the_same_machine_does_not_see_them(client: Client, user: User) -> None:
    other = person_who_signs_in(Role.ADMINISTRATOR, password=PASSWORD)
    kept = box(sent_too_late(client, user), "kept")
    answer = sign_in(client, other, kept=kept, next=reverse("add_team"))
    assert "typed by somebody else" in answer.content.decode()
    assert b"Zebedee" not in answer.content
    refused = client.post(reverse("add_team"), {"kept": kept})
    assert refused.status_code == 403
    assert b"Zebedee" not in refused.content
    assert "cannot be shown to you" in refused.content.decode()


def test_what_was_altered_or_made_up_or_is_old_opens_nothing(client: Client, user: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        kept = box(sent_too_late(client, user), "kept")
        client.force_login(user, backend=BACKEND)
        for wrong in (kept[:-6] + "AAAA==", "", "x", "é\x00", "A" * 200):
            assert client.post(reverse("add_team"), {"kept": wrong}).status_code == 403, wrong
        elsewhere = client.post(reverse("teams"), {"kept": kept})
        assert elsewhere.status_code == 403
        assert client.post(reverse("add_team"), {"kept": kept}).status_code == 422
        clock.shift(timedelta(days=8))
        client.force_login(user, backend=BACKEND)
        assert client.post(reverse("add_team"), {"kept": kept}).status_code == 403


def test_a_form_drawn_for_nobody_we_know_lists_its_words(client: Client) -> None:
    answer = client.post(reverse("add_team"), {"name": TEAM, "kind": "assessment"})
    assert answer.status_code == 401
    assert not box(answer, "kept")
    assert "Zebedee &amp; &lt;b&gt;Quill" in answer.content.decode()
    forged = client.post(reverse("add_team"), {"name": TEAM, "once": "a.b"})
    client.force_login(person_who_signs_in(Role.ADMINISTRATOR), backend=BACKEND)
    assert client.post(reverse("add_team"), {"kept": box(forged, "kept")}).status_code == 403


def test_a_second_step_carries_the_words_on(client: Client, user: User) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(user, generate_totp_secret())
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    kept = box(sent_too_late(client, user), "kept")
    first = sign_in(client, user, kept=kept, next=reverse("add_team"))
    assert first.url == reverse("mfa_authenticate")
    assert client.post(first.url, {"code": "wrong"}).status_code == 200
    second = client.post(first.url, {"code": code})
    assert "You are signed in again" in second.content.decode()
    assert client.post(reverse("add_team"), {"kept": box(second, "kept")}).status_code == 422
    assert "kept" not in client.session


def test_two_megabytes_come_back_whole(client: Client, user: User) -> None:
    given = opened(client, user) | {"service": "é long story. " * 150_000}
    client.logout()
    kept = box(client.post(reverse("add_team"), given), "kept")
    client.force_login(user, backend=BACKEND)
    back = client.post(reverse("add_team"), {"kept": kept})
    assert back.status_code == 422
    assert back.content.decode().count("é long story.") >= 150_000


def test_a_form_with_nothing_typed_leads_to_sign_in_as_ever(client: Client, user: User) -> None:
    once = opened(client, user)["once"]
    client.logout()
    for given in ({}, {"once": once}, {"once": once, "name": "  "}):
        answer = client.post(reverse("add_team"), given)
        assert answer.status_code == 302
        assert answer.url == f"{reverse('account_login')}?next={reverse('add_team')}"


def test_no_password_is_ever_kept(client: Client) -> None:
    for name in ("account_change_password", "account_reauthenticate", "mfa_activate_totp"):
        answer = client.post(reverse(name), {"password1": "a secret phrase", "oldpassword": "a secret phrase"})
        assert answer.status_code == 302
        assert b"secret" not in answer.content


def test_a_file_has_to_be_chosen_again(client: Client) -> None:
    user = person_who_signs_in(Role.ANALYST)
    client.force_login(user, backend=BACKEND)
    once = box(client.get(reverse("load")), "once")
    client.logout()
    given = {"once": once, "words": "something", "file": SimpleUploadedFile("census.xml", b"<Message/>")}
    answer = client.post(reverse("load"), given)
    assert "choose any file again" in answer.content.decode()
    assert b"Message" not in answer.content


# --- signed in again in another tab: the form's mark against forgery is then old


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_sign_in_in_another_tab_is_enough(strict: Client, user: User) -> None:
    given = opened(strict, user)
    token = strict.cookies["csrftoken"].value
    strict.logout()
    strict.cookies["csrftoken"] = token
    answer = strict.post(reverse("add_team"), given | {"csrfmiddlewaretoken": token})
    kept, mark = box(answer, "kept"), box(answer, "csrfmiddlewaretoken")
    assert answer.status_code == 401
    page = strict.get(reverse("account_login"))
    sign_in(strict, user, csrfmiddlewaretoken=box(page, "csrfmiddlewaretoken"))
    back = strict.post(reverse("add_team"), {"kept": kept, "csrfmiddlewaretoken": mark})
    assert back.status_code == 422
    assert "Zebedee" in back.content.decode()
    given = {"once": box(back, "once"), "name": TEAM, "kind": "assessment"}
    assert strict.post(reverse("add_team"), given).status_code == 422
    assert not Team.objects.filter(name=TEAM).exists()
    given["csrfmiddlewaretoken"] = box(back, "csrfmiddlewaretoken")
    assert strict.post(reverse("add_team"), given).status_code == 302


def test_a_form_of_hers_with_an_old_mark_comes_back_and_does_not_act(strict: Client, user: User) -> None:
    given = opened(strict, user)
    back = strict.post(reverse("add_team"), given | {"csrfmiddlewaretoken": "x" * 64})
    assert back.status_code == 422
    assert "You were signed out before this was sent" in back.content.decode()
    assert "Zebedee" in back.content.decode()
    assert not Team.objects.filter(name=TEAM).exists()


def test_a_forged_form_is_neither_acted_on_nor_filled_in(strict: Client, user: User) -> None:
    opened(strict, user)
    stolen = new_token(by=person_who_signs_in())
    for once in ("", "made.up", stolen):
        answer = strict.post(reverse("add_team"), {"name": TEAM, "kind": "assessment", "once": once})
        assert answer.status_code == 403
        assert 'name="name"' not in answer.content.decode()
    assert not Team.objects.filter(name=TEAM).exists()


# --- the mark of a form, and the seal


def test_a_token_tells_for_whom_its_form_was_drawn() -> None:
    hers, other = person_who_signs_in(), person_who_signs_in()
    token = new_token(by=hers)
    assert len(token) <= 50, "a form adds a dash and a key to tell itself apart"
    assert made_for(token=token, by=hers)
    assert made_for(token=f"{token}-12345678901234", by=hers)
    assert not made_for(token=token, by=other)
    for wrong in ("", ".", token[:-1], token.partition(".")[0], f"x{token}", "é.é", "a\x00.b"):
        assert not made_for(token=wrong, by=hers), wrong


def test_a_seal_opens_to_what_was_sealed_and_hides_it() -> None:
    kept = Kept("/teams/?q=é", (("name", "Ünïcode\r\nlines"), ("name", "twice"), ("x", "")), "a.b", None, True)
    assert unseal(seal(kept)) == kept
    assert "name" not in seal(kept)
    assert seal(kept) != seal(kept)
