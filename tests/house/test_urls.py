"""Every address of the product: none opens to a stranger, and each opens only to those whose role has its act."""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.urls.resolvers import RegexPattern, RoutePattern
from django.utils import timezone

import goldenthread
from goldenthread.access.models import User
from goldenthread.access.pages.page import Page
from goldenthread.casework.models import (
    Agreement,
    AgreementChild,
    Allocation,
    Assessment,
    AssessmentChild,
    Challenge,
    Closure,
    Concern,
    ConferenceRoom,
    Contact,
    ContactPerson,
    Deadline,
    Decision,
    DecisionAction,
    Dispute,
    DisputeStep,
    Enquiry,
    LearningEntry,
    Meeting,
    MeetingAction,
    MeetingChild,
    Outcome,
    Plan,
    PlanAction,
    Referral,
    ReviewPoint,
    SecondLook,
    Transfer,
    TransferChild,
)
from goldenthread.people.models import Person
from goldenthread.quality.models import (
    Audit,
    AuditRound,
    BoardPaper,
    ChildDiscussed,
    Direction,
    EvidenceItem,
    EvidenceVersion,
    Feedback,
    FeedbackCode,
    Finding,
    ImprovementAction,
    ImprovementMeasure,
    ImprovementPlan,
    Inspection,
    InspectionWorkspace,
    LearningAction,
    LearningCycle,
    Observation,
    ObservationStep,
    Reading,
    Recurrence,
    RecurrencePart,
    SafetyConcern,
    SelfEvaluation,
    Supervision,
)
from goldenthread.rulebook.rights import ACTS, Role
from tests.build import a_team, person_who_signs_in

pytestmark = pytest.mark.django_db
HOUSE = Path(goldenthread.__file__).parent

# What a stranger may open, and why.
OPEN = {
    "account_login": "the sign-in page",
    "mfa_login_webauthn": "gives a passkey its challenge, and is the sign-in by it",
    "account_logout": "signs out, and sends a stranger away",
    "account_inactive": "says that access has ended",
    "account_reset_password_from_key": "the administrator's one-time link",
    "account_reset_password_from_key_done": "says that the password is saved",
    "socialaccount_login_cancelled": "says that signing in with the council account was stopped",
    "socialaccount_login_error": "says that the council account did not answer",
    "openid_connect_login": "leads to the council's sign-in",
    "openid_connect_callback": "the way back from the council's sign-in",
    "feedback": "where whoever holds a code types it",
    "feedback_start": "opened by a code: says hello, or shows our answer",
    "feedback_questions": "opened by a code: a few questions, and nothing of any record",
    "feedback_thanks": "opened by a code that was just used: says what happens now",
    "feedback_leave": "leads away at once, and forgets the code",
}

# Pages that are not made from `Page`, and why.
NOT_A_PAGE = {
    "Home": "sends each person to where her day starts, and shows nothing",
    "TypeCode": "open to whoever holds a code, who does not sign in and has no act",
    "Start": "as where the code is typed",
    "Questions": "as where the code is typed",
    "Thanks": "as where the code is typed",
    "Leave": "as where the code is typed",
}

# Addresses that lead away without deciding when they are only looked at, and why.
LEADS_AWAY = {
    "child_address": "looking needs a press: a link leads to the child's page, which decides",
    "finish_action": "a form in My work posts to it: looked at, it leads back to My work",
    "finish_meeting_action": "a form in My work posts to it, as for the action of a decision",
}

# Acts that nothing uses yet, and why.
WAITING: dict[str, str] = {}


@pytest.fixture(autouse=True)
def without_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of refusals are what these tests ask for: they would bury the one line that matters."""
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)


def every_address(patterns: list[Any] | None = None, before: str = "") -> Iterator[tuple[str, str, Any]]:
    """Each address with something plausible in its places, its name, and what answers it."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = before + plausible(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from every_address(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield f"/{address}", pattern.name or "", pattern.callback


