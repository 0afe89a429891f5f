-- Initial conferences that were held, one row for each child, with the enquiry or the move that led to each.
SELECT coalesce('e' || e.id, 't' || t.id) AS icpc_icpc_id,
       m.id::text AS icpc_icpc_meeting_id,
       e.id::text AS icpc_s47_enquiry_id,
       coalesce(e.child_id, t.child_id)::text AS icpc_person_id,
       p.id::text AS icpc_cp_plan_id,
       e.referral_id::text AS icpc_referral_id,
       CASE WHEN t.id IS NULL THEN 'N' ELSE 'Y' END AS icpc_icpc_transfer_in,
       coalesce(e.conference_target_on, icpc.due_on)::timestamp AS icpc_icpc_target_date,
       coalesce(e.conference_on, (m.held_at AT TIME ZONE 'Europe/London')::date)::timestamp AS icpc_icpc_date,
       CASE
           WHEN p.id IS NOT NULL OR (f."values" ->> 'plan') = 'Y' THEN 'Y'
           WHEN (f."values" ->> 'plan') = 'U' THEN NULL
           ELSE 'N'
       END AS icpc_icpc_outcome_cp_flag,
       json_build_object('OUTCOME', mc.decision)::text AS icpc_icpc_outcome_json,
       coalesce(coalesce(m.team_id, r.team_id)::text, f.team) AS icpc_icpc_team,
       coalesce(e.worker_id::text, f.worker) AS icpc_icpc_worker_id
FROM casework_enquiry e
FULL JOIN casework_transferin t ON false
LEFT JOIN casework_meeting m ON m.id = coalesce(e.conference_id, t.conference_id)
LEFT JOIN casework_meetingchild mc ON mc.meeting_id = m.id AND mc.child_id = coalesce(e.child_id, t.child_id)
LEFT JOIN casework_plan p
    ON p.conference_id = m.id AND p.child_id = coalesce(e.child_id, t.child_id) AND p.kind = 'child_protection'
LEFT JOIN casework_referral r ON r.id = e.referral_id
LEFT JOIN LATERAL (
    SELECT d.due_on
    FROM casework_deadline d
    WHERE d.clock = 'icpc' AND d.child_id = coalesce(e.child_id, t.child_id) AND d.void_at IS NULL
      AND d.referral_id IS NOT DISTINCT FROM e.referral_id
    ORDER BY d.started_at DESC
    LIMIT 1
) icpc ON true
LEFT JOIN told_days f
    ON f.about = 'enquiry' AND f.child_id = e.child_id AND f.happened_on = e.started_on AND e.loaded
WHERE coalesce(e.conference_on, (m.held_at AT TIME ZONE 'Europe/London')::date) IS NOT NULL
ORDER BY 1
