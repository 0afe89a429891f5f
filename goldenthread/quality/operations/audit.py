"""The audit programme: rounds are planned, and their samples drawn so that anybody can draw them again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import (
    LedgerRow,
    Tie,
    TieRow,
    User,
    find_user,
    load_ties,
    notify,
    record,
    record_many,
    require,
    sealed,
    take_keys,
    tie,
)
from goldenthread.casework.public import bulk
from goldenthread.casework.public.audit import Candidate, Starting, candidates, start, void
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import Person
from goldenthread.quality.models import Audit, AuditFrame, AuditGrading, AuditRound, AuditTool, LearningCycle
from goldenthread.quality.operations.audit_steps import end_right, step
from goldenthread.quality.queries.audit_tools import tool_of
from goldenthread.rulebook import sampling
from goldenthread.rulebook.audit_tools import TOOLS, NotATool, read_tool
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.rights import ACTS
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.rulebook.workflows import AUDIT, AUDIT_ROUND
from goldenthread.ui.cleaning import kept_line, kept_words

MOST = 500  # children in one sample
MONTH = timedelta(days=30.4375)
AUDITING_ROLES = frozenset(grant.role for grant in ACTS["audit.grade"].grants)
CASES = (Tie.Kind.ALLOCATED, Tie.Kind.CO_WORKING, Tie.Kind.REVIEWING)
"""Ties that make a child somebody's own case, today or ever."""
DUE = "audit_monthly"


