"""What we keep being told: the lanes through the years, one of them whole, and the links that people confirm."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import acts_of
from goldenthread.casework.pages.typed import key_of
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.pages.findings import FindingPage
from goldenthread.quality.pages.improvement_words import measure
from goldenthread.quality.public.improvement import in_words, measures_of_plans, number, plans_of_findings
from goldenthread.quality.public.inspections import (
    KeptBeingTold,
    Lane,
    ShownRecurrence,
    kept_being_told,
    link_findings,
    recurrence_exists,
    say_not_the_same,
    show_recurrence,
    unlink_finding,
)
from goldenthread.ui import words
from goldenthread.ui.pictures import lanes as picture


class KeptBeingToldPage(Page):
    """Each thing that recurs as a lane: how long it has been said, when it was better, closed or reopened."""

    act = "findings.read"
    template = "quality/recurrence_list.html"

    def show(self) -> dict[str, Any]:
        found = kept_being_told(reader=self.request.user, on=timezone.localdate(self.now))
        return {"found": found, "answer": answer(found), "picture": drawn(found), "key": KEY}


class RecurrencePage(Page):
    """One thing that recurs: each time it was said, what was done about it, and what the measure did."""

    act = "findings.read"
    template = "quality/recurrence_one.html"

    def find(self, *, recurrence_id: int) -> None:
        if not recurrence_exists(recurrence_id):
            raise Http404("No such thing that recurs")

    def show(self, *, recurrence_id: int) -> dict[str, Any]:
        on = timezone.localdate(self.now)
        shown = show_recurrence(recurrence_id, reader=self.request.user, on=on)
        if shown is None:
            return {"shown": None}
        keys = [told.row.key for told in shown.told]
        may = acts_of(self.request.user)
        days = (*shown.lane.said_on, *shown.lane.better_on)
        years = picture.Years(min(days), on)
        plans = plans_of_findings(keys) if "improvement.read" in may else dict.fromkeys(keys, ())
        measures = measured({plan: title for held in plans.values() for plan, title, _ in held}, on, may)
        return {
            "shown": shown,
            "plans": plans,
            "measures": measures,
            "chain": chain(shown, plans, measures),
            "scale": picture.scale(years),
            "track": track(shown.lane, years),
            "key": KEY,
            "tried": sum(len(told.answers) for told in shown.told),
            "moved": sum(answer.measure == "better" for told in shown.told for answer in told.answers),
        }


class LinkFinding(FindingPage):
    """Says that a suggested finding is the same thing, or that it is not."""

    act = "finding.link"

    def perform(self, *, finding_id: int) -> str:
        typed = self.request.POST
        other = key_of(typed.get("other"))
        if other is None:
            raise Refused("Choose a finding from the list", "other")
        if typed.get("same") == "no":
            say_not_the_same(finding=finding_id, other=other, by=self.request.user, at=self.now)
            messages.success(self.request, "It will not be suggested again.")
            return reverse("finding", args=[finding_id])
        made = link_findings(
            finding=finding_id, other=other, title=typed.get("title", ""), by=self.request.user, at=self.now
        )
        messages.success(self.request, "The two are linked, with your name and today’s date.")
        return reverse("recurrence", args=[made])


class UnlinkFinding(FindingPage):
    """Takes a finding out of what recurs."""

    act = "finding.unlink"

    def perform(self, *, finding_id: int) -> str:
        unlink_finding(finding=finding_id, by=self.request.user, at=self.now)
        messages.success(self.request, "The finding stands alone again.")
        return reverse("finding", args=[finding_id])


KEY = (
    (picture.key_mark("said"), "Said to need improvement"),
    (picture.key_mark("better"), "Said to be better"),
    (picture.key_mark("open"), "Open"),
    (picture.key_mark("closed"), "Closed on evidence"),
    (picture.key_mark("reopened"), "Reopened"),
)


def chain(
    shown: ShownRecurrence, plans: Mapping[int, Sequence[tuple[int, str, str]]], measures: Sequence[dict[str, Any]]
) -> list[dict[str, str]]:
    """From the latest sentence that a plan answers down to the children's records: what each step is, its words and
    where it leads. Empty where no plan answers it; without the records where the reader may not open them."""
    for told in reversed(shown.told):
        row = told.row
        if row.kept_back or not plans[row.key]:
            continue
        plan, title, _ = plans[row.key][-1]
        sentence = f"{row.place}, {words.day(row.found_on)}"
        steps = [("The sentence", sentence, reverse("finding", args=[row.key]))]
        steps.append(("What we promised", title, reverse("improvement_plan", args=[plan])))
        ours = sorted((one for one in measures if one["plan_key"] == plan), key=lambda one: not one["records"])
        one = ours[0] if ours else None
        if one is not None:
            steps.append(("What measures it", f"{one['title']}: {one['now']}", one["page"]))
            if one["records"]:
                steps.append(("The children", "Open the records behind it", one["records"]))
        return [{"label": label, "words": said, "url": url} for label, said, url in steps]
    return []


def measured(plans: Mapping[int, str], on: date, may: Collection[str] = ()) -> list[dict[str, Any]]:
    """Each measure of the plans that answered it, drawn, with every value of it in rows, the oldest first."""
    return [
        measure(one, on, may)
        | {
            "plan": plans[one.plan],
            "plan_key": one.plan,
            "rows": [
                (words.day(one.baseline_on), number(one.baseline, one.unit), "Where it began"),
                *(
                    (words.day(value.as_of), in_words(one.kind, one.unit, value), value.how)
                    for value in one.values[::-1]
                ),
            ],
        }
        for one in measures_of_plans(plans, on=on)
        if one.values
    ]


def answer(found: KeptBeingTold) -> str:
    """The page in a sentence."""
    total = len(found.lanes)
    still = sum(lane.open for lane in found.lanes)
    if not total:
        return ""
    most = max(found.lanes, key=lambda lane: len(lane.said_on))
    told = f"{words.number(total)} {'thing has' if total == 1 else 'things have'} been said more than once"
    times = words.number(len(most.said_on))
    stand = f"{words.number(still)} open, {words.number(total - still)} closed"
    return f"{told}: {stand}. Most often, {times} times: {most.title}."


def drawn(found: KeptBeingTold) -> dict[str, Any]:
    """The picture: what stands above the lanes, and each lane's own line by its key."""
    years = picture.Years(found.first_on, found.last_on)
    events = [visit.on for visit in found.visits]
    return {
        "head": picture.head([(visit.on, visit.short) for visit in found.visits], years),
        "scale": picture.scale(years),
        "tracks": {lane.key: track(lane, years, events) for lane in found.lanes},
    }


def track(lane: Lane, years: picture.Years, events: list[Any] | None = None) -> Any:
    """The line of one lane."""
    marks = [(on, "said") for on in lane.said_on] + [(on, "better") for on in lane.better_on]
    marks += [(one.began_on, "reopened") for one in lane.stretches if one.reopened]
    return picture.lane([(one.began_on, one.ended_on) for one in lane.stretches], marks, years, events or ())
