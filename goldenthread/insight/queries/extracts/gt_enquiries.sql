-- Enquiries under section 47, less those stopped as begun in error, with the day of the strategy discussion and of the conference that followed.
SELECT e.id::text AS enquiry,
       e.child_id::text AS child,
       e.referral_id::text AS referral,
       e.state,
       coalesce((s.held_at AT TIME ZONE 'Europe/London')::date, e.started_on) AS strategy_on,
       e.started_on,
       e.concluded_on,
       e.outcome,
       e.conference_on,
       coalesce(r.team_id::text, f.team) AS team,
       coalesce(e.worker_id::text, f.worker) AS worker
FROM casework_enquiry e
LEFT JOIN casework_meeting s ON s.id = e.strategy_id
LEFT JOIN casework_referral r ON r.id = e.referral_id
LEFT JOIN told_days f
    ON f.about = 'enquiry' AND f.child_id = e.child_id AND f.happened_on = e.started_on AND e.loaded
WHERE e.state <> 'stopped'
ORDER BY e.id
