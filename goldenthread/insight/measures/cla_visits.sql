-- id: cla_visits
-- title: Looked-after children visited in time
-- group: children_in_care
-- definition: Of the children who had been looked after for 6 weeks or more on the last day, the share visited in the
--    6 weeks before, or in the 3 months before where they had been looked after for more than a year.
-- numerator: children visited within the interval
-- denominator: children looked after for 6 weeks or more
-- unit: %
-- cohort: snapshot
-- period: 31 March, or any day
-- polarity: high
-- source: Care Planning, Placement and Case Review (England) Regulations 2010, regulation 28
-- breakdowns: age, sex, ethnicity, disability, area
-- waits for: records of looked-after children
-- caveats: A visit every week in the first week of a placement, and after an order in the interim, is not told apart.
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
latest AS (
    SELECT c.period, c.child, max(CAST(v.clav_cla_visit_date AS DATE)) AS day
    FROM in_care c
    JOIN ssd_cla_visits v ON v.clav_person_id = c.child AND CAST(v.clav_cla_visit_date AS DATE) <= c.ends_on
    GROUP BY c.period, c.child
)
SELECT
    c.period,
    c.child,
    'child:' || c.child AS about,
    c.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN latest.day >= CASE WHEN c.since < months_after(c.ends_on, -12) THEN months_after(c.ends_on, -3) ELSE c.ends_on - 42 END THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM in_care c
LEFT JOIN latest ON latest.child = c.child AND latest.period = c.period
WHERE c.since <= c.ends_on - 42
