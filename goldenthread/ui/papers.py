"""Papers to print or send: tagged PDF made by Typst from plain values, which a screen reader reads in order."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

MOST_TRIES = 40
_NOT_SHOWN = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_STOPS = {"\u06d4": ".", "\u0964": "."}  # the full stops of Urdu and of Bengali and Hindi


class Unprintable(ValueError):
    """No font on this machine has the letters of a text. `letters` are the first that were missed."""

    def __init__(self, letters: str) -> None:
        super().__init__(f"No font on this machine has “{letters}”.")
        self.letters = letters


def tagged_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """The paper as a PDF that meets PDF/UA-1: with tags, a title and its language, which the template sets.

    `data` reaches the template as `json(bytes(sys.inputs.data))`; what is in it is text there, never markup. The
    template reads no other file. Signs that no font has (emoji) are left out of the paper; raises `Unprintable` when
    letters would be.
    """
    source, told = template.read_bytes(), json.dumps(data, ensure_ascii=False)
    for _ in range(MOST_TRIES):
        try:
            made = typst.compile(
                source, root=str(template.parent), format="pdf", pdf_standards=["ua-1"], sys_inputs={"data": told}
            )
        except typst.TypstError as error:
            missed = _NOT_SHOWN.search(str(error))
            if missed is None:
                raise
            told = _without(told, missed[1])
        else:
            if not isinstance(made, bytes):
                raise TypeError("One paper was asked for, and several came.")
            return made
    raise Unprintable("many signs")


def _without(told: str, missed: str) -> str:
    """The values without the signs that were missed; letters are never left out unsaid."""
    for sign in missed:
        if unicodedata.category(sign)[0] in "LN":
            raise Unprintable(missed[:12])
    kept = told
    for sign in missed:
        if not sign.isascii():
            kept = kept.replace(sign, _STOPS.get(sign, ""))
    if kept == told:
        raise Unprintable(missed[:12])
    return kept
