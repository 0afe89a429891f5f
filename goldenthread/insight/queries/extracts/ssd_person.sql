-- Every child of whom we hold a record. Names are here because the standard has them; no measure reads them.
SELECT p.id::text AS pers_person_id,
       p.given_names AS pers_forename,
       p.family_name AS pers_surname,
       p.sex AS pers_sex,
       p.gender AS pers_gender,
       p.ethnicity AS pers_ethnicity,
       p.born_on::timestamp AS pers_dob,
       p.la_child_id AS pers_legacy_id,
       p.upn AS pers_upn,
       p.upn_unknown AS pers_upn_unknown,
       p.expected_on::timestamp AS pers_expected_dob,
       p.died_on::timestamp AS pers_death_date
FROM people_person p
WHERE p.kind = 'child' AND p.merged_into_id IS NULL
ORDER BY p.id
