"""A year of supervision in the fictional authority: every worker's sessions, with one team that misses them; directions
given, answered and followed up; and who holds which post."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from goldenthread.access.public import Team, Tie, User, take_keys
from goldenthread.casework.public import Starting
from goldenthread.config.demo.history import LONDON
from goldenthread.people.public import Person
from goldenthread.quality.public.supervision import bulk
from goldenthread.rulebook.calendar import WORKING_DAYS

MISSES = "Safeguarding south"
SESSIONS = 13  # four weeks apart: a year
ABOUT = 6  # children in one session; in the latest, all
MOST_CHILDREN = 14
KEYS_AT_ONCE = 400

_VIEWS = (
    "{name} was seen alone at school. “I like it when Nan comes.”",
    "{name} was seen at home with others in the room, and drew the house with the door shut.",
    "Seen alone in the car: “Ask my teacher, she knows.” {name} would not say more.",
    "{name} said that mornings are better. “Mum gets up now.”",
    "{name} was seen twice. “Are you coming back, or is it another lady?”",
)
_THOUGHTS = (
    "We may be taking tiredness for change. {worker} has only been in the afternoon.",
    "What if the quiet is fear? {name} says least when Mum is near; we wondered who else could ask.",
    "The family works with us because we ask little. We asked what would be different if the plan worked.",
    "{worker} feels alone with the worry. We went through what school and the health visitor say.",
)
_CHALLENGES = (
    "How do we know that he has left? Who says so besides Mum, and what would we see if he had not?",
    "What is the evidence of change since the last core group, and who counted it?",
    "What was Mum’s account tested against? The police log says something else.",
    "Why has nobody spoken to Dad? What would {name} say if we asked?",
)
_DECISIONS = (
    "The plan stays, with the evenings looked at. We look again in four weeks.",
    "The aim for mornings goes to the next review, with the school’s register.",
    "No change in status: the risk is held by the grandmother, and that is written down.",
)
_DIRECTIONS = (
    "Visit unannounced after six in the evening",
    "Ask the school for the register since half term",
    "See {name} alone, away from home",
    "Speak to the father and write what he says",
    "Bring the chronology up to date",
    "Ask the doctor’s surgery what they have seen this year",
)
_DONE = (
    "Went on Tuesday at seven. Both were in bed, and the house was calm.",
    "The register came: four days missed in six weeks, all Mondays.",
    "Saw {name} at school for half an hour. It is on the visit.",
    "Rang and met him at the family hub. His words are on a note.",
)
_NOT_DONE = ("The car was off the road.", "School was shut for the week.", "Nobody was in, twice.")


def tell_supervision(*, teams: tuple[Any, ...], seed: int, by: User, now: datetime) -> dict[str, int]:
    """Tells it for the workers of these teams (`staff_shapes.CaseTeam`), and returns how many rows were written."""
    return _Telling(teams, Random(f"{seed}:supervision"), by, now).told()


class _Telling:
    def __init__(self, teams: tuple[Any, ...], chance: Random, by: User, now: datetime) -> None:
        self.teams, self.chance, self.by, self.now = teams, chance, by, now
        self.today = now.astimezone(LONDON).date()
        self.rows: list[Any] = []
        self.starting: list[Starting] = []
        self.started: set[int] = set()
        self.keys: dict[type[Any], list[int]] = defaultdict(list)
        self.names = dict(User.objects.values_list("pk", "name"))
        self.team_names = dict(Team.objects.values_list("pk", "name"))
        self.with_worker: dict[int, list[tuple[int, date, date | None]]] = defaultdict(list)
        workers = [worker for team in teams for worker in team.workers]
        ties = Tie.objects.filter(kind="allocated", user__in=workers).order_by("pk")
        for worker, child, starts_on, ends_on in ties.values_list("user", "child", "starts_on", "ends_on"):
            self.with_worker[worker].append((child, starts_on, ends_on))
        known = {child for some in self.with_worker.values() for child, _, _ in some}
        people = Person.objects.filter(pk__in=known).values_list("pk", "given_names")
        self.given = {key: given.split(" ")[0] or "the child" for key, given in people}

    def told(self) -> dict[str, int]:
        for team in self.teams:
            for number, worker in enumerate(team.workers):
                fresh = number == len(team.workers) - 1 and team is self.teams[0]
                self._worker(team, worker, number, fresh)
            self._post(team.manager, "first_line_manager", team, 3, fresh=False, agency="")
        self._vacancies()
        return bulk.load_supervision(self.rows, self.starting, by=self.by, at=self.now)

    def _key(self, kind: type[Any]) -> int:
        if not self.keys[kind]:
            self.keys[kind] = take_keys(kind, KEYS_AT_ONCE)[::-1]
        return self.keys[kind].pop()

    def _at(self, on: date, hour: int = 10) -> datetime:
        return datetime.combine(on, time(hour), LONDON)

    def _worker(self, team: Any, worker: int, number: int, fresh: bool) -> None:
        misses = self.team_names[team.key] == MISSES
        agency = "Weir Social Work" if number == 4 and self.chance.random() < 0.6 else ""
        self._post(worker, "senior_practitioner" if number == 1 else "case_holder", team, number, fresh, agency)
        step = 14 if fresh else 28
        begun = self.today - timedelta(days=step * SESSIONS)
        if not (misses and number == 5):  # with one worker of that team, nobody ever agreed anything
            self.rows.append(
                bulk.AgreementRow(
                    self._key(bulk.AgreementRow),
                    worker,
                    team.manager,
                    "fortnightly" if fresh else "monthly",
                    begun,
                    begun + timedelta(days=365 + self.chance.randint(0, 40)),
                    team.manager,
                    self._at(begun),
                    "A room with the door shut, the telephone off, and the agenda read by both the day before.",
                )
            )
            self._year(team, worker, begun, step, misses)

    def _year(self, team: Any, worker: int, begun: date, step: int, misses: bool) -> None:
        counted = WORKING_DAYS.add(begun - timedelta(days=1), 1)
        waiting: dict[int, list[Any]] = {}
        for number in range(SESSIONS):
            due = WORKING_DAYS.add(counted, step // 7 * 5)
            late = self.chance.choice((0, 0, 0, -2, -1, 3))
            held = WORKING_DAYS.add(due, late) if late else due
            if held >= self.today - timedelta(days=1):
                break
            last = number == SESSIONS - 1 or WORKING_DAYS.add(held, step // 7 * 5) >= self.today
            missed = self.chance.random() < (0.65 if misses else 0.04)
            key = self._key(bulk.SessionRow)
            given = (key, worker, team.manager, team.key)
            if missed:
                why = self.chance.choice(("crisis", "supervisor_away", "not_arranged", "worker_away"))
                self.rows.append(
                    bulk.SessionRow(
                        *given,
                        "missed",
                        counted,
                        due,
                        recorded_by_id=team.manager,
                        recorded_at=self._at(due, 17),
                        missed_because=why,
                    )
                )
                counted = due
                continue
            self.rows.append(
                bulk.SessionRow(
                    *given,
                    "held",
                    counted,
                    due,
                    held_on=held,
                    began_at=self._at(held),
                    recorded_by_id=team.manager,
                    recorded_at=self._at(held, 12),
                )
            )
            self._children(key, team, worker, held, waiting, thin=misses, everybody=last)
            counted = held
        due = WORKING_DAYS.add(counted, step // 7 * 5)
        self.rows.append(
            bulk.SessionRow(self._key(bulk.SessionRow), worker, team.manager, team.key, "due", counted, due)
        )
        for some in waiting.values():
            self.rows += some

    def _children(
        self,
        key: int,
        team: Any,
        worker: int,
        held: date,
        waiting: dict[int, list[Any]],
        *,
        thin: bool,
        everybody: bool,
    ) -> None:
        here = [
            child
            for child, starts_on, ends_on in self.with_worker[worker]
            if starts_on <= held and (ends_on is None or ends_on > held)
        ]
        self.chance.shuffle(here)
        for child in here[: MOST_CHILDREN if everybody else ABOUT]:
            row = self._key(bulk.DiscussedRow)
            self._discussed(row, key, team, worker, child, held, thin)
            for earlier in waiting.pop(child, []):
                self._followed(earlier, row, team, held)
            if thin and self.chance.random() < 0.5:
                continue
            waiting[child] = [self._direction(row, worker, child, held)]
            if everybody and child not in self.started:
                self.started.add(child)
                self.starting.append(Starting("case_supervision_child", self._at(held), child=child, team=team.key))

    def _discussed(self, row: int, key: int, team: Any, worker: int, child: int, held: date, thin: bool) -> None:
        say = self._said(worker, child)
        texts = (
            ("Visit done. School is fine.", "Seen.", "Case discussed, plan continues as before.", "Noted.", "", "", "")
            if thin and self.chance.random() < 0.8
            else (
                "Two visits, and the core group. School rang once.",
                say(_VIEWS),
                say(_THOUGHTS),
                say(_CHALLENGES),
                "Nights are the risk. The grandmother is the strength, and she was there before.",
                say(_DECISIONS),
                "If the child is out at night again, a strategy discussion the same day.",
            )
        )
        self.rows.append(
            bulk.DiscussedRow(
                row,
                key,
                child,
                *texts,
                "",
                [],
                self._at(held, 11),
                team.manager,
                self._at(held, 11),
                team.manager,
            )
        )

    def _direction(self, row: int, worker: int, child: int, held: date) -> Any:
        due = WORKING_DAYS.add(held, self.chance.choice((3, 5, 5, 10)))
        what = self._said(worker, child)(_DIRECTIONS)
        made = bulk.DirectionRow(self._key(bulk.DirectionRow), row, child, what, worker, due)
        if due < self.today and self.chance.random() < 0.75:
            on = max(held, due - timedelta(days=self.chance.randint(0, 2)))
            made = made._replace(
                answer="done", answer_words=self._said(worker, child)(_DONE), answered_on=on, answered_by_id=worker
            )
        return made

    def _followed(self, earlier: Any, row: int, team: Any, held: date) -> None:
        done = earlier.answer == "done"
        outcome = "done" if done else self.chance.choice(("done", "no_longer_right", "no_longer_right"))
        self.rows.append(earlier._replace(closed_on=held, closed_as=outcome))
        words = "Seen on the record." if done else self.chance.choice(_NOT_DONE)
        self.rows.append(
            bulk.FollowedRow(
                self._key(bulk.FollowedRow), earlier.id, row, outcome, words, team.manager, self._at(held, 11)
            )
        )

    def _said(self, worker: int, child: int) -> Any:
        name, who = self.given.get(child, "the child"), self.names[worker].split(" ")[0]
        return lambda some: self.chance.choice(some).format(name=name, worker=who)

    def _post(self, worker: int, role: str, team: Any, number: int, fresh: bool, agency: str) -> None:
        began = self.today - timedelta(days=self.chance.randint(200, 2600) if not fresh else 190)
        renewed = date(self.today.year + (self.today > date(self.today.year, 11, 30)), 11, 30)
        lapses = number == 2 and self.chance.random() < 0.5
        notice = self.today - timedelta(days=9) if agency and self.chance.random() < 0.5 else None
        self.rows.append(
            bulk.PostRow(
                self._key(bulk.PostRow),
                worker,
                role,
                0.60 if number == 3 else 1.00,
                began,
                self.by.pk,
                self.now,
                f"SW{self.chance.randint(10_000, 99_999)}",
                renewed if lapses else renewed.replace(year=renewed.year + 1),
                began if fresh else None,
                began + timedelta(days=365) if fresh else None,
                agency,
                notice,
                notice + timedelta(days=28) if notice else None,
            )
        )
        for what, every in (("Child protection, level 3", 3), ("Working with fathers", 0)):
            done = self.today - timedelta(days=self.chance.randint(30, 1100))
            self.rows.append(
                bulk.TrainingRow(
                    self._key(bulk.TrainingRow),
                    worker,
                    what,
                    done,
                    self.by.pk,
                    self.now,
                    done + timedelta(days=365 * every) if every else None,
                )
            )

    def _vacancies(self) -> None:
        for team, fte, days in ((self.teams[-1], 1.0, 74), (self.teams[0], 0.6, 20)):
            self.rows.append(
                bulk.VacancyRow(
                    self._key(bulk.VacancyRow),
                    team.key,
                    "case_holder",
                    fte,
                    self.today - timedelta(days=days),
                    self.by.pk,
                    self.now,
                    "Advertised twice; nobody was appointed." if days > 60 else "Interviews are next week.",
                )
            )
