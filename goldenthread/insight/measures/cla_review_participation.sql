-- id: cla_review_participation
-- title: Looked-after children who took part in their reviews
-- group: children_in_care
-- definition: Of the looked-after children aged 4 or over with a review in the 12 months before, the share who took
--    part in one, in person or through somebody.
-- numerator: children aged 4 or over who took part
-- denominator: children aged 4 or over with a review in the 12 months
-- unit: %
-- cohort: snapshot
-- period: year
-- polarity: high
-- source: Children looked-after return, codes of participation
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
latest AS (
    SELECT c.period, c.child, bool_or(r.clar_cla_review_participation IN ('PN1', 'PN2', 'PN3', 'PN4', 'PN5', 'PN6')) AS took_part
    FROM in_care c
    JOIN ssd_cla_reviews r
        ON r.clar_cla_person_id = c.child
        AND CAST(r.clar_cla_review_date AS DATE) BETWEEN months_after(c.ends_on, -12) AND c.ends_on
        AND r.clar_cla_review_participation <> 'PN0'
    GROUP BY c.period, c.child
)
SELECT
    c.period,
    c.child,
    'child:' || c.child AS about,
    c.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN latest.took_part THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM in_care c
JOIN gt_children k ON k.child = c.child
JOIN latest ON latest.child = c.child AND latest.period = c.period
WHERE age_on(k.born_on, c.ends_on) >= 4
