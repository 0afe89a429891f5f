-- id: audit_completion
-- title: Audits completed in time
-- group: quality
-- definition: Of the audits given out in the period whose month has passed, the share graded by the end of the month
--    after the one they were given for.
-- numerator: audits graded in time
-- denominator: audits given in the period whose time has passed, or that are graded
-- unit: %
-- cohort: event
-- period: month
-- polarity: high
-- target: 90%
-- source: Councils’ frameworks of quality assurance
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, tenure
SELECT
    period.starts_on AS period,
    a.child AS child,
    'audit:' || a.audit AS about,
    CAST(a.given_at AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN a.graded_at IS NOT NULL AND CAST(a.graded_at AS DATE) < months_after(a.month, 2) THEN 1 ELSE 0 END AS in_numerator,
    a.team AS team,
    a.worker AS worker
FROM period
JOIN gt_audits a ON CAST(a.given_at AS DATE) BETWEEN period.starts_on AND period.ends_on
WHERE a.graded_at IS NOT NULL OR months_after(a.month, 2) <= period.ends_on
