"""The addresses of feedback: for those who sign in, and the few that are open to whoever holds a code."""

from django.urls import URLPattern, path

from goldenthread.quality.pages import feedback, feedback_open

urlpatterns: list[URLPattern] = [
    path("what-families-say/", feedback.FamiliesSay.as_view(), name="families_say"),
    path("what-families-say/codes/", feedback.Codes.as_view(), name="feedback_codes"),
    path("what-families-say/codes/<int:code_id>/", feedback.SlipPage.as_view(), name="feedback_slip"),
    path("what-families-say/codes/<int:code_id>/end/", feedback.EndCode.as_view(), name="feedback_code_end"),
    path("what-families-say/<int:feedback_id>/", feedback.FeedbackPage.as_view(), name="feedback_one"),
    path("what-families-say/<int:feedback_id>/safe/", feedback.MakeSafe.as_view(), name="feedback_safe"),
    path("what-families-say/<int:feedback_id>/answer/", feedback.AnswerFeedback.as_view(), name="feedback_answer"),
    path("what-families-say/<int:feedback_id>/share/", feedback.ShareFeedback.as_view(), name="feedback_share"),
    path("what-families-say/<int:feedback_id>/learn/", feedback.LearnFromFeedback.as_view(), name="feedback_learn"),
    path("children/<int:child_id>/feedback-code/", feedback.GiveCode.as_view(), name="feedback_code_new"),
    path("feedback/", feedback_open.TypeCode.as_view(), name="feedback"),
    path("feedback/start/", feedback_open.Start.as_view(), name="feedback_start"),
    path("feedback/questions/", feedback_open.Questions.as_view(), name="feedback_questions"),
    path("feedback/thanks/", feedback_open.Thanks.as_view(), name="feedback_thanks"),
    path("feedback/leave/", feedback_open.Leave.as_view(), name="feedback_leave"),
]
