"""The addresses of improvement and readiness."""

from django.urls import URLPattern, path

from goldenthread.quality.pages import (
    improvement,
    improvement_actions,
    improvement_measures,
    improvement_papers,
    readiness,
    readiness_evaluation,
    readiness_evidence,
    readiness_pack,
)

urlpatterns: list[URLPattern] = [
    path("improvement/", improvement.Improvement.as_view(), name="improvement"),
    path("improvement/new/", improvement.StartImprovement.as_view(), name="improvement_new"),
    path("improvement/<int:improvement_id>/", improvement.ImprovementPlanPage.as_view(), name="improvement_plan"),
    path(
        "improvement/<int:improvement_id>/change/",
        improvement.ChangeImprovement.as_view(),
        name="improvement_change",
    ),
    path("improvement/<int:improvement_id>/close/", improvement.CloseImprovement.as_view(), name="improvement_close"),
    path(
        "improvement/<int:improvement_id>/reopen/",
        improvement.ReopenImprovement.as_view(),
        name="improvement_reopen",
    ),
    path("improvement/<int:improvement_id>/count/", improvement.CountAgain.as_view(), name="improvement_count"),
    path(
        "improvement/<int:improvement_id>/retest/",
        improvement_actions.RecordRetest.as_view(),
        name="improvement_retest",
    ),
    path(
        "improvement/<int:improvement_id>/actions/new/",
        improvement_actions.AddAction.as_view(),
        name="improvement_action_new",
    ),
    path(
        "improvement/actions/<int:improvement_action_id>/",
        improvement_actions.ActionPage.as_view(),
        name="improvement_action",
    ),
    path(
        "improvement/actions/<int:improvement_action_id>/change/",
        improvement_actions.ChangeAction.as_view(),
        name="improvement_action_change",
    ),
    path(
        "improvement/actions/<int:improvement_action_id>/done/",
        improvement_actions.FinishAction.as_view(),
        name="improvement_action_done",
    ),
    path(
        "improvement/actions/<int:improvement_action_id>/check/",
        improvement_actions.CheckAction.as_view(),
        name="improvement_action_check",
    ),
    path(
        "improvement/actions/<int:improvement_action_id>/drop/",
        improvement_actions.DropAction.as_view(),
        name="improvement_action_drop",
    ),
    path(
        "improvement/<int:improvement_id>/measures/new/",
        improvement_measures.ChooseMeasure.as_view(),
        name="improvement_measure_new",
    ),
    path(
        "improvement/<int:improvement_id>/measures/new/<slug:measure_kind>/",
        improvement_measures.AddMeasure.as_view(),
        name="improvement_measure_add",
    ),
    path(
        "improvement/measures/<int:improvement_measure_id>/",
        improvement_measures.MeasurePage.as_view(),
        name="improvement_measure",
    ),
    path(
        "improvement/measures/<int:improvement_measure_id>/value/",
        improvement_measures.RecordValue.as_view(),
        name="improvement_value",
    ),
    path(
        "improvement/measures/<int:improvement_measure_id>/drop/",
        improvement_measures.DropMeasure.as_view(),
        name="improvement_measure_drop",
    ),
    path(
        "improvement/<int:improvement_id>/papers/new/",
        improvement_papers.NewPaper.as_view(),
        name="board_paper_new",
    ),
    path("improvement/papers/<int:paper_id>/", improvement_papers.BoardPaperPage.as_view(), name="board_paper"),
    path(
        "improvement/papers/<int:paper_id>/change/",
        improvement_papers.ChangePaper.as_view(),
        name="board_paper_change",
    ),
    path("improvement/papers/<int:paper_id>/sign/", improvement_papers.SignPaper.as_view(), name="board_paper_sign"),
    path("improvement/papers/<int:paper_id>/pdf/", improvement_papers.PaperPdf.as_view(), name="board_paper_pdf"),
    path("readiness/", readiness.Readiness.as_view(), name="readiness"),
    path("readiness/workspaces/new/", readiness.OpenWorkspace.as_view(), name="workspace_new"),
    path("readiness/workspaces/<int:workspace_id>/", readiness.WorkspacePage.as_view(), name="workspace"),
    path(
        "readiness/workspaces/<int:workspace_id>/children/",
        readiness.ChooseChildren.as_view(),
        name="workspace_children",
    ),
    path("readiness/workspaces/<int:workspace_id>/draw/", readiness.DrawChildren.as_view(), name="workspace_draw"),
    path("readiness/workspaces/<int:workspace_id>/end/", readiness.EndWorkspace.as_view(), name="workspace_end"),
    path("inspection/", readiness.InspectorsWorkspace.as_view(), name="inspection_workspace"),
    path("readiness/evidence/", readiness_evidence.EvidenceLibrary.as_view(), name="evidence_library"),
    path("readiness/evidence/new/", readiness_evidence.AddEvidence.as_view(), name="evidence_new"),
    path("readiness/evidence/<int:evidence_id>/", readiness_evidence.EvidencePage.as_view(), name="evidence_item"),
    path(
        "readiness/evidence/<int:evidence_id>/version/",
        readiness_evidence.AddVersion.as_view(),
        name="evidence_version",
    ),
    path(
        "readiness/evidence/<int:evidence_id>/withdraw/",
        readiness_evidence.WithdrawEvidence.as_view(),
        name="evidence_withdraw",
    ),
    path(
        "readiness/evidence/files/<int:evidence_version_id>/",
        readiness_evidence.EvidenceFile.as_view(),
        name="evidence_file",
    ),
    path("readiness/self-evaluations/new/", readiness_evaluation.StartEvaluation.as_view(), name="self_evaluation_new"),
    path(
        "readiness/self-evaluations/<int:evaluation_id>/",
        readiness_evaluation.EvaluationPage.as_view(),
        name="self_evaluation",
    ),
    path(
        "readiness/self-evaluations/<int:evaluation_id>/write/",
        readiness_evaluation.WriteEvaluation.as_view(),
        name="self_evaluation_write",
    ),
    path(
        "readiness/self-evaluations/<int:evaluation_id>/sign/",
        readiness_evaluation.SignEvaluation.as_view(),
        name="self_evaluation_sign",
    ),
    path("children/<int:child_id>/case-pack/", readiness_pack.CasePack.as_view(), name="case_pack"),
]
