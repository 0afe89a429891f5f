"""The page that others are measured against: signed in, framed, and with nothing in it."""

from __future__ import annotations

from goldenthread.access.pages.page import Page


class Empty(Page):
    act = "work.read"
    template = "ui/page.html"
