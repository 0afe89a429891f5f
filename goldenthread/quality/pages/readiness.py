"""Readiness: what inspectors may read and for how long, and what an inspector sees when she signs in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.casework.pages.typed import key_of, typed_day, typed_number
from goldenthread.kernel.refusal import Refused
from goldenthread.people.public import search
from goldenthread.quality.pages import improvement_words as say
from goldenthread.quality.public.readiness import (
    Workspace,
    WorkspaceSaid,
    choose_children,
    documents,
    draw_children,
    end_workspace,
    evaluations,
    inspectors_to_choose,
    is_workspace,
    looks_in,
    open_workspace,
    workspace,
    workspaces,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.ui import words

STATES = {"open": "Open", "to_come": "Opens later", "closed": "Closed", "ended": "Ended early"}
TONES = {"open": "green", "to_come": "yellow", "closed": "grey", "ended": "grey"}
MOST_ROWS = 60
MOST_FOUND = 10  # people that a search reads closely; the children among them are offered


class Readiness(Page):
    """How ready we are to be inspected: workspaces, the self-evaluation, and documents that have run out."""

    act = "readiness.read"
    template = "quality/readiness.html"

    def show(self) -> dict[str, Any]:
        acts, reader = acts_of(self.request.user), self.request.user
        held = documents(reader=reader, at=self.now)
        return {
            "workspaces": [line(one) for one in workspaces(reader=reader, at=self.now)],
            "evaluations": evaluations(reader=reader),
            "documents": len(held),
            "expired": [one for one in held if one.state == "expired"],
            "soon": [one for one in held if one.state == "soon"],
            "may_open": "workspace.open" in acts,
            "may_evaluate": "self_evaluation.write" in acts,
        }


class OpenWorkspace(Page):
    """Which inspectors, which children and why, from which day to which."""

    act = "workspace.open"
    template = "quality/readiness_workspace_new.html"

    def show(self) -> dict[str, Any]:
        typed = self.request.POST
        values: dict[str, Any] = dict(typed.items()) | {"inspectors": typed.getlist("inspectors")}
        if self.request.method == "GET":
            values["opens_on"] = timezone.localdate(self.now).isoformat()
        return {
            "inspectors": [
                {"key": str(key), "name": name, "until": words.day(until) if until else ""}
                for key, name, until in inspectors_to_choose()
            ],
            "values": values,
            "wrong": {field: sentence for field, sentence in self.problems if field},
        }

    def perform(self) -> str:
        typed = self.request.POST
        opens_on = typed_day(typed, "opens_on", what="the first day", needed=True)
        closes_on = typed_day(typed, "closes_on", what="the last day", needed=True)
        assert opens_on is not None
        assert closes_on is not None
        said = WorkspaceSaid(
            name=typed.get("name", ""),
            inspectors=say.keys_of(typed.getlist("inspectors")),
            children=children_in(typed.get("children", "")),
            opens_on=opens_on,
            closes_on=closes_on,
        )
        made = open_workspace(said=said, by=self.request.user, at=self.now)
        messages.success(self.request, "The workspace is open, and its inspectors are told.")
        return reverse("workspace", args=[made])


class WorkspacePage(Page):
    """One workspace: to whom it is open, which children and why, and everything that was looked at."""

    act = "readiness.read"
    template = "quality/readiness_workspace.html"

    def find(self, *, workspace_id: int) -> None:
        if not is_workspace(workspace_id):
            raise Http404("No such workspace")

    def show(self, *, workspace_id: int) -> dict[str, Any]:
        found = workspace(workspace_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404("No such workspace")
        self.saw([one.key for one in found.children if one.name], subject=f"workspace:{workspace_id}")
        acts, live = acts_of(self.request.user), found.state in ("open", "to_come")
        return {
            "w": found,
            "line": line(found),
            "looks": looks_in(found, reader=self.request.user, at=self.now, most=MOST_ROWS),
            "may_choose": live and "workspace.open" in acts,
            "search": self._searched(found) if live and "workspace.open" in acts else None,
            "form": self.request.POST.get("form", ""),
            "ticked": self.request.POST.getlist("child"),
            "amongs": [(one.code, one.label) for one in SETS["audit_among"].items],
            "seed": f"{timezone.localdate(self.now):%Y-%m}",
            "may_end": live and "workspace.end" in acts,
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "failed": self.act if self.problems else "",
            "now": self.now,
        }

    def _searched(self, found: Workspace) -> dict[str, Any]:
        """What was searched for, and the children found whom she may choose: not those chosen already."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        q = asked.get("q", "").replace("\x00", "").strip()[:300]
        people = search(q, by=self.request.user, at=self.now, limit=MOST_FOUND) if q else None
        children = [one for one in people.candidates if one.kind == "child"] if people else []
        chosen = {one.key for one in found.children}
        return {
            "q": q,
            "problem": people.problem if people else "",
            "children": [one for one in children if one.open_to and one.person not in chosen],
            "chosen": sum(one.person in chosen for one in children),
            "closed": sum(not one.open_to and one.person not in chosen for one in children),
        }


