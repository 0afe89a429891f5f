-- id: cpp_repeat_2y
-- title: Protection plans within 2 years of an earlier one
-- group: child_protection
-- definition: Of the child protection plans that started in the period, the share for a child whose earlier plan had
--    ended in the 24 months before.
-- numerator: plans started within 24 months of the end of an earlier plan
-- denominator: plans started in the period
-- unit: %
-- cohort: event
-- period: rolling 12 months
-- polarity: low
-- source: Common practice of councils; not published nationally
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
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
    CASE WHEN p.before_ended_on IS NOT NULL AND p.started_on <= months_after(p.before_ended_on, 24) THEN 1 ELSE 0 END AS in_numerator,
    p.team AS team,
    p.worker AS worker,
    p.referral AS referral
FROM period
JOIN following p ON CAST(p.started_on AS DATE) BETWEEN period.starts_on AND period.ends_on
