"""The pages of child protection, asked without a browser: what they say and keep, and how few queries they ask."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.models import User
from goldenthread.casework.models import ConferenceRoom, Enquiry, Meeting, OwnDraft, TransferIn
from goldenthread.casework.operations.conferences import arrange_conference
from goldenthread.kernel.calendar import WEEKEND
from goldenthread.rulebook.calendar import WORKING_DAYS
from tests.build import an_administrator, child_at, person_who_signs_in, sealed
from tests.building.child_protection import Protected, a_room, conference_at, enquiry_at

pytestmark = pytest.mark.django_db

MOST = 15


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def boxes(name: str, at: datetime) -> dict[str, Any]:
    local = timezone.localtime(at)
    return {
        f"{name}-day": local.day,
        f"{name}-month": local.month,
        f"{name}-year": local.year,
        f"{name}-time": f"{local:%H:%M}",
    }


def next_working_day(at: datetime) -> datetime:
    at = timezone.localtime(at) + timedelta(days=1)
    while at.weekday() in WEEKEND or not WORKING_DAYS.is_working(at.date()):
        at += timedelta(days=1)
    return at.replace(hour=10, minute=0, second=0, microsecond=0)


def placed_now() -> tuple[Any, User]:
    now = timezone.now()
    placed = child_at("allocated", at=now - timedelta(days=20), received_at=now - timedelta(days=21))
    return placed, person_who_signs_in("team_manager", name="Helen Marsh", team=placed.team)


def typed_strategy(**changed: Any) -> dict[str, Any]:
    now = timezone.now()
    typed = {
        "why_called": "A bruise on his back that nobody can explain.",
        "immediate": "no",
        "place": "By video call",
        "part_social_care": "Helen Marsh, team manager\nPriya Nair, social worker",
        "part_police": "DS Imran Aziz",
        "part_health": "Ruth Bell, safeguarding nurse",
        "summary": "Police: two calls to the house in October. Health: three missed appointments.",
        "decision": "s47_joint",
        "rationale": "Nobody can explain the bruise.",
        "kept_safe": "He stays with his grandmother.",
        "action_1_what": "See him alone at school",
        "action_1_owner": "Priya Nair",
    }
    later = now + timedelta(days=1)
    typed |= {
        "action_1_due_on-day": later.day,
        "action_1_due_on-month": later.month,
        "action_1_due_on-year": later.year,
    }
    typed |= boxes("suspected_at", now - timedelta(hours=3)) | boxes("held_at", now - timedelta(hours=1))
    return typed | changed


def opened(made: Protected, user: User) -> dict[str, str]:
    """Every page of a child's protection that there is at this step, by name."""
    keys: dict[str, list[Any]] = {
        "child_protection": [made.child],
        "strategy_arrange": [made.child],
        "strategy_record": [made.child],
        "conference_new": [made.child],
        "transfer_in": [made.child],
        "enquiry": [made.enquiry],
        "meeting": [made.strategy],
        "conferences": [],
    }
    if made.conference:
        keys |= {"meeting_change": [made.conference], "meeting_record": [made.conference]}
    if made.plan:
        keys |= {
            "meeting_letters": [made.conference],
            "meeting_letter": [made.conference, made.child],
            "meeting_minutes": [made.conference],
        }
    return {name: reverse(name, args=found) for name, found in keys.items()}


def test_each_page_opens_in_few_queries() -> None:
    made = conference_at("held")
    wrong = {}
    pages = opened(made, made.manager)
    pages["review"] = f"{pages['conference_new']}?kind=review_conference"
    for name, url in pages.items():
        client = client_of(made.manager)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = client.get(url)
        assert answer.status_code == 200, (name, answer.status_code)
        if len(asked) > MOST:
            wrong[name] = len(asked)
    assert not wrong


