"""My work: in five seconds what is late, what is today and what the week holds; each date with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from goldenthread.access.pages.page import Page
from goldenthread.access.public import User, acts_of, covers_for, find_user, require, unread_notices
from goldenthread.casework.pages.typed import key_of
from goldenthread.casework.public import Item, Thing, Waits, finish_action, finish_meeting_action, my_work
from goldenthread.kernel.clock import TimeState
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.clocks import CLOCKS
from goldenthread.rulebook.codes import SETS
from goldenthread.ui.addresses import reverse
from goldenthread.ui.cleaning import Unclean, many_lines
from goldenthread.ui.words import clock_time, day_short, long_day, weekday


class WorkPage(Page):
    """Her own work; with `of` in the address, that of a colleague whom she covers for today."""

    act = "work.read"
    template = "casework/work.html"

    def show(self) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        covered = covers_for(self.request.user, today)
        of = self._colleague([one.key for one in covered])
        by_child = self.request.GET.get("by") == "child"
        work = my_work(self.request.user, at=self.now, of=of, by_child=by_child, covering=covered)
        notices = unread_notices(self.request.user) if of is None else []
        acts = acts_of(self.request.user)

        def rows(items: tuple[Item, ...]) -> list[dict[str, Any]]:
            return [_row(item, today, acts) for item in items]

        return {
            "work": work,
            "unfinished": [
                {"title": f"{label} about {one.name}", "url": reverse(page, args=[one.child]), "saved_at": one.saved_at}
                for one in work.unfinished
                for label, page in [_DRAFTS[one.form]]
            ],
            "whose": of.name if of else "",
            "today_words": f"{long_day(self.now)}, {clock_time(self.now)}",
            "now": self.now,
            "week": [_cell(cell.day, cell.count, cell.oldest, today) for cell in work.week],
            "overdue": rows(work.overdue),
            "today": rows(work.today),
            "soon": rows(work.soon),
            "actions": [
                {"key": thing.key, "what": thing.what, "id": _DONE[thing.kind][0], "page": _DONE[thing.kind][1]}
                for items in (work.overdue, work.today, work.soon)
                for thing in _actions(items)
            ],
            "to_sign": waiting_rows(work.to_sign, today),
            "back": waiting_rows(work.back, today),
            "notices": notices,
            "orders": [
                {"label": "By date", "url": self._address(), "current": not by_child},
                {"label": "By child", "url": self._address(by="child"), "current": by_child},
            ],
            "sources": SETS["referral_source"],
            "of_query": {"of": of.pk} if of else None,
            "jumps": _jumps(work, notices),
            "sent": "",
            "typed": "",
        }

    def _address(self, **query: str) -> str:
        if self.request.GET.get("of"):
            query["of"] = self.request.GET["of"]
        return reverse("work", query=query or None)

    def _colleague(self, covered: list[int]) -> User | None:
        asked = self.request.GET.get("of", "")
        if not asked:
            return None
        key = key_of(asked)
        if key not in covered:
            raise Http404
        return find_user(key=key)


class FinishActionPage(WorkPage):
    """Say that an action was done, and what came of it; afterwards, back to My work."""

    act = "action.finish"
    of = "action"
    finish = staticmethod(finish_action)

    def authorise(self, **address: Any) -> None:
        """The operation asks for the right over everybody in the contact; the page, that she may have work at all."""
        self.decision = require(self.request.user, "work.read", at=self.now)

    def _page(self, status: int, **address: Any) -> HttpResponse:
        if status == 200:  # looked at, not sent
            return HttpResponseRedirect(reverse("work"))
        return super()._page(status, **address)

    def show(self, *, action_id: int) -> dict[str, Any]:
        box = f"done-{self.of}-{action_id}"
        return super().show() | {
            "sent": f"{self.of}-{action_id}",
            "typed": self.request.POST.get("words", ""),
            "problem_list": [
                {"text": sentence, "href": f"#{box}" if field else ""} for field, sentence in self.problems
            ],
        }

    def perform(self, *, action_id: int) -> str:
        try:
            words = many_lines(self.request.POST.get("words", ""))
        except Unclean as wrong:
            raise Refused(f"What you typed {wrong}", "words") from None
        self.finish(action=action_id, words=words, by=self.request.user, at=self.now)
        messages.success(self.request, "Recorded that it was done.")
        return self._address()


class FinishMeetingActionPage(FinishActionPage):
    """The same for an action that a strategy discussion asked for."""

    of = "meeting-action"
    finish = staticmethod(finish_meeting_action)


_DONE = {"action": ("action", "finish_action"), "meeting": ("meeting-action", "finish_meeting_action")}
"""Of each kind of action: how its form is named on the page, and where it is sent."""

_DRAFTS = {
    "note": ("Note", "note_new"),
    "strategy": ("Strategy discussion", "child_protection"),
    "enquiry": ("Section 47 enquiry", "child_protection"),
    "conference": ("Conference", "child_protection"),
    "plan_review": ("Review of the plan", "plan_review"),
    "plan_part": ("Part of the plan", "child_plan"),
    "plan_words": ("The family’s words of the plan", "child_plan"),
    "plan_start": ("Start of a plan", "plan_start"),
    # The plan says whether these can still go on: it may have ended meanwhile.
    "plan_end": ("End of the plan", "child_plan"),
    "plan_share": ("Who has the plan", "child_plan"),
    "plan_record": ("Who has the record of a review", "child_plan"),
    "visit": ("Visit", "visit_new"),
    "closure": ("Proposal to close", "closure_new"),
    "management_decision": ("Management decision", "decision_new"),
    "transfer": ("Proposal of a transfer", "transfer_new"),
    "dispute": ("Dispute", "dispute_new"),
}
"""What somebody's own draft of each form is called, and where it goes on."""


