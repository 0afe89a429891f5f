-- Who had the case as files told it: from the file that first said so to the next that said otherwise, or as a whole
-- file tells it row by row.
WITH held AS (
    SELECT t.id, t.child_id, t.happened_on, t.told_on,
           t."values" ->> 'team' AS team,
           t."values" ->> 'worker' AS worker,
           lead(t.told_on) OVER cases AS next_on,
           lag(t.told_on) OVER cases AS before_on
    FROM told_rows t
    WHERE t.about = 'case'
    WINDOW cases AS (PARTITION BY t.child_id, t.happened_on, t.kind ORDER BY t.told_on, t.id)
),
told AS (
    SELECT h.id,
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
        SELECT 1 FROM told_rows i WHERE i.child_id = h.child_id AND i.about = 'ssd_involvements'
    )
    UNION ALL
    SELECT t.id,
           t.child_id,
           r.id,
           t."values" ->> 'invo_professional_team',
           t."values" ->> 'invo_professional_id',
           (t."values" ->> 'invo_involvement_start_date')::timestamp,
           (t."values" ->> 'invo_involvement_end_date')::timestamp,
           t."values" ->> 'invo_professional_role_id',
           t."values" ->> 'invo_involvements_id',
           t."values" ->> 'invo_worker_change_reason'
    FROM told_rows t
    LEFT JOIN casework_referral r
        ON r.child_id = t.child_id AND r.received_on = (t."values" ->> 'referral_on')::date AND r.loaded
    WHERE t.about = 'ssd_involvements'
)
SELECT 'told:' || t.id AS row,
       t.child_id,
       t.referral,
       coalesce(here.key, 'told:' || t.team) AS team,
       'told:' || t.worker AS worker,
       t.starts_at,
       t.ends_at,
       t.role,
       t.key,
       t.reason
FROM told t
LEFT JOIN team_called here ON here.name = t.team
WHERE t.ends_at IS NULL OR t.ends_at > t.starts_at
