"""Make the environment in `.venv` from the lock: all that `make setup` does.

Runs on any Python from 3.11, with the standard library alone. The right Python for the product is looked for on
this machine first and fetched only when it is missing. Nothing is done when nothing has changed.
"""

# ruff: noqa: S603, UP036 -- it runs programs by lists of words; it runs on older Pythons than the product
import contextlib
import fcntl
import glob
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".tools"
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / ".setup"
# What the environment is made from: a change in any of them makes it again.
SOURCES = (
    "requirements.lock",
    "pyproject.toml",
    ".python-version",
    "tools/bootstrap.py",
    "tools/uv.lock",
)
ALSO_GOOD = ("3.14", "3.12")  # taken from this machine rather than fetching the one `.python-version` names


class SetupFailed(Exception):
    """The environment cannot be made; the message says what to do."""


def main() -> None:
    """Make or renew the environment, or say in one sentence why it cannot be made."""
    if sys.version_info < (3, 11):
        sys.exit("Setting up needs Python 3.11 or newer.")
    try:
        TOOLS.mkdir(exist_ok=True)
        with _alone():
            _set_up()
    except SetupFailed as reason:
        sys.exit(f"Set-up stopped: {reason}")


def _set_up() -> None:
    wanted = _fingerprint()
    python = ENVIRONMENT / "bin" / "python"
    if not (STAMP.exists() and STAMP.read_text(encoding="ascii") == wanted and _version_of(python)):
        _make_environment(python)
        STAMP.write_text(wanted, encoding="ascii")
    if (ROOT / "tools" / "assets.py").exists():
        _run(python, ROOT / "tools" / "assets.py")  # looks for itself whether anything has changed


def _make_environment(python: Path) -> None:
    uv = _uv()
    version = (ROOT / ".python-version").read_text(encoding="ascii").strip()
    if _version_of(python) not in (version, *ALSO_GOOD):
        interpreter = _interpreter(uv, version)
        _say(f"Making .venv with {interpreter}")
        _run(uv, "venv", "--quiet", "--clear", "--python", interpreter, ENVIRONMENT)
    STAMP.unlink(missing_ok=True)
    _say("Installing the locked packages")
    _run(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, ROOT / "requirements.lock")
    _run(uv, "pip", "install", "--quiet", "--no-deps", "--python", python, "--editable", ROOT)


def _fingerprint() -> str:
    digest = hashlib.sha256(os.fsencode(ROOT))
    for name in SOURCES:
        path = ROOT / name
        digest.update(path.read_bytes() if path.exists() else b"-")
        digest.update(b"\0")
    return digest.hexdigest()


def _uv() -> str:
    """The pinned uv, in an environment of its own; without pip to fetch it, a uv that is already on this machine."""
    ours = TOOLS / "uv" / "bin" / "uv"
    pin = ROOT / "tools" / "uv.lock"
    mark = TOOLS / "uv" / ".pin"
    if mark.exists() and mark.read_bytes() == pin.read_bytes() and _answers(ours):
        return str(ours)
    if not _has_pip_for_environments():
        elsewhere = shutil.which("uv")
        if elsewhere and _answers(Path(elsewhere)):
            return elsewhere
        raise SetupFailed(
            "this Python cannot make environments. Install its venv module (on Debian: apt-get install python3-venv), "
            "or uv, and run the same command again."
        )
    _say("Fetching uv")
    _run(sys.executable, "-m", "venv", "--clear", TOOLS / "uv")
    quiet = ("--quiet", "--disable-pip-version-check")
    _run(TOOLS / "uv" / "bin" / "python", "-m", "pip", "install", *quiet, "--require-hashes", "-r", pin)
    mark.write_bytes(pin.read_bytes())
    return str(ours)


def _has_pip_for_environments() -> bool:
    try:
        import ensurepip
        import venv
    except ImportError:
        return False
    return bool(ensurepip and venv)


def _interpreter(uv: str, version: str) -> str:
    """The absolute path of a Python to run the product: the named version here, a near one here, or a fetched one.

    Each candidate is run, because the first `python3.13` on a PATH may be a stand-in that only prints an error.
    """
    for wanted in (version, *ALSO_GOOD):
        for candidate in (_found_by_uv(uv, wanted), sys.executable, *_usual_places(wanted)):
            if candidate and _version_of(Path(candidate)) == wanted:
                return candidate
    _say(f"Fetching Python {version}")
    fetched = subprocess.run([uv, "python", "install", "--quiet", version], check=False)
    candidate = _found_by_uv(uv, version)
    if fetched.returncode or not candidate or _version_of(Path(candidate)) != version:
        raise SetupFailed(
            f"no Python {version} was found here and none could be fetched. Install Python {version} (or 3.12 or "
            "3.14) and run the same command again."
        )
    return candidate


def _found_by_uv(uv: str, version: str) -> str | None:
    command = [uv, "python", "find", "--no-python-downloads", "--no-project", "--system", version]
    found = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    return found.stdout.strip() if found.returncode == 0 else None


def _usual_places(version: str) -> Iterator[str]:
    name = f"python{version}"
    folders = [
        *os.environ.get("PATH", "").split(os.pathsep),
        "/usr/bin",
        "/usr/local/bin",
        "/opt/homebrew/bin",
        *glob.glob("/opt/*/bin"),
        *glob.glob(f"/opt/python/{version}*/bin"),
        *glob.glob(f"{os.environ.get('PYENV_ROOT', Path.home() / '.pyenv')}/versions/{version}*/bin"),
        *glob.glob(str(Path.home() / f".asdf/installs/python/{version}*/bin")),
        f"/Library/Frameworks/Python.framework/Versions/{version}/bin",
    ]
    for folder in folders:
        path = Path(folder) / name
        if folder and path.exists():
            yield str(path)


def _version_of(python: Path) -> str | None:
    """The version (`3.13`) of a Python that really runs, else `None`."""
    program = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        told = subprocess.run([python, "-I", "-c", program], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return told.stdout.strip() if told.returncode == 0 else None


def _answers(program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=20, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _run(*command: str | Path) -> None:
    done = subprocess.run([str(part) for part in command], cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise SetupFailed(f"{Path(command[0]).name} {' '.join(map(str, command[1:3]))} failed; its words are above.")


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One set-up of a checkout at a time."""
    with (TOOLS / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
