"""What the pages of people share: a page about one person, and a page that asks one section of questions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from goldenthread.kernel.form import Section
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import KnownPerson, kept_of, known_people, require_person
from goldenthread.people.queries.parts import is_there
from goldenthread.ui.forms import SectionForm, form_for


class AboutOne:
    """Of a page whose address names a person. A record that was merged leads to the one that was kept."""

    def dispatch(self, request: HttpRequest, *args: Any, person: int, **address: Any) -> HttpResponse:
        kept = kept_of(person)
        if kept != person and request.method in ("GET", "HEAD") and request.resolver_match:
            here = request.resolver_match
            return HttpResponseRedirect(reverse(here.view_name, kwargs={**here.kwargs, "person": kept}))
        return super().dispatch(request, *args, person=person, **address)  # type: ignore[misc]  # the page's own

    def child(self, *, person: int, **address: Any) -> int:
        return person

    def authorise(self, *, person: int, **address: Any) -> None:
        self.decision = require_person(self.request.user, self.act, person, at=self.now)

    def find(self, *, person: int, **address: Any) -> None:
        if not is_there(person, address):
            raise Http404("No such part of this person's record")

    def who(self, person: int) -> KnownPerson:
        """The person the page is about; the decision has been made, so she is there."""
        return known_people([person])[person]


class Asking:
    """Of a page that asks one section and acts on the answers.

    Write `asks(**address)`, the section; `do(answers, **address)`, one operation, which returns where to go; and
    `words(**address)`, the context of the template: `title`, `button`, `back_label`, `back_url`.
    """

    template: ClassVar[str] = "people/form.html"

    def asks(self, **address: Any) -> Section:
        raise TypeError(f"{type(self).__name__} asks nothing")

    def held(self, **address: Any) -> dict[str, Any]:
        """Answers to begin with."""
        return {}

    def words(self, **address: Any) -> dict[str, Any]:
        return {}

    def do(self, answers: dict[str, Any], **address: Any) -> str:
        raise TypeError(f"{type(self).__name__} does nothing")

    def form(self, **address: Any) -> SectionForm:
        """The form, holding what was posted, if something was."""
        asked = form_for(self.asks(**address))
        if self.request.method == "POST":
            return asked(self.request.POST)
        return asked(initial=self.held(**address))

    def perform(self, **address: Any) -> str:
        form = self.form(**address)
        if not form.is_valid():
            raise Refused(problems=tuple((key, str(words)) for key, found in form.errors.items() for words in found))
        return self.do(form.cleaned_data, **address)

    def show(self, **address: Any) -> dict[str, Any]:
        form = self.form(**address)
        extra = []
        sound = bool(self.problems) and form.is_valid()
        for field, sentence in self.problems:
            if field in form.fields:
                if sound:
                    form.add_error(field, sentence)
            elif field not in form.errors:
                extra.append({"text": sentence})
        blank = {
            "intro": "",
            "button": "Save",
            "danger": "",
            "hidden": {},
            "now": (),
            "candidates": (),
            "looked": False,
        }
        title = self.asks(**address).title
        return blank | {"form": form, "extra": extra, "title": title} | self.words(**address)