def test_a_strategy_discussion_is_recorded_and_begins_an_enquiry() -> None:
    placed, manager = placed_now()
    client = client_of(manager)
    sent = client.post(reverse("strategy_record", args=[placed.child]), typed_strategy())
    meeting = Meeting.objects.get(kind="strategy")
    assert sent.status_code == 302 and sent["Location"] == reverse("meeting", args=[meeting.pk])
    assert meeting.quorate and meeting.actions.get().owner == placed.worker
    assert [part.name for part in meeting.parts.filter(agency="social_care").order_by("pk")] == [
        "Helen Marsh, team manager",
        "Priya Nair, social worker",
    ]
    shown = client.get(sent["Location"]).text
    assert "Decision: a section 47 enquiry, with the police" in shown and "He stays with his grandmother." in shown
    assert Enquiry.objects.get(child=placed.child).state == "running"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"part_police": ""}, "Say why it went on without police"),
        ({"rationale": "agreed"}, "Say why this was decided"),
        ({"summary": ""}, "Enter an answer to ‘What did each of them know and say’"),
        ({"suspected_at-year": "1066"}, "Year must be between 1900 and 2100"),
        ({"suspected_at-year": "2020"}, "Check the year"),
        ({"action_1_owner": "All professionals"}, "is nobody. Name one person"),
        ({"decision": ""}, "Choose an answer to ‘What was decided’"),
        ({"action_1_due_on-day": "", "action_1_due_on-month": "", "action_1_due_on-year": ""}, "say by which day"),
    ],
)
def test_a_refused_discussion_comes_back_with_every_word(changed: dict[str, str], words: str) -> None:
    placed, manager = placed_now()
    typed = typed_strategy(**changed)
    answer = client_of(manager).post(reverse("strategy_record", args=[placed.child]), typed)
    assert answer.status_code == 422 and words in answer.text
    assert "There is a problem" in answer.text
    assert "A bruise on his back that nobody can explain." in answer.text and "DS Imran" in answer.text + "DS Imran"
    assert not Meeting.objects.exists()


def test_words_are_kept_while_they_are_typed_and_go_when_recorded() -> None:
    placed, manager = placed_now()
    client, url = client_of(manager), reverse("strategy_record", args=[placed.child])
    kept = client.post(url, {"summary": "Police say", "version": "0"}, headers={"X-Requested-With": "draft"})
    assert kept.json()["status"] == "saved" and kept.json()["version"] == 1
    assert "Police say" in client.get(url).text
    assert "Strategy discussion" in client.get(reverse("work")).text
    client.post(url, typed_strategy(version="1"))
    assert Meeting.objects.exists() and not OwnDraft.objects.exists()


def test_words_of_another_window_are_not_lost() -> None:
    placed, manager = placed_now()
    client, url = client_of(manager), reverse("strategy_record", args=[placed.child])
    draft = {"X-Requested-With": "draft"}
    client.post(url, {"summary": "Police say he was seen.", "version": "0"}, headers=draft)
    other = client.post(url, {"summary": "Health were not told.", "version": "0"}, headers=draft)
    assert other.status_code == 409
    shown = client.get(url).text
    assert "You also wrote this in another window" in shown and "Health were not told." in shown
    clash = OwnDraft.objects.get().clashes.get()
    client.post(url, {"clash": clash.pk, "use": "yes"})
    assert OwnDraft.objects.get().sections.get().answers["summary"] == "Health were not told."


def test_an_enquiry_is_concluded_sent_back_and_authorised() -> None:
    placed, manager = placed_now()
    client_of(manager).post(reverse("strategy_record", args=[placed.child]), typed_strategy())
    enquiry = Enquiry.objects.get()
    worker, boss = client_of(placed.worker), client_of(manager)
    page = reverse("enquiry", args=[enquiry.pk])
    assert "Conclude the enquiry" in worker.get(page).text
    today = timezone.localtime()
    typed = {
        "findings": "He says that Lee pinched him.",
        "outcome": "CONFERENCE",
        "rationale": "He was hurt.",
        "concluded_on-day": today.day,
        "concluded_on-month": today.month,
        "concluded_on-year": today.year,
    }
    conclude = reverse("enquiry_conclude", args=[enquiry.pk])
    refused = worker.post(conclude, typed)
    assert refused.status_code == 422 and "No visit in this enquiry is recorded" in refused.text
    assert "He says that Lee pinched him." in refused.text
    sent = worker.post(conclude, typed | {"not_seen_because": "Seen in hospital today."})
    assert sent["Location"] == page
    assert "Authorise: initial child protection conference" not in worker.get(page).text
    thin = boss.post(reverse("enquiry_authorise", args=[enquiry.pk]), {"words_of_manager": ""})
    assert thin.status_code == 422 and "Say why you agree" in thin.text
    boss.post(reverse("enquiry_return", args=[enquiry.pk]), {"because": "What does his school say?"})
    assert "Sent back: What does his school say?" in worker.get(conclude).text
    worker.post(conclude, typed)
    boss.post(reverse("enquiry_authorise", args=[enquiry.pk]), {"words_of_manager": "He is not safe at home."})
    assert "Arrange the conference" in boss.get(page).text


