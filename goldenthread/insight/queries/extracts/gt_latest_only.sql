-- Children in care of whom files told the latest of each kind alone: the latest placement, review, visit and health check.
SELECT DISTINCT t.child_id::text AS child
FROM told_rows t
WHERE t.about = 'ssd_cla_episodes' AND t.kind = 'annex-a'
