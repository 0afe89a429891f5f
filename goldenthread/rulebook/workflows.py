"""The lives of a contact, a referral and what follows from them, as tables.

`mermaid()` draws each for the documentation; operations step through them; pages ask what is open now.
"""

from goldenthread.kernel.registry import Registry
from goldenthread.kernel.workflow import Step, Workflow

# Screening is no state: checks are asked of agencies and answered while the contact waits to be decided, and a
# manager may decide before the last one is back.
CONTACT = Workflow(
    id="contact",
    title="Contact",
    states={
        "writing": "Being written",
        "to_decide": "Waiting for a decision",
        "second_look": "Waiting for a second look",
        "decided": "Decided",
    },
    steps=(
        Step("contact.start", (), "writing"),
        Step("contact.write", ("writing",), None),
        Step("contact.send", ("writing",), "to_decide"),
        Step("contact.ask_agency", ("writing", "to_decide", "second_look"), None),
        Step("contact.record_answer", ("writing", "to_decide", "second_look", "decided"), None),
        Step("contact.return_to_writer", ("to_decide",), "writing"),
        Step("contact.ask_second_look", ("to_decide",), "second_look"),
        Step("contact.answer_second_look", ("second_look",), "to_decide"),
        # Help is never held up by a second look that waits: only "no further action" is, and the operation refuses it.
        Step("contact.decide", ("to_decide", "second_look"), "decided"),
        Step("contact.feed_back", ("decided",), None),
    ),
)

REFERRAL = Workflow(
    id="referral",
    title="Referral",
    states={
        "to_decide": "Waiting for a decision",
        "to_allocate": "Waiting for a team",
        "with_team": "With a team, waiting for a worker",
        "with_worker": "With a worker",
        "closed": "Closed",
    },
    steps=(
        Step("referral.receive", (), "to_decide"),
        Step("referral.acknowledge", ("to_decide", "to_allocate", "with_team", "with_worker", "closed"), None),
        Step("referral.decide", ("to_decide",), "to_allocate"),
        Step("referral.allocate_team", ("to_allocate", "with_team", "with_worker"), "with_team"),
        Step("referral.allocate_worker", ("with_team", "with_worker"), "with_worker"),
        # Closed for good: a family that comes back is a new referral.
        Step("referral.close", ("to_decide", "to_allocate", "with_team", "with_worker"), "closed"),
    ),
)

ASSESSMENT = Workflow(
    id="assessment",
    title="Assessment",
    states={
        "writing": "Being written",
        "with_manager": "With the manager",
        "returned": "Sent back with challenges",
        "authorised": "Authorised",
        "stopped": "Stopped",
    },
    steps=(
        Step("assessment.start", (), "writing"),
        Step("assessment.write", ("writing", "returned"), None),
        Step("assessment.take_out", ("writing", "returned"), None),
        Step("assessment.review", ("writing", "returned", "with_manager"), None),
        Step("assessment.send", ("writing", "returned"), "with_manager"),
        Step("assessment.return", ("with_manager",), "returned"),
        Step("assessment.authorise", ("with_manager",), "authorised"),
        Step("assessment.share", ("authorised",), None),
        Step("assessment.stop", ("writing", "returned", "with_manager"), "stopped"),
    ),
)

# A conference that cannot go on is stood down with its reason, and another is arranged instead of it.
MEETING = Workflow(
    id="meeting",
    title="Meeting",
    states={"planned": "Arranged", "held": "Held", "stood_down": "Stood down"},
    steps=(
        Step("meeting.arrange", (), "planned"),
        Step("meeting.rearrange", ("planned",), None),
        Step("meeting.hold", ("planned",), "held"),
        Step("meeting.stand_down", ("planned",), "stood_down"),
        # Reports reach the family before a conference; its decision and its minutes go out after it.
        Step("meeting.issue", ("planned", "held"), None),
    ),
)

ENQUIRY = Workflow(
    id="enquiry",
    title="Section 47 enquiry",
    states={
        "running": "Running",
        "with_manager": "With the manager",
        "authorised": "Authorised",
        "stopped": "Stopped",
    },
    steps=(
        Step("enquiry.start", (), "running"),
        Step("enquiry.conclude", ("running",), "with_manager"),
        Step("enquiry.return", ("with_manager",), "running"),
        Step("enquiry.authorise", ("with_manager",), "authorised"),
        Step("enquiry.stop", ("running", "with_manager"), "stopped"),
    ),
)

PLAN = Workflow(
    id="plan",
    title="Plan",
    states={"outline": "Outline", "current": "Current", "ended": "Ended"},
    steps=(
        Step("plan.start", (), "outline"),
        # The first core group or planning meeting turns the outline into the plan.
        Step("plan.review", ("outline", "current"), "current"),
        Step("plan.write", ("outline", "current"), None),
        Step("plan.share", ("outline", "current"), None),
        Step("plan.end", ("outline", "current"), "ended"),
    ),
)

