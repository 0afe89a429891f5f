"""How long each thing is kept, and why: one decision for every field of every table.

The table names each field, so that a new one has to be decided before it can land. Destruction is not done yet; the
decisions come first. Nothing is destroyed while a court, an inquiry or a request for the record asks that it be kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.kernel.clock import Verification
from goldenthread.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of keeping. `words` says for how long and from when; `source` on whose authority."""

    id: str
    words: str
    source: str
    verified: Verification = Verification.UNVERIFIED


RULES = Registry(
    (
        Rule(
            "child",
            "With the child’s record. If the child was ever looked after: until the 75th birthday, or 15 years after "
            "death when the child died before 18. Otherwise: until the 35th birthday.",
            "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 50; 35 years is local",
        ),
        Rule(
            "contact",
            "With the record of each child in it. If nothing followed and no child in it has another record: 6 years "
            "after the decision.",
            "Local",
        ),
        Rule(
            "ledger",
            "As long as the record of the child that it speaks of, and at least 6 years. Never changed.",
            "Local; UK GDPR, articles 5 and 32",
        ),
        Rule("staff", "6 years after the person leaves, and as long as a kept record names them.", "Local"),
        Rule("notice", "1 year after it is read. What it speaks of is on the record itself.", "Local"),
        Rule(
            "token",
            "7 days after its use or its end. It is a working trace, and what it led to is on the record.",
            "Our own",
        ),
        Rule("reference", "While it is in use, and as long as a kept record names it.", "Our own"),
        Rule("load", "With the records of the children in it, so that every loaded value can be traced.", "Local"),
    )
)


@dataclass(frozen=True, slots=True)
class Retention:
    """The decision for some fields of one table. `model` is its label, such as "people.Person"."""

    model: str
    rule: str
    reason: str
    fields: tuple[str, ...]


class Undecided(LookupError):
    """No decision names this field."""


def _keep(model: str, rule: str, reason: str, fields: str) -> Retention:
    return Retention(model, rule, reason, tuple(fields.split()))


WHO = "Who recorded it, when and from what source is part of the record"

