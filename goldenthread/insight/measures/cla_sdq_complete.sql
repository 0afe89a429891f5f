-- id: cla_sdq_complete
-- title: Strengths and difficulties: questionnaires filled in
-- group: children_in_care
-- definition: Of the children aged 4 to 16 who had been looked after for 12 months or more on the last day, the share
--    with a score of the strengths and difficulties questionnaire in those 12 months.
-- numerator: children with a score in 12 months
-- denominator: children aged 4 to 16 looked after for 12 months or more
-- unit: %
-- cohort: snapshot
-- period: year to 31 March
-- polarity: high
-- source: Children looked-after return
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
scored AS (
    SELECT c.period, c.child, max_by(TRY_CAST(s.csdq_sdq_score AS DOUBLE), s.csdq_sdq_completed_date) AS score
    FROM in_care c
    JOIN ssd_sdq_scores s
        ON s.csdq_person_id = c.child
        AND CAST(s.csdq_sdq_completed_date AS DATE) BETWEEN months_after(c.ends_on, -12) AND c.ends_on
    GROUP BY c.period, c.child
)
SELECT
    c.period,
    c.child,
    'child:' || c.child AS about,
    c.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN scored.score IS NOT NULL THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM in_care c
JOIN gt_children k ON k.child = c.child
LEFT JOIN scored ON scored.child = c.child AND scored.period = c.period
WHERE age_on(k.born_on, c.ends_on) BETWEEN 4 AND 16 AND months_after(c.since, 12) <= c.ends_on
