"""The addresses of written agreements."""

from django.urls import URLPattern, path

from goldenthread.casework.pages import agreements

urlpatterns: list[URLPattern] = [
    path("children/<int:child_id>/agreements/", agreements.ChildAgreements.as_view(), name="child_agreements"),
    path("children/<int:child_id>/agreements/new/", agreements.NewAgreement.as_view(), name="agreement_new"),
    path("agreements/<int:agreement_id>/", agreements.AgreementPage.as_view(), name="agreement"),
    path("agreements/<int:agreement_id>/write/", agreements.WriteAgreement.as_view(), name="agreement_write"),
    path("agreements/<int:agreement_id>/propose/", agreements.ProposeAgreement.as_view(), name="agreement_propose"),
    path("agreements/<int:agreement_id>/return/", agreements.ReturnAgreement.as_view(), name="agreement_return"),
    path("agreements/<int:agreement_id>/approve/", agreements.ApproveAgreement.as_view(), name="agreement_approve"),
    path("agreements/<int:agreement_id>/review/", agreements.ReviewAgreement.as_view(), name="agreement_review"),
    path("agreements/<int:agreement_id>/broken/", agreements.BreachAgreement.as_view(), name="agreement_breach"),
    path("agreements/<int:agreement_id>/answer/", agreements.RespondToBreach.as_view(), name="agreement_respond"),
    path("agreements/<int:agreement_id>/end/", agreements.EndAgreement.as_view(), name="agreement_end"),
    path("learning/<int:learning_id>/", agreements.LearningPage.as_view(), name="learning"),
]
