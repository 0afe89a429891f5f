-- id: cin_drift
-- title: Plans for children in need that drift
-- group: child_in_need
-- definition: Of the plans for children in need that were open on the last day, the share open for more than 9 months
--    without a review that recorded a decision in the 3 months before.
-- numerator: plans open for more than 9 months without a recent decision
-- denominator: plans open on the last day
-- unit: %
-- cohort: snapshot
-- period: any day
-- polarity: low
-- source: Common practice of councils; not published nationally
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- fed by: clock cin_review
WITH on_plan AS (
    SELECT period.starts_on AS period, period.ends_on, p.*
    FROM period
    JOIN gt_plans p
        ON p.kind = 'child_in_need'
        AND p.started_on <= period.ends_on
        AND (p.ended_on IS NULL OR p.ended_on > period.ends_on)
    WHERE TRUE
),
latest AS (
    SELECT o.period, o.plan, max(CAST(m.held_at AS DATE)) AS day
    FROM on_plan o
    JOIN gt_meetings m
        ON m.child = o.child
        AND m.kind IN ('cin_review')
        AND CAST(m.held_at AS DATE) <= o.ends_on
        AND coalesce(m.decision, '') <> ''
    GROUP BY o.period, o.plan
)
SELECT
    p.period,
    p.child,
    'plan:' || p.plan AS about,
    p.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN p.started_on < months_after(p.ends_on, -9) AND (latest.day IS NULL OR latest.day < months_after(p.ends_on, -3)) THEN 1 ELSE 0 END AS in_numerator,
    p.team,
    p.worker,
    p.referral
FROM on_plan p
LEFT JOIN latest ON latest.plan = p.plan AND latest.period = p.period
-- Of a plan worked in another system, of which no file told such a meeting, nothing is known of them.
WHERE latest.day IS NOT NULL OR NOT coalesce(p.elsewhere, FALSE)
