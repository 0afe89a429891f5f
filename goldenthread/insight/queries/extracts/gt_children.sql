-- What every measure is broken down by, once for each child.
-- `disabled` is empty where nobody asked. `area` is the first half of the postcode of the latest home, where that is
-- not confidential.
SELECT p.id::text AS child,
       p.born_on,
       p.expected_on,
       p.died_on,
       p.sex,
       p.ethnicity,
       CASE WHEN cardinality(p.disabilities) = 0 THEN NULL ELSE p.disabilities <> ARRAY['NONE']::varchar[] END AS disabled,
       home.area
FROM people_person p
LEFT JOIN (
    SELECT DISTINCT ON (r.person_id) r.person_id,
           CASE WHEN NOT r.confidential THEN nullif(split_part(a.postcode, ' ', 1), '') END AS area
    FROM people_residence r
    JOIN people_address a ON a.id = r.address_id
    ORDER BY r.person_id, lower(r.period) DESC NULLS LAST, r.id DESC
) home ON home.person_id = p.id
WHERE p.kind = 'child' AND p.merged_into_id IS NULL
ORDER BY p.id
