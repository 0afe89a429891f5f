"""What improvement plans, the evidence library and the self-evaluation are sorted by."""

from goldenthread.rulebook.codes.code_set import Code, CodeSet, code_set

SETS = (
    code_set(
        "improvement_kind",
        "What kind of plan it is",
        "Our own",
        {"improvement": "Improvement plan, because of what was found", "service": "Service plan for the year"},
    ),
    CodeSet(
        "improvement_measure",
        "What measures an improvement",
        "Our own",
        (
            Code("standard", "A practice standard", "How often it is met. Golden Thread counts it each night"),
            Code("clock", "A deadline", "How often it is met in time. Golden Thread counts it each night"),
            Code(
                "audit",
                "Audit grades",
                "The share graded good or better with a tool. Golden Thread counts it",
            ),
            Code("measure", "A measure", "A share of the measures pages. Golden Thread works it out each month"),
            Code("milestone", "A milestone", "Something that is there or is not, with evidence. A person records it"),
            Code("other", "Another figure", "A figure from elsewhere. A person records it, and where it is from"),
        ),
    ),
    code_set(
        "evidence_kind",
        "What kind of document it is",
        "Our own",
        {
            "report": "Report",
            "policy": "Policy or procedure",
            "minutes": "Minutes",
            "plan": "Plan",
            "training": "Training",
            "survey": "Survey or feedback",
            "letter": "Letter",
            "other": "Something else",
        },
    ),
    CodeSet(
        "self_evaluation",
        "What a self-evaluation answers",
        "Inspecting local authority children’s services: its three questions, in our words",
        (
            Code("known", "What do we know about the quality of practice, and what it changes for children?"),
            Code("how", "How do we know it?"),
            Code("next", "What will we do in the next 12 months to keep it or make it better?"),
        ),
    ),
)
