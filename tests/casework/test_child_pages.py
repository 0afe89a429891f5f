"""A child's pages: what each shows to whom, from live data, in at most fifteen queries."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import entries
from goldenthread.casework.models import Note
from goldenthread.casework.operations.notes import record_note
from goldenthread.people.public import add_person, merge, relate
from tests.building.access import opened_in_emergency, person_who_signs_in, sealed, tied
from tests.building.child import HIS_WORDS, SECRET_ADDRESS, a_long_record, told
from tests.building.front_door import THURSDAY, waiting_contact
from tests.building.people import a_child, front_door_worker

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15
PARTS = ("", "chronology/", "chronology/?show=everything", "notes/", "deadlines/", "looked/", "search/?q=plate")


def signed_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def words_of(answer) -> str:
    """The page as it is read: without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def reads(child: int, act: str = "child.read") -> list:
    return [entry for entry in entries(child=child) if entry.act == act]


def test_every_part_opens_in_at_most_fifteen_queries_however_long_the_record(client, django_assert_max_num_queries):
    long = a_long_record(notes=130)
    signed_in(client, long.worker)
    client.get(f"/children/{long.child}/deadlines/")  # the first page of a session also writes the session
    for part in (*PARTS, "notes/new/"):
        with django_assert_max_num_queries(MOST_QUERIES):
            answer = client.get(f"/children/{long.child}/{part}")
        assert answer.status_code == 200, part
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.post(f"/children/{long.child}/address/").status_code == 200


def test_the_summary_says_who_he_is_now(client):
    long = a_long_record()
    said = words_of(signed_in(client, long.worker).get(f"/children/{long.child}/"))
    for expected in (
        "Noah Carter",
        "born 3 March 2015. He, him.",
        "With a social worker",
        "The address must not be given out. Lee Barrow must not be told where the children are.",
        "Hana Malik, since 19 November 2026 2nd social worker.",
        "White British",
        "from the child. Still true?",
        f"“{HIS_WORDS}” Noah Carter to Ms Frith, his teacher, 3 September 2026",
        "Stacey Carter , 36, mother. Has parental responsibility",
        "Child and family assessment complete",
        "Within 45 working days of the referral arriving (statutory guidance).",
    ):
        assert expected in said, expected


def test_find_it_counts_what_there_is_and_each_date_opens_the_thing_itself(client):
    long = a_long_record()
    page = signed_in(client, long.worker).get(f"/children/{long.child}/").content.decode()
    assert f'href="{reverse("contact", args=[long.contact])}"' in page
    assert f'href="{reverse("referral", args=[long.referral])}"' in page
    latest = timezone.localdate(THURSDAY - timedelta(days=2)).isoformat()
    assert f'href="/children/{long.child}/notes/?kind=visit&amp;on={latest}#on-{latest}"' in page
    assert Note.objects.filter(child=long.child, kind="visit").count() == 6
    assert re.search(r"notes/\?kind=visit\">6<", page)


def test_a_census_child_with_no_name_and_nothing_else_has_a_short_page(client):
    child = add_person(
        kind="child",
        values={"la_child_id": "T-104417", "born_on": date(2019, 1, 5)},
        source="Census",
        by=front_door_worker(),
        at=THURSDAY,
    )
    said = words_of(signed_in(client, front_door_worker()).get(f"/children/{child}/"))
    assert "Child T-104417" in said
    assert "No open case" in said
    assert "We do not know." in said
    for part in ("Find it", "journey", "What happened lately", "Notes", "Deadlines"):
        assert part not in said, part


def test_an_unborn_child_is_named_so_with_the_day_expected(client):
    worker = front_door_worker()
    child = add_person(
        kind="child", values={"expected_on": date(2027, 1, 12)}, source="A parent", by=worker, at=THURSDAY
    )
    said = words_of(signed_in(client, worker).get(f"/children/{child}/"))
    assert "Unborn baby expected 12 January 2027" in said
    assert "Not yet born" in said


@pytest.mark.parametrize("role", ["analyst", "elected_member", "administrator", "partner", "auditor"])
def test_a_role_without_a_right_gets_403_and_not_a_word_of_the_record(client, role):
    child = a_child("Callum", "Secretname")
    signed_in(client, person_who_signs_in(role))
    for part in PARTS:
        answer = client.get(f"/children/{child}/{part}")
        assert answer.status_code == 403, part
        assert b"Secretname" not in answer.content
    assert not [entry for entry in reads(child) if entry.right != "refused"]


def test_each_look_enters_the_ledger_with_the_right_by_which(client):
    long = a_long_record(notes=1)
    before = len(reads(long.child))
    signed_in(client, long.worker).get(f"/children/{long.child}/")
    entry = reads(long.child)[0]
    assert len(reads(long.child)) == before + 1
    assert entry.name == "Hana Malik"
    assert entry.right == "works with the child, or covers for the person who does"


def test_a_restricted_record_offers_emergency_access_to_those_who_may_ask(client):
    child = a_child("Callum", "Secretname")
    sealed(child)
    answer = signed_in(client, person_who_signs_in("social_worker")).get(f"/children/{child}/notes/")
    assert answer.status_code == 302
    assert answer.url == f"/children/{child}/emergency/?to=/children/{child}/notes/"
    assert signed_in(client, person_who_signs_in("director")).get(f"/children/{child}/").status_code == 403


