"""The fictional authority: built whole and small, the same from the same seed, and true to its own clocks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from goldenthread.casework.operations.deadlines import replay
from goldenthread.casework.public.plans import plan_shown
from goldenthread.config.demo import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("authority")]

NOW = datetime(2026, 11, 19, 15, 30, tzinfo=UTC)
TODAY = NOW.date()
SEEN = "casework_visit v JOIN casework_visitchild c ON c.visit_id = v.id AND c.seen"


def rows(name: str) -> Any:
    return apps.get_model(*name.split(".")).objects


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """What the thread is made of, without keys."""
    return {
        name: sorted(map(str, rows(f"casework.{name}").values_list(*columns)))
        for name, columns in {
            "Assessment": ("state", "started_at", "authorised_at", "authorised_words"),
            "AssessmentSection": ("answers",),
            "Meeting": ("kind", "state", "held_at", "summary"),
            "Plan": ("kind", "state", "started_on", "ended_on", "category"),
            "Outcome": ("words", "progress", "latest_value"),
            "Visit": ("happened_at", "purpose", "what_happened"),
            "Deadline": ("clock", "started_at", "due_on", "met_at"),
        }.items()
    }


@pytest.fixture(scope="module")
def authority(django_db_setup: None, django_db_blocker: Any) -> Any:
    """An authority of 300 children, built once for the tests of this module and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(children=300, years=6, seed=7, now=NOW)
        transaction.set_rollback(True)


def test_it_has_all_of_the_thread(authority: Any) -> None:
    for name in ("assessments", "enquiries", "meetings", "plans", "visits", "agreements", "closures"):
        assert getattr(authority, name) > 0, name
    assert rows("casework.PlanChange").exists() and rows("casework.Evidence").exists()


def skye() -> Any:
    return rows("people.Person").get(given_names="Skye", family_name="Ashdown")


def test_skyes_thread_breaks_and_holds_where_it_should() -> None:
    shown = plan_shown(rows("casework.Plan").get(child=skye()).pk, on=TODAY)
    assert shown is not None
    assert [(thread.title, thread.verdict.state.value, thread.verdict.words) for thread in shown.threads] == [
        ("Gifts, a new phone and an unknown car", "broken", "48 days with nothing to show whether it works"),
        ("Looking after Noah", "broken", "for 133 days: a need that nobody acts on"),
        ("Her teeth", "broken", "for 133 days: a concern from history that fell out"),
        ("Carly’s drinking", "weak", "an action that no one person owns, 20 days late"),
        ("Lee’s violence", "weak", "an outcome that cannot be measured: no target"),
        ("Being in school", "holds", ""),
        ("A bed of her own", "finished", "and finished"),
    ]


def test_there_is_work_at_each_point_of_the_thread() -> None:
    priya = rows("access.User").get(name="Priya Nair")
    assert rows("casework.Assessment").filter(author=priya, state="returned", challenges__answer="").exists()
    conference = rows("casework.Meeting").filter(kind="initial_conference", state="planned", planned_at__gt=NOW)
    assert conference.filter(children__child__given_names="Amara").exists()
    assert rows("casework.Agreement").filter(state="in_force", children__child__given_names="Finlay").exists()
    assert rows("casework.Closure").filter(state="proposed", child__given_names="Isla").exists()


def test_nothing_has_happened_that_has_not_happened_yet() -> None:
    for name, column in (
        ("Visit", "happened_at"),
        ("Meeting", "held_at"),
        ("Assessment", "authorised_at"),
        ("Enquiry", "authorised_at"),
        ("Progress", "said_at"),
        ("Deadline", "met_at"),
    ):
        assert not rows(f"casework.{name}").filter(**{f"{column}__gt": NOW}).exists(), name
    assert not rows("casework.Evidence").filter(happened_on__gt=TODAY).exists()
    assert not rows("casework.Plan").filter(ended_on__gt=TODAY).exists()


def test_dates_come_in_order() -> None:
    with connection.cursor() as cursor:
        for wrong in (
            "SELECT 1 FROM casework_plan WHERE ended_on < started_on",
            "SELECT 1 FROM casework_assessment WHERE authorised_at <= started_at",
            "SELECT 1 FROM casework_enquiry WHERE conference_on < started_on OR authorised_at::date < started_on",
            f"SELECT 1 FROM {SEEN} JOIN people_person p ON p.id = c.child_id WHERE p.born_on > v.happened_at::date",
            f"SELECT 1 FROM {SEEN} JOIN casework_plan p ON p.id = c.plan_id WHERE v.happened_at::date < p.started_on",
            f"SELECT 1 FROM {SEEN} JOIN casework_plan p ON p.id = c.plan_id WHERE v.happened_at::date > p.ended_on",
            "SELECT 1 FROM casework_deadline WHERE met_at < started_at AND clock <> 'conf_report_parent_initial'",
        ):
            cursor.execute(f"{wrong} LIMIT 1")
            assert cursor.fetchone() is None, wrong


def test_its_deadlines_worked_out_again_are_as_they_are() -> None:
    assert replay(by=None, at=NOW).moved == {}


def test_one_clock_runs_for_each_plan_that_runs() -> None:
    for kind, clock in (("child_protection", "cp_visit"), ("child_in_need", "cin_visit")):
        running = set(rows("casework.Plan").filter(kind=kind, ended_on=None).values_list("child", flat=True))
        waits = rows("casework.Deadline").filter(clock=clock, met_at=None, void_at=None)
        assert set(waits.values_list("child", flat=True)) == running, clock


def test_teams_differ_in_how_they_write() -> None:
    def measured(team: str) -> float:
        mine = rows("casework.Outcome").filter(plan__assessment__team__name=team)
        return mine.exclude(target="").count() / max(1, mine.count())

    assert measured("Assessment north") > 0.75
    assert measured("Assessment north") > measured("Safeguarding north") + 0.1


def test_the_same_seed_makes_the_same_authority(authority: Any) -> None:
    before = everything()
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - {"django_migrations"}
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {', '.join(sorted(tables))} CASCADE")
    assert build(children=300, years=6, seed=7, now=NOW) == authority
    again = everything()
    # Keys go on where they were, and stand in what is said of a person: all else is the same.
    assert {name: len(some) for name, some in again.items()} == {name: len(some) for name, some in before.items()}
    for name in ("Assessment", "Meeting", "Plan", "Outcome", "Visit", "Deadline"):
        assert again[name] == before[name], name
