"""Reviews update the plan itself: core groups, child in need meetings and reviews, and what review conferences walk.

A review says of each outcome how it stands and what shows it, what of the plan changes, and when it is looked at next.
It ends with changed actions, or says why they stay. `hold_review` records the meeting, walks the plan and moves the
clocks; a conference, which is recorded elsewhere, calls `review_plan` for each of its children.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from goldenthread.access.public import User
from goldenthread.casework.models import Meeting, MeetingChild, Outcome, OwnDraft, Plan, PlanAction
from goldenthread.casework.operations import deadlines, meetings
from goldenthread.casework.operations.meetings import ChildSaid, PartSaid
from goldenthread.casework.operations.plan_parts import (
    change,
    mark_done,
    mark_dropped,
    put_action,
    put_evidence,
)
from goldenthread.casework.operations.plans import ActionSaid, enter, locked, step
from goldenthread.casework.queries.meetings import in_hands
from goldenthread.casework.queries.plan_parts import about, in_words
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import MEETING
from goldenthread.ui.cleaning import UNKEPT, kept_words
from goldenthread.ui.words import day, join_names, moment

DRAFT = "plan_review"
LONGEST = 20_000
MOST_ANSWERS = 2_000

SHOWN_BY_WORDS = ("achieved", "better", "worse")
"""What a review can only say with something that shows it: its words are evidence from then on."""

REVIEWS = {
    "child_protection": ("core_group",),
    "child_in_need": ("cin_meeting", "cin_review"),
    "family_help": ("cin_meeting", "cin_review"),
}
"""The meetings that review each kind of plan, beside conferences."""


@dataclass(frozen=True, slots=True)
class ActionReviewed:
    """What became of one action: `goes_on`, `done` (with what came of it), `moved` (to a new day) or `dropped`."""

    action: int
    what: str
    due_on: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeReviewed:
    """How one outcome stands. `progress` is a code of "plan_progress"; `words` what shows it, or why nothing does."""

    outcome: int
    progress: str
    words: str = ""
    value: Decimal | None = None
    evidence: str = ""
    evidence_source: str = ""
    evidence_on: date | None = None
    actions: Sequence[ActionReviewed] = ()
    new_actions: Sequence[ActionSaid] = ()


@dataclass(frozen=True, slots=True)
class ReviewSaid:
    """What a review of one child's plan says. `views` are the child's own words, and how they were brought."""

    outcomes: Sequence[OutcomeReviewed]
    views: str = ""
    views_brought_how: str = ""
    family_view: str = ""
    attended: bool | None = None
    new_risk: str = ""
    contingency_weighed: str = ""
    unchanged_because: str = ""
    next_on: date | None = None


@transaction.atomic
def hold_review(
    *,
    plan: int,
    kind: str,
    held_at: datetime,
    parts: Sequence[PartSaid],
    said: ReviewSaid,
    based_on: int,
    place: str = "",
    meeting: int | None = None,
    siblings: Collection[int] = (),
    by: User,
    at: datetime,
) -> int:
    """Records a core group, planning meeting or review of one child's plan, and returns the meeting's key.

    `meeting` is one that was arranged, or was held already for a brother or sister; `siblings` are the other children
    whom this one was also about. The first makes the outline the plan. Meets the clock of this review, starts the next.
    Raises `NotAllowed`; `Refused` with a sentence for each thing that is missing, when the plan changed since
    `based_on` (what changed), and when it was ended (by whom): what was typed is kept.
    """
    found, right = locked(plan, "plan.review", by, at)
    found.state = step(found, "plan.review")
    if based_on != found.version:
        raise Refused(_what_moved(found, by, based_on, at))
    if kind not in REVIEWS.get(found.kind, ()):
        raise Refused(f"This is not a review of a {SETS['plan_kind'].label(found.kind).lower()}", "kind")
    problems = [*_of_meeting(found, parts, said, held_at, at), *_of_walk(found, said.outcomes, said.unchanged_because)]
    if says_nothing(said.contingency_weighed):
        problems.append(
            ("contingency_weighed", "Say whether it is time for what we said we would do if the plan does not work")
        )
    if problems:
        raise Refused(problems=tuple(problems))
    key = _meeting(found, kind, held_at, parts, said, place, meeting, siblings, by, at)
    review_plan(
        plan=plan,
        meeting=key,
        outcomes=said.outcomes,
        unchanged_because=said.unchanged_because,
        by=by,
        at=at,
    )
    if not says_nothing(said.new_risk):
        found.refresh_from_db()
        change(
            found, "plan", "A new risk was heard", "", kept_words(said.new_risk, "new_risk"), "", meeting_id=key,
            by=by, at=at,
        )  # fmt: skip
    _clocks(found, kind, key, held_at)
    OwnDraft.objects.filter(form=DRAFT, child=found.child_id, written_by=by).delete()
    enter("plan.review", found, right, by, at, {"meeting": key, "kind": kind})
    return key


@transaction.atomic
def review_plan(
    *,
    plan: int,
    meeting: int,
    outcomes: Sequence[OutcomeReviewed],
    unchanged_because: str = "",
    based_on: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Walks the plan at a meeting that was held: how each outcome stands, what becomes of each action, what is new.

    Says in the plan's history what changed and why. `based_on` is the version of the plan that the writer saw. Raises
    `NotAllowed`; `Refused` when an outcome is left out, when nothing changed and nobody says why, when the plan changed
    or ended meanwhile.
    """
    found, right = locked(plan, "plan.review", by, at)
    found.state = step(found, "plan.review")
    if based_on is not None and based_on != found.version:
        raise Refused(_what_moved(found, by, based_on, at))
    problems = _of_walk(found, outcomes, unchanged_because)
    if problems:
        raise Refused(problems=tuple(problems))
    held = Meeting.objects.get(pk=meeting)
    said_on = timezone.localdate(held.held_at or at)
    rows = {row.pk: row for row in _open_outcomes(found)}
    for said in outcomes:
        _walk(found, rows[said.outcome], said, held, said_on, by, at)
    MeetingChild.objects.filter(meeting=held, child=found.child_id).update(
        plan=found, unchanged_because=kept_words(unchanged_because, "unchanged_because")
    )
    found.save(update_fields=["state"])
    enter("plan.review", found, right, by, at, {"meeting": meeting, "outcomes": len(outcomes)})


