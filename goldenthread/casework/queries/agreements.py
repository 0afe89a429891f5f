"""Written agreements as they stand: what they say, whom they bind, what became of them, and what blocks them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from goldenthread.access.public import User, acts_of, decide_about, entries, visible, visible_about
from goldenthread.casework.models import (
    Agreement,
    AgreementChild,
    AgreementEntry,
    AgreementParty,
    AssessmentChild,
    Closure,
    Contact,
    ContactPerson,
    LearningEntry,
)
from goldenthread.casework.queries.child import of_child
from goldenthread.casework.queries.families_abuse import LOOKS_BACK
from goldenthread.casework.queries.meetings import called
from goldenthread.rulebook.agreeing import DOMESTIC_ABUSE_FACTORS, Agreed, Party, blocks
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.workflows import AGREEMENT
from goldenthread.ui.words import day


@dataclass(frozen=True, slots=True)
class ShownParty:
    """Somebody to the agreement. `understood` is None where nobody said."""

    key: int
    name: str
    poses_risk: bool
    duties: tuple[str, ...]
    understood: bool | None
    agreed_on: date | None


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A review, a breach, or what was done about a breach (`answers` is the breach). `answered` says of a breach
    whether somebody wrote what was done."""

    key: int
    kind: str
    happened_at: datetime
    words: str
    by: str
    recorded_at: datetime
    answers: int | None
    answered: bool


@dataclass(frozen=True, slots=True)
class ShownAgreement:
    """A written agreement with everything on its record. `children` are those the reader may see, key and name.

    `blocked` are the sentences for which it would be refused now, each with its field; `domestic_abuse_known` says
    where domestic abuse is known from. `may` holds the acts open to the reader in its present state. `run_out` is true
    when it is in force and its last day has passed.
    """

    key: int
    state: str
    state_words: str
    version: int
    children: tuple[tuple[int, str], ...]
    risk: str
    risk_level: str
    risk_level_words: str
    why_agreement: str
    domestic_abuse: bool
    domestic_abuse_known: tuple[str, ...]
    we_will: str
    monitored_how: str
    monitored_by: str
    monitored_every_days: int | None
    if_broken: str
    child_view: str
    understood: str
    interpreter: str
    legal_advice: str
    starts_on: date | None
    review_on: date | None
    expires_on: date | None
    renews: int | None
    renewed_by: int | None
    renewal: int
    head_of_service: str
    written_by: str
    written_at: datetime
    approved_by: str
    approved_at: datetime | None
    approved_words: str
    returned_because: str
    ended_on: date | None
    ended_outcome_words: str
    ended_words: str
    parties: tuple[ShownParty, ...]
    entries: tuple[ShownEntry, ...]
    blocked: tuple[tuple[str, str], ...]
    run_out: bool
    mine: bool
    may: frozenset[str]

    @property
    def breaches_unanswered(self) -> tuple[ShownEntry, ...]:
        """Breaches for which nobody has written what was done."""
        return tuple(one for one in self.entries if one.kind == "breach" and not one.answered)


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A written agreement in a list of a child's."""

    key: int
    state: str
    state_words: str
    risk: str
    starts_on: date | None
    review_on: date | None
    expires_on: date | None
    ended_on: date | None
    ended_outcome_words: str
    renewal: int
    breaches: int


@dataclass(frozen=True, slots=True)
class Learning:
    """What is to be learned from a family that came back. `answered_by` is empty while it waits."""

    key: int
    child: int
    child_name: str
    agreement: int
    risk: str
    closed_on: date | None
    closure_words: str
    referral: int
    received_on: date
    asked_of: str
    words: str
    answered_by: str
    answered_at: datetime | None


def children_in(agreement: int) -> list[int]:
    """The keys of the children an agreement is for. A seal on any of them closes it."""
    return list(AgreementChild.objects.filter(agreement=agreement).order_by("child").values_list("child", flat=True))


def agreements_open_to(reader: User, *, at: datetime) -> Q:
    """The agreements that she may read, as a condition on a query of agreements."""
    named = AgreementChild.objects.filter(agreement=OuterRef("pk"))
    return visible_about(reader, "child.read", named, child="child", at=at)


def domestic_abuse_known(children: Collection[int], *, on: date, ticked: bool = False) -> tuple[str, ...]:
    """Where it is known from that there is domestic abuse in this family, in words; empty when nothing says so.

    Read from the tick on the form, from contacts about the children and from the factors of their assessments (3A to
    3C) of the last two years. Two queries.
    """
    found = ["the form says so"] if ticked else []
    since = on - LOOKS_BACK
    contacts = (
        Contact.objects.filter(Q(domestic_abuse=True) | Q(concerns__contains=["domestic_abuse"]))
        .filter(Exists(ContactPerson.objects.filter(contact=OuterRef("pk"), person__in=children, taken_out_at=None)))
        .filter(received_at__date__gte=since)
        .exclude(state="writing")
        .order_by("-received_at")
    )
    found += [
        f"the contact of {day(timezone.localdate(one))}" for one in contacts.values_list("received_at", flat=True)[:2]
    ]
    factors = AssessmentChild.objects.filter(
        child__in=children,
        taken_out_at=None,
        factors__overlap=list(DOMESTIC_ABUSE_FACTORS),
        assessment__started_on__gte=since,
    ).exclude(assessment__state="stopped")
    rows = factors.order_by("-assessment__started_on").values_list("factors", "assessment__started_on")
    for codes, started_on in rows[:2]:
        named = ", ".join(code for code in codes if code in DOMESTIC_ABUSE_FACTORS)
        found.append(f"the assessment begun on {day(started_on)}, factor {named}")
    return tuple(dict.fromkeys(found))


