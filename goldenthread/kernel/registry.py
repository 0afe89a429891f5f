"""An ordered collection of declared things, each found by its id, which refuses two of one id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol


class Identified(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str: ...


class Twin(ValueError):
    """Two things were declared with one id."""


class Registry[T: Identified](Mapping[str, T]):
    """The things, by id, in the order in which they were declared."""

    def __init__(self, things: Iterable[T]) -> None:
        self._things: dict[str, T] = {}
        for thing in things:
            if thing.id in self._things:
                raise Twin(f"Two entries are called {thing.id}.")
            self._things[thing.id] = thing

    def __getitem__(self, key: str) -> T:
        return self._things[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)
