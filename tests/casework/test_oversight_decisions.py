"""A management decision: its parts, when it was written, what it asks of whom, and what the standards ask of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goldenthread.access.models import Notice
from goldenthread.access.public import NotAllowed, entries
from goldenthread.casework.models import Deadline, Decision, DecisionAction
from goldenthread.casework.public import finish_action, my_work
from goldenthread.casework.public.oversight import (
    AskedAction,
    decision_hints,
    decisions_of,
    late_decisions,
    show_decision,
)
from goldenthread.casework.queries import oversight_decisions
from goldenthread.kernel.refusal import Refused
from tests.build import child_at, person_who_signs_in
from tests.building.access import sealed
from tests.building.oversight import DECIDED, decision_made, decision_said

pytestmark = pytest.mark.django_db


def test_what_it_asks_is_its_owners_work_until_it_is_done():
    key, placed, manager = decision_made()
    shown = show_decision(key, at=DECIDED)
    assert (shown.decided_by, shown.kind_words, shown.late) == ("Helen Marsh", "Direction of the work", "")
    asked = [
        thing for item in my_work(placed.worker, at=DECIDED).soon for thing in item.things if thing.kind == "action"
    ]
    assert [one.what for one in asked] == ["See Noah at school and ask who picks him up"]
    assert asked[0].child == placed.child and "Helen Marsh" in asked[0].why
    assert Notice.objects.filter(to=placed.worker, kind="decision").exists()
    action = DecisionAction.objects.get(decision=key)
    with pytest.raises(Refused, match="somebody else"):
        finish_action(action=action.pk, words="Seen at school.", by=manager, at=DECIDED)
    done = DECIDED + timedelta(days=2)
    finish_action(action=action.pk, words="Seen at school: his nan picks him up.", by=placed.worker, at=done)
    assert show_decision(key, at=done).actions[0].done_words.startswith("Seen at school")
    acts = [(one.act, one.subject) for one in entries(child=placed.child)]
    assert {("decision.record", f"decision:{key}"), ("action.finish", f"decision:{key}")} <= set(acts)


def test_written_late_both_moments_are_kept_and_it_is_said():
    key, placed, _ = decision_made(decided_at=DECIDED - timedelta(days=6))
    assert show_decision(key, at=DECIDED).late == "Written 4 working days after it was made"
    clock = Deadline.objects.get(clock="mgmt_decision_record", child=placed.child)
    assert (clock.started_at, clock.met_at) == (DECIDED - timedelta(days=6), DECIDED)
    noticed = [one.standard for one in show_decision(key, at=DECIDED).noticed]
    assert noticed == ["decision.recorded_in_time"]


def test_a_late_decision_is_listed_however_many_in_time_were_made_since(monkeypatch):
    late, placed, manager = decision_made(decided_at=DECIDED - timedelta(days=6))
    for n in range(1, 4):  # each written on the next working day, which is in time
        next_day = DECIDED + timedelta(days=1, minutes=n)
        decision_made(placed, by=manager, at=next_day, decided_at=DECIDED + timedelta(minutes=n))
    monkeypatch.setattr(oversight_decisions, "MOST_LATE", 2)
    found = late_decisions(
        (placed.team.pk,), since=DECIDED - timedelta(days=60), reader=manager, at=DECIDED + timedelta(days=2)
    )
    assert [one.key for one in found] == [late]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "nonsense"}, "kind"),
        ({"decided": " "}, "decided"),
        ({"why": "—"}, "why"),
        ({"rejected": ""}, "rejected"),
        ({"child_view": ""}, "child_view"),
        ({"decided_at": DECIDED + timedelta(hours=1)}, "decided_at"),
        ({"decided_at": DECIDED - timedelta(days=500)}, "decided_at"),
        ({"actions": [AskedAction("Ring the school", None, DECIDED.date())]}, "action_1_owner"),
        ({"actions": [AskedAction("Ring the school", 10**15, None)]}, "action_1_due_on"),
        ({"actions": [AskedAction("Ring the school", 10**15, DECIDED.date())]}, "action_1_owner"),
        ({"actions": []}, "action_1_what"),
        ({"about": "plan:99999999"}, ""),
    ],
)
def test_what_is_missing_is_refused_with_a_sentence(changed, field):
    with pytest.raises(Refused) as refused:
        decision_made(**({"review_on": None} | changed))
    assert field in [name for name, _ in refused.value.problems]
    assert not Decision.objects.filter(child__isnull=False).exists()


def test_a_decision_not_to_act_needs_only_a_day_to_look_again():
    key, placed, _ = decision_made(kind="not_to_act", actions=[], review_on=(DECIDED + timedelta(days=7)).date())
    assert show_decision(key, at=DECIDED).actions == ()
    assert [one.kind for one in decisions_of(placed.child, at=DECIDED)] == ["not_to_act"]


def test_by_the_childs_own_managers_and_never_asked_of_somebody_shut_out():
    placed = child_at("allocated")
    with pytest.raises(NotAllowed):
        decision_made(placed, by=placed.worker)
    with pytest.raises(NotAllowed):
        decision_made(placed, by=person_who_signs_in("team_manager", team="Another team"))
    head = person_who_signs_in("team_manager", team=placed.team)
    sealed(placed.child, user=placed.worker, kind="conflict")
    with pytest.raises(Refused, match="may not see this record"):
        decision_made(placed, by=head)


def test_the_standards_ask_quietly_while_it_is_typed():
    first = decision_said()
    _, placed, _ = decision_made(why=first.why)

    def asked(**typed):
        words = {"decided": "Visits go on", "why": "", "at": DECIDED} | typed
        return [one.standard for one in decision_hints(placed.child, **words)]

    assert asked(decided="") == []
    assert asked() == []  # nothing is said of a box before it is reached
    assert asked(why="Agreed") == ["decision.reasoned"]
    assert asked(why=first.why) == ["decision.reason_new"]
    assert "decision.recorded_in_time" in asked(decided_at=DECIDED - timedelta(days=9))
    assert asked(actions=[("Continue to monitor", "Priya Nair", None)])[-1] == "decision.followed_by_action"
    assert "decision.grounded" in asked(rejected="An agreement", child_view="“I listen for the door at night”")
