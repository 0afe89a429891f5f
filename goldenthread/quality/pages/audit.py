"""The audit programme: rounds, samples and drawing them again, tools, and how far auditors agree."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of, teams, those_who_may
from goldenthread.casework.pages.typed import key_of, typed_number
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.public.audit import (
    RoundSaid,
    agreement_on,
    auditors_graded_again,
    draw_sample,
    drawn_again,
    grade_words,
    latest_tools,
    open_cycle,
    plan_round,
    programme,
    round_shown,
    tools_graded_twice,
    write_tool,
)
from goldenthread.rulebook.audit_tools import as_text
from goldenthread.rulebook.codes import SETS
from goldenthread.ui import words


class Audits(Page):
    """What is audited and when, what waits for whoever reads it, and what is not closed yet."""

    act = "audit.programme"
    template = "quality/audits.html"

    def show(self) -> dict[str, Any]:
        asked = self.request.GET.get("tool", "")
        tool = next((one for one in latest_tools() if one.key == asked), None) if asked else None
        found = programme(reader=self.request.user, at=self.now, tool=tool.key if tool else "")
        months: dict[str, list[Any]] = {}
        for one in found.rounds:
            months.setdefault(f"{one.month:%B %Y}", []).append(one)
        return {
            "found": found,
            "tool": tool.title if tool else "",
            "months": [{"title": title, "rounds": rounds} for title, rounds in months.items()],
            "may": acts_of(self.request.user),
            "now": self.now,
        }


class PlanAudit(Page):
    """A round is planned: what is audited, of whom, and how the sample is drawn."""

    act = "audit_round.plan"
    template = "quality/audit_plan.html"

    def show(self, **address: Any) -> dict[str, Any]:
        values = dict(self.request.POST.items()) if self.request.method == "POST" else self.begins_with(**address)
        chosen = self.request.POST.getlist("auditors") or values.get("chosen", [])
        return {
            "cycle": None,
            "values": values,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "tiers": coded("audit_tier"),
            "amongs": coded("audit_among"),
            "hows": coded("audit_draw"),
            "teams": [(one.key, one.name) for one in teams()],
            "tools": tool_choices(),
            "auditors": [
                {"key": one.key, "name": one.name, "role": one.role_name, "chosen": str(one.key) in chosen}
                for one in those_who_may("audit.grade")
            ],
        }

    def begins_with(self, **address: Any) -> dict[str, Any]:
        month = timezone.localdate(self.now)
        return {
            "month": f"{month:%Y-%m}",
            "wanted": "20",
            "not_audited_months": "12",
            "second_percent": "15",
            "how": "random",
            "tier": "3",
        }

    def perform(self, **address: Any) -> str:
        made = plan_round(said=round_said(self.request.POST), by=self.request.user, at=self.now)
        messages.success(self.request, "The audit is planned. Draw the sample when you are ready.")
        return reverse("audit_round", args=[made])


class AuditRoundPage(Page):
    """A round: how its sample is drawn, each audit and where it stands, and what it found."""

    act = "audit.programme"
    template = "quality/audit_round.html"

    def find(self, **address: Any) -> None:
        self.found = round_shown(address["round_id"], reader=self.request.user, at=self.now)
        if self.found is None:
            raise Http404("No such audit round")

    def show(self, *, round_id: int) -> dict[str, Any]:
        return {
            "r": self.found,
            "may": acts_of(self.request.user),
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "now": self.now,
        }


class DrawSample(AuditRoundPage):
    """The sample is drawn, and each child given to an auditor."""

    act = "audit_round.draw"

    def perform(self, *, round_id: int) -> str:
        drawn = draw_sample(round=round_id, by=self.request.user, at=self.now)
        messages.success(self.request, f"{words.plural(drawn.audits, 'audit')} drawn from {drawn.there_were}.")
        return reverse("audit_round", args=[round_id])


class DrawnAgain(AuditRoundPage):
    """The sample once more, from the list that was kept and the seed: the same children, for anybody to see."""

    template = "quality/audit_again.html"

    def show(self, *, round_id: int) -> dict[str, Any]:
        return super().show(round_id=round_id) | {"again": drawn_again(round_id)}


class OpenCycle(AuditRoundPage):
    """What a round found is to change: a learning cycle begins."""

    act = "cycle.open"

    def perform(self, *, round_id: int) -> str:
        typed = self.request.POST
        made = open_cycle(
            round=round_id,
            question=typed.get("question", ""),
            title=typed.get("title", ""),
            words=typed.get("words", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "A learning cycle is open, and the finding is in the register.")
        return reverse("cycle", args=[made])


class Tools(Page):
    """Every tool, ours and the council's own, each at its newest version."""

    act = "audit.programme"
    template = "quality/audit_tools.html"

    def show(self) -> dict[str, Any]:
        return {"tools": latest_tools(), "may": acts_of(self.request.user)}


