"""What each clock asks of the person who has to meet it, in her words."""

WHAT = {
    "contact_decision": "Decide what should happen",
    "contact_priority_red": "Decide what should happen: red",
    "contact_mash_checks": "Get the agencies’ answers",
    "referral_decision": "Decide the response to the referral",
    "referral_ack": "Acknowledge the referral",
    "referral_outcome_feedback": "Tell the referrer what happened",
    "assessment_allocated": "Allocate to a social worker",
    "child_seen_s17": "See the child for the assessment",
    "assessment_review_point": "Hold the review point with the worker",
    "single_assessment": "Finish the assessment",
    "family_help_assessment": "Finish the Family Help assessment",
    "assessment_shared": "Share the assessment with the family",
    "strategy_discussion": "Hold the strategy discussion",
    "s47_child_seen": "See the child in the enquiry",
    "s47_outcome": "Conclude the section 47 enquiry",
    "icpc": "Hold the initial child protection conference",
    "icpc_transfer_in": "Hold the transfer-in conference",
    "conf_report_parent_initial": "Share your report with the parents before the conference",
    "conf_decision_letter": "Send the decision and outline plan",
    "conf_minutes": "Send the minutes of the conference",
    "core_group_first": "Hold the first core group",
    "core_group_subsequent": "Hold the core group",
    "core_group_record": "Send the record of the core group",
    "rcpc_first": "Hold the first review conference",
    "rcpc_subsequent": "Hold the review conference",
    "cp_plan_drift": "Ask why the child protection plan lasts so long",
    "cp_stepdown_cin": "Start the child in need plan",
    "cin_plan_meeting": "Hold the first planning meeting",
    "cin_review": "Review the child in need plan",
    "cin_closure_summary": "Write the closing summary",
    "cp_visit": "Visit: child protection",
    "cin_visit": "Visit: child in need",
    "written_agreement_review": "Review the written agreement",
    "transfer_accept": "Answer the transfer to your team",
    "transfer_first_visit": "First visit as the new worker",
    "dispute_answer": "Answer the dispute",
    "dispute_settled": "Settle the dispute",
    "supervision_worker": "Hold supervision",
    "supervision_asye": "Hold supervision with a newly qualified worker",
    "case_supervision_child": "Talk about the child in supervision",
    "mgmt_decision_record": "Record the management decision",
    "audit_monthly": "Grade the audit",
    "audit_action_urgent": "Say what makes the child safe: an auditor’s concern",
    "audit_reaudit": "Audit the record again",
    "agency_notice": "End of the agency worker’s notice",
}
"""What the owner of a deadline has to do, in her words; another clock goes by its own name."""


def called(given: str, family: str, number: str) -> str:
    """What a child is called in a list: the name, or the number, or an unborn baby."""
    name = " ".join(part for part in (given, family) if part)
    return name or (f"Child {number}" if number else "Unborn baby")
