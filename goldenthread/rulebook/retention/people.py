"""How long what is known of people is kept."""

from goldenthread.rulebook.retention.rules import WHO, keep

TABLE = (
    keep(
        "people.Person",
        "child",
        "Who the child is, and who the adults around the child are",
        "id kind given_names family_name born_on expected_on birth_certainty died_on sex gender pronouns "
        "ethnicity ethnicity_in_own_words ethnicity_not_known_because language interpreter religion "
        "disabilities immigration_status",
    ),
    keep(
        "people.Person",
        "child",
        "Numbers that join the record to health and school",
        "nhs_number nhs_number_source nhs_number_trace upn former_upn upn_unknown la_child_id",
    ),
    keep("people.Person", "child", "What a professional was to the child", "agency job_title"),
    keep(
        "people.Person",
        "child",
        "Which record is whose, and which value is the newest",
        "merged_into recorded_at changed_at version",
    ),
    keep(
        "people.Name",
        "child",
        "Names change; an old record is found by the old name",
        "id person kind given_names family_name starts_on ends_on search sounds",
    ),
    keep("people.Name", "child", WHO, "recorded_by recorded_at source"),
    keep(
        "people.Recording",
        "child",
        "Every earlier value stays, with where it came from",
        "id person values confirmed source recorded_by recorded_at",
    ),
    keep(
        "people.Agency",
        "reference",
        "Kept records name the agency",
        "id name kind phone email asked_in_screening closed_on",
    ),
    keep(
        "people.Relationship",
        "child",
        "Who a child’s family is, then and now",
        "id person other kind starts_on ends_on note",
    ),
    keep("people.Relationship", "child", WHO, "recorded_by recorded_at source"),
    keep(
        "people.ParentalResponsibility",
        "child",
        "Who could decide for the child, and when",
        "id child holder authority how starts_on ends_on",
    ),
    keep("people.ParentalResponsibility", "child", WHO, "recorded_by recorded_at source"),
    keep("people.FamilyGroup", "child", "The people we worked with as one family", "id name made_at"),
    keep(
        "people.FamilyMembership",
        "child",
        "The people we worked with as one family",
        "id family person starts_on ends_on",
    ),
    keep(
        "people.NameSetAside",
        "child",
        "Why somebody named in a note was not made one of the family",
        "id child name reason set_aside_by set_aside_at",
    ),
    keep(
        "people.Merge",
        "child",
        "Two records can only be parted again from this",
        "id kept folded reason moved merged_by merged_at undone_by undone_at undone_reason",
    ),
    keep("people.Address", "child", "Where the child lived", "id lines postcode uprn search"),
    keep("people.Residence", "child", "Where the child lived, and when", "id person address kind period confidential"),
    keep("people.Residence", "child", WHO, "recorded_by recorded_at source"),
    keep(
        "people.ContactDetail",
        "child",
        "How the family was reached, and what was not safe",
        "id person kind value safe note ended_on",
    ),
    keep("people.ContactDetail", "child", WHO, "recorded_by recorded_at source"),
    keep(
        "people.WarningNote",
        "child",
        "What was known of a danger, and whether the person was told",
        "id person kind words disclosed not_disclosed_because review_on expires_on ended_at ended_by ended_because",
    ),
    keep("people.WarningNote", "child", WHO, "recorded_by recorded_at source"),
)
