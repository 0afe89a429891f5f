-- One row for each child named in each contact that was sent for a decision.
SELECT cp.id::text AS cont_contact_id,
       cp.person_id::text AS cont_person_id,
       date_trunc('second', c.received_at AT TIME ZONE 'Europe/London') AS cont_contact_date,
       c.source AS cont_contact_source_code,
       json_build_object('OUTCOME', c.outcome)::text AS cont_contact_outcome_json
FROM casework_contactperson cp
JOIN casework_contact c ON c.id = cp.contact_id
WHERE cp.part = 'child' AND cp.taken_out_at IS NULL AND cp.person_id IS NOT NULL AND c.state <> 'writing'
ORDER BY cp.id
