"""Papers to print or send: tagged PDF made by Typst from plain values, which a screen reader reads in order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst


def tagged_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """The paper as a PDF that meets PDF/UA-1: with tags, a title and its language, which the template sets.

    `data` reaches the template as `json(bytes(sys.inputs.data))`; what is in it is text there, never markup. The
    template reads no other file. Raises `typst.TypstError` when the template and the values do not fit.
    """
    made = typst.compile(
        template.read_bytes(),
        root=str(template.parent),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    if not isinstance(made, bytes):
        raise TypeError("One paper was asked for, and several came.")
    return made
