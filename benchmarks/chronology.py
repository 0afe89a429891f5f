"""How long the server takes over the chronology of a family with 2,000 entries.

    .venv/bin/python -m benchmarks.chronology --home FOLDER [--entries 2000] [--rounds 60]

The family, its contacts and its notes are made through the bulk door, as a file from another system would be; then the
whole stack but the socket is timed, in the application's database role. Prints a table for `docs/benchmarks.md`. The
paper for court is timed apart: it is made once, not paged.
"""

from __future__ import annotations

import argparse
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.measuring import Measured, make_tables, measured, opening, signed_in

WARM = 10
CHILDREN = 4
MOST_MS, MOST_QUERIES = 150, 15


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--home", type=Path, required=True, help="data folder of the benchmark's own")
    parser.add_argument("--entries", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=60)
    wanted = parser.parse_args()
    wanted.home.mkdir(parents=True, exist_ok=True)
    make_tables(wanted.home)
    os.environ["GOLDENTHREAD_DATABASE_ROLE"] = "app"
    import django

    django.setup()
    child, manager = make(wanted.entries)
    rows = measure(child, manager, wanted.rounds)
    print(f"\n{wanted.entries:,} entries about {CHILDREN} children; load {os.getloadavg()[0]:.1f}\n")
    print("| page | median ms | p95 ms | queries |\n|---|---|---|---|")
    for name, cost in rows:
        print(f"| {name} | {cost.median:.0f} | {cost.p95:.0f} | {cost.queries} |")
    return int(any(cost.p95 > MOST_MS or cost.queries > MOST_QUERIES for _, cost in rows))


def make(entries: int) -> tuple[int, Any]:
    """A family of four with so many entries between them: the first child, and a manager who may read them."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from goldenthread.access.public import add_person_who_signs_in, take_keys
    from goldenthread.casework.operations.bulk import ContactPersonRow, ContactRow, NoteRow, load_casework
    from goldenthread.people.public import add_person, relate

    now = timezone.now()
    users = get_user_model()
    stamp = f"{now:%Y%m%d%H%M%S}"

    def person(role: str, by: Any) -> Any:
        email = f"{role}-{stamp}@example.org"
        return add_person_who_signs_in(email=email, name="Anita Rao", role=role, by=by, at=now)

    first = users.objects.filter(role="administrator").first() or person("administrator", None)
    worker, manager = person("front_door_worker", first), person("team_manager", first)
    of_family = [
        add_person(
            kind="child",
            values={"given_names": name, "family_name": "Carter", "born_on": date(2012 + n, 3, 3)},
            source="A parent",
            by=worker,
            at=now,
        )
        for n, name in enumerate(("Noah", "Callum", "Ada", "Mia")[:CHILDREN])
    ]
    for other in of_family[1:]:
        relate(person=other, kind="sibling", other=of_family[0], source="A parent", by=worker, at=now)
    notes, contacts, named = NoteRow, ContactRow, ContactPersonRow
    told = entries // 10
    contact_keys, name_keys = take_keys(contacts, told), take_keys(named, told)
    rows: list[Any] = []
    for n, (contact, name) in enumerate(zip(contact_keys, name_keys, strict=True)):
        at = now - timedelta(days=3 + n * 16)
        rows.append(
            contacts(
                id=contact,
                reference=f"B{stamp[-6:]}{n:04}",
                form_version=1,
                state="decided",
                received_at=at,
                started_at=at,
                decided_at=at,
                outcome="ADVICE",
                source="2A",
                summary="A teacher rang about a bruise that nobody could explain, and about the nights. " * 3,
            )
        )
        child = of_family[n % CHILDREN]
        rows.append(named(id=name, contact_id=contact, part="child", added_at=at, person_id=child))
    count = entries - told
    for n, key in enumerate(take_keys(notes, count)):
        at = now - timedelta(days=2, hours=n * 44)
        rows.append(
            notes(
                id=key,
                child_id=of_family[n % CHILDREN],
                kind=("visit", "telephone", "meeting")[n % 3],
                happened_at=at,
                words=f"Seen at school, number {n}. The kitchen was clean and the plate was broken. " * 4,
                significant=n % 3 == 0,
                meaning="Frightened, and told nobody." if n % 3 == 0 else "",
                written_by_id=worker.pk,
                written_at=at,
            )
        )
    load_casework(rows, [])
    return of_family[0], manager


def measure(child: int, manager: Any, rounds: int) -> list[tuple[str, Measured]]:
    """Each page's name, and what it costs."""
    client = signed_in(manager)
    here = f"/children/{child}/chronology/"
    pages = {
        "Chronology of the family, everything": f"{here}?who=family&show=everything",
        "Chronology of the family, the significant": f"{here}?who=family",
        "Chronology of the family, last page": f"{here}?who=family&show=everything&page=40",
        "Chronology of the family, a year": f"{here}?who=family&show=everything&since=2025-01-01&until=2025-12-31",
        "Chronology of one child, everything": f"{here}?show=everything",
    }
    return [(name, measured(opening(client, address), rounds=rounds, warm=WARM)) for name, address in pages.items()]


if __name__ == "__main__":
    raise SystemExit(main())
