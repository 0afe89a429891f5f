"""The report of cohort, timeliness and comparators, made in plain pandas from the workbook of Annex A; and ours from
the same lists: the same figures, and how long each takes.

    .venv/bin/python benchmarks/cohort_pandas.py --home FOLDER --pandas PYTHON

`--home` is a data folder with a record in it; `--pandas` a Python that has pandas and openpyxl (`pip install pandas
openpyxl` in an environment of its own; this one, without the option). The half in pandas is a program by itself, which
knows the workbook and nothing of this product, but for the bank holidays, which both need:

    PYTHON benchmarks/cohort_pandas.py --workbook OUT.xlsx --on 2026-03-31 --holidays HOLIDAYS.json

To reach: ours 20 times faster, with the same figures. Times are by the clock and of the processor, the best of
several rounds. It fails where a figure differs.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

ROUNDS = 5


# In pandas, as an analyst writes it: a sheet, a few columns more, and value_counts.


def in_pandas(workbook: Path, on: date, holidays: list[str], rounds: int) -> dict[str, Any]:
    """The figures, and the times of reading the workbook and of all the rest."""
    import pandas as pd

    best: dict[str, tuple[float, float]] = {}
    figures: dict[str, Any] = {}
    for _ in range(rounds):
        sheets = [f"List {number}" for number in range(1, 11)]
        lists = _best(best, "read", pd.read_excel, workbook, sheet_name=sheets)
        figures = _best(best, "count", count_lists, pd, lists, pd.Timestamp(on), holidays)
    return {"figures": figures, "times": best}


def count_lists(pd: Any, lists: dict[str, Any], on: Any, holidays: list[str]) -> dict[str, Any]:
    """Every figure of the report, counted from the sheets."""
    import numpy as np

    since = on - pd.DateOffset(months=6)
    figures: dict[str, dict[str, int]] = {}
    medians: dict[str, float] = {}

    def working_days(start: Any, end: Any) -> int:
        """Working days after the first day, up to and including the last."""
        a, b = start.date() + pd.Timedelta(days=1), end.date() + pd.Timedelta(days=1)
        if end < start:
            a, b = start.date(), end.date()
        return int(np.busday_count(a, b, holidays=holidays))

    def tally(key: str, answers: Any) -> None:
        figures[key] = {str(name): int(rows) for name, rows in answers.value_counts().items()}

    def dates(frame: Any, *columns: str) -> None:
        for column in columns:
            frame[column] = pd.to_datetime(frame[column], dayfirst=True)

    def plain(column: Any) -> Any:
        """An entry of a pick list without the letter before it."""
        return column.astype("string").str.replace(r"^[a-z]\)\s*", "", regex=True).fillna("Not recorded")

    def band(days: float, bands: list[tuple[int, str]], beyond: str) -> str:
        return next((words for most, words in bands if days <= most), beyond)

    def months(frame: Any, column: str) -> Any:
        month = frame[column].dt.strftime("%Y-%m").fillna("Not recorded")
        return month.mask(frame[column] < since, "Began before these six months")

    # Cohort: age, sex, ethnicity and disability of each list.
    groups = {
        **dict.fromkeys(["WBRI", "WIRI", "WIRT", "WROM", "WOTH"], "White"),
        **dict.fromkeys(["MWBC", "MWBA", "MWAS", "MOTH"], "Mixed"),
        **dict.fromkeys(["AIND", "APKN", "ABAN", "CHNE", "AOTH"], "Asian or Asian British"),
        **dict.fromkeys(["BCRB", "BAFR", "BOTH"], "Black or Black British"),
        **dict.fromkeys(["OOTH"], "Other"),
        **dict.fromkeys(["REFU", "NOBT"], "Not known"),
    }
    edges, ages = [-1, 0, 4, 9, 15, 200], ["Under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over"]
    yes_no = {"Yes": "Yes", "No": "No"}
    for number in range(1, 11):
        frame = lists[f"List {number}"].copy()
        dates(frame, "Date of Birth")
        age = pd.cut(frame["Age of Child (Years)"].astype("float"), edges, labels=ages).astype("object")
        age = age.mask(age.isna() & (frame["Date of Birth"] > on), "Not yet born").fillna("Not recorded")
        tally(f"age-{number}", age)
        tally(
            f"sex-{number}",
            plain(frame["Gender"]).where(lambda s: s.isin(["Female", "Male", "Neither"]), "Not recorded"),
        )
        tally(f"ethnicity-{number}", plain(frame["Ethnicity"]).map(groups).fillna("Not recorded"))
        if "Does the Child have a Disability" in frame:
            disabled = plain(frame["Does the Child have a Disability"]).map(yes_no).fillna("Not recorded")
            tally(f"disability-{number}", disabled)

    contacts = lists["List 1"].copy()
    dates(contacts, "Date of Contact")
    tally("contact_month", months(contacts, "Date of Contact"))
    tally(
        "contact_source", contacts["Contact Source"].astype("string").str.split(": ", n=1).str[1].fillna("Not recorded")
    )

    helped = lists["List 2"].copy()
    start, end = "Assessment start date", "Assessment completion date"
    dates(helped, start, end)

    def early_help(row: Any) -> tuple[str, float]:
        if pd.isna(row[start]):
            return "Not recorded", np.nan
        if pd.isna(row[end]):
            return "Going on", np.nan
        took = working_days(row[start], row[end])
        if took < 0:
            return "Not possible", np.nan
        return band(
            took, [(20, "Done in 20 working days or fewer"), (45, "Done in 21 to 45")], "Done in more than 45"
        ), took

    def timed(key: str, frame: Any, answer: Callable[[Any], tuple[str, float]]) -> None:
        found = pd.DataFrame(
            [answer(row) for _, row in frame.iterrows()], columns=["answer", "days"], index=frame.index
        )
        tally(key, found["answer"])
        if found["days"].notna().any():
            medians[key] = float(found["days"].median())

    timed("early_help_in", helped, early_help)

    referrals = lists["List 3"].copy()
    dates(referrals, "Date of referral")
    tally("referral_month", months(referrals, "Date of referral"))
    tally(
        "referral_source",
        referrals["Referral Source"].astype("string").str.split(": ", n=1).str[1].fillna("Not recorded"),
    )
    tally("referral_nfa", plain(referrals["Referral NFA?"]).map(yes_no).fillna("Not recorded"))
    ordered = referrals.sort_values("Date of referral", kind="stable")
    children = ordered.groupby("Child Unique ID")
    times = ordered["Number of Referrals in Last 12 Months"]
    shown = children["Date of referral"].transform("size")
    earlier = (times.fillna(0) - shown).clip(lower=0) + children.cumcount()
    turn = earlier.clip(upper=2).map({0: "First in 12 months", 1: "Second", 2: "Third or later"})
    tally("referred_again", turn.mask(times.isna(), "Not recorded"))

    assessments = lists["List 4"].copy()
    began, authorised = "Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation"
    dates(assessments, began, authorised)
    bands = [
        (10, "Authorised in 10 working days or fewer"),
        (25, "Authorised in 11 to 25"),
        (35, "Authorised in 26 to 35"),
        (45, "Authorised in 36 to 45"),
        (65, "Authorised in 46 to 65"),
    ]

    def assessed(row: Any) -> tuple[str, float]:
        if pd.isna(row[began]):
            return "Not recorded", np.nan
        ended = row[authorised]
        took = working_days(row[began], on if pd.isna(ended) else ended)
        if took < 0:
            return "Not possible", np.nan
        if pd.isna(ended):
            return ("Still open, 45 working days or fewer" if took <= 45 else "Still open, more than 45"), np.nan
        return band(took, bands, "Authorised in more than 65"), took

    timed("assessed_in", assessments, assessed)
    needed = plain(assessments["Was the child assessed as requiring LA children's social care support?"])
    needed = needed.map({"Yes": "Support needed", "No": "No support needed"}).fillna("Not recorded")
    tally("assessed_need", needed.mask(assessments[authorised].isna(), "Still open"))
    tally(
        "assessed_seen",
        plain(assessments["Child Seen During Continuous Assessment"]).map(yes_no).fillna("Not recorded"),
    )

    enquiries = lists["List 5"].copy()
    strategy = "Strategy discussion initiating Section 47 Enquiry Start Date"
    held = "Date of Initial Child Protection Conference"
    dates(enquiries, strategy, held)
    enquiries["unnecessary"] = plain(enquiries["Was an Initial Child Protection Conference deemed unnecessary?"])
    tally("enquiry_month", months(enquiries, strategy))
    bands_of_15 = [(10, "Held in 10 working days or fewer"), (15, "Held in 11 to 15"), (20, "Held in 16 to 20")]

    def conferred(row: Any) -> tuple[str, float]:
        never = pd.isna(row[held])
        if never and row["unnecessary"] == "Yes":
            return "None needed", np.nan
        if pd.isna(row[strategy]):
            return "Not recorded", np.nan
        took = working_days(row[strategy], on if never else row[held])
        if took < 0:
            return "Not possible", np.nan
        if never:
            return ("None yet, 15 working days or fewer" if took <= 15 else "None yet, more than 15"), np.nan
        return band(took, bands_of_15, "Held after more than 20"), took

    timed("conference_in", enquiries, conferred)
    led = plain(enquiries["Did the Initial Child Protection Conference Result in a Child Protection Plan"])
    led = led.map({"Yes": "A plan", "No": "No plan"}).fillna("Not recorded")
    tally("conference_plan", led.mask(enquiries[held].isna(), "No conference"))

    lengths = [(91, "3 months or less"), (182, "3 to 6 months"), (364, "6 to 12 months"), (729, "1 to 2 years")]

    def lasting(first: str, last: str) -> Callable[[Any], tuple[str, float]]:
        def answer(row: Any) -> tuple[str, float]:
            if pd.isna(row[first]):
                return "Not recorded", np.nan
            ended = row[last]
            took = ((on if pd.isna(ended) else ended) - row[first]).days
            if took < 0:
                return "Not possible", np.nan
            words = band(took, lengths, "more than 2 years")
            return (f"Open for {words}", np.nan) if pd.isna(ended) else (f"Ended after {words}", took)

        return answer

    def last_was(frame: Any, last: str, ended: str, near: int, far: int, over: str) -> Any:
        def answer(row: Any) -> str:
            if not pd.isna(row[ended]):
                return over
            if pd.isna(row[last]):
                return "Not recorded"
            ago = working_days(row[last], on)
            words = [(near, f"In the last {near} working days"), (far, f"{near + 1} to {far} working days ago")]
            return band(ago, words, "Longer ago")

        return frame.apply(answer, axis=1) if len(frame) else pd.Series(dtype="object")

    cases = lists["List 6"].copy()
    dates(cases, "CIN Start Date", "CIN Closure Date", "Date Child Was Last Seen")
    tally("need", plain(cases["Primary Need Code"]))
    tally("case_status", plain(cases["Case Status"]))
    timed("case_for", cases, lasting("CIN Start Date", "CIN Closure Date"))
    tally("case_seen", last_was(cases, "Date Child Was Last Seen", "CIN Closure Date", 20, 30, "Closed"))

    plans = lists["List 7"].copy()
    planned, finished = "Child Protection Plan Start Date", "Child Protection Plan End Date"
    visited, reviewed = "Date of the Last Statutory Visit", "Date of latest review conference"
    dates(plans, planned, finished, visited, reviewed)
    timed("plan_for", plans, lasting(planned, finished))
    tally("abuse", plain(plans["Latest Category of Abuse"]))
    tally("plan_visited", last_was(plans, visited, finished, 10, 20, "Ended"))
    first_due, later_due = plans[planned] + pd.DateOffset(months=3), plans[reviewed] + pd.DateOffset(months=6)
    stands = pd.Series("Later review is late", index=plans.index, dtype="object")
    stands = stands.mask(later_due >= on, "Reviewed in the last 6 months")
    stands = stands.mask(plans[reviewed].isna() & (first_due >= on), "First review not due yet")
    stands = stands.mask(plans[reviewed].isna() & (first_due < on), "First review is late")
    stands = stands.mask(plans[planned].isna(), "Not recorded").mask(plans[finished].notna(), "Ended")
    tally("plan_reviewed", stands)
    before = plans["Number of Previous Child Protection Plans"]
    again = (before > 0).map({True: "Second or later plan", False: "First plan"})
    again = again.mask(plans[planned] < since, "Began before these six months")
    tally("plans_before", again.mask(before.isna() | plans[planned].isna(), "Not recorded"))

    care = lists["List 8"].copy()
    left = "Date Ceased to be Looked After"
    checks = {
        "care_reviewed": ("Date of Latest Statutory Review", 6),
        "care_health": ("Date of Last Health Assessment", 12),
        "care_dental": ("Date of Last Dental Check", 12),
    }
    dates(care, left, *(column for column, _ in checks.values()))
    placed = care["Number of Placements in the Last 12 months"]
    often = placed.clip(lower=1, upper=3).map({1: "One", 2: "Two", 3: "Three or more"}).fillna("Not recorded")
    tally("placements", often.mask(care[left].notna(), "Left care"))
    for key, (column, within) in checks.items():
        recent = (care[column] + pd.DateOffset(months=within) >= on).map(
            {True: f"In the last {within} months", False: "Longer ago"}
        )
        tally(key, recent.mask(care[column].isna(), "Not recorded").mask(care[left].notna(), "Left care"))

    leavers = lists["List 9"]
    touch = {
        "Yes": "In touch",
        "No": "Not in touch",
        "Refu": "Wants no contact",
        "NREQ": "Needs no more",
        "Rhom": "Returned home",
        "Died": "Died",
    }
    tally("in_touch", plain(leavers["LA in Touch"]).map(touch).fillna("Not recorded"))
    tally("suitable", plain(leavers["Suitability of Accommodation"]))
    busy = {"F": "In education, employment or training", "P": "In education, employment or training"}
    doing = leavers["Activity Status"].astype("string").str[0].map(busy | {"G": "In none of them"})
    tally("occupied", doing.fillna("Not recorded"))

    adopted = lists["List 10"].copy()
    steps = {
        "Date of Decision that Child Should be Placed for Adoption": "Decided",
        "Date of Placement Order": "Placement order",
        "Date of Matching Child and Prospective Adopters": "Matched",
        "Date Placed for Adoption": "Placed for adoption",
        "Date of Decision that Child Should No Longer be Placed for Adoption": "No longer to be placed",
        "Date of Adoption Order": "Adopted",
    }
    stage = pd.Series("Not recorded", index=adopted.index, dtype="object")
    for column, words in steps.items():
        stage = stage.mask(adopted[column].notna(), words)
    tally("adoption", stage)

    return {"counts": figures, "medians": medians}


# Ours, and the two side by side.


def ours(on: date, now: Any, rounds: int) -> tuple[dict[str, Any], dict[str, tuple[float, float]], int]:
    """The figures; the times of the lists from the record, of the answers of their rows, of reading answers that are
    kept, and of counting them; and how many rows."""
    import pyarrow.parquet as parquet

    from goldenthread.returns.queries.annex_lists import annex_lists
    from goldenthread.returns.queries.annex_report import answered, counts_of

    best: dict[str, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "answers.parquet"
        for _ in range(rounds):
            lists = _best(best, "lists", annex_lists, on=on, reader=None, at=now)
            answers = _best(best, "answers", answered, lists)
            parquet.write_table(answers, kept, compression="zstd")
            counted = _best(best, "count", counts_of, _best(best, "kept", parquet.read_table, kept))
    figures = {
        "counts": {
            key: {count.answer: count.rows for count in one.counts if count.rows} for key, one in counted.items()
        },
        "medians": {key: one.middle for key, one in counted.items() if one.middle is not None},
    }
    return figures, best, sum(map(len, lists.rows.values()))


def _best(best: dict[str, tuple[float, float]], what: str, does: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """What it gives, and into `best` how long it took, in seconds: by the clock and of the processor, the least yet."""
    began, spent = perf_counter(), process_time()
    found = does(*given, **named)
    wall, own = perf_counter() - began, process_time() - spent
    least = best.get(what, (wall, own))
    best[what] = min(wall, least[0]), min(own, least[1])
    return found


def compare(home: str, python: str, rounds: int) -> None:
    """Makes the workbook of a record, gives it to both, and prints the figures that differ and the times."""
    os.environ["GOLDENTHREAD_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
    import django

    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from goldenthread.returns.public.annex_a import produce_annex_a
    from goldenthread.rulebook.calendar import BANK_HOLIDAYS

    now = timezone.now()
    on = timezone.localdate(now)
    with tempfile.TemporaryDirectory() as folder:
        workbook, holidays = Path(folder) / "annex.xlsx", Path(folder) / "holidays.json"
        holidays.write_text(json.dumps([day.isoformat() for day in BANK_HOLIDAYS]))
        with transaction.atomic():
            produce_annex_a(workbook, on=on, by=None, at=now)
            transaction.set_rollback(True)  # nothing of it stays in the ledger
        asked = [python, __file__, "--workbook", workbook, "--on", on.isoformat(), "--holidays", holidays]
        answer = subprocess.run([*asked, "--rounds", str(rounds)], check=False, capture_output=True, text=True)
        if answer.returncode:
            raise SystemExit(answer.stderr.strip() or "The half in pandas failed.")
    theirs = json.loads(answer.stdout)
    figures, times, rows = ours(on, now, rounds)
    differ = [
        (kind, key, figures[kind].get(key), theirs["figures"][kind].get(key))
        for kind in ("counts", "medians")
        for key in sorted(figures[kind].keys() | theirs["figures"][kind].keys())
        if figures[kind].get(key, {}) != theirs["figures"][kind].get(key, {})
    ]
    for kind, key, one, other in differ:
        print(f"{kind} of {key} differ: ours {one}, in pandas {other}", file=sys.stderr)
    many = sum(map(len, figures["counts"].values())) + len(figures["medians"])
    print(f"{rows:,} rows; {many} figures, {len(differ)} questions differ; load {os.getloadavg()[0]:.1f}\n")
    took = {f"pandas {what}": tuple(time) for what, time in theirs["times"].items()} | times
    lines = (
        ("pandas: the workbook read, and counted", ("pandas read", "pandas count"), ()),
        (
            "ours, from the record: lists, answers, counts",
            ("lists", "answers", "count"),
            ("pandas read", "pandas count"),
        ),
        ("ours, from the answers kept beside the workbook", ("kept", "count"), ("pandas read", "pandas count")),
        ("pandas: counted alone, the workbook being read", ("pandas count",), ()),
        ("ours: answers and counts alone, the lists being read", ("answers", "count"), ("pandas count",)),
    )
    print("| what | seconds | of the processor | times faster | by the processor |")
    print("|---|---:|---:|---:|---:|")
    for what, parts, against in lines:
        wall, own = (sum(took[part][at] for part in parts) for at in (0, 1))
        faster = ["", ""]
        if against:
            faster = [f"{sum(took[part][at] for part in against) / mine:.0f}" for at, mine in enumerate((wall, own))]
        print(f"| {what} | {wall:.3f} | {own:.3f} | {faster[0]} | {faster[1]} |")
    if differ:
        raise SystemExit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description="The report of Annex A in plain pandas, and ours.")
    parser.add_argument("--home", help="a data folder with a record in it")
    parser.add_argument("--pandas", default=sys.executable, metavar="PYTHON", help="a Python with pandas and openpyxl")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--workbook", type=Path, help="the half in pandas alone: of this workbook")
    parser.add_argument("--on", type=date.fromisoformat, help="the day of the workbook")
    parser.add_argument("--holidays", type=Path, help="bank holidays, a list in JSON")
    asked = parser.parse_args()
    if asked.rounds < 1:
        parser.error("one round is the least")
    if asked.workbook:
        missing = [name for name in ("pandas", "openpyxl") if importlib.util.find_spec(name) is None]
        if missing:
            raise SystemExit(f"{sys.executable} has no {' and no '.join(missing)}: name one that has with --pandas")
        print(json.dumps(in_pandas(asked.workbook, asked.on, json.loads(asked.holidays.read_text()), asked.rounds)))
    elif asked.home:
        compare(asked.home, asked.pandas, asked.rounds)
    else:
        parser.error("name a data folder with --home")


if __name__ == "__main__":
    main()
