"""The restrictions on one record: who set them, why, and lifting them."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse

from goldenthread.access.operations.rights import seal, unseal
from goldenthread.access.pages.asks import Asks, choices_of
from goldenthread.access.pages.page import Page
from goldenthread.access.public import User
from goldenthread.access.queries.people import find_user, people_who_sign_in, those_who_may
from goldenthread.access.queries.restrictions import record_name, restrictions
from goldenthread.access.queries.rights import acts_of
from goldenthread.kernel.form import Choice, Kind, Question, Section
from goldenthread.kernel.refusal import Refused


class Restrictions(Page):
    """The restrictions in force on a record, and those that were lifted."""

    act = "record.seal"
    template = "access/restrictions.html"

    def child(self, *, child_id: int) -> int:
        return child_id

    def show(self, *, child_id: int) -> dict[str, Any]:
        every = restrictions(child_id, lifted=True)
        return {
            "child_id": child_id,
            "record": record_name(child_id),
            "standing": [r for r in every if r.lifted_at is None],
            "lifted": [r for r in every if r.lifted_at is not None],
            "may_lift": "record.unseal" in acts_of(self.request.user),
        }


class Restrict(Asks, Page):
    """Closes a record to all but a few, or to one person."""

    act = "record.seal"
    heading = "Restrict this record"
    button = "Restrict the record"
    intro = "The record closes at once. Those who work with the child now lose it too, unless you let them in."

    def child(self, *, child_id: int) -> int:
        return child_id

    def section(self, *, child_id: int) -> Section:
        people = choices_of([p for p in people_who_sign_in() if p.is_active and p.role != "administrator"])
        return Section(
            "restriction",
            self.heading,
            (
                Question(
                    "kind",
                    "Why is it restricted?",
                    Kind.ONE_OF,
                    required=True,
                    choices=(
                        Choice("restricted", "Only some people may see it", "An emergency can open it."),
                        Choice(
                            "conflict",
                            "One person must not see it",
                            "A conflict of interest. No emergency opens it to anybody kept out.",
                            (Question("user", "Who must not see it?", Kind.ONE_OF, choices=people, required=True),),
                        ),
                        Choice("adoption", "The child is adopted", "No emergency opens it."),
                    ),
                ),
                Question("reason", "What is the reason?", Kind.LONG_TEXT, required=True, longest=2_000, rows=3),
                Question(
                    "owner",
                    "Who owns the restriction?",
                    Kind.ONE_OF,
                    hint="The owner decides who is let in and when it is lifted, and is told of any emergency.",
                    choices=choices_of(those_who_may("record.unseal")),
                    required=True,
                ),
                Question(
                    "let_in",
                    "Who is let in? (optional)",
                    Kind.LONG_TEXT,
                    hint="Their email addresses, one on each line. The owner is let in already.",
                    longest=2_000,
                    rows=4,
                ),
            ),
        )

    def act_on(self, answers: dict[str, Any], *, child_id: int) -> str:
        kept_out = answers.get("user")
        seal(
            child=child_id,
            kind=answers["kind"],
            reason=answers["reason"],
            owner=find_user(key=int(answers["owner"])),
            user=find_user(key=int(kept_out)) if kept_out else None,
            let_in=_by_address(answers.get("let_in") or ""),
            by=self.request.user,
            at=self.now,
        )
        return reverse("your_account")


def _by_address(words: str) -> list[User]:
    """The people with these email addresses, one on each line."""
    found = {address: find_user(email=address) for address in words.split()}
    unknown = [address for address, person in found.items() if person is None or not person.is_active]
    if unknown:
        raise Refused(f"Nobody signs in with {unknown[0]}. Check the address", "let_in")
    return [person for person in found.values() if person is not None]


class LiftRestriction(Asks, Page):
    """Lifts one restriction."""

    act = "record.unseal"
    heading = "Lift this restriction"
    button = "Lift the restriction"
    button_kind = "warning"
    intro = "Everybody whose work gives a right to the record may open it again at once."

    def child(self, *, child_id: int, restriction_id: int) -> int:
        return child_id

    def section(self, *, child_id: int, restriction_id: int) -> Section:
        if not any(r.key == restriction_id for r in restrictions(child_id)):
            raise Http404
        return Section("lift", self.heading, ())

    def act_on(self, answers: dict[str, Any], *, child_id: int, restriction_id: int) -> str:
        unseal(seal=restriction_id, by=self.request.user, at=self.now)
        return reverse("restrictions", args=[child_id])