def plausible(pattern: RoutePattern | RegexPattern | Any) -> str:
    """An address that the pattern matches: 1 where a number goes, and a word where a word does."""
    if isinstance(pattern, RoutePattern):
        return re.sub(r"<(?:(\w+):)?\w+>", lambda found: "1" if found[1] == "int" else "word", str(pattern))
    words = re.sub(r"\(\?P<\w+>[^()]*\)", "1", str(pattern))
    return words.replace("^", "").replace("$", "").replace("\\", "")


def opens_to_a_stranger(answer: Any) -> bool:
    if answer.status_code in (301, 302):
        # Sent on to sign in, or to the same address with its slash.
        return "/account/" not in answer.url and "login" not in answer.url
    return answer.status_code not in (401, 403, 404, 405)


def open_addresses(patterns: list[Any] | None = None) -> list[str]:
    found = []
    for address, name, _ in every_address(patterns):
        if name in OPEN:
            continue
        client = Client(raise_request_exception=False)
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            if opens_to_a_stranger(answer):
                found.append(f"{method.upper()} {address} ({name}) answers {answer.status_code}")
    return found


def test_every_address_refuses_a_stranger() -> None:
    addresses = list(every_address())
    assert len(addresses) > 30
    found = open_addresses()
    assert not found, "A stranger gets in:\n" + "\n".join(found)


def test_every_open_address_exists_and_says_no_more_than_it_should() -> None:
    names = {name for _, name, _ in every_address()}
    assert set(OPEN) <= names, f"no such address: {set(OPEN) - names}"
    for address, name, _ in every_address():
        if name in OPEN:
            answer = Client(raise_request_exception=False).get(address)
            assert answer.status_code in (200, 302, 401, 404), f"{address} answers {answer.status_code}"
            assert b"gt-nav" not in answer.content, f"{address} shows a stranger the way round"


def test_a_planted_open_address_is_found(settings: Any) -> None:
    from django.contrib.auth.decorators import login_not_required

    @login_not_required
    def left_open(request: HttpRequest) -> HttpResponse:
        return HttpResponse("everything")

    settings.ROOT_URLCONF = type("Planted", (), {"urlpatterns": [path("left-open/", left_open, name="left_open")]})
    assert [line.split()[1] for line in open_addresses()] == ["/left-open/", "/left-open/"]


# --- each page opens only to those whose role has its act


def every_page() -> list[tuple[str, str, type[Page]]]:
    found = []
    for address, name, callback in every_address():
        page = getattr(callback, "view_class", None)
        if page is not None and issubclass(page, Page):
            found.append((address, name, page))
    return found


def every_page_class() -> set[type[Page]]:
    found, wait = set(), [Page]
    while wait:
        made = wait.pop().__subclasses__()
        wait += made
        found |= {page for page in made if page.__module__.startswith("goldenthread.")}
    return found


@pytest.fixture
def people() -> dict[Role, User]:
    """One person of each role, and one of each thing that an address can name, each with the key 1."""
    people = {role: person_who_signs_in(role) for role in Role}
    manager, now = people[Role.TEAM_MANAGER], timezone.now()
    child = Person.objects.create(pk=1, kind="child", given_names="Noah", recorded_at=now, changed_at=now)
    contact = Contact.objects.create(pk=1, reference="C1", form_version=1, received_at=now, started_at=now)
    ContactPerson.objects.create(pk=1, contact=contact, person=child, part="child", added_at=now)
    referral = Referral.objects.create(
        pk=1, child=child, contact=contact, state="received", received_at=now, received_on=now.date(), source="1A"
    )
    team = a_team("Thornshire East")
    Allocation.objects.create(
        pk=1, referral=referral, team=team, worker=manager, allocated_by=manager, allocated_at=now
    )
    decision = Decision.objects.create(
        pk=1, contact=contact, child=child, outcome="NFA", why_this="Why.", decided_by=manager, decided_at=now
    )
    DecisionAction.objects.create(pk=1, decision=decision, what="Ring.", owner=manager, due_on=now.date())
    Deadline.objects.create(
        pk=1,
        clock="contact_decision",
        contact=contact,
        started_at=now,
        due_on=now.date(),
        allowance="1 working_days",
    )
    SecondLook.objects.create(pk=1, contact=contact, reasons=[], asked_by=manager, asked_of=manager, asked_at=now)
    the_thread(child, referral, manager)
    the_audits(child, manager)
    the_supervision(child, manager)
    the_improvement(manager)
    the_inspections(manager)
    the_voice(child, manager)
    return people