@transaction.atomic
def keep_review(*, plan: int, answers: Mapping[str, str], by: User, at: datetime) -> int:
    """Keeps what somebody has typed of a review so far, hers alone, until it is recorded; returns its version.

    Also when the plan was ended meanwhile: her words are hers. Raises `NotAllowed`, `Refused` for what cannot be kept.
    """
    found, _ = locked(plan, "plan.review", by, at)
    if any(len(words) > LONGEST for words in answers.values()):
        raise Refused(f"An answer can be {LONGEST:,} characters long at most")
    kept = {UNKEPT.sub("", name)[:40]: UNKEPT.sub("", words) for name, words in list(answers.items())[:MOST_ANSWERS]}
    draft, _ = OwnDraft.objects.get_or_create(
        form=DRAFT, child_id=found.child_id, written_by=by, defaults={"began_at": at}
    )
    section, made = draft.sections.get_or_create(key="review", defaults=_saved(kept, by, at))
    if not made and section.answers != kept:
        section.answers, section.version = kept, section.version + 1
        section.saved_by, section.saved_at = by, at
        section.save()
    return section.version


@transaction.atomic
def throw_review_away(*, plan: int, by: User, at: datetime) -> None:
    """Deletes her own draft of a review. Raises `NotAllowed`."""
    found, _ = locked(plan, "plan.review", by, at)
    OwnDraft.objects.filter(form=DRAFT, child=found.child_id, written_by=by).delete()


@transaction.atomic
def issue_record(*, meeting: int, issued_on: date, to: str, by: User, at: datetime) -> None:
    """Says that the record of a core group or review went out, when and to whom. Raises `NotAllowed`, `Refused`."""
    found, people, right = meetings.locked(meeting, "meeting.issue", by, at)
    found.state = meetings.step(found, "meeting.issue")
    held_on = timezone.localdate(found.held_at) if found.held_at else issued_on
    if not held_on <= issued_on <= timezone.localdate(at):
        raise Refused(f"Choose a day from {day(held_on)}, when it was held, to today", "issued_on")
    if says_nothing(to):
        raise Refused("Say who has it", "to")
    found.record_issued_on, found.record_issued_to = issued_on, meetings.line(to, "to")
    found.save(update_fields=["record_issued_on", "record_issued_to"])
    for child in people:
        deadlines.meet("core_group_record", child=child, about=meetings.about(found), at=at)
    meetings.enter("meeting.issue", found, people, right, by, at, {"issued_on": issued_on.isoformat()})


def _open_outcomes(plan: Plan) -> list[Outcome]:
    """Those that a review walks: not ended, and not achieved at an earlier one."""
    rows = plan.outcomes.filter(ended_on=None).exclude(progress="achieved").select_related("concern")
    return list(rows.order_by("position", "pk"))


