"""The addresses of practice observation."""

from django.urls import URLPattern, path

from goldenthread.quality.pages import observation

urlpatterns: list[URLPattern] = [
    path("observations/", observation.Observations.as_view(), name="observations"),
    path("observations/begin/<int:user_id>/", observation.BeginObservation.as_view(), name="observation_begin"),
    path("observations/<int:observation_id>/", observation.ObservationPage.as_view(), name="observation"),
    path("observations/<int:observation_id>/write/", observation.WriteObservation.as_view(), name="observation_write"),
    path("observations/<int:observation_id>/drop/", observation.DropObservation.as_view(), name="observation_drop"),
    path(
        "observations/<int:observation_id>/answer/",
        observation.AnswerObservation.as_view(),
        name="observation_answer",
    ),
    path(
        "observations/<int:observation_id>/follow-up/",
        observation.FollowUpObservation.as_view(),
        name="observation_follow_up",
    ),
    path(
        "observations/<int:observation_id>/learn/",
        observation.LearnFromObservation.as_view(),
        name="observation_learn",
    ),
    path(
        "observations/steps/<int:observation_step_id>/done/",
        observation.FinishObservationStep.as_view(),
        name="observation_step_done",
    ),
]
