"""A person's page, and each thing that can be recorded about her."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.kernel.form import Section
from goldenthread.kernel.refusal import Refused
from goldenthread.people import public as people
from goldenthread.people.pages import questions
from goldenthread.people.pages.asking import AboutOne, Asking
from goldenthread.ui.forms import SectionForm, form_for

FOR_CHILDREN = ("birth", "identity", "language", "disability", "numbers")
FOR_ADULTS = ("birth", "identity", "language", "disability", "numbers")
FOR_PROFESSIONALS = ("birth", "work")
_HERE = {"child": FOR_CHILDREN, "adult": FOR_ADULTS, "professional": FOR_PROFESSIONALS}
# Shown for a child alone: an adult has no pupil number, and was born before we met.
_OF_A_CHILD = {"upn", "former_upn", "upn_unknown", "la_child_id", "expected_on"}


class Person(AboutOne, Page):
    """Everything about one person that is not about a case, with where each value came from."""

    act = "child.read"
    template = "people/person.html"

    def show(self, *, person: int) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate(self.now)
        seen = people.may(user, "child.read_address", person, at=self.now)
        page = people.person_page(person, on=today, confidential=seen)
        if page is None:
            raise Http404
        kind = page.who.kind
        groups = [(key, questions.GROUPS[key].title, self._facts(page, key, kind)) for key in _HERE[kind]]
        return {
            "page": page,
            "groups": groups,
            "today": today,
            "may_record": people.may(user, "person.record", person, at=self.now),
            "may_relate": people.may(user, "person.relate", person, at=self.now),
            "may_warn": people.may(user, "person.warn", person, at=self.now),
            "may_merge": people.may(user, "person.merge", person, at=self.now),
            "merges": people.merges_of(person),
        }

    @staticmethod
    def _facts(page: people.PersonPage, group: str, kind: str) -> list[people.Fact]:
        columns = [question.key for question in questions.GROUPS[group].questions if question.key in page.facts]
        return [
            page.facts[column]
            for column in columns
            if (kind == "child" or column not in _OF_A_CHILD) and (page.facts[column].value or column != "died_on")
        ]


class FactHistory(AboutOne, Page):
    """Everything ever recorded of one fact."""

    act = "child.read"
    template = "people/history.html"

    def show(self, *, person: int, column: str) -> dict[str, Any]:
        history = people.history_of(person, column)
        if not history:
            raise Http404
        return {"who": self.who(person), "history": history, "label": history[0].label}


class _Recording(AboutOne, Asking):
    """Of a page that records something and goes back to the person."""

    def words(self, *, person: int, **address: Any) -> dict[str, Any]:
        who = self.who(person)
        return {"back_label": who.name, "back_url": reverse("person", args=[person]), "who": who}

    def back(self, person: int, said: str) -> str:
        messages.success(self.request, said)
        return reverse("person", args=[person])


class RecordValues(_Recording, Page):
    """One group of values. A form drawn before somebody else's change is shown again beside what it says now."""

    act = "person.record"

    def asks(self, *, person: int, group: str) -> Section:
        section = questions.GROUPS.get(group)
        if section is None:
            raise Http404
        if self.who(person).kind == "child":
            return section
        kept = tuple(question for question in section.questions if question.key not in _OF_A_CHILD)
        return Section(section.key, section.title, kept)

    def held(self, *, person: int, group: str) -> dict[str, Any]:
        page = people.person_page(person, on=timezone.localdate(self.now))
        return dict(page.raw) if page else {}

    def form(self, *, person: int, group: str) -> SectionForm:
        """What was posted; but what she had left as she found it, and somebody changed meanwhile, is as it is now, so
        that saving again takes nothing of theirs away."""
        form = super().form(person=person, group=group)
        if self.request.method != "POST" or not self.problems:
            return form
        form.is_valid()
        held, posted = self.held(person=person, group=group), self.request.POST.copy()
        for column in self._columns(person, group):
            if _text(form.cleaned_data.get(column)) == posted.get(f"was-{column}") != _text(held[column]):
                for part in ("day", "month", "year"):
                    posted.pop(f"{column}-{part}", None)
                value = held[column]
                posted.setlist(column, value if isinstance(value, list) else [_text(value)])
        return form_for(self.asks(person=person, group=group))(posted)

    def _columns(self, person: int, group: str) -> list[str]:
        return [
            question.key for question in self.asks(person=person, group=group).questions if question.key != "source"
        ]

    def words(self, *, person: int, group: str) -> dict[str, Any]:
        page = people.person_page(person, on=timezone.localdate(self.now))
        if page is None:
            raise Http404
        columns = self._columns(person, group)
        stale = self.request.POST.get("based_on", str(page.who.version)) != str(page.who.version)
        return super().words(person=person) | {
            "hidden": {"based_on": page.who.version} | {f"was-{column}": _text(page.raw[column]) for column in columns},
            "now": [page.facts[column] for column in columns] if stale else [],
            "button": "Save",
        }

    def do(self, answers: dict[str, Any], *, person: int, group: str) -> str:
        based_on = self.request.POST.get("based_on", "")
        if not based_on.isdigit():
            raise Refused("This form has lost its place. Look at the values and save again.")
        source = answers["source"]
        changed = {
            column: answers[column]
            for column in self._columns(person, group)
            if _text(answers[column]) != self.request.POST.get(f"was-{column}")
        }
        people.record_values(
            person=person,
            source=source,
            values=changed,
            based_on=int(based_on),
            by=self.request.user,
            at=self.now,
        )
        return self.back(person, f"{questions.GROUPS[group].title} saved.")


