-- Cases that were closed, with what stood when each was.
SELECT c.id::text AS closure,
       c.child_id::text AS child,
       c.referral_id::text AS referral,
       c.state,
       c.reason,
       c.closes_on AS closed_on,
       c.agreement_status,
       c.step_down_to,
       r.team_id::text AS team,
       r.worker_id::text AS worker
FROM casework_closure c
JOIN casework_referral r ON r.id = c.referral_id
ORDER BY c.id
