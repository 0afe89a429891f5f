"""Writing in an assessment: its sections as they are typed, what earlier concerns mean now, factors, and answers to a
manager's challenges. Sections are kept by the rules of anything with sections (`operations.sections`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from goldenthread.access.public import User, require_about
from goldenthread.casework.models import (
    Assessment,
    AssessmentChild,
    AssessmentClash,
    AssessmentWriter,
    Concern,
    HistoryAnswered,
)
from goldenthread.casework.operations import sections
from goldenthread.casework.operations.assessment import children_now, enter, locked
from goldenthread.casework.operations.sections import Clash, Saved
from goldenthread.casework.queries.assessment import assessment_written
from goldenthread.casework.queries.assessment_history import Past
from goldenthread.kernel.clock import london_date
from goldenthread.kernel.form import Section
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.assessment import FACTORS, LONGEST_REASON, WHOSE, Whose, section_of
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.pasted import plain
from goldenthread.ui.words import moment

LONGEST_TITLE = 120


@transaction.atomic
def save_assessment_section(
    *, assessment: int, key: str, answers: Mapping[str, Any], based_on: int, by: User, at: datetime
) -> Saved | Clash:
    """Saves one section as far as it has been typed; nothing is required yet.

    `key` is a section of the form, with whose it is: "health:12". `based_on` is the version the words were built on, 0
    for a section nobody has saved. A word processor's markup is made plain. Raises `NotAllowed`; `Refused` for what
    cannot be kept and when the assessment is past writing.
    """
    section, of = _section(key)
    found, right = locked(assessment, "assessment.write", by, at)
    child = _child(found, key, of)
    kept = sections.keep(found, key, section, _plain(answers), based_on=based_on, by=by, at=at)
    if isinstance(kept, Clash):
        enter("assessment.write", found, right, by, at, {"section": key, "clash": kept.key})
    elif kept.changed:
        _saved(found, child, key, kept, right, by, at)
    return kept


@transaction.atomic
def merge_assessment_clash(
    *, clash: int, answers: Mapping[str, Any], based_on: int, by: User, at: datetime
) -> Saved | Clash:
    """Settles a clash with the words somebody chose or wrote, looking at both. What was not chosen stays on record.

    Raises `NotAllowed`, `Refused`.
    """
    held = AssessmentClash.objects.select_related("written_by").filter(pk=clash).first()
    if held is None:
        raise Refused("There are no such words to merge.")
    section, of = _section(held.key)
    found, right = locked(held.assessment_id, "assessment.write", by, at)
    child = _child(found, held.key, of)
    kept = sections.settle(found, held, section, _plain(answers), based_on=based_on, by=by, at=at)
    if isinstance(kept, Saved):
        _saved(found, child, held.key, kept, right, by, at)
    return kept


@transaction.atomic
def look_in_assessment(*, assessment: int, section: str, by: User, at: datetime) -> None:
    """Says that somebody has a part of the assessment open to write in. Raises `NotAllowed`."""
    everyone = AssessmentChild.objects.filter(assessment=assessment).values_list("child", flat=True)
    require_about(by, "assessment.write", list(everyone), at=at)
    AssessmentWriter.objects.update_or_create(
        assessment_id=assessment, user=by, defaults={"seen_at": at, "section": section[:40]}
    )


@transaction.atomic
def answer_history(
    *,
    assessment: int,
    about: Collection[str],
    answer: str,
    because: str,
    children: Collection[int],
    in_analysis: bool = False,
    by: User,
    at: datetime,
) -> int:
    """Says what earlier concerns mean now, several alike if need be; returns how many.

    `about` are pieces of the family's history ("contact:12"). `answer` is live, resolved or not_relevant; all but the
    first need the reason. A live one is carried to the plan of each of `children` as the start of a thread, once. An
    answer that was given before is followed by this one. Raises `NotAllowed`, `Refused`.
    """
    found, right = locked(assessment, "assessment.write", by, at)
    written = assessment_written(assessment, reader=by, at=at)
    pieces = {one.about: one for one in written.history if one.asked and one.open_to} if written else {}
    chosen = [pieces[one] for one in dict.fromkeys(about) if one in pieces]
    if not chosen:
        raise Refused("Tick at least one earlier concern to answer", "about")
    if answer not in SETS["history_answer"].codes:
        raise Refused("Choose what it means now", "answer")
    why = plain(because).replace("\x00", "").strip()
    if len(why) > LONGEST_REASON:
        raise Refused(f"The reason can be {LONGEST_REASON:,} characters long at most. It has {len(why):,}", "because")
    if answer != "live" and says_nothing(why):
        sentence = "what shows that it is resolved" if answer == "resolved" else "why it tells us nothing now"
        raise Refused(f"Say {sentence}", "because")
    now = set(children_now(found))
    carried = [child for child in dict.fromkeys(children) if child in now]
    if answer == "live" and not carried:
        raise Refused("Choose for which child it is still live", "children")
    for piece in chosen:
        HistoryAnswered.objects.update_or_create(
            assessment=found,
            about=piece.about,
            defaults={
                "title": piece.title[:200],
                "happened_on": piece.on,
                "answer": answer,
                "because": why,
                "in_analysis": in_analysis or answer == "live",
                "answered_by": by,
                "answered_at": at,
            },
        )
        _carry(found, piece, carried if answer == "live" else [], why, by, at)
    detail = {"history": [one.about for one in chosen], "answer": answer}
    enter("assessment.write", found, right, by, at, detail)
    return len(chosen)


@transaction.atomic
def tick_factor(*, assessment: int, child: int, factor: str, by: User, at: datetime) -> None:
    """Ticks a factor that the text was found to speak of. Raises `NotAllowed`, `Refused`."""
    found, right = locked(assessment, "assessment.write", by, at)
    row = _in_it(found, child)
    question = next((one for one in FACTORS.questions if factor in {choice.value for choice in one.choices}), None)
    if question is None:
        raise Refused("There is no such factor.")
    key = f"factors:{child}"
    stands = found.sections.filter(key=key).first()
    answers = dict(stands.answers) if stands else {}
    ticked = answers.get(question.key, [])
    answers[question.key] = [choice.value for choice in question.choices if choice.value in {*ticked, factor}]
    kept = sections.keep(found, key, FACTORS, answers, based_on=stands.version if stands else 0, by=by, at=at)
    if isinstance(kept, Saved) and kept.changed:
        _saved(found, row, key, kept, right, by, at)


@transaction.atomic
def set_factor_aside(
    *, assessment: int, child: int, factor: str, words: str, because: str, by: User, at: datetime
) -> None:
    """Answers a prompt with "not a concern", and why; it is not asked again. Raises `NotAllowed`, `Refused`."""
    found, right = locked(assessment, "assessment.write", by, at)
    row = _in_it(found, child)
    if factor not in SETS["assessment_factors"]:
        raise Refused("There is no such factor.")
    why = because.replace("\x00", "").strip()
    if says_nothing(why):
        raise Refused("Say why it is not a concern for this child", "because")
    if len(why) > LONGEST_REASON:
        raise Refused(f"The reason can be {LONGEST_REASON:,} characters long at most. It has {len(why):,}", "because")
    others = [one for one in row.set_aside if one["factor"] != factor]
    row.set_aside = [*others, {"factor": factor, "words": words[:300], "because": why}]
    row.save(update_fields=["set_aside"])
    enter("assessment.write", found, right, by, at, {"factor": factor, "set_aside": True}, children=[child])


@transaction.atomic
def answer_challenge(*, assessment: int, number: int, answer: str, by: User, at: datetime) -> None:
    """Answers a manager's challenge; an answer that the manager has not seen yet may be written again.

    It goes back with the assessment, and the manager says whether it is answered. Raises `NotAllowed`, `Refused`.
    """
    found, right = locked(assessment, "assessment.write", by, at)
    row = found.challenges.select_for_update().filter(number=number).first()
    if row is None:
        raise Refused("There is no such challenge.")
    if row.accepted is not None or (row.answered_at and found.sent_at and row.answered_at <= found.sent_at):
        raise Refused(f"The answer to challenge {number} went to the manager {moment(row.answered_at, at)} and stays.")
    field = f"challenge-{number}"
    if row.made_by_id == by.pk:
        raise Refused("You made this challenge, so somebody else answers it.", field)
    said = plain(answer).replace("\x00", "").strip()
    if says_nothing(said):
        raise Refused(f"Write your answer to challenge {number}", field)
    if len(said) > 20_000:
        raise Refused(f"An answer can be 20,000 characters long at most. This has {len(said):,}", field)
    row.answer, row.answered_by, row.answered_at = said, by, at
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    enter("assessment.write", found, right, by, at, {"challenge": number})


def _section(key: str) -> tuple[Section, int | None]:
    try:
        return section_of(key)
    except KeyError:
        raise Refused("An assessment has no such part.") from None


def _child(found: Assessment, key: str, of: int | None) -> AssessmentChild | None:
    """The child that a section is about, where it is about one."""
    if WHOSE[key.partition(":")[0]] is not Whose.CHILD:
        return None
    return _in_it(found, of)


def _in_it(found: Assessment, child: int | None) -> AssessmentChild:
    row = found.children.filter(child=child, taken_out_at=None).first()
    if row is None:
        gone = found.children.filter(child=child).order_by("-taken_out_at").first()
        if gone is not None:
            raise Refused(f"This child was taken out of the assessment: “{gone.taken_out_because}” Her words are kept.")
        raise Refused("This child is not in the assessment.")
    return row


def _plain(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {key: plain(value) if isinstance(value, str) else value for key, value in answers.items()}


def _saved(
    found: Assessment, child: AssessmentChild | None, key: str, kept: Saved, right: str, by: User, at: datetime
) -> None:
    """Writes to columns what clocks, returns and lists read from this section, and enters the save in the ledger."""
    if child is not None:
        name = key.partition(":")[0]
        if name == "factors":
            child.factors = [*kept.answers.get("own", []), *kept.answers.get("family", [])]
            child.save(update_fields=["factors"])
        elif name == "outcome":
            child.outcome = kept.answers.get("outcome", "")
            child.outcome_words = kept.answers.get("outcome_words", "")
            child.save(update_fields=["outcome", "outcome_words"])
    detail = {"section": key, "version": kept.version}
    enter("assessment.write", found, right, by, at, detail, children=[child.child_id] if child else None)


def _carry(found: Assessment, piece: Past, children: Collection[int], why: str, by: User, at: datetime) -> None:
    """A live concern is the start of a thread for each of these children; an answer that changed takes back what it
    carried and nobody has built on."""
    came_from = f"history:{piece.about}"
    carried = Concern.objects.filter(came_from=came_from, closed_on=None)
    back = carried.filter(assessment=found, outcomes=None).exclude(child__in=children)
    back.update(closed_on=london_date(at), closed_because="The earlier concern was answered otherwise.")
    known = set(carried.filter(child__in=children).values_list("child", flat=True))
    Concern.objects.bulk_create(
        [
            Concern(
                child_id=child,
                title=piece.title[:LONGEST_TITLE],
                saw=piece.words or piece.title,
                saw_source=piece.outcome[:200],
                saw_on=piece.on,
                need=why,
                came_from=came_from,
                assessment=found,
                raised_on=london_date(at),
                raised_by=by,
            )
            for child in children
            if child not in known
        ]
    )
