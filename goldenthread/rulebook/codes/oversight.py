"""The codes of oversight of a child's case, transfer and disputes."""

from goldenthread.rulebook.codes.code_set import Code, CodeSet, code_set

OURS = "Our own set; no national code set"

MANAGEMENT_DECISION = CodeSet(
    "management_decision",
    "What a manager’s decision is about",
    "Published management decision guidance of English councils (2016 to 2019): when a decision is recorded",
    (
        Code("direction", "Direction of the work"),
        Code("not_to_act", "Not to do something that was considered or planned"),
        Code("urgent", "Something urgent, outside supervision"),
        Code("enquiry", "Whether to start or end a section 47 enquiry"),
        Code("threshold", "Stepping up or stepping down"),
        Code("court", "Court or the steps before it"),
        Code("placement", "Where the child lives"),
        Code("allegation", "An allegation against somebody who works with children"),
        Code("transfer", "Moving the work to another team"),
        Code("closure", "Closing, or not closing"),
    ),
)

WORKER_CHANGE = code_set(
    "worker_change",
    "Why the worker changed",
    OURS,
    {
        "next_part": "The next part of the work is another team’s",
        "moved_area": "The family moved",
        "workload": "To even out the work",
        "left": "The worker left",
        "away": "The worker is away for long",
        "agency_ended": "The agency worker’s time ended",
        "reorganised": "Teams were reorganised",
        "child_asked": "The child asked for it",
        "family_asked": "The family asked for it",
        "skills": "Somebody with other skills is needed",
        "conflict": "Conflict of interest",
        "practice": "The work was not as it should be",
        "another": "Another reason",
    },
)

TRANSFER_ROUTE = CodeSet(
    "transfer_route",
    "When work moves to another team",
    "Published transfer protocols of English councils (2020 to 2025); points of transfer are local",
    (
        Code("assessed_cin", "After assessment, to a child in need plan", "At the first child in need meeting"),
        Code(
            "assessed_cp",
            "After assessment, to a child protection plan",
            "At the conference or the first core group; the receiving worker comes to both",
        ),
        Code("court", "To court work", "At the first meeting before proceedings, or after the first hearing"),
        Code("care", "To the looked after children team", "At the second review, or the final order"),
        Code("leaving_care", "To leaving care", "The personal adviser is introduced from 15 and a half"),
        Code("area", "To another area’s team", "At a meeting with the family"),
        Code("step_down", "Down to a family help team", "At a joint meeting with the lead practitioner"),
        Code("another", "Another reason"),
    ),
)

DISPUTE_ABOUT = code_set(
    "dispute_about",
    "What a dispute is about",
    "Independent reviewing officer handbook (2010), on dispute resolution; the list is our own",
    {
        "drift": "Delay or drift in the plan",
        "safety": "The plan does not keep the child safe",
        "not_done": "What was agreed has not been done",
        "not_heard": "The child’s wishes are not heard or not weighed",
        "visits": "The child is not seen as planned",
        "reports": "Reports missing or late for a meeting",
        "decision": "A decision taken without review, or against it",
        "resources": "A service the child needs is not provided",
        "worker": "Changes of worker, or none",
        "another": "Something else",
    },
)

DISPUTE_STAGE = CodeSet(
    "dispute_stage",
    "Stage of a dispute",
    "Independent reviewing officer handbook (2010); stages and their days are local",
    (
        Code("team_manager", "Stage 1: the team manager"),
        Code("service_manager", "Stage 2: the service manager"),
        Code("director", "Stage 3: the director"),
    ),
)

DISPUTE_OUTCOME = code_set(
    "dispute_outcome",
    "How a dispute ended",
    OURS,
    {
        "done": "What was asked for is done",
        "agreed": "Agreed, and to be done by a day",
        "part": "Agreed in part",
        "explained": "The explanation was accepted",
        "not_agreed": "Not agreed: the director decided",
        "taken_back": "Taken back",
    },
)

SETS: tuple[CodeSet, ...] = (
    MANAGEMENT_DECISION,
    WORKER_CHANGE,
    TRANSFER_ROUTE,
    DISPUTE_ABOUT,
    DISPUTE_STAGE,
    DISPUTE_OUTCOME,
)
