"""The pages of people: who may open them, what they keep when something is wrong, what they hide."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldenthread.access.models import LedgerEntry, Seal
from goldenthread.people.models import Person
from goldenthread.people.public import (
    Place,
    agencies,
    family_of,
    make_family,
    merge,
    move,
    record_values,
    relate,
    warnings_for,
)
from tests.building.people import a_child, an_adult, front_door_worker, social_worker, team_manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> Any:
    return front_door_worker()


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client(by: Any) -> Client:
    return client_of(by)


def test_a_read_of_a_person_enters_the_ledger(client: Client, by: Any) -> None:
    child = a_child(by=by)
    assert client.get(f"/people/{child}/").status_code == 200
    last = LedgerEntry.objects.order_by("-number")[0]
    assert (last.act, last.child, last.actor) == ("child.read", child, by.pk)


def test_a_stranger_signs_in_first() -> None:
    child = a_child()
    for address in (f"/people/{child}/", f"/people/{child}/family/", "/search/?q=x", f"/people/{child}/merge/"):
        assert Client().get(address).status_code == 302


def test_an_adult_who_is_no_family_of_hers_is_not_opened(by: Any) -> None:
    adult = an_adult(by=by)
    answer = client_of(social_worker()).get(f"/people/{adult}/")
    assert answer.status_code in (302, 403)
    assert b"Stacey" not in answer.content


def test_adding_asks_for_a_search_and_then_for_a_look(client: Client, by: Any) -> None:
    a_child("Noah", "Carter", by=by)
    typed = {
        "kind": "child",
        "given_names": "Noah",
        "family_name": "Karter",
        "born_on-day": "3",
        "born_on-month": "3",
        "born_on-year": "2015",
        "source": "Mother",
    }
    unsearched = client.post("/people/add/", typed)
    assert unsearched.status_code == 422
    assert "Search for this person first" in unsearched.content.decode()
    alike = client.post("/people/add/", typed | {"q": "Noah Karter"})
    assert alike.status_code == 422
    assert "Karter" in alike.content.decode()
    assert "Is it one of these people?" in alike.content.decode()
    assert Person.objects.count() == 1
    added = client.post("/people/add/", typed | {"q": "Noah Karter", "looked": "yes"})
    assert added.status_code == 302
    assert Person.objects.get(family_name="Karter").born_on == date(2015, 3, 3)


def test_a_stale_form_shows_both_and_loses_nothing(client: Client, by: Any) -> None:
    child = a_child(by=by)
    record_values(
        person=child, values={"religion": "sikh"}, source="Father", by=front_door_worker("Grace"), at=timezone.now()
    )
    typed = {"religion": "hindu", "source": "Mother", "based_on": "1"}
    answer = client.post(f"/people/{child}/record/language/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Grace changed religion or belief" in page
    assert "What it says now" in page
    assert "Mother" in page
    assert Person.objects.get(pk=child).religion == "sikh"
    again = client.post(f"/people/{child}/record/language/", typed | {"based_on": "2"})
    assert again.status_code == 302
    assert Person.objects.get(pk=child).religion == "hindu"


def test_saving_again_takes_nothing_of_theirs_away(client: Client, by: Any) -> None:
    child = a_child(by=by)
    other = front_door_worker("Grace")
    mine = {"interpreter": "no", "source": "Mother", "based_on": "1"}
    mine |= {f"was-{column}": "" for column in ("language", "interpreter", "religion", "immigration_status")}
    record_values(person=child, values={"religion": "sikh"}, source="Father", by=other, at=timezone.now())
    answer = client.post(f"/people/{child}/record/language/", mine)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="no"' in page
    assert '<option value="sikh" selected' in page
    assert 'name="was-religion" value="sikh"' in page
    seen = mine | {"based_on": "2", "was-religion": "sikh", "religion": "sikh"}
    assert client.post(f"/people/{child}/record/language/", seen).status_code == 302
    now = Person.objects.get(pk=child)
    assert (now.religion, now.interpreter) == ("sikh", "no")


def test_hostile_words_are_refused_at_their_box(client: Client, by: Any) -> None:
    child = a_child(by=by)
    for given in ("Noah\u202etxet", "No\x00ah", "N" * 2_000_000):
        typed = {"given_names": given, "family_name": "C", "source": "x", "based_on": "1"}
        answer = client.post(f"/people/{child}/record/birth/", typed)
        assert answer.status_code == 422
        assert 'href="#given_names"' in answer.content.decode()
    assert Person.objects.get(pk=child).given_names == "Noah"


def test_a_merged_record_leads_to_the_one_kept(client: Client, by: Any) -> None:
    kept, folded = a_child(by=by), a_child("Noa", by=by)
    merge(kept=kept, folded=folded, choices={}, reason="x", by=by, at=timezone.now())
    answer = client.get(f"/people/{folded}/family/")
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{kept}/family/")
    assert "Noa Carter was merged into this record" in client.get(f"/people/{kept}/").content.decode()


def test_a_confidential_address_is_for_those_who_need_it(by: Any) -> None:
    child = a_child(by=by)
    move(
        person=child,
        place=Place("9 Secret Close"),
        starts_on=date(2020, 1, 1),
        confidential=True,
        source="x",
        by=by,
        at=timezone.now(),
    )
    assert "9 Secret Close" in client_of(by).get(f"/people/{child}/").content.decode()
    seen = client_of(team_manager()).get(f"/people/{child}/").content.decode()
    assert "Secret" not in seen
    assert "Confidential address" in seen


def test_a_sealed_relative_is_not_named(client: Client, by: Any) -> None:
    child, dean = a_child(by=by), an_adult("Dean", "Reid", by=by)
    relate(person=dean, kind="father", other=child, source="x", by=by, at=timezone.now())
    owner = team_manager("Anita Rao")
    Seal.objects.create(child_id=dean, kind="restricted", reason="x", owner=owner, set_by=owner, set_at=timezone.now())
    page = client.get(f"/people/{child}/family/").content.decode()
    assert "Dean" not in page
    assert "Somebody whose record you may not open" in page
    assert "Dean" in client_of(owner).get(f"/people/{child}/family/").content.decode()


def test_a_form_sent_twice_acts_once(client: Client, by: Any) -> None:
    child = a_child(by=by)
    today = timezone.localdate()
    typed: dict[str, Any] = {"kind": "dog", "words": "A dog", "disclosed": "yes", "source": "x", "once": "abc"}
    for name, day in (("review_on", today + timedelta(days=30)), ("expires_on", today + timedelta(days=60))):
        typed |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    for _ in range(2):
        assert client.post(f"/people/{child}/warnings/add/", typed).status_code == 302
    assert len(warnings_for([child], on=today)[child]) == 1


def test_every_page_of_a_person_opens(client: Client, by: Any) -> None:
    child, adult = a_child(by=by), an_adult(by=by)
    pages = (
        "",
        "record/birth/",
        "record/identity/",
        "record/language/",
        "record/disability/",
        "record/numbers/",
        "history/given_names/",
        "still-true/given_names/",
        "names/add/",
        "addresses/add/",
        "reach/add/",
        "warnings/add/",
        "family/",
        "family/add/?q=Stacey",
        f"family/add/{adult}/",
        "responsibility/add/",
        "family/make/",
        "merge/",
        f"merge/{adult}/",
    )
    wrong = [page for page in pages if client.get(f"/people/{child}/{page}").status_code != 200]
    assert wrong == []
    assert client.get(f"/people/{child}/record/nonsense/").status_code == 404
    assert client.get("/people/999999999/").status_code in (302, 403, 404)


def test_the_administrator_keeps_the_agencies() -> None:
    from tests.build import an_administrator

    client = client_of(an_administrator())
    typed = {"name": "Mill Lane School", "kind": "school", "asked_in_screening": "yes"}
    assert client.post("/administration/agencies/add/", typed).status_code == 302
    assert [(one.name, one.asked_in_screening) for one in agencies()] == [("Mill Lane School", True)]
    assert client.post("/administration/agencies/add/", typed).status_code == 422
    assert "Mill Lane School" in client.get("/administration/agencies/").content.decode()
    assert client.get(f"/administration/agencies/{agencies()[0].agency}/").status_code == 200


def members_of(person: int) -> set[int]:
    page = family_of(person, on=timezone.localdate())
    assert page is not None
    return {member for _, _, members in page.families for member in members}


def test_somebody_joins_a_family_from_its_page(client: Client, by: Any) -> None:
    child, aunt = a_child("Noah", "Carter", by=by), an_adult("Denise", "Lowe", by=by)
    family = make_family(name="Carter and Lowe", people=(child,), by=by, at=timezone.now())
    choose = f"/people/{child}/family/{family}/join/"
    assert choose in client.get(f"/people/{child}/family/").content.decode()
    found = client.get(choose, {"q": "Denise Lowe"}).content.decode()
    assert f"{choose}{aunt}/" in found
    assert "Who should join the family Carter and Lowe?" in found

    assert "Add Denise Lowe to the family" in client.get(f"{choose}{aunt}/").content.decode()
    assert client.post(f"{choose}{aunt}/", {}).url == f"/people/{child}/family/"
    assert members_of(child) == {child, aunt}


def test_nobody_joins_a_family_that_the_person_is_not_in(client: Client, by: Any) -> None:
    child, other, aunt = a_child("Noah", by=by), a_child("Ella", by=by), an_adult("Denise", by=by)
    family = make_family(name="Others", people=(other,), by=by, at=timezone.now())
    assert client.get(f"/people/{child}/family/{family}/join/").status_code == 404
    assert client.post(f"/people/{child}/family/{family}/join/{aunt}/", {}).status_code == 404
    assert members_of(other) == {other}