def test_a_conflict_of_interest_is_refused_and_nothing_is_offered(client):
    child, worker = a_child(), person_who_signs_in("social_worker")
    tied(child, to=worker)
    sealed(child, kind="conflict", user=worker)
    assert signed_in(client, worker).get(f"/children/{child}/").status_code == 403
    assert signed_in(client, person_who_signs_in("front_door_worker")).get(f"/children/{child}/").status_code == 200


def test_the_person_who_opened_it_in_an_emergency_is_told_until_when(client):
    child, worker = a_child(), person_who_signs_in("social_worker")
    opened_in_emergency(child, by=worker)
    page = signed_in(client, worker).get(f"/children/{child}/")
    assert "Emergency access until" in words_of(page)
    assert "Record a note" not in words_of(page)
    assert client.get(f"/children/{child}/notes/new/").status_code == 403


def test_a_confidential_address_is_shown_to_a_press_and_the_press_is_in_the_ledger(client):
    long = a_long_record(notes=1)
    signed_in(client, long.worker)
    hidden = client.get(f"/children/{long.child}/")
    assert SECRET_ADDRESS not in hidden.content.decode()
    assert "The address is confidential" in words_of(hidden)
    followed = client.get(f"/children/{long.child}/address/")
    assert followed.status_code == 302
    assert not reads(long.child, "child.read_address")

    shown = client.post(f"/children/{long.child}/address/")

    assert SECRET_ADDRESS in words_of(shown)
    assert [entry.name for entry in reads(long.child, "child.read_address")] == ["Hana Malik"]


def test_who_may_not_see_the_address_is_neither_offered_it_nor_given_it(client):
    long = a_long_record(notes=1)
    signed_in(client, person_who_signs_in("director"))
    assert "Show the address" not in words_of(client.get(f"/children/{long.child}/"))
    answer = client.post(f"/children/{long.child}/address/")
    assert answer.status_code == 403
    assert SECRET_ADDRESS not in answer.content.decode()


def test_a_relative_whose_record_is_shut_is_only_what_they_are(client):
    worker = front_door_worker()
    child, brother = a_child("Noah"), a_child("Callum", "Hiddenname", sex="M")
    relate(person=brother, kind="sibling", other=child, source="A parent", by=worker, at=THURSDAY)
    sealed(brother)
    said = words_of(signed_in(client, worker).get(f"/children/{child}/"))
    assert "Hiddenname" not in said
    assert "Somebody whose record you may not open, brother or sister" in said


def test_a_contact_that_also_names_a_sealed_child_keeps_its_words(client):
    worker = front_door_worker()
    child, brother = a_child("Noah"), a_child("Callum")
    waiting_contact([child, brother], summary="Callum has run from the hostel.")
    sealed(brother)
    signed_in(client, worker)
    for part in ("", "chronology/", "search/?q=hostel"):
        assert "hostel." not in words_of(client.get(f"/children/{child}/{part}")), part
    assert "You may not open this contact" in words_of(client.get(f"/children/{child}/chronology/"))


def test_search_marks_the_words_found_and_escapes_all_others(client):
    long = a_long_record(notes=1)
    page = signed_in(client, long.worker).get(f"/children/{long.child}/search/?q=kitchen").content.decode()
    assert "<mark>kitchen</mark>" in page
    assert "<b>nothing</b>" not in page
    assert "nothing &amp; left" in re.sub(" +", " ", page)
    assert "«He»" in page


def test_search_looks_inside_contacts_and_what_the_child_said(client):
    long = a_long_record(notes=1)
    signed_in(client, long.worker)
    assert "1 result for ‘loud music’" in words_of(client.get(f"/children/{long.child}/search/?q=loud+music"))
    assert "threw a plate" in words_of(client.get(f"/children/{long.child}/search/?q=throwing+OR+threw"))
    nothing = client.get(f"/children/{long.child}/search/", {"q": "\x00'\"<script>zzz"})
    assert nothing.status_code == 200
    assert "0 results for" in words_of(nothing)


def test_search_finds_nothing_of_another_child(client):
    worker = front_door_worker()
    child, other = a_child("Noah"), a_child("Mia")
    told(other, "The zebra is mine.", to="a teacher", received_at=THURSDAY)
    assert "0 results" in words_of(signed_in(client, worker).get(f"/children/{child}/search/?q=zebra"))


def test_the_chronology_is_the_significant_things_then_everything_then_a_kind(client):
    long = a_long_record(notes=24)
    signed_in(client, long.worker)
    address = f"/children/{long.child}/chronology/"
    significant = words_of(client.get(address))
    assert "number 8." in significant
    assert "number 9." not in significant
    assert "What it meant: He was frightened and told nobody." in significant
    assert "number 9." in words_of(client.get(f"{address}?show=everything"))
    meetings = words_of(client.get(f"{address}?kind=note:meeting"))
    assert "number 2." in meetings
    assert "number 8." not in meetings
    assert "Contact from school" in words_of(client.get(f"{address}?kind=contact"))


