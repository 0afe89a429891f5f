"""Children with a record: a long one with every part, and the shortest there is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from goldenthread.access.models import User
from goldenthread.access.public import take_keys
from goldenthread.casework.operations.allocations import allocate_team, allocate_worker
from goldenthread.casework.operations.bulk import ContactPersonRow, ContactRow, load_casework
from goldenthread.casework.operations.decisions import decide
from goldenthread.casework.operations.notes import record_note
from goldenthread.casework.operations.referrals import close as close_referral
from goldenthread.people.public import Place, give_responsibility, move, record_values, relate, warn
from tests.building.access import a_team, person_who_signs_in
from tests.building.front_door import LONDON, THURSDAY, WEDNESDAY, child_at, manager, said, waiting_contact
from tests.building.people import a_child, an_adult

HIS_WORDS = "I put the music up loud so Noah does not hear."
SECRET_ADDRESS = "4 Quarry Rise, Thornbridge"


@dataclass(frozen=True)
class LongRecord:
    """A child with a worker, and the people round her."""

    child: int
    contact: int
    referral: int
    worker: User
    manager: User
    mother: int = 0
    brother: int = 0


def a_long_record(*, notes: int = 24) -> LongRecord:
    """A child with a closed and an open referral, contacts between, notes of several kinds, a family, a warning, a
    confidential address, and her own words."""
    first = child_at("allocated", at=_at(2024, 3, 6), received_at=_at(2024, 3, 5))
    child, front_door = first.child, first.writer
    service = person_who_signs_in("service_manager", name="Ruth Adeyemi", team=first.team)
    close_referral(referral=first.referral, reason="RC7", closed_on=date(2024, 9, 20), by=service, at=_at(2024, 9, 20))
    for year, month in ((2025, 2), (2025, 11), (2026, 6)):
        waiting_contact(
            [child], received_at=_at(year, month, 12), state="decided", outcome="NFA", decided_at=_at(year, month, 13)
        )
    told(child, HIS_WORDS, to="Ms Frith, his teacher", received_at=_at(2026, 9, 3))
    now = again(child)
    mother = an_adult("Stacey", "Carter", by=front_door, at=THURSDAY, sex="F")
    brother = a_child("Callum", "Carter", by=front_door, at=THURSDAY, sex="M", born_on=date(2013, 5, 1))
    for relative, kind in ((mother, "mother"), (brother, "sibling")):
        relate(person=relative, kind=kind, other=child, source="A parent", by=front_door, at=THURSDAY)
    give_responsibility(child=child, how="birth_mother", holder=mother, source="A parent", by=front_door, at=THURSDAY)
    move(
        person=child,
        place=Place(SECRET_ADDRESS, "TH1 4QR"),
        starts_on=date(2026, 9, 1),
        source="A parent",
        by=front_door,
        at=THURSDAY,
        confidential=True,
    )
    warn(
        person=child,
        kind="address_secret",
        words="Lee Barrow must not be told where the children are.",
        disclosed=True,
        review_on=date(2027, 3, 1),
        expires_on=date(2027, 9, 1),
        source="A parent",
        by=front_door,
        at=THURSDAY,
    )
    record_values(
        person=child,
        values={"ethnicity": "WBRI", "language": "eng", "pronouns": "he, him"},
        source="The child",
        by=front_door,
        at=THURSDAY,
        based_on=None,
    )
    kinds = ("visit", "telephone", "meeting", "supervision")
    for n in range(notes):
        record_note(
            child=child,
            kind=kinds[n % len(kinds)],
            happened_at=THURSDAY - timedelta(days=2 + 5 * n),
            words=f"Seen at school, number {n}. A plate was broken in the kitchen. «He» said: <b>nothing</b> & left.",
            significant=n % 8 == 0,
            meaning="He was frightened and told nobody." if n % 8 == 0 else "",
            by=front_door,
            at=THURSDAY,
        )
    return replace(now, mother=mother, brother=brother)


def told(child: int, words: str, *, to: str, received_at: datetime) -> int:
    """A decided contact in which the child said something, as a loaded file would bring it; returns its key."""
    (contact,), (named,) = take_keys(ContactRow, 1), take_keys(ContactPersonRow, 1)
    load_casework(
        [
            ContactRow(
                id=contact,
                reference=f"26-T{contact:05}",
                form_version=1,
                state="decided",
                received_at=received_at,
                started_at=received_at,
                decided_at=received_at,
                outcome="ADVICE",
                source="2A",
                summary="A teacher asked for advice.",
            ),
            ContactPersonRow(
                id=named,
                contact_id=contact,
                part="child",
                added_at=received_at,
                person_id=child,
                said=words,
                said_to=to,
            ),
        ],
        [],
    )
    return contact


def again(child: int, *, at: datetime = THURSDAY) -> LongRecord:
    """The same child, referred and allocated once more."""
    decider = manager()
    contact = waiting_contact([child], received_at=WEDNESDAY)
    referral = decide(contact=contact.pk, said=said(contact), by=decider, at=at).referrals[0]
    team = a_team("Assessment south", kind="assessment", service="Safeguarding")
    allocate_team(referrals=[referral], team=team.pk, instructions="Assess this week.", by=decider, at=at)
    worker = person_who_signs_in("social_worker", name="Hana Malik", team=team)
    allocate_worker(referrals=[referral], worker=worker.pk, instructions="See him alone.", by=decider, at=at)
    return LongRecord(child, contact.pk, referral, worker, decider)


def _at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 11, 0, tzinfo=LONDON)
