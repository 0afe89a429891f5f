"""Whether an address that names a person and something of hers names what is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from goldenthread.people.models import (
    ContactDetail,
    FamilyMembership,
    Name,
    ParentalResponsibility,
    Person,
    Relationship,
    Residence,
    WarningNote,
)
from goldenthread.people.queries.person import records_of

# A word of an address: the table it is a key of there, and the columns that may name the person.
_PARTS: Mapping[str, tuple[Any, str, tuple[str, ...]]] = {
    "name": (Name, "pk", ("person",)),
    "residence": (Residence, "pk", ("person",)),
    "detail": (ContactDetail, "pk", ("person",)),
    "warning": (WarningNote, "pk", ("person",)),
    "relationship": (Relationship, "pk", ("person", "other")),
    "responsibility": (ParentalResponsibility, "pk", ("child", "holder")),
    "family": (FamilyMembership, "family", ("person",)),
}


def is_there(person: int, address: Mapping[str, Any]) -> bool:
    """Whether each part that the address names is this person's, also through a merge; and another person that it
    names is on record. A query for each, and none where the address names only her."""
    if "other" in address and not Person.objects.filter(pk=address["other"]).exists():
        return False
    for word in _PARTS.keys() & address.keys():
        model, key, columns = _PARTS[word]
        hers = Q()
        for column in columns:
            hers |= Q(**{f"{column}__in": records_of(person)})
        if not model.objects.filter(hers, **{key: address[word]}).exists():
            return False
    return True
