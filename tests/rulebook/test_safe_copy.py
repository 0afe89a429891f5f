"""What a copy leaves out, sentence by sentence."""

from __future__ import annotations

import pytest

from goldenthread.rulebook.safe_copy import tells, without_private


@pytest.mark.parametrize(
    "sentence",
    [
        "Walk Skye to the 8.05 bus.",
        "Meet Skye at 4pm.",
        "Ring Nan on 01632 960114.",
        "She lives at 4 Quarry Rise, TH1 4QR.",
        "Ring the school if she is not in.",
        "We meet at midday.",
        "Skye stays in the refuge.",
    ],
)
def test_a_sentence_that_tells_goes_whole(sentence: str) -> None:
    assert tells(sentence)
    assert without_private(f"Nan helps. {sentence} We meet again.") == "Nan helps. We meet again."


def test_a_name_of_a_place_that_is_known_here() -> None:
    assert without_private("Skye likes Thornbridge. She has friends.", ["Thornbridge"]) == "She has friends."


@pytest.mark.parametrize("sentence", ["See Sam every Tuesday.", "Mum is sober on five nights in five.", ""])
def test_what_is_harmless_stays(sentence: str) -> None:
    assert without_private(sentence) == sentence
