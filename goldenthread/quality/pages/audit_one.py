"""One audit: read, graded with the evidence beside each question, graded again unseen, agreed, answered, closed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from goldenthread.access.pages.page import Page
from goldenthread.access.public import managers, those_who_may
from goldenthread.casework.pages.autosave import KeepsTyping
from goldenthread.casework.pages.typed import key_of, typed_yes_no
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.pages.standards import place
from goldenthread.quality.public.audit import (
    AuditShown,
    Evidence,
    GradingSaid,
    agree_grade,
    answer_audit,
    answer_concern,
    ask_second,
    audit_shown,
    child_of_audit,
    child_of_concern,
    close_audit,
    concern_shown,
    confirm_concern,
    evidence_for,
    grade_words,
    keep_grading,
    raise_concern,
    reassign_audit,
    return_concern,
    send_grading,
)
from goldenthread.rulebook.audit_tools import domain_title
from goldenthread.rulebook.codes import SETS
from goldenthread.ui import words
from goldenthread.ui.pictures.scale import scale_line

ENTRY_PAGES = {"assessment": "assessment", "enquiry": "enquiry", "meeting": "meeting", "contact": "contact"}
"""Where an entry of the chronology is read, for kinds with a page of their own."""


class AuditPage(Page):
    """An audit as it stands: grades with their reasons, the evidence, the worker's and the family's words."""

    act = "audit.read"
    template = "quality/audit_one.html"
    of: int | None = None

    def child(self, *, audit_id: int) -> int:
        if self.of is None:
            self.of = child_of_audit(audit_id)
        if self.of is None:
            raise Http404("No such audit")
        return self.of

    def show(self, *, audit_id: int) -> dict[str, Any]:
        found = audit_shown(audit_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404("No such audit")
        evidence = evidence_for(found.child, found.items, reader=self.request.user, at=self.now)
        return {
            "a": found,
            "parts_of_tool": grade_parts(found, evidence, self.now),
            "first": found.gradings.get("first"),
            "second": found.gradings.get("second"),
            "picture": shift_picture(found),
            "labels": dict(grade_choices(found)),
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "grade_choices": grade_choices(found)[:-1],
            "auditors": auditor_choices(found) if "audit.ask_second" in found.may else [],
            "failed": self.act,
            "now": self.now,
        }


class AgreeGrade(AuditPage):
    """The two auditors agreed, and say why it is that grade."""

    act = "audit.agree"

    def perform(self, *, audit_id: int) -> str:
        typed = self.request.POST
        agree_grade(
            audit=audit_id,
            overall=typed.get("agreed", ""),
            words=typed.get("agreed_words", ""),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The agreed grade stands. Both grades stay on record.")
        return reverse("audit", args=[audit_id])


class AnswerAudit(AuditPage):
    """The worker whose work it is says what she makes of it."""

    act = "audit.answer"

    def perform(self, *, audit_id: int) -> str:
        answer_audit(audit=audit_id, words=self.request.POST.get("answer", ""), by=self.request.user, at=self.now)
        messages.success(self.request, "Your words stand beside the grade.")
        return reverse("audit", args=[audit_id])


class AskSecond(AuditPage):
    """Somebody else is asked to grade it too."""

    act = "audit.ask_second"

    def perform(self, *, audit_id: int) -> str:
        ask_second(audit=audit_id, to=person_typed(self.request.POST, "to"), by=self.request.user, at=self.now)
        messages.success(self.request, "A second auditor was asked, and will not see the first grade.")
        return reverse("audit", args=[audit_id])


class CloseAudit(AuditPage):
    """The audit is done, and the auditors' right to the record ends."""

    act = "audit.close"

    def perform(self, *, audit_id: int) -> str:
        found = audit_shown(audit_id, reader=self.request.user, at=self.now)
        close_audit(audit=audit_id, by=self.request.user, at=self.now)
        messages.success(self.request, "The audit is closed.")
        return reverse("audit_round", args=[found.round]) if found else reverse("audits")


