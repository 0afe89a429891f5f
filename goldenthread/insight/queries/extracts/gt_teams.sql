-- Teams, with their kind, service and area; and those that files name and nobody set up here.
SELECT t.id::text AS team,
       t.name,
       t.kind,
       t.service,
       t.area,
       t.closed_on
FROM access_team t
UNION ALL
SELECT 'told:' || told.name, told.name, '', '', '', NULL
FROM (
    SELECT DISTINCT coalesce(
        f."values" ->> 'team', f."values" ->> 'invo_professional_team', f."values" ->> 'clea_care_leaver_allocated_team'
    ) AS name
    FROM casework_loadedfact f
    WHERE f.about IN ('case', 'assessment', 'enquiry', 'plan', 'ssd_involvements', 'ssd_care_leavers') AND f.withdrawn_on IS NULL
) told
WHERE told.name <> '' AND NOT EXISTS (SELECT 1 FROM access_team t WHERE t.name = told.name)
