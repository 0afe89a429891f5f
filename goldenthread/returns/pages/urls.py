from django.urls import URLPattern, path

from goldenthread.returns.pages.load import LoadedFile, LoadFile

urlpatterns: list[URLPattern] = [
    path("load/", LoadFile.as_view(), name="load"),
    path("load/<int:load_id>/", LoadedFile.as_view(), name="loaded_file"),
]