def the_thread(child: Person, referral: Referral, manager: User) -> None:
    """Everything from assessment to closure that an address can name, each with the key 1."""
    now, today = timezone.now(), timezone.localdate()
    assessment = Assessment.objects.create(pk=1, kind="single", started_on=today, started_at=now)
    AssessmentChild.objects.create(pk=1, assessment=assessment, child=child, referral=referral)
    ReviewPoint.objects.create(pk=1, assessment=assessment, due_on=today)
    Challenge.objects.create(pk=1, assessment=assessment, number=1, words="Who says so?", made_by=manager, made_at=now)
    ConferenceRoom.objects.create(pk=1, name="Weir Room")
    meeting = Meeting.objects.create(pk=1, kind="initial_conference", planned_at=now, arranged_at=now)
    Enquiry.objects.create(pk=1, child=child, referral=referral, started_on=today)
    plan = Plan.objects.create(
        pk=1, child=child, referral=referral, kind="child_in_need", started_on=today, made_at=now
    )
    MeetingChild.objects.create(pk=1, meeting=meeting, child=child, plan=plan)
    MeetingAction.objects.create(pk=1, meeting=meeting, what="Ring the school", owner=manager, due_on=today)
    concern = Concern.objects.create(pk=1, child=child, title="School", raised_on=today)
    outcome = Outcome.objects.create(pk=1, plan=plan, concern=concern, words="In school", added_on=today)
    PlanAction.objects.create(pk=1, outcome=outcome, what="Walk with him", added_on=today)
    agreement = Agreement.objects.create(pk=1, written_at=now)
    AgreementChild.objects.create(pk=1, agreement=agreement, child=child)
    LearningEntry.objects.create(pk=1, child=child, agreement=agreement, referral=referral, opened_at=now)
    Closure.objects.create(
        pk=1, child=child, referral=referral, reason="RC7", closes_on=today, proposed_by=manager, proposed_at=now
    )
    team = a_team("Thornshire East")
    Transfer.objects.create(
        pk=1, from_team=team, to_team=team, route="area", proposed_by=manager, proposed_at=now, state="met"
    )
    TransferChild.objects.create(pk=1, transfer_id=1, child=child, referral=referral)
    Dispute.objects.create(pk=1, child=child, about="drift", raised_by=manager, raised_at=now)
    DisputeStep.objects.create(
        pk=1, dispute_id=1, stage="team_manager", words="Why.", asked_of=manager, sent_by=manager, sent_at=now
    )


def the_audits(child: Person, manager: User) -> None:
    """Everything of audit that an address can name, each with the key 1."""
    now, today = timezone.now(), timezone.localdate()
    round = AuditRound.objects.create(
        pk=1,
        title="Plans",
        tier="3",
        month=today,
        tool="plans",
        tool_version=1,
        among="open",
        how="random",
        wanted=1,
        seed="1",
        planned_by=manager,
        planned_at=now,
    )
    audit = Audit.objects.create(pk=1, round=round, child=child, place=1, auditor=manager, given_at=now)
    SafetyConcern.objects.create(
        pk=1, audit=audit, child=child, words="Where is he?", told=manager, raised_by=manager, raised_at=now
    )
    cycle = LearningCycle.objects.create(
        pk=1,
        title="Plans",
        words="None",
        round=round,
        question="specific",
        passed=1,
        of=2,
        opened_by=manager,
        opened_at=now,
    )
    LearningAction.objects.create(
        pk=1, cycle=cycle, what="Read them", owner=manager, due_on=today, set_by=manager, set_at=now
    )


