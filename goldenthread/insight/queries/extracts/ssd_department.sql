-- Teams, and the service that each belongs to; and those that files name and nobody set up here.
SELECT t.id::text AS dept_team_id,
       t.name AS dept_team_name,
       t.service AS dept_team_parent_name
FROM access_team t
UNION ALL
SELECT told.key, told.name, NULL
FROM told_teams told
