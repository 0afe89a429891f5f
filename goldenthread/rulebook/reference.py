"""The rulebook written out for people: the lists of clocks, rights and workflows in `docs/`.

`python -m goldenthread.rulebook.reference` writes them again; with `--check` it only says whether they are up to date.
The functions are pure, so that the test run can compare what they return with what is on disk.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from goldenthread.kernel.clock import Clock, Example, Verification
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.rulebook.retention import RULES, TABLE
from goldenthread.rulebook.rights import ACTS, ROLE_NAMES, Where
from goldenthread.rulebook.standards import AREAS, STANDARDS, THEMES, Standard
from goldenthread.rulebook.workflows import WORKFLOWS

WRITTEN = "<!-- Written from the rulebook by `python -m goldenthread.rulebook.reference`. Change the rulebook. -->"

STAGES = {
    "front_door": "Front door",
    "assessment": "Assessment",
    "assessment_historic": "Assessment under earlier guidance",
    "early_help": "Early help",
    "child_protection": "Child protection",
    "child_in_need": "Child in need",
    "children_in_care": "Children looked after",
    "adoption": "Adoption",
    "care_leavers": "Leaving care",
    "missing": "Missing children",
    "private_fostering": "Private fostering",
    "lado": "Allegations against people who work with children",
    "plo": "Before and in court (Public Law Outline)",
    "emergency": "Emergency protection",
    "management": "Supervision, recording and transfer",
    "quality": "Audit",
    "complaints": "Complaints",
    "information": "Requests for information",
    "review": "Serious incidents",
    "inspection": "Inspection",
    "workforce": "Workforce",
}

CHECKED = {
    Verification.TEXT: "seen in the text",
    Verification.SECONDARY: "seen in another source",
    Verification.UNVERIFIED: "not checked",
}

WHERE = {
    Where.ANY: "",
    Where.ALLOCATED: "own children",
    Where.TEAM: "own team’s children",
    Where.SERVICE: "own service’s children",
    Where.REVIEWING: "children they review",
    Where.AUDIT: "children in their sample",
    Where.PARTNER: "children they work with, until it ends",
    Where.CHOSEN: "children chosen for the inspection, until it ends",
}


def clocks_markdown() -> str:
    """Every clock: a table for each stage, and under it each clock with its reasons and worked examples."""
    live = sum(clock.live for clock in CLOCKS.values())
    unchecked = sum(clock.verified is Verification.UNVERIFIED for clock in CLOCKS.values())
    lines = [
        WRITTEN,
        "",
        "# Clocks",
        "",
        (
            f"The rulebook declares {len(CLOCKS)} clocks. This release starts and stops {live} of them; the others "
            f"wait for the release that records their events. The limits of {unchecked} are not checked against "
            "a text: have a practice lead confirm one before relying on it."
        ),
        "",
        "How time is counted:",
        "",
        "- The day of the event is day 0, whatever kind of day it is. Day 1 is the next working day.",
        "- A working day is not a Saturday, a Sunday or a bank holiday in England and Wales.",
        "- A clock in days is due at the end of its last day, in London.",
        "- Hours are real hours, at night, at weekends and when the clocks change.",
        "- Months end on the same day of the month, or on the last day of a shorter month.",
        "- School terms are an authority’s own. Until it gives them, terms by rule of thumb are assumed.",
        "- No clock is paused. What is late stays late; a reason that was accepted stands beside it.",
        "",
        "`goldenthread due CLOCK START` works one out.",
    ]
    for stage in dict.fromkeys(clock.stage for clock in CLOCKS.values()):
        clocks = [clock for clock in CLOCKS.values() if clock.stage == stage]
        lines += ["", f"## {STAGES[stage]}", "", "| clock | allowed | authority | checked | in use |"]
        lines += ["|---|---|---|---|---|"]
        lines += [
            f"| [{_cell(clock.name)}](#{clock.id}) | {_allowed(clock)} | {clock.authority.status.words} "
            f"| {CHECKED[clock.verified]} | {_in_use(clock)} |"
            for clock in clocks
        ]
        for clock in clocks:
            lines += ["", *_clock(clock)]
    return "\n".join(lines) + "\n"


def workflows_markdown() -> str:
    """Every workflow: its picture, and its steps as a table."""
    lines = [WRITTEN, "", "# Workflows", "", "An act that is not in the table for a state is refused in that state."]
    for workflow in WORKFLOWS.values():
        lines += ["", f"## {workflow.title}", "", "```mermaid", workflow.mermaid(), "```", ""]
        lines += ["| act | open when | leads to |", "|---|---|---|"]
        for step in workflow.steps:
            before = ", ".join(workflow.states[state].lower() for state in step.before) or "it does not exist yet"
            after = "no change" if step.after is None else workflow.states[step.after].lower()
            lines.append(f"| {ACTS[step.act].label} (`{step.act}`) | {before} | {after} |")
    return "\n".join(lines) + "\n"


def rights_markdown() -> str:
    """Every act: who may do it, to what, and whether emergency access covers it."""
    lines = [
        WRITTEN,
        "",
        "# Rights",
        "",
        (
            "A grant says what a role may do, and for which children. A seal on a record (restricted, conflict of "
            "interest, adoption) beats every grant. Emergency access gives sight of a record for a short time, with a "
            "reason that is reviewed."
        ),
        "",
        "| act | who may | emergency access |",
        "|---|---|---|",
    ]
    for act in ACTS.values():
        who = []
        for grant in act.grants:
            where = WHERE[grant.where]
            who.append(ROLE_NAMES[grant.role] + (f" ({where})" if where else ""))
        lines.append(f"| {act.label} (`{act.key}`) | {', '.join(who)} | {'yes' if act.emergency else 'no'} |")
    return "\n".join(lines) + "\n"


def retention_markdown() -> str:
    """Every decision on how long things are kept."""
    lines = [WRITTEN, "", "# How long things are kept", ""]
    lines += ["Nothing is destroyed while a court, an inquiry or a request asks that it be kept.", ""]
    lines += ["| rule | how long | authority | checked |", "|---|---|---|---|"]
    lines += [f"| {rule.id} | {rule.words} | {rule.source} | {CHECKED[rule.verified]} |" for rule in RULES.values()]
    lines += ["", "| table | fields | rule | why |", "|---|---|---|---|"]
    lines += [f"| {entry.model} | {', '.join(entry.fields)} | {entry.rule} | {entry.reason} |" for entry in TABLE]
    return "\n".join(lines) + "\n"


def standards_markdown() -> str:
    """Every practice standard: what it asks, why, what inspectors write where it is not met, and its examples."""
    lines = [
        WRITTEN,
        "",
        "# Practice standards",
        "",
        (
            f"The rulebook holds {len(STANDARDS)} standards. Each reads plain facts and says met, not met or not "
            "asked, with the words or dates that decided. None adds up to a score. They run as quiet hints while one "
            "writes, as the checklist at sign-off, and over the whole record at night."
        ),
        "",
        (
            "`goldenthread standards try KIND FILE.jsonl` tries those that read a sentence; how well they read is in "
            "[standards-text.md](standards-text.md)."
        ),
        "",
        "## What inspectors write",
        "",
        "| theme | source | standards that answer it |",
        "|---|---|---|",
    ]
    for theme in THEMES.values():
        answers = ", ".join(f"[`{one.id}`](#{one.id})" for one in STANDARDS.values() if one.theme is theme)
        lines.append(f"| {_cell(theme.sentence)} | {_cell(theme.source)} | {answers} |")
    for area, title in AREAS.items():
        lines += ["", f"## {title}"]
        for one in STANDARDS.values():
            if one.area == area:
                lines += ["", *_standard(one)]
    return "\n".join(lines) + "\n"


PAGES: Mapping[str, Callable[[], str]] = {
    "clocks.md": clocks_markdown,
    "workflows.md": workflows_markdown,
    "rights.md": rights_markdown,
    "retention.md": retention_markdown,
    "standards.md": standards_markdown,
}


def _standard(one: Standard[Any]) -> list[str]:
    lines = [f'### <a id="{one.id}"></a>{one.sentence}', "", f"`{one.id}`. {one.why}", ""]
    lines.append(f"- Inspectors write: {one.theme.sentence}")
    when = "on a draft, at sign-off and at night" if one.while_writing else "at sign-off and at night"
    lines.append(f"- Reads: `{one.reads.__name__}`, {when}.")
    lines.append(f"- Hint: {one.hint}")
    lines += [f"- Meets it: {_facts(given)}." for given in one.passing]
    lines += [f"- Does not: {_facts(given)}." for given in one.failing]
    return lines


def _facts(given: Any) -> str:
    """The facts of an example that say something, as a person reads them."""
    told = []
    for field in fields(given):
        value = getattr(given, field.name)
        standard = field.default is not MISSING and value == field.default
        if not standard and value not in ("", (), None):
            told.append(f"{field.name.replace('_', ' ')} {_value(value)}")
    return "; ".join(told) or "nothing recorded"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f"“{' '.join(value.split())}”" if not value.startswith(("“", '"')) else value
    if isinstance(value, date):
        return _when(value) if isinstance(value, datetime) else _day(value)
    if isinstance(value, tuple):
        more = f" and {len(value) - 3} more" if len(value) > 3 else ""
        return ", ".join(_value(one) for one in value[:3]) + more
    return f"({_facts(value)})" if is_dataclass(value) else str(value)


def _clock(clock: Clock) -> list[str]:
    lines = [f'### <a id="{clock.id}"></a>{clock.name}', "", f"`{clock.id}`. {clock.why}.", ""]
    lines.append(f"- Starts with `{clock.starts}`, stops with `{clock.stops}`.")
    checked = CHECKED[clock.verified] + (f" ({clock.verified_by})" if clock.verified_by else "")
    lines.append(f"- Authority: {_sentence(clock.authority.source)} Checked: {checked}.")
    if clock.recurrence:
        lines.append(f"- Repeats: {clock.recurrence}.")
    if clock.valid_from or clock.valid_to:
        first = f"from {_day(clock.valid_from)} " if clock.valid_from else ""
        last = f"to {_day(clock.valid_to)}" if clock.valid_to else ""
        lines.append(f"- In force {first}{last}.".replace(" .", "."))
    lines += [f"- Exception: {_sentence(exception)}" for exception in clock.exceptions]
    if clock.notes:
        lines.append(f"- {clock.notes}")
    lines += [f"- Example: {_example(example)}" for example in clock.examples]
    return lines


def _allowed(clock: Clock) -> str:
    limit = clock.allowance.limit
    if limit == 0:
        return "the same day"
    if limit < 0:
        return f"{clock.allowance.words} before"
    return f"at least {clock.allowance.words}" if clock.at_least else clock.allowance.words


def _in_use(clock: Clock) -> str:
    if clock.live:
        return "yes"
    return "waiting" if clock.enabled else "switched off"


def _example(example: Example) -> str:
    note = f" {example.note}." if example.note else ""
    return f"{_when(example.start)} → {_when(example.due)}.{note}"


def _when(when: date | datetime) -> str:
    if isinstance(when, datetime):
        hour = when.hour % 12 or 12
        minutes = f":{when.minute:02}" if when.minute else ""
        return f"{when:%A} {_day(when)}, {hour}{minutes}{'am' if when.hour < 12 else 'pm'}"
    return f"{when:%A} {_day(when)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _sentence(words: str) -> str:
    return words if words.endswith(".") else f"{words}."


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or with `--check` compare them; 1 when a page is out of date."""
    parser = argparse.ArgumentParser(prog="python -m goldenthread.rulebook.reference", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether the pages are up to date")
    parser.add_argument("--docs", type=Path, default=Path(__file__).resolve().parents[2] / "docs", help="the folder")
    asked = parser.parse_args(arguments)
    stale = [
        name
        for name, page in PAGES.items()
        if not (asked.docs / name).is_file() or (asked.docs / name).read_text("utf-8") != page()
    ]
    if asked.check:
        for name in stale:
            print(f"{name} is out of date: run python -m goldenthread.rulebook.reference", file=sys.stderr)
        return 1 if stale else 0
    asked.docs.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (asked.docs / name).write_text(PAGES[name](), "utf-8")
        print(f"Wrote {asked.docs / name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
