-- id: audit_moderation_shift
-- title: Audits on which both auditors agreed
-- group: quality
-- definition: Of the audits graded twice in the period, the share where the second auditor gave the same grade as the
--    first.
-- numerator: audits graded alike
-- denominator: audits graded twice in the period
-- unit: %
-- cohort: event
-- period: quarter
-- polarity: high
-- source: Councils’ frameworks of quality assurance; Ofsted, findings on moderation (2022)
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, tenure
SELECT
    period.starts_on AS period,
    a.child AS child,
    'audit:' || a.audit AS about,
    CAST(a.graded_at AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN a.first_grade = a.second_grade THEN 1 ELSE 0 END AS in_numerator,
    a.team AS team,
    a.worker AS worker
FROM period
JOIN gt_audits a ON CAST(a.graded_at AS DATE) BETWEEN period.starts_on AND period.ends_on
WHERE a.moderated AND a.first_grade <> '' AND a.second_grade <> ''
