"""A kept query answers as the same query built anew, for whoever asks and with whatever values."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from goldenthread.access.models import Tie, User
from goldenthread.access.public import Fixed, among, arrange_cover, decide, kept, visible
from goldenthread.access.queries.kept import Given, Reader
from goldenthread.access.queries.rights import visible as condition
from goldenthread.people.models import Person
from goldenthread.rulebook.rights import Role
from tests.build import a_team, opened_in_emergency, person_who_signs_in, sealed, tied
from tests.building.people import a_child

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 3)


@kept
def _open(*, reader: User, act: Fixed, at: datetime) -> QuerySet:
    return Person.objects.filter(visible(reader, act, at=at)).order_by("pk").values_list("pk", flat=True)


@kept
def _ties(*, children: list[int], kinds: list[str] | None, whole: bool, on: date) -> QuerySet[Tie]:
    rows = Tie.objects.filter(among("child", children), starts_on__lte=on).select_related("user", "team").order_by("pk")
    if kinds is not None:
        rows = rows.filter(among("kind", kinds))
    return rows if whole else rows.values_list("child", "kind")


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("act", ["child.read", "contact.read", "note.record", "record.seal"])
def test_each_role_sees_by_a_kept_query_what_it_sees_by_a_new_one(role: Role, act: str) -> None:
    team, other = a_team(), a_team()
    readers = [person_who_signs_in(role, team=team), person_who_signs_in(role, team=other), person_who_signs_in(role)]
    children = [a_child() for _ in range(8)]
    tied(children[0], to=readers[0], starts_on=TODAY)
    tied(children[1], to=readers[1], starts_on=TODAY)
    tied(children[2], to=team, starts_on=TODAY)
    sealed(children[0], user=readers[1])
    sealed(children[3])
    if decide(readers[2], "child.read", children[5], at=NOW).emergency:
        opened_in_emergency(children[5], by=readers[2], at=NOW)
    if role in (Role.SOCIAL_WORKER, Role.TEAM_MANAGER):
        arrange_cover(
            absent=readers[1],
            covering=readers[0],
            first_on=TODAY,
            last_on=TODAY + timedelta(days=3),
            reason="Leave",
            by=person_who_signs_in(Role.TEAM_MANAGER),
            at=NOW,
        )
    for _ in range(2):
        for at in (NOW, NOW + timedelta(days=30)):
            for reader in readers:
                anew = Person.objects.filter(visible(reader, act, at=at)).order_by("pk").values_list("pk", flat=True)
                assert _open(reader=reader, act=act, at=at) == list(anew)


@pytest.mark.django_db
def test_somebody_whose_access_has_ended_sees_nothing_by_a_query_that_others_of_her_role_have_asked() -> None:
    a_child()
    stays, goes = person_who_signs_in("front_door_worker"), person_who_signs_in("front_door_worker")
    goes.access_until = TODAY - timedelta(days=1)
    assert _open(reader=stays, act="child.read", at=NOW)
    assert _open(reader=goes, act="child.read", at=NOW) == []
    assert _open(reader=goes, act="child.read", at=NOW - timedelta(days=2))


@pytest.mark.django_db
def test_values_are_told_anew_and_rows_come_as_they_would() -> None:
    worker, one, two = person_who_signs_in("social_worker"), a_child(), a_child()
    tied(one, to=worker)
    tied(two, to=worker, kind="co_working")
    asked = {"kinds": None, "whole": False, "on": TODAY + timedelta(days=9_999)}
    assert _ties(children=[one], **asked) == [(one, "allocated")]
    assert _ties(children=[two], **asked) == [(two, "co_working")]
    assert len(_ties(children=[one, two], **asked)) == 2
    assert _ties(children=[], **asked) == []
    assert _ties(children=[one, two], **asked | {"kinds": ["co_working"]}) == [(two, "co_working")]
    with CaptureQueriesContext(connection) as queries:
        (tie,) = _ties(children=[one], **asked | {"whole": True})
        assert (type(tie), tie.user.name) == (Tie, worker.name)
    assert len(queries) == 1
    assert f"'{{{one}}}'" in queries[0]["sql"].replace("::int8[]", "").replace("::bigint[]", "")


@pytest.mark.django_db
def test_the_database_keeps_one_plan_for_all_who_ask() -> None:
    for _ in range(3):
        _open(reader=person_who_signs_in("social_worker"), act="child.read", at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%access_tie tie%'")
        (before,) = cursor.fetchone()
        _open(reader=person_who_signs_in("social_worker"), act="child.read", at=NOW)
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%access_tie tie%'")
        assert cursor.fetchone() == (before,)
    assert before >= 1


def test_a_condition_that_asks_more_of_a_reader_than_is_told_fails_when_it_is_built() -> None:
    reader = Reader("reader", "social_worker", has_team=True, stands=True)
    condition(reader, "child.read", at=Given("at", "datetime"))
    with pytest.raises(AttributeError):
        reader.job_title  # noqa: B018 -- reading it is the test
