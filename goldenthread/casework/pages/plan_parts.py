"""The parts of a plan, each with a small form of its own: concerns, outcomes, actions, evidence, contingency.

Each works as a page by itself, and opens in its place in the plan where a script runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from goldenthread.casework.pages.plan_drafts import KeepsPlanForm
from goldenthread.casework.pages.plans import PlanPage, a_day, day_or_none, number_or_none
from goldenthread.casework.public.plans import (
    ConcernSaid,
    OutcomeSaid,
    OutcomeShown,
    Thread,
    add_concern,
    add_evidence,
    add_outcome,
    change_concern,
    change_contingency,
    change_outcome,
    close_concern,
    end_outcome,
    leave_out,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.standards import examine
from goldenthread.rulebook.standards.facts import ActionFacts, OutcomeFacts

type Field = dict[str, Any]


def area(name: str, label: str, hint: str = "", rows: int = 3) -> Field:
    """A box for more than a line."""
    return {"kind": "area", "name": name, "label": label, "hint": hint, "rows": rows}


def line(name: str, label: str, hint: str = "") -> Field:
    """A box for a line."""
    return {"kind": "line", "name": name, "label": label, "hint": hint}


def day(name: str, label: str, hint: str = "") -> Field:
    """A day."""
    return {"kind": "date", "name": name, "label": label, "hint": hint}


def number(name: str, label: str, hint: str = "") -> Field:
    """A number."""
    return {"kind": "number", "name": name, "label": label, "hint": hint}


BECAUSE = area("because", "Why does it change?", "The next review reads it", 2)


class PartPage(KeepsPlanForm, PlanPage):
    """One part's form. A subclass says what it asks, what stands there, and what is done with what was typed."""

    act = "plan.write"
    template = "casework/plan_form.html"
    button: ClassVar[str] = "Save"
    said: ClassVar[str] = "Saved."
    hints_of: ClassVar[str] = ""

    def title(self) -> str:
        """The heading: a question, or what is done."""
        raise Http404

    def fields(self) -> list[Field]:
        """What is asked."""
        raise Http404

    def standing(self) -> Mapping[str, Any]:
        """What stands there now, by field."""
        return {}

    def stamp(self) -> str:
        """The stamp of the part as it stands, which the form sends back."""
        return ""

    def save(self, plan: int, typed: Mapping[str, str]) -> str:
        """Calls one operation; returns where on the plan's page to go."""
        raise Http404

    def found(self, child_id: int, **address: Any) -> None:
        """Finds the part; raises `Http404`. `self.plan` is known."""

    def others(self) -> list[dict[str, str]]:
        """Other things to do with the part: [{label, url}]."""
        return []

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        if self.plan is None or self.plan.ended_on:
            raise Http404("No plan runs")
        self.found(child_id, **address)
        begun = self.begun(self.standing(), child_id=child_id, **address)
        values = begun["values"]
        return begun | {
            "wrong": self.wrong(),
            "title": self.title(),
            "button": self.button,
            "back": reverse("child_plan", args=[child_id]),
            # An outline changes without a reason: nobody has agreed to it yet.
            "fields": [field for field in self.fields() if field is not BECAUSE or self.plan.state != "outline"],
            # A draft stands on the part as it was when she began: what moved since is told her when she saves it.
            "stamp": self.stamp() if self.request.method == "POST" else values.get("stamp") or self.stamp(),
            "others": self.others(),
            "hints_url": reverse("plan_hints", args=[child_id, self.hints_of]) if self.hints_of else "",
            "hints": hints(self.hints_of, values, self.card.short) if self.hints_of and self._written(values) else [],
        }

    def perform(self, *, child_id: int, **address: Any) -> str:
        line = self.running(child_id)
        self.address = address
        anchor = self.save(line.key, self.request.POST)
        self.throw_away(child_id=child_id, **address)
        messages.success(self.request, self.said)
        return reverse("child_plan", args=[child_id]) + (f"#{anchor}" if anchor else "")

    def _written(self, values: Mapping[str, Any]) -> bool:
        return bool(values.get("words") or values.get("what"))


class ConcernPart(PartPage):
    """A page about one concern of the plan."""

    thread: Thread

    def found(self, child_id: int, **address: Any) -> None:
        key = address["concern_id"]
        thread = next((one for one in self.plan.threads if one.concern == key), None) if self.plan else None
        if thread is None:
            raise Http404("No such concern")
        self.thread = thread


