"""Words that were pasted with the markup of a word processor, made plain."""

from __future__ import annotations

import re
from html import unescape

# What only a word processor writes; a sentence with a "<" in it has none of these.
_SIGNS = re.compile(r"<o:p|class=\"?Mso|\bmso-|<!--\[if|xmlns:w=|<!--StartFragment|<w:[A-Za-z]", re.IGNORECASE)
_UNSEEN = re.compile(
    r"<!--.*?-->|<(style|script|xml|head|title)\b.*?</\1\s*>|<!\[(?:if|endif)[^>]*>", re.DOTALL | re.IGNORECASE
)
_NEW_LINE = re.compile(r"<br\b[^>]*>|</(?:p|div|li|tr|h[1-6])\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")


def plain(text: str) -> str:
    """The text without a word processor's markup; a text that has none comes back as it is.

    Paragraphs and line breaks stay lines. Whatever only looks like a tag in somebody's own words is left alone.
    """
    if "<" not in text or not _SIGNS.search(text):
        return text
    text = _UNSEEN.sub("", text.replace("\r\n", "\n"))
    # Line breaks inside markup are the file's own; the paragraphs are marked.
    text = re.sub(r"[ \t]*\n[ \t]*", " ", text)
    text = unescape(_TAG.sub("", _NEW_LINE.sub("\n", text))).replace("\xa0", " ")
    lines = [re.sub(r"[ \t]{2,}", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
