-- id: cla_dental
-- title: Looked-after children who saw a dentist
-- group: children_in_care
-- definition: Of the children who had been looked after for 12 months or more on the last day, the share whose teeth
--    were checked in those 12 months.
-- numerator: children whose teeth were checked
-- denominator: children looked after for 12 months or more on the last day
-- unit: %
-- cohort: snapshot
-- period: year to 31 March
-- polarity: high
-- source: Local Authority Interactive Tool, LACDental%
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
done AS (
    SELECT c.period, c.child, count(*) AS many
    FROM in_care c
    JOIN ssd_cla_health h
        ON h.clah_person_id = c.child
        AND lower(h.clah_health_check_type) LIKE '%dental%'
        AND coalesce(h.clah_health_check_status, 'Completed') = 'Completed'
        AND CAST(h.clah_health_check_date AS DATE) BETWEEN months_after(c.ends_on, -12) AND c.ends_on
    GROUP BY c.period, c.child
)
SELECT
    c.period,
    c.child,
    'child:' || c.child AS about,
    c.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN done.many >= 1 THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM in_care c
JOIN gt_children k ON k.child = c.child
LEFT JOIN done ON done.child = c.child AND done.period = c.period
WHERE months_after(c.since, 12) <= c.ends_on
