from django.urls import URLPattern, path

from goldenthread.returns.pages.annex_a import AnnexA, AnnexWorkbookFile, AnnexWorkbookPage
from goldenthread.returns.pages.load import FileThatWaits, LoadedFile, LoadFile

urlpatterns: list[URLPattern] = [
    path("load/", LoadFile.as_view(), name="load"),
    path("load/<int:load_id>/", LoadedFile.as_view(), name="loaded_file"),
    path("load/waiting/<int:file_id>/", FileThatWaits.as_view(), name="waiting_file"),
    path("annex-a/", AnnexA.as_view(), name="annex_a"),
    path("annex-a/<int:workbook_id>/", AnnexWorkbookPage.as_view(), name="annex_a_workbook"),
    path("annex-a/<int:workbook_id>/file/", AnnexWorkbookFile.as_view(), name="annex_a_file"),
]
