"""What the record says beside each question of an audit: what happened and when, standards met or not, the child's own
words. Read once for the child, then laid out by question."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from goldenthread.access.public import User
from goldenthread.casework.public.audit import Chosen, Entry, Said, chronology, words_of_child
from goldenthread.quality.queries.standards import Line, standards_of_child
from goldenthread.rulebook.audit_tools import DOMAINS, Domain, Item
from goldenthread.rulebook.standards import AREAS, STANDARDS

LOOK_BACK = timedelta(days=365)
ENTRIES = 6  # of each kind that speaks to a question
NOT_MET, MET = 6, 4
WORDS = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks to one question: entries of the chronology, latest first, with how many there are in all; standards
    not met and met; the child's words."""

    entries: tuple[Entry, ...]
    of: int
    not_met: tuple[Line, ...]
    met: tuple[Line, ...]
    met_of: int
    said: tuple[Said, ...]


def evidence_for(child: int, items: Collection[Item], *, reader: User, at: datetime) -> Mapping[str, Evidence]:
    """The evidence of the last year for each item, by its key. Eight queries, whatever the record holds."""
    since = timezone.localdate(at) - LOOK_BACK
    found = chronology([child], chosen=Chosen(everything=True, since=since), reader=reader, at=at).entries
    lines = standards_of_child(child, reader=reader)
    said = words_of_child(child, since=since)
    laid: dict[str, Evidence] = {}
    made: dict[str, Evidence] = {}
    for item in items:
        if item.domain not in laid:
            laid[item.domain] = _laid(DOMAINS.get(item.domain), found, lines, said)
        made[item.key] = laid[item.domain]
    return made


def _laid(
    domain: Domain | None, entries: Collection[Entry], lines: Collection[Line], said: Collection[Said]
) -> Evidence:
    """A domain of a council's own has everything beside it: nobody can say what speaks to it."""
    areas = {AREAS[area] for area in domain.areas} if domain else set(AREAS.values())
    of = [one for one in entries if domain is None or one.kind in domain.kinds]
    standing = [line for line in lines if line.area in areas and line.standard in STANDARDS]
    not_met = [line for line in standing if not line.met]
    met = [line for line in standing if line.met]
    return Evidence(
        tuple(of[:ENTRIES]),
        len(of),
        tuple(not_met[:NOT_MET]),
        tuple(met[:MET]),
        len(met),
        tuple(said)[:WORDS] if domain is None or domain.voice else (),
    )
