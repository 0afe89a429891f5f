"""Learning cycles: what an audit found, what was done, who checked it, and whether a new sample shows the change.

Nothing closes on a promise: each action is done on evidence that somebody else checks, and the cycle closes only when a
sample drawn anew is better than the one before by more than chance.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import User, find_user, notify, record, require
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import AuditRound, CycleSample, Finding, LearningAction, LearningCycle
from goldenthread.quality.operations.audit import MOST, RoundSaid, plan_round
from goldenthread.quality.operations.audit_steps import needed, step
from goldenthread.quality.operations.findings import close_finding, enter_finding
from goldenthread.quality.operations.improvement_actions import take_retest
from goldenthread.quality.queries.audit_results import Count, count_of, last_sample
from goldenthread.rulebook.beyond_chance import RARE, by_chance, fewest_beyond_chance
from goldenthread.rulebook.rights import ACTS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import LEARNING_CYCLE
from goldenthread.ui.cleaning import kept_line, kept_words
from goldenthread.ui.words import day, plural

OWNERS = frozenset(grant.role for grant in ACTS["cycle.finish"].grants)


@transaction.atomic
def open_cycle(*, round: int, question: str, title: str, words: str, by: User, at: datetime) -> int:
    """Opens a learning cycle on what a round found of one question, and returns its key. What was found goes into the
    register of findings, with the children in whose records it was not as it should be. Raises `NotAllowed`,
    `Refused`."""
    right = require(by, "cycle.open", at=at).right
    found = AuditRound.objects.select_for_update().get(pk=round)
    counted = count_of(found.pk, question)
    problems = []
    if counted is None:
        problems.append(("question", "Choose one of the questions of this audit"))
    if says_nothing(title):
        problems.append(("title", "Say in a few words what has to change"))
    if says_nothing(words):
        problems.append(("words", "Say what was found, so that somebody who did not audit understands it"))
    if counted is not None and counted.waiting:
        problems.append(("", f"Of this sample {_still(counted.waiting)} not graded yet. Finish that first."))
    elif counted is not None and not counted.of:
        problems.append(("question", "Nobody was graded on this question"))
    if problems:
        raise Refused(problems=tuple(problems))
    assert counted is not None
    kept = kept_words(words, "words")
    made = LearningCycle.objects.create(
        title=kept_line(title, "title", 120),
        words=kept,
        round=found,
        question=question,
        passed=counted.passed,
        of=counted.of,
        state=LEARNING_CYCLE.begin("cycle.open"),
        opened_by=by,
        opened_at=at,
    )
    made.finding = enter_finding(
        source="audit",
        about=f"audit:{found.pk}",
        words=kept,
        polarity="area_for_improvement",
        themes=None,
        found_on=timezone.localdate(at),
        by=by,
        at=at,
        children=counted.failing,
    )
    made.save(update_fields=["finding"])
    record(
        act="cycle.open",
        by=by,
        at=at,
        subject=f"cycle:{made.pk}",
        right=right,
        detail={"passed": counted.passed, "of": counted.of},
    )
    return made.pk


@transaction.atomic
def set_action(*, cycle: int, what: str, owner: int, due_on: date, by: User, at: datetime) -> int:
    """Asks one person to do something by a day, and returns the action's key. Raises `NotAllowed`, `Refused`."""
    right = require(by, "cycle.act", at=at).right
    found = _locked(cycle)
    after = step(LEARNING_CYCLE, found.state, "cycle.act")
    who = find_user(key=owner)
    problems = []
    if says_nothing(what):
        problems.append(("what", "Say what will be different in practice, so that somebody can see whether it is"))
    if who is None or not who.is_active or who.role not in OWNERS:
        problems.append(("owner", "Choose one person who answers for it"))
    if due_on < timezone.localdate(at):
        problems.append(("due_on", f"{day(due_on)} has passed. Choose a day to come"))
    if problems:
        raise Refused(problems=tuple(problems))
    made = LearningAction.objects.create(
        cycle=found, what=kept_words(what, "what"), owner=who, due_on=due_on, set_by=by, set_at=at
    )
    found.state = after
    found.save(update_fields=["state"])
    if owner != by.pk:
        _tell(found, owner, f"An action is yours, by {day(due_on)}: {found.title}.", by, at)
    _enter("cycle.act", found, right, by, at, {"action": made.pk, "owner": owner})
    return made.pk