def _row(item: Item, today: date, acts: frozenset[str]) -> dict[str, Any]:
    when, falls = _when(item, today)
    return {
        "state": {"over": "over"}.get(item.mark, "to_come"),
        "when": when,
        "date": falls,
        "title": item.title,
        "url": reverse("child", args=[item.child]) if item.child else _url(item.things[0], acts),
        "note": item.note,
        "things": [{"what": thing.what, "why": thing.why, "how": _how(thing)} for thing in item.things],
        "acts": [act for thing in item.things if (act := _act(thing, item, acts))],
    }


def _when(item: Item, today: date) -> tuple[str, str]:
    if item.left.state is TimeState.OVERDUE:
        return item.left.words, f"due {weekday(item.due_on)} {day_short(item.due_on, today)}"
    if item.due_on == today:
        return "Today", item.left.words
    return weekday(item.due_on), day_short(item.due_on, today)


def _how(thing: Thing) -> SafeString | str:
    if not thing.how:
        return ""
    return format_html("{}", format_html_join("", "<p>{}</p>", ((step,) for step in thing.how)))


_ACTS = {
    "contact_decision": ("Decide", "decide", "contact"),
    "contact_priority_red": ("Decide", "decide", "contact"),
    "contact_mash_checks": ("Open the checks", "contact", "contact"),
    "referral_decision": ("Decide", "referral", "referral"),
    "referral_ack": ("Acknowledge", "referral", "referral"),
    "referral_outcome_feedback": ("Record what they were told", "feed_back", "contact"),
    "assessment_allocated": ("Allocate", "allocate", "referral"),
    "child_seen_s17": ("Record a visit", "visit_new", "child"),
    "assessment_review_point": ("Record the review point", "assessment", "about"),
    "single_assessment": ("Go on with it", "child_assessments", "child"),
    "family_help_assessment": ("Go on with it", "child_assessments", "child"),
    "assessment_shared": ("Record that it was shared", "assessment", "about"),
    "strategy_discussion": ("Record the discussion", "strategy_record", "child"),
    "s47_child_seen": ("Record a visit", "visit_new", "child"),
    "s47_outcome": ("Open the enquiry", "child_protection", "child"),
    "icpc": ("Open child protection", "child_protection", "child"),
    "icpc_transfer_in": ("Open child protection", "child_protection", "child"),
    "conf_report_parent_initial": ("Record that it was shared", "meeting", "about"),
    "conf_decision_letter": ("Open the letters", "meeting_letters", "about"),
    "conf_minutes": ("Open the minutes", "meeting_minutes", "about"),
    "core_group_first": ("Record the core group", "plan_review", "child"),
    "core_group_subsequent": ("Record the core group", "plan_review", "child"),
    "core_group_record": ("Open the plan", "child_plan", "child"),
    "rcpc_first": ("Open child protection", "child_protection", "child"),
    "rcpc_subsequent": ("Open child protection", "child_protection", "child"),
    "cp_plan_drift": ("Open the plan", "child_plan", "child"),
    "cp_stepdown_cin": ("Start the plan", "plan_start", "child"),
    "cin_plan_meeting": ("Open the plan", "child_plan", "child"),
    "cin_review": ("Review the plan", "plan_review", "child"),
    "cin_closure_summary": ("Open the record", "child", "child"),
    "cp_visit": ("Record a visit", "visit_new", "child"),
    "cin_visit": ("Record a visit", "visit_new", "child"),
    "written_agreement_review": ("Open the agreement", "agreement", "about"),
    "transfer_accept": ("Open the transfer", "transfer", "about"),
    "transfer_first_visit": ("Record a visit", "visit_new", "child"),
    "dispute_answer": ("Open the dispute", "dispute", "about"),
    "dispute_settled": ("Open the dispute", "dispute", "about"),
    "mgmt_decision_record": ("Record it", "decision_new", "child"),
    **dict.fromkeys(
        (key for key, clock in CLOCKS.items() if clock.stage == "complaints"),
        ("Open the complaint", "complaint", "about"),
    ),
    "audit_monthly": ("Grade", "audit_grade", "about"),
    "audit_action_urgent": ("Answer the concern", "concern", "about"),
    "audit_reaudit": ("Open the audit", "audit", "about"),
    "feedback_not_safe": ("Say what was done", "feedback_one", "about"),
    "feedback_answered": ("Read and answer", "feedback_one", "about"),
    "supervision_worker": ("Open supervision", "child_supervision", "child"),
    "supervision_asye": ("Open supervision", "child_supervision", "child"),
    "case_supervision_child": ("Open supervision", "child_supervision", "child"),
    "agency_notice": ("Open the record", "child", "child"),
}
"""What is pressed for each clock, the page that opens, and whose key that page takes: the child’s, the contact’s, the
referral’s, or that of the thing the clock is about."""