AGREEMENT = Workflow(
    id="agreement",
    title="Written agreement",
    states={
        "writing": "Being written",
        "proposed": "With the manager",
        "in_force": "In force",
        "ended": "Ended",
    },
    steps=(
        Step("agreement.write", (), "writing"),
        Step("agreement.change", ("writing",), None),
        Step("agreement.propose", ("writing",), "proposed"),
        Step("agreement.return", ("proposed",), "writing"),
        Step("agreement.approve", ("proposed",), "in_force"),
        Step("agreement.review", ("in_force",), None),
        Step("agreement.breach", ("in_force",), None),
        Step("agreement.respond", ("in_force",), None),
        Step("agreement.end", ("writing", "proposed", "in_force"), "ended"),
    ),
)

CLOSURE = Workflow(
    id="closure",
    title="Closure",
    states={
        "proposed": "With the manager",
        "returned": "Sent back",
        "authorised": "Closed",
        "withdrawn": "Withdrawn",
    },
    steps=(
        Step("closure.propose", (), "proposed"),
        Step("closure.change", ("returned",), "proposed"),
        Step("closure.return", ("proposed",), "returned"),
        Step("closure.authorise", ("proposed",), "authorised"),
        Step("closure.withdraw", ("proposed", "returned"), "withdrawn"),
    ),
)

TRANSFER = Workflow(
    id="transfer",
    title="Transfer to another team",
    states={
        "proposed": "Waiting for the transfer meeting",
        "met": "Meeting held, waiting to be accepted",
        "returned": "Sent back",
        "accepted": "Accepted, waiting for a new worker",
        "completed": "Completed",
        "withdrawn": "Taken back",
    },
    steps=(
        Step("transfer.propose", (), "proposed"),
        Step("transfer.change", ("returned",), "proposed"),
        Step("transfer.meet", ("proposed",), "met"),
        # Also without a meeting: what is not in order need not wait for one.
        Step("transfer.return", ("proposed", "met"), "returned"),
        Step("transfer.accept", ("met",), "accepted"),
        # The work moves here and nowhere before: until then the giving worker holds the child.
        Step("transfer.complete", ("accepted",), "completed"),
        Step("transfer.withdraw", ("proposed", "met", "returned", "accepted"), "withdrawn"),
    ),
)

DISPUTE = Workflow(
    id="dispute",
    title="Dispute",
    states={"raised": "Waiting for an answer", "answered": "Answered", "resolved": "Ended"},
    steps=(
        Step("dispute.raise", (), "raised"),
        Step("dispute.answer", ("raised",), "answered"),
        # Also when nobody has answered in time.
        Step("dispute.step_up", ("raised", "answered"), "raised"),
        Step("dispute.resolve", ("raised", "answered"), "resolved"),
    ),
)

AUDIT_ROUND = Workflow(
    id="audit_round",
    title="Audit round",
    states={"planned": "Planned", "sampled": "Under way"},
    steps=(
        Step("audit_round.plan", (), "planned"),
        Step("audit_round.draw", ("planned",), "sampled"),
    ),
)

AUDIT = Workflow(
    id="audit",
    title="Audit",
    states={
        "grading": "With the auditor",
        "second": "With the second auditor",
        "agreeing": "Graded twice, to be agreed",
        "graded": "Graded",
        "closed": "Closed",
    },
    steps=(
        Step("audit.give", (), "grading"),
        Step("audit.grade", ("grading",), "graded"),
        # The second auditor does not see the first grade until both are in.
        Step("audit.ask_second", ("graded",), "second"),
        Step("audit.second", ("second",), "agreeing"),
        Step("audit.agree", ("agreeing",), "graded"),
        Step("audit.reassign", ("grading", "second"), None),
        Step("audit.answer", ("graded", "agreeing"), None),
        Step("audit.close", ("graded",), "closed"),
    ),
)

CONCERN = Workflow(
    id="concern",
    title="Safety concern",
    states={"raised": "With the manager", "answered": "Answered, to be confirmed", "confirmed": "Confirmed safe"},
    steps=(
        Step("concern.raise", (), "raised"),
        Step("concern.answer", ("raised",), "answered"),
        Step("concern.return", ("answered",), "raised"),
        Step("concern.confirm", ("answered",), "confirmed"),
    ),
)

LEARNING_CYCLE = Workflow(
    id="cycle",
    title="Learning cycle",
    states={
        "found": "Found",
        "action_set": "Action set",
        "action_done": "Done",
        "evidence_checked": "Evidence checked",
        "impact_retested": "Re-tested",
        "closed": "Closed",
    },
    steps=(
        Step("cycle.open", (), "found"),
        # After a re-test that shows no change, another action begins the cycle again.
        Step("cycle.act", ("found", "action_set", "action_done", "evidence_checked", "impact_retested"), "action_set"),
        Step("cycle.finish", ("action_set",), "action_done"),
        Step("cycle.verify", ("action_set", "action_done"), "evidence_checked"),
        Step("cycle.retest", ("evidence_checked",), "impact_retested"),
        Step("cycle.close", ("impact_retested",), "closed"),
    ),
)

