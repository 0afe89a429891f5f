-- Posts that somebody holds or held: role, whole-time share, from when to when, and whether through an agency.
SELECT w.worker_id::text AS worker,
       w.role,
       w.fte::float8 AS fte,
       w.started_on,
       w.left_on,
       w.agency <> '' AS agency,
       u.team_id::text AS team
FROM quality_workerrecord w
JOIN access_user u ON u.id = w.worker_id
ORDER BY w.id
