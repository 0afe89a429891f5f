"""What audits came to: how many of a sample had it as it should be, and how far two auditors agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goldenthread.quality.models import AuditGrade, AuditGrading, AuditRound, LearningCycle
from goldenthread.quality.queries.audit_tools import items_of, latest_tools, tool_of
from goldenthread.rulebook.audit_tools import Item
from goldenthread.rulebook.beyond_chance import (
    PAIRS_FOR_ONE_GRADER,
    Agreement,
    Interval,
    agreement,
    interval,
    matrix,
)
from goldenthread.rulebook.codes import SETS

PASSES = ("outstanding", "good", "met")
"""Grades that are as it should be."""
ORDER = SETS["audit_grade"].codes
DIP_ORDER = ("met", "not_met")


@dataclass(frozen=True, slots=True)
class Count:
    """Of `of` children graded on a question, `passed` had it as it should be; `failing` are the others. `waiting`
    audits have no settled grade yet; those to whom the question does not apply are not counted."""

    passed: int
    of: int
    waiting: int = 0
    failing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What a round found of one question."""

    question: str
    label: str
    passed: int
    of: int
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far first and second auditors agree: `counted` is first grade by second, both in `order`."""

    of: str
    order: tuple[str, ...]
    counted: tuple[tuple[int, ...], ...]
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class OfAuditor:
    """How an auditor's first grades stood when somebody graded again. `enough` is false where they are too few to say
    anything of one person."""

    name: str
    pairs: int
    lowered: int
    raised: int
    enough: bool
    kappa: float | None


def count_of(round: int, question: str) -> Count | None:
    """What a round found of one question, by its settled grades; None when its tool has no such question. Three
    queries."""
    return counts_of(round).get(question)


def counts_of(round: int) -> Mapping[str, Count]:
    """What a round found of each question. In a dip sample the agreed answer counts; in a whole audit, where the whole
    is agreed and not each question, what the second auditor said of it where there is one. Three queries."""
    found = AuditRound.objects.get(pk=round)
    items = items_of(tool_of(found.tool, found.tool_version), found.question)
    audits = list(found.audits.values_list("pk", "child", "state", "overall"))
    waiting = sum(state not in ("graded", "closed") for _, _, state, _ in audits)
    said: dict[tuple[int, str], dict[str, str]] = {}
    rows = AuditGrade.objects.filter(grading__audit__round=found, grading__sent_at__isnull=False)
    for audit, question, part, grade in rows.values_list("grading__audit", "question", "grading__part", "grade"):
        said.setdefault((audit, question), {})[part] = grade
    made = {}
    for item in items:
        passed, of, failing = 0, 0, []
        for audit, child, state, overall in audits:
            if state not in ("graded", "closed"):
                continue
            parts = said.get((audit, item.key), {})
            grade = overall if found.question else parts.get("second", parts.get("first", ""))
            if grade in ("", "na"):
                continue
            of += 1
            if grade in PASSES:
                passed += 1
            else:
                failing.append(child)
        made[item.key] = Count(passed, of, waiting, tuple(sorted(failing)))
    return made


def results_of(round: int, items: tuple[Item, ...]) -> tuple[Result, ...]:
    """What a round found, question by question, with the interval in which the true share probably lies."""
    counts = counts_of(round)
    return tuple(
        Result(
            item.key,
            item.label,
            counts[item.key].passed,
            counts[item.key].of,
            interval(counts[item.key].passed, counts[item.key].of) if counts[item.key].of else None,
        )
        for item in items
    )


def last_sample(cycle: LearningCycle) -> Count:
    """The sample that the next one is held against: the latest re-test, or the one that found it. A query."""
    latest = cycle.samples.order_by("-read_at", "-pk").first()
    return Count(latest.passed, latest.of) if latest else Count(cycle.passed, cycle.of)


def agreement_on(tool: str, question: str = "") -> Agreed:
    """How far auditors agree on one question of a tool, or, without one, on the whole. A query."""
    pairs: list[tuple[str, str]] = []
    if question:
        rows = AuditGrade.objects.filter(
            grading__audit__round__tool=tool, question=question, grading__sent_at__isnull=False
        )
        said = rows.values_list("grading__audit", "grading__part", "grade")
    else:
        rows = AuditGrading.objects.filter(audit__round__tool=tool, audit__round__question="", sent_at__isnull=False)
        said = rows.values_list("audit", "part", "overall")
    of: dict[int, dict[str, str]] = {}
    for audit, part, grade in said:
        of.setdefault(audit, {})[part] = grade
    pairs = [(parts["first"], parts["second"]) for parts in of.values() if len(parts) == 2]
    order = DIP_ORDER if pairs and all(grade in (*DIP_ORDER, "na") for pair in pairs for grade in pair) else ORDER
    counted = matrix(pairs, order)
    return Agreed(question or tool, tuple(order), tuple(map(tuple, counted)), agreement(counted))


def tools_graded_twice() -> tuple[tuple[str, str, int], ...]:
    """Each tool of which something was graded twice: key, title, how many. Two queries."""
    titles = {tool.key: tool.title for tool in latest_tools()}
    rows = AuditGrading.objects.filter(part="second", sent_at__isnull=False)
    counted: dict[str, int] = {}
    for tool in rows.values_list("audit__round__tool", flat=True):
        counted[tool] = counted.get(tool, 0) + 1
    return tuple((key, titles.get(key, key), many) for key, many in sorted(counted.items()))


def auditors_graded_again() -> tuple[OfAuditor, ...]:
    """Each auditor whose first grades were graded again, by name: a count for everybody, and a judgement on nobody of
    whom there is too little. A query."""
    rows = AuditGrading.objects.filter(sent_at__isnull=False).order_by("audit", "part")
    of: dict[int, dict[str, tuple[str, str]]] = {}
    for audit, part, grade, name in rows.values_list("audit", "part", "overall", "grader__name"):
        of.setdefault(audit, {})[part] = (grade, name)
    pairs: dict[str, list[tuple[str, str]]] = {}
    for parts in of.values():
        if len(parts) == 2:
            (first, name), (second, _) = parts["first"], parts["second"]
            pairs.setdefault(name, []).append((first, second))
    made = []
    for name, hers in sorted(pairs.items()):
        graded = [agreement(matrix(hers, order)) for order in (ORDER, DIP_ORDER)]
        many = sum(one.pairs for one in graded)
        enough = many >= PAIRS_FOR_ONE_GRADER
        kappa = next((one.kappa for one in graded if one.pairs >= PAIRS_FOR_ONE_GRADER), None)
        made.append(
            OfAuditor(name, many, sum(one.lower for one in graded), sum(one.higher for one in graded), enough, kappa)
        )
    return tuple(made)