class ChooseChildren(WorkspacePage):
    """More children are chosen: those found by a search, or by the numbers of their records."""

    act = "workspace.open"

    def perform(self, *, workspace_id: int) -> str:
        typed = self.request.POST
        if typed.get("form") == "search":
            if not typed.get("q", "").strip():
                raise Refused("Search for the child first", "q")
            chosen = dict.fromkeys(say.keys_of(typed.getlist("child")), typed.get("why", "").strip())
        else:
            chosen = children_in(typed.get("children", ""))
        choose_children(workspace=workspace_id, children=chosen, by=self.request.user, at=self.now)
        messages.success(self.request, "The inspectors may read them now.")
        return reverse("workspace", args=[workspace_id])


class DrawChildren(WorkspacePage):
    """More children are chosen at random, by a seed that anybody may draw with again."""

    act = "workspace.open"

    def perform(self, *, workspace_id: int) -> str:
        typed = self.request.POST
        wanted = typed_number(typed, "wanted", what="how many children")
        there_were = draw_children(
            workspace=workspace_id,
            among=typed.get("among", ""),
            wanted=wanted or 0,
            seed=typed.get("seed", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, f"{words.plural(wanted or 0, 'child', 'children')} drawn from {there_were}.")
        return reverse("workspace", args=[workspace_id])


class EndWorkspace(WorkspacePage):
    """The workspace ends at once, with the reason."""

    act = "workspace.end"

    def perform(self, *, workspace_id: int) -> str:
        because = self.request.POST.get("because", "")
        end_workspace(workspace=workspace_id, because=because, by=self.request.user, at=self.now)
        messages.success(self.request, "The workspace has ended. Its inspectors read nothing more.")
        return reverse("workspace", args=[workspace_id])


class InspectorsWorkspace(Page):
    """What an inspector may read: the chosen children, shared documents, the self-evaluation, the plans."""

    act = "workspace.read"
    template = "quality/readiness_inspector.html"

    def show(self) -> dict[str, Any]:
        reader = self.request.user
        held = workspaces(reader=reader, at=self.now)
        named = {one.key for found in held for one in found.children if one.name}
        self.saw(sorted(named), subject="workspace")
        return {
            "workspaces": [line(one) | {"children": one.children} for one in held],
            "documents": documents(reader=reader, at=self.now),
            "evaluations": evaluations(reader=reader),
        }


def line(one: Any) -> dict[str, Any]:
    """A workspace in a line."""
    return {
        "key": one.key,
        "name": one.name,
        "url": reverse("workspace", args=[one.key]),
        "state": STATES[one.state],
        "tone": TONES[one.state],
        "open": one.state == "open",
        "opens": words.day(one.opens_on),
        "closes": words.day(one.closes_on),
        "inspectors": words.join_names(name for _, name in one.inspectors),
        "count": words.plural(len(one.children), "child", "children"),
    }


def children_in(typed: str) -> dict[int, str]:
    """Children as they were typed: on each line the number of the record, and why the child was chosen.

    Raises `Refused` for a line that does not begin with a number.
    """
    found: dict[int, str] = {}
    for row in typed.replace("\r", "\n").split("\n"):
        if not row.strip():
            continue
        number, _, why = row.strip().partition(" ")
        key = key_of(number.strip(",:;"))
        if key is None:
            raise Refused("Begin each line with the number of the child’s record, then say why", "children")
        found[key] = why.strip(" ,:;-–")
    return found
