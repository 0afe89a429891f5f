"""Written agreements: those of a child, one as it is written, and one as it stands with every act that is open now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from goldenthread.access.pages.page import Page
from goldenthread.access.public import decide, require_about
from goldenthread.casework.pages.autosave import KeepsTyping
from goldenthread.casework.pages.checklists import as_checklist
from goldenthread.casework.pages.child import ChildPage
from goldenthread.casework.pages.typed import key_of, typed_day, typed_moment, typed_number, typed_yes_no
from goldenthread.casework.public.agreements import (
    AgreementSaid,
    PartySaid,
    ShownAgreement,
    agreements_of,
    answer_learning,
    approve_agreement,
    change_agreement,
    children_of_agreement,
    children_with,
    end_agreement,
    propose_agreement,
    record_breach,
    respond_to_breach,
    return_agreement,
    review_agreement,
    show_agreement,
    show_learning,
    write_agreement,
)
from goldenthread.casework.public.checklists import agreement_checklist
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.codes import SETS
from goldenthread.ui import words

ROWS = 6  # people that the form has boxes for; one who fills them gets more
MOST_ROWS = 12
TEXTS = (
    "risk",
    "why_agreement",
    "we_will",
    "monitored_how",
    "monitored_by",
    "if_broken",
    "child_view",
    "understood",
    "interpreter",
    "legal_advice",
)


class ChildAgreements(ChildPage):
    """A child's written agreements, latest first."""

    template = "casework/agreements_list.html"
    part = "child_agreements"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        may = decide(self.request.user, "agreement.write", child_id, at=self.now).allowed
        return {
            "rows": agreements_of(child_id, reader=self.request.user, at=self.now),
            "new_url": reverse("agreement_new", args=[child_id]) if may else "",
        }


class NewAgreement(ChildPage):
    """For which children of the family, and about which risk; the rest is written next, and keeps itself."""

    act = "agreement.write"
    template = "casework/agreements_new.html"
    part = "child_agreements"

    def show_part(self, *, child_id: int, **address: Any) -> dict[str, Any]:
        found = children_with(child_id, "agreement.write", reader=self.request.user, at=self.now)
        picked = set(self.request.POST.getlist("children")) or {str(child_id)}
        return {
            "children": [
                {"key": one.key, "name": one.name, "picked": str(one.key) in picked, "age": self._age(one.born_on)}
                for one in found
            ],
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "renews": self.request.GET.get("renews", "") or self.request.POST.get("renews", ""),
        }

    def perform(self, *, child_id: int, **address: Any) -> str:
        typed = self.request.POST
        earlier = key_of(typed.get("renews"))
        said = AgreementSaid(risk=typed.get("risk", ""))
        if earlier is not None:
            require_about(self.request.user, "agreement.write", children_of_agreement(earlier), at=self.now)
            said = _renewed(show_agreement(earlier, reader=self.request.user, at=self.now), said)
        family = children_with(child_id, "agreement.write", reader=self.request.user, at=self.now)
        made = write_agreement(
            children=[one.key for one in family if str(one.key) in typed.getlist("children")],
            said=said,
            by=self.request.user,
            at=self.now,
            renews=earlier,
        )
        return reverse("agreement_write", args=[made])

    def _age(self, born_on: Any) -> str:
        return words.age(born_on, timezone.localdate(self.now))