TABLE: tuple[Retention, ...] = (
    # People
    _keep(
        "people.Person",
        "child",
        "Who the child is, and who the adults around the child are",
        "id kind given_names family_name born_on expected_on birth_certainty died_on sex gender pronouns "
        "ethnicity ethnicity_in_own_words ethnicity_not_known_because language interpreter religion "
        "disabilities immigration_status",
    ),
    _keep(
        "people.Person",
        "child",
        "Numbers that join the record to health and school",
        "nhs_number nhs_number_source nhs_number_trace upn former_upn upn_unknown la_child_id",
    ),
    _keep("people.Person", "child", "What a professional was to the child", "agency job_title"),
    _keep(
        "people.Person",
        "child",
        "Which record is whose, and which value is the newest",
        "merged_into recorded_at changed_at version",
    ),
    _keep(
        "people.Name",
        "child",
        "Names change; an old record is found by the old name",
        "id person kind given_names family_name starts_on ends_on search sounds",
    ),
    _keep("people.Name", "child", WHO, "recorded_by recorded_at source"),
    _keep(
        "people.Recording",
        "child",
        "Every earlier value stays, with where it came from",
        "id person values confirmed source recorded_by recorded_at",
    ),
    _keep(
        "people.Agency",
        "reference",
        "Kept records name the agency",
        "id name kind phone email asked_in_screening closed_on",
    ),
    _keep(
        "people.Relationship",
        "child",
        "Who a child’s family is, then and now",
        "id person other kind starts_on ends_on note",
    ),
    _keep("people.Relationship", "child", WHO, "recorded_by recorded_at source"),
    _keep(
        "people.ParentalResponsibility",
        "child",
        "Who could decide for the child, and when",
        "id child holder authority how starts_on ends_on",
    ),
    _keep("people.ParentalResponsibility", "child", WHO, "recorded_by recorded_at source"),
    _keep("people.FamilyGroup", "child", "The people we worked with as one family", "id name made_at"),
    _keep(
        "people.FamilyMembership",
        "child",
        "The people we worked with as one family",
        "id family person starts_on ends_on",
    ),
    _keep(
        "people.NameSetAside",
        "child",
        "Why somebody named in a note was not made one of the family",
        "id child name reason set_aside_by set_aside_at",
    ),
    _keep(
        "people.Merge",
        "child",
        "Two records can only be parted again from this",
        "id kept folded reason moved merged_by merged_at undone_by undone_at undone_reason",
    ),
    _keep("people.Address", "child", "Where the child lived", "id lines postcode uprn search"),
    _keep("people.Residence", "child", "Where the child lived, and when", "id person address kind period confidential"),
    _keep("people.Residence", "child", WHO, "recorded_by recorded_at source"),
    _keep(
        "people.ContactDetail",
        "child",
        "How the family was reached, and what was not safe",
        "id person kind value safe note ended_on",
    ),
    _keep("people.ContactDetail", "child", WHO, "recorded_by recorded_at source"),
    _keep(
        "people.WarningNote",
        "child",
        "What was known of a danger, and whether the person was told",
        "id person kind words disclosed not_disclosed_because review_on expires_on ended_at ended_by ended_because",
    ),
    _keep("people.WarningNote", "child", WHO, "recorded_by recorded_at source"),
    # Casework
    _keep(
        "casework.Deadline",
        "child",
        "Whether the child got help in time",
        "id clock about child contact referral team owner started_at due_on due_at met_at void_at void_because "
        "authorised_reason authorised_by authorised_at allowance allowance_from",
    ),
    _keep(
        "casework.LocalAllowance",
        "reference",
        "Explains how long was allowed when a kept deadline ran",
        "id clock limit unit starts_on ends_on reason set_by set_at",
    ),
    _keep(
        "casework.Contact",
        "contact",
        "What we were told, how it was weighed and what was decided",
        "id reference state form_version team received_at family_name summary source how_known concerns "
        "domestic_abuse priority level_of_need suggested_outcome written_by started_at sent_at decided_at "
        "outcome returned_because",
    ),
    _keep(
        "casework.Contact",
        "contact",
        "Who told us, so that they can be answered and asked again",
        "referrer_name referrer_role referrer_agency referrer_phone referrer_email feedback_sent_at feedback_words",
    ),
    _keep(
        "casework.Contact",
        "contact",
        "On what lawful basis we shared, and who knew",
        "sharing_basis parents_informed agreement_to_checks agreement_to_service objection child_view "
        "consent_rationale",
    ),
    _keep(
        "casework.ContactSection",
        "contact",
        "What was written, as it was asked",
        "id contact key answers version saved_by saved_at",
    ),
    _keep(
        "casework.SectionClash",
        "contact",
        "What one of two people wrote at the same time, until it was settled",
        "id contact key answers based_on written_by written_at settled_by settled_at",
    ),
    _keep(
        "casework.OwnDraft",
        "token",
        "Unfinished words; the record has what came of them",
        "id form child written_by began_at",
    ),
    _keep("casework.OwnDraftSection", "token", "Unfinished words", "id draft key answers version saved_by saved_at"),
    _keep(
        "casework.OwnDraftClash",
        "token",
        "Unfinished words from two windows",
        "id draft key answers based_on written_by written_at settled_by settled_at",
    ),
    _keep(
        "casework.ContactPerson",
        "contact",
        "Who the contact was about, and what the child said",
        "id contact person part given_names family_name born_on expected_on relationship said_to_harm "
        "ethnicity ethnicity_not_known_because seen_since said said_to added_by added_at taken_out_at "
        "matched_by matched_at matched_on",
    ),
    _keep("casework.ContactWriter", "token", "Who has a contact open at the moment", "id contact user seen_at"),
    _keep("casework.ContactNumber", "reference", "So that no number is given twice", "year last"),
    _keep(
        "casework.HistoryWeighed",
        "contact",
        "Shows that what was known was looked at",
        "id contact about opened_at set_aside_because means weighed_by weighed_at",
    ),
    _keep(
        "casework.ScreeningCheck",
        "contact",
        "What other agencies knew",
        "id contact agency question asked_by asked_at answer nothing_known answered_by answered_at answer_recorded_by",
    ),
    _keep(
        "casework.Decision",
        "contact",
        "The decision and the reasons for it",
        "id contact referral outcome why_this why_now rejected risk risk_by_child feedback detail decided_by "
        "decided_at",
    ),
    _keep(
        "casework.Decision",
        "contact",
        "Shows how a second look, or the want of agreement, was weighed",
        "despite_second_look went_ahead_rightly went_ahead_words",
    ),
    _keep(
        "casework.DecisionAction",
        "contact",
        "What was to be done, and whether it was",
        "id decision what owner due_on done_at done_words",
    ),
    _keep(
        "casework.SecondLook",
        "contact",
        "Shows that a decision not to act was challenged",
        "id contact reasons question asked_by asked_of asked_at agrees answer answered_at",
    ),
    _keep(
        "casework.Referral",
        "child",
        "When help was asked for and what followed (children in need census)",
        "id child contact state received_at received_on source primary_need previous is_rereferral "
        "acknowledged_at acknowledged_how decided_at no_further_action team worker closed_on closure_reason "
        "loaded",
    ),
    _keep(
        "casework.Allocation",
        "child",
        "Who was responsible for the child, and what was asked of them",
        "id referral team worker instructions allocated_by allocated_at ended_at read_at",
    ),
    _keep(
        "casework.Agreement",
        "child",
        "What was agreed with a family, and why",
        "id state risk risk_level why_agreement domestic_abuse we_will monitored_how monitored_by "
        "monitored_every_days if_broken child_view understood interpreter legal_advice starts_on "
        "review_on expires_on renews renewal head_of_service head_of_service_words team written_by "
        "written_at approved_by approved_at approved_words returned_because ended_on ended_outcome "
        "ended_words version",
    ),
    _keep(
        "casework.AgreementChild",
        "child",
        "Whom it was for",
        "id agreement child",
    ),
    _keep(
        "casework.AgreementParty",
        "child",
        "What each person agreed to do",
        "id agreement person name poses_risk duties understood agreed_on",
    ),
    _keep(
        "casework.AgreementEntry",
        "child",
        "How it was reviewed, and what was done when it was broken",
        "id agreement kind happened_at words answers recorded_by recorded_at",
    ),
    _keep(
        "casework.LearningEntry",
        "child",
        "What was learned when a family came back",
        "id child agreement referral opened_at asked_of words answered_by answered_at",
    ),
    _keep(
        "casework.Assessment",
        "child",
        "What was found, by whom, and who authorised it",
        "id kind state form_version started_on started_at team author previous sent_at sent_by "
        "authorised_at authorised_by authorised_words shared_on shared_how stopped_because loaded",
    ),
    _keep(
        "casework.AssessmentChild",
        "child",
        "The concerns found for each child and what followed",
        "id assessment child referral factors set_aside outcome outcome_words taken_out_at taken_out_because",
    ),
    _keep(
        "casework.AssessmentSection",
        "child",
        "What was written, as it was asked",
        "id key assessment answers version saved_by saved_at",
    ),
    _keep(
        "casework.AssessmentClash",
        "child",
        "What one of two people wrote at the same time, until it was settled",
        "id key assessment answers based_on written_by written_at settled_by settled_at",
    ),
    _keep(
        "casework.AssessmentWriter",
        "token",
        "Who has an assessment open at the moment",
        "id assessment user section seen_at",
    ),
    _keep(
        "casework.HistoryAnswered",
        "child",
        "Shows that what was known was answered",
        "id assessment about title happened_on answer because in_analysis answered_by answered_at",
    ),
    _keep(
        "casework.ReviewPoint",
        "child",
        "When the manager looked in",
        "id assessment due_on held_on words set_by held_by",
    ),
    _keep(
        "casework.Challenge",
        "child",
        "The manager’s challenge and the answer",
        "id assessment number section words made_by made_at answer answered_by answered_at accepted accepted_at",
    ),
    _keep(
        "casework.StandardAnswered",
        "child",
        "What the checklist found at sign-off, and what the manager said",
        "id about child standard met because words answered_by answered_at",
    ),
    _keep(
        "casework.Enquiry",
        "child",
        "The enquiry, its findings and its outcome",
        "id child referral state strategy conference started_on joint worker outcome findings rationale "
        "concluded_on concluded_by authorised_at authorised_by authorised_words returned_because "
        "conference_not_required conference_target_on conference_on loaded",
    ),
    _keep(
        "casework.TransferIn",
        "child",
        "Who told us that the child moved here",
        "id child notified_on from_authority category plan_began_there_on words conference recorded_by recorded_at",
    ),
    _keep(
        "casework.Closure",
        "child",
        "Why work ended, and what had changed",
        "id child referral plan state reason closes_on what_changed evidence rationale checklist "
        "agreement_status rests_on who_stays if_it_returns child_view family_view step_down_to "
        "step_down_words proposed_by proposed_at returned_because authorised_by authorised_at "
        "authorised_words",
    ),
    _keep(
        "casework.ConferenceRoom",
        "reference",
        "Where conferences are held",
        "id name place seats closed_on",
    ),
    _keep(
        "casework.Meeting",
        "child",
        "What was decided together, and why",
        "id kind state planned_at held_at place room chair chair_name team instead_of follows "
        "stood_down_because immediate why_called quorate not_quorate_because summary measured_change "
        "decision rationale contingency_weighed next_on decision_issued_on decision_issued_to "
        "record_issued_on record_issued_to arranged_by arranged_at recorded_by recorded_at loaded",
    ),
    _keep(
        "casework.MeetingChild",
        "child",
        "What was decided for each child, and the child’s view",
        "id meeting child plan attended views views_brought_how family_view decision category reasons "
        "unchanged_because",
    ),
    _keep(
        "casework.MeetingPart",
        "child",
        "Who came, and what each agency said",
        "id meeting person user name role agency attended absent_because report_shared_on view dissents dissent",
    ),
    _keep(
        "casework.MeetingAction",
        "child",
        "What was asked of whom, and whether it was done",
        "id meeting what owner owner_name due_on done_on done_words",
    ),
    _keep(
        "casework.Plan",
        "child",
        "What was planned for the child",
        "id child referral kind state started_on ended_on end_reason end_words steps_from assessment "
        "conference first_category category number_of_previous visit_every contingency contingency_by "
        "family_words shared_on shared_how worker made_by made_at version loaded",
    ),
    _keep(
        "casework.Concern",
        "child",
        "What we saw and what it means",
        "id child title saw saw_source saw_on need factor came_from assessment position raised_on "
        "raised_by closed_on closed_because",
    ),
    _keep(
        "casework.Outcome",
        "child",
        "The change that was sought, and how it went",
        "id plan concern words baseline target how_we_know unit baseline_value target_value latest_value "
        "by_on contingency contingency_by family_words progress progress_on position added_on ended_on "
        "ended_because carried_from",
    ),
    _keep(
        "casework.PlanAction",
        "child",
        "Who was to do what by when",
        "id outcome what owner_name owner person due_on due_words family_words position added_on done_on "
        "done_words dropped_on dropped_because",
    ),
    _keep(
        "casework.Evidence",
        "child",
        "What showed how it went",
        "id outcome happened_on words source value about recorded_by recorded_at",
    ),
    _keep(
        "casework.Progress",
        "child",
        "How it stood each time it was asked",
        "id outcome meeting visit code words said_on said_by said_at",
    ),
    _keep(
        "casework.PlanChange",
        "child",
        "What was changed, and why",
        "id plan meeting visit about part before after because changed_by changed_at",
    ),
    _keep(
        "casework.Visit",
        "child",
        "Who visited, when, and what happened",
        "id happened_at purpose aim announced place failed_because what_happened what_changed what_next "
        "assessment enquiry significant significant_because visited_by recorded_by recorded_at loaded",
    ),
    _keep(
        "casework.VisitChild",
        "child",
        "Whether the child was seen, and the child’s words",
        "id visit child seen alone not_alone_because bedroom_seen words showed plan",
    ),
    _keep(
        "casework.VisitPerson",
        "child",
        "Who else was there and what they said",
        "id visit person name spoken_to words",
    ),
    _keep(
        "casework.NoteChild",
        "child",
        "Whom else a note is about",
        "id note child",
    ),
    _keep(
        "casework.Note",
        "child",
        "The child’s story as it was written at the time",
        "id child kind happened_at words significant meaning written_by written_at",
    ),
    # Access
    _keep("access.Team", "reference", "Kept records name the team", "id name kind service area closed_on"),
    _keep(
        "access.User",
        "staff",
        "Kept records name who acted",
        "id email name role job_title agency team is_active access_until created_at last_login",
    ),
    _keep("access.User", "staff", "Only a fingerprint of the password; emptied when the person leaves", "password"),
    _keep(
        "access.Cover",
        "staff",
        "Explains why one person acted for another",
        "id absent covering period reason arranged_by arranged_at",
    ),
    _keep(
        "access.LedgerEntry",
        "ledger",
        "Who did and saw what, by what right",
        "number at actor act child subject right came_from detail previous hash",
    ),
    _keep("access.LedgerHead", "ledger", "Shows whether the end of the ledger was cut off", "id number hash"),
    _keep(
        "access.Notice",
        "notice",
        "A message is a pointer to the record",
        "id to kind words link child sent_by sent_at read_at",
    ),
    _keep(
        "access.Tie",
        "ledger",
        "Explains by what right a record was opened",
        "id child kind user team starts_on ends_on",
    ),
    _keep(
        "access.Seal",
        "ledger",
        "Explains why a record was closed, and to whom",
        "id child kind user let_in reason owner set_by set_at lifted_by lifted_at",
    ),
    _keep(
        "access.EmergencyAccess",
        "ledger",
        "Why a record was opened in an emergency, and what the review found",
        "id user child reason opened_at until reviewed_by reviewed_at review",
    ),
    _keep("access.SpentToken", "token", "Stops a double press", "token user act went_to spent_at"),
    # Returns
    _keep(
        "quality.StandardResult",
        "child",
        "How practice stood against the standards, and what decided",
        "id child about standard met because since",
    ),
    _keep(
        "quality.StandardRun",
        "reference",
        "When the standards were run, and over what",
        "id on began_at ended_at whole ledger_number children results changed",
    ),
    _keep(
        "returns.Load",
        "load",
        "Which file a value came from, and what was refused",
        "id kind file_name sha256 census_year authority loaded_by loaded_at counts rejected",
    ),
    _keep(
        "returns.KeptRecord",
        "load",
        "The census record as it was read, for what has no table yet",
        "id la_child_id child census_year fingerprint record load",
    ),
    _keep(
        "returns.WaitingFile",
        "load",
        "Who handed a file in, and why it was not loaded; the file itself goes as soon as it was read",
        "id kind file_name stored_as size given_by given_at state attempts started_at read_bytes words ended_at why"
        " load",
    ),
)

