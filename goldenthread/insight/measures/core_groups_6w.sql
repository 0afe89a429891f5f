-- id: core_groups_6w
-- title: Core groups in time
-- group: child_protection
-- definition: Of the children who had been on a child protection plan for 6 weeks or more on the last day, the share
--    whose latest core group was no more than 6 weeks before.
-- numerator: children with a core group in the last 6 weeks
-- denominator: children on a plan for 6 weeks or more on the last day
-- unit: %
-- cohort: snapshot
-- period: any day
-- polarity: high
-- source: Local procedures; the interval is the council’s
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- fed by: clock core_group_subsequent
WITH on_plan AS (
    SELECT period.starts_on AS period, period.ends_on, p.*
    FROM period
    JOIN gt_plans p
        ON p.kind = 'child_protection'
        AND p.started_on <= period.ends_on
        AND (p.ended_on IS NULL OR p.ended_on > period.ends_on)
    WHERE p.started_on <= period.ends_on - 42
),
latest AS (
    SELECT o.period, o.plan, max(CAST(m.held_at AS DATE)) AS day
    FROM on_plan o
    JOIN gt_meetings m
        ON m.child = o.child
        AND m.kind IN ('core_group')
        AND CAST(m.held_at AS DATE) <= o.ends_on
        AND CAST(m.held_at AS DATE) >= o.started_on
    GROUP BY o.period, o.plan
)
SELECT
    p.period,
    p.child,
    'plan:' || p.plan AS about,
    p.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN latest.day >= p.ends_on - 42 THEN 1 ELSE 0 END AS in_numerator,
    p.team,
    p.worker,
    p.referral
FROM on_plan p
LEFT JOIN latest ON latest.plan = p.plan AND latest.period = p.period
-- Of a plan worked in another system, of which no file told such a meeting, nothing is known of them.
WHERE latest.day IS NOT NULL OR NOT coalesce(p.elsewhere, FALSE)
