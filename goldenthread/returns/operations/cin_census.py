"""Loading a children in need census: its children, referrals, closures and deadlines, and the rest kept for later.

The whole file is one transaction: a crash, a file that breaks off, or a database that refuses leaves nothing behind.
A record that is bad is left out alone, and said. Loading the same file again changes nothing.

How records are known again. A child by the council's child id. A referral, which has no number in the census, by its
child, day and source; failing that, by its child and day, so that a corrected source is a correction and not another
referral; and a corrected day only where that is certain (`census_matching`). What is no longer in a file is left as it
is: the census of a year holds only the children of that year.

Who is right. What the census says anew replaces what stands; what it said last time and still says leaves alone what
somebody has put right here since. A referral recorded here is never changed by a file. An older year fills gaps only.
A loaded case that was allocated here and that a file closes ends here: allocation, ties and running deadlines, and who
had it is told.
"""

from __future__ import annotations

import gc
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import batched
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection, transaction

from goldenthread.access.public import LedgerRow, User, load_rows, record, record_many, require, take_keys
from goldenthread.casework import public as casework
from goldenthread.kernel.refusal import Refused
from goldenthread.people import public as people
from goldenthread.returns.models import KeptRecord, Load
from goldenthread.returns.operations.census_facts import (
    CLOCKS,
    NOTHING,
    Facts,
    came_again,
    columns_of,
    from_a_file,
    noon,
    referrals_in,
)
from goldenthread.returns.operations.census_file import CensusFile, Header
from goldenthread.returns.operations.census_matching import match, previous_ones, referral_changes
from goldenthread.returns.operations.census_reading import (
    MOST_TOLD,
    CheckedChild,
    Loaded,
    Reading,
    Rejection,
    shown,
)
from goldenthread.returns.operations.census_work import Told, counted, write_work
from goldenthread.rulebook.census import RULES, Record, ReferralWork, work_in

KIND = "cin-census"
AT_ONCE = 500  # children in one batch: memory is flat however long the file


class AnotherLoad(Refused):
    """Another file is being loaded: this one may be tried again when that is done."""


class KeptRow(NamedTuple):
    table = "returns_keptrecord"
    id: int
    kind: str
    la_child_id: str
    child_id: int
    census_year: int
    fingerprint: str
    record: str
    load_id: int


def load_cin_census(
    path: Path | str,
    *,
    by: User | None,
    at: datetime,
    file_name: str = "",
    progress: Callable[[int, int | None, str], None] | None = None,
) -> Loaded:
    """Loads a census file and says what it did. `by` is None for a command run on the server.

    `progress` is told how many bytes have been read, of how many. Raises `NotACensus` with one sentence for a file that
    is not a census or breaks off, `AnotherLoad` while another is being loaded, `NotAllowed`. Nothing is written then.
    """
    right = require(by, "file.load", at=at).right if by is not None else "command"
    with CensusFile(Path(path), at=at) as file, without_collecting(), transaction.atomic():
        one_at_a_time()
        load = Load.objects.create(
            kind=KIND,
            file_name=(file_name or Path(path).name)[:200],
            census_year=file.header.year,
            authority=file.header.authority,
            loaded_by=by,
            loaded_at=at,
        )
        reading, loading = Reading(file), Loading(load, file.header, by, at)
        for some in batched(reading.children(), AT_ONCE, strict=False):
            loading.write(some)
            if progress is not None:
                progress(file.position, file.size, f"{loading.done.children:,} children")
        # The rest of the file is read, and must be whole, before anything of it stands.
        loaded = loading.done
        loaded.noticed = reading.noticed
        loaded.rejected_count = reading.rejected_count + loading.twice_count
        loaded.rejected = sorted(reading.rejected + loading.twice, key=lambda one: one.line)[:MOST_TOLD]
        load.sha256, load.counts = file.sha256, loaded.counts | {"noticed": list(loaded.noticed.values())}
        load.rejected = [one.as_dict() for one in loaded.rejected]
        load.save()
        # Last, because everybody who opens a record waits while the ledger is held.
        if progress is not None:
            progress(file.size, file.size, "entering the ledger")
        record(act="file.load", by=by, at=at, subject=f"load:{load.pk}", right=right, detail=dict(loaded.counts))
        record_many(loading.ledger(), by=by, at=at, right=right)
    return loaded


