-- How things stand with each care leaver, from the file that first said so until the next that said otherwise. A month
-- before the first file and a month after the last is near enough; further away nothing is known.
WITH told AS (
    SELECT f.*,
           lead(f.told_on) OVER rows_of AS next_on,
           lag(f.told_on) OVER rows_of AS before_on
    FROM casework_loadedfact f
    WHERE f.about = 'ssd_care_leavers' AND f.withdrawn_on IS NULL AND f.child_id IS NOT NULL
      AND NOT (f.kind = 'annex-a' AND EXISTS (
          SELECT 1 FROM casework_loadedfact w
          WHERE w.child_id = f.child_id AND w.about = f.about AND w.kind <> 'annex-a' AND w.withdrawn_on IS NULL
      ))
    WINDOW rows_of AS (PARTITION BY f.child_id, f.kind ORDER BY f.told_on, f.id)
),
last AS (
    SELECT kind, max(told_on) AS told_on FROM casework_loadedfact GROUP BY kind
)
SELECT t.id::text AS row,
       t.child_id::text AS child,
       t.told_on,
       CASE WHEN t.before_on IS NULL THEN t.told_on - 31 ELSE t.told_on END AS from_on,
       coalesce(t.next_on - 1, l.told_on + 31) AS until_on,
       t."values" ->> 'clea_care_leaver_eligibility' AS eligibility,
       t."values" ->> 'clea_care_leaver_in_touch' AS in_touch,
       (t."values" ->> 'clea_care_leaver_latest_contact')::date AS latest_contact_on,
       t."values" ->> 'clea_care_leaver_accommodation' AS accommodation,
       t."values" ->> 'clea_care_leaver_accom_suitable' AS suitable,
       t."values" ->> 'clea_care_leaver_activity' AS activity,
       (t."values" ->> 'clea_pathway_plan_review_date')::date AS pathway_reviewed_on,
       coalesce((SELECT min(a.id)::text FROM access_team a WHERE a.name = (t."values" ->> 'clea_care_leaver_allocated_team')), 'told:' || (t."values" ->> 'clea_care_leaver_allocated_team')) AS team,
       'told:' || (t."values" ->> 'clea_care_leaver_worker_id') AS worker
FROM told t
JOIN last l ON l.kind = t.kind
