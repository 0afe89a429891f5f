-- Teams, with their kind, service and area.
SELECT t.id::text AS team,
       t.name,
       t.kind,
       t.service,
       t.area,
       t.closed_on
FROM access_team t
ORDER BY t.id
