-- Visits to a child that were not visits under a protection plan.
SELECT vc.id::text AS cinv_cin_visit_id,
       vc.child_id::text AS cinv_person_id,
       date_trunc('second', v.happened_at AT TIME ZONE 'Europe/London') AS cinv_cin_visit_date,
       CASE WHEN vc.seen THEN 'Y' ELSE 'N' END AS cinv_cin_visit_seen,
       CASE WHEN vc.alone THEN 'Y' WHEN NOT vc.alone THEN 'N' END AS cinv_cin_visit_seen_alone,
       CASE WHEN vc.bedroom_seen THEN 'Y' WHEN NOT vc.bedroom_seen THEN 'N' END AS cinv_cin_visit_bedroom
FROM casework_visitchild vc
JOIN casework_visit v ON v.id = vc.visit_id
WHERE v.purpose <> 'child_protection'
ORDER BY vc.id
