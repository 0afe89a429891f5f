-- id: cla_sw_changes
-- title: Looked-after children with 3 or more social workers in the year
-- group: children_in_care
-- definition: Of the children looked after on the last day, the share who had had 3 or more different social workers
--    in the 12 months before. One who came back counts once.
-- numerator: children with 3 or more workers in 12 months
-- denominator: children looked after on the last day
-- unit: %
-- cohort: snapshot
-- period: year to 31 March
-- polarity: low
-- source: Local Authority Interactive Tool, Stability_SocialWorker
-- breakdowns: age, sex, ethnicity, disability, area
-- waits for: records of looked-after children
WITH in_care AS (
    SELECT
        period.starts_on AS period,
        period.starts_on,
        period.ends_on,
        e.clae_person_id AS child,
        min(CAST(e.clae_entered_care_date AS DATE)) AS since
    FROM period
    JOIN ssd_cla_episodes e
        ON CAST(e.clae_cla_episode_start_date AS DATE) <= period.ends_on
        AND (e.clae_cla_episode_ceased_date IS NULL OR CAST(e.clae_cla_episode_ceased_date AS DATE) > period.ends_on)
    GROUP BY ALL
),
w AS (
    SELECT c.period, c.child, count(DISTINCT i.worker) AS many
    FROM in_care c
    JOIN gt_allocations i
        ON i.child = c.child
        AND CAST(i.starts_at AS DATE) <= c.ends_on
        AND (i.ends_at IS NULL OR CAST(i.ends_at AS DATE) > months_after(c.ends_on, -12))
    GROUP BY c.period, c.child
)
SELECT
    c.period,
    c.child,
    'child:' || c.child AS about,
    c.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN coalesce(w.many, 0) >= 3 THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM in_care c
LEFT JOIN w ON w.child = c.child AND w.period = c.period
-- Of whom files told the worker of their day alone, the workers before are not known.
WHERE NOT EXISTS (SELECT 1 FROM gt_latest_only o WHERE o.child = c.child)
