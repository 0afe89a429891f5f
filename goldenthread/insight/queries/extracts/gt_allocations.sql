-- Caseload history: which team and worker held a child, from when to when; and who had the case as files told it.
SELECT a.id::text AS row,
       r.child_id::text AS child,
       r.id::text AS referral,
       a.team_id::text AS team,
       a.worker_id::text AS worker,
       date_trunc('second', a.allocated_at AT TIME ZONE 'Europe/London') AS starts_at,
       date_trunc('second', coalesce(a.ended_at, r.closed_on::timestamptz) AT TIME ZONE 'Europe/London') AS ends_at
FROM casework_allocation a
JOIN casework_referral r ON r.id = a.referral_id
UNION ALL
SELECT t.row, t.child_id::text, t.referral::text, t.team, t.worker, t.starts_at, t.ends_at
FROM told_cases t
WHERE coalesce(t.role, '') = '' OR lower(t.role) SIMILAR TO '%(allocated|social worker|case worker|caseworker)%'
