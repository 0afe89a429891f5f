-- Visits, one row for each child visited.
SELECT vc.id::text AS row,
       v.id::text AS visit,
       vc.child_id::text AS child,
       vc.plan_id::text AS plan,
       v.purpose,
       date_trunc('second', v.happened_at AT TIME ZONE 'Europe/London') AS happened_at,
       vc.seen,
       vc.alone AS seen_alone,
       v.visited_by_id::text AS worker
FROM casework_visitchild vc
JOIN casework_visit v ON v.id = vc.visit_id
ORDER BY vc.id
