-- One row for each disability of a child, in the codes of the census.
SELECT p.id::text AS disa_person_id,
       p.id || '-' || d.code AS disa_table_id,
       d.code AS disa_disability_code
FROM people_person p
CROSS JOIN LATERAL unnest(p.disabilities) AS d (code)
WHERE p.kind = 'child' AND p.merged_into_id IS NULL
ORDER BY p.id, d.code
