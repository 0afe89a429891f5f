-- id: pep_quality
-- title: Education plans graded good or better
-- group: children_in_care
-- definition: Of the personal education plans that were audited in the period, the share graded good or outstanding.
-- numerator: education plans graded good or outstanding
-- denominator: education plans audited in the period
-- unit: %
-- cohort: event
-- period: term
-- polarity: high
-- source: Practice of virtual schools
-- breakdowns: age, sex, ethnicity, disability, area
-- waits for: records of looked-after children
SELECT
    period.starts_on AS period,
    p.child AS child,
    'education_plan:' || p.row AS about,
    p.audited_on AS event_on,
    1 AS in_denominator,
    CASE WHEN p.grade IN ('good', 'outstanding') THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM period
JOIN gt_education_plans p ON CAST(p.audited_on AS DATE) BETWEEN period.starts_on AND period.ends_on
