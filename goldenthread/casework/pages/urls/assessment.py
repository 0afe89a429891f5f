"""The addresses of assessments."""

from django.urls import URLPattern, path

from goldenthread.casework.pages.assessment import (
    ChildAssessments,
    RecordReview,
    ShareAssessment,
    ShowAssessment,
    StartAssessment,
    StopAssessment,
    TakeOut,
)
from goldenthread.casework.pages.assessment_signing import ReturnAssessment, SendAssessment, SignAssessment
from goldenthread.casework.pages.assessment_writing import (
    AnswerChallenge,
    AnswerFactor,
    AnswerHistory,
    AssessmentHints,
    AssessmentPresence,
    MergeAssessmentClash,
    SaveAssessmentSection,
    WritePart,
)

urlpatterns: list[URLPattern] = [
    path("children/<int:child_id>/assessments/", ChildAssessments.as_view(), name="child_assessments"),
    path("children/<int:child_id>/assessments/new/", StartAssessment.as_view(), name="assessment_new"),
    path("assessments/<int:assessment_id>/", ShowAssessment.as_view(), name="assessment"),
    path("assessments/<int:assessment_id>/part/<str:part>/", WritePart.as_view(), name="assessment_part"),
    path(
        "assessments/<int:assessment_id>/section/<str:key>/", SaveAssessmentSection.as_view(), name="assessment_section"
    ),
    path("assessments/<int:assessment_id>/hints/<str:key>/", AssessmentHints.as_view(), name="assessment_hints"),
    path("assessments/<int:assessment_id>/presence/", AssessmentPresence.as_view(), name="assessment_presence"),
    path(
        "assessments/<int:assessment_id>/clash/<int:clash_id>/", MergeAssessmentClash.as_view(), name="assessment_clash"
    ),
    path("assessments/<int:assessment_id>/history/", AnswerHistory.as_view(), name="assessment_history"),
    path("assessments/<int:assessment_id>/factor/", AnswerFactor.as_view(), name="assessment_factor"),
    path(
        "assessments/<int:assessment_id>/challenge/<int:number>/",
        AnswerChallenge.as_view(),
        name="assessment_challenge",
    ),
    path("assessments/<int:assessment_id>/send/", SendAssessment.as_view(), name="assessment_send"),
    path("assessments/<int:assessment_id>/sign/", SignAssessment.as_view(), name="assessment_sign"),
    path("assessments/<int:assessment_id>/return/", ReturnAssessment.as_view(), name="assessment_return"),
    path("assessments/<int:assessment_id>/review/<int:point_id>/", RecordReview.as_view(), name="assessment_review"),
    path("assessments/<int:assessment_id>/take-out/<int:child_id>/", TakeOut.as_view(), name="assessment_take_out"),
    path("assessments/<int:assessment_id>/share/", ShareAssessment.as_view(), name="assessment_share"),
    path("assessments/<int:assessment_id>/stop/", StopAssessment.as_view(), name="assessment_stop"),
]
