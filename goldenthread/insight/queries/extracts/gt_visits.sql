-- Visits, one row for each child visited, and those that a file told and the record does not hold.
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
UNION ALL
SELECT 'told:' || f.id,
       'told:' || f.id,
       f.child_id::text,
       p.id::text,
       CASE f.about WHEN 'ssd_cp_visits' THEN 'child_protection' ELSE 'child_in_need' END,
       coalesce(f."values" ->> 'cppv_cp_visit_date', f."values" ->> 'cinv_cin_visit_date')::timestamp,
       coalesce(f."values" ->> 'cppv_cp_visit_seen', f."values" ->> 'cinv_cin_visit_seen') = 'Y',
       coalesce(f."values" ->> 'cppv_cp_visit_seen_alone', f."values" ->> 'cinv_cin_visit_seen_alone') = 'Y',
       NULL
FROM told_rows f
LEFT JOIN casework_plan p
    ON p.child_id = f.child_id
    AND p.kind = 'child_protection'
    AND p.started_on = (f."values" ->> 'plan_started_on')::date
WHERE f.about IN ('ssd_cp_visits', 'ssd_cin_visits')
  AND NOT EXISTS (
      SELECT 1
      FROM casework_visitchild vc
      JOIN casework_visit v ON v.id = vc.visit_id
      WHERE vc.child_id = f.child_id AND (v.happened_at AT TIME ZONE 'Europe/London')::date = f.happened_on
  )