_WAITS = {
    "sign:assessment": ("Assessment to authorise", "Read and decide", "assessment_sign"),
    "sign:enquiry": ("Enquiry to authorise", "Read and decide", "enquiry"),
    "sign:agreement": ("Written agreement to approve", "Read and decide", "agreement"),
    "sign:closure": ("Closure to authorise", "Read and decide", "closure"),
    "returned:assessment": ("Assessment sent back to you: answer the challenges", "Answer", "assessment"),
    "returned:enquiry": ("Enquiry sent back to you", "Change it", "enquiry"),
    "returned:agreement": ("Written agreement sent back to you", "Change it", "agreement"),
    "returned:closure": ("Closure sent back to you", "Change it", "closure"),
    "returned:transfer": ("Transfer sent back to you", "Change it", "transfer"),
    "answered:dispute": ("Your dispute was answered: is it settled?", "Read and decide", "dispute"),
    "sign:transfer": ("Transfer accepted: the child needs a worker", "Give the child a worker", "transfer"),
    "learning": ("A family came back after an agreement: what is to be learned?", "Answer", "learning"),
}
"""What each thing that waits is called, what is pressed, and the page that it opens."""


def waiting_rows(waits: Iterable[Waits], today: date) -> list[dict[str, Any]]:
    """Things that wait, for the template: who, what, since when and from whom, and where it is done."""
    found = []
    for one in waits:
        what, label, page = _WAITS[one.kind]
        since = f"{'Sent by ' + one.by + ',' if one.by else 'Asked'} {day_short(one.since, today)}" if one.since else ""
        found.append(
            {
                "title": one.title,
                "url": reverse("child", args=[one.child]),
                "what": what,
                "since": since,
                "words": one.words,
                "act": {"label": label, "url": reverse(page, args=[one.key]), "about": f": {what}, {one.title}"},
            }
        )
    return found


def _act(thing: Thing, item: Item, acts: frozenset[str]) -> dict[str, Any] | None:
    if thing.kind == "action":
        return {"label": "Say it is done", "url": f"#action-{thing.key}", "about": thing.what}
    if thing.kind == "look":
        return {"label": "Look", "url": reverse("second_look", args=[thing.contact]), "about": item.title}
    if thing.kind == "meeting":
        return {"label": "Say it is done", "url": f"#meeting-action-{thing.key}", "about": thing.what}
    if thing.kind == "plan":
        url = reverse("plan_action_done", args=[thing.child, thing.key])
        return {"label": "Say it is done", "url": url, "about": thing.what}
    if thing.page:
        return {"label": thing.label, "url": reverse(thing.page, args=[thing.key]), "about": thing.what}
    label, name, of = _ACTS.get(thing.clock, ("Open", "child", "child"))
    if name == "decide" and "contact.decide" not in acts:
        label, name = "Open", "contact"
    if of == "about" and not thing.about:
        label, name, of = "Open the record", "child", "child"
    key = thing.about.partition(":")[2] if of == "about" else getattr(thing, of)
    return {"label": label, "url": reverse(name, args=[key]), "about": f"for {item.title}"} if key else None


def _url(thing: Thing, acts: frozenset[str]) -> str:
    if thing.page:
        return reverse(thing.page, args=[thing.key])
    if thing.contact:
        return reverse(
            "decide" if thing.kind == "look" and "contact.decide" in acts else "contact", args=[thing.contact]
        )
    return reverse("referral", args=[thing.referral]) if thing.referral else ""


def _actions(items: tuple[Item, ...]) -> list[Thing]:
    return [thing for item in items for thing in item.things if thing.kind in ("action", "meeting")]


def _cell(on: date | None, count: int, oldest: str, today: date) -> dict[str, Any]:
    if on is None:
        what = f"oldest {oldest}" if count and oldest else ""
        return {"label": "Overdue", "count": count, "what": what, "url": "#overdue", "kind": "late" if count else ""}
    if on == today:
        return {"label": "Today", "count": count, "what": "", "url": "#today", "kind": "today"}
    return {"label": f"{weekday(on)[:3]} {on.day}", "count": count, "what": "", "url": "#soon"}


def _jumps(work: Any, notices: list[Any]) -> list[dict[str, str]]:
    found = [
        (len(work.to_sign), "for you to decide", "#decide"),
        (len(work.back), "for you to answer", "#answer"),
        (len(work.new), "new to you", "#new"),
        (len(work.drafts) + len(work.unfinished), "drafts", "#drafts"),
        (len(notices), "messages", "#messages"),
        (len(work.children), "of my children", "#children"),
    ]
    return [{"label": f"{count} {words}", "url": url} for count, words, url in found if count]
