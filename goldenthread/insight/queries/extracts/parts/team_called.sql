-- The team that files mean by a name: the one that was set up here under it. Of several, the first.
SELECT name, min(id)::text AS key
FROM access_team
GROUP BY name