class WriteTool(Page):
    """A tool of the council's own, as text. What is saved is a new version; audits under way keep theirs."""

    act = "audit.write_tool"
    template = "quality/audit_tool_write.html"

    def find(self, **address: Any) -> None:
        key = address.get("tool_key", "")
        self.tool = next((one for one in latest_tools() if one.key == key), None)
        if key and self.tool is None:
            raise Http404("No such tool")

    def show(self, tool_key: str = "") -> dict[str, Any]:
        ours = self.tool is not None and not tool_key.startswith("own_")
        begun = {"title": "", "text": ""}
        if self.tool is not None:
            title = f"{self.tool.title} (our own)" if ours else self.tool.title
            begun = {"title": title, "text": as_text(self.tool)}
        return {
            "tool": self.tool,
            "ours": ours,
            "values": self.request.POST if self.request.method == "POST" else begun,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "form_url": self.request.path,
        }

    def perform(self, tool_key: str = "") -> str:
        typed = self.request.POST
        version = write_tool(
            key=tool_key if tool_key.startswith("own_") else "",
            title=typed.get("title", ""),
            text=typed.get("text", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, f"Version {version} is kept. Audits planned from now use it.")
        return reverse("audit_tools")


class Agreement(Page):
    """How far first and second auditors agree: by tool, by question, and how each auditor's grades stood."""

    act = "audit.programme"
    template = "quality/audit_agreement.html"

    def show(self) -> dict[str, Any]:
        tools = tools_graded_twice()
        key = self.request.GET.get("tool", "") or (tools[0][0] if tools else "")
        if key and key not in {one[0] for one in tools}:
            raise Http404("No audits of that tool were graded twice")
        tool = next((one for one in latest_tools() if one.key == key), None)
        question = self.request.GET.get("question", "")
        if question and (tool is None or question not in {item.key for item in tool.items}):
            raise Http404("No such question")
        agreed = agreement_on(key, question) if key else None
        return {
            "tools": tools,
            "tool": tool,
            "question": tool.item(question) if tool and question else None,
            "agreed": agreed,
            "grades": [grade_words(grade) for grade in agreed.order] if agreed else [],
            "says": agreement_in_words(agreed.agreement) if agreed else "",
            "splits": split_in_words(agreed.agreement) if agreed else "",
            "auditors": auditors_graded_again(),
        }


def agreement_in_words(found: Any) -> str:
    """What the matrix shows, in a sentence or three."""
    if not found.pairs:
        return "Nothing was graded twice yet."
    first = f"In {words.plural(found.pairs, 'audit')} graded twice, {found.same} had the same grade"
    first += (
        f" and {found.one_apart} {'was' if found.one_apart == 1 else 'were'} one apart." if found.one_apart else "."
    )
    first += f" {found.further} were further apart." if found.further else ""
    if found.kappa is None:
        return f"{first} That is too few, or too much alike, to say how far auditors agree beyond chance."
    return (
        f"{first} Weighted kappa {found.kappa:.2f}, probably between {found.low:.2f} and {found.high:.2f}"
        " (0 is what chance would give, 1 is always the same)."
    )


def split_in_words(found: Any) -> str:
    """Whether second auditors are harder, as far as these numbers can say."""
    if not found.lower and not found.higher:
        return "Second auditors never differed."
    first = f"Second auditors were lower in {found.lower} and higher in {found.higher}."
    if found.uneven < 0.05:
        return f"{first} Chance gives a split this uneven less than 1 time in 20."
    times = max(1, round(1 / found.uneven))
    often = "often" if times == 1 else f"about 1 time in {times}"
    return f"{first} That is not enough to say that one group is harder: chance gives a split this uneven {often}."


def coded(name: str) -> list[tuple[str, str]]:
    """The choices of a code set, for a list."""
    return [(one.value, one.label) for one in SETS[name].choices()]


def tool_choices() -> list[tuple[str, str]]:
    """Every tool, and each of its questions for a dip sample: "case:1:" or "case:1:voice"."""
    rows = []
    for tool in latest_tools():
        rows.append((f"{tool.key}:{tool.version}:", f"{tool.title} (the whole)"))
        rows += [
            (f"{tool.key}:{tool.version}:{item.key}", f"{tool.title}, one question: {item.label}")
            for item in tool.items
        ]
    return rows


def round_said(typed: Any, *, cycle: int | None = None) -> RoundSaid:
    """What was typed of a round. Raises `Refused`."""
    key, _, rest = typed.get("tool", "").partition(":")
    version, _, question = rest.partition(":")
    try:
        month = date.fromisoformat(f"{typed.get('month', '')}-01")
    except ValueError:
        raise Refused("Enter the month, like 2026-09", "month") from None
    numbers = {
        name: typed_number(typed, name, what=what) or 0
        for name, what in (
            ("wanted", "how many children"),
            ("not_audited_months", "how many months"),
            ("second_percent", "how many in a hundred"),
        )
    }
    team = key_of(typed.get("team"))
    known = {one.key for one in teams()}
    return RoundSaid(
        title=typed.get("title", ""),
        tier=typed.get("tier", ""),
        month=month,
        tool=key,
        tool_version=int(version) if version.isdecimal() and len(version) < 5 else 0,
        question=question,
        among=typed.get("among", ""),
        how=typed.get("how", ""),
        team=team if team in known else None,
        auditors=tuple(key for one in typed.getlist("auditors") if (key := key_of(one)) is not None),
        seed=typed.get("seed", ""),
        cycle=cycle,
        **numbers,
    )
