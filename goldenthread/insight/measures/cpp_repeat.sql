-- id: cpp_repeat
-- title: Protection plans that are a second or later plan
-- group: child_protection
-- definition: Of the child protection plans that started in the period, the share for a child who had had an earlier
--    one at any time.
-- numerator: plans started for children with an earlier plan
-- denominator: plans started in the period
-- unit: %
-- cohort: event
-- period: year to 31 March
-- polarity: low
-- target: 24.7% (England, 2024)
-- source: Local Authority Interactive Tool, PrevRegCPR
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- caveats: There is no limit of time. Plans of another council count where the number of earlier plans was recorded.
WITH following AS (
    SELECT
        p.*,
        lag(p.plan) OVER (PARTITION BY p.child ORDER BY p.started_on, p.plan) AS before_plan,
        lag(p.ended_on) OVER (PARTITION BY p.child ORDER BY p.started_on, p.plan) AS before_ended_on
    FROM gt_plans p
    WHERE p.kind = 'child_protection'
)
SELECT
    period.starts_on AS period,
    p.child AS child,
    'plan:' || p.plan AS about,
    p.started_on AS event_on,
    1 AS in_denominator,
    CASE WHEN p.before_plan IS NOT NULL OR p.number_of_previous > 0 THEN 1 ELSE 0 END AS in_numerator,
    p.team AS team,
    p.worker AS worker,
    p.referral AS referral
FROM period
JOIN following p ON CAST(p.started_on AS DATE) BETWEEN period.starts_on AND period.ends_on
