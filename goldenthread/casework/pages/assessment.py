"""An assessment: started, seen as a whole, read when it is sent; a child taken out, a review point held, shared."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import NotAllowed, acts_of
from goldenthread.casework.pages import assessment_words as say
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.oversight_links import decide_url
from goldenthread.casework.pages.typed import keys_of
from goldenthread.casework.public.assessment import (
    AssessmentWritten,
    Challenged,
    assessment_written,
    assessments_of,
    checklist_answered,
    record_review,
    require_assessment,
    share_assessment,
    standard_sentence,
    start_assessment,
    startable_with,
    stop_assessment,
    take_out,
    texts_at,
)
from goldenthread.kernel.form import Kind, Question, Section
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.calendar import WORKING_DAYS
from goldenthread.rulebook.codes import SETS
from goldenthread.rulebook.forms.assessment import LONGEST_REASON
from goldenthread.rulebook.workflows import ASSESSMENT
from goldenthread.ui import words
from goldenthread.ui.forms import SectionForm, error_summary, form_for, render

REVIEWS_USUALLY = (10, 25)
"""Working days after the start that are offered as review points, to be changed with the manager."""


class ChildAssessments(ChildPage):
    """A child's assessments, latest first, and starting another."""

    template = "casework/assessment_list.html"
    part = "child_assessments"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        rows = []
        for one in assessments_of(child_id):
            ended = (
                f"authorised {words.day(one.authorised_at)}"
                if one.authorised_at
                else ASSESSMENT.states[one.state].lower()
            )
            rows.append(
                {
                    "title": one.title,
                    "url": reverse("assessment", args=[one.assessment]),
                    "when": f"Started {words.day(one.started_on)}, {ended}",
                    "who": f"With {words.join_names(one.children)}" if len(one.children) > 1 else "",
                    "author": one.author,
                    "outcome": one.outcome,
                    "old": one.loaded,
                    "open": one.state in ("writing", "with_manager", "returned"),
                }
            )
        may = "assessment.start" in acts_of(self.request.user)
        return {"assessments": rows, "new_url": reverse("assessment_new", args=[child_id]) if may else ""}


_START = Section(
    "start",
    "Start an assessment",
    (
        Question(
            "kind",
            "Which kind of assessment?",
            Kind.ONE_OF,
            choices=SETS["assessment_kind"].choices(),
            required=True,
        ),
        Question(
            "first_review",
            "When does the manager first look in?",
            Kind.DATE,
            hint="Agreed with her now. For example, 27 3 2027",
            required=True,
        ),
        Question("second_review", "And again, if agreed", Kind.DATE, hint="For example, 27 4 2027"),
        Question("third_review", "And a third time, if agreed", Kind.DATE, hint="For example, 27 5 2027"),
    ),
)


