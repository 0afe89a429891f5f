"""The pages of a contact, asked without a browser: what they say, what they keep, and how few queries they ask."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.models import LedgerEntry, User
from goldenthread.casework.models import Contact, ContactPerson, ContactSection, HistoryWeighed, SectionClash
from goldenthread.casework.public import name_person
from goldenthread.people.public import save_agency
from tests.building.access import an_administrator, person_who_signs_in
from tests.building.contact import a_writer, contact_at
from tests.building.front_door import WEDNESDAY, manager, waiting_contact
from tests.building.people import a_child

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(name: str, contact: int, *more: object) -> str:
    return reverse(name, args=[contact, *more])


def test_a_contact_is_started_with_one_question():
    client = client_of(a_writer())
    shown = client.get(reverse("contact_new"))
    assert shown.status_code == 200 and "When did it reach us?" in shown.text

    at = timezone.localtime(timezone.now() - timedelta(minutes=30))
    typed = {"received-day": at.day, "received-month": at.month, "received-year": at.year}
    typed["received-time"] = f"{at:%H:%M}"
    sent = client.post(reverse("contact_new"), typed)
    contact = Contact.objects.get()
    assert sent.status_code == 302 and sent["Location"] == address("contact_write", contact.pk)
    assert client.get(sent["Location"]).status_code == 200


def test_a_receipt_in_the_future_is_refused_at_its_box():
    client = client_of(a_writer())
    typed = {"received-day": 1, "received-month": 1, "received-year": 2099, "received-time": "9am"}
    answer = client.post(reverse("contact_new"), typed)
    assert answer.status_code == 422 and "now or in the past" in answer.text


def test_a_contact_can_begin_at_a_child():
    client, child = client_of(a_writer()), a_child("Noah", "Carter")
    assert "About Noah Carter" in client.get(f"{reverse('contact_new')}?child={child}").text


@pytest.mark.parametrize("name", ["contact_write", "contact", "contact_checks"])
def test_a_page_asks_as_many_queries_whatever_the_history(name):
    written = contact_at("writing")
    client = client_of(written.writer)
    child = ContactPerson.objects.get(pk=written.children["Callum"]).person_id
    waiting_contact([child], reference="25-90000", received_at=WEDNESDAY - timedelta(days=30))

    def asked() -> int:
        client.get(address(name, written.contact))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(name, written.contact)).status_code == 200
        return len(queries)

    before = asked()
    for turn in range(1, 6):
        waiting_contact([child], reference=f"25-9000{turn}", received_at=WEDNESDAY - timedelta(days=30 + turn))
    assert asked() == before


def test_reading_a_contact_is_a_read_of_each_child_in_it():
    written = contact_at("to_decide")
    reader = manager()
    client_of(reader).get(address("contact", written.contact))
    seen = LedgerEntry.objects.filter(act="contact.read", actor=reader.pk).values_list("child", flat=True)
    children = ContactPerson.objects.filter(pk__in=written.children.values()).values_list("person", flat=True)
    assert set(seen) == set(children)


def test_a_contact_that_was_sent_is_read_and_not_written():
    written = contact_at("to_decide")
    client = client_of(written.writer)
    assert client.get(address("contact_write", written.contact))["Location"] == address("contact", written.contact)
    shown = client.get(address("contact", written.contact)).text
    assert "grabbed Mum’s arm" in shown and "Waiting for a decision" in shown and "couldn’t hear" in shown


def test_a_part_is_kept_for_the_script_and_for_its_button():
    written = contact_at("writing", without="history")
    client = client_of(written.writer)
    to = address("contact_section", written.contact, "history")
    typed = {"history_means": "Three times in a year.", "version": "0"}

    kept = client.post(to, typed, headers={"X-Requested-With": "draft"})
    assert (kept.status_code, kept.json()["status"], kept.json()["version"]) == (200, "saved", 1)
    by_button = client.post(to, {"history_means": "Four times.", "version": "1"})
    assert by_button["Location"].endswith("/write/#part-history")
    assert ContactSection.objects.get(contact=written.contact, key="history").answers["history_means"] == "Four times."


def test_what_cannot_be_kept_is_refused_and_comes_back_as_typed():
    written = contact_at("writing")
    client = client_of(written.writer)
    to = address("contact_section", written.contact, "what_happened")
    version = ContactSection.objects.get(contact=written.contact, key="what_happened").version
    typed = {"narrative": "x" * 2_000_000, "version": str(version)}

    refused = client.post(to, typed, headers={"X-Requested-With": "draft"})
    assert refused.status_code == 422 and refused.json()["status"] == "refused"
    assert "60,000 characters" in refused.json()["errors"][0]
    shown = client.post(to, typed)
    assert shown.status_code == 422 and "x" * 1000 in shown.text and "There is a problem" in shown.text
    assert "grabbed" in ContactSection.objects.get(contact=written.contact, key="what_happened").answers["narrative"]


def test_two_versions_clash_and_one_is_kept_by_a_press():
    written = contact_at("writing")
    leah = a_writer("Leah Brandt")
    to = address("contact_section", written.contact, "history")
    theirs = {"history_means": "In August nobody spoke to the children alone.", "version": "1"}
    assert client_of(leah).post(to, theirs, headers={"X-Requested-With": "draft"}).json()["status"] == "saved"

    mine = client_of(written.writer)
    clash = mine.post(
        to, {"history_means": "He did the same in 2025.", "version": "1"}, headers={"X-Requested-With": "draft"}
    )
    assert (clash.status_code, clash.json()["by"]) == (409, "Leah Brandt")
    shown = re.sub("</?ins>", "", mine.get(clash.json()["url"]).text)
    assert "He did the same" in shown and "spoke to the children" in shown
    kept = mine.post(clash.json()["url"], {"keep": "yours", "version": "2"})
    assert kept.status_code == 302
    answers = ContactSection.objects.get(contact=written.contact, key="history").answers
    assert answers["history_means"] == "He did the same in 2025."
    assert SectionClash.objects.get().settled_by == written.writer


def test_a_merge_of_words_that_moved_again_is_shown_again():
    written = contact_at("writing")
    leah, to = a_writer("Leah Brandt"), address("contact_section", written.contact, "history")
    client_of(leah).post(to, {"history_means": "One.", "version": "1"}, headers={"X-Requested-With": "draft"})
    mine = client_of(written.writer)
    url = mine.post(to, {"history_means": "Two.", "version": "1"}, headers={"X-Requested-With": "draft"}).json()["url"]
    client_of(leah).post(to, {"history_means": "Three.", "version": "2"}, headers={"X-Requested-With": "draft"})
    again = mine.post(url, {"keep": "third", "history_means": "One and two.", "version": "2"})
    assert again.status_code == 422 and "changed this part again" in again.text
    assert "One and two." in again.text and "Three." in again.text


def test_who_else_writes_here_is_told_with_the_versions():
    written = contact_at("writing")
    leah = client_of(a_writer("Leah Brandt"))
    leah.get(address("contact_presence", written.contact))
    about = client_of(written.writer).get(address("contact_presence", written.contact)).json()
    assert about["people"] == ["Leah Brandt"]
    assert about["sections"]["history"] == {"version": 1, "by": "Daniel Okafor", "at": "2:41pm"}


def test_somebody_named_is_found_offered_and_confirmed_by_a_press():
    child = a_child("Ellie", "Riley")
    written = contact_at("writing")
    line = name_person(
        contact=written.contact,
        part="child",
        given_names="Elly",
        family_name="Riley",
        by=written.writer,
        at=timezone.now(),
    )
    client = client_of(written.writer)
    page = address("contact_match", written.contact, line)
    shown = client.get(page).text
    assert "Ellie Riley" in shown and "checked" not in shown
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"who": str(child)})["Location"].endswith(f"#person-{line}")
    one = ContactPerson.objects.get(pk=line)
    assert one.person_id == child and one.matched_on and one.matched_by == written.writer
    client.post(address("contact_undo", written.contact, line))
    assert ContactPerson.objects.get(pk=line).person_id is None
    client.post(page, {"who": "not_sure"})
    assert "Not sure who this is" in client.get(address("contact_write", written.contact)).text
    client.post(address("contact_take_out", written.contact, line))
    assert ContactPerson.objects.get(pk=line).taken_out_at


def test_a_date_that_cannot_be_right_comes_back_at_its_box():
    written = contact_at("writing")
    typed = {"new-part": "child", "new-given_names": "Ana", "new-family_name": "Reilly"}
    typed |= {"new-born_on-day": "1", "new-born_on-month": "1", "new-born_on-year": "2066"}
    answer = client_of(written.writer).post(address("contact_person_new", written.contact), typed)
    assert answer.status_code == 422 and 'href="#new-born_on-day"' in answer.text and "2066" in answer.text


def test_history_is_opened_and_read_or_set_aside_for_a_reason():
    written = contact_at("writing")
    child = ContactPerson.objects.get(pk=written.children["Callum"]).person_id
    earlier = [
        waiting_contact([child], reference=f"25-8000{turn}", received_at=WEDNESDAY - timedelta(days=90 + turn))
        for turn in range(2)
    ]
    client = client_of(written.writer)
    to = address("contact_weigh", written.contact)
    read = client.post(to, {"about": f"contact:{earlier[0].pk}", "opened": "yes"})
    assert read["Location"] == f"{address('contact', earlier[0].pk)}?beside={written.contact}"
    assert "The contact you are writing" in client.get(read["Location"]).text
    assert client.post(to, {"about": f"contact:{earlier[1].pk}"}).status_code == 422
    client.post(to, {"about": f"contact:{earlier[1].pk}", "set_aside_because": "It was about another child."})
    assert HistoryWeighed.objects.filter(contact=written.contact).count() == 2
    shown = client.get(address("contact_write", written.contact)).text
    assert "2 of 2 earlier pieces" in shown


def test_an_agency_is_asked_and_its_answer_recorded_with_times():
    agency = save_agency(name="Thornshire Police", kind="police", by=an_administrator(), at=timezone.now())
    written = contact_at("to_decide")
    client = client_of(written.writer)
    page = address("contact_checks", written.contact)
    assert client.post(page, {"question": "Any calls?"}).status_code == 422
    assert client.post(page, {"agency": str(agency), "question": "Any calls last night?"}).status_code == 302
    check = Contact.objects.get(pk=written.contact).checks.get()
    answer = address("contact_answer", written.contact, check.pk)
    refused = client.post(answer, {f"answer-{check.pk}": ""})
    assert refused.status_code == 422 and f'href="#answer-{check.pk}"' in refused.text
    client.post(answer, {f"answer-{check.pk}": "No call last night.", f"answered_by-{check.pk}": "PC Ito"})
    assert "No call last night." in client.get(address("contact", written.contact)).text


def test_sending_says_each_thing_that_is_missing_with_a_way_to_it():
    written = contact_at("writing", without="history")
    client = client_of(written.writer)
    refused = client.post(address("contact_send", written.contact))
    assert refused.status_code == 422 and 'href="#history_means"' in refused.text
    assert Contact.objects.get(pk=written.contact).state == "writing"


@pytest.mark.parametrize("role", ["social_worker", "analyst", "director", "administrator", "elected_member"])
def test_others_do_not_write(role):
    written = contact_at("writing")
    client = client_of(person_who_signs_in(role))
    for name in ("contact_write", "contact_presence", "contact_checks"):
        assert client.get(address(name, written.contact)).status_code == 403
    assert client.post(address("contact_section", written.contact, "history"), {"version": "1"}).status_code == 403


def test_what_is_not_there_is_no_page():
    client = client_of(a_writer())
    for name in ("contact", "contact_write", "contact_checks"):
        assert client.get(address(name, 999_999)).status_code == 404
    written = contact_at("writing", by=a_writer("Ana Field"))
    assert client.post(address("contact_section", written.contact, "dragons"), {}).status_code == 404
