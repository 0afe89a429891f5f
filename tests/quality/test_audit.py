"""Audit: a sample that can be drawn again, grades with reasons, a second look that is blind, and rights that end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from goldenthread.access.models import Notice, Tie
from goldenthread.access.public import NotAllowed, decide, entries
from goldenthread.casework.models import Deadline
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Audit, AuditFrame, AuditGrade, AuditGrading
from goldenthread.quality.operations.audit import draw_sample, plan_round, reassign_audit, write_tool
from goldenthread.quality.operations.audit_concerns import confirm_concern, return_concern
from goldenthread.quality.operations.audit_grading import (
    GradingSaid,
    agree_grade,
    answer_audit,
    ask_second,
    close_audit,
    keep_grading,
    send_grading,
)
from goldenthread.quality.queries.audit import audit_shown, concern_shown, drawn_again, programme, round_shown
from goldenthread.quality.queries.audit_tools import latest_tools, tool_of
from goldenthread.rulebook.rights import Role
from tests.build import child_at, person_who_signs_in, sealed, tied
from tests.building.audit import FRIDAY, concern_at, graded, grading_said, round_at, round_said

pytestmark = pytest.mark.django_db
LATER = FRIDAY + timedelta(days=3)


# --- the sample


def test_a_sample_is_drawn_given_opened_and_clocked():
    made = round_at("drawn", children=4)
    audits = list(Audit.objects.filter(round=made.round))
    assert len(audits) == 4
    assert {one.auditor for one in audits} == set(made.auditors)
    first = audits[0]
    assert decide(first.auditor, "child.read", first.child_id, at=LATER).allowed
    others = [one for one in made.auditors if one != first.auditor]
    assert not decide(others[0], "child.read", first.child_id, at=LATER).allowed
    due = Deadline.objects.get(clock="audit_monthly", child=first.child_id)
    assert (due.owner, due.about) == (first.auditor, f"audit:{first.pk}")
    assert "audit.give" in [one.act for one in entries(child=first.child_id)]


def test_anybody_can_draw_it_again():
    made = round_at("drawn", children=5, wanted=3)
    again = drawn_again(made.round)
    assert again.same
    assert [key for key, _, _ in again.places] == list(made.audits)
    frame = AuditFrame.objects.get(round=made.round)
    assert frame.children == sorted(one.child for one in made.placed)


def test_a_changed_sample_is_seen():
    made = round_at("drawn", children=5, wanted=3)
    AuditFrame.objects.filter(round=made.round).update(children=[one.child for one in made.placed][:4], stratum=[0] * 4)
    assert not drawn_again(made.round).same or len(drawn_again(made.round).places) == 3


def test_own_cases_closed_records_and_children_audited_lately_are_left_out():
    auditor = person_who_signs_in(Role.AUDITOR)
    own, shut, audited = child_at("allocated"), child_at("allocated"), child_at("allocated")
    tied(own.child, to=auditor, kind="reviewing")
    sealed(shut.child)
    before = round_at("planned", children=0, auditors=(auditor,), wanted=1)
    draw_sample(round=before.round, by=before.lead, at=FRIDAY)
    audited_child = Audit.objects.get(round=before.round).child_id
    assert audited_child == audited.child
    new = round_at("planned", children=2, auditors=(auditor,), wanted=2)
    drawn = draw_sample(round=new.round, by=new.lead, at=LATER)
    assert (drawn.own_cases, drawn.closed_to_all, drawn.audited_lately) == (1, 1, 1)
    assert {one.child for one in new.placed} == set(
        Audit.objects.filter(round=new.round).values_list("child", flat=True)
    )


def test_too_few_children_is_a_sentence_and_nothing_is_drawn():
    made = round_at("planned", children=2, wanted=10)
    with pytest.raises(Refused, match="There are 2 children to draw from, and you asked for 10"):
        draw_sample(round=made.round, by=made.lead, at=FRIDAY)
    assert not Audit.objects.exists()


def test_it_is_drawn_once():
    made = round_at("drawn", children=2)
    with pytest.raises(Refused, match="now “under way”"):
        draw_sample(round=made.round, by=made.lead, at=LATER)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"among": "everybody"}, "among"),
        ({"how": "targeted"}, "team"),
        ({"wanted": 0}, "wanted"),
        ({"tool": "none"}, "tool"),
        ({"question": "none"}, "tool"),
        ({"auditors": ()}, "auditors"),
    ],
)
def test_a_round_that_lacks_something_is_refused(changed, field):
    lead, auditor = person_who_signs_in(Role.SERVICE_MANAGER), person_who_signs_in(Role.AUDITOR)
    with pytest.raises(Refused) as refused:
        plan_round(said=round_said((auditor,), **changed), by=lead, at=FRIDAY)
    assert field in [name for name, _ in refused.value.problems]


def test_planning_is_for_those_who_lead():
    worker = person_who_signs_in(Role.SOCIAL_WORKER)
    with pytest.raises(NotAllowed):
        plan_round(said=round_said((worker,)), by=worker, at=FRIDAY)


# --- grading


def test_a_grading_is_kept_as_typed_and_sent_when_whole():
    made = round_at("drawn", children=2)
    row = Audit.objects.get(pk=made.audits[0])
    part = GradingSaid(grades={"tested": ("good", "Two of three"), "made_up": ("good", "x")}, overall="good")
    keep_grading(audit=row.pk, part="first", said=part, by=row.auditor, at=FRIDAY)
    assert AuditGrade.objects.get().words == "Two of three"
    with pytest.raises(Refused) as refused:
        send_grading(audit=row.pk, part="first", said=part, by=row.auditor, at=FRIDAY)
    asked = [name for name, _ in refused.value.problems]
    assert {"grade-covers", "overall_words", "safe", "family_asked", "worker_there"} <= set(asked)
    row = graded(row.pk)
    assert (row.state, row.overall) == ("graded", "good")
    assert Deadline.objects.get(clock="audit_monthly", child=row.child_id).met_at is not None


def test_only_whoever_has_it_grades():
    made = round_at("drawn", children=2)
    row = Audit.objects.get(pk=made.audits[0])
    other = next(one for one in made.auditors if one != row.auditor)
    with pytest.raises(NotAllowed):
        send_grading(audit=row.pk, part="first", said=grading_said(made.round), by=other, at=FRIDAY)


def test_a_child_who_is_not_safe_makes_it_inadequate_and_a_manager_knows_first():
    made = round_at("drawn", children=2)
    with pytest.raises(Refused, match="not safe makes the whole inadequate"):
        graded(made.audits[0], "good", safe=False)
    with pytest.raises(Refused, match="Raise the safety concern first"):
        graded(made.audits[0], "inadequate", safe=False)
    concern_at("raised", made.audits[0])
    row = graded(made.audits[0], "inadequate", safe=False)
    assert (row.state, row.second_because) == ("second", "grade")


def test_the_second_auditor_sees_nothing_of_the_first_until_both_are_in():
    made = round_at("drawn", children=2, second_percent=100)
    row = graded(made.audits[0], "good")
    assert row.state == "second"
    second = row.second_auditor
    shown = audit_shown(row.pk, reader=second, at=FRIDAY)
    assert (shown.blind, dict(shown.gradings), shown.overall) == (True, {}, "")
    assert "good" not in [one.overall for one in round_shown(made.round, reader=second, at=FRIDAY).audits]
    keep_grading(
        audit=row.pk, part="second", said=grading_said(made.round, "requires_improvement"), by=second, at=FRIDAY
    )
    assert "second" not in audit_shown(row.pk, reader=row.auditor, at=FRIDAY).gradings
    row = graded(row.pk, "requires_improvement", part="second")
    assert row.state == "agreeing"
    shown = audit_shown(row.pk, reader=second, at=FRIDAY)
    assert {part: one.overall for part, one in shown.gradings.items()} == {
        "first": "good",
        "second": "requires_improvement",
    }
    agree_grade(
        audit=row.pk,
        overall="requires_improvement",
        words="We weigh the account that carries the risk.",
        by=row.auditor,
        at=LATER,
    )
    row.refresh_from_db()
    assert (row.state, row.overall) == ("graded", "requires_improvement")
    assert Deadline.objects.filter(clock="audit_reaudit", child=row.child_id, met_at=None).exists()


def test_what_both_grade_alike_is_agreed_by_that():
    made = round_at("drawn", children=2, second_percent=100)
    graded(made.audits[0], "good")
    assert graded(made.audits[0], "good", part="second").state == "graded"


def test_an_auditor_who_leaves_hands_on_what_was_written():
    made = round_at("drawn", children=2)
    row = Audit.objects.get(pk=made.audits[0])
    before = row.auditor
    keep_grading(audit=row.pk, part="first", said=grading_said(made.round), by=before, at=FRIDAY)
    new = person_who_signs_in(Role.AUDITOR)
    reassign_audit(audit=row.pk, to=new.pk, by=made.lead, at=LATER)
    grading = AuditGrading.objects.get(audit=row.pk)
    assert (grading.grader, grading.grades.count()) == (new, 9)
    assert decide(new, "audit.grade", row.child_id, at=LATER).allowed
    assert not decide(before, "audit.grade", row.child_id, at=LATER).allowed
    due = Deadline.objects.get(clock="audit_monthly", child=row.child_id, met_at=None, void_at=None)
    assert (due.owner, due.started_at) == (new, row.given_at)
    tied_to = child_at("allocated")
    own = person_who_signs_in(Role.AUDITOR)
    tied(row.child_id, to=own, kind="reviewing")
    with pytest.raises(Refused, match="one of her own cases"):
        reassign_audit(audit=row.pk, to=own.pk, by=made.lead, at=LATER)
    assert tied_to.child != row.child_id


def test_the_worker_answers_and_the_right_ends_when_it_closes():
    made = round_at("drawn", children=2)
    row = graded(made.audits[0])
    placed = next(one for one in made.placed if one.child == row.child_id)
    assert Notice.objects.filter(to=placed.worker, kind="audit").exists()
    answer_audit(audit=row.pk, words="I see it now.", by=placed.worker, at=LATER)
    close_audit(audit=row.pk, by=row.auditor, at=LATER)
    assert not decide(row.auditor, "child.read", row.child_id, at=LATER).allowed
    assert not Tie.objects.filter(child=row.child_id, kind="audit", ends_on=None).exists()


def test_somebody_else_is_asked_to_grade_it_too():
    made = round_at("drawn", children=2)
    row = graded(made.audits[0])
    other = person_who_signs_in(Role.CONFERENCE_CHAIR)
    ask_second(audit=row.pk, to=other.pk, by=row.auditor, at=LATER)
    assert programme(reader=other, at=LATER).mine[0].part == "second"


def test_graded_again_the_wait_to_be_audited_again_begins_anew_and_the_first_was_not_met():
    made = round_at("drawn", children=2)
    row = graded(made.audits[0], "requires_improvement")
    ask_second(audit=row.pk, to=person_who_signs_in(Role.CONFERENCE_CHAIR).pk, by=row.auditor, at=LATER)
    graded(row.pk, "inadequate", part="second", at=LATER)
    agree_grade(audit=row.pk, overall="inadequate", words="The account was not tested.", by=row.auditor, at=LATER)
    first, second = Deadline.objects.filter(clock="audit_reaudit", child=row.child_id).order_by("started_at")
    assert (first.met_at, first.void_at, first.void_because) == (
        None,
        LATER,
        "The same audit was graded a second time.",
    )
    assert (second.met_at, second.void_at, second.started_at) == (None, None, LATER)


def test_nobody_else_puts_words_in_the_workers_mouth():
    made = round_at("drawn", children=2)
    row = graded(made.audits[0])
    placed = next(one for one in made.placed if one.child == row.child_id)
    manager = person_who_signs_in(Role.TEAM_MANAGER, team=placed.team)
    assert decide(manager, "audit.answer", row.child_id, at=LATER).allowed
    with pytest.raises(Refused, match="The worker whose work it is answers this"):
        answer_audit(audit=row.pk, words="She knows better now.", by=manager, at=LATER)
    assert "audit.answer" not in audit_shown(row.pk, reader=manager, at=LATER).may
    assert "audit.answer" in audit_shown(row.pk, reader=placed.worker, at=LATER).may


def test_what_is_graded_is_kept_on_the_way_to_the_safety_concern(client):
    made = round_at("drawn", children=2)
    row = Audit.objects.get(pk=made.audits[0])
    client.force_login(row.auditor, backend="allauth.account.auth_backends.AuthenticationBackend")
    typed = boxes_of(grading_said(made.round, "inadequate", safe=False))
    where = reverse("audit_grade", args=[row.pk])
    answer = client.post(where, typed)
    assert (answer.status_code, AuditGrade.objects.count()) == (422, 0)
    page = answer.content.decode()
    assert "Keep what you wrote before you go" in page
    assert 'name="keep"' in page
    answer = client.post(where, typed | {"keep": "1"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("audit", args=[row.pk]))
    kept = AuditGrading.objects.get(audit=row.pk)
    assert (kept.sent_at, kept.safe, kept.grades.count()) == (None, False, len(grading_said(made.round).grades))


def boxes_of(said: GradingSaid) -> dict[str, str]:
    """A whole grading as the boxes of its page."""
    made = {f"grade-{key}": grade for key, (grade, _) in said.grades.items()}
    made |= {f"words-{key}": words for key, (_, words) in said.grades.items()}
    made |= {"safe": "yes" if said.safe else "no", "worker_there": "yes" if said.worker_there else "no"}
    for name in ("overall", "overall_words", "learning", "worker_words", "family_asked", "family_words"):
        made[name] = getattr(said, name)
    return made


# --- what cannot wait


def test_a_chair_who_audits_reads_the_concern_she_raised():
    chair = person_who_signs_in(Role.CONFERENCE_CHAIR)
    made = round_at("drawn", children=1, auditors=(chair,))
    row = Audit.objects.get(pk=made.audits[0])
    concern, _ = concern_at("raised", row.pk)
    assert decide(chair, "concern.read", row.child_id, at=LATER).allowed
    assert concern in [one.key for one in programme(reader=chair, at=LATER).concerns]
    assert not decide(person_who_signs_in(Role.CONFERENCE_CHAIR), "concern.read", row.child_id, at=LATER).allowed


def test_a_concern_is_answered_within_a_day_and_confirmed_by_another():
    made = round_at("drawn", children=2)
    concern, told = concern_at("answered", made.audits[0])
    row = Audit.objects.get(pk=made.audits[0])
    due = Deadline.objects.get(clock="audit_action_urgent", child=row.child_id)
    assert (due.owner, due.met_at) == (told, None)
    assert Notice.objects.filter(to=told, kind="concern").exists()
    graded(row.pk)
    with pytest.raises(Refused, match="safety concern of this audit is still open"):
        close_audit(audit=row.pk, by=row.auditor, at=LATER)
    with pytest.raises(Refused, match="somebody else must confirm"):
        confirm_concern(concern=concern, words="I saw the note.", by=told, at=LATER)
    return_concern(concern=concern, because="Who saw Noah today?", by=row.auditor, at=LATER)
    assert concern_shown(concern, reader=told, at=LATER).may == {"concern.answer"}


# --- tools


def test_an_old_audit_is_shown_as_it_was_asked():
    lead = person_who_signs_in(Role.SERVICE_MANAGER)
    text = "The plan:\nIs it specific?\nDoes anybody know it?"
    assert write_tool(key="", title="Our plans", text=text, by=lead, at=FRIDAY) == 1
    made = round_at("drawn", children=2, tool="own_our_plans", tool_version=1)
    assert write_tool(key="own_our_plans", title="Our plans", text="Is it short?", by=lead, at=LATER) == 2
    shown = audit_shown(made.audits[0], reader=made.auditors[0], at=LATER)
    assert [item.label for item in shown.items] == ["Is it specific?", "Does anybody know it?"]
    assert shown.items[0].domain == "plan"
    assert next(one for one in latest_tools() if one.key == "own_our_plans").version == 2
    with pytest.raises(KeyError):
        tool_of("own_our_plans", 3)


@pytest.mark.parametrize(
    ("title", "text", "sentence"),
    [
        ("", "Is it?", "what the tool is called"),
        ("Ours", "Plan:", "at least one"),
        ("Case", "x" * 300, "200 characters"),
    ],
)
def test_a_tool_that_asks_nothing_is_refused(title, text, sentence):
    with pytest.raises(Refused, match=sentence):
        write_tool(key="", title=title, text=text, by=person_who_signs_in(Role.AUDITOR), at=FRIDAY)
