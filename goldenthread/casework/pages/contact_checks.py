"""Screening: what other agencies are asked about a family, and what each answered, with times."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.public import acts_of
from goldenthread.casework.pages import contact_words as said
from goldenthread.casework.pages.contact import OneContact
from goldenthread.casework.public import ask_agency, contact_to_write, record_answer
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import agencies
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.workflows import CONTACT

FIELDS = ("answer", "nothing_known", "answered_by")


class Checks(OneContact):
    """What was asked, what came back, and a place to ask."""

    act = "contact.ask_agency"
    template = "casework/contact_checks.html"

    def show(self, *, contact_id: int, check_id: int = 0) -> dict[str, Any]:
        written = contact_to_write(contact_id)
        if written is None or (check_id and not any(one.check == check_id for one in written.checks)):
            raise Http404("No such contact, or no such check in it")
        phones = {one.agency: one for one in agencies(on=timezone.localdate(self.now))}
        if not self.problems:
            children = (one.person for one in written.people if one.person and one.part == "child")
            self.saw(children, subject=f"contact:{contact_id}")
        typed = self.request.POST if self.request.method == "POST" else {}
        agreed = written.answers("family_knows").get("agreement_to_checks")
        writing = written.state == "writing"
        return {
            "contact": written,
            "back_url": f"{reverse('contact_write', args=[contact_id])}#part-send"
            if writing
            else reverse("contact", args=[contact_id]),
            "checks": [
                {
                    "key": one.check,
                    "agency": one.agency,
                    "phone": phones[one.agency_key].phone if one.agency_key in phones else "",
                    "question": one.question,
                    "asked_by": one.asked_by,
                    "asked_at": one.asked_at,
                    "answer": one.answer,
                    "nothing_known": one.nothing_known,
                    "answered_by": one.answered_by,
                    "answered_at": one.answered_at,
                    "took": said.took(one, self.now),
                    "open": one.check == check_id,
                    "url": reverse("contact_answer", args=[contact_id, one.check]),
                    "ids": {name: f"{name}-{one.check}" for name in FIELDS},
                }
                for one in written.checks
            ],
            "agencies": [(one.agency, f"{one.name} ({one.kind_words.lower()})") for one in phones.values()],
            "may_ask": written.state in CONTACT_ASKS and "contact.ask_agency" in acts_of(self.request.user),
            "agreement": SETS["agreement_to_checks"].label(agreed) if agreed else "",
            "typed": typed,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "now": self.now,
        }

    def perform(self, *, contact_id: int) -> str:
        chosen = self.request.POST.get("agency", "")
        if not (chosen.isdecimal() and len(chosen) < 12):
            raise Refused("Choose the agency that you ask", "agency")
        ask_agency(
            contact=contact_id,
            agency=[int(chosen)],
            question=self.request.POST.get("question", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "Recorded that you asked. The time counts from now.")
        return reverse("contact_checks", args=[contact_id])


class Answer(Checks):
    """Records what an agency answered."""

    act = "contact.record_answer"

    def perform(self, *, contact_id: int, check_id: int) -> str:
        typed = {name: self.request.POST.get(f"{name}-{check_id}", "") for name in FIELDS}
        written = contact_to_write(contact_id)
        if written is None or check_id not in {one.check for one in written.checks}:
            raise Http404("No such question to an agency")
        try:
            record_answer(
                check=check_id,
                answer=typed["answer"],
                nothing_known=bool(typed["nothing_known"]),
                answered_by=typed["answered_by"],
                by=self.request.user,
                at=self.now,
            )
        except Refused as refused:
            raise Refused(
                problems=tuple((f"{field}-{check_id}" if field else "", one) for field, one in refused.problems)
            ) from refused
        return reverse("contact_checks", args=[contact_id])


CONTACT_ASKS = next(step.before for step in CONTACT.steps if step.act == "contact.ask_agency")