class AgreementPage(Page):
    """One written agreement: what it says, whom it binds, what became of it. Each act is its own form."""

    act = "child.read"
    template = "casework/agreements_one.html"

    def authorise(self, *, agreement_id: int, **address: Any) -> None:
        self.keys = children_of_agreement(agreement_id)
        self.decision = require_about(self.request.user, self.act, self.keys, at=self.now)

    def find(self, *, agreement_id: int, **address: Any) -> None:
        if not self.keys:
            raise Http404("No such agreement")

    def show(self, *, agreement_id: int, **address: Any) -> dict[str, Any]:
        found = show_agreement(agreement_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404("No such agreement")
        self.saw(self.keys, subject=f"agreement:{agreement_id}")
        waits = found.state == "proposed"
        lines = agreement_checklist(agreement_id, on=timezone.localdate(self.now)) if waits else ()
        return {
            "checklists": [as_checklist("", lines)] if lines else [],
            "a": found,
            "family": words.join_names(name for _, name in found.children),
            "home_url": reverse("child_agreements", args=[found.children[0][0]]) if found.children else "/",
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "failed": self.act,
            "ends": [(one.value, one.label) for one in SETS["agreement_end"].choices()],
            "today": timezone.localdate(self.now),
            "now": self.now,
        }


class WriteAgreement(KeepsTyping, AgreementPage):
    """An agreement as it is written: every box, kept as it is typed."""

    act = "agreement.change"
    template = "casework/agreements_write.html"

    def show(self, *, agreement_id: int, **address: Any) -> dict[str, Any]:
        context = super().show(agreement_id=agreement_id)
        found: ShownAgreement = context["a"]
        values = dict(self.request.POST.items()) if self.request.method == "POST" else _as_boxes(found)
        filled = [n for n in range(MOST_ROWS) if values.get(f"name-{n}") or values.get(f"duties-{n}")]
        rows = min(max(ROWS if not filled else len(filled) + 1, 2), MOST_ROWS)
        return context | {
            "values": values,
            "rows": range(rows),
            "levels": [(one.value, one.label) for one in SETS["risk_level"].choices()],
            "version": self.request.POST.get("version", found.version),
        }

    def perform(self, *, agreement_id: int, **address: Any) -> str:
        self.keep(agreement_id=agreement_id)
        if self.request.POST.get("send"):
            propose_agreement(agreement=agreement_id, by=self.request.user, at=self.now)
            messages.success(self.request, "The agreement is with the manager.")
        else:
            messages.success(self.request, "The agreement is kept. It binds nobody yet.")
        return reverse("agreement", args=[agreement_id])

    def keep(self, *, agreement_id: int) -> int:
        version = typed_number(self.request.POST, "version", what="the version") or 0
        return change_agreement(
            agreement=agreement_id, said=_said(self.request.POST), based_on=version, by=self.request.user, at=self.now
        )


class ProposeAgreement(AgreementPage):
    """It goes to the manager, or is refused with every reason."""

    act = "agreement.propose"

    def perform(self, *, agreement_id: int) -> str:
        propose_agreement(agreement=agreement_id, by=self.request.user, at=self.now)
        messages.success(self.request, "The agreement is with the manager.")
        return reverse("agreement", args=[agreement_id])


class ReturnAgreement(AgreementPage):
    """The manager sends it back with the reason."""

    act = "agreement.return"

    def perform(self, *, agreement_id: int) -> str:
        because = self.request.POST.get("because", "")
        return_agreement(agreement=agreement_id, because=because, by=self.request.user, at=self.now)
        messages.success(self.request, "The agreement went back to its writer.")
        return reverse("agreement", args=[agreement_id])


class ApproveAgreement(AgreementPage):
    """The manager approves it, and it is in force."""

    act = "agreement.approve"

    def perform(self, *, agreement_id: int) -> str:
        given = self.request.POST.get("words", "")
        approve_agreement(agreement=agreement_id, words=given, by=self.request.user, at=self.now)
        messages.success(self.request, "The agreement is in force.")
        return reverse("agreement", args=[agreement_id])


class ReviewAgreement(AgreementPage):
    """It is looked at again: kept or not, and still enough or not."""

    act = "agreement.review"

    def perform(self, *, agreement_id: int) -> str:
        typed = self.request.POST
        review_agreement(
            agreement=agreement_id,
            happened_at=typed_moment(typed, "happened_at", what="of the review"),
            words=typed.get("words", ""),
            next_on=typed_day(typed, "next_on", what="the next day of review"),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The review is recorded.")
        return reverse("agreement", args=[agreement_id])


class BreachAgreement(AgreementPage):
    """It was broken: what happened. What is done about it is due within 24 hours."""

    act = "agreement.breach"

    def perform(self, *, agreement_id: int) -> str:
        typed = self.request.POST
        record_breach(
            agreement=agreement_id,
            happened_at=typed_moment(typed, "happened_at", what="it was broken"),
            words=typed.get("words", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "That it was broken is recorded. Record within 24 hours what is done about it.")
        return reverse("agreement", args=[agreement_id])


class RespondToBreach(AgreementPage):
    """What was done about a breach."""

    act = "agreement.respond"

    def perform(self, *, agreement_id: int) -> str:
        typed = self.request.POST
        breach = typed_number(typed, "breach", what="the breach") or 0
        found = show_agreement(agreement_id, reader=self.request.user, at=self.now)
        if found is None or breach not in {one.key for one in found.entries}:
            raise Refused("There is no such breach of this agreement.")
        respond_to_breach(
            breach=breach,
            happened_at=typed_moment(typed, "happened_at", what="it was done"),
            words=typed.get("words", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "What was done is recorded.")
        return reverse("agreement", args=[agreement_id])


class EndAgreement(AgreementPage):
    """It ends, with what became of it."""

    act = "agreement.end"

    def perform(self, *, agreement_id: int) -> str:
        typed = self.request.POST
        ended_on = typed_day(typed, "ended_on", what="the day it ended", needed=True)
        assert ended_on is not None
        end_agreement(
            agreement=agreement_id,
            outcome=typed.get("outcome", ""),
            ended_on=ended_on,
            words=typed.get("words", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The agreement has ended.")
        return reverse("agreement", args=[agreement_id])


class LearningPage(Page):
    """A family came back after a closure beside an agreement: what is to be learned."""

    act = "learning.answer"
    template = "casework/agreements_learning.html"

    def child(self, *, learning_id: int) -> int:
        found = show_learning(learning_id)
        if found is None:
            raise Http404("No such entry")
        return found.child

    def show(self, *, learning_id: int) -> dict[str, Any]:
        return {
            "one": show_learning(learning_id),
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "now": self.now,
        }

    def perform(self, *, learning_id: int) -> str:
        given = self.request.POST.get("words", "")
        answer_learning(entry=learning_id, words=given, by=self.request.user, at=self.now)
        messages.success(self.request, "What was learned is recorded.")
        return reverse("learning", args=[learning_id])


def _renewed(found: ShownAgreement | None, said: AgreementSaid) -> AgreementSaid:
    """What the next agreement begins from: the words of the one before, but not its days, and not who understood."""
    if found is None:
        raise Refused("There is no such agreement to renew.")
    return AgreementSaid(
        risk=said.risk or found.risk,
        risk_level=found.risk_level,
        domestic_abuse=found.domestic_abuse,
        we_will=found.we_will,
        monitored_how=found.monitored_how,
        monitored_by=found.monitored_by,
        monitored_every_days=found.monitored_every_days,
        if_broken=found.if_broken,
        parties=tuple(
            PartySaid(one.name, poses_risk=one.poses_risk, duties="\n".join(one.duties)) for one in found.parties
        ),
    )


def _as_boxes(found: ShownAgreement) -> dict[str, Any]:
    """The agreement as the form's boxes hold it."""
    values: dict[str, Any] = {name: getattr(found, name) for name in TEXTS}
    for name in ("starts_on", "review_on", "expires_on"):
        on = getattr(found, name)
        values[name] = on.isoformat() if on else ""
    values |= {
        "risk_level": found.risk_level,
        "monitored_every_days": found.monitored_every_days or "",
        "domestic_abuse": "yes" if found.domestic_abuse else "",
    }
    for n, one in enumerate(found.parties):
        values |= {
            f"name-{n}": one.name,
            f"duties-{n}": "\n".join(one.duties),
            f"poses-{n}": "yes" if one.poses_risk else "",
            f"understood-{n}": {True: "yes", False: "no", None: ""}[one.understood],
        }
    return values


def _said(typed: Any) -> AgreementSaid:
    problems: list[tuple[str, str]] = []
    days: dict[str, Any] = {}
    asked = (("starts_on", "the day it starts"), ("review_on", "the day of review"), ("expires_on", "the day it ends"))
    for name, what in asked:
        try:
            days[name] = typed_day(typed, name, what=what)
        except Refused as refused:
            problems += refused.problems
    try:
        days["monitored_every_days"] = typed_number(typed, "monitored_every_days", what="how often, in days,")
    except Refused as refused:
        problems += refused.problems
    if problems:
        raise Refused(problems=tuple(problems))
    return AgreementSaid(
        **{name: typed.get(name, "") for name in TEXTS},
        risk_level=typed.get("risk_level", ""),
        domestic_abuse=typed.get("domestic_abuse") == "yes",
        parties=tuple(
            PartySaid(
                typed.get(f"name-{n}", ""),
                poses_risk=typed.get(f"poses-{n}") == "yes",
                duties=typed.get(f"duties-{n}", ""),
                understood=typed_yes_no(typed, f"understood-{n}"),
            )
            for n in range(MOST_ROWS)
        ),
        **days,
    )
