"""Written agreements with a family: written, approved by another person, watched, answered when broken, and ended.

The rulebook's blocks (`rulebook.agreeing`) refuse one that may not be used. The review is a clock of its own for each
agreement; it falls on the day the agreement names when that is sooner than policy, never after its last day, and on the
next day when the agreement is broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import User, notify, record, require_about, require_each
from goldenthread.casework.models import Agreement, AgreementChild, AgreementEntry, AgreementParty
from goldenthread.casework.operations import deadlines
from goldenthread.casework.queries.agreements import (
    as_agreed,
    children_in,
    domestic_abuse_known,
    heads_of_service,
    last_change,
)
from goldenthread.casework.queries.meetings import in_hands
from goldenthread.kernel.clock import LONDON, Allowance, Unit
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.workflow import NotNow
from goldenthread.people.public import Person
from goldenthread.rulebook.agreeing import LAST_RENEWAL, blocks, order_problems
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import AGREEMENT
from goldenthread.ui.cleaning import kept_line, kept_words
from goldenthread.ui.words import day, moment

MOST_PARTIES = 12
REVIEW = "written_agreement_review"
ANSWER_WITHIN = Allowance(24, Unit.HOURS)
"""How soon a breach is answered (practice standard agreement.breach_answered)."""


@dataclass(frozen=True, slots=True)
class PartySaid:
    """Somebody to the agreement. `duties`: one a line. `understood` is None where nobody said."""

    name: str
    person: int | None = None
    poses_risk: bool = False
    duties: str = ""
    understood: bool | None = None
    agreed_on: date | None = None


@dataclass(frozen=True, slots=True)
class AgreementSaid:
    """What an agreement says, as far as it has been written."""

    risk: str = ""
    risk_level: str = ""
    why_agreement: str = ""
    domestic_abuse: bool = False
    we_will: str = ""
    monitored_how: str = ""
    monitored_by: str = ""
    monitored_every_days: int | None = None
    if_broken: str = ""
    child_view: str = ""
    understood: str = ""
    interpreter: str = ""
    legal_advice: str = ""
    starts_on: date | None = None
    review_on: date | None = None
    expires_on: date | None = None
    parties: Sequence[PartySaid] = ()


@transaction.atomic
def write_agreement(
    *, children: Sequence[int], said: AgreementSaid, by: User, at: datetime, renews: int | None = None
) -> int:
    """Begins a written agreement for children of a family and returns its key. Half of one may be kept.

    `renews` is the agreement in force that it would follow. Raises `NotAllowed`; `Refused` for children whose case is
    not open, days out of order, and a renewal of one that was renewed already.
    """
    keys = list(dict.fromkeys(children))
    right = require_each(by, "agreement.write", keys, at=at).right
    known = {one.pk for one in Person.objects.select_for_update(no_key=True).filter(pk__in=keys, kind="child")}
    if not keys or known != set(keys):
        raise Refused("Choose the children the agreement is for", "children")
    hands = in_hands(keys)
    if not any(one.referral for one in hands.values()):
        raise Refused("None of these children has an open case. An agreement needs somebody who watches it", "children")
    before = _before(renews, keys)
    made = Agreement(
        state=AGREEMENT.begin("agreement.write"),
        renews=before,
        renewal=before.renewal + 1 if before else 0,
        team_id=next((one.team for one in hands.values() if one.team), by.team_id),
        written_by=by,
        written_at=at,
    )
    _put(made, said)
    made.save()
    AgreementChild.objects.bulk_create(AgreementChild(agreement=made, child_id=key) for key in keys)
    _put_parties(made, said.parties)
    _enter("agreement.write", made, keys, right, by, at, {"renewal": made.renewal})
    return made.pk


@transaction.atomic
def change_agreement(*, agreement: int, said: AgreementSaid, based_on: int, by: User, at: datetime) -> int:
    """Keeps what is written as far as it goes, and returns the version it stands at. `based_on` is the version that was
    shown; when somebody else wrote since, the second is told who and when. Raises `NotAllowed`, `Refused`.
    """
    found, keys, right = _locked(agreement, "agreement.change", by, at)
    _step(found, "agreement.change")
    stood = _as_said(found)
    if stood == _cleaned(said):
        return found.version
    if found.version != based_on:
        who, when = last_change(found.pk, keys[0]) or ("Somebody", found.written_at)
        raise Refused(
            f"{who} changed this agreement {moment(when, at)}, after you opened it. Your words are still here: open it "
            "in another window, and put together what you both wrote"
        )
    _put(found, said)
    found.version += 1
    found.save()
    found.parties.all().delete()
    _put_parties(found, said.parties)
    _enter("agreement.change", found, keys, right, by, at, {"version": found.version})
    return found.version


@transaction.atomic
def propose_agreement(*, agreement: int, by: User, at: datetime) -> None:
    """Sends an agreement to the manager. Raises `NotAllowed`; `Refused` with every block of the rulebook."""
    found, keys, right = _locked(agreement, "agreement.propose", by, at)
    after = _step(found, "agreement.propose")
    _refuse_blocked(found, keys, at)
    found.state, found.returned_because = after, ""
    found.save(update_fields=["state", "returned_because"])
    _enter("agreement.propose", found, keys, right, by, at, {})
    for manager in User.objects.filter(role=Role.TEAM_MANAGER, team=found.team_id, is_active=True).exclude(pk=by.pk):
        _tell(manager, found, keys, "A written agreement waits for you to approve it.", by, at)


@transaction.atomic
def return_agreement(*, agreement: int, because: str, by: User, at: datetime) -> None:
    """Sends an agreement back to its writer with the reason. Raises `NotAllowed`, `Refused`."""
    found, keys, right = _locked(agreement, "agreement.return", by, at)
    after = _step(found, "agreement.return")
    if says_nothing(because):
        raise Refused("Say what must change before you approve it", "because")
    found.state, found.returned_because = after, kept_words(because, "because")
    found.save(update_fields=["state", "returned_because"])
    _enter("agreement.return", found, keys, right, by, at, {})
    if found.written_by_id and found.written_by_id != by.pk:
        _tell(found.written_by, found, keys, "A written agreement came back to you.", by, at)


@transaction.atomic
def approve_agreement(*, agreement: int, words: str, by: User, at: datetime) -> None:
    """Approves an agreement: it is in force, and its review falls due. The one it renews ends.

    Never by whoever wrote it; from the third renewal by the head of service alone. Raises `NotAllowed`, `Refused`.
    """
    found, keys, right = _locked(agreement, "agreement.approve", by, at)
    after = _step(found, "agreement.approve")
    if found.written_by_id == by.pk:
        raise Refused("You wrote this agreement, so another manager must approve it.")
    if says_nothing(words):
        raise Refused("Say why this agreement is enough to keep the child safe", "words")
    head = by.role == Role.SERVICE_MANAGER
    _refuse_blocked(found, keys, at, head=head)
    found.state, found.approved_by, found.approved_at = after, by, at
    found.approved_words = kept_words(words, "words")
    if found.renewal >= LAST_RENEWAL:
        found.head_of_service, found.head_of_service_words = by, found.approved_words
    found.save()
    before = found.renews
    if before is not None and before.state == "in_force":
        before = Agreement.objects.select_for_update().get(pk=before.pk)
        _end(before, "replaced", found.starts_on, "It was renewed.", keys, at)
    _start_review(found, keys, at=max(at, _as_moment(found.starts_on)))
    _enter("agreement.approve", found, keys, right, by, at, {"renewal": found.renewal})


@transaction.atomic
def review_agreement(
    *, agreement: int, happened_at: datetime, words: str, next_on: date | None, by: User, at: datetime
) -> int:
    """Records a review: whether it is kept and whether it is still enough. Its clock starts again.

    `next_on` is the next day of review, within the agreement's time. Raises `NotAllowed`, `Refused`.
    """
    found, keys, right = _locked(agreement, "agreement.review", by, at)
    _step(found, "agreement.review")
    problems = _happened(found, happened_at, at)
    if says_nothing(words):
        problems.append(("words", "Say whether it was kept, what shows it, and whether it is still enough"))
    if next_on is not None and next_on <= timezone.localdate(happened_at):
        problems.append(("next_on", "The next review must be after this one"))
    if next_on is not None and found.expires_on and next_on > found.expires_on:
        problems.append(
            ("next_on", f"The agreement ends on {day(found.expires_on)}. Review it before that, or renew it")
        )
    if problems:
        raise Refused(problems=tuple(problems))
    if _breach_open(found):
        raise Refused("It was broken, and nobody has written what was done. Record that first")
    made = _event(found, "review", happened_at, words, by, at)
    if next_on is not None:
        found.review_on = next_on
        found.save(update_fields=["review_on"])
    _meet_and_start(found, keys, happened_at)
    _enter("agreement.review", found, keys, right, by, at, {"entry": made})
    return made


@transaction.atomic
def record_breach(*, agreement: int, happened_at: datetime, words: str, by: User, at: datetime) -> int:
    """Records that the agreement was broken, and returns the entry. Its review is due within 24 hours of now, and the
    manager who approved it and the worker are told. Raises `NotAllowed`, `Refused`.
    """
    found, keys, right = _locked(agreement, "agreement.breach", by, at)
    _step(found, "agreement.breach")
    problems = _happened(found, happened_at, at)
    if says_nothing(words):
        problems.append(("words", "Say what happened, and who saw or said it"))
    if problems:
        raise Refused(problems=tuple(problems))
    made = _event(found, "breach", happened_at, words, by, at)
    hands = in_hands(keys)
    for child in keys:
        deadlines.void(
            REVIEW, "The agreement was broken: it is answered first.", child=child, about=_about(found), at=at
        )
        one = hands[child]
        deadlines.start(
            REVIEW,
            at=at,
            child=child,
            referral=one.referral,
            about=_about(found),
            team=one.team or found.team_id,
            owner=one.worker,
            sooner=ANSWER_WITHIN,
        )
    _enter("agreement.breach", found, keys, right, by, at, {"entry": made})
    told = {found.approved_by_id, *(one.worker for one in hands.values())} - {None, by.pk}
    for person in User.objects.filter(pk__in=told, is_active=True):
        _tell(person, found, keys, "A written agreement was broken. Say within 24 hours what is done about it.", by, at)
    return made


@transaction.atomic
def respond_to_breach(*, breach: int, happened_at: datetime, words: str, by: User, at: datetime) -> int:
    """Records what was done about a breach, and returns the entry. Raises `NotAllowed`; `Refused` also when somebody
    answered first (who, and when)."""
    entry = AgreementEntry.objects.filter(pk=breach, kind="breach").first()
    if entry is None:
        raise Refused("There is no such breach.")
    found, keys, right = _locked(entry.agreement_id, "agreement.respond", by, at)
    _step(found, "agreement.respond")
    first = entry.answered_by.select_related("recorded_by").first()
    if first is not None:
        raise Refused(f"{first.recorded_by.name} recorded what was done {moment(first.recorded_at, at)}: {first.words}")
    problems = _happened(found, happened_at, at)
    if happened_at < entry.happened_at:
        problems.append(("happened_at", f"It was broken {moment(entry.happened_at)}: what was done comes after that"))
    if says_nothing(words):
        problems.append(("words", "Say what was done, by whom, and whether the agreement still holds"))
    if problems:
        raise Refused(problems=tuple(problems))
    made = _event(found, "response", happened_at, words, by, at, answers=entry.pk)
    if not _breach_open(found):
        _meet_and_start(found, keys, happened_at)
    _enter("agreement.respond", found, keys, right, by, at, {"entry": made, "breach": entry.pk})
    return made


@transaction.atomic
def end_agreement(*, agreement: int, outcome: str, ended_on: date, words: str, by: User, at: datetime) -> None:
    """Ends an agreement with what became of it. Raises `NotAllowed`, `Refused`."""
    found, keys, right = _locked(agreement, "agreement.end", by, at)
    _step(found, "agreement.end")
    problems = []
    if outcome not in SETS["agreement_end"].codes:
        problems.append(("outcome", "Choose how it ended"))
    if ended_on > timezone.localdate(at):
        problems.append(("ended_on", f"{day(ended_on)} has not come yet"))
    elif found.state == "in_force" and found.starts_on and ended_on < found.starts_on:
        problems.append(("ended_on", f"The agreement began on {day(found.starts_on)}: it cannot end before that"))
    if says_nothing(words):
        problems.append(("words", "Say what keeps the child safe now, without it"))
    if problems:
        raise Refused(problems=tuple(problems))
    _end(found, outcome, ended_on, kept_words(words, "words"), keys, at)
    _enter("agreement.end", found, keys, right, by, at, {"outcome": outcome})


def _end(found: Agreement, outcome: str, ended_on: date, words: str, keys: Sequence[int], at: datetime) -> None:
    found.state = _step(found, "agreement.end")
    found.ended_outcome, found.ended_on, found.ended_words = outcome, ended_on, words
    found.save(update_fields=["state", "ended_outcome", "ended_on", "ended_words"])
    label = SETS["agreement_end"].label(outcome)
    for child in keys:
        deadlines.void(REVIEW, f"The agreement ended: {label.lower()}.", child=child, about=_about(found), at=at)


def _before(renews: int | None, keys: Sequence[int]) -> Agreement | None:
    if renews is None:
        return None
    found = Agreement.objects.select_for_update().filter(pk=renews).first()
    if found is None or not set(keys) & set(children_in(renews)):
        raise Refused("The agreement to renew is about other children.")
    if found.state not in ("in_force", "ended"):
        raise Refused("Only an agreement that was in force can be renewed.")
    follows = found.renewed_by.exclude(state="ended").select_related("written_by").first()
    if follows is not None:
        who = follows.written_by.name if follows.written_by else "Somebody"
        raise Refused(f"{who} wrote its renewal {moment(follows.written_at)}.")
    return found


def _refuse_blocked(found: Agreement, keys: Sequence[int], at: datetime, *, head: bool | None = None) -> None:
    known = domestic_abuse_known(keys, on=timezone.localdate(at), ticked=found.domestic_abuse)
    problems = blocks(as_agreed(found, found.parties.order_by("pk"), known, head=head))
    if head is False and found.renewal >= LAST_RENEWAL:
        names = " or ".join(heads_of_service(found.team.service if found.team else "") or heads_of_service())
        problems = tuple(
            (field, f"{sentence}: {names}" if not field and names else sentence) for field, sentence in problems
        )
    if problems:
        raise Refused(problems=problems)


def _start_review(found: Agreement, keys: Sequence[int], *, at: datetime) -> None:
    """The clock of its review, from a moment: by its own day and its last day when those come sooner than policy."""
    hands = in_hands(keys)
    days = [on for on in (found.review_on, found.expires_on) if on and on > timezone.localdate(at)]
    sooner = Allowance((min(days) - timezone.localdate(at)).days, Unit.DAYS) if days else None
    for child in keys:
        one = hands[child]
        deadlines.start(
            REVIEW,
            at=at,
            child=child,
            referral=one.referral,
            about=_about(found),
            team=one.team or found.team_id,
            owner=one.worker,
            sooner=sooner,
        )


def _meet_and_start(found: Agreement, keys: Sequence[int], happened_at: datetime) -> None:
    for child in keys:
        deadlines.meet(REVIEW, at=happened_at, child=child, about=_about(found))
    _start_review(found, keys, at=happened_at)


def _event(
    found: Agreement, kind: str, happened_at: datetime, words: str, by: User, at: datetime, answers: int | None = None
) -> int:
    return found.events.create(
        kind=kind,
        happened_at=happened_at,
        words=kept_words(words, "words"),
        answers_id=answers,
        recorded_by=by,
        recorded_at=at,
    ).pk


def _breach_open(found: Agreement) -> bool:
    return found.events.filter(kind="breach", answered_by=None).exists()


def _happened(found: Agreement, happened_at: datetime, at: datetime) -> list[tuple[str, str]]:
    if happened_at > at:
        return [("happened_at", "This has not happened yet")]
    if found.starts_on and timezone.localdate(happened_at) < found.starts_on:
        return [("happened_at", f"The agreement began on {day(found.starts_on)}: this comes before it")]
    return []


def _put(row: Agreement, said: AgreementSaid) -> None:
    clean = _cleaned(said)
    problems = order_problems(clean.starts_on, clean.review_on, clean.expires_on)
    if clean.risk_level and clean.risk_level not in SETS["risk_level"].codes:
        problems.append(("risk_level", "Choose how great the risk is"))
    if clean.monitored_every_days is not None and not 1 <= clean.monitored_every_days <= 28:
        problems.append(("monitored_every_days", "Say a number of days between 1 and 28"))
    if len(clean.parties) > MOST_PARTIES:
        problems.append(("parties", f"An agreement has {MOST_PARTIES} people at most"))
    for on, field in ((clean.starts_on, "starts_on"), (clean.expires_on, "expires_on")):
        if on is not None and not 2000 <= on.year <= 2100:
            problems.append((field, f"Check the year of {day(on)}"))
    if problems:
        raise Refused(problems=tuple(problems))
    for name in _PLAIN:
        setattr(row, name, getattr(clean, name))


def _put_parties(row: Agreement, parties: Sequence[PartySaid]) -> None:
    AgreementParty.objects.bulk_create(
        AgreementParty(
            agreement=row,
            person_id=one.person,
            name=kept_line(one.name, "parties", 120),
            poses_risk=one.poses_risk,
            duties=kept_words(one.duties, "parties"),
            understood=one.understood,
            agreed_on=one.agreed_on,
        )
        for one in parties
        if one.name.strip() or one.duties.strip()
    )


_PLAIN = (
    "risk",
    "risk_level",
    "why_agreement",
    "domestic_abuse",
    "we_will",
    "monitored_how",
    "monitored_by",
    "monitored_every_days",
    "if_broken",
    "child_view",
    "understood",
    "interpreter",
    "legal_advice",
    "starts_on",
    "review_on",
    "expires_on",
)
_LINES = {"monitored_by": 120, "interpreter": 120, "legal_advice": 300}


def _cleaned(said: AgreementSaid) -> AgreementSaid:
    values: dict[str, object] = {}
    for name in _PLAIN:
        value = getattr(said, name)
        if isinstance(value, str):
            value = kept_line(value, name, _LINES[name]) if name in _LINES else kept_words(value, name)
        values[name] = value
    parties = tuple(
        PartySaid(
            kept_line(one.name, "parties", 120),
            one.person,
            one.poses_risk,
            kept_words(one.duties, "parties"),
            one.understood,
            one.agreed_on,
        )
        for one in said.parties
        if one.name.strip() or one.duties.strip()
    )
    return AgreementSaid(**values, parties=parties)


def _as_said(row: Agreement) -> AgreementSaid:
    """The agreement as it stands, in the words it was said in."""
    parties = tuple(
        PartySaid(one.name, one.person_id, one.poses_risk, one.duties, one.understood, one.agreed_on)
        for one in row.parties.order_by("pk")
    )
    return AgreementSaid(**{name: getattr(row, name) for name in _PLAIN}, parties=parties)


def _locked(agreement: int, act: str, by: User, at: datetime) -> tuple[Agreement, list[int], str]:
    found = Agreement.objects.select_for_update().filter(pk=agreement).first()
    if found is None:
        raise Refused("There is no such agreement.")
    keys = children_in(agreement)
    return found, keys, require_about(by, act, keys, at=at).right


def _step(found: Agreement, act: str) -> str:
    try:
        return AGREEMENT.step(found.state, act)
    except NotNow as reason:
        if found.approved_by and found.approved_at and act in ("agreement.approve", "agreement.return"):
            who, when = found.approved_by.name, moment(found.approved_at)
            raise Refused(f"{who} approved this agreement {when}.") from reason
        raise Refused(str(reason)) from reason


def _enter(
    act: str, found: Agreement, keys: Sequence[int], right: str, by: User, at: datetime, detail: dict[str, object]
) -> None:
    for child in keys:
        record(act=act, by=by, at=at, child=child, subject=f"agreement:{found.pk}", right=right, detail=detail)


def _tell(to: User, found: Agreement, keys: Sequence[int], words: str, by: User, at: datetime) -> None:
    link = reverse("agreement", args=[found.pk])
    notify(to=to, kind="agreement", words=words, link=link, child=keys[0], by=by, at=at)


def _about(found: Agreement) -> str:
    return f"agreement:{found.pk}"


def _as_moment(on: date) -> datetime:
    return datetime.combine(on, time(9), LONDON)
