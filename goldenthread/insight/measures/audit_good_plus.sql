-- id: audit_good_plus
-- title: Audits graded good or outstanding
-- group: quality
-- definition: Of the audits graded in the period after moderation, the share whose agreed grade was good or
--    outstanding.
-- numerator: audits graded good or outstanding
-- denominator: audits moderated and graded in the period
-- unit: %
-- cohort: event
-- period: month, or rolling 6 months
-- polarity: high
-- source: Councils’ frameworks of quality assurance
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, tenure
-- caveats: Read it with the number of audits and with the agreement between auditors.
SELECT
    period.starts_on AS period,
    a.child AS child,
    'audit:' || a.audit AS about,
    CAST(a.graded_at AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN a.overall IN ('good', 'outstanding') THEN 1 ELSE 0 END AS in_numerator,
    a.team AS team,
    a.worker AS worker
FROM period
JOIN gt_audits a ON CAST(a.graded_at AS DATE) BETWEEN period.starts_on AND period.ends_on
WHERE a.moderated AND a.overall <> ''
