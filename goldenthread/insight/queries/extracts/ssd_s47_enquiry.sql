-- Enquiries under section 47 of the Children Act 1989, less those stopped.
SELECT e.id::text AS s47e_s47_enquiry_id,
       e.referral_id::text AS s47e_referral_id,
       e.child_id::text AS s47e_person_id,
       e.started_on::timestamp AS s47e_s47_start_date,
       e.concluded_on::timestamp AS s47e_s47_end_date,
       CASE WHEN e.outcome = 'NFA' THEN 'Y' WHEN e.outcome <> '' THEN 'N' END AS s47e_s47_nfa,
       json_build_object('OUTCOME', e.outcome)::text AS s47e_s47_outcome_json,
       e.worker_id::text AS s47e_s47_completed_by_worker_id,
       r.team_id::text AS s47e_s47_completed_by_team
FROM casework_enquiry e
LEFT JOIN casework_referral r ON r.id = e.referral_id
WHERE e.state <> 'stopped'
ORDER BY e.id
