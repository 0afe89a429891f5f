-- The clocks that were started: when, due, met, or void with the reason held in the record. A complaint is kept apart
-- from the child's record, so its clocks name no child.
SELECT d.id::text AS deadline,
       d.clock,
       CASE WHEN d.clock NOT LIKE 'complaint\_%' THEN d.child_id::text END AS child,
       d.contact_id::text AS contact,
       d.referral_id::text AS referral,
       nullif(d.about, '') AS about,
       d.team_id::text AS team,
       d.owner_id::text AS worker,
       date_trunc('second', d.started_at AT TIME ZONE 'Europe/London') AS started_at,
       d.due_on,
       date_trunc('second', d.due_at AT TIME ZONE 'Europe/London') AS due_at,
       date_trunc('second', d.met_at AT TIME ZONE 'Europe/London') AS met_at,
       date_trunc('second', d.void_at AT TIME ZONE 'Europe/London') AS void_at,
       d.authorised_at IS NOT NULL AS lateness_authorised,
       d.allowance
FROM casework_deadline d
ORDER BY d.id
