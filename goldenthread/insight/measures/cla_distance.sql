-- id: cla_distance
-- title: Looked-after children placed more than 20 miles from home
-- group: children_in_care
-- definition: Of the children looked after on the last day whose distance from home is known, the share placed more
--    than 20 miles from home.
-- numerator: children placed more than 20 miles from home
-- denominator: children looked after on the last day whose distance is known
-- unit: %
-- cohort: snapshot
-- period: 31 March, or any day
-- polarity: low
-- source: Local Authority Interactive Tool, LACDistance
-- breakdowns: age, sex, ethnicity, disability, area
-- waits for: records of looked-after children
-- caveats: The published measure also asks that the placement lie outside the council’s area, which the dataset does
--    not say.
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
far AS (
    SELECT c.period, c.child, max(TRY_CAST(p.clap_cla_placement_distance AS DOUBLE)) AS miles
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
    CASE WHEN far.miles > 20 THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM in_care c
JOIN far ON far.child = c.child AND far.period = c.period AND far.miles IS NOT NULL
