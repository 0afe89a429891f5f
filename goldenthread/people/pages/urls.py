from django.urls import URLPattern, path

from goldenthread.people.pages import agencies, family, merging, person, search

urlpatterns: list[URLPattern] = [
    path("search/", search.Search.as_view(), name="search"),
    path("people/add/", search.AddPerson.as_view(), name="add_person"),
    path("people/<int:person>/", person.Person.as_view(), name="person"),
    path("people/<int:person>/record/<slug:group>/", person.RecordValues.as_view(), name="record_values"),
    path("people/<int:person>/history/<slug:column>/", person.FactHistory.as_view(), name="fact_history"),
    path("people/<int:person>/still-true/<slug:column>/", person.ConfirmValue.as_view(), name="confirm_value"),
    path("people/<int:person>/born/", person.Born.as_view(), name="born"),
    path("people/<int:person>/names/add/", person.AddName.as_view(), name="add_name"),
    path("people/<int:person>/names/<int:name>/end/", person.EndName.as_view(), name="end_name"),
    path("people/<int:person>/addresses/add/", person.AddAddress.as_view(), name="add_address"),
    path("people/<int:person>/addresses/<int:residence>/leave/", person.LeaveAddress.as_view(), name="leave_address"),
    path("people/<int:person>/reach/add/", person.AddContactDetail.as_view(), name="add_contact_detail"),
    path("people/<int:person>/reach/<int:detail>/end/", person.EndContactDetail.as_view(), name="end_contact_detail"),
    path("people/<int:person>/warnings/add/", person.Warn.as_view(), name="warn"),
    path("people/<int:person>/warnings/<int:warning>/review/", person.ReviewWarning.as_view(), name="review_warning"),
    path("people/<int:person>/warnings/<int:warning>/end/", person.EndWarning.as_view(), name="end_warning"),
    path("people/<int:person>/family/", family.Family.as_view(), name="family"),
    path("people/<int:person>/family/named/", family.AddNamed.as_view(), name="add_named"),
    path("people/<int:person>/family/not-family/", family.SetNameAside.as_view(), name="set_name_aside"),
    path("people/<int:person>/family/add/", family.ChooseRelative.as_view(), name="choose_relative"),
    path("people/<int:person>/family/add/<int:other>/", family.Relate.as_view(), name="relate"),
    path(
        "people/<int:person>/family/<int:relationship>/end/", family.EndRelationship.as_view(), name="end_relationship"
    ),
    path("people/<int:person>/responsibility/add/", family.GiveResponsibility.as_view(), name="give_responsibility"),
    path(
        "people/<int:person>/responsibility/<int:responsibility>/end/",
        family.EndResponsibility.as_view(),
        name="end_responsibility",
    ),
    path("people/<int:person>/family/make/", family.MakeFamily.as_view(), name="make_family"),
    path("people/<int:person>/family/<int:family>/join/", family.ChooseMember.as_view(), name="choose_member"),
    path("people/<int:person>/family/<int:family>/join/<int:other>/", family.JoinFamily.as_view(), name="join_family"),
    path("people/<int:person>/family/<int:family>/leave/", family.LeaveFamily.as_view(), name="leave_family"),
    path("people/<int:person>/merge/", merging.ChooseOtherRecord.as_view(), name="choose_other_record"),
    path("people/<int:person>/merge/<int:other>/", merging.Merge.as_view(), name="merge"),
    path("people/<int:person>/merges/<int:merge>/", merging.MergeDone.as_view(), name="merge_done"),
    path("people/<int:person>/merges/<int:merge>/undo/", merging.Unmerge.as_view(), name="unmerge"),
    path("administration/agencies/", agencies.Agencies.as_view(), name="agencies"),
    path("administration/agencies/add/", agencies.SaveAgency.as_view(), name="add_agency"),
    path("administration/agencies/<int:agency>/", agencies.SaveAgency.as_view(), name="change_agency"),
]
