"""Child protection in a real browser: from a strategy discussion to an enquiry, a conference and the plan it begins."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from goldenthread.casework.models import Deadline, Enquiry, Meeting, Plan
from goldenthread.casework.operations.conferences import move_conference
from goldenthread.rulebook.calendar import WORKING_DAYS
from tests.building.access import person_who_signs_in
from tests.building.browsing import sign_in
from tests.building.child_protection import a_chair, a_room
from tests.building.front_door import child_at

pytestmark = pytest.mark.django_db(transaction=True)


def working_day(at: datetime, step: int) -> datetime:
    """10 in the morning of the next (or, with -1, the last) working day."""
    found = timezone.localtime(at) + timedelta(days=step)
    while not WORKING_DAYS.is_working(found.date()):
        found += timedelta(days=step)
    return found.replace(hour=10, minute=0, second=0, microsecond=0)


def date_in(page, legend: str, at: datetime, *, time: bool = False) -> None:
    """Types a day, and a time where it is asked for, in the boxes of a question."""
    local = timezone.localtime(at)
    boxes = page.get_by_role("group", name=legend)
    for label, text in (("Day", local.day), ("Month", local.month), ("Year", local.year)):
        boxes.get_by_label(label, exact=True).first.fill(str(text))
    if time:
        boxes.get_by_label("Time, like 2:41pm").fill(f"{local:%H:%M}")


def write(page, words: dict[str, str]) -> None:
    for label, text in words.items():
        page.get_by_label(label, exact=True).fill(text)


def test_from_a_strategy_discussion_to_the_plan_that_a_conference_begins(site, browse, axe, fits_its_width) -> None:
    # given a child with a worker, a manager, a chair and a room
    now = timezone.now()
    placed = child_at("allocated", at=now - timedelta(days=30), received_at=now - timedelta(days=31))
    helen = person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)
    maria, _ = a_chair(), a_room("Weir Room")
    held = working_day(now - timedelta(days=16), -1)
    boss, worker, chair = browse(), browse(phone=True), browse()
    for page, user in ((boss, helen), (worker, placed.worker), (chair, maria)):
        sign_in(page, site, user)

    # when the manager records the discussion, without health at first
    boss.goto(f"/children/{placed.child}/protection/")
    axe(boss)
    boss.get_by_role("link", name="Record a strategy discussion").click()
    axe(boss)
    date_in(boss, "When was significant harm first suspected?", held - timedelta(hours=2), time=True)
    date_in(boss, "When was it held?", held, time=True)
    write(
        boss,
        {
            "What is suspected, and what happened?": "A bruise on his back that nobody can explain.",
            "Who took part for children’s social care?": "Helen Marsh, team manager",
            "Who took part for the police?": "DS Imran Aziz",
            "What did each of them know and say?": "Police: two calls in October. Health: three missed appointments.",
            "Why was this decided?": "Nobody can explain the bruise, and Lee was alone with him.",
            "How is each child kept safe now?": "He stays with his grandmother.",
            "Action 1: what is to be done?": "See him alone at school",
            "Action 1: who does it?": "Priya Nair",
        },
    )
    boss.get_by_label("A section 47 enquiry, with the police").check()
    date_in(boss, "Action 1: by which day?", held + timedelta(days=1))
    boss.get_by_role("button", name="Record the discussion").click()
    boss.get_by_role("alert").get_by_text("Say why it went on without health").wait_for()
    axe(boss)
    assert boss.get_by_label("Who took part for the police?").input_value() == "DS Imran Aziz"
    write(boss, {"Who took part for health?": "Ruth Bell, safeguarding nurse"})
    boss.get_by_role("button", name="Record the discussion").click()
    boss.get_by_role("heading", name="Strategy discussion", level=1).wait_for()
    axe(boss)
    enquiry = Enquiry.objects.get(child=placed.child)
    icpc = Deadline.objects.get(clock="icpc", child=placed.child)
    assert icpc.started_at == held and icpc.due_on == WORKING_DAYS.add(timezone.localdate(held), 15)

    # and the worker concludes the enquiry, on a phone
    worker.goto(f"/enquiries/{enquiry.pk}/")
    axe(worker)
    fits_its_width(worker)
    worker.get_by_role("button", name="Conclude the enquiry").click()
    axe(worker)
    fits_its_width(worker)
    write(
        worker,
        {
            "What did the enquiry find?": "He says that Lee pinched him, and the doctor agrees.",
            "If the child was not seen in the enquiry, why not?": "He was seen in hospital by the paediatrician.",
            "Why does this follow from what was found?": "He was hurt, and is not safe where Lee is.",
        },
    )
    worker.get_by_label("Initial child protection conference").check()
    worker.get_by_role("button", name="Send to the manager").click()
    worker.get_by_text("Sent to the manager").wait_for()

    # and the manager authorises it and arranges the conference
    boss.goto(f"/enquiries/{enquiry.pk}/")
    boss.get_by_label("Why do you agree with this outcome?").fill("The injury and the history point to Lee.")
    boss.get_by_role("button", name="Authorise: initial child protection conference").click()
    boss.get_by_role("button", name="Arrange the conference").click()
    axe(boss)
    date_in(boss, "When will it be held?", working_day(now, 1), time=True)
    boss.get_by_label("In which room?").select_option("Weir Room, Thornbridge House")
    boss.get_by_label("Who chairs it?").select_option("Maria Obi")
    write(boss, {"Person 2: name": "DS Imran Aziz", "Person 2: role": "Detective sergeant"})
    boss.get_by_label("Person 2: agency").select_option("Police")
    boss.get_by_role("button", name="Arrange the conference").click()
    boss.get_by_text("The conference is arranged.").wait_for()
    axe(boss)
    conference = Meeting.objects.get(kind="initial_conference")

    # and the chair finds it in the calendar
    chair.goto("/conferences/")
    axe(chair)
    chair.goto(f"/conferences/?month={working_day(now, 1):%Y-%m}&view=month")
    axe(chair)
    chair.get_by_role("link", name="Noah Carter").click()
    chair.get_by_role("heading", name="Initial child protection conference", level=1).wait_for()

    # and the day comes
    was = working_day(now, -1)
    move_conference(
        meeting=conference.pk,
        planned_at=was,
        room=conference.room_id,
        chair=maria.pk,
        by=helen,
        at=was - timedelta(days=1),
    )
    chair.reload()
    chair.get_by_role("button", name="Record the conference").click()
    axe(chair)
    groups = {
        "Was everybody there whom it needs?": "Yes",
        "Did Priya Nair come?": "Yes",
        "Did DS Imran Aziz come?": "Yes",
        "Did Noah Carter come?": "No",
    }
    for legend, answer in groups.items():
        chair.get_by_role("group", name=legend).get_by_label(answer, exact=True).check()
    chair.get_by_label("A child protection plan", exact=True).check()
    chair.get_by_label("Physical abuse").check()
    write(
        chair,
        {
            "What does Priya Nair think, and why?": "He is not safe where Lee is.",
            "What does DS Imran Aziz think, and why?": "Lee has two convictions for assault.",
            "If DS Imran Aziz does not agree with the decision, in their words": "He should be in care tonight.",
            "What did the conference hear?": "The paediatrician explained the mark.",
            "What does Noah Carter think and want?": "I want to stay at Nan’s until Lee goes.",
            "Who brought Noah Carter’s views, and how?": "Miss Abara, who read it out.",
            "What does Noah Carter’s family think?": "His mother says Lee would never hurt him.",
            "Why was this decided for Noah Carter?": "He was hurt, and nobody at home believes him.",
            "Worry 1: what is it, and what was seen?": "Lee hurts Noah. A grip mark on his back.",
            "Worry 1: what must be different for Noah Carter?": "Noah is not hurt by anybody",
            "Worry 1: what is done first?": "See Noah alone every week",
            "Worry 1: by whom?": "Priya Nair",
            "What happens if Noah Carter is not safer?": "If Lee comes back we go to court.",
            "Visits every how many working days, if more often than policy?": "30",
        },
    )
    date_in(chair, "Worry 1: by which day?", was + timedelta(days=7))
    chair.get_by_role("button", name="Record it").click()
    chair.get_by_role("alert").get_by_text("A conference can ask for visits more often, never less").wait_for()
    axe(chair)
    write(chair, {"Visits every how many working days, if more often than policy?": "5"})
    chair.get_by_role("button", name="Record it").click()
    chair.get_by_text("1 child protection plan began.").wait_for()
    axe(chair)

    # then the plan stands with its clocks, the police's dissent in their words, and the letter to print
    plan = Plan.objects.get(child=placed.child, kind="child_protection")
    assert (plan.category, plan.visit_every, plan.started_on) == ("PHY", 5, timezone.localdate(was))
    clocks = set(Deadline.objects.filter(child=placed.child, met_at=None, void_at=None).values_list("clock", flat=True))
    assert {"core_group_first", "rcpc_first", "cp_visit", "conf_decision_letter", "conf_minutes"} <= clocks
    assert "“He should be in care tonight.”" in chair.inner_text("main")
    chair.get_by_role("link", name="Decision letters and minutes").click()
    axe(chair)
    chair.get_by_role("link", name="Decision letter about Noah Carter").click()
    chair.get_by_text("will have a child protection plan").wait_for()
    axe(chair)


def test_a_discussion_is_recorded_without_script_and_its_words_come_back(site, plain_page) -> None:
    now = timezone.now()
    placed = child_at("allocated", at=now - timedelta(days=3), received_at=now - timedelta(days=4))
    sign_in(plain_page, site, person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team))
    plain_page.goto(f"/children/{placed.child}/strategy/record/")
    plain_page.get_by_label("What did each of them know and say?").fill("Police: two calls in October.")
    plain_page.get_by_role("button", name="Keep as a draft").click()
    plain_page.get_by_text("Your draft is kept.").wait_for()
    assert (
        plain_page.get_by_label("What did each of them know and say?").input_value() == "Police: two calls in October."
    )
