"""The addresses of supervision, caseloads and workforce."""

from django.urls import URLPattern, path

from goldenthread.quality.pages import supervision, supervision_records

urlpatterns: list[URLPattern] = [
    path("supervision/", supervision.SupervisionHome.as_view(), name="supervision"),
    path("supervision/kept/", supervision.SupervisionKept.as_view(), name="supervision_kept"),
    path("supervision/workers/<int:user_id>/", supervision.WorkerSupervision.as_view(), name="worker_supervision"),
    path("supervision/workers/<int:user_id>/agree/", supervision.AgreeSupervision.as_view(), name="agree_supervision"),
    path("supervision/<int:supervision_id>/", supervision.SessionPage.as_view(), name="supervision_session"),
    path("supervision/<int:supervision_id>/begin/", supervision.BeginSupervision.as_view(), name="supervision_begin"),
    path(
        "supervision/<int:supervision_id>/finish/",
        supervision.FinishSupervision.as_view(),
        name="supervision_finish",
    ),
    path("supervision/<int:supervision_id>/missed/", supervision.MissSupervision.as_view(), name="supervision_miss"),
    path(
        "supervision/<int:supervision_id>/personal/",
        supervision_records.PersonalPage.as_view(),
        name="supervision_personal",
    ),
    path(
        "supervision/<int:supervision_id>/children/<int:child_id>/",
        supervision_records.DiscussPage.as_view(),
        name="supervision_child",
    ),
    path("directions/<int:direction_id>/", supervision_records.DirectionPage.as_view(), name="direction"),
    path(
        "children/<int:child_id>/supervision/",
        supervision_records.ChildSupervision.as_view(),
        name="child_supervision",
    ),
]
