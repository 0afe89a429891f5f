"""Complaints: each stage with its clock, who may answer and investigate, and what is done after."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.access.models import LedgerEntry, Notice
from goldenthread.access.public import NotAllowed, arrange_cover
from goldenthread.casework.models import Deadline
from goldenthread.casework.public import child_deadlines, deadlines_of, my_work
from goldenthread.casework.public.supervision import cases_now
from goldenthread.kernel.clock import london_date
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import Complaint, ComplaintAction, ComplaintStage, Finding
from goldenthread.quality.public.complaints import (
    answer_complaint,
    appoint,
    check_complaint_action,
    close_complaint,
    complaint_shown,
    complaint_totals,
    complaints_in,
    extend_stage,
    finish_complaint_action,
    hold_panel,
    learn_from_complaint,
    may_read,
    record_complaint,
    report_investigation,
    report_panel,
    set_complaint_action,
    step_up,
    withdraw_complaint,
)
from goldenthread.quality.queries.asked import asked_by_quality
from goldenthread.quality.queries.findings import show_finding
from goldenthread.rulebook.rights import Role
from tests.build import child_at, person_who_signs_in, sealed, tied
from tests.building.complaints import THURSDAY, Complained, action_of, answer_said, complaint_at, complaint_said

pytestmark = pytest.mark.django_db
LATER = THURSDAY + timedelta(days=21)
DAY = london_date(THURSDAY)


def clocks(made: Complained) -> list[tuple[str, str]]:
    rows = Deadline.objects.filter(about=f"complaint:{made.complaint}").order_by("pk")
    return [(one.clock, "void" if one.void_at else "met" if one.met_at else "running") for one in rows]


def test_stage_1_runs_from_the_day_the_complaint_came_and_is_met_by_the_answer():
    made = complaint_at("recorded", received_on=DAY - timedelta(days=3))
    due = Deadline.objects.get(about=f"complaint:{made.complaint}")
    assert (due.clock, due.child_id, due.owner_id) == ("complaint_stage1", made.child, made.answers.pk)
    assert due.due_on.isoformat() == "2026-11-30"  # 10 working days from Monday 16 November
    assert Notice.objects.filter(to=made.answers, kind="complaint").exists()
    answer_complaint(complaint=made.complaint, said=answer_said(made.complaint, LATER), by=made.answers, at=LATER)
    due.refresh_from_db()
    assert london_date(due.met_at) == london_date(LATER)
    assert Complaint.objects.get(pk=made.complaint).state == "answered"
    shown = complaint_shown(made.complaint, reader=made.answers, at=LATER)
    assert shown.now.dues[0].late
    assert {one.outcome for one in shown.points} == {"upheld"}


def test_an_answer_says_of_every_point_what_it_came_to_and_what_is_done_where_something_is_upheld():
    made = complaint_at("recorded")
    said = answer_said(made.complaint, LATER)
    key = next(iter(said.outcomes))
    for wrong, field in (
        (replace(said, outcomes=dict(list(said.outcomes.items())[1:])), f"outcome-{key}"),
        (replace(said, outcomes=said.outcomes | {key: ("upheld", " ")}), f"because-{key}"),
        (replace(said, outcomes=said.outcomes | {key: ("maybe", "Because it is so.")}), f"outcome-{key}"),
        (replace(said, remedy=()), "remedy"),
        (replace(said, words=""), "answer"),
        (replace(said, answered_on=london_date(LATER) + timedelta(days=1)), "answered_on"),
        (replace(said, answered_on=DAY - timedelta(days=1)), "answered_on"),
    ):
        with pytest.raises(Refused) as refused:
            answer_complaint(complaint=made.complaint, said=wrong, by=made.answers, at=LATER)
        assert field in dict(refused.value.problems)
    assert clocks(made) == [("complaint_stage1", "running")]


def test_a_child_who_complains_is_offered_an_advocate():
    made = complaint_at("recorded")
    said = complaint_said(made.placed.team.pk, made.answers.pk, THURSDAY, complainant="child", child_agrees="own")
    with pytest.raises(Refused) as refused:
        record_complaint(children=[made.child], said=replace(said, advocate="none"), by=made.placed.writer, at=THURSDAY)
    assert "advocate" in dict(refused.value.problems)
    record_complaint(children=[made.child], said=replace(said, advocate="accepted"), by=made.placed.writer, at=THURSDAY)


def test_nobody_answers_a_complaint_about_herself_or_reads_it():
    made = complaint_at("recorded")
    said = complaint_said(made.placed.team.pk, made.answers.pk, THURSDAY, about=made.answers.pk)
    with pytest.raises(Refused) as refused:
        record_complaint(children=[made.child], said=said, by=made.placed.writer, at=THURSDAY)
    assert "owner" in dict(refused.value.problems)
    key = record_complaint(
        children=[made.child], said=replace(said, owner=made.leader.pk), by=made.placed.writer, at=THURSDAY
    )
    assert not may_read(made.answers, key, at=THURSDAY).allowed
    assert key not in {one.key for one in complaints_in(made.answers, at=THURSDAY)}
    with pytest.raises(Refused, match="about you"):
        answer_complaint(complaint=key, said=answer_said(key, THURSDAY), by=made.answers, at=THURSDAY)


def test_a_stage_is_given_more_time_once_and_before_its_time_is_out():
    made = complaint_at("recorded")
    with pytest.raises(Refused, match="late now, and stays late"):
        extend_stage(complaint=made.complaint, because="She is away until June.", by=made.answers, at=LATER)
    extend_stage(complaint=made.complaint, because="An advocate is being found for him.", by=made.answers, at=THURSDAY)
    assert clocks(made) == [("complaint_stage1", "void"), ("complaint_stage1_extended", "running")]
    longer = Deadline.objects.get(clock="complaint_stage1_extended")
    assert longer.due_on.isoformat() == "2026-12-17"
    with pytest.raises(Refused, match="already"):
        extend_stage(complaint=made.complaint, because="Again, and longer still.", by=made.answers, at=THURSDAY)
    answer_complaint(complaint=made.complaint, said=answer_said(made.complaint, LATER), by=made.answers, at=LATER)
    assert clocks(made)[1] == ("complaint_stage1_extended", "met")


def test_a_complaint_goes_on_unanswered_and_the_stage_before_counts_as_late():
    made = complaint_at("recorded")
    with pytest.raises(Refused) as refused:
        step_up(
            complaint=made.complaint,
            stage="2",
            asked_on=london_date(LATER),
            because="Nobody has answered me.",
            owner=made.answers.pk,
            by=made.leader,
            at=LATER,
        )
    assert "owner" in dict(refused.value.problems)
    step_up(
        complaint=made.complaint,
        stage="2",
        asked_on=london_date(LATER),
        because="Nobody has answered me.",
        owner=made.leader.pk,
        by=made.leader,
        at=LATER,
    )
    assert clocks(made) == [("complaint_stage1", "void"), ("complaint_stage2", "running")]
    totals = complaint_totals(since=DAY, until=london_date(LATER), reader=made.leader, at=LATER)
    assert [(one.late.count, one.in_time.count, one.running.count) for one in totals.timely] == [(1, 0, 0), (0, 0, 1)]


def test_whoever_investigates_stands_apart_from_the_case():
    made = complaint_at("stage2")
    reviewing = person_who_signs_in(Role.CONFERENCE_CHAIR, name="Margaret Osei")
    tied(made.child, to=reviewing, kind="reviewing")
    near = {
        made.answers: "answered an earlier stage",
        made.leader: "answers the complaint",
        person_who_signs_in(Role.TEAM_MANAGER, team=made.placed.team): "works in the team",
        reviewing: "has worked with the child",
    }
    base = {
        "complaint": made.complaint,
        "investigator_name": "",
        "independent_name": "Gwen Tarrant",
        "independent_because": "Neither has worked in the service.",
        "by": made.leader,
        "at": THURSDAY,
    }
    for user, sentence in near.items():
        with pytest.raises(Refused, match=sentence):
            appoint(investigator=user.pk, **base)
    with pytest.raises(Refused, match="works for us"):
        appoint(investigator=made.officer.pk, **(base | {"independent_name": reviewing.name.upper()}))
    with pytest.raises(Refused, match="Choose one of our own people"):
        appoint(investigator=None, **base)
    with pytest.raises(Refused, match="two people"):
        appoint(investigator=None, **(base | {"investigator_name": "Gwen tarrant"}))
    appoint(investigator=made.officer.pk, **base)
    assert may_read(made.officer, made.complaint, at=THURSDAY).allowed
    assert [one.page for one in work(made.officer)] == ["complaint"]


def work(user, at=LATER):
    return asked_by_quality(whose=user.pk, reader=user, at=at, until=london_date(at) + timedelta(days=60))


def test_stage_2_is_answered_after_its_report_by_somebody_new():
    made = complaint_at("appointed")
    said = answer_said(made.complaint, THURSDAY)
    with pytest.raises(Refused, match="report of the investigation"):
        answer_complaint(complaint=made.complaint, said=said, by=made.leader, at=THURSDAY)
    with pytest.raises(Refused, match="investigating officer records"):
        report_investigation(
            complaint=made.complaint, words="I found both.", reported_on=DAY, by=made.other, at=THURSDAY
        )
    report_investigation(complaint=made.complaint, words="I found both.", reported_on=DAY, by=made.officer, at=THURSDAY)
    with pytest.raises(Refused, match="answered an earlier stage"):
        answer_complaint(complaint=made.complaint, said=said, by=made.answers, at=THURSDAY)
    answer_complaint(complaint=made.complaint, said=said, by=made.leader, at=THURSDAY)
    assert clocks(made) == [("complaint_stage1", "met"), ("complaint_stage2", "met")]


def test_stage_3_has_a_clock_for_the_panel_its_report_and_the_answer():
    made = complaint_at("stage3")
    assert clocks(made)[2:] == [("complaint_stage3_panel", "running")]
    held = THURSDAY + timedelta(days=7)
    hold_panel(
        complaint=made.complaint, panel_on=london_date(held), people="Three from the list.", by=made.other, at=held
    )
    with pytest.raises(Refused, match="report of the panel"):
        answer_complaint(complaint=made.complaint, said=answer_said(made.complaint, held), by=made.other, at=held)
    report_panel(complaint=made.complaint, words="Uphold both.", reported_on=london_date(held), by=made.other, at=held)
    assert clocks(made)[2:] == [
        ("complaint_stage3_panel", "met"),
        ("complaint_panel_report", "met"),
        ("complaint_stage3_response", "running"),
    ]
    answer_complaint(complaint=made.complaint, said=answer_said(made.complaint, LATER), by=made.other, at=LATER)
    assert clocks(made)[-1] == ("complaint_stage3_response", "met")
    assert ComplaintStage.objects.get(complaint=made.complaint, stage="3").answered_by == made.other


def test_a_withdrawn_complaint_takes_its_clock_back():
    made = complaint_at("recorded")
    withdraw_complaint(complaint=made.complaint, because="“Leave it, it is sorted.”", by=made.answers, at=LATER)
    assert clocks(made) == [("complaint_stage1", "void")]
    totals = complaint_totals(since=DAY, until=london_date(LATER), reader=made.leader, at=LATER)
    assert totals.complaints.count == 1
    assert totals.timely == ()


def test_an_action_is_done_on_evidence_that_somebody_else_checks_before_the_complaint_closes():
    made = complaint_at("answered")
    owner = person_who_signs_in(Role.SOCIAL_WORKER)
    action = action_of(made, owner=owner)
    assert [one.what for one in work(owner)] == ["Every missed call is rung back by the end of the next day."]
    assert work(made.leader) == []
    with pytest.raises(Refused, match="not done yet"):
        close_complaint(complaint=made.complaint, because="She is content.", by=made.leader, at=THURSDAY)
    with pytest.raises(Refused, match="Its owner says"):
        finish_complaint_action(action=action, evidence="I rang them all.", by=made.leader, at=THURSDAY)
    finish_complaint_action(action=action, evidence="I rang them all.", by=owner, at=THURSDAY)
    with pytest.raises(NotAllowed):
        check_complaint_action(action=action, holds=True, words="I read it.", by=owner, at=THURSDAY)
    check_complaint_action(action=action, holds=False, words="The log says otherwise.", by=made.leader, at=THURSDAY)
    assert ComplaintAction.objects.get(pk=action).returned_because == "The log says otherwise."
    finish_complaint_action(action=action, evidence="Now 41 of 43.", by=owner, at=THURSDAY)
    check_complaint_action(action=action, holds=True, words="I read 20 of them.", by=made.leader, at=THURSDAY)
    close_complaint(complaint=made.complaint, because="She is content.", by=made.leader, at=THURSDAY)
    assert Complaint.objects.get(pk=made.complaint).state == "closed"
    mine = set_complaint_action
    with pytest.raises(Refused, match="closed"):
        mine(
            complaint=made.complaint,
            what="Ring her again.",
            owner=owner.pk,
            due_on=DAY,
            by=made.leader,
            at=THURSDAY,
        )


def test_what_it_teaches_enters_the_register_with_its_children_and_is_kept_back_with_them():
    made = complaint_at("answered")
    key = learn_from_complaint(
        complaint=made.complaint,
        words="Parents’ calls are not rung back, and plans go on without them.",
        theme="",
        by=made.leader,
        at=THURSDAY,
    )
    finding = Finding.objects.get(pk=key)
    assert (finding.source, finding.about, finding.status) == ("complaint", f"complaint:{made.complaint}", "open")
    assert list(finding.children.values_list("child", flat=True)) == [made.child]
    shown = complaint_shown(made.complaint, reader=made.leader, at=THURSDAY)
    assert [one.key for one in shown.findings] == [key]


def test_a_seal_on_a_child_hides_the_complaint_from_everybody_it_keeps_out():
    made = complaint_at("appointed")
    sealed(made.child)
    for user in (made.answers, made.leader, made.officer):
        assert not may_read(user, made.complaint, at=THURSDAY).allowed
        assert complaints_in(user, at=THURSDAY) == ()
        assert work(user) == []
    with pytest.raises(NotAllowed):
        withdraw_complaint(complaint=made.complaint, because="It is over.", by=made.leader, at=THURSDAY)


def test_a_worker_does_not_read_the_complaints_of_the_children_with_her():
    made = complaint_at("recorded")
    assert all(one.clock != "complaint_stage1" for one in child_deadlines(made.child, at=LATER))
    assert all(one.clock != "complaint_stage1" for one in deadlines_of(child=made.child, at=LATER))
    (case,) = cases_now([made.child], on=london_date(LATER)).values()
    assert all(one.clock != "complaint_stage1" for one in case.running)
    assert not may_read(made.placed.worker, made.complaint, at=THURSDAY).allowed
    assert complaints_in(made.placed.worker, at=THURSDAY) == ()


def test_a_manager_of_another_team_does_not_read_it_and_lists_agree_with_pages():
    made = [complaint_at("recorded"), complaint_at("appointed")]
    elsewhere = person_who_signs_in(Role.TEAM_MANAGER, team="Elsewhere")
    for user in (elsewhere, made[0].answers, made[1].officer, made[0].leader):
        listed = {one.key for one in complaints_in(user, at=THURSDAY)}
        assert listed == {one.complaint for one in made if may_read(user, one.complaint, at=THURSDAY).allowed}
    assert complaints_in(elsewhere, at=THURSDAY) == ()


def test_whoever_may_not_read_what_she_took_down_is_led_to_the_list():
    here, there = child_at("allocated"), child_at("referred")
    manager = person_who_signs_in(Role.TEAM_MANAGER, team=here.team)
    client = Client()
    client.force_login(manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = reverse("complaint_new", args=[here.child])
    typed = {
        "complainant": "parent",
        "complainant_name": "Stacey Carter",
        "channel": "phone",
        "advocate": "declined",
        "child_agrees": "yes",
        "team": here.team.pk,
        "desired": "Somebody rings me back.",
        "received_on": DAY.isoformat(),
        "owner": person_who_signs_in(Role.SERVICE_MANAGER).pk,
        "point-1": "I rang nine times in May and nobody rang back.",
        "theme-1": "communication",
    }
    for child, read in ((there.child, False), (here.child, True)):
        once = client.get(page).content.decode().split('name="once" value="')[1].split('"')[0].split("-")[0]
        answer = client.post(page, typed | {"children": child, "once": once})
        made = Complaint.objects.latest("pk").pk
        assert may_read(manager, made, at=THURSDAY).allowed is read
        assert answer.url == (reverse("complaint", args=[made]) if read else reverse("complaints"))


def test_a_complaint_of_a_colleague_is_told_to_whoever_may_read_it_and_names_no_child():
    made = complaint_at("recorded", received_on=DAY - timedelta(days=10))
    elsewhere = person_who_signs_in(Role.TEAM_MANAGER, team="Elsewhere")
    own = [one for item in items_of(made.answers) for one in item.things if one.clock == "complaint_stage1"]
    assert [one.child for one in own] == [made.child]
    assert items_of(elsewhere, of=made.answers) == []
    (item,) = items_of(made.leader, of=made.answers)
    assert (item.title, item.things[0].what, item.things[0].page) == ("Complaint", "Answer the complaint", "complaint")
    arrange_cover(absent=made.answers, covering=elsewhere, first_on=DAY, last_on=DAY, by=made.leader, at=THURSDAY)
    (covered,) = my_work(elsewhere, at=THURSDAY).covered
    assert (covered.overdue, covered.today, covered.soon) == (0, 0, 0)


def items_of(reader, of=None):
    found = my_work(reader, at=THURSDAY, of=of)
    return [*found.overdue, *found.today, *found.soon]


def test_who_has_looked_at_a_record_does_not_tell_of_its_complaints():
    made = complaint_at("answered2")
    client = Client()
    client.force_login(made.leader, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("complaint", args=[made.complaint])).status_code == 200
    client.force_login(made.placed.worker, backend="allauth.account.auth_backends.AuthenticationBackend")
    said = client.get(reverse("child_looked", args=[made.child])).content.decode().partition('<ol class="gt-chron">')[2]
    assert made.placed.worker.name in said
    for words in (made.leader.name, made.officer.name, "Answer a complaint", "Read a complaint", "Record a complaint"):
        assert words not in said, words


def test_a_finding_of_a_complaint_leads_only_its_readers_to_the_child():
    made = complaint_at("answered")
    said = {"complaint": made.complaint, "theme": "", "by": made.leader, "at": THURSDAY}
    child = Complaint.objects.get(pk=made.complaint).children.get().child
    with pytest.raises(Refused, match="many people read the register"):
        learn_from_complaint(words=f"Nobody rang {child.given_names}’s mother back.", **said)
    key = learn_from_complaint(words="Calls of parents are not rung back.", **said)
    assert [one for one, _ in show_finding(key, reader=made.leader, at=THURSDAY).children] == [made.child]
    for_worker = show_finding(key, reader=made.placed.worker, at=THURSDAY)
    assert (for_worker.children, for_worker.others) == ((), 0)
    assert for_worker.row.words == "Calls of parents are not rung back."


def test_what_is_late_stands_first():
    early = complaint_at("recorded", received_on=DAY - timedelta(days=30))
    complaint_at("recorded")
    rows = complaints_in(early.leader, at=THURSDAY)
    assert [one.due.late for one in rows] == [True, False]
    assert rows[0].key == early.complaint


def test_totals_show_whoever_reads_none_no_small_count():
    made = complaint_at("answered2")
    member = person_who_signs_in(Role.ELECTED_MEMBER)
    totals = complaint_totals(since=DAY, until=DAY, reader=member, at=THURSDAY)
    assert totals.complaints.count is None
    assert totals.complaints.shown == "fewer than 5"
    # A day without any says the same, and so do a stage, an outcome and a theme: nothing tells that there is one.
    before = DAY - timedelta(days=800)
    none = complaint_totals(since=before, until=before, reader=member, at=THURSDAY)
    assert replace(none, since=totals.since, until=totals.until) == totals
    assert totals.by_theme == ()
    for since, until in ((DAY, DAY), (DAY - timedelta(days=30), DAY - timedelta(days=1))):
        found = complaint_totals(since=since, until=until, reader=member, at=THURSDAY)
        assert (found.since.isoformat(), found.until) == ("2026-04-01", DAY)
    whole = complaint_totals(since=DAY, until=DAY, reader=made.leader, at=THURSDAY)
    assert [one.shown for one in whole.by_outcome][:2] == ["2", "0"]


def test_every_act_is_in_the_ledger_of_the_child():
    made = complaint_at("panel")
    acts = set(LedgerEntry.objects.filter(child=made.child, act__startswith="complaint.").values_list("act", flat=True))
    assert acts == {
        "complaint.record",
        "complaint.answer",
        "complaint.step_up",
        "complaint.appoint",
        "complaint.investigate",
        "complaint.panel",
    }


def test_a_complaint_is_refused_whole_with_every_sentence():
    placed = child_at("allocated")
    said = complaint_said(0, 0, THURSDAY, complainant="", points=(("", ""),), desired="", complainant_name=" ")
    with pytest.raises(Refused) as refused:
        record_complaint(children=[placed.child], said=said, by=placed.writer, at=THURSDAY)
    fields = {field for field, _ in refused.value.problems}
    assert fields == {"complainant", "complainant_name", "desired", "team", "owner", "theme-1", "point-1"}
