-- Teams, with their kind, service and area; and those that files name and nobody set up here.
SELECT t.id::text AS team,
       t.name,
       t.kind,
       t.service,
       t.area,
       t.closed_on
FROM access_team t
UNION ALL
SELECT told.key, told.name, '', '', '', NULL
FROM told_teams told
