"""Sending an assessment to the manager, sending it back with challenges, and authorising it: never by its author."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from goldenthread.access.public import User, managers, notify
from goldenthread.casework.models import (
    Assessment,
    AssessmentChild,
    Challenge,
    Concern,
    StandardAnswered,
)
from goldenthread.casework.operations import deadlines
from goldenthread.casework.operations.assessment import enter, locked
from goldenthread.casework.operations.child_protection import harm_suspected
from goldenthread.casework.queries.assessment import AssessmentWritten, assessment_written
from goldenthread.casework.queries.assessment_standards import checklist
from goldenthread.casework.queries.checklists import Line
from goldenthread.kernel.clock import london_date
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.assessing import NO_FACTOR, NO_FURTHER
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.assessment import LONGEST_REASON, VARIANTS, part_holding
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import ASSESSMENT
from goldenthread.ui.cleaning import UNKEPT
from goldenthread.ui.pasted import plain
from goldenthread.ui.words import day, join_names, moment

LONGEST_CHALLENGE = 4_000


@dataclass(frozen=True, slots=True)
class ChallengeSaid:
    """A challenge to be made: in the manager's words, about a section ("analysis:12") or the whole ("")."""

    words: str
    section: str = ""


@transaction.atomic
def send_assessment(*, assessment: int, by: User, at: datetime) -> None:
    """Sends an assessment to the manager, and tells the managers of the team.

    Refuses only what law or safety needs (`rulebook.assessing.gaps`); hints never stop it. Raises `NotAllowed`,
    `Refused` with a sentence for each gap.
    """
    found, right = locked(assessment, "assessment.send", by, at)
    written = _written(assessment, by, at)
    if gaps := written.to_do():
        raise Refused(problems=tuple((gap.field or gap.part, gap.sentence) for gap in gaps))
    again = found.sent_at is not None
    found.state = ASSESSMENT.step(found.state, "assessment.send")
    found.sent_at, found.sent_by = at, by
    found.save(update_fields=["state", "sent_at", "sent_by"])
    names = join_names(one.short for one in written.children)
    for one in managers(found.team_id) if found.team_id else ():
        if one.key == by.pk:
            continue
        words = (
            f"{by.name} sent you the assessment of {names}{' again, with the challenges answered' if again else ''}."
        )
        link = reverse("assessment_sign", args=[found.pk])
        notify(to=one.key, kind="assessment_sent", words=words, link=link, child=_only(written), by=by, at=at)
    enter("assessment.send", found, right, by, at, {"again": again})


@transaction.atomic
def return_assessment(
    *,
    assessment: int,
    challenges: Sequence[ChallengeSaid],
    accepted: Collection[int] = (),
    sent_at: datetime | None = None,
    by: User,
    at: datetime,
) -> None:
    """Sends an assessment back with challenges, each about a section or the whole, for the author to answer.

    `accepted` are earlier challenges whose answers the manager takes as answered; the others that have an answer are
    not. `sent_at` is the sending that the manager read. Raises `NotAllowed`, `Refused`.
    """
    found, right = locked(assessment, "assessment.return", by, at)
    _same_sending(found, sent_at, at)
    _another(found, by, "send it back")
    said = [(UNKEPT.sub("", plain(one.words)).strip(), one.section) for one in challenges]
    said = [(words, section) for words, section in said if words]
    if not said:
        raise Refused("Write at least one challenge: what you ask, and of which part", "challenge-1")
    for turn, (words, section) in enumerate(said, 1):
        if says_nothing(words):
            raise Refused("Write the challenge as a question that can be answered", f"challenge-{turn}")
        if len(words) > LONGEST_CHALLENGE:
            sentence = f"A challenge can be {LONGEST_CHALLENGE:,} characters long at most. This has {len(words):,}"
            raise Refused(sentence, f"challenge-{turn}")
        if section and not _there(found, section):
            raise Refused("Choose the part that the challenge is about", f"challenge-{turn}-section")
    _judge_answers(found, accepted, at)
    last = found.challenges.order_by("-number").values_list("number", flat=True).first() or 0
    made = [
        Challenge(assessment=found, number=last + turn, section=section, words=words, made_by=by, made_at=at)
        for turn, (words, section) in enumerate(said, 1)
    ]
    Challenge.objects.bulk_create(made)
    found.state = ASSESSMENT.step(found.state, "assessment.return")
    found.save(update_fields=["state"])
    written = _written(assessment, by, at)
    for who in {found.author_id, found.sent_by_id} - {None, by.pk}:
        many = "a challenge" if len(made) == 1 else f"{len(made)} challenges"
        words = (
            f"{by.name} sent back the assessment of {join_names(one.short for one in written.children)} with {many}."
        )
        link = reverse("assessment", args=[found.pk])
        notify(to=who, kind="assessment_returned", words=words, link=link, child=_only(written), by=by, at=at)
    enter("assessment.return", found, right, by, at, {"challenges": [one.number for one in made]})


