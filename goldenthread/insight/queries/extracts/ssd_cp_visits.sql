-- Visits to a child under a protection plan, and those that a file told.
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
UNION ALL
SELECT 'told:' || f.id,
       f.child_id::text,
       p.id::text,
       (f."values" ->> 'cppv_cp_visit_date')::timestamp,
       f."values" ->> 'cppv_cp_visit_seen',
       f."values" ->> 'cppv_cp_visit_seen_alone',
       f."values" ->> 'cppv_cp_visit_bedroom'
FROM told_rows f
LEFT JOIN casework_plan p
    ON p.child_id = f.child_id
    AND p.kind = 'child_protection'
    AND p.started_on = (f."values" ->> 'plan_started_on')::date
WHERE f.about = 'ssd_cp_visits'
  AND NOT EXISTS (
      SELECT 1
      FROM casework_visitchild vc
      JOIN casework_visit v ON v.id = vc.visit_id
      WHERE vc.child_id = f.child_id AND (v.happened_at AT TIME ZONE 'Europe/London')::date = f.happened_on
  )
