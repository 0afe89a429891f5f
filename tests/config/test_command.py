"""The command `goldenthread`."""

import json
import os
import subprocess
import sys

import pytest

from goldenthread.config.command import SUBCOMMANDS, main


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as it is typed, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "goldenthread.config.command", *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_due_as_json_is_one_object_alone(capsys):
    assert main(["due", "icpc", "2026-03-27", "--json"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    found = json.loads(told.out)
    assert list(found) == ["clock", "start", "due", "skipped"]
    assert (found["clock"], found["start"], found["due"]) == ("icpc", "2026-03-27", "2026-04-21")
    assert {"date": "2026-04-03", "name": "Good Friday"} in found["skipped"]
    assert {"date": "2026-04-06", "name": "Easter Monday"} in found["skipped"]


def test_due_in_words_says_why(capsys):
    assert main(["due", "icpc", "2026-03-27"]) == 0
    told = capsys.readouterr().out
    assert "due Tuesday 21 April 2026" in told
    assert "15 working days" in told
    assert "Working Together" in told
    assert "Friday 3 April 2026, Good Friday" in told


def test_due_needs_neither_a_database_nor_django(tmp_path):
    program = (
        "import sys; from goldenthread.config.command import main; code = main(sys.argv[1:]);"
        "assert not {'django', 'psycopg'} & set(sys.modules), 'loaded'; sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "due", "icpc", "2026-03-27", "--json"],
        env={"PATH": os.environ["PATH"], "GOLDENTHREAD_HOME": str(tmp_path / "none"), "DATABASE_URL": "nonsense"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["due", "icp", "2026-03-27"], "icpc"),
        (["due", "zzzzzzzz", "2026-03-27"], "No clock is called zzzzzzzz"),
        (["due", "icpc", "27/03/2026"], "write it as 2026-03-03"),
        (["due", "icpc", "2026-02-30"], "not a date"),
        (["due", "icpc", "9999-12-30"], "cannot be counted"),
        (["due", "icpc"], "START"),
        (["deadlines", "--as-of", "soon"], "not a date"),
        (["nonsense"], "invalid choice"),
        ([], "COMMAND"),
        (["serve", "--port", "many"], "invalid int"),
    ],
)
def test_called_wrongly_is_2_and_says_why_on_standard_error(words, told, capsys):
    assert main(words) == 2
    heard = capsys.readouterr()
    assert told in heard.err
    assert heard.out == ""


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_command_has_help(name, capsys):
    assert main([name, "--help"]) == 0
    assert SUBCOMMANDS[name] in " ".join(capsys.readouterr().out.split())


def test_years_without_known_bank_holidays_are_owned_up_to(capsys):
    assert main(["due", "icpc", "2095-12-01", "--json"]) == 0
    told = capsys.readouterr()
    json.loads(told.out)
    assert "only weekends" in told.err


def test_a_moment_makes_hours_exact(capsys):
    from goldenthread.kernel.clock import Unit
    from goldenthread.rulebook.clocks import CLOCKS

    clock = next(clock for clock in CLOCKS.values() if clock.allowance.unit is Unit.HOURS)
    assert main(["due", clock.id, "2026-03-28T14:41", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["start"] == "2026-03-28T14:41:00+00:00"
    assert "T" in found["due"]


def test_a_taken_port_is_refused(capsys):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "Choose another" in done.stderr


def test_an_unreachable_database_is_refused_in_one_sentence():
    done = run("migrate", DATABASE_URL="postgresql://someone:hidden-word@127.0.0.1:9/record", DATABASE_OWNER_URL="")
    assert done.returncode == 1
    assert "cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr
    assert "hidden-word" not in done.stderr


def test_the_embedded_database_is_told_of_only_when_it_is_used(tmp_path):
    tmp_path.chmod(0o755)
    down = run("postgres", "status", "--json", GOLDENTHREAD_HOME=str(tmp_path / "home"), DATABASE_URL="")
    assert (down.returncode, json.loads(down.stdout)["running"]) == (1, False)
    other = run("postgres", "status", DATABASE_URL="postgresql://someone@db/record")
    assert (other.returncode, other.stdout) == (1, "")
