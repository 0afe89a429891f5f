-- Review conferences of a child's protection plan, held.
SELECT mc.id::text AS cppr_cp_review_id,
       mc.child_id::text AS cppr_person_id,
       mc.plan_id::text AS cppr_cp_plan_id,
       date_trunc('second', m.held_at AT TIME ZONE 'Europe/London') AS cppr_cp_review_date,
       m.id::text AS cppr_cp_review_meeting_id,
       CASE WHEN mc.decision = 'plan_continues' THEN 'Y' WHEN mc.decision = 'plan_ends' THEN 'N' END
           AS cppr_cp_review_outcome_continue_cp,
       CASE WHEN m.quorate THEN 'Y' WHEN NOT m.quorate THEN 'N' END AS cppr_cp_review_quorate
FROM casework_meetingchild mc
JOIN casework_meeting m ON m.id = mc.meeting_id
WHERE m.kind = 'review_conference' AND m.held_at IS NOT NULL
ORDER BY mc.id
