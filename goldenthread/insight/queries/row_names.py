"""What the children behind rows are called."""

from __future__ import annotations

from collections.abc import Collection

from goldenthread.people.public import Person


def names_of(children: Collection[int]) -> dict[int, str]:
    """The name of each of these children; the caller has asked whether the reader may see them."""
    rows = Person.objects.filter(pk__in=children).values_list("pk", "given_names", "family_name", "la_child_id")
    return {key: f"{given} {family}".strip() or f"Child {ours or key}" for key, given, family, ours in rows}
