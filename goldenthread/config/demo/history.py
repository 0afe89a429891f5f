"""What happened to a family at the front door and after it: contacts, decisions, referrals, workers and notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from goldenthread.access.public import LedgerRow, TieRow
from goldenthread.casework.public import Starting, bulk
from goldenthread.config.demo import distributions as d
from goldenthread.config.demo import stories
from goldenthread.config.demo.assessing import FINISHED_AT
from goldenthread.config.demo.case import Case
from goldenthread.config.demo.families import Family, Keys, Someone
from goldenthread.config.demo.fresh import FRESH, WAITING
from goldenthread.config.demo.planted import Planted
from goldenthread.config.demo.staff_shapes import CaseTeam, Told
from goldenthread.config.demo.thread import tell_thread
from goldenthread.config.demo.thread_words import ENQUIRED
from goldenthread.kernel.clock import add_months
from goldenthread.rulebook.calendar import WORKING_DAYS

LONDON = ZoneInfo("Europe/London")
CONTACT_FORM = 1
# Ours, set so that about 22 in 100 referrals come within twelve months of another (table C1).
BACK_WITHIN_A_YEAR, BACK_LATER = 0.56, 0.5
NOTES_A_YEAR = 15  # while a case is open; ours
MONTH = tuple(weight / sum(d.BY_MONTH) for weight in d.BY_MONTH)


@dataclass(slots=True)
class _Case:
    """A child's case while it was, or is, open."""

    referral: int
    received: datetime
    closed_on: date | None
    worker: int | None


@dataclass(frozen=True, slots=True)
class _Course:
    """What becomes of a family's case: when it was ruled on, who has it since when, and when it is assessed and closes.
    Days may be ahead."""

    team: CaseTeam
    worker: int
    ruled: datetime
    with_team: datetime
    with_worker: datetime
    written: date
    assessed: date
    closed: date
    no_action: bool


SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Shown:
    """What is given of a case that is told by name; the days may be ahead."""

    concern: str
    assessed: date
    closed: date


