"""Allegations against people who work with children: reported by anybody here, read by those who are named.

Everybody whose role may report one sees the same page, with no more on it than the allegations that name her.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import record, those_who_may
from goldenthread.casework.pages.typed import key_of, typed_day, typed_moment
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.pages.acts import OneAct
from goldenthread.quality.pages.complaints import people_in
from goldenthread.quality.public.allegations import (
    BY_NAME,
    AllegationSaid,
    allegation_shown,
    allegations_of,
    conclude_allegation,
    consult_officer,
    end_reader,
    name_reader,
    record_entry,
    record_referral,
    report_allegation,
)
from goldenthread.rulebook.codes import SETS
from goldenthread.ui.words import clock_time

MOST_CHILDREN = 20


class Allegations(Page):
    """The allegations on which she is named, and the way to report one."""

    act = "allegation.report"
    template = "quality/allegations.html"

    def show(self) -> dict[str, Any]:
        return {"rows": allegations_of(self.request.user, at=self.now), "now": self.now}


class ReportAllegation(Page):
    """Who is said to have done what, what makes the child safe now, and who is told."""

    act = "allegation.report"
    template = "quality/allegation_report.html"

    def show(self) -> dict[str, Any]:
        typed = self.request.POST
        local = timezone.localtime(self.now)
        begins = {"known_at": local.date().isoformat(), "known_at-time": f"{local:%H:%M}"}
        return {
            "values": dict(typed.items()) if typed else begins,
            "picked": {"criteria": typed.getlist("criteria")},
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "staff": people_in("complaint.finish"),
            "officers": [(one.key, f"{one.name}, {one.job_title or one.role_name}") for one in _officers()],
            "settings": _choices("allegation_setting"),
            "sources": _choices("allegation_source"),
            "criteria": [(one.code, one.label, one.hint) for one in SETS["allegation_criterion"].items],
        }

    def perform(self) -> str:
        typed = self.request.POST
        known_at = typed_moment(typed, "known_at", what="when it became known")
        if typed.get("about") and key_of(typed.get("about")) is None:
            raise Refused("Choose somebody from the list, or enter a name", "about")
        report_allegation(
            said=AllegationSaid(
                about=key_of(typed.get("about")),
                about_name=typed.get("about_name", ""),
                job=typed.get("job", ""),
                setting=typed.get("setting", ""),
                employer=typed.get("employer", ""),
                source=typed.get("source", ""),
                known_at=known_at,
                words=typed.get("words", ""),
                criteria=tuple(dict.fromkeys(typed.getlist("criteria"))),
                children=_children(typed.get("children", "")),
                child_words=typed.get("child_words", ""),
                officer=key_of(typed.get("officer")),
                second=key_of(typed.get("second")),
            ),
            by=self.request.user,
            at=self.now,
        )
        return reverse("allegation_reported")


class AllegationReported(Page):
    """It went to the designated officer. Nothing of it is shown."""

    act = "allegation.report"
    template = "quality/allegation_reported.html"


class AllegationPage(Page):
    """One allegation, for those who are named on it. To anybody else there is none."""

    act = "allegation.read"
    template = "quality/allegation.html"

    def authorise(self, *, allegation_id: int) -> None:
        super().authorise(allegation_id=allegation_id)
        self.found = allegation_shown(allegation_id, reader=self.request.user, at=self.now)
        if self.found is None:
            raise Http404("No such record")

    def show(self, *, allegation_id: int) -> dict[str, Any]:
        subject = f"allegation:{allegation_id}"
        record(act="allegation.read", by=self.request.user, at=self.now, subject=subject, right=BY_NAME)
        return {
            "a": self.found,
            "now": self.now,
            "today": timezone.localdate(self.now),
            "clock_time": clock_time,
            "wrong": {field: sentence for field, sentence in self.problems if field},
        }

    def back(self) -> str:
        return reverse("allegation", args=[self.found.line.key])


class AllegationAct(OneAct, AllegationPage):
    """One act on an allegation."""

    act = "allegation.record"
    template = "quality/allegation_act.html"


class ConsultOfficer(AllegationAct):
    """The designated officer's advice, and whether the harm threshold is met."""

    act, sort = "allegation.consult", "consult"
    done = "The advice is recorded."

    def begins_with(self) -> dict[str, str]:
        return {"on": self.today()}

    def choices(self) -> dict[str, Any]:
        return {"thresholds": _choices("allegation_threshold")}

    def send(self, key: int) -> None:
        consult_officer(
            allegation=key,
            threshold=self.typed("threshold"),
            because=self.typed("because"),
            advice=self.typed("advice"),
            on=self.day("on", "the day of the advice"),
            by=self.request.user,
            at=self.now,
        )


