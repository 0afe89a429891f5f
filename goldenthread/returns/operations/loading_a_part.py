"""Loading what tells a part: lists of the last six months, or tables that hold less than a census.

What such a file leaves out has not gone away, so nothing is taken away for its silence: no value, no deadline, no open
or closed case. What it says only roughly (a source or an ethnicity that is not known, "disabled" without saying how)
does not replace what is known better.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from goldenthread.casework import public as casework
from goldenthread.people import public as people
from goldenthread.returns.operations.census_facts import Facts
from goldenthread.returns.operations.census_reading import CheckedChild
from goldenthread.returns.operations.cin_census import Loading, changes_of
from goldenthread.returns.operations.told import NOT_KNOWN
from goldenthread.rulebook.census import Record

SOME_DISABILITY = ("DDA",)
VISITS = frozenset({"ssd_cp_visits", "ssd_cin_visits", "ssd_cla_visits"})
_ROUGH: dict[str, tuple[Any, ...]] = {
    "ethnicity": ("NOBT", "REFU"),
    "sex": ("U",),
    "disabilities": (SOME_DISABILITY,),
}


class LoadingAPart(Loading):
    """A load in which silence means nothing, but in the tables of `whole`, which the file tells in full for each of
    its children."""

    def __init__(self, *given: Any, whole: Collection[str] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        self.whole = frozenset(whole)
        # Of children whose records were merged: what the file tells by each of their ids, and who of them changed.
        self.merged: dict[int, dict[str, tuple[Any, ...]]] = {}
        self.merged_changed: set[int] = set()

    def write(self, children: Iterable[CheckedChild]) -> None:
        """Counts the visits that these children hold in the file, and writes them."""
        some = list(children)
        self.done.visits += sum(fact.about in VISITS for child in some for fact in child.facts)
        merged = people.bulk.merged_children(child.council_id for child in some)
        for child in some:
            if child.council_id in merged:
                self.merged.setdefault(merged[child.council_id], {}).setdefault(child.council_id, child.facts)
        super().write(some)

    def written(self, children: list[tuple[int, CheckedChild]]) -> None:
        """Keeps beside the children what the record has no table for. Those whose records were merged wait for the end:
        their other id may tell more of them, elsewhere in the file or unchanged since the last."""
        self.merged_changed.update(person for person, _ in children if person in self.merged)
        alone = [(person, child) for person, child in children if person not in self.merged]
        keys = [person for person, _ in alone]
        self.keep((fact._replace(child=person) for person, child in alone for fact in child.facts), keys)

    def keep_merged(self) -> None:
        """Keeps what was told of children whose records were merged, by all of their ids together. Once, at the end."""
        told: list[Any] = []
        for person in sorted(self.merged_changed):
            by_id = self.merged[person]
            keys: set[tuple[str, str]] = set()
            for fact in (fact for council_id in sorted(by_id) for fact in by_id[council_id]):
                key, place = fact.key, 1
                while not fact.stands and (fact.about, key) in keys:
                    place += 1
                    key = casework.bulk.numbered(fact.key, place)
                keys.add((fact.about, key))
                told.append(fact._replace(child=person, key=key))
        self.keep(told, self.merged_changed)

    def keep(self, facts: Iterable[Any], children: Collection[int] = ()) -> None:
        """Keeps what was told of these children, or of staff."""
        self.done.facts = (self.done.facts or 0) + casework.bulk.keep_told(
            facts, children=children, kind=self.kind, on=self.header.ends_on, at=self.at, whole=self.whole
        )

    def person_changes(self, now: dict[str, Any], before: dict[str, Any], standing: dict[str, Any]) -> dict[str, Any]:
        """Without values that are empty, or rougher than what stands."""
        change = changes_of(now, before, standing)
        return {
            name: value
            for name, value in change.items()
            if value and not (standing[name] and value in _ROUGH.get(name, ()))
        }

    def said_before(self, record: Record) -> Record | None:
        """Nothing: what an earlier list told and this one does not may only have grown older than six months."""
        return None

    def referral_changes(self, one: Any, facts: Facts) -> dict[str, Any]:
        """Without values that are empty or not known, and without opening a case again."""
        change = super().referral_changes(one, facts)
        if facts.closed_on is None:
            for name in ("closed_on", "closure_reason", "state"):
                change.pop(name, None)
        return {
            name: value
            for name, value in change.items()
            if value not in ("", None) and not (name == "source" and value == NOT_KNOWN)
        }

    def takes_back(self, deadline: Any) -> bool:
        """Nothing."""
        return False

    def still_to_start(self, told: Iterable[Any], there: Iterable[Any]) -> Iterable[Any]:
        """A clock runs once at a time: one that runs already is left to run."""
        running = {one.clock for one in there if one.met_at is None}
        return [one for one in told if one.met_at is not None or one.clock not in running]
