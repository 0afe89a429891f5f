"""What children and families told us: read, acted on, answered and shared; and the codes by which they tell us."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import Decision, NotAllowed, acts_of, require, teams
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.typed import key_of, typed_number
from goldenthread.quality.public.feedback import (
    MOST_DAYS,
    MOST_USES,
    MOST_USES_OF_A_TEAM,
    FeedbackShown,
    answer_feedback,
    child_of_feedback,
    code_exists,
    codes_of,
    end_code,
    feedback_rows,
    give_code,
    learn_from_feedback,
    make_safe,
    make_service_code,
    replies_given,
    share_feedback,
    show_feedback,
    slip,
    totals,
)
from goldenthread.rulebook.codes import SETS

TONES = {"not_safe": "red", "given": "yellow", "answered": "green"}
OWN_TEAM_ONLY = ("social_worker", "front_door_worker", "team_manager")
DEFAULT_DAYS = 30


def occasions() -> list[tuple[str, str]]:
    """What feedback may be about, as a page offers it."""
    return [(one.value, one.label) for one in SETS["feedback_occasion"].choices()]


class FamiliesSay(Page):
    """What waits for whom, what families say in counts, and what we answered."""

    act = "feedback.open"
    template = "quality/feedback_list.html"

    def show(self) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate(self.now)
        rows = feedback_rows(reader=user, at=self.now)
        return {
            "not_safe": [one for one in rows if one.state == "not_safe"],
            "waiting": [one for one in rows if one.state == "given"],
            "answered": [one for one in rows if one.state == "answered"],
            "tones": TONES,
            "totals": totals(user, on=today),
            "replies": replies_given(user, at=self.now),
            "leads": user.role not in ("social_worker", "front_door_worker", "conference_chair"),
            "may": acts_of(user),
            "now": self.now,
        }


class FeedbackPage(Page):
    """What one child or family told us, with the acts that are open to its reader."""

    act = "feedback.open"
    template = "quality/feedback_one.html"
    shown: FeedbackShown | None = None

    def child(self, *, feedback_id: int) -> int | None:
        return child_of_feedback(feedback_id)[1]

    def authorise(self, *, feedback_id: int) -> None:
        self.decision = require(self.request.user, self.act, at=self.now)
        if not child_of_feedback(feedback_id)[0]:
            raise Http404("No such feedback")
        self.shown = show_feedback(feedback_id, reader=self.request.user, at=self.now)
        if self.shown is None:
            raise NotAllowed(Decision(False, "", "What a family told us is read by the managers of the work."))

    def show(self, *, feedback_id: int) -> dict[str, Any]:
        return {
            "f": self.shown,
            "tone": TONES[self.shown.state] if self.shown else "",
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "failed": self.act,
            "polarities": [(one.value, one.label) for one in SETS["finding_polarity"].choices()],
            "now": self.now,
        }


class MakeSafe(FeedbackPage):
    """What was done at once for somebody who is not safe."""

    act = "feedback.make_safe"

    def perform(self, *, feedback_id: int) -> str:
        said = self.request.POST.get("safe_words", "")
        make_safe(feedback=feedback_id, words=said, by=self.request.user, at=self.now)
        messages.success(self.request, "What you did is recorded.")
        return reverse("feedback_one", args=[feedback_id])


class AnswerFeedback(FeedbackPage):
    """You said, we did."""

    act = "feedback.answer"

    def perform(self, *, feedback_id: int) -> str:
        typed = self.request.POST
        answer_feedback(
            feedback=feedback_id,
            done=typed.get("done", ""),
            reply=typed.get("reply", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "Answered. Whoever holds the code can read your reply.")
        return reverse("feedback_one", args=[feedback_id])


class ShareFeedback(FeedbackPage):
    """The worker may read it now."""

    act = "feedback.share"

    def perform(self, *, feedback_id: int) -> str:
        share_feedback(feedback=feedback_id, by=self.request.user, at=self.now)
        messages.success(self.request, "Shared with the worker.")
        return reverse("feedback_one", args=[feedback_id])


class LearnFromFeedback(FeedbackPage):
    """What it says about more than one family goes into the register of findings."""

    act = "finding.enter"

    def perform(self, *, feedback_id: int) -> str:
        typed = self.request.POST
        made = learn_from_feedback(
            feedback=feedback_id,
            words=typed.get("words", ""),
            polarity=typed.get("polarity", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "It is in the findings register.")
        return reverse("finding", args=[made])


class Codes(Page):
    """The codes that somebody gave, and where one for a team is made."""

    act = "feedback.code_service"
    template = "quality/feedback_codes.html"

    def show(self, **address: Any) -> dict[str, Any]:
        user = self.request.user
        own = user.role in OWN_TEAM_ONLY
        found = codes_of(user, at=self.now)
        return {
            "open_codes": [one for one in found if one.open],
            "closed_codes": [one for one in found if not one.open],
            "teams": [(one.key, one.name) for one in teams() if not own or one.key == user.team_id],
            "occasions": occasions(),
            "most": MOST_USES_OF_A_TEAM,
            "most_days": MOST_DAYS,
            "values": {"uses": "20", "days": str(DEFAULT_DAYS), "occasion": "service"}
            | dict(self.request.POST.items()),
            "wrong": {field: sentence for field, sentence in self.problems if field},
        }

    def perform(self) -> str:
        typed = self.request.POST
        made = make_service_code(
            team=key_of(typed.get("team")) or 0,
            occasion=typed.get("occasion", ""),
            uses=typed_number(typed, "uses", what="how often it can be used") or 0,
            days=typed_number(typed, "days", what="how many days it is open") or 0,
            by=self.request.user,
            at=self.now,
        )
        return reverse("feedback_slip", args=[made])


class EndCode(Codes):
    """Nobody gives feedback by this code any more."""

    act = "feedback.end_code"

    def find(self, *, code_id: int) -> None:
        if not code_exists(code_id):
            raise Http404("No such code")

    def perform(self, *, code_id: int) -> str:
        end_code(code=code_id, by=self.request.user, at=self.now)
        messages.success(self.request, "The code has ended.")
        return reverse("feedback_codes")


class SlipPage(Page):
    """The slip of a code, to be read aloud or printed. It names nobody."""

    act = "feedback.code_service"
    template = "quality/feedback_slip.html"

    def find(self, *, code_id: int) -> None:
        self.slip = slip(code_id, reader=self.request.user, at=self.now)
        if self.slip is None:
            raise Http404("No such code of hers")

    def show(self, *, code_id: int) -> dict[str, Any]:
        return {
            "slip": self.slip,
            "address": self.request.build_absolute_uri(reverse("feedback")).partition("://")[2].rstrip("/"),
        }


class GiveCode(ChildPage):
    """A code for this child or family, about the work with them."""

    act = "feedback.code"
    template = "quality/feedback_code_new.html"
    part = "feedback_code"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        return {
            "occasions": occasions(),
            "most": MOST_USES,
            "most_days": MOST_DAYS,
            "values": {"uses": "1", "days": str(DEFAULT_DAYS)} | dict(self.request.POST.items()),
            "wrong": {field: sentence for field, sentence in self.problems if field},
        }

    def perform(self, *, child_id: int) -> str:
        typed = self.request.POST
        made = give_code(
            child=child_id,
            occasion=typed.get("occasion", ""),
            uses=typed_number(typed, "uses", what="how often it can be used") or 0,
            days=typed_number(typed, "days", what="how many days it is open") or 0,
            by=self.request.user,
            at=self.now,
        )
        return reverse("feedback_slip", args=[made])
