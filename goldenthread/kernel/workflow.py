"""The states that a thing passes through, and the acts that move it, as one table.

The table is read three ways: it refuses an act out of turn, it lists what may be done now, and it draws its
own diagram.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class NotNow(Exception):
    """The act is not open in this state. The message is a sentence for the person who tried."""


@dataclass(frozen=True, slots=True)
class Step:
    """One act: the states in which it is open, and the state it leads to.

    `after` is `None` when the act leaves the state as it is. An empty `before` means that the act begins the
    thing.
    """

    act: str
    before: tuple[str, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Workflow:
    """All states of one kind of thing, with the words a person reads for each, and every step between them.

    Raises `ValueError` when a step names a state that is not listed or one act is open twice in a state.
    """

    id: str
    title: str
    states: Mapping[str, str]
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        seen: set[tuple[str, str]] = set()
        for step in self.steps:
            for state in (*step.before, *([step.after] if step.after is not None else [])):
                if state not in self.states:
                    raise ValueError(f"{step.act} names the state {state}, which {self.id} does not have.")
            if step.after is None and not step.before:
                raise ValueError(f"{step.act} neither begins {self.id} nor is open in any state.")
            for state in step.before or ("",):
                if (step.act, state) in seen:
                    raise ValueError(f"{step.act} is declared twice for the state {state or 'before it begins'}.")
                seen.add((step.act, state))

    def begin(self, act: str) -> str:
        """The state in which `act` begins the thing; raises `NotNow` when the act begins nothing."""
        for step in self.steps:
            if step.act == act and not step.before and step.after is not None:
                return step.after
        raise NotNow(f"This {self.title.lower()} cannot begin that way.")

    def step(self, state: str, act: str) -> str:
        """The state after `act`; raises `NotNow` when the act is not open in `state`."""
        for step in self.steps:
            if step.act == act and state in step.before:
                return state if step.after is None else step.after
        raise NotNow(f"This {self.title.lower()} is now “{self.states[state].lower()}”, so that cannot be done.")

    def acts_from(self, state: str) -> tuple[str, ...]:
        """The acts open in a state, in the table's order."""
        return tuple(step.act for step in self.steps if state in step.before)

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram; acts that leave the state as it is are left out of the picture."""
        lines = ["stateDiagram-v2"]
        lines += [f'    state "{words}" as {state}' for state, words in self.states.items()]
        for step in self.steps:
            for state in step.before or ("[*]",):
                if step.after not in (None, state):
                    lines.append(f"    {state} --> {step.after}: {step.act}")
        leavable = {state for step in self.steps for state in step.before if step.after not in (None, state)}
        lines += [f"    {state} --> [*]" for state in self.states if state not in leavable]
        return "\n".join(lines)
