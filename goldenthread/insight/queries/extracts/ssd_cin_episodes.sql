-- One row for each referral: an episode of need from its receipt to its closure.
SELECT r.id::text AS cine_referral_id,
       r.child_id::text AS cine_person_id,
       date_trunc('second', r.received_at AT TIME ZONE 'Europe/London') AS cine_referral_date,
       r.primary_need AS cine_cin_primary_need_code,
       r.source AS cine_referral_source_code,
       CASE WHEN r.no_further_action THEN 'Y' ELSE 'N' END AS cine_referral_nfa,
       r.closure_reason AS cine_close_reason,
       r.closed_on::timestamp AS cine_close_date,
       coalesce(r.team_id::text, told.team) AS cine_referral_team,
       coalesce(r.worker_id::text, told.worker) AS cine_referral_worker_id
FROM casework_referral r
LEFT JOIN told_days told
    ON told.about = 'case' AND told.child_id = r.child_id AND told.happened_on = r.received_on AND r.loaded
ORDER BY r.id
