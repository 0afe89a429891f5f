"""What a copy leaves out for somebody from whom a child must be safe: addresses, school, times, numbers.

A sentence that holds one of these is left out whole: with a word cut out of it, it could still be read. What the child
said is left out by whoever makes the copy, always.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

LEFT_OUT = "addresses, school, times, telephone numbers and what the child said"
"""For the page that says what is missing."""

_POSTCODE = r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
_TIME = r"\b\d{1,2}(?:[.:]\d{2})\b|\b\d{1,2} ?(?:am|pm|a\.m\.|p\.m\.)|\bo[’']clock\b|\b(?:midday|noon)\b"
_PHONE = r"(?:\+44|\b0)[\d ()-]{8,}\d"
_PLACE = (
    r"\b(?:schools?|nursery|nurseries|college|academy|sixth form|bus|bus stop|refuge|hostel|surgery|"
    r"(?:street|road|avenue|lane|close|drive|crescent|terrace|rise|grove|court|way) ?(?:,|\.|$|[A-Z]))"
)
_PRIVATE = re.compile("|".join((_POSTCODE, _TIME, _PHONE)), re.IGNORECASE)
_PLACES = re.compile(_PLACE, re.IGNORECASE)


def without_private(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without the sentences that hold something private, or one of `secrets` (an address line, a school's
    name). Empty when nothing is left."""
    known = [secret.casefold() for secret in secrets if len(secret.strip()) > 3]
    kept = [line for line in sentences(text) if not _tells(line, known)]
    return " ".join(line.strip() for line in kept)


def tells(text: str, secrets: Iterable[str] = ()) -> bool:
    """Whether the text holds something private."""
    return _tells(text, [secret.casefold() for secret in secrets if len(secret.strip()) > 3])


def sentences(text: str) -> list[str]:
    """The text, sentence by sentence; a time such as 8.05 ends none."""
    found = re.split(r"(?<=[.!?])\s+|\n+", text)
    return [line for line in found if line.strip()]


def _tells(line: str, known: list[str]) -> bool:
    plain = line.casefold()
    return bool(_PRIVATE.search(line) or _PLACES.search(line)) or any(secret in plain for secret in known)
