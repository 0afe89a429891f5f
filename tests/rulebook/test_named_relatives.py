"""Names are found by the words beside them, and those words are told; what only looks like a name is left."""

from __future__ import annotations

import pytest

from goldenthread.rulebook.codes import RELATIONSHIP_KINDS
from goldenthread.rulebook.named_relatives import _KINDS, named_relatives, same_name


@pytest.mark.parametrize(
    ("text", "name", "kind", "because"),
    [
        ("Tyrell, Tanya’s new boyfriend, was at the flat.", "Tyrell", "", "Tanya’s new boyfriend"),
        ("She stayed at Auntie Bev’s after the argument.", "Auntie Bev", "aunt_or_uncle", "Auntie"),
        ("Mum's partner Jason Cole was there.", "Jason Cole", "partner_of_parent", "Mum's partner"),
        ("Dad's friend Mick drove him home.", "Mick", "", "Dad's friend"),
        ("A friend of hers, and her boyfriend, Lee, shouted.", "Lee", "", "her boyfriend"),
        ("Grandad Joe rang.", "Grandad Joe", "grandparent", "Grandad"),
        ("He plays with his brother Callum.", "Callum", "sibling", "his brother"),
        ("Mum’s brother Tom has a van.", "Tom", "aunt_or_uncle", "Mum’s brother"),
        ("Jo O’Neill (her aunt) said she would have her.", "Jo O’Neill", "aunt_or_uncle", "her aunt"),
        ("his stepdad called Dean Carr", "Dean Carr", "step_parent", "his stepdad"),
    ],
)
def test_a_name_is_found_with_the_words_that_say_it(text: str, name: str, kind: str, because: str) -> None:
    (find,) = named_relatives(text)
    assert (find.name, find.kind, find.because) == (name, kind, because)
    assert text[find.start : find.end] == name


@pytest.mark.parametrize(
    "text",
    [
        "She rang her partner. The police came.",
        "He saw his friend Monday.",
        "Her brother and sister were at school.",
        "The partner agency Social Services rang.",
        "Tyrell was at the flat.",
        "her aunt Mum",
        "",
    ],
)
def test_what_names_nobody_is_left(text: str) -> None:
    assert named_relatives(text) == ()


def test_one_sentence_may_name_several() -> None:
    found = named_relatives("Nan Carol and her boyfriend Pete took Auntie Bev home.")
    assert [find.name for find in found] == ["Nan Carol", "Pete", "Auntie Bev"]


def test_a_title_does_not_part_a_person_from_herself() -> None:
    assert same_name("Auntie Bev") == same_name("Bev") == "bev"


def test_every_kind_is_one_of_the_rulebooks() -> None:
    assert {kind for kind in _KINDS if kind} <= set(RELATIONSHIP_KINDS)