def the_improvement(manager: User) -> None:
    """Everything of improvement and readiness that an address can name, each with the key 1."""
    now, today = timezone.now(), timezone.localdate()
    plan = ImprovementPlan.objects.create(
        pk=1, title="Plans", aim="Better", owner=manager, by_on=today, started_by=manager, started_at=now
    )
    ImprovementMeasure.objects.create(
        pk=1,
        plan=plan,
        kind="other",
        title="Plans",
        baseline=1,
        baseline_on=today,
        target=2,
        by_on=today,
        added_by=manager,
        added_at=now,
    )
    ImprovementAction.objects.create(
        pk=1, plan=plan, what="Read them", owner=manager, due_on=today, shown_by="x", added_by=manager, added_at=now
    )
    BoardPaper.objects.create(pk=1, plan=plan, meeting_on=today, written_by=manager, written_at=now)
    InspectionWorkspace.objects.create(
        pk=1, name="Visit", opens_on=today, closes_on=today, opened_by=manager, opened_at=now
    )
    item = EvidenceItem.objects.create(
        pk=1, title="Report", kind="report", owner=manager, expires_on=today, added_by=manager, added_at=now
    )
    EvidenceVersion.objects.create(
        pk=1, item=item, number=1, stored_as="x.pdf", sort="pdf", size=1, added_by=manager, added_at=now
    )
    SelfEvaluation.objects.create(
        pk=1, title="2026", as_of=today, started_by=manager, started_at=now, written_by=manager, written_at=now
    )


def the_inspections(manager: User) -> None:
    """An inspection, its document, a finding and what recurs, each with the key 1."""
    now, today = timezone.now(), timezone.localdate()
    inspection = Inspection.objects.create(
        pk=1, regime="focused_visit", authority="Thornshire", started_on=today, recorded_by=manager, recorded_at=now
    )
    Reading.objects.create(
        pk=1, file_name="x", digest="1", kind="letter", text="x", inspection=inspection, read_by=manager, read_at=now
    )
    finding = Finding.objects.create(
        pk=1,
        source="inspection",
        words="Plans are vague",
        polarity="area_for_improvement",
        found_on=today,
        entered_by=manager,
        entered_at=now,
    )
    recurrence = Recurrence.objects.create(pk=1, title="Plans are vague", made_by=manager, made_at=now)
    RecurrencePart.objects.create(pk=1, recurrence=recurrence, finding=finding, linked_by=manager, linked_at=now)


def the_supervision(child: Person, manager: User) -> None:
    """A direction that an address can name, with the key 1, and the supervision that gave it."""
    now, today = timezone.now(), timezone.localdate()
    session = Supervision.objects.create(pk=1, worker=manager, supervisor=manager, counted_from=today, due_on=today)
    discussed = ChildDiscussed.objects.create(pk=1, supervision=session, child=child, saved_at=now)
    Direction.objects.create(pk=1, discussed=discussed, child=child, what="See Noah", owner=manager, due_on=today)


def the_voice(child: Person, manager: User) -> None:
    """An observation with its step, a code and what was told by it, each with the key 1."""
    now, today = timezone.now(), timezone.localdate()
    observation = Observation.objects.create(
        pk=1,
        worker=manager,
        observer=manager,
        child=child,
        activity="visit",
        guide="family",
        guide_version=1,
        observed_on=today,
        begun_at=now,
    )
    ObservationStep.objects.create(pk=1, observation=observation, what="See Noah", owner=manager, due_on=today)
    code = FeedbackCode.objects.create(
        pk=1, digest="1", nonce="1", child=child, occasion="visit", expires_on=today, given_by=manager, given_at=now
    )
    Feedback.objects.create(
        pk=1,
        code=code,
        child=child,
        occasion="visit",
        who="child",
        form="feedback_child",
        form_version=1,
        said_at=now,
        once="1",
        state="given",
    )


