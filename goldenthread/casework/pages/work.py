"""My work: in five seconds what is late, what is today and what the week holds; each date with its reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from goldenthread.access.pages.page import Page
from goldenthread.access.public import User, acts_of, covers_for, find_user, require, unread_notices
from goldenthread.casework.public import Item, Thing, finish_action, my_work
from goldenthread.kernel.clock import TimeState
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
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
        work = my_work(self.request.user, at=self.now, of=of, by_child=by_child)
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
            "actions": [thing for items in (work.overdue, work.today, work.soon) for thing in _actions(items)],
            "notices": notices,
            "orders": [
                {"label": "By date", "url": self._address(), "current": not by_child},
                {"label": "By child", "url": self._address(by="child"), "current": by_child},
            ],
            "sources": SETS["referral_source"],
            "of_query": {"of": of.pk} if of else None,
            "jumps": _jumps(work, notices),
            "sent": None,
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
        if not asked.isdigit() or len(asked) > 18 or int(asked) not in covered:
            raise Http404
        return find_user(key=int(asked))


class FinishActionPage(WorkPage):
    """Say that an action was done, and what came of it; afterwards, back to My work."""

    act = "action.finish"

    def authorise(self, **address: Any) -> None:
        """The operation asks for the right over everybody in the contact; the page, that she may have work at all."""
        self.decision = require(self.request.user, "work.read", at=self.now)

    def _page(self, status: int, **address: Any) -> HttpResponse:
        if status == 200:  # looked at, not sent
            return HttpResponseRedirect(reverse("work"))
        return super()._page(status, **address)

    def show(self, *, action_id: int) -> dict[str, Any]:
        box = f"done-{action_id}"
        return super().show() | {
            "sent": action_id,
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
        finish_action(action=action_id, words=words, by=self.request.user, at=self.now)
        messages.success(self.request, "Recorded that it was done.")
        return self._address()


_DRAFTS = {
    "note": ("Note", "note_new"),
    "strategy": ("Strategy discussion", "child_protection"),
    "enquiry": ("Section 47 enquiry", "child_protection"),
    "conference": ("Conference", "child_protection"),
    "plan_review": ("Review of the plan", "plan_review"),
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
    "single_assessment": ("Open the referral", "referral", "referral"),
}


def _act(thing: Thing, item: Item, acts: frozenset[str]) -> dict[str, Any] | None:
    if thing.kind == "action":
        return {"label": "Say it is done", "url": f"#action-{thing.key}", "about": thing.what}
    if thing.kind == "look":
        return {"label": "Look", "url": reverse("second_look", args=[thing.contact]), "about": item.title}
    label, name, of = _ACTS.get(thing.clock, ("Open", "child", "child"))
    if name == "decide" and "contact.decide" not in acts:
        label, name = "Open", "contact"
    key = getattr(thing, of)
    return {"label": label, "url": reverse(name, args=[key]), "about": f"for {item.title}"} if key else None


def _url(thing: Thing, acts: frozenset[str]) -> str:
    if thing.contact:
        return reverse(
            "decide" if thing.kind == "look" and "contact.decide" in acts else "contact", args=[thing.contact]
        )
    return reverse("referral", args=[thing.referral]) if thing.referral else ""


def _actions(items: tuple[Item, ...]) -> list[Thing]:
    return [thing for item in items for thing in item.things if thing.kind == "action"]


def _cell(on: date | None, count: int, oldest: str, today: date) -> dict[str, Any]:
    if on is None:
        what = f"oldest {oldest}" if count and oldest else ""
        return {"label": "Overdue", "count": count, "what": what, "url": "#overdue", "kind": "late" if count else ""}
    if on == today:
        return {"label": "Today", "count": count, "what": "", "url": "#today", "kind": "today"}
    return {"label": f"{weekday(on)[:3]} {on.day}", "count": count, "what": "", "url": "#soon"}


def _jumps(work: Any, notices: list[Any]) -> list[dict[str, str]]:
    found = [
        (len(work.new), "new to you", "#new"),
        (len(work.drafts) + len(work.unfinished), "drafts", "#drafts"),
        (len(notices), "messages", "#messages"),
        (len(work.children), "of my children", "#children"),
    ]
    return [{"label": f"{count} {words}", "url": url} for count, words, url in found if count]
