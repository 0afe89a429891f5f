-- What was said of each outcome of a plan, each time it was reviewed: a code, not the words.
SELECT g.id::text AS row,
       p.child_id::text AS child,
       p.id::text AS plan,
       p.kind,
       o.id::text AS outcome,
       g.code,
       g.said_on,
       o.added_on,
       o.by_on,
       o.ended_on
FROM casework_progress g
JOIN casework_outcome o ON o.id = g.outcome_id
JOIN casework_plan p ON p.id = o.plan_id
ORDER BY g.id
