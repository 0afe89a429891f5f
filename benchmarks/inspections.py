"""How well inspection reports are read: items and grades against what was published, per regime, and how fast.

    python -m benchmarks.inspections FOLDER [--markdown]

FOLDER holds `inspection-reports/*.txt`, `seeds/*.txt`, and in `reference/` the published lists
`ofsted_areas_for_improvement.json` and `ofsted_ilacs_history.csv`.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from goldenthread.rulebook.inspecting.proposal import Proposal
from goldenthread.rulebook.inspecting.reading import IMPROVING, read
from goldenthread.rulebook.inspecting.regimes import REGIMES

FEWEST_ITEMS, FEWEST_GRADES = 0.98, 0.99
AREAS = {
    "overall": "overall_effectiveness_grade",
    "leaders": "impact_of_leaders_grade",
    "protection": "help_and_protection_grade",
    "in care": "in_care_grade",
    "leavers": "care_leavers_grade",
}
# Where the published history differs from the report itself, whose table was read by eye: the report's own grade.
CORRECTED = {
    ("80536", "22/05/18", "in_care_grade"): "good",
    ("80560", "04/09/23", "help_and_protection_grade"): "requires improvement",
    ("80560", "04/09/23", "in_care_grade"): "good",
    ("80560", "04/09/23", "care_leavers_grade"): "outstanding",
}
# A label that is no item: what the report says is that there is none.
NO_ITEM = re.compile(r"did not find any areas for priority", re.IGNORECASE)


@dataclass(frozen=True)
class Reports:
    """Where the reports and the published lists are."""

    folder: Path

    def texts(self) -> Iterator[tuple[Path, str]]:
        for path in sorted((self.folder / "inspection-reports").glob("*.txt")):
            yield path, path.read_text()

    def items(self) -> list[dict[str, str]]:
        return json.loads((self.folder / "reference" / "ofsted_areas_for_improvement.json").read_text())["items"]

    def history(self) -> list[dict[str, str]]:
        with (self.folder / "reference" / "ofsted_ilacs_history.csv").open(newline="") as opened:
            return list(csv.DictReader(opened))


@dataclass
class Row:
    """One regime's figures."""

    reports: int = 0
    labelled: int = 0
    read: int = 0
    matched: int = 0
    unlabelled: int = 0
    grades: int = 0
    grades_right: int = 0


@dataclass
class Table:
    """The figures of every regime, what was missed and what was too much."""

    rows: dict[str, Row] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    wrong_grades: list[str] = field(default_factory=list)
    wrong_labels: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def _sum(self, name: str) -> int:
        return sum(getattr(row, name) for row in self.rows.values())

    @property
    def reports(self) -> int:
        return self._sum("reports")

    @property
    def recall(self) -> float:
        return self._sum("matched") / self._sum("labelled")

    @property
    def precision(self) -> float:
        return self._sum("matched") / self._sum("read")

    @property
    def grades(self) -> int:
        return self._sum("grades")

    @property
    def grades_right(self) -> int:
        return self._sum("grades_right")


def plain(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", words.casefold()).strip()


def same(read_words: str, label: str) -> bool:
    """Whether they are one item. A label may drag in what stands after it: a page number, the next heading."""
    one, other = plain(read_words), plain(label)
    return one == other or other.startswith(one) or SequenceMatcher(None, one, other).ratio() > 0.9


def measured(reports: Reports) -> Table:
    """Reads every report and compares it with the lists."""
    table, items, history = Table(), reports.items(), reports.history()
    for path, text in reports.texts():
        began = time.process_time()
        found = read(text)
        table.slowest = max(table.slowest, time.process_time() - began)
        row = table.rows.setdefault(found.regime or "none", Row())
        row.reports += 1
        _items(table, row, found, path, text, items)
        _grades(table, row, found, path, text, history)
    return table


def stories(reports: Reports) -> list[Proposal]:
    """The press stories and the old letter, read."""
    return [read(path.read_text()) for path in sorted((reports.folder / "seeds").glob("*.txt"))]


def _named(text: str) -> str:
    return text.split("\n", 1)[0].rsplit("|", 1)[-1].strip()


def _items(table: Table, row: Row, found: Proposal, path: Path, text: str, items: list[dict[str, str]]) -> None:
    labels = [one["text"] for one in items if one["urn"] == path.name[:5] and one["report"] == _named(text)]
    read_words = [one.words for one in found.findings if one.polarity in IMPROVING]
    if not labels:
        row.unlabelled += len(read_words)
        return
    wrong = [label for label in labels if NO_ITEM.search(label)]
    table.wrong_labels += [f"{path.stem}: {label}" for label in wrong]
    left = [label for label in labels if label not in wrong]
    row.labelled += len(left)
    row.read += len(read_words)
    for words in read_words:
        hit = next((label for label in left if same(words, label)), None)
        if hit is None:
            table.extra.append(f"{path.stem}: {words}")
            continue
        left.remove(hit)
        row.matched += 1
        if plain(hit) != plain(words):
            table.wrong_labels.append(f"{path.stem}: …{hit[-90:]}")
    table.missed += [f"{path.stem}: {label}" for label in left]


def _grades(table: Table, row: Row, found: Proposal, path: Path, text: str, history: list[dict[str, str]]) -> None:
    name = f"{_named(text)}.pdf"
    known = next((one for one in history if one["urn"] == path.name[:5] and one["pdf_filename"] == name), None)
    if known is None:
        return
    for word, column in AREAS.items():
        listed = known.get(column) or ""
        said = CORRECTED.get((path.name[:5], known["publication_date"], column), listed)
        if said != listed:
            table.wrong_labels.append(f"{path.stem}: {column} is {said} in the report, {listed} in the list")
        if said not in ("outstanding", "good", "requires improvement", "inadequate"):
            continue
        row.grades += 1
        read_grades = [one.grade.casefold() for one in found.judgements if word in one.area.casefold()]
        if any(grade.startswith(said) for grade in read_grades):
            row.grades_right += 1
        else:
            table.wrong_grades.append(f"{path.stem}: {column} is {said}, read {read_grades}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--markdown", action="store_true")
    arguments = parser.parse_args()
    table = measured(Reports(arguments.folder))
    print("| Regime | Reports | Items listed | Read | Matched | Recall | Precision | Grades right | Read, not listed |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for key, row in sorted(table.rows.items()):
        label = REGIMES[key].label if key in REGIMES else "Not told"
        recall = f"{row.matched / row.labelled:.3f}" if row.labelled else "–"
        precision = f"{row.matched / row.read:.3f}" if row.read else "–"
        grades = f"{row.grades_right} of {row.grades}" if row.grades else "–"
        print(
            f"| {label} | {row.reports} | {row.labelled} | {row.read} | {row.matched} | {recall} | {precision} "
            f"| {grades} | {row.unlabelled} |"
        )
    print(
        f"\nAll: recall {table.recall:.3f}, precision {table.precision:.3f}, grades {table.grades_right} of "
        f"{table.grades}; slowest report {table.slowest:.2f} seconds of processor time."
    )
    for title, rows in (
        ("Missed", table.missed),
        ("Too much", table.extra),
        ("Grades that differ", table.wrong_grades),
        ("Labels that are wrong", table.wrong_labels),
    ):
        if rows:
            print(f"\n{title}:\n")
            print("\n".join(f"- {row}" for row in rows))


if __name__ == "__main__":
    main()