def _text(value: Any) -> str:
    """A value as a hidden box of the form holds it."""
    if isinstance(value, list):
        return "|".join(value)
    return value.isoformat() if isinstance(value, date) else str(value or "")


class ConfirmValue(_Recording, Page):
    """ "Still true?" answered with yes."""

    act = "person.record"

    def asks(self, **address: Any) -> Section:
        return questions.CONFIRM

    def words(self, *, person: int, column: str) -> dict[str, Any]:
        page = people.person_page(person, on=timezone.localdate(self.now))
        fact = page.facts.get(column) if page else None
        if fact is None:
            raise Http404
        return super().words(person=person) | {
            "title": f"{fact.label}: is it still {fact.value}?",
            "intro": "If it has changed, go back and choose Change.",
            "button": "It is still true",
        }

    def do(self, answers: dict[str, Any], *, person: int, column: str) -> str:
        people.confirm_value(
            person=person, columns=(column,), source=answers["source"], by=self.request.user, at=self.now
        )
        return self.back(person, "Recorded as still true.")


class AddName(_Recording, Page):
    act = "person.record"

    def asks(self, **address: Any) -> Section:
        return questions.NAME

    def do(self, answers: dict[str, Any], *, person: int) -> str:
        people.add_name(person=person, **answers, by=self.request.user, at=self.now)
        return self.back(person, "Name added.")


class EndName(_Recording, Page):
    act = "person.record"

    def asks(self, **address: Any) -> Section:
        return questions.ENDED

    def do(self, answers: dict[str, Any], *, person: int, name: int) -> str:
        people.end_name(name=name, **answers, by=self.request.user, at=self.now)
        return self.back(person, "Name ended. It is kept, and search still finds it.")


class AddAddress(_Recording, Page):
    act = "person.record"

    def asks(self, **address: Any) -> Section:
        return questions.ADDRESS

    def do(self, answers: dict[str, Any], *, person: int) -> str:
        place = people.Place(answers.pop("lines"), answers.pop("postcode"))
        people.move(person=person, place=place, **answers, by=self.request.user, at=self.now)
        return self.back(person, "Address added.")


class LeaveAddress(_Recording, Page):
    act = "person.record"

    def asks(self, **address: Any) -> Section:
        return questions.ENDED

    def do(self, answers: dict[str, Any], *, person: int, residence: int) -> str:
        people.leave(residence=residence, **answers, by=self.request.user, at=self.now)
        return self.back(person, "Address ended.")


class AddContactDetail(_Recording, Page):
    act = "person.record"

    def asks(self, **address: Any) -> Section:
        return questions.REACH

    def do(self, answers: dict[str, Any], *, person: int) -> str:
        people.add_contact_detail(person=person, **answers, by=self.request.user, at=self.now)
        return self.back(person, "Saved.")


class EndContactDetail(_Recording, Page):
    act = "person.record"

    def asks(self, **address: Any) -> Section:
        return questions.ENDED

    def do(self, answers: dict[str, Any], *, person: int, detail: int) -> str:
        people.end_contact_detail(detail=detail, **answers, by=self.request.user, at=self.now)
        return self.back(person, "Ended.")


class Born(_Recording, Page):
    """An unborn child is born."""

    act = "person.record"

    def asks(self, **address: Any) -> Section:
        return questions.BORN

    def held(self, *, person: int) -> dict[str, Any]:
        who = self.who(person)
        return {"given_names": who.given_names, "family_name": who.family_name}

    def do(self, answers: dict[str, Any], *, person: int) -> str:
        born_on, source = answers.pop("born_on"), answers.pop("source")
        values = {key: value for key, value in answers.items() if value}
        people.born(
            person=person,
            born_on=born_on,
            values=values,
            source=source,
            by=self.request.user,
            at=self.now,
            based_on=None,
        )
        return self.back(person, "Birth recorded. The expected date is kept.")


class Warn(_Recording, Page):
    act = "person.warn"

    def asks(self, **address: Any) -> Section:
        return questions.WARNING

    def do(self, answers: dict[str, Any], *, person: int) -> str:
        people.warn(person=person, **answers, by=self.request.user, at=self.now)
        return self.back(person, "Warning note added.")


class ReviewWarning(_Recording, Page):
    act = "person.warn"

    def asks(self, **address: Any) -> Section:
        return questions.WARNING_REVIEW

    def held(self, *, person: int, warning: int) -> dict[str, Any]:
        notes = people.warnings_for([person], on=timezone.localdate(self.now)).get(person, ())
        note = next((note for note in notes if note.warning == warning), None)
        return {"words": note.words} if note else {}

    def do(self, answers: dict[str, Any], *, person: int, warning: int) -> str:
        people.review_warning(warning=warning, **answers, by=self.request.user, at=self.now)
        return self.back(person, "Warning note kept.")


class EndWarning(_Recording, Page):
    act = "person.warn"

    def asks(self, **address: Any) -> Section:
        return questions.WARNING_END

    def words(self, *, person: int, warning: int) -> dict[str, Any]:
        return super().words(person=person) | {"button": "End this warning note"}

    def do(self, answers: dict[str, Any], *, person: int, warning: int) -> str:
        people.end_warning(warning=warning, **answers, by=self.request.user, at=self.now)
        return self.back(person, "Warning note ended.")
