-- id: sup_quality
-- title: Supervision graded good or better
-- group: quality
-- definition: Of the records of supervision that were sampled in the period, the share graded good or outstanding.
-- numerator: records graded good or outstanding
-- denominator: records of supervision sampled in the period
-- unit: %
-- cohort: event
-- period: quarter
-- polarity: high
-- source: Ofsted, findings on the quality of supervision
-- breakdowns: team, service, worker, tenure
-- waits for: graded samples of supervision
SELECT
    period.starts_on AS period,
    CAST(NULL AS VARCHAR) AS child,
    'supervision:' || s.supervision AS about,
    s.sampled_on AS event_on,
    1 AS in_denominator,
    CASE WHEN s.grade IN ('good', 'outstanding') THEN 1 ELSE 0 END AS in_numerator,
    s.team AS team,
    s.worker AS worker
FROM period
JOIN gt_supervision_samples s ON CAST(s.sampled_on AS DATE) BETWEEN period.starts_on AND period.ends_on