CONCERN_FIELDS = [
    line("title", "What is it called?", "A few words, such as “Being in school”"),
    area("saw", "What did we see or hear?", "The facts: what, how often"),
    line("saw_source", "Who saw it, or where is it written?"),
    day("saw_on", "When?"),
    area("need", "What does it mean for the child?", "The need, or the risk", 2),
]


class NewConcern(PartPage):
    """A concern is put in the plan, also one that the assessment says is there."""

    button = "Add to the plan"
    said = "The concern is in the plan. Now say what should be different."

    def title(self) -> str:
        return "What are we worried about?"

    def standing(self) -> Mapping[str, Any]:
        thread = self._asked()
        if thread is None:
            return {}
        return {
            "title": thread.title,
            "saw": thread.saw if thread.saw != thread.title else "",
            "saw_source": thread.saw_source,
            "saw_on": thread.saw_on.isoformat() if thread.saw_on else "",
            "from": thread.came_from,
            "factor": thread.factor,
        }

    def fields(self) -> list[Field]:
        labels = [(code.code, code.label) for code in SETS["assessment_factors"].items if code.offered]
        factor = {
            "kind": "choose",
            "name": "factor",
            "label": "Which concern of the assessment does it answer?",
            "options": labels,
            "first": "None of them",
            "hint": "",
        }
        return [*CONCERN_FIELDS, factor, {"kind": "hidden", "name": "from"}]

    def _asked(self) -> Thread | None:
        asked = self.request.GET.get("from", "")
        threads = self.plan.threads if self.plan else ()
        return next((one for one in threads if asked and one.came_from == asked and one.concern is None), None)

    def save(self, plan: int, typed: Mapping[str, str]) -> str:
        factor = typed.get("factor", "")
        said = ConcernSaid(
            title=typed.get("title", ""),
            saw=typed.get("saw", ""),
            saw_source=typed.get("saw_source", ""),
            saw_on=day_or_none(typed, "saw_on"),
            need=typed.get("need", ""),
            factor=factor,
            came_from=typed.get("from", "")[:60],
        )
        add_concern(plan=plan, said=said, by=self.request.user, at=self.now)
        return "concerns"


class LeaveOut(NewConcern):
    """What the assessment names is left out of the plan, for a reason."""

    button = "Leave it out"
    said = "It stays out of the plan. The reason is on record."

    def title(self) -> str:
        return f"Why is “{self.request.GET.get('title', '') or 'this'}” not in the plan?"

    def fields(self) -> list[Field]:
        return [
            line("title", "What is it called?"),
            area("because", "Why, and what shows it?", rows=3),
            {"kind": "hidden", "name": "from"},
            {"kind": "hidden", "name": "factor"},
        ]

    def save(self, plan: int, typed: Mapping[str, str]) -> str:
        leave_out(
            plan=plan,
            title=typed.get("title", ""),
            came_from=typed.get("from", "")[:60],
            because=typed.get("because", ""),
            factor=typed.get("factor", ""),
            by=self.request.user,
            at=self.now,
        )
        return "concerns"


class ChangeConcern(ConcernPart):
    """A concern's words are changed."""

    def title(self) -> str:
        return f"Change “{self.thread.title}”"

    def fields(self) -> list[Field]:
        return [*CONCERN_FIELDS, BECAUSE]

    def standing(self) -> Mapping[str, Any]:
        one = self.thread
        return {
            "title": one.title,
            "saw": one.saw,
            "saw_source": one.saw_source,
            "saw_on": one.saw_on.isoformat() if one.saw_on else "",
            "need": one.need,
        }

    def stamp(self) -> str:
        return self.thread.stamp

    def others(self) -> list[dict[str, str]]:
        url = reverse("plan_concern_close", args=[self.plan.child, self.thread.concern]) if self.plan else ""
        return [{"label": "This is over for the child", "url": url}]

    def save(self, plan: int, typed: Mapping[str, str]) -> str:
        values = {name: typed.get(name, "") for name in ("title", "saw", "saw_source", "need")}
        change_concern(
            plan=plan,
            concern=self.address["concern_id"],
            values=values | {"saw_on": day_or_none(typed, "saw_on")},
            because=typed.get("because", ""),
            based_on=typed.get("stamp", ""),
            by=self.request.user,
            at=self.now,
        )
        return f"thread-{self.address['concern_id']}"


