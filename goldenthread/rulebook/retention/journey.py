"""How long the journey after the front door is kept, from assessment to closure."""

from goldenthread.rulebook.retention.rules import keep

TABLE = (
    keep(
        "casework.Agreement",
        "child",
        "What was agreed with a family, and why",
        "id state risk risk_level why_agreement domestic_abuse we_will monitored_how monitored_by "
        "monitored_every_days if_broken child_view understood interpreter legal_advice starts_on "
        "review_on expires_on renews renewal head_of_service head_of_service_words team written_by "
        "written_at approved_by approved_at approved_words returned_because ended_on ended_outcome "
        "ended_words version",
    ),
    keep(
        "casework.AgreementChild",
        "child",
        "Whom it was for",
        "id agreement child",
    ),
    keep(
        "casework.AgreementParty",
        "child",
        "What each person agreed to do",
        "id agreement person name poses_risk duties understood agreed_on",
    ),
    keep(
        "casework.AgreementEntry",
        "child",
        "How it was reviewed, and what was done when it was broken",
        "id agreement kind happened_at words answers recorded_by recorded_at",
    ),
    keep(
        "casework.LearningEntry",
        "child",
        "What was learned when a family came back",
        "id child agreement referral opened_at asked_of words answered_by answered_at",
    ),
    keep(
        "casework.Assessment",
        "child",
        "What was found, by whom, and who authorised it",
        "id kind state form_version started_on started_at team author previous sent_at sent_by "
        "authorised_at authorised_by authorised_words shared_on shared_how stopped_because loaded",
    ),
    keep(
        "casework.AssessmentChild",
        "child",
        "The concerns found for each child and what followed",
        "id assessment child referral factors set_aside outcome outcome_words taken_out_at taken_out_because",
    ),
    keep(
        "casework.AssessmentSection",
        "child",
        "What was written, as it was asked",
        "id key assessment answers version saved_by saved_at",
    ),
    keep(
        "casework.AssessmentClash",
        "child",
        "What one of two people wrote at the same time, until it was settled",
        "id key assessment answers based_on written_by written_at settled_by settled_at",
    ),
    keep(
        "casework.AssessmentWriter",
        "token",
        "Who has an assessment open at the moment",
        "id assessment user section seen_at",
    ),
    keep(
        "casework.HistoryAnswered",
        "child",
        "Shows that what was known was answered",
        "id assessment about title happened_on answer because in_analysis answered_by answered_at",
    ),
    keep(
        "casework.ReviewPoint",
        "child",
        "When the manager looked in",
        "id assessment due_on held_on words set_by held_by",
    ),
    keep(
        "casework.Challenge",
        "child",
        "The manager’s challenge and the answer",
        "id assessment number section words made_by made_at answer answered_by answered_at accepted accepted_at",
    ),
    keep(
        "casework.StandardAnswered",
        "child",
        "What the checklist found at sign-off, and what the manager said",
        "id about child standard met because words answered_by answered_at",
    ),
    keep(
        "casework.Enquiry",
        "child",
        "The enquiry, its findings and its outcome",
        "id child referral state strategy conference started_on joint worker outcome findings rationale "
        "concluded_on concluded_by authorised_at authorised_by authorised_words returned_because "
        "conference_not_required conference_target_on conference_on loaded",
    ),
    keep(
        "casework.TransferIn",
        "child",
        "Who told us that the child moved here",
        "id child notified_on from_authority category plan_began_there_on words conference recorded_by recorded_at",
    ),
    keep(
        "casework.Closure",
        "child",
        "Why work ended, and what had changed",
        "id child referral plan state reason closes_on what_changed evidence rationale checklist "
        "agreement_status rests_on who_stays if_it_returns child_view family_view step_down_to "
        "step_down_words proposed_by proposed_at returned_because authorised_by authorised_at "
        "authorised_words",
    ),
    keep(
        "casework.ConferenceRoom",
        "reference",
        "Where conferences are held",
        "id name place seats closed_on",
    ),
    keep(
        "casework.Meeting",
        "child",
        "What was decided together, and why",
        "id kind state planned_at held_at place room chair chair_name team instead_of follows "
        "stood_down_because immediate why_called quorate not_quorate_because summary measured_change "
        "decision rationale contingency_weighed next_on decision_issued_on decision_issued_to "
        "record_issued_on record_issued_to arranged_by arranged_at recorded_by recorded_at loaded",
    ),
    keep(
        "casework.MeetingChild",
        "child",
        "What was decided for each child, and the child’s view",
        "id meeting child plan attended views views_brought_how family_view decision category reasons "
        "unchanged_because",
    ),
    keep(
        "casework.MeetingPart",
        "child",
        "Who came, and what each agency said",
        "id meeting person user name role agency attended absent_because report_shared_on view dissents dissent",
    ),
    keep(
        "casework.MeetingAction",
        "child",
        "What was asked of whom, and whether it was done",
        "id meeting what owner owner_name due_on done_on done_words",
    ),
    keep(
        "casework.Plan",
        "child",
        "What was planned for the child",
        "id child referral kind state started_on ended_on end_reason end_words steps_from assessment "
        "conference first_category category number_of_previous visit_every contingency contingency_by "
        "family_words shared_on shared_how worker made_by made_at version loaded",
    ),
    keep(
        "casework.Concern",
        "child",
        "What we saw and what it means",
        "id child title saw saw_source saw_on need factor came_from assessment position raised_on "
        "raised_by closed_on closed_because",
    ),
    keep(
        "casework.Outcome",
        "child",
        "The change that was sought, and how it went",
        "id plan concern words baseline target how_we_know unit baseline_value target_value latest_value "
        "by_on contingency contingency_by family_words progress progress_on position added_on ended_on "
        "ended_because carried_from",
    ),
    keep(
        "casework.PlanAction",
        "child",
        "Who was to do what by when",
        "id outcome what owner_name owner person due_on due_words family_words position added_on done_on "
        "done_words dropped_on dropped_because",
    ),
    keep(
        "casework.Evidence",
        "child",
        "What showed how it went",
        "id outcome happened_on words source value about recorded_by recorded_at",
    ),
    keep(
        "casework.Progress",
        "child",
        "How it stood each time it was asked",
        "id outcome meeting visit code words said_on said_by said_at",
    ),
    keep(
        "casework.PlanChange",
        "child",
        "What was changed, and why",
        "id plan meeting visit about part before after because changed_by changed_at",
    ),
    keep(
        "casework.Visit",
        "child",
        "Who visited, when, and what happened",
        "id happened_at purpose aim announced place failed_because what_happened what_changed what_next "
        "assessment enquiry significant significant_because visited_by recorded_by recorded_at loaded",
    ),
    keep(
        "casework.VisitChild",
        "child",
        "Whether the child was seen, and the child’s words",
        "id visit child seen alone not_alone_because bedroom_seen words showed plan",
    ),
    keep(
        "casework.VisitPerson",
        "child",
        "Who else was there and what they said",
        "id visit person name spoken_to words",
    ),
    keep(
        "casework.NoteChild",
        "child",
        "Whom else a note is about",
        "id note child",
    ),
    keep(
        "casework.LoadedFact",
        "load",
        "What a loaded file told of a child and the record has no table of its own for, counted in measures",
        "id child about key happened_on values kind source known_on told_on withdrawn_on recorded_at",
    ),
)
