"""An act that was refused for a reason the person can put right."""

from __future__ import annotations


class Refused(ValueError):
    """Holds (field, sentence) pairs for the page's list of errors; an empty field is about the whole act.

    Nothing was written. The sentences are for the person: they say what is wrong and what to do, and name nobody.
    """

    def __init__(self, sentence: str = "", field: str = "", *, problems: tuple[tuple[str, str], ...] = ()) -> None:
        self.problems = problems or ((field, sentence),)
        super().__init__("; ".join(sentence for _, sentence in self.problems))
