"""The one folder where an installation keeps its data: the embedded database and the secret key."""

import contextlib
import os
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


def made_home() -> Path:
    """The data folder, made if missing: for us alone, or, as root, passable to the account of the server."""
    folder = home()
    for one in reversed([folder, *folder.parents]):
        if not one.exists():
            with contextlib.suppress(FileExistsError):
                one.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700)
    return folder
