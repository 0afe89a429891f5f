"""The pages of oversight and improvement ask the database at most fifteen times, however much stands on them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.quality.models import StandardResult, StandardRun
from goldenthread.quality.public.improvement import MeasureSaid, add_measure, count_again
from goldenthread.quality.public.inspections import link_findings
from goldenthread.rulebook.rights import Role
from tests.building.access import person_who_signs_in
from tests.building.child_protection import conference_at
from tests.building.front_door import child_at
from tests.building.improvement import a_document, a_finding, improvement_at, workspace_for

pytestmark = pytest.mark.django_db

MOST = 15


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_each_page_of_oversight_and_improvement_asks_at_most_fifteen_times() -> None:
    now = timezone.now()
    child = child_at("allocated").child
    StandardRun.objects.create(on=now.date(), began_at=now, ended_at=now, whole=True, ledger_number=1)
    StandardResult.objects.create(
        child_id=child, about=f"plan:{child}", standard="plan.one_owner", met=False, since=now.date()
    )
    made = improvement_at("ready", at=now - timedelta(days=153))
    said = MeasureSaid(
        kind="standard",
        of="plan.one_owner",
        target="75",
        by_on=(now + timedelta(days=60)).date(),
        baseline="33",
        baseline_on=(now - timedelta(days=30)).date(),
        baseline_how="40 plans read by two auditors",
    )
    add_measure(plan=made.plan, said=said, by=made.leader, at=now)
    count_again(plan=made.plan, by=made.leader, at=now)
    again = a_finding(made.leader, words="Children’s plans do not say what will happen if change does not come.")
    recurring = link_findings(finding=made.finding, other=again, title="Plans are vague", by=made.leader, at=now)
    for _ in range(12):
        a_finding(made.leader, words="Managers’ decisions on contacts are recorded late for some children.")
    inspector = person_who_signs_in(Role.INSPECTOR)
    chosen = {child: "Long plan", child_at("allocated").child: "Long plan", child_at("allocated").child: "Long plan"}
    workspace = workspace_for(chosen, inspector=inspector, by=made.leader, at=now)
    for title in ("Quality report", "Policy"):
        a_document(made.leader, at=now, title=title)
    held = conference_at("held")
    pages = [
        (made.leader, f"/children/{held.child}/oversight/"),
        (made.leader, f"/recurring/{recurring}/"),
        (made.leader, "/recurring/"),
        (made.leader, f"/improvement/{made.plan}/"),
        (made.leader, "/improvement/"),
        (made.leader, "/findings/"),
        (made.leader, f"/findings/{made.finding}/"),
        (made.leader, f"/readiness/workspaces/{workspace}/"),
        (made.leader, f"/readiness/workspaces/{workspace}/?q=Noah+Carter"),
        (made.leader, "/timescales/single_assessment/"),
        (inspector, "/inspection/"),
    ]
    many = {}
    for user, address in pages:
        client = client_of(user)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        assert answer.status_code == 200, address
        if len(asked) > MOST:
            many[address] = (len(asked), [one["sql"][:150] for one in asked.captured_queries])
    assert not many

    # The page of what recurs leads from the sentence to the children.
    chain = client_of(made.leader).get(f"/recurring/{recurring}/").text.partition("From their sentence to the")[2]
    for address in (f"/findings/{made.finding}/", f"/improvement/{made.plan}/", "/standards/plan.one_owner/"):
        assert f'href="{address}"' in chain
