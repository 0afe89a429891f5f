"""The addresses of oversight: management decisions, transfer and disputes."""

from django.urls import URLPattern, path

from goldenthread.casework.pages import oversight, oversight_decisions, oversight_disputes, oversight_transfers

urlpatterns: list[URLPattern] = [
    path("children/<int:child_id>/oversight/", oversight.ChildOversight.as_view(), name="child_oversight"),
    path("children/<int:child_id>/workers/", oversight.ExplainChange.as_view(), name="explain_change"),
    path(
        "children/<int:child_id>/decisions/new/",
        oversight_decisions.RecordDecision.as_view(),
        name="decision_new",
    ),
    path(
        "children/<int:child_id>/decisions/hints/",
        oversight_decisions.DecisionHints.as_view(),
        name="decision_hints",
    ),
    path(
        "management-decisions/<int:decision_id>/",
        oversight_decisions.DecisionPage.as_view(),
        name="management_decision",
    ),
    path("oversight/", oversight.OversightPage.as_view(), name="oversight"),
    path("children/<int:child_id>/transfer/", oversight_transfers.ProposeTransfer.as_view(), name="transfer_new"),
    path("transfers/<int:transfer_id>/", oversight_transfers.TransferPage.as_view(), name="transfer"),
    path("transfers/<int:transfer_id>/change/", oversight_transfers.ChangeTransfer.as_view(), name="transfer_change"),
    path(
        "transfers/<int:transfer_id>/meeting/",
        oversight_transfers.RecordTransferMeeting.as_view(),
        name="transfer_meet",
    ),
    path("transfers/<int:transfer_id>/return/", oversight_transfers.ReturnTransfer.as_view(), name="transfer_return"),
    path("transfers/<int:transfer_id>/accept/", oversight_transfers.AcceptTransfer.as_view(), name="transfer_accept"),
    path(
        "transfers/<int:transfer_id>/complete/",
        oversight_transfers.CompleteTransfer.as_view(),
        name="transfer_complete",
    ),
    path(
        "transfers/<int:transfer_id>/withdraw/",
        oversight_transfers.WithdrawTransfer.as_view(),
        name="transfer_withdraw",
    ),
    path("children/<int:child_id>/dispute/", oversight_disputes.RaiseDispute.as_view(), name="dispute_new"),
    path("disputes/<int:dispute_id>/", oversight_disputes.DisputePage.as_view(), name="dispute"),
    path("disputes/<int:dispute_id>/answer/", oversight_disputes.AnswerDispute.as_view(), name="dispute_answer"),
    path("disputes/<int:dispute_id>/next/", oversight_disputes.StepUpDispute.as_view(), name="dispute_step_up"),
    path("disputes/<int:dispute_id>/end/", oversight_disputes.ResolveDispute.as_view(), name="dispute_resolve"),
]
