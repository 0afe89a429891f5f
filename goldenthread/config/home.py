"""The one folder where an installation keeps its data: the embedded database and the secret key."""

import contextlib
import os
import secrets
from pathlib import Path


def home() -> Path:
    """The data folder: `GOLDENTHREAD_HOME`, or `.goldenthread` in the checkout (else in the current folder).

    Under pytest (which sets `PYTEST_VERSION`) it is the folder `test` inside that, so that no test run
    touches a database somebody works in.
    """
    named = os.environ.get("GOLDENTHREAD_HOME")
    if named:
        return Path(named).expanduser().absolute()
    checkout = Path(__file__).resolve().parents[2]
    base = checkout if (checkout / "pyproject.toml").exists() else Path.cwd()
    usual = base / ".goldenthread"
    return usual / "test" if "PYTEST_VERSION" in os.environ else usual


def made(folder: Path) -> Path:
    """A data folder, made if missing: for us alone, or, as root, passable to the account of the server."""
    for one in reversed([folder, *folder.parents]):
        if not one.exists():
            with contextlib.suppress(FileExistsError):
                one.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700)
    return folder


def write_once(path: Path, text: str) -> None:
    """Write a small private file (0600) whole, unless it is there: of two first runs at once, one text wins."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    try:
        path.hardlink_to(part)
    except FileExistsError:
        return
    finally:
        part.unlink()
