"""One complaint, stage by stage, and a page for each act on it."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import NotAllowed, acts_of, require_about
from goldenthread.casework.pages.typed import key_of
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.pages.acts import OneAct
from goldenthread.quality.pages.complaints import people_in
from goldenthread.quality.public.complaints import (
    AFTER,
    AnswerSaid,
    answer_complaint,
    appoint,
    children_of_complaint,
    close_complaint,
    complaint_shown,
    extend_stage,
    hold_panel,
    learn_from_complaint,
    may_read,
    report_investigation,
    report_panel,
    set_complaint_action,
    step_up,
    withdraw_complaint,
)
from goldenthread.rulebook.codes import SETS


class ComplaintPage(Page):
    """A complaint with what is due, each stage as it went, its actions and what it taught."""

    act = "complaint.read"
    template = "quality/complaint.html"

    def authorise(self, *, complaint_id: int, **address: Any) -> None:
        self.keys = children_of_complaint(complaint_id)
        decision = may_read(self.request.user, complaint_id, at=self.now)
        if not decision.allowed:
            raise NotAllowed(decision)
        if self.act != ComplaintPage.act:
            decision = require_about(self.request.user, self.act, self.keys, at=self.now)
        self.decision = decision

    def find(self, *, complaint_id: int, **address: Any) -> None:
        self.found = complaint_shown(complaint_id, reader=self.request.user, at=self.now)
        if self.found is None:
            raise Http404("No such complaint")

    def show(self, *, complaint_id: int, **address: Any) -> dict[str, Any]:
        self.saw(self.keys, subject=f"complaint:{complaint_id}")
        return {
            "c": self.found,
            "now": self.now,
            "today": timezone.localdate(self.now),
            "all_acts": acts_of(self.request.user),
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
        }

    def back(self) -> str:
        return reverse("complaint", args=[self.found.key])


class ComplaintAct(OneAct, ComplaintPage):
    """One act on a complaint."""

    act = "complaint.read"
    template = "quality/complaint_act.html"


class ExtendComplaint(ComplaintAct):
    """The longer time, with why."""

    act, sort = "complaint.extend", "extend"
    done = "The stage has the longer time. Tell whoever complains."

    def send(self, key: int) -> None:
        extend_stage(complaint=key, because=self.typed("because"), by=self.request.user, at=self.now)


class AnswerComplaint(ComplaintAct):
    """Each point with its outcome and the reason, and what was done to put it right."""

    act, sort = "complaint.answer", "answer"
    done = "The answer is recorded, and its clock is met."

    def begins_with(self) -> dict[str, str]:
        return {"answered_on": self.today()}

    def choices(self) -> dict[str, Any]:
        return {
            "outcomes": [(one.code, one.label) for one in SETS["complaint_outcome"].items],
            "remedies": [(one.code, one.label) for one in SETS["complaint_remedy"].items],
        }

    def send(self, key: int) -> None:
        points = [one.key for one in self.found.points]
        said = AnswerSaid(
            words=self.typed("answer"),
            answered_on=self.day("answered_on", "the day on which it was sent"),
            outcomes={key: (self.typed(f"outcome-{key}"), self.typed(f"because-{key}")) for key in points},
            remedy=tuple(dict.fromkeys(self.request.POST.getlist("remedy"))),
            remedy_words=self.typed("remedy_words"),
        )
        answer_complaint(complaint=key, said=said, by=self.request.user, at=self.now)


class StepUpComplaint(ComplaintAct):
    """To the next stage, on the day it was asked for."""

    act, sort = "complaint.step_up", "step_up"
    done = "The complaint is at its next stage. Whoever answers it is told."

    def begins_with(self) -> dict[str, str]:
        after = AFTER[self.found.stage]
        return {"asked_on": self.today(), "stage": after[0] if after else ""}

    def choices(self) -> dict[str, Any]:
        return {
            "next_stages": [(code, SETS["complaint_stage"].label(code)) for code in AFTER[self.found.stage]],
            "owners": people_in("complaint.answer"),
        }

    def send(self, key: int) -> None:
        step_up(
            complaint=key,
            stage=self.typed("stage"),
            asked_on=self.day("asked_on", "the day on which it was asked for"),
            because=self.typed("because"),
            owner=key_of(self.typed("owner")),
            reference=self.typed("reference"),
            by=self.request.user,
            at=self.now,
        )


class AppointInvestigator(ComplaintAct):
    """Who investigates, and the independent person beside them."""

    act, sort = "complaint.appoint", "appoint"
    done = "Both are named, and the investigating officer is told."

    def choices(self) -> dict[str, Any]:
        return {"officers": people_in("complaint.investigate")}

    def send(self, key: int) -> None:
        chosen = self.typed("investigator")
        if chosen and key_of(chosen) is None:
            raise Refused("Choose somebody from the list", "investigator")
        appoint(
            complaint=key,
            investigator=key_of(chosen),
            investigator_name=self.typed("investigator_name"),
            independent_name=self.typed("independent_name"),
            independent_because=self.typed("independent_because"),
            by=self.request.user,
            at=self.now,
        )


class ReportInvestigation(ComplaintAct):
    """What the investigating officer and the independent person found."""

    act, sort = "complaint.investigate", "report"
    done = "The report is recorded. Whoever answers the complaint is told."

    def begins_with(self) -> dict[str, str]:
        return {"reported_on": self.today()}

    def send(self, key: int) -> None:
        report_investigation(
            complaint=key,
            words=self.typed("report"),
            reported_on=self.day("reported_on", "the day of the report"),
            by=self.request.user,
            at=self.now,
        )


class HoldPanel(ComplaintAct):
    """The panel was held, and who sat on it."""

    act, sort = "complaint.panel", "panel"
    done = "The panel is recorded. Its report is due in 5 working days."

    def opens(self) -> bool:
        return super().opens() and self.found.now.panel_on is None

    def begins_with(self) -> dict[str, str]:
        return {"panel_on": self.today()}

    def send(self, key: int) -> None:
        hold_panel(
            complaint=key,
            panel_on=self.day("panel_on", "the day of the panel"),
            people=self.typed("people"),
            by=self.request.user,
            at=self.now,
        )


class ReportPanel(ComplaintAct):
    """What the panel found and recommends."""

    act, sort = "complaint.panel", "panel_report"
    done = "The panel’s report is recorded. The answer is due in 15 working days."

    def opens(self) -> bool:
        return super().opens() and self.found.now.panel_on is not None

    def begins_with(self) -> dict[str, str]:
        return {"reported_on": self.today()}

    def send(self, key: int) -> None:
        report_panel(
            complaint=key,
            words=self.typed("report"),
            reported_on=self.day("reported_on", "the day on which the report came"),
            by=self.request.user,
            at=self.now,
        )


class WithdrawComplaint(ComplaintAct):
    """Whoever complained does not go on."""

    act, sort = "complaint.withdraw", "withdraw"
    done = "The complaint is withdrawn. What was asked of people because of it still stands."

    def send(self, key: int) -> None:
        withdraw_complaint(complaint=key, because=self.typed("because"), by=self.request.user, at=self.now)


class CloseComplaint(ComplaintAct):
    """It is answered, and what was promised is done."""

    act, sort = "complaint.close", "close"
    done = "The complaint is closed."

    def send(self, key: int) -> None:
        close_complaint(complaint=key, because=self.typed("because"), by=self.request.user, at=self.now)


class SetComplaintAction(ComplaintAct):
    """One person is asked to do something by a day."""

    act, sort = "complaint.act", "act"
    done = "The action is set, and its owner is told."

    def choices(self) -> dict[str, Any]:
        return {
            "owners": people_in("complaint.finish"),
            "of_points": [(one.key, f"Point {one.number}: {one.theme}") for one in self.found.points],
        }

    def send(self, key: int) -> None:
        point = self.typed("point")
        if point and key_of(point) is None:
            raise Refused("Choose a point of this complaint", "point")
        set_complaint_action(
            complaint=key,
            what=self.typed("what"),
            owner=key_of(self.typed("action_owner")),
            due_on=self.day("due_on", "the day it is to be done by"),
            point=key_of(point),
            by=self.request.user,
            at=self.now,
        )


class LearnFromComplaint(ComplaintAct):
    """What it teaches goes into the register of findings."""

    act, sort = "complaint.learn", "learn"
    done = "It is in the register of findings, and stays open there until it is shown to be put right."

    def choices(self) -> dict[str, Any]:
        return {"finding_themes": [(one.code, one.label) for one in SETS["finding_theme"].items]}

    def send(self, key: int) -> None:
        theme = self.typed("theme")
        if theme and theme not in SETS["finding_theme"]:
            raise Refused("Choose a theme from the list", "theme")
        learn_from_complaint(complaint=key, words=self.typed("learned"), theme=theme, by=self.request.user, at=self.now)
