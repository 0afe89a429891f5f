"""Reading and checking a census file: what may be loaded, child by child, and what is left out and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from json import JSONEncoder
from typing import Any, NamedTuple

from goldenthread.returns.operations.census_file import CensusFile, ReadChild
from goldenthread.rulebook.census import (
    RULES,
    Breach,
    Path,
    Record,
    ReferralWork,
    Rule,
    WholeFile,
    check,
    without_refused,
    work_in,
)

MOST_TOLD = 20_000  # rejections listed one by one; all are counted
LONGEST_SHOWN = 60  # characters of a value that was refused
LINES_TOLD = 20  # lines named for each thing that is worth putting right; all are counted
# Part of every fingerprint: raised when loading reads more from a record than before, so that all are read again.
READING = b"3"

# A record in one fixed order, so that it has one fingerprint.
_CANONICAL = JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode

COUNTS = (
    "children",
    "referrals",
    "assessments",
    "enquiries",
    "conferences",
    "plans",
    "visits",
    "deadlines",
    "created",
    "updated",
    "unchanged",
    "rejected_count",
)
RECORD_WORDS = {
    "CINdetails": "referral",
    "Assessments": "assessment",
    "Section47": "section 47 enquiry",
    "CINPlanDates": "child in need plan",
    "ChildProtectionPlans": "child protection plan",
    "PreProceedingsandFGDM": "pre-proceedings",
}


@dataclass(frozen=True, slots=True)
class Rejection:
    """A record that was left out. `record` says which sort; `rule` is the census's number, empty where it has none.
    Of a workbook or a folder of tables, `sheet` names the sheet or table, `line` is the row and `element` the column.
    """

    line: int
    element: str
    value: str
    why: str
    rule: str
    record: str
    sheet: str = ""

    def as_dict(self) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in self.__slots__}
        if not self.sheet:
            del told["sheet"]
            return told
        return told | {"row": self.line, "column": self.element}


@dataclass(slots=True)
class Loaded:
    """What a load did. `created`, `updated` and `unchanged` count children; together they are `children`.

    `referrals`, `assessments`, `enquiries`, `conferences`, `plans` and `visits` count what these children hold in the
    file, which tells no visits; `deadlines` counts those that this load made. `rejected`
    lists each reason for leaving a record out, `MOST_TOLD` at most; `rejected_count` counts all. `noticed` counts, by
    rule and element, what was loaded and is worth putting right, and names the first `LINES_TOLD` lines of it; a rule
    about the file as a whole names none.
    """

    load: int
    census_year: int
    authority: str
    children: int = 0
    referrals: int = 0
    assessments: int = 0
    enquiries: int = 0
    conferences: int = 0
    plans: int = 0
    visits: int = 0
    deadlines: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected_count: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    noticed: dict[str, dict[str, Any]] = field(default_factory=dict)
    # What of a workbook or a table was read otherwise than it is spelt, and why; None for a census, which has one form.
    guesses: list[dict[str, Any]] | None = None
    # Rows that were kept, changed or withdrawn beside the record, for measures to read; None for a census.
    facts: int | None = None

    @property
    def counts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in COUNTS}

    def as_dict(self) -> dict[str, Any]:
        """The one object that the command prints."""
        guesses = {} if self.guesses is None else {"rows_kept": self.facts or 0, "guesses": self.guesses}
        return (
            self.counts
            | guesses
            | {
                "rejected": [one.as_dict() for one in self.rejected],
                "noticed": list(self.noticed.values()),
                "census_year": self.census_year,
                "authority": self.authority,
                "load": self.load,
            }
        )


class CheckedChild(NamedTuple):
    """A child's record that has been checked and is worth loading. `facts` are what a file told beside it that the
    record has no table for (`casework.bulk.ToldFact`); a census tells none."""

    council_id: str
    record: Record
    text: str
    fingerprint: str
    line: int
    named_on: int
    facts: tuple[Any, ...] = ()

    @property
    def work(self) -> tuple[ReferralWork, ...]:
        """What was done on each referral, as typed rows: what the record says beyond the referral itself."""
        return work_in(self.record)


class Reading:
    """The file as it is read and checked. It touches no table."""

    def __init__(self, file: CensusFile) -> None:
        self.file = file
        self.rejected = list[Rejection]()
        self.rejected_count = 0
        self.noticed = dict[str, dict[str, Any]]()

    def children(self) -> Iterator[CheckedChild]:
        """The children whose records may be loaded, less what is bad in them; the rest is counted and listed."""
        ends_on = self.file.header.ends_on
        whole = WholeFile(ends_on)
        for child in self.file.children():
            breaches = child.breaches + check(child.record, ends_on)
            record: Record | None = child.record
            if breaches:
                self._tell(child, breaches)
                record = without_refused(child.record, breaches)
            if record is None:
                continue
            for breach in whole.child(record):
                self._notice(breach.rule, breach.element, child, breach.path)
            text = _CANONICAL(record)
            yield CheckedChild(
                record["ChildIdentifiers"]["LAchildID"],
                record,
                text,
                blake2b(text.encode(), digest_size=20, key=READING).hexdigest(),
                child.line,
                child.line_of(("ChildIdentifiers", "LAchildID")),
            )
        for rule, element in whole.end():
            self._notice(RULES[rule], element)
            if element == "ReferenceDate":
                self.noticed[f"{rule} {element}"]["lines"].append(self.file.header.line)

    def _notice(self, rule: Rule, element: str, child: ReadChild | None = None, path: Path = ()) -> None:
        """Counts what is loaded and worth putting right. No child where the file as a whole is wrong."""
        noticed = self.noticed.get(f"{rule.id} {element}")
        if noticed is None:
            noticed = self.noticed[f"{rule.id} {element}"] = {
                "rule": rule.number,
                "why": f"{rule.why}.",
                "element": element,
                "times": 0,
                "lines": [],
            }
        noticed["times"] += 1
        if child is not None and len(noticed["lines"]) < LINES_TOLD:
            noticed["lines"].append(child.line_of(path))

    def _tell(self, child: ReadChild, breaches: list[Breach]) -> None:
        told: set[tuple[Any, ...]] = set()
        for breach in breaches:
            if (breach.rule.id, breach.path) in told:
                continue
            told.add((breach.rule.id, breach.path))
            if not breach.rule.refuses:
                self._notice(breach.rule, breach.element, child, breach.path)
                continue
            self.rejected_count += 1
            if len(self.rejected) < MOST_TOLD:
                sort = next((step for step in reversed(breach.record) if isinstance(step, str)), "")
                self.rejected.append(
                    Rejection(
                        child.line_of(breach.path),
                        breach.element,
                        shown(breach.value),
                        _sentence(breach),
                        breach.rule.number,
                        RECORD_WORDS.get(sort, "value" if breach.record else "child"),
                    )
                )


def shown(value: str) -> str:
    """A refused value as it may be shown: short, in one line, and without letters that turn others round."""
    plain = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in value[:LONGEST_SHOWN])
    return plain + "…" if len(value) > LONGEST_SHOWN else plain


def _sentence(breach: Breach) -> str:
    """Why, as one sentence. A rule about form begins with the element that it is about."""
    why = breach.rule.why
    return f"{why}." if why[0].isupper() or why[0] == "“" else f"{breach.element} {why}."
