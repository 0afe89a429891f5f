-- Caseload history: which team and worker held a child, from when to when; and who had the case as files told it, from
-- the file that first said so to the next that said otherwise.
WITH held AS (
    SELECT f.id, f.child_id, f.happened_on, f.told_on, f.known_on, f.kind,
           f."values" ->> 'team' AS team,
           f."values" ->> 'worker' AS worker,
           lead(f.told_on) OVER cases AS next_on,
           lag(f.told_on) OVER cases AS before_on
    FROM casework_loadedfact f
    WHERE f.about = 'case' AND f.withdrawn_on IS NULL AND f.child_id IS NOT NULL
    WINDOW cases AS (PARTITION BY f.child_id, f.happened_on, f.kind ORDER BY f.told_on, f.id)
),
told AS (
    SELECT 'told:' || h.id AS row,
           h.child_id,
           r.id AS referral,
           h.team,
           h.worker,
           -- Nobody says who had the case before: a month before the first file is near enough.
           CASE WHEN h.before_on IS NULL THEN greatest(h.happened_on, h.told_on - 31) ELSE h.told_on END::timestamp AS starts_at,
           least(
               h.next_on,
               r.closed_on,
               (SELECT max((e."values" ->> 'clae_cla_episode_ceased_date')::date)
                FROM casework_loadedfact e
                WHERE r.id IS NULL AND e.child_id = h.child_id AND e.about = 'ssd_cla_episodes'
                  AND e.happened_on = h.happened_on AND e.withdrawn_on IS NULL)
           )::timestamp AS ends_at,
           'ALLOCATED CASE WORKER' AS role,
           NULL AS key,
           NULL AS reason
    FROM held h
    LEFT JOIN casework_referral r ON r.child_id = h.child_id AND r.received_on = h.happened_on AND r.loaded
    WHERE r.team_id IS NULL AND r.worker_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM casework_loadedfact i
        WHERE i.child_id = h.child_id AND i.about = 'ssd_involvements' AND i.withdrawn_on IS NULL
    )
    UNION ALL
    SELECT 'told:' || f.id,
           f.child_id,
           r.id,
           f."values" ->> 'invo_professional_team',
           f."values" ->> 'invo_professional_id',
           (f."values" ->> 'invo_involvement_start_date')::timestamp,
           (f."values" ->> 'invo_involvement_end_date')::timestamp,
           f."values" ->> 'invo_professional_role_id',
           f."values" ->> 'invo_involvements_id',
           f."values" ->> 'invo_worker_change_reason'
    FROM casework_loadedfact f
    LEFT JOIN casework_referral r
        ON r.child_id = f.child_id AND r.received_on = (f."values" ->> 'referral_on')::date AND r.loaded
    WHERE f.about = 'ssd_involvements' AND f.withdrawn_on IS NULL AND f.child_id IS NOT NULL
)
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
SELECT t.row,
       t.child_id::text,
       t.referral::text,
       coalesce((SELECT min(a.id)::text FROM access_team a WHERE a.name = t.team), 'told:' || t.team),
       'told:' || t.worker,
       t.starts_at,
       t.ends_at
FROM told t
WHERE (t.ends_at IS NULL OR t.ends_at > t.starts_at)
  AND (coalesce(t.role, '') = '' OR lower(t.role) SIMILAR TO '%(allocated|social worker|case worker|caseworker)%')
