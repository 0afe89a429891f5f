-- id: cla_3plus
-- title: Looked-after children with 3 or more placements in the year
-- group: children_in_care
-- definition: Of the children looked after on the last day, the share who had 3 or more placements in the 12 months
--    before. A temporary stay of up to a week does not count.
-- numerator: children with 3 or more placements in 12 months
-- denominator: children looked after on the last day
-- unit: %
-- cohort: snapshot
-- period: year to 31 March
-- polarity: low
-- source: Local Authority Interactive Tool, LACStable_2016on
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
placed AS (
    SELECT c.period, c.child, count(*) AS many
    FROM in_care c
    JOIN ssd_cla_placement p
        ON p.clap_person_id = c.child
        AND CAST(p.clap_cla_placement_start_date AS DATE) <= c.ends_on
        AND (
            p.clap_cla_placement_end_date IS NULL
            OR CAST(p.clap_cla_placement_end_date AS DATE) > months_after(c.ends_on, -12)
        )
        AND p.clap_cla_placement_type NOT IN ('T0', 'T1', 'T2', 'T3', 'T4')
        AND (
            p.clap_cla_placement_end_date IS NULL
            OR p.clap_cla_placement_end_date > p.clap_cla_placement_start_date
        )
    GROUP BY c.period, c.child
)
SELECT
    c.period,
    c.child,
    'child:' || c.child AS about,
    c.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN coalesce(n.placements, placed.many, 0) >= 3 THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM in_care c
LEFT JOIN placed ON placed.child = c.child AND placed.period = c.period
LEFT JOIN gt_latest_only o ON o.child = c.child
-- Of whom files told the latest placement alone, the number of placements counts that they told for that day.
LEFT JOIN gt_loaded_counts n
    ON n.child = c.child AND o.child IS NOT NULL AND c.ends_on BETWEEN n.from_on AND n.until_on
WHERE o.child IS NULL OR n.placements IS NOT NULL