def as_agreed(
    row: Agreement, parties: Iterable[AgreementParty], known: tuple[str, ...], *, head: bool | None = None
) -> Agreed:
    """An agreement as the rulebook's blocks read it."""
    return Agreed(
        risk=row.risk,
        why_agreement=row.why_agreement,
        we_will=row.we_will,
        monitored_how=row.monitored_how,
        monitored_by=row.monitored_by,
        monitored_every_days=row.monitored_every_days,
        if_broken=row.if_broken,
        understood=row.understood,
        child_view=row.child_view,
        starts_on=row.starts_on,
        review_on=row.review_on,
        expires_on=row.expires_on,
        parties=[Party(one.name, one.poses_risk, one.duties) for one in parties],
        domestic_abuse=known,
        renewal=row.renewal,
        approver_is_head=head,
    )


def show_agreement(agreement: int, *, reader: User, at: datetime) -> ShownAgreement | None:
    """One agreement; None when there is none. Nine queries at most."""
    row = Agreement.objects.select_related("written_by", "approved_by", "head_of_service").filter(pk=agreement).first()
    if row is None:
        return None
    today = timezone.localdate(at)
    keys = children_in(agreement)
    seen = AgreementChild.objects.filter(visible(reader, "child.read", child="child", at=at), agreement=row)
    parties = list(row.parties.order_by("pk"))
    events = list(row.events.select_related("recorded_by").order_by("happened_at", "pk"))
    answered = {one.answers_id for one in events if one.answers_id}
    known = domestic_abuse_known(keys, on=today, ticked=row.domestic_abuse)
    steps = {*AGREEMENT.acts_from(row.state), "agreement.write"}  # renewing writes the next
    offered = {act for act in steps & acts_of(reader) if decide_about(reader, act, keys, at=at).allowed}
    ends = SETS["agreement_end"]
    return ShownAgreement(
        key=row.pk,
        state=row.state,
        state_words=AGREEMENT.states[row.state],
        version=row.version,
        children=tuple((one.child_id, called(one.child)) for one in seen.select_related("child").order_by("child")),
        risk=row.risk,
        risk_level=row.risk_level,
        risk_level_words=SETS["risk_level"].label(row.risk_level) if row.risk_level else "",
        why_agreement=row.why_agreement,
        domestic_abuse=row.domestic_abuse,
        domestic_abuse_known=known,
        we_will=row.we_will,
        monitored_how=row.monitored_how,
        monitored_by=row.monitored_by,
        monitored_every_days=row.monitored_every_days,
        if_broken=row.if_broken,
        child_view=row.child_view,
        understood=row.understood,
        interpreter=row.interpreter,
        legal_advice=row.legal_advice,
        starts_on=row.starts_on,
        review_on=row.review_on,
        expires_on=row.expires_on,
        renews=row.renews_id,
        renewed_by=row.renewed_by.order_by("-pk").values_list("pk", flat=True).first(),
        renewal=row.renewal,
        head_of_service=row.head_of_service.name if row.head_of_service else "",
        written_by=row.written_by.name if row.written_by else "",
        written_at=row.written_at,
        approved_by=row.approved_by.name if row.approved_by else "",
        approved_at=row.approved_at,
        approved_words=row.approved_words,
        returned_because=row.returned_because,
        ended_on=row.ended_on,
        ended_outcome_words=ends.label(row.ended_outcome) if row.ended_outcome else "",
        ended_words=row.ended_words,
        parties=tuple(
            ShownParty(
                one.pk,
                one.name,
                one.poses_risk,
                tuple(line.strip() for line in one.duties.splitlines() if line.strip()),
                one.understood,
                one.agreed_on,
            )
            for one in parties
        ),
        entries=tuple(_entry(one, answered) for one in events),
        blocked=blocks(as_agreed(row, parties, known)) if row.state in ("writing", "proposed") else (),
        run_out=row.state == "in_force" and row.expires_on is not None and row.expires_on < today,
        mine=row.written_by_id == reader.pk,
        may=frozenset(offered),
    )


def _entry(one: AgreementEntry, answered: set[int]) -> ShownEntry:
    return ShownEntry(
        one.pk,
        one.kind,
        one.happened_at,
        one.words,
        one.recorded_by.name,
        one.recorded_at,
        one.answers_id,
        one.pk in answered,
    )


