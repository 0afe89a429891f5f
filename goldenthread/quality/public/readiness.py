"""The door of readiness: the inspectors' workspace and the evidence library."""

from goldenthread.quality.operations.readiness import (
    WorkspaceSaid,
    choose_children,
    draw_children,
    end_workspace,
    open_workspace,
)
from goldenthread.quality.operations.readiness_evaluation import (
    sign_self_evaluation,
    start_self_evaluation,
    write_self_evaluation,
)
from goldenthread.quality.operations.readiness_evidence import (
    LARGEST,
    DocumentSaid,
    add_evidence,
    add_evidence_version,
    forget_evidence_left_behind,
    withdraw_evidence,
)
from goldenthread.quality.queries.readiness import (
    Document,
    Workspace,
    document,
    documents,
    evidence_to_choose,
    file_of,
    inspectors_to_choose,
    is_workspace,
    looks_in,
    workspace,
    workspaces,
)
from goldenthread.quality.queries.readiness_evaluation import evaluation_shown, evaluations, questions
from goldenthread.quality.queries.readiness_pack import case_pack

__all__ = [
    "LARGEST",
    "Document",
    "DocumentSaid",
    "Workspace",
    "WorkspaceSaid",
    "add_evidence",
    "add_evidence_version",
    "case_pack",
    "choose_children",
    "document",
    "documents",
    "draw_children",
    "end_workspace",
    "evaluation_shown",
    "evaluations",
    "evidence_to_choose",
    "file_of",
    "forget_evidence_left_behind",
    "inspectors_to_choose",
    "is_workspace",
    "looks_in",
    "open_workspace",
    "questions",
    "sign_self_evaluation",
    "start_self_evaluation",
    "withdraw_evidence",
    "workspace",
    "workspaces",
    "write_self_evaluation",
]