@transaction.atomic
def finish_action(*, action: int, evidence: str, by: User, at: datetime) -> None:
    """Records that an action is done, and the evidence; by its owner alone. Raises `NotAllowed`, `Refused`."""
    right = require(by, "cycle.finish", at=at).right
    row, found = _action(action)
    if row.owner_id != by.pk:
        raise Refused("Its owner says that it is done.")
    if row.done_at is not None:
        raise Refused("You said already that this is done.")
    row.evidence = needed(evidence, f"evidence-{action}", "Say what shows that it is done: what was read, and how many")
    row.done_at = at
    row.save()
    if found.state == "action_set" and not found.actions.filter(done_at=None).exists():
        found.state = step(LEARNING_CYCLE, found.state, "cycle.finish")
        found.save(update_fields=["state"])
    if row.set_by_id != by.pk:
        _tell(found, row.set_by_id, f"An action is done, and its evidence waits to be checked: {found.title}.", by, at)
    _enter("cycle.finish", found, right, by, at, {"action": action})


@transaction.atomic
def check_action(*, action: int, holds: bool, words: str, by: User, at: datetime) -> None:
    """Checks the evidence of an action, and says whether it holds; never its owner. Evidence that does not hold goes
    back to the owner with the reason. Raises `NotAllowed`, `Refused`."""
    right = require(by, "cycle.verify", at=at).right
    row, found = _action(action)
    if row.owner_id == by.pk:
        raise Refused("This is your own action, so somebody else checks its evidence.")
    if row.done_at is None or row.checked_at is not None:
        raise Refused("There is nothing to check here now.")
    said = needed(words, f"checked-{action}", "Say what you looked at yourself, and what it showed")
    if holds:
        row.checked_words, row.checked_by, row.checked_at = said, by, at
    else:
        row.done_at, row.returned_because = None, said
        _tell(found, row.owner_id, f"The evidence of an action came back to you: {found.title}.", by, at)
    row.save()
    open_ones = found.actions.filter(checked_at=None)
    if holds and not open_ones.exists():
        found.state = step(LEARNING_CYCLE, found.state, "cycle.verify")
    elif not holds and found.state == "action_done":
        found.state = "action_set"
    found.save(update_fields=["state"])
    _enter("cycle.verify", found, right, by, at, {"action": action, "holds": holds})


@transaction.atomic
def plan_retest(*, cycle: int, said: RoundSaid, by: User, at: datetime) -> int:
    """Plans the new sample that will show whether it changed, and returns the round's key. Raises `NotAllowed`;
    `Refused` before the evidence is checked, while another re-test is under way, and for a sample so small that even
    all of it would prove nothing."""
    right = require(by, "cycle.retest", at=at).right
    found = _locked(cycle)
    if found.state != "evidence_checked":
        raise Refused("A new sample is drawn when every action is done and its evidence is checked.")
    if found.retests.filter(retest=None).exists():
        raise Refused("A new sample is under way already.")
    before = last_sample(found)
    if 1 <= said.wanted <= MOST and fewest_beyond_chance(before.passed, before.of, said.wanted) is None:
        raise Refused(
            f"Even if all {said.wanted} passed, it could be chance after {before.passed} of {before.of}. Draw more",
            "wanted",
        )
    made = plan_round(said=said, by=by, at=at)
    _enter("cycle.retest", found, right, by, at, {"round": made})
    return made