def agreements_of(child: int, *, reader: User, at: datetime) -> tuple[AgreementRow, ...]:
    """A child's written agreements, latest first. Two queries."""
    rows = list(_of(child, reader, at).order_by("-written_at", "-pk"))
    broken: dict[int, int] = {}
    for key in AgreementEntry.objects.filter(agreement__in=rows, kind="breach").values_list("agreement", flat=True):
        broken[key] = broken.get(key, 0) + 1
    ends = SETS["agreement_end"]
    return tuple(
        AgreementRow(
            row.pk,
            row.state,
            AGREEMENT.states[row.state],
            row.risk,
            row.starts_on,
            row.review_on,
            row.expires_on,
            row.ended_on,
            ends.label(row.ended_outcome) if row.ended_outcome else "",
            row.renewal,
            broken.get(row.pk, 0),
        )
        for row in rows
    )


def _of(child: int, reader: User, at: datetime) -> QuerySet[Agreement]:
    mine = AgreementChild.objects.filter(of_child("child", child), agreement=OuterRef("pk"))
    return Agreement.objects.filter(Exists(mine), agreements_open_to(reader, at=at))


def open_agreements(children: Collection[int]) -> dict[int, list[int]]:
    """The agreements of each child that have not ended, by child. One query."""
    found: dict[int, list[int]] = {child: [] for child in children}
    rows = AgreementChild.objects.filter(child__in=children).exclude(agreement__state="ended").order_by("agreement")
    for child, key in rows.values_list("child", "agreement"):
        found[child].append(key)
    return found


def resting_closures(children: Collection[int], *, since: date, until: date) -> tuple[tuple[int, int, date], ...]:
    """Closures of these children within the days that rested on an agreement, or left one open or one that ended within
    the month before: (child, agreement, day of closure), latest first. Two queries."""
    rows = (
        Closure.objects.filter(child__in=children, state="authorised", closes_on__gte=since, closes_on__lte=until)
        .exclude(agreement_status="none", rests_on=None)
        .order_by("-closes_on", "-pk")
    )
    found = []
    for row in rows:
        if row.rests_on_id:
            found.append((row.child_id, row.rests_on_id, row.closes_on))
            continue
        ran = (
            AgreementChild.objects.filter(child=row.child_id, agreement__approved_at__isnull=False)
            .filter(Q(agreement__ended_on=None) | Q(agreement__ended_on__gte=row.closes_on - timedelta(days=31)))
            .filter(agreement__starts_on__lte=row.closes_on)
            .order_by("-agreement__starts_on")
            .values_list("agreement", flat=True)
            .first()
        )
        if ran:
            found.append((row.child_id, ran, row.closes_on))
    return tuple(found)


def heads_of_service(team_service: str = "") -> tuple[str, ...]:
    """The names of those who may approve a third renewal: service managers, of the service when it is named."""
    rows = User.objects.filter(role=Role.SERVICE_MANAGER, is_active=True)
    if team_service:
        rows = rows.filter(team__service=team_service)
    return tuple(rows.order_by("name").values_list("name", flat=True))


def last_change(agreement: int, child: int) -> tuple[str, datetime] | None:
    """Who last wrote in an agreement, and when, from the ledger."""
    for act in ("agreement.change", "agreement.write"):
        for entry in entries(child=child, act=act):
            if entry.subject == f"agreement:{agreement}":
                return entry.name, entry.at
    return None


def show_learning(entry: int) -> Learning | None:
    """What is to be learned, whole; None when there is no such entry. Two queries."""
    return next(iter(_learnings(LearningEntry.objects.filter(pk=entry))), None)


def learning_of_referral(referral: int) -> tuple[Learning, ...]:
    """What a referral opened to be learned. Two queries at most."""
    return _learnings(LearningEntry.objects.filter(referral=referral))


def learning_waiting(children: Collection[int]) -> tuple[Learning, ...]:
    """What waits to be answered about these children. Two queries at most."""
    return _learnings(LearningEntry.objects.filter(child__in=children, answered_at=None))


def _learnings(rows: QuerySet[LearningEntry]) -> tuple[Learning, ...]:
    found = list(rows.select_related("child", "agreement", "referral", "asked_of", "answered_by").order_by("opened_at"))
    closed: dict[int, Closure] = {}
    for one in Closure.objects.filter(child__in=[row.child_id for row in found], state="authorised").order_by("pk"):
        closed[one.child_id] = one
    return tuple(
        Learning(
            key=row.pk,
            child=row.child_id,
            child_name=called(row.child),
            agreement=row.agreement_id,
            risk=row.agreement.risk,
            closed_on=closed[row.child_id].closes_on if row.child_id in closed else None,
            closure_words=closed[row.child_id].what_changed if row.child_id in closed else "",
            referral=row.referral_id,
            received_on=row.referral.received_on,
            asked_of=row.asked_of.name if row.asked_of else "",
            words=row.words,
            answered_by=row.answered_by.name if row.answered_by else "",
            answered_at=row.answered_at,
        )
        for row in found
    )
