-- One row for each child named in each contact that was sent for a decision, with what was decided and how agreement was recorded;
-- and for each contact that a file told, of which nothing but its day and source is known.
-- Of one that a list told, contacts before `known_since` were not told.
-- `contact` is the contact, `row` the child's part in it.
WITH recorded AS NOT MATERIALIZED (
    SELECT cp.id AS row, cp.person_id, cp.ethnicity AS said_ethnicity, c.*
    FROM casework_contactperson cp
    JOIN casework_contact c ON c.id = cp.contact_id
    WHERE cp.part = 'child' AND cp.taken_out_at IS NULL AND cp.person_id IS NOT NULL AND c.state <> 'writing'
),
told AS (
    SELECT f.id, f.child_id, f.happened_on, f."values",
           -- Lists reach six months back from the day they are of.
           CASE WHEN f.kind = 'annex-a' THEN reach.since END AS known_since,
           row_number() OVER (PARTITION BY f.child_id, f.happened_on ORDER BY f.id) AS place
    FROM told_rows f
    CROSS JOIN (
        SELECT (min(known_on) - INTERVAL '6 months')::date AS since
        FROM casework_loadedfact
        WHERE about = 'ssd_contacts' AND kind = 'annex-a'
    ) reach
    WHERE f.about = 'ssd_contacts'
)
SELECT c.row::text AS row,
       c.id::text AS contact,
       c.person_id::text AS child,
       c.state,
       date_trunc('second', c.received_at AT TIME ZONE 'Europe/London') AS received_at,
       date_trunc('second', c.decided_at AT TIME ZONE 'Europe/London') AS decided_at,
       c.outcome,
       c.source,
       c.domestic_abuse,
       c.priority,
       c.level_of_need,
       coalesce(nullif(c.said_ethnicity, ''), p.ethnicity) AS ethnicity,
       c.sharing_basis,
       c.agreement_to_checks,
       c.agreement_to_service,
       c.consent_rationale <> '' AS has_rationale,
       EXISTS (SELECT 1 FROM casework_screeningcheck k WHERE k.contact_id = c.id) AS agencies_asked,
       c.team_id::text AS team,
       c.written_by_id::text AS worker,
       NULL::date AS known_since
FROM recorded c
JOIN people_person p ON p.id = c.person_id
UNION ALL
SELECT 'told:' || t.id,
       'told:' || t.id,
       t.child_id::text,
       'told',
       (t."values" ->> 'cont_contact_date')::timestamp,
       NULL,
       NULL,
       t."values" ->> 'cont_contact_source_code',
       NULL,
       NULL,
       NULL,
       p.ethnicity,
       NULL,
       NULL,
       NULL,
       NULL,
       NULL,
       NULL,
       NULL,
       t.known_since
FROM told t
JOIN people_person p ON p.id = t.child_id
WHERE t.place > (
    SELECT count(*)
    FROM recorded c
    WHERE c.person_id = t.child_id AND (c.received_at AT TIME ZONE 'Europe/London')::date = t.happened_on
)