@transaction.atomic
def read_retest(*, cycle: int, by: User, at: datetime) -> bool:
    """Counts the new sample when all of it is graded, and returns whether the change is beyond chance. Raises
    `NotAllowed`, `Refused`."""
    right = require(by, "cycle.retest", at=at).right
    found = _locked(cycle)
    after = step(LEARNING_CYCLE, found.state, "cycle.retest")
    round = found.retests.filter(retest=None).order_by("pk").first()
    if round is None or round.state == "planned":
        raise Refused("No new sample has been drawn yet.")
    counted = count_of(round.pk, found.question)
    if counted is None or counted.waiting or not counted.of:
        waiting = counted.waiting if counted else 0
        raise Refused(f"Of the new sample {_still(waiting)} not graded yet. Finish that first.")
    before = last_sample(found)
    better = _better(before, counted)
    needing = fewest_beyond_chance(before.passed, before.of, counted.of)
    CycleSample.objects.create(
        cycle=found,
        round=round,
        passed=counted.passed,
        of=counted.of,
        needed=needing,
        beyond_chance=better,
        read_by=by,
        read_at=at,
    )
    found.state = after
    found.save(update_fields=["state"])
    if found.finding is not None:
        take_retest(
            finding=found.finding,
            cycle=cycle,
            met=counted.passed,
            asked=counted.of,
            needed=needing,
            right=right,
            by=by,
            at=at,
        )
    detail: dict[str, object] = {"passed": counted.passed, "of": counted.of, "beyond_chance": better}
    _enter("cycle.retest", found, right, by, at, detail)
    return better


@transaction.atomic
def close_cycle(*, cycle: int, words: str, by: User, at: datetime) -> None:
    """Closes a cycle whose new sample is better by more than chance, and its finding with it unless an improvement plan
    closed that already. Raises `NotAllowed`, `Refused`."""
    right = require(by, "cycle.close", at=at).right
    found = _locked(cycle)
    after = step(LEARNING_CYCLE, found.state, "cycle.close")
    latest = found.samples.order_by("-read_at", "-pk").first()
    if latest is None or not latest.beyond_chance:
        raise Refused("The new sample does not differ from the one before by more than chance. Set another action.")
    found.closed_words = needed(words, "closed_words", "Say what changed for children, and what keeps it so")
    found.state, found.closed_by, found.closed_at = after, by, at
    found.save()
    still_open = Finding.objects.filter(pk=found.finding).exclude(status="closed").values_list("pk", flat=True).first()
    if still_open is not None:
        close_finding(
            finding=still_open,
            because=f"{latest.passed} of {latest.of} in a new sample. {found.closed_words}",
            on=timezone.localdate(at),
            by=by,
            at=at,
        )
    _enter("cycle.close", found, right, by, at, {})


def _still(waiting: int) -> str:
    return f"{plural(waiting, 'audit')} {'is' if waiting == 1 else 'are'}"


def _better(before: Count, now: Count) -> bool:
    improved = now.passed / now.of > before.passed / before.of
    return improved and by_chance(before.passed, before.of, now.passed, now.of) < RARE


def _locked(cycle: int) -> LearningCycle:
    return LearningCycle.objects.select_for_update().get(pk=cycle)


def _action(action: int) -> tuple[LearningAction, LearningCycle]:
    cycle = LearningAction.objects.values_list("cycle", flat=True).get(pk=action)
    found = _locked(cycle)
    return LearningAction.objects.select_for_update().get(pk=action), found


def _tell(found: LearningCycle, to: int, words: str, by: User, at: datetime) -> None:
    notify(to=to, kind="audit", words=words, link=reverse("cycle", args=[found.pk]), by=by, at=at)


def _enter(act: str, found: LearningCycle, right: str, by: User, at: datetime, detail: dict[str, object]) -> None:
    record(act=act, by=by, at=at, subject=f"cycle:{found.pk}", right=right, detail=detail)
