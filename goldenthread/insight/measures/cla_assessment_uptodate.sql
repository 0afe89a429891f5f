-- id: cla_assessment_uptodate
-- title: Looked-after children with an assessment of the last 12 months
-- group: children_in_care
-- definition: Of the children looked after on the last day, the share with an assessment authorised in the 12 months
--    before.
-- numerator: children with an assessment of the last 12 months
-- denominator: children looked after on the last day
-- unit: %
-- cohort: snapshot
-- period: 31 March, or any day
-- polarity: high
-- source: Ofsted, finding on assessments of looked-after children
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
a AS (
    SELECT c.period, c.child, max(CAST(x.authorised_at AS DATE)) AS day
    FROM in_care c
    JOIN gt_assessments x ON x.child = c.child AND CAST(x.authorised_at AS DATE) <= c.ends_on
    GROUP BY c.period, c.child
)
SELECT
    c.period,
    c.child,
    'child:' || c.child AS about,
    c.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN a.day > months_after(c.ends_on, -12) THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM in_care c
LEFT JOIN a ON a.child = c.child AND a.period = c.period
-- Annex A tells the assessments of six months alone: of whom nothing else was loaded, a year's are not known.
WHERE NOT EXISTS (SELECT 1 FROM gt_latest_only o WHERE o.child = c.child)