class RecordEntry(AllegationAct):
    """A meeting, a review, or what was done."""

    act, sort = "allegation.record", "entry"
    done = "It is recorded."

    def begins_with(self) -> dict[str, str]:
        return {"entry_on": self.today()}

    def choices(self) -> dict[str, Any]:
        return {"kinds": _choices("allegation_entry")}

    def send(self, key: int) -> None:
        record_entry(
            allegation=key,
            kind=self.typed("kind"),
            on=self.day("entry_on", "the day"),
            words=self.typed("words"),
            people=self.typed("people"),
            next_review_on=typed_day(self.request.POST, "next_review_on", what="the next review"),
            by=self.request.user,
            at=self.now,
        )


class RecordReferral(AllegationAct):
    """A body was told, or was not and why."""

    act, sort = "allegation.record", "referral"
    done = "It is recorded."

    def choices(self) -> dict[str, Any]:
        return {"bodies": _choices("allegation_referral")}

    def send(self, key: int) -> None:
        record_referral(
            allegation=key,
            to=self.typed("to"),
            made_on=typed_day(self.request.POST, "made_on", what="the day on which they were told"),
            because=self.typed("referral_because"),
            by=self.request.user,
            at=self.now,
        )


class NameReader(AllegationAct):
    """One more person who needs to know."""

    act, sort = "allegation.name", "name"
    done = "This person may read it now, and is told."

    def choices(self) -> dict[str, Any]:
        return {"people": people_in("allegation.read")}

    def send(self, key: int) -> None:
        name_reader(
            allegation=key,
            user=key_of(self.typed("user")),
            because=self.typed("named_because"),
            by=self.request.user,
            at=self.now,
        )


class EndReader(AllegationAct):
    """Somebody reads it no longer."""

    act, sort = "allegation.name", "end"
    done = "This person may read it no longer."

    def choices(self) -> dict[str, Any]:
        return {"reading": [(one.key, one.name) for one in self.found.readers if one.ended_at is None]}

    def send(self, key: int) -> None:
        end_reader(allegation=key, reader=key_of(self.typed("reader")), by=self.request.user, at=self.now)


class ConcludeAllegation(AllegationAct):
    """One of the five outcomes, with the evidence and who was told."""

    act, sort = "allegation.conclude", "conclude"
    done = "The allegation is concluded."

    def begins_with(self) -> dict[str, str]:
        return {"concluded_on": self.today()}

    def choices(self) -> dict[str, Any]:
        return {"outcomes": [(one.code, one.label, one.hint) for one in SETS["allegation_outcome"].items]}

    def send(self, key: int) -> None:
        conclude_allegation(
            allegation=key,
            outcome=self.typed("outcome"),
            because=self.typed("outcome_because"),
            told=self.typed("told"),
            on=self.day("concluded_on", "the day of the outcome"),
            by=self.request.user,
            at=self.now,
        )


def _officers() -> Any:
    return those_who_may("allegation.consult")


def _children(typed: str) -> tuple[int, ...]:
    """The numbers of records that were typed. Raises `Refused` for what is no number."""
    keys = [key_of(one) for one in typed.replace(",", " ").split()]
    if len(keys) > MOST_CHILDREN or any(key is None for key in keys):
        raise Refused("Enter the numbers of the records with spaces between them, or leave this empty", "children")
    return tuple(key for key in keys if key is not None)


def _choices(name: str) -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in SETS[name].items]
