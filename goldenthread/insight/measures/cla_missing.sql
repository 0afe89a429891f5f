-- id: cla_missing
-- title: Looked-after children who went missing
-- group: children_in_care
-- definition: Of the children looked after at any time in the period, the share who went missing at least once in it.
-- numerator: looked-after children who went missing
-- denominator: children looked after at any time in the period
-- unit: %
-- cohort: event
-- period: year to 31 March
-- polarity: neutral
-- source: Local Authority Interactive Tool, Children_missing
-- breakdowns: age, sex, ethnicity, disability, area
-- waits for: records of looked-after children
-- caveats: Councils record this differently; the Department advises caution in comparing them.
WITH in_care AS (
    SELECT period.starts_on AS period, period.ends_on, e.clae_person_id AS child
    FROM period
    JOIN ssd_cla_episodes e
        ON CAST(e.clae_cla_episode_start_date AS DATE) <= period.ends_on
        AND (e.clae_cla_episode_ceased_date IS NULL OR CAST(e.clae_cla_episode_ceased_date AS DATE) >= period.starts_on)
    GROUP BY ALL
)
SELECT
    c.period,
    c.child,
    'child:' || c.child AS about,
    c.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN n.missing > 0 OR EXISTS (
        SELECT 1 FROM ssd_missing m
        WHERE m.miss_person_id = c.child
          AND CAST(m.miss_missing_episode_start_date AS DATE) BETWEEN c.period AND c.ends_on
    ) THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM in_care c
LEFT JOIN gt_latest_only o ON o.child = c.child
-- Of whom files told the times missing in 12 months as a number alone, that number counts, and in no shorter period.
LEFT JOIN gt_loaded_counts n
    ON n.child = c.child AND o.child IS NOT NULL AND c.ends_on BETWEEN n.from_on AND n.until_on
WHERE o.child IS NULL OR (n.missing IS NOT NULL AND date_diff('day', c.period, c.ends_on) >= 350)
