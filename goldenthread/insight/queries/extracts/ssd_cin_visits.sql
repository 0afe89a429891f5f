-- Visits to a child that were not visits under a protection plan, and those that a file told.
SELECT vc.id::text AS cinv_cin_visit_id,
       vc.child_id::text AS cinv_person_id,
       date_trunc('second', v.happened_at AT TIME ZONE 'Europe/London') AS cinv_cin_visit_date,
       CASE WHEN vc.seen THEN 'Y' ELSE 'N' END AS cinv_cin_visit_seen,
       CASE WHEN vc.alone THEN 'Y' WHEN NOT vc.alone THEN 'N' END AS cinv_cin_visit_seen_alone,
       CASE WHEN vc.bedroom_seen THEN 'Y' WHEN NOT vc.bedroom_seen THEN 'N' END AS cinv_cin_visit_bedroom
FROM casework_visitchild vc
JOIN casework_visit v ON v.id = vc.visit_id
WHERE v.purpose <> 'child_protection'
UNION ALL
SELECT 'told:' || f.id,
       f.child_id::text,
       (f."values" ->> 'cinv_cin_visit_date')::timestamp,
       f."values" ->> 'cinv_cin_visit_seen',
       f."values" ->> 'cinv_cin_visit_seen_alone',
       f."values" ->> 'cinv_cin_visit_bedroom'
FROM told_rows f
WHERE f.about = 'ssd_cin_visits'
  AND NOT EXISTS (
      SELECT 1
      FROM casework_visitchild vc
      JOIN casework_visit v ON v.id = vc.visit_id
      WHERE vc.child_id = f.child_id AND (v.happened_at AT TIME ZONE 'Europe/London')::date = f.happened_on
  )
