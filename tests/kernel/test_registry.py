"""A registry keeps order and refuses twins."""

from dataclasses import dataclass

import pytest

from goldenthread.kernel.registry import Registry, Twin


@dataclass(frozen=True)
class Thing:
    id: str
    words: str = ""


def test_it_finds_by_id_in_the_order_declared() -> None:
    things = Registry([Thing("b"), Thing("a", "words")])
    assert list(things) == ["b", "a"]
    assert things["a"].words == "words"
    assert len(things) == 2
    with pytest.raises(KeyError):
        things["c"]


def test_it_refuses_two_of_one_id() -> None:
    with pytest.raises(Twin, match="a"):
        Registry([Thing("a"), Thing("a", "another")])
