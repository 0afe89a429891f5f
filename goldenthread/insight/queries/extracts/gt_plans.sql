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
       EXISTS (
           SELECT 1 FROM casework_loadedfact f
           WHERE f.child_id = p.child_id AND f.about = 'plan' AND f.happened_on = p.started_on
             AND f.kind = 'annex-a' AND f.withdrawn_on IS NULL AND p.kind = 'child_protection' AND p.loaded
       ) AND NOT EXISTS (
           SELECT 1 FROM casework_loadedfact f
           WHERE f.child_id = p.child_id AND f.about = 'plan' AND f.happened_on = p.started_on
             AND f.kind <> 'annex-a' AND f.withdrawn_on IS NULL
       ) AS latest_only,
       coalesce(
           r.team_id::text,
           (SELECT min(t.id)::text FROM access_team t WHERE t.name = coalesce(named.team, told.team)),
           'told:' || coalesce(named.team, told.team)
       ) AS team,
       coalesce(coalesce(p.worker_id, r.worker_id)::text, 'told:' || coalesce(named.worker, told.worker)) AS worker
FROM casework_plan p
LEFT JOIN casework_referral r ON r.id = p.referral_id
LEFT JOIN (
    SELECT DISTINCT ON (child_id, happened_on) child_id, happened_on, "values" ->> 'team' AS team, "values" ->> 'worker' AS worker
    FROM casework_loadedfact
    WHERE about = 'plan' AND withdrawn_on IS NULL
    ORDER BY child_id, happened_on, told_on DESC, id DESC
) named ON named.child_id = p.child_id AND named.happened_on = p.started_on AND p.kind = 'child_protection' AND p.loaded
LEFT JOIN (
    SELECT DISTINCT ON (child_id, happened_on) child_id, happened_on, "values" ->> 'team' AS team, "values" ->> 'worker' AS worker
    FROM casework_loadedfact
    WHERE about = 'case' AND withdrawn_on IS NULL
    ORDER BY child_id, happened_on, told_on DESC, id DESC
) told ON told.child_id = r.child_id AND told.happened_on = r.received_on AND r.loaded
ORDER BY p.id