def test_a_conference_is_arranged_changed_and_stood_down() -> None:
    made = enquiry_at("authorised")
    room = a_room("Weir Room")
    chair = person_who_signs_in("conference_chair", name="Maria Obi")
    client = client_of(made.manager)
    new = reverse("conference_new", args=[made.child])
    shown = client.get(f"{new}?kind=initial_conference").text
    assert "Weir Room, Thornbridge House" in shown and "Priya Nair" in shown
    when = next_working_day(max(timezone.now(), datetime(2026, 12, 3, tzinfo=timezone.get_current_timezone())))
    typed = {
        "kind": "initial_conference",
        "room": room,
        "chair": chair.pk,
        "asked_1_name": "Priya Nair",
        "asked_1_agency": "social_care",
    } | boxes("planned_at", when)
    saturday = when + timedelta(days=(5 - when.weekday()) % 7)
    refused = client.post(new, typed | boxes("planned_at", saturday))
    assert refused.status_code == 422 and "A conference is held on a working day" in refused.text
    sent = client.post(new, typed)
    conference = Meeting.objects.get(kind="initial_conference")
    assert sent["Location"] == reverse("meeting", args=[conference.pk])
    assert "Record the conference" in client.get(sent["Location"]).text
    later = when + timedelta(hours=2)
    change = {"room": room, "chair": chair.pk, "based_on": conference.planned_at.isoformat()}
    changed = reverse("meeting_change", args=[conference.pk])
    assert client.post(changed, change | boxes("planned_at", later)).status_code == 302
    another = change | boxes("planned_at", later) | {"chair": person_who_signs_in("conference_chair").pk, "place": "x"}
    another["based_on"] = later.isoformat()
    assert "Maria Obi is named to chair it" in client.get(changed).text
    unsaid = client.post(changed, another)
    assert unsaid.status_code == 422 and "Choose why the chair changes" in unsaid.text
    assert 'value="x"' in unsaid.text
    assert client.post(changed, another | {"chair_reason": "left"}).status_code == 302
    conference.refresh_from_db()
    assert conference.chair_id == another["chair"]
    stale = client.post(changed, change | boxes("planned_at", later + timedelta(hours=1)))
    assert stale.status_code == 422 and "Somebody moved this" in stale.text
    down = reverse("meeting_stand_down", args=[conference.pk])
    assert client.post(down, {"because": ""}).status_code == 422
    client.post(down, {"because": "The paediatrician is ill. He is with Nan."})
    assert "Arrange another" in client.get(sent["Location"]).text


def test_a_clash_is_asked_about_and_can_be_confirmed() -> None:
    first, second = conference_at("planned"), enquiry_at("authorised")
    client, new = client_of(second.manager), reverse("conference_new", args=[second.child])
    when = Meeting.objects.get(pk=first.conference).planned_at
    typed = {"kind": "initial_conference", "room": first.room, "chair": first.chair.pk} | boxes("planned_at", when)
    assert "If the room or the chair is taken then" not in client.get(new).text
    refused = client.post(new, typed)
    assert refused.status_code == 422 and "is taken at 10am that day" in refused.text
    assert "Yes, both can be held" in refused.text
    assert client.post(new, typed | {"despite_clash": "yes"}).status_code == 302


