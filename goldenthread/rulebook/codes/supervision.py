"""The codes of supervision and workforce."""

from goldenthread.rulebook.codes.code_set import CodeSet, code_set

OURS = "Our own set; no national code set"

FREQUENCY = code_set(
    "supervision_frequency",
    "How often",
    "Nottinghamshire, Walsall and Gloucestershire supervision policies; local",
    {"monthly": "Every 4 weeks", "fortnightly": "Every 2 weeks"},
)

ANSWER = code_set(
    "direction_answer",
    "What became of it",
    OURS,
    {"done": "Done", "not_done": "Not done yet", "no_longer_right": "No longer the right thing to do"},
)

MISSED = code_set(
    "supervision_missed",
    "Why it did not happen",
    OURS,
    {
        "worker_away": "The worker was away",
        "supervisor_away": "The supervisor was away",
        "crisis": "Something could not wait",
        "not_arranged": "Nobody arranged it",
        "other": "Another reason",
    },
)

ROLE = code_set(
    "workforce_role",
    "Role",
    "Children’s social work workforce census guide 2024 to 2025, item 8 (six roles)",
    {
        "senior_manager": "Senior manager",
        "middle_manager": "Middle manager",
        "first_line_manager": "First line manager",
        "senior_practitioner": "Senior practitioner",
        "case_holder": "Case holder",
        "qualified_without_cases": "Qualified, without cases",
    },
)

LEAVING = code_set(
    "leaving_reason",
    "Why the worker left",
    "After the children’s social work workforce census; our own words",
    {
        "resigned": "Resigned",
        "retired": "Retired",
        "dismissed": "Dismissed",
        "redundant": "Made redundant",
        "moved_within": "Moved to another post in the council",
        "contract_ended": "Fixed term or agency contract ended",
        "died": "Died",
        "ill_health": "Ill health",
        "transferred": "Moved with the service to another employer",
        "not_known": "Not known",
    },
)

SETS: tuple[CodeSet, ...] = (FREQUENCY, ANSWER, MISSED, ROLE, LEAVING)
