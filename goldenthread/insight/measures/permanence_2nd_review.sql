-- id: permanence_2nd_review
-- title: A plan for permanence by the second review
-- group: children_in_care
-- definition: Of the looked-after children who had had a second review by the last day, the share with a plan for
--    permanence recorded by that review.
-- numerator: children with a plan for permanence by the second review
-- denominator: children who had had a second review
-- unit: %
-- cohort: snapshot
-- period: 31 March, or any day
-- polarity: high
-- source: Children Act 1989 guidance, volume 2; handbook of independent reviewing officers
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
numbered AS (
    SELECT
        c.period,
        c.child,
        CAST(r.clar_cla_review_date AS DATE) AS day,
        row_number() OVER (PARTITION BY c.period, c.child ORDER BY r.clar_cla_review_date) AS place
    FROM in_care c
    JOIN ssd_cla_reviews r
        ON r.clar_cla_person_id = c.child AND CAST(r.clar_cla_review_date AS DATE) BETWEEN c.since AND c.ends_on
),
second AS (
    SELECT period, child, day FROM numbered WHERE place = 2
),
agreed AS (
    SELECT child, min(agreed_on) AS agreed_on FROM gt_permanence_plans GROUP BY child
)
SELECT
    c.period,
    c.child,
    'child:' || c.child AS about,
    c.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN p.agreed_on <= second.day THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM in_care c
JOIN second ON second.child = c.child AND second.period = c.period
LEFT JOIN agreed p ON p.child = c.child
