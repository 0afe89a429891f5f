-- id: cin_plan_present
-- title: Children in need with a plan that is up to date
-- group: child_in_need
-- definition: Of the children whose assessment ended in a plan for a child in need, whose case was open on the last
--    day and who were not on a protection plan, the share with a plan that began or was reviewed in the 3 months
--    before.
-- numerator: children with a plan begun or reviewed in the last 3 months
-- denominator: open children in need past assessment, not on a protection plan, on the last day
-- unit: %
-- cohort: snapshot
-- period: any day
-- polarity: high
-- source: Common practice of councils; not published nationally
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- fed by: clock cin_review
-- caveats: Children whose assessment was authorised in the last 14 days are left out: their plan is being made.
WITH in_need AS (
    SELECT period.starts_on AS period, period.ends_on, a.child, a.referral, max(a.team) AS team, max(a.worker) AS worker
    FROM period
    JOIN gt_assessments a
        ON a.outcome = 'child_in_need'
        AND CAST(a.authorised_at AS DATE) <= period.ends_on - 14
    JOIN ssd_cin_episodes r
        ON r.cine_referral_id = a.referral
        AND (r.cine_close_date IS NULL OR CAST(r.cine_close_date AS DATE) > period.ends_on)
    WHERE NOT EXISTS (
        SELECT 1 FROM gt_plans k
        WHERE k.child = a.child AND k.kind = 'child_protection' AND k.started_on <= period.ends_on
          AND (k.ended_on IS NULL OR k.ended_on > period.ends_on)
    )
    GROUP BY ALL
),
current AS (
    SELECT n.period, n.child, max(greatest(p.started_on, coalesce(CAST(m.held_at AS DATE), p.started_on))) AS day
    FROM in_need n
    JOIN gt_plans p
        ON p.child = n.child
        AND p.kind = 'child_in_need'
        AND p.started_on <= n.ends_on
        AND (p.ended_on IS NULL OR p.ended_on > n.ends_on)
    LEFT JOIN gt_meetings m
        ON m.plan = p.plan AND m.kind IN ('cin_meeting', 'cin_review') AND CAST(m.held_at AS DATE) <= n.ends_on
    GROUP BY n.period, n.child
)
SELECT
    n.period,
    n.child,
    'referral:' || n.referral AS about,
    n.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN c.day > months_after(n.ends_on, -3) THEN 1 ELSE 0 END AS in_numerator,
    n.team,
    n.worker,
    n.referral
FROM in_need n
LEFT JOIN current c ON c.period = n.period AND c.child = n.child
