from django.urls import URLPattern, path

from goldenthread.returns.pages.annex_a import AnnexA, AnnexWorkbookFile, AnnexWorkbookPage
from goldenthread.returns.pages.annex_report import AnnexReport, AnnexReportFile, AnnexReportRows
from goldenthread.returns.pages.load import FileThatWaits, LoadedFile, LoadFile

urlpatterns: list[URLPattern] = [
    path("load/", LoadFile.as_view(), name="load"),
    path("load/<int:load_id>/", LoadedFile.as_view(), name="loaded_file"),
    path("load/waiting/<int:file_id>/", FileThatWaits.as_view(), name="waiting_file"),
    path("annex-a/", AnnexA.as_view(), name="annex_a"),
    path("annex-a/<int:workbook_id>/", AnnexWorkbookPage.as_view(), name="annex_a_workbook"),
    path("annex-a/<int:workbook_id>/file/", AnnexWorkbookFile.as_view(), name="annex_a_file"),
    path("annex-a/<int:workbook_id>/report/", AnnexReport.as_view(), name="annex_a_report"),
    path("annex-a/<int:workbook_id>/report/rows/", AnnexReportRows.as_view(), name="annex_a_report_rows"),
    path("annex-a/<int:workbook_id>/report/file/", AnnexReportFile.as_view(), name="annex_a_report_file"),
]
