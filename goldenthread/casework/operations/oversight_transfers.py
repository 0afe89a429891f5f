"""Moving children's work from a team to another: proposed, met about, sent back or accepted, completed by a new worker.

Until it is completed the giving worker holds the child. Completing gives the child the new worker in the same act.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import Team, User, decide, notify, record, require
from goldenthread.casework.models import Referral, Transfer, TransferChild
from goldenthread.casework.operations import deadlines
from goldenthread.casework.operations.allocations import move_to
from goldenthread.casework.operations.oversight_workers import note_change
from goldenthread.casework.operations.typed_drafts import throw_typed_away
from goldenthread.casework.queries.oversight_teams import answers_for
from goldenthread.casework.queries.oversight_transfers import CLOCK, OPEN
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.people.public import Person
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.transfer import NO
from goldenthread.rulebook.forms.transfer import TRANSFER as FORM
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import TRANSFER
from goldenthread.ui.cleaning import kept_line, kept_words
from goldenthread.ui.words import day, join_names

FIRST_VISIT = "transfer_first_visit"
FARTHEST = 366  # days ahead for a move that is agreed
REASONS = {"area": "moved_area", "another": "another"}
"""Why the worker changes, by the route; for the others it is the next part of the work."""


@dataclass(frozen=True, slots=True)
class TransferSaid:
    """A proposal. `checklist` holds for each question of the form its answer and its words."""

    to_team: int
    route: str
    why: str
    risks: str = ""
    strengths: str = ""
    child_wants: str = ""
    next_days: str = ""
    checklist: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MeetingSaid:
    """What the transfer meeting answered."""

    met_on: date
    met_with: str
    appropriate: bool | None
    appropriate_words: str
    cannot_wait: str
    unassessed: str
    tells_family: str
    moves_on: date | None


@transaction.atomic
def propose_transfer(*, children: Collection[int], said: TransferSaid, by: User, at: datetime) -> int:
    """Proposes that the work with these children of a family moves to another team; returns the transfer's key.

    The receiving manager has it to answer. Raises `NotAllowed`; `Refused` for what is missing, for children who are
    with different teams, and where a transfer waits already.
    """
    rights = {child: require(by, "transfer.propose", child, at=at).right for child in sorted(set(children))}
    if not rights:
        raise Refused("Choose the children whose work moves", "children")
    people = _lock(rights)
    referrals = _referrals(people)
    giving = {one.team_id for one in referrals.values()}
    if len(giving) > 1:
        raise Refused("These children are with different teams. Propose a transfer for each team", "children")
    for child in people:
        waits = TransferChild.objects.filter(child=child, transfer__state__in=OPEN).select_related("transfer__to_team")
        if (one := waits.first()) is not None:
            name = people[child].given_names or "this child"
            raise Refused(f"A transfer of {name} to {one.transfer.to_team.name} waits already.", "children")
    first = next(iter(referrals.values()))
    assert first.team is not None
    made = Transfer(from_team=first.team, state=TRANSFER.begin("transfer.propose"), proposed_by=by, proposed_at=at)
    _put(made, said)
    made.save()
    for child in people:
        TransferChild.objects.create(transfer=made, child_id=child, referral=referrals[child])
        throw_typed_away("transfer", child, by)
    _ask(made, list(people), by, at)
    _enter("transfer.propose", made, rights, by, at, {"to": made.to_team_id, "route": made.route})
    return made.pk


@transaction.atomic
def change_transfer(*, transfer: int, said: TransferSaid, by: User, at: datetime) -> None:
    """Answers what was sent back, and proposes it again. Raises `NotAllowed`, `Refused`."""
    found, rights = _locked(transfer, "transfer.change", by, at)
    after = _step(found, "transfer.change")
    _answers_for(by, found.from_team, at)
    _put(found, said)
    found.state, found.proposed_by, found.proposed_at = after, by, at
    found.met_on = found.appropriate = found.moves_on = None
    found.met_with = found.appropriate_words = found.cannot_wait = found.unassessed = found.tells_family = ""
    found.met_recorded_by = found.met_recorded_at = None
    found.save()
    _ask(found, list(rights), by, at)
    _enter("transfer.change", found, rights, by, at, {"to": found.to_team_id})


@transaction.atomic
def record_transfer_meeting(*, transfer: int, said: MeetingSaid, by: User, at: datetime) -> None:
    """Records the meeting: whether it is right to transfer now, what cannot wait, who tells the family. By a manager of
    either team. Raises `NotAllowed`; `Refused` for what was not answered."""
    found, rights = _locked(transfer, "transfer.meet", by, at)
    after = _step(found, "transfer.meet")
    _answers_for(by, found.from_team, at, found.to_team)
    problems = _of_meeting(found, said, at)
    if problems:
        raise Refused(problems=tuple(problems))
    found.state, found.met_on, found.appropriate, found.moves_on = after, said.met_on, said.appropriate, said.moves_on
    for name in ("met_with", "appropriate_words", "cannot_wait", "unassessed"):
        setattr(found, name, kept_words(getattr(said, name), name))
    found.tells_family = kept_line(said.tells_family, "tells_family", 300)
    found.met_recorded_by, found.met_recorded_at = by, at
    found.save()
    _enter("transfer.meet", found, rights, by, at, {"appropriate": said.appropriate})


@transaction.atomic
def return_transfer(*, transfer: int, because: str, by: User, at: datetime) -> None:
    """Sends it back with the reason: by the receiving manager. Raises `NotAllowed`, `Refused`."""
    found, rights = _locked(transfer, "transfer.return", by, at)
    after = _step(found, "transfer.return")
    _answers_for(by, found.to_team, at)
    if says_nothing(because):
        raise Refused("Say what must be different before you accept it", "because")
    found.state, found.returned_because = after, kept_words(because, "because")
    found.returned_by, found.returned_at = by, at
    found.save(update_fields=["state", "returned_because", "returned_by", "returned_at"])
    for child in rights:
        deadlines.meet(CLOCK, at=at, child=child, about=f"transfer:{found.pk}")
    _enter("transfer.return", found, rights, by, at, {})
    _tell(found.proposed_by, "returned", "A transfer you proposed came back to you.", found, next(iter(rights)), by, at)


@transaction.atomic
def accept_transfer(*, transfer: int, words: str, by: User, at: datetime) -> None:
    """Accepts it: the receiving manager has read the file, and says so. The child still has the giving worker.

    Raises `NotAllowed`; `Refused` where the meeting found that it is not right to transfer now, and to whoever
    proposed it.
    """
    found, rights = _locked(transfer, "transfer.accept", by, at)
    after = _step(found, "transfer.accept")
    _answers_for(by, found.to_team, at)
    if found.proposed_by_id == by.pk:
        raise Refused("You proposed this transfer, so a manager who did not must accept it.")
    if not found.appropriate:
        raise Refused("The meeting found that it is not right to transfer now. Send it back with the reason.")
    if says_nothing(words):
        raise Refused("Say what you read in the file, and what you will do first", "words")
    found.state, found.accepted_by, found.accepted_at = after, by, at
    found.accepted_words = kept_words(words, "words")
    found.save(update_fields=["state", "accepted_by", "accepted_at", "accepted_words"])
    about = f"transfer:{found.pk}"
    for line in found.children.all():
        deadlines.meet(CLOCK, at=at, child=line.child_id, about=about)
        deadlines.start(
            FIRST_VISIT, at=at, child=line.child_id, referral=line.referral_id, about=about, team=found.to_team
        )
    _enter("transfer.accept", found, rights, by, at, {})
    _tell(found.proposed_by, "transfer", "A transfer you proposed was accepted.", found, next(iter(rights)), by, at)


@transaction.atomic
def complete_transfer(*, transfer: int, worker: int, instructions: str, by: User, at: datetime) -> None:
    """Gives the children their new worker, with instructions: the work moves here, in one act for all of them.

    By a manager of the receiving team. Raises `NotAllowed`; `Refused` for a worker of another team, for one whom a
    restriction keeps out, without instructions, and where a child is no longer with the giving team.
    """
    found, rights = _locked(transfer, "transfer.complete", by, at)
    after = _step(found, "transfer.complete")
    _answers_for(by, found.to_team, at)
    to = User.objects.filter(pk=worker, is_active=True, team=found.to_team_id).first()
    problems = []
    if to is None:
        problems.append(("worker", f"Choose a worker of {found.to_team.name}"))
    if says_nothing(instructions):
        problems.append(("instructions", "Write what you ask of the worker, and by when"))
    if problems:
        raise Refused(problems=tuple(problems))
    assert to is not None
    today = timezone.localdate(at)
    lines = list(found.children.order_by("referral"))
    referrals = {
        one.pk: one
        for one in Referral.objects.select_for_update()
        .filter(pk__in=[line.referral_id for line in lines])
        .order_by("pk")
    }
    for line in lines:
        referral = referrals[line.referral_id]
        if referral.closed_on is not None or referral.team_id != found.from_team_id:
            raise Refused(f"A child is no longer with {found.from_team.name}. Ask them to take this transfer back.")
        went = referral.worker_id
        move_to(referral, to, instructions=kept_words(instructions, "instructions"), by=by, at=at)
        if not decide(to, "child.read", line.child_id, at=at).allowed:
            raise Refused(f"A restriction keeps {to.name} from this record. Choose somebody else", "worker")
        if went is not None and went != to.pk:
            note_change(
                child=line.child_id,
                went=went,
                came=to.pk,
                changed_on=today,
                reason=REASONS.get(found.route, "next_part"),
                words=" ".join(found.why.split())[:300],
                by=by,
                at=at,
            )
    found.state, found.to_worker, found.completed_by, found.completed_at = after, to, by, at
    found.save(update_fields=["state", "to_worker", "completed_by", "completed_at"])
    _enter("transfer.complete", found, rights, by, at, {"worker": to.pk})


@transaction.atomic
def withdraw_transfer(*, transfer: int, because: str, by: User, at: datetime) -> None:
    """Takes it back: the work stays where it is. By a manager of the giving team. Raises `NotAllowed`, `Refused`."""
    found, rights = _locked(transfer, "transfer.withdraw", by, at)
    after = _step(found, "transfer.withdraw")
    _answers_for(by, found.from_team, at)
    if says_nothing(because):
        raise Refused("Say why the work stays where it is", "withdrawn")
    found.state, found.withdrawn_because = after, kept_words(because, "withdrawn")
    found.save(update_fields=["state", "withdrawn_because"])
    for child in rights:
        for clock in (CLOCK, FIRST_VISIT):
            deadlines.void(clock, "The transfer was taken back.", child=child, about=f"transfer:{found.pk}", at=at)
    _enter("transfer.withdraw", found, rights, by, at, {})


def _put(row: Transfer, said: TransferSaid) -> None:
    to = Team.objects.filter(pk=said.to_team, closed_on=None).first()
    problems = []
    if to is None:
        problems.append(("to_team", "Choose the team that is to take it"))
    elif to.pk == row.from_team_id:
        problems.append(("to_team", f"{to.name} has the child already. Choose another team"))
    if said.route not in SETS["transfer_route"].codes:
        problems.append(("route", "Choose when and why the work moves"))
    for words, name, sentence in (
        (said.why, "why", "Say why the work moves now"),
        (said.risks, "risks", "Say what the risks are, to each child"),
        (said.strengths, "strengths", "Say what goes well in this family"),
        (said.child_wants, "child_wants", "Say what the child wants, or why nobody could ask"),
        (said.next_days, "next_days", "Say what has to be done in the next 10 days, and by whom"),
    ):
        if says_nothing(words):
            problems.append((name, sentence))
    for question in FORM.sections[0].questions:
        answer, more = said.checklist.get(question.key, ("", ""))
        if answer not in {choice.value for choice in question.choices}:
            problems.append((f"check-{question.key}", f"Answer ‘{question.label}’"))
        elif answer == NO and says_nothing(more):
            problems.append((f"words-{question.key}", f"Say who puts it right, and by when: ‘{question.label}’"))
    if problems:
        raise Refused(problems=tuple(problems))
    assert to is not None
    row.to_team, row.route = to, said.route
    for name in ("why", "risks", "strengths", "child_wants", "next_days"):
        setattr(row, name, kept_words(getattr(said, name), name))
    row.checklist = [
        {
            "key": question.key,
            "asked": question.label,
            "answer": said.checklist[question.key][0],
            "words": kept_words(said.checklist[question.key][1], f"words-{question.key}"),
        }
        for question in FORM.sections[0].questions
    ]


def _of_meeting(found: Transfer, said: MeetingSaid, at: datetime) -> list[tuple[str, str]]:
    today, proposed = timezone.localdate(at), timezone.localdate(found.proposed_at)
    problems = []
    if said.met_on > today:
        problems.append(("met_on", f"{day(said.met_on)} has not come yet"))
    elif said.met_on < proposed:
        problems.append(("met_on", f"The transfer was proposed on {day(proposed)}: the meeting cannot be before that"))
    if says_nothing(said.met_with):
        problems.append(("met_with", "Say who was there, the family among them or why not"))
    if said.appropriate is None:
        problems.append(("appropriate", "Say whether it is right to transfer now"))
    for words, name, sentence in (
        (said.appropriate_words, "appropriate_words", "Say why it is, or is not, right to transfer now"),
        (said.cannot_wait, "cannot_wait", "Say what cannot wait, and who does it whoever holds the child"),
        (said.unassessed, "unassessed", "Say what is still not assessed, or that nothing is"),
        (said.tells_family, "tells_family", "Say who tells the child and the family, and when"),
    ):
        if len(words.strip()) < 3 or (name != "unassessed" and says_nothing(words)):
            problems.append((name, sentence))
    if said.appropriate and said.moves_on is None:
        problems.append(("moves_on", "Enter the day on which the work is to move"))
    elif said.moves_on is not None and (said.moves_on < said.met_on or (said.moves_on - today).days > FARTHEST):
        problems.append(("moves_on", "Enter a day after the meeting, within a year"))
    return problems


def _ask(made: Transfer, children: list[int], by: User, at: datetime) -> None:
    """Starts the receiving manager's clock, and tells whoever manages there."""
    managers = list(
        User.objects.filter(role=Role.TEAM_MANAGER, team=made.to_team_id, is_active=True).order_by("name", "pk")
    )
    for child in children:
        deadlines.start(
            CLOCK,
            at=at,
            child=child,
            about=f"transfer:{made.pk}",
            team=made.to_team_id,
            owner=managers[0] if managers else None,
        )
    for person in managers:
        if person.pk != by.pk:
            _tell(person, "transfer", "A transfer to your team waits for you.", made, children[0], by, at)


