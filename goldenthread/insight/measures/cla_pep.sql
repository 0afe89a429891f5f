-- id: cla_pep
-- title: Looked-after children with a current education plan
-- group: children_in_care
-- definition: Of the children of school age looked after on the last day, the share whose personal education plan was
--    reviewed in the last two terms (8 months).
-- numerator: children whose education plan was reviewed in 8 months
-- denominator: children of school age looked after on the last day
-- unit: %
-- cohort: snapshot
-- period: term
-- polarity: high
-- target: 95%
-- source: Designated teacher for looked-after children, statutory guidance (2018)
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
plan AS (
    SELECT c.period, c.child, max(p.reviewed_on) AS day
    FROM in_care c
    JOIN gt_education_plans p ON p.child = c.child AND p.reviewed_on <= c.ends_on
    GROUP BY c.period, c.child
)
SELECT
    c.period,
    c.child,
    'child:' || c.child AS about,
    c.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN plan.day >= months_after(c.ends_on, -8) THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM in_care c
JOIN gt_children k ON k.child = c.child
LEFT JOIN plan ON plan.child = c.child AND plan.period = c.period
WHERE age_on(k.born_on, c.ends_on) BETWEEN 5 AND 15
