"""Addresses of named pages, written quickly.

A page with a hundred links spends more time on Django's own `reverse` than on its queries. Where an address takes whole
numbers alone, as nearly all of ours do, its shape is worked out once and each number is put in its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django import urls
from django.conf import settings
from django.urls import get_script_prefix, get_urlconf

# Numbers that stand for the keys while a shape is worked out: long enough to be found in no address by chance.
_STANDING_IN = 7_310_095_200_000_001


def reverse(
    name: str,
    *,
    args: Sequence[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    query: Mapping[str, Any] | None = None,
) -> str:
    """The address of a named page, with `query` after it; `NoReverseMatch`, as Django says, where there is none."""
    if not kwargs and not query:
        keys = args or ()
        if all(type(key) is int and key >= 0 for key in keys):
            pieces = _shape(name, len(keys), get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)
            if pieces is not None:
                return pieces[0] + "".join(f"{key}{after}" for key, after in zip(keys, pieces[1:], strict=True))
    return urls.reverse(name, args=args, kwargs=kwargs, query=query)


@cache
def _shape(name: str, keys: int, prefix: str, addresses: str) -> tuple[str, ...] | None:
    """What stands before, between and after the keys; None where the address is not made of them as they are.

    `prefix` and `addresses` are part of what is kept under: a server behind a path, and a test with its own addresses,
    each has shapes of its own.
    """
    marks = [_STANDING_IN + n for n in range(keys)]
    try:
        whole = urls.reverse(name, args=marks or None)
    except urls.NoReverseMatch:
        return None
    pieces = []
    for mark in marks:
        before, found, whole = whole.partition(str(mark))
        if not found:
            return None
        pieces.append(before)
    return (*pieces, whole)