SUPERVISION = Workflow(
    id="supervision",
    title="Supervision",
    states={"due": "To come", "running": "Being recorded", "held": "Held", "missed": "Missed"},
    steps=(
        # Each one that ends, held or missed, makes the next one due.
        Step("supervision.agree", (), "due"),
        Step("supervision.begin", ("due",), "running"),
        Step("supervision.discuss", ("running",), None),
        Step("supervision.finish", ("running",), "held"),
        Step("supervision.miss", ("due", "running"), "missed"),
    ),
)

# Unfinished words are the observer's own; from then on the worker and her managers read it.
OBSERVATION = Workflow(
    id="observation",
    title="Practice observation",
    states={
        "writing": "Being written",
        "sent": "With the worker",
        "answered": "Answered by the worker",
        "followed_up": "Followed up",
        "dropped": "Taken back",
    },
    steps=(
        Step("observation.begin", (), "writing"),
        Step("observation.write", ("writing",), None),
        Step("observation.drop", ("writing",), "dropped"),
        Step("observation.send", ("writing",), "sent"),
        Step("observation.answer", ("sent",), "answered"),
        Step("observation.finish_step", ("sent", "answered"), None),
        # Also where the worker never answered: who has left answers no more.
        Step("observation.follow_up", ("sent", "answered"), "followed_up"),
    ),
)

FEEDBACK = Workflow(
    id="feedback",
    title="Feedback from a child or family",
    states={
        "not_safe": "Not safe: with the manager now",
        "given": "To be answered",
        "answered": "Answered",
    },
    steps=(
        Step("feedback.give", (), "given"),
        Step("feedback.alarm", (), "not_safe"),
        # Nothing else is answered before somebody has seen to it.
        Step("feedback.make_safe", ("not_safe",), "given"),
        Step("feedback.answer", ("given",), "answered"),
        Step("feedback.share", ("given", "answered", "not_safe"), None),
    ),
)

# How an improvement plan stands is worked out from its evidence (`rulebook.improving`): only these two are acts.
IMPROVEMENT = Workflow(
    id="improvement",
    title="Improvement plan",
    states={"open": "Open", "closed": "Closed"},
    steps=(
        Step("improvement.start", (), "open"),
        Step("improvement.write", ("open",), None),
        Step("improvement.check", ("open",), None),
        # A measure is watched after closing too: that is how a slip is seen.
        Step("improvement.record", ("open", "closed"), None),
        Step("improvement.close", ("open",), "closed"),
        Step("improvement.reopen", ("closed",), "open"),
    ),
)

# The stage stands beside the state: a complaint that goes on to the next stage waits for an answer again.
COMPLAINT = Workflow(
    id="complaint",
    title="Complaint",
    states={
        "open": "Waiting for an answer",
        "answered": "Answered",
        "closed": "Closed",
        "withdrawn": "Withdrawn",
    },
    steps=(
        Step("complaint.record", (), "open"),
        Step("complaint.extend", ("open",), None),
        Step("complaint.appoint", ("open",), None),
        Step("complaint.investigate", ("open",), None),
        Step("complaint.panel", ("open",), None),
        Step("complaint.answer", ("open",), "answered"),
        # Also when nobody has answered in time.
        Step("complaint.step_up", ("open", "answered"), "open"),
        Step("complaint.act", ("open", "answered"), None),
        Step("complaint.finish", ("open", "answered", "withdrawn"), None),
        Step("complaint.verify", ("open", "answered", "withdrawn"), None),
        Step("complaint.learn", ("answered", "closed"), None),
        Step("complaint.withdraw", ("open", "answered"), "withdrawn"),
        Step("complaint.close", ("answered",), "closed"),
    ),
)

ALLEGATION = Workflow(
    id="allegation",
    title="Allegation",
    states={
        "reported": "Waiting for the designated officer",
        "open": "Being looked into",
        "concluded": "Concluded",
    },
    steps=(
        Step("allegation.report", (), "reported"),
        # The child is made safe before anybody is consulted.
        Step("allegation.record", ("reported", "open", "concluded"), None),
        Step("allegation.name", ("reported", "open", "concluded"), None),
        Step("allegation.consult", ("reported",), "open"),
        Step("allegation.conclude", ("open",), "concluded"),
    ),
)

WORKFLOWS = Registry(
    [
        CONTACT,
        REFERRAL,
        ASSESSMENT,
        MEETING,
        ENQUIRY,
        PLAN,
        AGREEMENT,
        CLOSURE,
        TRANSFER,
        DISPUTE,
        AUDIT_ROUND,
        AUDIT,
        CONCERN,
        LEARNING_CYCLE,
        SUPERVISION,
        OBSERVATION,
        FEEDBACK,
        IMPROVEMENT,
        COMPLAINT,
        ALLEGATION,
    ]
)
