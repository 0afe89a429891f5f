"""Every part of the pages on one page, with invented content: for those who design and build, never in service."""

from __future__ import annotations

from typing import Any

from goldenthread.access.pages.page import Page
from goldenthread.ui.gallery import example


class Parts(Page):
    """The gallery of parts. It has an address in a demonstration alone (`config.urls`)."""

    act = "account.read"
    template = "ui/gallery.html"

    def show(self) -> dict[str, Any]:
        return example({"told": "", "agreed": "no"})