def one_at_a_time() -> None:
    """Holds every other load off until the caller's transaction ends. Raises `AnotherLoad`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('goldenthread file.load'))")
        if not cursor.fetchone()[0]:
            raise AnotherLoad("Another file is being loaded. Try again when it is done.")
        # Checked as it is written: checks saved up for the end would grow with the file.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Again(NamedTuple):
    """A child that is here already: the person's key, the record, whether a later year has been loaded, what an
    earlier file of this same census said of her, if there was one, and what the census of any year said of her last."""

    person: int
    record: Record
    older: bool
    said_before: Record | None
    said_last: Record | None


@contextmanager
def without_collecting() -> Iterator[None]:
    """Pauses the collector of cycles: what is read holds none, and looking for them takes a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Loading:
    """One load as it is written. It keeps counts, a bit for each child that has been in the file, and a key for each
    child that was written: eight bytes, so that memory hardly grows with the file.

    `kind` is the sort of file and `source` names it in the record. The whole year is told by a census; what tells a
    part of it, as the lists of six months do, is a subclass (`loading_a_part`)."""

    def __init__(
        self, load: Load, header: Header, by: User | None, at: datetime, *, kind: str = KIND, source: str = ""
    ) -> None:
        self.load, self.header, self.at, self.kind = load, header, at, kind
        self.by = by.pk if by is not None else None
        self.source = source or f"CIN census {header.year}"
        self.done = Loaded(load.pk, header.year, header.authority)
        self.reckoner = casework.bulk.Reckoner()
        self.seen = bytearray()
        self.made, self.changed = array("q"), array("q")
        self.twice, self.twice_count = list[Rejection](), 0
        self.user = by
        self.ended = array("q")  # child and referral by turns: cases allocated here that the file closed

    def _first_time(self, key: int) -> bool:
        """Whether this child has not been in the file yet; remembers that it has."""
        byte, bit = key >> 3, 1 << (key & 7)
        if byte >= len(self.seen):
            self.seen.extend(bytes(byte + 1024 - len(self.seen)))
        if self.seen[byte] & bit:
            return False
        self.seen[byte] |= bit
        return True

    def write(self, children: Iterable[CheckedChild]) -> None:
        """Writes one batch: what is unchanged is known by its fingerprint and costs no more than being read."""
        batch: dict[str, CheckedChild] = {}
        for child in children:
            if child.council_id in batch:
                self._twice(child)
            else:
                batch[child.council_id] = child
        kept: dict[str, dict[int, tuple[int, str]]] = {}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, la_child_id, census_year, fingerprint FROM returns_keptrecord"
                " WHERE la_child_id = ANY(%s) AND kind = %s",
                [list(batch), self.kind],
            )
            found = cursor.fetchall()
        for key, council_id, year, fingerprint in found:
            kept.setdefault(council_id, {})[year] = (key, fingerprint)
        known = people.bulk.children_by_council_id(batch, NOTHING)
        new, changed = list[CheckedChild](), list[CheckedChild]()
        for council_id, child in batch.items():
            if council_id in known and not self._first_time(known[council_id].id) and not known[council_id].merged:
                self._twice(child)
                continue
            self.done.children += 1
            self.done.referrals += len(child.record["CINdetails"])
            for name, count in counted(child.record).items():
                setattr(self.done, name, getattr(self.done, name) + count)
            if council_id not in known:
                new.append(child)
            elif kept.get(council_id, {}).get(self.header.year, (0, ""))[1] == child.fingerprint:
                self.done.unchanged += 1
            else:
                changed.append(child)
        if new:
            self._make(new)
        if changed:
            self._update(changed, known, kept)

    def _twice(self, child: CheckedChild) -> None:
        self.twice_count += 1
        if len(self.twice) < MOST_TOLD:
            rule = RULES["8510"]
            self.twice.append(
                Rejection(child.named_on, "LAchildID", shown(child.council_id), f"{rule.why}.", rule.number, "child")
            )

    def _make(self, children: list[CheckedChild]) -> None:
        keys = take_keys(people.bulk.PersonRow, len(children))
        recordings = take_keys(people.bulk.RecordingRow, len(children))
        rows: list[Any] = []
        referrals: list[tuple[int, Facts]] = []
        for key, recording, child in zip(keys, recordings, children, strict=True):
            columns = columns_of(child.record)
            rows.append(
                people.bulk.PersonRow(
                    id=key,
                    kind="child",
                    recorded_at=self.at,
                    changed_at=self.at,
                    la_child_id=child.council_id,
                    birth_certainty="exact"
                    if columns["born_on"]
                    else "estimated"
                    if columns["expected_on"]
                    else "unknown",
                    **columns,
                )
            )
            said = {"la_child_id": child.council_id} | {name: _said(value) for name, value in columns.items() if value}
            rows.append(self._recording(recording, key, said, child.line))
            referrals += [(key, facts) for facts in referrals_in(child.record, self.header)]
            self._first_time(key)
        people.bulk.load_people(rows)
        self._make_referrals(referrals, {})
        self._keep([(key, child) for key, child in zip(keys, children, strict=True)])
        self.written([(key, child) for key, child in zip(keys, children, strict=True)])
        self.made.extend(keys)
        self.done.created += len(children)

    def _recording(self, key: int, person: int, values: dict[str, Any], line: int) -> Any:
        return people.bulk.RecordingRow(
            id=key,
            person_id=person,
            values=values,
            source=f"{self.source}, line {line}",
            recorded_at=self.at,
            recorded_by_id=self.by,
        )

    def _make_referrals(
        self,
        wanted: list[tuple[int, Facts]],
        before: dict[int, list[tuple[date, int]]],
        older: Collection[int] = (),
    ) -> None:
        """Makes referrals with their deadlines and what was done on them. `wanted` is by child, each child's oldest
        first; `before` holds the days and keys of those a child has already; of the children in `older` a later year
        has been loaded."""
        rows, starting, told = list[Any](), list[casework.bulk.Starting](), list[Told]()
        for key, (child, facts) in zip(take_keys(casework.bulk.ReferralRow, len(wanted)), wanted, strict=True):
            others = before.setdefault(child, [])
            previous = max((pair for pair in others if came_again(pair[0], facts.received_on)), default=None)
            others.append((facts.received_on, key))
            rows.append(
                casework.bulk.ReferralRow(
                    id=key,
                    child_id=child,
                    state=facts.state,
                    received_at=noon(facts.received_on),
                    received_on=facts.received_on,
                    source=facts.source,
                    primary_need=facts.primary_need,
                    previous_id=previous[1] if previous else None,
                    is_rereferral=previous is not None,
                    no_further_action=facts.no_further_action,
                    closed_on=facts.closed_on,
                    closure_reason=facts.closure_reason,
                    loaded=True,
                )
            )
            starting += self._starting(child, key, facts)
            told.append(Told(child, key, facts, new=True, older=child in older))
        casework.bulk.load_casework(rows, starting, reckoner=self.reckoner)
        self.done.deadlines += len(starting)
        self.done.deadlines += write_work(told, at=self.at, reckoner=self.reckoner).started

    def _starting(
        self, child: int, referral: int, facts: Facts, team: int | None = None, owner: int | None = None
    ) -> list[casework.bulk.Starting]:
        return [
            casework.bulk.Starting(
                ran.clock,
                noon(ran.started_on),
                child=child,
                referral=referral,
                team=team,
                owner=owner,
                met_at=noon(ran.met_on) if ran.met_on else None,
            )
            for ran in facts.ran
        ]

    def _keep(self, children: list[tuple[int, CheckedChild]]) -> None:
        load_rows(
            (KeptRow,),
            [
                KeptRow(
                    key,
                    self.kind,
                    child.council_id,
                    person,
                    self.header.year,
                    child.fingerprint,
                    child.text,
                    self.load.pk,
                )
                for key, (person, child) in zip(take_keys(KeptRow, len(children)), children, strict=True)
            ],
        )

    def written(self, children: list[tuple[int, CheckedChild]]) -> None:
        """What is done beside, once these children are written: nothing for a census."""

    def _update(
        self,
        children: list[CheckedChild],
        known: dict[str, Any],
        kept: dict[str, dict[int, tuple[int, str]]],
    ) -> None:
        year = self.header.year
        # What the census said last time: this year's record, else the latest year before it.
        last = {}
        for child in children:
            years = [one for one in kept.get(child.council_id, {}) if one <= year]
            if years:
                last[child.council_id] = kept[child.council_id][max(years)][0]
        said_before = dict(KeptRecord.objects.filter(pk__in=last.values()).values_list("pk", "record"))
        changes, recordings = list[tuple[int, dict[str, Any]]](), list[tuple[int, dict[str, Any], int]]()
        anew, again = list[tuple[int, CheckedChild]](), list[tuple[int, CheckedChild]]()
        for child in children:
            person, years = known[child.council_id], kept.get(child.council_id, {})
            older = any(one > year for one in years)
            if not older and not person.merged:
                before = columns_of(said_before[last[child.council_id]]) if child.council_id in last else NOTHING
                change = self.person_changes(columns_of(child.record), before, person.values)
                if change.get("born_on"):
                    change["birth_certainty"] = "exact"  # she was expected, and has come
                if change:
                    changes.append((person.id, change))
                    recordings.append((person.id, {name: _said(value) for name, value in change.items()}, child.line))
            (again if year in years else anew).append((person.id, child))
        keys = take_keys(people.bulk.RecordingRow, len(recordings))
        people.bulk.update_people(
            [(key, {n: list(v) if isinstance(v, tuple) else v for n, v in change.items()}) for key, change in changes],
            recordings=[self._recording(key, *one) for key, one in zip(keys, recordings, strict=True)],
            at=self.at,
        )
        self._update_referrals(
            [
                Again(
                    known[child.council_id].id,
                    child.record,
                    any(one > year for one in kept.get(child.council_id, {})),
                    self.said_before(said_before[last[child.council_id]])
                    if year in kept.get(child.council_id, {})
                    else None,
                    said_before.get(last.get(child.council_id)),
                )
                for child in children
            ]
        )
        self._keep(anew)
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE returns_keptrecord SET fingerprint = %s, record = %s::jsonb, load_id = %s WHERE id = %s",
                [(c.fingerprint, c.text, self.load.pk, kept[c.council_id][year][0]) for _, c in again],
            ) if again else None
        self.written([(known[child.council_id].id, child) for child in children])
        self.changed.extend(known[child.council_id].id for child in children)
        self.done.updated += len(children)

    def _update_referrals(self, children: list[Again]) -> None:
        """Finds each referral again, changes what the census says anew, and makes those that are not there. A case
        that the file closes ends here too. An older year makes, and changes nothing."""
        there = casework.bulk.referrals_of(one.person for one in children)
        new, changes = list[tuple[int, Facts]](), list[tuple[int, dict[str, Any]]]()
        same, closing, told = list[tuple[Any, Facts]](), list[tuple[Any, date]](), list[Told]()
        days = {key: [(one.received_on, one.id) for one in some] for key, some in there.items()}
        for key, read, older, said_before, said_last in children:
            referrals, said = there.get(key, []), work_in(said_last) if said_last else ()
            pairs, unknown = match(referrals, referrals_in(read, self.header), said_before, self.header)
            new += [(key, facts) for facts in unknown]
            for one, facts in pairs:
                if not one.loaded:
                    continue
                told.append(
                    Told(
                        key,
                        one.id,
                        facts,
                        older=older,
                        before=_same_referral(said, one),
                        same_year=said_before is not None,
                        team=one.team_id,
                        owner=one.worker_id,
                    )
                )
                if older:
                    continue
                same.append((one, facts))
                if change := self.referral_changes(one, facts):
                    changes.append((one.id, change))
                    if change.get("state") == "closed" and facts.closed_on:
                        closing.append((one, facts.closed_on))
                    if "received_on" in change:
                        days[key] = [(facts.received_on if n == one.id else day, n) for day, n in days[key]]
                        changes += previous_ones(referrals, days[key])
        casework.bulk.update_referrals(changes)
        self._update_deadlines(same)
        self.done.deadlines += write_work(told, at=self.at, reckoner=self.reckoner).started
        for one in casework.bulk.end_cases(closing, source=self.source, told_by=self.user, at=self.at):
            self.ended.extend((one.child_id, one.id))
        self._make_referrals(new, days, {one.person for one in children if one.older})

    def _update_deadlines(self, referrals: list[tuple[Any, Facts]]) -> None:
        there = casework.bulk.deadlines_of((one.id for one, _ in referrals), CLOCKS)
        met, gone, starting = list[tuple[int, datetime | None]](), list[int](), list[casework.bulk.Starting]()
        for referral, facts in referrals:
            now = self._starting(referral.child_id, referral.id, facts, referral.team_id, referral.worker_id)
            told = {(one.clock, one.at): one for one in now}
            for deadline in there.get(referral.id, []):
                one = told.pop((deadline.clock, deadline.started_at), None)
                if one is not None and one.met_at != deadline.met_at:
                    # A time of day is of this house: what was done here is not undone by a file that does not know it.
                    if one.met_at is not None or from_a_file(deadline.met_at):
                        met.append((deadline.id, one.met_at))
                # What was met stands when the case closes; what runs then ends with the case, for that reason.
                elif (
                    one is None
                    and from_a_file(deadline.started_at)
                    and (facts.closed_on is None or facts.received_on != referral.received_on)
                    and self.takes_back(deadline)
                ):
                    gone.append(deadline.id)
            starting += self.still_to_start(told.values(), there.get(referral.id, []))
        casework.bulk.settle_deadlines(met, gone, because=f"No longer in the {self.source} file", at=self.at)
        casework.bulk.load_casework((), starting, reckoner=self.reckoner)
        self.done.deadlines += len(starting)

    # What a file that tells a part of the year takes otherwise.

    def person_changes(self, now: dict[str, Any], before: dict[str, Any], standing: dict[str, Any]) -> dict[str, Any]:
        """What to change of a person."""
        return changes_of(now, before, standing)

    def said_before(self, record: Record) -> Record | None:
        """What an earlier file of the same census said, where this file tells the same time anew."""
        return record

    def referral_changes(self, one: Any, facts: Facts) -> dict[str, Any]:
        """The columns of a referral that the file says otherwise."""
        return referral_changes(one, facts)

    def takes_back(self, deadline: Any) -> bool:
        """Whether a deadline that the file no longer tells is taken back."""
        return True

    def still_to_start(self, told: Iterable[Any], there: Iterable[Any]) -> Iterable[Any]:
        """Of the clocks that the file tells anew, those to start beside what is there."""
        return told

    def ledger(self) -> Iterator[LedgerRow]:
        """A line for each child made or updated, in the order of the file, and for each case allocated here that it
        closed."""
        for keys, word in ((self.made, "made"), (self.changed, "updated")):
            detail = {"load": self.load.pk, word: True}
            for key in keys:
                yield LedgerRow("record.load", child=key, subject=f"person:{key}", detail=detail)
        for child, referral in batched(self.ended, 2, strict=True):
            detail = {"load": self.load.pk, "closed": True}
            yield LedgerRow("record.load", child=child, subject=f"referral:{referral}", detail=detail)


def _same_referral(said: Iterable[ReferralWork], one: Any) -> ReferralWork | None:
    """What was said last time of a referral that is here."""
    days = [work for work in said if work.received_on == one.received_on]
    return next((work for work in days if work.source == one.source), days[0] if days else None)


def changes_of(now: dict[str, Any], before: dict[str, Any], standing: dict[str, Any]) -> dict[str, Any]:
    """What to change of a person: where the census says something else than last time and than what stands. A value
    that it no longer gives is taken away only if it came from there."""
    change = {}
    for name, value in now.items():
        stands = tuple(standing[name]) if isinstance(value, tuple) else standing[name]
        if value == before[name] or value == stands or (not value and stands != before[name]):
            continue
        change[name] = value
    return change


def _said(value: Any) -> Any:
    """A value as a recording keeps it: text, or a list of text."""
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
