-- Teams, and the service that each belongs to.
SELECT t.id::text AS dept_team_id,
       t.name AS dept_team_name,
       t.service AS dept_team_parent_name
FROM access_team t
ORDER BY t.id
