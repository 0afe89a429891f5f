"""Stages 2 and 3 of a complaint: who looks into it, apart from the case, and what they reported."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from goldenthread.access.public import User, decide_about
from goldenthread.casework.public.audit import meet, start
from goldenthread.kernel.refusal import Refused
from goldenthread.quality.models import ComplaintStage
from goldenthread.quality.operations.complaint_steps import (
    active,
    clock_of,
    enter,
    first_child,
    locked,
    moment_of,
    past_day,
    tell,
)
from goldenthread.quality.queries.complaint_rights import children_of_complaint, too_near
from goldenthread.quality.queries.complaints import OF_STAGE, is_one_of_us
from goldenthread.rulebook.second_look import says_nothing
from goldenthread.ui.cleaning import kept_line, kept_words

PANEL, PANEL_REPORT, STAGE_3 = OF_STAGE["3"]


@transaction.atomic
def appoint(
    *,
    complaint: int,
    investigator: int | None,
    investigator_name: str,
    independent_name: str,
    independent_because: str,
    by: User,
    at: datetime,
) -> None:
    """Names the investigating officer of a stage 2 (one of our own people, or somebody from outside) and the
    independent person. The officer is not in the line that manages the case, and the independent person is none of
    ours. Raises `NotAllowed`, `Refused`."""
    found, stage, _, right = locked(complaint, "complaint.appoint", by, at)
    if stage.stage != "2":
        raise Refused("Somebody is named to investigate at stage 2.")
    if stage.reported_on is not None:
        raise Refused("The investigation has reported already.")
    problems = []
    officer = active(investigator) if investigator else None
    outside = kept_line(investigator_name, "investigator_name", 120)
    if (officer is None) == says_nothing(outside):
        problems.append(("investigator", "Choose one of our own people, or enter the name of somebody from outside"))
    elif officer is not None and (near := too_near(officer, found)):
        problems.append(("investigator", f"{near}, so is not independent of the case. Choose somebody else"))
    elif (
        officer is not None
        and not decide_about(officer, "complaint.investigate", children_of_complaint(complaint), at=at).allowed
    ):
        problems.append(("investigator", f"{officer.name} may not investigate this complaint. Choose somebody else"))
    elif outside and is_one_of_us(outside):
        problems.append(("investigator_name", f"{outside} signs in here: choose them from the list instead"))
    independent = kept_line(independent_name, "independent_name", 120)
    if says_nothing(independent):
        problems.append(("independent_name", "Enter the name of the independent person"))
    elif is_one_of_us(independent):
        problems.append(("independent_name", f"{independent} works for us, so is not independent"))
    elif outside and outside.casefold() == independent.casefold():
        problems.append(("independent_name", "The officer and the independent person are two people"))
    if says_nothing(independent_because):
        problems.append(("independent_because", "Say how you know that neither has a part in the case"))
    if problems:
        raise Refused(problems=tuple(problems))
    stage.investigator, stage.investigator_name = officer, outside
    stage.independent_name = independent
    stage.independent_because = kept_words(independent_because, "independent_because")
    stage.appointed_by, stage.appointed_at = by, at
    stage.save()
    if officer is not None:
        tell(complaint, officer.pk, "A complaint is yours to investigate.", by, at)
    enter("complaint.appoint", complaint, right, by, at)


@transaction.atomic
def report_investigation(*, complaint: int, words: str, reported_on: date, by: User, at: datetime) -> None:
    """Records the report of a stage 2: by the investigating officer, or, where that is somebody from outside, by
    whoever named them. Raises `NotAllowed`, `Refused`."""
    _, stage, _, right = locked(complaint, "complaint.investigate", by, at)
    if stage.stage != "2" or stage.appointed_at is None:
        raise Refused("Nobody is named to investigate it yet.")
    if by.pk != (stage.investigator_id or stage.appointed_by_id):
        raise Refused("The investigating officer records the report.")
    if stage.reported_on is not None:
        raise Refused("The report is recorded already.")
    _report(words, reported_on, stage, by, at)
    tell(complaint, stage.owner_id, "The investigation of a complaint has reported. Its answer is yours.", by, at)
    enter("complaint.investigate", complaint, right, by, at)


@transaction.atomic
def hold_panel(*, complaint: int, panel_on: date, people: str, by: User, at: datetime) -> None:
    """Records that the review panel of a stage 3 was held, and who sat on it: its clock is met, and that of its report
    starts. Raises `NotAllowed`, `Refused`."""
    found, stage, _, right = locked(complaint, "complaint.panel", by, at)
    if stage.stage != "3":
        raise Refused("A panel is held at stage 3.")
    if stage.panel_on is not None:
        raise Refused("The panel is recorded already.")
    problems = past_day(panel_on, "panel_on", at, since=stage.asked_on, since_words="It was asked for")
    if says_nothing(people):
        problems.append(("people", "Say who sat on the panel, who chaired it, and that they are independent"))
    if problems:
        raise Refused(problems=tuple(problems))
    stage.panel_on, stage.panel_people = panel_on, kept_words(people, "people")
    child, held = first_child(complaint), moment_of(panel_on, at)
    meet(PANEL, at=held, child=child, about=clock_of(complaint))
    stage.deadline = start(PANEL_REPORT, at=held, child=child, about=clock_of(complaint), owner=stage.owner_id)
    stage.save()
    enter("complaint.panel", complaint, right, by, at)


@transaction.atomic
def report_panel(*, complaint: int, words: str, reported_on: date, by: User, at: datetime) -> None:
    """Records what the panel recommends: the clock of its report is met, and that of our answer starts. Raises
    `NotAllowed`, `Refused`."""
    found, stage, _, right = locked(complaint, "complaint.panel", by, at)
    if stage.stage != "3" or stage.panel_on is None:
        raise Refused("The panel is not held yet.")
    if stage.reported_on is not None:
        raise Refused("The report is recorded already.")
    _report(words, reported_on, stage, by, at)
    child, came = first_child(complaint), moment_of(reported_on, at)
    meet(PANEL_REPORT, at=came, child=child, about=clock_of(complaint))
    stage.deadline = start(STAGE_3, at=came, child=child, about=clock_of(complaint), owner=stage.owner_id)
    stage.save()
    enter("complaint.panel", complaint, right, by, at)


def _report(words: str, reported_on: date, stage: ComplaintStage, by: User, at: datetime) -> None:
    since = stage.panel_on or stage.asked_on
    problems = past_day(reported_on, "reported_on", at, since=since, since_words="It began")
    if says_nothing(words):
        problems.append(("report", "Write what was found and recommended"))
    if problems:
        raise Refused(problems=tuple(problems))
    stage.report, stage.reported_on, stage.reported_by = kept_words(words, "report"), reported_on, by
    stage.save()
