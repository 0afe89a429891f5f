"""Code sets of practice observation, and of what children and families tell us."""

from goldenthread.rulebook.codes.code_set import Code, CodeSet, code_set

OURS = "Our own set; no national code set"

ACTIVITY = CodeSet(
    "observation_activity",
    "What was observed",
    "The activities that councils’ quality frameworks name; no national code set",
    (
        Code("visit", "Visit to a family"),
        Code("direct_work", "Direct work with a child"),
        Code("core_group", "Core group or planning meeting"),
        Code("conference", "Conference or review"),
        Code("supervision", "Supervision that somebody gave"),
    ),
)

SETS: tuple[CodeSet, ...] = (
    ACTIVITY,
    code_set(
        "observation_seen",
        "What was seen of a part of practice",
        OURS,
        {"strength": "A strength", "to_work_on": "To work on", "not_seen": "Not seen this time"},
    ),
    CodeSet(
        "observation_whole",
        "The whole of an observation",
        OURS,
        (
            Code("strong", "Strong", "Others could learn from it"),
            Code("sound", "Sound", "Good enough, with something to work on"),
            Code("needs_work", "Needs work", "Observe again within 3 months"),
            Code("not_safe", "Not safe", "The manager is told today"),
        ),
    ),
    CodeSet(
        "observation_agreed",
        "Whether the family agreed to be observed",
        OURS,
        (
            Code("agreed", "They agreed, and knew that they could say no"),
            Code("child_agreed", "The child agreed as well, having been asked apart"),
            Code("no_family", "No family was there"),
        ),
    ),
    code_set(
        "feedback_occasion",
        "What feedback is about",
        OURS,
        {
            "visit": "Our visits",
            "assessment": "The assessment",
            "meeting": "A meeting or conference",
            "plan": "The plan",
            "review": "A review",
            "ending": "Our work coming to an end",
            "service": "The service as a whole",
        },
    ),
    code_set(
        "feedback_who",
        "Who gives feedback",
        OURS,
        {"child": "I am a child or young person", "parent_carer": "I am a parent or carer", "other": "Somebody else"},
    ),
    code_set(
        "feedback_face",
        "Answer with a face",
        OURS,
        {"yes": "Yes", "mostly": "Mostly", "not_much": "Not much", "no": "No", "not_sure": "I am not sure"},
    ),
    code_set("feedback_size", "Size of the words", OURS, {"usual": "Usual", "big": "Big", "bigger": "Very big"}),
)
