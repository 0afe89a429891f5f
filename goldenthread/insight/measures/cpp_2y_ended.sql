-- id: cpp_2y_ended
-- title: Protection plans that ended after 2 years or more
-- group: child_protection
-- definition: Of the child protection plans that ended in the period, the share that had lasted more than 729 days.
-- numerator: plans ended after more than 729 days
-- denominator: plans ended in the period
-- unit: %
-- cohort: event
-- period: year to 31 March
-- polarity: low
-- target: 3.8% (England, 2024)
-- source: Local Authority Interactive Tool, CPPlans2yrs
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
SELECT
    period.starts_on AS period,
    p.child AS child,
    'plan:' || p.plan AS about,
    p.ended_on AS event_on,
    1 AS in_denominator,
    CASE WHEN date_diff('day', p.started_on, p.ended_on) > 729 THEN 1 ELSE 0 END AS in_numerator,
    p.team AS team,
    p.worker AS worker,
    p.referral AS referral
FROM period
JOIN gt_plans p ON CAST(p.ended_on AS DATE) BETWEEN period.starts_on AND period.ends_on
WHERE p.kind = 'child_protection'
