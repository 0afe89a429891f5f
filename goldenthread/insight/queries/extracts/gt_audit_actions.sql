-- Actions that came of audits: when each was due, done with evidence, and checked.
SELECT l.id::text AS action,
       l.cycle_id::text AS cycle,
       l.owner_id::text AS worker,
       u.team_id::text AS team,
       date_trunc('second', l.set_at AT TIME ZONE 'Europe/London') AS set_at,
       l.due_on,
       date_trunc('second', l.done_at AT TIME ZONE 'Europe/London') AS done_at,
       l.evidence <> '' AS has_evidence,
       date_trunc('second', l.checked_at AT TIME ZONE 'Europe/London') AS checked_at
FROM quality_learningaction l
JOIN access_user u ON u.id = l.owner_id
ORDER BY l.id