def _of_meeting(
    plan: Plan, parts: Sequence[PartSaid], said: ReviewSaid, held_at: datetime, at: datetime
) -> list[tuple[str, str]]:
    problems = []
    held_on = timezone.localdate(held_at)
    if held_on < plan.started_on:
        problems.append(("held_on", f"The plan began on {day(plan.started_on)}: a review cannot be before that"))
    last = plan.outcomes.filter(progress_on__isnull=False).order_by("-progress_on").first()
    if last is not None and held_on < last.progress_on:
        problems.append(("held_on", f"The plan was last reviewed on {day(last.progress_on)}: this must be later"))
    if not any(part.attended and part.name.strip() for part in parts):
        problems.append(("part_1_name", "Say who came"))
    if says_nothing(said.views):
        problems.append(("views", "Write what the child said or showed, and how it was brought"))
    if said.next_on is None:
        problems.append(("next_on", "Say when the plan is looked at next"))
    elif said.next_on <= held_on:
        problems.append(("next_on", f"Choose a day after {day(held_on)}"))
    elif (said.next_on - timezone.localdate(at)).days > 366:
        problems.append(("next_on", f"{day(said.next_on)} is too far ahead. Choose a day within a year"))
    return problems


def _of_walk(plan: Plan, outcomes: Sequence[OutcomeReviewed], unchanged_because: str) -> list[tuple[str, str]]:
    """What is missing for a review that can tell whether the plan works."""
    problems: list[tuple[str, str]] = []
    rows = {row.pk: row for row in _open_outcomes(plan)}
    said = {one.outcome: one for one in outcomes}
    if set(said) - set(rows):
        problems.append(("", "An outcome was ended meanwhile. Look at the plan as it stands now"))
    if not rows:
        problems.append(("", "The plan has no outcome to look at. Write one before the review is recorded"))
    open_actions = set(
        PlanAction.objects.filter(outcome__in=rows, done_on=None, dropped_on=None).values_list("pk", flat=True)
    )
    for key, row in rows.items():
        one = said.get(key)
        title = row.concern.title
        if one is None or one.progress not in SETS["plan_progress"].codes:
            problems.append((f"o{key}_progress", f"{title}: say how it stands now"))
            continue
        if one.progress in SHOWN_BY_WORDS and says_nothing(one.words) and says_nothing(one.evidence):
            problems.append((f"o{key}_words", f"{title}: say what shows it"))
        elif one.progress in ("same", "not_started") and says_nothing(one.words):
            problems.append((f"o{key}_words", f"{title}: say why, and what follows from that"))
        for action in one.actions:
            if action.action not in open_actions and action.what != "goes_on":
                problems.append((f"a{action.action}_what", f"{title}: this action was done or taken out meanwhile"))
            if action.what == "moved" and (action.due_on is None or action.due_on < plan.started_on):
                problems.append((f"a{action.action}_due_on", f"{title}: choose the new day of this action"))
            if action.what in ("done", "dropped", "moved") and says_nothing(action.words):
                told = "what came of it" if action.what == "done" else "why"
                problems.append((f"a{action.action}_words", f"{title}: say {told}"))
        for number, action in enumerate(one.new_actions, start=1):
            if says_nothing(action.what):
                problems.append((f"n{key}_{number}_what", f"{title}: say what is to be done"))
            if says_nothing(action.owner_name):
                problems.append((f"n{key}_{number}_owner", f"{title}: name one person who does it"))
            if action.due_on is None:
                problems.append((f"n{key}_{number}_due_on", f"{title}: say by when"))
    if not _moves(outcomes) and says_nothing(unchanged_because):
        problems.append(
            (
                "unchanged_because",
                "Nothing in the plan changes. Change an action, or say why they all go on as they are",
            )
        )
    return problems


def _moves(outcomes: Sequence[OutcomeReviewed]) -> bool:
    """Whether any action is done, moved, taken out or new."""
    return any(one.new_actions or any(action.what != "goes_on" for action in one.actions) for one in outcomes)


def _walk(
    plan: Plan, row: Outcome, said: OutcomeReviewed, held: Meeting, said_on: date, by: User, at: datetime
) -> None:
    """Writes what a review says of one outcome."""
    title, where = row.concern.title, {"meeting": held}
    try:
        shown = said.progress in SHOWN_BY_WORDS and not says_nothing(said.words)
        if not says_nothing(said.evidence) or said.value is not None or shown:
            words = said.evidence if not says_nothing(said.evidence) else said.words
            source = said.evidence_source or SETS["meeting_kind"].label(held.kind)
            on = said.evidence_on or said_on
            put_evidence(plan, row, on, words, source, said.value, meetings.about(held), by=by, at=at)
        for one in said.actions:
            if one.what == "goes_on":
                continue
            action = PlanAction.objects.select_for_update().get(pk=one.action, outcome=row)
            if one.what == "done":
                mark_done(plan, action, said_on, one.words, by=by, at=at, **where)
            elif one.what == "dropped":
                mark_dropped(plan, action, one.words, by=by, at=at, **where)
            else:
                _move(plan, action, one, by, at, where)
        for new in said.new_actions:
            put_action(plan, row, new, said.words, by=by, at=at, **where)
    except Refused as refused:
        raise Refused(
            problems=tuple((f"o{row.pk}_{field}" if field else "", f"{title}: {sentence[0].lower()}{sentence[1:]}")
                           for field, sentence in refused.problems)
        ) from refused  # fmt: skip
    words = kept_words(said.words, f"o{row.pk}_words")
    row.progresses.create(meeting=held, code=said.progress, words=words, said_on=said_on, said_by=by, said_at=at)
    if row.progress != said.progress:
        labels = SETS["plan_progress"]
        was, now = labels.label(row.progress), labels.label(said.progress)
        change(plan, about(row), f"{title}: progress", was, now, words, by=by, at=at, **where)
    row.progress, row.progress_on = said.progress, said_on
    row.save(update_fields=["progress", "progress_on"])


