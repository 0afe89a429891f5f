-- id: cla_sdq
-- title: Strengths and difficulties: average score
-- group: children_in_care
-- definition: The average score of the strengths and difficulties questionnaire, as carers filled it in, of children
--    aged 4 to 16 who had been looked after for 12 months or more. From 0 to 13 is usual, 14 to 16 borderline, 17 and
--    over a cause for concern.
-- numerator: sum of the latest scores
-- denominator: children with a score
-- unit: mean of score
-- cohort: snapshot
-- period: year to 31 March
-- polarity: low
-- source: Local Authority Interactive Tool, Emotional_LAC
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
    scored.score AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM in_care c
JOIN gt_children k ON k.child = c.child
JOIN scored ON scored.child = c.child AND scored.period = c.period
WHERE scored.score IS NOT NULL AND age_on(k.born_on, c.ends_on) BETWEEN 4 AND 16 AND months_after(c.since, 12) <= c.ends_on
