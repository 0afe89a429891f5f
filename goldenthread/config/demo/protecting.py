"""Strategy discussions, enquiries and initial conferences of the fictional authority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from goldenthread.casework.public import bulk
from goldenthread.config.demo.assessing import agency_parts, make_visit
from goldenthread.config.demo.case import Writer
from goldenthread.config.demo.thread_words import CONFERENCE, MEETINGS, PLAN_AFTER_CONFERENCE, TO_CONFERENCE


@dataclass(frozen=True, slots=True)
class Protected:
    """What an enquiry came to: the day of a conference that decided on a plan, and its key; both None for no plan."""

    plan_from: date | None = None
    conference: int | None = None


def enquire(write: Writer, category: str) -> Protected:
    """Tells the strategy discussion of a case and what followed from it, as far as it has come."""
    case, chance, team = write.case, write.chance, write.case.team
    suspected = case.decided + timedelta(minutes=20)
    held_on = write.after(write.working(suspected.date()), 1 + (chance.randint(1, 3) if write.late() else 0))
    held = write.moment(held_on)
    children = list(write.here(held_on)) or case.children
    for child, referral in children:
        write.start("strategy_discussion", suspected, child, referral, held)
    if held > write.now:
        return Protected()
    eldest = children[0][0]
    joint = chance.random() < 0.6
    strategy = write.add(
        bulk.MeetingRow,
        kind="strategy",
        state="held",
        planned_at=held,
        held_at=held,
        arranged_at=suspected,
        arranged_by_id=team.manager,
        recorded_by_id=team.manager,
        recorded_at=held,
        team_id=team.key,
        chair_id=team.manager,
        place="By video",
        why_called=write.fill(write.any_of(MEETINGS["strategy_why"]), eldest),
        quorate=True,
        decision="s47_joint" if joint else "s47_single",
        rationale=write.fill(write.any_of(MEETINGS["strategy_rationale"]), eldest) if case.well else "Threshold met.",
    )
    agency_parts(write, strategy, held_on, shared=False)
    if case.well:
        write.add(
            bulk.MeetingActionRow,
            meeting_id=strategy,
            what=f"See {eldest.given} alone at school today",
            owner_name="The social worker",
            owner_id=case.worker,
            due_on=held_on,
            done_on=held_on,
            done_words="Seen at 2pm with the teacher near by.",
        )
    elif write.beside.random() < 0.6:
        write.add(
            bulk.MeetingActionRow,
            meeting_id=strategy,
            what="Agencies to share information",
            owner_name="All professionals",
            due_on=write.after(held_on, 10),
        )
    days = min(chance.randint(*TO_CONFERENCE.draw(chance)), 15 if not write.late() else 30)
    met_on = write.after(held_on, days)
    to_conference = case.closed > met_on + timedelta(days=40) and chance.random() < CONFERENCE
    concluded_on = write.after(held_on, max(1, days - 4))
    authorised = write.moment(concluded_on)
    ended = authorised <= write.now
    conference = None
    conference_at = write.moment(met_on)
    if to_conference:
        conference = _conference(write, held_on, met_on, conference_at)
    plan = to_conference and conference_at <= write.now and chance.random() < PLAN_AFTER_CONFERENCE
    seen = write.moment(write.after(held_on, 0 if chance.random() < 0.5 else 1))
    seen = max(seen, held + timedelta(hours=2))
    visit_made = seen < write.now
    enquiries = []
    for child, referral in children:
        outcome = "CONFERENCE" if to_conference else chance.choice(("FAMILY_ASSESSMENT", "SERVICES", "NFA"))
        meeting_child = {"meeting_id": strategy, "child_id": child.key}
        write.add(bulk.MeetingChildRow, **meeting_child)
        enquiry = write.add(
            bulk.EnquiryRow,
            child_id=child.key,
            referral_id=referral,
            state="authorised" if ended else "running",
            strategy_id=strategy,
            conference_id=conference,
            started_on=held_on,
            joint=joint,
            worker_id=case.worker,
            outcome=outcome if ended else "",
            findings=write.fill(write.any_of(MEETINGS["findings" if to_conference else "findings_none"]), child)
            if ended
            else "",
            rationale=write.fill(write.any_of(MEETINGS["reasons_good" if case.well else "reasons_poor"]), child)
            if ended and to_conference
            else "",
            concluded_on=concluded_on if ended else None,
            concluded_by_id=case.worker if ended else None,
            authorised_at=authorised if ended else None,
            authorised_by_id=team.manager if ended else None,
            conference_not_required=ended and not to_conference,
            conference_target_on=write.after(held_on, 15),
            conference_on=met_on if to_conference and conference_at <= write.now else None,
        )
        enquiries.append(enquiry)
        write.start("s47_child_seen", held, child, referral, seen)
        write.start("s47_outcome", held, child, referral, authorised)
        if to_conference or not ended:
            write.start("icpc", held, child, referral, conference_at if to_conference else None)
        write.enter("enquiry.start", child.key, f"enquiry:{enquiry}", team.manager, held)
        if ended:
            write.enter("enquiry.authorise", child.key, f"enquiry:{enquiry}", team.manager, authorised)
        if conference is not None and conference_at <= write.now:
            write.add(
                bulk.MeetingChildRow,
                meeting_id=conference,
                child_id=child.key,
                attended=False,
                views=write.any_of(["I want it to stop.", "I want to stay with Mum.", ""]) if case.well else "",
                views_brought_how="The social worker read out what the child said" if case.well else "",
                family_view=write.any_of(MEETINGS["family_view"]),
                decision="plan" if plan else "no_plan",
                category=category if plan else "",
                reasons=write.fill(write.any_of(MEETINGS["reasons_good" if case.well else "reasons_poor"]), child),
            )
            for clock, days_after in (("conf_decision_letter", 1), ("conf_minutes", 14)):
                issued = write.moment(write.after(met_on, days_after + (8 if write.late() else 0)))
                write.start(clock, conference_at, child, referral, issued, f"meeting:{conference}")
            write.enter("meeting.hold", child.key, f"meeting:{conference}", write.chair, conference_at)
        elif conference is not None:
            write.add(bulk.MeetingChildRow, meeting_id=conference, child_id=child.key)
    if visit_made:
        make_visit(write, seen, "enquiry", children, enquiry_id=enquiries[0])
    return Protected(met_on, conference) if plan else Protected()


def _conference(write: Writer, strategy_on: date, met_on: date, at: datetime) -> int:
    case = write.case
    held = at <= write.now
    key = write.add(
        bulk.MeetingRow,
        kind="initial_conference",
        state="held" if held else "planned",
        planned_at=at,
        held_at=at if held else None,
        place="Thornshire House",
        chair_id=write.chair,
        team_id=case.team.key,
        arranged_at=write.moment(strategy_on),
        arranged_by_id=case.team.manager,
        quorate=True if held else None,
        summary="Each agency was heard, and the family last." if held and case.well else "",
        recorded_by_id=write.chair if held else None,
        recorded_at=at if held else None,
        decision_issued_on=write.after(met_on, 1) if held and write.after(met_on, 1) <= write.today else None,
        decision_issued_to="The parents, school and health" if held else "",
    )
    if held:
        agency_parts(write, key, met_on, shared=True)
    return key
