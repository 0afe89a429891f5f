"""A family: its picture, the same people as a list, and changing either from the list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.kernel.form import Section
from goldenthread.people import public as people
from goldenthread.people.pages import questions
from goldenthread.people.pages.asking import AboutOne, Asking
from goldenthread.rulebook.codes import RELATIONSHIP_KINDS
from goldenthread.ui.pictures import network


class Family(AboutOne, Page):
    """The family on a day, as a picture and as a list."""

    act = "child.read"
    template = "people/family.html"

    def _on(self) -> date:
        try:
            return date.fromisoformat(self.request.GET.get("on", ""))
        except ValueError:
            return timezone.localdate(self.now)

    def show(self, *, person: int) -> dict[str, Any]:
        on = self._on()
        whole = people.family_of(person, on=on)
        if whole is None:
            raise Http404
        keys = {int(node.id) for node in whole.nodes} | {one.who.person for one in whole.ended}
        keys |= {member for _, _, members in whole.families for member in members}
        open_to = people.readable(self.request.user, keys, at=self.now)
        family = people.family_of(person, on=on, readable=open_to) if keys - open_to - {person} else whole
        if family is None:
            raise Http404
        names = people.known_people(keys & (open_to | {person}))
        picture = network(
            title=f"The family of {family.of.name}",
            description=family.in_words,
            nodes=family.nodes,
            unions=family.unions,
            key=f"family-{person}",
        )
        may = people.may(self.request.user, "person.relate", person, at=self.now)
        return {
            "found": _found(whole, may),
            "family": family,
            "picture": picture if len(family.nodes) > 1 else "",
            "on": on,
            "today": timezone.localdate(self.now),
            "names": names,
            "may_relate": may,
        }


def _found(family: Any, may: bool) -> list[dict[str, Any]]:
    """Names in notes that nobody of the family has, for a child. `may`: she may add them or set them aside."""
    of = family.of
    if of.kind != "child":
        return []
    known = [of.name, *(one.who.name for one in (*family.relatives, *family.ended))]
    kinds = [(kind.id, kind.label) for kind in RELATIONSHIP_KINDS.values() if kind.offered]
    return [
        {
            "named": one,
            "guess": RELATIONSHIP_KINDS[one.kind].label if one.kind else "",
            "kinds": [(key, label, key == one.kind) for key, label in kinds] if may else [],
        }
        for one in people.named_in_notes(of.person, but=known)
    ]


class _Changing(AboutOne, Asking):
    """Of a page that changes the family and goes back to it."""

    def words(self, *, person: int, **address: Any) -> dict[str, Any]:
        who = self.who(person)
        return {"back_label": f"{who.name}’s family", "back_url": reverse("family", args=[person]), "who": who}

    def back(self, person: int, said: str) -> str:
        messages.success(self.request, said)
        return reverse("family", args=[person])


class ChooseRelative(AboutOne, Page):
    """Finds the person to relate: searched for first, added only when nobody fits."""

    act = "person.relate"
    template = "people/choose_person.html"

    def show(self, *, person: int) -> dict[str, Any]:
        who = self.who(person)
        q = self.request.GET.get("q", "").replace("\x00", "").strip()[:300]
        found = people.search(q, by=self.request.user, at=self.now) if q else None
        return {
            "title": f"Who belongs to {who.name}’s family?",
            "q": q,
            "found": found,
            "candidates": [one for one in found.candidates if one.person != person] if found else [],
            "next": {one.person: reverse("relate", args=[person, one.person]) for one in found.candidates}
            if found
            else {},
            "choose": "Choose",
            "may_add": "person.add" in acts_of(self.request.user),
            "action": reverse("choose_relative", args=[person]),
            "back_label": f"{who.name}’s family",
            "back_url": reverse("family", args=[person]),
        }


class Relate(_Changing, Page):
    """Records what one person is to another, and parental responsibility with it where it is held."""

    act = "person.relate"

    def authorise(self, *, person: int, other: int) -> None:
        super().authorise(person=person)
        people.require_person(self.request.user, self.act, other, at=self.now)

    def asks(self, *, person: int, other: int) -> Section:
        known = people.known_people([person, other])
        if len(known) != 2:
            raise Http404
        section = questions.relationship(known[person].name, known[other].name)
        if known[person].kind == "child":
            return section
        kept = tuple(question for question in section.questions if question.key != "how")
        return Section(section.key, section.title, kept)

    def do(self, answers: dict[str, Any], *, person: int, other: int) -> str:
        how = answers.pop("how", "")
        user = self.request.user
        people.relate(person=other, other=person, **answers, by=user, at=self.now)
        if how:
            people.give_responsibility(
                child=person,
                holder=other,
                how=how,
                starts_on=answers["starts_on"],
                source=answers["source"],
                by=user,
                at=self.now,
            )
        return self.back(person, "Relationship added.")


class EndRelationship(_Changing, Page):
    act = "person.relate"

    def asks(self, **address: Any) -> Section:
        return questions.ENDED

    def do(self, answers: dict[str, Any], *, person: int, relationship: int) -> str:
        people.end_relationship(relationship=relationship, **answers, by=self.request.user, at=self.now)
        return self.back(person, "Relationship ended. It stays in the family’s history.")


class GiveResponsibility(_Changing, Page):
    act = "person.relate"

    def asks(self, **address: Any) -> Section:
        return questions.RESPONSIBILITY

    def do(self, answers: dict[str, Any], *, person: int) -> str:
        people.give_responsibility(child=person, **answers, by=self.request.user, at=self.now)
        return self.back(person, "Parental responsibility recorded.")


class EndResponsibility(_Changing, Page):
    act = "person.relate"

    def asks(self, **address: Any) -> Section:
        return questions.ENDED

    def do(self, answers: dict[str, Any], *, person: int, responsibility: int) -> str:
        people.end_responsibility(responsibility=responsibility, **answers, by=self.request.user, at=self.now)
        return self.back(person, "Parental responsibility ended.")


class MakeFamily(_Changing, Page):
    """Gathers the people related to this one as a family we work with."""

    act = "person.relate"

    def asks(self, **address: Any) -> Section:
        return questions.FAMILY

    def words(self, *, person: int) -> dict[str, Any]:
        return super().words(person=person) | {
            "intro": "Everybody related directly joins it. You can take people out afterwards.",
            "button": "Make this family",
        }

    def do(self, answers: dict[str, Any], *, person: int) -> str:
        user, today = self.request.user, timezone.localdate(self.now)
        near = people.siblings_and_parents(person, on=today)
        inside = {person, *people.readable(user, near, at=self.now, act="person.relate")}
        people.make_family(name=answers["name"], people=tuple(sorted(inside)), by=user, at=self.now)
        return self.back(person, "Family made.")


class AddNamed(_Changing, Page):
    """Somebody named in a note becomes one of the family: at once when nobody known could be meant, else chosen from
    those who could."""

    act = "person.relate"

    def asks(self, **address: Any) -> Section:
        return questions.NAMED

    def do(self, answers: dict[str, Any], *, person: int) -> str:
        user, name = self.request.user, answers["name"]
        given, _, family = name.partition(" ")
        known = people.match_person(given_names=given, family_name=family, by=user, at=self.now)
        if any(one.person != person for one in known) and not answers.get("nobody"):
            messages.success(self.request, f"{name} could be somebody we know. Choose, or add a new person.")
            return reverse("choose_relative", args=[person], query={"q": name})
        people.add_relative(
            child=person, name=name, kind=answers["kind"], source=answers["source"], by=user, at=self.now
        )
        return self.back(person, f"{name} is in the family now.")


class SetNameAside(_Changing, Page):
    """Says why somebody named in a note is nobody of the family."""

    act = "person.relate"

    def asks(self, **address: Any) -> Section:
        return questions.NOT_FAMILY

    def held(self, **address: Any) -> dict[str, Any]:
        return {"name": self.request.GET.get("name", "").replace("\x00", "")[:120]}

    def do(self, answers: dict[str, Any], *, person: int) -> str:
        people.set_name_aside(child=person, **answers, by=self.request.user, at=self.now)
        return self.back(person, f"{answers['name']} is set aside as not family.")


class ChooseMember(ChooseRelative):
    """Finds somebody to work with as one of this family."""

    def show(self, *, person: int, family: int) -> dict[str, Any]:
        context = super().show(person=person)
        name = people.family_name(family, of=person)
        if name is None:
            raise Http404
        found = context["found"]
        return context | {
            "title": f"Who should join the family {name}?",
            "next": {one.person: reverse("join_family", args=[person, family, one.person]) for one in found.candidates}
            if found
            else {},
            "action": reverse("choose_member", args=[person, family]),
        }


class JoinFamily(_Changing, Page):
    """Adds somebody to a family that this person is in. Kinship, where there is any, is recorded apart."""

    act = "person.relate"

    def authorise(self, *, person: int, other: int, **address: Any) -> None:
        super().authorise(person=person)
        people.require_person(self.request.user, self.act, other, at=self.now)

    def asks(self, **address: Any) -> Section:
        return questions.JOINED

    def words(self, *, person: int, family: int, other: int) -> dict[str, Any]:
        name, known = people.family_name(family, of=person), people.known_people([other])
        if name is None or other not in known:
            raise Http404
        return super().words(person=person) | {
            "title": f"Add {known[other].name} to the family {name}?",
            "button": "Add to the family",
        }

    def do(self, answers: dict[str, Any], *, person: int, family: int, other: int) -> str:
        name, known = people.family_name(family, of=person), people.known_people([other])
        if name is None or other not in known:
            raise Http404
        user = self.request.user
        people.join_family(family=family, person=other, starts_on=answers.get("starts_on"), by=user, at=self.now)
        return self.back(person, f"{known[other].name} is in the family {name}.")


class LeaveFamily(_Changing, Page):
    act = "person.relate"

    def asks(self, **address: Any) -> Section:
        return questions.ENDED

    def do(self, answers: dict[str, Any], *, person: int, family: int) -> str:
        people.leave_family(family=family, person=person, **answers, by=self.request.user, at=self.now)
        return self.back(person, "Taken out of the family from that day.")
