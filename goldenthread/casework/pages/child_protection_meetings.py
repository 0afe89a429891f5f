"""Strategy discussions and conferences: arranged, moved, stood down, read and recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of, decide_about, require_about
from goldenthread.casework.pages.checklists import checklists_by_child
from goldenthread.casework.pages.protection_answers import (
    agency_lines,
    asked_parts,
    asked_start,
    conference_said,
    strategy_said,
)
from goldenthread.casework.pages.protection_forms import DraftedForm, GroupedForm, today
from goldenthread.casework.pages.typed import key_of, keys_of
from goldenthread.casework.public.checklists import conference_checklist
from goldenthread.casework.public.child_protection import (
    CONFERENCES,
    Shown,
    arrange_conference,
    arrange_strategy,
    asked_usually,
    chair_to_follow,
    chairs,
    change_since_last,
    children_for,
    children_in,
    hold_conference,
    hold_strategy,
    kind_words,
    move_conference,
    record_strategy,
    rooms,
    share_report,
    show_meeting,
    stand_down,
    visits_by_policy,
)
from goldenthread.kernel.form import Choice, Kind, Question
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.child_protection import (
    Group,
    asked_questions,
    calling_questions,
    conference_groups,
    strategy_groups,
)
from goldenthread.ui import words
from goldenthread.ui.cleaning import Unclean, many_lines

ACTS = ("meeting.rearrange", "meeting.hold", "meeting.stand_down", "meeting.issue")


class AboutMeeting(Page):
    """What every page of a meeting knows: its children, and that a seal on any of them closes it."""

    act = "child.read"

    def authorise(self, *, meeting_id: int, **address: Any) -> None:
        self.children = children_in(meeting_id)
        if not self.children:
            raise Http404
        self.decision = require_about(self.request.user, self.act, self.children, at=self.now)

    def child(self, *, meeting_id: int, **address: Any) -> int | None:
        children = getattr(self, "children", ())
        return children[0] if children else None

    def found(self, meeting_id: int) -> Shown:
        """The meeting, as the reader may see it."""
        found = show_meeting(meeting_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404
        return found


class MeetingPage(AboutMeeting):
    """One meeting: who was asked, what was said and decided, and what may be done now."""

    template = "casework/child_protection_meeting.html"

    def show(self, *, meeting_id: int) -> dict[str, Any]:
        found = self.found(meeting_id)
        self.saw(self.children[1:], subject=f"meeting:{meeting_id}")
        mine = acts_of(self.request.user)
        may = {
            act
            for act in ACTS
            if act in mine and decide_about(self.request.user, act, self.children, at=self.now).allowed
        }
        held = found.state == "held" and found.kind in CONFERENCES and "meeting.issue" in may
        lines = conference_checklist(meeting_id, on=timezone.localdate(self.now)) if held else ()
        return {
            "m": found,
            "conference": found.kind in CONFERENCES,
            "checklists": checklists_by_child(lines, {one.child: one.name for one in found.children}),
            "may": may,
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "unshared": [part for part in found.parts if part.agency != "family" and part.report_shared_on is None],
            "now": self.now,
        }

    def _typed(self, name: str) -> str:
        try:
            return many_lines(self.request.POST.get(name, ""))
        except Unclean as unclean:
            raise Refused(f"What you typed {unclean}", name) from None


class StandDownMeeting(MeetingPage):
    """A meeting that was arranged does not go on."""

    act = "meeting.stand_down"

    def perform(self, *, meeting_id: int) -> str:
        stand_down(meeting=meeting_id, because=self._typed("because"), by=self.request.user, at=self.now)
        messages.success(self.request, "Stood down. The day by which it is due has not changed: arrange another.")
        return reverse("meeting", args=[meeting_id])


class ShareReport(MeetingPage):
    """Record on which day the family had somebody's report."""

    act = "meeting.issue"

    def perform(self, *, meeting_id: int) -> str:
        on = words_of_day(self.request.POST.get("shared_on", ""))
        share_report(
            meeting=meeting_id,
            part=key_of(self.request.POST.get("part")) or 0,
            shared_on=on,
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, f"Recorded: the family had the report on {words.day(on)}.")
        return reverse("meeting", args=[meeting_id])


