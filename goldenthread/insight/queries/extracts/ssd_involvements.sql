-- Who worked with a child and when: one row for each allocation, and for each that a file told.
SELECT a.id::text AS invo_involvements_id,
       a.worker_id::text AS invo_professional_id,
       'ALLOCATED CASE WORKER' AS invo_professional_role_id,
       a.team_id::text AS invo_professional_team,
       date_trunc('second', a.allocated_at AT TIME ZONE 'Europe/London') AS invo_involvement_start_date,
       date_trunc('second', coalesce(a.ended_at, r.closed_on::timestamptz) AT TIME ZONE 'Europe/London') AS invo_involvement_end_date,
       NULL AS invo_worker_change_reason,
       r.child_id::text AS invo_person_id,
       r.id::text AS invo_referral_id
FROM casework_allocation a
JOIN casework_referral r ON r.id = a.referral_id
UNION ALL
SELECT coalesce(t.key, t.row), t.worker, t.role, t.team, t.starts_at, t.ends_at, t.reason, t.child_id::text, t.referral::text
FROM told_cases t
