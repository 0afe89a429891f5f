"""Log lines that say what went wrong and where, and nothing about whom.

An exception's own words can hold a name or an address (a database error quotes the row), so only its type and the
lines of our code that it passed through are written.
"""

from __future__ import annotations

import json
import logging
import traceback


class WithoutPersonalData(logging.Filter):
    """Drops the request, whose body and address could name a child, from every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.__dict__.pop("request", None)
        if record.name == "django.request":
            # Django's message is "kind: /path"; the path holds a key, which the ledger already has.
            record.msg, record.args = "%s %s", (getattr(record, "status_code", ""), "request failed")
        return True


class Line(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "words": record.getMessage() if not record.exc_info else "",
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["where"] = [f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(record.exc_info[2])][-8:]
        return json.dumps(line)
