"""How well the text rules of the practice standards read: precision and recall on labelled sentences, and speed.

    .venv/bin/python -m benchmarks.standards_text [--errors PART]

Prints tables in Markdown for `docs/standards-text.md`. A plan’s sentence counts as found where at least one fitting
hint is given; a good one with any hint counts against precision. A factor counts by its code, passage by passage.
`--errors` lists what was read wrongly in one part; nobody should ask it of the part held out before changing a rule.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))

from goldenthread.config.commands.standards import KINDS  # noqa: E402 -- the path above comes first
from goldenthread.rulebook.codes.census import ASSESSMENT_FACTORS  # noqa: E402 -- the path above comes first

LABELLED = HERE / "tests" / "rulebook" / "labelled"
FILES = {
    "plan-action": "plan_actions.jsonl",
    "plan-outcome": "plan_outcomes.jsonl",
    "assessment-text": "assessment_passages.jsonl",
}
PARTS = ("tune", "held_out")
PAGE = 500  # words


@dataclass
class Score:
    """What was found rightly, found wrongly and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def labelled(kind: str) -> list[dict[str, Any]]:
    """The labelled lines of a kind."""
    return [json.loads(line) for line in (LABELLED / FILES[kind]).read_text("utf-8").splitlines()]


def score(kind: str, part: str) -> tuple[Score, Mapping[str, Score]]:
    """The score of a kind on one part, and that of each label."""
    whole, each = Score(), {}
    for line in labelled(kind):
        if line["part"] != part:
            continue
        wanted, given = set(line["labels"]), set(KINDS[kind](line))
        if kind == "assessment-text":
            wrong, missed = given - wanted, wanted - given
            whole.right += len(given & wanted)
            whole.wrong += len(wrong)
            whole.missed += len(missed)
            for label in given | wanted:
                one = each.setdefault(label, Score())
                one.right += label in given & wanted
                one.wrong += label in wrong
                one.missed += label in missed
        else:
            wrong = given if not wanted else set()
            missed = wanted if wanted and not given & wanted else set()
            whole.right += bool(given & wanted)
            whole.wrong += bool(wrong)
            whole.missed += bool(missed)
            for label in wanted:
                one = each.setdefault(label, Score())
                one.right += label in given
                one.missed += label not in given
        if wrong or missed:
            whole.errors.append(f"{line['id']} wrongly {sorted(wrong)} missed {sorted(missed)}: {line['text']}")
    return whole, each


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", metavar="PART", help="list what was read wrongly in one part")
    asked = parser.parse_args()
    print("| kind | part | lines | good lines | precision | recall |\n|---|---|---|---|---|---|")
    for kind in FILES:
        for part in PARTS:
            lines = [line for line in labelled(kind) if line["part"] == part]
            whole, _ = score(kind, part)
            good = sum(not line["labels"] for line in lines)
            print(f"| {kind} | {part} | {len(lines)} | {good} | {whole.precision:.3f} | {whole.recall:.3f} |")
            if asked.errors == part:
                print(*whole.errors, sep="\n", file=sys.stderr)
    print("\n| factor | in tune | precision | recall | held out | precision | recall |\n|---|---|---|---|---|---|---|")
    scores = {part: score("assessment-text", part)[1] for part in PARTS}
    for code in ASSESSMENT_FACTORS.codes:
        label = f"factor:{code}"
        if any(label in scores[part] for part in PARTS):
            cells = " | ".join(_cells(scores[part].get(label, Score())) for part in PARTS)
            print(f"| {code} {ASSESSMENT_FACTORS.label(code)} | {cells} |")
    print("\n| speed | |\n|---|---|")
    for kind in FILES:
        lines = labelled(kind)
        began = time.process_time()
        for line in lines:
            KINDS[kind](line)
        print(f"| {kind}, lines a second | {len(lines) / (time.process_time() - began):.0f} |")
    words = " ".join(line["text"] for line in labelled("assessment-text")).split()
    times: list[float] = []
    for turn in range(5):
        # A page that was read is remembered for a while, so each turn reads another.
        page = {"text": " ".join(words[turn * PAGE : (turn + 1) * PAGE])}
        began = time.process_time()
        KINDS["assessment-text"](page)
        times.append(time.process_time() - began)
    print(f"| a page of {PAGE} words, milliseconds | {sorted(times)[2] * 1000:.1f} |")
    return 0


def _cells(one: Score) -> str:
    count = one.right + one.missed
    return f"{count} | {one.precision:.2f} | {one.recall:.2f}" if count or one.wrong else "0 | | "


if __name__ == "__main__":
    sys.exit(main())