def roles_that_get_in(people: dict[Role, User], pages: list[tuple[str, str, type[Page]]]) -> list[str]:
    """Each page that answers other than 403 to a role that no grant of its act names."""
    found = []
    for role, user in people.items():
        client = Client(raise_request_exception=False)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        for address, name, page in pages:
            if any(grant.role == role for grant in ACTS[page.act].grants):
                continue
            for method in ("get", "post"):
                answer = getattr(client, method)(address)
                led_away = name in LEADS_AWAY and method == "get" and answer.status_code == 302
                if answer.status_code != 403 and not led_away:
                    found.append(f"{method.upper()} {address} ({name}) answers {answer.status_code} to the {role}")
    return found


def test_every_page_refuses_a_role_without_its_act(people: dict[Role, User]) -> None:
    pages = every_page()
    assert len(pages) > 20
    found = roles_that_get_in(people, pages)
    assert not found, "\n".join(found)


def test_a_planted_page_that_decides_nothing_is_found(people: dict[Role, User], settings: Any) -> None:
    class Careless(Page):
        act = "cover.arrange"
        template = "access/notices.html"

        def authorise(self, **address: Any) -> None:
            pass

        def show(self, **address: Any) -> dict[str, Any]:
            return {"fresh": [], "old": []}

    from goldenthread.config import urls

    planted = [path("careless/", Careless.as_view(), name="careless"), *urls.urlpatterns]
    settings.ROOT_URLCONF = type("Planted", (), {"urlpatterns": planted})
    refused = [("/cover/", "cover", next(page for _, name, page in every_page() if name == "cover"))]
    found = roles_that_get_in(people, [("/careless/", "careless", Careless), *refused])
    assert found
    assert all("careless" in line for line in found)


def test_every_page_names_an_act_of_the_rulebook() -> None:
    get_resolver().url_patterns  # noqa: B018 -- reading it imports every page
    assert len(every_page_class()) > 20
    for page in every_page_class():
        assert page.act in ACTS, page


def test_a_page_without_a_known_act_refuses_to_exist() -> None:
    with pytest.raises(TypeError, match="names no act"):
        type("Nameless", (Page,), {})
    with pytest.raises(TypeError, match="names no act"):
        type("Misnamed", (Page,), {"act": "child.paint"})


def test_every_address_of_ours_is_a_page() -> None:
    strangers = []
    for address, name, callback in every_address():
        made = getattr(callback, "view_class", callback)
        if not made.__module__.startswith("goldenthread."):
            continue
        if not (isinstance(made, type) and issubclass(made, Page)) and made.__name__ not in NOT_A_PAGE:
            strangers.append(f"{address} ({name}) is answered by {made.__module__}.{made.__name__}")
    assert not strangers, "\n".join(strangers)


# --- every act is used


def acts_named(sources: list[str]) -> set[str]:
    """The acts that stand as words somewhere in the code."""
    found = set()
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and node.value in ACTS:
                found.add(node.value)
    return found


def test_every_act_is_used() -> None:
    places = [p for p in HOUSE.rglob("*.py") if "rulebook" not in p.parts and "migrations" not in p.parts]
    unused = set(ACTS) - acts_named([p.read_text(encoding="utf-8") for p in places])
    assert unused == set(WAITING), f"unused: {unused - set(WAITING)}; used after all: {set(WAITING) - unused}"


def test_a_planted_unused_act_is_found() -> None:
    assert acts_named(["class P:\n    act = 'cover.arrange'\n", "require(by, 'child.read', 1)"]) == {
        "cover.arrange",
        "child.read",
    }
