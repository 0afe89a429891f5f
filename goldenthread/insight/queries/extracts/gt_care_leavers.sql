-- How things stand with each care leaver, from the file that first said so until the next that said otherwise.
SELECT t.id::text AS row,
       t.child_id::text AS child,
       t.told_on,
       t.from_on,
       t.until_on,
       t."values" ->> 'clea_care_leaver_eligibility' AS eligibility,
       t."values" ->> 'clea_care_leaver_in_touch' AS in_touch,
       (t."values" ->> 'clea_care_leaver_latest_contact')::date AS latest_contact_on,
       t."values" ->> 'clea_care_leaver_accommodation' AS accommodation,
       t."values" ->> 'clea_care_leaver_accom_suitable' AS suitable,
       t."values" ->> 'clea_care_leaver_activity' AS activity,
       (t."values" ->> 'clea_pathway_plan_review_date')::date AS pathway_reviewed_on,
       coalesce(here.key, 'told:' || (t."values" ->> 'clea_care_leaver_allocated_team')) AS team,
       'told:' || (t."values" ->> 'clea_care_leaver_worker_id') AS worker
FROM told_standing t
LEFT JOIN team_called here ON here.name = (t."values" ->> 'clea_care_leaver_allocated_team')
WHERE t.about = 'ssd_care_leavers'