@transaction.atomic
def authorise_assessment(
    *,
    assessment: int,
    words: str,
    checklist_words: Mapping[tuple[int, str], str],
    sent_at: datetime | None = None,
    by: User,
    at: datetime,
) -> None:
    """Authorises an assessment: by somebody who neither wrote nor sent it, with the reason in her words.

    `checklist_words` answers, by child and standard, each standard that is not met; every line of the checklist is
    stored as it stood. Meets the clock of each child, starts the planning meeting's where the outcome is a child in
    need plan, and the clock for sharing it; each factor becomes the start of a thread of the child's. `sent_at` is the
    sending that the manager read. Raises `NotAllowed`, `Refused`.
    """
    found, right = locked(assessment, "assessment.authorise", by, at)
    _same_sending(found, sent_at, at)
    _another(found, by, "authorise it")
    written = _written(assessment, by, at)
    lines = checklist(written, on=london_date(at))
    said = {key: UNKEPT.sub("", plain(value)).strip() for key, value in checklist_words.items()}
    problems = []
    if says_nothing(words):
        problems.append(("words", "Say why you authorise it: what you weighed, and what you decided"))
    if len(words) > LONGEST_REASON:
        problems.append(
            ("words", f"Your reasons can be {LONGEST_REASON:,} characters long at most: {len(words):,} here")
        )
    for line in lines:
        answer = said.get((line.child, line.standard), "")
        field = f"line-{line.child}-{line.standard}"
        if line.met is False and says_nothing(answer):
            called = written.called(line.child)
            problems.append((field, f"{called}: say what you make of it that this is not met: “{line.sentence}”"))
        elif len(answer) > LONGEST_REASON:
            problems.append((field, f"What you say can be {LONGEST_REASON:,} characters long at most"))
    if problems:
        raise Refused(problems=tuple(problems))
    _judge_answers(found, found.challenges.values_list("number", flat=True), at)
    found.state = ASSESSMENT.step(found.state, "assessment.authorise")
    found.authorised_at, found.authorised_by, found.authorised_words = at, by, UNKEPT.sub("", words).strip()
    found.save(update_fields=["state", "authorised_at", "authorised_by", "authorised_words"])
    _store(found, lines, said, by, at)
    rows = list(found.children.filter(taken_out_at=None).select_related("referral").order_by("pk"))
    for row in rows:
        _clocks(found, row, by, at)
        _threads(found, row, by, at)
    for who in {found.author_id, found.sent_by_id} - {None, by.pk}:
        names = join_names(one.short for one in written.children)
        link = reverse("assessment", args=[found.pk])
        told = f"{by.name} authorised the assessment of {names}. Share it with the family."
        notify(to=who, kind="assessment_authorised", words=told, link=link, child=_only(written), by=by, at=at)
    unmet = [f"{line.child}:{line.standard}" for line in lines if line.met is False]
    enter("assessment.authorise", found, right, by, at, {"not_met": unmet})


