-- Child protection plans.
SELECT p.id::text AS cppl_cp_plan_id,
       p.referral_id::text AS cppl_referral_id,
       p.conference_id::text AS cppl_icpc_id,
       p.child_id::text AS cppl_person_id,
       p.started_on::timestamp AS cppl_cp_plan_start_date,
       p.ended_on::timestamp AS cppl_cp_plan_end_date,
       p.first_category AS cppl_cp_plan_initial_category,
       p.category AS cppl_cp_plan_latest_category
FROM casework_plan p
WHERE p.kind = 'child_protection'
ORDER BY p.id
