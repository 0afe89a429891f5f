-- Decisions on contacts and referrals, and managers' decisions about a child (`kind`), one row for each child they are
-- about: what was decided and which parts of the reasoning are there. The words themselves stay in the record.
SELECT d.id || '-' || about.child_id AS row,
       d.id::text AS decision,
       about.child_id::text AS child,
       d.contact_id::text AS contact,
       d.referral_id::text AS referral,
       d.kind,
       d.outcome,
       d.why_this <> '' AS has_reason,
       d.why_now <> '' AS has_why_now,
       d.risk <> '' OR jsonb_array_length(d.risk_by_child) > 0 AS has_risk,
       d.rejected <> '' AS has_alternatives,
       d.child_view <> '' AS has_child_view,
       EXISTS (SELECT 1 FROM casework_decisionaction a WHERE a.decision_id = d.id) AS has_actions,
       d.decided_by_id::text AS worker,
       about.team_id::text AS team,
       date_trunc('second', d.decided_at AT TIME ZONE 'Europe/London') AS decided_at
FROM casework_decision d
JOIN (
    SELECT d.id AS decision_id, cp.person_id AS child_id, c.team_id
    FROM casework_decision d
    JOIN casework_contact c ON c.id = d.contact_id
    JOIN casework_contactperson cp ON cp.contact_id = c.id
    WHERE d.child_id IS NULL AND cp.part = 'child' AND cp.taken_out_at IS NULL AND cp.person_id IS NOT NULL
    UNION ALL
    SELECT d.id, r.child_id, r.team_id
    FROM casework_decision d
    JOIN casework_referral r ON r.id = d.referral_id
    WHERE d.child_id IS NULL AND d.contact_id IS NULL
    UNION ALL
    SELECT d.id, d.child_id, u.team_id
    FROM casework_decision d
    JOIN access_user u ON u.id = d.decided_by_id
    WHERE d.child_id IS NOT NULL
) about ON about.decision_id = d.id
ORDER BY d.id, about.child_id