@dataclass(frozen=True, slots=True)
class RoundSaid:
    """What a round is to be. `question` is filled for a dip sample, `team` where it is drawn from one team, `cycle`
    where it re-tests a learning cycle. An empty `seed` is taken from the month and the title."""

    title: str
    tier: str
    month: date
    tool: str
    tool_version: int
    among: str
    how: str
    wanted: int
    auditors: tuple[int, ...]
    question: str = ""
    theme: str = ""
    team: int | None = None
    seed: str = ""
    not_audited_months: int = 12
    second_percent: int = 15
    cycle: int | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a draw came to: the audits, and who was left out and why."""

    audits: int
    there_were: int
    own_cases: int
    audited_lately: int
    closed_to_all: int


@transaction.atomic
def plan_round(*, said: RoundSaid, by: User, at: datetime) -> int:
    """Plans a round and returns its key. Raises `NotAllowed`; `Refused` for what is missing."""
    right = require(by, "audit_round.plan", at=at).right
    problems = list(_problems(said, at))
    if problems:
        raise Refused(problems=tuple(problems))
    title = kept_line(said.title, "title", 120)
    made = AuditRound.objects.create(
        title=title,
        tier=said.tier,
        month=said.month.replace(day=1),
        theme=said.theme,
        tool=said.tool,
        tool_version=said.tool_version,
        question=said.question,
        among=said.among,
        how=said.how,
        team_id=said.team,
        wanted=said.wanted,
        seed=kept_words(said.seed, "seed", 20) or _seed(said, title),
        not_audited_months=said.not_audited_months,
        second_percent=said.second_percent,
        cycle_id=said.cycle,
        planned_by=by,
        planned_at=at,
    )
    made.auditors.set(said.auditors)
    record(act="audit_round.plan", by=by, at=at, subject=f"audit_round:{made.pk}", right=right)
    return made.pk


@transaction.atomic
def draw_sample(*, round: int, by: User, at: datetime) -> Drawn:
    """Draws the sample of a round: gives each child to an auditor, opens the record to her, and starts the clock.

    Left out are the auditors' own cases, children audited lately and records that are closed to every auditor. The list
    that was drawn from is kept. Raises `NotAllowed`; `Refused` when it was drawn already or there are too few children.
    """
    right = require(by, "audit_round.draw", at=at).right
    found = AuditRound.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=round)
    after = step(AUDIT_ROUND, found.state, "audit_round.draw")
    today = timezone.localdate(at)
    everybody = candidates(found.among, on=today, team=found.team_id if found.how == "targeted" else None)
    auditors = list(found.auditors.filter(is_active=True).order_by("pk"))
    if not auditors:
        raise Refused("Nobody is named to audit this round. Plan it again with an auditor.")
    lately = _audited_lately(found, at)
    not_hers, shut = _not_hers(auditors, [one.child for one in everybody])
    left = {"audited_lately": 0, "own_cases": 0, "closed_to_all": 0}
    eligible: dict[int, Candidate] = {}
    for one in everybody:
        if one.child in lately:
            left["audited_lately"] += 1
        elif all(one.child in shut[auditor.pk] for auditor in auditors):
            left["closed_to_all"] += 1
        elif all(one.child in not_hers[auditor.pk] for auditor in auditors):
            left["own_cases"] += 1
        else:
            eligible[one.child] = one
    chosen = _draw(found, eligible)
    hands = sampling.share_out(chosen, [auditor.pk for auditor in auditors], not_hers)
    seconds = sampling.graded_twice(found.seed, chosen, found.second_percent)
    made = Audit.objects.bulk_create(
        Audit(
            round=found,
            child_id=child,
            place=place,
            auditor_id=hands[child],
            second_auditor_id=_second_of(child, hands[child], hands, auditors, not_hers),
            second_because="sample" if child in seconds else "",
            worker_id=eligible[child].worker,
            team_id=eligible[child].team,
            state=AUDIT.begin("audit.give"),
            given_at=at,
        )
        for place, child in enumerate(chosen, 1)
    )
    _keep_frame(found, eligible, left, today)
    _open_records(made, today)
    bulk.load_casework(
        (), [Starting(DUE, at, child=one.child_id, owner=one.auditor_id, about=f"audit:{one.pk}") for one in made]
    )
    found.state, found.drawn_by, found.drawn_at = after, by, at
    found.save(update_fields=["state", "drawn_by", "drawn_at"])
    for auditor in auditors:
        many = sum(one.auditor_id == auditor.pk for one in made)
        if many and auditor.pk != by.pk:
            notify(
                to=auditor,
                kind="audit",
                words=f"{many} {'audit is' if many == 1 else 'audits are'} yours to do: {found.title}.",
                link=reverse("audit_round", args=[round]),
                by=by,
                at=at,
            )
    subject = f"audit_round:{round}"
    record(
        act="audit_round.draw",
        by=by,
        at=at,
        subject=subject,
        right=right,
        detail={"seed": found.seed, "drawn": len(made)},
    )
    record_many(
        [LedgerRow("audit.give", one.child_id, f"audit:{one.pk}", {"auditor": one.auditor_id}) for one in made],
        by=by,
        at=at,
        right=right,
    )
    return Drawn(len(made), len(everybody), **left)


@transaction.atomic
def reassign_audit(*, audit: int, to: int, by: User, at: datetime) -> None:
    """Gives what is still to be graded of an audit to another auditor: the first grading, or the second while that is
    awaited. What the one before had written is kept and handed on. Raises `NotAllowed`, `Refused`."""
    child = Audit.objects.values_list("child", flat=True).get(pk=audit)
    right = require(by, "audit.reassign", child, at=at).right
    found = Audit.objects.select_for_update(of=("self",)).select_related("round").get(pk=audit)
    step(AUDIT, found.state, "audit.reassign")
    new = find_user(key=to)
    if new is None or not new.is_active or new.role not in AUDITING_ROLES:
        raise Refused("Choose somebody who audits", "to")
    second = found.state == "second"
    if to == (found.auditor_id if second else found.second_auditor_id):
        raise Refused("The two auditors of a record are two people. Choose another", "to")
    if (second and found.second_auditor_id == to) or (not second and found.auditor_id == to):
        raise Refused(f"{new.name} has it already", "to")
    not_hers, _ = _not_hers([new], [found.child_id])
    if found.child_id in not_hers[new.pk]:
        raise Refused("This is one of her own cases, or its record is closed to her. Choose another", "to")
    today = timezone.localdate(at)
    before = found.second_auditor_id if second else found.auditor_id
    if before is not None:
        end_right(found, before, today)
    if second:
        found.second_auditor = new
    else:
        found.auditor = new
        # The clock goes over to the new auditor as it stands: the child has waited since the sample was drawn.
        about = f"audit:{audit}"
        void(DUE, "Another auditor has it now.", at=at, child=found.child_id, about=about)
        start(DUE, at=found.given_at, child=found.child_id, about=about, owner=new)
    found.save(update_fields=["auditor", "second_auditor"])
    AuditGrading.objects.filter(audit=found, part="second" if second else "first", sent_at=None).update(grader=new)
    tie(child=found.child_id, kind=Tie.Kind.AUDIT, user=new, starts_on=today)
    notify(
        to=new,
        kind="audit",
        words=f"An audit was handed to you: {found.round.title}.",
        link=reverse("audit", args=[audit]),
        child=found.child_id,
        by=by,
        at=at,
    )
    record(
        act="audit.reassign",
        by=by,
        at=at,
        child=found.child_id,
        subject=f"audit:{audit}",
        right=right,
        detail={"from": before, "to": to, "part": "second" if second else "first"},
    )


@transaction.atomic
def write_tool(*, key: str, title: str, text: str, by: User, at: datetime) -> int:
    """Keeps a new version of a council's own tool and returns its number; an empty `key` begins a tool, whose key is
    made from the title. Audits under way keep the version they began with. Raises `NotAllowed`, `Refused`."""
    right = require(by, "audit.write_tool", at=at).right
    if says_nothing(title):
        raise Refused("Say what the tool is called", "title")
    name = kept_line(title, "title", 120)
    made_key = key or "own_" + "_".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())[:30]
    if made_key in {tool for tool, _ in TOOLS}:
        raise Refused("This tool comes with the product. Write one of your own under another name", "title")
    rows = AuditTool.objects.select_for_update().filter(key=made_key)
    latest = rows.order_by("-version").first()
    if not key and latest is not None:
        raise Refused("There is a tool of that name. Open it to write a new version, or choose another name", "title")
    if key and latest is None:
        raise Refused("There is no such tool.")
    version = latest.version + 1 if latest else 1
    try:
        read_tool(made_key, version, name, kept_words(text, "text"))
    except NotATool as wrong:
        raise Refused(str(wrong), "text") from None
    made = AuditTool.objects.create(
        key=made_key, version=version, title=name, text=kept_words(text, "text"), made_by=by, made_at=at
    )
    record(act="audit.write_tool", by=by, at=at, subject=f"audit_tool:{made.pk}", right=right)
    return version


def _problems(said: RoundSaid, at: datetime) -> list[tuple[str, str]]:
    found = []
    if says_nothing(said.title):
        found.append(("title", "Say what is audited, in a few words"))
    for name, code_set, sentence in (
        ("tier", "audit_tier", "Choose the tier"),
        ("among", "audit_among", "Choose whom the sample is drawn from"),
        ("how", "audit_draw", "Choose how the sample is drawn"),
    ):
        if getattr(said, name) not in SETS[code_set]:
            found.append((name, sentence))
    if said.how == "targeted" and said.team is None:
        found.append(("team", "Choose the team the sample is drawn from"))
    if not 1 <= said.wanted <= MOST:
        found.append(("wanted", f"A sample has from 1 to {MOST} children"))
    if not 0 <= said.not_audited_months <= 60:
        found.append(("not_audited_months", "Leave out children audited in the last 0 to 60 months"))
    if not 0 <= said.second_percent <= 100:
        found.append(("second_percent", "From 0 to 100 in a hundred are graded twice"))
    if len(said.seed.strip()) > 20:
        found.append(("seed", "A seed can be 20 characters long at most"))
    try:
        tool = tool_of(said.tool, said.tool_version)
        if said.question:
            tool.item(said.question)
    except KeyError:
        found.append(("tool", "Choose a tool, and one of its questions for a dip sample"))
    people = User.objects.filter(pk__in=said.auditors, is_active=True, role__in=AUDITING_ROLES).count()
    if not said.auditors or people != len(set(said.auditors)):
        found.append(("auditors", "Choose who audits"))
    if said.cycle is not None and not LearningCycle.objects.filter(pk=said.cycle).exists():
        found.append(("", "There is no such learning cycle."))
    if abs((said.month - timezone.localdate(at)).days) > 800:
        found.append(("month", "Choose a month within two years"))
    return found


def _seed(said: RoundSaid, title: str) -> str:
    """The year and month, as 2609 for September 2026, with the letters that the title begins with."""
    letters = "".join(word[0] for word in title.split() if word[0].isascii() and word[0].isalpha())[:8].lower()
    return f"{said.month:%y%m}{'-' if letters else ''}{letters}"


def _audited_lately(found: AuditRound, at: datetime) -> set[int]:
    if not found.not_audited_months:
        return set()
    rows = Audit.objects.filter(given_at__gt=at - found.not_audited_months * MONTH)
    if found.cycle_id is not None:
        # The sample that found it is no reason to leave a child out of the sample that asks again.
        rows = rows.filter(round__question="")
    return set(rows.values_list("child", flat=True))


def _not_hers(auditors: Collection[User], children: Collection[int]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """For each auditor the children she may not audit, and among them those whose record is closed to her."""
    hers: dict[int, set[int]] = {auditor.pk: set() for auditor in auditors}
    wanted = list(children)
    for user, child in Tie.objects.filter(user__in=list(hers), kind__in=CASES, child__in=wanted).values_list(
        "user", "child"
    ):
        hers[user].add(child)
    shut = {}
    for auditor in auditors:
        if auditor.team_id is not None:
            rows = Tie.objects.filter(team=auditor.team_id, ends_on=None, child__in=wanted)
            hers[auditor.pk] |= set(rows.values_list("child", flat=True))
        closed = Person.objects.filter(sealed(auditor, "pk"), pk__in=wanted)
        shut[auditor.pk] = set(closed.values_list("pk", flat=True))
        hers[auditor.pk] |= shut[auditor.pk]
    return hers, shut


def _draw(found: AuditRound, eligible: dict[int, Candidate]) -> list[int]:
    try:
        if found.how == "by_team":
            return sampling.draw_by_stratum(found.seed, strata_of(eligible), found.wanted)
        return sampling.draw(found.seed, eligible, found.wanted)
    except sampling.TooFew as few:
        raise Refused(f"{few}.") from None


def not_hers_of(auditor: User, child: int) -> set[int]:
    """The child, where it is the auditor's own case or its record is closed to her; nothing where she may audit it."""
    hers, _ = _not_hers([auditor], [child])
    return hers[auditor.pk]


