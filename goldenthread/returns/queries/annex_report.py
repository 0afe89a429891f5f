"""The report of Annex A: of each list who the children are, how long things took and what came of them, counted from
its rows; and the published figures beside those of the same kind.

The answers of every row are kept beside the workbook, as long as it is, so every figure opens to its rows and the
report is of the very lists that the workbook holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as parquet
from django.conf import settings

from goldenthread.access.public import User
from goldenthread.insight.analysis.suppression import SMALL, hidden_cells, may_show_share
from goldenthread.insight.public.dataset import NoDataset, dataset
from goldenthread.insight.public.measures import Published, authority_named, comparators
from goldenthread.kernel.clock import add_months
from goldenthread.returns.models import AnnexWorkbook
from goldenthread.returns.queries.annex_checks import FIRST_ROW
from goldenthread.returns.queries.annex_lists import MONTHS_BEFORE, AnnexLists
from goldenthread.returns.queries.annex_questions import QUESTIONS, RATES, Question, Share, answers
from goldenthread.returns.queries.annex_workbooks import answers_path, folder

FOR_EACH = 10_000  # children of the area, in rates
_DAYS = 365  # of a year
_SHAPE = pa.schema(
    [
        ("question", pa.dictionary(pa.int16(), pa.string())),
        ("answer", pa.dictionary(pa.int16(), pa.string())),
        ("row", pa.int32()),
        ("child", pa.int64()),
        ("days", pa.int32()),
    ]
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows gave an answer, and of how many children."""

    answer: str
    rows: int
    children: int


@dataclass(frozen=True, slots=True)
class ShareFound:
    """A share as counted. `value` is in per cent, None where there is nothing to count."""

    share: Share
    met: int
    of: int

    @property
    def value(self) -> float | None:
        return self.met / self.of * 100 if self.of else None


@dataclass(frozen=True, slots=True)
class Counted:
    """A question, counted. `middle` is the median of the days of those that are over, `timed` how many those are.
    `kept_back` names the answers whose counts may not leave the authority; all of them where there are few children in
    all."""

    question: Question
    counts: tuple[Count, ...]
    children: int
    middle: float | None
    timed: int
    kept_back: frozenset[str]

    @property
    def total(self) -> int:
        return sum(one.rows for one in self.counts)

    @property
    def shares(self) -> tuple[ShareFound, ...]:
        by = {one.answer: one.rows for one in self.counts}
        return tuple(
            ShareFound(one, sum(by.get(name, 0) for name in one.met), sum(by.get(name, 0) for name in one.of))
            for one in self.question.shares
        )

    @property
    def total_may_leave(self) -> bool:
        return not 0 < self.children < SMALL

    @property
    def middle_may_leave(self) -> bool:
        return self.total_may_leave and self.timed >= SMALL

    def share_may_leave(self, found: ShareFound) -> bool:
        """Whether a share may leave: none of the counts that make it is kept back."""
        return not self.kept_back & found.share.of and may_show_share(found.met, found.of)


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure of the lists beside the published ones of the same `measure`, each the latest. `unit` is % or per
    10,000. The rows of the question that gave one of `answers` are what it is counted of, those of `met` are counted
    in; `counted` says how many, of a rate with the children of the area. `may_leave`: out of the authority."""

    title: str
    measure: str
    question: str
    met: frozenset[str]
    answers: frozenset[str]
    unit: str
    value: float | None
    counted: tuple[int, int]
    may_leave: bool
    take_care: str
    england: Published | None
    region: Published | None
    neighbours: Published | None
    own: Published | None


@dataclass(frozen=True, slots=True)
class Report:
    """The report of one making of Annex A. `children_in_area` is None where it is not known: then there are no
    rates."""

    on: date
    since: date
    questions: Mapping[str, Counted]
    beside: tuple[Beside, ...]
    children_in_area: int | None

    def of_list(self, number: int) -> tuple[Counted, ...]:
        return tuple(one for one in self.questions.values() if one.question.number == number)


def answered(lists: AnnexLists) -> pa.Table:
    """The answers of every row of the lists, a line for each row and question."""
    places = {number: range(FIRST_ROW, FIRST_ROW + len(rows)) for number, rows in lists.rows.items()}
    children = {number: [row.child for row in rows] for number, rows in lists.rows.items()}
    found: dict[str, list[Any]] = {name: [] for name in _SHAPE.names}
    for question, given in answers(lists):
        found["question"] += [question.key] * len(given)
        found["answer"] += [one.words for one in given]
        found["row"] += places[question.number]
        found["child"] += children[question.number]
        found["days"] += [one.days for one in given]
    return pa.table({name: pa.array(found[name], type=_SHAPE.field(name).type) for name in _SHAPE.names})


def kept_answers(key: int, reader: User) -> pa.Table | None:
    """The answers of a workbook, for the one who made it; None where they are gone, or are somebody else's."""
    row = AnnexWorkbook.objects.filter(pk=key, made_by=reader).exclude(stored_as="").first()
    path = answers_path(folder() / row.stored_as) if row else None
    return parquet.read_table(path, schema=_SHAPE) if path and path.is_file() else None


