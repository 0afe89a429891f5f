-- A mother who is herself a child on our record, and her child.
SELECT r.id::text AS moth_table_id,
       r.person_id::text AS moth_person_id,
       r.other_id::text AS moth_childs_person_id,
       o.born_on::timestamp AS moth_childs_dob
FROM people_relationship r
JOIN people_person p ON p.id = r.person_id
JOIN people_person o ON o.id = r.other_id
WHERE r.kind = 'mother' AND p.kind = 'child' AND o.kind = 'child' AND r.ends_on IS NULL
ORDER BY r.id
