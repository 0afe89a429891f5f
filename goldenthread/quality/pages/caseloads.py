"""What workers carry: how it is spread, who waits for a worker, and what would change if some children moved."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.typed import key_of
from goldenthread.casework.public.supervision import without_worker
from goldenthread.quality.public.caseloads import Load, case_weight, if_moved, loads, weigh_case
from goldenthread.rulebook.rights import Role
from goldenthread.rulebook.workload import BY_STATUS, COMPLEXITY, FULL, NEWLY_QUALIFIED, SOURCE, TRAVEL
from goldenthread.ui import words
from goldenthread.ui.pictures.spread import Dot, Group, spread

MOST_CHOSEN = 30


def load_words(one: Load) -> dict[str, Any]:
    """What a worker carries, for the templates."""
    return {
        "key": one.worker,
        "name": one.name,
        "url": reverse("caseload", args=[one.worker]),
        "team": one.team_name,
        "notes": ", ".join(
            note
            for note, so in (
                ("newly qualified", one.newly_qualified),
                ("agency", one.agency),
                (f"{one.fte.normalize():f} of a post", one.fte != 1),
            )
            if so
        ),
        "allocated": one.allocated,
        "co_working": one.co_working,
        "covers": "; ".join(f"{name}: {words.plural(count, 'child', 'children')}" for name, count in one.covers),
        "weight": one.weight,
        "room": one.room,
        "over": one.over,
    }


class Caseloads(Page):
    """Everybody's caseload: a dot for each worker, a table, and the children without a worker."""

    act = "caseload.read"
    template = "quality/caseloads.html"

    def show(self) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate(self.now)
        found = loads(reader=user, on=today, at=self.now)
        waiting = without_worker(
            reader=user, at=self.now, team=user.team_id if user.role == Role.TEAM_MANAGER else None
        )
        if waiting:
            self.saw(one.child for one in waiting)
        teams: dict[str, list[Load]] = defaultdict(list)
        for one in found:
            teams[one.team_name].append(one)
        counts = [one.allocated for one in found]
        return {
            "picture": _picture(teams) if found else "",
            "said": [_team_words(name, some) for name, some in teams.items()],
            "teams": [{"name": name, "rows": [load_words(one) for one in some]} for name, some in teams.items()],
            "workers": len(found),
            "over": sum(one.over for one in found),
            "middle": f"{median(counts):g}" if counts else "0",
            "most": max(counts, default=0),
            "waiting": [
                {
                    "name": one.name,
                    "url": reverse("child", args=[one.child]),
                    "team": one.team_name or "No team yet",
                    "state": one.state,
                    "since": words.day_short(one.since, today),
                    "days": words.plural(one.days, "working day"),
                }
                for one in waiting[:100]
            ],
            "in_all": len(waiting),
            "table": _table(),
            "source": SOURCE,
        }


def _picture(teams: dict[str, list[Load]]) -> Any:
    return spread(
        title="What each worker carries",
        description="A dot for each worker, by what her cases weigh. A diamond carries more than there is room for. "
        "The table below says the same.",
        groups=[Group(name, tuple(Dot(float(one.weight), one.over) for one in some)) for name, some in teams.items()],
        unit="What the cases weigh; the broken line is room for a full-time worker",
        limit=float(FULL),
        key="caseloads",
    )


def _team_words(name: str, some: list[Load]) -> str:
    counts = sorted(one.allocated for one in some)
    over = sum(one.over for one in some)
    range_of = f"from {counts[0]} to {words.plural(counts[-1], 'child', 'children')}"
    said = f"{name}: {words.plural(len(some), 'worker')}, {range_of}"
    return f"{said}, {median(counts):g} in the middle; {over or 'nobody'} over."


def _table() -> list[dict[str, str]]:
    rows = [(one.words, one.weight) for one in BY_STATUS.values()]
    times = [(one.words, one.weight) for some in (COMPLEXITY, TRAVEL) for one in some.values() if one.weight != 1]
    return [
        *({"label": label, "value": f"{weight:f}"} for label, weight in rows),
        *({"label": label, "value": f"times {weight:f}"} for label, weight in times),
        {"label": "Second worker", "value": "half"},
        {"label": "Room for a full-time worker", "value": f"{FULL:f}"},
        {"label": "In the newly qualified year", "value": f"times {NEWLY_QUALIFIED:f}"},
    ]