def _tell(to: User, kind: str, words: str, about: Transfer, child: int, by: User, at: datetime) -> None:
    link = reverse("transfer", args=[about.pk])
    if to.pk != by.pk:
        notify(to=to, kind=kind, words=words, link=link, child=child, by=by, at=at)


def _lock(children: Collection[int]) -> dict[int, Person]:
    """In order of their keys, so that two managers who move the same family wait for one another."""
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=children, kind="child").order_by("pk")
    found = {one.pk: one for one in rows}
    if len(found) != len(set(children)):
        raise Refused("Choose children of this family, each once", "children")
    return found


def _referrals(people: Mapping[int, Person]) -> dict[int, Referral]:
    rows = Referral.objects.select_related("team").filter(child__in=people, closed_on=None, team__isnull=False)
    found = {one.child_id: one for one in rows.filter(state__in=("with_team", "with_worker"))}
    missing = [one.given_names or "A child" for key, one in people.items() if key not in found]
    if missing:
        raise Refused(f"{join_names(missing)} is with no team, so there is nothing to transfer.", "children")
    return found


def _locked(transfer: int, act: str, by: User, at: datetime) -> tuple[Transfer, dict[int, str]]:
    found = (
        Transfer.objects.select_for_update(of=("self",))
        .select_related("from_team", "to_team", "proposed_by")
        .filter(pk=transfer)
        .first()
    )
    if found is None:
        raise Refused("There is no such transfer.")
    children = found.children.order_by("child").values_list("child", flat=True)
    return found, {child: require(by, act, child, at=at).right for child in children}


def _step(found: Transfer, act: str) -> str:
    try:
        return TRANSFER.step(found.state, act)
    except NotNow as reason:
        raise Refused(str(reason)) from reason


def _answers_for(by: User, team: Team, at: datetime, *others: Team) -> None:
    teams = (team, *others)
    if not any(answers_for(by, one, timezone.localdate(at)) for one in teams):
        names = " or ".join(one.name for one in teams)
        raise Refused(f"A manager of {names} does this.")


def _enter(
    act: str, found: Transfer, rights: Mapping[int, str], by: User, at: datetime, detail: dict[str, object]
) -> None:
    for child, right in rights.items():
        record(act=act, by=by, at=at, child=child, subject=f"transfer:{found.pk}", right=right, detail=detail)
