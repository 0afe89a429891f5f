-- Where a child lives and lived. An address kept confidential stays out of the dataset altogether.
SELECT r.id::text AS addr_table_id,
       r.person_id::text AS addr_person_id,
       json_build_object('ADDRESS', a.lines, 'UPRN', a.uprn)::text AS addr_address_json,
       r.kind AS addr_address_type,
       lower(r.period)::timestamp AS addr_address_start_date,
       upper(r.period)::timestamp AS addr_address_end_date,
       a.postcode AS addr_address_postcode
FROM people_residence r
JOIN people_address a ON a.id = r.address_id
JOIN people_person p ON p.id = r.person_id
WHERE p.kind = 'child' AND p.merged_into_id IS NULL AND NOT r.confidential
ORDER BY r.id