def test_notes_are_fifty_a_page_and_a_day_is_found_on_its_own(client):
    long = a_long_record(notes=120)
    signed_in(client, long.worker)
    first = client.get(f"/children/{long.child}/notes/").content.decode()
    assert first.count('id="note-') == 50
    assert "of <b>120</b>" in first
    day = timezone.localdate(THURSDAY - timedelta(days=2 + 5 * 77)).isoformat()
    held = client.get(f"/children/{long.child}/notes/?on={day}").content.decode()
    assert f'id="on-{day}"' in held
    assert "number 77." in held
    beyond = client.get(f"/children/{long.child}/notes/?page=99")
    assert beyond.content.decode().count('id="note-') == 20
    assert client.get(f"/children/{long.child}/notes/?page=x&kind=<script>&on=1066").status_code == 200


def test_every_deadline_comes_with_its_sum(client):
    long = a_long_record(notes=1)
    said = words_of(signed_in(client, long.worker).get(f"/children/{long.child}/deadlines/"))
    assert "Still to be met" in said
    assert "45 working days are counted, from the next working day on." in said
    assert "That makes it due at the end of" in said
    assert "in time." in said


def test_who_has_looked_names_them_with_the_emergency(client):
    long = a_long_record(notes=1)
    stranger = person_who_signs_in("social_worker", name="Kieran Bell")
    opened_in_emergency(long.child, by=stranger)
    said = words_of(signed_in(client, long.worker).get(f"/children/{long.child}/looked/"))
    assert "Kieran Bell , social worker Emergency access" in said
    assert signed_in(client, stranger).get(f"/children/{long.child}/looked/").status_code == 403


def test_who_has_looked_names_readers_of_a_record_that_was_merged_into_it(client):
    long = a_long_record(notes=1)
    by = front_door_worker()
    twin = a_child("Callum", by=by)
    reader = person_who_signs_in("front_door_worker", name="Asha Pell")
    signed_in(client, reader).get(f"/children/{twin}/")
    merge(kept=long.child, folded=twin, choices={}, reason="One boy, two records.", by=by, at=timezone.now())
    said = words_of(signed_in(client, long.worker).get(f"/children/{long.child}/looked/"))
    assert "Asha Pell" in said
    assert "Looks at the record that was merged into this one are in it." in said


def test_an_adult_has_no_childs_page(client):
    long = a_long_record(notes=1)
    assert signed_in(client, front_door_worker()).get(f"/children/{long.mother}/").status_code == 404


# --- recording a note

TYPED = {
    "kind": "visit",
    "happened_at-day": "19",
    "happened_at-month": "11",
    "happened_at-year": "2026",
    "happened_at-time": "10:30am",
    "words": "Seen alone in his room. He was quiet.",
    "significant": "no",
}


def test_a_note_is_recorded_once_however_often_it_is_sent(client):
    long = a_long_record(notes=1)
    address = f"/children/{long.child}/notes/new/"
    token = re.search(r'name="once" value="([^"]+)"', signed_in(client, long.worker).get(address).content.decode())[1]
    sent = [client.post(address, TYPED | {"once": token}) for _ in range(3)]
    assert {answer.status_code for answer in sent} == {302}
    assert len({answer.url for answer in sent}) == 1
    note = Note.objects.get(child=long.child, words=TYPED["words"])
    assert sent[0].url.endswith(f"#note-{note.pk}")
    assert "10:30am" in words_of(client.get(sent[0].url))


def test_a_note_that_is_refused_keeps_what_was_typed_and_says_what_is_wrong(client):
    long = a_long_record(notes=1)
    signed_in(client, long.worker)
    address = f"/children/{long.child}/notes/new/"
    for change, sentence in (
        ({"kind": ""}, "kind of note"),
        ({"happened_at-year": "2999"}, "Year must be between 1900 and 2100"),
        ({"happened_at-year": "1066"}, "Year must be between 1900 and 2100"),
        ({"significant": "yes"}, "What does it mean for the child?"),
        ({"happened_at-year": "2099"}, "has not happened yet"),
        ({"words": "a\x00b" + "x" * 100_001}, "100,000"),
    ):
        answer = client.post(address, TYPED | change)
        assert answer.status_code == 422, change
        assert "There is a problem" in words_of(answer), change
        if "words" not in change:
            assert TYPED["words"] in words_of(answer), change
        assert sentence in words_of(answer), change
    assert not Note.objects.filter(child=long.child, words__startswith="Seen alone").exists()


def test_a_significant_note_is_in_the_chronology_with_its_meaning(client):
    long = a_long_record(notes=0)
    record_note(
        child=long.child,
        kind="visit",
        happened_at=THURSDAY,
        words="He was found on the stairs.",
        significant=True,
        meaning="He has nowhere to sleep.",
        by=long.worker,
        at=THURSDAY,
    )
    said = words_of(signed_in(client, long.worker).get(f"/children/{long.child}/chronology/"))
    assert "He was found on the stairs. What it meant: He has nowhere to sleep. Hana Malik." in said
