"""How long what came to the front door is kept, with deadlines and notes."""

from goldenthread.rulebook.retention.rules import keep

TABLE = (
    keep(
        "casework.Deadline",
        "child",
        "Whether the child got help in time",
        "id clock about child contact referral team owner started_at due_on due_at met_at void_at void_because "
        "authorised_reason authorised_by authorised_at allowance allowance_from",
    ),
    keep(
        "casework.LocalAllowance",
        "reference",
        "Explains how long was allowed when a kept deadline ran",
        "id clock limit unit starts_on ends_on reason set_by set_at",
    ),
    keep(
        "casework.Contact",
        "contact",
        "What we were told, how it was weighed and what was decided",
        "id reference state form_version team received_at family_name summary source how_known concerns "
        "domestic_abuse priority level_of_need suggested_outcome written_by started_at sent_at decided_at "
        "outcome returned_because",
    ),
    keep(
        "casework.Contact",
        "contact",
        "Who told us, so that they can be answered and asked again",
        "referrer_name referrer_role referrer_agency referrer_phone referrer_email feedback_sent_at feedback_words",
    ),
    keep(
        "casework.Contact",
        "contact",
        "On what lawful basis we shared, and who knew",
        "sharing_basis parents_informed agreement_to_checks agreement_to_service objection child_view "
        "consent_rationale",
    ),
    keep(
        "casework.ContactSection",
        "contact",
        "What was written, as it was asked",
        "id contact key answers version saved_by saved_at",
    ),
    keep(
        "casework.SectionClash",
        "contact",
        "What one of two people wrote at the same time, until it was settled",
        "id contact key answers based_on written_by written_at settled_by settled_at",
    ),
    keep(
        "casework.OwnDraft",
        "token",
        "Unfinished words; the record has what came of them",
        "id form child written_by began_at",
    ),
    keep("casework.OwnDraftSection", "token", "Unfinished words", "id draft key answers version saved_by saved_at"),
    keep(
        "casework.OwnDraftClash",
        "token",
        "Unfinished words from two windows",
        "id draft key answers based_on written_by written_at settled_by settled_at",
    ),
    keep(
        "casework.ContactPerson",
        "contact",
        "Who the contact was about, and what the child said",
        "id contact person part given_names family_name born_on expected_on relationship said_to_harm "
        "ethnicity ethnicity_not_known_because seen_since said said_to added_by added_at taken_out_at "
        "matched_by matched_at matched_on",
    ),
    keep("casework.ContactWriter", "token", "Who has a contact open at the moment", "id contact user seen_at"),
    keep("casework.ContactNumber", "reference", "So that no number is given twice", "year last"),
    keep(
        "casework.HistoryWeighed",
        "contact",
        "Shows that what was known was looked at",
        "id contact about opened_at set_aside_because means weighed_by weighed_at",
    ),
    keep(
        "casework.ScreeningCheck",
        "contact",
        "What other agencies knew",
        "id contact agency question asked_by asked_at answer nothing_known answered_by answered_at answer_recorded_by",
    ),
    keep(
        "casework.Decision",
        "contact",
        "The decision and the reasons for it",
        "id contact referral outcome why_this why_now rejected risk risk_by_child feedback detail decided_by "
        "decided_at",
    ),
    keep(
        "casework.Decision",
        "contact",
        "Shows how a second look, or the want of agreement, was weighed",
        "despite_second_look went_ahead_rightly went_ahead_words",
    ),
    keep(
        "casework.DecisionAction",
        "contact",
        "What was to be done, and whether it was",
        "id decision what owner due_on done_at done_words",
    ),
    keep(
        "casework.SecondLook",
        "contact",
        "Shows that a decision not to act was challenged",
        "id contact reasons question asked_by asked_of asked_at agrees answer answered_at",
    ),
    keep(
        "casework.Referral",
        "child",
        "When help was asked for and what followed (children in need census)",
        "id child contact state received_at received_on source primary_need previous is_rereferral "
        "acknowledged_at acknowledged_how decided_at no_further_action team worker closed_on closure_reason "
        "loaded",
    ),
    keep(
        "casework.Allocation",
        "child",
        "Who was responsible for the child, and what was asked of them",
        "id referral team worker instructions allocated_by allocated_at ended_at read_at",
    ),
    keep(
        "casework.Note",
        "child",
        "The child’s story as it was written at the time",
        "id child kind happened_at words significant meaning written_by written_at",
    ),
)
