"""The actions of a plan, each with a small form of its own: who does what, by when, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404

from goldenthread.access.public import team_members
from goldenthread.casework.pages.plan_parts import BECAUSE, Field, OutcomePart, PartPage, area, day, iso, line
from goldenthread.casework.pages.plans import a_day, day_or_none
from goldenthread.casework.pages.typed import key_of
from goldenthread.casework.public.plans import (
    ActionSaid,
    ActionShown,
    add_action,
    change_action,
    drop_action,
    finish_plan_action,
)


def action_fields(colleagues: list[tuple[int, str]], family: list[tuple[int, str]]) -> list[Field]:
    """What is asked of an action: one owner, and a day."""
    return [
        area("what", "What will be done?", "One thing, in words anyone can check", 2),
        line("owner_name", "Who does it?", "One person, by name"),
        {
            "kind": "choose",
            "name": "owner",
            "label": "Is that a colleague?",
            "options": colleagues,
            "first": "No, or not in the list",
            "hint": "Then it is in their work list",
        },
        {
            "kind": "choose",
            "name": "person",
            "label": "Is that somebody of the family?",
            "options": family,
            "first": "No, or not on record",
            "hint": "Then it is in their part of the family’s copy",
        },
        day("due_on", "By which day?"),
        line("due_words", "How often, or until when?", "For example, “every Tuesday”"),
        line("family_words", "How the family’s copy says it", "Plain words, when those above are not"),
    ]


_ACTION_TEXTS = ("what", "owner_name", "due_words", "family_words")


class NewAction(OutcomePart):
    """One thing to do is put in the plan."""

    button = "Add the action"
    said = "The action is in the plan."
    hints_of = "action"

    def title(self) -> str:
        return "Who does what, by when?"

    def fields(self) -> list[Field]:
        return action_fields(*_owners(self))

    def save(self, plan: int, typed: Mapping[str, str]) -> str:
        key = add_action(
            plan=plan,
            outcome=self.address["outcome_id"],
            said=action_said(typed),
            by=self.request.user,
            at=self.now,
        )
        return f"action-{key}"


def action_said(typed: Mapping[str, str]) -> ActionSaid:
    """What was typed of an action."""
    return ActionSaid(
        what=typed.get("what", ""),
        owner_name=typed.get("owner_name", ""),
        owner=key_of(typed.get("owner")),
        person=key_of(typed.get("person")),
        due_on=day_or_none(typed, "due_on"),
        due_words=typed.get("due_words", ""),
        family_words=typed.get("family_words", ""),
    )


class ActionPart(PartPage):
    """A page about one action of the plan."""

    one: ActionShown

    def found(self, child_id: int, **address: Any) -> None:
        key = address["plan_action_id"]
        every = (action for one in self.plan.outcomes for action in one.actions) if self.plan else iter(())
        one = next((action for action in every if action.key == key), None)
        if one is None:
            raise Http404("No such action")
        self.one = one


class ChangeAction(ActionPart):
    """An action is changed: what, who, by when."""

    hints_of = "action"

    def title(self) -> str:
        return "Change the action"

    def fields(self) -> list[Field]:
        return [*action_fields(*_owners(self)), BECAUSE]

    def standing(self) -> Mapping[str, Any]:
        one = self.one
        return {
            "what": one.what,
            "owner_name": one.owner,
            "owner": one.owner_key or "",
            "person": one.person or "",
            "due_on": iso(one.due_on),
            "due_words": one.due_words,
            "family_words": one.family_words,
        }

    def stamp(self) -> str:
        return self.one.stamp

    def save(self, plan: int, typed: Mapping[str, str]) -> str:
        said = action_said(typed)
        change_action(
            plan=plan,
            action=self.address["plan_action_id"],
            values={name: getattr(said, name) for name in _ACTION_TEXTS}
            | {"owner_id": said.owner, "person_id": said.person, "due_on": said.due_on},
            because=typed.get("because", ""),
            based_on=typed.get("stamp", ""),
            by=self.request.user,
            at=self.now,
        )
        return f"action-{self.address['plan_action_id']}"


class ActionDone(ActionPart):
    """An action is done."""

    button = "Record that it is done"
    said = "Recorded as done."

    def title(self) -> str:
        return "What came of it?"

    def standing(self) -> Mapping[str, Any]:
        return {"done_on": self.today.isoformat()}

    def fields(self) -> list[Field]:
        label = self.one.what if hasattr(self, "one") else "What came of it?"
        return [area("done_words", label, "What was done, and what came of it", 3), day("done_on", "When was it done?")]

    def save(self, plan: int, typed: Mapping[str, str]) -> str:
        finish_plan_action(
            plan=plan,
            action=self.address["plan_action_id"],
            done_on=a_day(typed, "done_on"),
            words=typed.get("done_words", ""),
            by=self.request.user,
            at=self.now,
        )
        return f"action-{self.address['plan_action_id']}"


class DropAction(ActionPart):
    """An action is taken out of the plan."""

    button = "Take it out"
    said = "The action is out of the plan. It stays on record."

    def title(self) -> str:
        return "Why is this not to be done any more?"

    def fields(self) -> list[Field]:
        return [area("because", self.one.what if hasattr(self, "one") else "Why?", rows=3)]

    def save(self, plan: int, typed: Mapping[str, str]) -> str:
        drop_action(
            plan=plan,
            action=self.address["plan_action_id"],
            because=typed.get("because", ""),
            by=self.request.user,
            at=self.now,
        )
        return "concerns"


def _owners(page: PartPage) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    team = page.request.user.team
    colleagues = [(one.key, one.name) for one in team_members(team)] if team else []
    family = [(one.key, one.name) for one in page.family if one.page]
    return colleagues, [(page.card.key, page.card.name), *family]