class Caseload(Page):
    """One worker's children, what each case weighs, and a form to try what would change if some moved."""

    act = "caseload.read"
    template = "quality/caseload.html"

    def show(self, *, user_id: int) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate(self.now)
        everybody = loads(reader=user, on=today, at=self.now)
        one = next((load for load in everybody if load.worker == user_id), None)
        if one is None:
            raise Http404("No such worker")
        self.saw(case.child for case in one.cases)
        may = "caseload.weigh" in acts_of(user)
        return {
            "load": load_words(one),
            "cases": [
                {
                    "key": case.child,
                    "name": case.name,
                    "age": words.age(case.born_on, today) if case.born_on else "",
                    "url": reverse("child", args=[case.child]),
                    "how": "Co-working" if case.how == "co_working" else "Allocated",
                    "since": words.day_short(case.since, today),
                    "status": BY_STATUS[case.status].words,
                    "more": "; ".join(
                        text
                        for text, so in (
                            (COMPLEXITY[case.complexity].words, case.complexity != "usual"),
                            (TRAVEL[case.travel].words, case.travel != "near"),
                            (case.because, bool(case.because)),
                        )
                        if so
                    ),
                    "weight": case.weight,
                    "moves": case.how == "allocated",
                    "weigh": reverse("case_weight", args=[case.child]) if may else "",
                }
                for case in one.cases
            ],
            "others": [
                (f"worker:{other.worker}", f"{other.name}, {other.team_name}: {other.weight} of {other.room}")
                for other in everybody
                if other.worker != user_id
            ],
            "teams": sorted(
                {(f"team:{other.team}", f"{other.team_name}: whoever has most room") for other in everybody}
            ),
        }


class TryMove(Page):
    """What would change if these children moved to that worker or team. Nothing is written."""

    act = "caseload.read"
    template = "quality/caseload_try.html"

    def show(self) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate(self.now)
        asked = [key for text in self.request.GET.getlist("child")[:MOST_CHOSEN] if (key := key_of(text))]
        everybody = loads(reader=user, on=today, at=self.now)
        cases = {
            case.child: (case, one)
            for one in everybody
            for case in one.cases
            if case.child in asked and case.how == "allocated"
        }
        to, called = _to(self.request.GET.get("to", ""), everybody)
        moved = if_moved(everybody, children=cases, to=to) if to else ()
        if cases:
            self.saw(cases)
        gained = {
            key: [case.name for case in one.after.cases if case.child in cases and case not in one.before.cases]
            for one in moved
            for key in [one.before.worker]
        }
        return {
            "children": [
                {
                    "name": case.name,
                    "url": reverse("child", args=[case.child]),
                    "status": BY_STATUS[case.status].words,
                    "weight": case.weight,
                    "worker": one.name,
                }
                for case, one in cases.values()
            ],
            "to": called,
            "rows": [
                {
                    "before": load_words(one.before),
                    "after": load_words(one.after),
                    "gains": words.join_names(gained[one.before.worker]),
                }
                for one in moved
            ],
            "back": reverse("caseload", args=[next(iter(cases.values()))[1].worker]) if cases else reverse("caseloads"),
        }


def _to(text: str, everybody: tuple[Load, ...]) -> tuple[tuple[int, ...], str]:
    """The workers that are meant, and what they are called; nobody for what is neither."""
    kind, _, rest = text.partition(":")
    key = key_of(rest)
    if kind == "worker":
        found = [one for one in everybody if one.worker == key]
        return tuple(one.worker for one in found), found[0].name if found else ""
    if kind == "team":
        found = [one for one in everybody if one.team == key and one.role == Role.SOCIAL_WORKER]
        return tuple(one.worker for one in found), found[0].team_name if found else ""
    return (), ""


class WeighCase(ChildPage):
    """Say how much work a child's case is, beyond what its status says."""

    act = "caseload.weigh"
    template = "quality/case_weight.html"
    part = "case_weight"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        complexity, travel, because = case_weight(child_id)
        posted = self.request.method == "POST"
        stands = {"complexity": complexity, "travel": travel, "because": because}
        return {
            "values": dict(self.request.POST.items()) if posted else stands,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "complexities": [(one.key, one.words) for one in COMPLEXITY.values()],
            "travels": [(one.key, one.words) for one in TRAVEL.values()],
            "source": SOURCE,
        }

    def perform(self, *, child_id: int, **address: Any) -> str:
        typed = self.request.POST
        weigh_case(
            child=child_id,
            complexity=typed.get("complexity", ""),
            travel=typed.get("travel", ""),
            because=typed.get("because", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "What this case weighs is recorded.")
        return reverse("child", args=[child_id])
