"""The codes of inspections and findings."""

from goldenthread.rulebook.codes.code_set import Code, CodeSet, code_set
from goldenthread.rulebook.inspecting.regimes import REGIMES
from goldenthread.rulebook.inspecting.themes import THEMES

OURS = "Our own set; no national code set"

SETS: tuple[CodeSet, ...] = (
    code_set(
        "inspection_regime",
        "Kind of inspection or review",
        "The published inspection frameworks, 2009 to 2026",
        {regime.key: regime.label for regime in REGIMES.values()},
    ),
    code_set(
        "finding_source",
        "Where a finding came from",
        OURS,
        {
            "inspection": "Inspection, visit or peer review",
            "audit": "Audit",
            "complaint": "Complaint",
            "supervision": "Supervision",
            "learning_review": "Learning review",
            "observation": "Practice observation",
            "feedback": "What families told us",
        },
    ),
    code_set(
        "finding_polarity",
        "What kind of finding it is",
        "The words of inspection reports",
        {
            "area_for_improvement": "Needs improvement",
            "priority_action": "Priority action",
            "progress": "Said to be better",
            "strength": "Strength",
        },
    ),
    code_set(
        "finding_status",
        "How a finding stands",
        OURS,
        {"open": "Open", "closed": "Closed", "reopened": "Reopened"},
    ),
    CodeSet(
        "measure_after",
        "What the measure did after",
        OURS,
        (
            Code("better", "Better than chance explains"),
            Code("same", "No change beyond chance"),
            Code("worse", "Worse than chance explains"),
            Code("not_known", "Not known: no measure was kept"),
        ),
    ),
    code_set(
        "finding_theme",
        "What a finding is about",
        "What inspection reports since 2013 ask for most often",
        {theme.key: theme.label for theme in THEMES.values()},
    ),
)
