-- Plans of every kind, with where each stepped up or down from. One that is worked `elsewhere` was loaded and
-- allocated to nobody here: its meetings and visits are known as far as files told them. Of one that is `latest_only`,
-- lists of Annex A told the latest review and visit alone.
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
       p.loaded AND r.team_id IS NULL AND r.worker_id IS NULL AS elsewhere,
       coalesce(named.kind = 'annex-a', false) AS latest_only,
       coalesce(r.team_id::text, named.team, told.team) AS team,
       coalesce(coalesce(p.worker_id, r.worker_id)::text, named.worker, told.worker) AS worker
FROM casework_plan p
LEFT JOIN casework_referral r ON r.id = p.referral_id
LEFT JOIN told_days named
    ON named.about = 'plan' AND named.child_id = p.child_id AND named.happened_on = p.started_on
    AND p.kind = 'child_protection' AND p.loaded
LEFT JOIN told_days told
    ON told.about = 'case' AND told.child_id = r.child_id AND told.happened_on = r.received_on AND r.loaded
ORDER BY p.id
