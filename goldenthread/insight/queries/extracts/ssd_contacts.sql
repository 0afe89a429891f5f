-- One row for each child named in each contact that was sent for a decision, and for each contact that a file told. A
-- contact that is in the record and in a file too is one contact.
WITH recorded AS NOT MATERIALIZED (
    SELECT cp.id, cp.person_id, c.received_at AT TIME ZONE 'Europe/London' AS received_at, c.source, c.outcome
    FROM casework_contactperson cp
    JOIN casework_contact c ON c.id = cp.contact_id
    WHERE cp.part = 'child' AND cp.taken_out_at IS NULL AND cp.person_id IS NOT NULL AND c.state <> 'writing'
),
told AS (
    SELECT f.id, f.child_id, f.happened_on, f."values",
           row_number() OVER (PARTITION BY f.child_id, f.happened_on ORDER BY f.id) AS place
    FROM told_rows f
    WHERE f.about = 'ssd_contacts'
)
SELECT r.id::text AS cont_contact_id,
       r.person_id::text AS cont_person_id,
       date_trunc('second', r.received_at) AS cont_contact_date,
       r.source AS cont_contact_source_code,
       json_build_object('OUTCOME', r.outcome)::text AS cont_contact_outcome_json
FROM recorded r
UNION ALL
SELECT 'told:' || t.id,
       t.child_id::text,
       (t."values" ->> 'cont_contact_date')::timestamp,
       t."values" ->> 'cont_contact_source_code',
       t."values" ->> 'cont_contact_outcome_json'
FROM told t
WHERE t.place > (
    SELECT count(*) FROM recorded r WHERE r.person_id = t.child_id AND r.received_at::date = t.happened_on
)
