"""The addresses of measures and what is told of them."""

from django.urls import URLPattern, path

from goldenthread.insight.pages import (
    analysis,
    analysis_leaders,
    analysis_words,
    closer,
    looks,
    papers,
    teams,
    workbooks,
)

urlpatterns: list[URLPattern] = [
    path("measures/", analysis.MeasureList.as_view(), name="measures"),
    path("leaders/", analysis_leaders.Leaders.as_view(), name="leaders"),
    path("measures/coming/", analysis_leaders.WhatIsComing.as_view(), name="coming"),
    path("measures/flow/", analysis_leaders.Flow.as_view(), name="flow"),
    path("measures/events/", analysis_words.KnownEvents.as_view(), name="known_events"),
    path("measures/events/record/", analysis_words.RecordEvent.as_view(), name="record_event"),
    path("measures/views/<int:look_id>/", looks.OpenLook.as_view(), name="look"),
    path("measures/views/<int:look_id>/remove/", looks.RemoveLook.as_view(), name="remove_look"),
    path("measures/pack/", papers.BoardPack.as_view(), name="board_pack"),
    path("measures/pack/pdf/", papers.BoardPackPdf.as_view(), name="board_pack_pdf"),
    path("measures/pack/workbook/", papers.BoardPackWorkbook.as_view(), name="board_pack_workbook"),
    path("managing/", teams.ManagerHome.as_view(), name="manager_home"),
    path("teams/<int:team_id>/measures/", teams.TeamMeasures.as_view(), name="team_measures"),
    path("teams/<int:team_id>/sheet/", teams.TeamSheet.as_view(), name="team_sheet"),
    path("teams/<int:team_id>/sheet/pdf/", teams.TeamSheetPdf.as_view(), name="team_sheet_pdf"),
    path("measures/<slug:measure>/", analysis.OneMeasure.as_view(), name="measure"),
    path("measures/<slug:measure>/groups/", analysis_leaders.MeasureGroups.as_view(), name="measure_groups"),
    path("measures/<slug:measure>/rows/", analysis.MeasureRows.as_view(), name="measure_rows"),
    path("measures/<slug:measure>/closer/", closer.LookCloser.as_view(), name="measure_closer"),
    path("measures/<slug:measure>/closer/save/", closer.SaveLook.as_view(), name="save_look"),
    path("measures/<slug:measure>/workbook/", workbooks.MeasureWorkbook.as_view(), name="measure_workbook"),
    path("measures/<slug:measure>/words/", analysis_words.WriteCommentary.as_view(), name="commentary"),
    path("measures/<slug:measure>/sign/", analysis_words.SignCommentary.as_view(), name="sign_commentary"),
    path("measures/<slug:measure>/step/", analysis_words.ConfirmStep.as_view(), name="confirm_step"),
    path("measures/<slug:measure>/action/", analysis_words.RecordAction.as_view(), name="measure_action"),
]
