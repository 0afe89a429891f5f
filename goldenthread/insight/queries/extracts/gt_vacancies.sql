-- Posts that nobody holds, from when to when.
SELECT v.id::text AS vacancy,
       v.team_id::text AS team,
       v.role,
       v.fte::float8 AS fte,
       v.vacant_from,
       v.ended_on
FROM quality_vacancy v
ORDER BY v.id