class ReassignAudit(AuditPage):
    """An auditor leaves or is away: another goes on from what she wrote."""

    act = "audit.reassign"
    template = "quality/audit_reassign.html"

    def show(self, *, audit_id: int) -> dict[str, Any]:
        found = audit_shown(audit_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404("No such audit")
        return {
            "a": found,
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "auditors": auditor_choices(found),
        }

    def perform(self, *, audit_id: int) -> str:
        found = audit_shown(audit_id, reader=self.request.user, at=self.now)
        reassign_audit(audit=audit_id, to=person_typed(self.request.POST, "to"), by=self.request.user, at=self.now)
        messages.success(self.request, "The audit was handed on, with everything that was written.")
        return reverse("audit_round", args=[found.round]) if found else reverse("audits")


class GradeAudit(KeepsTyping, AuditPage):
    """Each question with the evidence beside it. Kept as it is typed."""

    act = "audit.grade"
    template = "quality/audit_grade.html"
    part = "first"

    def show(self, *, audit_id: int) -> dict[str, Any]:
        context = super().show(audit_id=audit_id)
        found: AuditShown = context["a"]
        hers = found.gradings.get(self.part)
        posted = self.request.method == "POST"
        return context | {
            "values": self.request.POST if posted else boxes(found, self.part),
            "part": self.part,
            "open": self.act in found.may,
            "grade_choices": grade_choices(found),
            "whole_choices": grade_choices(found)[:-1],
            "asked_of": [(one.value, one.label) for one in SETS["audit_asked"].choices()],
            "saved": words.clock_time(hers.saved_at) if hers and hers.saved_at else "",
            "form_url": self.request.path,
        }

    def perform(self, *, audit_id: int) -> str:
        if self.request.POST.get("keep"):
            self.keep(audit_id=audit_id)
            messages.success(self.request, "Kept as it stands. Send it when it is finished.")
            return reverse("audit", args=[audit_id])
        said = grading_said(self.request.POST)
        send_grading(audit=audit_id, part=self.part, said=said, by=self.request.user, at=self.now)
        messages.success(self.request, "Your grades are in.")
        return reverse("audit", args=[audit_id])

    def keep(self, *, audit_id: int) -> None:
        said = grading_said(self.request.POST)
        keep_grading(audit=audit_id, part=self.part, said=said, by=self.request.user, at=self.now)


class SecondGrade(GradeAudit):
    """The second auditor grades without seeing the first."""

    act = "audit.second"
    part = "second"


class RaiseConcern(AuditPage):
    """Something that cannot wait: a manager is told by name."""

    act = "concern.raise"
    template = "quality/concern_new.html"

    def show(self, *, audit_id: int) -> dict[str, Any]:
        found = audit_shown(audit_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404("No such audit")
        return {
            "a": found,
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "managers": [
                (one.key, f"{one.name}{f', {one.team_name}' if one.team_name else ''}")
                for one in managers()
                if one.key != self.request.user.pk
            ],
        }

    def perform(self, *, audit_id: int) -> str:
        typed = self.request.POST
        made = raise_concern(
            audit=audit_id,
            words=typed.get("words", ""),
            told=person_typed(typed, "told"),
            by=self.request.user,
            at=self.now,
        )
        messages.success(self.request, "The manager was told. It is due by the end of the next working day.")
        return reverse("concern", args=[made])


class ConcernPage(Page):
    """A safety concern to its end."""

    act = "concern.read"
    template = "quality/concern.html"

    of: int | None = None

    def child(self, *, concern_id: int) -> int:
        if self.of is None:
            self.of = child_of_concern(concern_id)
        if self.of is None:
            raise Http404("No such concern")
        return self.of

    def show(self, *, concern_id: int) -> dict[str, Any]:
        found = concern_shown(concern_id, reader=self.request.user, at=self.now)
        if found is None:
            raise Http404("No such concern")
        return {
            "c": found,
            "values": self.request.POST,
            "wrong": {field: sentence for field, sentence in self.problems if field},
            "failed": self.act,
            "now": self.now,
        }


class AnswerConcern(ConcernPage):
    """What was done to make the child safe."""

    act = "concern.answer"

    def perform(self, *, concern_id: int) -> str:
        answer_concern(concern=concern_id, words=self.request.POST.get("answer", ""), by=self.request.user, at=self.now)
        messages.success(self.request, "Your answer is kept. Somebody else confirms that the child is safe.")
        return reverse("concern", args=[concern_id])


class ReturnConcern(ConcernPage):
    """It is not shown that the child is safe."""

    act = "concern.return"

    def perform(self, *, concern_id: int) -> str:
        because = self.request.POST.get("because", "")
        return_concern(concern=concern_id, because=because, by=self.request.user, at=self.now)
        messages.success(self.request, "The concern went back.")
        return reverse("concern", args=[concern_id])


class ConfirmConcern(ConcernPage):
    """The child is confirmed safe, by somebody who did not answer."""

    act = "concern.confirm"

    def perform(self, *, concern_id: int) -> str:
        said = self.request.POST.get("confirmed", "")
        confirm_concern(concern=concern_id, words=said, by=self.request.user, at=self.now)
        messages.success(self.request, "The child is confirmed safe.")
        return reverse("concern", args=[concern_id])


def grade_parts(found: AuditShown, evidence: Any, now: Any) -> list[dict[str, Any]]:
    """The questions by domain: each domain's evidence once, and each question with what the auditors said of it."""
    made: dict[str, dict[str, Any]] = {}
    for item in found.items:
        if item.domain not in made:
            laid = evidence_rows(evidence[item.key], found.child)
            made[item.domain] = {"title": domain_title(item.domain), "items": [], "evidence": laid}
        said = [
            {
                "who": grading.grader,
                "part": part,
                "grade": said_grade(grading.grades[item.key].grade),
                "words": grading.grades[item.key].words,
            }
            for part, grading in found.gradings.items()
            if item.key in grading.grades
        ]
        made[item.domain]["items"].append(
            {"key": item.key, "label": item.label, "look_for": item.look_for, "said": said}
        )
    return list(made.values())


def said_grade(grade: str) -> str:
    """A grade in words; empty while there is none."""
    return "Does not apply" if grade == "na" else grade_words(grade) if grade else ""


def evidence_rows(one: Evidence, child: int) -> dict[str, Any]:
    """The evidence of a domain for its panel."""
    return {
        "entries": [
            {
                "on": words.day(entry.on),
                "title": entry.title,
                "words": entry.words if len(entry.words) < 240 else f"{entry.words[:240].rsplit(' ', 1)[0]} …",
                "url": reverse(ENTRY_PAGES[entry.kind], args=[entry.subject])
                if entry.opens and entry.kind in ENTRY_PAGES
                else "",
            }
            for entry in one.entries
        ],
        "more": one.of - len(one.entries),
        "record": reverse("child_chronology", args=[child]),
        "standards": reverse("child_standards", args=[child]),
        "not_met": [{"sentence": line.sentence, "because": line.because, "place": place(line)} for line in one.not_met],
        "met": [line.sentence for line in one.met],
        "met_of": one.met_of,
        "said": [{"words": said.words, "source": f"{said.where}, {words.day(said.on)}"} for said in one.said],
    }


def shift_picture(found: AuditShown) -> Any:
    """The first and the second grade of the whole on one line; nothing until both are in."""
    first, second = found.gradings.get("first"), found.gradings.get("second")
    steps = (
        [("not_met", "Not met"), ("met", "Met")]
        if found.question
        else [(one.code, one.label) for one in reversed(SETS["audit_grade"].items)]
    )
    places = [code for code, _ in steps]
    if not first or not second or not second.sent_at or first.overall not in places or second.overall not in places:
        return ""
    moved = places.index(second.overall) - places.index(first.overall)
    shift = "the same grade" if not moved else f"{words.plural(abs(moved), 'grade')} {'up' if moved > 0 else 'down'}"
    description = f"First auditor: {grade_words(first.overall).lower()}. Second auditor, who could not see the first "
    description += f"grade: {grade_words(second.overall).lower()}."
    if found.overall and found.state in ("graded", "closed"):
        description += f" Agreed: {grade_words(found.overall).lower()}."
    return scale_line(
        [label for _, label in steps],
        places.index(first.overall),
        places.index(second.overall),
        title="Grade before and after the second look",
        description=description,
        shift=shift,
        key=f"shift-{found.key}",
    )


def grade_choices(found: AuditShown) -> list[tuple[str, str]]:
    """The grades that may be chosen; the last is for what does not apply."""
    if found.question:
        return [(one.value, one.label) for one in SETS["audit_answer"].choices()]
    return [(one.value, one.label) for one in SETS["audit_grade"].choices()] + [("na", "Does not apply")]


def auditor_choices(found: AuditShown) -> list[tuple[int, str]]:
    """Those who may be asked to audit, without the two who do."""
    return [
        (one.key, f"{one.name}, {one.role_name}")
        for one in those_who_may("audit.grade")
        if one.key not in (found.auditor, found.second_auditor)
    ]


def person_typed(typed: Any, name: str) -> int:
    """The key of somebody who was chosen. Raises `Refused` when nobody was."""
    key = key_of(typed.get(name))
    if key is None:
        raise Refused("Choose somebody", name)
    return key


def boxes(found: AuditShown, part: str) -> dict[str, str]:
    """What was kept of a grading, as the form's boxes hold it."""
    hers = found.gradings.get(part)
    values: dict[str, str] = {}
    if hers is not None:
        values = {"overall": hers.overall, "overall_words": hers.overall_words, "learning": hers.learning}
        values["safe"] = {True: "yes", False: "no"}.get(hers.safe, "")
        for key, one in hers.grades.items():
            values |= {f"grade-{key}": one.grade, f"words-{key}": one.words}
    if part == "first":
        there = {True: "yes", False: "no"}.get(found.worker_there, "")
        asked = next((one.value for one in SETS["audit_asked"].choices() if one.label == found.family_asked), "")
        values |= {
            "worker_there": there,
            "worker_words": found.worker_words,
            "family_asked": asked,
            "family_words": found.family_words,
        }
    return values


def grading_said(typed: Any) -> GradingSaid:
    """What was typed, as the operation takes it."""
    keys = [name.removeprefix("grade-") for name in typed if name.startswith("grade-")]
    keys += [name.removeprefix("words-") for name in typed if name.startswith("words-")]
    return GradingSaid(
        grades={key: (typed.get(f"grade-{key}", ""), typed.get(f"words-{key}", "")) for key in dict.fromkeys(keys)},
        overall=typed.get("overall", ""),
        overall_words=typed.get("overall_words", ""),
        safe=typed_yes_no(typed, "safe"),
        learning=typed.get("learning", ""),
        worker_there=typed_yes_no(typed, "worker_there"),
        worker_words=typed.get("worker_words", ""),
        family_asked=typed.get("family_asked", ""),
        family_words=typed.get("family_words", ""),
    )
