"""Code sets of the front door: worries, priority, who was told, what was agreed, what was decided."""

from goldenthread.rulebook.codes.code_set import Code, CodeSet, code_set

PRACTICE = "Front-door practice in England; no national code set"
OURS = "Our own set; no national code set"
SHARING = "HM Government, Information sharing advice for practitioners, May 2024"

PRIORITY = CodeSet(
    "priority",
    "How soon it must be decided",
    "Council policy",
    (
        Code("red", "Red: within 4 hours", "A child may be at immediate risk"),
        Code("amber", "Amber: 1 working day", "A child may be harmed unless something is done"),
        Code("green", "Green: 1 working day", "Help or advice is asked for"),
    ),
)

CONCERNS = CodeSet(
    "concerns",
    "Presenting concerns",
    PRACTICE,
    (
        Code("domestic_abuse", "Domestic abuse", group="In the family"),
        Code("neglect", "Neglect", group="In the family"),
        Code("physical_harm", "Physical harm", group="In the family"),
        Code("emotional_harm", "Emotional harm", group="In the family"),
        Code("sexual_harm", "Sexual harm", group="In the family"),
        Code("parent_mental_health", "A parent’s mental health", group="In the family"),
        Code("parent_substances", "Alcohol or drugs at home", group="In the family"),
        Code("parent_disability", "A parent’s disability or illness", group="In the family"),
        Code("parent_absent", "No one able to care for the child", group="In the family"),
        Code("family_conflict", "Conflict or breakdown in the family", group="In the family"),
        Code("private_fostering", "Living with someone who is not close family", group="In the family"),
        Code("harmful_practice", "Forced marriage or female genital mutilation", group="In the family"),
        Code("faith_belief", "Harm linked to faith or belief", group="In the family"),
        Code("unborn", "Worries about an unborn baby", group="In the family"),
        Code("sexual_exploitation", "Sexual exploitation", group="Outside the family"),
        Code("criminal_exploitation", "Criminal exploitation or gangs", group="Outside the family"),
        Code("trafficking", "Trafficking or modern slavery", group="Outside the family"),
        Code("missing", "Going missing", group="Outside the family"),
        Code("online_harm", "Harm online", group="Outside the family"),
        Code("radicalisation", "Radicalisation", group="Outside the family"),
        Code("allegation", "An allegation against someone who works with children", group="Outside the family"),
        Code("child_mental_health", "The child’s mental health", group="The child"),
        Code("self_harm", "Self-harm or thoughts of suicide", group="The child"),
        Code("child_substances", "The child’s alcohol or drug use", group="The child"),
        Code("child_disability", "The child’s disability", group="The child"),
        Code("child_behaviour", "The child’s behaviour", group="The child"),
        Code("harmful_sexual_behaviour", "Harmful sexual behaviour by the child", group="The child"),
        Code("young_carer", "A young carer", group="The child"),
        Code("education", "Not in school or not learning", group="The child"),
        Code("homeless", "A young person with nowhere to live", group="The child"),
        Code("asylum", "Unaccompanied and seeking asylum", group="The child"),
        Code("housing", "Housing or homelessness", group="Support"),
        Code("money", "Money or destitution", group="Support"),
        Code("family_support", "The family asks for support", group="Support"),
        Code("court_request", "A court or another council asks", group="Support"),
        Code("other", "Something else", group="Support"),
    ),
)

HOW_REFERRER_KNOWS = code_set(
    "how_referrer_knows",
    "How the referrer knows",
    PRACTICE,
    {
        "child_told": "A child told someone",
        "saw_or_heard": "Saw or heard it",
        "adult_said": "Another adult said",
        "records": "From records",
        "own_experience": "It is about the caller’s own family",
        "not_said": "Did not say",
    },
)

HOW_RECEIVED = code_set(
    "how_received",
    "How it reached us",
    PRACTICE,
    {
        "telephone": "Telephone",
        "online": "Online form",
        "email": "Email",
        "police_notification": "Police notification",
        "in_person": "In person",
        "letter": "Letter",
        "other": "Another way",
    },
)

LAWFUL_BASIS = code_set(
    "sharing_lawful_basis",
    "Our lawful basis for sharing",
    SHARING,
    {
        "public_task": "Public task: keeping children safe",
        "legal_obligation": "The law requires it",
        "vital_interests": "To protect someone’s life",
        "legitimate_interests": "Legitimate interests",
        "consent": "Consent (seldom the right basis here)",
    },
)

PARENTS_INFORMED = CodeSet(
    "parents_informed",
    "Have the parents been told?",
    SHARING,
    (
        Code("informed", "Yes"),
        Code("not_informed_risk_of_harm", "No: telling them could put someone at more risk", reason=True),
        Code("not_informed_prejudice_crime", "No: it could harm the investigation of a serious crime", reason=True),
        Code("not_informed_delay", "No: it would delay keeping a child safe", reason=True),
        Code("unable_to_contact", "No: they could not be reached"),
        Code("not_applicable_child_competent", "Not needed: the young person decides for themselves"),
    ),
)

