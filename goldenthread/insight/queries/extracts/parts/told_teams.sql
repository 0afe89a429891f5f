-- Teams that files name and nobody set up here.
SELECT DISTINCT 'told:' || named.name AS key, named.name
FROM (
    SELECT coalesce(
        f."values" ->> 'team', f."values" ->> 'invo_professional_team', f."values" ->> 'clea_care_leaver_allocated_team'
    ) AS name
    FROM casework_loadedfact f
    WHERE f.about IN ('case', 'assessment', 'enquiry', 'plan', 'ssd_involvements', 'ssd_care_leavers') AND f.withdrawn_on IS NULL
) named
WHERE named.name <> '' AND NOT EXISTS (SELECT 1 FROM team_called here WHERE here.name = named.name)
