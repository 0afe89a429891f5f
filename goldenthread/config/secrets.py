"""The secret that signs sessions and links: made on the first run and kept in the data folder."""

import os
import secrets
import stat
from pathlib import Path

_CHARACTERS = 50


class SecretKeyExposed(Exception):
    """The secret key's file can be read by other accounts; the message names it."""


def secret_key(home: Path) -> str:
    """The installation's secret: `GOLDENTHREAD_SECRET_KEY`, else the file `secret_key` in the data folder.

    Args:
        home: the data folder, which exists.

    Raises:
        SecretKeyExposed: an account other than its owner's may read the file.
    """
    given = os.environ.get("GOLDENTHREAD_SECRET_KEY")
    if given:
        return given
    path = home / "secret_key"
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(_CHARACTERS))
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise SecretKeyExposed(f"{path} can be read by other accounts: run chmod 600 on it.")
    return path.read_text(encoding="ascii").strip()


def _write_once(path: Path, secret: str) -> None:
    """Write the whole file beside its place and link it there: of two first runs at once, one secret wins."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{secret}\n")
    try:
        path.hardlink_to(part)
    except FileExistsError:
        pass
    finally:
        part.unlink()
