"""Rows for the bulk door, made from the models: a new column of a table costs nothing here.

A row is a named tuple of the columns of its table, the key first, then what must be given, then what may be left out,
each in the model's order. Write the values by name.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Model

from goldenthread.casework import models


def row_of(model: type[Model]) -> type[Any]:
    """The class of rows of a model's table, which it names in `table`. Columns that the database fills are left out.

    A column may be left out of a row when the model gives a default, may be empty, or may be blank text. A default is
    worked out once and shared by every row: never change it in place.
    """
    needed, given = ["id"], dict[str, Any]()
    for field in model._meta.concrete_fields:
        if field.primary_key or field.generated:
            continue
        if field.has_default():
            value = field.get_default()
            given[field.attname] = tuple(value) if isinstance(field, ArrayField) else value
        elif field.null:
            given[field.attname] = None
        elif field.blank:
            given[field.attname] = ""
        elif not field.has_db_default():
            needed.append(field.attname)
    made = namedtuple(f"{model.__name__}Row", (*needed, *given), defaults=tuple(given.values()))  # type: ignore[misc]  # noqa: PYI024 -- its columns are known only when the models are
    made.table = model._meta.db_table  # type: ignore[attr-defined]  # as every row class names its table
    made.__module__ = __name__
    made.__doc__ = f"A row of {model._meta.db_table}."
    return made


# What is pointed to stands before what points to it.
ContactRow = row_of(models.Contact)
ContactSectionRow = row_of(models.ContactSection)
ContactPersonRow = row_of(models.ContactPerson)
HistoryWeighedRow = row_of(models.HistoryWeighed)
ScreeningCheckRow = row_of(models.ScreeningCheck)
ReferralRow = row_of(models.Referral)
DecisionRow = row_of(models.Decision)
DecisionActionRow = row_of(models.DecisionAction)
SecondLookRow = row_of(models.SecondLook)
AllocationRow = row_of(models.Allocation)
NoteRow = row_of(models.Note)
NoteChildRow = row_of(models.NoteChild)
ConferenceRoomRow = row_of(models.ConferenceRoom)
AssessmentRow = row_of(models.Assessment)
AssessmentChildRow = row_of(models.AssessmentChild)
AssessmentSectionRow = row_of(models.AssessmentSection)
HistoryAnsweredRow = row_of(models.HistoryAnswered)
ReviewPointRow = row_of(models.ReviewPoint)
ChallengeRow = row_of(models.Challenge)
MeetingRow = row_of(models.Meeting)
MeetingPartRow = row_of(models.MeetingPart)
MeetingActionRow = row_of(models.MeetingAction)
EnquiryRow = row_of(models.Enquiry)
PlanRow = row_of(models.Plan)
MeetingChildRow = row_of(models.MeetingChild)
ConcernRow = row_of(models.Concern)
OutcomeRow = row_of(models.Outcome)
PlanActionRow = row_of(models.PlanAction)
VisitRow = row_of(models.Visit)
VisitChildRow = row_of(models.VisitChild)
VisitPersonRow = row_of(models.VisitPerson)
EvidenceRow = row_of(models.Evidence)
ProgressRow = row_of(models.Progress)
PlanChangeRow = row_of(models.PlanChange)
AgreementRow = row_of(models.Agreement)
AgreementChildRow = row_of(models.AgreementChild)
AgreementPartyRow = row_of(models.AgreementParty)
AgreementEntryRow = row_of(models.AgreementEntry)
ClosureRow = row_of(models.Closure)
LoadedFactRow = row_of(models.LoadedFact)
DeadlineRow = row_of(models.Deadline)
"""Made by the door from a `Starting`, never by a caller."""

ROWS = (
    ContactRow,
    ContactSectionRow,
    ContactPersonRow,
    HistoryWeighedRow,
    ScreeningCheckRow,
    ReferralRow,
    DecisionRow,
    DecisionActionRow,
    SecondLookRow,
    AllocationRow,
    NoteRow,
    NoteChildRow,
    ConferenceRoomRow,
    AssessmentRow,
    AssessmentChildRow,
    AssessmentSectionRow,
    HistoryAnsweredRow,
    ReviewPointRow,
    ChallengeRow,
    MeetingRow,
    MeetingPartRow,
    MeetingActionRow,
    EnquiryRow,
    PlanRow,
    MeetingChildRow,
    ConcernRow,
    OutcomeRow,
    PlanActionRow,
    VisitRow,
    VisitChildRow,
    VisitPersonRow,
    EvidenceRow,
    ProgressRow,
    PlanChangeRow,
    AgreementRow,
    AgreementChildRow,
    AgreementPartyRow,
    AgreementEntryRow,
    ClosureRow,
    LoadedFactRow,
)

__all__ = ["ROWS", "DeadlineRow", "row_of", *(row.__name__ for row in ROWS)]
