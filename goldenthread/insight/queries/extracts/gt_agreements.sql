-- Written agreements, one row for each child, with when each was due for review and whether it was.
SELECT ac.id::text AS row,
       a.id::text AS agreement,
       ac.child_id::text AS child,
       a.state,
       a.starts_on,
       a.review_on,
       a.ended_on,
       a.ended_outcome,
       a.domestic_abuse,
       a.renewal,
       reviewed.latest_on AS reviewed_on,
       a.team_id::text AS team,
       a.written_by_id::text AS worker
FROM casework_agreementchild ac
JOIN casework_agreement a ON a.id = ac.agreement_id
LEFT JOIN (
    SELECT e.agreement_id, max((e.happened_at AT TIME ZONE 'Europe/London')::date) AS latest_on
    FROM casework_agreemententry e
    WHERE e.kind = 'review'
    GROUP BY 1
) reviewed ON reviewed.agreement_id = a.id
ORDER BY ac.id
