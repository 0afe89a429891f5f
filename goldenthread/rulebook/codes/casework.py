"""Code sets of the child's journey after the front door: assessment, meetings, plans, visits, agreements, closure."""

from goldenthread.rulebook.codes.code_set import Code, CodeSet, code_set

OURS = "Our own set; no national code set"
GUIDANCE = "Working Together to Safeguard Children; no national code set"

ASSESSMENT_KIND = CodeSet(
    "assessment_kind",
    "Kind of assessment",
    "Children in need census guide 4.9; the older kinds from earlier guidance, for records that were loaded",
    (
        Code("single", "Child and family assessment"),
        Code("family_help", "Family Help assessment"),
        Code("initial", "Initial assessment (before 2013)", offered=False),
        Code("core", "Core assessment (before 2013)", offered=False),
    ),
)

ASSESSMENT_OUTCOME = code_set(
    "assessment_outcome",
    "What should follow an assessment",
    OURS,
    {
        "child_in_need": "A child in need plan",
        "strategy": "A strategy discussion",
        "family_help": "A Family Help plan",
        "continue": "The plan there is goes on",
        "care": "The child to be looked after",
        "early_help": "Early help from another service",
        "close": "No further work",
    },
)

HISTORY_ANSWER = CodeSet(
    "history_answer",
    "What an earlier concern means now",
    OURS,
    (
        Code("live", "Still live", "It is part of what we are worried about now"),
        Code("resolved", "Resolved, and what shows it", "Say what changed and who saw it", reason=True),
        Code("not_relevant", "Not relevant, and why", "Say why it tells us nothing about this child", reason=True),
    ),
)

CONFIDENCE = code_set(
    "confidence",
    "How sure we are",
    OURS,
    {"high": "Sure", "medium": "Fairly sure", "low": "Not sure yet"},
)

MEETING_KIND = code_set(
    "meeting_kind",
    "Kind of meeting",
    GUIDANCE,
    {
        "strategy": "Strategy discussion",
        "initial_conference": "Initial child protection conference",
        "transfer_in_conference": "Transfer-in child protection conference",
        "review_conference": "Review child protection conference",
        "core_group": "Core group",
        "cin_meeting": "Child in need planning meeting",
        "cin_review": "Child in need review",
    },
)

TOOK_PART = code_set(
    "took_part",
    "Who took part",
    GUIDANCE,
    {
        "social_care": "Children’s social care",
        "police": "Police",
        "health": "Health",
        "education": "School, nursery or college",
        "housing": "Housing",
        "probation": "Probation",
        "adult_services": "Adult services",
        "voluntary": "Voluntary organisation",
        "family": "Family",
        "advocate": "Advocate",
        "legal": "Legal",
        "other": "Another agency",
    },
)

STRATEGY_DECISION = code_set(
    "strategy_decision",
    "What the strategy discussion decided",
    GUIDANCE,
    {
        "s47_joint": "A section 47 enquiry, with the police",
        "s47_single": "A section 47 enquiry, social care alone",
        "assess": "No enquiry; the assessment goes on",
        "again": "Not decided; meet again",
        "no_further": "No enquiry and no further work",
    },
)

CONFERENCE_DECISION = code_set(
    "conference_decision",
    "What a conference decided for a child",
    GUIDANCE,
    {
        "plan": "A child protection plan",
        "no_plan": "No child protection plan",
        "plan_continues": "The child protection plan goes on",
        "plan_ends": "The child protection plan ends",
    },
)

PLAN_KIND = code_set(
    "plan_kind",
    "Kind of plan",
    OURS,
    {
        "child_in_need": "Child in need plan",
        "child_protection": "Child protection plan",
        "family_help": "Family Help plan",
    },
)

PLAN_END = code_set(
    "plan_end",
    "Why a plan ended",
    OURS,
    {
        "stepped_down": "Replaced by a plan at a lower level",
        "stepped_up": "Replaced by a plan at a higher level",
        "needs_met": "The child no longer needs it",
        "looked_after": "The child is looked after",
        "moved": "The child moved to another council",
        "aged_out": "The child is 18",
        "died": "The child died",
        "withdrew": "The family no longer agrees",
        "other": "Another reason",
    },
)

PLAN_PROGRESS = code_set(
    "plan_progress",
    "How it stands",
    "Core group and review practice; no national code set",
    {
        "achieved": "Achieved",
        "better": "Better",
        "same": "The same",
        "worse": "Worse",
        "not_started": "Not started",
    },
)

VISIT_PURPOSE = code_set(
    "visit_purpose",
    "What a visit was for",
    OURS,
    {
        "child_protection": "Child protection plan",
        "child_in_need": "Child in need plan",
        "assessment": "Assessment",
        "enquiry": "Section 47 enquiry",
        "family_help": "Family Help plan",
        "other": "Something else",
    },
)

RISK_LEVEL = code_set(
    "risk_level",
    "How great the risk is",
    OURS,
    {"low": "Low", "medium": "Medium", "high": "High"},
)

AGREEMENT_END = code_set(
    "agreement_end",
    "How a written agreement ended",
    OURS,
    {
        "kept": "It was kept, and is no longer needed",
        "broken": "It was broken",
        "replaced": "A plan or a court order took its place",
        "expired": "Its time ran out",
        "withdrawn": "Somebody no longer agrees",
    },
)

STEP_DOWN = code_set(
    "step_down",
    "Where the help goes on",
    OURS,
    {
        "family_help": "Family Help",
        "early_help": "Early help",
        "universal": "School, health visitor or doctor",
        "adult_services": "Adult services",
        "none": "Nowhere: no more help is needed",
    },
)

SETS = (
    ASSESSMENT_KIND,
    ASSESSMENT_OUTCOME,
    HISTORY_ANSWER,
    CONFIDENCE,
    MEETING_KIND,
    TOOK_PART,
    STRATEGY_DECISION,
    CONFERENCE_DECISION,
    PLAN_KIND,
    PLAN_END,
    PLAN_PROGRESS,
    VISIT_PURPOSE,
    RISK_LEVEL,
    AGREEMENT_END,
    STEP_DOWN,
)
