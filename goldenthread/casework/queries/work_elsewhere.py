"""What packages that stand above this one ask of somebody, so that it stands in My work with everything else.

A package names its query once, when it starts (`ask_for_work` in its `AppConfig.ready`); My work asks each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from goldenthread.access.public import User


@dataclass(frozen=True, slots=True)
class Asked:
    """Something asked of one person by a day. `source` with `key` names it; `page` is the name of the address, with
    that key, where it is done, and `label` what is pressed. `child` with `name` and `born_on` is whom it is about; for
    what is about no child, `title` says what it is about."""

    source: str
    key: int
    what: str
    why: str
    due_on: date
    page: str
    label: str
    child: int | None = None
    name: str = ""
    born_on: date | None = None
    title: str = ""


type Asking = Callable[..., Iterable[Asked]]
"""Called with `whose` (the key of a person), `reader`, `at` and `until` (the last day shown); one query is enough."""

_ASKING: list[Asking] = []


def ask_for_work(asking: Asking) -> Asking:
    """Names a query of what is asked of people elsewhere. Told twice, it is asked once."""
    if asking not in _ASKING:
        _ASKING.append(asking)
    return asking


def asked_elsewhere(*, whose: int, reader: User, at: datetime, until: date) -> list[Asked]:
    """Everything that other packages ask of somebody, as far as the reader may see it."""
    return [one for asking in _ASKING for one in asking(whose=whose, reader=reader, at=at, until=until)]
