"""The addresses of compliments, complaints, allegations and learning reviews."""

from django.urls import URLPattern, path

from goldenthread.quality.pages import (
    allegations,
    complaint_actions,
    complaint_one,
    complaints,
    compliments,
    learning_reviews,
)

ONE, ALLEGATION = "complaints/<int:complaint_id>/", "allegations/<int:allegation_id>/"
ACTION = "complaints/actions/<int:complaint_action_id>/"

urlpatterns: list[URLPattern] = [
    path("complaints/", complaints.Complaints.as_view(), name="complaints"),
    path("complaints/totals/", complaints.ComplaintTotals.as_view(), name="complaint_totals"),
    path("children/<int:child_id>/complaint/", complaints.NewComplaint.as_view(), name="complaint_new"),
    path(ONE, complaint_one.ComplaintPage.as_view(), name="complaint"),
    path(f"{ONE}more-time/", complaint_one.ExtendComplaint.as_view(), name="complaint_extend"),
    path(f"{ONE}answer/", complaint_one.AnswerComplaint.as_view(), name="complaint_answer"),
    path(f"{ONE}next-stage/", complaint_one.StepUpComplaint.as_view(), name="complaint_step_up"),
    path(f"{ONE}investigator/", complaint_one.AppointInvestigator.as_view(), name="complaint_appoint"),
    path(f"{ONE}report/", complaint_one.ReportInvestigation.as_view(), name="complaint_report"),
    path(f"{ONE}panel/", complaint_one.HoldPanel.as_view(), name="complaint_panel"),
    path(f"{ONE}panel-report/", complaint_one.ReportPanel.as_view(), name="complaint_panel_report"),
    path(f"{ONE}withdraw/", complaint_one.WithdrawComplaint.as_view(), name="complaint_withdraw"),
    path(f"{ONE}close/", complaint_one.CloseComplaint.as_view(), name="complaint_close"),
    path(f"{ONE}action/", complaint_one.SetComplaintAction.as_view(), name="complaint_act"),
    path(f"{ONE}learn/", complaint_one.LearnFromComplaint.as_view(), name="complaint_learn"),
    path(ACTION, complaint_actions.ComplaintActionPage.as_view(), name="complaint_action"),
    path(f"{ACTION}check/", complaint_actions.CheckComplaintAction.as_view(), name="complaint_check"),
    path("compliments/", compliments.Compliments.as_view(), name="compliments"),
    path("compliments/new/", compliments.NewCompliment.as_view(), name="compliment_new"),
    path("compliments/<int:compliment_id>/", compliments.ComplimentPage.as_view(), name="compliment"),
    path("compliments/<int:compliment_id>/share/", compliments.ShareCompliment.as_view(), name="compliment_share"),
    path("compliments/<int:compliment_id>/learn/", compliments.LearnFromCompliment.as_view(), name="compliment_learn"),
    path("allegations/", allegations.Allegations.as_view(), name="allegations"),
    path("allegations/report/", allegations.ReportAllegation.as_view(), name="allegation_report"),
    path("allegations/reported/", allegations.AllegationReported.as_view(), name="allegation_reported"),
    path(ALLEGATION, allegations.AllegationPage.as_view(), name="allegation"),
    path(f"{ALLEGATION}advice/", allegations.ConsultOfficer.as_view(), name="allegation_consult"),
    path(f"{ALLEGATION}record/", allegations.RecordEntry.as_view(), name="allegation_entry"),
    path(f"{ALLEGATION}told/", allegations.RecordReferral.as_view(), name="allegation_referral"),
    path(f"{ALLEGATION}name/", allegations.NameReader.as_view(), name="allegation_name"),
    path(f"{ALLEGATION}end-reading/", allegations.EndReader.as_view(), name="allegation_end"),
    path(f"{ALLEGATION}conclude/", allegations.ConcludeAllegation.as_view(), name="allegation_conclude"),
    path("learning-reviews/", learning_reviews.LearningReviews.as_view(), name="learning_reviews"),
    path("learning-reviews/new/", learning_reviews.NewLearningReview.as_view(), name="learning_review_new"),
    path(
        "learning-reviews/<int:learning_review_id>/",
        learning_reviews.LearningReviewPage.as_view(),
        name="learning_review",
    ),
    path(
        "learning-reviews/<int:learning_review_id>/finding/",
        learning_reviews.EnterReviewFinding.as_view(),
        name="learning_review_finding",
    ),
]
