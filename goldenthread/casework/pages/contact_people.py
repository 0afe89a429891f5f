"""The people in a contact: named as the caller gave them, then found in our records, or added, by a person."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.casework.pages import contact_words as said
from goldenthread.casework.pages.contact import OneAct, OneContact, refuse_unless_valid, with_problems
from goldenthread.casework.public import (
    add_as_new,
    confirm_match,
    contact_to_write,
    name_person,
    not_sure,
    take_out,
    undo_match,
)
from goldenthread.kernel.form import Kind, Question, Section
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import match_person
from goldenthread.rulebook.codes import SETS
from goldenthread.ui import words
from goldenthread.ui.forms import SectionForm, form_for

PERSON = Section(
    "person",
    "Who is this?",
    (
        Question("part", "Who is it?", Kind.ONE_OF, choices=SETS["part_in_contact"].choices(), required=True),
        Question("given_names", "First names", hint="As the caller gave them", longest=120, autocomplete="off"),
        Question("family_name", "Last name", longest=120, autocomplete="off"),
        Question("born_on", "Date of birth, if known", Kind.DATE),
        Question("expected_on", "Or the date a baby is expected", Kind.DATE),
        Question("relationship", "What they are to the children", hint="Like: mother, grandfather, lodger", longest=60),
        Question("said_to_harm", "Are they said to have caused harm?", Kind.YES_NO),
    ),
)
"""What is asked about somebody whom a caller names."""

NAMED = "new"


class NamePerson(OneContact):
    """Names somebody in the contact."""

    act = "contact.write"
    template = "casework/contact_person.html"
    title: ClassVar[str] = "Name somebody in this contact"

    def find(self, *, contact_id: int, **address: Any) -> None:
        if contact_to_write(contact_id) is None:
            raise Http404("No such contact")

    def show(self, *, contact_id: int, **address: Any) -> dict[str, Any]:
        form, extra = with_problems(self._form(contact_id, **address), self.problems)
        return {
            "form": form,
            "extra": extra,
            "groups": said.laid_out(form),
            "title": self.title,
            "button": "Add to this contact",
            "back_url": f"{reverse('contact_write', args=[contact_id])}#part-who",
        }

    def perform(self, *, contact_id: int, **address: Any) -> str:
        form = self._form(contact_id, **address)
        refuse_unless_valid(form)
        line = self._name(contact_id, form, **address)
        return f"{reverse('contact_write', args=[contact_id])}#person-{line}"

    def _name(self, contact: int, form: SectionForm, line: int | None = None) -> int:
        values = form.cleaned_data
        return name_person(
            contact=contact,
            line=line,
            part=values["part"],
            given_names=values["given_names"],
            family_name=values["family_name"],
            born_on=values["born_on"],
            expected_on=values["expected_on"],
            relationship=values["relationship"],
            said_to_harm=bool(values["said_to_harm"]),
            by=self.request.user,
            at=self.now,
        )

    def _form(self, contact: int, **address: Any) -> SectionForm:
        asked = form_for(PERSON)
        return asked(self.request.POST, prefix=NAMED) if self.request.method == "POST" else asked(prefix=NAMED)


class ChangePerson(NamePerson):
    """Corrects how somebody was named. The person's own record is not touched."""

    title = "Change what was said about this person"

    def show(self, *, contact_id: int, line: int) -> dict[str, Any]:
        return super().show(contact_id=contact_id, line=line) | {"button": "Save what was said"}

    def _form(self, contact: int, *, line: int) -> SectionForm:
        asked = form_for(PERSON)
        if self.request.method == "POST":
            return asked(self.request.POST, prefix=NAMED)
        one = _line(contact, line)
        held = {
            "part": one.part,
            "given_names": one.given_names,
            "family_name": one.family_name,
            "born_on": one.said_born_on,
            "expected_on": one.expected_on,
            "relationship": one.relationship,
            "said_to_harm": one.said_to_harm,
        }
        return asked(initial=held, prefix=NAMED)


class MatchPerson(OneContact):
    """Who of the people we know is meant. Each candidate says why; nobody is chosen beforehand."""

    act = "contact.write"
    template = "casework/contact_match.html"

    def show(self, *, contact_id: int, line: int) -> dict[str, Any]:
        one = _line(contact_id, line)
        today = timezone.localdate(self.now)
        return {
            "one": said.person_row(one, contact_id, self.request.user.name, today),
            "found": [_candidate(found, line) for found in self._found(one)],
            "problem_list": [{"text": sentence, "href": f"#candidates-{line}"} for _, sentence in self.problems],
            "back_url": f"{reverse('contact_write', args=[contact_id])}#person-{line}",
        }

    def perform(self, *, contact_id: int, line: int) -> str:
        who = self.request.POST.get("who", "")
        acting = {"contact": contact_id, "line": line, "by": self.request.user, "at": self.now}
        if who == "new":
            add_as_new(**acting)
        elif who == "not_sure":
            not_sure(**acting)
        elif who.isdecimal() and len(who) < 12:
            confirm_match(person=int(who), on=self._grounds(contact_id, line, int(who)), **acting)
        else:
            raise Refused("Choose who it is, or say that you are not sure", "who")
        return f"{reverse('contact_write', args=[contact_id])}#person-{line}"

    def _grounds(self, contact: int, line: int, person: int) -> str:
        """Why the page offered this person, as it stood when it was confirmed."""
        for found in self._found(_line(contact, line)):
            if found.person == person:
                return "; ".join(why.rstrip(".") for why in found.why_for)
        return "Chosen from our records"

    def _found(self, one: Any) -> list[Any]:
        kinds = ("child",) if one.part == "child" else ("adult", "professional")
        found = match_person(
            given_names=one.given_names,
            family_name=one.family_name,
            born_on=one.said_born_on,
            by=self.request.user,
            at=self.now,
        )
        return [each for each in found if each.kind in kinds]


class UndoMatch(OneAct):
    """Takes back that somebody named is the person of a record."""

    act = "contact.write"

    def perform(self, *, contact_id: int, line: int) -> str:
        undo_match(contact=contact_id, line=line, by=self.request.user, at=self.now)
        return f"{reverse('contact_write', args=[contact_id])}#person-{line}"


class TakeOut(OneAct):
    """Takes somebody out who was named in error."""

    act = "contact.write"

    def perform(self, *, contact_id: int, line: int) -> str:
        take_out(contact=contact_id, line=line, by=self.request.user, at=self.now)
        return f"{reverse('contact_write', args=[contact_id])}#part-who"


def _line(contact: int, line: int) -> Any:
    written = contact_to_write(contact)
    found = next((one for one in written.people if one.line == line), None) if written else None
    if found is None:
        raise Http404("Nobody is on that line of the contact")
    return found


def _candidate(found: Any, line: int) -> dict[str, Any]:
    told = []
    if found.born_on:
        told.append(f"born {words.day(found.born_on)}")
    elif found.expected_on:
        told.append(f"expected {words.day(found.expected_on)}")
    if found.died_on:
        told.append(f"died {words.day(found.died_on)}")
    if found.address:
        told.append(found.address)
    if found.worker or found.team:
        told.append(f"with {found.worker or found.team}")
    return {
        "key": found.person,
        "name": found.name,
        "said": "".join(f", {one}" for one in told),
        "for_it": found.why_for,
        "against": found.why_against,
        "ask": found.ask,
        "open": found.open_to,
    }
