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
       r.team_id::text AS team,
       e.worker_id::text AS worker
FROM casework_enquiry e
LEFT JOIN casework_meeting s ON s.id = e.strategy_id
LEFT JOIN casework_referral r ON r.id = e.referral_id
WHERE e.state <> 'stopped'
ORDER BY e.id
