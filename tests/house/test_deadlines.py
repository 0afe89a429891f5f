"""A deadline is a stored fact: nothing stores "overdue", and only its own module and the bulk door write one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from goldenthread.rulebook.clocks import CLOCKS

HOUSE = Path(__file__).resolve().parents[2] / "goldenthread"
# Acts start and meet clocks by `deadlines`; what a file tells goes by the bulk door, which reckons with the same words.
WRITERS = {HOUSE / "casework" / "operations" / name for name in ("deadlines.py", "bulk.py")}
WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete", "save"}
TELLS_OF_THE_DAY = {"overdue", "late", "is_late", "is_overdue", "days_late", "days_left", "time_left", "rag"}


def writers_of_deadlines(source: str) -> list[int]:
    """The lines at which a program makes, changes or removes deadlines: `Deadline(…)`, `Deadline.objects….update(…)`,
    `something.deadlines….update(…)`."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        made = isinstance(node.func, ast.Name) and node.func.id == "Deadline"
        changed = isinstance(node.func, ast.Attribute) and node.func.attr in WRITES and _of_deadlines(node.func.value)
        if made or changed:
            lines.append(node.lineno)
    return lines


def _of_deadlines(node: ast.expr) -> bool:
    """Whether a chain of calls and attributes begins at the table of deadlines, or at a subject's own."""
    while isinstance(node, ast.Call | ast.Attribute):
        if isinstance(node, ast.Attribute):
            if node.attr == "deadlines" and not isinstance(node.value, ast.Name | ast.Attribute):
                return True
            if node.attr in ("deadlines", "deadlines_owned"):
                return True
            node = node.value
        else:
            node = node.func
    return isinstance(node, ast.Name) and node.id == "Deadline"


def test_deadlines_are_written_in_their_own_module_and_the_bulk_door_alone():
    guilty = {
        f"{path.relative_to(HOUSE)}:{line}"
        for path in HOUSE.rglob("*.py")
        if path not in WRITERS and "migrations" not in path.parts
        for line in writers_of_deadlines(path.read_text(encoding="utf-8"))
    }
    assert not guilty, "Only casework.operations.deadlines and the bulk door write deadlines, not " + ", ".join(
        sorted(guilty)
    )


@pytest.mark.parametrize(
    "planted",
    [
        "Deadline(clock='icpc')",
        "Deadline.objects.create(clock='icpc')",
        "Deadline.objects.filter(pk=1).update(met_at=None)",
        "contact.deadlines.filter(pk=1).update(met_at=None)",
        "user.deadlines_owned.all().delete()",
    ],
)
def test_a_planted_writer_is_found(planted):
    assert writers_of_deadlines(planted) == [1]


@pytest.mark.parametrize(
    "innocent", ["Deadline.objects.filter(pk=1).count()", "deadlines.start('icpc')", "Contact.objects.create(pk=1)"]
)
def test_reading_is_nobodys_fault(innocent):
    assert writers_of_deadlines(innocent) == []


def columns_that_tell_of_the_day(tables) -> list[str]:
    return [
        f"{table._meta.label}.{column.name}"
        for table in tables
        for column in table._meta.concrete_fields
        if column.name in TELLS_OF_THE_DAY
    ]


def test_no_table_stores_lateness():
    ours = [
        table
        for app in ("access", "people", "casework", "quality", "insight", "returns")
        for table in apps.get_app_config(app).get_models()
    ]
    assert columns_that_tell_of_the_day(ours) == []


def test_a_planted_column_is_found():
    class Column:
        name = "is_overdue"

    class Table:
        class _meta:  # noqa: N801 -- Django's own name
            label = "casework.Planted"
            concrete_fields = (Column,)

    assert columns_that_tell_of_the_day([Table]) == ["casework.Planted.is_overdue"]


def clocks_named_in(sources: list[str]) -> set[str]:
    """The clocks whose ids stand as words of their own in programs."""
    words = {
        node.value
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return words & set(CLOCKS)


def with_what_it_imports(path: Path) -> Iterator[str]:
    """A program, and of the queries it takes names from, the lines that give those names their words."""
    source = path.read_text(encoding="utf-8")
    yield source
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and node.module and ".queries." in node.module:
            taken = {one.name for one in node.names}
            told = HOUSE.parent.joinpath(*node.module.split(".")).with_suffix(".py").read_text(encoding="utf-8")
            for line in ast.parse(told).body:
                names = {one.id for one in ast.walk(line) if isinstance(one, ast.Name)}
                if isinstance(line, ast.Assign) and names & taken:
                    yield ast.unparse(line)


def test_a_clock_is_said_to_run_when_an_act_starts_it_and_not_otherwise():
    rooms = [HOUSE / "casework" / "operations", HOUSE / "quality" / "operations"]
    acts = [source for room in rooms for path in room.rglob("*.py") for source in with_what_it_imports(path)]
    acts.append((HOUSE / "rulebook" / "forms" / "assessment.py").read_text(encoding="utf-8"))
    # Which clock a supervision runs by is data.
    acts.append((HOUSE / "rulebook" / "supervision.py").read_text(encoding="utf-8"))
    started = clocks_named_in(acts)
    live = {clock.id for clock in CLOCKS.values() if clock.live}
    assert live - started == set(), "said to run, and no act names them"
    assert {name for name in started - live if CLOCKS[name].enabled} == set(), "an act names them: they run"


def test_a_clock_that_no_act_names_would_be_found():
    assert clocks_named_in(["start('icpc', at=now)"]) == {"icpc"}
    assert clocks_named_in(["start('supper', at=now)"]) == set()