def strata_of(eligible: dict[int, Candidate]) -> dict[int, str]:
    """The stratum of each child: the team that has it."""
    return {child: one.team_name or "No team" for child, one in eligible.items()}


def _second_of(
    child: int,
    first: int | None,
    hands: dict[int, int | None],
    auditors: Collection[User],
    not_hers: dict[int, set[int]],
) -> int | None:
    """Another auditor of the round who may have the child; None where there is none, and somebody is named later."""
    others = [one.pk for one in auditors if one.pk != first and child not in not_hers[one.pk]]
    return others[child % len(others)] if others else None


def _keep_frame(found: AuditRound, eligible: dict[int, Candidate], left: dict[str, int], today: date) -> None:
    strata = strata_of(eligible) if found.how == "by_team" else dict.fromkeys(eligible, "")
    names = sorted(set(strata.values()))
    place = {name: number for number, name in enumerate(names)}
    children = sorted(eligible)
    AuditFrame.objects.create(
        round=found,
        children=children,
        stratum=[place[strata[child]] for child in children],
        strata=names,
        drawn_on=today,
        **left,
    )


def _open_records(made: Collection[Audit], today: date) -> None:
    standing = set(
        Tie.objects.holding(today)
        .filter(kind=Tie.Kind.AUDIT, child__in=[one.child_id for one in made])
        .values_list("child", "user")
    )
    new = [one for one in made if (one.child_id, one.auditor_id) not in standing]
    load_ties(
        TieRow(key, one.child_id, Tie.Kind.AUDIT.value, one.auditor_id, None, today)
        for key, one in zip(take_keys(TieRow, len(new)), new, strict=True)
    )
