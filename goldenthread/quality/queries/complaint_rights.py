"""Who may read a complaint, and who stands too near to investigate one."""

from __future__ import annotations

from datetime import datetime

from django.db.models import OuterRef, Q

from goldenthread.access.public import Decision, Tie, User, decide_about, visible_about
from goldenthread.quality.models import Complaint, ComplaintAction, ComplaintChild, ComplaintStage
from goldenthread.rulebook.rights import Role

WORKED_WITH = (Tie.Kind.ALLOCATED, Tie.Kind.CO_WORKING, Tie.Kind.REVIEWING)


def children_of_complaint(complaint: int) -> tuple[int, ...]:
    """The children whom a complaint is about, the one who carries its clocks first."""
    return tuple(ComplaintChild.objects.filter(complaint=complaint).order_by("pk").values_list("child", flat=True))


def complaint_of_action(action: int) -> int | None:
    """The complaint that an action belongs to; None when there is none."""
    return ComplaintAction.objects.filter(pk=action).values_list("complaint", flat=True).first()


def may_read(reader: User, complaint: int, *, at: datetime) -> Decision:
    """Whether she may read this complaint: by her right to the children, or as the one who investigates it.

    A seal on any of the children refuses, and whoever the complaint is about never reads it.
    """
    children = children_of_complaint(complaint)
    decision = decide_about(reader, "complaint.read", children, at=at)
    if Complaint.objects.filter(pk=complaint, about=reader).exists():
        return Decision(False, "", "You may not do this: read a complaint.")
    if not decision.allowed and ComplaintStage.objects.filter(complaint=complaint, investigator=reader).exists():
        return decide_about(reader, "complaint.investigate", children, at=at)
    return decision


def readable(reader: User, *, at: datetime) -> Q:
    """The complaints that she may read, as a condition on a query of complaints."""
    named = ComplaintChild.objects.filter(complaint=OuterRef("pk"))
    hers = ComplaintStage.objects.filter(investigator=reader).values("complaint")
    given = Q(pk__in=hers) & visible_about(reader, "complaint.investigate", named, child="child", at=at)
    read = visible_about(reader, "complaint.read", named, child="child", at=at)
    return (read | given) & (Q(about=None) | ~Q(about=reader))


def too_near(user: User, complaint: Complaint) -> str:
    """Why somebody cannot investigate a complaint, in a sentence; empty for whoever stands apart from the case."""
    if user.pk == complaint.about_id:
        return f"The complaint is about {user.name}"
    if user.pk == complaint.recorded_by_id:
        return f"{user.name} took the complaint down"
    if complaint.stages.filter(answered_by=user).exists():
        return f"{user.name} answered an earlier stage"
    if complaint.stages.filter(owner=user).exists():
        return f"{user.name} answers the complaint"
    if user.team_id == complaint.team_id:
        return f"{user.name} works in the team that it is about"
    same_service = user.team and user.team.service and user.team.service == complaint.team.service
    if same_service and user.role in (Role.TEAM_MANAGER, Role.SERVICE_MANAGER):
        return f"{user.name} manages in the service that it is about"
    if Tie.objects.filter(user=user, child__in=children_of_complaint(complaint.pk), kind__in=WORKED_WITH).exists():
        return f"{user.name} has worked with the child"
    return ""
