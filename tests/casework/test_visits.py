"""Visits: seen and not seen, alone and not, and the clocks that only a child who was seen resets."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.access.models import LedgerEntry
from goldenthread.access.public import NotAllowed
from goldenthread.casework.models import Deadline, Outcome, OwnDraft, Visit
from goldenthread.casework.operations.plans import ConcernSaid, OutcomeSaid, start_plan
from goldenthread.casework.operations.visits import EvidenceSaid, PersonSaid, SeenSaid, record_visit
from goldenthread.casework.queries.facts_visits import visit_facts
from goldenthread.casework.queries.family_children import children_with
from goldenthread.casework.queries.visits import visits_of
from goldenthread.kernel.clock import london_date
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import relate
from tests.build import a_child, an_adult, child_at, sealed, tied
from tests.building.front_door import THURSDAY

pytestmark = pytest.mark.django_db
LATER = THURSDAY + timedelta(days=7)


def signed_in(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def on_a_plan():
    placed = child_at("allocated")
    start_plan(
        child=placed.child, kind="child_in_need", started_on=london_date(THURSDAY), by=placed.worker, at=THURSDAY
    )
    return placed


def due(child: int) -> Deadline:
    return Deadline.objects.get(child=child, clock="cin_visit", met_at=None, void_at=None)


def test_a_child_who_was_seen_resets_the_clock_of_visits():
    placed = on_a_plan()
    before = due(placed.child)
    record_visit(
        children=[SeenSaid(placed.child, seen=True, alone=True, words="I like my new school.")],
        happened_at=LATER,
        purpose="child_in_need",
        what_happened="Saw her after school.",
        by=placed.worker,
        at=LATER,
    )
    before.refresh_from_db()
    assert before.met_at == LATER
    assert due(placed.child).started_at == LATER


def test_a_failed_visit_never_resets_the_clock():
    placed = on_a_plan()
    before = due(placed.child)
    record_visit(
        children=[SeenSaid(placed.child, seen=False)],
        happened_at=LATER,
        purpose="child_in_need",
        failed_because="Nobody answered the door. Rang her mother, who will be in tomorrow.",
        by=placed.worker,
        at=LATER,
    )
    assert due(placed.child).pk == before.pk
    assert due(placed.child).due_on == before.due_on


def test_a_visit_written_up_late_moves_no_later_one():
    placed = on_a_plan()
    for when in (LATER + timedelta(days=3), LATER):
        record_visit(
            children=[SeenSaid(placed.child, seen=True, alone=True)],
            happened_at=when,
            purpose="child_in_need",
            what_happened="Saw her at home.",
            by=placed.worker,
            at=LATER + timedelta(days=4),
        )
    assert due(placed.child).started_at == LATER + timedelta(days=3)


def test_not_alone_needs_its_reason_and_nothing_is_half_recorded():
    placed = on_a_plan()
    with pytest.raises(Refused) as refused:
        record_visit(
            children=[SeenSaid(placed.child, seen=True, alone=False)],
            happened_at=LATER,
            purpose="child_in_need",
            what_happened="Saw her with her mother.",
            by=placed.worker,
            at=LATER,
        )
    assert refused.value.problems[0][0] == f"not_alone_because-{placed.child}"
    assert not Visit.objects.exists()


def test_a_visit_that_has_not_happened_is_refused():
    placed = on_a_plan()
    with pytest.raises(Refused, match="has not happened yet"):
        record_visit(
            children=[SeenSaid(placed.child, seen=True, alone=True)],
            happened_at=LATER,
            purpose="child_in_need",
            what_happened="Saw her.",
            by=placed.worker,
            at=THURSDAY,
        )


def test_a_visit_says_how_an_outcome_stands_and_never_takes_back_a_later_word():
    placed = child_at("allocated")
    outline = [ConcernSaid(title="Afraid at night", outcomes=[OutcomeSaid("He sleeps through", unit="nights")])]
    start_plan(
        child=placed.child,
        kind="child_in_need",
        started_on=london_date(THURSDAY),
        outline=outline,
        by=placed.worker,
        at=THURSDAY,
    )
    outcome = Outcome.objects.get(plan__child=placed.child)

    def visited(at, code, value):
        record_visit(
            children=[SeenSaid(placed.child, seen=True, alone=True, words="I slept.")],
            happened_at=at,
            purpose="child_in_need",
            what_happened="Saw him after school.",
            evidence=[EvidenceSaid(outcome.pk, "He counted the nights for me.", Decimal(value), code)],
            by=placed.worker,
            at=LATER + timedelta(days=2),
        )
        outcome.refresh_from_db()

    visited(LATER, "better", "4")
    assert (outcome.progress, outcome.latest_value) == ("better", 4)
    visited(LATER - timedelta(days=3), "worse", "1")  # written up late
    assert (outcome.progress, outcome.latest_value) == ("better", 4)
    assert outcome.progresses.count() == 2


def test_the_page_records_a_visit_to_two_children_of_a_family(client):
    placed, brother = on_a_plan(), a_child("Callum", "Carter")
    relate(person=brother, kind="sibling", other=placed.child, source="A parent", by=placed.writer, at=THURSDAY)
    tied(brother, to=placed.worker)
    client.force_login(placed.worker, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/children/{placed.child}/visits/new/"
    page = client.get(address)
    assert page.status_code == 200
    assert "Callum Carter" in page.content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page.content.decode())[1]
    typed = {
        "once": once,
        "happened_at": "2026-11-20",
        "happened_at-time": "15:30",
        "purpose": "child_in_need",
        f"seen-{placed.child}": "alone",
        f"words-{placed.child}": "I like my new school.",
        f"seen-{brother}": "together",
        "what_happened": "Saw both after school.",
        "people": "Stacey Carter: He has gone.",
    }
    draft = client.post(address, typed, headers={"X-Requested-With": "draft"})
    assert draft.json()["status"] == "saved"
    assert "I like my new school." in client.get(address).content.decode()
    assert "Visit about Noah Carter" in client.get("/work/").content.decode()
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "Say why Callum was not seen alone" in refused.content.decode()
    assert "I like my new school." in refused.content.decode()
    done = client.post(address, typed | {f"not_alone_because-{brother}": "He wanted his sister there."})
    assert done.status_code == 302
    visit = Visit.objects.get()
    assert visit.children.count() == 2
    assert visit.people.get().words == "He has gone."
    assert not OwnDraft.objects.exists()
    assert "I like my new school." in client.get(f"/children/{placed.child}/visits/").content.decode()


def test_facts_of_visits_come_in_a_constant_number_of_queries(django_assert_max_num_queries):
    placed = on_a_plan()
    for days in range(1, 6):
        record_visit(
            children=[SeenSaid(placed.child, seen=True, alone=True, words="Hello.")],
            happened_at=THURSDAY + timedelta(days=days),
            purpose="child_in_need",
            what_happened=f"Visit {days}.",
            by=placed.worker,
            at=LATER,
        )
    keys = list(Visit.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(5):
        found = visit_facts(keys, on=london_date(LATER))
    assert found[keys[1]].earlier_record == "Visit 1."
    assert found[keys[0]].due_on is not None


def test_a_seal_on_a_brother_closes_the_visit_to_both():
    placed, brother = on_a_plan(), a_child("Callum", "Carter")
    tied(brother, to=placed.worker)
    record_visit(
        children=[SeenSaid(placed.child, seen=True, alone=True), SeenSaid(brother, seen=True, alone=True)],
        happened_at=LATER,
        purpose="child_in_need",
        what_happened="Saw both.",
        by=placed.worker,
        at=LATER,
    )
    assert visits_of(placed.child, reader=placed.worker, at=LATER).total == 1
    sealed(brother)
    assert visits_of(placed.child, reader=placed.worker, at=LATER).total == 0


def test_a_visit_brings_in_no_child_whom_the_worker_does_not_work_with():
    placed, stranger = on_a_plan(), a_child("Mia", "Stone")
    with pytest.raises(NotAllowed):
        record_visit(
            children=[SeenSaid(placed.child, seen=True, alone=True), SeenSaid(stranger, seen=True, alone=True)],
            happened_at=LATER,
            purpose="child_in_need",
            what_happened="Saw both.",
            by=placed.worker,
            at=LATER,
        )
    assert not Visit.objects.exists()


def test_a_child_of_the_same_mother_is_of_the_family_and_a_neighbour_is_not():
    placed, sister, neighbour = on_a_plan(), a_child("Ada", "Carter"), a_child("Mia", "Stone")
    mother = an_adult("Stacey", "Carter")
    words = {"source": "A parent", "by": placed.writer, "at": THURSDAY}
    for child in (placed.child, sister):
        relate(person=mother, kind="mother", other=child, **words)
    for child in (sister, neighbour):
        tied(child, to=placed.worker)
    found = children_with(placed.child, "visit.record", reader=placed.worker, at=LATER)
    assert [one.key for one in found] == [placed.child, sister]


def test_one_visit_has_a_page_of_its_own_and_reading_it_enters_the_ledger_of_each_child():
    placed, brother = on_a_plan(), a_child("Callum", "Carter")
    tied(brother, to=placed.worker)
    key = record_visit(
        children=[
            SeenSaid(placed.child, seen=True, alone=True, bedroom_seen=True, words="I sleep better now."),
            SeenSaid(
                brother, seen=True, alone=False, not_alone_because="He would not leave his mother. On Friday at school."
            ),
        ],
        happened_at=LATER,
        purpose="child_in_need",
        aim="Whether the evenings are calmer.",
        announced=False,
        what_happened="Both were at the table.",
        what_changed="The shouting has stopped.",
        people=[PersonSaid("Stacey Carter", words="It is quieter.")],
        by=placed.worker,
        at=LATER,
    )
    address = reverse("visit", args=[key])
    with time_machine.travel(LATER + timedelta(hours=1), tick=False):
        client = signed_in(placed.worker)
        page = client.get(address)
        assert page.status_code == 200
        for words in (
            "Whether the evenings are calmer.",
            "Bedroom seen",
            "I sleep better now.",
            "He would not leave his mother. On Friday at school.",
            "The shouting has stopped.",
            "It is quieter.",
            "Unannounced",
        ):
            assert words in unescape(page.text)
        for child in (placed.child, brother):
            reads = LedgerEntry.objects.filter(act="child.read", child=child, subject=f"visit:{key}")
            assert [one.actor for one in reads] == [placed.worker.pk]
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        kinds = [one["sql"] for one in asked.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(kinds) <= 15, "\n".join(one[:120] for one in kinds)
        visits = signed_in(placed.worker).get(reverse("child_visits", args=[placed.child]))
        everything = {"show": "everything"}
        chronology = signed_in(placed.worker).get(reverse("child_chronology", args=[placed.child]), everything)
        assert f'href="{address}"' in visits.text and f'href="{address}"' in chronology.text
        sealed(brother)
        assert signed_in(placed.worker).get(address).status_code in (302, 403)
        assert signed_in(placed.worker).get(reverse("visit", args=[key + 1])).status_code == 404
