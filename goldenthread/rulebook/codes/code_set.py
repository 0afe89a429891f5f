"""What a code set is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goldenthread.kernel.form import Choice


@dataclass(frozen=True, slots=True)
class Code:
    """One code and the words a person reads for it.

    `group` gathers codes that belong together. `reason` means that picking it asks for a written reason, and
    `requires` names what else must be on record. A code that is not `offered` may be read from a file or an old record
    and is shown, but cannot be picked any more.
    """

    code: str
    label: str
    hint: str = ""
    group: str = ""
    reason: bool = False
    requires: tuple[str, ...] = ()
    offered: bool = True


@dataclass(frozen=True, slots=True)
class CodeSet:
    """An ordered set of codes with its source. Raises `ValueError` when a code appears twice."""

    id: str
    title: str
    source: str
    items: tuple[Code, ...]

    def __post_init__(self) -> None:
        codes = [item.code for item in self.items]
        twins = sorted({code for code in codes if codes.count(code) > 1})
        if twins:
            raise ValueError(f"{self.id} lists {', '.join(twins)} twice.")

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, offered or not, in order."""
        return tuple(item.code for item in self.items)

    def __contains__(self, code: object) -> bool:
        return any(item.code == code for item in self.items)

    def get(self, code: str) -> Code:
        """The code's entry; raises `KeyError` when the set lacks it."""
        for item in self.items:
            if item.code == code:
                return item
        raise KeyError(code)

    def label(self, code: str) -> str:
        """The words for a code. A code that the set lacks is shown as it stands: old records outlive their sets."""
        return next((item.label for item in self.items if item.code == code), code)

    def choices(self) -> tuple[Choice, ...]:
        """What may be picked, for a form."""
        return tuple(Choice(item.code, item.label, item.hint) for item in self.items if item.offered)

    def groups(self) -> Mapping[str, tuple[Code, ...]]:
        """What may be picked, gathered by group in order of first appearance."""
        found: dict[str, list[Code]] = {}
        for item in self.items:
            if item.offered:
                found.setdefault(item.group, []).append(item)
        return {group: tuple(items) for group, items in found.items()}


def code_set(id: str, title: str, source: str, labels: Mapping[str, str]) -> CodeSet:
    """A plain set, written as a mapping of code to words."""
    return CodeSet(id, title, source, tuple(Code(code, label) for code, label in labels.items()))