def _written(assessment: int, by: User, at: datetime) -> AssessmentWritten:
    written = assessment_written(assessment, reader=by, at=at)
    if written is None:
        raise Refused("There is no such assessment.")
    return written


def _only(written: AssessmentWritten) -> int | None:
    """The child a notice is about, where there is one only."""
    return written.children[0].child if len(written.children) == 1 else None


def _another(found: Assessment, by: User, what: str) -> None:
    if by.pk in (found.author_id, found.sent_by_id):
        did = "wrote" if by.pk == found.author_id else "sent"
        raise Refused(f"You {did} this assessment, so another manager must {what}.")
    if found.sections.filter(saved_by=by).exists():
        raise Refused(f"You wrote in this assessment, so another manager must {what}.")


def _same_sending(found: Assessment, read: datetime | None, at: datetime) -> None:
    """What she read is what she signs: it may have been sent back and sent again while her page was open."""
    if read is not None and found.sent_at is not None and abs((found.sent_at - read).total_seconds()) >= 1:
        who = found.sent_by.name if found.sent_by else "Somebody"
        raise Refused(f"{who} sent it again {moment(found.sent_at, at)}, with changes. Read it as it stands now.")


def _there(found: Assessment, section: str) -> bool:
    try:
        part_holding(section)
    except StopIteration:
        return False
    return found.sections.filter(key=section).exists()


def _judge_answers(found: Assessment, accepted: Collection[int], at: datetime) -> None:
    """The manager, not the author, says whether a challenge is answered."""
    for row in found.challenges.exclude(answer="").filter(accepted=None):
        row.accepted, row.accepted_at = row.number in accepted, at
        row.save(update_fields=["accepted", "accepted_at"])


def _store(
    found: Assessment, lines: Sequence[Line], said: Mapping[tuple[int, str], str], by: User, at: datetime
) -> None:
    StandardAnswered.objects.bulk_create(
        [
            StandardAnswered(
                about=f"assessment:{found.pk}",
                child_id=line.child,
                standard=line.standard,
                met=line.met,
                because=[{"words": words} for words in line.because],
                words=said.get((line.child, line.standard), ""),
                answered_by=by,
                answered_at=at,
            )
            for line in lines
        ]
    )


def _clocks(found: Assessment, row: AssessmentChild, by: User, at: datetime) -> None:
    about = f"assessment:{found.pk}"
    clock = VARIANTS[found.kind].clock
    if not deadlines.meet(clock, child=row.child_id, about=about, at=at) and row.referral_id:
        deadlines.meet(clock, referral=row.referral_id, about="", at=at)
    deadlines.void("assessment_review_point", "The assessment was authorised.", child=row.child_id, about=about, at=at)
    owner = row.referral.worker_id if row.referral else found.author_id
    whose = {"child": row.child_id, "team": found.team_id, "owner": owner or found.author_id}
    deadlines.start("assessment_shared", about=about, at=at, **whose)
    if row.outcome == "strategy":
        harm_suspected([row.child_id], suspected_at=at, owner=by.pk)
    if row.outcome == "child_in_need":
        deadlines.start("cin_plan_meeting", referral=row.referral_id, at=at, **whose)


def _threads(found: Assessment, row: AssessmentChild, by: User, at: datetime) -> None:
    """Each factor found is a concern of the child's, for the plan to answer; one that runs already is not doubled."""
    if row.outcome in NO_FURTHER:
        return
    known = set(Concern.objects.filter(child=row.child_id, closed_on=None).values_list("factor", flat=True))
    last = Concern.objects.filter(child=row.child_id).count()
    Concern.objects.bulk_create(
        [
            Concern(
                child_id=row.child_id,
                title=SETS["assessment_factors"].label(code)[:120],
                saw_source=f"Assessment authorised {day(at)}",
                saw_on=london_date(at),
                factor=code,
                came_from=f"factor:{code}",
                assessment=found,
                position=last + turn,
                raised_on=london_date(at),
                raised_by=by,
            )
            for turn, code in enumerate(row.factors)
            if code != NO_FACTOR and code not in known
        ]
    )
