"""What may be typed. Invisible characters that mislead a reader or that a database cannot keep are refused in words."""

from __future__ import annotations

import re
import unicodedata

from goldenthread.kernel.refusal import Refused

# Marks that reorder the letters after them, so that a name can be made to read as another.
REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Harmless marks that come with pasted words: direction marks, zero-width spaces, byte-order marks.
WEIGHTLESS = re.compile("[\u200b\u200e\u200f\u061c\ufeff\u2060]")
CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Null characters and marks that reorder: not even a draft keeps them.
UNKEPT = re.compile("[\x00\u202a-\u202e\u2066-\u2069]")
OVERRIDE = re.compile("[\u202d\u202e]")


class Unclean(ValueError):
    """What is wrong, as the end of a sentence that starts with the question's name."""


def _storable(text: str) -> str:
    if "\x00" in text:
        raise Unclean("contains a null character, which cannot be kept. Delete it and type that part again.")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise Unclean("contains half of a character. Delete it and type that part again.") from None
    return text


def one_line(text: str) -> str:
    """A name, a number, an address line: on one line, spaces tidied, letters composed (Unicode NFC).

    Raises `Unclean` for null and control characters and for marks that reorder the letters after them.
    """
    text = WEIGHTLESS.sub("", _storable(text))
    if found := REORDERING.search(text):
        before = text[: found.start()].strip()[-20:]
        where = f" It is after “{before}”." if before else ""
        raise Unclean(
            "contains a hidden character that changes the order of the letters after it."
            f"{where} Delete the whole answer and type it again."
        )
    if CONTROL.search(text):
        raise Unclean("contains a hidden control character. Delete the whole answer and type it again.")
    return unicodedata.normalize("NFC", " ".join(text.split()))


def many_lines(text: str) -> str:
    """A narrative: line breaks made alike, outer space gone; control characters and overrides are left out.

    Marks of direction stay: names in Arabic or Urdu need them. Raises `Unclean` for null characters.
    """
    text = _storable(text).replace("\r\n", "\n").replace("\r", "\n")
    return OVERRIDE.sub("", CONTROL.sub("", text)).strip()


LONGEST = 100_000  # characters of one answer


def kept_words(text: str, field: str, longest: int = LONGEST) -> str:
    """A narrative as an operation keeps it: without what no draft keeps, outer space gone.

    Raises `Refused` at `field` when it is longer than `longest` characters: nothing is cut off unsaid.
    """
    return _not_longer(UNKEPT.sub("", text).replace("\r\n", "\n").strip(), field, longest)


def kept_line(text: str, field: str, longest: int) -> str:
    """As `kept_words`, for what is kept on one line."""
    return _not_longer(" ".join(UNKEPT.sub("", text).split()), field, longest)


def _not_longer(clean: str, field: str, longest: int) -> str:
    if len(clean) > longest:
        raise Refused(f"This can be {longest:,} characters long at most. It has {len(clean):,}", field)
    return clean
