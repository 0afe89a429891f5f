-- The numbers by which others know a child.
SELECT n.person_id || '-' || n.kind AS link_table_id,
       n.person_id::text AS link_person_id,
       n.kind AS link_identifier_type,
       n.value AS link_identifier_value
FROM (
    SELECT p.id AS person_id, v.kind, v.value
    FROM people_person p
    CROSS JOIN LATERAL (
        VALUES ('NHS Number', p.nhs_number), ('Former Unique Pupil Number', p.former_upn)
    ) AS v (kind, value)
    WHERE p.kind = 'child' AND p.merged_into_id IS NULL
) n
WHERE n.value <> ''
ORDER BY n.person_id, n.kind
