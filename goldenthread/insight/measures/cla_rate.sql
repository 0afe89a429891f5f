-- id: cla_rate
-- title: Children looked after for each 10,000 children
-- group: children_in_care
-- definition: Children looked after on the last day of the period, for each 10,000 children who live in the area.
-- numerator: children looked after on the last day
-- denominator: children from 0 to 17 in the area
-- unit: per 10,000
-- cohort: snapshot
-- period: 31 March, or any day
-- polarity: neutral
-- source: Local Authority Interactive Tool, LAC
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
)
SELECT
    c.period,
    c.child,
    'child:' || c.child AS about,
    c.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN TRUE THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM in_care c
