-- Plans of every kind, with where each stepped up or down from.
SELECT p.id::text AS plan,
       p.child_id::text AS child,
       p.referral_id::text AS referral,
       p.kind,
       p.state,
       p.started_on,
       p.ended_on,
       p.end_reason,
       p.category,
       p.number_of_previous,
       p.steps_from_id::text AS steps_from,
       p.assessment_id::text AS assessment,
       p.shared_on,
       p.visit_every,
       r.team_id::text AS team,
       coalesce(p.worker_id, r.worker_id)::text AS worker
FROM casework_plan p
LEFT JOIN casework_referral r ON r.id = p.referral_id
ORDER BY p.id