def report_of(found: pa.Table, *, on: date) -> Report:
    """The report of the answers of the lists of a day."""
    since = add_months(on, -MONTHS_BEFORE)
    counted = counts_of(found)
    area = _children_in_area()
    beside = (*_rates(counted, area, on=on, since=since), *_shares(counted.values()))
    return Report(on, since, counted, beside, area)


def counts_of(found: pa.Table) -> dict[str, Counted]:
    """Every question counted, by its key."""
    counted = found.group_by(["question", "answer"]).aggregate(
        [([], "count_all"), ("child", "count"), ("child", "count_distinct")]
    )
    by: dict[str, list[Count]] = {}
    for question, answer, rows, known, children in zip(
        *(
            counted[name].to_pylist()
            for name in ("question", "answer", "count_all", "child_count", "child_count_distinct")
        ),
        strict=True,
    ):
        # A row of nobody who is known here counts as a child of its own.
        by.setdefault(question, []).append(Count(answer, rows, children + rows - known))
    whole = found.group_by("question").aggregate([("child", "count_distinct")])
    children = dict(zip(whole["question"].to_pylist(), whole["child_count_distinct"].to_pylist(), strict=True))
    timed = found.filter(pc.is_valid(found["days"])).group_by("question").aggregate([("days", "list")])
    days = dict(zip(timed["question"].to_pylist(), timed["days_list"].to_pylist(), strict=True))
    return {
        key: _counted(one, by.get(key, []), children.get(key, 0), days.get(key, [])) for key, one in QUESTIONS.items()
    }


class RowFound(NamedTuple):
    """A row that gave an answer: where it stands in the workbook, its child, and how many days where it is over."""

    row: int
    child: int | None
    answer: str
    days: int | None


def rows_of(
    found: pa.Table, question: str, *, answers: Collection[str] | None = None, over: bool = False
) -> list[RowFound]:
    """The rows that gave one of these answers to a question, or any; only those that are `over`, where asked."""
    chosen = pc.equal(found["question"], question)
    if answers is not None:
        chosen = pc.and_(chosen, pc.is_in(found["answer"].cast(pa.string()), pa.array(sorted(answers), pa.string())))
    if over:
        chosen = pc.and_(chosen, pc.is_valid(found["days"]))
    some = found.filter(chosen)
    rows = map(RowFound, *(some[name].to_pylist() for name in RowFound._fields))
    return sorted(rows, key=lambda row: row.row)


def _counted(question: Question, found: list[Count], children: int, days: list[int]) -> Counted:
    by = {one.answer: one for one in found}
    if question.answers:
        names = [*question.answers, *(name for name in by if name not in question.answers)]
    elif question.months:
        names = sorted(by)
    else:
        names = sorted(by, key=lambda name: (-by[name].rows, name))
    counts = tuple(by.get(name, Count(name, 0, 0)) for name in names)
    return Counted(
        question,
        counts,
        children,
        float(median(days)) if days else None,
        len(days),
        _kept_back(question, counts, children),
    )


def _kept_back(question: Question, counts: tuple[Count, ...], children: int) -> frozenset[str]:
    """The answers whose counts do not leave: those of a few children, and those from which one could be had. How many
    are over can be had from another question of the list, so those that are over and those that are not are each a
    table by themselves."""
    every = frozenset(one.answer for one in counts)
    sides = [[one for one in counts if (one.answer in question.over) is over] for over in (False, True)]
    if 0 < children < SMALL or any(0 < sum(one.children for one in side) < SMALL for side in sides):
        return every
    kept = set()
    for side in sides:
        hidden = hidden_cells([[one.children] for one in side])
        kept |= {one.answer for at, one in enumerate(side) if (at, 0) in hidden}
    return frozenset(kept)


def _children_in_area() -> int | None:
    try:
        return dataset().children_in_area
    except NoDataset:
        return None


def _rates(counted: Mapping[str, Counted], area: int | None, *, on: date, since: date) -> Iterable[Beside]:
    for rate in RATES:
        one = counted[rate.question]
        names = rate.answers or frozenset(count.answer for count in one.counts) - rate.but
        rows = sum(count.rows for count in one.counts if count.answer in names)
        whole = rows * _DAYS / ((on - since).days + 1) if rate.of_year else rows
        value = whole / area * FOR_EACH if area and one.total else None
        may_leave = not one.kept_back and not 0 < rows < SMALL
        care = "The six months are set against a year." if rate.of_year else ""
        yield Beside(
            rate.title,
            rate.measure,
            rate.question,
            names,
            names,
            "per 10,000",
            value,
            (rows, area or 0),
            may_leave,
            care,
            **_published(rate.measure),
        )


def _shares(counted: Iterable[Counted]) -> Iterable[Beside]:
    for one in counted:
        for found in one.shares:
            share = found.share
            yield Beside(
                share.title,
                share.measure,
                one.question.key,
                share.met,
                share.of,
                "%",
                found.value,
                (found.met, found.of),
                one.share_may_leave(found),
                share.take_care,
                **_published(share.measure),
            )


def _published(measure: str) -> dict[str, Published | None]:
    """The latest of England, of the region, of authorities like this one, and of this one."""
    held = comparators(measure, authority_named(settings.COUNCIL))
    ways = {"england": held.england, "region": held.region, "neighbours": held.neighbours, "own": held.own}
    return {way: some[-1] if some else None for way, some in ways.items()}