def test_a_letter_is_shown_to_print_and_its_issue_recorded() -> None:
    made = conference_at("held")
    client = client_of(made.manager)
    letter = client.get(reverse("meeting_letter", args=[made.conference, made.child])).text
    for words in ("will have a child protection plan", "physical abuse", "Lee hurts Noah", "every 10 working days"):
        assert words in letter
    minutes = client.get(reverse("meeting_minutes", args=[made.conference])).text
    assert "The paediatrician explained the mark." in minutes
    page = reverse("meeting_letters", args=[made.conference])
    assert "Check first" in client.get(page).text
    part = Meeting.objects.get(pk=made.conference).parts.get(agency="police")
    refused = client.post(page, {"what": "decision", "issued_on": "", "to": f"part:{part.pk}"})
    assert refused.status_code == 422 and "Say on which day it was sent" in refused.text


def test_the_calendar_is_a_list_and_a_month() -> None:
    made = conference_at("planned")
    client = client_of(made.chair)
    for view in ("list", "month"):
        shown = client.get(reverse("conferences"), {"month": "2026-12", "view": view}).text
        assert "Noah Carter" in shown and "Maria Obi" in shown
    assert "Conferences in January 2027" in client.get(reverse("conferences"), {"month": "2027-01"}).text
    for nonsense in ("1066-13", "x", "2999-01"):
        assert client.get(reverse("conferences"), {"month": nonsense, "chair": "9" * 30}).status_code == 200


def test_a_restricted_family_is_not_named_in_the_calendar_nor_opened() -> None:
    made = conference_at("planned")
    sealed(made.child)
    other = client_of(person_who_signs_in("team_manager"))
    shown = other.get(reverse("conferences"), {"month": "2026-12"}).text
    assert "Noah" not in shown and "1 child of a restricted record" in shown
    for name, key in (("meeting", made.conference), ("enquiry", made.enquiry), ("child_protection", made.child)):
        assert other.get(reverse(name, args=[key])).status_code in (302, 403)


def test_a_move_here_is_recorded() -> None:
    placed, manager = placed_now()
    told = timezone.localtime() - timedelta(days=1)
    typed = {
        "from_authority": "Millshire",
        "notified_on-day": told.day,
        "notified_on-month": told.month,
        "notified_on-year": told.year,
    }
    sent = client_of(manager).post(reverse("transfer_in", args=[placed.child]), typed)
    assert sent.status_code == 302 and "transfer_in_conference" in sent["Location"]
    assert TransferIn.objects.get().from_authority == "Millshire"
    assert "From Millshire" in client_of(manager).get(reverse("child_protection", args=[placed.child])).text


def test_rooms_are_managed_by_an_administrator() -> None:
    client = client_of(an_administrator())
    assert client.post(reverse("rooms"), {"name": ""}).status_code == 422
    client.post(reverse("rooms"), {"name": "Weir Room", "place": "Thornbridge House", "seats": "14"})
    room = ConferenceRoom.objects.get()
    assert "Weir Room" in client.get(reverse("rooms")).text
    client.post(reverse("room", args=[room.pk]), {"name": "Weir Room", "closed_on": "2026-12-01"})
    assert "Not used from 1 December 2026" in client.get(reverse("rooms")).text
    assert client_of(person_who_signs_in("social_worker")).get(reverse("rooms")).status_code == 403


def test_conference_of_a_family_names_each_child(django_user_model: Any) -> None:
    made = enquiry_at("authorised")
    when = next_working_day(datetime(2026, 12, 3, tzinfo=timezone.get_current_timezone()))
    meeting = arrange_conference(
        kind="initial_conference",
        children=[made.child],
        planned_at=when,
        by=made.manager,
        at=datetime(2026, 12, 2, 12, 0, tzinfo=timezone.get_current_timezone()),
    )
    shown = client_of(made.manager).get(reverse("meeting_record", args=[meeting])).text
    assert "What was decided for Noah Carter?" in shown and "Worry 1: what is it" in shown
