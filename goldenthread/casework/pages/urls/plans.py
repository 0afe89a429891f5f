"""The addresses of plans, core groups and reviews."""

from django.urls import URLPattern, path

from goldenthread.casework.pages import plan_actions, plan_family, plan_parts, plan_review, plans

_PLAN = "children/<int:child_id>/plan/"
_CONCERN = _PLAN + "concerns/<int:concern_id>/"
_OUTCOME = _PLAN + "outcomes/<int:outcome_id>/"
_ACTION = _PLAN + "actions/<int:plan_action_id>/"

urlpatterns: list[URLPattern] = [
    path(_PLAN, plans.ChildPlan.as_view(), name="child_plan"),
    path(_PLAN + "thread/", plans.ChildThread.as_view(), name="plan_thread"),
    path(_PLAN + "start/", plans.StartPlan.as_view(), name="plan_start"),
    path(_PLAN + "end/", plans.EndPlan.as_view(), name="plan_end"),
    path(_PLAN + "shared/", plans.SharePlan.as_view(), name="plan_share"),
    path(_PLAN + "drafts/away/", plans.PlanDraftAway.as_view(), name="plan_draft_away"),
    path(_PLAN + "review/", plan_review.ReviewPage.as_view(), name="plan_review"),
    path(_PLAN + "review/away/", plan_review.ReviewDraftAway.as_view(), name="plan_review_away"),
    path(_PLAN + "review/<int:meeting_id>/record/", plan_review.IssueRecord.as_view(), name="plan_review_record"),
    path(_PLAN + "family/", plan_family.FamilyPlan.as_view(), name="plan_family"),
    path(_PLAN + "family.pdf", plan_family.FamilyPlanPaper.as_view(), name="plan_family_pdf"),
    path(_PLAN + "family/words/", plan_family.FamilyWords.as_view(), name="plan_family_words"),
    path(_PLAN + "contingency/", plan_parts.Contingency.as_view(), name="plan_contingency"),
    path(_PLAN + "hints/<slug:what>/", plan_parts.PlanHints.as_view(), name="plan_hints"),
    path(_PLAN + "concerns/new/", plan_parts.NewConcern.as_view(), name="plan_concern_new"),
    path(_PLAN + "concerns/out/", plan_parts.LeaveOut.as_view(), name="plan_leave_out"),
    path(_CONCERN, plan_parts.ChangeConcern.as_view(), name="plan_concern"),
    path(_CONCERN + "close/", plan_parts.CloseConcern.as_view(), name="plan_concern_close"),
    path(_CONCERN + "outcomes/new/", plan_parts.NewOutcome.as_view(), name="plan_outcome_new"),
    path(_OUTCOME, plan_parts.ChangeOutcome.as_view(), name="plan_outcome"),
    path(_OUTCOME + "end/", plan_parts.EndOutcome.as_view(), name="plan_outcome_end"),
    path(_OUTCOME + "actions/new/", plan_actions.NewAction.as_view(), name="plan_action_new"),
    path(_OUTCOME + "evidence/new/", plan_parts.NewEvidence.as_view(), name="plan_evidence_new"),
    path(_ACTION, plan_actions.ChangeAction.as_view(), name="plan_action"),
    path(_ACTION + "done/", plan_actions.ActionDone.as_view(), name="plan_action_done"),
    path(_ACTION + "drop/", plan_actions.DropAction.as_view(), name="plan_action_drop"),
]
