-- Immigration status where it was recorded; the record keeps the status of now alone.
SELECT p.id::text AS immi_person_id,
       p.id::text AS immi_immigration_status_id,
       p.immigration_status AS immi_immigration_status
FROM people_person p
WHERE p.kind = 'child' AND p.merged_into_id IS NULL AND p.immigration_status <> ''
ORDER BY p.id
