-- Sessions of supervision that were due, and whether each was held. What was said in them stays in the record.
SELECT s.id::text AS supervision,
       s.worker_id::text AS worker,
       s.supervisor_id::text AS supervisor,
       s.team_id::text AS team,
       s.state,
       s.due_on,
       s.held_on
FROM quality_supervision s
ORDER BY s.id
