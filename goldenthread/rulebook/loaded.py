"""The words for what loaded files tell and the record has no table of its own for: its sorts and its fields.

Tables and fields are those of the Standard Safeguarding Dataset, by name; a few sorts are our own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LoadedField:
    """A field in words. `codes` names the pick list of `rulebook.annex` whose entries its codes stand for."""

    label: str
    codes: str = ""


TABLES: Mapping[str, str] = {
    "ssd_contacts": "Contacts",
    "ssd_early_help_episodes": "Early help",
    "case": "Who has the case",
    "referral": "Referrals",
    "assessment": "Assessments",
    "enquiry": "Enquiries",
    "ssd_cin_visits": "Visits",
    "ssd_cp_visits": "Child protection visits",
    "ssd_cla_episodes": "Time in care",
    "ssd_cla_placement": "Placements",
    "ssd_legal_status": "Legal status",
    "ssd_cla_care_plan": "Care plans",
    "ssd_cla_reviews": "Reviews of the care plan",
    "ssd_cla_visits": "Visits in care",
    "ssd_cla_health": "Health checks",
    "ssd_cla_immunisations": "Immunisations",
    "ssd_sdq_scores": "Strengths and difficulties questionnaires",
    "ssd_cla_substance_misuse": "Substance misuse",
    "ssd_cla_convictions": "Convictions",
    "counts": "Numbers of the last 12 months",
    "ssd_missing": "Times missing",
    "ssd_pre_proceedings": "Before and in court",
    "ssd_permanence": "Adoption and permanence",
    "ssd_cla_previous_permanence": "Earlier permanence",
    "ssd_care_leavers": "Leaving care",
    "ssd_involvements": "People involved",
    "ssd_voice_of_child": "The child’s view of the work",
    "ssd_send": "Special educational needs",
}
"""The sorts, in the order in which they are shown."""

FIELDS: Mapping[str, LoadedField] = {
    "in_a_year": LoadedField("Referrals in 12 months, with this one"),
    "team": LoadedField("Team"),
    "worker": LoadedField("Worker"),
    "seen": LoadedField("Child seen", "yes_no_unknown"),
    "needed": LoadedField("Support needed", "yes_no"),
    "plan": LoadedField("Conference led to a plan", "yes_no_unknown"),
    "placements": LoadedField("Placements"),
    "missing": LoadedField("Times missing"),
    "absent": LoadedField("Times absent"),
    "cont_contact_date": LoadedField("Received"),
    "cont_contact_source_code": LoadedField("From", "source"),
    "earl_episode_start_date": LoadedField("Started"),
    "earl_episode_end_date": LoadedField("Ended"),
    "earl_episode_organisation": LoadedField("Organisation"),
    "cinv_cin_visit_date": LoadedField("Visited"),
    "cinv_cin_visit_seen": LoadedField("Child seen"),
    "cinv_cin_visit_seen_alone": LoadedField("Seen alone"),
    "cppv_cp_visit_date": LoadedField("Visited"),
    "cppv_cp_visit_seen": LoadedField("Child seen"),
    "cppv_cp_visit_seen_alone": LoadedField("Seen alone"),
    "clae_cla_episode_start_date": LoadedField("Started"),
    "clae_cla_primary_need_code": LoadedField("Main need", "need_in_care"),
    "clae_cla_episode_ceased_date": LoadedField("Ended"),
    "clae_cla_episode_ceased_reason": LoadedField("Why it ended", "care_ceased"),
    "clae_entered_care_date": LoadedField("Came into care"),
    "clae_cla_last_iro_contact_date": LoadedField("Last contact with the independent reviewing officer"),
    "clap_cla_placement_start_date": LoadedField("Started"),
    "clap_cla_placement_end_date": LoadedField("Ended"),
    "clap_cla_placement_type": LoadedField("Type", "placement"),
    "clap_cla_placement_provider": LoadedField("Provider", "provider"),
    "clap_cla_placement_distance": LoadedField("Miles from home"),
    "clap_cla_placement_urn": LoadedField("Registration number"),
    "clap_cla_placement_postcode": LoadedField("Postcode"),
    "lega_legal_status_start_date": LoadedField("Since"),
    "lega_legal_status_end_date": LoadedField("Until"),
    "lega_legal_status": LoadedField("Status", "legal_status"),
    "clar_cla_review_due_date": LoadedField("Due"),
    "clar_cla_review_date": LoadedField("Held"),
    "clav_cla_visit_date": LoadedField("Visited"),
    "clav_cla_visit_seen": LoadedField("Child seen"),
    "clav_cla_visit_seen_alone": LoadedField("Seen alone"),
    "clah_health_check_type": LoadedField("Check"),
    "clah_health_check_date": LoadedField("On"),
    "clah_health_check_status": LoadedField("State"),
    "clea_care_leaver_eligibility": LoadedField("Eligibility"),
    "clea_care_leaver_in_touch": LoadedField("In touch"),
    "clea_care_leaver_latest_contact": LoadedField("Last contact"),
    "clea_care_leaver_accommodation": LoadedField("Accommodation", "accommodation"),
    "clea_care_leaver_accom_suitable": LoadedField("Accommodation suitable (1 yes, 2 no)"),
    "clea_care_leaver_activity": LoadedField("Activity", "activity"),
    "clea_pathway_plan_review_date": LoadedField("Pathway plan reviewed"),
    "clea_care_leaver_personal_advisor": LoadedField("Personal adviser"),
    "clea_care_leaver_allocated_team": LoadedField("Team"),
    "clea_care_leaver_worker_id": LoadedField("Worker"),
    "perm_adm_decision_date": LoadedField("Decided to place for adoption"),
    "perm_placement_order_date": LoadedField("Placement order"),
    "perm_matched_date": LoadedField("Matched"),
    "perm_placed_for_adoption_date": LoadedField("Placed for adoption"),
    "perm_permanence_order_date": LoadedField("Order"),
    "perm_permanence_order_type": LoadedField("Type of order"),
    "perm_decision_reversed_date": LoadedField("Decision reversed"),
    "perm_decision_reversed_reason": LoadedField("Why it was reversed", "reversed"),
    "perm_placed_ffa_cp_date": LoadedField("Placed to be fostered for adoption"),
    "miss_missing_episode_start_date": LoadedField("Missing from"),
    "miss_missing_episode_end_date": LoadedField("Until"),
    "miss_missing_rhi_offered": LoadedField("Return interview offered"),
    "miss_missing_rhi_accepted": LoadedField("Return interview accepted"),
    "plan_started_on": LoadedField("Under the plan of"),
    "referral_on": LoadedField("Of the referral of"),
}
"""The fields that are named in words of ours, in the order in which a row says them."""

UNSAID = frozenset({"clae_cla_episode_start_reason", "cont_contact_outcome_json"})
"""Fields that are codes of the return alone, and are not shown."""