class CloseConcern(ConcernPart):
    """A concern is over."""

    button = "Close the concern"
    said = "The concern is closed. It stays on record."

    def title(self) -> str:
        return f"What shows that “{self.thread.title}” is over?"

    def fields(self) -> list[Field]:
        return [area("because", "What is different for the child, and who saw it?", rows=3)]

    def save(self, plan: int, typed: Mapping[str, str]) -> str:
        close_concern(
            plan=plan,
            concern=self.address["concern_id"],
            because=typed.get("because", ""),
            by=self.request.user,
            at=self.now,
        )
        return "concerns"


OUTCOME_FIELDS = [
    area("words", "What will be different for the child?", "A change in the child’s life, not what adults attend", 2),
    line("baseline", "How is it now?", "For example, “in school 7 days in 10”"),
    line("target", "How should it be?", "For example, “in school 9 days in 10”"),
    day("by_on", "By when?"),
    line("how_we_know", "How will we know?", "Who counts or sees it, and where it is written"),
    number("baseline_value", "Now, as a number", "When it can be counted"),
    number("target_value", "Wanted, as a number"),
    line("unit", "A number of what?", "For example, “% of school days”"),
    area("contingency", "What if it does not work?", rows=2),
    day("contingency_by", "By when would we do that?"),
    area("family_words", "How the family’s copy says it", "Plain words, when those above are not", 2),
]
_OUTCOME_TEXTS = ("words", "baseline", "target", "how_we_know", "unit", "contingency", "family_words")
_OUTCOME_DAYS = ("by_on", "contingency_by")
_OUTCOME_NUMBERS = ("baseline_value", "target_value")