AGREEMENT_TO_CHECKS = CodeSet(
    "agreement_to_checks",
    "Did a parent agree to us asking other agencies?",
    SHARING,
    (
        Code("agreed", "Yes, agreed"),
        Code("refused", "Asked, and refused", reason=True),
        Code("dispensed_with", "Gone ahead without asking", reason=True),
        Code("not_sought", "Not asked, and no checks made", reason=True),
    ),
)

AGREEMENT_TO_SERVICE = code_set(
    "agreement_to_service",
    "Agreement to a service",
    "Children Act 1989, section 17; front-door practice",
    {
        "agreed": "Agreed",
        "refused": "Refused",
        "withdrawn": "Agreed, then withdrawn",
        "not_required_s47": "Not needed: a section 47 enquiry",
        "not_asked": "Not asked yet",
    },
)

OBJECTION = code_set(
    "objection",
    "Has anyone objected?",
    SHARING,
    {
        "none": "No",
        "objection_considered_upheld": "Yes, and we did as they asked",
        "objection_considered_overridden": "Yes, and we went ahead",
    },
)

CHILD_VIEW = code_set(
    "child_view_or_competence",
    "The child’s own view",
    "Gillick v West Norfolk and Wisbech Area Health Authority [1986] AC 112; front-door practice",
    {
        "gillick_competent_agrees": "Able to decide for themselves, and agrees",
        "gillick_competent_refuses": "Able to decide for themselves, and refuses",
        "not_competent": "Too young, or not able to decide",
        "not_assessed": "Not asked yet",
    },
)

AGREEMENT_FORM = code_set(
    "agreement_form", "How agreement was given", SHARING, {"written": "In writing", "verbal": "Spoken"}
)

CONTACT_OUTCOMES = CodeSet(
    "contact_outcomes",
    "What was decided on a contact",
    "Standard Safeguarding Dataset, contact outcomes, with front-door practice",
    (
        Code("NFA", "No further action", requires=("rationale", "history_checked", "manager_decision")),
        Code("ADVICE", "Information and advice", requires=("rationale", "advice_given", "manager_decision")),
        Code(
            "EH",
            "Early help or Family Help",
            "The family must agree to it",
            requires=("rationale", "agreement_to_service", "history_checked", "manager_decision"),
        ),
        Code(
            "REF_S17",
            "Referral to children’s social care, to assess as a child in need (section 17)",
            requires=("rationale", "agreement_or_reason", "history_checked", "manager_decision"),
        ),
        Code(
            "REF_S47",
            "Referral to children’s social care, with a strategy discussion (section 47)",
            requires=("rationale", "immediate_safety", "manager_decision"),
        ),
        Code(
            "OPEN_CASE",
            "Passed to the worker of an open case",
            "New information on an open case is not a new referral",
            requires=("worker_notified",),
        ),
        Code("TRANSFER", "Another council is responsible", requires=("la_notified",)),
    ),
)

REFERRAL_OUTCOMES = code_set(
    "referral_outcomes",
    "What was decided on a referral",
    "Children in need census guide, 2023 to 2024, section 4.9; front-door practice",
    {
        "ASSESS_S17": "Assess as a child in need (section 17)",
        "STRATEGY": "Strategy discussion (section 47)",
        "SERVICES": "Provide services now, and assess",
        "NFA": "No further action",
    },
)

AGENCY_KIND = code_set(
    "agency_kind",
    "Kind of agency",
    PRACTICE,
    {
        "police": "Police",
        "health_visitor": "Health visitor",
        "school_nurse": "School nurse",
        "gp": "GP surgery",
        "hospital": "Hospital",
        "mental_health": "Mental health service",
        "school": "School",
        "nursery": "Nursery or childminder",
        "education": "Education services",
        "housing": "Housing",
        "probation": "Probation",
        "adult_social_care": "Adult social care",
        "early_help": "Early help",
        "youth_justice": "Youth justice",
        "substance_use": "Drug and alcohol service",
        "domestic_abuse_service": "Domestic abuse service",
        "other_council": "Another council",
        "other": "Another agency",
    },
)

PART_IN_CONTACT = code_set(
    "part_in_contact",
    "Part in the contact",
    OURS,
    {
        "child": "Child",
        "parent": "Parent or carer",
        "partner": "Parent’s partner",
        "household": "Lives in the household",
        "other": "Someone else",
    },
)

NOT_FED_BACK_REASON = code_set(
    "not_fed_back_reason",
    "Why the referrer was not told",
    "Keeping children safe in education 2025, paragraph 62; front-door practice",
    {
        "anonymous": "The caller gave no name",
        "no_details": "There is no way to reach them",
        "not_safe": "It is not safe to tell them",
    },
)

SETS = (
    PRIORITY,
    CONCERNS,
    HOW_REFERRER_KNOWS,
    HOW_RECEIVED,
    LAWFUL_BASIS,
    PARENTS_INFORMED,
    AGREEMENT_TO_CHECKS,
    AGREEMENT_TO_SERVICE,
    OBJECTION,
    CHILD_VIEW,
    AGREEMENT_FORM,
    CONTACT_OUTCOMES,
    REFERRAL_OUTCOMES,
    AGENCY_KIND,
    PART_IN_CONTACT,
    NOT_FED_BACK_REASON,
)
