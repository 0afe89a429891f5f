"""The list of agencies, for the administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.kernel.form import Section
from goldenthread.people import public as people
from goldenthread.people.pages import questions
from goldenthread.people.pages.asking import Asking


class Agencies(Page):
    act = "setting.manage"
    template = "people/agencies.html"

    def show(self) -> dict[str, Any]:
        return {"agencies": people.agencies()}


class SaveAgency(Asking, Page):
    """Adds an agency, or changes one."""

    act = "setting.manage"

    def asks(self, *, agency: int | None = None) -> Section:
        return questions.AGENCY

    def held(self, *, agency: int | None = None) -> dict[str, Any]:
        if agency is None:
            return {}
        held = next((one for one in people.agencies() if one.agency == agency), None)
        if held is None:
            raise Http404
        return {question.key: getattr(held, question.key) for question in questions.AGENCY.questions}

    def words(self, *, agency: int | None = None) -> dict[str, Any]:
        return {
            "title": "Add an agency" if agency is None else "Change an agency",
            "back_label": "Agencies",
            "back_url": reverse("agencies"),
        }

    def do(self, answers: dict[str, Any], *, agency: int | None = None) -> str:
        people.save_agency(agency=agency, **answers, by=self.request.user, at=self.now)
        messages.success(self.request, "Agency saved.")
        return reverse("agencies")
