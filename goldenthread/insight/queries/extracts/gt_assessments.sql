-- One row for each child of each assessment: its days, its review point, and whether the child was seen. Of one that
-- was loaded, whether the child was seen is empty where no file told it.
SELECT ac.id::text AS row,
       a.id::text AS assessment,
       ac.child_id::text AS child,
       ac.referral_id::text AS referral,
       a.kind,
       a.state,
       r.received_on AS referred_on,
       a.started_on,
       date_trunc('second', a.sent_at AT TIME ZONE 'Europe/London') AS sent_at,
       date_trunc('second', a.authorised_at AT TIME ZONE 'Europe/London') AS authorised_at,
       ac.outcome,
       point.due_on AS review_due_on,
       point.held_on AS review_held_on,
       CASE
           WHEN a.loaded AND seen.seen IS NULL THEN (CASE f."values" ->> 'seen' WHEN 'Y' THEN true WHEN 'N' THEN false END)
           ELSE coalesce(seen.seen, false)
       END AS seen,
       coalesce(seen.alone, false) AS seen_alone,
       coalesce(a.team_id::text, f.team) AS team,
       coalesce(a.author_id::text, f.worker) AS worker
FROM casework_assessmentchild ac
JOIN casework_assessment a ON a.id = ac.assessment_id
LEFT JOIN casework_referral r ON r.id = ac.referral_id
LEFT JOIN (
    SELECT DISTINCT ON (assessment_id) assessment_id, due_on, held_on
    FROM casework_reviewpoint
    ORDER BY assessment_id, due_on
) point ON point.assessment_id = a.id
LEFT JOIN (
    SELECT v.assessment_id, vc.child_id, bool_or(vc.seen) AS seen, bool_or(vc.seen AND vc.alone) AS alone
    FROM casework_visit v
    JOIN casework_visitchild vc ON vc.visit_id = v.id
    WHERE v.assessment_id IS NOT NULL
    GROUP BY 1, 2
) seen ON seen.assessment_id = a.id AND seen.child_id = ac.child_id
LEFT JOIN told_days f
    ON f.about = 'assessment' AND f.child_id = ac.child_id AND f.happened_on = a.started_on AND a.loaded
WHERE ac.taken_out_at IS NULL
ORDER BY ac.id
