"""The door of assessments."""

from goldenthread.casework.operations.assessment import (
    record_review,
    share_assessment,
    start_assessment,
    stop_assessment,
    take_out,
)
from goldenthread.casework.operations.assessment_signing import (
    LONGEST_CHALLENGE,
    ChallengeSaid,
    authorise_assessment,
    return_assessment,
    send_assessment,
)
from goldenthread.casework.operations.assessment_writing import (
    answer_challenge,
    answer_history,
    look_in_assessment,
    merge_assessment_clash,
    save_assessment_section,
    set_factor_aside,
    tick_factor,
)
from goldenthread.casework.queries.assessment import (
    Assessed,
    AssessmentLine,
    AssessmentWritten,
    Challenged,
    SavedSection,
    Seen,
    assessment_written,
    assessments_of,
    checklist_answered,
    presence_in,
    sections_of,
    texts_at,
)
from goldenthread.casework.queries.assessment_family import Member, family_of
from goldenthread.casework.queries.assessment_hints import Quiet, quiet_hints
from goldenthread.casework.queries.assessment_history import Past
from goldenthread.casework.queries.assessment_rights import require_assessment
from goldenthread.casework.queries.assessment_standards import checklist, standard_sentence
from goldenthread.casework.queries.assessment_start import Startable, startable_with
from goldenthread.casework.queries.checklists import Line
from goldenthread.casework.queries.facts_assessment import assessment_facts, passage_facts

__all__ = [
    "Assessed",
    "AssessmentLine",
    "AssessmentWritten",
    "ChallengeSaid",
    "Challenged",
    "LONGEST_CHALLENGE",
    "Line",
    "Member",
    "Past",
    "Quiet",
    "SavedSection",
    "Seen",
    "Startable",
    "answer_challenge",
    "answer_history",
    "assessment_facts",
    "assessment_written",
    "assessments_of",
    "authorise_assessment",
    "checklist",
    "checklist_answered",
    "family_of",
    "look_in_assessment",
    "merge_assessment_clash",
    "passage_facts",
    "presence_in",
    "quiet_hints",
    "record_review",
    "require_assessment",
    "return_assessment",
    "save_assessment_section",
    "sections_of",
    "send_assessment",
    "set_factor_aside",
    "share_assessment",
    "standard_sentence",
    "start_assessment",
    "startable_with",
    "stop_assessment",
    "take_out",
    "texts_at",
    "tick_factor",
]
