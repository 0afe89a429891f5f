"""Allegations against people who work with children: reported, consulted on, followed, concluded.

Whoever reports one tells the designated officer and one other by name, and nobody else learns that it exists: its lines
in the ledger name no child, its clock is kept on it, and its notices go to those who are named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from secrets import randbelow

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import User, decide, notify, record, require
from goldenthread.kernel.clock import london_date
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import (
    Allegation,
    AllegationChild,
    AllegationEntry,
    AllegationReader,
    AllegationReferral,
)
from goldenthread.quality.operations.audit_steps import step
from goldenthread.quality.operations.complaint_steps import active, moment_of, past_day
from goldenthread.quality.queries.allegations import is_named
from goldenthread.rulebook.clocks import due
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import ACTS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import ALLEGATION
from goldenthread.ui.cleaning import kept_line, kept_words
from goldenthread.ui.words import day

OFFICERS = frozenset(grant.role for grant in ACTS["allegation.consult"].grants)
NAMED = frozenset(grant.role for grant in ACTS["allegation.read"].grants)
BY_NAME = "named on it"
"""The right by which an allegation is read and written, as the ledger keeps it."""
FIRST_KEY, LAST_KEY = 10**8, 10**9
LONGEST_AGO = 100 * 366  # days: what happened when somebody was a child is reported late


@dataclass(frozen=True, slots=True)
class AllegationSaid:
    """What is said of whom. `about` is one of our own people who sign in, or `about_name` somebody else."""

    job: str
    setting: str
    source: str
    known_at: datetime
    words: str
    child_words: str
    officer: int | None
    second: int | None
    about: int | None = None
    about_name: str = ""
    employer: str = ""
    criteria: tuple[str, ...] = ()
    children: tuple[int, ...] = ()


@transaction.atomic
def report_allegation(*, said: AllegationSaid, by: User, at: datetime) -> int:
    """Reports an allegation to the designated officer and returns its key. Whoever reports it does not read it after,
    unless she is named. Raises `NotAllowed`, `Refused`."""
    right = require(by, "allegation.report", at=at).right
    concerned, officer, second = active(said.about), active(said.officer, OFFICERS), active(said.second, OFFICERS)
    problems = _problems(said, at)
    if said.about is not None and concerned is None:
        problems.append(("about", "Choose somebody from the list, or enter a name"))
    elif (concerned is None) == says_nothing(said.about_name):
        problems.append(("about", "Choose one of our own people, or enter the name of somebody else"))
    problems += [
        (field, sentence)
        for field, who, sentence in (
            ("officer", officer, "Choose the designated officer"),
            ("second", second, "Choose who reads it when the designated officer is away"),
        )
        if who is None
    ]
    for field, who in (("officer", officer), ("second", second)):
        if who is not None and concerned is not None and who.pk == concerned.pk:
            problems.append((field, "It is about this person. Choose somebody else"))
    if officer is not None and second is not None and officer.pk == second.pk:
        problems.append(("second", "Choose two people, so that it never waits for one"))
    if any(not decide(by, "child.read", child, at=at).allowed for child in said.children):
        problems.append(("children", "You may not open one of these records. Describe the child below instead"))
    if problems:
        raise Refused(problems=tuple(problems))
    assert officer is not None
    assert second is not None
    made = Allegation.objects.create(
        pk=_key(),
        about=concerned,
        about_name="" if concerned else kept_line(said.about_name, "about_name", 120),
        job=kept_line(said.job, "job", 120),
        setting=said.setting,
        employer=kept_line(said.employer, "employer", 120),
        source=said.source,
        known_at=said.known_at,
        words=kept_words(said.words, "words"),
        criteria=[one.code for one in SETS["allegation_criterion"].items if one.code in said.criteria],
        child_words=kept_words(said.child_words, "child_words"),
        officer=officer,
        due_on=due("lado_referral", said.known_at).due_on,
        state=ALLEGATION.begin("allegation.report"),
        reported_by=by,
        reported_at=at,
    )
    AllegationChild.objects.bulk_create(
        AllegationChild(allegation=made, child_id=child) for child in sorted(set(said.children))
    )
    for who, because in ((officer, "Designated officer"), (second, "Reads it when the designated officer is away")):
        AllegationReader.objects.create(allegation=made, user=who, because=because, named_by=by, named_at=at)
        _tell(made, who.pk, f"An allegation was reported to you. Advice is due by {day(made.due_on)}.", by, at)
    _enter("allegation.report", made.pk, right, by, at)
    return made.pk


def _key() -> int:
    """A key that was never used, and tells nobody who is named on one how many there are."""
    while True:
        key = FIRST_KEY + randbelow(LAST_KEY - FIRST_KEY)
        if not Allegation.objects.filter(pk=key).exists():
            return key


def _problems(said: AllegationSaid, at: datetime) -> list[tuple[str, str]]:
    problems = []
    if said.known_at > at:
        problems.append(("known_at", "This has not come yet"))
    elif (london_date(at) - london_date(said.known_at)).days > LONGEST_AGO:
        problems.append(("known_at", "Check the year"))
    if says_nothing(said.job):
        problems.append(("job", "Say what this person does with children"))
    for field, codes, sentence in (
        ("setting", "allegation_setting", "Choose where this person works with children"),
        ("source", "allegation_source", "Choose where it came from"),
    ):
        if getattr(said, field) not in SETS[codes]:
            problems.append((field, sentence))
    if any(code not in SETS["allegation_criterion"] for code in said.criteria):
        problems.append(("criteria", "Choose from the list"))
    if says_nothing(said.words):
        problems.append(("words", "Say what is alleged, in the words in which you heard it"))
    if says_nothing(said.child_words):
        problems.append(("child_words", "Say who the child is, and what makes the child safe now"))
    return problems


@transaction.atomic
def consult_officer(
    *, allegation: int, threshold: str, because: str, advice: str, on: date, by: User, at: datetime
) -> None:
    """Records the designated officer's advice and whether the harm threshold is met; the clock is met. Raises
    `NotAllowed`, `Refused`."""
    found, after = _locked(allegation, "allegation.consult", by, at)
    problems = past_day(on, "on", at, since=london_date(found.known_at), since_words="It became known")
    if threshold not in SETS["allegation_threshold"]:
        problems.append(("threshold", "Say whether the harm threshold is met"))
    if says_nothing(because):
        problems.append(("because", "Say why: which of the criteria, and what shows it"))
    if says_nothing(advice):
        problems.append(("advice", "Write the advice: who does what, and who is told what and when"))
    if problems:
        raise Refused(problems=tuple(problems))
    found.threshold, found.threshold_because = threshold, kept_words(because, "because")
    found.advice, found.consulted_at, found.state = kept_words(advice, "advice"), moment_of(on, at), after
    found.save()
    _enter("allegation.consult", allegation, BY_NAME, by, at)


@transaction.atomic
def record_entry(
    *,
    allegation: int,
    kind: str,
    on: date,
    words: str,
    by: User,
    at: datetime,
    people: str = "",
    next_review_on: date | None = None,
) -> None:
    """Records a meeting, a review, or what was done for the child or the person concerned. `next_review_on` is when the
    officer looks again. Raises `NotAllowed`, `Refused`."""
    found, _ = _locked(allegation, "allegation.record", by, at)
    problems = past_day(on, "entry_on", at)
    if kind not in SETS["allegation_entry"]:
        problems.append(("kind", "Choose what it is"))
    if says_nothing(words):
        problems.append(("words", "Say what was decided or done"))
    if kind in ("strategy", "evaluation") and says_nothing(people):
        problems.append(("people", "Say who was there"))
    if next_review_on is not None and next_review_on < timezone.localdate(at):
        problems.append(("next_review_on", f"{day(next_review_on)} has passed. Choose a day to come"))
    if problems:
        raise Refused(problems=tuple(problems))
    AllegationEntry.objects.create(
        allegation=found,
        kind=kind,
        on=on,
        words=kept_words(words, "words"),
        people=kept_words(people, "people"),
        recorded_by=by,
        recorded_at=at,
    )
    if next_review_on is not None or kind == "review":
        found.next_review_on = next_review_on
        found.save()
    _enter("allegation.record", allegation, BY_NAME, by, at)


@transaction.atomic
def record_referral(*, allegation: int, to: str, made_on: date | None, because: str, by: User, at: datetime) -> None:
    """Records that a body was told, or why not (`made_on` is None). Raises `NotAllowed`, `Refused`."""
    found, _ = _locked(allegation, "allegation.record", by, at)
    problems = [] if made_on is None else past_day(made_on, "made_on", at)
    if to not in SETS["allegation_referral"]:
        problems.append(("to", "Choose who is told, or not"))
    if says_nothing(because):
        problems.append(("referral_because", "Say why they were told, or why not"))
    if problems:
        raise Refused(problems=tuple(problems))
    AllegationReferral.objects.create(
        allegation=found,
        to=to,
        made_on=made_on,
        because=kept_words(because, "referral_because"),
        recorded_by=by,
        recorded_at=at,
    )
    _enter("allegation.record", allegation, BY_NAME, by, at)


@transaction.atomic
def name_reader(*, allegation: int, user: int | None, because: str, by: User, at: datetime) -> None:
    """Lets one more person read it, with the reason. Never the person whom it is about. Raises `NotAllowed`,
    `Refused`."""
    found, _ = _locked(allegation, "allegation.name", by, at)
    who = active(user, NAMED)
    problems = []
    if who is None or who.pk == found.about_id:
        problems.append(("user", "Choose somebody from the list, and never the person whom it is about"))
    elif found.readers.filter(user=who, ended_at=None).exists():
        problems.append(("user", f"{who.name} may read it already"))
    if says_nothing(because):
        problems.append(("named_because", "Say why this person needs to know"))
    if problems:
        raise Refused(problems=tuple(problems))
    assert who is not None
    kept = kept_line(because, "named_because", 200)
    AllegationReader.objects.create(allegation=found, user=who, because=kept, named_by=by, named_at=at)
    _tell(found, who.pk, "You were named on an allegation.", by, at)
    _enter("allegation.name", allegation, BY_NAME, by, at, {"named": who.pk})


@transaction.atomic
def end_reader(*, allegation: int, reader: int | None, by: User, at: datetime) -> None:
    """Ends somebody's reading of it. Two who may act as the designated officer always stay. Raises `NotAllowed`,
    `Refused`."""
    found, _ = _locked(allegation, "allegation.name", by, at)
    row = found.readers.filter(pk=reader, ended_at=None).first()
    if row is None:
        raise Refused("Choose somebody who may read it now.")
    if row.user_id == found.officer_id:
        raise Refused("The designated officer reads it to the end.")
    staying = found.readers.filter(ended_at=None, user__is_active=True, user__role__in=OFFICERS).exclude(pk=row.pk)
    if staying.count() < 2:
        raise Refused("Name another who may act for the designated officer first, so that it never waits for one.")
    row.ended_by, row.ended_at = by, at
    row.save()
    _enter("allegation.name", allegation, BY_NAME, by, at, {"ended": row.user_id})


@transaction.atomic
def conclude_allegation(
    *, allegation: int, outcome: str, because: str, told: str, on: date, by: User, at: datetime
) -> None:
    """Concludes an allegation with one of the five outcomes, the reason, and who was told what. What was done for the
    child is recorded first, and of one that is substantiated whether the Disclosure and Barring Service was told.
    Raises `NotAllowed`, `Refused`."""
    found, after = _locked(allegation, "allegation.conclude", by, at)
    since = london_date(found.consulted_at) if found.consulted_at else london_date(found.known_at)
    problems = past_day(on, "concluded_on", at, since=since, since_words="The designated officer advised")
    if outcome not in SETS["allegation_outcome"]:
        problems.append(("outcome", "Choose one of the five outcomes"))
    if says_nothing(because):
        problems.append(("outcome_because", "Say on what evidence"))
    if says_nothing(told):
        problems.append(("told", "Say what the child, the family, the person and the employer were told"))
    if not found.entries.filter(kind="child").exists():
        problems.append(("", "Record first what was done for the child."))
    if outcome == "substantiated" and not found.referrals.filter(to="dbs").exists():
        problems.append(("", "Record first whether the Disclosure and Barring Service was told, and if not, why."))
    if problems:
        raise Refused(problems=tuple(problems))
    found.outcome, found.outcome_because = outcome, kept_words(because, "outcome_because")
    found.told_words, found.concluded_on, found.concluded_by = kept_words(told, "told"), on, by
    found.state, found.next_review_on = after, None
    found.save()
    _enter("allegation.conclude", allegation, BY_NAME, by, at)


def _locked(allegation: int, act: str, by: User, at: datetime) -> tuple[Allegation, str]:
    """The allegation, locked, and its state after the act; for somebody named on it. To anybody else there is none."""
    require(by, act, at=at)
    if not is_named(by, allegation):
        raise Refused("There is no such allegation.")
    found = Allegation.objects.select_for_update().get(pk=allegation)
    return found, step(ALLEGATION, found.state, act)


def _tell(made: Allegation, to: int, words: str, by: User, at: datetime) -> None:
    if to != by.pk:
        notify(to=to, kind="allegation", words=words, link=reverse("allegation", args=[made.pk]), by=by, at=at)


def _enter(
    act: str, allegation: int, right: str, by: User, at: datetime, detail: dict[str, object] | None = None
) -> None:
    record(act=act, by=by, at=at, subject=f"allegation:{allegation}", right=right, detail=detail)
