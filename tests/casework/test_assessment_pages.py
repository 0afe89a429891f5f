"""The pages of an assessment: what they show, in how many queries, and what they keep when they refuse."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.access.public import take_keys
from goldenthread.casework.models import AssessmentSection, Deadline
from goldenthread.casework.operations.bulk import (
    AssessmentChildRow,
    AssessmentRow,
    Starting,
    load_casework,
)
from goldenthread.casework.operations.deadlines import replay
from goldenthread.casework.public.assessment import save_assessment_section, start_assessment
from goldenthread.casework.queries.deadlines import left_of
from goldenthread.kernel.clock import TimeState
from tests.build import child_at, person_who_signs_in
from tests.building.assessment import assessment_at
from tests.building.child import a_long_record

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15


def of(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def now_at(step: str, **answers):
    return assessment_at(step, at=timezone.now() - timedelta(days=1), **answers)


def queries(client: Client, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_each_page_reads_in_few_queries_whatever_the_history():
    record = a_long_record(notes=24)
    now = timezone.now()
    key = start_assessment(
        children=[record.child],
        kind="single",
        review_points=[timezone.localdate(now) + timedelta(days=14)],
        by=record.worker,
        at=now,
    )
    client = of(record.worker)
    for part in ("", "part/history/", "part/people/", "part/accounts/", f"part/needs:{record.child}/"):
        assert queries(client, f"/assessments/{key}/{part}") <= MOST_QUERIES, part


def test_the_managers_page_reads_in_few_queries():
    held = now_at("with_manager")
    assert queries(of(held.manager), f"/assessments/{held.assessment}/sign/") <= MOST_QUERIES


def test_what_is_too_long_comes_back_whole_with_its_limit():
    held = now_at("writing")
    long = "y" * 200_000
    url = f"/assessments/{held.assessment}/section/analysis:{held.child}/"
    answer = of(held.worker).post(url, {"version": "1", f"analysis-{held.child}-means": long})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "must be 60,000 characters or fewer. It has 200,000" in page and long in page


def test_pasted_markup_is_plain_before_it_is_counted():
    held = now_at("writing")
    pasted = '<p class="MsoNormal">' + "<span style='mso-fareast-language:EN-GB'>Seen at home.</span> " * 3_000 + "</p>"
    url = f"/assessments/{held.assessment}/section/housing/"
    answer = of(held.worker).post(url, {"version": "0", "housing-evidence": pasted[:150_000] + "</p>"})
    assert answer.status_code == 422  # 3,000 sentences are still more than the box holds
    answer = of(held.worker).post(url, {"version": "0", "housing-evidence": pasted[: len(pasted) // 4] + "</p>"})
    assert answer.status_code == 302
    assert AssessmentSection.objects.get(key="housing").answers["evidence"].startswith("Seen at home. Seen at home.")


def test_the_section_before_stands_side_by_side():
    held = now_at("authorised")
    now = timezone.now()
    key = start_assessment(
        children=[held.child],
        kind="single",
        review_points=[timezone.localdate(now) + timedelta(days=14)],
        by=held.worker,
        at=now,
    )
    client = of(held.worker)
    address = f"/assessments/{key}/part/needs:{held.child}/"
    assert "Seen by the school nurse" not in client.get(address).content.decode()
    assert "Seen by the school nurse" in client.get(f"{address}?beside=1").content.decode()


def test_hints_are_a_piece_of_the_page_and_write_nothing():
    held = now_at("writing", factors={"own": ["16A"]})
    url = f"/assessments/{held.assessment}/hints/analysis:{held.child}/"
    text = {f"analysis-{held.child}-means": "She has had gifts and a new phone and will not say who from."}
    answer = of(held.worker).post(url, text)
    page = answer.content.decode()
    assert answer.status_code == 200 and "<html" not in page
    assert "child sexual exploitation" in page and "phone" in page
    assert AssessmentSection.objects.get(key=f"analysis:{held.child}").version == 1
    assert of(person_who_signs_in("social_worker", team="Another")).post(url, text).status_code == 403


def test_an_authorised_assessment_is_read_whole_with_the_managers_words():
    held = now_at("authorised")
    page = of(held.worker).get(f"/assessments/{held.assessment}/").content.decode()
    for words in ("Three evening visits without warning", "I read all of it with the history", "A child in need plan"):
        assert words in page
    assert "Send to the manager" not in page


def test_a_challenge_to_an_old_page_is_not_lost():
    held = now_at("with_manager")
    client = of(held.manager)
    answer = client.post(
        f"/assessments/{held.assessment}/return/",
        {"challenge-1": "Who says so?", "challenge-1-section": "nothing:4", "challenge-2": "And when?"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "Who says so?" in page and "And when?" in page


def test_an_answer_that_is_refused_comes_back():
    held = now_at("returned")
    url = f"/assessments/{held.assessment}/challenge/1/"
    answer = of(held.worker).post(url, {"answer": "z" * 20_001})
    assert answer.status_code == 422 and "z" * 20_001 in answer.content.decode()


class TestEarlierKinds:
    """Initial assessments (7 working days, then 10) and core assessments (35) of the guidance before 2013."""

    def load(self, child: int, kind: str, clock: str, started: datetime, done: datetime) -> int:
        (key,), (line,) = take_keys(AssessmentRow, 1), take_keys(AssessmentChildRow, 1)
        load_casework(
            [
                AssessmentRow(
                    id=key,
                    kind=kind,
                    state="authorised",
                    started_on=started.date(),
                    started_at=started,
                    authorised_at=done,
                    loaded=True,
                ),
                AssessmentChildRow(id=line, assessment_id=key, child_id=child, factors=("3B",)),
            ],
            [Starting(clock=clock, at=started, child=child, met_at=done, about=f"assessment:{key}")],
        )
        return key

    @pytest.mark.parametrize(
        ("kind", "clock", "started", "due", "done", "state"),
        [
            ("initial", "initial_assessment_2000", (2010, 1, 11), (2010, 1, 20), (2010, 1, 20), TimeState.DONE),
            ("initial", "initial_assessment_2010", (2010, 4, 19), (2010, 5, 4), (2010, 5, 6), TimeState.DONE_LATE),
            ("core", "core_assessment", (2012, 5, 14), (2012, 7, 4), (2012, 7, 4), TimeState.DONE),
        ],
    )
    def test_they_load_replay_and_are_read_as_they_were(self, kind, clock, started, due, done, state):
        placed = child_at("allocated")
        began, ended = datetime(*started, 10, 0, tzinfo=UTC), datetime(*done, 15, 0, tzinfo=UTC)
        key = self.load(placed.child, kind, clock, began, ended)
        deadline = Deadline.objects.get(clock=clock)
        assert deadline.due_on == date(*due)
        assert left_of(deadline.due_on, deadline.due_at, timezone.now(), met_at=deadline.met_at).state is state
        assert replay(clocks=[clock], by=None, at=timezone.now()).moved == {}
        client = of(placed.worker)
        page = client.get(f"/assessments/{key}/").content.decode()
        assert "(before 2013)" in page and "from an earlier system" in page
        assert "(before 2013)" in client.get(f"/children/{placed.child}/assessments/").content.decode()

    def test_they_are_history_to_answer_in_the_next(self):
        placed = child_at("allocated")
        key = self.load(
            placed.child,
            "core",
            "core_assessment",
            datetime(2012, 5, 14, 10, 0, tzinfo=UTC),
            datetime(2012, 7, 4, 15, 0, tzinfo=UTC),
        )
        now = timezone.now()
        made = start_assessment(
            children=[placed.child],
            kind="single",
            review_points=[timezone.localdate(now) + timedelta(days=14)],
            by=placed.worker,
            at=now,
        )
        page = of(placed.worker).get(f"/assessments/{made}/part/history/").content.decode()
        assert f'value="assessment:{key}"' in page and "Domestic abuse of a parent or carer" in page


def test_one_who_may_not_write_reads():
    held = now_at("writing")
    save_assessment_section(
        assessment=held.assessment,
        key="why_now",
        answers={"why": "School rang."},
        based_on=1,
        by=held.worker,
        at=timezone.now(),
    )
    reader = person_who_signs_in("front_door_worker", team="Front door")
    page = of(reader).get(f"/assessments/{held.assessment}/")
    assert page.status_code == 200 and "School rang." in page.content.decode()
    assert of(reader).get(f"/assessments/{held.assessment}/part/why_now/").status_code == 403


@pytest.mark.parametrize("step", ["writing", "returned", "authorised"])
def test_there_is_nothing_to_sign_that_is_not_with_the_manager(step):
    held = now_at(step)
    answer = of(held.manager).get(f"/assessments/{held.assessment}/sign/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/assessments/{held.assessment}/")


def test_the_second_manager_is_told_on_the_page_who_signed():
    held = now_at("authorised")
    another = person_who_signs_in("team_manager", team=held.manager.team)
    answer = of(another).post(f"/assessments/{held.assessment}/sign/", {"words": "I read it and agree with it."})
    page = answer.content.decode()
    assert answer.status_code == 422 and "authorised this assessment" in page
    assert "I read it and agree with it." in page


def test_words_that_come_after_it_was_sent_are_given_back():
    held = now_at("with_manager")
    client = of(held.worker)
    assert client.get(f"/assessments/{held.assessment}/part/why_now/").status_code == 302
    url = f"/assessments/{held.assessment}/section/why_now/"
    answer = client.post(url, {"version": "1", "why_now-why": "A last word that must not be lost."})
    page = answer.content.decode()
    assert answer.status_code == 422 and "sent this to the manager" in page
    assert "A last word that must not be lost." in page


@pytest.mark.parametrize("what", ["share", "stop"])
def test_a_form_that_is_not_open_in_this_state_leads_back(what):
    held = now_at("authorised" if what == "stop" else "writing")
    answer = of(held.manager).get(f"/assessments/{held.assessment}/{what}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/assessments/{held.assessment}/")
