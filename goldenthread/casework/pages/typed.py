"""What was typed in boxes of several kinds, as days, moments and numbers; each refusal is a sentence at its box."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from goldenthread.kernel.clock import LONDON
from goldenthread.kernel.refusal import Refused

EARLIEST, LATEST = 1900, 2100
LONGEST_KEY = 19  # figures; the database counts no farther
# What the page itself sends beside what was typed.
OURS = frozenset(("csrfmiddlewaretoken", "once", "version"))


def typed_day(typed: Mapping[str, str], name: str, *, what: str, needed: bool = False) -> date | None:
    """The day in a box; None when it is empty. Raises `Refused` when it is no day, or is needed and missing."""
    text = typed.get(name, "").strip()
    if not text:
        if needed:
            raise Refused(f"Enter {what}", name)
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Refused(f"Enter {what} as a day, like 27 3 2027", name) from None
    if not EARLIEST <= found.year <= LATEST:
        raise Refused(f"Check the year: {found.year}", name)
    return found


def typed_moment(typed: Mapping[str, str], name: str, *, what: str) -> datetime:
    """The day in one box and the time in the next (`name` with `-time`), as a clock in London shows them."""
    on = typed_day(typed, name, what=f"the day {what}", needed=True)
    text = typed.get(f"{name}-time", "").strip()
    if not text:
        raise Refused(f"Enter the time {what}", f"{name}-time")
    try:
        at = datetime.fromisoformat(f"{on}T{text}")
    except ValueError:
        raise Refused(f"Enter the time {what}, like 15:30", f"{name}-time") from None
    return at.replace(tzinfo=LONDON)


def typed_number(typed: Mapping[str, str], name: str, *, what: str) -> int | None:
    """The whole number in a box; None when it is empty."""
    text = typed.get(name, "").strip().replace(",", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 6:
        raise Refused(f"Enter {what} as a whole number", name)
    return int(text)


def key_of(text: str | None) -> int | None:
    """The key of a record as a page sent it; None for what is no key, a figure set high ("²") among it."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < LONGEST_KEY else None


def keys_of(texts: Iterable[str]) -> list[int]:
    """The keys among what a page sent, as where several were ticked; what is no key is left out."""
    return [key for text in texts if (key := key_of(text)) is not None]


def typed_yes_no(typed: Mapping[str, str], name: str) -> bool | None:
    """Yes, no, or None when nobody said."""
    return {"yes": True, "no": False}.get(typed.get(name, ""))


def as_typed(typed: Mapping[str, str]) -> dict[str, str]:
    """Everything that was typed, by box, for a draft."""
    return {name: typed[name] for name in typed if name not in OURS}
