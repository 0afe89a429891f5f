-- Which children supervision spoke of, by when each had to be, and whether a direction was given.
SELECT d.id::text AS row,
       d.child_id::text AS child,
       s.id::text AS supervision,
       s.worker_id::text AS worker,
       s.team_id::text AS team,
       d.due_on,
       s.held_on,
       EXISTS (SELECT 1 FROM quality_direction w WHERE w.discussed_id = d.id) AS has_direction
FROM quality_childdiscussed d
JOIN quality_supervision s ON s.id = d.supervision_id
WHERE d.recorded_at IS NOT NULL
ORDER BY d.id
