"""The ledger: nobody alters it, whatever was altered is found, and every operation writes in it."""

from __future__ import annotations

import ast
import importlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent

import pytest
from django.db import ProgrammingError, connection, transaction

import goldenthread
from goldenthread.access.models import LedgerEntry, LedgerHead
from goldenthread.access.public import record, verify_ledger
from goldenthread.access.queries import ledger
from goldenthread.config.postgres import apply_grants

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
HOUSE = Path(goldenthread.__file__).parent


def written(how_many: int = 8) -> list[int]:
    return [
        record(act="child.read", by=None, at=NOW, child=number, right="command", detail={"n": number})
        for number in range(how_many)
    ]


@contextmanager
def by_the_owner_with_the_guards_off() -> Iterator[object]:
    """What somebody with the owner's password and bad intent could do."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE access_ledgerentry DISABLE TRIGGER USER")
        yield cursor
        cursor.execute("ALTER TABLE access_ledgerentry ENABLE TRIGGER USER")


def kinds() -> dict[int, str]:
    found = verify_ledger()
    assert found.ok is (not found.problems)
    return {problem.number: problem.kind for problem in found.problems}


# --- nobody alters it


@contextmanager
def as_the_application() -> Iterator[object]:
    """The role that serves the pages."""
    assert apply_grants(connection) is None
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE goldenthread_app")
        yield cursor


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_ledgerentry SET actor = 7",
        "UPDATE access_ledgerentry SET actor = 7 WHERE number = -1",
        "DELETE FROM access_ledgerentry",
        "TRUNCATE access_ledgerentry",
        (
            'INSERT INTO access_ledgerentry SELECT number + 1000, at, actor, act, child, subject, "right", came_from,'
            " detail, previous, hash FROM access_ledgerentry"
        ),
        "UPDATE access_ledgerhead SET number = 1",
        "DELETE FROM access_ledgerhead",
        "TRUNCATE access_ledgerhead",
        "INSERT INTO access_ledgerhead (id, number, hash) VALUES (2, 0, '')",
        "ALTER TABLE access_ledgerentry DISABLE TRIGGER USER",
        "DROP TRIGGER ledger_is_never_changed ON access_ledgerentry",
        "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    ],
)
def test_the_application_cannot_alter_the_ledger(statement: str) -> None:
    written()
    with pytest.raises(ProgrammingError), as_the_application() as cursor:
        cursor.execute(statement)
    assert verify_ledger().ok


@pytest.mark.django_db
def test_the_application_adds_by_the_function_and_reads() -> None:
    with as_the_application() as cursor:
        number = record(act="child.read", by=None, at=NOW, child=1)
        cursor.execute("SELECT act FROM access_ledgerentry WHERE number = %s", [number])
        assert cursor.fetchone() == ("child.read",)
    assert verify_ledger().ok


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE access_ledgerentry SET actor = 7", "DELETE FROM access_ledgerentry WHERE number = 3"]
)
def test_even_the_owner_is_refused_while_the_guard_stands(statement: str) -> None:
    written()
    with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# --- whatever was altered is found


@pytest.mark.django_db
@pytest.mark.parametrize("at_a_time", [3, 4, 50_000])
class TestVerify:
    @pytest.fixture(autouse=True)
    def stretches(self, at_a_time: int, monkeypatch: pytest.MonkeyPatch) -> None:
        """Short stretches, so that what is wrong also falls where one stretch meets the next."""
        monkeypatch.setattr(ledger, "AT_A_TIME", at_a_time)

    def test_an_untouched_ledger_is_whole(self) -> None:
        assert verify_ledger().ok
        numbers = written()
        seen: list[tuple[int, int]] = []
        found = verify_ledger(progress=lambda done, total: seen.append((done, total)))
        assert (found.ok, found.checked, found.problems) == (True, len(numbers), ())
        assert found.head == LedgerEntry.objects.get(number=numbers[-1]).hash
        assert seen[-1] == (len(numbers), len(numbers))

    @pytest.mark.parametrize(
        "change",
        ["actor = 7", "at = at + interval '1 microsecond'", "child = NULL", "detail = '{}'", "came_from = ' '"],
    )
    def test_a_changed_entry(self, change: str) -> None:
        written()
        with by_the_owner_with_the_guards_off() as cursor:
            cursor.execute(f"UPDATE access_ledgerentry SET {change} WHERE number = 5")
        assert kinds() == {5: "changed"}

    def test_a_changed_entry_whose_hash_was_worked_out_anew(self) -> None:
        written()
        with by_the_owner_with_the_guards_off() as cursor:
            cursor.execute("UPDATE access_ledgerentry SET actor = 7 WHERE number = 4")
            cursor.execute(
                "UPDATE access_ledgerentry SET hash = ledger_hash(previous, number, at, actor, act, child, subject,"
                ' "right", came_from, detail) WHERE number = 4'
            )
        assert kinds() == {4: "changed"}

    def test_a_changed_last_entry_whose_hash_was_worked_out_anew(self) -> None:
        written()
        with by_the_owner_with_the_guards_off() as cursor:
            cursor.execute("UPDATE access_ledgerentry SET actor = 7 WHERE number = 8")
            cursor.execute(
                "UPDATE access_ledgerentry SET hash = ledger_hash(previous, number, at, actor, act, child, subject,"
                ' "right", came_from, detail) WHERE number = 8'
            )
        assert kinds() == {8: "changed"}

    @pytest.mark.parametrize(
        ("gone", "seen_at", "sentence"),
        [
            ("number = 1", 2, "Entry 1 is missing."),
            ("number = 4", 5, "Entry 4 is missing."),
            ("number BETWEEN 3 AND 6", 7, "Entries 3 to 6 are missing."),
        ],
    )
    def test_a_gap(self, gone: str, seen_at: int, sentence: str) -> None:
        written()
        with by_the_owner_with_the_guards_off() as cursor:
            cursor.execute(f"DELETE FROM access_ledgerentry WHERE {gone}")
        found = verify_ledger()
        assert [(p.number, p.kind, p.sentence) for p in found.problems] == [(seen_at, "gap", sentence)]

    def test_two_entries_in_each_others_place(self) -> None:
        written()
        with by_the_owner_with_the_guards_off() as cursor:
            cursor.execute("UPDATE access_ledgerentry SET number = -4 WHERE number = 4")
            cursor.execute("UPDATE access_ledgerentry SET number = 4 WHERE number = 5")
            cursor.execute("UPDATE access_ledgerentry SET number = 5 WHERE number = -4")
        found = kinds()
        assert set(found.values()) == {"reordered"}
        assert {4, 5} <= set(found)

    def test_the_first_entry_moved_on(self) -> None:
        written()
        with by_the_owner_with_the_guards_off() as cursor:
            cursor.execute("UPDATE access_ledgerentry SET number = -1 WHERE number = 1")
            cursor.execute("UPDATE access_ledgerentry SET number = 1 WHERE number = 2")
            cursor.execute("UPDATE access_ledgerentry SET number = 2 WHERE number = -1")
        found = kinds()
        assert {1, 2} <= set(found)
        assert set(found.values()) == {"reordered"}

    @pytest.mark.parametrize("gone", [1, 3, 8])
    def test_a_tail_that_was_cut_off(self, gone: int) -> None:
        written()
        with by_the_owner_with_the_guards_off() as cursor:
            cursor.execute("DELETE FROM access_ledgerentry WHERE number > %s", [8 - gone])
        found = verify_ledger()
        assert [(p.number, p.kind) for p in found.problems] == [(8, "tail_missing")]

    def test_an_entry_added_past_the_head(self) -> None:
        written()
        with by_the_owner_with_the_guards_off() as cursor:
            cursor.execute(
                'INSERT INTO access_ledgerentry SELECT 9, at, actor, act, child, subject, "right", came_from, detail,'
                ' hash, ledger_hash(hash, 9, at, actor, act, child, subject, "right", came_from, detail)'
                " FROM access_ledgerentry WHERE number = 8"
            )
        assert kinds() == {9: "changed"}

    def test_the_head_set_back(self) -> None:
        written()
        LedgerHead.objects.update(number=6, hash=LedgerEntry.objects.get(number=6).hash)
        assert not verify_ledger().ok

    def test_everything_gone(self) -> None:
        written()
        with by_the_owner_with_the_guards_off() as cursor:
            cursor.execute("DELETE FROM access_ledgerentry")
        assert kinds() == {8: "tail_missing"}


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_keep_one_chain() -> None:
    start, failed = threading.Barrier(4), []

    def write(writer: int) -> None:
        try:
            start.wait(timeout=20)
            for turn in range(15):
                # Every third act fails after its entry and takes the entry with it: no number may be lost.
                try:
                    with transaction.atomic():
                        record(act="child.read", by=None, at=NOW, child=writer, detail={"turn": turn})
                        if turn % 3 == 0:
                            raise KeyError
                except KeyError:
                    continue
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not failed
    found = verify_ledger()
    assert (found.ok, found.checked) == (True, 4 * 10)
    assert LedgerHead.objects.get().number == 4 * 10


# --- every operation writes in it

WRITES = {"record", "record_many"}

# Operations that leave the entry to the one that calls them, or to none, and why.
WITHOUT_AN_ENTRY = {
    "goldenthread.access.operations.once.made_for": "tells whom a form's token was made for, and writes nothing",
    "goldenthread.access.operations.once.new_token": "makes a form's token, and writes nothing",
    "goldenthread.casework.operations.learning.open_learning": "a part of the act that receives the referral",
    "goldenthread.casework.operations.typed_drafts.delete_typed": "a part of the act that records what was typed",
    "goldenthread.casework.operations.typed_drafts.keep_typed": "her own unfinished words, which are no record yet",
    "goldenthread.quality.operations.supervision.end_supervising": "a part of the act that records the leaving",
    "goldenthread.quality.operations.supervision.locked": "finds and locks a session, and writes nothing",
    "goldenthread.quality.operations.supervision.not_allowed": "makes a refusal, and writes nothing",
    "goldenthread.quality.operations.supervision.not_hers": "makes a refusal, and writes nothing",
    "goldenthread.quality.operations.supervision.tell": "a part of the act that tells, whose entry it is",
    "goldenthread.quality.operations.observation.keep_observation": "unfinished words; the observation has its entry",
    "goldenthread.quality.operations.supervision_records.keep_discussed": "unfinished words; the record has its entry",
    "goldenthread.access.operations.ledger.record": "is the writing itself",
    "goldenthread.access.operations.notices.send": "a part of the act that sends it, whose entry names who was told",
    "goldenthread.access.operations.once.act_once": "runs another operation, which writes its own entry",
    "goldenthread.casework.operations.referrals.pass_to_open_case": "a part of the act that brought the information",
    "goldenthread.casework.operations.decisions.keep_draft": "her own unsent words; the decision has its entry",
    "goldenthread.casework.operations.own_drafts.keep_own_draft": "her own unsent words; the record has its entry",
    "goldenthread.casework.operations.own_drafts.settle_own_clash": "her own unsent words",
    "goldenthread.casework.operations.own_drafts.throw_away": "her own unsent words",
    "goldenthread.casework.operations.protection_drafts.keep_protection_draft": "her own unsent words",
    "goldenthread.casework.operations.protection_drafts.settle_protection_clash": "her own unsent words",
    "goldenthread.casework.operations.protection_drafts.throw_protection_draft": "her own unsent words",
    "goldenthread.casework.operations.meetings.locked": "decides and locks for its callers",
    "goldenthread.casework.operations.assessment.locked": "decides and locks for its callers",
    "goldenthread.casework.operations.assessment_writing.look_in_assessment": "who is here; the page has its entry",
    "goldenthread.casework.operations.allocations.move_to": "a part of the act that completes a transfer",
    "goldenthread.casework.operations.chairs.keep_why_chair_changed": "a part of the act that names another chair",
    "goldenthread.casework.operations.oversight_workers.fitting_reason": "reads what was typed, and writes nothing",
    "goldenthread.casework.operations.oversight_workers.note_change": "a part of the act that changes the worker",
    "goldenthread.casework.operations.plans.locked": "decides and locks for its callers",
    "goldenthread.casework.operations.plans.put_outline": "a part of the act that brings it",
    "goldenthread.casework.operations.plan_parts.change": "the plan's own history; the act has its entry",
    "goldenthread.casework.operations.plan_parts.mark_done": "a part of a change or a review, which has its entry",
    "goldenthread.casework.operations.plan_parts.mark_dropped": "a part of a change or a review, which has its entry",
    "goldenthread.casework.operations.plan_parts.put_action": "a part of a change or a review, which has its entry",
    "goldenthread.casework.operations.plan_parts.put_evidence": "a part of a change or a review, which has its entry",
    "goldenthread.casework.operations.plan_reviews.keep_review": "her own unsent words; the review has its entry",
    "goldenthread.casework.operations.plan_reviews.throw_review_away": "her own unsent words",
    "goldenthread.casework.operations.sections.keep": "runs inside its caller's act, which writes the entry",
    "goldenthread.casework.operations.sections.settle": "runs inside its caller's act, which writes the entry",
    "goldenthread.casework.operations.drafts.look_in": "who is here; opening the page has its entry",
    "goldenthread.casework.operations.drafts.writing": "decides and locks for its callers",
    "goldenthread.quality.operations.improvement.locked": "decides and locks for its callers",
    "goldenthread.quality.operations.improvement.tell": "a notice that is part of the act, which has its entry",
    "goldenthread.quality.operations.audit_steps.locked": "decides and locks for its callers",
    "goldenthread.quality.operations.complaint_steps.locked": "decides and locks for its callers",
    "goldenthread.quality.operations.complaint_steps.tell": "a notice that is part of the act, which has its entry",
}


def operations_without_an_entry(modules: dict[str, ast.Module]) -> list[str]:
    """Public functions that take `by` and reach no call that writes the ledger, through whatever they call.

    A call is followed by the name it is written with, in its own module and in those it imports from.
    """
    functions: dict[tuple[str, str], ast.FunctionDef] = {}
    imported: dict[tuple[str, str], tuple[str, str]] = {}
    for module, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    imported[module, alias.asname or alias.name] = (node.module, alias.name)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                functions[module, node.name] = node
            elif isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef):
                        functions.setdefault((module, inner.name), inner)

    def calls(module: str, function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
        for node in ast.walk(function):
            if isinstance(node, ast.Call):
                called = node.func
                if isinstance(called, ast.Name):
                    yield imported.get((module, called.id), (module, called.id))
                elif isinstance(called, ast.Attribute):
                    if isinstance(called.value, ast.Name) and (module, called.value.id) in imported:
                        package, name = imported[module, called.value.id]
                        yield f"{package}.{name}", called.attr
                    else:
                        yield module, called.attr

    def writes(module: str, name: str, seen: set[tuple[str, str]]) -> bool:
        if name in WRITES and module.startswith("goldenthread.access"):
            return True
        if (module, name) in seen:
            return False
        seen.add((module, name))
        if (module, name) not in functions and (module, name) in imported:
            return writes(*imported[module, name], seen)
        function = functions.get((module, name))
        return function is not None and any(writes(*call, seen) for call in calls(module, function))

    return sorted(
        f"{module}.{name}"
        for (module, name), function in functions.items()
        if module.split(".")[-2:-1] == ["operations"]
        and not name.startswith("_")
        and function in modules[module].body
        and "by" in {a.arg for a in function.args.kwonlyargs + function.args.args}
        and not writes(module, name, set())
    )


def our_modules() -> dict[str, ast.Module]:
    found = {}
    for path in (
        sorted(HOUSE.glob("*/operations/*.py"))
        + sorted(HOUSE.glob("*/public.py"))
        + sorted(HOUSE.glob("*/public/*.py"))
    ):
        name = ".".join(["goldenthread", *path.relative_to(HOUSE).with_suffix("").parts])
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def test_every_operation_writes_the_ledger() -> None:
    silent = [name for name in operations_without_an_entry(our_modules()) if name not in WITHOUT_AN_ENTRY]
    assert not silent, "These take who acts and write nothing in the ledger:\n" + "\n".join(silent)


def test_every_exemption_is_of_a_function_that_exists() -> None:
    for name in WITHOUT_AN_ENTRY:
        module, _, function = name.rpartition(".")
        assert hasattr(importlib.import_module(module), function), name


def test_a_planted_operation_without_an_entry_is_found() -> None:
    planted = {
        "goldenthread.people.operations.planted": ast.parse(
            dedent(
                """
                from goldenthread.access.public import record

                def rename(*, person, by, at):
                    _write(person)

                def rename_with_entry(*, person, by, at):
                    _and_enter(person, by, at)

                def _write(person): ...

                def _and_enter(person, by, at):
                    record(act="person.record", by=by, at=at)

                def find(*, words): ...
                """
            )
        ),
        "goldenthread.access.public": ast.parse("from goldenthread.access.operations.ledger import record"),
    }
    assert operations_without_an_entry(planted) == ["goldenthread.people.operations.planted.rename"]
