"""The addresses of closures."""

from django.urls import URLPattern, path

from goldenthread.casework.pages import closure

urlpatterns: list[URLPattern] = [
    path("children/<int:child_id>/close/", closure.ProposeClosure.as_view(), name="closure_new"),
    path("closures/<int:closure_id>/", closure.ClosurePage.as_view(), name="closure"),
    path("closures/<int:closure_id>/change/", closure.ChangeClosure.as_view(), name="closure_change"),
    path("closures/<int:closure_id>/return/", closure.ReturnClosure.as_view(), name="closure_return"),
    path("closures/<int:closure_id>/withdraw/", closure.WithdrawClosure.as_view(), name="closure_withdraw"),
    path("closures/<int:closure_id>/authorise/", closure.AuthoriseClosure.as_view(), name="closure_authorise"),
]