class StartAssessment(Page):
    """Which children of the family together, which kind, and when the manager looks in."""

    act = "assessment.start"
    template = "casework/assessment_new.html"

    def child(self, *, child_id: int) -> int:
        return child_id

    def show(self, *, child_id: int) -> dict[str, Any]:
        found = startable_with(child_id, reader=self.request.user, at=self.now)
        self.saw(one.child for one in found if one.child != child_id)
        form = self._form()
        ticked = self._children(child_id) if self.request.method == "POST" else None
        problems = [(field, text) for field, text in self.problems if not (form.is_bound and field in form.errors)]
        return {
            "form": render(form),
            "summary": error_summary(
                form, extra=[{"text": text, "href": _start_href(field)} for field, text in problems]
            ),
            "children_problem": next((text for field, text in problems if field == "children"), ""),
            "children": [
                {
                    "child": one.child,
                    "name": one.name,
                    "words": _startable_words(one, self.now),
                    "ticked": one.child in ticked
                    if ticked is not None
                    else not one.running and (one.child == child_id or one.referred_with),
                    "running": one.running,
                }
                for one in found
            ],
            "name": next((one.name for one in found if one.child == child_id), ""),
            "back_url": reverse("child", args=[child_id]),
        }

    def perform(self, *, child_id: int) -> str:
        form = self._form()
        if not form.is_valid():
            raise Refused(problems=tuple((one["href"].lstrip("#"), one["text"]) for one in form.problems()))
        said = form.cleaned_data
        points = [said[name] for name in ("first_review", "second_review", "third_review") if said.get(name)]
        made = start_assessment(
            children=self._children(child_id),
            kind=said["kind"],
            review_points=points,
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The assessment is started.")
        return reverse("assessment", args=[made])

    def _children(self, child_id: int) -> list[int]:
        return sorted(keys_of(self.request.POST.getlist("children")), key=lambda key: key != child_id)

    def _form(self) -> SectionForm:
        if self.request.method == "POST":
            return form_for(_START)(self.request.POST)
        today = timezone.localdate(self.now)
        first, second = (WORKING_DAYS.add(today, days) for days in REVIEWS_USUALLY)
        initial = {"kind": "single", "first_review": first.isoformat(), "second_review": second.isoformat()}
        return form_for(_START)(initial=initial)


def _startable_words(one: Any, now: Any) -> str:
    told = [words.age(one.born_on, now) if one.born_on else "", f"referred {words.day(one.received_on)}"]
    if one.worker:
        told.append(one.worker)
    if one.running:
        told.append("is being assessed already")
    return ", ".join(part for part in told if part)


def _start_href(field: str) -> str:
    return {"children": "#children-1", "review_points": "#first_review-day"}.get(field, f"#{field}" if field else "")


class OneAssessment(Page):
    """What every page about one assessment shares: the right over every child in it, and who it is about."""

    act = "child.read"

    def authorise(self, *, assessment_id: int, **address: Any) -> None:
        self.decision = require_assessment(self.request.user, self.act, assessment_id, at=self.now)

    def load(self, assessment_id: int, *, with_history: bool = True) -> AssessmentWritten:
        """The assessment as it stands now; a page that is not there when there is none."""
        found = assessment_written(assessment_id, reader=self.request.user, at=self.now, with_history=with_history)
        if found is None:
            raise Http404("No such assessment")
        return found

    def _page(self, status: int, **address: Any) -> HttpResponse:
        self.written = self.load(address["assessment_id"])
        if status == 200 and (instead := self.instead()):
            return HttpResponseRedirect(instead)
        if status == 200:
            self.saw((one.child for one in self.written.everyone), subject=f"assessment:{self.written.assessment}")
        return super()._page(status, **address)

    def instead(self) -> str:
        """The address to go to instead, where the assessment is past what this page does; else nothing."""
        return ""

    def head(self) -> dict[str, Any]:
        """What stands at the head of each page of an assessment."""
        written = self.written
        names = words.join_names(one.short for one in written.children) or "nobody"
        left = written.to_do() if written.writable else ()
        return {
            "written": written,
            "names": names,
            "caption": f"{written.title} of {names}",
            "state": {"text": ASSESSMENT.states[written.state], "tone": say.STATE_TONES[written.state]},
            "left": left,
            "lead": lead(written, self.now),
            "home_url": reverse("assessment", args=[written.assessment]),
            "children_rows": [
                {
                    "name": one.name,
                    "short": one.short,
                    "url": reverse("child", args=[one.child]),
                    "age": _age(one, self.now),
                }
                for one in written.children
            ],
            "may": {act for act in ASSESSMENT.acts_from(written.state) if act in acts_of(self.request.user)},
        }


def _age(one: Any, now: Any) -> str:
    return words.age(one.born_on, now) if one.born_on else "unborn" if one.expected_on else ""


def lead(written: AssessmentWritten, now: Any) -> dict[str, Any]:
    """Where the assessment stands, in a sentence or two: who sent it back, what is left, when it is due."""
    open_ones = [one for one in written.challenges if not one.answer]
    last = written.challenges[-1] if written.challenges else None
    waiting = sum(one.to_answer for one in written.history)
    told = ""
    if written.state == "returned" and last is not None:
        many = sum(one.made_at == last.made_at for one in written.challenges)
        told = (
            f"{last.made_by} sent this back {words.moment(last.made_at, now)} with {words.plural(many, 'challenge')}."
        )
    elif written.state == "with_manager":
        told = f"{written.sent_by} sent this to the manager {words.moment(written.sent_at, now)}."
    elif written.state == "authorised" and written.authorised_at:
        told = f"{written.authorised_by} authorised this {words.moment(written.authorised_at)}."
    elif written.state == "stopped":
        told = f"This assessment was stopped: {written.stopped_because}"
    due = written.due if written.state in ("writing", "returned", "with_manager") else None
    return {
        "told": told,
        "challenges": words.plural(len(open_ones), "challenge") if open_ones and written.writable else "",
        "history": words.plural(waiting, "piece of history", "pieces of history")
        if waiting and written.writable
        else "",
        "due": {"falls": due.falls, "words": due.words, "late": due.late, "mark": due.mark, "why": due.why}
        if due
        else None,
    }


def exchange_of(written: AssessmentWritten, now: Any, *, may_answer: bool) -> list[dict[str, Any]]:
    """The challenges with their answers, and the words before and after."""
    when = {one.section: one.made_at for one in reversed(written.challenges) if one.section}
    return say.challenge_rows(written, now, texts_at(written.assessment, when) if when else {}, may_answer=may_answer)


class ShowAssessment(OneAssessment):
    """The assessment as a whole: its parts and how far each is while it is written; all of it to read after."""

    template = "casework/assessment.html"

    def show(self, *, assessment_id: int, **address: Any) -> dict[str, Any]:
        written, head = self.written, self.head()
        writing = written.writable and self._may_write()
        sides: dict[str, list[dict[str, Any]]] = {}
        for where, part, of in say.parts_of(written):
            text, tone = say.state_of(where, part, written, head["left"])
            side = written.called(of) if part.side == "{name}" else part.side
            sides.setdefault(side, []).append(
                {
                    "title": say.title_of(part, written, of),
                    "url": reverse("assessment_part", args=[assessment_id, where]),
                    "state": text,
                    "tone": tone,
                }
            )
        reading = not writing
        return (
            head
            | {
                "writing": writing,
                "sides": [] if reading else [{"title": side, "parts": parts} for side, parts in sides.items()],
                "to_do": [{"text": gap.sentence, "href": self.place(gap)} for gap in head["left"]],
                "exchange": exchange_of(written, self.now, may_answer=writing),
                "points": [_point(one, self.now) for one in written.points],
                "send_url": reverse("assessment_send", args=[assessment_id]),
                "sign_url": reverse("assessment_sign", args=[assessment_id]),
                "gone": [one for one in written.everyone if one.taken_out_at],
                "taking_out": len(written.children) > 1,
                "problem_list": [{"text": text, "href": self.place_of(field)} for field, text in self.problems],
                "typed": self.request.POST,
                "answering": address.get("number"),
                "decide_url": decide_url(
                    self.request.user, written.children[0].child, f"assessment:{assessment_id}", at=self.now
                )
                if written.children
                else "",
            }
            | (self._reading(written) if reading else {})
        )

    def _may_write(self) -> bool:
        try:
            require_assessment(self.request.user, "assessment.write", self.written.assessment, at=self.now)
        except NotAllowed:
            return False
        return True

    def _reading(self, written: AssessmentWritten) -> dict[str, Any]:
        checked = checklist_answered(written.assessment) if written.state == "authorised" else ()
        return {
            "parts_read": say.read_parts(written),
            "history": [say.past_row(one, self.now) for one in written.history],
            "seen": {one.child: say.seen_rows(written, one.child) for one in written.everyone},
            "spoken": {
                one.child: [seen for seen in written.seen if seen.child == one.child and (seen.words or seen.showed)]
                for one in written.everyone
            },
            "conclusions": [
                {
                    "name": one.short,
                    "child": one.child,
                    "factors": [SETS["assessment_factors"].label(code) for code in one.factors],
                    "outcome": SETS["assessment_outcome"].label(one.outcome) if one.outcome else "Not said",
                    "words": one.outcome_words,
                }
                for one in written.children
            ],
            "checked": say.checked_rows(written, checked, standard_sentence),
        }

    def place(self, gap: Any) -> str:
        """Where a gap is filled."""
        if gap.part:
            address = gap.part
            if gap.field.startswith("clash-"):
                address = say.part_holding(gap.part)
            field = "" if gap.field.startswith("clash-") else f"#{gap.field}" if gap.field else ""
            return f"{reverse('assessment_part', args=[self.written.assessment, address])}{field}"
        return f"#{gap.field}" if gap.field else ""

    def place_of(self, field: str) -> str:
        """Where a problem that an act told of is put right."""
        gap = next((one for one in self.written.to_do() if field and field in (one.field, one.part)), None)
        return self.place(gap) if gap else f"#{field}" if field else ""


def _point(one: Any, now: Any) -> dict[str, Any]:
    late = one.held_on is None and one.due_on < timezone.localdate(now)
    return {
        "key": one.key,
        "due": words.long_day(one.due_on),
        "held": words.day(one.held_on) if one.held_on else "",
        "by": one.held_by,
        "words": one.words,
        "late": late,
        "mark": "done" if one.held_on else "over" if late else "to_come",
    }


class _AskedAbout(OneAssessment):
    """A small form about an assessment: a few questions, one act, and back to it."""

    template = "casework/assessment_ask.html"
    asks: Section
    title = ""
    button = ""
    kind = ""
    done = ""

    def show(self, *, assessment_id: int, **address: Any) -> dict[str, Any]:
        form = self._form()
        told = [(field, text) for field, text in self.problems if not (form.is_bound and field in form.errors)]
        return self.head() | {
            "title": self.title_for(**address),
            "explained": self.explained(**address),
            "button": self.button,
            "kind": self.kind,
            "form": render(form),
            "summary": error_summary(
                form, extra=[{"text": text, "href": f"#{field}" if field else ""} for field, text in told]
            ),
        }

    def instead(self) -> str:
        open_now = self.act in ASSESSMENT.acts_from(self.written.state)
        return "" if open_now else reverse("assessment", args=[self.written.assessment])

    def title_for(self, **address: Any) -> str:
        return self.title

    def explained(self, **address: Any) -> str:
        return ""

    def perform(self, *, assessment_id: int, **address: Any) -> str:
        form = self._form()
        if not form.is_valid():
            raise Refused(problems=tuple((one["href"].lstrip("#"), one["text"]) for one in form.problems()))
        self.act_on(assessment_id, form.cleaned_data, **address)
        messages.success(self.request, self.done)
        return reverse("assessment", args=[assessment_id])

    def act_on(self, assessment: int, said: dict[str, Any], **address: Any) -> None:
        raise Refused("This page only shows.")

    def _form(self) -> SectionForm:
        made = form_for(self.asks)
        return made(self.request.POST) if self.request.method == "POST" else made(initial=self.initial())

    def initial(self) -> dict[str, Any]:
        return {}


class TakeOut(_AskedAbout):
    """A brother or sister leaves the assessment; her words stay."""

    act = "assessment.take_out"
    asks = Section("take_out", "", (Question("because", "Why?", Kind.LONG_TEXT, required=True, rows=3, longest=300),))
    button = "Take out of the assessment"
    kind = "warning"
    done = "Taken out. What was written stays on record."

    def show(self, *, assessment_id: int, child_id: int) -> dict[str, Any]:
        if all(one.child != child_id for one in self.written.children):
            raise Http404("This child is not in the assessment")
        return super().show(assessment_id=assessment_id, child_id=child_id)

    def title_for(self, **address: Any) -> str:
        return f"Take {self.written.called(address['child_id'])} out of this assessment"

    def explained(self, **address: Any) -> str:
        name = self.written.called(address["child_id"])
        return f"Everything written about {name} is kept and can be read. The time allowed for {name} runs on."

    def act_on(self, assessment: int, said: dict[str, Any], *, child_id: int) -> None:
        take_out(assessment=assessment, child=child_id, because=said["because"], by=self.request.user, at=self.now)


_ON = Kind.DATE


class RecordReview(_AskedAbout):
    """The manager looked in: when, what she found, what she asked."""

    act = "assessment.review"
    asks = Section(
        "review",
        "",
        (
            Question("held_on", "When did you look in?", _ON, required=True),
            Question(
                "words",
                "What did you find, and what did you ask for?",
                Kind.LONG_TEXT,
                required=True,
                rows=5,
                longest=LONGEST_REASON,
            ),
        ),
    )
    title = "Record a review point"
    button = "Record the review"
    done = "The review point is recorded."

    def initial(self) -> dict[str, Any]:
        return {"held_on": timezone.localdate(self.now).isoformat()}

    def find(self, *, assessment_id: int, point_id: int) -> None:
        found = assessment_written(assessment_id, reader=self.request.user, at=self.now, with_history=False)
        if found is None or point_id not in {point.key for point in found.points}:
            raise Http404("No such review point")

    def act_on(self, assessment: int, said: dict[str, Any], *, point_id: int) -> None:
        record_review(
            assessment=assessment,
            point=point_id,
            held_on=said["held_on"],
            words=said["words"],
            by=self.request.user,
            at=self.now,
        )


class ShareAssessment(_AskedAbout):
    """The family has it: when, and how it was gone through."""

    act = "assessment.share"
    asks = Section(
        "share",
        "",
        (
            Question("shared_on", "When was it shared?", _ON, required=True),
            Question(
                "how", "With whom, and how was it gone through?", Kind.LONG_TEXT, required=True, rows=3, longest=300
            ),
        ),
    )
    title = "Record that the family has this assessment"
    button = "Record that it was shared"
    done = "That it was shared is recorded."

    def initial(self) -> dict[str, Any]:
        return {"shared_on": timezone.localdate(self.now).isoformat()}

    def act_on(self, assessment: int, said: dict[str, Any]) -> None:
        share_assessment(
            assessment=assessment, shared_on=said["shared_on"], how=said["how"], by=self.request.user, at=self.now
        )


class StopAssessment(_AskedAbout):
    """It will not be finished, and why."""

    act = "assessment.stop"
    asks = Section(
        "stop",
        "",
        (
            Question(
                "because",
                "Why is it stopped, and what happens instead?",
                Kind.LONG_TEXT,
                required=True,
                rows=4,
                longest=LONGEST_REASON,
            ),
        ),
    )
    title = "Stop this assessment"
    button = "Stop the assessment"
    kind = "warning"
    done = "The assessment is stopped. What was written stays on record."

    def act_on(self, assessment: int, said: dict[str, Any]) -> None:
        stop_assessment(assessment=assessment, because=said["because"], by=self.request.user, at=self.now)


def challenges_about(written: AssessmentWritten, key: str) -> list[Challenged]:
    """The open challenges about a section."""
    return [one for one in written.challenges if one.section == key and one.accepted is not True]


def to_writing(assessment: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("assessment", args=[assessment]))
