"""Search before create, and adding a person once the search has been looked at."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.kernel.form import Section
from goldenthread.kernel.refusal import Refused
from goldenthread.people.pages import questions
from goldenthread.people.pages.asking import Asking
from goldenthread.people.public import Candidate, add_person, match_person, search


def page_of(candidate: Candidate) -> str:
    """Where a candidate's record is opened."""
    name = "child" if candidate.kind == "child" else "person"
    return reverse(name, args=[candidate.person])


class Search(Page):
    """One box. Each candidate says why it is there; nothing is chosen for anybody."""

    act = "people.search"
    template = "people/search.html"

    def show(self) -> dict[str, Any]:
        q = self.request.GET.get("q", "").replace("\x00", "").strip()[:300]
        found = search(q, by=self.request.user, at=self.now) if q else None
        return {
            "q": q,
            "found": found,
            "pages": {one.person: page_of(one) for one in found.candidates} if found else {},
            "may_add": "person.add" in acts_of(self.request.user),
            "today": self.now,
        }


class AddPerson(Asking, Page):
    """Adds somebody new. Reached from a search; anybody who fits what is entered is shown before it is saved."""

    act = "person.add"

    def asks(self) -> Section:
        return questions.ADD

    def _q(self) -> str:
        return (self.request.POST.get("q") or self.request.GET.get("q", "")).replace("\x00", "").strip()[:300]

    def held(self) -> dict[str, Any]:
        found = search(self._q(), by=self.request.user, at=self.now, limit=1).typed if self._q() else None
        if found is None:
            return {}
        names = [word for word in self._q().replace(",", " ").split() if word.isalpha()]
        first, last = (names[:-1], names[-1:]) if len(names) > 1 else (names, [])
        given = " ".join(found.given or first).title()
        return {
            "given_names": given,
            "family_name": " ".join(found.family or last).title(),
            "born_on": found.born_on,
            "nhs_number": found.nhs_number,
        }

    def words(self) -> dict[str, Any]:
        candidates = self._alike() if self.problems else ()
        return {
            "button": "Add this person",
            "back_label": "Search",
            "back_url": f"{reverse('search')}?{self.request.GET.urlencode()}" if self._q() else reverse("search"),
            "hidden": {"q": self._q()},
            "candidates": candidates,
            "pages": {one.person: page_of(one) for one in candidates},
            "looked": bool(candidates),
            "searched": bool(self._q()),
        }

    def _alike(self) -> tuple[Candidate, ...]:
        form = self.form()
        form.is_valid()
        said = form.cleaned_data
        return tuple(
            match_person(
                given_names=said.get("given_names", ""),
                family_name=said.get("family_name", ""),
                born_on=said.get("born_on"),
                nhs_number=said.get("nhs_number", ""),
                by=self.request.user,
                at=self.now,
                limit=3,
            )
        )

    def do(self, answers: dict[str, Any]) -> str:
        if not self._q():
            raise Refused("Search for this person first: they may be known already.")
        if self.request.POST.get("looked") != "yes" and self._alike():
            raise Refused("Somebody we know is like this. Look below before you add a new record.")
        kind = answers.pop("kind")
        source = answers.pop("source")
        values = {key: value for key, value in answers.items() if value not in (None, "", [])}
        person = add_person(kind=kind, values=values, source=source, by=self.request.user, at=self.now)
        return reverse("person", args=[person])
