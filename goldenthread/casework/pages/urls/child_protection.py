"""The addresses of strategy discussions, section 47 enquiries and conferences."""

from django.urls import URLPattern, path

from goldenthread.casework.pages import child_protection as pages
from goldenthread.casework.pages import child_protection_letters as letters
from goldenthread.casework.pages import child_protection_meetings as meetings
from goldenthread.casework.pages import conferences

urlpatterns: list[URLPattern] = [
    path("children/<int:child_id>/protection/", pages.ChildProtection.as_view(), name="child_protection"),
    path("children/<int:child_id>/strategy/arrange/", meetings.ArrangeStrategy.as_view(), name="strategy_arrange"),
    path("children/<int:child_id>/strategy/record/", meetings.RecordStrategy.as_view(), name="strategy_record"),
    path("children/<int:child_id>/conferences/new/", meetings.NewConference.as_view(), name="conference_new"),
    path("children/<int:child_id>/transfer-in/", pages.TransferInPage.as_view(), name="transfer_in"),
    path("enquiries/<int:enquiry_id>/", pages.EnquiryPage.as_view(), name="enquiry"),
    path("enquiries/<int:enquiry_id>/conclude/", pages.ConcludeEnquiry.as_view(), name="enquiry_conclude"),
    path("enquiries/<int:enquiry_id>/authorise/", pages.AuthoriseEnquiry.as_view(), name="enquiry_authorise"),
    path("enquiries/<int:enquiry_id>/return/", pages.ReturnEnquiry.as_view(), name="enquiry_return"),
    path("enquiries/<int:enquiry_id>/stop/", pages.StopEnquiry.as_view(), name="enquiry_stop"),
    path("meetings/<int:meeting_id>/", meetings.MeetingPage.as_view(), name="meeting"),
    path("meetings/<int:meeting_id>/record/", meetings.RecordMeeting.as_view(), name="meeting_record"),
    path("meetings/<int:meeting_id>/change/", meetings.ChangeConference.as_view(), name="meeting_change"),
    path("meetings/<int:meeting_id>/stand-down/", meetings.StandDownMeeting.as_view(), name="meeting_stand_down"),
    path("meetings/<int:meeting_id>/report/", meetings.ShareReport.as_view(), name="meeting_report"),
    path("meetings/<int:meeting_id>/letters/", letters.LettersPage.as_view(), name="meeting_letters"),
    path("meetings/<int:meeting_id>/letters/<int:child_id>/", letters.LetterPage.as_view(), name="meeting_letter"),
    path("meetings/<int:meeting_id>/minutes/", letters.MinutesPage.as_view(), name="meeting_minutes"),
    path("conferences/", conferences.ConferencesPage.as_view(), name="conferences"),
    path("administration/rooms/", conferences.RoomsPage.as_view(), name="rooms"),
    path("administration/rooms/<int:room_id>/", conferences.RoomsPage.as_view(), name="room"),
]
