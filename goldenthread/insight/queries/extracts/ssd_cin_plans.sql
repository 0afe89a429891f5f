-- Plans for children in need.
SELECT p.id::text AS cinp_cin_plan_id,
       p.referral_id::text AS cinp_referral_id,
       p.child_id::text AS cinp_person_id,
       p.started_on::timestamp AS cinp_cin_plan_start_date,
       p.ended_on::timestamp AS cinp_cin_plan_end_date,
       r.team_id::text AS cinp_cin_plan_team,
       p.worker_id::text AS cinp_cin_plan_worker_id
FROM casework_plan p
LEFT JOIN casework_referral r ON r.id = p.referral_id
WHERE p.kind = 'child_in_need'
ORDER BY p.id
