"""Code sets of audit, observation, complaints and feedback."""

from goldenthread.rulebook.codes.code_set import Code, CodeSet, code_set

OURS = "Our own set; no national code set"
FRAMEWORKS = "Quality assurance frameworks that councils publish; no national code set"

GRADE = CodeSet(
    "audit_grade",
    "Grade of an audit",
    "The grades of Ofsted’s inspections, as councils’ audit tools use them",
    (
        Code("outstanding", "Outstanding"),
        Code("good", "Good"),
        Code("requires_improvement", "Requires improvement"),
        Code("inadequate", "Inadequate"),
    ),
)

ANSWER = CodeSet(
    "audit_answer",
    "Answer of a dip sample",
    OURS,
    (Code("met", "Met"), Code("not_met", "Not met"), Code("na", "Does not apply")),
)

TIER = CodeSet(
    "audit_tier",
    "Tier of audit",
    FRAMEWORKS,
    (
        Code("1", "Tier 1: team managers", "With the worker beside them, 2 a month for each manager"),
        Code("2", "Tier 2: service managers", "A whole case, with feedback from the family, each month"),
        Code("3", "Tier 3: one theme or question", "By auditors, planned or when something asks for it"),
        Code("4", "Tier 4: with others", "Several agencies, peers or outside moderators, once or twice a year"),
    ),
)

AMONG = CodeSet(
    "audit_among",
    "Whom a sample is drawn from",
    OURS,
    (
        Code("open", "Children with an open case"),
        Code("child_in_need", "Children with a child in need plan"),
        Code("child_protection", "Children with a child protection plan"),
        Code("strategy", "Children with a strategy discussion in the last 12 months"),
        Code("assessed", "Children with an assessment authorised in the last 12 months"),
        Code("closed", "Children whose case closed in the last 6 months"),
    ),
)

HOW = CodeSet(
    "audit_draw",
    "How a sample is drawn",
    OURS,
    (
        Code("random", "At random", "Every child has the same chance"),
        Code("by_team", "At random, each team its share", "Stratified by team"),
        Code("targeted", "At random, from one team", "Targeted: says nothing of the other teams"),
    ),
)

SETS: tuple[CodeSet, ...] = (
    GRADE,
    ANSWER,
    TIER,
    AMONG,
    HOW,
    code_set(
        "audit_asked",
        "Who of the family was asked",
        OURS,
        {
            "child": "The child",
            "parent": "A parent",
            "carer": "A carer",
            "nobody": "Nobody",
        },
    ),
)
