-- id: core_group_10wd
-- title: First core group within 10 working days
-- group: child_protection
-- definition: Of the first core groups that fell due in the period after a conference made a plan, the share held
--    within 10 working days of the conference.
-- numerator: first core groups held in time
-- denominator: first core groups that fell due in the period
-- unit: %
-- cohort: event
-- period: month
-- polarity: high
-- target: 100%
-- source: Working Together to Safeguard Children 2023, chapter 3; local procedures
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- fed by: clock core_group_first
SELECT
    period.starts_on AS period,
    d.child AS child,
    'deadline:' || d.deadline AS about,
    d.due_on AS event_on,
    1 AS in_denominator,
    CASE WHEN d.met_at IS NOT NULL AND CAST(d.met_at AS DATE) <= d.due_on THEN 1 ELSE 0 END AS in_numerator,
    d.team AS team,
    d.worker AS worker,
    d.referral AS referral
FROM period
JOIN gt_deadlines d ON CAST(d.due_on AS DATE) BETWEEN period.starts_on AND period.ends_on
WHERE d.clock = 'core_group_first' AND d.void_at IS NULL