def words_of_day(text: str) -> date:
    """The day of a date box; raises `Refused` when it holds none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("Choose the day", "shared_on") from None


class ArrangeStrategy(GroupedForm):
    """Arrange a strategy discussion that is not held at once."""

    act = "meeting.arrange"
    heading = "Arrange a strategy discussion"
    button = "Arrange it"

    def child(self, *, child_id: int) -> int:
        return child_id

    def groups(self, *, child_id: int) -> tuple[Group, ...]:
        siblings = children_for("strategy", child_id, reader=self.request.user, at=self.now)
        others = [one for one in siblings if one[0] != child_id]
        planned = (
            Question("planned_at", "When will it be held?", Kind.MOMENT, required=True),
            Question("place", "Where, or how?", hint="For example: by video call"),
            Question("chair_name", "Who chairs it?", hint="A manager’s name"),
        )
        return (("called", "Why it is called", calling_questions(others)), ("planned", "When and where", planned))

    def start(self, *, child_id: int) -> dict[str, Any]:
        return {"suspected_at": today(self.now), "planned_at": today(self.now)}

    def around(self, *, child_id: int) -> dict[str, Any]:
        return _of_child(child_id, self)

    def record(self, answers: Mapping[str, Any], *, child_id: int) -> str:
        meeting = arrange_strategy(
            children=[child_id, *keys_of(answers.get("also") or ())],
            suspected_at=answers["suspected_at"],
            why_called=answers["why_called"],
            planned_at=answers["planned_at"],
            place=answers.get("place") or "",
            chair_name=answers.get("chair_name") or "",
            immediate=bool(answers.get("immediate")),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The strategy discussion is arranged.")
        return reverse("meeting", args=[meeting])


class RecordStrategy(DraftedForm):
    """Record a strategy discussion that was held without being arranged here."""

    act = "meeting.hold"
    form_id = "strategy"
    heading = "Record a strategy discussion"
    button = "Record the discussion"

    def child(self, *, child_id: int) -> int:
        return child_id

    def about(self, *, child_id: int) -> int:
        return child_id

    def groups(self, *, child_id: int) -> tuple[Group, ...]:
        siblings = children_for("strategy", child_id, reader=self.request.user, at=self.now)
        return strategy_groups(calling=True, siblings=[one for one in siblings if one[0] != child_id])

    def start(self, *, child_id: int) -> dict[str, Any]:
        return {"suspected_at": today(self.now), "held_at": today(self.now)}

    def around(self, *, child_id: int) -> dict[str, Any]:
        return _of_child(child_id, self)

    def record(self, answers: Mapping[str, Any], *, child_id: int) -> str:
        meeting = record_strategy(
            children=[child_id, *keys_of(answers.get("also") or ())],
            suspected_at=answers["suspected_at"],
            why_called=answers["why_called"],
            said=strategy_said(answers),
            place=answers.get("place") or "",
            immediate=bool(answers.get("immediate")),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The strategy discussion is recorded.")
        return reverse("meeting", args=[meeting])


class RecordMeeting(DraftedForm, AboutMeeting):
    """Record a strategy discussion or a conference that was arranged."""

    act = "meeting.hold"
    form_id = "conference"
    button = "Record it"

    def authorise(self, **address: Any) -> None:
        super().authorise(**address)
        self.meeting = self.found(address["meeting_id"])
        self.strategy = self.meeting.kind == "strategy"
        if not self.strategy and self.meeting.kind not in CONFERENCES:
            raise Http404
        self.form_id = "strategy" if self.strategy else "conference"
        self.heading = f"Record: {self.meeting.kind_words.lower()}"

    def about(self, *, meeting_id: int) -> int:
        return self.children[0]

    def groups(self, *, meeting_id: int) -> tuple[Group, ...]:
        if self.strategy:
            return strategy_groups(calling=False)
        return conference_groups(
            self.meeting.kind,
            parts=[(part.name, part.agency) for part in self.meeting.parts],
            children=[(one.child, one.name, True) for one in self.meeting.children],
        )

    def start(self, *, meeting_id: int) -> dict[str, Any]:
        at = self.meeting.planned_at
        start: dict[str, Any] = {"held_at": at if at and at <= self.now else today(self.now)}
        if self.strategy:
            return start | {"place": self.meeting.place} | agency_lines(self.meeting)
        shared = {
            f"part_{n}_shared_on": part.report_shared_on
            for n, part in enumerate(self.meeting.parts, start=1)
            if part.report_shared_on
        }
        change = change_since_last(self.meeting.key) if self.meeting.kind == "review_conference" else ""
        return start | shared | ({"measured_change": change} if change else {})

    def around(self, *, meeting_id: int) -> dict[str, Any]:
        policy = visits_by_policy(timezone.localdate(self.now))
        lead = f"Policy is a visit every {policy} working days. A conference can ask for more visits, never fewer."
        return {
            "caption": self.meeting.family,
            "back": {"label": self.meeting.kind_words, "url": reverse("meeting", args=[meeting_id])},
            "lead": [] if self.strategy else [lead],
        }

    def record(self, answers: Mapping[str, Any], *, meeting_id: int) -> str:
        who = {"by": self.request.user, "at": self.now}
        if self.strategy:
            hold_strategy(meeting=meeting_id, said=strategy_said(answers), **who)
            messages.success(self.request, "The strategy discussion is recorded.")
        else:
            begun = hold_conference(meeting=meeting_id, said=conference_said(answers, self.meeting), **who)
            plans = f" {words.plural(len(begun), 'child protection plan')} began." if begun else ""
            messages.success(self.request, f"The conference is recorded.{plans}")
        return reverse("meeting", args=[meeting_id])


class NewConference(GroupedForm):
    """Arrange a conference: when, where, who chairs it, for whom, and who is asked."""

    act = "meeting.arrange"
    button = "Arrange the conference"

    def authorise(self, **address: Any) -> None:
        super().authorise(**address)
        kind = self.request.POST.get("kind") or self.request.GET.get("kind", "")
        self.kind = kind if kind in CONFERENCES else "initial_conference"
        self.heading = f"Arrange: {kind_words(self.kind).lower()}"

    def child(self, *, child_id: int) -> int:
        return child_id

    def groups(self, *, child_id: int) -> tuple[Group, ...]:
        able = children_for(self.kind, child_id, reader=self.request.user, at=self.now)
        others = tuple(Choice(str(key), name) for key, name in able if key != child_id)
        also_for = (Question("also", "For which other children?", Kind.SOME_OF, choices=others),) if others else ()
        return (
            (
                "when",
                "When, where and by whom",
                when_questions(
                    self.now, clash=self.request.method == "POST", follows=last_chair(self.kind, [child_id]), held=True
                ),
            ),
            *((("children", "Children", also_for),) if also_for else ()),
            ("asked", "Who is asked", asked_questions()),
        )

    def start(self, *, child_id: int) -> dict[str, Any]:
        found = asked_usually([child_id], reader=self.request.user, at=self.now)
        return asked_start(found)

    def around(self, *, child_id: int) -> dict[str, Any]:
        return _of_child(child_id, self) | {"hidden": {"kind": self.kind}}

    def record(self, answers: Mapping[str, Any], *, child_id: int) -> str:
        meeting = arrange_conference(
            kind=self.kind,
            children=[child_id, *keys_of(answers.get("also") or ())],
            planned_at=answers["planned_at"],
            room=key_of(answers.get("room")),
            place=answers.get("place") or "",
            chair=key_of(answers.get("chair")),
            parts=asked_parts(answers, asked_usually([child_id], reader=self.request.user, at=self.now)),
            despite_clash="yes" in (answers.get("despite_clash") or []),
            chair_reason=answers.get("chair_reason") or "",
            chair_reason_words=answers.get("chair_reason_words") or "",
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The conference is arranged.")
        return reverse("meeting", args=[meeting])


class ChangeConference(GroupedForm, AboutMeeting):
    """Change when, where or by whom a conference is chaired, and who is asked."""

    act = "meeting.rearrange"
    button = "Save the change"

    def authorise(self, **address: Any) -> None:
        super().authorise(**address)
        self.meeting = self.found(address["meeting_id"])
        if self.meeting.kind not in CONFERENCES:
            raise Http404
        self.heading = f"Change: {self.meeting.kind_words.lower()}"

    def groups(self, *, meeting_id: int) -> tuple[Group, ...]:
        return (
            (
                "when",
                "When, where and by whom",
                when_questions(
                    self.now,
                    clash=self.request.method == "POST",
                    follows=self.meeting.chair_name or last_chair(self.meeting.kind, self.children),
                    held=not self.meeting.chair_name,
                ),
            ),
            ("asked", "Who is asked as well", asked_questions(3)),
        )

    def start(self, *, meeting_id: int) -> dict[str, Any]:
        return {
            "planned_at": self.meeting.planned_at,
            "room": str(self.meeting.room or ""),
            "place": self.meeting.place,
            "chair": str(self.meeting.chair or ""),
        }

    def around(self, *, meeting_id: int) -> dict[str, Any]:
        names = words.join_names(part.name for part in self.meeting.parts)
        return {
            "caption": self.meeting.family,
            "back": {"label": self.meeting.kind_words, "url": reverse("meeting", args=[meeting_id])},
            "lead": [f"Asked so far: {names}."] if names else [],
            "hidden": {"based_on": self.request.POST.get("based_on") or stamp(self.meeting)},
        }

    def record(self, answers: Mapping[str, Any], *, meeting_id: int) -> str:
        added = asked_parts(answers, ())
        move_conference(
            meeting=meeting_id,
            planned_at=answers["planned_at"],
            room=key_of(answers.get("room")),
            place=answers.get("place") or "",
            chair=key_of(answers.get("chair")),
            parts=added or None,
            based_on=self._based_on(),
            despite_clash="yes" in (answers.get("despite_clash") or []),
            chair_reason=answers.get("chair_reason") or "",
            chair_reason_words=answers.get("chair_reason_words") or "",
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The conference is changed. The day by which it is due has not.")
        return reverse("meeting", args=[meeting_id])

    def _based_on(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.request.POST.get("based_on", ""))
        except ValueError:
            return self.meeting.planned_at


def when_questions(now: Any, *, clash: bool, follows: str = "", held: bool = False) -> tuple[Question, ...]:
    """When and where a conference is, and who chairs it. The rooms and chairs are those there are; with
    `clash`, also whether two can be held at once. `follows` is who is named to chair it, or chaired the last (`held`):
    why somebody else does is asked beside it."""
    open_rooms = tuple(
        Choice(str(one.key), f"{one.name}, {one.place}" if one.place else one.name)
        for one in rooms(on=timezone.localdate(now))
    )
    chairing = tuple(Choice(str(one.key), one.name) for one in chairs())
    both = (Choice("yes", "Yes, both can be held"),)
    return (
        Question("planned_at", "When will it be held?", Kind.MOMENT, hint="A working day.", required=True),
        Question("room", "In which room?", Kind.ONE_OF, choices=open_rooms),
        Question("place", "Or where else?", hint="For example: by video call, or a school"),
        Question("chair", "Who chairs it?", Kind.ONE_OF, choices=chairing),
        *(chair_change_questions(follows, held) if follows else ()),
        *((Question("despite_clash", "If the room or the chair is taken then", Kind.SOME_OF, choices=both),) * clash),
    )


def last_chair(kind: str, children: Sequence[int]) -> str:
    """Who held the last conference before a review; empty for a first one, which follows nobody."""
    return chair_to_follow(children) if kind == "review_conference" else ""


def chair_change_questions(follows: str, held: bool) -> tuple[Question, ...]:
    """Why somebody else than `follows` chairs it."""
    who = f"{follows} {'chaired the last conference' if held else 'is named to chair it'}"
    reasons = tuple(Choice(one.value, one.label) for one in SETS["worker_change"].choices())
    return (
        Question(
            "chair_reason",
            "If the chair changes, why?",
            Kind.ONE_OF,
            hint=f"{who}. Needed only if somebody else does now.",
            choices=reasons,
        ),
        Question("chair_reason_words", "More about it", hint="Optional, unless it is another reason.", longest=300),
    )


def stamp(meeting: Shown) -> str:
    """The time a meeting has, as a form sends it back."""
    return meeting.planned_at.isoformat() if meeting.planned_at else "none"


def _of_child(child: int, page: Page) -> dict[str, Any]:
    names = dict(children_for("strategy", child, reader=page.request.user, at=page.now))
    return {
        "caption": names.get(child, ""),
        "back": {"label": "Child protection", "url": reverse("child_protection", args=[child])},
    }
