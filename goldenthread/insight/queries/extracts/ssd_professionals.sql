-- People who sign in, and workers whom files name. Names are here because the standard has them.
WITH told AS (
    SELECT DISTINCT unnest(ARRAY[
        f."values" ->> 'worker',
        f."values" ->> 'invo_professional_id',
        f."values" ->> 'clea_care_leaver_worker_id',
        f."values" ->> 'clea_care_leaver_personal_advisor',
        f."values" ->> 'prof_professional_id'
    ]) AS key
    FROM casework_loadedfact f
    WHERE f.about IN ('case', 'assessment', 'enquiry', 'plan', 'ssd_involvements', 'ssd_care_leavers', 'ssd_professionals')
      AND f.withdrawn_on IS NULL
),
staff AS (
    SELECT DISTINCT ON (f."values" ->> 'prof_professional_id') f."values", f."values" ->> 'prof_professional_id' AS key
    FROM casework_loadedfact f
    WHERE f.about = 'ssd_professionals' AND f.withdrawn_on IS NULL
    ORDER BY f."values" ->> 'prof_professional_id', f.told_on DESC
)
SELECT u.id::text AS prof_professional_id,
       u.name AS prof_professional_name,
       u.job_title AS prof_professional_job_title,
       t.name AS prof_professional_department,
       NULL AS prof_full_time_equivalency,
       NULL AS prof_agency_worker_flag
FROM access_user u
LEFT JOIN access_team t ON t.id = u.team_id
UNION ALL
SELECT 'told:' || told.key,
       coalesce(s."values" ->> 'prof_professional_name', told.key),
       s."values" ->> 'prof_professional_job_title',
       s."values" ->> 'prof_professional_department',
       s."values" ->> 'prof_full_time_equivalency',
       s."values" ->> 'prof_agency_worker_flag'
FROM told
LEFT JOIN staff s ON s.key = told.key
WHERE told.key <> ''
