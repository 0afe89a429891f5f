-- id: cpp_reviewed
-- title: Protection plans reviewed in time
-- group: child_protection
-- definition: Of the children who had been on a child protection plan for 3 months or more on the last day, the share
--    whose reviews were all in time: the first within 3 months of the conference, each later one within 6 months of
--    the one before. Reviews of the last 12 months count, each from the one before it, and so does the time that
--    still runs.
-- numerator: children whose reviews were all in time
-- denominator: children on a plan for 3 months or more on the last day
-- unit: %
-- cohort: snapshot
-- period: 31 March, or any day
-- polarity: high
-- target: 90.6% (England, 2025)
-- source: Local Authority Interactive Tool, RevCP; Children in need census guide 2025 to 2026, item 5.5.1
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- fed by: clock rcpc_first, clock rcpc_subsequent
-- caveats: One late review keeps a child out for a year.
WITH on_plan AS (
    SELECT period.starts_on AS period, period.ends_on, p.*
    FROM period
    JOIN gt_plans p
        ON p.kind = 'child_protection'
        AND p.started_on <= period.ends_on
        AND (p.ended_on IS NULL OR p.ended_on > period.ends_on)
    WHERE months_after(p.started_on, 3) <= period.ends_on
),
reached AS (
    SELECT o.period, o.plan, o.ends_on, o.started_on, coalesce(o.latest_only, FALSE) AS latest_only, CAST(r.cppr_cp_review_date AS DATE) AS day, 0 AS runs
    FROM on_plan o
    JOIN ssd_cp_reviews r ON r.cppr_cp_plan_id = o.plan AND CAST(r.cppr_cp_review_date AS DATE) <= o.ends_on
    UNION ALL
    SELECT o.period, o.plan, o.ends_on, o.started_on, coalesce(o.latest_only, FALSE) AS latest_only, o.ends_on AS day, 1 AS runs
    FROM on_plan o
),
gaps AS (
    SELECT
        *,
        lag(day) OVER (PARTITION BY period, plan ORDER BY day, runs) AS before_on
    FROM reached
),
late AS (
    SELECT
        period,
        plan,
        bool_or(day > CASE
            WHEN before_on IS NULL THEN months_after(started_on, 3)
            ELSE months_after(before_on, 6)
        END) AS late
    FROM gaps
    WHERE day > months_after(ends_on, -12)
      -- Of whom files told the latest review alone, the reviews between are not known: only the latest is judged.
      AND (runs = 1 OR NOT latest_only)
    GROUP BY period, plan
)
SELECT
    p.period,
    p.child,
    'plan:' || p.plan AS about,
    p.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN late.late THEN 0 ELSE 1 END AS in_numerator,
    p.team,
    p.worker,
    p.referral
FROM on_plan p
JOIN late ON late.plan = p.plan AND late.period = p.period
