"""The forecast of monthly counts against a naive one, on ten years of published referrals.

Run it as `python -m benchmarks.forecast`.

For each area and each month from the fourth year on, three months ahead are forecast from the months before alone, and
set beside what came. The naive forecast is the same month of the year before. Prints the table of docs/forecast.md.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

from goldenthread.insight.analysis.forecast import FEWEST, forecast
from goldenthread.insight.analysis.points import month_after

DATA = Path(__file__).parent / "referrals_by_month.csv"
AHEAD = 3
SHOCK = (date(2020, 3, 1), date(2021, 6, 1))
"""The months of the first lockdowns: told apart, because no forecast from the past could know them."""


def read() -> dict[str, tuple[date, list[float]]]:
    """For each area its first month and its referrals."""
    lines = [line for line in DATA.read_text("utf-8").splitlines() if not line.startswith("#")]
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in csv.DictReader(lines):
        found[row["area"]].append((row["month"], float(row["referrals"])))
    return {
        area: (date.fromisoformat(f"{min(rows)[0]}-01"), [value for _, value in sorted(rows)])
        for area, rows in found.items()
    }


def tried(first: date, values: list[float]) -> dict[bool, list[tuple[float, float, bool]]]:
    """For months in the shock and out of it: our error, the naive error, and whether it fell in the range."""
    found: dict[bool, list[tuple[float, float, bool]]] = {True: [], False: []}
    for origin in range(FEWEST + 6, len(values)):
        made = forecast(first, values[:origin], ahead=AHEAD)
        if made is None:
            continue
        for step, one in enumerate(made.months):
            at = origin + step
            if at >= len(values):
                continue
            came, month = values[at], month_after(first, at)
            inside = one.lower <= came <= one.upper
            shock = SHOCK[0] <= month <= SHOCK[1]
            found[shock].append((abs(one.middle - came), abs(values[at - 12] - came), inside))
    return found


def main() -> None:
    print("| Area | Forecasts | Our error | Naive error | Ours ÷ naive | In the range | In the shock: ours ÷ naive |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    better = areas = 0
    for area, (first, values) in read().items():
        found = tried(first, values)
        calm, shock = found[False], found[True]
        ours, naive = (sum(one[at] for one in calm) / len(calm) for at in (0, 1))
        hard = sum(one[0] for one in shock) / (sum(one[1] for one in shock) or 1)
        inside = sum(one[2] for one in calm) / len(calm)
        areas, better = areas + 1, better + (ours < naive)
        print(
            f"| {area} | {len(calm):,} | {ours:,.1f} | {naive:,.1f} | {ours / naive:.2f} | {inside:.0%} | {hard:.2f} |"
        )
    print(f"\nBetter than the naive forecast in {better} of {areas} areas.")


if __name__ == "__main__":
    main()
