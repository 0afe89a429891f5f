-- Visits to a child under a protection plan.
SELECT vc.id::text AS cppv_cp_visit_id,
       vc.child_id::text AS cppv_person_id,
       vc.plan_id::text AS cppv_cp_plan_id,
       date_trunc('second', v.happened_at AT TIME ZONE 'Europe/London') AS cppv_cp_visit_date,
       CASE WHEN vc.seen THEN 'Y' ELSE 'N' END AS cppv_cp_visit_seen,
       CASE WHEN vc.alone THEN 'Y' WHEN NOT vc.alone THEN 'N' END AS cppv_cp_visit_seen_alone,
       CASE WHEN vc.bedroom_seen THEN 'Y' WHEN NOT vc.bedroom_seen THEN 'N' END AS cppv_cp_visit_bedroom
FROM casework_visitchild vc
JOIN casework_visit v ON v.id = vc.visit_id
WHERE v.purpose = 'child_protection'
ORDER BY vc.id
