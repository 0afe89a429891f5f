"""One of everything that an address of the product can name, so that a test can open every page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from goldenthread.access.models import User
from goldenthread.access.public import arrange_cover, notify
from goldenthread.casework.operations.allowances import set_allowance
from goldenthread.casework.operations.assessment_writing import save_assessment_section
from goldenthread.casework.operations.contact_checks import ask_agency
from goldenthread.casework.operations.decisions import Action, ask_second_look, decide
from goldenthread.casework.operations.drafts import save_section
from goldenthread.casework.operations.referrals import receive_referral
from goldenthread.people.public import (
    Place,
    add_contact_detail,
    add_name,
    give_responsibility,
    make_family,
    merge,
    move,
    relate,
    save_agency,
    warn,
)
from goldenthread.returns.public import load_cin_census, load_waiting_file, queue_cin_census
from goldenthread.returns.public.annex_a import produce_annex_a
from goldenthread.rulebook.rights import Role
from tests.building.access import a_team, opened_in_emergency, person_who_signs_in, sealed, tied
from tests.building.agreements import agreement_at
from tests.building.analysis import one_of_each_analysis
from tests.building.assessment import assessment_at
from tests.building.audit import one_of_each_audit
from tests.building.child_protection import conference_at, enquiry_at
from tests.building.closure import closure_at
from tests.building.complaints import one_of_each_complaint
from tests.building.contact import contact_at
from tests.building.front_door import child_at, said, waiting_contact
from tests.building.improvement import one_of_each_improvement
from tests.building.inspections import one_of_each
from tests.building.oversight import decision_made, dispute_at, transfer_at
from tests.building.people import a_child, an_adult
from tests.building.plans import plan_at, reviewed
from tests.building.region import one_of_each_region
from tests.building.supervision import one_of_each_supervision
from tests.building.voice import one_of_each_voice
from tests.returns.census import a_census
from tests.returns.census import a_child as a_census_child


@dataclass(frozen=True)
class Everything:
    """People by role, everybody who signs in, and for each word of an address the keys that may stand there."""

    people: Mapping[Role, User]
    everybody: tuple[User, ...]
    keys: Mapping[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Address:
    """One address of the product: its name, what answers it, and itself with each set of keys that fits."""

    name: str
    page: Any
    urls: tuple[str, ...]
    words: tuple[str, ...]
    route: str


def everything(folder: Path, *, password: str | None = None) -> Everything:
    """One of each thing. `folder` is where the census that is loaded is written."""
    now = timezone.now()
    today = timezone.localdate(now)
    placed, waiting_referral, with_team = child_at("allocated"), child_at("to_allocate"), child_at("with_team")
    people = {
        role: person_who_signs_in(role, password=password, team="Front door" if role == Role.TEAM_MANAGER else None)
        for role in Role
    }
    front, manager = people[Role.FRONT_DOOR_WORKER], people[Role.TEAM_MANAGER]
    words: dict[str, Any] = {"source": "A parent", "by": front, "at": now}
    child = a_child("Mabel", by=front, at=now)
    mother, father = an_adult("Stacey", by=front, at=now), an_adult("Dean", "Reid", by=front, at=now)
    other = a_child("Mabell", by=front, at=now)
    folded = a_child("Mable", by=front, at=now, nhs_number="9434765919")
    merge(kept=child, folded=folded, choices={}, reason="The same school place.", by=front, at=now)
    relate(person=mother, kind="mother", other=child, **words)
    relate(person=father, kind="father", other=child, **words)
    give_responsibility(child=child, how="birth_mother", holder=mother, **words)
    move(person=child, place=Place("4 Quarry Rise", "TH1 4QR"), starts_on=date(2020, 1, 1), **words)
    add_contact_detail(person=child, kind="phone", value="07700900982", safe="no", **words)
    add_name(person=child, kind="alias", given_names="Mabs", family_name="", **words)
    warn(
        person=child,
        kind="address_secret",
        words="Do not say where she lives.",
        disclosed=True,
        review_on=today + timedelta(days=90),
        expires_on=today + timedelta(days=180),
        **words,
    )
    make_family(name="Carter", people=(child, mother), by=front, at=now)
    administrator = people[Role.ADMINISTRATOR]
    agency = save_agency(agency=None, name="Thornbridge Primary School", kind="school", by=administrator, at=now)
    set_allowance(
        clock="contact_decision", limit=12, unit="hours", starts_on=date(2026, 1, 1), by=administrator, at=now
    )
    secret = a_child("Iris", by=front, at=now)
    sealed(secret)
    opened_in_emergency(secret, by=people[Role.SOCIAL_WORKER], at=now)
    arrange_cover(
        absent=manager,
        covering=people[Role.SERVICE_MANAGER],
        first_on=today,
        last_on=today + timedelta(days=7),
        reason="Leave.",
        by=manager,
        at=now,
    )
    for person in people.values():
        notify(to=person, kind="allocated", words="A child is allocated to you.", link="/work/", by=None, at=now)
    writing, waiting = contact_at("writing"), contact_at("to_decide")
    ask_agency(contact=writing.contact, agency=[agency], question="Is she in school today?", by=front, at=now)
    clashing = {"contact": writing.contact, "key": "who", "based_on": 0, "at": now}
    save_section(answers={"household": "A lodger lives there too."}, by=front, **clashing)
    decided = waiting_contact([a_child("Rosa")])
    actions = [Action(what="Ring the school.", owner=manager.pk, due_on=today)]
    decide(contact=decided.pk, said=said(decided, actions=actions), by=people[Role.SERVICE_MANAGER], at=now)
    # Nobody agreed to the checks, and nobody wrote why: "no further action" asks for a second look.
    doubtful = waiting_contact([a_child("Ned")], agreement_to_checks="dispensed_with")
    looked_at = waiting_contact([a_child("Ada")])
    asked_of = people[Role.SERVICE_MANAGER].pk
    ask_second_look(contact=looked_at.pk, of=asked_of, question="Is this enough?", by=manager, at=now)
    received = receive_referral(child=a_child("Sol"), source="6", by=manager, at=now)
    thread = the_thread(people)
    load_cin_census(
        a_census(folder, a_census_child("C1"), a_census_child("C2", Sex="Q")),
        by=people[Role.ANALYST],
        at=now,
        file_name="census.xml",
    )
    protected = [conference_at("held"), conference_at("planned"), enquiry_at("running"), enquiry_at("with_manager")]
    for one_protected in protected:
        tied(one_protected.child, to=people[Role.SOCIAL_WORKER])
        tied(one_protected.child, to=people[Role.CONFERENCE_CHAIR], kind="reviewing")
        tied(one_protected.child, to=a_team("Front door", kind="front_door"))
    written = a_census(folder, a_census_child("C1")).read_bytes()
    waits = queue_cin_census([written], size=len(written), file_name="large.xml", by=people[Role.ANALYST], at=now)
    load_waiting_file(file=waits, at=now)
    produce_annex_a(on=now.date(), by=people[Role.ANALYST], at=now)
    assessed = [assessment_at(step, at=now - timedelta(hours=6)) for step in ("writing", "with_manager", "returned")]
    assessed.append(assessment_at("authorised", at=now - timedelta(hours=6)))
    for one in assessed:
        tied(one.child, to=people[Role.SOCIAL_WORKER])
        tied(one.child, to=a_team("Front door", kind="front_door"))
    first = assessed[0]
    typed_at_once = {"assessment": first.assessment, "key": f"health:{first.child}", "based_on": 0, "at": now}
    save_assessment_section(answers={"evidence": "Two teeth out."}, by=people[Role.SOCIAL_WORKER], **typed_at_once)
    audited = one_of_each_audit(people, now)
    supervised = one_of_each_supervision(people, now)
    voiced = one_of_each_voice(people, now)
    improved = one_of_each_improvement(people, child, now)
    measured = one_of_each_analysis(people, now)
    shared = one_of_each_region(people, folder, now)
    complained = one_of_each_complaint(people, now)
    everybody = (
        *people.values(),
        *get_user_model().objects.exclude(pk__in=[one.pk for one in people.values()]).order_by("pk"),
    )
    # The child with the plan stands early: a test that opens the first keys that fit opens her plan's pages too.
    children = (child, thread[0], placed.child, secret, first.child)
    children += tuple(one_protected.child for one_protected in protected)
    children += thread[1:]
    contacts = (writing.contact, doubtful.pk, looked_at.pk, waiting.contact, placed.contact)
    keys: dict[str, tuple[Any, ...]] = {
        "child_id": children,
        "person": children,
        "other": (other, mother),
        "contact_id": contacts,
        "referral_id": (received.referral, waiting_referral.referral, with_team.referral, placed.referral),
        "line": (*writing.children.values(), *_unmatched(writing.contact)),
        "allocation_id": _all("casework.Allocation"),
        "user_id": (people[Role.SOCIAL_WORKER].pk,),
        "team_id": (placed.team.pk if placed.team else 0, a_team("Front door", kind="front_door").pk),
        "tray": ("to_decide", "being_written", "to_allocate"),
        "group": ("identity", "birth"),
        "column": ("ethnicity", "given_names", "born_on"),
        "key": ("what_happened", "worries", "who", "why_now", f"health:{first.child}", f"analysis:{first.child}"),
        "assessment_id": tuple(one.assessment for one in assessed),
        "part": (
            *("history", "people", "accounts"),
            *(f"{part}:{first.child}" for part in ("analysis", "voice", "needs")),
            f"parenting:{first.parent}",
        ),
        "number": (1,),
        "point_id": _all("casework.ReviewPoint"),
        "notice_id": _all("access.Notice"),
        "emergency_id": _all("access.EmergencyAccess"),
        "restriction_id": _all("access.Seal"),
        "cover_id": _all("access.Cover"),
        "name": tuple(apps.get_model("people.Name").objects.filter(person__in=children).values_list("pk", flat=True)),
        "meeting_id": tuple(
            key for one_protected in protected for key in (one_protected.conference, one_protected.strategy) if key
        ),
        "enquiry_id": tuple(one_protected.enquiry for one_protected in reversed(protected)),
        "room_id": _all("casework.ConferenceRoom"),
        "residence": _all("people.Residence"),
        "detail": _all("people.ContactDetail"),
        "warning": _all("people.WarningNote"),
        "relationship": _all("people.Relationship"),
        "responsibility": _all("people.ParentalResponsibility"),
        "family": _all("people.FamilyGroup"),
        "merge": _all("people.Merge"),
        "agency": _all("people.Agency"),
        "load_id": _all("returns.Load"),
        "file_id": _all("returns.WaitingFile"),
        "workbook_id": _all("returns.AnnexWorkbook"),
        "action_id": _all("casework.DecisionAction"),
        "check_id": _all("casework.ScreeningCheck"),
        "clash_id": (*_all("casework.SectionClash"), *_all("casework.AssessmentClash")),
        "deadline_id": _all("casework.Deadline"),
        "allowance_id": _all("casework.LocalAllowance"),
        "what": ("action", "outcome"),
        # Of a plan, hers who stands early first, and of an audit: two addresses call different things by this word.
        "concern_id": (*_concerns(thread[0]), *_all("casework.Concern"), *audited.pop("concern_id")),
        "outcome_id": _all("casework.Outcome"),
        "plan_action_id": _all("casework.PlanAction"),
        "visit_id": _all("casework.Visit"),
        "agreement_id": _all("casework.Agreement"),
        "learning_id": _all("casework.LearningEntry"),
        "closure_id": _all("casework.Closure"),
        "decision_id": tuple(
            apps.get_model("casework.Decision").objects.filter(child__isnull=False).values_list("pk", flat=True)
        ),
        "transfer_id": _all("casework.Transfer"),
        "dispute_id": _all("casework.Dispute"),
        "timescale": ("contact_decision", "single_assessment"),
        "standard": ("assessment.history_answered", "plan.one_owner"),
        "form": ("pdf", "docx"),
    }
    keys |= audited
    keys["child_id"] = (*children, *supervised.pop("supervised_children"))
    keys |= supervised
    keys |= improved
    keys |= complained
    keys |= voiced
    keys |= measured
    keys |= shared
    keys |= one_of_each(by=people[Role.DIRECTOR], at=now)
    return Everything(people, everybody, keys)


def the_thread(people: Mapping[Role, User]) -> tuple[int, ...]:
    """The children of a plan with its review, of agreements and of closures, at each step that has a form; all are with
    these people."""
    now = timezone.now()
    planned = plan_at("current", at=now - timedelta(hours=8))
    reviewed(planned, at=now - timedelta(hours=2))
    before = now - timedelta(days=20)
    agreements = [
        agreement_at(step, at=before, placed=child_at("allocated", at=before, received_at=before - timedelta(days=1)))
        for step in ("writing", "proposed", "in_force", "breached")
    ]
    closures = [closure_at(step, at=now - timedelta(hours=4)) for step in ("proposed", "returned")]
    overseen = [transfer_at(step, at=now - timedelta(hours=4)) for step in ("proposed", "met", "returned", "accepted")]
    disputed = [dispute_at(step, at=now - timedelta(days=12)) for step in ("raised", "answered", "resolved")]
    decision_made(closures[0].placed, at=now - timedelta(hours=4))
    children = (planned.child, *(one.child for one in (*agreements, *closures, *overseen, *disputed)))
    for child in children:
        tied(child, to=people[Role.SOCIAL_WORKER])
        tied(child, to=people[Role.CONFERENCE_CHAIR], kind="reviewing")
        tied(child, to=a_team("Front door", kind="front_door"))
    first = agreements[0]
    apps.get_model("casework.LearningEntry").objects.create(
        child_id=first.child,
        agreement_id=first.agreement,
        referral_id=first.placed.referral,
        opened_at=now,
        asked_of=people[Role.TEAM_MANAGER],
    )
    return children


def _unmatched(contact: int) -> tuple[int, ...]:
    """The lines of a contact that name nobody on record yet."""
    lines = apps.get_model("casework.ContactPerson").objects.filter(contact=contact, person=None)
    return tuple(lines.values_list("pk", flat=True))


def _concerns(child: int) -> tuple[int, ...]:
    """What the plan of a child worries about."""
    return tuple(apps.get_model("casework.Concern").objects.filter(child=child).values_list("pk", flat=True))


def _all(model: str) -> tuple[int, ...]:
    return tuple(apps.get_model(model).objects.order_by("-pk").values_list("pk", flat=True)[:12])


def addresses(held: Everything, patterns: list[Any] | None = None, before: str = "") -> Iterator[Address]:
    """Every address that one of our own pages answers, with the keys of `held`."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(held, pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern) and hasattr(pattern.callback, "view_class"):
            page = pattern.callback.view_class  # type: ignore[attr-defined]
            if not page.__module__.startswith("goldenthread."):
                continue
            words = tuple(re.findall(r"<(?:\w+:)?(\w+)>", here))
            urls = []
            for keys in product(*(held.keys.get(word, ()) for word in words)):
                url = f"/{here}"
                for word, key in zip(words, keys, strict=True):
                    url = re.sub(rf"<(?:\w+:)?{word}>", str(key), url)
                urls.append(url)
            yield Address(pattern.name or "", page, tuple(urls), words, f"/{here}")
