"""What a contact still lacks before a manager can decide on it.

Source: what must be on record at screening (front-door practice; inspection findings on ethnicity, history and
consent). Each thing missing is a sentence and the part of the page that it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from goldenthread.casework.models import Contact, ContactPerson
from goldenthread.casework.queries.known import pieces_of_history
from goldenthread.kernel.form import Kind
from goldenthread.rulebook.forms import FORMS
from goldenthread.rulebook.forms.contact import LEAST_RATIONALE, rationale_needed

ASKED_AGAIN = ("NOBT", "REFU", "")


@dataclass(frozen=True, slots=True)
class Missing:
    """`part` is the key of the section, or "who" and "ethnicity" for what is asked of each person."""

    part: str
    sentence: str


def missing(contact: Contact, *, at: datetime) -> tuple[Missing, ...]:
    """Everything that is missing, in the order of the page."""
    answers = {section.key: section.answers for section in contact.sections.all()}
    people = list(contact.people.filter(taken_out_at=None).order_by("pk"))
    found = [*_unanswered(contact, answers), *_people(contact, people, at), *_ethnicity(people)]
    family = answers.get("family_knows", {})
    if rationale_needed(family) and len(str(family.get("consent_rationale", "")).strip()) < LEAST_RATIONALE:
        found.append(
            Missing(
                "family_knows",
                f"Say why, in at least {LEAST_RATIONALE} characters: parents were not told, or checks were made or "
                "left without agreement",
            )
        )
    unread = pieces_of_history(contact.pk, at=at, unweighed=True)
    if unread:
        count = len(unread)
        found.append(
            Missing(
                "history",
                f"Open {'the piece' if count == 1 else f'each of the {count} pieces'} of history that nobody has read "
                "for this contact, or set it aside and say why",
            )
        )
    if contact.clashes.filter(settled_at=None).exists():
        found.append(
            Missing("what_happened", "Two people wrote in one part at the same time. Settle which words stand")
        )
    order = ["what_happened", "who", "worries", "ethnicity", "family_knows", "history", "send"]
    return tuple(sorted(found, key=lambda one: order.index(one.part)))


def _unanswered(contact: Contact, answers: dict[str, dict[str, object]]) -> list[Missing]:
    found = []
    for section in FORMS["contact", contact.form_version].sections:
        for question in section.questions:
            if question.required and answers.get(section.key, {}).get(question.key) in (None, "", []):
                verb = "Choose an answer to" if question.kind in (Kind.ONE_OF, Kind.SOME_OF, Kind.YES_NO) else "Write"
                found.append(Missing(section.key, f"{verb} ‘{question.label.rstrip('?')}’"))
    return found


def _people(contact: Contact, people: list[ContactPerson], at: datetime) -> list[Missing]:
    found = []
    children = [one for one in people if one.part == "child"]
    received_on = timezone.localdate(contact.received_at)
    if not children:
        found.append(Missing("who", "Name at least one child, or an unborn baby"))
    for one in people:
        name = f"{one.given_names} {one.family_name}".strip() or "somebody in the family"
        if one.person_id is None and one.part in ("child", "parent"):
            found.append(Missing("who", f"Say whether {name} is somebody we know, or add {name} as new"))
        if one.part == "child" and one.born_on and one.born_on > received_on:
            found.append(
                Missing("who", f"{name}’s date of birth is after the contact. Correct it, or give the expected date")
            )
    return found


def _ethnicity(people: list[ContactPerson]) -> list[Missing]:
    """Asked every time. Not known, or would rather not say, needs a reason, and is asked again at the next contact."""
    found = []
    for one in people:
        if one.part != "child":
            continue
        name = one.given_names or "the child"
        if not one.ethnicity:
            found.append(Missing("ethnicity", f"Ask what {name}’s ethnicity is"))
        elif one.ethnicity in ASKED_AGAIN and not one.ethnicity_not_known_because:
            found.append(Missing("ethnicity", f"Say why {name}’s ethnicity is not known"))
    return found
