-- Audits of a child's case: when each was given, the two grades where two auditors graded, and the grade agreed.
SELECT a.id::text AS audit,
       a.child_id::text AS child,
       r.tier,
       r.month,
       a.state,
       date_trunc('second', a.given_at AT TIME ZONE 'Europe/London') AS given_at,
       date_trunc('second', a.graded_at AT TIME ZONE 'Europe/London') AS graded_at,
       date_trunc('second', a.closed_at AT TIME ZONE 'Europe/London') AS closed_at,
       a.overall,
       one.overall AS first_grade,
       two.overall AS second_grade,
       two.sent_at IS NOT NULL AS moderated,
       a.auditor_id::text AS auditor,
       a.worker_id::text AS worker,
       a.team_id::text AS team
FROM quality_audit a
JOIN quality_auditround r ON r.id = a.round_id
LEFT JOIN quality_auditgrading one ON one.audit_id = a.id AND one.part = 'first'
LEFT JOIN quality_auditgrading two ON two.audit_id = a.id AND two.part = 'second'
ORDER BY a.id