# Tables of the parts we build on: their fields are not ours, so each is decided as a whole.
OTHERS = {
    "account.EmailAddress": "staff",
    "account.EmailConfirmation": "token",
    "auth.Group": "reference",
    "auth.Group_permissions": "reference",
    "auth.Permission": "reference",
    "contenttypes.ContentType": "reference",
    "mfa.Authenticator": "staff",
    "pghistory.Context": "child",
    "pghistory.Events": "child",
    "pghistory.MiddlewareEvents": "child",
    "procrastinate.ProcrastinateEvent": "token",
    "procrastinate.ProcrastinateJob": "token",
    "procrastinate.ProcrastinatePeriodicDefer": "token",
    "procrastinate.ProcrastinateWorker": "token",
    "sessions.Session": "token",
    "socialaccount.SocialAccount": "staff",
    "socialaccount.SocialApp": "reference",
    "socialaccount.SocialToken": "staff",
}

_BY_FIELD = {(entry.model, field): entry for entry in TABLE for field in entry.fields}


def decision(model: str, field: str) -> Retention:
    """The decision for a field; raises `Undecided` when the table has none.

    The history that the database keeps of a table (`people.PersonEvent`) follows that table, and so do its own fields,
    which say when and why the row was kept. The rows that join two tables (`access.Seal_let_in`) follow the first.
    """
    found = _BY_FIELD.get((model, field))
    if found:
        return found
    for follower in (model.removesuffix("Event"), model.partition("_")[0]):
        if follower == model:
            continue
        if (follower, field) in _BY_FIELD:
            return _BY_FIELD[follower, field]
        first = next((entry for entry in TABLE if entry.model == follower), None)
        if first and (field.startswith("pgh_") or "_" in model.partition(".")[2]):
            return first
    if model in OTHERS:
        return Retention(model, OTHERS[model], "Kept by a part that we build on, as a whole", (field,))
    raise Undecided(f"{model}.{field} has no retention decision.")
