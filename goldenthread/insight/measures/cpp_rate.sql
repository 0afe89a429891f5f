-- id: cpp_rate
-- title: Children on a protection plan for each 10,000 children
-- group: child_protection
-- definition: Children on a child protection plan on the last day of the period, for each 10,000 children who live in
--    the area.
-- numerator: children on a child protection plan on the last day
-- denominator: children from 0 to 17 in the area
-- unit: per 10,000
-- cohort: snapshot
-- period: 31 March, or any day
-- polarity: neutral
-- source: Local Authority Interactive Tool, CPP_rate
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
SELECT
    period.starts_on AS period,
    p.child AS child,
    'plan:' || p.plan AS about,
    period.ends_on AS event_on,
    1 AS in_denominator,
    1 AS in_numerator,
    p.team AS team,
    p.worker AS worker,
    p.referral AS referral
FROM period
JOIN gt_plans p
    ON p.kind = 'child_protection'
    AND p.started_on <= period.ends_on
    AND (p.ended_on IS NULL OR p.ended_on > period.ends_on)
