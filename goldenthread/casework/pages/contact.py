"""A contact: begun with one question, and read as it was asked and answered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.casework.pages import contact_words as said
from goldenthread.casework.pages.child_words import due_row
from goldenthread.casework.public import (
    confirm_match,
    contact_page,
    deadlines_of,
    name_person,
    require_contact,
    start_contact,
)
from goldenthread.kernel.form import Kind, Question, Section
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import known_people
from goldenthread.rulebook.workflows import CONTACT
from goldenthread.ui import words
from goldenthread.ui.addresses import reverse
from goldenthread.ui.forms import SectionForm, form_for

RECEIVED = Section(
    "new",
    "New contact",
    (
        Question(
            "received",
            "When did it reach us?",
            Kind.MOMENT,
            hint="The time to decide counts from here. You can correct it while you write.",
            required=True,
        ),
    ),
)

_TONES = {"writing": "grey", "to_decide": "", "second_look": "yellow", "decided": "green"}


class OneContact(Page):
    """What every page about one contact shares: the right over everybody named in it, and no page for what is not
    there."""

    act = "contact.read"

    def authorise(self, *, contact_id: int, **address: Any) -> None:
        self.decision = require_contact(self.request.user, self.act, contact_id, at=self.now)

    def _post(self, **address: Any) -> HttpResponse:
        try:
            return super()._post(**address)
        except ObjectDoesNotExist:
            raise Http404("No such contact") from None


class OneAct(OneContact):
    """Of an address that only acts: whoever follows a link to it comes to the page of writing."""

    act = "contact.write"

    def _page(self, status: int, *, contact_id: int, **address: Any) -> HttpResponse:
        for _, sentence in self.problems:
            messages.error(self.request, sentence)
        return HttpResponseRedirect(reverse("contact_write", args=[contact_id]))


class NewContact(Page):
    """Begins a contact. Nothing else is asked while somebody waits on the telephone."""

    act = "contact.start"
    template = "casework/contact_new.html"

    def show(self) -> dict[str, Any]:
        form, extra = with_problems(self._form(), self.problems)
        return {"form": form, "extra": extra, "child": self._child()}

    def perform(self) -> str:
        form = self._form()
        refuse_unless_valid(form)
        contact = start_contact(received_at=form.cleaned_data["received"], by=self.request.user, at=self.now)
        child = self._child()
        if child:
            line = name_person(
                contact=contact,
                part="child",
                given_names=child["given_names"],
                family_name=child["family_name"],
                born_on=child["born_on"],
                by=self.request.user,
                at=self.now,
            )
            confirm_match(
                contact=contact,
                line=line,
                person=child["key"],
                on="The contact was started from this child’s record",
                by=self.request.user,
                at=self.now,
            )
        return reverse("contact_write", args=[contact])

    def _form(self) -> SectionForm:
        asked = form_for(RECEIVED)
        if self.request.method == "POST":
            return asked(self.request.POST)
        return asked(initial={"received": timezone.localtime(self.now).replace(second=0, microsecond=0).isoformat()})

    def _child(self) -> dict[str, Any] | None:
        """The child from whose record somebody came here."""
        asked = self.request.POST.get("child") or self.request.GET.get("child", "")
        if not (asked.isdecimal() and len(asked) < 12):
            return None
        found = known_people([int(asked)]).get(int(asked))
        if found is None or found.kind != "child" or not (found.given_names or found.family_name):
            return None
        return {
            "key": found.person,
            "name": found.name,
            "given_names": found.given_names,
            "family_name": found.family_name,
            "born_on": found.born_on,
        }


class ReadContact(OneContact):
    """The whole contact: as it was asked and answered, whom it is about, what agencies said, what was decided."""

    act = "contact.read"
    template = "casework/contact.html"

    def show(self, *, contact_id: int) -> dict[str, Any]:
        page = contact_page(contact_id)
        if page is None:
            raise Http404("No such contact")
        written, today = page.contact, timezone.localdate(self.now)
        self.saw(
            (one.person for one in written.people if one.person and one.part == "child"),
            subject=f"contact:{contact_id}",
        )
        children = [one for one in written.people if one.part == "child"]
        return {
            "contact": written,
            "title": page.summary or f"Contact about {words.join_names(one.name for one in children) or 'a family'}",
            "state": {"text": CONTACT.states[written.state], "tone": _TONES.get(written.state, "")},
            "priority": said.priority_words(page.priority),
            "written_words": self._written(page),
            "acts": self._acts(written),
            "children": [{"said": one.said, "source": said.child_said(one)} for one in children if one.said],
            "parts_asked": [(title, [said.answer_of(one) for one in asked]) for title, asked in page.parts],
            "people": [
                {
                    "name": one.name,
                    "url": said.record_address(one),
                    "words": f", {said.person_said(one, today)}" if said.person_said(one, today) else "",
                    "ethnicity": one.ethnicity_words if one.part == "child" else "",
                }
                for one in written.people
            ],
            "checks": [said.check_cells(check, self.now) for check in written.checks],
            "checks_url": reverse("contact_checks", args=[contact_id])
            if {"contact.ask_agency", "contact.record_answer"} & acts_of(self.request.user)
            else "",
            "decisions": page.decisions,
            "looks": page.second_looks,
            "undecided": "Not decided yet." if written.sent_at else "It has not been sent for a decision yet.",
            "deadlines": [
                due_row(one, may_authorise="deadline.authorise" in acts_of(self.request.user))
                for one in deadlines_of(contact=contact_id, at=self.now)
            ],
            "now": self.now,
            "back": self._back(contact_id),
        }

    def _written(self, page: Any) -> str:
        written = page.contact
        told = [f"Written by {written.started_by}" if written.started_by else ""]
        told.append(f"sent {words.moment(written.sent_at, self.now)}" if written.sent_at else "")
        return ", ".join(part for part in told if part)

    def _acts(self, written: Any) -> list[dict[str, Any]]:
        """What may be done with it now, by this person."""
        mine, key = acts_of(self.request.user), written.contact
        offers = [
            ("contact.write" in mine and written.state == "writing", "Go on writing", "contact_write", True),
            (
                "contact.decide" in mine
                and written.state in ("to_decide", "second_look")
                and written.written_by != self.request.user.pk,
                "Decide what should happen",
                "decide",
                True,
            ),
            (
                "contact.answer_second_look" in mine and written.state == "second_look",
                "Answer the second look",
                "second_look",
                False,
            ),
            (
                "contact.feed_back" in mine and written.state == "decided",
                "Tell the person who contacted us",
                "feed_back",
                False,
            ),
        ]
        return [
            {"label": label, "url": reverse(name, args=[key]), "primary": primary}
            for shown, label, name, primary in offers
            if shown
        ]

    def _back(self, contact_id: int) -> dict[str, str]:
        """Back to the contact that somebody is writing, when it was opened from there."""
        beside = self.request.GET.get("beside", "")
        if beside.isdecimal() and len(beside) < 12 and int(beside) != contact_id:
            return {
                "label": "The contact you are writing",
                "url": f"{reverse('contact_write', args=[int(beside)])}#known",
            }
        if "tray.read" in acts_of(self.request.user):
            return {"label": "Front door", "url": reverse("front_door")}
        return {"label": "My work", "url": reverse("work")}


def refuse_unless_valid(form: SectionForm) -> None:
    """Raises `Refused` with each of the form's own errors."""
    if not form.is_valid():
        raise Refused(problems=tuple((key, str(one)) for key, found in form.errors.items() for one in found))


def with_problems(form: SectionForm, problems: Any) -> tuple[SectionForm, list[dict[str, str]]]:
    """The form with what the operation refused at its fields; what belongs to no field apart."""
    extra = []
    if problems and form.is_valid():
        for field, sentence in problems:
            if field in form.fields:
                form.add_error(field, sentence)
            else:
                extra.append({"text": sentence})
    return form, extra