class Teller:
    """Tells one family's history. Chance comes in; nothing is read from the clock or the database."""

    def __init__(self, planted: Planted, keys: Keys, told: Told, *, now: datetime, years: int) -> None:
        self.planted, self.staff = planted, planted.staff
        self.keys, self.told, self.now, self.years = keys, told, now, years
        self.today = now.astimezone(LONDON).date()
        self.shown: Shown | None = None
        self.case: Case | None = None

    def show(self, family: Family, shown: Shown, received: datetime, chance: Random) -> Case:
        """Opens a case of a family that is told by name: contact, decision, referrals and allocation, to the first team
        and its first worker. What follows is the caller's."""
        self.chance, self.family, self.number, self.team = chance, family, -1, self.staff.teams[0]
        self.cases, self.contacts, self.earlier, self.protected_before = {}, 0, [], {}
        self.shown = shown
        self._contact(received, SHOWN)
        if self.case is None:
            raise ValueError("A case that is told by name was not placed with a worker.")
        return self.case

    def tell(self, family: Family, number: int, chance: Random) -> None:
        self.chance, self.family, self.number = chance, family, number
        self.team = self.planted.team_of(number)
        self.cases: dict[int, list[_Case]] = {}
        self.contacts = 0
        self.earlier: list[tuple[str, str, date]] = []
        self.protected_before: dict[int, int] = {}
        when = self._first()
        while when < self.now:
            closed_on = self._contact(when)
            gap = self._gap(closed_on, when)
            if gap is None:
                break
            when = self._moment(gap)
        fresh = FRESH.get(number, "")
        if fresh:
            self._contact(self._lately(fresh), fresh)

    # When things happen -----------------------------------------------------------------------------------------

    def _first(self) -> datetime:
        """A day in the years asked for, by the months in which referrals come."""
        while True:
            day = self.today - timedelta(days=self.chance.randrange(self.years * 365 + 1))
            if self.chance.random() < MONTH[day.month - 1] / max(MONTH):
                break
        return self._moment(day)

    def _moment(self, day: date) -> datetime:
        """A moment on the day, or on the next working day for seven in eight: most calls come in office hours."""
        if not WORKING_DAYS.is_working(day) and self.chance.random() < 0.875:
            day = WORKING_DAYS.next_working(day)
        hour = self.chance.choices(
            (2, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 20), (3, 6, 12, 13, 12, 9, 9, 10, 12, 8, 4, 2)
        )[0]
        return datetime.combine(day, time(hour, self.chance.randrange(60)), LONDON)

    def _gap(self, closed_on: date | None, since: datetime) -> date | None:
        after = closed_on or since.astimezone(LONDON).date()
        if self.chance.random() < BACK_WITHIN_A_YEAR:
            return after + timedelta(days=self.chance.randint(3, 360))
        if self.chance.random() < BACK_LATER:
            return after + timedelta(days=self.chance.randint(361, 1_300))
        return None

    def _lately(self, fresh: str) -> datetime:
        """A moment in the office hours of the last working day or two before now."""
        back = {"overdue": 3, "to_decide": 1, "writing": 0}.get(fresh, 2)
        if fresh.startswith("assess:"):
            back = int(fresh.removeprefix("assess:"))
        if WORKING_DAYS.is_working(self.today):
            day = self.today
        else:
            day, back = WORKING_DAYS.add(self.today, -1), max(0, back - 1)
        at = datetime.combine(WORKING_DAYS.add(day, -back) if back else day, time(9), LONDON)
        at += timedelta(minutes=self.chance.randrange(460))
        return at if at < self.now - timedelta(minutes=50) else at - timedelta(days=1)

    def _days_late(self, since: datetime) -> datetime:
        """A working day or two after a ruling was due; at once where that day has not come yet."""
        day = WORKING_DAYS.add(WORKING_DAYS.next_working(since.astimezone(LONDON).date()), self.chance.randint(2, 3))
        at = datetime.combine(day, time(9, self.chance.randrange(60)), LONDON)
        return at if at < self.now else since

    def _soon(self, since: datetime, late: float, *, hours: tuple[int, int] = (1, 7)) -> datetime:
        """Within the working day after `since`, or a few working days late. Never after now: then it has not been."""
        day = WORKING_DAYS.next_working(since.astimezone(LONDON).date())
        if self.chance.random() < late:
            day = WORKING_DAYS.add(day, self.chance.randint(2, 5))
        elif since.astimezone(LONDON).hour >= 12:
            day = WORKING_DAYS.add(day, 1)
        at = datetime.combine(day, time(9 + self.chance.randint(*hours), self.chance.randrange(60)), LONDON)
        return max(at, since + timedelta(minutes=35))

    # What happens -----------------------------------------------------------------------------------------------

    def _contact(self, received: datetime, fresh: str = "") -> date | None:
        """One contact and all that follows. Returns the last day of a case that it opened and that ended.

        `fresh` leaves the work where the word says, so that today's trays have something in them.
        """
        chance, family, keys = self.chance, self.family, self.keys
        there = [c for c in family.children if _was_here(c, received)]
        if not there:
            return None
        concern = self.shown.concern if self.shown else stories.CONCERN.draw(chance)
        if concern == "unborn" and not any(c.born is None for c in there):
            concern = "neglect"
        source = stories.source_of(concern, chance)
        if not fresh:
            source = self.planted.source(source, received, len(there))
        narrative, summary = (self._fill(text, there) for text in chance.choice(stories.TOLD[concern]))
        writer, decider = chance.choice(self.staff.writers), chance.choice(self.staff.deciders)
        day = received.astimezone(LONDON).date()
        open_now = any(self._open(child, day) for child in there)
        outcome = "REF_S17" if fresh and fresh not in WAITING else self._outcome(open_now, day, len(there))
        if outcome == "REF_S17" and fresh and open_now:
            return None  # information on an open case is not a referral
        sent = received + timedelta(minutes=chance.randint(35, 160))
        decided = self._soon(received, not fresh and self.planted.decided_late(received, len(there)))
        if fresh:
            decided = self.now + timedelta(hours=1) if fresh in WAITING else received + timedelta(hours=3)
            sent = self.now + timedelta(hours=1) if fresh == "writing" else min(sent, self.now - timedelta(minutes=5))
        state = "decided" if decided < self.now else ("to_decide" if sent < self.now else "writing")
        done = state == "decided"
        key = keys.next(bulk.ContactRow)
        self.contacts += 1
        agreed = chance.random() < 0.72
        row = bulk.ContactRow(
            id=key,
            reference=f"{day:%y}-{key:05d}",
            state=state,
            form_version=CONTACT_FORM,
            received_at=received,
            started_at=received + timedelta(minutes=4),
            team_id=self.staff.front_door,
            family_name=family.name,
            summary=summary,
            source=source,
            referrer_role=stories.ROLE.get(source, ""),
            referrer_agency=family.school if source in ("2A", "2B") else "",
            how_known="child_told" if source == "2A" else "saw_or_heard",
            concerns=(concern,),
            domestic_abuse=concern == "domestic_abuse",
            priority=d.PRIORITY.draw(chance),
            level_of_need="4" if outcome.startswith("REF") else chance.choice("123"),
            suggested_outcome=outcome if chance.random() < 0.85 else "ADVICE",
            sharing_basis="public_task",
            parents_informed="informed" if agreed else "not_informed_risk_of_harm",
            agreement_to_checks="agreed" if agreed else "dispensed_with",
            agreement_to_service="not_asked",
            objection="none",
            child_view="not_assessed",
            consent_rationale=""
            if agreed
            else "Telling the parents first could put the children at more risk tonight.",
            written_by_id=writer,
            sent_at=sent if state != "writing" else None,
            decided_at=decided if done else None,
            outcome=outcome if done else "",
            feedback_sent_at=decided + timedelta(minutes=40) if done and chance.random() < 0.85 else None,
        )
        self.told.rows.append(row)
        self._sections(row, narrative, writer, min(sent, self.now - timedelta(minutes=6)))
        self._people(key, there, concern, writer, received)
        self.told.starting.append(
            Starting(
                "contact_decision", received, contact=key, team=self.staff.front_door, met_at=decided if done else None
            )
        )
        if row.priority == "red" and state != "writing":
            self.told.starting.append(
                Starting(
                    "contact_priority_red",
                    received,
                    contact=key,
                    team=self.staff.front_door,
                    met_at=decided if done else None,
                )
            )
        if not done:
            return None
        self.told.ledger.append(
            LedgerRow("contact.decide", there[0].key, f"contact:{key}", {"outcome": outcome}, decider, decided)
        )
        referred = outcome.startswith("REF")
        self.told.rows.append(
            bulk.DecisionRow(
                id=keys.next(bulk.DecisionRow),
                outcome=outcome,
                why_this=chance.choice(stories.WHY["REF" if referred else outcome]),
                why_now="It is the same worry as before and it has come back." if self.contacts > 1 else "",
                decided_by_id=decider,
                decided_at=decided,
                contact_id=key,
                risk_by_child=[{"person": c.key, "words": summary} for c in there],
            )
        )
        if not referred:
            return None
        course = self._course(decided, fresh, source, len(there), urgent=outcome == "REF_S47")
        referrals = [(child, self._referral(child, key, source, decided, decider, course)) for child in there]
        self._thread(course, family, referrals, decided, concern, key, enquiry=outcome == "REF_S47")
        self.earlier.append((f"contact:{key}", summary, day))
        return course.closed if course.closed <= self.today else self.today

    def _course(self, decided: datetime, fresh: str, source: str, children: int, *, urgent: bool) -> _Course:
        """What becomes of a family’s case, the same for its children."""
        chance = self.chance
        team = self.staff.teams[0] if fresh else self.team
        day = decided.astimezone(LONDON).date()
        no_action = not fresh and self.planted.no_action(day, children)
        written = assessed = day
        if not (no_action or fresh or self.shown):
            written, assessed = self.planted.finished(team, day, children, chance)
        closed = (
            assessed
            if chance.random() < d.CLOSED_AFTER_ASSESSMENT
            else day + timedelta(days=max(d.within(d.DURATION.draw(chance), chance), (assessed - day).days))
        )
        ruled = decided
        if not fresh and not self.shown and self.planted.ruled_late(source, day, children, urgent=urgent):
            ruled = self._days_late(decided)
        if no_action:
            closed = ruled.astimezone(LONDON).date()
        with_team = self._soon(ruled, team.slow / 3)
        with_worker = self._soon(with_team, team.slow)
        worker = chance.choice(team.workers)
        if fresh:
            closed, worker = self.today + timedelta(days=200), team.workers[0]
            written = assessed = self.today + timedelta(days=30)
            later = self.now + timedelta(hours=2)
            with_team = later if fresh == "to_allocate" else decided + timedelta(minutes=50)
            with_worker = later if fresh in ("to_allocate", "with_team") else with_team + timedelta(minutes=50)
        if self.shown:
            written, assessed, closed = self.shown.assessed, self.shown.assessed, self.shown.closed
        return _Course(team, worker, ruled, with_team, with_worker, written, assessed, closed, no_action)

    def _thread(
        self,
        course: _Course,
        family: Family,
        referrals: list[tuple[Someone, int]],
        decided: datetime,
        concern: str,
        contact: int,
        *,
        enquiry: bool,
    ) -> None:
        if course.no_action or course.with_worker > self.now - timedelta(hours=3):
            return
        case = Case(
            family=family,
            children=referrals,
            team=course.team,
            worker=course.worker,
            decided=decided,
            placed=course.with_worker,
            written=course.written,
            assessed=course.assessed,
            closed=course.closed,
            concern=concern,
            enquiry=enquiry or self.chance.random() < ENQUIRED,
            well=self.chance.random() < course.team.writes,
            contact=contact,
            earlier=list(self.earlier),
            previous=self.protected_before,
        )
        if self.shown:
            self.case = replace(case, well=True, enquiry=False)
            return
        tell_thread(case, self.told, self.keys, self.chance, self.now, self.staff)

    def _sections(self, contact: Any, narrative: str, writer: int, at: datetime) -> None:
        """What was written, part by part. A contact that is still being written has its story alone; one of long ago
        has what was kept of it: the story, and what the history meant."""
        of_columns = {
            key: {name: _answer(getattr(contact, name)) for name in names if getattr(contact, name)}
            for key, names in stories.SECTIONS.items()
        }
        answers: dict[str, dict[str, object]] = {"what_happened": {"narrative": narrative}}
        if contact.state != "writing":
            before = self.contacts > 1
            answers["history"] = {"history_means": stories.MEANS_AGAIN if before else stories.MEANS_FIRST}
            if self.now - contact.received_at < timedelta(days=120):
                answers |= of_columns
                answers["what_happened"]["narrative"] = narrative
        self.told.rows += [
            bulk.ContactSectionRow(
                id=self.keys.next(bulk.ContactSectionRow),
                contact_id=contact.id,
                key=key,
                answers=kept,
                saved_by_id=writer,
                saved_at=at,
            )
            for key, kept in answers.items()
        ]

    def _outcome(self, open_now: bool, day: date, children: int) -> str:
        if open_now:
            return "OPEN_CASE"
        if self.planted.referred(day, again=bool(self.cases), children=children):
            return "REF_S47" if self.chance.random() < 0.17 else "REF_S17"
        drawn = d.CONTACT_OUTCOME.draw(self.chance)
        return "ADVICE" if drawn == "OPEN_CASE" else drawn

    def _people(self, contact: int, there: list[Someone], concern: str, writer: int, at: datetime) -> None:
        family, chance = self.family, self.chance
        harm = family.partners[-1] if concern in ("domestic_abuse", "physical_harm") and family.partners else None
        for one, part in [
            *((child, "child") for child in there),
            (family.mother, "parent"),
            *((partner, "parent" if n == 0 else "partner") for n, partner in enumerate(family.partners[-2:])),
        ]:
            speaks = part == "child" and one.born is not None and at.date() - one.born > timedelta(days=4 * 365)
            says = chance.choice(stories.SAID) if speaks and chance.random() < 0.3 else ""
            self.told.rows.append(
                bulk.ContactPersonRow(
                    id=self.keys.next(bulk.ContactPersonRow),
                    contact_id=contact,
                    part=part,
                    added_at=at,
                    person_id=one.key,
                    given_names=one.given,
                    family_name=one.family,
                    born_on=one.born,
                    expected_on=one.expected,
                    said_to_harm=one is harm,
                    ethnicity=family.ethnicity if part == "child" else "",
                    ethnicity_not_known_because="caller_unsure"
                    if part == "child" and family.ethnicity == "NOBT"
                    else "",
                    said=says,
                    said_to="A teacher" if says else "",
                    added_by_id=writer,
                )
            )

    def _referral(
        self, child: Someone, contact: int, source: str, decided: datetime, decider: int, course: _Course
    ) -> int:
        """The referral of one child, to its end if it has ended; returns its key."""
        chance, keys = self.chance, self.keys
        team, worker, closed, assessed = course.team, course.worker, course.closed, course.assessed
        with_team, with_worker, no_action = course.with_team, course.with_worker, course.no_action
        day = decided.astimezone(LONDON).date()
        key = keys.next(bulk.ReferralRow)
        earlier = self.cases.setdefault(child.key, [])
        previous = earlier[-1] if earlier else None
        is_closed = closed <= self.today
        placed = with_worker <= self.now and not no_action
        state = (
            "closed"
            if is_closed
            else "with_worker"
            if placed
            else "with_team"
            if with_team <= self.now
            else "to_allocate"
        )
        need = d.PRIMARY_NEED.draw(chance)
        acknowledged = self._soon(decided, 0.06)
        self.told.rows.append(
            bulk.ReferralRow(
                id=key,
                child_id=child.key,
                state=state,
                received_at=decided,
                received_on=day,
                source=source,
                contact_id=contact,
                primary_need="" if no_action else need,
                previous_id=previous.referral if previous else None,
                is_rereferral=previous is not None and add_months(previous.received.date(), 12) >= day,
                acknowledged_at=acknowledged if acknowledged <= self.now else None,
                acknowledged_how="By email" if acknowledged <= self.now else "",
                decided_at=course.ruled,
                no_further_action=no_action,
                team_id=team.key if with_team <= self.now and not no_action else None,
                worker_id=worker if placed and not is_closed else None,
                closed_on=closed if is_closed else None,
                closure_reason=self._closure(closed, assessed) if is_closed and not no_action else "",
            )
        )
        self.told.starting += [
            Starting("referral_decision", decided, referral=key, child=child.key, met_at=course.ruled),
            Starting(
                "referral_ack",
                decided,
                referral=key,
                child=child.key,
                met_at=acknowledged if acknowledged <= self.now else None,
            ),
        ]
        case = _Case(key, decided, closed if is_closed else None, worker if placed else None)
        earlier.append(case)
        if no_action:
            return key
        finished = datetime.combine(assessed, FINISHED_AT, LONDON)
        self.told.starting += [
            Starting(
                "single_assessment",
                decided,
                referral=key,
                child=child.key,
                team=team.key,
                owner=worker if placed else None,
                met_at=finished if finished <= self.now else None,
            ),
            Starting(
                "assessment_allocated",
                decided,
                referral=key,
                child=child.key,
                team=team.key,
                met_at=with_worker if placed else None,
            ),
        ]
        self._allocate(key, child, team, worker, decider, with_team, with_worker, closed if is_closed else None)
        if placed:
            self._notes(child, worker, with_worker, closed if is_closed else self.today)
        return key

    def _closure(self, closed: date, assessed: date) -> str:
        if closed == assessed:
            return self.chance.choice(("RC8", "RC8", "RC9"))
        return d.CLOSURE.draw(self.chance)

    def _allocate(
        self,
        referral: int,
        child: Someone,
        team: CaseTeam,
        worker: int,
        by: int,
        with_team: datetime,
        with_worker: datetime,
        closed: date | None,
    ) -> None:
        ended = datetime.combine(closed, time(16, 0), LONDON) if closed else None
        if with_team > self.now:
            return
        self.told.rows.append(
            bulk.AllocationRow(self.keys.next(bulk.AllocationRow), referral, team.key, by, with_team, ended_at=ended)
        )
        placed = with_worker <= self.now
        if placed:
            self.told.rows.append(
                bulk.AllocationRow(
                    self.keys.next(bulk.AllocationRow),
                    referral,
                    team.key,
                    team.manager,
                    with_worker,
                    worker_id=worker,
                    instructions=self.chance.choice(stories.INSTRUCTIONS),
                    ended_at=ended,
                    read_at=with_worker + timedelta(hours=2) if self.now - with_worker > timedelta(days=2) else None,
                )
            )
        if closed is None:
            since = with_team.astimezone(LONDON).date()
            self.told.ties.append(TieRow(self.keys.next(TieRow), child.key, "team", None, team.key, since))
            if placed:
                day = with_worker.astimezone(LONDON).date()
                self.told.ties.append(TieRow(self.keys.next(TieRow), child.key, "allocated", worker, None, day))

    def _notes(self, child: Someone, worker: int, since: datetime, until: date) -> None:
        """Notes through an open spell: thick in the first months, thinner after."""
        chance = self.chance
        days = max(1, (until - since.astimezone(LONDON).date()).days)
        count = min(
            120, round(chance.gauss(1, 0.25) * (5 + min(days, 90) * 0.15 + max(0, days - 90) * NOTES_A_YEAR / 365))
        )
        for _ in range(max(1, count)):
            kind = stories.NOTE_KIND.draw(chance)
            day = since.astimezone(LONDON).date() + timedelta(days=int(days * chance.random() ** 1.4))
            at = self._moment(WORKING_DAYS.next_working(min(day, until)))
            if at >= self.now:
                continue
            significant = chance.random() < 0.07
            self.told.rows.append(
                bulk.NoteRow(
                    id=self.keys.next(bulk.NoteRow),
                    child_id=child.key,
                    kind=kind,
                    happened_at=at,
                    words=self._fill(chance.choice(stories.NOTES[kind]), [child]),
                    written_at=min(at + timedelta(hours=chance.choice((1, 3, 20, 44))), self.now),
                    written_by_id=worker,
                    significant=significant,
                    meaning=self._fill(chance.choice(stories.MEANING), [child]) if significant else "",
                )
            )

    def _fill(self, text: str, children: list[Someone]) -> str:
        family = self.family
        return text.format(
            child=self.chance.choice(children).given,
            mother=family.mother.given,
            partner=family.partners[-1].given if family.partners else "Her former partner",
            school=family.school,
        )

    def _open(self, child: Someone, day: date) -> bool:
        cases = self.cases.get(child.key)
        return bool(cases) and (cases[-1].closed_on is None or cases[-1].closed_on > day)


def _was_here(child: Someone, at: datetime) -> bool:
    """Born, or on the way, at that moment and not yet eighteen."""
    arrives = child.born or child.expected
    if arrives is None:
        return False
    day = at.date()
    return arrives - timedelta(days=0 if child.born else 200) <= day < arrives + timedelta(days=18 * 365)


def _answer(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
