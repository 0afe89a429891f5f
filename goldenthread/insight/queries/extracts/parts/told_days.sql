-- What files told of the work that began with a child on a day: an assessment, an enquiry, a plan, or who has the case.
-- A whole file speaks before the lists of Annex A, and a later one before an earlier.
SELECT DISTINCT ON (f.child_id, f.about, f.happened_on)
       f.child_id,
       f.about,
       f.happened_on,
       f."values",
       f.kind,
       coalesce(here.key, 'told:' || (f."values" ->> 'team')) AS team,
       'told:' || (f."values" ->> 'worker') AS worker
FROM casework_loadedfact f
LEFT JOIN team_called here ON here.name = (f."values" ->> 'team')
WHERE f.about IN ('assessment', 'enquiry', 'plan', 'case') AND f.withdrawn_on IS NULL
ORDER BY f.child_id, f.about, f.happened_on, f.kind = 'annex-a', f.told_on DESC, f.id
