-- id: cla_iha_20wd
-- title: First health assessments within 20 working days
-- group: children_in_care
-- definition: Of the children who began to be looked after and whose 20th working day fell in the period while they
--    still were, the share whose health had been assessed by then.
-- numerator: children whose health was assessed within 20 working days
-- denominator: children still looked after on their 20th working day, in the period
-- unit: %
-- cohort: event
-- period: month
-- polarity: high
-- source: Promoting the health and wellbeing of looked-after children (2015)
-- breakdowns: age, sex, ethnicity, disability, area
-- waits for: records of looked-after children
WITH began AS (
    SELECT
        e.clae_person_id AS child,
        e.clae_cla_id AS stay,
        min(CAST(e.clae_entered_care_date AS DATE)) AS since,
        max(coalesce(CAST(e.clae_cla_episode_ceased_date AS DATE), DATE '9999-12-31')) AS until
    FROM ssd_cla_episodes e
    GROUP BY ALL
),
twentieth AS (
    SELECT b.*, min(d.day) AS day
    FROM began b
    JOIN gt_days a ON a.day = b.since
    JOIN gt_days d ON d.number = a.number + 20 AND d.working
    GROUP BY ALL
)
SELECT
    period.starts_on AS period,
    b.child AS child,
    'child:' || b.child AS about,
    b.day AS event_on,
    1 AS in_denominator,
    CASE WHEN EXISTS (
        SELECT 1 FROM ssd_cla_health h
        WHERE h.clah_person_id = b.child
          AND lower(h.clah_health_check_type) NOT LIKE '%dental%'
          AND coalesce(h.clah_health_check_status, 'Completed') = 'Completed'
          AND CAST(h.clah_health_check_date AS DATE) BETWEEN b.since AND b.day
    ) THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM period
JOIN twentieth b ON CAST(b.day AS DATE) BETWEEN period.starts_on AND period.ends_on
WHERE b.until > b.day
  -- Of whom files told the latest check alone, the first is not known.
  AND NOT EXISTS (SELECT 1 FROM gt_latest_only o WHERE o.child = b.child)
