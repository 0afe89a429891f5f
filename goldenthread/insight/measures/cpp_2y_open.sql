-- id: cpp_2y_open
-- title: Protection plans open for 2 years or more
-- group: child_protection
-- definition: Of the children on a child protection plan on the last day of the period, the share whose plan had
--    lasted more than 729 days.
-- numerator: plans open for more than 729 days
-- denominator: plans open on the last day
-- unit: %
-- cohort: snapshot
-- period: 31 March, or any day
-- polarity: low
-- target: 2.6% (England, 2024)
-- source: Local Authority Interactive Tool, CPPlans2yrsActive
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- fed by: clock cp_plan_drift
SELECT
    period.starts_on AS period,
    p.child AS child,
    'plan:' || p.plan AS about,
    period.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN date_diff('day', p.started_on, period.ends_on) > 729 THEN 1 ELSE 0 END AS in_numerator,
    p.team AS team,
    p.worker AS worker,
    p.referral AS referral
FROM period
JOIN gt_plans p
    ON p.kind = 'child_protection'
    AND p.started_on <= period.ends_on
    AND (p.ended_on IS NULL OR p.ended_on > period.ends_on)
