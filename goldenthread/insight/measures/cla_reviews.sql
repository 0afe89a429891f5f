-- id: cla_reviews
-- title: Looked-after children whose reviews were all in time
-- group: children_in_care
-- definition: Of the children who had been looked after for 20 working days or more on the last day, the share whose
--    reviews due in the 12 months before were all held by the day due.
-- numerator: children whose reviews were all in time
-- denominator: children looked after for 20 working days or more
-- unit: %
-- cohort: snapshot
-- period: 31 March, or any day
-- polarity: high
-- source: Care Planning, Placement and Case Review (England) Regulations 2010, regulation 33
-- breakdowns: age, sex, ethnicity, disability, area
-- caveats: Of a child of whom nothing says when a review was due, as in lists of Annex A, the latest review is held
--    against the intervals.
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
reviewed AS (
    SELECT c.period, c.child, max(CAST(r.clar_cla_review_date AS DATE)) AS day
    FROM in_care c
    JOIN ssd_cla_reviews r ON r.clar_cla_person_id = c.child AND CAST(r.clar_cla_review_date AS DATE) <= c.ends_on
    GROUP BY c.period, c.child
),
due AS (
    SELECT DISTINCT clar_cla_person_id AS child FROM ssd_cla_reviews WHERE clar_cla_review_due_date IS NOT NULL
),
late AS (
    SELECT DISTINCT c.period, c.child
    FROM in_care c
    JOIN ssd_cla_reviews r
        ON r.clar_cla_person_id = c.child
        AND CAST(r.clar_cla_review_due_date AS DATE) BETWEEN months_after(c.ends_on, -12) AND c.ends_on
    WHERE r.clar_cla_review_date IS NULL OR r.clar_cla_review_date > r.clar_cla_review_due_date
    UNION
    -- Of whom no file tells when a review was due: the latest may be 6 months old, and the second comes 3 months after the
    -- first.
    SELECT c.period, c.child
    FROM in_care c
    LEFT JOIN due d ON d.child = c.child
    LEFT JOIN reviewed v ON v.child = c.child AND v.period = c.period
    WHERE d.child IS NULL AND (v.day IS NULL OR v.day < CASE
        WHEN v.day <= c.since + 31 THEN months_after(c.ends_on, -3)
        ELSE months_after(c.ends_on, -6)
    END)
)
SELECT
    c.period,
    c.child,
    'child:' || c.child AS about,
    c.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN late.child IS NULL THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM in_care c
LEFT JOIN late ON late.child = c.child AND late.period = c.period
WHERE working_days(c.since, c.ends_on) >= 20
