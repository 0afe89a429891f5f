"""The mark of a table whose every earlier row the database keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db import models

Table = TypeVar("Table", bound=type[models.Model])


def keeps_history() -> Callable[[Table], Table]:
    """Keeps the row as it was before each change and each removal, whatever program makes it. A tracker belongs to one
    table, so each mark makes its own."""
    return pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
