"""The addresses of audit, observation, complaints and feedback."""

from django.urls import URLPattern, path

from goldenthread.quality.pages import audit, audit_cycles, audit_one

urlpatterns: list[URLPattern] = [
    path("audits/", audit.Audits.as_view(), name="audits"),
    path("audits/plan/", audit.PlanAudit.as_view(), name="audit_plan"),
    path("audits/agreement/", audit.Agreement.as_view(), name="audit_agreement"),
    path("audits/tools/", audit.Tools.as_view(), name="audit_tools"),
    path("audits/tools/write/", audit.WriteTool.as_view(), name="audit_tool_new"),
    path("audits/tools/<str:tool_key>/write/", audit.WriteTool.as_view(), name="audit_tool_write"),
    path("audits/<int:round_id>/", audit.AuditRoundPage.as_view(), name="audit_round"),
    path("audits/<int:round_id>/draw/", audit.DrawSample.as_view(), name="audit_draw"),
    path("audits/<int:round_id>/again/", audit.DrawnAgain.as_view(), name="audit_again"),
    path("audits/<int:round_id>/learn/", audit.OpenCycle.as_view(), name="cycle_open"),
    path("audit/<int:audit_id>/", audit_one.AuditPage.as_view(), name="audit"),
    path("audit/<int:audit_id>/grade/", audit_one.GradeAudit.as_view(), name="audit_grade"),
    path("audit/<int:audit_id>/second/", audit_one.SecondGrade.as_view(), name="audit_second"),
    path("audit/<int:audit_id>/agree/", audit_one.AgreeGrade.as_view(), name="audit_agree"),
    path("audit/<int:audit_id>/answer/", audit_one.AnswerAudit.as_view(), name="audit_answer"),
    path("audit/<int:audit_id>/ask-second/", audit_one.AskSecond.as_view(), name="audit_ask_second"),
    path("audit/<int:audit_id>/reassign/", audit_one.ReassignAudit.as_view(), name="audit_reassign"),
    path("audit/<int:audit_id>/close/", audit_one.CloseAudit.as_view(), name="audit_close"),
    path("audit/<int:audit_id>/concern/", audit_one.RaiseConcern.as_view(), name="concern_new"),
    path("safety-concerns/<int:concern_id>/", audit_one.ConcernPage.as_view(), name="concern"),
    path("safety-concerns/<int:concern_id>/answer/", audit_one.AnswerConcern.as_view(), name="concern_answer"),
    path("safety-concerns/<int:concern_id>/return/", audit_one.ReturnConcern.as_view(), name="concern_return"),
    path("safety-concerns/<int:concern_id>/confirm/", audit_one.ConfirmConcern.as_view(), name="concern_confirm"),
    path("audits/learning/<int:cycle_id>/", audit_cycles.CyclePage.as_view(), name="cycle"),
    path("audits/learning/<int:cycle_id>/act/", audit_cycles.SetAction.as_view(), name="cycle_act"),
    path("audits/learning/<int:cycle_id>/retest/", audit_cycles.PlanRetest.as_view(), name="cycle_retest"),
    path("audits/learning/<int:cycle_id>/read/", audit_cycles.ReadRetest.as_view(), name="cycle_read"),
    path("audits/learning/<int:cycle_id>/close/", audit_cycles.CloseCycle.as_view(), name="cycle_close"),
    path(
        "audits/learning/actions/<int:learning_action_id>/done/",
        audit_cycles.FinishAction.as_view(),
        name="cycle_finish",
    ),
    path(
        "audits/learning/actions/<int:learning_action_id>/check/",
        audit_cycles.CheckAction.as_view(),
        name="cycle_verify",
    ),
]
