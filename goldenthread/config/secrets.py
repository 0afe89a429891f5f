"""The secret that signs sessions and links: made on the first run and kept in the data folder."""

import os
import secrets
import stat
from pathlib import Path

from goldenthread.config.home import made, write_once

_CHARACTERS = 50


class SecretKeyExposed(Exception):
    """The secret key's file can be read by other accounts; the message names it."""


def secret_key(home: Path) -> str:
    """The installation's secret: `GOLDENTHREAD_SECRET_KEY`, else the file `secret_key` in the data folder.

    Args:
        home: the data folder, made if missing.

    Raises:
        SecretKeyExposed: an account other than its owner's may read the file.
    """
    given = os.environ.get("GOLDENTHREAD_SECRET_KEY")
    if given:
        return given
    path = home / "secret_key"
    if not path.exists():
        made(home)
        write_once(path, f"{secrets.token_urlsafe(_CHARACTERS)}\n")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise SecretKeyExposed(f"{path} can be read by other accounts: run chmod 600 on it.")
    return path.read_text(encoding="ascii").strip()