def outcome_values(typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed of an outcome."""
    return (
        {name: typed.get(name, "") for name in _OUTCOME_TEXTS}
        | {name: day_or_none(typed, name) for name in _OUTCOME_DAYS}
        | {name: number_or_none(typed, name) for name in _OUTCOME_NUMBERS}
    )


class NewOutcome(ConcernPart):
    """A concern is answered with an outcome."""

    button = "Add the outcome"
    said = "The outcome is in the plan. Now say who does what."
    hints_of = "outcome"

    def title(self) -> str:
        return f"{self.thread.title}: what should be different for {self.card.short}?"

    def fields(self) -> list[Field]:
        return OUTCOME_FIELDS

    def save(self, plan: int, typed: Mapping[str, str]) -> str:
        said = OutcomeSaid(**outcome_values(typed))
        key = add_outcome(plan=plan, concern=self.address["concern_id"], said=said, by=self.request.user, at=self.now)
        return f"outcome-{key}"


class OutcomePart(PartPage):
    """A page about one outcome of the plan."""

    one: OutcomeShown

    def found(self, child_id: int, **address: Any) -> None:
        key = address["outcome_id"]
        one = next((one for one in self.plan.outcomes if one.key == key), None) if self.plan else None
        if one is None:
            raise Http404("No such outcome")
        self.one = one


class ChangeOutcome(OutcomePart):
    """An outcome's words, measure or day are changed."""

    hints_of = "outcome"

    def title(self) -> str:
        return "Change the outcome"

    def fields(self) -> list[Field]:
        return [*OUTCOME_FIELDS, BECAUSE]

    def standing(self) -> Mapping[str, Any]:
        one = self.one
        return (
            {name: getattr(one, name) for name in _OUTCOME_TEXTS}
            | {name: iso(getattr(one, name)) for name in _OUTCOME_DAYS}
            | {name: _plain(getattr(one, name)) for name in _OUTCOME_NUMBERS}
        )

    def stamp(self) -> str:
        return self.one.stamp

    def others(self) -> list[dict[str, str]]:
        url = reverse("plan_outcome_end", args=[self.plan.child, self.one.key]) if self.plan else ""
        return [{"label": "Take this outcome out of the plan", "url": url}]

    def save(self, plan: int, typed: Mapping[str, str]) -> str:
        change_outcome(
            plan=plan,
            outcome=self.address["outcome_id"],
            values=outcome_values(typed),
            because=typed.get("because", ""),
            based_on=typed.get("stamp", ""),
            by=self.request.user,
            at=self.now,
        )
        return f"outcome-{self.address['outcome_id']}"


class EndOutcome(OutcomePart):
    """An outcome is taken out of the plan."""

    button = "Take it out"
    said = "The outcome is out of the plan. It stays on record."

    def title(self) -> str:
        return "Why is this outcome not worked on any more?"

    def fields(self) -> list[Field]:
        return [area("because", self.one.words if hasattr(self, "one") else "Why?", rows=3)]

    def save(self, plan: int, typed: Mapping[str, str]) -> str:
        end_outcome(
            plan=plan,
            outcome=self.address["outcome_id"],
            because=typed.get("because", ""),
            by=self.request.user,
            at=self.now,
        )
        return "concerns"


class NewEvidence(OutcomePart):
    """What shows how an outcome stands."""

    button = "Add what shows it"
    said = "Added."

    def title(self) -> str:
        return "What shows how it stands?"

    def standing(self) -> Mapping[str, Any]:
        return {"happened_on": self.today.isoformat()}

    def fields(self) -> list[Field]:
        unit = self.one.unit if hasattr(self, "one") else ""
        return [
            area("evidence", self.one.words if hasattr(self, "one") else "What?", "What was seen, said or counted", 3),
            line("source", "Who saw or counted it, or where is it written?"),
            day("happened_on", "When?"),
            number("value", "As a number", unit),
        ]

    def save(self, plan: int, typed: Mapping[str, str]) -> str:
        add_evidence(
            plan=plan,
            outcome=self.address["outcome_id"],
            happened_on=a_day(typed, "happened_on"),
            words=typed.get("evidence", ""),
            source=typed.get("source", ""),
            value=number_or_none(typed, "value"),
            by=self.request.user,
            at=self.now,
        )
        return f"outcome-{self.address['outcome_id']}"


class Contingency(PartPage):
    """What happens if the plan does not work."""

    def title(self) -> str:
        return "What will we do if the plan does not work?"

    def fields(self) -> list[Field]:
        return [
            area("contingency", "What, and who does it", "So that nobody has to decide it in a hurry", 4),
            day("contingency_by", "By when would we do it?"),
            BECAUSE,
        ]

    def standing(self) -> Mapping[str, Any]:
        assert self.plan is not None
        return {"contingency": self.plan.contingency, "contingency_by": iso(self.plan.contingency_by)}

    def stamp(self) -> str:
        return self.plan.contingency_stamp if self.plan else ""

    def save(self, plan: int, typed: Mapping[str, str]) -> str:
        change_contingency(
            plan=plan,
            words=typed.get("contingency", ""),
            contingency_by=day_or_none(typed, "contingency_by"),
            because=typed.get("because", ""),
            based_on=typed.get("stamp", ""),
            by=self.request.user,
            at=self.now,
        )
        return "contingency"


class PlanHints(PlanPage):
    """The quiet hints about an outcome or an action as it is typed. Nothing is kept, and nothing is stopped."""

    act = "plan.write"
    template = "casework/plan_hints.html"

    def _post(self, **address: Any) -> Any:
        return self._page(200, **address)

    def saw(self, *_: Any, **__: Any) -> None:
        """Shows nothing of a record, so no read is entered: the page that asks was."""

    def show(self, *, child_id: int, what: str, **_: Any) -> dict[str, Any]:
        if what not in ("outcome", "action"):
            raise Http404("No such part")
        return {"hints": hints(what, self.request.POST, "")}


def hints(what: str, values: Mapping[str, Any], short: str) -> list[dict[str, Any]]:
    """What the standards notice in an outcome or an action: the hint, and the words that caused it."""
    facts: OutcomeFacts | ActionFacts
    if what == "outcome":
        if not str(values.get("words") or "").strip():
            return []
        facts = OutcomeFacts(
            text=str(values.get("words") or ""),
            baseline=str(values.get("baseline") or ""),
            target=str(values.get("target") or ""),
            measure=str(values.get("how_we_know") or ""),
            by=str(values.get("by_on") or ""),
            child_names=(short,) if short else (),
        )
    else:
        if not str(values.get("what") or "").strip():
            return []
        facts = ActionFacts(
            text=str(values.get("what") or ""),
            owner=str(values.get("owner_name") or ""),
            owner_is_person=True if values.get("owner") or values.get("person") else None,
            due=str(values.get("due_on") or values.get("due_words") or ""),
        )
    return [
        {
            "hint": standard.hint,
            "words": [one.words for one in finding.because if one.where in ("text", "owner", "due") and one.words],
        }
        for standard, finding in examine(facts, writing=True)
        if finding.met is False and standard.id != "plan.outcome_has_actions"
    ]


def iso(value: Any) -> str:
    """A day as a field holds it."""
    return value.isoformat() if value else ""


def _plain(value: Any) -> str:
    return "" if value is None else f"{value.normalize():f}"
