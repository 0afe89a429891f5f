"""A page for one act on a thing: a form of its own, sent to one operation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from goldenthread.casework.pages.typed import typed_day


class OneAct:
    """Stands before the page of the thing, which finds it (`found`, with `may`) and says where to go `back`.

    `sort` is the form that the template draws, `done` is said after. The address holds the key of the thing alone.
    """

    act: ClassVar[str]
    sort: ClassVar[str] = ""
    done: ClassVar[str] = ""
    request: HttpRequest
    now: datetime
    found: Any
    back: Callable[[], str]

    def show(self, **address: Any) -> dict[str, Any]:
        posted = self.request.POST
        context = super().show(**address)  # type: ignore[misc] -- the page that stands behind it
        form = {
            "sort": self.sort,
            "values": dict(posted.items()) if posted else self.begins_with(),
            "picked": {name: posted.getlist(name) for name in posted},
            "open": self.opens(),
        }
        return context | form | self.choices()

    def opens(self) -> bool:
        """Whether the act is open now."""
        return self.act in self.found.may

    def begins_with(self) -> dict[str, str]:
        """What stands in the boxes at first."""
        return {}

    def choices(self) -> dict[str, Any]:
        """What the boxes offer."""
        return {}

    def perform(self, **address: int) -> str:
        (key,) = address.values()
        self.send(key)
        messages.success(self.request, self.done)
        return self.back()

    def send(self, key: int) -> None:
        """Calls the one operation of this act."""
        raise LookupError(f"{type(self).__name__} sends nothing.")

    def day(self, name: str, what: str) -> Any:
        return typed_day(self.request.POST, name, what=what, needed=True)

    def typed(self, name: str) -> str:
        return self.request.POST.get(name, "")

    def today(self) -> str:
        return timezone.localdate(self.now).isoformat()
