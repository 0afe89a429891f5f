-- Children in care of whom files told the latest of each kind alone: the latest placement, review, visit and health check.
SELECT DISTINCT f.child_id::text AS child
FROM casework_loadedfact f
WHERE f.about = 'ssd_cla_episodes' AND f.kind = 'annex-a' AND f.withdrawn_on IS NULL AND f.child_id IS NOT NULL
  AND NOT EXISTS (
      SELECT 1 FROM casework_loadedfact w
      WHERE w.child_id = f.child_id AND w.about = f.about AND w.kind <> 'annex-a' AND w.withdrawn_on IS NULL
  )
