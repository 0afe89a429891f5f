"""Every address of the product, package by package; each package's own file names its pages."""

from django.urls import include, path

from goldenthread.config import errors, home_page

urlpatterns = [
    path("", home_page.Home.as_view(), name="home"),
    path("account/", include("allauth.urls")),
    path("", include("goldenthread.access.pages.urls")),
    path("", include("goldenthread.people.pages.urls")),
    path("", include("goldenthread.casework.pages.urls")),
    path("", include("goldenthread.returns.pages.urls")),
]

handler400 = errors.bad_request
handler403 = errors.not_allowed
handler404 = errors.not_found
handler500 = errors.went_wrong
