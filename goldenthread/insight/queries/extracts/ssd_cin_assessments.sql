-- One row for each child of each assessment.
SELECT ac.id::text AS cina_assessment_id,
       ac.child_id::text AS cina_person_id,
       ac.referral_id::text AS cina_referral_id,
       a.started_on::timestamp AS cina_assessment_start_date,
       CASE WHEN seen.seen THEN 'Y' WHEN NOT a.loaded THEN 'N' ELSE nullif(f."values" ->> 'seen', 'U') END AS cina_assessment_child_seen,
       date_trunc('second', a.authorised_at AT TIME ZONE 'Europe/London') AS cina_assessment_auth_date,
       json_build_object('OUTCOME', ac.outcome)::text AS cina_assessment_outcome_json,
       CASE
           WHEN ac.outcome = 'close' THEN 'Y'
           WHEN ac.outcome <> '' THEN 'N'
           WHEN f."values" ->> 'needed' = 'N' THEN 'Y'
           WHEN f."values" ->> 'needed' = 'Y' THEN 'N'
       END AS cina_assessment_outcome_nfa,
       coalesce(a.team_id::text, f.team) AS cina_assessment_team,
       coalesce(a.author_id::text, f.worker) AS cina_assessment_worker_id
FROM casework_assessmentchild ac
JOIN casework_assessment a ON a.id = ac.assessment_id
LEFT JOIN (
    SELECT v.assessment_id, vc.child_id, bool_or(vc.seen) AS seen
    FROM casework_visit v
    JOIN casework_visitchild vc ON vc.visit_id = v.id
    WHERE v.assessment_id IS NOT NULL
    GROUP BY 1, 2
) seen ON seen.assessment_id = a.id AND seen.child_id = ac.child_id
LEFT JOIN told_days f
    ON f.about = 'assessment' AND f.child_id = ac.child_id AND f.happened_on = a.started_on AND a.loaded
WHERE ac.taken_out_at IS NULL
ORDER BY ac.id
