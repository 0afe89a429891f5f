from django.urls import path

from goldenthread.access.pages import account, administration, cover, emergency, restrictions

urlpatterns = [
    path("your-account/", account.YourAccount.as_view(), name="your_account"),
    path("notices/", account.Notices.as_view(), name="notices"),
    path("notices/<int:notice_id>/read/", account.ReadNotice.as_view(), name="read_notice"),
    path("children/<int:child_id>/emergency/", emergency.OpenInEmergency.as_view(), name="emergency"),
    path("emergencies/", emergency.Emergencies.as_view(), name="emergencies"),
    path("emergencies/<int:emergency_id>/", emergency.ReviewEmergency.as_view(), name="review_emergency"),
    path("children/<int:child_id>/restrictions/", restrictions.Restrictions.as_view(), name="restrictions"),
    path("children/<int:child_id>/restrictions/add/", restrictions.Restrict.as_view(), name="restrict"),
    path(
        "children/<int:child_id>/restrictions/<int:restriction_id>/lift/",
        restrictions.LiftRestriction.as_view(),
        name="lift_restriction",
    ),
    path("cover/", cover.CoverPage.as_view(), name="cover"),
    path("cover/arrange/", cover.ArrangeCover.as_view(), name="arrange_cover"),
    path("cover/<int:cover_id>/end/", cover.EndCover.as_view(), name="end_cover"),
    path("administration/", administration.Administration.as_view(), name="administration"),
    path("administration/people/", administration.PeopleWhoSignIn.as_view(), name="people_who_sign_in"),
    path("administration/people/add/", administration.AddPersonWhoSignsIn.as_view(), name="add_person_who_signs_in"),
    path("administration/people/<int:user_id>/", administration.PersonWhoSignsIn.as_view(), name="person_who_signs_in"),
    path(
        "administration/people/<int:user_id>/change/",
        administration.ChangePersonWhoSignsIn.as_view(),
        name="change_person_who_signs_in",
    ),
    path("administration/people/<int:user_id>/end/", administration.EndAccess.as_view(), name="end_access"),
    path("administration/people/<int:user_id>/again/", administration.GiveAccessAgain.as_view(), name="access_again"),
    path("administration/people/<int:user_id>/link/", administration.PasswordLink.as_view(), name="password_link"),
    path("administration/teams/", administration.Teams.as_view(), name="teams"),
    path("administration/teams/add/", administration.AddTeam.as_view(), name="add_team"),
    path("administration/teams/<int:team_id>/", administration.ChangeTeam.as_view(), name="change_team"),
]