def _move(
    plan: Plan, action: PlanAction, said: ActionReviewed, by: User, at: datetime, where: Mapping[str, Meeting]
) -> None:
    before = in_words(action)
    action.due_on = said.due_on
    action.save(update_fields=["due_on"])
    part = f"{action.outcome.concern.title}: by when"
    change(plan, about(action), part, before, in_words(action), said.words, by=by, at=at, **where)


def _meeting(
    plan: Plan,
    kind: str,
    held_at: datetime,
    parts: Sequence[PartSaid],
    said: ReviewSaid,
    place: str,
    meeting: int | None,
    siblings: Collection[int],
    by: User,
    at: datetime,
) -> int:
    """The meeting, recorded as held: a new one, one that was arranged, or a brother's or sister's."""
    child = ChildSaid(
        child=plan.child_id,
        plan=plan.pk,
        attended=said.attended,
        views=said.views,
        views_brought_how=said.views_brought_how,
        family_view=said.family_view,
        unchanged_because=said.unchanged_because,
    )
    standing = Meeting.objects.select_for_update().filter(pk=meeting, kind=kind).first() if meeting else None
    if standing is not None and standing.state == "held":
        if standing.progresses.filter(outcome__plan=plan).exists():
            raise Refused("The review of this plan at that meeting is recorded already.")
        values = {name: getattr(child, name) for name in ("attended", "views", "views_brought_how", "family_view")}
        if not MeetingChild.objects.filter(meeting=standing, child=plan.child_id).update(plan=plan, **values):
            raise Refused("That meeting was not about this child.")
        return standing.pk
    if standing is None:
        others = [key for key in siblings if key != plan.child_id]
        key = meetings.arrange_meeting(
            kind=kind, children=[plan.child_id, *others], planned_at=held_at, place=place, by=by, at=at
        )
    elif standing.state == MEETING.begin("meeting.arrange"):
        key = standing.pk
    else:
        raise Refused("That meeting was stood down, so no review was held there.")
    meetings.hold(
        meeting=key,
        held_at=held_at,
        parts=parts,
        children=[child],
        contingency_weighed=said.contingency_weighed,
        next_on=said.next_on,
        by=by,
        at=at,
    )
    return key


def _clocks(plan: Plan, kind: str, meeting: int, held_at: datetime) -> None:
    """This review is held; the next one is due."""
    hands = in_hands([plan.child_id])[plan.child_id]
    of = {"child": plan.child_id, "referral": hands.referral, "team": hands.team, "owner": hands.worker}
    if kind == "core_group":
        for clock in ("core_group_first", "core_group_subsequent"):
            deadlines.meet(clock, child=plan.child_id, at=held_at)
        deadlines.start("core_group_subsequent", at=held_at, **of)
        deadlines.start("core_group_record", at=held_at, about=meetings.about(meeting), **of)
        return
    for clock in ("cin_plan_meeting", "cin_review"):
        deadlines.meet(clock, child=plan.child_id, at=held_at)
    deadlines.start("cin_review", at=held_at, **of)


def _what_moved(plan: Plan, by: User, based_on: int, at: datetime) -> str:
    """Who changed what since a review was begun, in a sentence or two."""
    moved = plan.version - based_on
    rows = list(plan.changes.select_related("changed_by").order_by("-changed_at", "-pk")[: max(moved, 1)])
    names = dict.fromkeys(
        "you, in another window," if row.changed_by_id == by.pk else row.changed_by.name
        for row in rows
        if row.changed_by
    )
    told = "; ".join(f"{row.part}: {row.after}" for row in reversed(rows[:5]))
    who = join_names(list(names)) or "Somebody"
    when = moment(rows[0].changed_at, at) if rows else "meanwhile"
    return (
        f"{who[0].upper()}{who[1:]} changed the plan {when}: {told}. Everything you typed is still here. "
        "Look at what changed, then record the review again."
    )


def _saved(answers: Mapping[str, str], by: User, at: datetime) -> dict[str, object]:
    return {"answers": dict(answers), "saved_by": by, "saved_at": at}
