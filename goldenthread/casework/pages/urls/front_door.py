"""The addresses of the front door, a child’s record, work and teams."""

from django.urls import URLPattern, path

from goldenthread.casework.pages import (
    allocation,
    allowances,
    child,
    child_loaded,
    child_notes,
    child_record,
    contact,
    contact_checks,
    contact_people,
    contact_writing,
    decision,
    lateness,
    referral,
    second_look,
    team,
    totals,
    tray,
    work,
)

urlpatterns: list[URLPattern] = [
    path("children/<int:child_id>/", child.ChildSummary.as_view(), name="child"),
    path("children/<int:child_id>/address/", child.ChildAddress.as_view(), name="child_address"),
    path("deadlines/<int:deadline_id>/authorise/", lateness.AuthoriseLateness.as_view(), name="authorise_lateness"),
    path("children/<int:child_id>/notes/", child_notes.ChildNotes.as_view(), name="child_notes"),
    path("children/<int:child_id>/notes/new/", child_notes.NewNote.as_view(), name="note_new"),
    path("children/<int:child_id>/notes/draft/", child_notes.NoteDraft.as_view(), name="note_draft"),
    path("children/<int:child_id>/deadlines/", child_record.ChildDeadlines.as_view(), name="child_deadlines"),
    path("children/<int:child_id>/loaded/", child_loaded.ChildLoaded.as_view(), name="child_loaded"),
    path("children/<int:child_id>/looked/", child_record.ChildLooked.as_view(), name="child_looked"),
    path("children/<int:child_id>/search/", child_record.ChildSearch.as_view(), name="child_search"),
    path("front-door/", tray.TrayPage.as_view(), name="front_door"),
    path("front-door/<slug:tray>/", tray.TrayPage.as_view(), name="tray"),
    path("front-door/<slug:tray>/new/", tray.NewSincePage.as_view(), name="tray_new"),
    path("contacts/<int:contact_id>/decision/", decision.DecidePage.as_view(), name="decide"),
    path("contacts/<int:contact_id>/decision/ask/", decision.AskSecondLookPage.as_view(), name="ask_second_look"),
    path("contacts/<int:contact_id>/decision/return/", decision.ReturnPage.as_view(), name="return_to_writer"),
    path("contacts/<int:contact_id>/second-look/", second_look.SecondLookPage.as_view(), name="second_look"),
    path("contacts/<int:contact_id>/feedback/", decision.FeedBackPage.as_view(), name="feed_back"),
    path("referrals/<int:referral_id>/", referral.ReferralPage.as_view(), name="referral"),
    path("referrals/<int:referral_id>/acknowledge/", referral.AcknowledgePage.as_view(), name="acknowledge"),
    path("referrals/<int:referral_id>/decision/", referral.DecideReferralPage.as_view(), name="decide_referral"),
    path("referrals/<int:referral_id>/allocate/", allocation.AllocatePage.as_view(), name="allocate"),
    path(
        "referrals/<int:referral_id>/allocate/worker/", allocation.AllocateWorkerPage.as_view(), name="allocate_worker"
    ),
    path("referrals/<int:referral_id>/close/", referral.CloseReferralPage.as_view(), name="close_referral"),
    path("allocations/<int:allocation_id>/read/", allocation.ReadInstructionsPage.as_view(), name="read_instructions"),
    path("work/", work.WorkPage.as_view(), name="work"),
    path("work/actions/<int:action_id>/done/", work.FinishActionPage.as_view(), name="finish_action"),
    path(
        "work/meeting-actions/<int:action_id>/done/",
        work.FinishMeetingActionPage.as_view(),
        name="finish_meeting_action",
    ),
    path("teams/", team.MyTeamPage.as_view(), name="my_team"),
    path("teams/<int:team_id>/", team.TeamPage.as_view(), name="team"),
    path("totals/", totals.TotalsPage.as_view(), name="totals"),
    path("administration/allowances/", allowances.AllowancesPage.as_view(), name="allowances"),
    path(
        "administration/allowances/<int:allowance_id>/end/", allowances.EndAllowancePage.as_view(), name="end_allowance"
    ),
    path("contacts/new/", contact.NewContact.as_view(), name="contact_new"),
    path("contacts/<int:contact_id>/", contact.ReadContact.as_view(), name="contact"),
    path("contacts/<int:contact_id>/write/", contact_writing.WriteContact.as_view(), name="contact_write"),
    path("contacts/<int:contact_id>/send/", contact_writing.SendContact.as_view(), name="contact_send"),
    path(
        "contacts/<int:contact_id>/sections/<str:key>/", contact_writing.SaveSection.as_view(), name="contact_section"
    ),
    path("contacts/<int:contact_id>/presence/", contact_writing.Presence.as_view(), name="contact_presence"),
    path(
        "contacts/<int:contact_id>/clashes/<int:clash_id>/", contact_writing.MergeClash.as_view(), name="contact_clash"
    ),
    path("contacts/<int:contact_id>/weigh/", contact_writing.Weigh.as_view(), name="contact_weigh"),
    path("contacts/<int:contact_id>/people/new/", contact_people.NamePerson.as_view(), name="contact_person_new"),
    path("contacts/<int:contact_id>/people/<int:line>/", contact_people.ChangePerson.as_view(), name="contact_person"),
    path(
        "contacts/<int:contact_id>/people/<int:line>/who/", contact_people.MatchPerson.as_view(), name="contact_match"
    ),
    path("contacts/<int:contact_id>/people/<int:line>/undo/", contact_people.UndoMatch.as_view(), name="contact_undo"),
    path("contacts/<int:contact_id>/people/<int:line>/out/", contact_people.TakeOut.as_view(), name="contact_take_out"),
    path("contacts/<int:contact_id>/checks/", contact_checks.Checks.as_view(), name="contact_checks"),
    path("contacts/<int:contact_id>/checks/<int:check_id>/", contact_checks.Answer.as_view(), name="contact_answer"),
]
