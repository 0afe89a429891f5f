"""What came before a contact: the earlier contacts about the same children and parents, for many contacts at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection


@dataclass(frozen=True, slots=True)
class EarlierContact:
    """A contact that was received before another, about a child or parent whom both name."""

    key: int
    received_at: datetime
    domestic_abuse: bool
    source: str
    outcome: str


MONTHS_BACK = 24


def earlier_contacts(contacts: Collection[int]) -> dict[int, tuple[EarlierContact, ...]]:
    """For each of these contacts, those of the 24 months before it, oldest first. One query, whatever their number.

    A contact that is still being written has not happened yet. A person who was merged is the person she was merged
    into. Only children and parents who were matched count: a name alone joins nobody.
    """
    found: dict[int, list[EarlierContact]] = {key: [] for key in contacts}
    if not found:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, {"contacts": list(found), "months": MONTHS_BACK})
        for contact, *values in cursor.fetchall():
            found[contact].append(EarlierContact(*values))
    return {key: tuple(rows) for key, rows in found.items()}


_EARLIER = """
WITH named AS (
    SELECT part.contact_id, coalesce(person.merged_into_id, person.id) AS kept
      FROM casework_contactperson part JOIN people_person person ON person.id = part.person_id
     WHERE part.contact_id = ANY(%(contacts)s) AND part.taken_out_at IS NULL AND part.part IN ('child', 'parent')
), everyone AS (
    SELECT contact_id, kept AS person_id FROM named
     UNION SELECT named.contact_id, merged.id FROM named JOIN people_person merged ON merged.merged_into_id = named.kept
)
SELECT DISTINCT everyone.contact_id, before.id, before.received_at, before.domestic_abuse, before.source, before.outcome
  FROM everyone
  JOIN casework_contact now ON now.id = everyone.contact_id
  JOIN casework_contactperson part ON part.person_id = everyone.person_id AND part.taken_out_at IS NULL
                                  AND part.part IN ('child', 'parent')
  JOIN casework_contact before ON before.id = part.contact_id
 WHERE before.id <> now.id AND before.state <> 'writing'
   AND (before.received_at, before.id) < (now.received_at, now.id)
   AND before.received_at > now.received_at - make_interval(months => %(months)s)
 ORDER BY everyone.contact_id, before.received_at, before.id
"""
