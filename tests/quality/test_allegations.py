"""Allegations: read by those who are named, and to everybody else not there: no page, count, search, list or ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from goldenthread.access.models import LedgerEntry, Notice
from goldenthread.access.operations.cover import arrange_cover
from goldenthread.access.public import NotAllowed, who_has_looked
from goldenthread.casework.models import Deadline
from goldenthread.kernel.clock import london_date
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Allegation, AllegationReader
from goldenthread.quality.public.allegations import (
    allegation_shown,
    allegations_of,
    conclude_allegation,
    consult_officer,
    end_reader,
    is_named,
    name_reader,
    record_entry,
    record_referral,
    report_allegation,
)
from goldenthread.quality.queries.asked import asked_by_quality
from goldenthread.rulebook.rights import ACTS, Role
from tests.build import child_at, person_who_signs_in
from tests.building.complaints import THURSDAY, allegation_at, allegation_said

pytestmark = pytest.mark.django_db
DAY = london_date(THURSDAY)
FRIDAY = THURSDAY + timedelta(days=1)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_officer_is_consulted_within_a_working_day_and_the_clock_is_no_childs_deadline():
    placed = child_at("allocated")
    made = allegation_at("reported", reporter=placed.worker, children=(placed.child,))
    row = Allegation.objects.get(pk=made.allegation)
    assert (row.due_on, row.consulted_at) == (DAY + timedelta(days=1), None)
    assert not Deadline.objects.filter(clock__startswith="lado").exists()
    shown = allegation_shown(made.allegation, reader=made.officer, at=THURSDAY + timedelta(days=4))
    assert (shown.line.mark, shown.line.due_words) == ("over", "1 working day late")
    consult_officer(
        allegation=made.allegation,
        threshold="not_met",
        because="Nobody was harmed or at risk.",
        advice="The club talks with him about how he writes.",
        on=DAY + timedelta(days=1),
        by=made.second,
        at=FRIDAY,
    )
    shown = allegation_shown(made.allegation, reader=made.officer, at=FRIDAY)
    assert (shown.line.mark, shown.line.state) == ("done", "open")


def test_nobody_but_those_who_are_named_reads_it_not_even_whoever_reported_it():
    concerned = person_who_signs_in(Role.SERVICE_MANAGER, name="Karl Denby")
    made = allegation_at("open", about=concerned.pk, about_name="")
    every = {role: person_who_signs_in(role) for role in Role}
    for user in (*every.values(), made.reporter, concerned):
        assert not is_named(user, made.allegation)
        assert allegation_shown(made.allegation, reader=user, at=THURSDAY) is None
        assert allegations_of(user, at=THURSDAY) == ()
        assert asked_by_quality(whose=user.pk, reader=user, at=THURSDAY, until=DAY + timedelta(days=99)) == []
    for user in (made.officer, made.second):
        assert [one.key for one in allegations_of(user, at=THURSDAY)] == [made.allegation]


def test_to_somebody_who_is_not_named_its_address_answers_as_one_that_was_never_used():
    made = allegation_at("open")
    for role in Role:
        user = person_who_signs_in(role)
        pages = client_of(user)
        for page in ("", "advice/", "record/", "told/", "name/", "end-reading/", "conclude/"):
            there, nowhere = (pages.get(f"/allegations/{key}/{page}") for key in (made.allegation, 987654))
            assert there.status_code == nowhere.status_code
            assert there.status_code in (403, 404)
            sent = pages.post(f"/allegations/{made.allegation}/{page}", {"words": "Let me in."})
            assert sent.status_code in (403, 404)
        assert "Rolf Quint" not in pages.get("/allegations/").content.decode()
    assert client_of(made.officer).get(f"/allegations/{made.allegation}/").status_code == 200


def test_the_person_concerned_is_never_named_and_never_acts():
    concerned = person_who_signs_in(Role.DIRECTOR)
    made = allegation_at("open", about=concerned.pk, about_name="")
    with pytest.raises(Refused, match="never the person"):
        name_reader(
            allegation=made.allegation, user=concerned.pk, because="She asked to.", by=made.officer, at=THURSDAY
        )
    # A row that no operation writes does not let her in either.
    AllegationReader.objects.create(
        allegation_id=made.allegation, user=concerned, because="x", named_by=made.officer, named_at=THURSDAY
    )
    assert not is_named(concerned, made.allegation)
    with pytest.raises(Refused, match="no such allegation"):
        record_entry(allegation=made.allegation, kind="review", on=DAY, words="All well.", by=concerned, at=THURSDAY)
    said = allegation_said(concerned.pk, made.officer.pk, THURSDAY, about=concerned.pk, about_name="")
    with pytest.raises(Refused) as refused:
        report_allegation(said=said, by=made.reporter, at=THURSDAY)
    assert "officer" in dict(refused.value.problems)


def test_nothing_on_the_childs_record_tells_of_it():
    placed = child_at("allocated")
    made = allegation_at("open", reporter=placed.worker, children=(placed.child,))
    pages = client_of(made.officer)
    assert pages.get(f"/allegations/{made.allegation}/").status_code == 200
    assert not LedgerEntry.objects.filter(child=placed.child, act__startswith="allegation").exists()
    assert not Deadline.objects.filter(child=placed.child, about__startswith="allegation").exists()
    assert all("llegation" not in act for look in who_has_looked(placed.child) for act in look.acts)
    worker = client_of(placed.worker)
    for page in (f"/children/{placed.child}/", f"/children/{placed.child}/deadlines/", "/work/"):
        content = worker.get(page).content.decode()
        assert f"/allegations/{made.allegation}/" not in content
        assert "Rolf Quint" not in content
    found = worker.get("/search/?q=Quint").content.decode()
    assert "Football" not in found
    assert "Rolf" not in found


def test_reads_and_writes_are_in_the_ledger_by_name_and_without_a_child():
    made = allegation_at("concluded")
    client_of(made.officer).get(f"/allegations/{made.allegation}/")
    rows = LedgerEntry.objects.filter(subject=f"allegation:{made.allegation}")
    assert set(rows.values_list("child", flat=True)) == {None}
    assert set(rows.values_list("act", flat=True)) >= {
        "allegation.report",
        "allegation.read",
        "allegation.consult",
        "allegation.record",
        "allegation.conclude",
    }
    assert set(rows.exclude(act="allegation.report").values_list("right", flat=True)) == {"named on it"}


def test_its_number_does_not_tell_how_many_there_are():
    keys = [allegation_at("reported").allegation for _ in range(2)]
    assert all(10**8 <= key < 10**9 for key in keys)
    assert abs(keys[0] - keys[1]) != 1


def test_notices_go_to_those_who_are_named_alone():
    made = allegation_at("reported")
    told = Notice.objects.filter(kind="allegation")
    assert set(told.values_list("to", flat=True)) == {made.officer.pk, made.second.pk}
    assert set(told.values_list("child", flat=True)) == {None}
    assert not told.filter(words__contains="Quint").exists()


def test_work_is_told_to_the_officer_herself_and_to_nobody_who_covers_for_her():
    made = allegation_at("reported")
    covering = person_who_signs_in(Role.SERVICE_MANAGER)
    arrange_cover(
        absent=made.officer,
        covering=covering,
        first_on=DAY,
        last_on=DAY + timedelta(days=7),
        reason="Leave.",
        by=person_who_signs_in(Role.TEAM_MANAGER),
        at=THURSDAY - timedelta(days=1),
    )
    until = DAY + timedelta(days=7)
    assert [
        one.key for one in asked_by_quality(whose=made.officer.pk, reader=made.officer, at=THURSDAY, until=until)
    ] == [made.allegation]
    for reader in (covering, made.second):
        assert asked_by_quality(whose=made.officer.pk, reader=reader, at=THURSDAY, until=until) == []
    assert not is_named(covering, made.allegation)


def test_somebody_is_named_with_a_reason_and_two_officers_always_stay():
    made = allegation_at("open")
    manager = person_who_signs_in(Role.TEAM_MANAGER)
    worker = person_who_signs_in(Role.SOCIAL_WORKER)
    base = {"allegation": made.allegation, "by": made.officer, "at": THURSDAY}
    with pytest.raises(Refused) as refused:
        name_reader(user=worker.pk, because=" ", **base)
    assert set(dict(refused.value.problems)) == {"user", "named_because"}
    name_reader(user=manager.pk, because="She plans the child’s school run.", **base)
    assert is_named(manager, made.allegation)
    with pytest.raises(NotAllowed):
        name_reader(user=worker.pk, because="A friend.", allegation=made.allegation, by=manager, at=THURSDAY)
    rows = {one.user_id: one.pk for one in AllegationReader.objects.filter(allegation=made.allegation)}
    with pytest.raises(Refused, match="reads it to the end"):
        end_reader(reader=rows[made.officer.pk], **base)
    with pytest.raises(Refused, match="Name another"):
        end_reader(reader=rows[made.second.pk], **base)
    end_reader(reader=rows[manager.pk], **base)
    assert not is_named(manager, made.allegation)


def test_it_is_concluded_after_the_child_was_looked_after_and_barring_was_thought_of():
    made = allegation_at("open")
    conclude = {
        "allegation": made.allegation,
        "outcome": "substantiated",
        "because": "The messages were read.",
        "told": "All were told in person.",
        "on": DAY,
        "by": made.officer,
        "at": THURSDAY,
    }
    with pytest.raises(Refused, match="what was done for the child"):
        conclude_allegation(**conclude)
    words = "Seen by the school nurse."
    record_entry(allegation=made.allegation, kind="child", on=DAY, words=words, by=made.officer, at=THURSDAY)
    with pytest.raises(Refused, match="Barring"):
        conclude_allegation(**conclude)
    record_referral(
        allegation=made.allegation,
        to="dbs",
        made_on=None,
        because="He left before he was removed, and the club told them itself.",
        by=made.second,
        at=THURSDAY,
    )
    conclude_allegation(**conclude)
    row = Allegation.objects.get(pk=made.allegation)
    assert (row.state, row.outcome, row.concluded_by_id) == ("concluded", "substantiated", made.officer.pk)
    with pytest.raises(Refused, match="concluded"):
        conclude_allegation(**conclude)


def test_a_meeting_says_who_was_there_and_when_it_is_looked_at_again():
    made = allegation_at("open")
    base = {"allegation": made.allegation, "words": "Police go first.", "on": DAY, "by": made.officer, "at": THURSDAY}
    with pytest.raises(Refused) as refused:
        record_entry(kind="strategy", next_review_on=DAY - timedelta(days=1), **base)
    assert set(dict(refused.value.problems)) == {"people", "next_review_on"}
    record_entry(kind="strategy", people="Police, school", next_review_on=DAY + timedelta(days=7), **base)
    (line,) = allegations_of(made.officer, at=THURSDAY)
    assert line.next_review_on == DAY + timedelta(days=7)


def test_a_report_is_refused_whole_with_every_sentence():
    reporter, officer = person_who_signs_in(), person_who_signs_in(Role.SERVICE_MANAGER)
    said = allegation_said(officer.pk, officer.pk, THURSDAY + timedelta(hours=1))
    elsewhere = child_at("allocated").child
    wrong = replace(
        said, about_name=" ", job="", setting="moon", source="", words="", child_words="", children=(elsewhere,)
    )
    with pytest.raises(Refused) as refused:
        report_allegation(said=wrong, by=reporter, at=THURSDAY)
    assert set(dict(refused.value.problems)) == {
        *("about", "job", "setting", "source", "words", "child_words", "children", "known_at", "second")
    }


def test_no_act_about_allegations_is_about_a_child():
    assert {str(act.subject) for key, act in ACTS.items() if key.startswith("allegation.")} == {"nobody"}
