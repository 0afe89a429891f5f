-- Meetings that were held, one row for each child they were about.
SELECT mc.id::text AS row,
       m.id::text AS meeting,
       mc.child_id::text AS child,
       mc.plan_id::text AS plan,
       m.kind,
       date_trunc('second', m.held_at AT TIME ZONE 'Europe/London') AS held_at,
       m.quorate,
       mc.attended,
       mc.views <> '' AS views_heard,
       coalesce(nullif(mc.decision, ''), m.decision) AS decision,
       m.record_issued_on,
       m.team_id::text AS team
FROM casework_meetingchild mc
JOIN casework_meeting m ON m.id = mc.meeting_id
WHERE m.held_at IS NOT NULL
ORDER BY mc.id
