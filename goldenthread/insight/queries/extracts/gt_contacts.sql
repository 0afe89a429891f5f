-- One row for each child named in each contact that was sent for a decision, with what was decided and how agreement was recorded.
-- `contact` is the contact, `row` the child's part in it.
SELECT cp.id::text AS row,
       c.id::text AS contact,
       cp.person_id::text AS child,
       c.state,
       date_trunc('second', c.received_at AT TIME ZONE 'Europe/London') AS received_at,
       date_trunc('second', c.decided_at AT TIME ZONE 'Europe/London') AS decided_at,
       c.outcome,
       c.source,
       c.domestic_abuse,
       c.priority,
       c.level_of_need,
       coalesce(nullif(cp.ethnicity, ''), p.ethnicity) AS ethnicity,
       c.sharing_basis,
       c.agreement_to_checks,
       c.agreement_to_service,
       c.consent_rationale <> '' AS has_rationale,
       EXISTS (SELECT 1 FROM casework_screeningcheck k WHERE k.contact_id = c.id) AS agencies_asked,
       c.team_id::text AS team,
       c.written_by_id::text AS worker
FROM casework_contactperson cp
JOIN casework_contact c ON c.id = cp.contact_id
JOIN people_person p ON p.id = cp.person_id
WHERE cp.part = 'child' AND cp.taken_out_at IS NULL AND c.state <> 'writing'
ORDER BY cp.id
