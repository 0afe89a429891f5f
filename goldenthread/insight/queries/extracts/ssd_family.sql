-- Who belongs to which family: one row for each child and family.
SELECT m.id::text AS fami_table_id,
       m.family_id::text AS fami_family_id,
       m.person_id::text AS fami_person_id
FROM people_familymembership m
JOIN people_person p ON p.id = m.person_id
WHERE p.kind = 'child' AND p.merged_into_id IS NULL
ORDER BY m.id
