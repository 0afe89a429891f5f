"""Names of relatives found in what was written about a child and that are not in the family yet.

People holds no notes: whoever keeps words about a child says here, once, how they are read (`look_in`). So the packages
stay in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from goldenthread.people.models import NameSetAside
from goldenthread.rulebook.named_relatives import Find, named_relatives, same_name

AROUND = 60  # characters of the sentence shown on either side of a name


@dataclass(frozen=True, slots=True)
class Words:
    """Something written about a child on a day: what to call it ("Visit"), its words, and where it is read."""

    on: date
    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name that is not in the family: as it was written last, what the words make of the person (`kind`, "" where
    they leave it open), and how often and where it stands. `before`, `shown` and `after` are the latest words."""

    name: str
    same: str
    kind: str
    because: tuple[str, ...]
    times: int
    latest: date
    title: str
    url: str
    before: str
    shown: str
    after: str

    @property
    def plain(self) -> str:
        """The name without a title: “Bev” of “Auntie Bev”."""
        return self.name.split(maxsplit=1)[1] if self.name.casefold() != self.same else self.name


_READERS: list[Callable[[int], Iterable[Words]]] = []


def look_in(reader: Callable[[int], Iterable[Words]]) -> None:
    """Says how words about a child are read, latest first. Said twice, it counts once."""
    if reader not in _READERS:
        _READERS.append(reader)


def named_in_notes(child: int, *, but: Iterable[str]) -> tuple[Named, ...]:
    """The names found, those most written of first. `but` are the names of the child and of her family: somebody of
    the same first name is taken to be the same person."""
    family = {name.casefold() for name in but if name}
    first = {name.split()[0] for name in family}
    aside = set(NameSetAside.objects.filter(child=child).values_list("name", flat=True))
    found: dict[str, list[tuple[Words, Find]]] = {}
    for words in (one for reader in _READERS for one in reader(child)):
        for find in {same_name(each.name): each for each in named_relatives(words.text)}.values():
            same = same_name(find.name)
            if same not in aside and same not in family and same.split()[0] not in first:
                found.setdefault(same, []).append((words, find))
    return tuple(sorted((_named(same, rows) for same, rows in found.items()), key=lambda one: (-one.times, one.name)))


def _named(same: str, rows: list[tuple[Words, Find]]) -> Named:
    words, find = max(rows, key=lambda row: row[0].on)
    kinds = [each.kind for _, each in rows if each.kind]
    text = words.text
    before, after = text[max(find.start - AROUND, 0) : find.start], text[find.end : find.end + AROUND]
    if find.start > AROUND:
        before = "… " + before.partition(" ")[2]
    if find.end + AROUND < len(text):
        after = after.rpartition(" ")[0] + " …"
    return Named(
        name=find.name,
        same=same,
        kind=max(kinds, key=kinds.count) if kinds else "",
        because=tuple(dict.fromkeys(each.because for _, each in rows)),
        times=len(rows),
        latest=words.on,
        title=words.title,
        url=words.url,
        before=before,
        shown=text[find.start : find.end],
        after=after,
    )
