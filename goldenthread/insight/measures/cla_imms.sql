-- id: cla_imms
-- title: Looked-after children whose immunisations are up to date
-- group: children_in_care
-- definition: Of the children who had been looked after for 12 months or more on the last day, the share whose
--    immunisations were up to date.
-- numerator: children with immunisations up to date
-- denominator: children looked after for 12 months or more on the last day
-- unit: %
-- cohort: snapshot
-- period: year to 31 March
-- polarity: high
-- source: Local Authority Interactive Tool, LACVaccinations%
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
    CASE WHEN i.clai_immunisations_status = 'Y' THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM in_care c
LEFT JOIN ssd_cla_immunisations i ON i.clai_person_id = c.child
WHERE months_after(c.since, 12) <= c.ends_on
