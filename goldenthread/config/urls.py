"""Every address of the product, package by package; each package's own file names its pages."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from goldenthread.config import errors, home_page, parts

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home_page.Home.as_view(), name="home"),
    path("account/", include("allauth.urls")),
    path("", include("goldenthread.access.pages.urls")),
    path("", include("goldenthread.people.pages.urls")),
    path("", include("goldenthread.casework.pages.urls")),
    path("", include("goldenthread.quality.pages.urls")),
    path("", include("goldenthread.insight.pages.urls")),
    path("", include("goldenthread.returns.pages.urls")),
]

# Shown to those who try the product; where children are real, the address does not exist.
FOR_DEMONSTRATION: list[URLPattern | URLResolver] = [path("parts/", parts.Parts.as_view(), name="parts")]
if settings.DEMONSTRATION:
    urlpatterns += FOR_DEMONSTRATION

handler400 = errors.bad_request
handler403 = errors.not_allowed
handler404 = errors.not_found
handler500 = errors.went_wrong
