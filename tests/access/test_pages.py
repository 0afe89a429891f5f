"""The pages of access: sign-in, one's own account, emergencies, restrictions, cover and the administration."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.models import EmergencyAccess, LedgerEntry, Notice, Seal, Team, User
from goldenthread.access.public import decide, who_has_looked
from goldenthread.rulebook.rights import Role
from tests.build import PASSWORD, a_team, an_administrator, opened_in_emergency, person_who_signs_in, sealed, tied
from tests.building.people import a_child

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(client: Client) -> Any:
    """Signs somebody in without her password: `as_(user).get(…)`."""

    def sign_in(user: User) -> Client:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def sign_in(client: Client, user: User, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": user.email, "password": password, **more})


# --- signing in


def test_signing_in_is_recorded_and_leads_back(client: Client) -> None:
    user = person_who_signs_in(password=PASSWORD)
    assert sign_in(client, user, next="/notices/").url == "/notices/"
    entry = LedgerEntry.objects.get(act="account.sign_in", actor=user.pk)
    assert entry.came_from == "127.0.0.1"
    page = client.get(reverse("your_account"))
    assert "127.0.0.1" in words(page)
    assert re.search(r"Password .*127\.0\.0\.1", words(page))


def test_a_wrong_password_is_told_in_one_sentence(client: Client) -> None:
    user = person_who_signs_in(password=PASSWORD)
    for email in (user.email, "nobody@example.org"):
        told = client.post(reverse("account_login"), {"login": email, "password": "not the one at all"})
        assert told.status_code == 200
        assert "The email address or password is not right" in words(told)
    assert not LedgerEntry.objects.filter(act="account.sign_in").exists()


def test_an_ended_partner_cannot_sign_in_nor_stay(client: Client) -> None:
    partner = person_who_signs_in(Role.PARTNER, password=PASSWORD, access_until=timezone.localdate())
    assert sign_in(client, partner).status_code == 302
    assert client.get(reverse("your_account")).status_code == 200
    User.objects.filter(pk=partner.pk).update(access_until=timezone.localdate() - timedelta(days=1))
    assert client.get(reverse("your_account")).url.startswith(reverse("account_login"))
    assert sign_in(client, partner).url == reverse("account_inactive")
    assert client.get(reverse("account_inactive")).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_reset_password", "socialaccount_signup", "socialaccount_connections"],
)
def test_pages_that_are_not_offered_are_not_found(client: Client, as_: Any, name: str) -> None:
    assert client.get(reverse(name)).status_code in (302, 404)
    assert as_(person_who_signs_in()).get(reverse(name)).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "account_logout",
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "account_inactive",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
        "account_reset_password_from_key_done",
    ],
)
def test_the_librarys_pages_are_drawn_in_our_look(client: Client, name: str) -> None:
    sign_in(client, person_who_signs_in(password=PASSWORD))
    if name != "account_reauthenticate":
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse(name))
    assert page.status_code in (200, 401)
    body = page.content.decode()
    assert "gt-header" in body
    assert not re.search(r"<script(?![^>]*(src=|application/json))", body)
    assert " style=" not in body


def test_an_authenticator_app_is_asked_for_at_the_next_sign_in(client: Client) -> None:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    def code_of(secret: str) -> str:
        return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))

    user = person_who_signs_in(password=PASSWORD)
    sign_in(client, user)
    asked = client.get(reverse("mfa_activate_totp"), follow=True)
    assert "Confirm that it is you" in words(asked)
    assert "That is not your password" in words(client.post(reverse("account_reauthenticate"), {"password": "wrong"}))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    form = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", form.content.decode())[1]
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    codes = re.findall(r"<code[^>]*>([0-9a-f]+)</code>", client.get(done.url).content.decode())
    assert len(codes) == 10
    assert client.get(reverse("mfa_download_recovery_codes")).content.decode().split() == codes
    for name in ("mfa_index", "mfa_deactivate_totp", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name)).status_code == 200
    client.post(reverse("account_logout"))
    assert sign_in(client, user).url.startswith(reverse("mfa_authenticate"))
    assert "Enter your code" in words(client.get(reverse("mfa_authenticate")))
    assert client.get(reverse("your_account")).status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert client.get(reverse("your_account")).status_code == 200


def test_the_passkey_door_answers_the_library_s_script(client: Client) -> None:
    answer = client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert "request_options" in answer.json()


def test_the_demonstration_lists_its_people(client: Client, settings: LazySettings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    settings.DEMONSTRATION = True
    assert client.get(reverse("account_login")).status_code == 200
    kept = {"password": "open sesame", "people": [{"email": "a@b.uk", "name": "Dee", "role": "front door worker"}]}
    (tmp_path / "demonstration.json").write_text(json.dumps(kept))
    page = words(client.get(reverse("account_login")))
    assert "open sesame" in page
    assert "a@b.uk" in page
    settings.DEMONSTRATION = False
    assert "open sesame" not in words(client.get(reverse("account_login")))
    (tmp_path / "demonstration.json").write_text("[1,")
    settings.DEMONSTRATION = True
    assert client.get(reverse("account_login")).status_code == 200


# --- how long a sign-in lasts


def test_a_still_session_ends_and_leads_back(as_: Any, settings: LazySettings) -> None:
    settings.SESSION_IDLE_MINUTES = 60
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        client = as_(person_who_signs_in())
        address = reverse("notices")
        assert client.get(address).status_code == 200
        clock.shift(timedelta(minutes=59))
        assert client.get(address).status_code == 200
        clock.shift(timedelta(minutes=59))
        assert client.get(address).status_code == 200
        clock.shift(timedelta(minutes=61))
        assert client.get(address).url == f"{reverse('account_login')}?next={address}"


def test_what_a_page_asks_by_itself_does_not_keep_a_session(as_: Any, settings: LazySettings) -> None:
    settings.SESSION_IDLE_MINUTES = 60
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = as_(person_who_signs_in())
        client.get(reverse("notices"))
        for _ in range(3):
            clock.shift(timedelta(minutes=25))
            answer = client.get(reverse("notices"), headers={"Accept": "application/json"})
        assert answer.status_code == 401
        assert answer.json()["status"] == "signed_out"


def test_no_session_lasts_longer_than_a_day_s_work(as_: Any, settings: LazySettings) -> None:
    settings.SESSION_COOKIE_AGE = 3 * 3600
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = as_(person_who_signs_in())
        for _ in range(6):
            assert client.get(reverse("notices")).status_code == 200
            clock.shift(timedelta(minutes=31))
        assert client.get(reverse("notices")).status_code == 302


def test_a_draft_without_a_session_is_told_so(client: Client) -> None:
    answer = client.post(reverse("notices"), headers={"X-Requested-With": "draft"})
    assert answer.status_code == 401
    assert answer.json()["sign_in"] == reverse("account_login")


def test_only_our_own_proxy_is_believed(client: Client, settings: LazySettings) -> None:
    user = person_who_signs_in(password=PASSWORD)
    claimed = {"X-Forwarded-For": "6.6.6.6, 10.1.2.3"}
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, headers=claimed)
    settings.BEHIND_TLS = True
    client.post(reverse("account_logout"), headers=claimed)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, headers=claimed)
    seen = LedgerEntry.objects.filter(act="account.sign_in").order_by("number").values_list("came_from", flat=True)
    assert list(seen) == ["127.0.0.1", "10.1.2.3"]


# --- emergencies


def test_an_emergency_from_the_refusal_to_the_review(as_: Any) -> None:
    child = a_child("Noah", "Carter")
    team = a_team("East")
    allocated, manager = person_who_signs_in(team=team), person_who_signs_in(Role.TEAM_MANAGER, team=team)
    tied(child, to=allocated)
    worker = person_who_signs_in(name="Imran Shah")
    client, address = as_(worker), reverse("emergency", args=[child])
    page = client.get(f"{address}?to=/notices/")
    assert "Noah Carter" in words(page)
    assert "people who answer for it are told" in words(page)
    thin = client.post(address, {"reason": "please"})
    assert thin.status_code == 422
    assert "why you need it now" in words(thin)
    opened = client.post(f"{address}?to=/notices/", {"reason": "Police rang: the child is alone in the house."})
    assert opened.url == "/notices/"
    assert decide(worker, "child.read", child).right == "emergency access"
    assert "Imran Shah opened a record in an emergency" in Notice.objects.get(to=allocated).words
    assert [look.emergency for look in who_has_looked(child) if look.name == "Imran Shah"] == [True]
    found = EmergencyAccess.objects.get()
    assert found.until - found.opened_at == timedelta(hours=4)
    client = as_(manager)
    assert "Noah Carter" in words(client.get(reverse("emergencies")))
    review = reverse("review_emergency", args=[found.pk])
    assert client.post(review, {"review": "ok"}).status_code == 422
    assert client.post(review, {"review": "Right. The case is now with the duty team."}).status_code == 302
    assert "Right. The case is now" in words(client.get(reverse("emergencies")))


def test_an_emergency_page_of_a_restricted_record_names_nobody(as_: Any) -> None:
    child = a_child("Noah", "Carter")
    sealed(child, owner=person_who_signs_in(Role.SERVICE_MANAGER, name="Ruth Owner"))
    page = words(as_(person_who_signs_in()).get(reverse("emergency", args=[child])))
    assert "Carter" not in page
    assert "This record is restricted" in page
    assert "Ruth Owner" in page


def test_a_record_closed_even_in_an_emergency_offers_no_button(as_: Any) -> None:
    child = a_child()
    sealed(child, kind="adoption")
    client, address = as_(person_who_signs_in()), reverse("emergency", args=[child])
    assert "Open the record now" not in words(client.get(address))
    assert client.post(address, {"reason": "Police rang: the child is alone there."}).status_code == 422
    assert not EmergencyAccess.objects.exists()


def test_an_emergency_leads_nowhere_outside(as_: Any) -> None:
    child = a_child()
    for to in ("https://elsewhere.example", "//elsewhere.example", "javascript:alert(1)"):
        opened = as_(person_who_signs_in()).post(
            f"{reverse('emergency', args=[child])}?to={to}", {"reason": "Police rang: the child is alone there."}
        )
        assert "elsewhere" not in opened.url
        assert "javascript" not in opened.url


def test_nobody_reviews_her_own_emergency(as_: Any) -> None:
    manager = person_who_signs_in(Role.TEAM_MANAGER)
    child = a_child()
    sealed(child)
    key = opened_in_emergency(child, by=manager)
    page = as_(manager).get(reverse("review_emergency", args=[key]))
    assert "Somebody else must review" in words(page)
    sent = as_(manager).post(reverse("review_emergency", args=[key]), {"review": "I find that I was right."})
    assert sent.status_code == 422


# --- restrictions


def test_a_record_is_restricted_and_opened_again(as_: Any) -> None:
    child = a_child("Noah", "Carter")
    director, friend = person_who_signs_in(Role.DIRECTOR), person_who_signs_in(Role.FRONT_DOOR_WORKER)
    client = as_(director)
    answers = {
        "kind": "restricted",
        "reason": "A member of staff is related to this family.",
        "owner": str(director.pk),
        "let_in": f"{friend.email}\nnobody@example.org",
    }
    address = reverse("restrict", args=[child])
    assert "nobody@example.org" in words(client.post(address, answers))
    assert client.post(address, answers | {"let_in": friend.email}).status_code == 302
    other = person_who_signs_in(Role.FRONT_DOOR_WORKER)
    assert [decide(user, "child.read", child).allowed for user in (director, friend, other)] == [True, True, False]
    assert friend.name in words(client.get(reverse("restrictions", args=[child])))
    lift = reverse("lift_restriction", args=[child, Seal.objects.get().pk])
    assert client.get(lift).status_code == 200
    assert client.post(lift).status_code == 302
    assert decide(other, "child.read", child).allowed
    assert client.get(lift).status_code == 404


def test_a_refusal_is_on_the_record_and_is_no_look(as_: Any) -> None:
    child = a_child()
    assert as_(person_who_signs_in(Role.ANALYST)).get(reverse("restrictions", args=[child])).status_code == 403
    assert [(look.refused, look.times) for look in who_has_looked(child) if look.role == "performance analyst"] == [
        (True, 1)
    ]


# --- cover, notices


def test_cover_is_arranged_and_ended(as_: Any) -> None:
    away, covering = person_who_signs_in(), person_who_signs_in(name="Cora Vane")
    client = as_(person_who_signs_in(Role.TEAM_MANAGER))
    today, later = timezone.localdate(), timezone.localdate() + timedelta(days=5)
    answers = {"absent": str(away.pk), "covering": str(covering.pk), "reason": "leave"}
    answers |= {f"first_on-{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    answers |= {f"last_on-{part}": str(getattr(later, part)) for part in ("day", "month", "year")}
    address = reverse("arrange_cover")
    assert client.post(address, answers | {"covering": str(away.pk)}).status_code == 422
    assert client.post(address, answers).status_code == 302
    assert "arranged already" in words(client.post(address, answers))
    child = a_child()
    tied(child, to=away)
    assert decide(covering, "child.read", child).allowed
    page = client.get(reverse("cover")).content.decode()
    assert "Cora Vane" in page
    end = re.search(r"/cover/\d+/end/", page)[0]
    assert client.post(end).status_code == 302
    assert not decide(covering, "child.read", child).allowed
    assert client.post(end).status_code == 404


def test_a_notice_is_read_by_her_to_whom_it_was_sent(as_: Any) -> None:
    child, worker = a_child(), person_who_signs_in()
    tied(child, to=worker)
    opened_in_emergency(child, by=person_who_signs_in())
    notice = Notice.objects.get(to=worker)
    address = reverse("read_notice", args=[notice.pk])
    assert as_(person_who_signs_in()).post(address).status_code == 404
    client = as_(worker)
    assert notice.words in words(client.get(reverse("notices")))
    assert client.get(address).status_code == 404
    assert client.post(address).url == reverse("child", args=[child])
    notice.refresh_from_db()
    assert notice.read_at is not None


# --- administration


def test_somebody_is_added_chooses_a_password_and_signs_in(as_: Any) -> None:
    client = as_(an_administrator())
    added = client.post(
        reverse("add_person_who_signs_in"),
        {"name": "Neha Amin", "email": "Neha.Amin@Example.org", "role": "social_worker", "team": ""},
    )
    made = User.objects.get(email="neha.amin@example.org")
    assert added.url == reverse("person_who_signs_in", args=[made.pk])
    link = reverse("password_link", args=[made.pk])
    assert client.post(link).url == link
    shown = client.get(link).content.decode()
    address = re.search(r"http://testserver(/account/password/reset/key/[^<]+)", shown)[1]
    assert "http://testserver/account" not in client.get(link).content.decode()
    visitor = Client()
    first = visitor.get(address, follow=True)
    assert "Choose a password" in words(first)
    chosen = first.request["PATH_INFO"]
    short = visitor.post(chosen, {"password1": "short", "password2": "short"})
    assert "at least 12 characters" in words(short)
    visitor.post(chosen, {"password1": PASSWORD, "password2": PASSWORD})
    assert sign_in(Client(), made).status_code == 302
    assert "no longer works" in words(Client().get(address, follow=True))


def test_a_partner_needs_an_agency_and_a_last_day(as_: Any) -> None:
    told = as_(an_administrator()).post(
        reverse("add_person_who_signs_in"), {"name": "Pat", "email": "pat@example.org", "role": "partner"}
    )
    assert told.status_code == 422
    assert "needs a last day" in words(told)
    assert "whom the partner professional works for" in words(told)


def test_access_ends_and_restrictions_find_a_new_owner(as_: Any) -> None:
    owner, taker = person_who_signs_in(Role.SERVICE_MANAGER), person_who_signs_in(Role.DIRECTOR)
    sealed(a_child(), owner=owner)
    client, address = as_(an_administrator()), reverse("end_access", args=[owner.pk])
    assert "Who takes over" in words(client.get(address))
    assert client.post(address).status_code == 422
    assert client.post(address, {"seals_to": str(taker.pk)}).status_code == 302
    assert Seal.objects.get().owner == taker
    owner.refresh_from_db()
    assert not owner.is_active
    client.post(reverse("access_again", args=[owner.pk]))
    owner.refresh_from_db()
    assert owner.is_active


def test_a_person_and_a_team_are_changed(as_: Any) -> None:
    client, person = as_(an_administrator()), person_who_signs_in()
    client.post(reverse("add_team"), {"name": "West", "kind": "assessment", "service": "Family help"})
    team = Team.objects.get(name="West")
    assert "Another team has this name" in words(
        client.post(reverse("add_team"), {"name": "west", "kind": "assessment"})
    )
    address = reverse("change_person_who_signs_in", args=[person.pk])
    assert person.email in client.get(address).content.decode()
    client.post(address, {"name": "New Name", "email": person.email, "role": "team_manager", "team": str(team.pk)})
    person.refresh_from_db()
    assert (person.name, person.role, person.team) == ("New Name", "team_manager", team)
    closing = {"name": "West", "kind": "assessment", "closed_on-day": "1", "closed_on-month": "2"}
    told = client.post(reverse("change_team", args=[team.pk]), closing | {"closed_on-year": "2026"})
    assert "People still work in this team" in words(told)
    assert "West" in words(client.get(reverse("teams")))
    assert "New Name" in words(client.get(reverse("people_who_sign_in"), {"q": "new na", "role": "team_manager"}))


def test_an_administrator_sees_no_child_anywhere(as_: Any) -> None:
    child = a_child("Noah", "Carter")
    client = as_(an_administrator())
    for name, parts in (("emergency", [child]), ("restrictions", [child]), ("emergencies", []), ("cover", [])):
        answer = client.get(reverse(name, args=parts))
        assert answer.status_code == 403, name
        assert b"Carter" not in answer.content
