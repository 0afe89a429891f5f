-- id: cin_visits
-- title: Children in need visited in time
-- group: child_in_need
-- definition: Of the children who had been on a plan for a child in need for 20 working days or more on the last day,
--    the share who had been seen within 20 working days, or fewer where the plan says so.
-- numerator: children seen within the interval
-- denominator: children on a plan for at least the interval on the last day
-- unit: %
-- cohort: snapshot
-- period: any day
-- polarity: high
-- source: Common practice of councils; not published nationally
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- fed by: clock cin_visit
WITH on_plan AS (
    SELECT period.starts_on AS period, period.ends_on, p.*
    FROM period
    JOIN gt_plans p
        ON p.kind = 'child_in_need'
        AND p.started_on <= period.ends_on
        AND (p.ended_on IS NULL OR p.ended_on > period.ends_on)
    WHERE working_days(p.started_on, period.ends_on) >= coalesce(p.visit_every, 20)
),
known AS (
    SELECT child, min(CAST(happened_at AS DATE)) AS since FROM gt_visits GROUP BY child
),
latest AS (
    SELECT o.period, o.plan, max(CAST(v.happened_at AS DATE)) AS day
    FROM on_plan o
    JOIN gt_visits v
        ON v.child = o.child
        AND v.seen
        AND CAST(v.happened_at AS DATE) <= o.ends_on
        AND CAST(v.happened_at AS DATE) > o.ends_on - 90
    GROUP BY o.period, o.plan
)
SELECT
    p.period,
    p.child,
    'plan:' || p.plan AS about,
    p.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN latest.day IS NOT NULL AND working_days(latest.day, p.ends_on) <= coalesce(p.visit_every, 20) THEN 1 ELSE 0 END AS in_numerator,
    p.team,
    p.worker,
    p.referral
FROM on_plan p
LEFT JOIN latest ON latest.plan = p.plan AND latest.period = p.period
LEFT JOIN known ON known.child = p.child AND known.since <= p.ends_on
-- Of a plan worked in another system, of which no file told a visit, nothing is known of visits.
WHERE known.child IS NOT NULL OR NOT coalesce(p.elsewhere, FALSE)
