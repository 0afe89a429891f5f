"""The addresses of inspections and findings."""

from django.urls import URLPattern, path

from goldenthread.quality.pages import findings, inspections, recurrence

urlpatterns: list[URLPattern] = [
    path("inspections/", inspections.Inspections.as_view(), name="inspections"),
    path("inspections/read/", inspections.ReadDocument.as_view(), name="inspection_read"),
    path("inspections/record/", inspections.RecordInspection.as_view(), name="inspection_new"),
    path("inspections/<int:inspection_id>/", inspections.InspectionPage.as_view(), name="inspection"),
    path("readings/<int:reading_id>/", inspections.ReadingPage.as_view(), name="reading"),
    path("readings/<int:reading_id>/inspection/", inspections.ConfirmInspection.as_view(), name="reading_inspection"),
    path("readings/<int:reading_id>/text/", inspections.DocumentText.as_view(), name="reading_text"),
    path("findings/", findings.Findings.as_view(), name="findings"),
    path("findings/enter/", findings.EnterFinding.as_view(), name="finding_new"),
    path("findings/<int:finding_id>/", findings.FindingPage.as_view(), name="finding"),
    path("findings/<int:finding_id>/answer/", findings.AnswerFinding.as_view(), name="finding_answer"),
    path("findings/<int:finding_id>/link/", recurrence.LinkFinding.as_view(), name="finding_link"),
    path("findings/<int:finding_id>/unlink/", recurrence.UnlinkFinding.as_view(), name="finding_unlink"),
    path("recurring/", recurrence.KeptBeingToldPage.as_view(), name="recurring"),
    path("recurring/<int:recurrence_id>/", recurrence.RecurrencePage.as_view(), name="recurrence"),
]
