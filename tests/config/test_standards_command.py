"""`goldenthread standards try`: hints for lines of a file, without a database."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest

from goldenthread.config.command import main


def lines(path, *things: object) -> str:
    path.write_text("\n".join(thing if isinstance(thing, str) else json.dumps(thing) for thing in things), "utf-8")
    return str(path)


def tried(capsys, kind: str, file: str) -> tuple[int, list[dict], str]:
    code = main(["standards", "try", kind, file])
    told = capsys.readouterr()
    return code, [json.loads(line) for line in told.out.splitlines()], told.err


def test_an_action_that_can_be_done_gets_no_hint_and_a_loose_one_does(capsys, tmp_path):
    good = {
        "id": 1,
        "text": "Support Mum to phone the GP on Monday 3 March and write the date in the book",
        "owner": "Priya Nair",
        "due": "2025-03-03",
    }
    poor = {"id": "b", "text": "Engage with CAMHS", "owner": "All professionals", "due": "ongoing"}
    code, out, _ = tried(capsys, "plan-action", lines(tmp_path / "a.jsonl", good, poor))
    assert code == 0
    assert out == [
        {"id": 1, "hints": []},
        {"id": "b", "hints": ["plan.action_specific", "plan.one_owner", "plan.action_dated"]},
    ]


def test_an_outcome_for_the_child_gets_no_hint_and_a_course_does(capsys, tmp_path):
    good = {"id": 1, "text": "Maya is in school 9 days in 10, from 7 in June, by the register", "due": "2026-12-18"}
    poor = {"id": 2, "text": "Mum to attend the parenting course", "owner": None, "due": None}
    _, out, _ = tried(capsys, "plan-outcome", lines(tmp_path / "o.jsonl", good, poor))
    assert out[0]["hints"] == []
    assert "plan.outcome_for_child" in out[1]["hints"]


def test_a_passage_gets_a_hint_for_each_factor(capsys, tmp_path):
    text = {"id": "p", "text": "Mum was drunk and Lee hit her. There is no evidence of self-harm."}
    _, out, _ = tried(capsys, "assessment-text", lines(tmp_path / "p.jsonl", text))
    assert out == [{"id": "p", "hints": ["factor:1B", "factor:3B"]}]


def test_a_bad_line_is_told_by_its_number_after_the_rest_is_done(capsys, tmp_path):
    wrong = ("not json", "[1]", '{"text": "no id"}', '{"id": 5, "text": 7}', '{"id": 6, "text": "x", "due": 3}')
    file = lines(tmp_path / "x.jsonl", {"id": 1, "text": "x"}, *wrong, "", {"id": 9, "text": "x"})
    code, out, err = tried(capsys, "assessment-text", file)
    assert code == 2
    assert [line["id"] for line in out] == [1, 9]
    assert [line.split(":")[0] for line in err.splitlines()] == [f"line {number}" for number in range(2, 7)]


def test_standard_input_is_read(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"id": 1, "text": "x"}\n')))
    assert tried(capsys, "assessment-text", "-")[1] == [{"id": 1, "hints": []}]


@pytest.mark.parametrize("words", [["plan-action", "/no/such/file"], ["poem", "-"]])
def test_called_wrongly(words, capsys):
    assert main(["standards", "try", *words]) == 2
    assert capsys.readouterr().err


def test_it_needs_neither_a_database_nor_django(tmp_path):
    program = (
        "import sys; from goldenthread.config.command import main; code = main(sys.argv[1:]); "
        "assert 'django' not in sys.modules; sys.exit(code)"
    )
    file = lines(tmp_path / "a.jsonl", {"id": 1, "text": "Mum was drunk."})
    done = subprocess.run(
        [sys.executable, "-c", program, "standards", "try", "assessment-text", file],
        capture_output=True,
        text=True,
        env={**os.environ, "GOLDENTHREAD_HOME": str(tmp_path / "none")},
    )
    assert (done.returncode, json.loads(done.stdout)["hints"]) == (0, ["factor:1B"])
    assert not (tmp_path / "none").exists()
