-- id: cla_long_stability
-- title: Long-term stability of placement
-- group: children_in_care
-- definition: Of the children under 16 who had been looked after for 2 and a half years or more on the last day, the
--    share who had lived in the same placement for 2 years or more.
-- numerator: children in the same placement for 2 years or more
-- denominator: children under 16 looked after for 2 and a half years or more
-- unit: %
-- cohort: snapshot
-- period: 31 March, or any day
-- polarity: high
-- source: Local Authority Interactive Tool, LAC_LongStable%
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
here AS (
    SELECT c.period, c.child, max(CAST(p.clap_cla_placement_start_date AS DATE)) AS day
    FROM in_care c
    JOIN ssd_cla_placement p
        ON p.clap_person_id = c.child
        AND CAST(p.clap_cla_placement_start_date AS DATE) <= c.ends_on
        AND (p.clap_cla_placement_end_date IS NULL OR CAST(p.clap_cla_placement_end_date AS DATE) > c.ends_on)
    GROUP BY c.period, c.child
)
SELECT
    c.period,
    c.child,
    'child:' || c.child AS about,
    c.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN here.day <= months_after(c.ends_on, -24) THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM in_care c
JOIN gt_children k ON k.child = c.child
LEFT JOIN here ON here.child = c.child AND here.period = c.period
WHERE age_on(k.born_on, c.ends_on) < 16 AND months_after(c.since, 30) <= c.ends_on
