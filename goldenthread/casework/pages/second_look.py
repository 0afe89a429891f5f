"""The second look: the evidence, the question, and the answer of the manager who was asked by name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.urls import reverse

from goldenthread.casework.pages.decision import ContactPage
from goldenthread.casework.public import answer_second_look
from goldenthread.kernel.refusal import Refused
from goldenthread.ui.cleaning import Unclean, many_lines


class SecondLookPage(ContactPage):
    """Answer a second look. Only she who was asked sees the form; others see that it waits."""

    act = "contact.answer_second_look"
    template = "casework/second_look.html"

    def show(self, *, contact_id: int) -> dict[str, Any]:
        found = self.read(contact_id)
        look = found.waiting_look
        return {
            "e": found,
            "look": look,
            "hers": look is not None and look.asked_of_key == self.request.user.pk,
            "values": self.request.POST,
            "wrong": self.wrong(),
            **self.pattern(found),
            "now": self.now,
        }

    def perform(self, *, contact_id: int) -> str:
        typed = self.request.POST
        if typed.get("agrees") not in ("yes", "no"):
            raise Refused("Say whether you agree with no further action", "agrees")
        try:
            words = many_lines(typed.get("answer", ""))
        except Unclean as unclean:
            raise Refused(f"What you typed {unclean}", "answer") from None
        answer_second_look(
            contact=contact_id, agrees=typed["agrees"] == "yes", answer=words, by=self.request.user, at=self.now
        )
        messages.success(self.request, "Your second look is recorded, and the person who asked has been told.")
        return reverse("work")
