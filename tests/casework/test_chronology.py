"""The chronology: everything that happened, to one child or the family; and as a paper that can be read back."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from goldenthread.access.public import entries
from goldenthread.casework.operations.notes import record_note
from goldenthread.casework.operations.visits import SeenSaid, record_visit
from goldenthread.casework.queries.chronology import Chosen, Entry, about_others, chronology, whole_chronology
from tests.build import a_child, sealed, tied
from tests.building.agreements import agreement_at
from tests.building.child import a_long_record
from tests.building.closure import PROPOSED, closure_at
from tests.building.front_door import THURSDAY

pytestmark = pytest.mark.django_db
EVERYTHING = Chosen(everything=True)
NOW = PROPOSED + timedelta(days=2)


def signed_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def kinds(child, reader, chosen=EVERYTHING, at=NOW):
    return [one.kind for one in chronology([child], chosen=chosen, reader=reader, at=at).entries]


def test_everything_that_happened_is_in_it():
    made = agreement_at("breached")
    record_visit(
        children=[SeenSaid(made.child, seen=True, alone=True)],
        happened_at=THURSDAY + timedelta(days=2),
        purpose="assessment",
        what_happened="Saw him at school.",
        significant=True,
        significant_because="He said for the first time that he is afraid.",
        by=made.worker,
        at=THURSDAY + timedelta(days=2),
    )
    found = kinds(made.child, made.worker)
    assert {"contact", "referral", "visit", "agreement", "breach"} <= set(found)
    closed = closure_at("authorised")
    assert {"plan", "plan_ended", "closed"} <= set(kinds(closed.child, closed.manager))


def test_a_visit_is_significant_when_somebody_said_why():
    made = agreement_at("in_force")
    for turn, because in enumerate(("", "He told her."), 1):
        record_visit(
            children=[SeenSaid(made.child, seen=True, alone=True)],
            happened_at=THURSDAY + timedelta(days=turn),
            purpose="assessment",
            what_happened=f"Visit {turn}.",
            significant=bool(because),
            significant_because=because,
            by=made.worker,
            at=THURSDAY + timedelta(days=5),
        )
    significant = chronology([made.child], chosen=Chosen(), reader=made.worker, at=NOW)
    assert [one.words for one in significant.entries if one.kind == "visit"] == ["Visit 2."]
    assert significant.left_out == 1
    some = Chosen(everything=True, since=THURSDAY.date() + timedelta(days=2))
    shown = chronology([made.child], chosen=some, reader=made.worker, at=NOW).entries
    assert "Visit 1." not in [one.words for one in shown]


def family():
    long = a_long_record(notes=8)
    tied(long.brother, to=long.worker)
    record_note(
        child=long.brother,
        kind="visit",
        happened_at=THURSDAY,
        words="Callum would not come down.",
        significant=True,
        meaning="He is avoiding us.",
        by=long.worker,
        at=THURSDAY,
    )
    return long


def test_a_family_s_is_both_children_s_and_one_child_s_is_not():
    long = family()
    alone = chronology([long.child], chosen=EVERYTHING, reader=long.worker, at=NOW)
    both = chronology([long.child, long.brother], chosen=EVERYTHING, reader=long.worker, at=NOW)
    assert "Callum would not come down." not in [one.words for one in alone.entries]
    assert "Callum would not come down." in [one.words for one in both.entries]
    assert not about_others(both.entries, [long.child, long.brother])


def test_an_entry_of_another_family_is_found():
    stranger = Entry("note", 1, date(2026, 1, 1), "Note", "", "", "", True, True, "visit", (999,))
    assert about_others([stranger], [1, 2]) == (stranger,)


def test_a_seal_on_a_brother_closes_what_is_about_both():
    long = family()
    record_visit(
        children=[SeenSaid(long.child, seen=True, alone=True), SeenSaid(long.brother, seen=True, alone=True)],
        happened_at=THURSDAY,
        purpose="assessment",
        what_happened="Saw both.",
        by=long.worker,
        at=THURSDAY,
    )
    assert "visit" in kinds(long.child, long.worker)
    sealed(long.brother)
    assert "visit" not in kinds(long.child, long.worker)


def test_the_page_is_read_in_few_queries(client, django_assert_max_num_queries):
    long = family()
    signed_in(client, long.worker).get(f"/children/{long.child}/chronology/")
    with django_assert_max_num_queries(15):
        answer = client.get(f"/children/{long.child}/chronology/?show=everything")
    assert answer.status_code == 200
    whole = client.get(f"/children/{long.child}/chronology/?who=family&show=everything").content.decode()
    assert "Callum would not come down." in whole
    assert client.get(f"/children/{long.child}/chronology/?since=1066-01-01&until=x&kind=<b>").status_code == 200


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_paper_for_court_can_be_read_back(client, form):
    long = family()
    signed_in(client, long.worker)
    answer = client.get(f"/children/{long.child}/chronology/paper.{form}?who=family")
    assert answer.status_code == 200
    said = read_back(answer.content, form)
    for words in (
        "Noah Carter, born 3 March 2015",
        "Callum Carter, born 1 May 2013",
        "Made by Hana Malik",
        "only entries that are marked as significant",
        "left out",
        "Callum would not come down.",
        "He is avoiding us.",
        "What it meant",
    ):
        assert words in said, words
    held = [one for one in entries(child=long.child, act="chronology.export")]
    assert held and held[0].subject.startswith(f"chronology:{form}:significant:")
    assert entries(child=long.brother, act="chronology.export")


def read_back(body, form):
    if form == "pdf":
        paper = PdfReader(BytesIO(body))
        assert paper.metadata.title.startswith("Chronology: ")
        assert "/StructTreeRoot" in paper.trailer["/Root"]
        assert f"Page 1 of {len(paper.pages)}" in paper.pages[0].extract_text()
        text = " ".join(page.extract_text() for page in paper.pages)
    else:
        paper = Document(BytesIO(body))
        rows = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        foot = paper.sections[0].footer._element.xml
        assert "NUMPAGES" in foot
        assert "Noah Carter" in paper.sections[0].header.paragraphs[0].text
        text = " ".join([*(one.text for one in paper.paragraphs), *rows])
    return re.sub(r"\s+", " ", text)


def test_everything_is_said_to_be_everything(client):
    long = family()
    body = signed_in(client, long.worker).get(f"/children/{long.child}/chronology/paper.docx?show=everything").content
    assert "This is everything on the record" in read_back(body, "docx")


def test_a_paper_is_for_those_who_work_with_the_child(client):
    long = family()
    stranger = a_child("Mia")
    signed_in(client, long.worker)
    assert client.get(f"/children/{stranger}/chronology/paper.pdf").status_code == 403
    assert client.get(f"/children/{long.child}/chronology/paper.exe").status_code == 404


def test_words_that_a_paper_cannot_hold_are_left_out(client):
    long = family()
    record_note(
        child=long.child,
        kind="visit",
        happened_at=THURSDAY,
        words="#import «x» $a$ \x07 *bold* Привет",
        significant=True,
        meaning="x",
        by=long.worker,
        at=THURSDAY,
    )
    signed_in(client, long.worker)
    for form in ("pdf", "docx"):
        answer = client.get(f"/children/{long.child}/chronology/paper.{form}")
        assert answer.status_code == 200
        assert "#import «x» $a$" in read_back(answer.content, form)


def test_a_paper_runs_from_first_to_latest():
    long = family()
    whole = whole_chronology([long.child], chosen=EVERYTHING, reader=long.worker, at=NOW)
    assert [one.on for one in whole.entries] == sorted(one.on for one in whole.entries)
    assert all(one.children == (long.child,) for one in whole.entries)
