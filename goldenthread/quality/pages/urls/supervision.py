"""The addresses of supervision, caseloads and workforce."""

from django.urls import URLPattern, path

from goldenthread.quality.pages import caseloads, supervision, supervision_records, workforce

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
    path("caseloads/", caseloads.Caseloads.as_view(), name="caseloads"),
    path("caseloads/try/", caseloads.TryMove.as_view(), name="caseload_try"),
    path("caseloads/<int:user_id>/", caseloads.Caseload.as_view(), name="caseload"),
    path("children/<int:child_id>/weight/", caseloads.WeighCase.as_view(), name="case_weight"),
    path("workforce/", workforce.WorkforcePage.as_view(), name="workforce"),
    path("workforce/vacancies/new/", workforce.NewVacancy.as_view(), name="vacancy_new"),
    path("workforce/vacancies/<int:vacancy_id>/", workforce.EndVacancy.as_view(), name="vacancy_end"),
    path("workforce/<int:user_id>/", workforce.WorkerRecordPage.as_view(), name="worker_record"),
    path("workforce/<int:user_id>/change/", workforce.ChangeWorker.as_view(), name="worker_change"),
    path("workforce/<int:user_id>/training/", workforce.AddTraining.as_view(), name="worker_training"),
]
